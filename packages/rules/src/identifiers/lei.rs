//! The Legal Entity Identifier (ISO 17442-1).

use super::IdentifierProblem;

/// Checks an LEI: 18 digits or capital letters and two check digits from 02 to 98, of which the whole leaves 1 when
/// divided by 97, letters read as 10 to 35 (ISO/IEC 7064, MOD 97-10). The digits 00, 01 and 99, which would leave 1
/// too, are never given.
///
/// # Errors
/// `Length`, `Character` or `CheckDigit`.
pub fn lei(value: &str) -> Result<(), IdentifierProblem> {
    if value.len() != 20 {
        return Err(IdentifierProblem::Length);
    }
    let (body, check) = value
        .split_at_checked(18)
        .ok_or(IdentifierProblem::Character)?;
    let capital = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
    if !body.chars().all(capital) || !check.chars().all(|c| c.is_ascii_digit()) {
        return Err(IdentifierProblem::Character);
    }
    let rest = value
        .chars()
        .filter_map(|c| c.to_digit(36))
        .fold(0u32, |rest, digit| {
            let shift = if digit < 10 { 10 } else { 100 };
            rest.saturating_mul(shift).saturating_add(digit) % 97
        });
    if rest == 1 && !matches!(check, "00" | "01" | "99") {
        Ok(())
    } else {
        Err(IdentifierProblem::CheckDigit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for valid in [
            "529900T8BM49AURSDO55",
            "506700GE1G29325QX363",
            "7H6GLXDRUGQFU57RNE97",
        ] {
            assert_eq!(lei(valid), Ok(()), "{valid}");
        }
    }

    #[test]
    fn one_pair_of_check_digits_fits() {
        let fitting: Vec<_> = (0..=99)
            .filter(|check| lei(&format!("529900T8BM49AURSDO{check:02}")).is_ok())
            .collect();
        assert_eq!(fitting, [55]);
    }

    #[test]
    fn aliases_of_the_check_digits_are_refused() {
        // A body whose check digits are 97 + 1 − rest: those that come out as 02, 97 or 98 have an alias 99, 00 or 01.
        let mut aliases = 0;
        for body in 0..2_000 {
            let body = format!("5299{body:014}");
            let rest = |check: u32| {
                format!("{body}{check:02}")
                    .chars()
                    .filter_map(|c| c.to_digit(10))
                    .fold(0, |rest, digit| (rest * 10 + digit) % 97)
            };
            for alias in [0, 1, 99] {
                if rest(alias) == 1 {
                    aliases += 1;
                    let alias = format!("{body}{alias:02}");
                    assert_eq!(lei(&alias), Err(IdentifierProblem::CheckDigit), "{alias}");
                }
            }
        }
        assert!(aliases > 0);
    }

    #[test]
    fn other_shapes_are_refused() {
        assert_eq!(lei("529900T8BM49AURSDO5"), Err(IdentifierProblem::Length));
        assert_eq!(
            lei("529900t8bm49aursdo55"),
            Err(IdentifierProblem::Character)
        );
        assert_eq!(
            lei("529900T8BM49AURSDOA5"),
            Err(IdentifierProblem::Character)
        );
        assert_eq!(
            lei("529900T8BM49AURSDé5"),
            Err(IdentifierProblem::Character)
        );
    }
}
