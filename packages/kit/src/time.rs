//! Block time in u32 seconds.

use crate::pack::OPEN;
use crate::KitError;
use cosmwasm_std::Env;

/// Seconds of an hour.
pub const HOUR: u32 = 3_600;

/// Seconds of a day.
pub const DAY: u32 = 86_400;

/// The block's time, in whole seconds since 1970.
///
/// # Errors
/// `time_out_of_range` from 2106 on, when u32 seconds end.
pub fn now(env: &Env) -> Result<u32, KitError> {
    in_range(env.block.time.seconds())
}

/// The time `seconds` after `time`.
///
/// # Errors
/// `time_out_of_range` if that is beyond u32 seconds.
pub fn after(time: u32, seconds: u32) -> Result<u32, KitError> {
    in_range(u64::from(time).saturating_add(seconds.into()))
}

/// The largest number means an open time, so it is none itself.
fn in_range(seconds: u64) -> Result<u32, KitError> {
    match u32::try_from(seconds) {
        Ok(time) if time != OPEN => Ok(time),
        _ => Err(KitError::TimeOutOfRange { seconds }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::testing::mock_env;
    use cosmwasm_std::Timestamp;

    #[test]
    fn whole_seconds_below_the_open_time() {
        let mut env = mock_env();
        env.block.time = Timestamp::from_nanos(5_999_999_999);
        assert_eq!(now(&env), Ok(5));
        env.block.time = Timestamp::from_seconds(u64::from(OPEN) - 1);
        assert_eq!(now(&env), Ok(OPEN - 1));
        for seconds in [u64::from(OPEN), u64::from(OPEN) + 1] {
            env.block.time = Timestamp::from_seconds(seconds);
            assert_eq!(now(&env), Err(KitError::TimeOutOfRange { seconds }));
        }
    }

    #[test]
    fn sums_stay_in_range() {
        assert_eq!(after(1, DAY), Ok(86_401));
        assert_eq!(after(OPEN - 2, 1), Ok(OPEN - 1));
        assert_eq!(
            after(OPEN - 1, 1),
            Err(KitError::TimeOutOfRange {
                seconds: OPEN.into()
            })
        );
    }
}
