//! What a decision answers.

use super::provision::{DataPeriod, Effect, Labels};
use crate::codes::DataClass;
use crate::Bytes32;
use cosmwasm_schema::cw_serde;

/// The outcome of a request.
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Permitted, within the obligations.
    Permit,
    /// Denied.
    Deny,
    /// No consent decides; the effect follows from the subject's default policy.
    NoConsent,
}

/// Why the outcome is so.
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// An explicit deny reaches the request.
    ExplicitDeny,
    /// A permit reaches it and no explicit deny.
    Permit,
    /// A root deny that is its consent's default only, or a secondary-use opt-out, and no permit reach it.
    BaselineDeny,
    /// Nothing reaches it.
    NoConsent,
    /// A live emergency access covers it.
    Emergency,
    /// The owner asks for its own data.
    OwnAccess,
    /// The subject restricted processing (GDPR Article 18).
    Restricted,
    /// The subject erased itself.
    SubjectErased,
    /// The requester is not affiliated with an organisation that it claims to act for.
    NotAffiliated,
    /// Emergency treatment is asked for by an actor that is no emergency responder.
    NotResponder,
}

/// The answer to one question. Never to be cached beyond 60 seconds.
#[cw_serde]
pub struct DecisionResponse {
    /// The outcome.
    pub decision: Decision,
    /// Why.
    pub reason: Reason,
    /// What to do: the outcome itself, or, where no consent decides, what the subject's default policy says.
    pub effect: Effect,
    /// Every consent that yields the outcome, by id.
    pub consents: Vec<DeciderConsent>,
    /// What a permit, or a permitting default, obliges to; sorted by canonical JSON.
    pub obligations: Vec<Obligation>,
    /// Whether the item has, or may have, data under 42 CFR Part 2, so that the notice of § 2.32 goes with it.
    pub part2_notice: bool,
    /// The chain that answered.
    pub chain_id: String,
    /// The contract that answered.
    pub contract: String,
    /// The block height of the answer.
    pub height: u64,
}

/// A consent that decided.
#[cw_serde]
#[derive(Copy, Eq)]
pub struct DeciderConsent {
    /// Its id.
    pub id: u32,
    /// The hash of its policy, if it names one.
    pub policy: Option<Bytes32>,
}

/// What goes with a permit.
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord)]
pub enum ObligationKind {
    /// Show an item only if one of `any` holds it.
    Only,
    /// Withhold an item that `where` holds, unless one of `unless` holds it.
    Redact,
}

/// One obligation. Fields stand in alphabetical order, so that the JSON is canonical.
#[cw_serde]
#[derive(Eq)]
pub struct Obligation {
    /// Of `only`: filters, one of which must hold. A level is "and lower".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any: Option<Vec<Filter>>,
    /// What to do.
    pub kind: ObligationKind,
    /// Of `redact`: filters that spare an item. A level is "and lower".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unless: Option<Vec<Filter>>,
    /// Of `redact`: the filter that withholds. A level is "and higher", a label reaches narrower ones.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub where_: Option<Filter>,
}

/// A conjunction of attributes, each with alternative values. Fields stand in alphabetical order, so that
/// the JSON is canonical.
#[cw_serde]
#[derive(Eq, Default)]
pub struct Filter {
    /// Authors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authors: Option<Vec<Bytes32>>,
    /// Classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classes: Option<Vec<DataClass>>,
    /// Contexts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contexts: Option<Vec<Bytes32>>,
    /// Custodians.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custodians: Option<Vec<Bytes32>>,
    /// Days of authorship.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_period: Option<DataPeriod>,
    /// Labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<Labels>,
    /// Records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<Vec<Bytes32>>,
}

impl Filter {
    /// Its canonical JSON, by which a list of filters is sorted.
    pub fn canonical(&self) -> String {
        cosmwasm_std::to_json_string(self).unwrap_or_default()
    }
}

impl Obligation {
    /// Its canonical JSON, by which a list of obligations is sorted.
    pub fn canonical(&self) -> String {
        cosmwasm_std::to_json_string(self).unwrap_or_default()
    }
}

/// Why a consent, or its tree, did not apply.
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord)]
pub enum Miss {
    /// It is not active.
    Status,
    /// It is a permit from before all permits were revoked.
    Epoch,
    /// An active consent in period supersedes it.
    Superseded,
    /// It is of another category.
    Category,
    /// It is not in period.
    Period,
    /// The delegate who granted it was ended with all that it granted.
    DelegateEnded,
    /// No rule of it reaches the request.
    NoRule,
}

/// One consent that was looked at.
#[cw_serde]
#[derive(Copy, Eq)]
pub struct Explained {
    /// Its id.
    pub id: u32,
    /// What it yields, if it applies.
    pub effect: Option<Effect>,
    /// Whether that is its root's default only.
    pub baseline: bool,
    /// Whether it depends on attributes of the item that are unknown.
    pub perhaps: bool,
    /// Why it does not apply.
    pub miss: Option<Miss>,
}

/// A decision with all that was looked at.
#[cw_serde]
pub struct ExplainResponse {
    /// The answer, as `decide` gives it.
    pub answer: DecisionResponse,
    /// Every consent in the cells of the requester's actors, by id; at most 72: eight in each of the cells of its account,
    /// its number, six organisations and anyone.
    pub consents: Vec<Explained>,
}
