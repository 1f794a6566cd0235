//! Admin, pauser and pause, the same in every contract.
//!
//! A contract calls [`init`] at instantiation, [`execute`] for its variant `Admin`, [`query`] for its query of that
//! name, and [`authorise`] for messages of its own that take the admin.

use crate::map::JsonItem;
use crate::pause::{self, PauseStore};
use crate::schedule::{Scheduled, Slot, WIDENING_WAITS};
use crate::text::clip;
use crate::{address, event, prefix, time, KitError};
use cosmwasm_std::{Addr, Api, DepsMut, Env, MessageInfo, Response, Storage};
use health_types::admin::{AdminEvent, AdminMsg, AdminResponse, Nomination};
use serde::{Deserialize, Serialize};

const ADMIN: JsonItem<State> = JsonItem::reserved(prefix::ADMIN, "admin");

/// Who may send an [`AdminMsg`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminRole {
    /// The admin.
    Admin,
    /// Whoever is nominated as the next admin.
    Nominee,
    /// The pauser or the admin.
    Pauser,
    /// Anyone.
    Anyone,
}

#[derive(Serialize, Deserialize)]
struct State {
    admin: Addr,
    pauser: Option<Addr>,
    next_admin: Slot<Addr>,
    next_pauser: Slot<Addr>,
}

impl State {
    fn authorise(&self, role: AdminRole, sender: &Addr) -> Result<(), KitError> {
        let allowed = match role {
            AdminRole::Admin => *sender == self.admin,
            AdminRole::Nominee => self.next_admin.proposed() == Some(sender),
            AdminRole::Pauser => *sender == self.admin || self.pauser.as_ref() == Some(sender),
            AdminRole::Anyone => true,
        };
        allowed.then_some(()).ok_or(KitError::Unauthorized)
    }
}

/// Stores the first admin and, if there is to be one, the first pauser.
///
/// # Errors
/// `invalid_address`; `self_reference` if either is the contract.
pub fn init(
    storage: &mut dyn Storage,
    api: &dyn Api,
    env: &Env,
    admin: &str,
    pauser: Option<&str>,
) -> Result<(), KitError> {
    let state = State {
        admin: account(api, env, admin)?,
        pauser: pauser.map(|pauser| account(api, env, pauser)).transpose()?,
        next_admin: Slot::default(),
        next_pauser: Slot::default(),
    };
    ADMIN.save(storage, &state)
}

/// The role that a message requires.
pub fn required_role(msg: &AdminMsg) -> AdminRole {
    match msg {
        AdminMsg::AcceptAdmin {} => AdminRole::Nominee,
        AdminMsg::ApplyPauser {} => AdminRole::Anyone,
        AdminMsg::Pause {} => AdminRole::Pauser,
        AdminMsg::ProposeAdmin { .. }
        | AdminMsg::CancelAdmin {}
        | AdminMsg::ProposePauser { .. }
        | AdminMsg::CancelPauser {}
        | AdminMsg::RemovePauser {}
        | AdminMsg::Unpause {} => AdminRole::Admin,
    }
}

/// Refuses senders that do not hold the role.
///
/// # Errors
/// `unauthorized`.
pub fn authorise(storage: &dyn Storage, role: AdminRole, sender: &Addr) -> Result<(), KitError> {
    ADMIN.load(storage)?.authorise(role, sender)
}

