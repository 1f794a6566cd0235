//! Queries: request.

use crate::error::ContractError;
use cosmwasm_std::{Deps, Env, StdError};
use health_types::consent::RequestsResponse;
use health_types::Bytes32;

/// `requests`.
pub fn requests(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
) -> Result<RequestsResponse, ContractError> {
    let _ = (deps, env, subject);
    Err(StdError::msg("unfinished").into())
}
