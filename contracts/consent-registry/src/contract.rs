//! The entry points: one exhaustive match each.

use crate::ctx::Ctx;
use crate::error::ContractError;
use crate::execute::{
    access, audit, custodian, delegate, emergency, envelope, erase, grant, handover, hold, opt_out,
    record, recovery, request, requirement, revoke, subject,
};
use crate::state::config::{self, HotConfig};
#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{
    to_json_binary, Binary, Deps, DepsMut, Env, MessageInfo, QuerierWrapper, Response, StdResult,
};
use health_kit::memo::Memo;
use health_kit::{admin, funds, migrate as version};
use health_types::consent::{ExecuteMsg, InstantiateMsg, MigrateMsg, QueryMsg};

/// What cw2 and the schema call this contract.
pub const CONTRACT: &str = "consent-registry";
/// The version of the code.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Sets the registry up.
///
/// # Errors
/// `funds_refused`, `invalid_address`, `self_reference`, `invalid_count`, `duplicate`, `out_of_range`, or that no
/// identity-registry stands at the address.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    funds::nonpayable(&info)?;
    version::init(deps.storage, CONTRACT, VERSION)?;
    admin::init(
        deps.storage,
        deps.api,
        &env,
        &msg.admin,
        msg.pauser.as_deref(),
    )?;
    config::init(deps, &env, msg)?;
    Ok(Response::new())
}

