//! The one error of this crate.

use crate::migrate::Version;
use crate::text::TextProblem;
use thiserror::Error;

/// Why something shared by all contracts was refused. The text starts with a stable code and repeats at most 64
/// characters of input. Times are seconds since 1970.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum KitError {
    /// The sender does not hold the role that the message requires.
    #[error("unauthorized: the sender may not do this")]
    Unauthorized,
    /// A message that takes no coins came with some.
    #[error("funds_refused: this message takes no {denom}")]
    FundsRefused {
        /// The first denomination sent.
        denom: String,
    },
    /// Text that is no address of this chain, or one not written in its normal form.
    #[error("invalid_address: {address}")]
    InvalidAddress {
        /// The text.
        address: String,
    },
    /// An account that must be somebody else's is the sender's or the contract's own.
    #[error("self_reference: {address} is the sender or the contract")]
    SelfReference {
        /// The account.
        address: String,
    },
    /// A name or label that cannot be taken.
    #[error("invalid_text: {field} {problem}")]
    InvalidText {
        /// Which field of the message.
        field: &'static str,
        /// What is wrong with it.
        problem: TextProblem,
    },
    /// A page of no items was asked for.
    #[error("limit_zero: limit must be at least 1")]
    LimitZero,
    /// A time that u32 seconds cannot hold.
    #[error("time_out_of_range: {seconds}")]
    TimeOutOfRange {
        /// The time.
        seconds: u64,
    },

    /// Stored bytes that this version does not write; never taken for an absence.
    #[error("corrupt_state: {entry} at byte {at}")]
    CorruptState {
        /// Which map or item.
        entry: &'static str,
        /// The offset in the key or value at which reading failed.
        at: usize,
    },
    /// A value or key too large for its packed form, or empty.
    #[error("does_not_fit: {entry}")]
    DoesNotFit {
        /// Which map or item.
        entry: &'static str,
    },

    /// The message is stopped by a pause.
    #[error("paused: until {until}")]
    Paused {
        /// When the pause lapses.
        until: u32,
    },
    /// A pause cannot be extended.
    #[error("already_paused: until {until}")]
    AlreadyPaused {
        /// When the pause lapses.
        until: u32,
    },
    /// The last pause ended too short a time ago.
    #[error("pause_too_soon: not before {from}")]
    PauseTooSoon {
        /// From when on the contract may be paused.
        from: u32,
    },
    /// There is no pause to lift.
    #[error("not_paused: there is no pause to lift")]
    NotPaused,

    /// A live proposal of this kind must be cancelled first.
    #[error("proposal_pending: until {lapses_at}")]
    ProposalPending {
        /// When it lapses.
        lapses_at: u32,
    },
    /// There is no live proposal of this kind.
    #[error("nothing_pending: there is no such proposal")]
    NothingPending,
    /// The proposal is still waiting.
    #[error("too_early: not before {ready_at}")]
    TooEarly {
        /// When it may be applied.
        ready_at: u32,
    },
    /// The proposal waited too long.
    #[error("proposal_lapsed: at {lapsed_at}")]
    ProposalLapsed {
        /// When it lapsed.
        lapsed_at: u32,
    },
    /// The account already holds the role.
    #[error("unchanged: {address} already holds the role")]
    Unchanged {
        /// The account.
        address: String,
    },
    /// There is no pauser to remove.
    #[error("no_pauser: there is no pauser to remove")]
    NoPauser,

    /// The state belongs to no contract that states its name and version.
    #[error("version_missing: the state has no contract_info")]
    VersionMissing,
    /// The state belongs to another contract.
    #[error("wrong_contract: {found}")]
    WrongContract {
        /// The name found.
        found: String,
    },
    /// A version that is not three numbers.
    #[error("version_unreadable: {found}")]
    VersionUnreadable {
        /// The version found.
        found: String,
    },
    /// The state is of a newer version than the code.
    #[error("version_newer: {found}")]
    VersionNewer {
        /// The version found.
        found: Version,
    },
}
