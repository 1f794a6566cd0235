//! Instantiation and migration of consent-registry.

use crate::identity::{Assurance, CredentialKind};
use crate::strict;
use cosmwasm_schema::cw_serde;

/// Sets the registry up. No coins.
#[cw_serde]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct InstantiateMsg {
    /// The governance: it sets requirements and the pauser, each widening after 48 hours.
    pub admin: String,
    /// May pause, nothing else; absent: nobody.
    pub pauser: Option<String>,
    /// The identity-registry to ask, checked by its cw2 name. It changes by migration only.
    pub identity: String,
    /// Whether envelopes carry ciphertext on chain (at most 256 bytes) instead of its digest.
    pub ciphertext_envelopes: bool,
    /// How long disclosures and emergency accesses are kept after erasure, in seconds; absent: six years
    /// (45 CFR 164.528(a)(1)). At least one year.
    pub log_retention: Option<u32>,
    /// The least assurance and number of issuers of the kinds relied on; a kind that is not listed needs one
    /// issuer at low assurance, `emergency_responder` substantial assurance. At most 22, none twice.
    pub requirements: Vec<KindRequirement>,
}

/// What a credential of a kind must have to be relied on.
#[cw_serde]
#[derive(Copy, Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct KindRequirement {
    /// The kind.
    pub kind: CredentialKind,
    /// The least assurance.
    pub assurance: Assurance,
    /// How many issuers must vouch for it, 1 to 4.
    pub issuers: u8,
}

/// Brings an older version's state forward. Sent by the chain's contract admin.
#[cw_serde]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct MigrateMsg {
    /// Another identity-registry to ask from now on, checked by its cw2 name; absent: unchanged.
    pub identity: Option<String>,
}

strict!(InstantiateMsg, KindRequirement, MigrateMsg);
