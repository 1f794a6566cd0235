//! Messages of identity-registry. Every message refuses coins (`funds_refused`).

use super::{
    Accreditation, AffiliationRef, CredentialKind, DeviceKey, Identifier, IdentifierScheme,
    NewAffiliation, NewCredential, NewProfile, Reason,
};
use crate::admin::AdminMsg;
use crate::strict;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::Binary;

/// What can be asked of the registry. Who may send it stands at each; a wrong sender is `unauthorized` whether or
/// not the record exists. A pause stops only what is said to be stopped by one.
///
/// The *issuer* is the account of an issuer or of one of its sub-issuers. A sub-issuer acts on what it issued
/// itself; the issuer above it on that too. A suspended one may suspend and nothing else (`issuer_suspended`).
#[cw_serde]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum ExecuteMsg {
    /// Schedules a change that widens what an issuer may do. Due after 48 hours, lapses after 14 days. What narrows
    /// meanwhile does not drop it: governance cancels what it no longer wants. Governance.
    ProposeIssuerChange {
        /// The change; what it names must exist (`issuer_not_found`) and not be removed (`wrong_state`). An account is
        /// neither the sender's nor the contract's (`self_reference`).
        change: IssuerChange,
    },
    /// Carries out a scheduled change that is due (`too_early`, `proposal_lapsed`). What it names must be fit for it
    /// then, too: as [`IssuerChange`] says of each. Anyone. Stopped by a pause.
    ApplyIssuerChange {
        /// The change's number (`change_not_found`).
        change: u32,
    },
    /// Drops a scheduled change. Governance.
    CancelIssuerChange {
        /// The change's number (`change_not_found`).
        change: u32,
    },
    /// Makes every credential of an issuer fail at once. Governance.
    SuspendIssuer {
        /// The issuer's number; `issuer_not_found`, `wrong_state` unless it is active.
        issuer: u32,
    },
    /// Ends a suspension. It takes effect at once, since it gives back only what had been given after its 48 hours.
    /// Governance.
    ReinstateIssuer {
        /// The issuer's number; `issuer_not_found`, `wrong_state` unless it is suspended.
        issuer: u32,
    },
    /// Suspends an issuer for ever and frees its identifiers. Governance.
    RemoveIssuer {
        /// The issuer's number; `issuer_not_found`, `wrong_state` if it was removed before.
        issuer: u32,
    },
    /// Takes kinds from an issuer; credentials of these kinds under it fail until the kinds are given back. Governance.
    WithdrawKinds {
        /// The issuer's number (`issuer_not_found`); `wrong_state` if it is removed.
        issuer: u32,
        /// The kinds; at least one, none twice, all among the issuer's (`kind_not_accredited`).
        kinds: Vec<CredentialKind>,
    },
    /// Takes identifier schemes from an issuer; identifiers already given stay, while what carries them is live.
    /// Governance.
    WithdrawSchemes {
        /// The issuer's number (`issuer_not_found`); `wrong_state` if it is removed.
        issuer: u32,
        /// The schemes; at least one, none twice, all among the issuer's (`scheme_not_accredited`).
        schemes: Vec<IdentifierScheme>,
    },
    /// Lets everything fail that an issuer issued or renewed after a time; it can issue and renew no more
    /// (`issuer_distrusted`). Governance.
    DistrustIssuer {
        /// The issuer's number (`issuer_not_found`); `wrong_state` if it is removed.
        issuer: u32,
        /// The last second that is trusted, not after now and not later than one set before (`not_narrower`).
        after: u32,
    },
    /// Frees a disputed identifier: the credentials that carry it lose it. Governance.
    ReleaseIdentifier {
        /// The identifier (`identifier_not_found`).
        identifier: Identifier,
    },

    /// Appoints a sub-issuer of the sender, at once. An issuer, no sub-issuer. Stopped by a pause.
    /// `too_many_sub_issuers` beyond 32, removed ones included.
    AppointSubIssuer {
        /// Its account, which is no issuer's yet (`issuer_exists`), or that of a removed one; no holder moved away from
        /// it (`account_retired`).
        account: String,
        /// The kinds it may issue, within the sender's (`kind_not_accredited`); at least one, none twice.
        kinds: Vec<CredentialKind>,
    },
    /// Makes every credential of a sub-issuer fail at once. The issuer above it, or governance.
    SuspendSubIssuer {
        /// The issuer's number.
        issuer: u32,
        /// The sub-issuer's number within it (`sub_issuer_not_found`); `wrong_state` unless it is active. Governance may
        /// also suspend in its place what the issuer above suspended.
        sub: u8,
    },
    /// Ends the suspension of a sub-issuer; what governance suspended, it alone reinstates. The issuer above it, or
    /// governance. Stopped by a pause.
    ReinstateSubIssuer {
        /// The issuer's number.
        issuer: u32,
        /// The sub-issuer's number within it (`sub_issuer_not_found`); `wrong_state` unless it is suspended.
        sub: u8,
    },
    /// Suspends a sub-issuer for ever and frees its identifiers. The issuer above it, or governance.
    RemoveSubIssuer {
        /// The issuer's number.
        issuer: u32,
        /// The sub-issuer's number within it (`sub_issuer_not_found`); `wrong_state` if it was removed before.
        sub: u8,
    },

    /// Issues credentials. An issuer. Stopped by a pause. `credential_exists` if one of the same kind, holder and
    /// issuer is not revoked; `too_many_issuers` if four others' are live; `kind_not_accredited`; `self_issue` to the
    /// issuer's own accounts, present and former; `issuer_barred` by the holder; `account_retired` if a holder moved
    /// away from the account; `device_deactivated`. An identifier is refused as `scheme_not_accredited`,
    /// `identifier_taken` by another holder, or `too_many_uses` beyond eight credentials.
    Issue {
        /// The credentials, 1 to 50; all are issued, or none.
        credentials: Vec<NewCredential>,
    },
    /// Renews a credential to a later end, also after it expired; then it must acquire its identifier again, as if it
    /// were issued. The issuer that issued it. Stopped by a pause. Refused for whom the issuer may not issue to
    /// (`self_issue`, `issuer_barred`) or no longer issues (`kind_not_accredited`).
    Renew {
        /// The holder's number.
        holder: u32,
        /// The kind (`credential_not_found`); `wrong_state` if it is revoked.
        kind: CredentialKind,
        /// The new end, later than the old one (`not_later`) and than now (`period_over`); absent: open.
        until: Option<u32>,
    },
    /// Suspends a credential. The issuer that issued it, or the one above.
    Suspend {
        /// The holder's number.
        holder: u32,
        /// The kind (`credential_not_found`); `wrong_state` unless it is active. The issuer above may also suspend in
        /// its place what a sub-issuer suspended.
        kind: CredentialKind,
        /// Why; `renounced` and `deactivated` are the holder's (`reason_refused`).
        reason: Reason,
    },
    /// Ends the suspension of a credential; what the issuer above suspended, it alone reinstates. The issuer that
    /// issued it, or the one above. Stopped by a pause.
    Reinstate {
        /// The holder's number.
        holder: u32,
        /// The kind (`credential_not_found`); `wrong_state` unless it is suspended.
        kind: CredentialKind,
    },
    /// Revokes a credential for ever. The issuer that issued it, or the one above.
    Revoke {
        /// The holder's number.
        holder: u32,
        /// The kind (`credential_not_found`); `wrong_state` if it was revoked before.
        kind: CredentialKind,
        /// Why; `renounced` and `deactivated` are the holder's (`reason_refused`).
        reason: Reason,
    },

    /// Gives a credential up for ever. Its holder.
    Renounce {
        /// The kind.
        kind: CredentialKind,
        /// Whose (`credential_not_found`); `wrong_state` if it is revoked.
        issuer: u32,
    },
    /// Bars an issuer, with its sub-issuers, from issuing anything to the sender and from renewing. A holder.
    BarIssuer {
        /// The issuer's number (`issuer_not_found`, `already_barred`).
        issuer: u32,
    },
    /// Lets a barred issuer issue again. A holder. Stopped by a pause.
    UnbarIssuer {
        /// The issuer's number (`not_barred`).
        issuer: u32,
    },
    /// Sets the public profile of an organisation or device. A holder, unless the device was deactivated
    /// (`device_deactivated`). Stopped by a pause.
    UpdateProfile {
        /// The sender's credential kind that entitles it: no personal one (`kind_without_profile`), valid now
        /// (`credential_not_valid`). A device's profile rests on `device`.
        kind: CredentialKind,
        /// The profile.
        profile: NewProfile,
    },
    /// Replaces a device's key. A holder, unless the device was deactivated (`device_deactivated`). Both keys sign
    /// SHA-256 of tag `cw-health/identity/rotate-key/1`, chain id, contract, holder u32, sequence u64, old curve and
    /// key, new curve and key, each behind its length as u64.
    RotateKey {
        /// The new key (`key_not_found` if there is no old one, `key_unchanged` if it is the same).
        key: DeviceKey,
        /// The old key's signature (`invalid_signature`), 64 bytes.
        old_signature: Binary,
        /// The new key's signature (`invalid_signature`), 64 bytes.
        new_signature: Binary,
    },
    /// Ends a device for ever: its profile stands as deactivated and its `device` credentials are revoked. A holder
    /// (`device_not_found` if it is none, `device_deactivated` if it did so before).
    DeactivateDevice {},

    /// Proposes that accounts act for the sender. An organisation. A proposal lapses after 14 days; a new one for the
    /// same member and kind replaces it. Stopped by a pause.
    ProposeAffiliations {
        /// The affiliations, 1 to 50, no member twice for a kind; all are proposed, or none.
        affiliations: Vec<NewAffiliation>,
    },
    /// Ends affiliations, or drops proposals. The organisation.
    EndAffiliations {
        /// The affiliations, 1 to 50, none twice (`affiliation_not_found`).
        affiliations: Vec<AffiliationRef>,
    },
    /// Accepts a proposed affiliation: from now on it counts, and binds denies. The proposed member.
    /// Stopped by a pause. `too_many_affiliations` beyond six, those that ended within 30 days included.
    AcceptAffiliation {
        /// The organisation's number.
        organisation: u32,
        /// The kind on which it rests (`affiliation_not_found`, `proposal_lapsed`).
        kind: CredentialKind,
    },
    /// Ends an affiliation, or declines a proposed one. The member.
    LeaveAffiliation {
        /// The organisation's number.
        organisation: u32,
        /// The kind on which it rests (`affiliation_not_found`).
        kind: CredentialKind,
    },

    /// Names the guardians, in place of earlier ones. The first take effect at once, later ones after 48 hours, unless
    /// enough of the earlier ones agree on a move before. A holder. Refused while a move is pending and for 14 days
    /// after a veto (`guardians_locked`). Stopped by a pause.
    NameGuardians {
        /// Their accounts: at most 8, none twice, not the sender's; an empty list removes them.
        guardians: Vec<String>,
        /// How many of them must agree, 1 to their number; 0 with an empty list.
        threshold: u8,
    },
    /// Votes that a holder move to another account. A guardian, or an issuer (no sub-issuer) with a live credential of
    /// the holder: neither revoked nor expired, nor failing through its issuer; a suspended one is live. The move is
    /// proposed once enough guardians, or all such issuers, voted for the same account within 14 days; one at a time.
    /// Stopped by a pause.
    ProposeMove {
        /// The holder's number.
        holder: u32,
        /// The new account: no holder's, issuer's or guardian's (`account_in_use`).
        account: String,
    },
    /// Accepts a proposed move; 48 hours from now it is due. The new account. Stopped by a pause.
    AcceptMove {
        /// The holder's number.
        holder: u32,
    },
    /// Carries out a move that is due (`move_not_found`, `move_not_accepted`, `too_early`, `proposal_lapsed`) to an
    /// account that is still empty (`account_in_use`). One of issuers is `move_not_supported` unless all that have a
    /// live credential by then agree. Anyone. Stopped by a pause.
    ExecuteMove {
        /// The holder's number.
        holder: u32,
    },
    /// Ends a pending move (`move_not_found`). The holder. One that all guardians proposed after a veto cannot be vetoed
    /// (`not_vetoable`).
    VetoMove {},

    /// Administration: admin, pauser, pause.
    Admin(AdminMsg),
}

