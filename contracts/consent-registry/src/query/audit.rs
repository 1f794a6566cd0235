//! What custodians anchored.

use crate::error::ContractError;
use crate::state::audit;
use cosmwasm_std::{Deps, Env};
use health_kit::page;
use health_types::consent::{AuditRootResponse, AuditRootsResponse};

/// `audit_roots`.
pub fn audit_roots(
    deps: Deps,
    _: &Env,
    custodian: u32,
    day: i32,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<AuditRootsResponse, ContractError> {
    let limit = page::limit(limit)?;
    let entries = match u32::try_from(day) {
        Ok(day) => audit::page(deps.storage, custodian, day, start_after, limit.fetch())?,
        // Before 1970 nothing is anchored.
        Err(_) => Vec::new(),
    };
    let (entries, next) = limit.page(entries, |(number, _)| *number);
    let items = entries
        .into_iter()
        .map(|(number, root)| AuditRootResponse {
            number,
            root: root.root,
            count: root.count,
            anchored: root.anchored,
        })
        .collect();
    Ok(AuditRootsResponse { items, next })
}
