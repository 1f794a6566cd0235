//! Messages: request.

use crate::ctx::Ctx;
use crate::error::ContractError;
use cosmwasm_std::{Response, StdError};
use health_types::codes::DataClass;
use health_types::consent::{Purpose, RequestAnswer};
use health_types::Bytes32;

/// `request_access`.
pub fn request_access(
    ctx: &mut Ctx,
    subject: Bytes32,
    purposes: Vec<Purpose>,
    classes: Option<Vec<DataClass>>,
    until: u32,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, purposes, classes, until);
    Err(StdError::msg("unfinished").into())
}

/// `cancel_request`.
pub fn cancel_request(ctx: &mut Ctx, subject: Bytes32) -> Result<Response, ContractError> {
    let _ = (ctx, subject);
    Err(StdError::msg("unfinished").into())
}

/// `answer_request`.
pub fn answer_request(
    ctx: &mut Ctx,
    subject: Bytes32,
    requester: String,
    answer: RequestAnswer,
) -> Result<Response, ContractError> {
    let _ = (ctx, subject, requester, answer);
    Err(StdError::msg("unfinished").into())
}
