//! The one validity type.

use cosmwasm_schema::cw_serde;

/// A half-open time of validity: `from ≤ now < until`, in seconds since 1970 by block time.
#[cw_serde]
#[derive(Copy, Eq, Default)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct Period {
    /// The first second that counts; absent: since ever.
    pub from: Option<u32>,
    /// The first second that no longer counts; absent: without end.
    pub until: Option<u32>,
}

crate::strict!(Period);

impl Period {
    /// Without beginning or end.
    pub const OPEN: Period = Period {
        from: None,
        until: None,
    };

    /// Whether the period has begun at `now`.
    pub fn has_begun(&self, now: u32) -> bool {
        self.from.is_none_or(|from| from <= now)
    }

    /// Whether the period is over at `now`.
    pub fn has_ended(&self, now: u32) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// Whether `now` lies in the period.
    pub fn contains(&self, now: u32) -> bool {
        self.has_begun(now) && !self.has_ended(now)
    }

    /// Whether no second can lie in the period.
    pub fn is_empty(&self) -> bool {
        match (self.from, self.until) {
            (from, Some(until)) => from.unwrap_or(0) >= until,
            (_, None) => false,
        }
    }

    /// Whether every second of `other` lies in this period.
    pub fn covers(&self, other: &Period) -> bool {
        let from = self.from.unwrap_or(0) <= other.from.unwrap_or(0);
        let until = match (self.until, other.until) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(own), Some(others)) => others <= own,
        };
        from && until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_open() {
        let period = Period {
            from: Some(10),
            until: Some(20),
        };
        for (now, inside) in [(9, false), (10, true), (19, true), (20, false)] {
            assert_eq!(period.contains(now), inside, "{now}");
        }
        assert!(Period::OPEN.contains(0) && Period::OPEN.contains(u32::MAX));
        assert!(Period {
            from: Some(5),
            until: Some(5)
        }
        .is_empty());
        assert!(!Period {
            from: Some(5),
            until: Some(6)
        }
        .is_empty());
    }

    #[test]
    fn covers_what_lies_within() {
        let outer = Period {
            from: Some(10),
            until: Some(20),
        };
        assert!(outer.covers(&outer));
        assert!(outer.covers(&Period {
            from: Some(11),
            until: Some(20)
        }));
        assert!(!outer.covers(&Period {
            from: Some(9),
            until: Some(20)
        }));
        assert!(!outer.covers(&Period {
            from: Some(10),
            until: None
        }));
        assert!(Period::OPEN.covers(&outer));
    }
}
