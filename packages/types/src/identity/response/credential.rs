//! Checks, credentials and identifiers.

use super::super::{
    Actor, Assurance, Country, CredentialCursor, CredentialKind, CredentialState, Identifier,
    IssuedCursor, OrganisationType, Reason, Status,
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
