//! identity-registry: who is accredited as what.
//!
//! A *holder* is whoever has a number: by a credential, an affiliation or a profile. Numbers are never reused and
//! begin at 1; the account behind one can be replaced. An *issuer* has a number of its own. Patients have none.

mod client;
mod codes;
mod event;
mod execute;
mod init;
mod parts;
mod query;
pub mod raw;
mod response;

pub use client::{Client, Requirement};
pub use codes::{
    Actor, Assurance, CredentialKind, CredentialState, Curve, Function, IdentifierScheme,
    IssuerState, OrganisationType, Reason, Status,
};
pub use event::IdentityEvent;
pub use execute::{ExecuteMsg, IssuerChange};
pub use init::{InstantiateMsg, MigrateMsg};
pub use parts::{
    Accreditation, AffiliationRef, Country, DeviceKey, Identifier, InvalidCountry, NewAffiliation,
    NewCredential, NewProfile,
};
pub use query::{CheckRequest, CredentialCursor, IssuedCursor, MemberCursor, QueryMsg, VoteCursor};
pub use response::*;

/// The cw2 name.
pub const CONTRACT_NAME: &str = "cw-health:identity-registry";

/// The most entries of a batch: credentials, affiliations, checks.
pub const MAX_BATCH: usize = 50;
/// The most sub-issuers that an issuer ever appoints: their numbers are never reused.
pub const MAX_SUB_ISSUERS: u8 = 32;
/// The most issuers that instantiation accredits.
pub const MAX_FIRST_ISSUERS: usize = 32;
/// The most credentials on which one identifier stands at a time.
pub const MAX_IDENTIFIER_USES: usize = 8;
/// The most guardians of a holder.
pub const MAX_GUARDIANS: usize = 8;
/// The longest display name, in bytes.
pub const MAX_NAME: usize = 128;
/// The longest DID, in bytes.
pub const MAX_DID: usize = 256;
/// The most service endpoints of a profile.
pub const MAX_ENDPOINTS: usize = 8;
/// The longest service endpoint, in bytes.
pub const MAX_ENDPOINT: usize = 256;
/// The tag that begins what both keys sign when a device's key is rotated.
pub const ROTATE_KEY_TAG: &str = "cw-health/identity/rotate-key/1";
