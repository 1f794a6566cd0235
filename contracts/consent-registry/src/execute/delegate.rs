//! Appointing and ending delegates.

use crate::authority::{self, Acting, Power};
use crate::check;
use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::state::delegate::{self, Delegate, Member, Roster, MAX_DELEGATES, MAX_EXCLUDED};
use crate::state::subject::Subject;
use cosmwasm_std::{CanonicalAddr, Response};
use health_kit::{address, auth, KitError};
use health_types::consent::{ConsentEvent, DelegatePowers, NewDelegate};
use health_types::{Bytes32, Period};

/// Appoints a delegate: of the owner's, whoever it names; of a delegate's, within what it has itself.
///
/// # Errors
/// `invalid_address`, `self_reference`, `no_power`, `invalid_count`, `duplicate`, `zero`, `period_empty`,
/// `period_over`, `time_out_of_range`; `unauthorized`; `paused`; `exceeds_own_powers`, `delegate_exists`, `too_many_delegates`.
pub fn add_delegate(
    ctx: &mut Ctx,
    subject: Bytes32,
    delegate: NewDelegate,
) -> Result<Response, ContractError> {
    let account = address::another(ctx.deps.api, ctx.env, ctx.info, &delegate.account)?;
    let excluded = delegate.excluded_labels.as_deref();
    check_new(&delegate, ctx.now)?;
    let (mut owned, acting) = authority::acting(ctx, &subject, Power::ManageDelegates)?;
    ctx.not_paused()?;
    if account == owned.owner {
        return Err(KitError::SelfReference {
            address: delegate.account,
        }
        .into());
    }
    if let Acting::Delegate(appointer) = &acting {
        ensure_within(&delegate, excluded.unwrap_or_default(), appointer)?;
    }

    let mut roster = Roster::load(ctx.storage(), &owned)?;
    make_room(&mut roster, &account, ctx.now)?;
    let number = owned
        .delegates_given
        .checked_add(1)
        .ok_or(ConsentError::DelegatesExhausted)?;
    owned.delegates_given = number;
    roster.members.push(Member {
        number,
        appointed_by: acting.delegate(),
        until: delegate.period.until,
        account: account.clone(),
    });
    let entry = Delegate {
        number,
        account,
        kind: delegate.kind,
        powers: delegate.powers,
        excluded: delegate.excluded_labels.unwrap_or_default(),
        period: delegate.period,
        evidence: delegate.evidence,
        appointed_by: acting.delegate(),
        ended: false,
        grants_ended: false,
    };
    delegate::save(ctx.deps.storage, owned.number, &entry)?;
    roster.save(ctx.deps.storage, &mut owned)?;
    owned.save(ctx.deps.storage, &subject)?;
    Ok(respond(&[ConsentEvent::DelegateAdded {
        subject: owned.number,
        delegate: number.into(),
    }]))
}

fn check_new(delegate: &NewDelegate, now: u32) -> Result<(), ContractError> {
    if delegate.powers == DelegatePowers::default() {
        return Err(ConsentError::NoPower.into());
    }
    if let Some(excluded) = &delegate.excluded_labels {
        check::count("excluded_labels", excluded.len(), 1, MAX_EXCLUDED.into())?;
        check::distinct("excluded_labels", excluded)?;
    }
    if let Some(evidence) = &delegate.evidence {
        check::hash("evidence", evidence)?;
    }
    check::period(&delegate.period, now)?;
    Ok(check::times(delegate.period)?)
}

/// What a delegate appoints has no power that it lacks, excludes what it excludes, ends no later, and appoints nobody:
/// so chains of appointment end here.
fn ensure_within(
    new: &NewDelegate,
    excluded: &[health_types::codes::Sensitivity],
    own: &Delegate,
) -> Result<(), ContractError> {
    let powers = !new.powers.manage_delegates
        && (!new.powers.grant || own.powers.grant)
        && (!new.powers.revoke || own.powers.revoke);
    let exclusions = own.excluded.iter().all(|label| excluded.contains(label));
    // The appointer acts now, so that its own beginning is past.
    let from_now = |period: Period| Period {
        from: None,
        ..period
    };
    let period = from_now(own.period).covers(&from_now(new.period));
    if powers && exclusions && period {
        return Ok(());
    }
    Err(ConsentError::ExceedsOwnPowers.into())
}

