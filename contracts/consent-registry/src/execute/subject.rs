//! Messages: subject.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::consent::{NewConsent, PolicyChange};
use health_types::Bytes32;

/// `register`.
pub fn register(
    ctx: &mut Ctx,
    nonce: Bytes32,
    policies: PolicyChange,
    consents: Option<Vec<NewConsent>>,
) -> Result<Response, ContractError> {
    let _ = (ctx, nonce, policies, consents);
    Err(StdError::msg("unfinished").into())
}

/// `set_policies`.
pub fn set_policies(
    ctx: &mut Ctx,
    subject: Bytes32,
    change: PolicyChange,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, change);
    Err(StdError::msg("unfinished").into())
}

/// `revoke_all`.
pub fn revoke_all(
    ctx: &mut Ctx,
    subject: Bytes32,
    end_delegates: bool,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, end_delegates);
    Err(StdError::msg("unfinished").into())
}
