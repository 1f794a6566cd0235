//! What holders do with credentials of theirs.

use super::status::{find, revoke_by_holder, wrong_state};
use super::{done, Ctx};
use crate::error::{ContractError, IdentityError};
use crate::state::holders::{self, Relation};
use crate::state::{credentials, issuers};
use cosmwasm_std::Response;
use health_types::identity::{Actor, CredentialKind, CredentialState, IdentityEvent, Reason};

/// Gives a credential up for ever.
pub fn renounce(ctx: Ctx, kind: CredentialKind, issuer: u32) -> Result<Response, ContractError> {
    let holder = ctx.caller.holder()?;
    let (mut all, place) = find(ctx.deps.storage, issuer, holder, kind)?;
    let credential = all
        .0
        .get_mut(place)
        .ok_or(IdentityError::CredentialNotFound { kind, holder })?;
    if credential.state == CredentialState::Revoked {
        return Err(wrong_state(credential.state).into());
    }
    revoke_by_holder(credential, Reason::Renounced, ctx.now);
    credentials::save(ctx.deps.storage, holder, kind, &all)?;
    Ok(done(IdentityEvent::CredentialChanged {
        issuer,
        kind,
        holder,
        state: CredentialState::Revoked,
        reason: Some(Reason::Renounced),
        actor: Actor::Holder,
    }))
}

/// Bars an issuer.
pub fn bar(ctx: Ctx, issuer: u32) -> Result<Response, ContractError> {
    let holder = ctx.caller.holder()?;
    issuers::load(ctx.deps.storage, issuer)?;
    let relation = holders::relation(ctx.deps.storage, holder, issuer)?;
    if relation.barred {
        return Err(IdentityError::AlreadyBarred { issuer }.into());
    }
    set_barred(ctx, holder, issuer, relation, true)
}

/// Lets a barred issuer issue again.
pub fn unbar(ctx: Ctx, issuer: u32) -> Result<Response, ContractError> {
    let holder = ctx.caller.holder()?;
    let relation = holders::relation(ctx.deps.storage, holder, issuer)?;
    if !relation.barred {
        return Err(IdentityError::NotBarred { issuer }.into());
    }
    set_barred(ctx, holder, issuer, relation, false)
}

fn set_barred(
    ctx: Ctx,
    holder: u32,
    issuer: u32,
    relation: Relation,
    barred: bool,
) -> Result<Response, ContractError> {
    let relation = Relation { barred, ..relation };
    holders::set_relation(ctx.deps.storage, holder, issuer, relation)?;
    Ok(done(IdentityEvent::IssuerBarred {
        holder,
        issuer,
        barred,
    }))
}
