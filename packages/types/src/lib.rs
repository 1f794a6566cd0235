//! Messages, responses, events and coded values of every cw-health contract, and typed clients.

pub mod admin;
pub mod bytes;
pub mod codes;
pub mod consent;
mod contract;
pub mod event;
pub mod identity;
pub mod pack;
pub mod period;
pub mod strict;

pub use bytes::Bytes32;
pub use period::Period;
