//! Messages: erase.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::Bytes32;

/// `erase`.
pub fn erase(
    ctx: &mut Ctx,
    subject: Bytes32,
    limit: Option<u32>,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, limit);
    Err(StdError::msg("unfinished").into())
}
