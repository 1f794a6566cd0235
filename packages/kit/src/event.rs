//! Typed events as CosmWasm events.

use cosmwasm_std::Event;
use health_types::event::EventData;
use std::fmt::Write;

/// The most attributes of an event.
pub const MAX_ATTRIBUTES: usize = 12;

/// The longest value of an attribute, in bytes.
pub const MAX_VALUE: usize = 128;

/// The CosmWasm event, which the chain emits as `wasm-<kind>`.
pub fn event(data: &impl EventData) -> Event {
    Event::new(data.kind()).add_attributes(data.attributes())
}

/// What is wrong with an event, for tests: a type or key that is not snake case, a key twice, too many attributes, or
/// a value that is empty or too long. None if nothing is.
pub fn flaw(data: &dyn EventData) -> Option<String> {
    let kind = data.kind();
    let attributes = data.attributes();
    if !is_snake_case(kind) {
        return Some(format!("{kind}: not snake case"));
    }
    if attributes.len() > MAX_ATTRIBUTES {
        return Some(format!("{kind}: {} attributes", attributes.len()));
    }
    for (at, (key, value)) in attributes.iter().enumerate() {
        if !is_snake_case(key) {
            return Some(format!("{kind}.{key}: not snake case"));
        }
        if attributes
            .iter()
            .skip(at.saturating_add(1))
            .any(|(other, _)| other == key)
        {
            return Some(format!("{kind}.{key}: twice"));
        }
        if value.is_empty() || value.len() > MAX_VALUE {
            return Some(format!("{kind}.{key}: {} bytes", value.len()));
        }
    }
    None
}

/// The table of a contract's events in Markdown, from one or more samples of each, which stand together. An attribute
/// that some sample of its event lacks is marked `?`.
pub fn table(samples: &[&dyn EventData]) -> String {
    let mut table = String::from("| event | attributes |\n|---|---|\n");
    for of_kind in samples.chunk_by(|one, other| one.kind() == other.kind()) {
        let samples: Vec<_> = of_kind.iter().map(|sample| sample.attributes()).collect();
        let mut keys: Vec<&str> = Vec::new();
        for (key, _) in samples.iter().flatten() {
            if !keys.contains(key) {
                keys.push(key);
            }
        }
        let cells: Vec<String> = keys
            .iter()
            .map(|key| {
                let has =
                    |sample: &Vec<(&str, String)>| sample.iter().any(|(other, _)| other == key);
                let mark = if samples.iter().all(has) { "" } else { "?" };
                format!("`{key}`{mark}")
            })
            .collect();
        let kind = of_kind.first().map_or("", |sample| sample.kind());
        // Writing to a string cannot fail.
        let _ = writeln!(table, "| `wasm-{kind}` | {} |", cells.join(", "));
    }
    table
}

/// Lower-case letters, digits and inner underscores: chains reserve keys that begin with an underscore.
fn is_snake_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('_')
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sample(&'static str, Vec<(&'static str, String)>);

    impl EventData for Sample {
        fn kind(&self) -> &'static str {
            self.0
        }

        fn attributes(&self) -> Vec<(&'static str, String)> {
            self.1.clone()
        }
    }

    fn sample(kind: &'static str, keys: &[&'static str]) -> Sample {
        Sample(
            kind,
            keys.iter().map(|key| (*key, "1".to_string())).collect(),
        )
    }

    #[test]
    fn kind_and_attributes_become_the_event() {
        let event = event(&sample("consent_granted", &["subject", "consent"]));
        let expected = Event::new("consent_granted")
            .add_attribute("subject", "1")
            .add_attribute("consent", "1");
        assert_eq!(event, expected);
    }

    #[test]
    fn flaws_are_found() {
        let of_value = |value: String| flaw(&Sample("kind", vec![("key", value)]));
        assert_eq!(flaw(&sample("kind_2", &["a", "b_c"])), None);
        assert_eq!(of_value("x".repeat(128)), None);
        assert_eq!(
            of_value("x".repeat(129)).as_deref(),
            Some("kind.key: 129 bytes")
        );
        assert_eq!(
            of_value(String::new()).as_deref(),
            Some("kind.key: 0 bytes")
        );
        assert_eq!(
            flaw(&sample("kind", &["a", "b", "a"])).as_deref(),
            Some("kind.a: twice")
        );
        for name in ["", "_a", "a_", "A", "a-b", "1a"] {
            assert!(
                flaw(&Sample("kind", vec![(name, "1".into())])).is_some(),
                "{name}"
            );
        }
        assert!(flaw(&sample("Kind", &[])).is_some());
        let keys = [
            "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m",
        ];
        assert_eq!(flaw(&sample("kind", &keys[..12])), None);
        assert_eq!(
            flaw(&sample("kind", &keys)).as_deref(),
            Some("kind: 13 attributes")
        );
    }

    #[test]
    fn the_table_marks_what_may_be_absent() {
        let samples = [
            sample("moved", &["id"]),
            sample("moved", &["id", "until"]),
            sample("ended", &[]),
        ];
        let samples: Vec<&dyn EventData> = samples
            .iter()
            .map(|sample| sample as &dyn EventData)
            .collect();
        assert_eq!(
            table(&samples),
            "| event | attributes |\n|---|---|\n| `wasm-moved` | `id`, `until`? |\n| `wasm-ended` |  |\n"
        );
    }
}
