//! Messages: delegate.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::consent::NewDelegate;
use health_types::Bytes32;

/// `add_delegate`.
pub fn add_delegate(
    ctx: &mut Ctx,
    subject: Bytes32,
    delegate: NewDelegate,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, delegate);
    Err(StdError::msg("unfinished").into())
}

/// `end_delegate`.
pub fn end_delegate(
    ctx: &mut Ctx,
    subject: Bytes32,
    account: String,
    end_grants: bool,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, account, end_grants);
    Err(StdError::msg("unfinished").into())
}
