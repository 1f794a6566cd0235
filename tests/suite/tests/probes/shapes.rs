//! Misshapen forms: fields added, misspelt, stripped of their names; coins attached; contracts set up twice.

use super::index::mutation_of;
use super::sampler::{Sampler, PICKS};
use cosmwasm_schema::schemars::JsonSchema;
use cosmwasm_std::{coins, from_json, Addr};
use cw_multi_test::{BankSudo, Executor, SudoMsg};
use health_testing::Suite;
use health_types::{consent, identity};
use serde_json::{json, Value};

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

/// What the published probes add and how they misspell.
struct Misshaping {
    unknown: String,
    value: Value,
    misspelt: String,
}

impl Misshaping {
    fn published() -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_string();
        let (added, renamed) = (mutation_of("J01"), mutation_of("J03"));
        Self {
            unknown: text(&added["key"]),
            value: added["value"].clone(),
            misspelt: text(&renamed["to"]),
        }
    }
}

/// Every misshapen form of a sample, each with what was done to it.
fn misshapen(sample: &Value, how: &Misshaping) -> Vec<(String, Value)> {
    let mut forms = Vec::new();
    let mut paths = Vec::new();
    objects(sample, "", &mut paths);
    for path in paths {
        let mutate = |change: &dyn Fn(&mut Value)| {
            let mut form = sample.clone();
            change(form.pointer_mut(&path).unwrap());
            form
        };
        for key in [how.unknown.clone(), "z".repeat(500)] {
            let form = mutate(&|object| object[key.as_str()] = how.value.clone());
            forms.push((format!("J01 at {path}"), form));
        }
        let fields = sample.pointer(&path).unwrap().as_object().unwrap();
        for key in fields.keys() {
            let form = mutate(&|object| {
                let fields = object.as_object_mut().unwrap();
                let value = fields.remove(key).unwrap();
                fields.insert(how.misspelt.replace("<key>", key), value);
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
    let how = Misshaping::published();
    for pick in 0..PICKS {
        for sample in Sampler::of::<T>(pick).all() {
            let text = sample.to_string();
            if let Err(error) = from_json::<T>(&text) {
                panic!("the sample is not valid: {error}: {text}");
            }
            for (what, form) in misshapen(&sample, &how) {
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
