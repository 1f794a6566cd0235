//! How events are written.

use super::IdentityEvent;
use crate::event::EventData;

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
                schemes,
                distrust_after,
                change,
            } => start
                .with("issuer", issuer)
                .with("account", account)
                .with("state", state)
                .with("kinds", format_args!("{kinds:x}"))
                .with("schemes", format_args!("{schemes:x}"))
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
