//! identity-registry: who is accredited as what.

mod codes;

pub use codes::*;
