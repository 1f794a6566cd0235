//! Every message and every question of every contract stands in the gas report.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use cw_health_bench::chain::repository;
use cw_health_bench::scenario::{contract_of, Case, Probe};
use cw_health_bench::{scenarios, Call, Chain};
use serde_json::Value;

/// The variants of an enum in a JSON schema; those of administration with its name before them.
fn variants(schema: &Value, of: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for variant in of["oneOf"].as_array().unwrap() {
        let name = variant["required"][0].as_str().unwrap();
        let within = &variant["properties"][name];
        let referred = within["$ref"]
            .as_str()
            .or_else(|| within["allOf"][0]["$ref"].as_str())
            .map(|path| path.rsplit('/').next().unwrap());
        match referred {
            Some(inner) => {
                let inner = variants(schema, &schema["definitions"][inner]);
                names.extend(inner.into_iter().map(|inner| format!("{name}.{inner}")));
            }
            None => {
                names.insert(name.to_string());
            }
        }
    }
    names
}

/// What the schema of a contract lists: messages and questions.
fn listed(contract: &str, which: &str) -> BTreeSet<String> {
    let path = repository().join(format!("schema/{contract}.json"));
    let schema: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    variants(&schema[which], &schema[which])
}

/// The message or question that a case measures.
fn measured(case: &Case) -> Option<(&'static str, String)> {
    let (which, msg) = match &case.probe {
        Probe::Call(Call::Execute { msg, .. }) => ("execute", msg),
        Probe::Call(Call::Query { msg, .. }) => ("query", msg),
        _ => return None,
    };
    let value: Value = serde_json::from_slice(msg).unwrap();
    let (name, within) = value.as_object().unwrap().iter().next().unwrap();
    let inner = within.as_object().and_then(|inner| inner.iter().next());
    Some(match inner {
        Some((inner, _)) if which == "execute" && name == "admin" => {
            (which, format!("{name}.{inner}"))
        }
        _ => (which, name.clone()),
    })
}

#[test]
fn every_message_and_every_question_has_a_row() {
    let mut rows: BTreeMap<(String, &str), BTreeSet<String>> = BTreeMap::new();
    for (suite, deploy) in scenarios::ALL {
        let mut chain = Chain::new();
        let suite_of = deploy(&mut chain).unwrap_or_else(|error| panic!("{suite}: {error:#}"));
        let mut names = BTreeSet::new();
        for case in suite_of.cases() {
            assert!(
                names.insert(case.name),
                "{suite}: {} stands twice",
                case.name
            );
            if let Some((which, name)) = measured(&case) {
                let contract = contract_of(suite).to_string();
                rows.entry((contract, which)).or_default().insert(name);
            }
        }
    }
    let folder = fs::read_dir(repository().join("contracts")).unwrap();
    let mut contracts = 0;
    for entry in folder {
        let contract = entry.unwrap().file_name().into_string().unwrap();
        contracts += 1;
        for which in ["execute", "query"] {
            let all = listed(&contract, which);
            assert!(all.len() > 20, "{contract}: {all:?}");
            let covered = rows
                .get(&(contract.clone(), which))
                .cloned()
                .unwrap_or_default();
            let missing: Vec<_> = all.difference(&covered).collect();
            assert!(missing.is_empty(), "{contract}: no row for {missing:?}");
        }
    }
    assert!(contracts >= 2);
}
