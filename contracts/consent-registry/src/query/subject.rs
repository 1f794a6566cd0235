//! Queries: subject.

use crate::error::ContractError;
use cosmwasm_std::{Deps, Env, StdError};
use health_types::consent::SubjectResponse;
use health_types::Bytes32;

/// `subject`.
pub fn subject(deps: Deps, env: &Env, subject: Bytes32) -> Result<SubjectResponse, ContractError> {
    let _ = (deps, env, subject);
    Err(StdError::msg("unfinished").into())
}
