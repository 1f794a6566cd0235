//! Handing a subject over to another account.

use crate::authority;
use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::execute::recovery::{change_owner, contact, ensure_due};
use crate::state::handover::{self, Handover};
use crate::state::recovery;
use cosmwasm_std::Response;
use health_kit::schedule::{LAPSES_AFTER, WIDENING_WAITS};
use health_kit::time::after;
use health_kit::{address, KitError};
use health_types::consent::ConsentEvent;
use health_types::Bytes32;

/// Proposes a new owner.
///
/// # Errors
/// `invalid_address`, `self_reference`; `unauthorized`; `proposal_pending`, `recovery_pending`.
pub fn propose_handover(
    ctx: &mut Ctx,
    subject: Bytes32,
    new_owner: String,
) -> Result<Response, ContractError> {
    let owner = address::another(ctx.deps.api, ctx.env, ctx.info, &new_owner)?;
    let owned = authority::owner(ctx, &subject)?;
    if let Some(pending) = pending(ctx, owned.number)? {
        return Err(KitError::ProposalPending {
            lapses_at: pending.lapses,
        }
        .into());
    }
    ensure_not_recovering(ctx, owned.number)?;
    // The contacts of now are to be able to veto it to its end.
    let named = recovery::contacts(ctx.storage(), owned.number, ctx.now)?;
    if let Some(next) = named.and_then(|named| named.next) {
        return Err(KitError::ProposalPending {
            lapses_at: next.from,
        }
        .into());
    }
    let handover = Handover {
        owner,
        due: after(ctx.now, WIDENING_WAITS)?,
        lapses: after(ctx.now, LAPSES_AFTER)?,
        vetoes: Vec::new(),
    };
    handover::set_handover(ctx.deps.storage, owned.number, Some(&handover))?;
    Ok(respond(&[ConsentEvent::HandoverProposed {
        subject: owned.number,
        due: handover.due,
    }]))
}

/// Takes the proposal back.
///
/// # Errors
/// `unauthorized`; `nothing_pending`.
pub fn cancel_handover(ctx: &mut Ctx, subject: Bytes32) -> Result<Response, ContractError> {
    let owned = authority::owner(ctx, &subject)?;
    pending(ctx, owned.number)?.ok_or(KitError::NothingPending)?;
    handover::set_handover(ctx.deps.storage, owned.number, None)?;
    Ok(respond(&[ConsentEvent::HandoverEnded {
        subject: owned.number,
        vetoed: false,
    }]))
}

/// Takes a contact's veto; as many as recover a subject end the handover.
///
/// # Errors
/// `unauthorized`; `nothing_pending`, `already_agreed`.
pub fn veto_handover(
    ctx: &mut Ctx,
    subject: Bytes32,
    salt: Bytes32,
) -> Result<Response, ContractError> {
    let (owned, named, contact) = contact(ctx, &subject, &salt)?;
    let mut handover = pending(ctx, owned.number)?.ok_or(KitError::NothingPending)?;
    if handover.vetoes.contains(&contact) {
        return Err(ConsentError::AlreadyAgreed.into());
    }
    handover.vetoes.push(contact);
    if handover.vetoes.len() >= usize::from(named.present.threshold) {
        handover::set_handover(ctx.deps.storage, owned.number, None)?;
        return Ok(respond(&[ConsentEvent::HandoverEnded {
            subject: owned.number,
            vetoed: true,
        }]));
    }
    handover::set_handover(ctx.deps.storage, owned.number, Some(&handover))?;
    Ok(respond(&[ConsentEvent::HandoverVetoed {
        subject: owned.number,
        vetoes: handover.count_vetoes(),
    }]))
}

/// Makes the proposed owner.
///
/// # Errors
/// `subject_not_found`, `subject_erased`, `nothing_pending`, `too_early`, `proposal_lapsed`, `recovery_pending`.
pub fn execute_handover(ctx: &mut Ctx, subject: Bytes32) -> Result<Response, ContractError> {
    let owned = authority::subject(ctx, &subject)?;
    let handover =
        handover::handover(ctx.storage(), owned.number)?.ok_or(KitError::NothingPending)?;
    ensure_due(handover.due, handover.lapses, ctx.now)?;
    ensure_not_recovering(ctx, owned.number)?;
    change_owner(ctx, &subject, owned, handover.owner, false)
}

fn pending(ctx: &Ctx, subject: u32) -> Result<Option<Handover>, ContractError> {
    let handover = handover::handover(ctx.storage(), subject)?;
    Ok(handover.filter(|handover| ctx.now < handover.lapses))
}

/// Once enough contacts agree on a new owner, whoever holds the old one's key must not hand the subject over to a
/// fresh key. A lone contact cannot block a handover so.
fn ensure_not_recovering(ctx: &Ctx, subject: u32) -> Result<(), ContractError> {
    let recovery = recovery::recovery(ctx.storage(), subject, ctx.now)?;
    if recovery.is_some_and(|recovery| recovery.agreed(ctx.now).is_some()) {
        return Err(ConsentError::RecoveryPending.into());
    }
    Ok(())
}
