//! Messages: custodian.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::Bytes32;

/// `accept_custodian`.
pub fn accept_custodian(
    ctx: &mut Ctx,
    subject: Bytes32,
    custodian: u32,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, custodian);
    Err(StdError::msg("unfinished").into())
}

/// `drop_custodian`.
pub fn drop_custodian(
    ctx: &mut Ctx,
    subject: Bytes32,
    custodian: u32,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, custodian);
    Err(StdError::msg("unfinished").into())
}
