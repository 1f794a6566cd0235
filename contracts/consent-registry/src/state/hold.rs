//! Legal holds, one for each custodian of a subject.

use cosmwasm_std::Storage;
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::time::DAY;
use health_kit::KitError;
use health_types::consent::HoldReason;

/// How long a hold lasts at most before it must be renewed, in seconds: a year. No log is kept for less, so that none
/// is removed under a hold: holds are not renewed once erasure has begun.
pub const MAX_HOLD: u32 = 365 * DAY;

pub(super) const HOLDS: PackedMap<(u32, u32), Hold> = PackedMap::new(0x1e, "hold");

/// A hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Why.
    pub reason: HoldReason,
    /// When it ends.
    pub until: u32,
}

impl Packed for Hold {
    fn pack(&self, writer: &mut Writer) {
        writer.u8(match self.reason {
            HoldReason::Litigation => 1,
            HoldReason::Retention => 2,
            HoldReason::Investigation => 3,
        });
        writer.u32(self.until);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let unknown = reader.corrupt();
        Ok(Self {
            reason: match reader.u8()? {
                1 => HoldReason::Litigation,
                2 => HoldReason::Retention,
                3 => HoldReason::Investigation,
                _ => return Err(unknown),
            },
            until: reader.u32()?,
        })
    }
}

/// Places or renews a hold.
pub fn save(
    storage: &mut dyn Storage,
    subject: u32,
    custodian: u32,
    hold: &Hold,
) -> Result<(), KitError> {
    HOLDS.save(storage, &(subject, custodian), hold)
}

/// Lifts a hold.
pub fn remove(storage: &mut dyn Storage, subject: u32, custodian: u32) -> Result<(), KitError> {
    HOLDS.remove(storage, &(subject, custodian))
}

/// The custodian's hold, if it lasts at `now`.
pub fn living(
    storage: &dyn Storage,
    subject: u32,
    custodian: u32,
    now: u32,
) -> Result<Option<Hold>, KitError> {
    Ok(HOLDS
        .may_load(storage, &(subject, custodian))?
        .filter(|hold| now < hold.until))
}

/// At most `limit` holds after a custodian, those that are over included.
pub fn page(
    storage: &dyn Storage,
    subject: u32,
    after: Option<u32>,
    limit: usize,
) -> Result<Vec<(u32, Hold)>, KitError> {
    let after = after.map(|custodian| (subject, custodian));
    let entries = HOLDS.range(storage, &subject, after.as_ref(), limit)?;
    Ok(entries
        .into_iter()
        .map(|((_, custodian), hold)| (custodian, hold))
        .collect())
}
