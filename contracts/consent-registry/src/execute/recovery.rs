//! Recovery of a subject whose owner lost its key, or had it stolen.

use crate::authority;
use crate::check;
use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::state::handover;
use crate::state::recovery::{self, Contacts, Named, MAX_CONTACTS};
use crate::state::subject::Subject;
use cosmwasm_std::{CanonicalAddr, Response};
use health_kit::hash::tagged_hash;
use health_kit::schedule::{LAPSES_AFTER, WIDENING_WAITS};
use health_kit::time::after;
use health_kit::{address, KitError};
use health_types::consent::ConsentEvent;
use health_types::Bytes32;

/// The tag of a contact's commitment: SHA-256 over it, chain id, contract, subject, the contact's canonical address and
/// its salt.
pub const CONTACT_TAG: &str = "cw-health/consent/recovery-contact/1";

/// Names the contacts: the first at once, others in 48 hours, for whoever holds a stolen key would else dismiss them
/// first. While contacts propose an owner, for 14 days after a veto, and while a handover waits, none are named.
///
/// # Errors
/// `invalid_count`, `duplicate`, `zero`, `out_of_range`; `unauthorized`; `recovery_pending`, `recovery_contested`,
/// `handover_pending`.
pub fn name_recovery_contacts(
    ctx: &mut Ctx,
    subject: Bytes32,
    contacts: Vec<Bytes32>,
    threshold: u8,
) -> Result<Response, ContractError> {
    check::hashes("contacts", &contacts, 0, MAX_CONTACTS.into())?;
    let contacts = Contacts {
        from: ctx.now,
        threshold,
        commitments: contacts,
    };
    let least = u8::from(contacts.count() > 0);
    if !(least..=contacts.count()).contains(&threshold) {
        return Err(ConsentError::OutOfRange {
            field: "threshold",
            value: threshold.into(),
            min: least.into(),
            max: contacts.count().into(),
        }
        .into());
    }
    let owned = authority::owner(ctx, &subject)?;
    if let Some(recovery) = recovery::recovery(ctx.storage(), owned.number, ctx.now)? {
        if recovery.leading(ctx.now).is_some() {
            return Err(ConsentError::RecoveryPending.into());
        }
        if let Some(vetoed) = recovery.vetoed_at {
            let until = after(vetoed, LAPSES_AFTER)?;
            if ctx.now < until {
                return Err(ConsentError::RecoveryContested { until }.into());
            }
        }
    }
    let handover = handover::handover(ctx.storage(), owned.number)?;
    if handover.is_some_and(|handover| ctx.now < handover.lapses) {
        return Err(ConsentError::HandoverPending.into());
    }
    let (count, mut from) = (contacts.count(), ctx.now);
    let present = recovery::contacts(ctx.storage(), owned.number, ctx.now)?
        .map(|named| named.present)
        .filter(|present| present.count() > 0);
    let named = match present {
        Some(present) if present.is_as(&contacts) => Named {
            present,
            next: None,
        },
        Some(present) => {
            from = after(ctx.now, WIDENING_WAITS)?;
            let next = Some(Contacts { from, ..contacts });
            Named { present, next }
        }
        None => Named {
            present: contacts,
            next: None,
        },
    };
    recovery::set_contacts(ctx.deps.storage, owned.number, &named)?;
    let event = ConsentEvent::RecoveryContactsNamed {
        subject: owned.number,
        contacts: count,
        threshold,
        from,
    };
    Ok(respond(&[event]))
}

/// Takes a contact's vote for a new owner.
///
/// # Errors
/// `invalid_address`, `self_reference`; `unauthorized`; `already_owner`, `already_agreed`.
pub fn propose_recovery(
    ctx: &mut Ctx,
    subject: Bytes32,
    new_owner: String,
    salt: Bytes32,
) -> Result<Response, ContractError> {
    let owner = address::another(ctx.deps.api, ctx.env, ctx.info, &new_owner)?;
    let (owned, mut named, contact) = contact(ctx, &subject, &salt)?;
    if owner == owned.owner {
        return Err(ConsentError::AlreadyOwner.into());
    }
    let mut recovery =
        recovery::recovery(ctx.storage(), owned.number, ctx.now)?.unwrap_or_default();
    if recovery.has_voted(contact, &owner, ctx.now) {
        return Err(ConsentError::AlreadyAgreed.into());
    }
    recovery.vote(contact, &owner, &named.present, ctx.now)?;
    recovery::set_recovery(ctx.deps.storage, owned.number, Some(&recovery))?;
    // Contacts that agree stay, whomever the owner, or who stole its key, named meanwhile.
    if recovery.agreed(ctx.now).is_some() && named.next.take().is_some() {
        recovery::set_contacts(ctx.deps.storage, owned.number, &named)?;
    }
    Ok(respond(&[ConsentEvent::RecoveryProposed {
        subject: owned.number,
        agreed: recovery.votes_for(&owner, ctx.now),
        due: recovery
            .agreed(ctx.now)
            .filter(|agreed| agreed.owner == owner)
            .map(|agreed| agreed.due),
    }]))
}

