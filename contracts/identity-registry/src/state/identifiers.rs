//! Identifiers: one live holder each. The index is settled when an identifier is claimed, so that revoking and
//! expiring cost nothing.

use super::credentials;
use crate::error::{ContractError, IdentityError};
use cosmwasm_std::Storage;
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::KitError;
use health_types::identity::{CredentialKind, Identifier, MAX_IDENTIFIER_USES};

pub(super) const IDENTIFIERS: PackedMap<(u8, Vec<u8>), Uses> = PackedMap::new(0x0D, "identifier");

/// Who has an identifier: holder u32, then 1–8 × (issuer u32, kind u8), the credentials that carry it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uses {
    /// The holder's number.
    pub holder: u32,
    /// The credentials, dead ones included.
    pub credentials: Vec<Use>,
}

/// A credential that carries an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// The issuer's number.
    pub issuer: u32,
    /// The kind.
    pub kind: CredentialKind,
}

impl Packed for Uses {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.holder);
        for one in &self.credentials {
            writer.u32(one.issuer);
            writer.code(one.kind);
        }
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let holder = reader.u32()?;
        let mut credentials = Vec::new();
        while !reader.is_empty() {
            credentials.push(Use {
                issuer: reader.u32()?,
                kind: reader.code()?,
            });
        }
        if credentials.is_empty() || credentials.len() > MAX_IDENTIFIER_USES {
            return Err(reader.corrupt());
        }
        Ok(Uses {
            holder,
            credentials,
        })
    }
}

fn key(identifier: &Identifier) -> (u8, Vec<u8>) {
    (
        identifier.scheme.number(),
        identifier.value.clone().into_bytes(),
    )
}

/// Who had the identifier last, if anyone.
pub fn may_load(storage: &dyn Storage, identifier: &Identifier) -> Result<Option<Uses>, KitError> {
    IDENTIFIERS.may_load(storage, &key(identifier))
}

/// Frees an identifier.
pub fn remove(storage: &mut dyn Storage, identifier: &Identifier) -> Result<(), KitError> {
    IDENTIFIERS.remove(storage, &key(identifier))
}

/// The uses of which the credentials are live.
pub fn live(storage: &dyn Storage, uses: &Uses, now: u32) -> Result<Vec<Use>, ContractError> {
    let mut live = Vec::with_capacity(uses.credentials.len());
    for one in &uses.credentials {
        let credentials = credentials::load(storage, uses.holder, one.kind)?;
        if let Some(credential) = credentials.of(one.issuer) {
            if credentials::is_live(storage, credential, now)? {
                live.push(*one);
            }
        }
    }
    Ok(live)
}

/// Gives an identifier to a credential, unless another holder has it.
pub fn claim(
    storage: &mut dyn Storage,
    identifier: &Identifier,
    holder: u32,
    new: Use,
    now: u32,
) -> Result<(), ContractError> {
    let mut credentials = Vec::new();
    if let Some(uses) = may_load(storage, identifier)? {
        credentials = live(storage, &uses, now)?;
        if uses.holder != holder && !credentials.is_empty() {
            let holder = uses.holder;
            return Err(IdentityError::IdentifierTaken { holder }.into());
        }
        credentials.retain(|one| *one != new);
    }
    if credentials.len() >= MAX_IDENTIFIER_USES {
        return Err(IdentityError::TooManyUses.into());
    }
    credentials.push(new);
    let uses = Uses {
        holder,
        credentials,
    };
    Ok(IDENTIFIERS.save(storage, &key(identifier), &uses)?)
}

/// Takes an identifier from a credential that is issued anew.
pub fn drop_use(
    storage: &mut dyn Storage,
    identifier: &Identifier,
    holder: u32,
    old: Use,
) -> Result<(), ContractError> {
    let Some(mut uses) = may_load(storage, identifier)?.filter(|uses| uses.holder == holder) else {
        return Ok(());
    };
    uses.credentials.retain(|one| *one != old);
    if uses.credentials.is_empty() {
        remove(storage, identifier)?;
    } else {
        IDENTIFIERS.save(storage, &key(identifier), &uses)?;
    }
    Ok(())
}
