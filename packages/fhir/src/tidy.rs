//! What is judged before the model: elements that state nothing, extensions, and elements that change meaning.
//!
//! Inside a rule everything counts: an empty or null element might have been meant as a filter, and an
//! extension may be the rule itself, so each refuses the document. Elsewhere they are left out, with a warning.

use crate::refusal::{Notes, Refusal};
use serde_json::{Map, Value};

/// Removes what states nothing and refuses what may change the meaning of a rule.
pub(crate) fn tidy(document: &mut Map<String, Value>, notes: &mut Notes) -> Result<(), Refusal> {
    members("Consent", document, false, notes)
}

fn members(
    path: &str,
    object: &mut Map<String, Value>,
    in_rule: bool,
    notes: &mut Notes,
) -> Result<(), Refusal> {
    let names: Vec<String> = object.keys().cloned().collect();
    for name in names {
        let path = format!("{path}.{name}");
        let in_rule = in_rule || path == "Consent.provision";
        let Some(value) = object.get_mut(&name) else {
            continue;
        };
        if let Some(stated) = emptiness(value) {
            // What is shown to people filters nothing.
            let is_shown = matches!(name.as_str(), "display" | "text");
            if in_rule && !is_shown {
                return Err(Refusal::new(
                    &path,
                    "empty_element",
                    format!("{stated} in a rule might mean any or none"),
                ));
            }
            notes.warn(&path, "empty_element", format!("{stated} was left out"));
            object.remove(&name);
            continue;
        }
        match name.as_str() {
            "modifierExtension" | "implicitRules" | "_implicitRules" => {
                return Err(Refusal::new(
                    &path,
                    "modifier",
                    "may change the meaning of the document",
                ))
            }
            "expression" if in_rule => {
                return Err(Refusal::new(
                    &path,
                    "expression",
                    "a rule in another language is not read",
                ))
            }
            _ if in_rule && (name == "extension" || name.starts_with('_')) => {
                return Err(Refusal::new(
                    &path,
                    "extension_in_rule",
                    "an extension in a rule may be the rule",
                ))
            }
            // Their content is not judged.
            "contained" | "text" => {}
            "extension" => notes.warn(&path, "ignored_extension", "extensions are not carried"),
            _ if name.starts_with('_') => notes.warn(
                &path,
                "ignored_extension",
                "extensions of a primitive are not carried",
            ),
            _ => nested(&path, value, in_rule, notes)?,
        }
    }
    Ok(())
}

fn nested(path: &str, value: &mut Value, in_rule: bool, notes: &mut Notes) -> Result<(), Refusal> {
    match value {
        Value::Object(object) => members(path, object, in_rule, notes),
        Value::Array(entries) => entries
            .iter_mut()
            .enumerate()
            .try_for_each(|(index, entry)| {
                let path = format!("{path}[{index}]");
                match emptiness(entry) {
                    Some(stated) => Err(Refusal::new(
                        &path,
                        "empty_element",
                        format!("{stated} as an entry of a list"),
                    )),
                    None => nested(&path, entry, in_rule, notes),
                }
            }),
        _ => Ok(()),
    }
}

/// How a value states nothing, if it does; FHIR has neither empty nor null elements.
fn emptiness(value: &Value) -> Option<&'static str> {
    match value {
        Value::Null => Some("null"),
        Value::String(text) if text.trim().is_empty() => Some("empty text"),
        Value::Array(entries) if entries.is_empty() => Some("an empty list"),
        Value::Object(members) if members.is_empty() => Some("an empty object"),
        _ => None,
    }
}

/// Warns of each list that the document writes as a lone object, by comparing what was read with what stands there.
pub(crate) fn lone_objects(path: &str, written: &Value, read: &Value, notes: &mut Notes) {
    match (written, read) {
        (Value::Object(_), Value::Array(entries)) => {
            notes.warn(path, "lone_object", "one object is read as a list of one");
            if let Some(entry) = entries.first() {
                lone_objects(&format!("{path}[0]"), written, entry, notes);
            }
        }
        (Value::Object(written), Value::Object(read)) => {
            for (name, written) in written {
                if let Some(read) = read.get(name) {
                    lone_objects(&format!("{path}.{name}"), written, read, notes);
                }
            }
        }
        (Value::Array(written), Value::Array(read)) => {
            for (index, (written, read)) in written.iter().zip(read).enumerate() {
                lone_objects(&format!("{path}[{index}]"), written, read, notes);
            }
        }
        _ => {}
    }
}
