//! Credentials: what checks read, by holder and kind, and what they do not, by issuer.

use super::issuers;
use crate::error::{ContractError, IdentityError};
use cosmwasm_std::Storage;
use health_kit::map::PackedMap;
use health_kit::KitError;
use health_types::codes::Code;
use health_types::identity::raw::{self, ColdEntry, CredentialEntry, Credentials};
use health_types::identity::{CredentialKind, CredentialState, Status};

pub(super) const CREDENTIALS: PackedMap<(u32, u8), Credentials> =
    PackedMap::new(raw::CREDENTIALS, "credentials");
pub(super) const COLD: PackedMap<(u32, u8, u32), ColdEntry> =
    PackedMap::new(raw::COLD, "credential");

/// A holder's credentials of one kind; none: empty.
pub fn load(
    storage: &dyn Storage,
    holder: u32,
    kind: CredentialKind,
) -> Result<Credentials, KitError> {
    Ok(CREDENTIALS
        .may_load(storage, &(holder, kind.number()))?
        .unwrap_or_default())
}

/// Stores a holder's credentials of one kind; never empty.
pub fn save(
    storage: &mut dyn Storage,
    holder: u32,
    kind: CredentialKind,
    credentials: &Credentials,
) -> Result<(), KitError> {
    CREDENTIALS.save(storage, &(holder, kind.number()), credentials)
}

/// The credentials of a holder from a kind on; there are at most as many entries as kinds.
pub fn of_holder(
    storage: &dyn Storage,
    holder: u32,
    from: Option<CredentialKind>,
) -> Result<Vec<(CredentialKind, Credentials)>, KitError> {
    let after = from.map(|kind| (holder, kind.number().saturating_sub(1)));
    CREDENTIALS
        .range(storage, &holder, after.as_ref(), CredentialKind::ALL.len())?
        .into_iter()
        .map(|((_, number), credentials)| Ok((kind(number)?, credentials)))
        .collect()
}

/// The cold part of a credential.
pub fn cold(
    storage: &dyn Storage,
    issuer: u32,
    kind: CredentialKind,
    holder: u32,
) -> Result<Option<ColdEntry>, KitError> {
    COLD.may_load(storage, &(issuer, kind.number(), holder))
}

/// Stores the cold part of a credential.
pub fn save_cold(
    storage: &mut dyn Storage,
    issuer: u32,
    kind: CredentialKind,
    holder: u32,
    entry: &ColdEntry,
) -> Result<(), KitError> {
    COLD.save(storage, &(issuer, kind.number(), holder), entry)
}

/// At most `limit` of what an issuer issued, after one.
pub fn of_issuer(
    storage: &dyn Storage,
    issuer: u32,
    after: Option<(CredentialKind, u32)>,
    limit: usize,
) -> Result<Vec<(CredentialKind, u32, ColdEntry)>, KitError> {
    let after = after.map(|(kind, holder)| (issuer, kind.number(), holder));
    COLD.range(storage, &issuer, after.as_ref(), limit)?
        .into_iter()
        .map(|((_, number, holder), entry)| Ok((kind(number)?, holder, entry)))
        .collect()
}

fn kind(number: u8) -> Result<CredentialKind, KitError> {
    CredentialKind::from_number(number).ok_or(KitError::CorruptState {
        entry: "credentials",
        at: 5,
    })
}

/// What a check of one credential answers.
pub fn status(
    storage: &dyn Storage,
    kind: CredentialKind,
    credential: &CredentialEntry,
    at: u32,
) -> Result<Status, ContractError> {
    let issuer = issuers::load(storage, credential.issuer)?;
    Ok(credential.status(kind, &issuer, at))
}

/// Each of a holder's credentials of one kind with what a check of it answers.
pub fn statuses(
    storage: &dyn Storage,
    holder: u32,
    kind: CredentialKind,
    at: u32,
) -> Result<Vec<(CredentialEntry, Status)>, ContractError> {
    load(storage, holder, kind)?
        .0
        .into_iter()
        .map(|credential| Ok((credential, status(storage, kind, &credential, at)?)))
        .collect()
}

/// What a check of a holder answers.
pub fn check(
    storage: &dyn Storage,
    holder: u32,
    kind: CredentialKind,
    at: u32,
) -> Result<Status, ContractError> {
    let nearest = statuses(storage, holder, kind, at)?
        .into_iter()
        .map(|(_, status)| status)
        .max_by_key(|status| raw::nearness(*status));
    Ok(nearest.unwrap_or(Status::Unknown))
}

/// Refuses a holder whose credential of the kind is not valid now.
pub fn ensure_valid(
    storage: &dyn Storage,
    holder: u32,
    kind: CredentialKind,
    now: u32,
) -> Result<(), ContractError> {
    match check(storage, holder, kind, now)? {
        Status::Valid => Ok(()),
        status => Err(IdentityError::CredentialNotValid { kind, status }.into()),
    }
}

/// Whether a credential can be in force again, now or later, without being issued anew: it is neither revoked nor
/// expired, and its issuer not removed.
pub fn is_live(
    storage: &dyn Storage,
    credential: &CredentialEntry,
    now: u32,
) -> Result<bool, ContractError> {
    Ok(credential.state != CredentialState::Revoked
        && !credential.period.has_ended(now)
        && !issuers::is_removed(storage, credential.issuer, credential.sub)?)
}

/// The place in a full list that gives way to another issuer: of a revoked credential, else of one whose issuer was
/// removed, else of an expired one; of several, the one that has been so for longest.
pub fn gives_way(
    storage: &dyn Storage,
    all: &[CredentialEntry],
    now: u32,
) -> Result<Option<usize>, ContractError> {
    let mut best: Option<((u8, u32), usize)> = None;
    for (place, credential) in all.iter().enumerate() {
        let rank = if credential.state == CredentialState::Revoked {
            (0, credential.changed)
        } else if issuers::is_removed(storage, credential.issuer, credential.sub)? {
            (1, credential.changed)
        } else if let Some(until) = credential.period.until.filter(|until| *until <= now) {
            (2, until)
        } else {
            continue;
        };
        if best.is_none_or(|(least, _)| rank < least) {
            best = Some((rank, place));
        }
    }
    Ok(best.map(|(_, place)| place))
}
