//! Queries: decide.

use crate::error::ContractError;
use cosmwasm_std::{Deps, Env, StdError};
use health_types::consent::{DecisionResponse, ExplainResponse, Question};
use health_types::Bytes32;

/// `decide`.
pub fn decide(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    requester: String,
    organisations: Option<Vec<u32>>,
    question: Question,
) -> Result<DecisionResponse, ContractError> {
    let _ = (deps, env, subject, requester, organisations, question);
    Err(StdError::msg("unfinished").into())
}

/// `decide_batch`.
pub fn decide_batch(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    requester: String,
    organisations: Option<Vec<u32>>,
    questions: Vec<Question>,
) -> Result<Vec<DecisionResponse>, ContractError> {
    let _ = (deps, env, subject, requester, organisations, questions);
    Err(StdError::msg("unfinished").into())
}

/// `explain`.
pub fn explain(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    requester: String,
    organisations: Option<Vec<u32>>,
    question: Question,
) -> Result<ExplainResponse, ContractError> {
    let _ = (deps, env, subject, requester, organisations, question);
    Err(StdError::msg("unfinished").into())
}
