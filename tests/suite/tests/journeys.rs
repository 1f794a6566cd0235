//! Journeys through both contracts: what happens to a decision when the world changes between two questions.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod journeys {
    mod affiliation;
    mod delegates;
    mod deployment;
    mod emergency;
    mod erasure;
    mod issuers;
    mod ownership;
    mod pause;
    mod records;
    mod renewal;
    mod requests;
    mod secondary_use;
}
