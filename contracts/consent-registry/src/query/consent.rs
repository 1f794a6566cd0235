//! Queries: consent.

use crate::error::ContractError;
use cosmwasm_std::{Deps, Env, StdError};
use health_types::consent::{
    Category, ConflictsResponse, ConsentResponse, ConsentsResponse, Provision,
};
use health_types::Bytes32;

/// `consent`.
pub fn consent(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    id: u32,
) -> Result<ConsentResponse, ContractError> {
    let _ = (deps, env, subject, id);
    Err(StdError::msg("unfinished").into())
}

/// `consents_of`.
pub fn consents_of(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<ConsentsResponse, ContractError> {
    let _ = (deps, env, subject, start_after, limit);
    Err(StdError::msg("unfinished").into())
}

/// `conflicts`.
pub fn conflicts(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    category: Category,
    provision: Provision,
) -> Result<ConflictsResponse, ContractError> {
    let _ = (deps, env, subject, category, provision);
    Err(StdError::msg("unfinished").into())
}
