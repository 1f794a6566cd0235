//! Consents.

use crate::consent::parts::{ActMeaning, Category, ConsentStatus, RootStrength};
use crate::consent::provision::Provision;
use crate::identity::Assurance;
use crate::{Bytes32, Period};
use cosmwasm_schema::cw_serde;

/// A consent.
#[cw_serde]
pub struct ConsentResponse {
    /// Its id.
    pub id: u32,
    /// Where it stands now.
    pub status: ConsentStatus,
    /// What it is about.
    pub category: Category,
    /// How its root deny stands.
    pub strength: RootStrength,
    /// When it is in force.
    pub period: Period,
    /// When it was recorded.
    pub granted: u32,
    /// When its status last changed.
    pub changed: u32,
    /// The subject's epoch when it was recorded or, a draft, put in force; a permit of an older epoch ended with
    /// `revoke_all`.
    pub epoch: u32,
    /// The delegate who recorded it or put it in force; absent: the owner.
    pub delegate: Option<String>,
    /// The meaning of the act.
    pub meaning: ActMeaning,
    /// How surely the act is the grantor's.
    pub assurance: Assurance,
    /// The hash of its policy.
    pub policy: Option<Bytes32>,
    /// The keyed hash of its source document.
    pub source_document: Option<Bytes32>,
    /// The hash of the evidence of signature.
    pub signature_evidence: Option<Bytes32>,
    /// What it supersedes.
    pub supersedes: Vec<u32>,
    /// Its root rule.
    pub provision: Provision,
}

/// A page of consents.
#[cw_serde]
pub struct ConsentsResponse {
    /// The consents, by id.
    pub items: Vec<ConsentResponse>,
    /// Where the next page starts; absent: this is the last.
    pub next: Option<u32>,
}

/// The denies in the way of a new grant.
#[cw_serde]
pub struct ConflictsResponse {
    /// Their ids, in order; at most 136: eight in each of the cells of sixteen actors and of anyone.
    pub consents: Vec<u32>,
}
