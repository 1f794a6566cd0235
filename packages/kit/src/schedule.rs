//! Changes that wait: at most one of a kind is pending, it lapses, and it can be cancelled.

use crate::time::{after, DAY, HOUR};
use crate::KitError;
use health_types::Period;
use serde::{Deserialize, Serialize};

/// How long a change that widens roles, addresses or limits waits, in seconds.
pub const WIDENING_WAITS: u32 = 48 * HOUR;

/// How long after it was made a proposal lapses, in seconds.
pub const LAPSES_AFTER: u32 = 14 * DAY;

/// A change that may take effect at `ready_at ≤ now < lapses_at`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled<T> {
    /// What will be.
    pub value: T,
    /// From when on it may take effect, in seconds since 1970.
    pub ready_at: u32,
    /// When it lapses, in seconds since 1970.
    pub lapses_at: u32,
}

impl<T> Scheduled<T> {
    /// When the change may take effect.
    pub fn period(&self) -> Period {
        Period {
            from: Some(self.ready_at),
            until: Some(self.lapses_at),
        }
    }
}

/// The place of one kind of change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slot<T>(Option<Scheduled<T>>);

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Slot<T> {
    /// Schedules `value` to wait for `wait` seconds: [`WIDENING_WAITS`], or 0 for what waits for a second party.
    ///
    /// # Errors
    /// `proposal_pending` if another is pending.
    pub fn propose(&mut self, value: T, wait: u32, now: u32) -> Result<&Scheduled<T>, KitError> {
        if let Some(pending) = self.pending(now) {
            return Err(KitError::ProposalPending {
                lapses_at: pending.lapses_at,
            });
        }
        let (ready_at, lapses_at) = (after(now, wait)?, after(now, LAPSES_AFTER)?);
        Ok(self.0.insert(Scheduled {
            value,
            ready_at,
            lapses_at,
        }))
    }

    /// What is pending: neither applied, nor cancelled, nor lapsed.
    pub fn pending(&self, now: u32) -> Option<&Scheduled<T>> {
        self.0
            .as_ref()
            .filter(|scheduled| now < scheduled.lapses_at)
    }

    /// What was proposed last and neither applied nor cancelled, though it may have lapsed.
    pub fn proposed(&self) -> Option<&T> {
        self.0.as_ref().map(|scheduled| &scheduled.value)
    }

    /// Takes the value that is due and empties the slot.
    ///
    /// # Errors
    /// `nothing_pending`, `too_early` or `proposal_lapsed`; the slot stays as it was.
    pub fn apply(&mut self, now: u32) -> Result<T, KitError> {
        let scheduled = self.0.take_if(|scheduled| scheduled.period().contains(now));
        if let Some(scheduled) = scheduled {
            return Ok(scheduled.value);
        }
        Err(match &self.0 {
            None => KitError::NothingPending,
            Some(waiting) if now < waiting.ready_at => KitError::TooEarly {
                ready_at: waiting.ready_at,
            },
            Some(lapsed) => KitError::ProposalLapsed {
                lapsed_at: lapsed.lapses_at,
            },
        })
    }

    /// Empties the slot.
    ///
    /// # Errors
    /// `nothing_pending`, also if the last proposal lapsed.
    pub fn cancel(&mut self, now: u32) -> Result<T, KitError> {
        let pending = self.0.take_if(|scheduled| now < scheduled.lapses_at);
        pending
            .map(|scheduled| scheduled.value)
            .ok_or(KitError::NothingPending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u32 = 1_000_000;
    const READY: u32 = NOW + 172_800;
    const LAPSES: u32 = NOW + 1_209_600;

    fn proposed() -> Slot<u8> {
        let mut slot = Slot::default();
        let scheduled = slot.propose(7, WIDENING_WAITS, NOW).unwrap();
        assert_eq!(
            *scheduled,
            Scheduled {
                value: 7,
                ready_at: READY,
                lapses_at: LAPSES
            }
        );
        slot
    }

    #[test]
    fn a_change_waits_and_lapses() {
        for (now, expected) in [
            (NOW, Err(KitError::TooEarly { ready_at: READY })),
            (READY - 1, Err(KitError::TooEarly { ready_at: READY })),
            (READY, Ok(7)),
            (LAPSES - 1, Ok(7)),
            (LAPSES, Err(KitError::ProposalLapsed { lapsed_at: LAPSES })),
        ] {
            let mut slot = proposed();
            let applied = slot.apply(now);
            assert_eq!(applied, expected, "{now}");
            assert_eq!(slot == Slot::default(), applied.is_ok());
        }
    }

    #[test]
    fn it_is_applied_once() {
        let mut slot = proposed();
        assert_eq!(slot.apply(READY), Ok(7));
        assert_eq!(slot.apply(READY), Err(KitError::NothingPending));
    }

    #[test]
    fn one_at_a_time_until_it_lapses() {
        let mut slot = proposed();
        let pending = KitError::ProposalPending { lapses_at: LAPSES };
        assert_eq!(slot.propose(8, 0, LAPSES - 1), Err(pending));
        assert_eq!(slot.proposed(), Some(&7));
        assert!(slot.propose(8, 0, LAPSES).is_ok());
        assert_eq!(slot.apply(LAPSES), Ok(8));
    }

    #[test]
    fn it_can_be_cancelled_until_it_lapses() {
        let mut slot = proposed();
        assert_eq!(slot.cancel(LAPSES), Err(KitError::NothingPending));
        assert_eq!(slot.cancel(LAPSES - 1), Ok(7));
        assert_eq!(slot.cancel(NOW), Err(KitError::NothingPending));
        assert_eq!(slot.apply(READY), Err(KitError::NothingPending));
    }

    #[test]
    fn a_lapsed_change_is_not_pending() {
        let slot = proposed();
        assert_eq!(
            slot.pending(LAPSES - 1).map(|pending| pending.value),
            Some(7)
        );
        assert_eq!(slot.pending(LAPSES), None);
    }
}
