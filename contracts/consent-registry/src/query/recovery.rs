//! Queries: recovery.

use crate::error::ContractError;
use cosmwasm_std::{Deps, Env, StdError};
use health_types::consent::PendingRecoveryResponse;
use health_types::Bytes32;

/// `pending_recovery`.
pub fn pending_recovery(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
) -> Result<PendingRecoveryResponse, ContractError> {
    let _ = (deps, env, subject);
    Err(StdError::msg("unfinished").into())
}
