//! The parts that consent-registry's messages are made of.

use super::provision::Provision;
use crate::identity::Assurance;
use crate::{strict, Bytes32, Period};
use cosmwasm_schema::cw_serde;

/// What a consent is about (FHIR R4 `scope`, R5 `category`). A request decides within one category.
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum Category {
    /// Sharing of a patient's data (FHIR consentscope `patient-privacy`).
    PatientPrivacy,
    /// Taking part in research (FHIR consentscope `research`).
    Research,
}

/// Where a consent stands. Only `proposed` and `active` change; expiry is computed, never stored.
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum ConsentStatus {
    /// Drafted; it never decides. It lapses 30 days after it was recorded, or with its period if sooner.
    Proposed,
    /// In force while its period lasts.
    Active,
    /// A draft that was refused, for good.
    Refused,
    /// A draft that was neither taken nor refused in time; computed.
    Lapsed,
    /// Withdrawn, for good.
    Revoked,
    /// Replaced by another consent, for good.
    Superseded,
    /// Recorded by mistake, for good.
    EnteredInError,
}

/// The status that a consent is recorded with. All but `proposed` and `active` never decide (imports).
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum InitialStatus {
    /// A draft (FHIR `draft`, `proposed`).
    Proposed,
    /// In force (FHIR `active`).
    Active,
    /// Already refused (FHIR `rejected`, `not-done`).
    Refused,
    /// Already withdrawn (FHIR `inactive`).
    Revoked,
    /// Recorded by mistake (FHIR `entered-in-error`).
    EnteredInError,
}

/// How a root deny stands against permits of other consents.
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum RootStrength {
    /// A deny of the root overrides every permit.
    Explicit,
    /// A deny of the root is this consent's default only; permits of other consents override it. Denies
    /// beneath the root stay explicit.
    Baseline,
}

/// The meaning of the act by which a consent was given, of ASTM E1762 (21 CFR 11.50(a)(3)); its number is
/// the last arc beneath 1.2.840.10065.1.12.1.
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum ActMeaning {
    /// Recorded from what was said or written elsewhere (4, transcriptionist/recorder).
    Recorder,
    /// The consenter's own act (7, consent signature).
    Consent,
    /// Given before a witness (11, consent witness).
    ConsentWitness,
    /// Given through an interpreter (12, interpreter).
    Interpreter,
}

/// A consent to record.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct NewConsent {
    /// The status to record it with; absent: active.
    pub status: Option<InitialStatus>,
    /// What it is about.
    pub category: Category,
    /// How its root deny stands; absent: explicit. A root permit cannot be a baseline (`baseline_of_permit`).
    pub strength: Option<RootStrength>,
    /// When it is in force. A proposed or active one that is over already is refused (`period_over`), unless the
    /// meaning is `recorder`: what was given elsewhere is recorded as it was.
    pub period: Period,
    /// The meaning of the act.
    pub meaning: ActMeaning,
    /// How surely the act is the grantor's.
    pub assurance: Assurance,
    /// The SHA-256 of the policy's URI; absent: no policy named. Zero is refused.
    pub policy: Option<Bytes32>,
    /// The keyed hash of the source document. Zero is refused.
    pub source_document: Option<Bytes32>,
    /// The hash of the evidence of signature, kept off chain. Zero is refused.
    pub signature_evidence: Option<Bytes32>,
    /// Active consents of the same subject that this one replaces for good as soon as it is active; at most 4.
    pub supersedes: Option<Vec<u32>>,
    /// The root rule.
    pub provision: Provision,
}

/// What happens where no consent decides (IHE Privacy Consent on FHIR, base policies).
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum DefaultPolicy {
    /// Treatment and beneath is permitted.
    PermitTreatment,
    /// Every purpose but those that must be named is permitted.
    PermitAuthorized,
    /// Nothing is permitted but breaking the glass.
    BreakGlassOnly,
    /// Nothing is permitted.
    Deny,
}

/// Who a delegate is to the subject; a label without effect on its powers.
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum DelegateKind {
    /// A minor's or ward's guardian; give it an end, majority.
    Guardian,
    /// A legal or personal representative.
    Representative,
    /// A carer.
    Carer,
}

/// What a delegate may do; at least one must be true.
#[cw_serde]
#[derive(Copy, Eq, Default)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct DelegatePowers {
    /// Grant, refuse and supersede consents; answer requests.
    pub grant: bool,
    /// Revoke consents and mark them entered in error; end and review emergencies. Ending a deny takes `grant` too.
    pub revoke: bool,
    /// Appoint delegates with at most its own other powers, period and exclusions, and end those.
    pub manage_delegates: bool,
}

/// Why the glass is broken.
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum EmergencyReason {
    /// Life or limb is in immediate danger.
    LifeThreatening,
    /// The person cannot consent.
    Incapacitated,
    /// Others are in immediate danger.
    ThreatToOthers,
    /// A disaster response.
    Disaster,
}

/// How a reviewer judges an emergency access.
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum ReviewOutcome {
    /// It was justified.
    Justified,
    /// It was not.
    Unjustified,
}

/// Why a data-access body overrides a secondary-use opt-out (EHDS Regulation (EU) 2025/327, Article 71(4)).
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum OverrideReason {
    /// Public health: a serious cross-border threat or the quality and safety of care.
    PublicHealth,
    /// Official statistics.
    Statistics,
    /// Scientific research of important public interest.
    PublicInterestResearch,
    /// Policy making by a public body.
    PolicyMaking,
}

/// Why a custodian holds its records against erasure.
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum HoldReason {
    /// Litigation is pending or likely (GDPR Article 17(3)(e)).
    Litigation,
    /// A law demands retention (GDPR Article 17(3)(b)).
    Retention,
    /// A competent authority investigates.
    Investigation,
}

/// The subject's answer to a request for access.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum RequestAnswer {
    /// Grants it with a consent of the answerer's own wording.
    Grant {
        /// The new consent's id.
        id: u32,
        /// The consent.
        consent: Box<NewConsent>,
    },
    /// Refuses it.
    Refuse {},
    /// Closes it without an answer.
    Close {},
}

strict!(
    Category,
    ConsentStatus,
    InitialStatus,
    RootStrength,
    ActMeaning,
    NewConsent,
    DefaultPolicy,
    DelegateKind,
    DelegatePowers,
    EmergencyReason,
    ReviewOutcome,
    OverrideReason,
    HoldReason,
    RequestAnswer
);

impl ConsentStatus {
    /// The status as messages and events write it.
    pub fn code(self) -> &'static str {
        match self {
            ConsentStatus::Proposed => "proposed",
            ConsentStatus::Active => "active",
            ConsentStatus::Refused => "refused",
            ConsentStatus::Lapsed => "lapsed",
            ConsentStatus::Revoked => "revoked",
            ConsentStatus::Superseded => "superseded",
            ConsentStatus::EnteredInError => "entered_in_error",
        }
    }
}
