//! Governance: issuers and disputed identifiers. What widens is scheduled; what narrows is done at once.

use super::{all_done, done, kinds_mask, registered, schemes_mask, Ctx};
use crate::bounds;
use crate::error::{ContractError, IdentityError};
use crate::state::changes::{self, Change, Scheduled};
use crate::state::hot::Hot;
use crate::state::issuers::{self, IssuerRef};
use crate::state::{credentials, identifiers};
use cosmwasm_std::{Deps, DepsMut, Response, Storage};
use health_kit::schedule::{LAPSES_AFTER, WIDENING_WAITS};
use health_kit::{address, time, KitError};
use health_types::identity::raw::IssuerEntry;
use health_types::identity::{
    Accreditation, CredentialKind, Identifier, IdentifierScheme, IdentityEvent, IssuerChange,
    IssuerState,
};
use health_types::Period;

/// Accredits the first issuers, without waiting.
pub fn accredit_first(
    mut deps: DepsMut,
    first: Vec<Accreditation>,
) -> Result<Response, ContractError> {
    let mut hot = Hot::load(deps.storage)?;
    let mut facts = Vec::with_capacity(first.len());
    for one in first {
        let before = hot.holders;
        let account = address::canonical(deps.api, &one.account)?;
        let (kinds, schemes) = (kinds_mask(&one.kinds), schemes_mask(&one.schemes));
        let issuer = issuers::accredit(deps.storage, &mut hot, account, kinds, schemes)?;
        facts.extend(registered(deps.branch(), &hot, before)?);
        facts.push(changed(deps.as_ref(), issuer, None)?);
    }
    Ok(all_done(&facts))
}

/// Schedules a change.
pub fn propose_change(ctx: Ctx, change: IssuerChange) -> Result<Response, ContractError> {
    let api = ctx.deps.api;
    let (what, issuer, change) = match change {
        IssuerChange::Accredit { accreditation } => (
            "accredit",
            None,
            Change::Accredit {
                account: address::canonical(api, &accreditation.account)?,
                kinds: kinds_mask(&accreditation.kinds),
                schemes: schemes_mask(&accreditation.schemes),
            },
        ),
        IssuerChange::Extend {
            issuer,
            kinds,
            schemes,
        } => (
            "extend",
            Some(issuer),
            Change::Extend {
                issuer,
                kinds: kinds_mask(&kinds),
                schemes: schemes_mask(&schemes),
            },
        ),
        IssuerChange::ReplaceAccount { issuer, account } => (
            "replace_account",
            Some(issuer),
            Change::ReplaceAccount {
                issuer,
                account: address::canonical(api, &account)?,
            },
        ),
        IssuerChange::Trust { issuer } => ("trust", Some(issuer), Change::Trust { issuer }),
        IssuerChange::AppointSubIssuer {
            issuer,
            account,
            kinds,
        } => (
            "appoint_sub_issuer",
            Some(issuer),
            Change::AppointSubIssuer {
                issuer,
                account: address::canonical(api, &account)?,
                kinds: kinds_mask(&kinds),
            },
        ),
    };
    if let Some(issuer) = issuer {
        present(ctx.deps.storage, issuer)?;
    }
    let ready_at = time::after(ctx.now, WIDENING_WAITS)?;
    let lapses_at = time::after(ctx.now, LAPSES_AFTER)?;
    let period = Period {
        from: Some(ready_at),
        until: Some(lapses_at),
    };
    let change = changes::add(ctx.deps.storage, &Scheduled { period, change })?;
    Ok(done(IdentityEvent::IssuerChangeProposed {
        change,
        what,
        issuer,
        ready_at,
        lapses_at,
    }))
}

/// Drops a scheduled change.
pub fn cancel_change(ctx: Ctx, change: u32) -> Result<Response, ContractError> {
    changes::load(ctx.deps.storage, change)?;
    changes::remove(ctx.deps.storage, change)?;
    Ok(done(IdentityEvent::IssuerChangeCancelled { change }))
}

