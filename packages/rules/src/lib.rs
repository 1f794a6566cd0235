//! The decisions of cw-health as pure functions: no storage, no chain, no clock.

pub mod consent;
pub mod identifiers;
