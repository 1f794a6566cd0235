//! Affiliations, from both sides.

use super::super::{CredentialKind, Function, MemberCursor, Status};
use crate::Period;
use cosmwasm_schema::cw_serde;

/// How an account stands to an organisation.
#[cw_serde]
pub struct CheckAffiliationResponse {
    /// Whether a permit to the organisation reaches the account: an affiliation, in the function asked for, counts
    /// and the credential it rests on is valid.
    pub acts_for: bool,
    /// Whether a deny of the organisation binds the account: accepted, in whatever function, and not ended 30 days ago.
    pub binds_denies: bool,
    /// The affiliations of the account with the organisation, one a kind.
    pub affiliations: Vec<AffiliationInfo>,
}

/// An accepted affiliation.
#[cw_serde]
pub struct AffiliationInfo {
    /// The organisation's number.
    pub organisation: u32,
    /// The organisation's credential kind on which it rests.
    pub kind: CredentialKind,
    /// What the member does for the organisation.
    pub functions: Vec<Function>,
    /// When it counts.
    pub period: Period,
    /// Whether it counts.
    pub counts: bool,
    /// Whether denies of the organisation bind the member by it.
    pub binds_denies: bool,
    /// How the credential stands that it rests on.
    pub credential: Status,
}

/// The affiliations of an account.
#[cw_serde]
pub struct AffiliationsOfResponse {
    /// The affiliations: at most six.
    pub items: Vec<AffiliationInfo>,
}

/// A member of an organisation, or one to be.
#[cw_serde]
pub struct Member {
    /// The member's account.
    pub account: String,
    /// The kind on which the affiliation rests.
    pub kind: CredentialKind,
    /// The accepted affiliation.
    pub accepted: Option<MemberTerms>,
    /// The proposed affiliation, which replaces the accepted one if it is accepted; left out once it lapsed.
    pub proposed: Option<ProposedTerms>,
}

/// What an affiliation says.
#[cw_serde]
pub struct MemberTerms {
    /// What the member does for the organisation.
    pub functions: Vec<Function>,
    /// When it counts.
    pub period: Period,
}

/// What a proposed affiliation says.
#[cw_serde]
pub struct ProposedTerms {
    /// What the member is to do for the organisation.
    pub functions: Vec<Function>,
    /// When it would count.
    pub period: Period,
    /// When the proposal lapses.
    pub lapses_at: u32,
}

/// A page of members.
#[cw_serde]
pub struct MembersOfResponse {
    /// The members.
    pub items: Vec<Member>,
    /// Where to go on; absent on the last page.
    pub next: Option<MemberCursor>,
}