/// Carries out a scheduled change that is due.
pub fn apply_change(ctx: Ctx, id: u32) -> Result<Response, ContractError> {
    let Scheduled { period, change } = changes::load(ctx.deps.storage, id)?;
    if let Some(lapsed_at) = period.until.filter(|until| *until <= ctx.now) {
        return Err(KitError::ProposalLapsed { lapsed_at }.into());
    }
    if let Some(ready_at) = period.from.filter(|from| ctx.now < *from) {
        return Err(KitError::TooEarly { ready_at }.into());
    }
    changes::remove(ctx.deps.storage, id)?;
    let mut hot = ctx.hot()?;
    let holders_before = hot.holders;
    let storage = &mut *ctx.deps.storage;
    let fact = match change {
        Change::Accredit {
            account,
            kinds,
            schemes,
        } => {
            let issuer = issuers::accredit(storage, &mut hot, account, kinds, schemes)?;
            changed(ctx.deps.as_ref(), issuer, Some(id))
        }
        Change::Extend {
            issuer,
            kinds,
            schemes,
        } => {
            let mut entry = present(storage, issuer)?;
            entry.kinds |= kinds;
            issuers::save(storage, issuer, &entry)?;
            let mut details = issuers::details(storage, issuer)?;
            details.schemes |= schemes;
            issuers::save_details(storage, issuer, &details)?;
            changed(ctx.deps.as_ref(), issuer, Some(id))
        }
        Change::ReplaceAccount { issuer, account } => {
            present(storage, issuer)?;
            let mut details = issuers::details(storage, issuer)?;
            issuers::take_account(storage, &mut hot, &account, IssuerRef { issuer, sub: 0 })?;
            issuers::leave_account(storage, &details.account)?;
            details.account = account;
            issuers::save_details(storage, issuer, &details)?;
            changed(ctx.deps.as_ref(), issuer, Some(id))
        }
        Change::Trust { issuer } => {
            let mut entry = present(storage, issuer)?;
            entry.distrust_after = None;
            issuers::save(storage, issuer, &entry)?;
            changed(ctx.deps.as_ref(), issuer, Some(id))
        }
        Change::AppointSubIssuer {
            issuer,
            account,
            kinds,
        } => {
            let entry = present(storage, issuer)?;
            super::sub_issuer::ensure_within(&entry, kinds)?;
            let (sub, entry) = issuers::appoint(storage, &mut hot, issuer, account, kinds)?;
            super::sub_issuer::changed(ctx.deps.api, issuer, sub, &entry, true, Some(id))
        }
    }?;
    let mut facts = Vec::with_capacity(2);
    facts.extend(registered(ctx.deps, &hot, holders_before)?);
    facts.push(fact);
    Ok(all_done(&facts))
}

/// Makes everything fail that an issuer issued.
pub fn suspend(ctx: Ctx, issuer: u32) -> Result<Response, ContractError> {
    set_state(ctx, issuer, IssuerState::Suspended, |state| {
        state == IssuerState::Active
    })
}

/// Ends the suspension of an issuer.
pub fn reinstate(ctx: Ctx, issuer: u32) -> Result<Response, ContractError> {
    set_state(ctx, issuer, IssuerState::Active, |state| {
        state == IssuerState::Suspended
    })
}

/// Suspends an issuer for ever.
pub fn remove(ctx: Ctx, issuer: u32) -> Result<Response, ContractError> {
    set_state(ctx, issuer, IssuerState::Removed, |state| {
        state != IssuerState::Removed
    })
}

fn set_state(
    ctx: Ctx,
    issuer: u32,
    state: IssuerState,
    allowed: impl Fn(IssuerState) -> bool,
) -> Result<Response, ContractError> {
    let mut entry = issuers::load(ctx.deps.storage, issuer)?;
    if !allowed(entry.state) {
        return Err(wrong_state(entry.state).into());
    }
    entry.state = state;
    issuers::save(ctx.deps.storage, issuer, &entry)?;
    Ok(done(changed(ctx.deps.as_ref(), issuer, None)?))
}

