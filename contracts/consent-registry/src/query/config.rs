//! The configuration and who administers it.

use crate::error::ContractError;
use crate::state::config::{Config, HotConfig};
use cosmwasm_std::{Deps, Env};
use health_kit::{admin as administration, time};
use health_types::admin::AdminResponse;
use health_types::consent::{ConfigResponse, PendingRequirement};

/// The configuration.
pub fn config(deps: Deps, env: &Env) -> Result<ConfigResponse, ContractError> {
    let now = time::now(env)?;
    let hot = HotConfig::load(deps.storage)?;
    let config = Config::load(deps.storage)?;
    let pending = config.pending_requirement.pending(now);
    Ok(ConfigResponse {
        identity: hot.identity(deps.api)?.address.into_string(),
        ciphertext_envelopes: config.ciphertext_envelopes,
        log_retention: config.log_retention,
        requirements: hot.requirements().to_vec(),
        pending_requirement: pending.map(|pending| PendingRequirement {
            requirement: pending.value,
            period: pending.period(),
        }),
    })
}

/// Admin, pauser and pause.
pub fn admin(deps: Deps, env: &Env) -> Result<AdminResponse, ContractError> {
    Ok(administration::query::<HotConfig>(deps.storage, env)?)
}
