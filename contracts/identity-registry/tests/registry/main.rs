//! The registry's behaviour, through its messages.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod affiliations;
mod bounds;
mod changes;
mod credentials;
mod devices;
mod events;
mod guardians;
mod harness;
mod identifiers;
mod instantiation;
mod invariants;
mod issuers;
mod limits;
mod matrix;
mod messages;
mod migration;
mod moves;
mod permissions;
mod queries;
mod raw;
mod sequences;
mod several;
mod status;
mod sub_issuers;
