//! Queries: record.

use crate::error::ContractError;
use cosmwasm_std::{Deps, Env, StdError};
use health_types::consent::{RecordRef, RecordResponse, RecordsResponse};
use health_types::Bytes32;

/// `record`.
pub fn record(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    record: RecordRef,
) -> Result<RecordResponse, ContractError> {
    let _ = (deps, env, subject, record);
    Err(StdError::msg("unfinished").into())
}

/// `records_of`.
pub fn records_of(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    start_after: Option<RecordRef>,
    limit: Option<u32>,
) -> Result<RecordsResponse, ContractError> {
    let _ = (deps, env, subject, start_after, limit);
    Err(StdError::msg("unfinished").into())
}
