//! The National Provider Identifier of the United States (45 CFR 162.406).

use super::{digits, IdentifierProblem};

/// What the prefix 80840 (health application, United States; ISO/IEC 7812) adds to the Luhn sum.
const PREFIX_SUM: u32 = 24;

/// Checks an NPI: ten digits, the first 1 or 2, and the Luhn check digit (ISO/IEC 7812-1 annex B) over 80840 and
/// the number, as CMS requires.
///
/// # Errors
/// `Length`, `Character`, `FirstDigit` or `CheckDigit`.
pub fn npi(value: &str) -> Result<(), IdentifierProblem> {
    if value.len() != 10 {
        return Err(IdentifierProblem::Length);
    }
    let digits = digits(value)?;
    if !matches!(digits.first(), Some(1 | 2)) {
        return Err(IdentifierProblem::FirstDigit);
    }
    let sum = digits
        .iter()
        .rev()
        .zip([1, 2].into_iter().cycle())
        .map(|(digit, weight)| {
            let product = digit.saturating_mul(weight);
            // The digits of a two-digit product are added.
            product
                .checked_sub(9)
                .filter(|rest| *rest > 0)
                .unwrap_or(product)
        })
        .fold(PREFIX_SUM, u32::saturating_add);
    if sum % 10 == 0 {
        Ok(())
    } else {
        Err(IdentifierProblem::CheckDigit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_check_digit_fits() {
        for last in 0..=9 {
            let expected = if last == 3 {
                Ok(())
            } else {
                Err(IdentifierProblem::CheckDigit)
            };
            assert_eq!(npi(&format!("123456789{last}")), expected, "{last}");
        }
    }

    #[test]
    fn every_single_error_and_neighbours_swapped_are_found() {
        let valid = "1245319599";
        assert_eq!(npi(valid), Ok(()));
        for at in 1..10 {
            for digit in b'0'..=b'9' {
                let mut altered = valid.as_bytes().to_vec();
                altered[at] = digit;
                let altered = String::from_utf8(altered).unwrap();
                assert_eq!(npi(&altered).is_ok(), altered == valid, "{altered}");
            }
        }
        for at in 1..9 {
            let mut swapped = valid.as_bytes().to_vec();
            swapped.swap(at, at + 1);
            let swapped = String::from_utf8(swapped).unwrap();
            assert_eq!(npi(&swapped).is_ok(), swapped == valid, "{swapped}");
        }
    }

    #[test]
    fn other_shapes_are_refused() {
        assert_eq!(npi("3234567899"), Err(IdentifierProblem::FirstDigit));
        assert_eq!(npi("0234567893"), Err(IdentifierProblem::FirstDigit));
        assert_eq!(npi("123456789"), Err(IdentifierProblem::Length));
        assert_eq!(npi("808401234567893"), Err(IdentifierProblem::Length));
        assert_eq!(npi("123456789X"), Err(IdentifierProblem::Character));
        assert_eq!(npi("12345678é"), Err(IdentifierProblem::Character));
    }
}
