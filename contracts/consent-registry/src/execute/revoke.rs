//! Messages: revoke.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::Bytes32;

/// `revoke`.
pub fn revoke(ctx: &mut Ctx, subject: Bytes32, id: u32) -> Result<Response, ContractError> {
    let _ = (ctx, subject, id);
    Err(StdError::msg("unfinished").into())
}

/// `mark_entered_in_error`.
pub fn mark_entered_in_error(
    ctx: &mut Ctx,
    subject: Bytes32,
    id: u32,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, id);
    Err(StdError::msg("unfinished").into())
}
