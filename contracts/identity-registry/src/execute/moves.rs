//! Guardians, and moves of a holder to another account.

use super::{done, Ctx};
use crate::auth::vouching_issuers;
use crate::error::{ContractError, IdentityError};
use crate::state::moves::{self, Guardians, Move, Next, Set, Vote};
use crate::state::{affiliations, holders};
use cosmwasm_std::{CanonicalAddr, Deps, Response, Storage};
use health_kit::schedule::{LAPSES_AFTER, WIDENING_WAITS};
use health_kit::{address, time, KitError};
use health_types::identity::IdentityEvent;

/// Names the sender's guardians.
pub fn name_guardians(
    ctx: Ctx,
    accounts: &[String],
    threshold: u8,
) -> Result<Response, ContractError> {
    let holder = ctx.caller.holder()?;
    let storage = ctx.deps.storage;
    let mut guardians = Guardians::load(storage, holder, ctx.now)?;
    let pending = moves::pending(storage, holder, ctx.now)?;
    let locked = pending
        .map(|pending| pending.lapses_at)
        .max(guardians.disputed_until());
    if let Some(until) = locked {
        return Err(IdentityError::GuardiansLocked { until }.into());
    }
    let set = Set {
        threshold,
        accounts: accounts
            .iter()
            .map(|account| address::canonical(ctx.deps.api, account))
            .collect::<Result<_, _>>()?,
    };
    // Whoever stole the holder's key must not get rid of its guardians before they can act.
    let mut from = ctx.now;
    if guardians.current.accounts.is_empty() {
        guardians.current = set;
        guardians.next = None;
    } else {
        from = time::after(ctx.now, WIDENING_WAITS)?;
        guardians.next = Some(Next { from, set });
    }
    guardians.save(storage, holder)?;
    Ok(done(IdentityEvent::GuardiansNamed {
        holder,
        // Lossless: at most eight.
        guardians: u8::try_from(accounts.len()).unwrap_or(u8::MAX),
        threshold,
        from,
    }))
}

/// Votes for a move, and proposes it if enough agree.
pub fn propose(ctx: Ctx, holder: u32, account: &str) -> Result<Response, ContractError> {
    let account = address::canonical(ctx.deps.api, account)?;
    let mut guardians = Guardians::load(ctx.deps.storage, holder, ctx.now)?;
    ensure_empty(ctx.deps.storage, &guardians.current, &account)?;
    let vote = Vote {
        cast: ctx.now,
        account,
    };
    if ctx.caller.guardian {
        moves::save_guardian_vote(ctx.deps.storage, holder, &ctx.caller.account, &vote)?;
    }
    if let Some(caller) = ctx.caller.may_be_issuer() {
        moves::save_issuer_vote(ctx.deps.storage, holder, caller.issuer, &vote)?;
    }
    let tally = Tally::count(
        ctx.deps.as_ref(),
        holder,
        &guardians,
        &vote.account,
        ctx.now,
    )?;
    let storage = ctx.deps.storage;
    // Whoever stole the holder's key might name others, and put its veto off until they are in force.
    if tally.guardians && guardians.next.take().is_some() {
        guardians.save(storage, holder)?;
    }
    let pending = moves::pending(storage, holder, ctx.now)?;
    let proposed = match pending {
        Some(mut pending) if pending.account == vote.account => {
            pending.by_guardians |= tally.guardians;
            pending.vetoable &= !tally.unvetoable;
            moves::save(storage, holder, &pending)?;
            Some(pending)
        }
        Some(_) => None,
        None if tally.reached() => {
            let new = Move {
                by_guardians: tally.guardians,
                vetoable: !tally.unvetoable,
                lapses_at: time::after(ctx.now, LAPSES_AFTER)?,
                ready_at: None,
                account: vote.account,
            };
            moves::save(storage, holder, &new)?;
            Some(new)
        }
        None => None,
    };
    Ok(done(IdentityEvent::MoveVoted {
        holder,
        proposed: proposed.is_some(),
        vetoable: proposed.map(|proposed| proposed.vetoable),
    }))
}

/// How the votes for an account stand.
struct Tally {
    /// Enough guardians agree.
    guardians: bool,
    /// All guardians agree, after a veto.
    unvetoable: bool,
    /// All issuers with a live credential agree.
    issuers: bool,
}

impl Tally {
    fn reached(&self) -> bool {
        self.guardians || self.issuers
    }

    /// Counts. After a veto only later votes open a proposal, but all guardians' since the first veto make one that
    /// cannot be vetoed: vetoing each time does not start the count anew.
    fn count(
        deps: Deps,
        holder: u32,
        guardians: &Guardians,
        account: &CanonicalAddr,
        now: u32,
    ) -> Result<Self, ContractError> {
        let set = &guardians.current;
        let mut since_last: usize = 0;
        let mut since_first: usize = 0;
        for guardian in &set.accounts {
            let Some(vote) = moves::guardian_vote(deps.storage, holder, guardian)? else {
                continue;
            };
            let counts = |since| usize::from(vote.counts(account, since, now));
            since_last = since_last.saturating_add(counts(guardians.last_veto));
            since_first = since_first.saturating_add(counts(guardians.first_veto));
        }
        let unvetoable = guardians.last_veto != 0
            && !set.accounts.is_empty()
            && since_first == set.accounts.len();
        let enough = !set.accounts.is_empty() && since_last >= usize::from(set.threshold);
        let mut issuers = true;
        let vouching = vouching_issuers(deps, holder, now)?;
        for issuer in &vouching {
            issuers &= moves::issuer_vote(deps.storage, holder, *issuer)?
                .is_some_and(|vote| vote.counts(account, guardians.last_veto, now));
        }
        Ok(Tally {
            guardians: enough || unvetoable,
            unvetoable,
            issuers: issuers && !vouching.is_empty(),
        })
    }
}

