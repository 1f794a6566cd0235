//! Answers of identity-registry. Times are seconds since 1970.

use super::{
    Actor, Assurance, Country, CredentialCursor, CredentialKind, CredentialState, DeviceKey,
    Function, Identifier, IdentifierScheme, IssuedCursor, IssuerChange, IssuerState, MemberCursor,
    OrganisationType, Reason, Status, VoteCursor,
};
use crate::{Bytes32, Period};
use cosmwasm_schema::cw_serde;

/// What a check answers: valid if any issuer's credential is, else the nearest of not_yet_valid, suspended,
/// issuer_suspended, expired, revoked; and the credential that says so.
#[cw_serde]
pub struct CheckResponse {
    /// The answer.
    pub status: Status,
    /// The credential it rests on: of several, the one of highest assurance, then of latest end, then of the lowest
    /// issuer number. Absent if the status is `unknown`.
    pub credential: Option<CheckedCredential>,
}

/// What a check tells of a credential.
#[cw_serde]
pub struct CheckedCredential {
    /// The issuer's number.
    pub issuer: u32,
    /// The sub-issuer that issued it; absent: the issuer itself.
    pub sub_issuer: Option<u8>,
    /// How thoroughly the holder was proved.
    pub assurance: Assurance,
    /// When it was issued or last renewed.
    pub issued: u32,
    /// When its state last changed.
    pub changed: u32,
    /// When it ends; absent: open.
    pub until: Option<u32>,
    /// The form of the organisation.
    pub organisation_type: OrganisationType,
    /// The country; absent: unstated.
    pub country: Option<Country>,
    /// Why it is suspended or revoked, if it is.
    pub reason: Option<Reason>,
}

/// The checks of a batch, in the order of the questions.
#[cw_serde]
pub struct CheckBatchResponse {
    /// The answers.
    pub items: Vec<CheckResponse>,
}

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

/// A credential.
#[cw_serde]
pub struct CredentialInfo {
    /// The issuer's number.
    pub issuer: u32,
    /// The kind.
    pub kind: CredentialKind,
    /// The holder's number.
    pub holder: u32,
    /// 1 for the first; one more each time it was issued again after a revocation.
    pub version: u16,
    /// What a check of it alone answers; `revoked` also if it gave way.
    pub status: Status,
    /// The hash of the evidence that the issuer keeps.
    pub evidence: Bytes32,
    /// The identifier, in its canonical form.
    pub identifier: Option<Identifier>,
    /// The rest; absent if the credential was revoked, expired or its issuer removed, and gave way to another issuer's.
    pub details: Option<CredentialDetails>,
}

/// The part of a credential that checks read.
#[cw_serde]
pub struct CredentialDetails {
    /// The sub-issuer that issued it; absent: the issuer itself.
    pub sub_issuer: Option<u8>,
    /// Its own state, apart from period and issuer.
    pub state: CredentialState,
    /// How thoroughly the holder was proved.
    pub assurance: Assurance,
    /// When it is valid.
    pub period: Period,
    /// When it was issued or last renewed.
    pub issued: u32,
    /// When its state last changed.
    pub changed: u32,
    /// Who changed it last.
    pub actor: Actor,
    /// Why it is suspended or revoked, if it is.
    pub reason: Option<Reason>,
    /// The form of the organisation.
    pub organisation_type: OrganisationType,
    /// The country; absent: unstated.
    pub country: Option<Country>,
}

/// One credential.
#[cw_serde]
pub struct CredentialResponse {
    /// The credential; absent if it was never issued.
    pub credential: Option<CredentialInfo>,
}

/// A page of a holder's credentials.
#[cw_serde]
pub struct CredentialsOfResponse {
    /// The credentials.
    pub items: Vec<CredentialInfo>,
    /// Where to go on; absent on the last page.
    pub next: Option<CredentialCursor>,
}

