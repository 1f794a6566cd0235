//! What queries of consent-registry answer, and the data that messages return. Times are seconds since 1970.

use super::answer::DecisionResponse;
use super::execute::{EnvelopeKey, RecordRef};
use super::init::KindRequirement;
use super::parts::{
    ActMeaning, Category, ConsentStatus, DefaultPolicy, DelegateKind, DelegatePowers,
    EmergencyReason, HoldReason, OverrideReason, ReviewOutcome, RootStrength,
};
use super::provision::{Actor, Labels, Provision, Purpose};
use super::query::Cursor;
use crate::codes::{DataClass, Sensitivity};
use crate::identity::Assurance;
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

/// A record.
#[cw_serde]
pub struct RecordResponse {
    /// Its name.
    pub record: RecordRef,
    /// The salted commitment to its content.
    pub commitment: Bytes32,
    /// Its locator.
    pub locator: Bytes32,
    /// Its classes.
    pub classes: Vec<DataClass>,
    /// Its labels; absent: none.
    pub labels: Option<Labels>,
    /// Its author.
    pub author: Option<Bytes32>,
    /// Its contexts.
    pub contexts: Vec<Bytes32>,
    /// The UTC day it was authored, since 1970.
    pub day: i32,
    /// The version of its key.
    pub key_version: u32,
    /// Its version, from 1; removing a label makes the next.
    pub version: u32,
}

/// A page of records.
#[cw_serde]
pub struct RecordsResponse {
    /// The records, by custodian and id.
    pub items: Vec<RecordResponse>,
    /// Where the next page starts; absent: this is the last.
    pub next: Option<RecordRef>,
}

/// A live envelope.
#[cw_serde]
pub struct EnvelopeResponse {
    /// The consent it rests on.
    pub consent: u32,
    /// The key version it opens.
    pub key_version: u32,
    /// The wrapped key or its digest.
    pub key: EnvelopeKey,
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

/// A legal hold.
#[cw_serde]
pub struct LegalHoldResponse {
    /// The custodian, by identity-registry number.
    pub custodian: u32,
    /// Why.
    pub reason: HoldReason,
    /// When it ends.
    pub until: u32,
}

/// A page of legal holds.
#[cw_serde]
pub struct LegalHoldsResponse {
    /// The holds that last, by custodian.
    pub items: Vec<LegalHoldResponse>,
    /// Where the next page starts; absent: this is the last.
    pub next: Option<u32>,
}

/// An anchored root.
#[cw_serde]
pub struct AuditRootResponse {
    /// Its number in the day, from 1.
    pub number: u32,
    /// The root.
    pub root: Bytes32,
    /// How many events it covers.
    pub count: u32,
    /// When it was anchored.
    pub anchored: u32,
}

/// A page of audit roots.
#[cw_serde]
pub struct AuditRootsResponse {
    /// The roots, by number.
    pub items: Vec<AuditRootResponse>,
    /// Where the next page starts; absent: this is the last.
    pub next: Option<u32>,
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
