//! The accounting of disclosures.

use crate::error::ContractError;
use crate::state::known::Known;
use crate::state::rollup::{self, Line, Recipient, Rollup};
use cosmwasm_std::{Api, Deps, Env};
use health_kit::{address, page};
use health_types::codes::{Code, DataClass, PurposeOfUse};
use health_types::consent::{Actor, Cursor, DisclosureResponse, DisclosuresResponse};
use health_types::Bytes32;

/// `disclosures`: readable of an erased subject, too, as long as the log is kept.
pub fn disclosures(
    deps: Deps,
    _env: &Env,
    subject: Bytes32,
    start_after: Option<Cursor>,
    limit: Option<u32>,
) -> Result<DisclosuresResponse, ContractError> {
    let limit = page::limit(limit)?;
    let after = start_after
        .map(|cursor| Line::from_cursor(&cursor.key))
        .transpose()?;
    let number = Known::load(deps.storage, &subject)?.number();
    let lines = rollup::page(deps.storage, number, after, limit.fetch())?;
    let (lines, next) = limit.page(lines, |(line, _)| line.to_cursor());
    Ok(DisclosuresResponse {
        items: lines
            .into_iter()
            .map(|(line, rollup)| response(deps.api, line, rollup))
            .collect::<Result<_, _>>()?,
        next: next.transpose()?.map(|key| Cursor { key: key.into() }),
    })
}

fn response(
    api: &dyn Api,
    line: Line,
    rollup: Rollup,
) -> Result<DisclosureResponse, ContractError> {
    let recipient = match line.recipient {
        Recipient::Organisation(holder) => Actor::Organisation { holder },
        Recipient::Holder(holder) => Actor::Person { holder },
        Recipient::Account(account) => Actor::Account {
            address: address::human(api, &account, "disclosures")?.into_string(),
        },
    };
    Ok(DisclosureResponse {
        recipient,
        purpose: PurposeOfUse::from_number(line.purpose),
        class: DataClass::from_number(line.class),
        permits: rollup.permits,
        refusals: rollup.refusals,
        by_default: rollup.by_default,
        first: rollup.first,
        last: rollup.last,
        discloser: rollup.discloser,
        consent: rollup.consent,
    })
}