/// Frees the place of the account's earlier appointment, or else, of a full roster, that of one which is over.
fn make_room(roster: &mut Roster, account: &CanonicalAddr, now: u32) -> Result<(), ContractError> {
    match roster.of(account) {
        Some(member) if member.lives(now) => return Err(ConsentError::DelegateExists.into()),
        Some(_) => roster.members.retain(|member| member.account != *account),
        None if roster.members.len() < usize::from(MAX_DELEGATES) => {}
        None => {
            let over = roster.members.iter().position(|member| !member.lives(now));
            roster
                .members
                .remove(over.ok_or(ConsentError::TooManyDelegates)?);
        }
    }
    Ok(())
}

/// Ends a delegate and those that it appointed; if `end_grants`, every permit that they granted, too. One that is over
/// already can still have its grants ended while its place is not taken.
///
/// # Errors
/// `invalid_address`; `unauthorized`; `delegate_not_found`.
pub fn end_delegate(
    ctx: &mut Ctx,
    subject: Bytes32,
    account: String,
    end_grants: bool,
) -> Result<Response, ContractError> {
    let account = address::canonical(ctx.deps.api, &account)?;
    let (mut owned, acting) = authority::anyone_acting(ctx, &subject)?;
    let mut roster = Roster::load(ctx.storage(), &owned)?;
    let member = roster.of(&account).cloned();
    if let Acting::Delegate(sender) = &acting {
        let appointed = member
            .as_ref()
            .is_some_and(|member| member.appointed_by == Some(sender.number));
        let concerned = sender.account == account || appointed;
        // To end what was granted is to revoke it.
        auth::ensure(concerned && (!end_grants || sender.powers.revoke))?;
    }
    let member = member
        .filter(|member| end_grants || member.lives(ctx.now))
        .ok_or(ConsentError::DelegateNotFound)?;

    let mut events = Vec::new();
    let concerned: Vec<u16> = roster
        .members
        .iter()
        .filter(|other| other.number == member.number || other.appointed_by == Some(member.number))
        .filter(|other| end_grants || other.lives(ctx.now))
        .map(|other| other.number)
        .collect();
    for number in concerned {
        events.push(end(ctx, &mut roster, &owned, number, end_grants)?);
    }
    if end_grants {
        events.push(ConsentEvent::KeyRotationDue {
            subject: owned.number,
            consent: None,
        });
    }
    roster.save(ctx.deps.storage, &mut owned)?;
    owned.save(ctx.deps.storage, &subject)?;
    Ok(respond(&events))
}

/// Ends one appointment. Its place stays, as one that is over, while its grants may still be ended.
fn end(
    ctx: &mut Ctx,
    roster: &mut Roster,
    subject: &Subject,
    number: u16,
    end_grants: bool,
) -> Result<ConsentEvent, ContractError> {
    let now = ctx.now;
    let mut entry =
        delegate::load(ctx.storage(), subject.number, number)?.ok_or(delegate::missing())?;
    entry.ended = true;
    entry.grants_ended |= end_grants;
    delegate::save(ctx.deps.storage, subject.number, &entry)?;
    if entry.grants_ended {
        roster.members.retain(|member| member.number != number);
    } else if let Some(member) = roster
        .members
        .iter_mut()
        .find(|member| member.number == number)
    {
        member.until = Some(now);
    }
    Ok(ConsentEvent::DelegateEnded {
        subject: subject.number,
        delegate: number.into(),
        grants_ended: entry.grants_ended,
    })
}
