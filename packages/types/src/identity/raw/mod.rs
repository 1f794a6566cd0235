//! The packed entries that other contracts read directly: keys, layouts and what they mean.
//!
//! Numbers are big-endian, times u32 seconds with 0xFFFFFFFF for "open". The registry itself stores through
//! these functions, so that there is one codec. Bytes that do not fit a layout exactly are [`Malformed`],
//! never an absence: an affiliation that is not seen is a deny that is lost.

mod account;
mod cold;
mod credential;
mod issuer;

pub use account::{AccountEntry, AffiliationEntry};
pub use cold::ColdEntry;
pub use credential::{nearness, CredentialEntry, Credentials};
pub use issuer::{sub_bit, IssuerEntry};

use super::CredentialKind;
use crate::pack::{CorruptState, Packed};

/// Prefix of issuers: number u32 → [`IssuerEntry`].
pub const ISSUER: u8 = 0x01;
/// Prefix of the credentials of one kind: holder u32, kind u8 → 1–4 [`CredentialEntry`].
pub const CREDENTIALS: u8 = 0x02;
/// Prefix of accounts: canonical address → [`AccountEntry`].
pub const ACCOUNT: u8 = 0x03;
/// Prefix of the cold part of credentials: issuer u32, kind u8, holder u32 → [`ColdEntry`].
pub const COLD: u8 = 0x04;

/// The most issuers whose credentials of one kind a holder has.
pub const MAX_ISSUERS_PER_KIND: usize = 4;
/// The most affiliations of an account, ended ones that still bind denies included.
pub const MAX_AFFILIATIONS: usize = 6;
/// For how long an ended affiliation binds denies: 30 days, in seconds.
pub const DENY_BINDING: u32 = 30 * 86_400;

/// An entry of identity-registry does not have its layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed_identity_entry: {entry} at byte {at}")]
pub struct Malformed {
    /// Which entry it is: `issuer`, `credentials` or `account`.
    pub entry: &'static str,
    /// The offset at which reading failed; 0 also if the entry is missing.
    pub at: usize,
}

/// Reads an entry that was fetched raw.
pub(super) fn read<T: Packed>(bytes: &[u8], entry: &'static str) -> Result<T, Malformed> {
    T::from_packed(bytes).map_err(|CorruptState { at }| Malformed { entry, at })
}

/// The key of an issuer.
pub fn issuer_key(number: u32) -> Vec<u8> {
    [&[ISSUER][..], &number.to_be_bytes()].concat()
}

/// The key of a holder's credentials of one kind.
pub fn credentials_key(holder: u32, kind: CredentialKind) -> Vec<u8> {
    [&[CREDENTIALS][..], &holder.to_be_bytes(), &[kind.number()]].concat()
}

/// The key of an account, by its canonical address.
pub fn account_key(canonical: &[u8]) -> Vec<u8> {
    [&[ACCOUNT][..], canonical].concat()
}

/// The key of the cold part of a credential.
pub fn cold_key(issuer: u32, kind: CredentialKind, holder: u32) -> Vec<u8> {
    [
        &[COLD][..],
        &issuer.to_be_bytes(),
        &[kind.number()],
        &holder.to_be_bytes(),
    ]
    .concat()
}

#[cfg(test)]
mod tests;
