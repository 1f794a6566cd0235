//! Queries: delegate.

use crate::error::ContractError;
use cosmwasm_std::{Deps, Env, StdError};
use health_types::consent::{Cursor, DelegatesResponse};
use health_types::Bytes32;

/// `delegates`.
pub fn delegates(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    start_after: Option<Cursor>,
    limit: Option<u32>,
) -> Result<DelegatesResponse, ContractError> {
    let _ = (deps, env, subject, start_after, limit);
    Err(StdError::msg("unfinished").into())
}
