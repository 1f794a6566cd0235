//! Messages, responses, events and coded values of every cw-health contract, and typed clients.

pub mod bytes;
pub mod codes;
pub mod period;
pub mod strict;

pub use bytes::Bytes32;
pub use period::Period;
