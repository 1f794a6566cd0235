//! Queries: disclosure.

use crate::error::ContractError;
use cosmwasm_std::{Deps, Env, StdError};
use health_types::consent::{Cursor, DisclosuresResponse};
use health_types::Bytes32;

/// `disclosures`.
pub fn disclosures(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    start_after: Option<Cursor>,
    limit: Option<u32>,
) -> Result<DisclosuresResponse, ContractError> {
    let _ = (deps, env, subject, start_after, limit);
    Err(StdError::msg("unfinished").into())
}
