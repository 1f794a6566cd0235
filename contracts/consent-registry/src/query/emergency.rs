//! Emergency accesses.

use crate::error::{ConsentError, ContractError};
use crate::state::emergency::{self, Emergency};
use crate::state::known::Known;
use crate::state::subject::Subject;
use cosmwasm_std::{Deps, Env};
use health_kit::{page, time};
use health_types::consent::{EmergenciesResponse, EmergencyResponse};
use health_types::Bytes32;

/// `emergencies`: readable of an erased subject, too, as long as the log is kept.
pub fn emergencies(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<EmergenciesResponse, ContractError> {
    let limit = page::limit(limit)?;
    let now = time::now(env)?;
    let known = Known::load(deps.storage, &subject)?;
    let entries = emergency::page(deps.storage, known.number(), start_after, limit.fetch())?;
    let (entries, next) = limit.page(entries, |(actor, _)| *actor);
    Ok(EmergenciesResponse {
        items: entries
            .into_iter()
            .map(|(actor, entry)| response(known.living(), actor, entry, now))
            .collect(),
        next,
    })
}

/// `emergency`.
pub fn emergency(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    actor: u32,
) -> Result<EmergencyResponse, ContractError> {
    let now = time::now(env)?;
    let known = Known::load(deps.storage, &subject)?;
    let entry = emergency::may_load(deps.storage, known.number(), actor)?
        .ok_or(ConsentError::EmergencyNotFound { actor })?;
    Ok(response(known.living(), actor, entry, now))
}

fn response(
    subject: Option<&Subject>,
    actor: u32,
    entry: Emergency,
    now: u32,
) -> EmergencyResponse {
    EmergencyResponse {
        actor,
        organisation: entry.organisation,
        since: entry.since,
        until: entry.until,
        reason: entry.reason,
        justification: entry.justification,
        refused: entry.refused,
        ended: entry.ended,
        review: entry.review,
        live: subject.is_some_and(|subject| entry.is_live(subject, now)),
    }
}
