//! consent-registry: may this requester, for this purpose, do this with this person's data? Answered from the
//! person's own consents, in bounded time, with the reason and the records that decided.

pub mod authority;
pub mod contract;
pub mod ctx;
pub mod error;
mod execute;
pub mod permissions;
mod query;
pub mod state;

pub use error::{ConsentError, ContractError};
