//! Key envelopes.

use super::subject::Subject;
use super::{actor, consent, record};
use crate::error::ContractError;
use cosmwasm_std::Storage;
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_rules::consent::Actor;
use health_types::consent::{ConsentStatus, EnvelopeKey, RecordRef};
use health_types::Bytes32;

/// The longest ciphertext.
pub const MAX_CIPHERTEXT: usize = 256;

pub(super) const ENVELOPES: PackedMap<(u32, u32, u32, Vec<u8>), Envelope> =
    PackedMap::new(0x19, "envelope");

const DIGEST: u8 = 1;
const CIPHERTEXT: u8 = 2;

/// A record's key, wrapped for one grantee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The consent that it rests on.
    pub consent: u32,
    /// The version of the key.
    pub key_version: u32,
    /// The wrapped key or its digest.
    pub key: EnvelopeKey,
}

impl Packed for Envelope {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.consent);
        writer.u32(self.key_version);
        match &self.key {
            EnvelopeKey::Digest { digest } => {
                writer.u8(DIGEST);
                digest.pack(writer);
            }
            EnvelopeKey::Ciphertext { bytes } => {
                writer.u8(CIPHERTEXT);
                writer.fixed(bytes);
            }
        }
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let consent = reader.u32()?;
        let key_version = reader.u32()?;
        let unknown = reader.corrupt();
        let key = match reader.u8()? {
            DIGEST => EnvelopeKey::Digest {
                digest: Bytes32::unpack(reader)?,
            },
            CIPHERTEXT => EnvelopeKey::Ciphertext {
                bytes: reader.remaining().to_vec().into(),
            },
            _ => return Err(unknown),
        };
        Ok(Self {
            consent,
            key_version,
            key,
        })
    }
}

impl Envelope {
    /// Whether it may be opened at `now`: while its consent is in force with its permits, and its key is the record's.
    pub fn lives(
        &self,
        storage: &dyn Storage,
        subject: &Subject,
        record: RecordRef,
        now: u32,
    ) -> Result<bool, ContractError> {
        let record = record::may_load(storage, subject.number, record)?;
        if record.is_none_or(|record| record.key_version != self.key_version) {
            return Ok(false);
        }
        let consent = consent::load(storage, subject.number, self.consent)?;
        let standing = consent::standing(storage, subject, &consent, now)?;
        Ok(standing.status == ConsentStatus::Active
            && standing.permits_ended.is_none()
            && consent.period.contains(now))
    }
}

/// The envelope of a grantee.
pub fn may_load(
    storage: &dyn Storage,
    subject: u32,
    record: RecordRef,
    grantee: &Actor,
) -> Result<Option<Envelope>, ContractError> {
    Ok(ENVELOPES.may_load(storage, &key(subject, record, grantee))?)
}

/// Stores the envelope of a grantee, in place of an earlier one.
pub fn save(
    storage: &mut dyn Storage,
    subject: u32,
    record: RecordRef,
    grantee: &Actor,
    envelope: &Envelope,
) -> Result<(), ContractError> {
    Ok(ENVELOPES.save(storage, &key(subject, record, grantee), envelope)?)
}

/// Removes the envelope of a grantee.
pub fn remove(
    storage: &mut dyn Storage,
    subject: u32,
    record: RecordRef,
    grantee: &Actor,
) -> Result<(), ContractError> {
    Ok(ENVELOPES.remove(storage, &key(subject, record, grantee))?)
}

fn key(subject: u32, record: RecordRef, grantee: &Actor) -> (u32, u32, u32, Vec<u8>) {
    (subject, record.custodian, record.id, actor::key(grantee))
}
