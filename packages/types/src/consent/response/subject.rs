//! Subjects: policies, delegates, and new owners.

use crate::codes::Sensitivity;
use crate::consent::parts::{DefaultPolicy, DelegateKind, DelegatePowers, OverrideReason};
use crate::consent::query::Cursor;
use crate::{Bytes32, Period};
use cosmwasm_schema::cw_serde;

/// A subject.
#[cw_serde]
pub struct SubjectResponse {
    /// The internal number; erasure leaves it.
    pub number: u32,
    /// Whether it is erased; then the rest says nothing.
    pub erased: bool,
    /// The owner's account; absent if erased.
    pub owner: Option<String>,
    /// How often all permits were revoked.
    pub epoch: u32,
    /// What happens where no consent decides.
    pub default_policy: DefaultPolicy,
    /// Whether the glass may be broken.
    pub emergencies_allowed: bool,
    /// Whether secondary uses are opted out of.
    pub secondary_use_opt_out: bool,
    /// Which organisations' requests pass the opt-out, by their number; at most 16.
    pub overrides: Vec<OptOutOverride>,
    /// Whether processing is restricted.
    pub restricted: bool,
    /// How many delegates live.
    pub delegates: u8,
    /// How many requests are open.
    pub requests: u8,
}

/// What lifts a subject's secondary-use opt-out for one organisation.
#[cw_serde]
#[derive(Copy, Eq)]
pub struct OptOutOverride {
    /// The organisation, by identity-registry number.
    pub organisation: u32,
    /// The data-access body that decided so, by identity-registry number.
    pub body: u32,
    /// Why.
    pub reason: OverrideReason,
    /// When it ends.
    pub until: u32,
}

/// A delegate.
#[cw_serde]
pub struct DelegateResponse {
    /// Its account.
    pub account: String,
    /// Who it is to the subject.
    pub kind: DelegateKind,
    /// What it may do.
    pub powers: DelegatePowers,
    /// Labels that its permits never reach.
    pub excluded_labels: Vec<Sensitivity>,
    /// When it may act.
    pub period: Period,
    /// The hash of the evidence.
    pub evidence: Option<Bytes32>,
    /// The delegate who appointed it; absent: the owner.
    pub appointed_by: Option<String>,
    /// Whether it was ended.
    pub ended: bool,
    /// Whether what it granted ended with it.
    pub grants_ended: bool,
}

/// A page of delegates.
#[cw_serde]
pub struct DelegatesResponse {
    /// The delegates, in order of appointment.
    pub items: Vec<DelegateResponse>,
    /// Where the next page starts; absent: this is the last.
    pub next: Option<Cursor>,
}

/// A pending recovery.
#[cw_serde]
pub struct RecoveryResponse {
    /// The proposed owner.
    pub new_owner: String,
    /// How many contacts agreed.
    pub agreed: u8,
    /// How many must.
    pub threshold: u8,
    /// When it is due; absent: the threshold is not met.
    pub due: Option<u32>,
    /// When it lapses.
    pub lapses: u32,
    /// Whether the owner may veto it.
    pub vetoable: bool,
}

/// The pending recovery of a subject.
#[cw_serde]
pub struct PendingRecoveryResponse {
    /// It, if there is one.
    pub recovery: Option<RecoveryResponse>,
    /// From when on other contacts take the place of the present ones; absent: none wait.
    pub other_contacts_from: Option<u32>,
}

/// A pending handover.
#[cw_serde]
pub struct HandoverResponse {
    /// The proposed owner.
    pub new_owner: String,
    /// When it is due.
    pub due: u32,
    /// When it lapses.
    pub lapses: u32,
    /// How many contacts vetoed it.
    pub vetoes: u8,
}

/// The pending handover of a subject.
#[cw_serde]
pub struct PendingHandoverResponse {
    /// It, if there is one.
    pub handover: Option<HandoverResponse>,
}
