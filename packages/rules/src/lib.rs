//! The decisions of cw-health as pure functions: no storage, no chain, no clock.

pub mod identifiers;
