//! Emergency accesses, the latest of each actor, and the reviews that are owed.

use super::subject::Subject;
use crate::error::ContractError;
use cosmwasm_std::Storage;
use health_kit::map::{PackedMap, Present};
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::time;
use health_types::consent::{EmergencyReason, ReviewOutcome};
use health_types::Bytes32;

/// Subject, actor.
pub(super) const EMERGENCIES: PackedMap<(u32, u32), Emergency> = PackedMap::new(0x15, "emergency");
/// Actor, when the review is 72 hours overdue, subject.
pub(super) const REVIEWS: PackedMap<(u32, u32, u32), Present> = PackedMap::new(0x21, "review owed");

/// How long a review may be overdue, in seconds.
const OVERDUE: u32 = 72 * time::HOUR;
/// How many overdue reviews keep an actor from breaking the glass.
const MAX_OVERDUE: usize = 3;
/// How long an actor waits after the subject ended its access, in seconds.
const WAIT: u32 = 7 * time::DAY;

const REFUSED: u8 = 1;
const ENDED: u8 = 1 << 1;
const JUSTIFIED: u8 = 1 << 2;
const UNJUSTIFIED: u8 = 1 << 3;
const FLAGS: u8 = REFUSED | ENDED | JUSTIFIED | UNJUSTIFIED;

/// One actor's latest emergency access: organisation, epoch, since, until, owed u32, reason u8, flags u8,
/// justification 32.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emergency {
    /// The organisation it acted for.
    pub organisation: u32,
    /// The subject's epoch; revoking all permits ends it.
    pub epoch: u32,
    /// When the glass was broken, or that was refused.
    pub since: u32,
    /// Until when; the second of the end if the subject ended it, `since` if it was refused.
    pub until: u32,
    /// When the review will be, or is, 72 hours overdue; 0: none is owed.
    pub owed: u32,
    /// Why.
    pub reason: EmergencyReason,
    /// Whether the subject forbade it.
    pub refused: bool,
    /// Whether the subject ended it.
    pub ended: bool,
    /// The reviewer's judgement.
    pub review: Option<ReviewOutcome>,
    /// The salted hash of the justification.
    pub justification: Bytes32,
}

impl Packed for Emergency {
    fn pack(&self, writer: &mut Writer) {
        let bit = |set: bool, bit: u8| if set { bit } else { 0 };
        let times = [self.epoch, self.since, self.until, self.owed];
        writer.u32(self.organisation);
        times.into_iter().for_each(|time| writer.u32(time));
        writer.u8(match self.reason {
            EmergencyReason::LifeThreatening => 1,
            EmergencyReason::Incapacitated => 2,
            EmergencyReason::ThreatToOthers => 3,
            EmergencyReason::Disaster => 4,
        });
        writer.u8(bit(self.refused, REFUSED)
            | bit(self.ended, ENDED)
            | bit(self.review == Some(ReviewOutcome::Justified), JUSTIFIED)
            | bit(self.review == Some(ReviewOutcome::Unjustified), UNJUSTIFIED));
        writer.fixed(&self.justification.0);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let organisation = reader.u32()?;
        let epoch = reader.u32()?;
        let since = reader.u32()?;
        let until = reader.u32()?;
        let owed = reader.u32()?;
        let unknown = reader.corrupt();
        let reason = match reader.u8()? {
            1 => EmergencyReason::LifeThreatening,
            2 => EmergencyReason::Incapacitated,
            3 => EmergencyReason::ThreatToOthers,
            4 => EmergencyReason::Disaster,
            _ => return Err(unknown),
        };
        let unknown = reader.corrupt();
        let flags = reader.u8()?;
        let review = match flags & (JUSTIFIED | UNJUSTIFIED) {
            _ if flags & !FLAGS != 0 => return Err(unknown),
            0 => None,
            JUSTIFIED => Some(ReviewOutcome::Justified),
            UNJUSTIFIED => Some(ReviewOutcome::Unjustified),
            _ => return Err(unknown),
        };
        Ok(Emergency {
            organisation,
            epoch,
            since,
            until,
            owed,
            reason,
            refused: flags & REFUSED != 0,
            ended: flags & ENDED != 0,
            review,
            justification: Bytes32(reader.array()?),
        })
    }
}

