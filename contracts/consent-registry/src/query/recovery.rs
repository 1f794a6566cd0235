//! What recovery contacts propose.

use crate::error::ContractError;
use crate::state::recovery;
use crate::state::subject::Subject;
use cosmwasm_std::{Deps, Env};
use health_kit::{address, time};
use health_types::consent::{PendingRecoveryResponse, RecoveryResponse};
use health_types::Bytes32;

/// `pending_recovery`.
pub fn pending_recovery(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
) -> Result<PendingRecoveryResponse, ContractError> {
    let now = time::now(env)?;
    let subject = Subject::load(deps.storage, &subject)?;
    let contacts = recovery::contacts(deps.storage, subject.number, now)?;
    let proposal = recovery::recovery(deps.storage, subject.number, now)?
        .and_then(|recovery| recovery.leading(now));
    let recovery = match (&contacts, proposal) {
        (Some(contacts), Some(proposal)) => Some(RecoveryResponse {
            new_owner: address::human(deps.api, &proposal.owner, "recovery")?.into_string(),
            agreed: proposal.agreed,
            threshold: contacts.present.threshold,
            due: proposal.due,
            lapses: proposal.lapses,
            vetoable: proposal.vetoable,
        }),
        _ => None,
    };
    Ok(PendingRecoveryResponse {
        recovery,
        other_contacts_from: contacts.and_then(|named| named.next.map(|next| next.from)),
    })
}
