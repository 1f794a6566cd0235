//! What stands in place of an erased subject.
//!
//! It lies under a hash of the pseudonym, so that who knows the pseudonym learns that it was erased, while the state
//! holds neither pseudonym nor owner any more.

use cosmwasm_std::{CanonicalAddr, Storage};
use health_kit::hash::tagged_hash;
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::KitError;
use health_types::Bytes32;

/// The tag of the hash that a tombstone lies under.
pub const PSEUDONYM_TAG: &str = "cw-health/consent/erased-subject/1";

/// The tag of the hash of who erased the subject.
pub const OWNER_TAG: &str = "cw-health/consent/erased-owner/1";

pub(super) const TOMBSTONES: PackedMap<Bytes32, Tombstone> = PackedMap::new(0x23, "tombstone");

/// An erased subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// Its internal number.
    pub number: u32,
    /// When erasure began.
    pub erased: u32,
    /// How far the reviews owed for its emergency accesses were let go of.
    pub reviews: Reviews,
    /// The hash of who erased it and may go on.
    owner: Bytes32,
}

/// How far reviews were let go of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reviews {
    /// Those of actors up to this number were; from 0.
    UpTo(u32),
    /// All were.
    Done,
}

impl Tombstone {
    /// The tombstone of a subject that this account erases.
    pub fn new(pseudonym: &Bytes32, number: u32, owner: &CanonicalAddr, now: u32) -> Self {
        Self {
            number,
            erased: now,
            reviews: Reviews::UpTo(0),
            owner: owner_hash(pseudonym, owner),
        }
    }

    /// Whether this account erased the subject.
    pub fn is_of(&self, pseudonym: &Bytes32, account: &CanonicalAddr) -> bool {
        self.owner == owner_hash(pseudonym, account)
    }
}

/// The pseudonym salts the hash: accounts are few enough to try them all.
fn owner_hash(pseudonym: &Bytes32, owner: &CanonicalAddr) -> Bytes32 {
    tagged_hash(OWNER_TAG, &[&pseudonym.0, owner])
}

fn key(pseudonym: &Bytes32) -> Bytes32 {
    tagged_hash(PSEUDONYM_TAG, &[&pseudonym.0])
}

impl Packed for Tombstone {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.number);
        writer.u32(self.erased);
        writer.opt_time(match self.reviews {
            Reviews::UpTo(actor) => Some(actor),
            Reviews::Done => None,
        });
        self.owner.pack(writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Self {
            number: reader.u32()?,
            erased: reader.u32()?,
            reviews: reader.opt_time()?.map_or(Reviews::Done, Reviews::UpTo),
            owner: Bytes32::unpack(reader)?,
        })
    }
}

/// The tombstone of a pseudonym.
pub fn may_load(storage: &dyn Storage, pseudonym: &Bytes32) -> Result<Option<Tombstone>, KitError> {
    TOMBSTONES.may_load(storage, &key(pseudonym))
}

/// Sets a tombstone.
pub fn save(
    storage: &mut dyn Storage,
    pseudonym: &Bytes32,
    tombstone: &Tombstone,
) -> Result<(), KitError> {
    TOMBSTONES.save(storage, &key(pseudonym), tombstone)
}
