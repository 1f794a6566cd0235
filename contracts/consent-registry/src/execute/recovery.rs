//! Recovery of a subject whose owner lost its key, or had it stolen.

use crate::authority;
use crate::check;
use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::state::handover;
use crate::state::recovery::{self, Contacts, MAX_CONTACTS};
use crate::state::subject::Subject;
use cosmwasm_std::{CanonicalAddr, Response};
use health_kit::hash::tagged_hash;
use health_kit::schedule::LAPSES_AFTER;
use health_kit::time::after;
use health_kit::{address, KitError};
use health_types::consent::ConsentEvent;
use health_types::Bytes32;

/// The tag of a contact's commitment: SHA-256 over it, chain id, contract, subject, the contact's canonical address and
/// its salt.
pub const CONTACT_TAG: &str = "cw-health/consent/recovery-contact/1";

/// Names the contacts in place of earlier ones. While contacts propose an owner, for 14 days after a veto, and while a
/// handover waits, they stay: whoever holds a stolen key would else dismiss them first.
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
    if let Some(recovery) = recovery::recovery(ctx.storage(), owned.number)? {
        if recovery.leading(ctx.now).is_some() {
            return Err(ConsentError::RecoveryPending.into());
        }
        if let Some(vetoed) = recovery.vetoed_at {
            let until = after(vetoed, LAPSES_AFTER)?;
            if ctx.now < until {
                return Err(ConsentError::RecoveryContested { until }.into());
            }
        }
        recovery::set_recovery(ctx.deps.storage, owned.number, None)?;
    }
    let handover = handover::handover(ctx.storage(), owned.number)?;
    if handover.is_some_and(|handover| ctx.now < handover.lapses) {
        return Err(ConsentError::HandoverPending.into());
    }
    let named = (contacts.count() > 0).then_some(&contacts);
    recovery::set_contacts(ctx.deps.storage, owned.number, named)?;
    Ok(respond(&[ConsentEvent::RecoveryContactsNamed {
        subject: owned.number,
        contacts: contacts.count(),
        threshold,
    }]))
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
    let (owned, contacts, contact) = contact(ctx, &subject, &salt)?;
    if owner == owned.owner {
        return Err(ConsentError::AlreadyOwner.into());
    }
    let mut recovery = recovery::recovery(ctx.storage(), owned.number)?.unwrap_or_default();
    if recovery.has_voted(contact, &owner, ctx.now) {
        return Err(ConsentError::AlreadyAgreed.into());
    }
    recovery.vote(contact, &owner, &contacts, ctx.now)?;
    recovery::set_recovery(ctx.deps.storage, owned.number, Some(&recovery))?;
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
    let recovery = recovery::recovery(ctx.storage(), owned.number)?;
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
    let agreed = recovery::recovery(ctx.storage(), owned.number)?
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

/// The subject, its contacts, and the sender's place among them, if its salt opens one of their commitments.
///
/// # Errors
/// `unauthorized`, also if there is no such subject.
pub fn contact(
    ctx: &Ctx,
    subject: &Bytes32,
    salt: &Bytes32,
) -> Result<(Subject, Contacts, u8), ContractError> {
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
    let contacts =
        recovery::contacts(ctx.storage(), owned.number)?.ok_or(KitError::Unauthorized)?;
    let place = contacts
        .position(&commitment)
        .ok_or(KitError::Unauthorized)?;
    Ok((owned, contacts, place))
}
