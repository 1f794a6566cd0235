//! Open requests for access: one bounded list for each subject.

use super::subject::Subject;
use super::tree;
use crate::error::ContractError;
use cosmwasm_std::{CanonicalAddr, Storage};
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_types::codes::DataClass;
use health_types::consent::Purpose;

/// The most requests open at a time.
pub const MAX_REQUESTS: u8 = 16;
/// The most purposes of a request.
pub const MAX_PURPOSES: u8 = 8;
/// The most classes of a request.
pub const MAX_CLASSES: u8 = 16;

pub(super) const REQUESTS: PackedMap<u32, Requests> = PackedMap::new(0x1d, "requests");

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Who asks.
    pub requester: CanonicalAddr,
    /// What for.
    pub purposes: Vec<Purpose>,
    /// Classes of data; empty: any.
    pub classes: Vec<DataClass>,
    /// When it lapses.
    pub until: u32,
}

/// The requests of a subject, oldest first, at most one of each requester.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requests {
    /// The subject's epoch; requests of an older one are dead.
    epoch: u32,
    /// Those that may be open.
    pub items: Vec<Request>,
}

impl Requests {
    /// The requests of a subject that are open at `now`.
    pub fn load(storage: &dyn Storage, subject: &Subject, now: u32) -> Result<Self, ContractError> {
        let mut requests = REQUESTS
            .may_load(storage, &subject.number)?
            .unwrap_or_default();
        if requests.epoch != subject.epoch {
            requests.items.clear();
        }
        requests.epoch = subject.epoch;
        requests.items.retain(|request| now < request.until);
        Ok(requests)
    }

    /// Stores the requests.
    pub fn save(&self, storage: &mut dyn Storage, subject: &Subject) -> Result<(), ContractError> {
        if self.items.is_empty() {
            return Ok(REQUESTS.remove(storage, &subject.number)?);
        }
        Ok(REQUESTS.save(storage, &subject.number, self)?)
    }

    /// Whether this account asks.
    pub fn has(&self, requester: &CanonicalAddr) -> bool {
        self.items
            .iter()
            .any(|request| request.requester == *requester)
    }

    /// Takes out the request of an account; false if it has none.
    pub fn take(&mut self, requester: &CanonicalAddr) -> bool {
        let before = self.items.len();
        self.items.retain(|request| request.requester != *requester);
        self.items.len() < before
    }
}

impl Packed for Request {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.until);
        writer.u8(u8::try_from(self.purposes.len()).unwrap_or(u8::MAX));
        for purpose in &self.purposes {
            tree::pack_purpose(purpose, writer);
        }
        writer.codes(&self.classes);
        self.requester.pack(writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let until = reader.u32()?;
        let too_many = reader.corrupt();
        let count = reader.u8()?;
        if count > MAX_PURPOSES {
            return Err(too_many);
        }
        Ok(Self {
            until,
            purposes: (0..count)
                .map(|_| tree::unpack_purpose(reader))
                .collect::<Result<_, _>>()?,
            classes: reader.codes(MAX_CLASSES)?,
            requester: CanonicalAddr::unpack(reader)?,
        })
    }
}

impl Packed for Requests {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.epoch);
        writer.list(&self.items);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Self {
            epoch: reader.u32()?,
            items: reader.list(MAX_REQUESTS)?,
        })
    }
}
