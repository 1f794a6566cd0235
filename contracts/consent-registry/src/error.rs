//! What the registry refuses, and why.

use cosmwasm_std::StdError;
use health_kit::KitError;
use health_rules::consent::ItemError;
use health_rules::consent::TreeError;
use health_types::identity::CredentialKind;
use thiserror::Error;

/// Any error of this contract.
#[derive(Debug, Error)]
pub enum ContractError {
    /// The registry's own.
    #[error(transparent)]
    Consent(#[from] ConsentError),
    /// One that all contracts share.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// The chain's.
    #[error(transparent)]
    Std(#[from] StdError),
}

/// Why a message or query was refused. The text starts with a stable code. Times are seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ConsentError {
    // What every family may refuse.
    /// A list or batch has too few or too many entries.
    #[error("invalid_count: {field} has {count}, from {min} to {max} are allowed")]
    InvalidCount {
        /// The field.
        field: &'static str,
        /// How many it has.
        count: usize,
        /// The least.
        min: usize,
        /// The most.
        max: usize,
    },
    /// A number lies outside its bounds.
    #[error("out_of_range: {field} is {value}, from {min} to {max} are allowed")]
    OutOfRange {
        /// The field.
        field: &'static str,
        /// The number.
        value: u32,
        /// The least.
        min: u32,
        /// The most.
        max: u32,
    },
    /// A list has an entry twice.
    #[error("duplicate: in {field}")]
    Duplicate {
        /// The field.
        field: &'static str,
    },
    /// A hash, or an identity-registry number, is zero.
    #[error("zero: {field}")]
    Zero {
        /// The field.
        field: &'static str,
    },
    /// No second can lie in the period.
    #[error("period_empty: it ends before it begins")]
    PeriodEmpty,
    /// The end lies at or before now.
    #[error("period_over: at {until}")]
    PeriodOver {
        /// The end.
        until: u32,
    },
    /// Nothing would change.
    #[error("nothing_to_change: the message changes nothing")]
    NothingToChange,
    /// There is no such subject.
    #[error("subject_not_found: there is no such subject")]
    SubjectNotFound,
    /// The credential on which the message rests is not valid.
    #[error("credential_not_valid: {kind} of holder {holder}")]
    CredentialNotValid {
        /// The kind.
        kind: CredentialKind,
        /// The holder, by identity-registry number.
        holder: u32,
    },

    // Subjects and consents.
    /// The sender registered a subject with this nonce before.
    #[error("subject_exists: the nonce was used before")]
    SubjectExists,
    /// The subject used the id before.
    #[error("consent_exists: {id}")]
    ConsentExists {
        /// The id.
        id: u32,
    },
    /// The subject has no consent of this id.
    #[error("consent_not_found: {id}")]
    ConsentNotFound {
        /// The id.
        id: u32,
    },
    /// The consent's status does not allow it.
    #[error("wrong_status: consent {id} is {status}")]
    WrongStatus {
        /// The id.
        id: u32,
        /// Its status now.
        status: &'static str,
    },
    /// The consent takes up too much room.
    #[error("consent_too_large: {size} bytes, at most 2048 are allowed")]
    ConsentTooLarge {
        /// How many bytes its entry would have.
        size: usize,
    },
    /// Only a root deny can be a consent's default.
    #[error("baseline_of_permit: only a root deny can be a baseline")]
    BaselineOfPermit,
    /// A consent supersedes itself.
    #[error("supersedes_itself: consent {id}")]
    SupersedesItself {
        /// The id.
        id: u32,
    },
    /// Another consent waits to supersede this one.
    #[error("superseding_pending: consent {id} will be superseded by {by}")]
    SupersedingPending {
        /// The consent.
        id: u32,
        /// The one that will supersede it.
        by: u32,
    },
    /// As many consents live in one cell as it holds.
    #[error(
        "cell_full: at most 8 live consents name one actor, two of them root denies of the owner's"
    )]
    CellFull,
    /// Everything was revoked as often as can be counted.
    #[error("epochs_exhausted: everything was revoked 2^32 - 1 times")]
    EpochsExhausted,
    /// The rule tree breaks a bound.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The requirement is what it is already.
    #[error("requirement_unchanged: of {kind}")]
    RequirementUnchanged {
        /// The kind.
        kind: CredentialKind,
    },

    // Who acts for a subject.
    /// A delegate would have no power.
    #[error("no_power: a delegate needs at least one power")]
    NoPower,
    /// A delegate would pass on more than it has.
    #[error("exceeds_own_powers: a delegate passes on at most its own powers, period and exclusions, and never manage_delegates")]
    ExceedsOwnPowers,
    /// The account is a live delegate already.
    #[error("delegate_exists: end it first")]
    DelegateExists,
    /// Eight delegates live.
    #[error("too_many_delegates: at most 8 live at a time")]
    TooManyDelegates,
    /// The subject appointed as many delegates as there are numbers.
    #[error("delegates_exhausted: no number is left for another delegate")]
    DelegatesExhausted,
    /// The account is no delegate, or one that was ended.
    #[error("delegate_not_found: the account is no delegate of the subject")]
    DelegateNotFound,
    /// Recovery contacts propose a new owner.
    #[error("recovery_pending: recovery contacts propose a new owner")]
    RecoveryPending,
    /// The owner vetoed a recovery, and the contacts may propose again before they are replaced.
    #[error("recovery_contested: the contacts stay until {until}")]
    RecoveryContested {
        /// From when on they can be replaced.
        until: u32,
    },
    /// All recovery contacts proposed it after a veto.
    #[error("not_vetoable: all contacts proposed it again after a veto")]
    NotVetoable,
    /// The contact proposes this owner already, or vetoes this handover already.
    #[error("already_agreed: the contact said so before")]
    AlreadyAgreed,
    /// The account owns the subject already.
    #[error("already_owner: the account owns the subject")]
    AlreadyOwner,
    /// A handover waits.
    #[error("handover_pending: cancel the handover first")]
    HandoverPending,

    // Custodians, records and their keys.
    /// The subject accepts the custodian already.
    #[error("custodian_accepted: {custodian} is accepted already")]
    CustodianAccepted {
        /// The custodian.
        custodian: u32,
    },
    /// The subject does not accept the custodian.
    #[error("custodian_not_accepted: {custodian}")]
    CustodianNotAccepted {
        /// The custodian.
        custodian: u32,
    },
    /// The custodian used the id before.
    #[error("record_exists: {id}")]
    RecordExists {
        /// The id.
        id: u32,
    },
    /// The custodian has no record of this id.
    #[error("record_not_found: {id}")]
    RecordNotFound {
        /// The id.
        id: u32,
    },
    /// A record's locator never changes.
    #[error("locator_changed: of record {id}")]
    LocatorChanged {
        /// The id.
        id: u32,
    },
    /// A record's key version only grows.
    #[error("key_version_fell: of record {id} from {from}")]
    KeyVersionFell {
        /// The id.
        id: u32,
        /// The version it has.
        from: u32,
    },
    /// An envelope's grantee is a role.
    #[error("grantee_is_role: an envelope is for one account, person, organisation or device")]
    GranteeIsRole,
    /// Envelopes have the other form here.
    #[error("wrong_envelope_form: this deployment takes {expected}")]
    WrongEnvelopeForm {
        /// `digest` or `ciphertext`.
        expected: &'static str,
    },
    /// The consent that an envelope names does not permit the grantee this record now.
    #[error("grantee_not_permitted: by consent {consent} for record {record}")]
    GranteeNotPermitted {
        /// The consent.
        consent: u32,
        /// The record.
        record: u32,
    },
    /// There is no envelope that may be opened.
    #[error("envelope_not_found: there is none, or its consent or key is dead")]
    EnvelopeNotFound,
    /// An audit day lies ahead, or before 1970.
    #[error("day_out_of_range: {day} is no day until today")]
    DayOutOfRange {
        /// The day.
        day: i32,
    },
    /// The custodian holds nothing.
    #[error("hold_not_found: the custodian has no hold that lasts")]
    HoldNotFound,
    /// The subject erased itself.
    #[error("subject_erased: the subject erased itself")]
    SubjectErased,

    // Requests.
    /// The requester has an open request.
    #[error("request_exists: one request is open already")]
    RequestExists,
    /// Sixteen requests are open.
    #[error("too_many_requests: at most 16 are open at a time")]
    TooManyRequests,
    /// The requester has no open request.
    #[error("request_not_found: there is no such open request")]
    RequestNotFound,
    /// A cursor that the registry did not give.
    #[error("invalid_cursor: not one that the registry gave")]
    InvalidCursor,

    // Decisions, emergencies and opt-outs.
    /// An item that a custodian describes breaks a bound.
    #[error(transparent)]
    Item(#[from] ItemError),
    /// A refusal would be recorded of an account without an identity-registry number.
    #[error(
        "requester_not_accredited: the requester has no identity-registry number, and is refused"
    )]
    RequesterNotAccredited,
    /// The holder never broke the glass.
    #[error("emergency_not_found: of actor {actor}")]
    EmergencyNotFound {
        /// The holder.
        actor: u32,
    },
    /// The holder's emergency access is over.
    #[error("emergency_not_live: of actor {actor}")]
    EmergencyNotLive {
        /// The holder.
        actor: u32,
    },
    /// The subject ended the sender's last emergency access.
    #[error("emergency_ended: the subject ended the last one, not before {from}")]
    EmergencyEnded {
        /// From when on the sender may break the glass again.
        from: u32,
    },
    /// Three reviews of the sender's emergency accesses are overdue.
    #[error("reviews_overdue: three emergency accesses await review for more than 72 hours")]
    ReviewsOverdue,
    /// Nothing was opened, or it is reviewed already.
    #[error("review_not_owed: of actor {actor}")]
    ReviewNotOwed {
        /// The holder.
        actor: u32,
    },
    /// The subject does not opt out of secondary use.
    #[error("not_opted_out: there is no opt-out to override")]
    NotOptedOut,
    /// As many overrides as a subject may have live.
    #[error("too_many_overrides: {max} live already")]
    TooManyOverrides {
        /// How many.
        max: usize,
    },
}

impl From<TreeError> for ContractError {
    fn from(error: TreeError) -> Self {
        ConsentError::Tree(error).into()
    }
}
