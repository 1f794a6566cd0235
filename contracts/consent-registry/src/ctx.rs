//! What every message works with.

use crate::error::ContractError;
use crate::state::config::HotConfig;
use cosmwasm_std::{CanonicalAddr, DepsMut, Env, MessageInfo, Response, Storage};
use health_kit::{address, event, pause, time};
use health_types::consent::ConsentEvent;
use health_types::identity::Client;

/// One message on its way.
pub struct Ctx<'a> {
    /// Storage, addresses and other contracts.
    pub deps: DepsMut<'a>,
    /// The block and this contract.
    pub env: &'a Env,
    /// Who sent it.
    pub info: &'a MessageInfo,
    /// Block time in seconds since 1970.
    pub now: u32,
    hot: Option<HotConfig>,
}

impl<'a> Ctx<'a> {
    /// The context of a message; nothing is read yet.
    pub fn new(
        deps: DepsMut<'a>,
        env: &'a Env,
        info: &'a MessageInfo,
    ) -> Result<Self, ContractError> {
        Ok(Ctx {
            now: time::now(env)?,
            deps,
            env,
            info,
            hot: None,
        })
    }

    /// The hot configuration, read once and only by messages that need it: withdrawing must stay cheap.
    pub fn hot(&mut self) -> Result<&HotConfig, ContractError> {
        let hot = match self.hot.take() {
            Some(hot) => hot,
            None => HotConfig::load(self.deps.storage)?,
        };
        Ok(self.hot.insert(hot))
    }

    /// The identity-registry to ask.
    pub fn identity(&mut self) -> Result<Client, ContractError> {
        let api = self.deps.api;
        self.hot()?.identity(api)
    }

    /// Refuses the message while the contract is paused; to be asked after authority.
    pub fn not_paused(&mut self) -> Result<(), ContractError> {
        let now = self.now;
        Ok(pause::ensure_running(self.hot()?.paused_until, now)?)
    }

    /// The sender's canonical address.
    pub fn sender(&self) -> Result<CanonicalAddr, ContractError> {
        Ok(address::given(self.deps.api, &self.info.sender)?)
    }

    /// The storage, to read.
    pub fn storage(&self) -> &dyn Storage {
        self.deps.storage
    }
}

/// The response that tells these events.
pub fn respond(events: &[ConsentEvent]) -> Response {
    Response::new().add_events(events.iter().map(event::event))
}
