//! Events of identity-registry: one for each fact.

use super::{Actor, CredentialKind, CredentialState, IdentifierScheme, IssuerState, Reason};
use crate::event::EventData;

/// What happened. Lists of kinds are masks in hexadecimal ([`CredentialKind::bit`]); times are seconds since 1970.
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

/// Collects attributes, leaving out absent values.
#[derive(Default)]
struct Attributes(Vec<(&'static str, String)>);

impl Attributes {
    fn with(mut self, key: &'static str, value: impl ToString) -> Self {
        self.0.push((key, value.to_string()));
        self
    }

    fn with_some<T: ToString>(self, key: &'static str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }
}

impl EventData for IdentityEvent {
    fn kind(&self) -> &'static str {
        match self {
            Self::IssuerChangeProposed { .. } => "issuer_change_proposed",
            Self::IssuerChangeCancelled { .. } => "issuer_change_cancelled",
            Self::IssuerChanged { .. } => "issuer_changed",
            Self::SubIssuerChanged { .. } => "sub_issuer_changed",
            Self::HolderRegistered { .. } => "holder_registered",
            Self::CredentialIssued { .. } => "credential_issued",
            Self::CredentialRenewed { .. } => "credential_renewed",
            Self::CredentialChanged { .. } => "credential_changed",
            Self::IdentifierReleased { .. } => "identifier_released",
            Self::IssuerBarred { .. } => "issuer_barred",
            Self::ProfileUpdated { .. } => "profile_updated",
            Self::KeyChanged { .. } => "key_changed",
            Self::DeviceDeactivated { .. } => "device_deactivated",
            Self::AffiliationProposed { .. } => "affiliation_proposed",
            Self::AffiliationAccepted { .. } => "affiliation_accepted",
            Self::AffiliationEnded { .. } => "affiliation_ended",
            Self::GuardiansNamed { .. } => "guardians_named",
            Self::MoveVoted { .. } => "move_voted",
            Self::MoveAccepted { .. } => "move_accepted",
            Self::MoveVetoed { .. } => "move_vetoed",
            Self::HolderMoved { .. } => "holder_moved",
        }
    }

    fn attributes(&self) -> Vec<(&'static str, String)> {
        let start = Attributes::default();
        let all = match self {
            Self::IssuerChangeProposed {
                change,
                what,
                issuer,
                ready_at,
                lapses_at,
            } => start
                .with("change", change)
                .with("what", what)
                .with_some("issuer", *issuer)
                .with("ready_at", ready_at)
                .with("lapses_at", lapses_at),
            Self::IssuerChangeCancelled { change } => start.with("change", change),
            Self::IssuerChanged {
                issuer,
                account,
                state,
                kinds,
                distrust_after,
                change,
            } => start
                .with("issuer", issuer)
                .with("account", account)
                .with("state", state)
                .with("kinds", format_args!("{kinds:x}"))
                .with_some("distrust_after", *distrust_after)
                .with_some("change", *change),
            Self::SubIssuerChanged {
                issuer,
                sub,
                account,
                state,
                kinds,
                by_governance,
                change,
            } => start
                .with("issuer", issuer)
                .with("sub", sub)
                .with("account", account)
                .with("state", state)
                .with("kinds", format_args!("{kinds:x}"))
                .with("by_governance", by_governance)
                .with_some("change", *change),
            Self::HolderRegistered { holder, account } => {
                start.with("holder", holder).with("account", account)
            }
            Self::CredentialIssued {
                issuer,
                sub,
                kind,
                holder,
                version,
                until,
            } => start
                .with("issuer", issuer)
                .with("sub", sub)
                .with("kind", kind)
                .with("holder", holder)
                .with("version", version)
                .with_some("until", *until),
            Self::CredentialRenewed {
                issuer,
                kind,
                holder,
                until,
            } => start
                .with("issuer", issuer)
                .with("kind", kind)
                .with("holder", holder)
                .with_some("until", *until),
            Self::CredentialChanged {
                issuer,
                kind,
                holder,
                state,
                reason,
                actor,
            } => start
                .with("issuer", issuer)
                .with("kind", kind)
                .with("holder", holder)
                .with("state", state)
                .with_some("reason", *reason)
                .with("actor", actor),
            Self::IdentifierReleased { scheme, holder } => {
                start.with("scheme", scheme).with("holder", holder)
            }
            Self::IssuerBarred {
                holder,
                issuer,
                barred,
            } => start
                .with("holder", holder)
                .with("issuer", issuer)
                .with("barred", barred),
            Self::ProfileUpdated { holder }
            | Self::DeviceDeactivated { holder }
            | Self::MoveVetoed { holder } => start.with("holder", holder),
            Self::KeyChanged { holder, sequence } => {
                start.with("holder", holder).with("sequence", sequence)
            }
            Self::AffiliationProposed {
                organisation,
                member,
                kind,
                lapses_at,
            } => start
                .with("organisation", organisation)
                .with("member", member)
                .with("kind", kind)
                .with("lapses_at", lapses_at),
            Self::AffiliationAccepted {
                organisation,
                holder,
                kind,
                functions,
                until,
            } => start
                .with("organisation", organisation)
                .with("holder", holder)
                .with("kind", kind)
                .with("functions", format_args!("{functions:x}"))
                .with_some("until", *until),
            Self::AffiliationEnded {
                organisation,
                member,
                kind,
                by_member,
            } => start
                .with("organisation", organisation)
                .with("member", member)
                .with("kind", kind)
                .with("by_member", by_member),
            Self::GuardiansNamed {
                holder,
                guardians,
                threshold,
                from,
            } => start
                .with("holder", holder)
                .with("guardians", guardians)
                .with("threshold", threshold)
                .with("from", from),
            Self::MoveVoted {
                holder,
                proposed,
                vetoable,
            } => start
                .with("holder", holder)
                .with("proposed", proposed)
                .with_some("vetoable", *vetoable),
            Self::MoveAccepted { holder, ready_at } => {
                start.with("holder", holder).with("ready_at", ready_at)
            }
            Self::HolderMoved { holder, account } => {
                start.with("holder", holder).with("account", account)
            }
        };
        all.0
    }
}
