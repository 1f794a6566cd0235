//! Valid samples of every variant of a message, built from the schema of its type.

use cosmwasm_schema::schemars::{schema_for, JsonSchema};
use serde_json::{json, Value};

/// How many alternatives of nested choices are tried.
pub const PICKS: usize = 6;
/// How deep optional parts are filled.
const DEPTH: usize = 12;

/// Builds samples from a schema.
pub struct Sampler {
    root: Value,
    pick: usize,
}

impl Sampler {
    pub fn of<T: JsonSchema>(pick: usize) -> Self {
        let root = serde_json::to_value(schema_for!(T)).unwrap();
        Self { root, pick }
    }

    /// One sample of each variant, or the one of a struct.
    pub fn all(&self) -> Vec<Value> {
        match self.root.get("oneOf").and_then(Value::as_array) {
            Some(variants) => variants.iter().map(|one| self.build(one, 0)).collect(),
            None => vec![self.build(&self.root, 0)],
        }
    }

    fn build(&self, schema: &Value, depth: usize) -> Value {
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            let name = name.rsplit('/').next().unwrap();
            return self.build(&self.root["definitions"][name], depth);
        }
        for choice in ["allOf", "anyOf", "oneOf"] {
            if let Some(options) = schema.get(choice).and_then(Value::as_array) {
                let options: Vec<&Value> = options
                    .iter()
                    .filter(|one| one.get("type") != Some(&json!("null")))
                    .collect();
                return self.build(options[self.pick % options.len()], depth);
            }
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return values[self.pick % values.len()].clone();
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => kinds[0].as_str().unwrap_or_default(),
            kind => kind.as_str().unwrap_or_default(),
        };
        match kind {
            "object" => self.object(schema, depth),
            "array" if depth > DEPTH => json!([]),
            "array" => json!([self.build(&schema["items"], depth + 1)]),
            "integer" => json!(1),
            "boolean" => json!(true),
            "string" => match schema.get("pattern").and_then(Value::as_str) {
                Some(pattern) if pattern.contains("64") => json!("ab".repeat(32)),
                Some(_) => json!("DE"),
                None => json!("aaaa"),
            },
            other => panic!("no sample of {other}: {schema}"),
        }
    }

    fn object(&self, schema: &Value, depth: usize) -> Value {
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return json!({});
        };
        let required = schema.get("required").cloned().unwrap_or_default();
        let is_required = |key: &str| {
            let mut keys = required.as_array().into_iter().flatten();
            keys.any(|one| one == key)
        };
        let fields = properties
            .iter()
            .filter(|(key, _)| depth <= DEPTH || is_required(key))
            .map(|(key, schema)| (key.clone(), self.build(schema, depth + 1)));
        Value::Object(fields.collect())
    }
}
