//! Delegates: one entry for each appointment, kept for as long as a consent may name it, and a roster of those
//! appointed that is small enough to be read with every message of somebody who is not the owner.

use super::subject::Subject;
use crate::error::ContractError;
use cosmwasm_std::{CanonicalAddr, Storage};
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::KitError;
use health_types::codes::Sensitivity;
use health_types::consent::{DelegateKind, DelegatePowers};
use health_types::{Bytes32, Period};

/// The most delegates of a subject at a time.
pub const MAX_DELEGATES: u8 = 8;

/// The most labels that an appointment excludes.
pub const MAX_EXCLUDED: u8 = 8;

pub(super) const DELEGATES: PackedMap<(u32, u16), Delegate> = PackedMap::new(0x16, "delegate");
pub(super) const ROSTERS: PackedMap<u32, Roster> = PackedMap::new(0x24, "roster of delegates");

/// Stands for the owner where the number of a delegate would.
const OWNER: u16 = 0;

const KIND: u8 = 0b0000_0011;
const GRANT: u8 = 0b0000_0100;
const REVOKE: u8 = 0b0000_1000;
const MANAGE: u8 = 0b0001_0000;
const ENDED: u8 = 0b0010_0000;
const GRANTS_ENDED: u8 = 0b0100_0000;
const EVIDENCE: u8 = 0b1000_0000;

/// One appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegate {
    /// Its number within the subject, from 1; never used again.
    pub number: u16,
    /// Whose it is.
    pub account: CanonicalAddr,
    /// Who it is to the subject.
    pub kind: DelegateKind,
    /// What it may do.
    pub powers: DelegatePowers,
    /// Labels that its permits never reach.
    pub excluded: Vec<Sensitivity>,
    /// When it may act.
    pub period: Period,
    /// The hash of the evidence.
    pub evidence: Option<Bytes32>,
    /// The number of the delegate who appointed it; absent: the owner.
    pub appointed_by: Option<u16>,
    /// Whether it was ended on its own ([`Subject::delegates_ended`] ends it, too).
    pub ended: bool,
    /// Whether every permit that it granted ended too.
    pub grants_ended: bool,
}

impl Packed for Delegate {
    fn pack(&self, writer: &mut Writer) {
        let mut flags = match self.kind {
            DelegateKind::Guardian => 0,
            DelegateKind::Representative => 1,
            DelegateKind::Carer => 2,
        };
        for (set, bit) in [
            (self.powers.grant, GRANT),
            (self.powers.revoke, REVOKE),
            (self.powers.manage_delegates, MANAGE),
            (self.ended, ENDED),
            (self.grants_ended, GRANTS_ENDED),
            (self.evidence.is_some(), EVIDENCE),
        ] {
            if set {
                flags |= bit;
            }
        }
        writer.u8(flags);
        writer.u16(self.number);
        writer.u16(self.appointed_by.unwrap_or(OWNER));
        self.period.pack(writer);
        writer.codes(&self.excluded);
        if let Some(evidence) = &self.evidence {
            evidence.pack(writer);
        }
        self.account.pack(writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let unknown = reader.corrupt();
        let flags = reader.u8()?;
        let has = |bit: u8| flags & bit != 0;
        Ok(Self {
            kind: match flags & KIND {
                0 => DelegateKind::Guardian,
                1 => DelegateKind::Representative,
                2 => DelegateKind::Carer,
                _ => return Err(unknown),
            },
            powers: DelegatePowers {
                grant: has(GRANT),
                revoke: has(REVOKE),
                manage_delegates: has(MANAGE),
            },
            ended: has(ENDED),
            grants_ended: has(GRANTS_ENDED),
            number: reader.u16()?,
            appointed_by: appointer(reader)?,
            period: Period::unpack(reader)?,
            excluded: reader.codes(MAX_EXCLUDED)?,
            evidence: has(EVIDENCE).then(|| Bytes32::unpack(reader)).transpose()?,
            account: CanonicalAddr::unpack(reader)?,
        })
    }
}

/// One place of a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The appointment's number.
    pub number: u16,
    /// The number of the delegate who appointed it; absent: the owner.
    pub appointed_by: Option<u16>,
    /// When it ends, or ended.
    pub until: Option<u32>,
    /// Whose it is.
    pub account: CanonicalAddr,
}

