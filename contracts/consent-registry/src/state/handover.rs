//! Handovers that owners propose.

use super::recovery::MAX_CONTACTS;
use cosmwasm_std::{CanonicalAddr, Storage};
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::KitError;

pub(super) const HANDOVERS: PackedMap<u32, Handover> = PackedMap::new(0x1c, "handover");

/// A handover that the owner proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// The new owner.
    pub owner: CanonicalAddr,
    /// When it may be executed.
    pub due: u32,
    /// When it lapses.
    pub lapses: u32,
    /// The places of the contacts that veto it.
    pub vetoes: Vec<u8>,
}

impl Handover {
    /// How many contacts veto it.
    pub fn count_vetoes(&self) -> u8 {
        // Lossless: each of at most 8 contacts has one veto.
        u8::try_from(self.vetoes.len()).unwrap_or(MAX_CONTACTS)
    }
}

impl Packed for Handover {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.due);
        writer.u32(self.lapses);
        writer.list(&self.vetoes);
        self.owner.pack(writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Self {
            due: reader.u32()?,
            lapses: reader.u32()?,
            vetoes: reader.list(MAX_CONTACTS)?,
            owner: CanonicalAddr::unpack(reader)?,
        })
    }
}

/// The handover that was proposed last, though it may have lapsed.
pub fn handover(storage: &dyn Storage, subject: u32) -> Result<Option<Handover>, KitError> {
    HANDOVERS.may_load(storage, &subject)
}

/// Stores the handover; none removes it.
pub fn set_handover(
    storage: &mut dyn Storage,
    subject: u32,
    handover: Option<&Handover>,
) -> Result<(), KitError> {
    match handover {
        Some(handover) => HANDOVERS.save(storage, &subject, handover),
        None => HANDOVERS.remove(storage, &subject),
    }
}
