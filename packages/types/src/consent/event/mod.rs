//! Events of consent-registry. They carry internal numbers, ids, kinds and resulting states, never a
//! pseudonym, purpose, class or label.

mod attributes;

use super::parts::{ConsentStatus, ReviewOutcome};

/// What happened. `subject` is the internal number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsentEvent {
    /// A subject was registered.
    SubjectRegistered {
        /// The subject.
        subject: u32,
    },
    /// A subject's policies changed.
    PoliciesSet {
        /// The subject.
        subject: u32,
    },
    /// All permits of a subject ended.
    AllRevoked {
        /// The subject.
        subject: u32,
        /// The epoch from now on.
        epoch: u32,
        /// Whether delegates ended too.
        delegates_ended: bool,
    },
    /// A consent was recorded.
    ConsentRecorded {
        /// The subject.
        subject: u32,
        /// The consent.
        consent: u32,
        /// Its status.
        status: ConsentStatus,
        /// Whether a delegate recorded it.
        by_delegate: bool,
    },
    /// A consent's status changed.
    ConsentChanged {
        /// The subject.
        subject: u32,
        /// The consent.
        consent: u32,
        /// Its status from now on.
        status: ConsentStatus,
    },
    /// A permit ended: custodians raise the key versions of what it opened.
    KeyRotationDue {
        /// The subject.
        subject: u32,
        /// The consent; absent: it may be any, for all ended, or all that a delegate granted.
        consent: Option<u32>,
    },
    /// A delegate was appointed.
    DelegateAdded {
        /// The subject.
        subject: u32,
        /// The delegate's number.
        delegate: u32,
    },
    /// A delegate ended.
    DelegateEnded {
        /// The subject.
        subject: u32,
        /// The delegate's number.
        delegate: u32,
        /// Whether what it granted ended too.
        grants_ended: bool,
    },
    /// Recovery contacts were named.
    RecoveryContactsNamed {
        /// The subject.
        subject: u32,
        /// How many.
        contacts: u8,
        /// How many must agree.
        threshold: u8,
        /// From when on.
        from: u32,
    },
    /// A recovery was proposed or agreed to.
    RecoveryProposed {
        /// The subject.
        subject: u32,
        /// How many contacts agree.
        agreed: u8,
        /// When it is due; absent: the threshold is not met.
        due: Option<u32>,
    },
    /// A recovery was vetoed.
    RecoveryVetoed {
        /// The subject.
        subject: u32,
    },
    /// A handover was proposed.
    HandoverProposed {
        /// The subject.
        subject: u32,
        /// When it is due.
        due: u32,
    },
    /// A handover ended before it was due.
    HandoverEnded {
        /// The subject.
        subject: u32,
        /// Whether contacts vetoed it; else the owner cancelled it.
        vetoed: bool,
    },
    /// A contact vetoed a handover, which the threshold has not ended yet.
    HandoverVetoed {
        /// The subject.
        subject: u32,
        /// How many contacts veto.
        vetoes: u8,
    },
    /// The owner changed.
    OwnerChanged {
        /// The subject.
        subject: u32,
        /// Whether by recovery; else by handover.
        recovered: bool,
    },
    /// A custodian was accepted or dropped.
    CustodianSet {
        /// The subject.
        subject: u32,
        /// The custodian.
        custodian: u32,
        /// Whether it may register records from now on.
        accepted: bool,
    },
    /// Records were registered or changed.
    RecordsSet {
        /// The subject.
        subject: u32,
        /// The custodian.
        custodian: u32,
        /// How many.
        count: u8,
    },
    /// Envelopes were put.
    EnvelopesPut {
        /// The subject.
        subject: u32,
        /// The custodian.
        custodian: u32,
        /// How many.
        count: u8,
    },
    /// Dead envelopes were removed.
    EnvelopesPruned {
        /// The subject.
        subject: u32,
        /// How many.
        count: u8,
    },
    /// An audit root was anchored.
    AuditRootAnchored {
        /// The custodian.
        custodian: u32,
        /// The day.
        day: i32,
        /// Its number in the day.
        number: u32,
    },
    /// A custodian declared whether it is a Part 2 programme.
    Part2Declared {
        /// The custodian.
        custodian: u32,
        /// Whether it is.
        part2: bool,
    },
    /// A legal hold was placed or renewed.
    HoldPlaced {
        /// The subject.
        subject: u32,
        /// The custodian.
        custodian: u32,
        /// When it ends.
        until: u32,
    },
    /// A legal hold was lifted.
    HoldLifted {
        /// The subject.
        subject: u32,
        /// The custodian.
        custodian: u32,
    },
    /// An access was decided and logged.
    AccessRecorded {
        /// The subject.
        subject: u32,
        /// How many items were permitted.
        permits: u8,
        /// How many were refused.
        refusals: u8,
    },
    /// Access was asked for.
    AccessRequested {
        /// The subject.
        subject: u32,
        /// When the request lapses.
        until: u32,
    },
    /// A request ended.
    RequestEnded {
        /// The subject.
        subject: u32,
        /// `granted`, `refused`, `closed` or `cancelled`.
        outcome: RequestOutcome,
    },
    /// The glass was broken, or that was refused.
    GlassBroken {
        /// The subject.
        subject: u32,
        /// Who.
        actor: u32,
        /// Until when; absent: refused.
        until: Option<u32>,
    },
    /// An emergency access was ended early.
    EmergencyEnded {
        /// The subject.
        subject: u32,
        /// Whose.
        actor: u32,
    },
    /// An emergency access was reviewed.
    EmergencyReviewed {
        /// The subject.
        subject: u32,
        /// Whose.
        actor: u32,
        /// The judgement.
        outcome: ReviewOutcome,
    },
    /// An opt-out was overridden.
    OptOutOverridden {
        /// The subject.
        subject: u32,
        /// The body, by identity-registry number.
        body: u32,
        /// The organisation whose requests pass.
        organisation: u32,
        /// Until when.
        until: u32,
    },
    /// Items of a subject were erased. `remains` lists what block history still holds: messages, events and earlier
    /// states.
    SubjectErased {
        /// The subject.
        subject: u32,
        /// How many items this call removed.
        removed: u32,
        /// Whether nothing that may be removed now is left.
        done: bool,
    },
    /// A requirement was set, scheduled or cancelled.
    RequirementChanged {
        /// The number of the credential kind.
        kind: u8,
        /// `set`, `scheduled` or `cancelled`.
        outcome: RequirementOutcome,
    },
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestOutcome {
    /// Granted.
    Granted,
    /// Refused.
    Refused,
    /// Closed.
    Closed,
    /// Taken back.
    Cancelled,
}

/// What became of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequirementOutcome {
    /// It holds.
    Set,
    /// It will hold when applied.
    Scheduled,
    /// It will not hold.
    Cancelled,
}
