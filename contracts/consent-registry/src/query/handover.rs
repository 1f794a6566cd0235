//! What the owner proposes.

use crate::error::ContractError;
use crate::state::handover;
use crate::state::subject::Subject;
use cosmwasm_std::{Deps, Env};
use health_kit::{address, time};
use health_types::consent::{HandoverResponse, PendingHandoverResponse};
use health_types::Bytes32;

/// `pending_handover`.
pub fn pending_handover(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
) -> Result<PendingHandoverResponse, ContractError> {
    let now = time::now(env)?;
    let subject = Subject::load(deps.storage, &subject)?;
    let handover = match handover::handover(deps.storage, subject.number)? {
        Some(handover) if now < handover.lapses => Some(HandoverResponse {
            new_owner: address::human(deps.api, &handover.owner, "handover")?.into_string(),
            due: handover.due,
            lapses: handover.lapses,
            vetoes: handover.count_vetoes(),
        }),
        _ => None,
    };
    Ok(PendingHandoverResponse { handover })
}
