//! Queries: handover.

use crate::error::ContractError;
use cosmwasm_std::{Deps, Env, StdError};
use health_types::consent::PendingHandoverResponse;
use health_types::Bytes32;

/// `pending_handover`.
pub fn pending_handover(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
) -> Result<PendingHandoverResponse, ContractError> {
    let _ = (deps, env, subject);
    Err(StdError::msg("unfinished").into())
}