impl Emergency {
    /// Whether it permits BTG requests at `now`, as far as the subject goes.
    pub fn is_live(&self, subject: &Subject, now: u32) -> bool {
        subject.emergencies_allowed && self.epoch == subject.epoch && self.is_running(now)
    }

    /// Whether it neither was refused, nor ended, nor is over.
    pub fn is_running(&self, now: u32) -> bool {
        !self.refused && !self.ended && self.since <= now && now < self.until
    }

    /// Until when the actor waits for another, because the subject ended this one; none if it need not at `now`.
    pub fn waits_until(&self, now: u32) -> Option<u32> {
        Some(self.until.saturating_add(WAIT)).filter(|until| self.ended && now < *until)
    }
}

/// The latest access of this actor, if it ever broke the glass.
pub fn may_load(
    storage: &dyn Storage,
    subject: u32,
    actor: u32,
) -> Result<Option<Emergency>, ContractError> {
    Ok(EMERGENCIES.may_load(storage, &(subject, actor))?)
}

/// Stores the latest access of this actor in place of the one before.
pub fn save(
    storage: &mut dyn Storage,
    subject: u32,
    actor: u32,
    emergency: &Emergency,
) -> Result<(), ContractError> {
    Ok(EMERGENCIES.save(storage, &(subject, actor), emergency)?)
}

/// The accesses to a subject's data by actor, from the first after `start_after`.
pub fn page(
    storage: &dyn Storage,
    subject: u32,
    start_after: Option<u32>,
    limit: usize,
) -> Result<Vec<(u32, Emergency)>, ContractError> {
    let after = start_after.map(|actor| (subject, actor));
    let entries = EMERGENCIES.range(storage, &subject, after.as_ref(), limit)?;
    Ok(entries
        .into_iter()
        .map(|((_, actor), emergency)| (actor, emergency))
        .collect())
}

/// Has a review owed for an access that ends at `until`. While one is owed already, it is the same one, due as
/// before: breaking the glass again postpones nothing. Gives when it will be overdue.
pub fn owe_review(
    storage: &mut dyn Storage,
    subject: u32,
    actor: u32,
    until: u32,
    before: Option<&Emergency>,
) -> Result<u32, ContractError> {
    if let Some(owed) = before.map(|one| one.owed).filter(|owed| *owed != 0) {
        return Ok(owed);
    }
    let owed = time::after(until, OVERDUE)?;
    REVIEWS.save(storage, &(actor, owed, subject), &Present)?;
    Ok(owed)
}

/// The review of this access is owed no longer.
pub fn settle_review(
    storage: &mut dyn Storage,
    subject: u32,
    actor: u32,
    emergency: &mut Emergency,
) -> Result<(), ContractError> {
    let owed = std::mem::take(&mut emergency.owed);
    if owed != 0 {
        REVIEWS.remove(storage, &(actor, owed, subject))?;
    }
    Ok(())
}

/// Whether as many of the actor's reviews are overdue as keep it from breaking the glass. It reads the oldest
/// three alone, however many there are.
pub fn is_barred(storage: &dyn Storage, actor: u32, now: u32) -> Result<bool, ContractError> {
    let oldest = REVIEWS.keys(storage, &actor, None, MAX_OVERDUE)?;
    let overdue = oldest.iter().filter(|(_, owed, _)| *owed <= now).count();
    Ok(overdue >= MAX_OVERDUE)
}

