//! Accesses: emergencies, the accounting of disclosures, and requests.

use crate::codes::DataClass;
use crate::consent::parts::{EmergencyReason, ReviewOutcome};
use crate::consent::provision::{Actor, Purpose};
use crate::consent::query::Cursor;
use crate::Bytes32;
use cosmwasm_schema::cw_serde;

/// An emergency access.
#[cw_serde]
pub struct EmergencyResponse {
    /// Who broke the glass, by identity-registry number.
    pub actor: u32,
    /// For which organisation.
    pub organisation: u32,
    /// When.
    pub since: u32,
    /// Until when.
    pub until: u32,
    /// Why.
    pub reason: EmergencyReason,
    /// The salted hash of the justification.
    pub justification: Bytes32,
    /// Whether the subject forbade it, so that nothing was opened.
    pub refused: bool,
    /// Whether the subject ended it.
    pub ended: bool,
    /// The reviewer's judgement, if it was reviewed.
    pub review: Option<ReviewOutcome>,
    /// Whether it permits now.
    pub live: bool,
}

/// A page of emergency accesses.
#[cw_serde]
pub struct EmergenciesResponse {
    /// The accesses, by actor.
    pub items: Vec<EmergencyResponse>,
    /// Where the next page starts; absent: this is the last.
    pub next: Option<u32>,
}

/// One line of the accounting of disclosures.
#[cw_serde]
pub struct DisclosureResponse {
    /// Who received: the first organisation acted for, else the requester.
    pub recipient: Actor,
    /// What for; absent: a project or a code of another system.
    pub purpose: Option<crate::codes::PurposeOfUse>,
    /// The class of data; absent: unknown.
    pub class: Option<DataClass>,
    /// How often it was permitted.
    pub permits: u32,
    /// How often it was refused: denied, or decided by no consent.
    pub refusals: u32,
    /// How many of the refusals were no denies, and let through by the subject's default policy: the data may have gone
    /// out, as an accounting of disclosures (45 CFR 164.528) must tell, though no consent permitted it.
    pub by_default: u32,
    /// When first.
    pub first: u32,
    /// When last.
    pub last: u32,
    /// Who was asked last, permitted or refused, by identity-registry number: the custodian that recorded it, else that
    /// of the record; absent: unknown.
    pub discloser: Option<u32>,
    /// The first consent that decided last; absent: none.
    pub consent: Option<u32>,
}

/// A page of disclosures.
#[cw_serde]
pub struct DisclosuresResponse {
    /// The lines.
    pub items: Vec<DisclosureResponse>,
    /// Where the next page starts; absent: this is the last.
    pub next: Option<Cursor>,
}

/// An open request for access.
#[cw_serde]
pub struct RequestResponse {
    /// The requester's account.
    pub requester: String,
    /// What for.
    pub purposes: Vec<Purpose>,
    /// Classes of data; empty: any.
    pub classes: Vec<DataClass>,
    /// When it lapses.
    pub until: u32,
}

/// The open requests of a subject.
#[cw_serde]
pub struct RequestsResponse {
    /// The requests, oldest first; at most 16.
    pub items: Vec<RequestResponse>,
}
