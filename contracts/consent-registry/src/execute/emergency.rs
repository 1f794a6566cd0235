//! Messages: emergency.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::consent::{EmergencyReason, ReviewOutcome};
use health_types::Bytes32;

/// `break_glass`.
pub fn break_glass(
    ctx: &mut Ctx,
    subject: Bytes32,
    organisation: u32,
    reason: EmergencyReason,
    justification: Bytes32,
    duration: u32,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, organisation, reason, justification, duration);
    Err(StdError::msg("unfinished").into())
}

/// `end_emergency`.
pub fn end_emergency(
    ctx: &mut Ctx,
    subject: Bytes32,
    actor: u32,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, actor);
    Err(StdError::msg("unfinished").into())
}

/// `review_emergency`.
pub fn review_emergency(
    ctx: &mut Ctx,
    subject: Bytes32,
    actor: u32,
    outcome: ReviewOutcome,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, actor, outcome);
    Err(StdError::msg("unfinished").into())
}
