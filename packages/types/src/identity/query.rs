//! Queries of identity-registry.

use super::{CredentialKind, Function, Identifier};
use crate::strict;
use cosmwasm_schema::{cw_serde, QueryResponses};

// Named by `returns` alone, which writes the schema and so is empty on the chain.
#[cfg(not(target_arch = "wasm32"))]
use {super::response::*, crate::admin::AdminResponse};

/// What can be asked. Lists take `limit`: 1 or more, above 50 served as 50, absent 30; and `start_after`, the
/// `next` of the page before. `at` (seconds since 1970, absent: now) tests periods only: states are today's.
#[cw_serde]
#[derive(QueryResponses)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum QueryMsg {
    /// Whether a holder is accredited as something.
    #[returns(CheckResponse)]
    Check {
        /// The holder's number.
        holder: u32,
        /// As what.
        kind: CredentialKind,
        /// When.
        at: Option<u32>,
    },
    /// Several checks at once, answered in their order.
    #[returns(CheckBatchResponse)]
    CheckBatch {
        /// The checks, 1 to 50.
        checks: Vec<CheckRequest>,
    },
    /// Whether an account acts for an organisation.
    #[returns(CheckAffiliationResponse)]
    CheckAffiliation {
        /// The organisation's number.
        organisation: u32,
        /// The member's account.
        member: String,
        /// In which function; absent: in any.
        function: Option<Function>,
        /// When.
        at: Option<u32>,
    },
    /// One credential, revoked ones included.
    #[returns(CredentialResponse)]
    Credential {
        /// The issuer's number.
        issuer: u32,
        /// The kind.
        kind: CredentialKind,
        /// The holder's number.
        holder: u32,
    },
    /// The credentials of a holder, by kind and issuer. One that gave way to another issuer's is left out.
    #[returns(CredentialsOfResponse)]
    CredentialsOf {
        /// The holder's number.
        holder: u32,
        /// The `next` of the page before.
        start_after: Option<CredentialCursor>,
        /// How many.
        limit: Option<u32>,
    },
    /// What an issuer issued, by kind and holder.
    #[returns(CredentialsByResponse)]
    CredentialsBy {
        /// The issuer's number.
        issuer: u32,
        /// The `next` of the page before.
        start_after: Option<IssuedCursor>,
        /// How many.
        limit: Option<u32>,
    },
    /// The members of an organisation, proposed ones included, by kind and account.
    #[returns(MembersOfResponse)]
    MembersOf {
        /// The organisation's number.
        organisation: u32,
        /// The `next` of the page before.
        start_after: Option<MemberCursor>,
        /// How many.
        limit: Option<u32>,
    },
    /// The affiliations of an account: at most six, those that ended within 30 days included.
    #[returns(AffiliationsOfResponse)]
    AffiliationsOf {
        /// The account.
        account: String,
    },
    /// Who holds an identifier.
    #[returns(ByIdentifierResponse)]
    ByIdentifier {
        /// The identifier, in any form that would be accepted.
        identifier: Identifier,
    },
    /// The holder behind an account.
    #[returns(AccountResponse)]
    Account {
        /// The account.
        account: String,
    },
    /// The account behind a holder, and its guardians.
    #[returns(HolderResponse)]
    Holder {
        /// The holder's number.
        holder: u32,
    },
    /// The issuers, by number.
    #[returns(IssuersResponse)]
    Issuers {
        /// The `next` of the page before.
        start_after: Option<u32>,
        /// How many.
        limit: Option<u32>,
    },
    /// One issuer.
    #[returns(IssuerResponse)]
    Issuer {
        /// The issuer's number.
        issuer: u32,
    },
    /// The sub-issuers of an issuer, by number: at most 32.
    #[returns(SubIssuersResponse)]
    SubIssuers {
        /// The issuer's number.
        issuer: u32,
    },
    /// The scheduled changes of issuers, by number; lapsed ones included until they are cancelled.
    #[returns(IssuerChangesResponse)]
    IssuerChanges {
        /// The `next` of the page before.
        start_after: Option<u32>,
        /// How many.
        limit: Option<u32>,
    },
    /// The issuers that a holder barred, by number.
    #[returns(BarredIssuersResponse)]
    BarredIssuers {
        /// The holder's number.
        holder: u32,
        /// The `next` of the page before.
        start_after: Option<u32>,
        /// How many.
        limit: Option<u32>,
    },
    /// The profile of an organisation or device.
    #[returns(ProfileResponse)]
    Profile {
        /// The holder's number.
        holder: u32,
    },
    /// The pending move of a holder.
    #[returns(PendingMoveResponse)]
    PendingMove {
        /// The holder's number.
        holder: u32,
    },
    /// The votes for moves of a holder, lapsed ones included: guardians by account, then issuers by number.
    #[returns(MoveVotesResponse)]
    MoveVotes {
        /// The holder's number.
        holder: u32,
        /// The `next` of the page before.
        start_after: Option<VoteCursor>,
        /// How many.
        limit: Option<u32>,
    },
    /// The version, and how many there are of what.
    #[returns(ConfigResponse)]
    Config {},
    /// Admin, pauser and pause.
    #[returns(AdminResponse)]
    Admin {},
}

/// One check of a batch.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct CheckRequest {
    /// The holder's number.
    pub holder: u32,
    /// As what.
    pub kind: CredentialKind,
    /// When; absent: now.
    pub at: Option<u32>,
}

/// Where a page of a holder's credentials ended.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct CredentialCursor {
    /// The kind.
    pub kind: CredentialKind,
    /// The issuer's number.
    pub issuer: u32,
}

/// Where a page of an issuer's credentials ended.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct IssuedCursor {
    /// The kind.
    pub kind: CredentialKind,
    /// The holder's number.
    pub holder: u32,
}

/// Where a page of members ended.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct MemberCursor {
    /// The kind.
    pub kind: CredentialKind,
    /// The member's account.
    pub member: String,
}

/// Where a page of votes ended: at a guardian or at an issuer.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum VoteCursor {
    /// At a guardian's vote.
    Guardian {
        /// The guardian's account.
        account: String,
    },
    /// At an issuer's vote.
    Issuer {
        /// The issuer's number.
        issuer: u32,
    },
}

strict!(
    QueryMsg,
    CheckRequest,
    CredentialCursor,
    IssuedCursor,
    MemberCursor,
    VoteCursor,
);
