//! Queries, by family.

mod affiliation;
mod check;
mod credential;
mod holder;
mod issuer;

use crate::contract::VERSION;
use crate::error::ContractError;
use crate::state::hot::{Counters, Hot};
use cosmwasm_std::{to_json_binary, Binary, Deps, Env};
use health_kit::{admin, time};
use health_types::identity::{ConfigResponse, QueryMsg, CONTRACT_NAME};

/// Answers a query.
pub fn answer(deps: Deps, env: &Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    let now = time::now(env)?;
    let answer = match msg {
        QueryMsg::Check { holder, kind, at } => {
            to_json_binary(&check::check(deps, holder, kind, at.unwrap_or(now))?)
        }
        QueryMsg::CheckBatch { checks } => to_json_binary(&check::batch(deps, &checks, now)?),
        QueryMsg::CheckAffiliation {
            organisation,
            member,
            function,
            at,
        } => to_json_binary(&affiliation::check(
            deps,
            organisation,
            &member,
            function,
            at.unwrap_or(now),
        )?),
        QueryMsg::Credential {
            issuer,
            kind,
            holder,
        } => to_json_binary(&credential::one(deps, issuer, kind, holder, now)?),
        QueryMsg::CredentialsOf {
            holder,
            start_after,
            limit,
        } => to_json_binary(&credential::of_holder(
            deps,
            holder,
            start_after,
            limit,
            now,
        )?),
        QueryMsg::CredentialsBy {
            issuer,
            start_after,
            limit,
        } => to_json_binary(&credential::by_issuer(
            deps,
            issuer,
            start_after,
            limit,
            now,
        )?),
        QueryMsg::MembersOf {
            organisation,
            start_after,
            limit,
        } => to_json_binary(&affiliation::members(
            deps,
            organisation,
            start_after,
            limit,
            now,
        )?),
        QueryMsg::AffiliationsOf { account } => {
            to_json_binary(&affiliation::of_account(deps, &account, now)?)
        }
        QueryMsg::ByIdentifier { identifier } => {
            to_json_binary(&credential::by_identifier(deps, &identifier, now)?)
        }
        QueryMsg::Account { account } => to_json_binary(&holder::account(deps, &account)?),
        QueryMsg::Holder { holder } => to_json_binary(&holder::holder(deps, holder, now)?),
        QueryMsg::Issuers { start_after, limit } => {
            to_json_binary(&issuer::list(deps, start_after, limit)?)
        }
        QueryMsg::Issuer { issuer } => to_json_binary(&issuer::one(deps, issuer)?),
        QueryMsg::SubIssuers { issuer } => to_json_binary(&issuer::sub_issuers(deps, issuer)?),
        QueryMsg::IssuerChanges { start_after, limit } => {
            to_json_binary(&issuer::changes(deps, start_after, limit)?)
        }
        QueryMsg::BarredIssuers {
            holder,
            start_after,
            limit,
        } => to_json_binary(&holder::barred(deps, holder, start_after, limit)?),
        QueryMsg::Profile { holder } => to_json_binary(&holder::profile(deps, env, holder)?),
        QueryMsg::PendingMove { holder } => {
            to_json_binary(&holder::pending_move(deps, holder, now)?)
        }
        QueryMsg::MoveVotes {
            holder,
            start_after,
            limit,
        } => to_json_binary(&holder::votes(deps, holder, start_after, limit)?),
        QueryMsg::Config {} => to_json_binary(&ConfigResponse {
            contract: CONTRACT_NAME.to_string(),
            version: VERSION.to_string(),
            holders: Hot::load(deps.storage)?.holders,
            issuers: Counters::load(deps.storage)?.issuers,
        }),
        QueryMsg::Admin {} => to_json_binary(&admin::query::<Hot>(deps.storage, env)?),
    };
    Ok(answer?)
}
