//! Messages: grant.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::consent::NewConsent;
use health_types::Bytes32;

/// `grant`.
pub fn grant(
    ctx: &mut Ctx,
    subject: Bytes32,
    id: u32,
    consent: NewConsent,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, id, consent);
    Err(StdError::msg("unfinished").into())
}

/// `activate`.
pub fn activate(ctx: &mut Ctx, subject: Bytes32, id: u32) -> Result<Response, ContractError> {
    let _ = (ctx, subject, id);
    Err(StdError::msg("unfinished").into())
}

/// `refuse`.
pub fn refuse(ctx: &mut Ctx, subject: Bytes32, id: u32) -> Result<Response, ContractError> {
    let _ = (ctx, subject, id);
    Err(StdError::msg("unfinished").into())
}
