//! Queries: envelope.

use crate::error::ContractError;
use cosmwasm_std::{Deps, Env, StdError};
use health_types::consent::{Actor, EnvelopeResponse, RecordRef};
use health_types::Bytes32;

/// `envelope`.
pub fn envelope(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    record: RecordRef,
    grantee: Actor,
) -> Result<EnvelopeResponse, ContractError> {
    let _ = (deps, env, subject, record, grantee);
    Err(StdError::msg("unfinished").into())
}
