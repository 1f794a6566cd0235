//! Issuers, sub-issuers and scheduled changes.

use super::super::{CredentialKind, IdentifierScheme, IssuerChange, IssuerState};
use crate::Period;
use cosmwasm_schema::cw_serde;

/// An issuer.
#[cw_serde]
pub struct IssuerInfo {
    /// Its number.
    pub issuer: u32,
    /// Its account.
    pub account: String,
    /// Its state.
    pub state: IssuerState,
    /// The kinds it is accredited for.
    pub kinds: Vec<CredentialKind>,
    /// The identifier schemes it is accredited for.
    pub schemes: Vec<IdentifierScheme>,
    /// How many sub-issuers were ever appointed.
    pub sub_issuers: u8,
    /// What it issued or renewed after this second fails; absent: nothing.
    pub distrust_after: Option<u32>,
}

/// A page of issuers.
#[cw_serde]
pub struct IssuersResponse {
    /// The issuers.
    pub items: Vec<IssuerInfo>,
    /// Where to go on; absent on the last page.
    pub next: Option<u32>,
}

/// One issuer.
#[cw_serde]
pub struct IssuerResponse {
    /// The issuer; absent if there is none of that number.
    pub issuer: Option<IssuerInfo>,
}

/// A sub-issuer.
#[cw_serde]
pub struct SubIssuerInfo {
    /// Its number within the issuer, from 1.
    pub sub: u8,
    /// Its account.
    pub account: String,
    /// Its state.
    pub state: IssuerState,
    /// The kinds it may issue, as far as the issuer above still may.
    pub kinds: Vec<CredentialKind>,
}

/// The sub-issuers of an issuer.
#[cw_serde]
pub struct SubIssuersResponse {
    /// The sub-issuers: at most 32.
    pub items: Vec<SubIssuerInfo>,
}

/// A scheduled change.
#[cw_serde]
pub struct PendingIssuerChange {
    /// Its number.
    pub id: u32,
    /// What will be.
    pub change: IssuerChange,
    /// When it may be applied: not before `from`, no longer at `until`.
    pub period: Period,
}

/// A page of scheduled changes.
#[cw_serde]
pub struct IssuerChangesResponse {
    /// The changes.
    pub items: Vec<PendingIssuerChange>,
    /// Where to go on; absent on the last page.
    pub next: Option<u32>,
}