/// Carries out a message.
///
/// # Errors
/// As each message says; `funds_refused` for any coins.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: ExecuteMsg,
) -> Result<Response, ContractError> {
    funds::nonpayable(&info)?;
    let memo = Memo::new(deps.querier);
    let deps = DepsMut {
        storage: deps.storage,
        api: deps.api,
        querier: QuerierWrapper::new(&memo),
    };
    let ctx = &mut Ctx::new(deps, &env, &info)?;
    match msg {
        ExecuteMsg::Register {
            nonce,
            policies,
            consents,
        } => subject::register(ctx, nonce, policies, consents),
        ExecuteMsg::SetPolicies { subject, change } => subject::set_policies(ctx, subject, change),
        ExecuteMsg::RevokeAll {
            subject,
            end_delegates,
        } => subject::revoke_all(ctx, subject, end_delegates),
        ExecuteMsg::Grant {
            subject,
            id,
            consent,
        } => grant::grant(ctx, subject, id, consent),
        ExecuteMsg::Activate { subject, id } => grant::activate(ctx, subject, id),
        ExecuteMsg::Refuse { subject, id } => grant::refuse(ctx, subject, id),
        ExecuteMsg::Revoke { subject, id } => revoke::revoke(ctx, subject, id),
        ExecuteMsg::MarkEnteredInError { subject, id } => {
            revoke::mark_entered_in_error(ctx, subject, id)
        }
        ExecuteMsg::SetRequirement { requirement } => {
            requirement::set_requirement(ctx, requirement)
        }
        ExecuteMsg::ApplyRequirement {} => requirement::apply_requirement(ctx),
        ExecuteMsg::CancelRequirement {} => requirement::cancel_requirement(ctx),
        ExecuteMsg::RecordAccess { attempt, items } => access::record_access(ctx, attempt, items),
        ExecuteMsg::BreakGlass {
            subject,
            organisation,
            reason,
            justification,
            duration,
        } => emergency::break_glass(ctx, subject, organisation, reason, justification, duration),
        ExecuteMsg::EndEmergency { subject, actor } => {
            emergency::end_emergency(ctx, subject, actor)
        }
        ExecuteMsg::ReviewEmergency {
            subject,
            actor,
            outcome,
        } => emergency::review_emergency(ctx, subject, actor, outcome),
        ExecuteMsg::OverrideOptOut {
            subject,
            organisation,
            reason,
            until,
        } => opt_out::override_opt_out(ctx, subject, organisation, reason, until),
        ExecuteMsg::AddDelegate { subject, delegate } => {
            delegate::add_delegate(ctx, subject, delegate)
        }
        ExecuteMsg::EndDelegate {
            subject,
            account,
            end_grants,
        } => delegate::end_delegate(ctx, subject, account, end_grants),
        ExecuteMsg::NameRecoveryContacts {
            subject,
            contacts,
            threshold,
        } => recovery::name_recovery_contacts(ctx, subject, contacts, threshold),
        ExecuteMsg::ProposeRecovery {
            subject,
            new_owner,
            salt,
        } => recovery::propose_recovery(ctx, subject, new_owner, salt),
        ExecuteMsg::VetoRecovery { subject } => recovery::veto_recovery(ctx, subject),
        ExecuteMsg::ExecuteRecovery { subject } => recovery::execute_recovery(ctx, subject),
        ExecuteMsg::ProposeHandover { subject, new_owner } => {
            handover::propose_handover(ctx, subject, new_owner)
        }
        ExecuteMsg::CancelHandover { subject } => handover::cancel_handover(ctx, subject),
        ExecuteMsg::VetoHandover { subject, salt } => handover::veto_handover(ctx, subject, salt),
        ExecuteMsg::ExecuteHandover { subject } => handover::execute_handover(ctx, subject),
        ExecuteMsg::AcceptCustodian { subject, custodian } => {
            custodian::accept_custodian(ctx, subject, custodian)
        }
        ExecuteMsg::DropCustodian { subject, custodian } => {
            custodian::drop_custodian(ctx, subject, custodian)
        }
        ExecuteMsg::RegisterRecords { subject, records } => {
            record::register_records(ctx, subject, records)
        }
        ExecuteMsg::UpdateRecords { subject, records } => {
            record::update_records(ctx, subject, records)
        }
        ExecuteMsg::PutEnvelopes { subject, envelopes } => {
            envelope::put_envelopes(ctx, subject, envelopes)
        }
        ExecuteMsg::Prune { subject, envelopes } => envelope::prune(ctx, subject, envelopes),
        ExecuteMsg::AnchorAuditRoot { day, root, count } => {
            audit::anchor_audit_root(ctx, day, root, count)
        }
        ExecuteMsg::DeclarePart2 { part2 } => audit::declare_part2(ctx, part2),
        ExecuteMsg::PlaceHold {
            subject,
            reason,
            until,
        } => hold::place_hold(ctx, subject, reason, until),
        ExecuteMsg::LiftHold { subject } => hold::lift_hold(ctx, subject),
        ExecuteMsg::RequestAccess {
            subject,
            purposes,
            classes,
            until,
        } => request::request_access(ctx, subject, purposes, classes, until),
        ExecuteMsg::CancelRequest { subject } => request::cancel_request(ctx, subject),
        ExecuteMsg::AnswerRequest {
            subject,
            requester,
            answer,
        } => request::answer_request(ctx, subject, requester, answer),
        ExecuteMsg::Erase { subject, limit } => erase::erase(ctx, subject, limit),
        ExecuteMsg::Admin(msg) => Ok(admin::execute::<HotConfig>(
            ctx.deps.branch(),
            &env,
            &info,
            msg,
        )?),
    }
}

