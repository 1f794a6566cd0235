//! Queries: config.

use crate::error::ContractError;
use cosmwasm_std::{Deps, Env, StdError};
use health_types::admin::AdminResponse;
use health_types::consent::ConfigResponse;

/// `config`.
pub fn config(deps: Deps, env: &Env) -> Result<ConfigResponse, ContractError> {
    let _ = (deps, env);
    Err(StdError::msg("unfinished").into())
}

/// `admin`.
pub fn admin(deps: Deps, env: &Env) -> Result<AdminResponse, ContractError> {
    let _ = (deps, env);
    Err(StdError::msg("unfinished").into())
}
