//! Suspending, reinstating and revoking credentials.

use super::{done, Ctx};
use crate::error::{ContractError, IdentityError};
use crate::state::credentials;
use cosmwasm_std::{Response, Storage};
use health_kit::auth;
use health_types::codes::Code;
use health_types::identity::raw::{CredentialEntry, Credentials};
use health_types::identity::{Actor, CredentialKind, CredentialState, IdentityEvent, Reason};

/// Suspends a credential. A suspended issuer may do so too.
pub fn suspend(
    ctx: Ctx,
    holder: u32,
    kind: CredentialKind,
    reason: Reason,
) -> Result<Response, ContractError> {
    change(ctx, holder, kind, |credential, actor| {
        // What a sub-issuer suspended, the issuer above may suspend in its place; else it could be forestalled.
        let taken_over = credential.state == CredentialState::Suspended
            && credential.actor == Actor::Issuer
            && actor == Actor::Parent;
        if credential.state != CredentialState::Active && !taken_over {
            return Err(wrong_state(credential.state).into());
        }
        Ok(Outcome {
            state: CredentialState::Suspended,
            reason: Some(reason),
            actor,
        })
    })
}

/// Ends the suspension of a credential.
pub fn reinstate(ctx: Ctx, holder: u32, kind: CredentialKind) -> Result<Response, ContractError> {
    let active = ctx.caller.issuer()?.ensure_active();
    change(ctx, holder, kind, |credential, actor| {
        active?;
        if credential.state != CredentialState::Suspended {
            return Err(wrong_state(credential.state).into());
        }
        auth::ensure(credential.actor != Actor::Parent || actor == Actor::Parent)?;
        Ok(Outcome {
            state: CredentialState::Active,
            reason: None,
            actor,
        })
    })
}

/// Revokes a credential for ever.
pub fn revoke(
    ctx: Ctx,
    holder: u32,
    kind: CredentialKind,
    reason: Reason,
) -> Result<Response, ContractError> {
    let active = ctx.caller.issuer()?.ensure_active();
    change(ctx, holder, kind, |credential, actor| {
        active?;
        if credential.state == CredentialState::Revoked {
            return Err(wrong_state(credential.state).into());
        }
        Ok(Outcome {
            state: CredentialState::Revoked,
            reason: Some(reason),
            actor,
        })
    })
}

/// What a credential becomes, why, and by whom.
struct Outcome {
    state: CredentialState,
    reason: Option<Reason>,
    actor: Actor,
}

/// Changes the state of a credential of the sending issuer; a sub-issuer's own alone.
fn change(
    ctx: Ctx,
    holder: u32,
    kind: CredentialKind,
    decide: impl FnOnce(&CredentialEntry, Actor) -> Result<Outcome, ContractError>,
) -> Result<Response, ContractError> {
    let caller = *ctx.caller.issuer()?;
    let (mut all, place) = find(ctx.deps.storage, caller.issuer, holder, kind)?;
    let credential = all
        .0
        .get_mut(place)
        .ok_or(IdentityError::CredentialNotFound { kind, holder })?;
    auth::ensure(caller.sub == 0 || caller.sub == credential.sub)?;
    let actor = if caller.sub == credential.sub {
        Actor::Issuer
    } else {
        Actor::Parent
    };
    let outcome = decide(credential, actor)?;
    set(credential, &outcome, ctx.now);
    credentials::save(ctx.deps.storage, holder, kind, &all)?;
    Ok(done(IdentityEvent::CredentialChanged {
        issuer: caller.issuer,
        kind,
        holder,
        state: outcome.state,
        reason: outcome.reason,
        actor: outcome.actor,
    }))
}

fn set(credential: &mut CredentialEntry, outcome: &Outcome, now: u32) {
    credential.state = outcome.state;
    credential.reason = outcome.reason;
    credential.actor = outcome.actor;
    credential.changed = now;
}

/// Revokes a credential on behalf of its holder.
pub(super) fn revoke_by_holder(credential: &mut CredentialEntry, reason: Reason, now: u32) {
    let outcome = Outcome {
        state: CredentialState::Revoked,
        reason: Some(reason),
        actor: Actor::Holder,
    };
    set(credential, &outcome, now);
}

/// The credentials of a kind, and the place of an issuer's among them.
pub(super) fn find(
    storage: &dyn Storage,
    issuer: u32,
    holder: u32,
    kind: CredentialKind,
) -> Result<(Credentials, usize), ContractError> {
    let all = credentials::load(storage, holder, kind)?;
    let place = all
        .0
        .iter()
        .position(|one| one.issuer == issuer)
        .ok_or(IdentityError::CredentialNotFound { kind, holder })?;
    Ok((all, place))
}

pub(super) fn wrong_state(state: CredentialState) -> IdentityError {
    IdentityError::WrongState {
        state: state.code(),
    }
}
