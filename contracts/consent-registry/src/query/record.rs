//! What custodians registered.

use crate::error::{ConsentError, ContractError};
use crate::state::record::{self, Record};
use crate::state::subject::Subject;
use cosmwasm_std::{Deps, Env};
use health_kit::page;
use health_types::consent::{RecordRef, RecordResponse, RecordsResponse};
use health_types::Bytes32;

/// `record`.
pub fn record(
    deps: Deps,
    _: &Env,
    subject: Bytes32,
    record: RecordRef,
    version: Option<u32>,
) -> Result<RecordResponse, ContractError> {
    let subject = Subject::load(deps.storage, &subject)?;
    let found = match version {
        Some(version) => record::may_load_version(deps.storage, subject.number, record, version)?,
        None => record::may_load(deps.storage, subject.number, record)?,
    };
    let found = found.ok_or(ConsentError::RecordNotFound { id: record.id })?;
    Ok(response(record, found))
}

/// `records_of`.
pub fn records_of(
    deps: Deps,
    _: &Env,
    subject: Bytes32,
    start_after: Option<RecordRef>,
    limit: Option<u32>,
) -> Result<RecordsResponse, ContractError> {
    let limit = page::limit(limit)?;
    let subject = Subject::load(deps.storage, &subject)?;
    let entries = record::page(deps.storage, subject.number, start_after, limit.fetch())?;
    let (entries, next) = limit.page(entries, |(name, _)| *name);
    let items = entries
        .into_iter()
        .map(|(name, record)| response(name, record))
        .collect();
    Ok(RecordsResponse { items, next })
}

fn response(name: RecordRef, record: Record) -> RecordResponse {
    RecordResponse {
        record: name,
        labels: record.labels(),
        commitment: record.commitment,
        locator: record.locator,
        classes: record.classes,
        author: record.author,
        contexts: record.contexts,
        day: record.day,
        key_version: record.key_version,
        version: record.version,
    }
}
