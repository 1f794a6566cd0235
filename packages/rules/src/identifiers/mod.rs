//! Identifiers of organisations, practitioners and articles: what can be told from the value alone.
//!
//! A check digit catches typing errors, not impostors; that the number is the holder's is for an issuer to say.

mod did;
mod gs1;
mod lei;
mod npi;

pub use did::account_did;
pub use gs1::{gln, gtin};
pub use lei::lei;
pub use npi::npi;

use health_types::identity::{Identifier, IdentifierScheme};
use thiserror::Error;

/// The longest opaque identifier, in bytes.
pub const MAX_OPAQUE: usize = 64;

/// Why a value is no identifier of its scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IdentifierProblem {
    /// It has not the number of characters that the scheme demands.
    #[error("wrong length")]
    Length,
    /// It has a character that the scheme does not.
    #[error("wrong character")]
    Character,
    /// It begins with a digit that is not assigned.
    #[error("wrong first digit")]
    FirstDigit,
    /// Its check digits do not fit.
    #[error("wrong check digit")]
    CheckDigit,
    /// It is all zeros, which stand for no number.
    #[error("all zeros")]
    Zero,
}

/// The canonical form of an identifier, in which it is unique: that of a GTIN has 14 digits, all others are
/// taken as they stand.
///
/// # Errors
/// [`IdentifierProblem`] if the value is none of its scheme.
pub fn canonical(identifier: &Identifier) -> Result<Identifier, IdentifierProblem> {
    let value = identifier.value.as_str();
    let value = match identifier.scheme {
        IdentifierScheme::Npi => npi(value).map(|()| value.to_string()),
        IdentifierScheme::Gln => gln(value).map(|()| value.to_string()),
        IdentifierScheme::Gtin => gtin(value),
        IdentifierScheme::Lei => lei(value).map(|()| value.to_string()),
        IdentifierScheme::Opaque => opaque(value).map(|()| value.to_string()),
    }?;
    Ok(Identifier {
        scheme: identifier.scheme,
        value,
    })
}

/// Checks an identifier of no known scheme: 1 to 64 printable ASCII characters, spaces excluded.
///
/// # Errors
/// `Length` or `Character`.
pub fn opaque(value: &str) -> Result<(), IdentifierProblem> {
    if value.is_empty() || value.len() > MAX_OPAQUE {
        return Err(IdentifierProblem::Length);
    }
    if value.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(())
    } else {
        Err(IdentifierProblem::Character)
    }
}

/// The values of decimal digits.
fn digits(value: &str) -> Result<Vec<u32>, IdentifierProblem> {
    value
        .chars()
        .map(|c| c.to_digit(10).ok_or(IdentifierProblem::Character))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opaque_values_are_printable_ascii() {
        assert_eq!(opaque("A-1/2:3"), Ok(()));
        assert_eq!(opaque(&"x".repeat(64)), Ok(()));
        assert_eq!(opaque(""), Err(IdentifierProblem::Length));
        assert_eq!(opaque(&"x".repeat(65)), Err(IdentifierProblem::Length));
        for refused in ["a b", "ä", "a\n", "\u{200b}"] {
            assert_eq!(opaque(refused), Err(IdentifierProblem::Character));
        }
    }

    #[test]
    fn the_canonical_form_of_a_gtin_has_fourteen_digits() {
        let of = |scheme, value: &str| {
            canonical(&Identifier {
                scheme,
                value: value.into(),
            })
            .map(|identifier| identifier.value)
        };
        use IdentifierScheme::*;
        assert_eq!(of(Gtin, "4006381333931").unwrap(), "04006381333931");
        assert_eq!(of(Gtin, "04006381333931").unwrap(), "04006381333931");
        assert_eq!(of(Gln, "4006381333931").unwrap(), "4006381333931");
        assert_eq!(of(Npi, "1234567893").unwrap(), "1234567893");
        assert_eq!(of(Opaque, "x").unwrap(), "x");
        assert_eq!(
            of(Lei, "529900T8BM49AURSDO55").unwrap(),
            "529900T8BM49AURSDO55"
        );
        assert_eq!(of(Npi, "1234567890"), Err(IdentifierProblem::CheckDigit));
    }
}
