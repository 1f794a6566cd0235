//! The registry's behaviour, through its messages.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used
)]

mod access;
mod audit;
mod cast;
mod cells;
mod configuration;
mod consents;
mod corruption;
mod custodian;
mod decide;
mod delegate;
mod disclosure;
mod drafts;
mod edges;
mod emergency;
mod ending;
mod envelope;
mod erase;
mod events;
mod handover;
mod hold;
mod migration;
mod opt_out;
mod people;
mod permissions;
mod queries;
mod reach;
mod reads;
mod record;
mod recorders;
mod recovery;
mod request;
mod retention;
mod roles;
mod round_trips;
mod subjects;
mod support;
