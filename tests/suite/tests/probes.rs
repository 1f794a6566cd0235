//! Abuse of the message formats: from a valid sample of every variant, taken from the schema of the types so that a new
//! variant is probed at once, fields are added, misspelt and stripped of their names; coins are attached; contracts are
//! set up twice. All of it must be refused without a trace.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use cosmwasm_schema::schemars::{schema_for, JsonSchema};
use cosmwasm_std::{coins, from_json, Addr};
use cw_multi_test::{BankSudo, Executor, SudoMsg};
use health_testing::Suite;
use health_types::{consent, identity};
use serde_json::{json, Value};

/// How many alternatives of nested choices are tried.
const PICKS: usize = 6;
/// How deep optional parts are filled.
const DEPTH: usize = 12;

/// Builds samples from a schema.
struct Sampler {
    root: Value,
    pick: usize,
}

impl Sampler {
    fn of<T: JsonSchema>(pick: usize) -> Self {
        let root = serde_json::to_value(schema_for!(T)).unwrap();
        Self { root, pick }
    }

    /// One sample of each variant, or the one of a struct.
    fn all(&self) -> Vec<Value> {
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

/// The paths of all objects in a value.
fn objects(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.push(at.to_string());
            for (key, inner) in fields {
                objects(inner, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                objects(inner, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// Every misshapen form of a sample, each with what was done to it.
fn misshapen(sample: &Value) -> Vec<(String, Value)> {
    let mut forms = Vec::new();
    let mut paths = Vec::new();
    objects(sample, "", &mut paths);
    for path in paths {
        let mutate = |change: &dyn Fn(&mut Value)| {
            let mut form = sample.clone();
            change(form.pointer_mut(&path).unwrap());
            form
        };
        for key in ["zz_unknown".to_string(), "z".repeat(500)] {
            let form = mutate(&|object| object[key.as_str()] = json!(1));
            forms.push((format!("J01 at {path}"), form));
        }
        let fields = sample.pointer(&path).unwrap().as_object().unwrap();
        for key in fields.keys() {
            let form = mutate(&|object| {
                let fields = object.as_object_mut().unwrap();
                let value = fields.remove(key).unwrap();
                fields.insert(format!("{key}_x"), value);
            });
            forms.push((format!("J03 of {path}/{key}"), form));
        }
        let form = mutate(&|object| {
            let fields = object.as_object().unwrap();
            *object = fields.values().cloned().collect();
        });
        forms.push((format!("J08 at {path}"), form));
    }
    forms
}

fn refuses_misshapen<T: JsonSchema + serde::de::DeserializeOwned>() -> usize {
    let mut probed = 0;
    for pick in 0..PICKS {
        for sample in Sampler::of::<T>(pick).all() {
            let text = sample.to_string();
            if let Err(error) = from_json::<T>(&text) {
                panic!("the sample is not valid: {error}: {text}");
            }
            for (what, form) in misshapen(&sample) {
                let Err(error) = from_json::<T>(form.to_string()) else {
                    panic!("{what}: taken: {form}");
                };
                let echo = "z".repeat(65);
                assert!(!error.to_string().contains(&echo), "{what}: {error}");
                probed += 1;
            }
        }
    }
    probed
}

#[test]
fn misshapen_messages_are_refused_at_every_depth() {
    let probed = [
        refuses_misshapen::<consent::ExecuteMsg>(),
        refuses_misshapen::<consent::QueryMsg>(),
        refuses_misshapen::<consent::InstantiateMsg>(),
        refuses_misshapen::<consent::MigrateMsg>(),
        refuses_misshapen::<identity::ExecuteMsg>(),
        refuses_misshapen::<identity::QueryMsg>(),
        refuses_misshapen::<identity::InstantiateMsg>(),
        refuses_misshapen::<identity::MigrateMsg>(),
    ];
    assert!(probed.iter().all(|count| *count > 3), "{probed:?}");
}

/// Sends a message, which must be refused for the reason given and change nothing.
fn refused(suite: &mut Suite, contract: &Addr, msg: &Value, coin: bool, code: &str) {
    let before = suite.state();
    let sender = suite.account("governance");
    let funds = if coin { coins(1, "ucoin") } else { vec![] };
    let error = suite.send(&sender, contract, msg, &funds).unwrap_err();
    assert!(error.contains(code), "{msg}: {error}");
    assert!(suite.state() == before, "{msg}: refused, but changed state");
}

#[test]
fn coins_are_refused_by_every_message() {
    let (mut suite, _) = Suite::town();
    let sender = suite.account("governance");
    let mint = BankSudo::Mint {
        to_address: sender.to_string(),
        amount: coins(5, "ucoin"),
    };
    suite.app.sudo(SudoMsg::Bank(mint)).unwrap();
    let contracts = [
        (
            suite.consent.clone(),
            Sampler::of::<consent::ExecuteMsg>(0).all(),
        ),
        (
            suite.identity.clone(),
            Sampler::of::<identity::ExecuteMsg>(0).all(),
        ),
    ];
    for (contract, samples) in contracts {
        for sample in samples {
            refused(&mut suite, &contract, &sample, true, "funds_refused");
        }
        let kept = suite.app.wrap().query_balance(&contract, "ucoin").unwrap();
        assert!(kept.amount.is_zero());
    }
}

#[test]
fn contracts_cannot_be_set_up_twice() {
    let (mut suite, _) = Suite::town();
    let instantiate = [
        (
            suite.consent.clone(),
            Sampler::of::<consent::InstantiateMsg>(0).all(),
        ),
        (
            suite.identity.clone(),
            Sampler::of::<identity::InstantiateMsg>(0).all(),
        ),
    ];
    for (contract, samples) in instantiate {
        for sample in samples {
            refused(&mut suite, &contract, &sample, false, "");
            let wrapped = json!({ "instantiate": sample });
            refused(&mut suite, &contract, &wrapped, false, "unknown variant");
        }
    }
    let stranger = suite.account("stranger");
    let consent = suite.consent.clone();
    let migrated = suite.app.migrate_contract(stranger, consent, &json!({}), 1);
    assert!(migrated.is_err());
}
