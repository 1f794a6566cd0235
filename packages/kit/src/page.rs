//! Pages of lists: bounded, with a cursor to go on from.

use crate::KitError;

/// How many items a page has when the query does not say.
pub const DEFAULT: u32 = 30;

/// The most items a page has; more is served as this many.
pub const MAX: u32 = 50;

/// How many items a page may have: 1 to [`MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(u32);

/// The limit that a query states.
///
/// # Errors
/// `limit_zero` for 0.
pub fn limit(stated: Option<u32>) -> Result<Limit, KitError> {
    match stated.unwrap_or(DEFAULT) {
        0 => Err(KitError::LimitZero),
        limit => Ok(Limit(limit.min(MAX))),
    }
}

impl Limit {
    /// How many entries to read: one more than the page has, to know whether it is the last.
    pub fn fetch(self) -> usize {
        self.items().saturating_add(1)
    }

    /// Makes the page's items and the cursor to go on from, out of up to [`Limit::fetch`] entries; `cursor` is
    /// made from the last item, and is none on the last page.
    pub fn page<T, C>(
        self,
        mut entries: Vec<T>,
        cursor: impl FnOnce(&T) -> C,
    ) -> (Vec<T>, Option<C>) {
        let more = entries.len() > self.items();
        entries.truncate(self.items());
        let next = entries.last().filter(|_| more).map(cursor);
        (entries, next)
    }

    fn items(self) -> usize {
        // Lossless: at most MAX.
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits() {
        assert_eq!(limit(None), Ok(Limit(30)));
        assert_eq!(limit(Some(1)), Ok(Limit(1)));
        assert_eq!(limit(Some(50)), Ok(Limit(50)));
        assert_eq!(limit(Some(51)), Ok(Limit(50)));
        assert_eq!(limit(Some(u32::MAX)), Ok(Limit(50)));
        assert_eq!(limit(Some(0)), Err(KitError::LimitZero));
    }

    #[test]
    fn a_cursor_only_where_more_follows() {
        let two = limit(Some(2)).unwrap();
        assert_eq!(two.fetch(), 3);
        assert_eq!(two.page(vec![1, 2, 3], |last| *last), (vec![1, 2], Some(2)));
        assert_eq!(two.page(vec![1, 2], |last| *last), (vec![1, 2], None));
        assert_eq!(two.page(vec![], |last: &u8| *last), (vec![], None));
    }
}
