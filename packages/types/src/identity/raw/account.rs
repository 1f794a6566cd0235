//! Accounts and their affiliations.

use super::super::{CredentialKind, Function};
use super::{DENY_BINDING, MAX_AFFILIATIONS};
use crate::pack::{CorruptState, Packed, Reader, Writer};
use crate::Period;

/// One affiliation: organisation u32, kind u8, functions u32, from, until u32; 17 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AffiliationEntry {
    /// The organisation's holder number.
    pub organisation: u32,
    /// The organisation's credential kind on which it rests: a permit needs that credential valid.
    pub kind: CredentialKind,
    /// The functions, a bit each ([`Function::bit`]).
    pub functions: u32,
    /// When it counts. Ending it early sets `until` to that second.
    pub period: Period,
}

impl AffiliationEntry {
    /// Whether the account acts for the organisation at `now`, as far as the affiliation goes.
    pub fn counts(&self, now: u32) -> bool {
        self.period.contains(now)
    }

    /// Whether a deny of the organisation binds the account at `now`: from acceptance until 30 days after the end.
    pub fn binds_denies(&self, now: u32) -> bool {
        self.period
            .until
            .is_none_or(|until| now < until.saturating_add(DENY_BINDING))
    }

    /// Whether it is in this function.
    pub fn has(&self, function: Function) -> bool {
        self.functions & function.bit() != 0
    }
}

impl Packed for AffiliationEntry {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.organisation);
        writer.code(self.kind);
        writer.u32(self.functions);
        self.period.pack(writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(AffiliationEntry {
            organisation: reader.u32()?,
            kind: reader.code()?,
            functions: reader.u32()?,
            period: Period::unpack(reader)?,
        })
    }
}

/// An account: holder u32 (0: the holder moved away), then 0–6 [`AffiliationEntry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountEntry {
    /// The number of the holder whose account it is.
    pub holder: u32,
    /// Its affiliations, ended ones that still bind denies included.
    pub affiliations: Vec<AffiliationEntry>,
}

impl AccountEntry {
    /// What stands at an account whose holder moved to another: it is nobody, and cannot become anybody again.
    pub const RETIRED: AccountEntry = AccountEntry {
        holder: 0,
        affiliations: Vec::new(),
    };

    /// Whether the holder moved away.
    pub fn is_retired(&self) -> bool {
        self.holder == 0
    }
}

impl Packed for AccountEntry {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.holder);
        self.affiliations.iter().for_each(|one| one.pack(writer));
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let holder = reader.u32()?;
        let mut affiliations = Vec::new();
        while !reader.is_empty() {
            let corrupt = reader.corrupt();
            if holder == 0 || affiliations.len() >= MAX_AFFILIATIONS {
                return Err(corrupt);
            }
            affiliations.push(AffiliationEntry::unpack(reader)?);
        }
        Ok(AccountEntry {
            holder,
            affiliations,
        })
    }
}
