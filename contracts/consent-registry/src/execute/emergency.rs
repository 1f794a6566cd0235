//! Breaking the glass, and what the subject and reviewers do about it. None of it is ever stopped by a pause.

use crate::authority::{self, Power};
use crate::check;
use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::requester::Asker;
use crate::state::custodian;
use crate::state::emergency::{self, Emergency};
use crate::state::known::Known;
use crate::state::subject::Subject;
use cosmwasm_std::{to_json_binary, Response};
use health_kit::{auth, time, KitError};
use health_types::consent::{BreakGlassData, ConsentEvent, EmergencyReason, ReviewOutcome};
use health_types::identity::CredentialKind;
use health_types::Bytes32;

/// The longest emergency access, in seconds.
const MAX_DURATION: u32 = time::DAY;

/// Breaks the glass. Where the subject forbids it, that is recorded in place of an access, and nothing is opened.
///
/// # Errors
/// `zero`, `out_of_range`; `unauthorized`; `subject_not_found`, `subject_erased`, `emergency_ended`,
/// `reviews_overdue`.
pub fn break_glass(
    ctx: &mut Ctx,
    subject: Bytes32,
    organisation: u32,
    reason: EmergencyReason,
    justification: Bytes32,
    duration: u32,
) -> Result<Response, ContractError> {
    check::holder("organisation", organisation)?;
    check::hash("justification", &justification)?;
    if !(1..=MAX_DURATION).contains(&duration) {
        return Err(ConsentError::OutOfRange {
            field: "duration",
            value: duration,
            min: 1,
            max: MAX_DURATION,
        }
        .into());
    }
    let actor = responder(ctx, organisation)?;
    let subject = match Known::load(ctx.storage(), &subject)? {
        Known::Living(subject) => subject,
        Known::Erased(_) => return Err(ConsentError::SubjectErased.into()),
    };
    let before = emergency::may_load(ctx.storage(), subject.number, actor)?;
    if let Some(from) = before.as_ref().and_then(|one| one.waits_until(ctx.now)) {
        return Err(ConsentError::EmergencyEnded { from }.into());
    }
    if emergency::is_barred(ctx.storage(), actor, ctx.now)? {
        return Err(ConsentError::ReviewsOverdue.into());
    }
    let granted = subject.emergencies_allowed;
    let (until, owed) = if granted {
        let until = time::after(ctx.now, duration)?;
        let (number, storage) = (subject.number, &mut *ctx.deps.storage);
        let owed = emergency::owe_review(storage, number, actor, until, before.as_ref())?;
        (until, owed)
    } else {
        (ctx.now, before.map_or(0, |one| one.owed))
    };
    let entry = Emergency {
        organisation,
        epoch: subject.epoch,
        since: ctx.now,
        until,
        owed,
        reason,
        refused: !granted,
        ended: false,
        review: None,
        justification,
    };
    emergency::save(ctx.deps.storage, subject.number, actor, &entry)?;
    let until = granted.then_some(until);
    let event = ConsentEvent::GlassBroken {
        subject: subject.number,
        actor,
        until,
    };
    let data = to_json_binary(&BreakGlassData { granted, until })?;
    Ok(respond(&[event]).set_data(data))
}

/// Ends an access that lives; its actor waits seven days for another.
///
/// # Errors
/// `zero`; `unauthorized`; `emergency_not_found`, `emergency_not_live`.
pub fn end_emergency(
    ctx: &mut Ctx,
    subject: Bytes32,
    actor: u32,
) -> Result<Response, ContractError> {
    check::holder("actor", actor)?;
    let (subject, _) = authority::acting(ctx, &subject, Power::Revoke)?;
    let mut entry = load(ctx, subject.number, actor)?;
    if !entry.is_live(&subject, ctx.now) {
        return Err(ConsentError::EmergencyNotLive { actor }.into());
    }
    entry.ended = true;
    entry.until = ctx.now;
    emergency::save(ctx.deps.storage, subject.number, actor, &entry)?;
    Ok(respond(&[ConsentEvent::EmergencyEnded {
        subject: subject.number,
        actor,
    }]))
}

/// Judges an access whose review is owed.
///
/// # Errors
/// `zero`; `unauthorized`; `emergency_not_found`, `review_not_owed`.
pub fn review_emergency(
    ctx: &mut Ctx,
    subject: Bytes32,
    actor: u32,
    outcome: ReviewOutcome,
) -> Result<Response, ContractError> {
    check::holder("actor", actor)?;
    let subject = reviewer(ctx, &subject, actor)?;
    let mut entry = load(ctx, subject.number, actor)?;
    if entry.owed == 0 {
        return Err(ConsentError::ReviewNotOwed { actor }.into());
    }
    emergency::settle_review(ctx.deps.storage, subject.number, actor, &mut entry)?;
    entry.review = Some(outcome);
    emergency::save(ctx.deps.storage, subject.number, actor, &entry)?;
    Ok(respond(&[ConsentEvent::EmergencyReviewed {
        subject: subject.number,
        actor,
        outcome,
    }]))
}

fn load(ctx: &Ctx, subject: u32, actor: u32) -> Result<Emergency, ContractError> {
    emergency::may_load(ctx.storage(), subject, actor)?
        .ok_or_else(|| ConsentError::EmergencyNotFound { actor }.into())
}

/// The sender's number, if it may break the glass for the organisation.
fn responder(ctx: &mut Ctx, organisation: u32) -> Result<u32, ContractError> {
    let account = ctx.sender()?;
    let identity = ctx.identity()?;
    let hot = ctx.hot()?.clone();
    let claimed = vec![organisation];
    let mut asker = Asker::new(ctx.deps.querier, identity, hot, ctx.now, account, claimed)?;
    auth::ensure(asker.may_break_glass(organisation)?)?;
    Ok(asker.holder().ok_or(KitError::Unauthorized)?)
}

/// The subject, if the sender may review this actor's access: its owner, a delegate with `revoke`, or a custodian that
/// it accepted; never the actor, whatever else it is.
fn reviewer(ctx: &mut Ctx, pseudonym: &Bytes32, actor: u32) -> Result<Subject, ContractError> {
    let sender = ctx.sender()?;
    let identity = ctx.identity()?;
    let entry = identity.account(&ctx.deps.querier, &sender)?;
    auth::ensure(entry.as_ref().is_none_or(|entry| entry.holder != actor))?;
    match authority::acting(ctx, pseudonym, Power::Revoke) {
        Ok((subject, _)) => return Ok(subject),
        Err(ContractError::Kit(KitError::Unauthorized)) => {}
        Err(other) => return Err(other),
    }
    let holder = entry.ok_or(KitError::Unauthorized)?.holder;
    let subject = Subject::may_load(ctx.storage(), pseudonym)?.ok_or(KitError::Unauthorized)?;
    auth::ensure(custodian::is_accepted(
        ctx.storage(),
        subject.number,
        holder,
    )?)?;
    let needed = ctx.hot()?.requirement(CredentialKind::DataCustodian);
    auth::ensure(identity.meets(&ctx.deps.querier, holder, &needed, ctx.now)?)?;
    Ok(subject)
}
