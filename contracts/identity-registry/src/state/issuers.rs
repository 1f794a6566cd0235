//! Issuers and sub-issuers.

use super::holders::{self, Relation};
use super::hot::{next, Counters, Hot};
use super::parts::flag;
use crate::error::{ContractError, IdentityError};
use cosmwasm_std::{CanonicalAddr, Storage};
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::KitError;
use health_types::identity::raw::{self, sub_bit, IssuerEntry};
use health_types::identity::{IssuerState, MAX_SUB_ISSUERS};

pub(super) const ISSUERS: PackedMap<u32, IssuerEntry> = PackedMap::new(raw::ISSUER, "issuer");
pub(super) const ISSUER_ACCOUNTS: PackedMap<CanonicalAddr, IssuerRef> =
    PackedMap::new(0x07, "issuer account");
pub(super) const DETAILS: PackedMap<u32, Details> = PackedMap::new(0x08, "issuer details");
pub(super) const SUB_ISSUERS: PackedMap<(u32, u8), SubIssuer> = PackedMap::new(0x09, "sub-issuer");

/// Whose account it is: issuer u32, sub u8 (0: its own).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssuerRef {
    /// The issuer's number.
    pub issuer: u32,
    /// The sub-issuer's number; 0: the issuer itself.
    pub sub: u8,
}

impl Packed for IssuerRef {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.issuer);
        writer.u8(self.sub);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(IssuerRef {
            issuer: reader.u32()?,
            sub: reader.u8()?,
        })
    }
}

/// What checks do not need of an issuer: schemes u8, subs u8, account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// The identifier schemes, a bit each.
    pub schemes: u8,
    /// How many sub-issuers were ever appointed.
    pub subs: u8,
    /// The account.
    pub account: CanonicalAddr,
}

impl Packed for Details {
    fn pack(&self, writer: &mut Writer) {
        writer.u8(self.schemes);
        writer.u8(self.subs);
        self.account.pack(writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Details {
            schemes: reader.u8()?,
            subs: reader.u8()?,
            account: CanonicalAddr::unpack(reader)?,
        })
    }
}

/// A sub-issuer: state u8, by governance u8, kinds u64, account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubIssuer {
    /// Its state.
    pub state: IssuerState,
    /// Whether governance suspended it, so that governance alone reinstates it.
    pub by_governance: bool,
    /// The kinds it may issue, a bit each.
    pub kinds: u64,
    /// The account.
    pub account: CanonicalAddr,
}

