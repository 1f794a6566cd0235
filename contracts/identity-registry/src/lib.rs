//! identity-registry: who is accredited as what. Organisations, practitioners and devices have public entries;
//! patients never do. Every other contract asks it; it asks nobody.

pub mod auth;
mod bounds;
pub mod contract;
pub mod error;
mod execute;
mod query;
pub mod state;

pub use error::{ContractError, IdentityError};
