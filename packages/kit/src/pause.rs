//! The pause, as arithmetic on one stored time: when the last pause ended or will end.
//!
//! A contract keeps that time in the entry that it reads with every message, 0 until the first pause. A pause
//! lasts 72 hours unless it is lifted, and then none can begin for as long: however often the pauser's key is
//! used, the contract works half of the time.

use crate::time::{after, HOUR};
use crate::KitError;
use cosmwasm_std::Storage;

/// How long a pause lasts, in seconds.
pub const LASTS: u32 = 72 * HOUR;

/// How long no pause can begin after one has ended, in seconds.
pub const RESTS: u32 = 72 * HOUR;

/// Where a contract keeps the end of its last pause.
pub trait PauseStore {
    /// When the last pause ended or will end; 0 if there was none.
    ///
    /// # Errors
    /// `corrupt_state`.
    fn paused_until(storage: &dyn Storage) -> Result<u32, KitError>;

    /// Stores when the last pause ended or will end.
    ///
    /// # Errors
    /// `corrupt_state` if the entry has more, and that cannot be read.
    fn set_paused_until(storage: &mut dyn Storage, until: u32) -> Result<(), KitError>;
}

/// Whether a pause holds at `now`.
pub fn is_paused(until: u32, now: u32) -> bool {
    now < until
}

/// Refuses what a pause stops.
///
/// # Errors
/// `paused` if a pause holds at `now`.
pub fn ensure_running(until: u32, now: u32) -> Result<(), KitError> {
    if is_paused(until, now) {
        return Err(KitError::Paused { until });
    }
    Ok(())
}

/// From when on a pause may begin; none if it may at `now`.
///
/// # Errors
/// `time_out_of_range` at the end of u32 seconds.
pub fn may_pause_from(until: u32, now: u32) -> Result<Option<u32>, KitError> {
    if until == 0 {
        return Ok(None);
    }
    Ok(Some(after(until, RESTS)?).filter(|from| now < *from))
}

/// Begins a pause and answers when it lapses.
///
/// # Errors
/// `already_paused` during a pause, `pause_too_soon` for 72 hours after it.
pub fn begin(until: u32, now: u32) -> Result<u32, KitError> {
    if is_paused(until, now) {
        return Err(KitError::AlreadyPaused { until });
    }
    match may_pause_from(until, now)? {
        Some(from) => Err(KitError::PauseTooSoon { from }),
        None => after(now, LASTS),
    }
}

/// Lifts a pause and answers the time to store.
///
/// # Errors
/// `not_paused` if no pause holds at `now`.
pub fn lift(until: u32, now: u32) -> Result<u32, KitError> {
    if !is_paused(until, now) {
        return Err(KitError::NotPaused);
    }
    Ok(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u32 = 1_000_000;

    #[test]
    fn a_pause_lapses_at_the_second() {
        let until = begin(0, NOW).unwrap();
        assert_eq!(until, NOW + 259_200);
        assert_eq!(
            ensure_running(until, until - 1),
            Err(KitError::Paused { until })
        );
        assert_eq!(ensure_running(until, until), Ok(()));
        assert_eq!(ensure_running(0, 0), Ok(()));
    }

    #[test]
    fn a_pause_rests_before_the_next() {
        let until = begin(0, NOW).unwrap();
        let from = until + RESTS;
        assert_eq!(
            begin(until, until - 1),
            Err(KitError::AlreadyPaused { until })
        );
        assert_eq!(begin(until, until), Err(KitError::PauseTooSoon { from }));
        assert_eq!(begin(until, from - 1), Err(KitError::PauseTooSoon { from }));
        assert_eq!(begin(until, from), Ok(from + LASTS));
        assert_eq!(may_pause_from(until, from - 1), Ok(Some(from)));
        assert_eq!(may_pause_from(until, from), Ok(None));
        assert_eq!(may_pause_from(0, 1), Ok(None));
    }

    #[test]
    fn a_lifted_pause_rests_too() {
        let until = begin(0, NOW).unwrap();
        let lifted = lift(until, NOW + 60).unwrap();
        assert_eq!(lifted, NOW + 60);
        assert!(!is_paused(lifted, NOW + 60));
        assert_eq!(lift(lifted, NOW + 60), Err(KitError::NotPaused));
        let from = lifted + RESTS;
        assert_eq!(
            begin(lifted, from - 1),
            Err(KitError::PauseTooSoon { from })
        );
        assert_eq!(begin(lifted, from), Ok(from + LASTS));
    }

    #[test]
    fn no_pause_reaches_beyond_time() {
        assert!(matches!(
            begin(0, u32::MAX - 2),
            Err(KitError::TimeOutOfRange { .. })
        ));
    }
}