impl Packed for SubIssuer {
    fn pack(&self, writer: &mut Writer) {
        writer.code(self.state);
        writer.u8(u8::from(self.by_governance));
        writer.u64(self.kinds);
        self.account.pack(writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(SubIssuer {
            state: reader.code()?,
            by_governance: flag(reader)?,
            kinds: reader.u64()?,
            account: CanonicalAddr::unpack(reader)?,
        })
    }
}

/// An issuer, if there is one of this number.
pub fn may_load(storage: &dyn Storage, issuer: u32) -> Result<Option<IssuerEntry>, KitError> {
    ISSUERS.may_load(storage, &issuer)
}

/// An issuer.
pub fn load(storage: &dyn Storage, issuer: u32) -> Result<IssuerEntry, ContractError> {
    ISSUERS.load(storage, &issuer, || {
        IdentityError::IssuerNotFound { issuer }.into()
    })
}

/// Stores an issuer.
pub fn save(storage: &mut dyn Storage, issuer: u32, entry: &IssuerEntry) -> Result<(), KitError> {
    ISSUERS.save(storage, &issuer, entry)
}

/// At most `limit` issuers, by number, after one.
pub fn list(
    storage: &dyn Storage,
    after: Option<u32>,
    limit: usize,
) -> Result<Vec<(u32, IssuerEntry)>, KitError> {
    ISSUERS.range(storage, &(), after.as_ref(), limit)
}

/// The rest of an issuer.
pub fn details(storage: &dyn Storage, issuer: u32) -> Result<Details, ContractError> {
    DETAILS.load(storage, &issuer, || {
        IdentityError::IssuerNotFound { issuer }.into()
    })
}

/// Stores the rest of an issuer.
pub fn save_details(
    storage: &mut dyn Storage,
    issuer: u32,
    details: &Details,
) -> Result<(), KitError> {
    DETAILS.save(storage, &issuer, details)
}

/// Whose account it is, if any issuer's.
pub fn by_account(
    storage: &dyn Storage,
    account: &CanonicalAddr,
) -> Result<Option<IssuerRef>, KitError> {
    ISSUER_ACCOUNTS.may_load(storage, account)
}

/// A sub-issuer.
pub fn sub_issuer(storage: &dyn Storage, issuer: u32, sub: u8) -> Result<SubIssuer, ContractError> {
    SUB_ISSUERS.load(storage, &(issuer, sub), || {
        IdentityError::SubIssuerNotFound { issuer, sub }.into()
    })
}

/// Stores a sub-issuer; the caller keeps the bit in the issuer's entry in step.
pub fn save_sub_issuer(
    storage: &mut dyn Storage,
    issuer: u32,
    sub: u8,
    entry: &SubIssuer,
) -> Result<(), KitError> {
    SUB_ISSUERS.save(storage, &(issuer, sub), entry)
}

/// All sub-issuers of an issuer, by number.
pub fn sub_issuers(storage: &dyn Storage, issuer: u32) -> Result<Vec<(u8, SubIssuer)>, KitError> {
    let all = SUB_ISSUERS.range(storage, &issuer, None, MAX_SUB_ISSUERS.into())?;
    Ok(all
        .into_iter()
        .map(|((_, sub), entry)| (sub, entry))
        .collect())
}

/// Whether the issuer, or the sub-issuer (unless 0), was removed.
pub fn is_removed(storage: &dyn Storage, issuer: u32, sub: u8) -> Result<bool, ContractError> {
    let entry = load(storage, issuer)?;
    Ok(entry.state == IssuerState::Removed
        || entry.is_down(sub) && sub_issuer(storage, issuer, sub)?.state == IssuerState::Removed)
}

/// Gives an account to an issuer or sub-issuer. It becomes a holder, so that the issuer's own accounts are known by
/// number when it issues.
pub fn take_account(
    storage: &mut dyn Storage,
    hot: &mut Hot,
    account: &CanonicalAddr,
    whose: IssuerRef,
) -> Result<(), ContractError> {
    if let Some(taken) = by_account(storage, account)? {
        if !is_removed(storage, taken.issuer, taken.sub)? {
            return Err(IdentityError::IssuerExists {
                issuer: taken.issuer,
            }
            .into());
        }
    }
    let (entry, _) = holders::find_or_register(storage, hot, account)?;
    let relation = holders::relation(storage, entry.holder, whose.issuer)?;
    let own = Relation {
        own: Some(whose.sub),
        ..relation
    };
    holders::set_relation(storage, entry.holder, whose.issuer, own)?;
    Ok(ISSUER_ACCOUNTS.save(storage, account, &whose)?)
}

/// Takes an account from an issuer.
pub fn leave_account(storage: &mut dyn Storage, account: &CanonicalAddr) -> Result<(), KitError> {
    ISSUER_ACCOUNTS.remove(storage, account)
}

/// Accredits an account and gives it the next number.
pub fn accredit(
    storage: &mut dyn Storage,
    hot: &mut Hot,
    account: CanonicalAddr,
    kinds: u64,
    schemes: u8,
) -> Result<u32, ContractError> {
    let mut counters = Counters::load(storage)?;
    counters.issuers = next(counters.issuers, "issuer")?;
    counters.save(storage)?;
    let issuer = counters.issuers;
    take_account(storage, hot, &account, IssuerRef { issuer, sub: 0 })?;
    let entry = IssuerEntry {
        state: IssuerState::Active,
        kinds,
        down: 0,
        distrust_after: None,
    };
    save(storage, issuer, &entry)?;
    let details = Details {
        schemes,
        subs: 0,
        account,
    };
    save_details(storage, issuer, &details)?;
    Ok(issuer)
}

/// Appoints a sub-issuer and gives it the next number within the issuer.
pub fn appoint(
    storage: &mut dyn Storage,
    hot: &mut Hot,
    issuer: u32,
    account: CanonicalAddr,
    kinds: u64,
) -> Result<(u8, SubIssuer), ContractError> {
    let mut details = details(storage, issuer)?;
    let sub = details.subs.saturating_add(1);
    if sub > MAX_SUB_ISSUERS {
        return Err(IdentityError::TooManySubIssuers.into());
    }
    details.subs = sub;
    save_details(storage, issuer, &details)?;
    take_account(storage, hot, &account, IssuerRef { issuer, sub })?;
    let entry = SubIssuer {
        state: IssuerState::Active,
        by_governance: false,
        kinds,
        account,
    };
    save_sub_issuer(storage, issuer, sub, &entry)?;
    Ok((sub, entry))
}

/// Sets the state of a sub-issuer, and its bit in the issuer's entry.
pub fn set_sub_state(
    storage: &mut dyn Storage,
    issuer: u32,
    sub: u8,
    mut entry: SubIssuer,
    state: IssuerState,
    by_governance: bool,
) -> Result<SubIssuer, ContractError> {
    let mut above = load(storage, issuer)?;
    if state == IssuerState::Active {
        above.down &= !sub_bit(sub);
    } else {
        above.down |= sub_bit(sub);
    }
    save(storage, issuer, &above)?;
    entry.state = state;
    entry.by_governance = by_governance;
    save_sub_issuer(storage, issuer, sub, &entry)?;
    Ok(entry)
}