/// The owner's veto of all that the contacts propose.
///
/// # Errors
/// `unauthorized`; `nothing_pending`, `not_vetoable`.
pub fn veto_recovery(ctx: &mut Ctx, subject: Bytes32) -> Result<Response, ContractError> {
    let owned = authority::owner(ctx, &subject)?;
    let recovery = recovery::recovery(ctx.storage(), owned.number, ctx.now)?;
    let (mut recovery, proposal) = recovery
        .and_then(|recovery| {
            recovery
                .leading(ctx.now)
                .map(|proposal| (recovery, proposal))
        })
        .ok_or(KitError::NothingPending)?;
    if !proposal.vetoable {
        return Err(ConsentError::NotVetoable.into());
    }
    recovery.veto(ctx.now);
    recovery::set_recovery(ctx.deps.storage, owned.number, Some(&recovery))?;
    Ok(respond(&[ConsentEvent::RecoveryVetoed {
        subject: owned.number,
    }]))
}

/// Makes the owner whom enough contacts agree to.
///
/// # Errors
/// `subject_not_found`, `subject_erased`, `nothing_pending`, `too_early`, `proposal_lapsed`.
pub fn execute_recovery(ctx: &mut Ctx, subject: Bytes32) -> Result<Response, ContractError> {
    let owned = authority::subject(ctx, &subject)?;
    let agreed = recovery::recovery(ctx.storage(), owned.number, ctx.now)?
        .and_then(|recovery| recovery.agreed)
        .ok_or(KitError::NothingPending)?;
    ensure_due(agreed.due, agreed.lapses, ctx.now)?;
    change_owner(ctx, &subject, owned, agreed.owner, true)
}

/// Refuses a proposal outside its time.
pub fn ensure_due(due: u32, lapses: u32, now: u32) -> Result<(), KitError> {
    if now < due {
        return Err(KitError::TooEarly { ready_at: due });
    }
    if now >= lapses {
        return Err(KitError::ProposalLapsed { lapsed_at: lapses });
    }
    Ok(())
}

/// Puts another owner in place. Whatever else was proposed was proposed to the old one, and dies.
pub fn change_owner(
    ctx: &mut Ctx,
    pseudonym: &Bytes32,
    mut subject: Subject,
    owner: CanonicalAddr,
    recovered: bool,
) -> Result<Response, ContractError> {
    recovery::set_recovery(ctx.deps.storage, subject.number, None)?;
    handover::set_handover(ctx.deps.storage, subject.number, None)?;
    subject.owner = owner;
    subject.save(ctx.deps.storage, pseudonym)?;
    Ok(respond(&[ConsentEvent::OwnerChanged {
        subject: subject.number,
        recovered,
    }]))
}

/// The subject, its contacts, and the sender's place among the present ones, if its salt opens one of their commitments.
///
/// # Errors
/// `unauthorized`, also if there is no such subject.
pub fn contact(
    ctx: &Ctx,
    subject: &Bytes32,
    salt: &Bytes32,
) -> Result<(Subject, Named, u8), ContractError> {
    let commitment = tagged_hash(
        CONTACT_TAG,
        &[
            ctx.env.block.chain_id.as_bytes(),
            &address::given(ctx.deps.api, &ctx.env.contract.address)?,
            &subject.0,
            &ctx.sender()?,
            &salt.0,
        ],
    );
    let owned = Subject::may_load(ctx.storage(), subject)?.ok_or(KitError::Unauthorized)?;
    let named =
        recovery::contacts(ctx.storage(), owned.number, ctx.now)?.ok_or(KitError::Unauthorized)?;
    let place = named
        .present
        .position(&commitment)
        .ok_or(KitError::Unauthorized)?;
    Ok((owned, named, place))
}
