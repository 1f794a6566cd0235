//! Random sequences of messages to both contracts, checked against a plain reference model after every message.
//!
//! The model keeps ordinary collections, knows the rules from the specification, and shares no code with the contracts
//! or with `health-rules`. After every message the outcome (accepted, or the code of the error), the answers to
//! queries, and what must hold of the raw entries are compared. A refused message must not have changed a byte.
//!
//! `MODEL_SEQUENCES` (250), `MODEL_STEPS` (60) and `MODEL_SEED` (1) set how much is run, and from which seed;
//! a disagreement names the seed of its sequence and lists the messages that led to it.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod model {
    mod care;
    mod compare;
    mod consents;
    mod decide;
    mod focus;
    mod forms;
    mod generate;
    mod invariants;
    mod membership;
    mod questions;
    mod random;
    mod registry;
    mod run;
    mod subject;
    mod tree;
    mod world;
}
