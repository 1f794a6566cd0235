//! Queries of consent-registry. All are free of authority: chain state is public.

use super::execute::RecordRef;
use super::parts::Category;
use super::provision::{Actor, Item, Provision, Purpose};
use crate::codes::Action;
use crate::{strict, Bytes32};
use cosmwasm_schema::{cw_serde, QueryResponses};

// Named by `returns` alone, which writes the schema and so is empty on the chain.
#[cfg(not(target_arch = "wasm32"))]
use {
    super::answer::{DecisionResponse, ExplainResponse},
    super::response::*,
    crate::admin::AdminResponse,
};

/// What can be asked. Lists take `limit`: 1 or more, above 50 served as 50, absent 30; and `start_after`, the
/// `next` of the page before; the limit 0 is refused (`limit_zero`), as is a cursor that is none (`invalid_cursor`).
/// Whatever is asked of a subject may be refused as `subject_not_found` and, unless said otherwise, `subject_erased`.
#[cw_serde]
#[derive(QueryResponses)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum QueryMsg {
    /// May the requester do this with the subject's data now? Free of trace: enforcement points send
    /// `record_access`. Of an erased subject the answer is a deny. Errors: `invalid_address`, `invalid_count`,
    /// `duplicate`, `zero`, and of an item `item_too_large`, `duplicate_entry`.
    #[returns(DecisionResponse)]
    Decide {
        /// The subject.
        subject: Bytes32,
        /// The requester's account.
        requester: String,
        /// The organisations it acts for, by identity-registry number; at most 4, none twice.
        organisations: Option<Vec<u32>>,
        /// The question.
        question: Question,
    },
    /// Up to 30 questions about one subject and requester, each consent read once; the answers in order. Errors:
    /// those of `decide`.
    #[returns(Vec<DecisionResponse>)]
    DecideBatch {
        /// The subject.
        subject: Bytes32,
        /// The requester's account.
        requester: String,
        /// The organisations it acts for, by identity-registry number; at most 4, none twice.
        organisations: Option<Vec<u32>>,
        /// The questions; 1 to 30.
        questions: Vec<Question>,
    },
    /// The answer of `decide` with every consent looked at and why it did or did not apply; of an erased subject none.
    /// Errors: those of `decide`.
    #[returns(ExplainResponse)]
    Explain {
        /// The subject.
        subject: Bytes32,
        /// The requester's account.
        requester: String,
        /// The organisations it acts for, by identity-registry number; at most 4, none twice.
        organisations: Option<Vec<u32>>,
        /// The question.
        question: Question,
    },
    /// One consent, whatever its status. Errors: `consent_not_found`.
    #[returns(ConsentResponse)]
    Consent {
        /// The subject.
        subject: Bytes32,
        /// The consent's id.
        id: u32,
    },
    /// The consents of a subject, by id. A page ends early, with a `next`, before it gets longer than a chain answers:
    /// after nine of the largest consents.
    #[returns(ConsentsResponse)]
    ConsentsOf {
        /// The subject.
        subject: Bytes32,
        /// The last id of the page before.
        start_after: Option<u32>,
        /// How many at most.
        limit: Option<u32>,
    },
    /// The live denies that stand in the cells that a tree would touch and in that of anyone, of the same category and
    /// an overlapping purpose: what blocks a new grant, and what it would have to supersede. A root's baseline deny
    /// blocks nothing. Errors: `invalid_address`, and what a tree is refused for.
    #[returns(ConflictsResponse)]
    Conflicts {
        /// The subject.
        subject: Bytes32,
        /// The category.
        category: Category,
        /// The tree.
        provision: Box<Provision>,
    },
    /// A subject's policies and counters; an erased one answers so.
    #[returns(SubjectResponse)]
    Subject {
        /// The subject.
        subject: Bytes32,
    },
    /// One record. Errors: `record_not_found`.
    #[returns(RecordResponse)]
    Record {
        /// The subject.
        subject: Bytes32,
        /// The record.
        record: RecordRef,
        /// Which version of it; absent: the latest.
        version: Option<u32>,
    },
    /// The records of a subject, by custodian and id.
    #[returns(RecordsResponse)]
    RecordsOf {
        /// The subject.
        subject: Bytes32,
        /// The last record of the page before.
        start_after: Option<RecordRef>,
        /// How many at most.
        limit: Option<u32>,
    },
    /// The envelope of a grantee, if the consent it rests on lives (`envelope_not_found` otherwise).
    #[returns(EnvelopeResponse)]
    Envelope {
        /// The subject.
        subject: Bytes32,
        /// The record.
        record: RecordRef,
        /// The grantee.
        grantee: Actor,
    },
    /// The delegates of a subject, ended ones too, in order of appointment.
    #[returns(DelegatesResponse)]
    Delegates {
        /// The subject.
        subject: Bytes32,
        /// The cursor of the page before.
        start_after: Option<Cursor>,
        /// How many at most.
        limit: Option<u32>,
    },
    /// The emergency accesses of a subject, by actor; of an erased one, too, for as long as the log is kept.
    #[returns(EmergenciesResponse)]
    Emergencies {
        /// The subject.
        subject: Bytes32,
        /// The last actor of the page before.
        start_after: Option<u32>,
        /// How many at most.
        limit: Option<u32>,
    },
    /// The latest emergency access of one actor; of an erased subject, too. Errors: `emergency_not_found`.
    #[returns(EmergencyResponse)]
    Emergency {
        /// The subject.
        subject: Bytes32,
        /// The actor, by identity-registry number.
        actor: u32,
    },
    /// Who saw what: the accounting of disclosures (45 CFR 164.528), in the order of storage; of an erased subject, too,
    /// for as long as the log is kept.
    #[returns(DisclosuresResponse)]
    Disclosures {
        /// The subject.
        subject: Bytes32,
        /// The cursor of the page before.
        start_after: Option<Cursor>,
        /// How many at most.
        limit: Option<u32>,
    },
    /// The open requests of a subject.
    #[returns(RequestsResponse)]
    Requests {
        /// The subject.
        subject: Bytes32,
    },
    /// The legal holds that last on a subject's records, by custodian; of an erased subject, too. A page may be short,
    /// even empty, and yet have a next one.
    #[returns(LegalHoldsResponse)]
    LegalHolds {
        /// The subject.
        subject: Bytes32,
        /// The last custodian of the page before.
        start_after: Option<u32>,
        /// How many at most.
        limit: Option<u32>,
    },
    /// The audit roots of a custodian's day, by number.
    #[returns(AuditRootsResponse)]
    AuditRoots {
        /// The custodian, by identity-registry number.
        custodian: u32,
        /// The UTC day since 1970.
        day: i32,
        /// The last number of the page before.
        start_after: Option<u32>,
        /// How many at most.
        limit: Option<u32>,
    },
    /// The pending recovery, if any.
    #[returns(PendingRecoveryResponse)]
    PendingRecovery {
        /// The subject.
        subject: Bytes32,
    },
    /// The pending handover, if any.
    #[returns(PendingHandoverResponse)]
    PendingHandover {
        /// The subject.
        subject: Bytes32,
    },
    /// The configuration.
    #[returns(ConfigResponse)]
    Config {},
    /// Admin, pauser and pause.
    #[returns(AdminResponse)]
    Admin {},
}

/// One question.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct Question {
    /// What for.
    pub purpose: Purpose,
    /// What is done with the data.
    pub action: Action,
    /// Within which category of consents.
    pub category: Category,
    /// The item; absent: data in bulk, of which nothing is known.
    pub data: Option<Item>,
}

/// Where a page of a list ended that has no id of its own; opaque.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct Cursor {
    /// At most 64 bytes that the registry gave.
    pub key: cosmwasm_std::HexBinary,
}

strict!(QueryMsg, Question, Cursor);
