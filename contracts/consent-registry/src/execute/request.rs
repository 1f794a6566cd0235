//! Asking a subject for access, and its answer.

use crate::authority::{self, Power};
use crate::check;
use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::execute::grant::Draft;
use crate::state::request::{Request, Requests, MAX_CLASSES, MAX_PURPOSES, MAX_REQUESTS};
use crate::state::subject::Subject;
use cosmwasm_std::Response;
use health_kit::time::DAY;
use health_kit::{address, KitError};
use health_types::codes::DataClass;
use health_types::consent::{ConsentEvent, Purpose, RequestAnswer, RequestOutcome};
use health_types::Bytes32;

/// How long a request stays open at most, in seconds.
const MAX_OPEN: u32 = 30 * DAY;

/// Asks.
///
/// # Errors
/// `invalid_count`, `duplicate`, `zero`, `period_over`, `out_of_range`; `unauthorized`; `paused`; `subject_not_found`,
/// `subject_erased`, `request_exists`, `too_many_requests`.
pub fn request_access(
    ctx: &mut Ctx,
    subject: Bytes32,
    purposes: Vec<Purpose>,
    classes: Option<Vec<DataClass>>,
    until: u32,
) -> Result<Response, ContractError> {
    check::count("purposes", purposes.len(), 1, MAX_PURPOSES.into())?;
    check::distinct("purposes", &purposes)?;
    for purpose in &purposes {
        check::purpose("purposes", purpose)?;
    }
    if let Some(classes) = &classes {
        check::count("classes", classes.len(), 1, MAX_CLASSES.into())?;
        check::distinct("classes", classes)?;
    }
    check::ahead("until", until, ctx.now, MAX_OPEN)?;
    authority::requester(ctx)?;
    ctx.not_paused()?;
    let asked = authority::subject(ctx, &subject)?;
    let requester = ctx.sender()?;
    let mut requests = Requests::load(ctx.storage(), &asked, ctx.now)?;
    if requests.has(&requester) {
        return Err(ConsentError::RequestExists.into());
    }
    if requests.items.len() >= usize::from(MAX_REQUESTS) {
        return Err(ConsentError::TooManyRequests.into());
    }
    requests.items.push(Request {
        requester,
        purposes,
        classes: classes.unwrap_or_default(),
        until,
    });
    requests.save(ctx.deps.storage, &asked)?;
    Ok(respond(&[ConsentEvent::AccessRequested {
        subject: asked.number,
        until,
    }]))
}

/// Takes the sender's request back.
///
/// # Errors
/// `unauthorized` if the sender has no open request, or there is no such subject.
pub fn cancel_request(ctx: &mut Ctx, subject: Bytes32) -> Result<Response, ContractError> {
    let asked = Subject::may_load(ctx.storage(), &subject)?.ok_or(KitError::Unauthorized)?;
    let mut requests = Requests::load(ctx.storage(), &asked, ctx.now)?;
    if !requests.take(&ctx.sender()?) {
        return Err(KitError::Unauthorized.into());
    }
    requests.save(ctx.deps.storage, &asked)?;
    Ok(respond(&[ended(&asked, RequestOutcome::Cancelled)]))
}

/// Answers a request; granting it records the consent in the same message.
///
/// # Errors
/// `invalid_address`, and as [`Draft::check`]; `unauthorized`; `paused`; `request_not_found`, and as [`Draft::record`].
pub fn answer_request(
    ctx: &mut Ctx,
    subject: Bytes32,
    requester: String,
    answer: RequestAnswer,
) -> Result<Response, ContractError> {
    let requester = address::canonical(ctx.deps.api, &requester)?;
    let (draft, outcome) = match answer {
        RequestAnswer::Grant { id, consent } => (
            Some(Draft::check(ctx, id, *consent)?),
            RequestOutcome::Granted,
        ),
        RequestAnswer::Refuse {} => (None, RequestOutcome::Refused),
        RequestAnswer::Close {} => (None, RequestOutcome::Closed),
    };
    let (mut asked, acting) = authority::acting(ctx, &subject, Power::Grant)?;
    if draft.as_ref().is_some_and(Draft::stops_in_pause) {
        ctx.not_paused()?;
    }
    let mut requests = Requests::load(ctx.storage(), &asked, ctx.now)?;
    if !requests.take(&requester) {
        return Err(ConsentError::RequestNotFound.into());
    }
    requests.save(ctx.deps.storage, &asked)?;
    let mut events = match draft {
        Some(draft) => draft.store(ctx, &subject, &mut asked, &acting)?,
        None => Vec::new(),
    };
    events.push(ended(&asked, outcome));
    Ok(respond(&events))
}

fn ended(subject: &Subject, outcome: RequestOutcome) -> ConsentEvent {
    ConsentEvent::RequestEnded {
        subject: subject.number,
        outcome,
    }
}
