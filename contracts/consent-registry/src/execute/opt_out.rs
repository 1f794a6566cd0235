//! Messages: opt_out.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::consent::OverrideReason;
use health_types::Bytes32;

/// `override_opt_out`.
pub fn override_opt_out(
    ctx: &mut Ctx,
    subject: Bytes32,
    organisation: u32,
    reason: OverrideReason,
    until: u32,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, organisation, reason, until);
    Err(StdError::msg("unfinished").into())
}
