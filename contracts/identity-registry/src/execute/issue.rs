//! Issuing and renewing credentials.

use super::status::find;
use super::{all_done, done, ensure_scheme, Ctx};
use crate::auth::IssuerCaller;
use crate::bounds;
use crate::error::{ContractError, IdentityError};
use crate::state::hot::Hot;
use crate::state::identifiers::{self, Use};
use crate::state::{credentials, devices, holders, issuers};
use cosmwasm_std::{Api, Response, Storage};
use health_kit::{address, auth, KitError};
use health_types::identity::raw::{ColdEntry, CredentialEntry, Credentials, MAX_ISSUERS_PER_KIND};
use health_types::identity::{
    Actor, CredentialKind, CredentialState, Identifier, IdentityEvent, NewCredential,
};

/// Issues a batch of credentials.
pub fn issue(ctx: Ctx, batch: Vec<NewCredential>) -> Result<Response, ContractError> {
    let caller = *ctx.caller.issuer()?;
    ensure_trusted(&caller, ctx.now)?;
    let mut issuing = Issuing {
        kinds: caller.entry.kinds,
        schemes: None,
        hot: ctx.hot()?,
        now: ctx.now,
        caller,
    };
    let storage = ctx.deps.storage;
    if caller.sub != 0 {
        issuing.kinds &= issuers::sub_issuer(storage, caller.issuer, caller.sub)?.kinds;
    }
    let holders_before = issuing.hot.holders;
    let mut facts = Vec::with_capacity(batch.len());
    for new in batch {
        issuing.one(storage, ctx.deps.api, new, &mut facts)?;
    }
    if issuing.hot.holders != holders_before {
        issuing.hot.save(storage)?;
    }
    Ok(all_done(&facts))
}

/// What stays the same over a batch.
struct Issuing {
    caller: IssuerCaller,
    kinds: u64,
    /// The issuer's schemes, read with the first identifier.
    schemes: Option<u8>,
    hot: Hot,
    now: u32,
}

impl Issuing {
    fn one(
        &mut self,
        storage: &mut dyn Storage,
        api: &dyn Api,
        new: NewCredential,
        facts: &mut Vec<IdentityEvent>,
    ) -> Result<(), ContractError> {
        let IssuerCaller { issuer, sub, .. } = self.caller;
        let kind = new.kind;
        if self.kinds & kind.bit() == 0 {
            return Err(IdentityError::KindNotAccredited { kind }.into());
        }
        let account = address::canonical(api, &new.account)?;
        let (entry, registered) = holders::find_or_register(storage, &mut self.hot, &account)?;
        let holder = entry.holder;
        let mut all = Credentials::default();
        if registered {
            facts.push(IdentityEvent::HolderRegistered {
                holder,
                account: new.account,
            });
        } else {
            holders::relation(storage, holder, issuer)?.allow(sub, holder)?;
            ensure_in_use(storage, holder, kind)?;
            all = credentials::load(storage, holder, kind)?;
        }
        if all
            .of(issuer)
            .is_some_and(|old| old.state != CredentialState::Revoked)
        {
            return Err(IdentityError::CredentialExists { kind, holder }.into());
        }
        // Where no hot entry is, no issuer ever issued: none is removed without another taking its place.
        let old = if all.0.is_empty() {
            None
        } else {
            credentials::cold(storage, issuer, kind, holder)?
        };
        let version = old.as_ref().map_or(0, |old| old.version);
        let version = version.checked_add(1).ok_or(KitError::DoesNotFit {
            entry: "credential",
        })?;
        let identifier = self.settle(storage, new.identifier, old, holder, kind)?;
        let credential = CredentialEntry {
            issuer,
            sub,
            state: CredentialState::Active,
            assurance: new.assurance,
            actor: Actor::Issuer,
            organisation_type: new.organisation_type,
            country: new.country,
            reason: None,
            period: new.period,
            issued: self.now,
            changed: self.now,
        };
        self.place(storage, &mut all, credential, holder, kind)?;
        credentials::save(storage, holder, kind, &all)?;
        let cold = ColdEntry {
            version,
            evidence: new.evidence,
            identifier,
        };
        credentials::save_cold(storage, issuer, kind, holder, &cold)?;
        facts.push(IdentityEvent::CredentialIssued {
            issuer,
            sub,
            kind,
            holder,
            version,
            until: new.period.until,
        });
        Ok(())
    }

