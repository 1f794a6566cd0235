//! A subject's policies and counters.

use crate::error::ContractError;
use crate::state::delegate;
use crate::state::known::Known;
use crate::state::opt_out::{self, Override};
use crate::state::request::Requests;
use crate::state::subject::Subject;
use cosmwasm_std::{Deps, Env};
use health_kit::{address, time};
use health_types::consent::{DefaultPolicy, OptOutOverride, SubjectResponse};
use health_types::Bytes32;

/// The subject.
///
/// # Errors
/// `subject_not_found`.
pub fn subject(deps: Deps, env: &Env, subject: Bytes32) -> Result<SubjectResponse, ContractError> {
    let now = time::now(env)?;
    Ok(match Known::load(deps.storage, &subject)? {
        Known::Living(subject) => SubjectResponse {
            number: subject.number,
            erased: false,
            owner: Some(address::human(deps.api, &subject.owner, "subject")?.into_string()),
            epoch: subject.epoch,
            default_policy: subject.default_policy,
            emergencies_allowed: subject.emergencies_allowed,
            secondary_use_opt_out: subject.secondary_use_opt_out,
            overrides: opt_out::live(deps.storage, subject.number, now)?
                .into_iter()
                .map(override_of)
                .collect(),
            restricted: subject.restricted,
            delegates: delegate::living(deps.storage, &subject, now)?,
            requests: open_requests(deps, &subject, now)?,
        },
        Known::Erased(tombstone) => SubjectResponse {
            number: tombstone.number,
            erased: true,
            owner: None,
            epoch: 0,
            default_policy: DefaultPolicy::Deny,
            emergencies_allowed: false,
            secondary_use_opt_out: false,
            overrides: Vec::new(),
            restricted: false,
            delegates: 0,
            requests: 0,
        },
    })
}

fn override_of(one: Override) -> OptOutOverride {
    OptOutOverride {
        organisation: one.organisation,
        body: one.body,
        reason: one.reason,
        until: one.until,
    }
}

/// Lossless: at most 16 are open.
fn open_requests(deps: Deps, subject: &Subject, now: u32) -> Result<u8, ContractError> {
    let open = Requests::load(deps.storage, subject, now)?.items.len();
    Ok(u8::try_from(open).unwrap_or(u8::MAX))
}