/// Takes kinds from an issuer.
pub fn withdraw_kinds(
    ctx: Ctx,
    issuer: u32,
    kinds: &[CredentialKind],
) -> Result<Response, ContractError> {
    let mut entry = present(ctx.deps.storage, issuer)?;
    super::sub_issuer::ensure_within(&entry, kinds_mask(kinds))?;
    entry.kinds &= !kinds_mask(kinds);
    issuers::save(ctx.deps.storage, issuer, &entry)?;
    Ok(done(changed(ctx.deps.as_ref(), issuer, None)?))
}

/// Takes identifier schemes from an issuer.
pub fn withdraw_schemes(
    ctx: Ctx,
    issuer: u32,
    schemes: &[IdentifierScheme],
) -> Result<Response, ContractError> {
    present(ctx.deps.storage, issuer)?;
    let mut details = issuers::details(ctx.deps.storage, issuer)?;
    for scheme in schemes {
        super::ensure_scheme(details.schemes, *scheme)?;
    }
    details.schemes &= !schemes_mask(schemes);
    issuers::save_details(ctx.deps.storage, issuer, &details)?;
    Ok(done(changed(ctx.deps.as_ref(), issuer, None)?))
}

/// Sets the last second up to which an issuer is trusted; it can only be brought forward.
pub fn distrust(ctx: Ctx, issuer: u32, after: u32) -> Result<Response, ContractError> {
    let mut entry = present(ctx.deps.storage, issuer)?;
    if entry.distrust_after.is_some_and(|set| set <= after) {
        return Err(IdentityError::NotNarrower.into());
    }
    entry.distrust_after = Some(after);
    issuers::save(ctx.deps.storage, issuer, &entry)?;
    Ok(done(changed(ctx.deps.as_ref(), issuer, None)?))
}

/// Frees an identifier and takes it from the credentials that carry it.
pub fn release_identifier(ctx: Ctx, identifier: &Identifier) -> Result<Response, ContractError> {
    let storage = ctx.deps.storage;
    let identifier = bounds::canonical(identifier)?;
    let uses =
        identifiers::may_load(storage, &identifier)?.ok_or(IdentityError::IdentifierNotFound)?;
    for one in &uses.credentials {
        let cold = credentials::cold(storage, one.issuer, one.kind, uses.holder)?
            .filter(|cold| cold.identifier.as_ref() == Some(&identifier));
        if let Some(mut cold) = cold {
            cold.identifier = None;
            credentials::save_cold(storage, one.issuer, one.kind, uses.holder, &cold)?;
        }
    }
    identifiers::remove(storage, &identifier)?;
    Ok(done(IdentityEvent::IdentifierReleased {
        scheme: identifier.scheme,
        holder: uses.holder,
    }))
}

/// An issuer that was not removed.
fn present(storage: &dyn Storage, issuer: u32) -> Result<IssuerEntry, ContractError> {
    let entry = issuers::load(storage, issuer)?;
    if entry.state == IssuerState::Removed {
        return Err(wrong_state(entry.state).into());
    }
    Ok(entry)
}

pub(super) fn wrong_state(state: IssuerState) -> IdentityError {
    IdentityError::WrongState {
        state: health_types::codes::Code::code(state),
    }
}

fn changed(deps: Deps, issuer: u32, change: Option<u32>) -> Result<IdentityEvent, ContractError> {
    let entry = issuers::load(deps.storage, issuer)?;
    let details = issuers::details(deps.storage, issuer)?;
    Ok(IdentityEvent::IssuerChanged {
        issuer,
        account: address::human(deps.api, &details.account, "issuer details")?.into_string(),
        state: entry.state,
        kinds: entry.kinds,
        schemes: details.schemes,
        distrust_after: entry.distrust_after,
        change,
    })
}