    /// Takes the identifier of the former version away, and claims that of the new one.
    fn settle(
        &mut self,
        storage: &mut dyn Storage,
        new: Option<Identifier>,
        old: Option<ColdEntry>,
        holder: u32,
        kind: CredentialKind,
    ) -> Result<Option<Identifier>, ContractError> {
        let issuer = self.caller.issuer;
        let place = Use { issuer, kind };
        let new = new.as_ref().map(bounds::canonical).transpose()?;
        if let Some(old) = old.and_then(|old| old.identifier) {
            if new.as_ref() != Some(&old) {
                identifiers::drop_use(storage, &old, holder, place)?;
            }
        }
        if let Some(new) = &new {
            let schemes = match self.schemes {
                Some(schemes) => schemes,
                None => issuers::details(storage, issuer)?.schemes,
            };
            self.schemes = Some(schemes);
            ensure_scheme(schemes, new.scheme)?;
            identifiers::claim(storage, new, holder, place, self.now)?;
        }
        Ok(new)
    }

    /// Puts a credential in its place: that of the issuer's former one, a free one, or one that gives way.
    fn place(
        &self,
        storage: &dyn Storage,
        all: &mut Credentials,
        credential: CredentialEntry,
        holder: u32,
        kind: CredentialKind,
    ) -> Result<(), ContractError> {
        all.0.retain(|old| old.issuer != credential.issuer);
        if all.0.len() >= MAX_ISSUERS_PER_KIND {
            let place = credentials::gives_way(storage, &all.0, self.now)?
                .ok_or(IdentityError::TooManyIssuers { kind, holder })?;
            all.0.remove(place);
        }
        all.0.push(credential);
        all.0.sort_unstable_by_key(|one| one.issuer);
        Ok(())
    }
}

/// Refuses a device that was deactivated.
fn ensure_in_use(
    storage: &dyn Storage,
    holder: u32,
    kind: CredentialKind,
) -> Result<(), ContractError> {
    let deactivated = kind == CredentialKind::Device
        && devices::device(storage, holder)?.is_some_and(|device| device.deactivated);
    if deactivated {
        return Err(IdentityError::DeviceDeactivated.into());
    }
    Ok(())
}

/// Refuses an issuer that may not issue now.
fn ensure_trusted(caller: &IssuerCaller, now: u32) -> Result<(), IdentityError> {
    caller.ensure_active()?;
    match caller.entry.distrust_after {
        Some(after) if after < now => Err(IdentityError::IssuerDistrusted { after }),
        _ => Ok(()),
    }
}

/// Renews a credential to a later end.
pub fn renew(
    ctx: Ctx,
    holder: u32,
    kind: CredentialKind,
    until: Option<u32>,
) -> Result<Response, ContractError> {
    let caller = *ctx.caller.issuer()?;
    let storage = ctx.deps.storage;
    let (mut all, place) = find(storage, caller.issuer, holder, kind)?;
    let credential = all
        .0
        .get_mut(place)
        .ok_or(IdentityError::CredentialNotFound { kind, holder })?;
    auth::ensure(credential.sub == caller.sub)?;
    ensure_trusted(&caller, ctx.now)?;
    if caller.entry.kinds & kind.bit() == 0 {
        return Err(IdentityError::KindNotAccredited { kind }.into());
    }
    if credential.state == CredentialState::Revoked {
        return Err(super::status::wrong_state(credential.state).into());
    }
    holders::relation(storage, holder, caller.issuer)?.allow(caller.sub, holder)?;
    let later = match (credential.period.until, until) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(old), Some(new)) => old < new,
    };
    if !later {
        return Err(IdentityError::NotLater.into());
    }
    let expired = credential.period.has_ended(ctx.now);
    credential.period.until = until;
    credential.issued = ctx.now;
    let issuer = caller.issuer;
    if expired {
        let cold = credentials::cold(storage, issuer, kind, holder)?;
        if let Some(identifier) = cold.and_then(|cold| cold.identifier) {
            let schemes = issuers::details(storage, issuer)?.schemes;
            ensure_scheme(schemes, identifier.scheme)?;
            identifiers::claim(storage, &identifier, holder, Use { issuer, kind }, ctx.now)?;
        }
    }
    credentials::save(storage, holder, kind, &all)?;
    Ok(done(IdentityEvent::CredentialRenewed {
        issuer,
        kind,
        holder,
        until,
    }))
}
