//! Messages of consent-registry. Every message refuses coins (`funds_refused`).

mod parts;

pub use parts::{
    AccessAttempt, AccessItem, EnvelopeEntry, EnvelopeKey, EnvelopeRef, NewDelegate, NewRecord,
    PolicyChange, RecordRef,
};

use super::init::KindRequirement;
use super::parts::{
    EmergencyReason, HoldReason, NewConsent, OverrideReason, RequestAnswer, ReviewOutcome,
};
use super::provision::Purpose;
use crate::admin::AdminMsg;
use crate::codes::DataClass;
use crate::{strict, Bytes32};
use cosmwasm_schema::cw_serde;

/// What can be asked of the registry. Who may send it stands at each; a wrong sender is `unauthorized`
/// whether or not the record exists. A subject is named by its pseudonym. Checks run in one order: coins, bounds,
/// authority, pause (`paused`), state; the errors of each message are listed but for `unauthorized`.
#[cw_serde]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
#[allow(clippy::large_enum_variant)] // decoded once a call
pub enum ExecuteMsg {
    /// Registers the sender as owner of a new subject, with its first consents in the same transaction.
    /// The pseudonym comes back as data: SHA-256 over `cw-health/consent/pseudonym/1`, chain id, contract, sender and
    /// nonce, each behind its length as eight big-endian bytes, accounts in canonical bytes. Anyone; stopped by a
    /// pause. Errors: `zero`, `invalid_count`, `paused`, `subject_exists`, and those of `grant`.
    Register {
        /// 32 random bytes; one per relationship if the wallet wishes. `subject_exists` if used before.
        nonce: Bytes32,
        /// The policies to begin with; what is absent keeps its default.
        policies: PolicyChange,
        /// Consents to record at once, with ids from 1 in order; at most 8.
        consents: Option<Vec<NewConsent>>,
    },
    /// Changes the subject's policies. The owner alone. A pause stops changes that widen.
    /// Errors: `nothing_to_change` if no field is given, `paused`.
    SetPolicies {
        /// The subject.
        subject: Bytes32,
        /// What changes; at least one field.
        change: PolicyChange,
    },
    /// Ends every permit of the subject in one write, sets its default to deny, and lets emergencies,
    /// envelopes and requests die with them; denies stand. The owner alone; never stopped.
    /// Errors: `epochs_exhausted` after 2^32 - 1 times.
    RevokeAll {
        /// The subject.
        subject: Bytes32,
        /// Whether delegates end too.
        end_delegates: bool,
    },
    /// Names the recovery contacts by salted commitments, in place of earlier ones; an empty list removes them. The
    /// first take effect at once, others 48 hours later, unless enough of the present ones agree on a new owner by then
    /// or the owner names the present ones again. The owner alone; never stopped. None are named while contacts propose
    /// an owner (`recovery_pending`), for 14 days after a veto (`recovery_contested`) and while a handover waits
    /// (`handover_pending`).
    /// Errors: `invalid_count`, `duplicate`, `zero`, `out_of_range`, and those.
    NameRecoveryContacts {
        /// The subject.
        subject: Bytes32,
        /// Of each the SHA-256 over `cw-health/consent/recovery-contact/1`, chain id, contract, subject, account and
        /// 32-byte salt, hashed as a pseudonym is; at most 8, none twice.
        contacts: Vec<Bytes32>,
        /// How many of them must agree, 1 to their number; 0 with an empty list.
        threshold: u8,
    },
    /// Proposes, or agrees to, a new owner. A recovery contact, opening its commitment; never stopped. Due 48 hours
    /// after the threshold was met, lapses 14 days after it was proposed. A contact has one vote, its latest.
    /// Errors: `invalid_address`, `self_reference`, `already_owner`, `already_agreed`.
    ProposeRecovery {
        /// The subject.
        subject: Bytes32,
        /// The new owner's account; neither the sender nor the contract.
        new_owner: String,
        /// The salt of the sender's commitment.
        salt: Bytes32,
    },
    /// Ends a pending recovery. The owner alone; never stopped. A later proposal by all contacts cannot be vetoed
    /// (`not_vetoable`). Errors: `nothing_pending`, and that.
    VetoRecovery {
        /// The subject.
        subject: Bytes32,
    },
    /// Makes the proposed account the owner once a recovery is due. Anyone; never stopped.
    /// Errors: `subject_not_found`, `subject_erased`, `nothing_pending`, `too_early`, `proposal_lapsed`.
    ExecuteRecovery {
        /// The subject.
        subject: Bytes32,
    },
    /// Proposes a new owner, due 48 hours later; lapses after 14 days. The owner alone; never stopped.
    /// Errors: `invalid_address`, `self_reference`, `proposal_pending` while another handover or other contacts wait,
    /// `recovery_pending` once enough contacts agree.
    ProposeHandover {
        /// The subject.
        subject: Bytes32,
        /// The new owner's account; neither the sender nor the contract.
        new_owner: String,
    },
    /// Ends a pending handover. The owner alone; never stopped. Errors: `nothing_pending`.
    CancelHandover {
        /// The subject.
        subject: Bytes32,
    },
    /// Vetoes a pending handover; the threshold of contacts ends it. A recovery contact, opening its commitment; never
    /// stopped. Errors: `nothing_pending`, `already_agreed`.
    VetoHandover {
        /// The subject.
        subject: Bytes32,
        /// The salt of the sender's commitment.
        salt: Bytes32,
    },
    /// Makes the proposed account the owner once a handover is due. Anyone; never stopped.
    /// Errors: `subject_not_found`, `subject_erased`, `nothing_pending`, `too_early`, `proposal_lapsed`,
    /// `recovery_pending` once enough contacts agree to another.
    ExecuteHandover {
        /// The subject.
        subject: Bytes32,
    },
    /// Erases the subject: the first call leaves a tombstone and ends all deciding; it and further ones remove up
    /// to `limit` stored items. Disclosures and emergencies stay for the log retention, held records while held.
    /// The owner alone (after the first call, the account that erased); never stopped. Errors: `out_of_range`.
    Erase {
        /// The subject.
        subject: Bytes32,
        /// How many items to remove at most, 1 to 50; absent: 50.
        limit: Option<u32>,
    },
    /// Lets an organisation register records about the subject. The owner alone; never stopped.
    /// Errors: `zero`, `custodian_accepted`, `credential_not_valid` without a valid `data_custodian` credential.
    AcceptCustodian {
        /// The subject.
        subject: Bytes32,
        /// The organisation's identity-registry number.
        custodian: u32,
    },
    /// Lets it register no more; what it registered stays. The owner alone; never stopped.
    /// Errors: `zero`, `custodian_not_accepted`.
    DropCustodian {
        /// The subject.
        subject: Bytes32,
        /// The organisation's identity-registry number.
        custodian: u32,
    },
    /// Records a consent. The owner, or a delegate with `grant` for a consent that permits, `revoke` and
    /// `grant` for one that supersedes a deny; none supersedes a deny of the owner's, and none names itself. A pause
    /// stops it where it permits anything or supersedes. Errors: `zero`, `period_empty`, `period_over`,
    /// `time_out_of_range`, `invalid_count`, `duplicate`, `supersedes_itself`, `baseline_of_permit`, `invalid_address`,
    /// `self_reference`, what a rule is refused for, `consent_too_large`, `paused`, `consent_exists`,
    /// `consent_not_found`, `wrong_status` and `superseding_pending` of what it supersedes, `cell_full`.
    Grant {
        /// The subject.
        subject: Bytes32,
        /// Chosen by the sender, from 1; `consent_exists` if ever used before.
        id: u32,
        /// The consent.
        consent: NewConsent,
    },
    /// Puts a proposed consent in force, as the act of whoever does so. The owner, or a delegate with `grant` under the
    /// rules of [`ExecuteMsg::Grant`], but no deny that the owner drafted. Stopped by a pause where it permits anything
    /// or supersedes. Errors: `zero`, `paused`, `consent_not_found`, `wrong_status`, `self_reference`,
    /// `consent_too_large`, `superseding_pending`, `cell_full`.
    Activate {
        /// The subject.
        subject: Bytes32,
        /// The proposed consent.
        id: u32,
    },
    /// Refuses a proposed consent, for good. The owner or a delegate with `grant`; a deny takes `revoke` too, and the
    /// owner's own denies are the owner's alone. Never stopped. Errors: `zero`, `consent_not_found`, `wrong_status`.
    Refuse {
        /// The subject.
        subject: Bytes32,
        /// The proposed consent.
        id: u32,
    },
    /// Withdraws a consent, for good (GDPR Article 7(3)). The owner or a delegate with `revoke`; a deny takes
    /// `grant` too, and the owner's own denies are the owner's alone. Never stopped.
    /// Errors: `zero`, `consent_not_found`, `wrong_status`.
    Revoke {
        /// The subject.
        subject: Bytes32,
        /// The active consent.
        id: u32,
    },
    /// Marks a consent as recorded by mistake, for good. As [`ExecuteMsg::Revoke`].
    MarkEnteredInError {
        /// The subject.
        subject: Bytes32,
        /// The proposed or active consent.
        id: u32,
    },
    /// Appoints a delegate. The owner, or a delegate with `manage_delegates` within its own powers, period and
    /// exclusions (`exceeds_own_powers`). Stopped by a pause. At most 8 live ones (`too_many_delegates`).
    /// Errors: `invalid_address`, `self_reference`, `no_power`, `invalid_count`, `duplicate`, `zero`, `period_empty`,
    /// `period_over`, `time_out_of_range`, `paused`, `delegate_exists`, `delegates_exhausted`, and those.
    AddDelegate {
        /// The subject.
        subject: Bytes32,
        /// The delegate.
        delegate: NewDelegate,
    },
    /// Ends a delegate at once. The owner; a delegate with `manage_delegates` those it appointed; a delegate
    /// itself. Those that it appointed end with it. Never stopped. Errors: `invalid_address`, `delegate_not_found`.
    EndDelegate {
        /// The subject.
        subject: Bytes32,
        /// The delegate's account.
        account: String,
        /// Whether every permit it granted ends with it; a delegate that sends this needs `revoke`.
        end_grants: bool,
    },
    /// Answers an open request for access. The owner or a delegate with `grant`. Granting is stopped by a pause.
    /// Errors: `invalid_address`, `request_not_found`, and those of `grant`.
    AnswerRequest {
        /// The subject.
        subject: Bytes32,
        /// The requester's account, as the request shows it.
        requester: String,
        /// The answer.
        answer: RequestAnswer,
    },
    /// Ends a live emergency access; the actor waits seven days for another. The owner or a delegate with
    /// `revoke`; never stopped. Errors: `zero`, `emergency_not_found`, `emergency_not_live`.
    EndEmergency {
        /// The subject.
        subject: Bytes32,
        /// The identity-registry number of who broke the glass.
        actor: u32,
    },
    /// Reviews an emergency access. The owner, a delegate with `revoke`, or a custodian that the subject accepted;
    /// never the actor. Never stopped. Errors: `zero`, `emergency_not_found`, `review_not_owed`.
    ReviewEmergency {
        /// The subject.
        subject: Bytes32,
        /// The identity-registry number of who broke the glass.
        actor: u32,
        /// The judgement.
        outcome: ReviewOutcome,
    },
    /// Registers records about a subject who accepted the sender. A custodian: an organisation with a valid
    /// `data_custodian` credential. Stopped by a pause.
    /// Errors: `invalid_count`, `duplicate`, `zero`, `paused`, `record_exists`.
    RegisterRecords {
        /// The subject.
        subject: Bytes32,
        /// The records; 1 to 30, no id twice.
        records: Vec<NewRecord>,
    },
    /// Changes records in place; removing a label makes a new version. Their custodian, accepted still or not. A pause
    /// stops it where more than commitment and key version changes, save for labels that are added.
    /// Errors: `invalid_count`, `duplicate`, `zero`, `paused`, `record_not_found`, `locator_changed`,
    /// `key_version_fell`.
    UpdateRecords {
        /// The subject.
        subject: Bytes32,
        /// The records as they shall be; 1 to 30, no id twice.
        records: Vec<NewRecord>,
    },
    /// Puts key envelopes for grantees that are permitted now. The records' custodian. Stopped by a pause.
    /// Errors: `invalid_count`, `grantee_is_role`, `zero`, `invalid_address`, `paused`, `wrong_envelope_form`,
    /// `duplicate`, `record_not_found`, `consent_not_found`, `grantee_not_permitted`.
    PutEnvelopes {
        /// The subject.
        subject: Bytes32,
        /// The envelopes; 1 to 30.
        envelopes: Vec<EnvelopeEntry>,
    },
    /// Removes envelopes whose consent, key version or subject is dead; what still lives is left. Anyone; never
    /// stopped. Errors: `invalid_count`, `zero`, `grantee_is_role`, `invalid_address`, `subject_not_found`.
    Prune {
        /// The subject.
        subject: Bytes32,
        /// The envelopes; 1 to 50.
        envelopes: Vec<EnvelopeRef>,
    },
    /// Anchors the next numbered Merkle root of a day's audit events, kept off chain; never overwritten.
    /// A custodian; never stopped. Errors: `zero`, `day_out_of_range`.
    AnchorAuditRoot {
        /// The UTC day since 1970; not ahead of block time.
        day: i32,
        /// The root. Zero is refused.
        root: Bytes32,
        /// How many events it covers, at least 1.
        count: u32,
    },
    /// States whether the custodian is a programme under 42 CFR Part 2, so that answers about its data carry the
    /// notice of § 2.32. A custodian; never stopped. Errors: `nothing_to_change`.
    DeclarePart2 {
        /// Whether it is.
        part2: bool,
    },
    /// Places, or renews, a hold that keeps the custodian's own records and their log from erasure; refused once
    /// erasure has begun. A custodian that the subject accepts, or that registered records of it; never stopped.
    /// Errors: `period_over`, `out_of_range`, `subject_erased`.
    PlaceHold {
        /// The subject.
        subject: Bytes32,
        /// Why.
        reason: HoldReason,
        /// When it ends, at most one year ahead.
        until: u32,
    },
    /// Lifts the custodian's hold, also of an erased subject. Its custodian; never stopped. Errors: `hold_not_found`.
    LiftHold {
        /// The subject.
        subject: Bytes32,
    },
    /// Decides and logs in one transaction; a deny or no_consent is recorded as a refusal and is no error, save
    /// `requester_not_accredited`. A custodian; or the requester itself if identity-registry has a number for it, or an
    /// administrator or device operator of an organisation both act for, about registered records. Never stopped. The
    /// answers come back as data. Errors: `invalid_count`, `duplicate`, `zero`, what an item is refused for,
    /// `invalid_address`, `subject_not_found`, `subject_erased`, `record_not_found`, and that.
    RecordAccess {
        /// The attempt.
        attempt: AccessAttempt,
        /// The items; 1 to 30.
        items: Vec<AccessItem>,
    },
    /// Asks the subject for access; one open request per requester, at most 16 per subject. A requester with any
    /// valid credential, or an affiliation that rests on one. Stopped by a pause.
    /// Errors: `invalid_count`, `duplicate`, `zero`, `period_over`, `out_of_range`, `paused`, `subject_not_found`,
    /// `subject_erased`, `request_exists`, `too_many_requests`.
    RequestAccess {
        /// The subject.
        subject: Bytes32,
        /// What for; 1 to 8.
        purposes: Vec<Purpose>,
        /// Classes of data; absent: any; else 1 to 16.
        classes: Option<Vec<DataClass>>,
        /// When the request lapses, at most 30 days ahead.
        until: u32,
    },
    /// Takes the sender's open request back. Its requester, accredited still or not; never stopped.
    CancelRequest {
        /// The subject.
        subject: Bytes32,
    },
    /// Breaks the glass: BTG requests of the sender are permitted until it ends. A holder with a valid
    /// `emergency_responder` credential of the required assurance and the function `emergency` from the organisation.
    /// A subject who forbids emergencies makes it refused and recorded, without error. Never stopped.
    /// Errors: `zero`, `out_of_range`, `subject_not_found`, `subject_erased`, `emergency_ended` for seven days
    /// after the subject ended the sender's last one, `reviews_overdue` while three of its reviews are 72 hours
    /// overdue.
    BreakGlass {
        /// The subject.
        subject: Bytes32,
        /// The organisation it acts for, by identity-registry number.
        organisation: u32,
        /// Why.
        reason: EmergencyReason,
        /// The salted hash of the justification, kept off chain. Zero is refused.
        justification: Bytes32,
        /// For how long, in seconds: 1 to 86,400.
        duration: u32,
    },
    /// Lets an organisation's requests for a secondary use pass the subject's opt-out; at most 16 at a time
    /// (`too_many_overrides`). A holder of a valid `data_access_body` credential; never stopped. Errors: `zero`,
    /// `period_over`, `out_of_range`, `subject_not_found`, `subject_erased`, `not_opted_out`, and that.
    OverrideOptOut {
        /// The subject.
        subject: Bytes32,
        /// The organisation, by identity-registry number.
        organisation: u32,
        /// The reason.
        reason: OverrideReason,
        /// When it ends, at most one year ahead.
        until: u32,
    },
    /// Sets what a kind's credentials need to be relied on: raising is immediate, lowering waits 48 hours and is
    /// applied by `apply_requirement`. The admin; never stopped. Raising ends a lowering of the same kind that waits.
    /// Errors: `out_of_range`, `requirement_unchanged`, `proposal_pending`.
    SetRequirement {
        /// The requirement.
        requirement: KindRequirement,
    },
    /// Applies a due lowering of a requirement. Anyone; never stopped.
    /// Errors: `nothing_pending`, `too_early`, `proposal_lapsed`.
    ApplyRequirement {},
    /// Ends a scheduled lowering. The admin; never stopped. Errors: `nothing_pending`.
    CancelRequirement {},
    /// Administration: admin, pauser, pause. Who may send it, and its errors, stand at each.
    Admin(AdminMsg),
}

strict!(ExecuteMsg);