/// Answers a query.
///
/// # Errors
/// As each query says.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    use crate::query::{
        audit, config, consent, decide, delegate, disclosure, emergency, envelope, handover, hold,
        record, recovery, request, subject,
    };
    let memo = Memo::new(deps.querier);
    let deps = Deps {
        querier: QuerierWrapper::new(&memo),
        ..deps
    };
    let answer: StdResult<Binary> = match msg {
        QueryMsg::Consent { subject, id } => {
            to_json_binary(&consent::consent(deps, &env, subject, id)?)
        }
        QueryMsg::ConsentsOf {
            subject,
            start_after,
            limit,
        } => to_json_binary(&consent::consents_of(
            deps,
            &env,
            subject,
            start_after,
            limit,
        )?),
        QueryMsg::Conflicts {
            subject,
            category,
            provision,
        } => to_json_binary(&consent::conflicts(
            deps, &env, subject, category, *provision,
        )?),
        QueryMsg::Subject { subject } => to_json_binary(&subject::subject(deps, &env, subject)?),
        QueryMsg::Config {} => to_json_binary(&config::config(deps, &env)?),
        QueryMsg::Admin {} => to_json_binary(&config::admin(deps, &env)?),
        QueryMsg::Decide {
            subject,
            requester,
            organisations,
            question,
        } => to_json_binary(&decide::decide(
            deps,
            &env,
            subject,
            requester,
            organisations,
            question,
        )?),
        QueryMsg::DecideBatch {
            subject,
            requester,
            organisations,
            questions,
        } => to_json_binary(&decide::decide_batch(
            deps,
            &env,
            subject,
            requester,
            organisations,
            questions,
        )?),
        QueryMsg::Explain {
            subject,
            requester,
            organisations,
            question,
        } => to_json_binary(&decide::explain(
            deps,
            &env,
            subject,
            requester,
            organisations,
            question,
        )?),
        QueryMsg::Disclosures {
            subject,
            start_after,
            limit,
        } => to_json_binary(&disclosure::disclosures(
            deps,
            &env,
            subject,
            start_after,
            limit,
        )?),
        QueryMsg::Emergencies {
            subject,
            start_after,
            limit,
        } => to_json_binary(&emergency::emergencies(
            deps,
            &env,
            subject,
            start_after,
            limit,
        )?),
        QueryMsg::Emergency { subject, actor } => {
            to_json_binary(&emergency::emergency(deps, &env, subject, actor)?)
        }
        QueryMsg::Delegates {
            subject,
            start_after,
            limit,
        } => to_json_binary(&delegate::delegates(
            deps,
            &env,
            subject,
            start_after,
            limit,
        )?),
        QueryMsg::PendingRecovery { subject } => {
            to_json_binary(&recovery::pending_recovery(deps, &env, subject)?)
        }
        QueryMsg::PendingHandover { subject } => {
            to_json_binary(&handover::pending_handover(deps, &env, subject)?)
        }
        QueryMsg::Record {
            subject,
            record,
            version,
        } => to_json_binary(&record::record(deps, &env, subject, record, version)?),
        QueryMsg::RecordsOf {
            subject,
            start_after,
            limit,
        } => to_json_binary(&record::records_of(
            deps,
            &env,
            subject,
            start_after,
            limit,
        )?),
        QueryMsg::Envelope {
            subject,
            record,
            grantee,
        } => to_json_binary(&envelope::envelope(deps, &env, subject, record, grantee)?),
        QueryMsg::AuditRoots {
            custodian,
            day,
            start_after,
            limit,
        } => to_json_binary(&audit::audit_roots(
            deps,
            &env,
            custodian,
            day,
            start_after,
            limit,
        )?),
        QueryMsg::LegalHolds {
            subject,
            start_after,
            limit,
        } => to_json_binary(&hold::legal_holds(deps, &env, subject, start_after, limit)?),
        QueryMsg::Requests { subject } => to_json_binary(&request::requests(deps, &env, subject)?),
    };
    Ok(answer?)
}

/// Brings an older version's state forward, and changes the identity-registry that is asked.
///
/// # Errors
/// `version_missing`, `wrong_contract`, `version_unreadable`, `version_newer`, or that no identity-registry stands at
/// the address.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn migrate(deps: DepsMut, env: Env, msg: MigrateMsg) -> Result<Response, ContractError> {
    // No older version was ever released, so that there is no state to bring forward.
    version::begin(deps.storage, CONTRACT, VERSION)?;
    if let Some(identity) = msg.identity {
        config::set_identity(deps, &env, &identity)?;
    }
    Ok(Response::new())
}
