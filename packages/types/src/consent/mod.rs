//! consent-registry: may this requester, for this purpose, do this with this person's data?

mod answer;
mod client;
mod event;
mod execute;
mod init;
mod parts;
mod provision;
mod query;
mod response;

pub use answer::{
    DeciderConsent, Decision, DecisionResponse, ExplainResponse, Explained, Filter, Miss,
    Obligation, ObligationKind, Reason,
};
pub use client::{Client, Inquiry};
pub use event::{ConsentEvent, RequestOutcome, RequirementOutcome};
pub use execute::{
    AccessAttempt, AccessItem, EnvelopeEntry, EnvelopeKey, EnvelopeRef, ExecuteMsg, NewDelegate,
    NewRecord, PolicyChange, RecordRef,
};
pub use init::{InstantiateMsg, KindRequirement, MigrateMsg};
pub use parts::{
    ActMeaning, Category, ConsentStatus, DefaultPolicy, DelegateKind, DelegatePowers,
    EmergencyReason, HoldReason, InitialStatus, NewConsent, OverrideReason, RequestAnswer,
    ReviewOutcome, RootStrength,
};
pub use provision::{Actor, DataPeriod, Effect, Item, Labels, Provision, Purpose};
pub use query::{Cursor, QueryMsg, Question};
pub use response::*;

/// The cw2 name.
pub const CONTRACT_NAME: &str = "cw-health:consent-registry";
