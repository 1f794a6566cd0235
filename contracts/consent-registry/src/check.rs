//! Bounds that many messages share; all of them are checked before authority.

use crate::error::ConsentError;
use crate::state::consent::MAX_SUPERSEDED;
use health_kit::pack::OPEN;
use health_kit::time::after;
use health_kit::KitError;
use health_types::consent::Purpose;
use health_types::{Bytes32, Period};

/// Refuses a list with too few or too many entries.
///
/// # Errors
/// `invalid_count`.
pub fn count(
    field: &'static str,
    count: usize,
    min: usize,
    max: usize,
) -> Result<(), ConsentError> {
    if (min..=max).contains(&count) {
        return Ok(());
    }
    Err(ConsentError::InvalidCount {
        field,
        count,
        min,
        max,
    })
}

/// Refuses a list with an entry twice.
///
/// # Errors
/// `duplicate`.
pub fn distinct<T: Ord>(field: &'static str, list: &[T]) -> Result<(), ConsentError> {
    let mut sorted: Vec<&T> = list.iter().collect();
    sorted.sort_unstable();
    if sorted.windows(2).all(|pair| pair.first() != pair.last()) {
        return Ok(());
    }
    Err(ConsentError::Duplicate { field })
}

/// Refuses a hash that is all zero.
///
/// # Errors
/// `zero`.
pub fn hash(field: &'static str, hash: &Bytes32) -> Result<(), ConsentError> {
    if hash.is_zero() {
        return Err(ConsentError::Zero { field });
    }
    Ok(())
}

/// Refuses a list of hashes with too many entries, one twice, or one that is all zero.
///
/// # Errors
/// `invalid_count`, `duplicate`, `zero`.
pub fn hashes(
    field: &'static str,
    list: &[Bytes32],
    min: usize,
    max: usize,
) -> Result<(), ConsentError> {
    count(field, list.len(), min, max)?;
    distinct(field, list)?;
    list.iter().try_for_each(|one| hash(field, one))
}

/// Refuses a project, or a purpose of another system, that is all zero.
///
/// # Errors
/// `zero`.
pub fn purpose(field: &'static str, purpose: &Purpose) -> Result<(), ConsentError> {
    match purpose {
        Purpose::Code { .. } => Ok(()),
        Purpose::Project { id } | Purpose::Other { id } => hash(field, id),
    }
}

/// Refuses a number that stands for nobody: identity-registry's, and ids of consents, begin at 1.
///
/// # Errors
/// `zero`.
pub fn holder(field: &'static str, number: u32) -> Result<(), ConsentError> {
    if number == 0 {
        return Err(ConsentError::Zero { field });
    }
    Ok(())
}

/// The consents that one supersedes; refuses an empty or too long list, one twice, the number zero, and the consent
/// itself.
///
/// # Errors
/// `invalid_count`, `duplicate`, `zero`, `supersedes_itself`.
pub fn superseded(id: u32, stated: Option<Vec<u32>>) -> Result<Vec<u32>, ConsentError> {
    let Some(supersedes) = stated else {
        return Ok(Vec::new());
    };
    count("supersedes", supersedes.len(), 1, MAX_SUPERSEDED)?;
    distinct("supersedes", &supersedes)?;
    supersedes
        .iter()
        .try_for_each(|target| holder("supersedes", *target))?;
    if supersedes.contains(&id) {
        return Err(ConsentError::SupersedesItself { id });
    }
    Ok(supersedes)
}

/// The most organisations that a request may claim to act for.
const MAX_ORGANISATIONS: usize = 4;

/// Refuses the organisations that a request claims to act for if there are more than 4, one twice, or none such.
///
/// # Errors
/// `invalid_count`, `duplicate`, `zero`.
pub fn organisations(organisations: &[u32]) -> Result<(), ConsentError> {
    let field = "organisations";
    count(field, organisations.len(), 0, MAX_ORGANISATIONS)?;
    distinct(field, organisations)?;
    let known = |organisation: &u32| holder(field, *organisation);
    organisations.iter().try_for_each(known)
}

/// Refuses a period in which nothing can happen any more.
///
/// # Errors
/// `period_empty`, `period_over`.
pub fn period(period: &Period, now: u32) -> Result<(), ConsentError> {
    if period.is_empty() {
        return Err(ConsentError::PeriodEmpty);
    }
    match period.until {
        Some(until) if until <= now => Err(ConsentError::PeriodOver { until }),
        _ => Ok(()),
    }
}

/// Refuses the time that storage takes for "open".
///
/// # Errors
/// `time_out_of_range`.
pub fn times(period: Period) -> Result<(), KitError> {
    if [period.from, period.until].contains(&Some(OPEN)) {
        return Err(KitError::TimeOutOfRange {
            seconds: OPEN.into(),
        });
    }
    Ok(())
}

/// Refuses an end that is not ahead, or more than `most` seconds ahead.
///
/// # Errors
/// `period_over`, `out_of_range`; `time_out_of_range` at the end of u32 seconds.
pub fn ahead(
    field: &'static str,
    until: u32,
    now: u32,
    most: u32,
) -> Result<(), crate::ContractError> {
    if until <= now {
        return Err(ConsentError::PeriodOver { until }.into());
    }
    let max = after(now, most)?;
    if until > max {
        return Err(ConsentError::OutOfRange {
            field,
            value: until,
            min: now,
            max,
        }
        .into());
    }
    Ok(())
}
