//! Messages, by family.

pub mod affiliation;
pub mod governance;
pub mod holder;
pub mod issue;
pub mod moves;
pub mod profile;
pub mod status;
pub mod sub_issuer;

use crate::auth::Caller;
use crate::error::{ContractError, IdentityError};
use crate::state::holders;
use crate::state::hot::Hot;
use cosmwasm_std::{DepsMut, Response};
use health_kit::event::event;
use health_kit::{address, KitError};
use health_types::codes::Code;
use health_types::identity::{CredentialKind, IdentifierScheme, IdentityEvent};

/// What a message is carried out with.
pub struct Ctx<'a> {
    /// Storage and codecs.
    pub deps: DepsMut<'a>,
    /// Block time.
    pub now: u32,
    /// The sender, as far as its role was asked for.
    pub caller: Caller,
    /// The hot entry, if the message can be paused.
    pub hot: Option<Hot>,
}

impl Ctx<'_> {
    /// The hot entry.
    fn hot(&self) -> Result<Hot, KitError> {
        self.hot.map_or_else(|| Hot::load(self.deps.storage), Ok)
    }
}

/// The mask of some kinds.
fn kinds_mask(kinds: &[CredentialKind]) -> u64 {
    kinds.iter().fold(0, |mask, kind| mask | kind.bit())
}

/// The kinds of a mask, by number.
pub fn kinds_of(mask: u64) -> Vec<CredentialKind> {
    let all = CredentialKind::ALL.iter().copied();
    all.filter(|kind| mask & kind.bit() != 0).collect()
}

/// Refuses a scheme that is not among the issuer's.
fn ensure_scheme(schemes: u8, scheme: IdentifierScheme) -> Result<(), IdentityError> {
    if schemes & scheme.bit() == 0 {
        return Err(IdentityError::SchemeNotAccredited { scheme });
    }
    Ok(())
}

/// The mask of some schemes.
fn schemes_mask(schemes: &[IdentifierScheme]) -> u8 {
    schemes.iter().fold(0, |mask, scheme| mask | scheme.bit())
}

/// Stores `hot` and tells of the holder that it counted since `before`, if it counted one.
fn registered(
    deps: DepsMut,
    hot: &Hot,
    before: u32,
) -> Result<Option<IdentityEvent>, ContractError> {
    let holder = hot.holders;
    if holder == before {
        return Ok(None);
    }
    hot.save(deps.storage)?;
    let account = holders::account(deps.storage, holder)?.ok_or(KitError::CorruptState {
        entry: "holder",
        at: 0,
    })?;
    let account = address::human(deps.api, &account, "holder")?.into_string();
    Ok(Some(IdentityEvent::HolderRegistered { holder, account }))
}

/// The answer to a message that did one thing.
fn done(fact: IdentityEvent) -> Response {
    Response::new().add_event(event(&fact))
}

/// The answer to a message that did several things.
fn all_done(facts: &[IdentityEvent]) -> Response {
    Response::new().add_events(facts.iter().map(event))
}
