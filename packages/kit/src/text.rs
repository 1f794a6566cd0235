//! Names that people read, and how much of an input an error repeats.

use crate::KitError;
use thiserror::Error;

/// The most characters of input that an error repeats.
const CLIP: usize = 64;

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum TextProblem {
    /// It is empty.
    #[error("is empty")]
    Empty,
    /// It is too long; limits are in bytes of UTF-8.
    #[error("is longer than {max} bytes")]
    TooLong {
        /// The most bytes it may have.
        max: usize,
    },
    /// It begins or ends with white space.
    #[error("begins or ends with white space")]
    Padded,
    /// It has a character that is not seen, changes how its neighbours are seen, or reorders them.
    #[error("has a control, bidirectional, zero-width or combining character")]
    Unseen,
}

/// Checks a name. `field` is the message's field, as the error names it; `max` is in bytes of UTF-8.
///
/// Control, bidirectional, zero-width, and combining characters are refused, for two names that look alike would
/// differ. Combining are Unicode's blocks of diacritical marks and the points of Cyrillic, Hebrew, Arabic and kana,
/// all of which have precomposed or unpointed spellings; the vowel signs of Indic and South-East Asian scripts, which
/// have none, are letters here.
///
/// # Errors
/// `invalid_text`.
pub fn name(field: &'static str, text: &str, max: usize) -> Result<(), KitError> {
    let problem = if text.is_empty() {
        TextProblem::Empty
    } else if text.len() > max {
        TextProblem::TooLong { max }
    } else if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
        TextProblem::Padded
    } else if text.chars().any(is_unseen) {
        TextProblem::Unseen
    } else {
        return Ok(());
    };
    Err(KitError::InvalidText { field, problem })
}

/// The first 64 characters of an input, with those that a [`name`] must not have shown as `�`.
pub fn clip(input: &str) -> String {
    let seen = |c: char| {
        if is_unseen(c) {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    };
    input.chars().take(CLIP).map(seen).collect()
}

fn is_unseen(c: char) -> bool {
    c.is_control() || is_invisible(c) || is_combining(c)
}

/// Bidirectional controls, characters of no width, separators of lines, and fillers.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}'                // soft hyphen
        | '\u{061C}'              // Arabic letter mark
        | '\u{115F}'..='\u{1160}' // Hangul fillers
        | '\u{17B4}'..='\u{17B5}' // Khmer inherent vowels
        | '\u{180B}'..='\u{180F}' // Mongolian selectors
        | '\u{200B}'..='\u{200F}' // zero-width space, joiners, direction marks
        | '\u{2028}'..='\u{202E}' // separators, embeddings, overrides
        | '\u{2060}'..='\u{206F}' // word joiner, invisible operators, isolates
        | '\u{3164}'              // Hangul filler
        | '\u{FE00}'..='\u{FE0F}' // variation selectors
        | '\u{FEFF}'              // zero-width no-break space
        | '\u{FFA0}'              // half-width Hangul filler
        | '\u{FFF0}'..='\u{FFFB}' // interlinear annotation, and unassigned ignorables
        | '\u{1BCA0}'..='\u{1BCA3}' // shorthand format controls
        | '\u{1D173}'..='\u{1D17A}' // musical format controls
        | '\u{E0000}'..='\u{E0FFF}' // tags, further selectors
    )
}

/// Marks that change the character before them.
fn is_combining(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}'   // diacritical marks
        | '\u{0483}'..='\u{0489}' // Cyrillic
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}'..='\u{05C2}' | '\u{05C4}'..='\u{05C5}' | '\u{05C7}' // Hebrew
        | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' // Arabic
        | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}' | '\u{06E7}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}'
        | '\u{1AB0}'..='\u{1AFF}' // diacritical marks extended
        | '\u{1DC0}'..='\u{1DFF}' // diacritical marks supplement
        | '\u{20D0}'..='\u{20FF}' // marks for symbols
        | '\u{3099}'..='\u{309A}' // kana voicing
        | '\u{FE20}'..='\u{FE2F}' // half marks
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> Option<TextProblem> {
        match name("label", text, 128) {
            Ok(()) => None,
            Err(KitError::InvalidText {
                field: "label",
                problem,
            }) => Some(problem),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn names_of_many_scripts_are_taken() {
        for text in [
            "St. Anne's Clinic",
            "Zürich Süd 2",
            "Клиника",
            "בית חולים",
            "مستشفى",
            "अस्पताल",
            "โรงพยาบาล",
            "病院が",
            "병원",
        ] {
            assert_eq!(problem(text), None, "{text}");
        }
    }

    #[test]
    fn unseen_characters_are_refused() {
        for c in [
            '\0',
            '\n',
            '\u{7F}',
            '\u{85}',
            '\u{AD}',
            '\u{301}',
            '\u{34F}',
            '\u{61C}',
            '\u{64B}',
            '\u{200B}',
            '\u{200D}',
            '\u{200F}',
            '\u{2028}',
            '\u{202A}',
            '\u{202E}',
            '\u{2060}',
            '\u{2066}',
            '\u{2069}',
            '\u{20DD}',
            '\u{3099}',
            '\u{3164}',
            '\u{FE0F}',
            '\u{FE20}',
            '\u{FEFF}',
            '\u{E0041}',
            '\u{E0101}',
        ] {
            assert_eq!(
                problem(&format!("a{c}b")),
                Some(TextProblem::Unseen),
                "{:x}",
                u32::from(c)
            );
        }
    }

    #[test]
    fn limits_are_in_bytes() {
        assert_eq!(problem(&"ü".repeat(64)), None);
        assert_eq!(
            problem(&"ü".repeat(65)),
            Some(TextProblem::TooLong { max: 128 })
        );
        assert_eq!(problem(""), Some(TextProblem::Empty));
        for padded in [" a", "a ", "\u{A0}a", "\u{3000}", " "] {
            assert_eq!(problem(padded), Some(TextProblem::Padded), "{padded:?}");
        }
    }

    #[test]
    fn errors_name_the_field_and_not_the_text() {
        let error = name("display_name", &"x".repeat(129), 128).unwrap_err();
        assert_eq!(
            error.to_string(),
            "invalid_text: display_name is longer than 128 bytes"
        );
    }

    #[test]
    fn clipped_input_is_short_and_seen() {
        assert_eq!(clip(&"ü".repeat(65)), "ü".repeat(64));
        assert_eq!(clip("a\u{202E}b\n"), "a\u{FFFD}b\u{FFFD}");
    }
}
