//! FHIR dates and times as seconds and days.
//!
//! A FHIR date may state a year or a month alone, and then stands for all of it. A time must state its zone.
//! Source: FHIR R4 and R5, "Data Types", date and dateTime; Period: an end date includes the whole day.

use crate::refusal::{clip, Notes, Refusal};
use health_types::Period;
use time::{Date, Month, PrimitiveDateTime, Time, UtcOffset};

/// The seconds in a day.
const DAY: i64 = 86_400;

/// The days of a date, or the second of a time, before it is known whether it begins or ends a period.
enum Stated {
    /// Whole days, the last one included.
    Days { first: Date, last: Date },
    /// A second since 1970; a fraction of it is left off, since a period begins and ends with whole seconds.
    Instant(i64),
}

/// The seconds `from ≤ now < until` that a FHIR Period means. An end, being inclusive, ends with its day or second.
pub(crate) fn period(
    path: &str,
    start: Option<&str>,
    end: Option<&str>,
    notes: &mut Notes,
) -> Result<Period, Refusal> {
    let from = match start {
        None => None,
        Some(text) => {
            let path = format!("{path}.start");
            let second = match stated(&path, text)? {
                Stated::Days { first, .. } => midnight(first),
                Stated::Instant(second) => second,
            };
            let from = clock(second).ok_or_else(|| {
                Refusal::new(
                    &path,
                    "date_out_of_range",
                    "begins after 2106, beyond the chain's clock",
                )
            })?;
            // No block is older than 1970: from then on is since ever.
            Some(from).filter(|from| *from > 0)
        }
    };
    let until = match end {
        None => None,
        Some(text) => {
            let path = format!("{path}.end");
            let second = match stated(&path, text)? {
                Stated::Days { last, .. } => midnight(last).saturating_add(DAY),
                Stated::Instant(second) => second.saturating_add(1),
            };
            let until = clock(second);
            if until.is_none() {
                notes.warn(
                    &path,
                    "end_beyond_clock",
                    "an end after 2106 is carried as open",
                );
            }
            until
        }
    };
    let period = Period { from, until };
    if period.is_empty() {
        return Err(Refusal::new(
            path,
            "empty_period",
            "ends before it begins, or before 1970",
        ));
    }
    Ok(period)
}

/// The days `from ≤ day < until`, since 1970, that a FHIR Period of data means; its end day is included.
pub(crate) fn days(
    path: &str,
    start: Option<&str>,
    end: Option<&str>,
) -> Result<(Option<i32>, Option<i32>), Refusal> {
    let bound = |name: &str, text: Option<&str>, is_end: bool| {
        let Some(text) = text else { return Ok(None) };
        let path = format!("{path}.{name}");
        match stated(&path, text)? {
            Stated::Instant(_) => Err(Refusal::new(
                &path,
                "time_of_day_in_data_period",
                "a period of data is carried in whole days",
            )),
            Stated::Days { first, last } => Ok(Some(match is_end {
                true => day(last).saturating_add(1),
                false => day(first),
            })),
        }
    };
    let (from, until) = (bound("start", start, false)?, bound("end", end, true)?);
    if matches!((from, until), (Some(from), Some(until)) if until <= from) {
        return Err(Refusal::new(path, "empty_period", "ends before it begins"));
    }
    Ok((from, until))
}

/// What a FHIR date or time names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Whole UTC days since 1970, the last one included.
    Days {
        /// The first.
        first: i32,
        /// The last.
        last: i32,
    },
    /// A second since 1970.
    Second(i64),
}

/// Reads a FHIR date (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`) or a time with its zone.
///
/// # Errors
/// `invalid_date`, `zone_missing`; `path` is what the refusal names.
pub fn read_date(path: &str, text: &str) -> Result<When, Refusal> {
    Ok(match stated(path, text)? {
        Stated::Days { first, last } => When::Days {
            first: day(first),
            last: day(last),
        },
        Stated::Instant(second) => When::Second(second),
    })
}

/// Checks a date that is not carried.
pub(crate) fn check(path: &str, text: &str) -> Result<(), Refusal> {
    stated(path, text).map(|_| ())
}

