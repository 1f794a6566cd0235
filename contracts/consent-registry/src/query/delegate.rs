//! Who may act, or might, for a subject.

use crate::error::{ConsentError, ContractError};
use crate::state::delegate::{self, Delegate};
use crate::state::subject::Subject;
use cosmwasm_std::{Deps, Env, HexBinary};
use health_kit::{address, page};
use health_types::consent::{Cursor, DelegateResponse, DelegatesResponse};
use health_types::Bytes32;

/// `delegates`.
pub fn delegates(
    deps: Deps,
    _: &Env,
    subject: Bytes32,
    start_after: Option<Cursor>,
    limit: Option<u32>,
) -> Result<DelegatesResponse, ContractError> {
    let limit = page::limit(limit)?;
    let after = start_after.map(|cursor| number_of(&cursor)).transpose()?;
    let subject = Subject::load(deps.storage, &subject)?;
    let entries = delegate::page(deps.storage, subject.number, after, limit.fetch())?;
    let (entries, next) = limit.page(entries, cursor_after);
    let mut items = Vec::with_capacity(entries.len());
    for entry in entries {
        items.push(response(deps, &subject, entry)?);
    }
    Ok(DelegatesResponse { items, next })
}

fn number_of(cursor: &Cursor) -> Result<u16, ContractError> {
    let number = cursor
        .key
        .as_slice()
        .try_into()
        .map_err(|_| ConsentError::InvalidCursor)?;
    Ok(u16::from_be_bytes(number))
}

fn cursor_after(last: &Delegate) -> Cursor {
    Cursor {
        key: HexBinary::from(last.number.to_be_bytes()),
    }
}

fn response(
    deps: Deps,
    subject: &Subject,
    entry: Delegate,
) -> Result<DelegateResponse, ContractError> {
    let human = |delegate: &Delegate| {
        address::human(deps.api, &delegate.account, "delegate").map(|account| account.into_string())
    };
    let appointed_by = match entry.appointed_by {
        Some(number) => {
            let appointer =
                delegate::load(deps.storage, subject.number, number)?.ok_or(delegate::missing())?;
            Some(human(&appointer)?)
        }
        None => None,
    };
    Ok(DelegateResponse {
        account: human(&entry)?,
        ended: entry.ended || entry.number <= subject.delegates_ended,
        kind: entry.kind,
        powers: entry.powers,
        excluded_labels: entry.excluded,
        period: entry.period,
        evidence: entry.evidence,
        appointed_by,
        grants_ended: entry.grants_ended,
    })
}
