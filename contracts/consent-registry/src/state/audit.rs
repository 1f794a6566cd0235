//! Anchored roots of audit events: numbered within a custodian's day and never written twice.

use cosmwasm_std::Storage;
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::KitError;
use health_types::Bytes32;

pub(super) const ROOTS: PackedMap<(u32, u32, u32), Root> = PackedMap::new(0x1f, "audit root");

/// A root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root {
    /// The root.
    pub root: Bytes32,
    /// How many events it covers.
    pub count: u32,
    /// When it was anchored.
    pub anchored: u32,
}

impl Packed for Root {
    fn pack(&self, writer: &mut Writer) {
        self.root.pack(writer);
        writer.u32(self.count);
        writer.u32(self.anchored);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Self {
            root: Bytes32::unpack(reader)?,
            count: reader.u32()?,
            anchored: reader.u32()?,
        })
    }
}

/// The number of the last root of a custodian's day; 0 if there is none.
pub fn last(storage: &dyn Storage, custodian: u32, day: u32) -> Result<u32, KitError> {
    let last = ROOTS.range_descending(storage, &(custodian, day), None, 1)?;
    Ok(last.first().map_or(0, |((_, _, number), _)| *number))
}

/// Stores a root.
pub fn save(
    storage: &mut dyn Storage,
    custodian: u32,
    day: u32,
    number: u32,
    root: &Root,
) -> Result<(), KitError> {
    ROOTS.save(storage, &(custodian, day, number), root)
}

/// At most `limit` roots of a custodian's day after a number.
pub fn page(
    storage: &dyn Storage,
    custodian: u32,
    day: u32,
    after: Option<u32>,
    limit: usize,
) -> Result<Vec<(u32, Root)>, KitError> {
    let after = after.map(|number| (custodian, day, number));
    let entries = ROOTS.range(storage, &(custodian, day), after.as_ref(), limit)?;
    Ok(entries
        .into_iter()
        .map(|((_, _, number), root)| (number, root))
        .collect())
}
