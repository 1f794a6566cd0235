//! Messages: audit.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::Bytes32;

/// `anchor_audit_root`.
pub fn anchor_audit_root(
    ctx: &mut Ctx,
    day: i32,
    root: Bytes32,
    count: u32,
) -> Result<Response, ContractError> {
    let _ = (ctx, day, root, count);
    Err(StdError::msg("unfinished").into())
}

/// `declare_part2`.
pub fn declare_part2(ctx: &mut Ctx, part2: bool) -> Result<Response, ContractError> {
    let _ = (ctx, part2);
    Err(StdError::msg("unfinished").into())
}
