//! What queries of consent-registry answer, and the data that messages return. Times are seconds since 1970.

mod access;
mod consent;
mod record;
mod subject;

pub use access::*;
pub use consent::*;
pub use record::*;
pub use subject::*;

use super::answer::DecisionResponse;
use super::init::KindRequirement;
use crate::{Bytes32, Period};
use cosmwasm_schema::cw_serde;

/// The data of `register`.
#[cw_serde]
pub struct RegisteredData {
    /// The pseudonym; it stands in no event.
    pub subject: Bytes32,
    /// The internal number that keys and events use.
    pub number: u32,
}

/// The data of `record_access`.
#[cw_serde]
pub struct AccessData {
    /// The answers, in the order of the items.
    pub answers: Vec<DecisionResponse>,
}

/// The data of `break_glass`.
#[cw_serde]
pub struct BreakGlassData {
    /// Whether the glass is broken; false where the subject forbids it.
    pub granted: bool,
    /// When it ends.
    pub until: Option<u32>,
}

/// The data of `erase`.
#[cw_serde]
pub struct EraseData {
    /// How many items this call removed.
    pub removed: u32,
    /// Whether nothing that may be removed now is left.
    pub done: bool,
}

/// The configuration.
#[cw_serde]
pub struct ConfigResponse {
    /// The identity-registry.
    pub identity: String,
    /// Whether envelopes carry ciphertext.
    pub ciphertext_envelopes: bool,
    /// How long disclosures and emergency accesses are kept after erasure, in seconds.
    pub log_retention: u32,
    /// What kinds need to be relied on, where it is more than one issuer at low assurance.
    pub requirements: Vec<KindRequirement>,
    /// The lowering that waits, and when it may be applied.
    pub pending_requirement: Option<PendingRequirement>,
}

/// A requirement that will be lowered.
#[cw_serde]
pub struct PendingRequirement {
    /// The requirement to come.
    pub requirement: KindRequirement,
    /// When it may be applied: from 48 hours to 14 days after it was scheduled.
    pub period: Period,
}
