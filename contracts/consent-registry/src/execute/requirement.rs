//! Messages: requirement.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::consent::KindRequirement;

/// `set_requirement`.
pub fn set_requirement(
    ctx: &mut Ctx,
    requirement: KindRequirement,
) -> Result<Response, ContractError> {
    let _ = (ctx, requirement);
    Err(StdError::msg("unfinished").into())
}

/// `apply_requirement`.
pub fn apply_requirement(ctx: &mut Ctx) -> Result<Response, ContractError> {
    let _ = (ctx,);
    Err(StdError::msg("unfinished").into())
}

/// `cancel_requirement`.
pub fn cancel_requirement(ctx: &mut Ctx) -> Result<Response, ContractError> {
    let _ = (ctx,);
    Err(StdError::msg("unfinished").into())
}
