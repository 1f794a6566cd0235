//! The entry points.

use crate::auth::{authorise, required_role, stopped_by_pause};
use crate::bounds::{self, Bounds};
use crate::error::ContractError;
use crate::execute::{
    affiliation, governance, holder, issue, moves, profile, status, sub_issuer, Ctx,
};
use crate::query;
use crate::state::hot::{Counters, Hot};
#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{Binary, Deps, DepsMut, Env, MessageInfo, Response};
use health_kit::migrate::{self, Migration};
use health_kit::{address, admin, funds, pause, time};
use health_types::identity::{ExecuteMsg, InstantiateMsg, MigrateMsg, QueryMsg, MAX_FIRST_ISSUERS};

/// What follows `cw-health:` in the cw2 name.
const CONTRACT: &str = "identity-registry";
/// The version of the code.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Sets the registry up and accredits the first issuers.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    funds::nonpayable(&info)?;
    bounds::count("issuers", msg.issuers.len(), 0, MAX_FIRST_ISSUERS)?;
    for issuer in &msg.issuers {
        bounds::check_accreditation(issuer)?;
        address::outside(deps.api, &env, &issuer.account)?;
    }
    migrate::init(deps.storage, CONTRACT, VERSION)?;
    admin::init(
        deps.storage,
        deps.api,
        &env,
        &msg.admin,
        msg.pauser.as_deref(),
    )?;
    Hot::default().save(deps.storage)?;
    Counters::default().save(deps.storage)?;
    governance::accredit_first(deps, msg.issuers)
}

/// Carries out a message.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: ExecuteMsg,
) -> Result<Response, ContractError> {
    funds::nonpayable(&info)?;
    let now = time::now(&env)?;
    let bounds = Bounds {
        api: deps.api,
        env: &env,
        info: &info,
        now,
    };
    bounds.check(&msg)?;
    let caller = authorise(deps.as_ref(), &info, required_role(&msg), now)?;
    let mut hot = None;
    if stopped_by_pause(&msg) {
        let loaded = Hot::load(deps.storage)?;
        pause::ensure_running(loaded.paused_until, now)?;
        hot = Some(loaded);
    }
    let ctx = Ctx {
        deps,
        now,
        caller,
        hot,
    };
    match msg {
        ExecuteMsg::ProposeIssuerChange { change } => governance::propose_change(ctx, change),
        ExecuteMsg::ApplyIssuerChange { change } => governance::apply_change(ctx, change),
        ExecuteMsg::CancelIssuerChange { change } => governance::cancel_change(ctx, change),
        ExecuteMsg::SuspendIssuer { issuer } => governance::suspend(ctx, issuer),
        ExecuteMsg::ReinstateIssuer { issuer } => governance::reinstate(ctx, issuer),
        ExecuteMsg::RemoveIssuer { issuer } => governance::remove(ctx, issuer),
        ExecuteMsg::WithdrawKinds { issuer, kinds } => {
            governance::withdraw_kinds(ctx, issuer, &kinds)
        }
        ExecuteMsg::WithdrawSchemes { issuer, schemes } => {
            governance::withdraw_schemes(ctx, issuer, &schemes)
        }
        ExecuteMsg::DistrustIssuer { issuer, after } => governance::distrust(ctx, issuer, after),
        ExecuteMsg::ReleaseIdentifier { identifier } => {
            governance::release_identifier(ctx, &identifier)
        }
        ExecuteMsg::AppointSubIssuer { account, kinds } => {
            sub_issuer::appoint(ctx, &account, &kinds)
        }
        ExecuteMsg::SuspendSubIssuer { issuer, sub } => sub_issuer::suspend(ctx, issuer, sub),
        ExecuteMsg::ReinstateSubIssuer { issuer, sub } => sub_issuer::reinstate(ctx, issuer, sub),
        ExecuteMsg::RemoveSubIssuer { issuer, sub } => sub_issuer::remove(ctx, issuer, sub),
        ExecuteMsg::Issue { credentials } => issue::issue(ctx, credentials),
        ExecuteMsg::Renew {
            holder,
            kind,
            until,
        } => issue::renew(ctx, holder, kind, until),
        ExecuteMsg::Suspend {
            holder,
            kind,
            reason,
        } => status::suspend(ctx, holder, kind, reason),
        ExecuteMsg::Reinstate { holder, kind } => status::reinstate(ctx, holder, kind),
        ExecuteMsg::Revoke {
            holder,
            kind,
            reason,
        } => status::revoke(ctx, holder, kind, reason),
        ExecuteMsg::Renounce { kind, issuer } => holder::renounce(ctx, kind, issuer),
        ExecuteMsg::BarIssuer { issuer } => holder::bar(ctx, issuer),
        ExecuteMsg::UnbarIssuer { issuer } => holder::unbar(ctx, issuer),
        ExecuteMsg::UpdateProfile { kind, profile } => profile::update(ctx, kind, profile),
        ExecuteMsg::RotateKey {
            key,
            old_signature,
            new_signature,
        } => profile::rotate_key(ctx, &env, key, &old_signature, &new_signature),
        ExecuteMsg::DeactivateDevice {} => profile::deactivate(ctx),
        ExecuteMsg::ProposeAffiliations { affiliations } => {
            affiliation::propose(ctx, &affiliations)
        }
        ExecuteMsg::EndAffiliations { affiliations } => affiliation::end(ctx, &affiliations),
        ExecuteMsg::AcceptAffiliation { organisation, kind } => {
            affiliation::accept(ctx, organisation, kind)
        }
        ExecuteMsg::LeaveAffiliation { organisation, kind } => {
            affiliation::leave(ctx, &info, organisation, kind)
        }
        ExecuteMsg::NameGuardians {
            guardians,
            threshold,
        } => moves::name_guardians(ctx, &guardians, threshold),
        ExecuteMsg::ProposeMove { holder, account } => moves::propose(ctx, holder, &account),
        ExecuteMsg::AcceptMove { holder } => moves::accept(ctx, holder),
        ExecuteMsg::ExecuteMove { holder } => moves::execute(ctx, holder),
        ExecuteMsg::VetoMove {} => moves::veto(ctx),
        ExecuteMsg::Admin(msg) => Ok(admin::execute::<Hot>(ctx.deps, &env, &info, msg)?),
    }
}

/// Answers a query.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    query::answer(deps, &env, msg)
}

/// Brings an older version's state forward: from the first version on there is nothing to do.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn migrate(deps: DepsMut, _env: Env, _msg: MigrateMsg) -> Result<Response, ContractError> {
    match migrate::begin(deps.storage, CONTRACT, VERSION)? {
        Migration::From(_) | Migration::Current => Ok(Response::new()),
    }
}
