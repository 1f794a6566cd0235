//! Affiliations, from both sides.

use crate::error::ContractError;
use crate::state::{affiliations, credentials, holders};
use cosmwasm_std::Deps;
use health_kit::{address, page};
use health_types::identity::raw::AffiliationEntry;
use health_types::identity::{
    AffiliationInfo, AffiliationsOfResponse, CheckAffiliationResponse, Function, Member,
    MemberCursor, MemberTerms, MembersOfResponse, ProposedTerms, Status,
};

/// How an account stands to an organisation.
pub fn check(
    deps: Deps,
    organisation: u32,
    member: &str,
    function: Option<Function>,
    at: u32,
) -> Result<CheckAffiliationResponse, ContractError> {
    let mut affiliations = of_account(deps, member, at)?.items;
    affiliations.retain(|one| one.organisation == organisation);
    let acts_for = affiliations.iter().any(|one| {
        one.counts
            && one.credential == Status::Valid
            && function.is_none_or(|function| one.functions.contains(&function))
    });
    Ok(CheckAffiliationResponse {
        acts_for,
        binds_denies: affiliations.iter().any(|one| one.binds_denies),
        affiliations,
    })
}

/// The affiliations of an account that bind, in any way.
pub fn of_account(
    deps: Deps,
    account: &str,
    at: u32,
) -> Result<AffiliationsOfResponse, ContractError> {
    let account = address::canonical(deps.api, account)?;
    let entry = holders::may_load(deps.storage, &account)?;
    let affiliations = entry.map(|entry| entry.affiliations).unwrap_or_default();
    let items = affiliations
        .iter()
        .filter(|one| one.binds_denies(at))
        .map(|one| info(deps, one, at))
        .collect::<Result<_, _>>()?;
    Ok(AffiliationsOfResponse { items })
}

fn info(deps: Deps, one: &AffiliationEntry, at: u32) -> Result<AffiliationInfo, ContractError> {
    Ok(AffiliationInfo {
        organisation: one.organisation,
        kind: one.kind,
        functions: Function::of_mask(one.functions).collect(),
        period: one.period,
        counts: one.counts(at),
        binds_denies: one.binds_denies(at),
        credential: credentials::check(deps.storage, one.organisation, one.kind, at)?,
    })
}

/// A page of an organisation's members.
pub fn members(
    deps: Deps,
    organisation: u32,
    start_after: Option<MemberCursor>,
    limit: Option<u32>,
    now: u32,
) -> Result<MembersOfResponse, ContractError> {
    let limit = page::limit(limit)?;
    let after = start_after
        .map(|cursor| {
            let member = address::canonical(deps.api, &cursor.member)?;
            Ok::<_, ContractError>((cursor.kind, member))
        })
        .transpose()?;
    let entries = affiliations::of_organisation(deps.storage, organisation, after, limit.fetch())?;
    let mut items = Vec::with_capacity(entries.len());
    for (kind, canonical, record) in entries {
        let account = address::human(deps.api, &canonical, "member")?.into_string();
        let accepted = if record.accepted {
            holders::may_load(deps.storage, &canonical)?.and_then(|entry| {
                let of_organisation =
                    |one: &&AffiliationEntry| one.organisation == organisation && one.kind == kind;
                entry.affiliations.iter().find(of_organisation).copied()
            })
        } else {
            None
        };
        let proposed = record.proposal.filter(|proposal| now < proposal.lapses_at);
        items.push(Member {
            account,
            kind,
            accepted: accepted.map(|one| MemberTerms {
                functions: Function::of_mask(one.functions).collect(),
                period: one.period,
            }),
            proposed: proposed.map(|proposal| ProposedTerms {
                functions: Function::of_mask(proposal.functions).collect(),
                period: proposal.period,
                lapses_at: proposal.lapses_at,
            }),
        });
    }
    let (items, next) = limit.page(items, |last| MemberCursor {
        kind: last.kind,
        member: last.account.clone(),
    });
    Ok(MembersOfResponse { items, next })
}
