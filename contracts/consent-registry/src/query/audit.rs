//! Queries: audit.

use crate::error::ContractError;
use cosmwasm_std::{Deps, Env, StdError};
use health_types::consent::AuditRootsResponse;

/// `audit_roots`.
pub fn audit_roots(
    deps: Deps,
    env: &Env,
    custodian: u32,
    day: i32,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<AuditRootsResponse, ContractError> {
    let _ = (deps, env, custodian, day, start_after, limit);
    Err(StdError::msg("unfinished").into())
}
