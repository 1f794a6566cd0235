//! GS1 keys of places and articles (GS1 General Specifications, section 7.9: check digit).

use super::{digits, IdentifierProblem};

/// Checks a Global Location Number: 13 digits, the last one the check digit.
///
/// # Errors
/// `Length`, `Character`, `Zero` or `CheckDigit`.
pub fn gln(value: &str) -> Result<(), IdentifierProblem> {
    if value.len() != 13 {
        return Err(IdentifierProblem::Length);
    }
    check_digit(value)
}

/// The 14-digit form of a Global Trade Item Number of 8, 12, 13 or 14 digits: zeros are put before it, which
/// changes neither what it names nor its check digit.
///
/// # Errors
/// `Length`, `Character`, `Zero` or `CheckDigit`.
pub fn gtin(value: &str) -> Result<String, IdentifierProblem> {
    if !matches!(value.len(), 8 | 12 | 13 | 14) {
        return Err(IdentifierProblem::Length);
    }
    check_digit(value)?;
    Ok(format!("{value:0>14}"))
}

/// From the right, digits weigh 1 and 3 in turn; the sum ends in 0.
fn check_digit(value: &str) -> Result<(), IdentifierProblem> {
    let digits = digits(value)?;
    if digits.iter().all(|digit| *digit == 0) {
        return Err(IdentifierProblem::Zero);
    }
    let sum = digits
        .iter()
        .rev()
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| digit.saturating_mul(weight))
        .fold(0, u32::saturating_add);
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
    fn all_lengths_of_a_gtin_are_one_number() {
        for (value, canonical) in [
            ("96385074", "00000096385074"),
            ("036000291452", "00036000291452"),
            ("0036000291452", "00036000291452"),
            ("00036000291452", "00036000291452"),
            ("4006381333931", "04006381333931"),
            ("14006381333938", "14006381333938"),
        ] {
            assert_eq!(gtin(value).as_deref(), Ok(canonical), "{value}");
        }
    }

    #[test]
    fn one_check_digit_fits() {
        for last in 0..=9 {
            let expected = if last == 1 {
                Ok(())
            } else {
                Err(IdentifierProblem::CheckDigit)
            };
            assert_eq!(gln(&format!("400638133393{last}")), expected, "{last}");
        }
    }

    #[test]
    fn other_shapes_are_refused() {
        assert_eq!(gln("04006381333931"), Err(IdentifierProblem::Length));
        assert_eq!(gtin("123456789"), Err(IdentifierProblem::Length));
        assert_eq!(gtin(""), Err(IdentifierProblem::Length));
        assert_eq!(gln("400638133393X"), Err(IdentifierProblem::Character));
        assert_eq!(gln("0000000000000"), Err(IdentifierProblem::Zero));
        assert_eq!(gtin("00000000"), Err(IdentifierProblem::Zero));
    }
}
