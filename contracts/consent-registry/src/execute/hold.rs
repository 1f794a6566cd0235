//! Messages: hold.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::consent::HoldReason;
use health_types::Bytes32;

/// `place_hold`.
pub fn place_hold(
    ctx: &mut Ctx,
    subject: Bytes32,
    reason: HoldReason,
    until: u32,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, reason, until);
    Err(StdError::msg("unfinished").into())
}

/// `lift_hold`.
pub fn lift_hold(ctx: &mut Ctx, subject: Bytes32) -> Result<Response, ContractError> {
    let _ = (ctx, subject);
    Err(StdError::msg("unfinished").into())
}
