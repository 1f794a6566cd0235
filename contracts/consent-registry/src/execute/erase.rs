//! Erasing a subject.

use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::state::config::Config;
use crate::state::erasure::Sweep;
use crate::state::known::Known;
use crate::state::rollup::Recipient;
use crate::state::subject::Subject;
use crate::state::tombstone::{self, Tombstone};
use cosmwasm_std::{to_json_binary, Response};
use health_kit::{auth, KitError};
use health_types::consent::{ConsentEvent, EraseData};
use health_types::Bytes32;

/// How many entries one call removes at most.
const MAX_ERASED: u32 = 50;

/// Puts a tombstone in the subject's place, so that nothing decides any more, and removes up to `limit` entries; further
/// calls, by the account that made the first, remove the rest, and the log when it need not be kept any longer.
///
/// # Errors
/// `out_of_range`; `unauthorized`.
pub fn erase(
    ctx: &mut Ctx,
    subject: Bytes32,
    limit: Option<u32>,
) -> Result<Response, ContractError> {
    let limit = limit.unwrap_or(MAX_ERASED);
    if !(1..=MAX_ERASED).contains(&limit) {
        return Err(ConsentError::OutOfRange {
            field: "limit",
            value: limit,
            min: 1,
            max: MAX_ERASED,
        }
        .into());
    }
    let mut tombstone = tombstone_of(ctx, &subject)?;
    let log_over = log_over(ctx, &tombstone)?;
    let own = own_recipients(ctx)?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let sweep = Sweep::run(
        ctx.deps.storage,
        &mut tombstone,
        &own,
        log_over,
        ctx.now,
        limit,
    )?;
    tombstone::save(ctx.deps.storage, &subject, &tombstone)?;
    let data = EraseData {
        removed: sweep.removed,
        done: sweep.done,
    };
    let event = ConsentEvent::SubjectErased {
        subject: tombstone.number,
        removed: sweep.removed,
        done: sweep.done,
    };
    Ok(respond(&[event]).set_data(to_json_binary(&data)?))
}

/// The tombstone, which the first call makes of the subject.
fn tombstone_of(ctx: &mut Ctx, pseudonym: &Bytes32) -> Result<Tombstone, ContractError> {
    let sender = ctx.sender()?;
    match Known::may_load(ctx.storage(), pseudonym)? {
        Some(Known::Erased(tombstone)) => {
            auth::ensure(tombstone.is_of(pseudonym, &sender))?;
            Ok(tombstone)
        }
        Some(Known::Living(subject)) => {
            auth::ensure(subject.owner == sender)?;
            Subject::remove(ctx.deps.storage, pseudonym)?;
            Ok(Tombstone::new(pseudonym, subject.number, &sender, ctx.now))
        }
        None => Err(KitError::Unauthorized.into()),
    }
}

fn log_over(ctx: &Ctx, tombstone: &Tombstone) -> Result<bool, ContractError> {
    let retention = Config::load(ctx.storage())?.log_retention;
    // An end beyond time never comes.
    Ok(tombstone.erased.saturating_add(retention) <= ctx.now)
}

/// As whom the log may name the owner: what it accessed itself was no disclosure (45 CFR 164.528(a)(1)(ii)).
fn own_recipients(ctx: &mut Ctx) -> Result<Vec<Recipient>, ContractError> {
    let sender = ctx.sender()?;
    let entry = ctx.identity()?.account(&ctx.deps.querier, &sender)?;
    let number = entry.map(|entry| Recipient::Holder(entry.holder));
    Ok([Recipient::Account(sender)]
        .into_iter()
        .chain(number)
        .collect())
}
