//! Which custodians a subject accepted, and which custodians are programmes under 42 CFR Part 2.

use cosmwasm_std::Storage;
use health_kit::map::{PackedMap, Present};
use health_kit::KitError;

pub(super) const ACCEPTED: PackedMap<(u32, u32), Present> =
    PackedMap::new(0x17, "accepted custodian");
pub(super) const PART2: PackedMap<u32, Present> = PackedMap::new(0x22, "part 2 declaration");

/// Whether the subject accepts the custodian.
pub fn is_accepted(storage: &dyn Storage, subject: u32, custodian: u32) -> Result<bool, KitError> {
    ACCEPTED.has(storage, &(subject, custodian))
}

/// Accepts or drops the custodian.
pub fn set_accepted(
    storage: &mut dyn Storage,
    subject: u32,
    custodian: u32,
    accepted: bool,
) -> Result<(), KitError> {
    set(storage, &ACCEPTED, &(subject, custodian), accepted)
}

/// Whether the custodian declared itself a Part 2 programme.
pub fn is_part2(storage: &dyn Storage, custodian: u32) -> Result<bool, KitError> {
    PART2.has(storage, &custodian)
}

/// Stores what the custodian declares.
pub fn set_part2(storage: &mut dyn Storage, custodian: u32, part2: bool) -> Result<(), KitError> {
    set(storage, &PART2, &custodian, part2)
}

fn set<K: health_kit::key::Key>(
    storage: &mut dyn Storage,
    map: &PackedMap<K, Present>,
    key: &K,
    present: bool,
) -> Result<(), KitError> {
    if present {
        map.save(storage, key, &Present)
    } else {
        map.remove(storage, key)
    }
}
