//! Holders: the account behind a number, the number behind an account, and whom a holder bars.

use super::hot::{next, Hot};
use crate::error::{ContractError, IdentityError};
use cosmwasm_std::{CanonicalAddr, Storage};
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::KitError;
use health_types::identity::raw::{self, AccountEntry};

pub(super) const ACCOUNTS: PackedMap<CanonicalAddr, AccountEntry> =
    PackedMap::new(raw::ACCOUNT, "account");
pub(super) const HOLDERS: PackedMap<u32, Holder> = PackedMap::new(0x0B, "holder");
pub(super) const BARS: PackedMap<(u32, u32), Relation> = PackedMap::new(0x0C, "bar");

/// The account of a holder, alone in its entry.
pub(super) struct Holder(CanonicalAddr);

impl Packed for Holder {
    fn pack(&self, writer: &mut Writer) {
        writer.fixed(&self.0);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Holder(reader.remaining().to_vec().into()))
    }
}

/// What forbids an issuer to issue to a holder; one byte: whether barred, and the sub-issuer's number + 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// Whether the holder barred the issuer.
    pub barred: bool,
    /// The holder's account is, or was, that of the issuer itself (0) or of this sub-issuer.
    pub own: Option<u8>,
}

impl Packed for Relation {
    fn pack(&self, writer: &mut Writer) {
        let own = self.own.map_or(0, |sub| sub.saturating_add(1) & 0x7f);
        writer.u8(own | u8::from(self.barred) << 7);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let byte = reader.u8()?;
        Ok(Relation {
            barred: byte >> 7 == 1,
            own: (byte & 0x7f).checked_sub(1),
        })
    }
}

impl Relation {
    /// Refuses issuing by sub-issuer `sub` (0: the issuer itself) to `holder`.
    pub fn allow(&self, sub: u8, holder: u32) -> Result<(), IdentityError> {
        if self
            .own
            .is_some_and(|own| own == sub || own == 0 || sub == 0)
        {
            return Err(IdentityError::SelfIssue);
        }
        if self.barred {
            return Err(IdentityError::IssuerBarred { holder });
        }
        Ok(())
    }
}

/// The entry of an account.
pub fn may_load(
    storage: &dyn Storage,
    account: &CanonicalAddr,
) -> Result<Option<AccountEntry>, KitError> {
    ACCOUNTS.may_load(storage, account)
}

/// Stores the entry of an account.
pub fn save(
    storage: &mut dyn Storage,
    account: &CanonicalAddr,
    entry: &AccountEntry,
) -> Result<(), KitError> {
    ACCOUNTS.save(storage, account, entry)
}

/// The entry of an account that may be or become a holder, and whether it became one now. Its number is taken from
/// `hot`, which the caller stores.
pub fn find_or_register(
    storage: &mut dyn Storage,
    hot: &mut Hot,
    account: &CanonicalAddr,
) -> Result<(AccountEntry, bool), ContractError> {
    if let Some(entry) = may_load(storage, account)? {
        if entry.is_retired() {
            return Err(IdentityError::AccountRetired.into());
        }
        return Ok((entry, false));
    }
    hot.holders = next(hot.holders, "holder")?;
    let entry = AccountEntry {
        holder: hot.holders,
        affiliations: Vec::new(),
    };
    save(storage, account, &entry)?;
    HOLDERS.save(storage, &entry.holder, &Holder(account.clone()))?;
    Ok((entry, true))
}

/// The account behind a holder.
pub fn account(storage: &dyn Storage, holder: u32) -> Result<Option<CanonicalAddr>, KitError> {
    Ok(HOLDERS.may_load(storage, &holder)?.map(|account| account.0))
}

/// Puts another account behind a holder; the old one is retired.
pub fn change_account(
    storage: &mut dyn Storage,
    old: &CanonicalAddr,
    new: &CanonicalAddr,
    entry: &AccountEntry,
) -> Result<(), KitError> {
    save(storage, old, &AccountEntry::RETIRED)?;
    save(storage, new, entry)?;
    HOLDERS.save(storage, &entry.holder, &Holder(new.clone()))
}

/// How a holder stands to an issuer.
pub fn relation(storage: &dyn Storage, holder: u32, issuer: u32) -> Result<Relation, KitError> {
    Ok(BARS
        .may_load(storage, &(holder, issuer))?
        .unwrap_or_default())
}

/// Stores how a holder stands to an issuer.
pub fn set_relation(
    storage: &mut dyn Storage,
    holder: u32,
    issuer: u32,
    relation: Relation,
) -> Result<(), KitError> {
    if relation == Relation::default() {
        BARS.remove(storage, &(holder, issuer))
    } else {
        BARS.save(storage, &(holder, issuer), &relation)
    }
}

/// At most `limit` relations of a holder, by issuer, after one.
pub fn relations(
    storage: &dyn Storage,
    holder: u32,
    after: Option<u32>,
    limit: usize,
) -> Result<Vec<(u32, Relation)>, KitError> {
    let after = after.map(|issuer| (holder, issuer));
    let all = BARS.range(storage, &holder, after.as_ref(), limit)?;
    Ok(all
        .into_iter()
        .map(|((_, issuer), relation)| (issuer, relation))
        .collect())
}
