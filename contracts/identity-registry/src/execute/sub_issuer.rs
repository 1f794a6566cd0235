//! Sub-issuers: appointed, suspended, reinstated and removed by the issuer above them or by governance.

use super::governance::wrong_state;
use super::{all_done, done, kinds_mask, kinds_of, registered, Ctx};
use crate::error::{ContractError, IdentityError};
use crate::state::issuers::{self, SubIssuer};
use cosmwasm_std::{Api, Response};
use health_kit::{address, auth};
use health_types::identity::raw::IssuerEntry;
use health_types::identity::{CredentialKind, IdentityEvent, IssuerState};

/// Appoints a sub-issuer of the sender.
pub fn appoint(
    mut ctx: Ctx,
    account: &str,
    kinds: &[CredentialKind],
) -> Result<Response, ContractError> {
    let caller = *ctx.caller.issuer()?;
    caller.ensure_active()?;
    let kinds = kinds_mask(kinds);
    ensure_within(&caller.entry, kinds)?;
    let account = address::canonical(ctx.deps.api, account)?;
    let mut hot = ctx.hot()?;
    let holders_before = hot.holders;
    let (sub, entry) = issuers::appoint(ctx.deps.storage, &mut hot, caller.issuer, account, kinds)?;
    let mut facts = Vec::with_capacity(2);
    facts.extend(registered(ctx.deps.branch(), &hot, holders_before)?);
    facts.push(changed(
        ctx.deps.api,
        caller.issuer,
        sub,
        &entry,
        false,
        None,
    )?);
    Ok(all_done(&facts))
}

/// Makes everything fail that a sub-issuer issued.
pub fn suspend(ctx: Ctx, issuer: u32, sub: u8) -> Result<Response, ContractError> {
    let entry = issuers::sub_issuer(ctx.deps.storage, issuer, sub)?;
    // What the issuer above suspended, governance may suspend in its place; else that issuer could forestall it.
    let taken_over =
        entry.state == IssuerState::Suspended && !entry.by_governance && by_governance(&ctx);
    if entry.state != IssuerState::Active && !taken_over {
        return Err(wrong_state(entry.state).into());
    }
    set_state(ctx, issuer, sub, entry, IssuerState::Suspended)
}

/// Ends the suspension of a sub-issuer.
pub fn reinstate(ctx: Ctx, issuer: u32, sub: u8) -> Result<Response, ContractError> {
    ensure_active(&ctx)?;
    let entry = issuers::sub_issuer(ctx.deps.storage, issuer, sub)?;
    if entry.state != IssuerState::Suspended {
        return Err(wrong_state(entry.state).into());
    }
    auth::ensure(by_governance(&ctx) || !entry.by_governance)?;
    set_state(ctx, issuer, sub, entry, IssuerState::Active)
}

/// Suspends a sub-issuer for ever.
pub fn remove(ctx: Ctx, issuer: u32, sub: u8) -> Result<Response, ContractError> {
    ensure_active(&ctx)?;
    let entry = issuers::sub_issuer(ctx.deps.storage, issuer, sub)?;
    if entry.state == IssuerState::Removed {
        return Err(wrong_state(entry.state).into());
    }
    set_state(ctx, issuer, sub, entry, IssuerState::Removed)
}

/// Whether governance sent the message: the issuer above is recognised first.
fn by_governance(ctx: &Ctx) -> bool {
    ctx.caller.may_be_issuer().is_none()
}

fn ensure_active(ctx: &Ctx) -> Result<(), IdentityError> {
    ctx.caller
        .may_be_issuer()
        .map_or(Ok(()), |caller| caller.ensure_active())
}

fn set_state(
    ctx: Ctx,
    issuer: u32,
    sub: u8,
    entry: SubIssuer,
    state: IssuerState,
) -> Result<Response, ContractError> {
    let by_governance = by_governance(&ctx);
    let entry = issuers::set_sub_state(
        ctx.deps.storage,
        issuer,
        sub,
        entry,
        state,
        by_governance && state != IssuerState::Active,
    )?;
    let fact = changed(ctx.deps.api, issuer, sub, &entry, by_governance, None)?;
    Ok(done(fact))
}

/// Refuses kinds that the issuer is not accredited for.
pub(super) fn ensure_within(entry: &IssuerEntry, kinds: u64) -> Result<(), IdentityError> {
    match kinds_of(kinds & !entry.kinds).first() {
        Some(kind) => Err(IdentityError::KindNotAccredited { kind: *kind }),
        None => Ok(()),
    }
}

pub(super) fn changed(
    api: &dyn Api,
    issuer: u32,
    sub: u8,
    entry: &SubIssuer,
    by_governance: bool,
    change: Option<u32>,
) -> Result<IdentityEvent, ContractError> {
    Ok(IdentityEvent::SubIssuerChanged {
        issuer,
        sub,
        account: address::human(api, &entry.account, "sub-issuer")?.into_string(),
        state: entry.state,
        kinds: entry.kinds,
        by_governance,
        change,
    })
}
