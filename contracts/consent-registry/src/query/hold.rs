//! What custodians hold.

use crate::error::ContractError;
use crate::state::hold;
use crate::state::known::Known;
use cosmwasm_std::{Deps, Env};
use health_kit::{page, time};
use health_types::consent::{LegalHoldResponse, LegalHoldsResponse};
use health_types::Bytes32;

/// `legal_holds`; also of an erased subject. A page may be short where holds are over.
pub fn legal_holds(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<LegalHoldsResponse, ContractError> {
    let now = time::now(env)?;
    let limit = page::limit(limit)?;
    let number = Known::load(deps.storage, &subject)?.number();
    let entries = hold::page(deps.storage, number, start_after, limit.fetch())?;
    let (entries, next) = limit.page(entries, |(custodian, _)| *custodian);
    let items = entries
        .into_iter()
        .filter(|(_, hold)| now < hold.until)
        .map(|(custodian, hold)| LegalHoldResponse {
            custodian,
            reason: hold.reason,
            until: hold.until,
        })
        .collect();
    Ok(LegalHoldsResponse { items, next })
}
