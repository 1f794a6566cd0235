//! The cw-multi-test suite of all cw-health contracts, with named actors.
//!
//! [`Suite::new`] starts a chain in the process and deploys what there is: an identity-registry with one issuer, the
//! account `authority`, accredited for every kind and scheme, and a consent-registry that asks it. Accounts are named:
//! the same name is always the same account. [`Suite::town`] peoples it.
//!
//! It serves tests and the demonstration, which both want to stop at the first surprise: its set-up steps panic.

#![allow(clippy::expect_used, clippy::panic)]

pub mod contracts;
mod records;
mod rule;
mod steps;
mod suite;
mod town;

pub use rule::Rule;
pub use steps::State;
pub use suite::{error_code, Outcome, Suite, Tx};
pub use town::Town;