/// Accepts a move to the sender.
pub fn accept(ctx: Ctx, holder: u32) -> Result<Response, ContractError> {
    let storage = ctx.deps.storage;
    let mut pending = live(storage, holder, ctx.now)?;
    let guardians = Guardians::load(storage, holder, ctx.now)?;
    ensure_empty(storage, &guardians.current, &pending.account)?;
    if pending.ready_at.is_some() {
        return Err(IdentityError::WrongState { state: "accepted" }.into());
    }
    let ready_at = time::after(ctx.now, WIDENING_WAITS)?;
    pending.ready_at = Some(ready_at);
    moves::save(storage, holder, &pending)?;
    Ok(done(IdentityEvent::MoveAccepted { holder, ready_at }))
}

/// Carries out a move that is due.
pub fn execute(ctx: Ctx, holder: u32) -> Result<Response, ContractError> {
    let pending = live(ctx.deps.storage, holder, ctx.now)?;
    let ready_at = pending.ready_at.ok_or(IdentityError::MoveNotAccepted)?;
    if ctx.now < ready_at {
        return Err(KitError::TooEarly { ready_at }.into());
    }
    if !pending.by_guardians {
        ensure_supported(ctx.deps.as_ref(), holder, &pending.account, ctx.now)?;
    }
    let storage = ctx.deps.storage;
    let mut guardians = Guardians::load(storage, holder, ctx.now)?;
    let new = &pending.account;
    ensure_empty(storage, &guardians.current, new)?;
    let old = holders::account(storage, holder)?.ok_or(IdentityError::MoveNotFound { holder })?;
    let entry = holders::may_load(storage, &old)?.ok_or(KitError::CorruptState {
        entry: "account",
        at: 0,
    })?;
    holders::change_account(storage, &old, new, &entry)?;
    affiliations::change_account(storage, &old, new, &entry)?;
    moves::remove(storage, holder)?;
    // What the old account disputed goes with it; what it scheduled is in force, or was dropped, by now.
    (guardians.first_veto, guardians.last_veto) = (0, 0);
    guardians.save(storage, holder)?;
    Ok(done(IdentityEvent::HolderMoved {
        holder,
        account: address::human(ctx.deps.api, new, "move")?.into_string(),
    }))
}

/// Ends a pending move of the sender.
pub fn veto(ctx: Ctx) -> Result<Response, ContractError> {
    let holder = ctx.caller.holder()?;
    let storage = ctx.deps.storage;
    let pending =
        moves::pending(storage, holder, ctx.now)?.ok_or(IdentityError::MoveNotFound { holder })?;
    if !pending.vetoable {
        return Err(IdentityError::NotVetoable.into());
    }
    moves::remove(storage, holder)?;
    let mut guardians = Guardians::load(storage, holder, ctx.now)?;
    if guardians.first_veto == 0 {
        guardians.first_veto = ctx.now;
    }
    guardians.last_veto = ctx.now;
    guardians.save(storage, holder)?;
    Ok(done(IdentityEvent::MoveVetoed { holder }))
}

/// The pending move of a holder.
fn live(storage: &dyn Storage, holder: u32, now: u32) -> Result<Move, ContractError> {
    let last = moves::may_load(storage, holder)?.ok_or(IdentityError::MoveNotFound { holder })?;
    if last.lapses_at <= now {
        let lapsed_at = last.lapses_at;
        return Err(KitError::ProposalLapsed { lapsed_at }.into());
    }
    Ok(last)
}

/// Refuses a new account that is somebody's already.
fn ensure_empty(
    storage: &dyn Storage,
    guardians: &Set,
    account: &CanonicalAddr,
) -> Result<(), ContractError> {
    // An issuer is a holder, too.
    let in_use =
        guardians.accounts.contains(account) || holders::may_load(storage, account)?.is_some();
    if in_use {
        return Err(IdentityError::AccountInUse.into());
    }
    Ok(())
}

/// Refuses a move of issuers of whom one has since lost its say, if the others do not all agree.
fn ensure_supported(
    deps: Deps,
    holder: u32,
    account: &CanonicalAddr,
    now: u32,
) -> Result<(), ContractError> {
    let vouching = vouching_issuers(deps, holder, now)?;
    let mut agree = !vouching.is_empty();
    for issuer in vouching {
        agree &= moves::issuer_vote(deps.storage, holder, issuer)?
            .is_some_and(|vote| vote.account == *account);
    }
    if !agree {
        return Err(IdentityError::MoveNotSupported.into());
    }
    Ok(())
}
