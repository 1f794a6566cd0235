//! Affiliations from the organisation's side. What was accepted stands in the member's account entry.

use super::holders;
use super::parts::{flag, pack_option, unpack_option};
use crate::error::ContractError;
use cosmwasm_std::{CanonicalAddr, Storage};
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::KitError;
use health_types::codes::Code;
use health_types::identity::raw::{AccountEntry, AffiliationEntry};
use health_types::identity::CredentialKind;
use health_types::Period;

pub(super) const MEMBERS: PackedMap<(u32, u8, CanonicalAddr), Member> =
    PackedMap::new(0x0E, "member");

/// A member of an organisation, or one to be: accepted u8, then the proposal behind a flag. Once ended, and with no
/// proposal, it is removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// Whether the member's account entry has an affiliation that was accepted and not ended.
    pub accepted: bool,
    /// What was proposed and not accepted.
    pub proposal: Option<Proposal>,
}

/// A proposed affiliation: functions u32, from, until, lapses u32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The functions, a bit each.
    pub functions: u32,
    /// When it would count.
    pub period: Period,
    /// When the proposal lapses.
    pub lapses_at: u32,
}

impl Packed for Member {
    fn pack(&self, writer: &mut Writer) {
        writer.u8(u8::from(self.accepted));
        pack_option(self.proposal.as_ref(), writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Member {
            accepted: flag(reader)?,
            proposal: unpack_option(reader)?,
        })
    }
}

impl Packed for Proposal {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.functions);
        self.period.pack(writer);
        writer.u32(self.lapses_at);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Proposal {
            functions: reader.u32()?,
            period: Period::unpack(reader)?,
            lapses_at: reader.u32()?,
        })
    }
}

/// Names an affiliation: the organisation's number, the kind on which it rests, the member's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Of<'a> {
    /// The organisation's number.
    pub organisation: u32,
    /// The kind.
    pub kind: CredentialKind,
    /// The member's account.
    pub member: &'a CanonicalAddr,
}

impl Of<'_> {
    fn key(&self) -> (u32, u8, CanonicalAddr) {
        (self.organisation, self.kind.number(), self.member.clone())
    }
}

/// The member's record, if there is one.
pub fn may_load(storage: &dyn Storage, of: &Of) -> Result<Option<Member>, KitError> {
    MEMBERS.may_load(storage, &of.key())
}

/// Stores the member's record, or removes it if it says nothing.
pub fn save(storage: &mut dyn Storage, of: &Of, member: &Member) -> Result<(), KitError> {
    if *member == Member::default() {
        MEMBERS.remove(storage, &of.key())
    } else {
        MEMBERS.save(storage, &of.key(), member)
    }
}

/// At most `limit` members of an organisation, by kind and account, after one.
pub fn of_organisation(
    storage: &dyn Storage,
    organisation: u32,
    after: Option<(CredentialKind, CanonicalAddr)>,
    limit: usize,
) -> Result<Vec<(CredentialKind, CanonicalAddr, Member)>, KitError> {
    let after = after.map(|(kind, member)| (organisation, kind.number(), member));
    MEMBERS
        .range(storage, &organisation, after.as_ref(), limit)?
        .into_iter()
        .map(|((_, number, account), member)| {
            let kind = CredentialKind::from_number(number).ok_or(KitError::CorruptState {
                entry: "member",
                at: 5,
            })?;
            Ok((kind, account, member))
        })
        .collect()
}

/// Takes out of an account entry what binds nothing any more, with the organisations' records of it.
pub fn prune(
    storage: &mut dyn Storage,
    account: &CanonicalAddr,
    entry: &mut AccountEntry,
    now: u32,
) -> Result<(), ContractError> {
    let (binding, dead): (Vec<_>, Vec<AffiliationEntry>) = std::mem::take(&mut entry.affiliations)
        .into_iter()
        .partition(|one| one.binds_denies(now));
    entry.affiliations = binding;
    for dead in dead {
        let of = Of {
            organisation: dead.organisation,
            kind: dead.kind,
            member: account,
        };
        if let Some(member) = may_load(storage, &of)?.filter(|member| member.accepted) {
            let ended = Member {
                accepted: false,
                ..member
            };
            save(storage, &of, &ended)?;
        }
    }
    Ok(())
}

/// Moves the organisations' records of an account to another.
pub fn change_account(
    storage: &mut dyn Storage,
    old: &CanonicalAddr,
    new: &CanonicalAddr,
    entry: &AccountEntry,
) -> Result<(), KitError> {
    for one in &entry.affiliations {
        let of = |member| Of {
            organisation: one.organisation,
            kind: one.kind,
            member,
        };
        if let Some(member) = may_load(storage, &of(old))? {
            save(storage, &of(old), &Member::default())?;
            save(storage, &of(new), &member)?;
        }
    }
    Ok(())
}

/// Ends an affiliation at `now`, in the member's entry and the organisation's record.
pub fn end(
    storage: &mut dyn Storage,
    of: &Of,
    member: &Member,
    now: u32,
) -> Result<(), ContractError> {
    save(storage, of, &Member::default())?;
    if !member.accepted {
        return Ok(());
    }
    let Some(mut entry) = holders::may_load(storage, of.member)? else {
        return Ok(());
    };
    for one in &mut entry.affiliations {
        if one.organisation == of.organisation && one.kind == of.kind {
            one.period.until = Some(one.period.until.map_or(now, |until| until.min(now)));
        }
    }
    Ok(holders::save(storage, of.member, &entry)?)
}
