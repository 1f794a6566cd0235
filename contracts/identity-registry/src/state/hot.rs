//! What messages read first, and the counters of what is numbered.

use cosmwasm_std::Storage;
use health_kit::map::PackedItem;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::pause::PauseStore;
use health_kit::KitError;

pub(super) const HOT: PackedItem<Hot> = PackedItem::new(0x05, "hot");
pub(super) const COUNTERS: PackedItem<Counters> = PackedItem::new(0x06, "counters");

/// The pause and the last holder's number, which issuing needs together: paused until u32, holders u32.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hot {
    /// When the last pause ended or will end; 0: there was none.
    pub paused_until: u32,
    /// The last number given to a holder.
    pub holders: u32,
}

impl Packed for Hot {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.paused_until);
        writer.u32(self.holders);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Hot {
            paused_until: reader.u32()?,
            holders: reader.u32()?,
        })
    }
}

impl Hot {
    /// Loads the entry.
    pub fn load(storage: &dyn Storage) -> Result<Self, KitError> {
        HOT.load(storage)
    }

    /// Stores the entry.
    pub fn save(&self, storage: &mut dyn Storage) -> Result<(), KitError> {
        HOT.save(storage, self)
    }
}

impl PauseStore for Hot {
    fn paused_until(storage: &dyn Storage) -> Result<u32, KitError> {
        Ok(Hot::load(storage)?.paused_until)
    }

    fn set_paused_until(storage: &mut dyn Storage, until: u32) -> Result<(), KitError> {
        let mut hot = Hot::load(storage)?;
        hot.paused_until = until;
        hot.save(storage)
    }
}

/// The last numbers given: issuers u32, scheduled changes u32.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// To an issuer.
    pub issuers: u32,
    /// To a scheduled change.
    pub changes: u32,
}

impl Packed for Counters {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.issuers);
        writer.u32(self.changes);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Counters {
            issuers: reader.u32()?,
            changes: reader.u32()?,
        })
    }
}

impl Counters {
    /// Loads the entry.
    pub fn load(storage: &dyn Storage) -> Result<Self, KitError> {
        COUNTERS.load(storage)
    }

    /// Stores the entry.
    pub fn save(&self, storage: &mut dyn Storage) -> Result<(), KitError> {
        COUNTERS.save(storage, self)
    }
}

/// The number after `last`.
pub fn next(last: u32, entry: &'static str) -> Result<u32, KitError> {
    last.checked_add(1).ok_or(KitError::DoesNotFit { entry })
}
