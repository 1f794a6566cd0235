//! Subjects, by pseudonym.

use super::known::Known;
use crate::error::{ConsentError, ContractError};
use cosmwasm_std::{CanonicalAddr, Storage};
use health_kit::map::{PackedItem, PackedMap};
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::KitError;
use health_types::consent::DefaultPolicy;
use health_types::Bytes32;

pub(super) const LAST: PackedItem<u32> = PackedItem::new(0x03, "last subject");
pub(super) const SUBJECTS: PackedMap<Bytes32, Subject> = PackedMap::new(0x10, "subject");

const EMERGENCIES: u8 = 1 << 2;
const OPT_OUT: u8 = 1 << 3;
const RESTRICTED: u8 = 1 << 4;
const NAMES_ACCOUNTS: u8 = 1 << 5;
const NAMES_ANYONE: u8 = 1 << 6;
const POLICY: u8 = 0b11;
const FLAGS: u8 = POLICY | EMERGENCIES | OPT_OUT | RESTRICTED | NAMES_ACCOUNTS | NAMES_ANYONE;

/// A subject: number u32, epoch u32, flags u8 (default policy 2 bits, emergencies, opt-out, restriction, names
/// accounts, names anyone), delegates u8, delegates given u16, delegates ended u16, owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its internal number, from 1, in every key and event.
    pub number: u32,
    /// How often all permits were revoked. Permits, emergencies, envelopes and requests of an older epoch are dead.
    pub epoch: u32,
    /// What happens where no consent decides.
    pub default_policy: DefaultPolicy,
    /// Whether the glass may be broken.
    pub emergencies_allowed: bool,
    /// Whether secondary uses are opted out of.
    pub secondary_use_opt_out: bool,
    /// Whether processing is restricted.
    pub restricted: bool,
    /// Whether any cell of an account without a number was ever filled; while none was, none is read.
    pub names_accounts: bool,
    /// The same of the cell of anyone.
    pub names_anyone: bool,
    /// How many delegates were not ended.
    pub delegates: u8,
    /// The last number given to a delegate; 0: none was.
    pub delegates_given: u16,
    /// Every delegate up to this number is ended, in one write; what they granted stands.
    pub delegates_ended: u16,
    /// The owner's account.
    pub owner: CanonicalAddr,
}

impl Packed for Subject {
    fn pack(&self, writer: &mut Writer) {
        let policy = match self.default_policy {
            DefaultPolicy::PermitTreatment => 0,
            DefaultPolicy::PermitAuthorized => 1,
            DefaultPolicy::BreakGlassOnly => 2,
            DefaultPolicy::Deny => 3,
        };
        let bit = |set: bool, bit: u8| if set { bit } else { 0 };
        writer.u32(self.number);
        writer.u32(self.epoch);
        writer.u8(policy
            | bit(self.emergencies_allowed, EMERGENCIES)
            | bit(self.secondary_use_opt_out, OPT_OUT)
            | bit(self.restricted, RESTRICTED)
            | bit(self.names_accounts, NAMES_ACCOUNTS)
            | bit(self.names_anyone, NAMES_ANYONE));
        writer.u8(self.delegates);
        writer.u16(self.delegates_given);
        writer.u16(self.delegates_ended);
        writer.fixed(&self.owner);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let number = reader.u32()?;
        let epoch = reader.u32()?;
        let unknown = reader.corrupt();
        let flags = reader.u8()?;
        if flags & !FLAGS != 0 {
            return Err(unknown);
        }
        Ok(Subject {
            number,
            epoch,
            default_policy: match flags & POLICY {
                0 => DefaultPolicy::PermitTreatment,
                1 => DefaultPolicy::PermitAuthorized,
                2 => DefaultPolicy::BreakGlassOnly,
                _ => DefaultPolicy::Deny,
            },
            emergencies_allowed: flags & EMERGENCIES != 0,
            secondary_use_opt_out: flags & OPT_OUT != 0,
            restricted: flags & RESTRICTED != 0,
            names_accounts: flags & NAMES_ACCOUNTS != 0,
            names_anyone: flags & NAMES_ANYONE != 0,
            delegates: reader.u8()?,
            delegates_given: reader.u16()?,
            delegates_ended: reader.u16()?,
            owner: owner(reader)?,
        })
    }
}

fn owner(reader: &mut Reader) -> Result<CanonicalAddr, CorruptState> {
    if reader.is_empty() {
        return Err(reader.corrupt());
    }
    Ok(reader.remaining().to_vec().into())
}

impl Subject {
    /// A new subject with the next number, with everything closed; it is not stored yet.
    pub fn new(storage: &mut dyn Storage, owner: CanonicalAddr) -> Result<Self, ContractError> {
        let number = LAST
            .may_load(storage)?
            .unwrap_or_default()
            .checked_add(1)
            .ok_or(KitError::DoesNotFit {
                entry: LAST.prefix().1,
            })?;
        LAST.save(storage, &number)?;
        Ok(Subject {
            number,
            epoch: 0,
            default_policy: DefaultPolicy::Deny,
            emergencies_allowed: true,
            secondary_use_opt_out: false,
            restricted: false,
            names_accounts: false,
            names_anyone: false,
            delegates: 0,
            delegates_given: 0,
            delegates_ended: 0,
            owner,
        })
    }

    /// The subject, if there is one that is not erased.
    pub fn may_load(
        storage: &dyn Storage,
        pseudonym: &Bytes32,
    ) -> Result<Option<Self>, ContractError> {
        Ok(SUBJECTS.may_load(storage, pseudonym)?)
    }

    /// The subject.
    ///
    /// # Errors
    /// `subject_not_found`; `subject_erased`.
    pub fn load(storage: &dyn Storage, pseudonym: &Bytes32) -> Result<Self, ContractError> {
        match Known::load(storage, pseudonym)? {
            Known::Living(subject) => Ok(subject),
            Known::Erased(_) => Err(ConsentError::SubjectErased.into()),
        }
    }

    /// Stores the subject.
    pub fn save(
        &self,
        storage: &mut dyn Storage,
        pseudonym: &Bytes32,
    ) -> Result<(), ContractError> {
        Ok(SUBJECTS.save(storage, pseudonym, self)?)
    }

    /// Removes the subject's entry: what erasure begins with.
    pub fn remove(storage: &mut dyn Storage, pseudonym: &Bytes32) -> Result<(), ContractError> {
        Ok(SUBJECTS.remove(storage, pseudonym)?)
    }
}
