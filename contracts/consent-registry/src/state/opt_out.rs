//! Overrides of a subject's secondary-use opt-out: one bounded list of each subject.

use crate::error::{ConsentError, ContractError};
use cosmwasm_std::Storage;
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_types::consent::OverrideReason;

pub(super) const OVERRIDES: PackedMap<u32, Overrides> = PackedMap::new(0x20, "opt-out overrides");

/// The most overrides of a subject that live at once.
pub const MAX_OVERRIDES: usize = 16;

/// One override: organisation, body, until u32, reason u8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Override {
    /// The organisation whose requests pass.
    pub organisation: u32,
    /// The data-access body that decided so.
    pub body: u32,
    /// When it ends.
    pub until: u32,
    /// Why.
    pub reason: OverrideReason,
}

/// Overrides of one subject, at most one an organisation, by organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Overrides(Vec<Override>);

impl Packed for Override {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.organisation);
        writer.u32(self.body);
        writer.u32(self.until);
        writer.u8(match self.reason {
            OverrideReason::PublicHealth => 1,
            OverrideReason::Statistics => 2,
            OverrideReason::PublicInterestResearch => 3,
            OverrideReason::PolicyMaking => 4,
        });
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let organisation = reader.u32()?;
        let body = reader.u32()?;
        let until = reader.u32()?;
        let unknown = reader.corrupt();
        let reason = match reader.u8()? {
            1 => OverrideReason::PublicHealth,
            2 => OverrideReason::Statistics,
            3 => OverrideReason::PublicInterestResearch,
            4 => OverrideReason::PolicyMaking,
            _ => return Err(unknown),
        };
        Ok(Override {
            organisation,
            body,
            until,
            reason,
        })
    }
}

impl Packed for Overrides {
    fn pack(&self, writer: &mut Writer) {
        self.0.iter().for_each(|one| one.pack(writer));
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let mut all: Vec<Override> = Vec::new();
        while !reader.is_empty() {
            let unordered = reader.corrupt();
            let one = Override::unpack(reader)?;
            let after = |last: &Override| last.organisation < one.organisation;
            if all.len() >= MAX_OVERRIDES || !all.last().is_none_or(after) {
                return Err(unordered);
            }
            all.push(one);
        }
        Ok(Overrides(all))
    }
}

/// Sets the override of an organisation, in place of an earlier one; those that are over give way.
///
/// # Errors
/// `too_many_overrides` if 16 others live.
pub fn set(
    storage: &mut dyn Storage,
    subject: u32,
    new: Override,
    now: u32,
) -> Result<(), ContractError> {
    let Overrides(mut all) = OVERRIDES.may_load(storage, &subject)?.unwrap_or_default();
    all.retain(|one| now < one.until && one.organisation != new.organisation);
    if all.len() >= MAX_OVERRIDES {
        return Err(ConsentError::TooManyOverrides { max: MAX_OVERRIDES }.into());
    }
    let at = all.partition_point(|one| one.organisation < new.organisation);
    all.insert(at, new);
    Ok(OVERRIDES.save(storage, &subject, &Overrides(all))?)
}

/// The overrides of a subject that live at `now`, by organisation.
pub fn live(storage: &dyn Storage, subject: u32, now: u32) -> Result<Vec<Override>, ContractError> {
    let Overrides(mut all) = OVERRIDES.may_load(storage, &subject)?.unwrap_or_default();
    all.retain(|one| now < one.until);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::testing::MockStorage;

    fn of(organisation: u32, until: u32) -> Override {
        Override {
            organisation,
            body: 9,
            until,
            reason: OverrideReason::Statistics,
        }
    }

    #[test]
    fn the_layout_is_exact() {
        let bytes = [0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 50, 2];
        assert_eq!(Overrides(vec![of(1, 50)]).to_packed().unwrap(), bytes);
        let unordered = Overrides(vec![of(2, 50), of(2, 60)]).to_packed().unwrap();
        assert_eq!(
            Overrides::from_packed(&unordered),
            Err(CorruptState { at: 13 })
        );
        for wrong in [0, 5] {
            let mut bytes = bytes;
            bytes[12] = wrong;
            assert_eq!(Overrides::from_packed(&bytes), Err(CorruptState { at: 12 }));
        }
    }

    #[test]
    fn bounded_and_replaced_and_the_dead_give_way() {
        let mut storage = MockStorage::new();
        for organisation in (1..=16).rev() {
            set(&mut storage, 1, of(organisation, 50), 10).unwrap();
        }
        let full = set(&mut storage, 1, of(17, 90), 49).unwrap_err();
        assert_eq!(full.to_string(), "too_many_overrides: 16 live already");
        set(&mut storage, 1, of(3, 60), 49).unwrap();
        assert_eq!(live(&storage, 1, 49).unwrap().len(), 16);
        assert_eq!(live(&storage, 1, 50).unwrap(), [of(3, 60)]);
        set(&mut storage, 1, of(17, 90), 50).unwrap();
        assert_eq!(live(&storage, 1, 50).unwrap(), [of(3, 60), of(17, 90)]);
        assert!(live(&storage, 2, 0).unwrap().is_empty());
    }
}
