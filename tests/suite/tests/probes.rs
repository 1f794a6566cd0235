//! Abuse of both contracts, after `tests/vectors/abuse-probes.json`: from a valid sample of every variant, taken from the
//! schema of the types so that a new variant is probed at once, shapes, values and senders are mutated. All of it must be
//! refused without a trace: no byte of state changes, and no error repeats more than 64 bytes of what was sent.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod probes {
    mod index;
    mod queries;
    mod roles;
    mod sampler;
    mod senders;
    mod shapes;
    mod times;
    mod values;
}
