//! Instantiation and migration of identity-registry.

use super::Accreditation;
use crate::strict;
use cosmwasm_schema::cw_serde;

/// Sets the registry up. No coins (`funds_refused`). Accounts are valid on this chain (`invalid_address`) and not the
/// registry's own (`self_reference`).
#[cw_serde]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct InstantiateMsg {
    /// The governance: it accredits issuers, each widening after 48 hours.
    pub admin: String,
    /// May pause, nothing else; absent: the admin alone may.
    pub pauser: Option<String>,
    /// The first issuers, accredited at once and numbered from 1; at most 32 (`invalid_count`), none twice
    /// (`issuer_exists`).
    pub issuers: Vec<Accreditation>,
}

/// Brings an older version's state forward. Sent by the chain's contract admin.
#[cw_serde]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct MigrateMsg {}

strict!(InstantiateMsg, MigrateMsg);