fn stated(path: &str, text: &str) -> Result<Stated, Refusal> {
    let invalid = || {
        Refusal::new(
            path,
            "invalid_date",
            format!("not a FHIR date: {}", clip(text)),
        )
    };
    let Some((date, time)) = text.split_once('T') else {
        return whole_days(text).ok_or_else(invalid);
    };
    let date = exact_date(date).ok_or_else(invalid)?;
    let split = time.find(['Z', '+', '-']).ok_or_else(|| {
        Refusal::new(
            path,
            "zone_missing",
            format!("a time needs its zone: {}", clip(text)),
        )
    })?;
    let (clock, zone) = time.split_at(split);
    instant(date, clock, zone)
        .map(Stated::Instant)
        .ok_or_else(invalid)
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn whole_days(text: &str) -> Option<Stated> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    let year = i32::try_from(year).ok().filter(|year| *year > 0)?;
    let (first, last) = match (month, day) {
        (None, _) => (
            Date::from_calendar_date(year, Month::January, 1).ok()?,
            Date::from_calendar_date(year, Month::December, 31).ok()?,
        ),
        (Some(month), None) => {
            let month = Month::try_from(pair(month)?).ok()?;
            (
                Date::from_calendar_date(year, month, 1).ok()?,
                Date::from_calendar_date(year, month, month.length(year)).ok()?,
            )
        }
        (Some(_), Some(_)) => (exact_date(text)?, exact_date(text)?),
    };
    Some(Stated::Days { first, last })
}

fn exact_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let year = i32::try_from(digits(year, 4)?)
        .ok()
        .filter(|year| *year > 0)?;
    let (month, day) = (Month::try_from(pair(month)?).ok()?, pair(day)?);
    parts.next().is_none().then_some(())?;
    Date::from_calendar_date(year, month, day).ok()
}

/// The second since 1970 of a clock time in a zone. A fraction falls within its second.
fn instant(date: Date, clock: &str, zone: &str) -> Option<i64> {
    let (whole, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    (!fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit())).then_some(())?;
    let mut parts = whole.split(':');
    let (hour, minute) = (pair(parts.next()?)?, pair(parts.next()?)?);
    let second = pair(parts.next()?)?;
    parts.next().is_none().then_some(())?;
    // A leap second is the last one of its minute on a clock that has none.
    let leap = second == 60;
    let clock = Time::from_hms(hour, minute, if leap { 59 } else { second }).ok()?;
    let offset = match zone {
        "Z" => UtcOffset::UTC,
        _ => {
            let (sign, rest) = zone.split_at_checked(1)?;
            let (hours, minutes) = rest.split_once(':')?;
            let (hours, minutes) = (pair(hours)?, pair(minutes)?);
            (hours < 14 && minutes < 60 || hours == 14 && minutes == 0).then_some(())?;
            let seconds = i32::from(hours)
                .saturating_mul(3_600)
                .saturating_add(i32::from(minutes).saturating_mul(60));
            let seconds = if sign == "-" {
                seconds.saturating_neg()
            } else {
                seconds
            };
            UtcOffset::from_whole_seconds(seconds).ok()?
        }
    };
    Some(
        PrimitiveDateTime::new(date, clock)
            .assume_offset(offset)
            .unix_timestamp(),
    )
}

/// A second as the chain's clock counts it; before 1970 is 0, after 2106 is none.
fn clock(second: i64) -> Option<u32> {
    u32::try_from(second.max(0))
        .ok()
        .filter(|second| *second < u32::MAX)
}

fn pair(text: &str) -> Option<u8> {
    u8::try_from(digits(text, 2)?).ok()
}

fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn midnight(date: Date) -> i64 {
    date.midnight().assume_utc().unix_timestamp()
}

/// The Julian day of 1970-01-01.
const EPOCH: i32 = 2_440_588;

/// A date as days since 1970.
fn day(date: Date) -> i32 {
    date.to_julian_day().saturating_sub(EPOCH)
}

/// A second since 1970 as a FHIR instant.
pub(crate) fn write_instant(second: u32) -> String {
    match time::OffsetDateTime::from_unix_timestamp(i64::from(second)) {
        Ok(at) => format!(
            "{}T{:02}:{:02}:{:02}Z",
            write_date(at.date()),
            at.hour(),
            at.minute(),
            at.second()
        ),
        Err(_) => String::new(),
    }
}

/// A day since 1970 as a FHIR date, if its year has four digits.
pub fn write_day(day: i32) -> Option<String> {
    let date = Date::from_julian_day(day.checked_add(EPOCH)?).ok()?;
    (1..=9_999).contains(&date.year()).then(|| write_date(date))
}

