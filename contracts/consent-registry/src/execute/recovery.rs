//! Messages: recovery.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::Bytes32;

/// `name_recovery_contacts`.
pub fn name_recovery_contacts(
    ctx: &mut Ctx,
    subject: Bytes32,
    contacts: Vec<Bytes32>,
    threshold: u8,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, contacts, threshold);
    Err(StdError::msg("unfinished").into())
}

/// `propose_recovery`.
pub fn propose_recovery(
    ctx: &mut Ctx,
    subject: Bytes32,
    new_owner: String,
    salt: Bytes32,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, new_owner, salt);
    Err(StdError::msg("unfinished").into())
}

/// `veto_recovery`.
pub fn veto_recovery(ctx: &mut Ctx, subject: Bytes32) -> Result<Response, ContractError> {
    let _ = (ctx, subject);
    Err(StdError::msg("unfinished").into())
}

/// `execute_recovery`.
pub fn execute_recovery(ctx: &mut Ctx, subject: Bytes32) -> Result<Response, ContractError> {
    let _ = (ctx, subject);
    Err(StdError::msg("unfinished").into())
}