/// Lets go of the reviews owed for a subject that is erased, whom nobody can review for any more: of at most
/// `limit` accesses by actors after `start_after`. Gives how many were owed, and the last actor looked at if there
/// may be more.
pub fn drop_reviews(
    storage: &mut dyn Storage,
    subject: u32,
    start_after: Option<u32>,
    limit: usize,
) -> Result<(u32, Option<u32>), ContractError> {
    let entries = page(storage, subject, start_after, limit)?;
    let more = entries.len() >= limit;
    let last = entries.last().map(|(actor, _)| *actor).filter(|_| more);
    let mut dropped = 0u32;
    for (actor, mut emergency) in entries {
        if emergency.owed != 0 {
            settle_review(storage, subject, actor, &mut emergency)?;
            save(storage, subject, actor, &emergency)?;
            dropped = dropped.saturating_add(1);
        }
    }
    Ok((dropped, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::testing::MockStorage;

    fn emergency() -> Emergency {
        Emergency {
            organisation: 7,
            epoch: 1,
            since: 100,
            until: 200,
            owed: 300,
            reason: EmergencyReason::Incapacitated,
            refused: false,
            ended: true,
            review: Some(ReviewOutcome::Unjustified),
            justification: Bytes32([9; 32]),
        }
    }

    #[test]
    fn the_layout_is_exact() {
        let mut bytes = vec![0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 100, 0, 0, 0, 200];
        bytes.extend([0, 0, 1, 44, 2, 0b1010]);
        bytes.extend([9; 32]);
        assert_eq!(emergency().to_packed().unwrap(), bytes);
        assert_eq!(Emergency::from_packed(&bytes), Ok(emergency()));
        for (at, byte) in [(20, 0), (20, 5), (21, 0b1100), (21, 0b10000)] {
            let mut wrong = bytes.clone();
            wrong[at] = byte;
            assert_eq!(
                Emergency::from_packed(&wrong),
                Err(CorruptState { at }),
                "{at}"
            );
        }
    }

    #[test]
    fn three_overdue_reviews_bar_and_fewer_do_not() {
        let mut storage = MockStorage::new();
        let actor = 5;
        for (subject, until) in [(1, 1_000), (2, 2_000), (3, 3_000), (4, 9_000)] {
            owe_review(&mut storage, subject, actor, until, None).unwrap();
        }
        owe_review(&mut storage, 9, actor + 1, 0, None).unwrap();
        let third = 3_000 + OVERDUE;
        assert!(!is_barred(&storage, actor, third - 1).unwrap());
        assert!(is_barred(&storage, actor, third).unwrap());
        assert!(!is_barred(&storage, actor + 1, u32::MAX).unwrap());
        // Any of them reviewed, and the next oldest counts.
        let mut first = Emergency {
            owed: 1_000 + OVERDUE,
            ..emergency()
        };
        settle_review(&mut storage, 1, actor, &mut first).unwrap();
        assert_eq!(first.owed, 0);
        assert!(!is_barred(&storage, actor, third).unwrap());
        assert!(is_barred(&storage, actor, 9_000 + OVERDUE).unwrap());
    }

    #[test]
    fn breaking_the_glass_again_postpones_no_review() {
        let mut storage = MockStorage::new();
        let owed = owe_review(&mut storage, 1, 5, 1_000, None).unwrap();
        let before = Emergency {
            owed,
            ..emergency()
        };
        let again = owe_review(&mut storage, 1, 5, 9_000, Some(&before)).unwrap();
        assert_eq!(again, owed);
        assert_eq!(REVIEWS.keys(&storage, &5, None, 9).unwrap().len(), 1);
    }

    #[test]
    fn erased_subjects_owe_no_reviews() {
        let mut storage = MockStorage::new();
        for actor in 1..=3 {
            let owed = owe_review(&mut storage, 1, actor, 1_000, None).unwrap();
            let one = Emergency {
                owed,
                ..emergency()
            };
            save(&mut storage, 1, actor, &one).unwrap();
        }
        assert_eq!(
            drop_reviews(&mut storage, 1, None, 2).unwrap(),
            (2, Some(2))
        );
        assert_eq!(
            drop_reviews(&mut storage, 1, Some(2), 2).unwrap(),
            (1, None)
        );
        assert!(REVIEWS.keys(&storage, &(), None, 9).unwrap().is_empty());
        let kept = page(&storage, 1, None, 9).unwrap();
        assert_eq!(kept.len(), 3);
        assert!(kept.iter().all(|(_, one)| one.owed == 0));
    }
}
