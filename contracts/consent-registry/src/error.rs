//! What the registry refuses, and why.

use cosmwasm_std::StdError;
use health_kit::KitError;
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
    /// There is no such subject, or it is erased.
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
}
