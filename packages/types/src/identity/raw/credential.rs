//! Credentials, as far as a check needs them.

use super::super::{
    Actor, Assurance, Country, CredentialKind, CredentialState, OrganisationType, Reason, Status,
};
use super::{IssuerEntry, MAX_ISSUERS_PER_KIND};
use crate::codes::Code;
use crate::pack::{CorruptState, Packed, Reader, Writer};
use crate::Period;

/// One credential, as far as a check needs it: issuer u32, sub u8, flags u8 (state 2 bits, assurance 2,
/// actor 2), organisation type u8, country u16, reason u8 (0: none), from, until, issued, changed u32; 26 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CredentialEntry {
    /// The issuer's number.
    pub issuer: u32,
    /// The sub-issuer that issued it; 0: the issuer itself.
    pub sub: u8,
    /// Its own state.
    pub state: CredentialState,
    /// How thoroughly the holder was proved.
    pub assurance: Assurance,
    /// Who made the last change of state.
    pub actor: Actor,
    /// The form of the organisation.
    pub organisation_type: OrganisationType,
    /// The country, if stated.
    pub country: Option<Country>,
    /// Why it is suspended or revoked; absent while active.
    pub reason: Option<Reason>,
    /// When it is valid.
    pub period: Period,
    /// When it was issued or last renewed: what [`IssuerEntry::distrust_after`] is compared with.
    pub issued: u32,
    /// When its state last changed.
    pub changed: u32,
}

impl CredentialEntry {
    /// What a check of this one credential answers at `at`: the first that holds of revoked,
    /// issuer_suspended, suspended, not_yet_valid, expired; else valid.
    pub fn status(&self, kind: CredentialKind, issuer: &IssuerEntry, at: u32) -> Status {
        if self.state == CredentialState::Revoked {
            Status::Revoked
        } else if !issuer.stands_behind(self.sub, kind, self.issued) {
            Status::IssuerSuspended
        } else if self.state == CredentialState::Suspended {
            Status::Suspended
        } else if !self.period.has_begun(at) {
            Status::NotYetValid
        } else if self.period.has_ended(at) {
            Status::Expired
        } else {
            Status::Valid
        }
    }
}

impl Packed for CredentialEntry {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.issuer);
        writer.u8(self.sub);
        writer.u8(self.state.number() | self.assurance.number() << 2 | self.actor.number() << 4);
        writer.code(self.organisation_type);
        writer.fixed(&self.country.map_or([0, 0], |country| country.letters()));
        writer.opt_code(self.reason);
        self.period.pack(writer);
        writer.u32(self.issued);
        writer.u32(self.changed);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let issuer = reader.u32()?;
        let sub = reader.u8()?;
        let corrupt = reader.corrupt();
        let flags = reader.u8()?;
        if flags >> 6 != 0 {
            return Err(corrupt);
        }
        let state = CredentialState::from_number(flags & 3).ok_or(corrupt)?;
        let assurance = Assurance::from_number(flags >> 2 & 3).ok_or(corrupt)?;
        let actor = Actor::from_number(flags >> 4 & 3).ok_or(corrupt)?;
        let organisation_type = reader.code()?;
        let corrupt = reader.corrupt();
        let country = match reader.array()? {
            [0, 0] => None,
            letters => Some(Country::from_letters(letters).ok_or(corrupt)?),
        };
        let reason = reader.opt_code()?;
        Ok(CredentialEntry {
            issuer,
            sub,
            state,
            assurance,
            actor,
            organisation_type,
            country,
            reason,
            period: Period::unpack(reader)?,
            issued: reader.u32()?,
            changed: reader.u32()?,
        })
    }
}

/// A holder's credentials of one kind: 1–4, by ascending issuer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials(pub Vec<CredentialEntry>);

impl Credentials {
    /// The credential of this issuer.
    pub fn of(&self, issuer: u32) -> Option<&CredentialEntry> {
        self.0.iter().find(|one| one.issuer == issuer)
    }
}

impl Packed for Credentials {
    fn pack(&self, writer: &mut Writer) {
        self.0.iter().for_each(|one| one.pack(writer));
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let mut all = vec![CredentialEntry::unpack(reader)?];
        while !reader.is_empty() {
            let corrupt = reader.corrupt();
            let one = CredentialEntry::unpack(reader)?;
            if all.len() >= MAX_ISSUERS_PER_KIND
                || all.last().is_some_and(|last| last.issuer >= one.issuer)
            {
                return Err(corrupt);
            }
            all.push(one);
        }
        Ok(Credentials(all))
    }
}

/// How near a status is to valid: what a check over several issuers answers is the nearest.
pub fn nearness(status: Status) -> u8 {
    match status {
        Status::Valid => 6,
        Status::NotYetValid => 5,
        Status::Suspended => 4,
        Status::IssuerSuspended => 3,
        Status::Expired => 2,
        Status::Revoked => 1,
        Status::Unknown => 0,
    }
}
