//! Whether a holder is accredited.

use crate::bounds;
use crate::error::ContractError;
use crate::state::credentials;
use cosmwasm_std::Deps;
use health_types::identity::raw::{nearness, CredentialEntry};
use health_types::identity::{
    CheckBatchResponse, CheckRequest, CheckResponse, CheckedCredential, CredentialKind, Status,
    MAX_BATCH,
};
use std::cmp::Reverse;

/// One check.
pub fn check(
    deps: Deps,
    holder: u32,
    kind: CredentialKind,
    at: u32,
) -> Result<CheckResponse, ContractError> {
    let best = credentials::statuses(deps.storage, holder, kind, at)?
        .into_iter()
        .max_by_key(|(credential, status)| {
            (
                nearness(*status),
                credential.assurance,
                credential.period.until.unwrap_or(u32::MAX),
                Reverse(credential.issuer),
            )
        });
    Ok(match best {
        Some((credential, status)) => CheckResponse {
            status,
            credential: Some(checked(credential)),
        },
        None => CheckResponse {
            status: Status::Unknown,
            credential: None,
        },
    })
}

fn checked(credential: CredentialEntry) -> CheckedCredential {
    CheckedCredential {
        issuer: credential.issuer,
        sub_issuer: (credential.sub != 0).then_some(credential.sub),
        assurance: credential.assurance,
        issued: credential.issued,
        changed: credential.changed,
        until: credential.period.until,
        organisation_type: credential.organisation_type,
        country: credential.country,
        reason: credential.reason,
    }
}

/// Several checks.
pub fn batch(
    deps: Deps,
    checks: &[CheckRequest],
    now: u32,
) -> Result<CheckBatchResponse, ContractError> {
    bounds::count("checks", checks.len(), 1, MAX_BATCH)?;
    let items = checks
        .iter()
        .map(|one| check(deps, one.holder, one.kind, one.at.unwrap_or(now)))
        .collect::<Result<_, _>>()?;
    Ok(CheckBatchResponse { items })
}
