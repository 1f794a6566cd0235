//! Answers of identity-registry. Times are seconds since 1970.

mod affiliation;
mod credential;
mod holder;
mod issuer;

pub use affiliation::*;
pub use credential::*;
pub use holder::*;
pub use issuer::*;

use cosmwasm_schema::cw_serde;

/// The version, and how many there are of what.
#[cw_serde]
pub struct ConfigResponse {
    /// The cw2 name.
    pub contract: String,
    /// The version.
    pub version: String,
    /// How many holders ever got a number.
    pub holders: u32,
    /// How many issuers were ever accredited.
    pub issuers: u32,
}
