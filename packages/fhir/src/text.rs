//! From bytes to a JSON value: size, nesting and doubled elements are judged before anything is believed.

use crate::refusal::{clip, Refusal};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// The largest document that is read, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;

/// The deepest nesting of objects and lists that is read.
pub const MAX_DEPTH: usize = 64;

/// Reads JSON text of bounded size and depth in which no object names an element twice.
pub(crate) fn parse(text: &[u8]) -> Result<Value, Refusal> {
    let refuse = |code, text: String| Err(Refusal::new("Consent", code, text));
    if text.len() > MAX_BYTES {
        return refuse("too_large", format!("more than {MAX_BYTES} bytes"));
    }
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    if std::str::from_utf8(text).is_err() {
        return refuse("wrong_encoding", "JSON is UTF-8 text".to_string());
    }
    if depth(text) > MAX_DEPTH {
        return refuse(
            "too_deep",
            format!("more than {MAX_DEPTH} levels of nesting"),
        );
    }
    let mut json = serde_json::Deserializer::from_slice(text);
    let Unique(value) = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let message = error.inner().to_string();
        let code = match message.starts_with(DOUBLED) {
            true => "duplicate_element",
            false => "not_json",
        };
        Refusal::new(&element(error.path()), code, clip(&message))
    })?;
    match json.end() {
        Ok(()) => Ok(value),
        Err(error) => refuse("not_json", clip(&error.to_string())),
    }
}

/// The FHIR path of an element inside the Consent.
pub(crate) fn element(path: &serde_path_to_error::Path) -> String {
    let path = path.to_string();
    // Where a name could not be read, the object around it is to blame.
    match path.trim_end_matches(['?', '.']) {
        "" => "Consent".to_string(),
        inner => format!("Consent.{inner}"),
    }
}

/// The greatest nesting of brackets outside strings; never recurses, so that no text exhausts the stack.
fn depth(text: &[u8]) -> usize {
    let (mut deepest, mut now) = (0usize, 0usize);
    let (mut quoted, mut escaped) = (false, false);
    for byte in text {
        match (quoted, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (true, b'"') => quoted = false,
            (false, b'"') => quoted = true,
            (false, b'{' | b'[') => now = now.saturating_add(1),
            (false, b'}' | b']') => now = now.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(now);
    }
    deepest
}

const DOUBLED: &str = "stated twice";

/// A JSON value in whose objects each name occurs once; `serde_json` itself would keep the last.
struct Unique(Value);

struct UniqueVisitor;

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueVisitor).map(Unique)
    }
}

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Unique(item)) = access.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            let Unique(value) = access.next_value()?;
            if members.contains_key(&name) {
                let name = clip(&name);
                return Err(A::Error::custom(format_args!("{DOUBLED}: {name}")));
            }
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &[u8]) -> (String, String) {
        let refusal = parse(text).unwrap_err();
        (refusal.element.clone(), refusal.code().to_string())
    }

    #[test]
    fn doubled_elements_are_refused_at_any_depth() {
        for (text, element) in [
            (r#"{"a":1,"a":2}"#, "Consent"),
            (
                r#"{"provision":{"type":"deny","type":"permit"}}"#,
                "Consent.provision",
            ),
            (r#"{"a":[{"b":{"c":1,"\u0063":2}}]}"#, "Consent.a[0].b"),
        ] {
            assert_eq!(
                refused(text.as_bytes()),
                (element.to_string(), "duplicate_element".to_string())
            );
        }
    }

    #[test]
    fn size_and_nesting_are_bounded_before_parsing() {
        let nested = |levels: usize| [b"[".repeat(levels), b"]".repeat(levels)].concat();
        assert!(parse(&nested(64)).is_ok());
        assert_eq!(refused(&nested(65)).1, "too_deep");
        assert_eq!(refused(&b"[".repeat(MAX_BYTES)).1, "too_deep");
        assert_eq!(refused(&b" ".repeat(MAX_BYTES + 1)).1, "too_large");
        let brackets_in_a_string = format!(r#"{{"a":"{}\"["}}"#, "[".repeat(100));
        assert!(parse(brackets_in_a_string.as_bytes()).is_ok());
    }

    #[test]
    fn only_one_json_value_is_a_document() {
        for text in ["", "{", "{}{}", "{\"a\":}", "\"\\ud800\"", "{\"a\":1e999}"] {
            assert_eq!(refused(text.as_bytes()).1, "not_json", "{text}");
        }
        assert_eq!(refused(b"{\"a\":\"\xff\"}").1, "wrong_encoding");
        assert_eq!(refused(b"\xff\xfe{\0}\0").1, "wrong_encoding");
        let nameless = ("Consent".to_string(), "not_json".to_string());
        assert_eq!(refused(b"{1:2}"), nameless);
        assert!(parse(b"\xef\xbb\xbf{}").is_ok());
    }
}
