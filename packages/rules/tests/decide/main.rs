//! Decisions that published cases leave open: emergencies, own access, restriction, opt-out, epochs, delegates'
//! exclusions, obligations, and what is explained.
#![allow(clippy::unwrap_used, missing_docs)]

mod combine;
mod fixture;
mod obligation;