/// A page of what an issuer issued.
#[cw_serde]
pub struct CredentialsByResponse {
    /// The credentials.
    pub items: Vec<CredentialInfo>,
    /// Where to go on; absent on the last page.
    pub next: Option<IssuedCursor>,
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

/// The affiliations of an account.
#[cw_serde]
pub struct AffiliationsOfResponse {
    /// The affiliations: at most six.
    pub items: Vec<AffiliationInfo>,
}

/// Who holds an identifier.
#[cw_serde]
pub struct ByIdentifierResponse {
    /// The live holder's number; absent if the identifier is free.
    pub holder: Option<u32>,
    /// The live credentials that carry it: at most eight.
    pub credentials: Vec<IdentifierUse>,
}

/// A credential that carries an identifier.
#[cw_serde]
pub struct IdentifierUse {
    /// The issuer's number.
    pub issuer: u32,
    /// The kind.
    pub kind: CredentialKind,
}

/// The holder behind an account.
#[cw_serde]
pub struct AccountResponse {
    /// The holder's number; absent if it has none, or moved away.
    pub holder: Option<u32>,
    /// Whether a holder moved away from the account, so that it can never be one again.
    pub retired: bool,
    /// The issuer whose account, or whose sub-issuer's account, it is.
    pub issuer: Option<u32>,
    /// The sub-issuer whose account it is.
    pub sub_issuer: Option<u8>,
}

/// The account behind a holder.
#[cw_serde]
pub struct HolderResponse {
    /// The account; absent if there is no such holder.
    pub account: Option<String>,
    /// Who may propose a move; absent: nobody but issuers.
    pub guardians: Option<GuardianSet>,
    /// Who may propose a move from a time on, in place of the present ones.
    pub next_guardians: Option<NextGuardians>,
    /// When the holder last vetoed a move; left out after 14 days.
    pub vetoed: Option<u32>,
}

/// Guardians of a holder.
#[cw_serde]
pub struct GuardianSet {
    /// Their accounts.
    pub guardians: Vec<String>,
    /// How many of them must agree.
    pub threshold: u8,
}

/// Guardians who are not so yet.
#[cw_serde]
pub struct NextGuardians {
    /// Who; absent: none.
    pub set: Option<GuardianSet>,
    /// From when on.
    pub from: u32,
}

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

/// A page of barred issuers.
#[cw_serde]
pub struct BarredIssuersResponse {
    /// The issuers' numbers.
    pub items: Vec<u32>,
    /// Where to go on; absent on the last page.
    pub next: Option<u32>,
}

/// A profile and what goes with it.
#[cw_serde]
pub struct ProfileResponse {
    /// The account's own DID (`did:pkh`); absent if there is no such holder, or the chain's id is no CAIP-2 reference.
    pub account_did: Option<String>,
    /// What the holder says of itself; absent if it never did.
    pub profile: Option<Profile>,
    /// The device's key; absent if there is none.
    pub device: Option<DeviceInfo>,
}

/// What an organisation or device says of itself.
#[cw_serde]
pub struct Profile {
    /// The display name.
    pub name: String,
    /// The decentralised identifier it claims.
    pub did: Option<String>,
    /// Its service endpoints.
    pub endpoints: Vec<String>,
}

/// The key of a device.
#[cw_serde]
pub struct DeviceInfo {
    /// The key; absent before the first.
    pub key: Option<DeviceKey>,
    /// How often it was rotated: what the next rotation signs.
    pub sequence: u64,
    /// Until when the device is calibrated.
    pub calibrated_until: Option<u32>,
    /// Whether it was deactivated, for ever.
    pub deactivated: bool,
}

/// The pending move of a holder.
#[cw_serde]
pub struct PendingMoveResponse {
    /// The move; absent if none is pending.
    pub pending: Option<PendingMove>,
}

/// A move.
#[cw_serde]
pub struct PendingMove {
    /// The new account.
    pub account: String,
    /// Whether the guardians proposed it; else the issuers did.
    pub by_guardians: bool,
    /// Whether the new account accepted.
    pub accepted: bool,
    /// Whether the holder may veto it.
    pub vetoable: bool,
    /// When it may be executed; absent until it is accepted.
    pub ready_at: Option<u32>,
    /// When it lapses.
    pub lapses_at: u32,
}

/// A vote for a move.
#[cw_serde]
pub struct MoveVote {
    /// Whose.
    pub voter: VoteCursor,
    /// For which account.
    pub account: String,
    /// When it was cast; it counts for 14 days.
    pub cast: u32,
}

/// A page of votes.
#[cw_serde]
pub struct MoveVotesResponse {
    /// The votes.
    pub items: Vec<MoveVote>,
    /// Where to go on; absent on the last page.
    pub next: Option<VoteCursor>,
}

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
