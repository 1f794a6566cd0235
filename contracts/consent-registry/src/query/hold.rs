//! Queries: hold.

use crate::error::ContractError;
use cosmwasm_std::{Deps, Env, StdError};
use health_types::consent::LegalHoldsResponse;
use health_types::Bytes32;

/// `legal_holds`.
pub fn legal_holds(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<LegalHoldsResponse, ContractError> {
    let _ = (deps, env, subject, start_after, limit);
    Err(StdError::msg("unfinished").into())
}
