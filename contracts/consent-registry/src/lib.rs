//! consent-registry: may this requester, for this purpose, do this with this person's data? Answered from the
//! person's own consents, in bounded time, with the reason and the records that decided.

pub mod authority;
mod check;
pub mod contract;
pub mod ctx;
mod decision;
pub mod error;
mod execute;
mod grantee;
pub mod permissions;
mod query;
mod requester;
pub mod state;

pub use error::{ConsentError, ContractError};
