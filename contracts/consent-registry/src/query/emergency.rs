//! Queries: emergency.

use crate::error::ContractError;
use cosmwasm_std::{Deps, Env, StdError};
use health_types::consent::{EmergenciesResponse, EmergencyResponse};
use health_types::Bytes32;

/// `emergencies`.
pub fn emergencies(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<EmergenciesResponse, ContractError> {
    let _ = (deps, env, subject, start_after, limit);
    Err(StdError::msg("unfinished").into())
}

/// `emergency`.
pub fn emergency(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    actor: u32,
) -> Result<EmergencyResponse, ContractError> {
    let _ = (deps, env, subject, actor);
    Err(StdError::msg("unfinished").into())
}
