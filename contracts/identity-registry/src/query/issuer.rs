//! Issuers, sub-issuers and scheduled changes.

use crate::error::ContractError;
use crate::execute::kinds_of;
use crate::state::changes::{self, Change};
use crate::state::issuers;
use cosmwasm_std::{CanonicalAddr, Deps};
use health_kit::{address, page};
use health_types::codes::Code;
use health_types::identity::raw::IssuerEntry;
use health_types::identity::{
    Accreditation, IdentifierScheme, IssuerChange, IssuerChangesResponse, IssuerInfo,
    IssuerResponse, IssuersResponse, PendingIssuerChange, SubIssuerInfo, SubIssuersResponse,
};

/// One issuer.
pub fn one(deps: Deps, issuer: u32) -> Result<IssuerResponse, ContractError> {
    let issuer = issuers::may_load(deps.storage, issuer)?
        .map(|entry| info(deps, issuer, entry))
        .transpose()?;
    Ok(IssuerResponse { issuer })
}

/// A page of issuers.
pub fn list(
    deps: Deps,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<IssuersResponse, ContractError> {
    let limit = page::limit(limit)?;
    let entries = issuers::list(deps.storage, start_after, limit.fetch())?;
    let (entries, next) = limit.page(entries, |(issuer, _)| *issuer);
    let items = entries
        .into_iter()
        .map(|(issuer, entry)| info(deps, issuer, entry))
        .collect::<Result<_, _>>()?;
    Ok(IssuersResponse { items, next })
}

fn info(deps: Deps, issuer: u32, entry: IssuerEntry) -> Result<IssuerInfo, ContractError> {
    let details = issuers::details(deps.storage, issuer)?;
    Ok(IssuerInfo {
        issuer,
        account: human(deps, &details.account)?,
        state: entry.state,
        kinds: kinds_of(entry.kinds),
        schemes: schemes_of(details.schemes),
        sub_issuers: details.subs,
        distrust_after: entry.distrust_after,
    })
}

/// The sub-issuers of an issuer.
pub fn sub_issuers(deps: Deps, issuer: u32) -> Result<SubIssuersResponse, ContractError> {
    let items = issuers::sub_issuers(deps.storage, issuer)?
        .into_iter()
        .map(|(sub, entry)| {
            Ok(SubIssuerInfo {
                sub,
                account: human(deps, &entry.account)?,
                state: entry.state,
                kinds: kinds_of(entry.kinds),
            })
        })
        .collect::<Result<_, ContractError>>()?;
    Ok(SubIssuersResponse { items })
}

/// A page of scheduled changes.
pub fn changes(
    deps: Deps,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<IssuerChangesResponse, ContractError> {
    let limit = page::limit(limit)?;
    let entries = changes::list(deps.storage, start_after, limit.fetch())?;
    let (entries, next) = limit.page(entries, |(id, _)| *id);
    let items = entries
        .into_iter()
        .map(|(id, scheduled)| {
            Ok(PendingIssuerChange {
                id,
                change: change(deps, scheduled.change)?,
                period: scheduled.period,
            })
        })
        .collect::<Result<_, ContractError>>()?;
    Ok(IssuerChangesResponse { items, next })
}

fn change(deps: Deps, change: Change) -> Result<IssuerChange, ContractError> {
    Ok(match change {
        Change::Accredit {
            account,
            kinds,
            schemes,
        } => IssuerChange::Accredit {
            accreditation: Accreditation {
                account: human(deps, &account)?,
                kinds: kinds_of(kinds),
                schemes: schemes_of(schemes),
            },
        },
        Change::Extend {
            issuer,
            kinds,
            schemes,
        } => IssuerChange::Extend {
            issuer,
            kinds: kinds_of(kinds),
            schemes: schemes_of(schemes),
        },
        Change::ReplaceAccount { issuer, account } => IssuerChange::ReplaceAccount {
            issuer,
            account: human(deps, &account)?,
        },
        Change::Trust { issuer } => IssuerChange::Trust { issuer },
        Change::AppointSubIssuer {
            issuer,
            account,
            kinds,
        } => IssuerChange::AppointSubIssuer {
            issuer,
            account: human(deps, &account)?,
            kinds: kinds_of(kinds),
        },
    })
}

fn schemes_of(mask: u8) -> Vec<IdentifierScheme> {
    let all = IdentifierScheme::ALL.iter().copied();
    all.filter(|scheme| mask & scheme.bit() != 0).collect()
}

fn human(deps: Deps, account: &CanonicalAddr) -> Result<String, ContractError> {
    Ok(address::human(deps.api, account, "issuer")?.into_string())
}
