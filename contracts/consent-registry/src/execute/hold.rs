//! Legal holds: what a custodian keeps from erasure.

use crate::authority;
use crate::check;
use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::state::custodian::is_accepted;
use crate::state::hold::{self, Hold, MAX_HOLD};
use crate::state::known::Known;
use crate::state::record;
use cosmwasm_std::Response;
use health_kit::{auth, KitError};
use health_types::consent::{ConsentEvent, HoldReason};
use health_types::Bytes32;

/// Places or renews the sender's hold: a subject that drops the custodian does not free its records so.
///
/// # Errors
/// `period_over`, `out_of_range`; `unauthorized`; `subject_erased`.
pub fn place_hold(
    ctx: &mut Ctx,
    subject: Bytes32,
    reason: HoldReason,
    until: u32,
) -> Result<Response, ContractError> {
    check::ahead("until", until, ctx.now, MAX_HOLD)?;
    let custodian = authority::custodian(ctx)?;
    let Known::Living(held) = known(ctx, &subject)? else {
        return Err(ConsentError::SubjectErased.into());
    };
    let (storage, number) = (ctx.storage(), held.number);
    auth::ensure(
        is_accepted(storage, number, custodian)? || record::has_any(storage, number, custodian)?,
    )?;
    hold::save(
        ctx.deps.storage,
        held.number,
        custodian,
        &Hold { reason, until },
    )?;
    Ok(respond(&[ConsentEvent::HoldPlaced {
        subject: held.number,
        custodian,
        until,
    }]))
}

/// Lifts the sender's hold, also of a subject that is erased.
///
/// # Errors
/// `unauthorized`; `hold_not_found`.
pub fn lift_hold(ctx: &mut Ctx, subject: Bytes32) -> Result<Response, ContractError> {
    let custodian = authority::custodian(ctx)?;
    let number = known(ctx, &subject)?.number();
    hold::living(ctx.storage(), number, custodian, ctx.now)?.ok_or(ConsentError::HoldNotFound)?;
    hold::remove(ctx.deps.storage, number, custodian)?;
    Ok(respond(&[ConsentEvent::HoldLifted {
        subject: number,
        custodian,
    }]))
}

/// What the pseudonym stands for; that it stands for nothing is `unauthorized`, for nobody accepted the sender there.
fn known(ctx: &Ctx, subject: &Bytes32) -> Result<Known, ContractError> {
    Known::may_load(ctx.storage(), subject)?.ok_or(KitError::Unauthorized.into())
}
