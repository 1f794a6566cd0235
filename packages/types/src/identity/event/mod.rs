//! Events of identity-registry: one for each fact.

mod attributes;

use super::{Actor, CredentialKind, CredentialState, IdentifierScheme, IssuerState, Reason};

/// What happened. Lists of kinds and schemes are masks in hexadecimal ([`CredentialKind::bit`],
/// [`IdentifierScheme::bit`]); times are seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityEvent {
    /// A change that widens an issuer's rights was scheduled.
    IssuerChangeProposed {
        /// The change's number.
        change: u32,
        /// What it is: `accredit`, `extend`, `replace_account`, `trust` or `appoint_sub_issuer`.
        what: &'static str,
        /// The issuer concerned; absent for `accredit`.
        issuer: Option<u32>,
        /// When it may be applied.
        ready_at: u32,
        /// When it lapses.
        lapses_at: u32,
    },
    /// A scheduled change was dropped.
    IssuerChangeCancelled {
        /// The change's number.
        change: u32,
    },
    /// An issuer was accredited, or its rights changed.
    IssuerChanged {
        /// The issuer's number.
        issuer: u32,
        /// Its account.
        account: String,
        /// Its state.
        state: IssuerState,
        /// The kinds it is now accredited for.
        kinds: u64,
        /// The identifier schemes it is now accredited for.
        schemes: u8,
        /// What it issued after this second fails.
        distrust_after: Option<u32>,
        /// The scheduled change that was applied, if it was one.
        change: Option<u32>,
    },
    /// A sub-issuer was appointed, suspended, reinstated or removed.
    SubIssuerChanged {
        /// The issuer's number.
        issuer: u32,
        /// The sub-issuer's number within it.
        sub: u8,
        /// Its account.
        account: String,
        /// Its state.
        state: IssuerState,
        /// The kinds it may issue.
        kinds: u64,
        /// Whether governance did it.
        by_governance: bool,
        /// The scheduled change that was applied, if it was one.
        change: Option<u32>,
    },
    /// An account got a holder's number.
    HolderRegistered {
        /// The number.
        holder: u32,
        /// The account.
        account: String,
    },
    /// A credential was issued.
    CredentialIssued {
        /// The issuer's number.
        issuer: u32,
        /// The sub-issuer that issued it; 0: the issuer itself.
        sub: u8,
        /// The kind.
        kind: CredentialKind,
        /// The holder's number.
        holder: u32,
        /// The version.
        version: u16,
        /// When it ends.
        until: Option<u32>,
    },
    /// A credential was renewed.
    CredentialRenewed {
        /// The issuer's number.
        issuer: u32,
        /// The kind.
        kind: CredentialKind,
        /// The holder's number.
        holder: u32,
        /// The new end.
        until: Option<u32>,
    },
    /// A credential was suspended, reinstated or revoked.
    CredentialChanged {
        /// The issuer's number.
        issuer: u32,
        /// The kind.
        kind: CredentialKind,
        /// The holder's number.
        holder: u32,
        /// The resulting state.
        state: CredentialState,
        /// Why, if suspended or revoked.
        reason: Option<Reason>,
        /// Who did it.
        actor: Actor,
    },
    /// An identifier was freed by governance.
    IdentifierReleased {
        /// The scheme. The value is public in the state, but not repeated here.
        scheme: IdentifierScheme,
        /// The former holder's number.
        holder: u32,
    },
    /// A holder barred an issuer, or lets it issue again.
    IssuerBarred {
        /// The holder's number.
        holder: u32,
        /// The issuer's number.
        issuer: u32,
        /// Whether it is barred now.
        barred: bool,
    },
    /// A profile was set.
    ProfileUpdated {
        /// The holder's number.
        holder: u32,
    },
    /// A device's key was set or rotated.
    KeyChanged {
        /// The holder's number.
        holder: u32,
        /// How often it was rotated.
        sequence: u64,
    },
    /// A device was deactivated for ever.
    DeviceDeactivated {
        /// The holder's number.
        holder: u32,
    },
    /// An affiliation was proposed.
    AffiliationProposed {
        /// The organisation's number.
        organisation: u32,
        /// The member's account.
        member: String,
        /// The kind on which it rests.
        kind: CredentialKind,
        /// When the proposal lapses.
        lapses_at: u32,
    },
    /// An affiliation was accepted.
    AffiliationAccepted {
        /// The organisation's number.
        organisation: u32,
        /// The member's number.
        holder: u32,
        /// The kind on which it rests.
        kind: CredentialKind,
        /// The functions, a bit each.
        functions: u32,
        /// When it ends.
        until: Option<u32>,
    },
    /// An affiliation was ended, or a proposal dropped.
    AffiliationEnded {
        /// The organisation's number.
        organisation: u32,
        /// The member's account.
        member: String,
        /// The kind on which it rests.
        kind: CredentialKind,
        /// Whether the member did it; else the organisation.
        by_member: bool,
    },
    /// Guardians were named.
    GuardiansNamed {
        /// The holder's number.
        holder: u32,
        /// How many.
        guardians: u8,
        /// How many of them must agree.
        threshold: u8,
        /// From when on.
        from: u32,
    },
    /// Somebody voted for a move.
    MoveVoted {
        /// The holder's number.
        holder: u32,
        /// Whether it is proposed now, or was already.
        proposed: bool,
        /// Whether the holder may veto it; absent unless it is proposed.
        vetoable: Option<bool>,
    },
    /// The new account accepted a move.
    MoveAccepted {
        /// The holder's number.
        holder: u32,
        /// When it may be executed.
        ready_at: u32,
    },
    /// The holder vetoed a move.
    MoveVetoed {
        /// The holder's number.
        holder: u32,
    },
    /// A holder moved to another account.
    HolderMoved {
        /// The holder's number.
        holder: u32,
        /// The new account.
        account: String,
    },
}
