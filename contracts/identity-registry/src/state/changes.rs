//! Changes of issuers that wait.

use super::hot::{next, Counters};
use crate::error::{ContractError, IdentityError};
use cosmwasm_std::{CanonicalAddr, Storage};
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::KitError;
use health_types::Period;

pub(super) const CHANGES: PackedMap<u32, Scheduled> = PackedMap::new(0x0A, "issuer change");

/// A change that waits: when it may be applied, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheduled {
    /// From when to when it may be applied.
    pub period: Period,
    /// What it is.
    pub change: Change,
}

/// A change that widens an issuer's rights; kinds and schemes are masks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Accredits an account.
    Accredit {
        /// The account.
        account: CanonicalAddr,
        /// The kinds.
        kinds: u64,
        /// The schemes.
        schemes: u8,
    },
    /// Adds kinds and schemes.
    Extend {
        /// The issuer's number.
        issuer: u32,
        /// The kinds.
        kinds: u64,
        /// The schemes.
        schemes: u8,
    },
    /// Replaces the account.
    ReplaceAccount {
        /// The issuer's number.
        issuer: u32,
        /// The account.
        account: CanonicalAddr,
    },
    /// Lifts distrust.
    Trust {
        /// The issuer's number.
        issuer: u32,
    },
    /// Appoints a sub-issuer.
    AppointSubIssuer {
        /// The issuer's number.
        issuer: u32,
        /// The account.
        account: CanonicalAddr,
        /// The kinds.
        kinds: u64,
    },
}

impl Packed for Scheduled {
    fn pack(&self, writer: &mut Writer) {
        self.period.pack(writer);
        match &self.change {
            Change::Accredit {
                account,
                kinds,
                schemes,
            } => {
                writer.u8(1);
                writer.u64(*kinds);
                writer.u8(*schemes);
                account.pack(writer);
            }
            Change::Extend {
                issuer,
                kinds,
                schemes,
            } => {
                writer.u8(2);
                writer.u32(*issuer);
                writer.u64(*kinds);
                writer.u8(*schemes);
            }
            Change::ReplaceAccount { issuer, account } => {
                writer.u8(3);
                writer.u32(*issuer);
                account.pack(writer);
            }
            Change::Trust { issuer } => {
                writer.u8(4);
                writer.u32(*issuer);
            }
            Change::AppointSubIssuer {
                issuer,
                account,
                kinds,
            } => {
                writer.u8(5);
                writer.u32(*issuer);
                writer.u64(*kinds);
                account.pack(writer);
            }
        }
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let period = Period::unpack(reader)?;
        let corrupt = reader.corrupt();
        let change = match reader.u8()? {
            1 => Change::Accredit {
                kinds: reader.u64()?,
                schemes: reader.u8()?,
                account: CanonicalAddr::unpack(reader)?,
            },
            2 => Change::Extend {
                issuer: reader.u32()?,
                kinds: reader.u64()?,
                schemes: reader.u8()?,
            },
            3 => Change::ReplaceAccount {
                issuer: reader.u32()?,
                account: CanonicalAddr::unpack(reader)?,
            },
            4 => Change::Trust {
                issuer: reader.u32()?,
            },
            5 => Change::AppointSubIssuer {
                issuer: reader.u32()?,
                kinds: reader.u64()?,
                account: CanonicalAddr::unpack(reader)?,
            },
            _ => return Err(corrupt),
        };
        Ok(Scheduled { period, change })
    }
}

/// A scheduled change.
pub fn load(storage: &dyn Storage, id: u32) -> Result<Scheduled, ContractError> {
    CHANGES.load(storage, &id, || {
        IdentityError::ChangeNotFound { change: id }.into()
    })
}

/// Stores a scheduled change under the next number.
pub fn add(storage: &mut dyn Storage, scheduled: &Scheduled) -> Result<u32, ContractError> {
    let mut counters = Counters::load(storage)?;
    counters.changes = next(counters.changes, "issuer change")?;
    counters.save(storage)?;
    CHANGES.save(storage, &counters.changes, scheduled)?;
    Ok(counters.changes)
}

/// Removes a scheduled change.
pub fn remove(storage: &mut dyn Storage, id: u32) -> Result<(), KitError> {
    CHANGES.remove(storage, &id)
}

/// At most `limit` scheduled changes, by number, after one.
pub fn list(
    storage: &dyn Storage,
    after: Option<u32>,
    limit: usize,
) -> Result<Vec<(u32, Scheduled)>, KitError> {
    CHANGES.range(storage, &(), after.as_ref(), limit)
}
