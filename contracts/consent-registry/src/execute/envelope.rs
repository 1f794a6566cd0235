//! Messages: envelope.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::consent::{EnvelopeEntry, EnvelopeRef};
use health_types::Bytes32;

/// `put_envelopes`.
pub fn put_envelopes(
    ctx: &mut Ctx,
    subject: Bytes32,
    envelopes: Vec<EnvelopeEntry>,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, envelopes);
    Err(StdError::msg("unfinished").into())
}

/// `prune`.
pub fn prune(
    ctx: &mut Ctx,
    subject: Bytes32,
    envelopes: Vec<EnvelopeRef>,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, envelopes);
    Err(StdError::msg("unfinished").into())
}
