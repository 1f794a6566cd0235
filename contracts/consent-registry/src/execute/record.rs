//! Messages: record.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::consent::NewRecord;
use health_types::Bytes32;

/// `register_records`.
pub fn register_records(
    ctx: &mut Ctx,
    subject: Bytes32,
    records: Vec<NewRecord>,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, records);
    Err(StdError::msg("unfinished").into())
}

/// `update_records`.
pub fn update_records(
    ctx: &mut Ctx,
    subject: Bytes32,
    records: Vec<NewRecord>,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, records);
    Err(StdError::msg("unfinished").into())
}