impl Member {
    /// Whether it is neither over nor ended at `now`, though it may not have begun.
    pub fn lives(&self, now: u32) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

impl Packed for Member {
    fn pack(&self, writer: &mut Writer) {
        writer.u16(self.number);
        writer.u16(self.appointed_by.unwrap_or(OWNER));
        writer.opt_time(self.until);
        self.account.pack(writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Self {
            number: reader.u16()?,
            appointed_by: appointer(reader)?,
            until: reader.opt_time()?,
            account: CanonicalAddr::unpack(reader)?,
        })
    }
}

/// The latest appointments of a subject, no account twice. One that is over keeps its place until another needs it, so
/// that what it granted can still be ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// At most [`MAX_DELEGATES`].
    pub members: Vec<Member>,
}

impl Roster {
    /// The roster of a subject, without those that [`Subject::delegates_ended`] ended.
    pub fn load(storage: &dyn Storage, subject: &Subject) -> Result<Self, ContractError> {
        if subject.delegates == 0 {
            return Ok(Self::default());
        }
        let mut roster = ROSTERS
            .may_load(storage, &subject.number)?
            .unwrap_or_default();
        roster
            .members
            .retain(|member| member.number > subject.delegates_ended);
        Ok(roster)
    }

    /// Stores the roster, and counts it in the subject, which is not stored yet.
    pub fn save(
        &self,
        storage: &mut dyn Storage,
        subject: &mut Subject,
    ) -> Result<(), ContractError> {
        subject.delegates = count(self.members.len());
        Ok(ROSTERS.save(storage, &subject.number, self)?)
    }

    /// The place of an account.
    pub fn of(&self, account: &CanonicalAddr) -> Option<&Member> {
        self.members
            .iter()
            .find(|member| member.account == *account)
    }

    /// How many of the appointments live at `now`.
    pub fn living(&self, now: u32) -> u8 {
        count(
            self.members
                .iter()
                .filter(|member| member.lives(now))
                .count(),
        )
    }
}

/// Lossless: a roster has at most [`MAX_DELEGATES`] places.
fn count(members: usize) -> u8 {
    u8::try_from(members).unwrap_or(MAX_DELEGATES)
}

fn appointer(reader: &mut Reader) -> Result<Option<u16>, CorruptState> {
    Ok(Some(reader.u16()?).filter(|number| *number != OWNER))
}

impl Packed for Roster {
    fn pack(&self, writer: &mut Writer) {
        writer.list(&self.members);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Self {
            members: reader.list(MAX_DELEGATES)?,
        })
    }
}

/// The delegate with this number, whether it lives or not.
pub fn load(
    storage: &dyn Storage,
    subject: u32,
    number: u16,
) -> Result<Option<Delegate>, ContractError> {
    Ok(DELEGATES.may_load(storage, &(subject, number))?)
}

/// Stores an appointment.
pub fn save(
    storage: &mut dyn Storage,
    subject: u32,
    delegate: &Delegate,
) -> Result<(), ContractError> {
    Ok(DELEGATES.save(storage, &(subject, delegate.number), delegate)?)
}

/// The delegate with this account that may act at `now`.
pub fn acting(
    storage: &dyn Storage,
    subject: &Subject,
    account: &CanonicalAddr,
    now: u32,
) -> Result<Option<Delegate>, ContractError> {
    let roster = Roster::load(storage, subject)?;
    let Some(member) = roster.of(account).filter(|member| member.lives(now)) else {
        return Ok(None);
    };
    let delegate = load(storage, subject.number, member.number)?;
    Ok(delegate.filter(|delegate| delegate.period.contains(now)))
}

/// How many delegates of the subject live at `now`.
pub fn living(storage: &dyn Storage, subject: &Subject, now: u32) -> Result<u8, ContractError> {
    Ok(Roster::load(storage, subject)?.living(now))
}

/// At most `limit` appointments after number `after`.
pub fn page(
    storage: &dyn Storage,
    subject: u32,
    after: Option<u16>,
    limit: usize,
) -> Result<Vec<Delegate>, ContractError> {
    let after = after.map(|number| (subject, number));
    let entries = DELEGATES.range(storage, &subject, after.as_ref(), limit)?;
    Ok(entries.into_iter().map(|(_, delegate)| delegate).collect())
}

/// That an appointment which the state names does not exist.
pub fn missing() -> ContractError {
    KitError::CorruptState {
        entry: DELEGATES.prefix().1,
        at: 0,
    }
    .into()
}
