//! What is said when a document is refused, or carried with a reservation.

/// The most of a document's own text that a message repeats, in characters.
const MAX_ECHO: usize = 64;

/// The most that is shown of an element path, in characters. Paths of FHIR's own elements are shorter.
const MAX_PATH: usize = 160;

/// A document cannot be carried exactly; nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{element}: {reason}")]
pub struct Refusal {
    /// The element that is to blame, as FHIR writes paths: `Consent.provision.provision[1].actor[0].role`.
    pub element: String,
    /// A stable code, a colon and why: `unknown_purpose: …`. At most 64 characters of the document are repeated.
    pub reason: String,
}

impl Refusal {
    /// Refuses `element` for the reason `code: text`.
    pub(crate) fn new(element: &str, code: &str, text: impl std::fmt::Display) -> Refusal {
        Refusal {
            element: clip_to(element, MAX_PATH),
            reason: format!("{code}: {text}"),
        }
    }

    /// The stable code in front of the reason.
    pub fn code(&self) -> &str {
        self.reason.split(':').next().unwrap_or_default()
    }
}

/// Something was carried without effect, or read in one of several ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The element in question, written as in [`Refusal::element`].
    pub element: String,
    /// A stable code, a colon and what was done: `ignored_extension: …`.
    pub text: String,
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}: {}", self.element, self.text)
    }
}

/// Warnings gathered while a document is read. The same one is kept once.
#[derive(Debug, Default)]
pub(crate) struct Notes(Vec<Warning>);

impl Notes {
    /// Warns about `element`.
    pub(crate) fn warn(&mut self, element: &str, code: &str, text: impl std::fmt::Display) {
        let warning = Warning {
            element: clip_to(element, MAX_PATH),
            text: format!("{code}: {text}"),
        };
        if !self.0.contains(&warning) {
            self.0.push(warning);
        }
    }

    /// All warnings, in the order in which they arose.
    pub(crate) fn into_warnings(self) -> Vec<Warning> {
        self.0
    }
}

/// At most 64 characters of `text`, without characters that a terminal would act on.
pub(crate) fn clip(text: &str) -> String {
    clip_to(text, MAX_ECHO)
}

fn clip_to(text: &str, limit: usize) -> String {
    let mut shown: String = text
        .chars()
        .take(limit)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if text.chars().nth(limit).is_some() {
        shown.pop();
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_of_the_input_is_repeated() {
        assert_eq!(clip("TREAT"), "TREAT");
        assert_eq!(clip(&"x".repeat(64)), "x".repeat(64));
        assert_eq!(clip(&"é".repeat(65)), format!("{}…", "é".repeat(63)));
        assert_eq!(clip("a\u{1b}[2J"), "a\u{fffd}[2J");
        let refusal = Refusal::new(&"p".repeat(1_000), "too_long", "x");
        assert_eq!(refusal.element.chars().count(), MAX_PATH);
        assert_eq!(refusal.code(), "too_long");
    }

    #[test]
    fn a_warning_is_given_once() {
        let mut notes = Notes::default();
        notes.warn("Consent.meta", "a", "b");
        notes.warn("Consent.meta", "a", "b");
        notes.warn("Consent.text", "a", "b");
        assert_eq!(notes.into_warnings().len(), 2);
    }
}
