//! Which keys may be opened.

use crate::error::{ConsentError, ContractError};
use crate::grantee::{self, Grantee};
use crate::state::config::HotConfig;
use crate::state::envelope;
use crate::state::subject::Subject;
use cosmwasm_std::{Deps, Env};
use health_kit::time;
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
    let now = time::now(env)?;
    grantee::check(deps.api, &grantee)?;
    let subject = Subject::load(deps.storage, &subject)?;
    let identity = HotConfig::load(deps.storage)?.identity(deps.api)?;
    let grantee = Grantee::resolve(deps.api, &deps.querier, &identity, &grantee)?;
    for actor in grantee.names() {
        let Some(found) = envelope::may_load(deps.storage, subject.number, record, &actor)? else {
            continue;
        };
        if found.lives(deps.storage, &subject, record, now)? {
            return Ok(EnvelopeResponse {
                consent: found.consent,
                key_version: found.key_version,
                key: found.key,
            });
        }
    }
    Err(ConsentError::EnvelopeNotFound.into())
}