/// What widens an issuer's rights, and so waits 48 hours.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum IssuerChange {
    /// Accredits a new issuer, whose account is no issuer's when it is applied (`issuer_exists`).
    Accredit {
        /// Who, and for what.
        accreditation: Accreditation,
    },
    /// Adds kinds and schemes to an issuer.
    Extend {
        /// The issuer's number.
        issuer: u32,
        /// The kinds to add; none twice. At least one kind or scheme.
        kinds: Vec<CredentialKind>,
        /// The schemes to add; none twice.
        schemes: Vec<IdentifierScheme>,
    },
    /// Replaces an issuer's account, which is lost or stolen.
    ReplaceAccount {
        /// The issuer's number.
        issuer: u32,
        /// The new account, which is no issuer's yet (`issuer_exists`); no holder moved away from it
        /// (`account_retired`).
        account: String,
    },
    /// Trusts an issuer again without limit of time.
    Trust {
        /// The issuer's number.
        issuer: u32,
    },
    /// Appoints a sub-issuer of an issuer; `too_many_sub_issuers` beyond 32.
    AppointSubIssuer {
        /// The issuer's number.
        issuer: u32,
        /// Its account, which is no issuer's yet (`issuer_exists`); no holder moved away from it (`account_retired`).
        account: String,
        /// The kinds it may issue, within the issuer's when it is applied (`kind_not_accredited`); at least one, none
        /// twice.
        kinds: Vec<CredentialKind>,
    },
}

strict!(ExecuteMsg, IssuerChange);