/// Carries out an [`AdminMsg`], authority included; the contract has refused funds before. `P` is where the
/// contract keeps its pause.
///
/// # Errors
/// As each message says.
pub fn execute<P: PauseStore>(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    msg: AdminMsg,
) -> Result<Response, KitError> {
    let now = time::now(env)?;
    if let AdminMsg::ProposeAdmin { admin: named } | AdminMsg::ProposePauser { pauser: named } =
        &msg
    {
        address::another(deps.api, env, info, named)?;
    }
    let mut state = ADMIN.load(deps.storage)?;
    state.authorise(required_role(&msg), &info.sender)?;
    let event = match msg {
        AdminMsg::Pause {} => return begin_pause::<P>(deps.storage, &info.sender, now),
        AdminMsg::Unpause {} => return lift_pause::<P>(deps.storage, &info.sender, now),
        AdminMsg::ProposeAdmin { admin } => {
            let nominee = Addr::unchecked(&admin);
            // The nominee's acceptance is the second step, so that there is nothing to wait for.
            let lapses_at = state.next_admin.propose(nominee, 0, now)?.lapses_at;
            AdminEvent::AdminProposed { admin, lapses_at }
        }
        AdminMsg::AcceptAdmin {} => {
            state.admin = state.next_admin.apply(now)?;
            AdminEvent::AdminAccepted {
                admin: state.admin.to_string(),
            }
        }
        AdminMsg::CancelAdmin {} => AdminEvent::AdminCancelled {
            admin: state.next_admin.cancel(now)?.into_string(),
        },
        AdminMsg::ProposePauser { pauser } => {
            let future = Addr::unchecked(&pauser);
            if state.pauser.as_ref() == Some(&future) {
                return Err(KitError::Unchanged {
                    address: clip(&pauser),
                });
            }
            let scheduled = state.next_pauser.propose(future, WIDENING_WAITS, now)?;
            AdminEvent::PauserProposed {
                pauser,
                ready_at: scheduled.ready_at,
                lapses_at: scheduled.lapses_at,
            }
        }
        AdminMsg::ApplyPauser {} => {
            let pauser = state.next_pauser.apply(now)?;
            state.pauser = Some(pauser.clone());
            AdminEvent::PauserApplied {
                pauser: pauser.into_string(),
            }
        }
        AdminMsg::CancelPauser {} => AdminEvent::PauserCancelled {
            pauser: state.next_pauser.cancel(now)?.into_string(),
        },
        AdminMsg::RemovePauser {} => {
            let pauser = state.pauser.take().ok_or(KitError::NoPauser)?;
            AdminEvent::PauserRemoved {
                pauser: pauser.into_string(),
            }
        }
    };
    ADMIN.save(deps.storage, &state)?;
    Ok(respond(&event))
}

/// Who administers the contract and whether it is paused.
///
/// # Errors
/// `corrupt_state`; `time_out_of_range`.
pub fn query<P: PauseStore>(storage: &dyn Storage, env: &Env) -> Result<AdminResponse, KitError> {
    let now = time::now(env)?;
    let state = ADMIN.load(storage)?;
    let until = P::paused_until(storage)?;
    Ok(AdminResponse {
        admin: state.admin.into_string(),
        pauser: state.pauser.map(Addr::into_string),
        next_admin: state.next_admin.pending(now).map(nomination),
        next_pauser: state.next_pauser.pending(now).map(nomination),
        paused_until: pause::is_paused(until, now).then_some(until),
        may_pause_from: pause::may_pause_from(until, now)?,
    })
}

fn begin_pause<P: PauseStore>(
    storage: &mut dyn Storage,
    by: &Addr,
    now: u32,
) -> Result<Response, KitError> {
    let until = pause::begin(P::paused_until(storage)?, now)?;
    P::set_paused_until(storage, until)?;
    Ok(respond(&AdminEvent::Paused {
        by: by.to_string(),
        until,
    }))
}

fn lift_pause<P: PauseStore>(
    storage: &mut dyn Storage,
    by: &Addr,
    now: u32,
) -> Result<Response, KitError> {
    let until = pause::lift(P::paused_until(storage)?, now)?;
    P::set_paused_until(storage, until)?;
    let may_pause_from = time::after(until, pause::RESTS)?;
    Ok(respond(&AdminEvent::Unpaused {
        by: by.to_string(),
        may_pause_from,
    }))
}

fn respond(event: &AdminEvent) -> Response {
    Response::new().add_event(event::event(event))
}

fn account(api: &dyn Api, env: &Env, human: &str) -> Result<Addr, KitError> {
    address::outside(api, env, human)?;
    Ok(Addr::unchecked(human))
}

fn nomination(scheduled: &Scheduled<Addr>) -> Nomination {
    Nomination {
        address: scheduled.value.to_string(),
        period: scheduled.period(),
    }
}

#[cfg(test)]
mod tests;
