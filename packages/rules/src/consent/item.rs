//! Bounds of what a request states about an item.

use super::tree::MAX_LABELS;
use health_types::consent::{Item, Labels};

/// The most classes, contexts or private labels of an item.
pub const MAX_ITEM_VALUES: usize = 8;

/// Why an item is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ItemError {
    /// A list of the item is too long.
    #[error("item_too_large: an item has at most {1} {0}")]
    TooMany(&'static str, usize),
    /// A list of the item holds an entry twice.
    #[error("duplicate_entry: {0} of the item has an entry twice")]
    Duplicate(&'static str),
}

/// Checks the bounds of an item.
///
/// # Errors
/// The first list that is too long or holds an entry twice.
pub fn check_item(item: &Item) -> Result<(), ItemError> {
    check("classes", item.classes.as_deref(), MAX_ITEM_VALUES)?;
    check("contexts", item.contexts.as_deref(), MAX_ITEM_VALUES)?;
    if let Some(Labels {
        sensitivity,
        private,
        ..
    }) = &item.labels
    {
        check("sensitivity labels", sensitivity.as_deref(), MAX_LABELS)?;
        check("private labels", private.as_deref(), MAX_ITEM_VALUES)?;
    }
    Ok(())
}

fn check<T: PartialEq>(
    name: &'static str,
    values: Option<&[T]>,
    max: usize,
) -> Result<(), ItemError> {
    let values = values.unwrap_or_default();
    if values.len() > max {
        return Err(ItemError::TooMany(name, max));
    }
    let doubled =
        |(index, value): (usize, &T)| values.iter().take(index).any(|other| other == value);
    if values.iter().enumerate().any(doubled) {
        return Err(ItemError::Duplicate(name));
    }
    Ok(())
}