fn write_date(date: Date) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        date.year(),
        u8::from(date.month()),
        date.day()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(start: Option<&str>, end: Option<&str>) -> Result<Period, String> {
        period("p", start, end, &mut Notes::default()).map_err(|refusal| refusal.to_string())
    }

    fn of(from: Option<u32>, until: Option<u32>) -> Result<Period, String> {
        Ok(Period { from, until })
    }

    #[test]
    fn partial_dates_cover_all_they_name() {
        // 2024-01-01 is 1_704_067_200.
        let year = of(Some(1_704_067_200), Some(1_704_067_200 + 366 * 86_400));
        assert_eq!(seconds(Some("2024"), Some("2024")), year);
        assert_eq!(seconds(Some("2024-01"), Some("2024-12")), year);
        assert_eq!(seconds(Some("2024-01-01"), Some("2024-12-31")), year);
        assert_eq!(
            seconds(Some("2024-02"), Some("2024-02")),
            of(
                Some(1_704_067_200 + 31 * 86_400),
                Some(1_704_067_200 + 60 * 86_400)
            )
        );
    }

    #[test]
    fn an_instant_includes_its_second_and_keeps_its_zone() {
        assert_eq!(
            seconds(
                Some("2024-01-01T01:00:00.999+01:00"),
                Some("2023-12-31T19:00:59.999-05:00")
            ),
            of(Some(1_704_067_200), Some(1_704_067_260))
        );
        assert_eq!(
            seconds(None, Some("2016-12-31T23:59:60Z")),
            of(None, Some(1_483_228_800))
        );
    }

    #[test]
    fn the_clock_begins_in_1970_and_ends_in_2106() {
        assert_eq!(seconds(Some("1950-05-05"), None), of(None, None));
        let mut notes = Notes::default();
        let open = period("p", None, Some("9999-12-31"), &mut notes).unwrap();
        assert_eq!((open, notes.into_warnings().len()), (Period::OPEN, 1));
        assert!(seconds(Some("2107"), None)
            .unwrap_err()
            .contains("date_out_of_range"));
        assert!(seconds(None, Some("1969"))
            .unwrap_err()
            .contains("empty_period"));
        assert!(seconds(Some("2024-02-02"), Some("2024-02-01"))
            .unwrap_err()
            .contains("empty_period"));
    }

    #[test]
    fn what_is_not_a_fhir_date_is_refused() {
        for text in [
            "",
            "24",
            "2024-1",
            "2024-13",
            "2024-02-30",
            "2023-02-29",
            "0000",
            "2024-01-01-01",
            "2024-01T10:00:00Z",
            "2024-01-01T10Z",
            "2024-01-01T25:00:00Z",
            "2024-01-01T10:00:00.Z",
            "2024-01-01T10:00:00+15:00",
            "2024-01-01T10:00:00+1:00",
            "2024-01-01T10:00:00+é1:00",
            "2024-01-01 10:00:00Z",
            "+024",
            "2024-01-01T10:00Z",
            "2024-01-01T10:00:00Zx",
        ] {
            assert!(
                seconds(Some(text), None)
                    .unwrap_err()
                    .contains("invalid_date"),
                "{text}"
            );
        }
        assert!(seconds(Some("2024-01-01T10:00:00"), None)
            .unwrap_err()
            .contains("zone_missing"));
    }

    #[test]
    fn data_periods_are_whole_days() {
        assert_eq!(
            days("p", Some("1970"), Some("1970-01")),
            Ok((Some(0), Some(31)))
        );
        assert_eq!(days("p", Some("1969-12-31"), None), Ok((Some(-1), None)));
        assert_eq!(days("p", None, Some("9999")).unwrap().1, Some(2_932_897));
        assert_eq!(
            days("p", Some("2024-01-01T00:00:00Z"), None)
                .unwrap_err()
                .code(),
            "time_of_day_in_data_period"
        );
        assert_eq!(
            days("p", Some("2024"), Some("2023")).unwrap_err().code(),
            "empty_period"
        );
    }

    #[test]
    fn what_is_written_reads_back() {
        assert_eq!(write_instant(1_704_067_260), "2024-01-01T00:01:00Z");
        for text in ["0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31"] {
            let (first, _) = days("p", Some(text), None).unwrap();
            assert_eq!(write_day(first.unwrap()).as_deref(), Some(text));
        }
        assert_eq!(write_day(i32::MAX), None);
    }
}
