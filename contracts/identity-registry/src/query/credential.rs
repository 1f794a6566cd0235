//! Credentials and identifiers.

use crate::bounds;
use crate::error::ContractError;
use crate::state::{credentials, identifiers, issuers};
use cosmwasm_std::Deps;
use health_kit::{page, KitError};
use health_types::identity::raw::{ColdEntry, CredentialEntry};
use health_types::identity::{
    ByIdentifierResponse, CredentialCursor, CredentialDetails, CredentialInfo, CredentialKind,
    CredentialResponse, CredentialsByResponse, CredentialsOfResponse, Identifier, IdentifierUse,
    IssuedCursor, Status,
};

/// One credential.
pub fn one(
    deps: Deps,
    issuer: u32,
    kind: CredentialKind,
    holder: u32,
    now: u32,
) -> Result<CredentialResponse, ContractError> {
    let credential = credentials::cold(deps.storage, issuer, kind, holder)?
        .map(|cold| {
            let all = credentials::load(deps.storage, holder, kind)?;
            info(deps, issuer, kind, holder, cold, all.of(issuer), now)
        })
        .transpose()?;
    Ok(CredentialResponse { credential })
}

/// A page of a holder's credentials.
pub fn of_holder(
    deps: Deps,
    holder: u32,
    start_after: Option<CredentialCursor>,
    limit: Option<u32>,
    now: u32,
) -> Result<CredentialsOfResponse, ContractError> {
    let limit = page::limit(limit)?;
    let from = start_after.as_ref().map(|cursor| cursor.kind);
    let mut items = Vec::new();
    for (kind, all) in credentials::of_holder(deps.storage, holder, from)? {
        for hot in &all.0 {
            let seen = start_after
                .as_ref()
                .is_some_and(|cursor| kind == cursor.kind && hot.issuer <= cursor.issuer);
            if seen || items.len() >= limit.fetch() {
                continue;
            }
            let cold = credentials::cold(deps.storage, hot.issuer, kind, holder)?.ok_or(
                KitError::CorruptState {
                    entry: "credential",
                    at: 0,
                },
            )?;
            items.push(info(deps, hot.issuer, kind, holder, cold, Some(hot), now)?);
        }
    }
    let (items, next) = limit.page(items, |last| CredentialCursor {
        kind: last.kind,
        issuer: last.issuer,
    });
    Ok(CredentialsOfResponse { items, next })
}

/// A page of what an issuer issued.
pub fn by_issuer(
    deps: Deps,
    issuer: u32,
    start_after: Option<IssuedCursor>,
    limit: Option<u32>,
    now: u32,
) -> Result<CredentialsByResponse, ContractError> {
    let limit = page::limit(limit)?;
    let after = start_after.map(|cursor| (cursor.kind, cursor.holder));
    let entries = credentials::of_issuer(deps.storage, issuer, after, limit.fetch())?;
    let (entries, next) = limit.page(entries, |(kind, holder, _)| IssuedCursor {
        kind: *kind,
        holder: *holder,
    });
    let items = entries
        .into_iter()
        .map(|(kind, holder, cold)| {
            let all = credentials::load(deps.storage, holder, kind)?;
            info(deps, issuer, kind, holder, cold, all.of(issuer), now)
        })
        .collect::<Result<_, ContractError>>()?;
    Ok(CredentialsByResponse { items, next })
}

fn info(
    deps: Deps,
    issuer: u32,
    kind: CredentialKind,
    holder: u32,
    cold: ColdEntry,
    hot: Option<&CredentialEntry>,
    now: u32,
) -> Result<CredentialInfo, ContractError> {
    let status = match hot {
        Some(hot) => hot.status(kind, &issuers::load(deps.storage, issuer)?, now),
        // It gave way to another issuer's: only issuing it anew could make it valid.
        None => Status::Revoked,
    };
    Ok(CredentialInfo {
        issuer,
        kind,
        holder,
        version: cold.version,
        status,
        evidence: cold.evidence,
        identifier: cold.identifier,
        details: hot.map(|hot| CredentialDetails {
            sub_issuer: (hot.sub != 0).then_some(hot.sub),
            state: hot.state,
            assurance: hot.assurance,
            period: hot.period,
            issued: hot.issued,
            changed: hot.changed,
            actor: hot.actor,
            reason: hot.reason,
            organisation_type: hot.organisation_type,
            country: hot.country,
        }),
    })
}

/// Who has an identifier.
pub fn by_identifier(
    deps: Deps,
    identifier: &Identifier,
    now: u32,
) -> Result<ByIdentifierResponse, ContractError> {
    let identifier = bounds::canonical(identifier)?;
    let Some(uses) = identifiers::may_load(deps.storage, &identifier)? else {
        return Ok(ByIdentifierResponse {
            holder: None,
            credentials: Vec::new(),
        });
    };
    let live = identifiers::live(deps.storage, &uses, now)?;
    Ok(ByIdentifierResponse {
        holder: (!live.is_empty()).then_some(uses.holder),
        credentials: live
            .into_iter()
            .map(|one| IdentifierUse {
                issuer: one.issuer,
                kind: one.kind,
            })
            .collect(),
    })
}
