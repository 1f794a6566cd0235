//! What the registry refuses, and why.

use cosmwasm_std::StdError;
use health_kit::KitError;
use health_rules::identifiers::IdentifierProblem;
use health_types::identity::{CredentialKind, Function, IdentifierScheme, Status};
use thiserror::Error;

/// Any error of this contract.
#[derive(Debug, Error)]
pub enum ContractError {
    /// The registry's own.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// One that all contracts share.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// The chain's.
    #[error(transparent)]
    Std(#[from] StdError),
}

/// Why a message was refused. The text starts with a stable code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IdentityError {
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
    /// A list has an entry twice.
    #[error("duplicate: in {field}")]
    Duplicate {
        /// The field.
        field: &'static str,
    },
    /// A hash is all zeros.
    #[error("zero_hash: {field}")]
    ZeroHash {
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
    /// A value is no identifier of its scheme.
    #[error("invalid_identifier: {scheme}: {problem}")]
    InvalidIdentifier {
        /// The scheme.
        scheme: IdentifierScheme,
        /// What is wrong.
        problem: IdentifierProblem,
    },
    /// A DID or endpoint has a wrong form.
    #[error("invalid_uri: {field}")]
    InvalidUri {
        /// The field.
        field: &'static str,
    },
    /// A public key has not the form of its curve.
    #[error("invalid_key: not a key of the curve")]
    InvalidKey,
    /// The reason is given by the contract alone.
    #[error("reason_refused: it is the holder's to give")]
    ReasonRefused,
    /// A function may not rest on this kind.
    #[error("function_not_supported: {function} does not rest on {kind}")]
    FunctionNotSupported {
        /// The function.
        function: Function,
        /// The kind.
        kind: CredentialKind,
    },
    /// The kind has no public profile.
    #[error("kind_without_profile: {kind}")]
    KindWithoutProfile {
        /// The kind.
        kind: CredentialKind,
    },
    /// A key or calibration of what is no device.
    #[error("not_a_device: the profile rests on another kind")]
    NotADevice,
    /// The threshold does not fit the number of guardians.
    #[error("invalid_threshold: {threshold} of {guardians}")]
    InvalidThreshold {
        /// The threshold.
        threshold: u8,
        /// How many guardians.
        guardians: usize,
    },

    /// There is no such issuer.
    #[error("issuer_not_found: {issuer}")]
    IssuerNotFound {
        /// The number.
        issuer: u32,
    },
    /// The account is an issuer's or sub-issuer's already.
    #[error("issuer_exists: the account is that of issuer {issuer}")]
    IssuerExists {
        /// The issuer's number.
        issuer: u32,
    },
    /// There is no such sub-issuer.
    #[error("sub_issuer_not_found: {sub} of {issuer}")]
    SubIssuerNotFound {
        /// The issuer's number.
        issuer: u32,
        /// The sub-issuer's number.
        sub: u8,
    },
    /// The issuer appointed 32 already.
    #[error("too_many_sub_issuers: at most 32 are ever appointed")]
    TooManySubIssuers,
    /// There is no such scheduled change.
    #[error("change_not_found: {change}")]
    ChangeNotFound {
        /// The number.
        change: u32,
    },
    /// The record's state does not allow it.
    #[error("wrong_state: {state}")]
    WrongState {
        /// The state it is in.
        state: &'static str,
    },
    /// The issuer is not accredited for the kind.
    #[error("kind_not_accredited: {kind}")]
    KindNotAccredited {
        /// The kind.
        kind: CredentialKind,
    },
    /// The issuer is not accredited for the scheme.
    #[error("scheme_not_accredited: {scheme}")]
    SchemeNotAccredited {
        /// The scheme.
        scheme: IdentifierScheme,
    },
    /// The time is later than the present one, or in the future.
    #[error("not_narrower: trust may not be widened so")]
    NotNarrower,
    /// The issuer or sub-issuer is suspended or removed and may only suspend.
    #[error("issuer_suspended: it may suspend and nothing else")]
    IssuerSuspended,
    /// The issuer is distrusted and may issue no more.
    #[error("issuer_distrusted: after {after}")]
    IssuerDistrusted {
        /// The last second that is trusted.
        after: u32,
    },

    /// The holder is the issuer, one above or one below it.
    #[error("self_issue: nobody issues to itself, its issuer or its sub-issuers")]
    SelfIssue,
    /// The holder barred the issuer.
    #[error("issuer_barred: by holder {holder}")]
    IssuerBarred {
        /// The holder's number.
        holder: u32,
    },
    /// The account's holder moved away.
    #[error("account_retired: its holder moved to another account")]
    AccountRetired,
    /// There is such a credential, and it is not revoked.
    #[error("credential_exists: {kind} of holder {holder}")]
    CredentialExists {
        /// The kind.
        kind: CredentialKind,
        /// The holder's number.
        holder: u32,
    },
    /// There is no such credential.
    #[error("credential_not_found: {kind} of holder {holder}")]
    CredentialNotFound {
        /// The kind.
        kind: CredentialKind,
        /// The holder's number.
        holder: u32,
    },
    /// Four other issuers' credentials of the kind are live.
    #[error("too_many_issuers: four others vouch for {kind} of holder {holder}")]
    TooManyIssuers {
        /// The kind.
        kind: CredentialKind,
        /// The holder's number.
        holder: u32,
    },
    /// The new end is not later than the old one.
    #[error("not_later: the credential does not end before")]
    NotLater,
    /// Another holder has the identifier.
    #[error("identifier_taken: by holder {holder}")]
    IdentifierTaken {
        /// The holder's number.
        holder: u32,
    },
    /// The identifier stands on eight credentials.
    #[error("too_many_uses: the identifier stands on eight credentials")]
    TooManyUses,
    /// Nobody has the identifier.
    #[error("identifier_not_found: nobody has it")]
    IdentifierNotFound,
    /// The holder barred the issuer before.
    #[error("already_barred: issuer {issuer}")]
    AlreadyBarred {
        /// The issuer's number.
        issuer: u32,
    },
    /// The holder did not bar the issuer.
    #[error("not_barred: issuer {issuer}")]
    NotBarred {
        /// The issuer's number.
        issuer: u32,
    },
    /// The sender has no valid credential of the kind.
    #[error("credential_not_valid: {kind} is {status}")]
    CredentialNotValid {
        /// The kind.
        kind: CredentialKind,
        /// What a check answers.
        status: Status,
    },

    /// The device has another key, which is rotated instead.
    #[error("key_exists: rotate it")]
    KeyExists,
    /// The device has no key to rotate.
    #[error("key_not_found: there is no key to rotate")]
    KeyNotFound,
    /// The new key is the old one.
    #[error("key_unchanged: the new key is the old one")]
    KeyUnchanged,
    /// A signature does not verify.
    #[error("invalid_signature: of the {key} key")]
    InvalidSignature {
        /// Whose: `old` or `new`.
        key: &'static str,
    },
    /// The device was deactivated for ever.
    #[error("device_deactivated: for ever")]
    DeviceDeactivated,
    /// The holder is no device.
    #[error("device_not_found: the holder is no device")]
    DeviceNotFound,

    /// There is no such affiliation.
    #[error("affiliation_not_found: on {kind} of organisation {organisation}")]
    AffiliationNotFound {
        /// The organisation's number.
        organisation: u32,
        /// The kind.
        kind: CredentialKind,
    },
    /// The account has six affiliations that bind.
    #[error("too_many_affiliations: at most six bind at a time")]
    TooManyAffiliations,

    /// Guardians cannot be changed while a move is disputed.
    #[error("guardians_locked: until {until}")]
    GuardiansLocked {
        /// Until when.
        until: u32,
    },
    /// The new account is not empty.
    #[error("account_in_use: a move needs an empty account")]
    AccountInUse,
    /// No move is proposed.
    #[error("move_not_found: of holder {holder}")]
    MoveNotFound {
        /// The holder's number.
        holder: u32,
    },
    /// The new account did not accept yet.
    #[error("move_not_accepted: the new account must accept first")]
    MoveNotAccepted,
    /// The issuers who proposed the move are no longer all of those with a live credential.
    #[error("move_not_supported: not all issuers with a live credential agree")]
    MoveNotSupported,
    /// All guardians proposed the move after a veto.
    #[error("not_vetoable: all guardians proposed it after a veto")]
    NotVetoable,
}
