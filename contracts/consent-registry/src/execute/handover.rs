//! Messages: handover.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::Bytes32;

/// `propose_handover`.
pub fn propose_handover(
    ctx: &mut Ctx,
    subject: Bytes32,
    new_owner: String,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, new_owner);
    Err(StdError::msg("unfinished").into())
}

/// `cancel_handover`.
pub fn cancel_handover(ctx: &mut Ctx, subject: Bytes32) -> Result<Response, ContractError> {
    let _ = (ctx, subject);
    Err(StdError::msg("unfinished").into())
}

/// `veto_handover`.
pub fn veto_handover(
    ctx: &mut Ctx,
    subject: Bytes32,
    salt: Bytes32,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, salt);
    Err(StdError::msg("unfinished").into())
}

/// `execute_handover`.
pub fn execute_handover(ctx: &mut Ctx, subject: Bytes32) -> Result<Response, ContractError> {
    let _ = (ctx, subject);
    Err(StdError::msg("unfinished").into())
}
