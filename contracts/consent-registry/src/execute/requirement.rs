//! What credentials need to be relied on: stricter at once, laxer after 48 hours.

use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::state::config::{check_requirement, Config, HotConfig};
use cosmwasm_std::Response;
use health_kit::admin::{self, AdminRole};
use health_kit::schedule::WIDENING_WAITS;
use health_types::consent::{ConsentEvent, KindRequirement, RequirementOutcome};
use health_types::identity::CredentialKind;

/// Sets a requirement: at once if it is nowhere laxer than the present one, else to be applied after 48 hours. A
/// stricter one ends a lowering of the same kind that waits.
///
/// # Errors
/// `out_of_range`; `unauthorized`; `requirement_unchanged`, `proposal_pending`.
pub fn set_requirement(
    ctx: &mut Ctx,
    requirement: KindRequirement,
) -> Result<Response, ContractError> {
    check_requirement(&requirement)?;
    admin::authorise(ctx.storage(), AdminRole::Admin, &ctx.info.sender)?;
    let kind = requirement.kind;
    let mut hot = HotConfig::load(ctx.storage())?;
    let mut config = Config::load(ctx.storage())?;
    let present = hot.requirement(kind);
    if requirement.assurance == present.assurance && requirement.issuers == present.issuers {
        return Err(ConsentError::RequirementUnchanged { kind }.into());
    }
    let laxer = requirement.assurance < present.assurance || requirement.issuers < present.issuers;
    if laxer {
        let slot = &mut config.pending_requirement;
        slot.propose(requirement, WIDENING_WAITS, ctx.now)?;
        config.save(ctx.deps.storage)?;
        return Ok(respond(&[told(kind, RequirementOutcome::Scheduled)]));
    }
    hot.require(requirement);
    hot.save(ctx.deps.storage)?;
    let mut events = vec![told(kind, RequirementOutcome::Set)];
    let pending = config.pending_requirement.pending(ctx.now);
    if pending.is_some_and(|pending| pending.value.kind == kind) {
        config.pending_requirement.cancel(ctx.now)?;
        config.save(ctx.deps.storage)?;
        events.push(told(kind, RequirementOutcome::Cancelled));
    }
    Ok(respond(&events))
}

/// Applies the lowering that is due.
///
/// # Errors
/// `nothing_pending`, `too_early`, `proposal_lapsed`.
pub fn apply_requirement(ctx: &mut Ctx) -> Result<Response, ContractError> {
    let mut config = Config::load(ctx.storage())?;
    let requirement = config.pending_requirement.apply(ctx.now)?;
    let mut hot = HotConfig::load(ctx.storage())?;
    hot.require(requirement);
    hot.save(ctx.deps.storage)?;
    config.save(ctx.deps.storage)?;
    Ok(respond(&[told(requirement.kind, RequirementOutcome::Set)]))
}

/// Ends the lowering that waits.
///
/// # Errors
/// `unauthorized`; `nothing_pending`.
pub fn cancel_requirement(ctx: &mut Ctx) -> Result<Response, ContractError> {
    admin::authorise(ctx.storage(), AdminRole::Admin, &ctx.info.sender)?;
    let mut config = Config::load(ctx.storage())?;
    let requirement = config.pending_requirement.cancel(ctx.now)?;
    config.save(ctx.deps.storage)?;
    Ok(respond(&[told(
        requirement.kind,
        RequirementOutcome::Cancelled,
    )]))
}

fn told(kind: CredentialKind, outcome: RequirementOutcome) -> ConsentEvent {
    ConsentEvent::RequirementChanged {
        kind: kind.number(),
        outcome,
    }
}
