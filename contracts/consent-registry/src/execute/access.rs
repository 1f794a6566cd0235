//! Messages: access.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::consent::{AccessAttempt, AccessItem};

/// `record_access`.
pub fn record_access(
    ctx: &mut Ctx,
    attempt: AccessAttempt,
    items: Vec<AccessItem>,
) -> Result<Response, ContractError> {
    let _ = (ctx, attempt, items);
    Err(StdError::msg("unfinished").into())
}
