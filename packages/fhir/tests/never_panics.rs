//! Whatever the input, an import answers: a message within bounds, or an element and a reason.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use health_fhir::{import, Interning, Options, Version};
use proptest::prelude::*;
use serde_json::{Map, Value};
use std::{fs, path::PathBuf};

fn examples() -> Vec<Value> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut paths: Vec<PathBuf> = [folder.clone(), folder.join("refused")]
        .into_iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    paths.sort();
    let read = |path: &PathBuf| serde_json::from_slice(&fs::read(path).unwrap());
    paths.iter().map(|path| read(path).unwrap()).collect()
}

fn answers(text: &[u8], version: Option<Version>) {
    let options = Options {
        version,
        ..Options::default()
    };
    match import(text, &options, &mut Interning::new()) {
        Ok(imported) => {
            let rules = imported.message.provision.provision.iter().flatten();
            assert!(rules.count() <= 8);
        }
        Err(refusal) => {
            assert!(refusal.element.starts_with("Consent"), "{refusal}");
            assert!(refusal.element.chars().count() <= 160, "{refusal}");
            let code = refusal.code();
            assert!(
                !code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
                "{refusal}"
            );
            assert!(refusal.reason.len() < 400, "{refusal}");
        }
    }
}

fn json() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "resourceType",
        "status",
        "provision",
        "type",
        "period",
        "start",
        "end",
        "actor",
        "role",
        "reference",
        "coding",
        "system",
        "code",
        "purpose",
        "securityLabel",
        "data",
        "meaning",
        "extension",
        "url",
        "_status",
        "decision",
        "scope",
        "category",
        "subject",
        "patient",
        "identifier",
        "value",
        "class",
        "contained",
        "id",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::String),
        prop::sample::select(vec![
            "Consent",
            "active",
            "permit",
            "deny",
            "TREAT",
            "2024",
            "2024-13",
            "#a",
            "Patient/1",
            "",
            "9999-12-31T23:59:60.9+14:00",
            "urn:cw-health:person",
            "http://loinc.org",
            "R",
            "0",
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((names.clone(), inner), 0..6).prop_map(|members| {
                let members: Map<String, Value> = members
                    .into_iter()
                    .map(|(name, value)| (name.to_string(), value))
                    .collect();
                Value::Object(members)
            }),
        ]
    })
}

/// How an example is spoilt at one place.
#[derive(Clone, Debug)]
enum Spoil {
    Drop,
    Rename(String),
    Replace(Value),
    Wrap,
    Repeat,
}

fn spoil() -> impl Strategy<Value = Spoil> {
    prop_oneof![
        Just(Spoil::Drop),
        "[a-zA-Z_]{1,80}".prop_map(Spoil::Rename),
        json().prop_map(Spoil::Replace),
        Just(Spoil::Wrap),
        Just(Spoil::Repeat),
    ]
}

/// Spoils the member or entry that `place` counts to, depth first.
fn apply(value: &mut Value, place: &mut usize, spoil: &Spoil) {
    let here = |place: &mut usize| {
        let hit = *place == 0;
        *place = place.wrapping_sub(1);
        hit
    };
    match value {
        Value::Object(members) => {
            for name in members.keys().cloned().collect::<Vec<_>>() {
                if here(place) {
                    let old = members.remove(&name).unwrap();
                    match spoil {
                        Spoil::Drop => {}
                        Spoil::Rename(other) => drop(members.insert(other.clone(), old)),
                        Spoil::Replace(other) => drop(members.insert(name, other.clone())),
                        Spoil::Wrap => drop(members.insert(name, Value::Array(vec![old]))),
                        Spoil::Repeat => {
                            drop(members.insert(name, Value::Array(vec![old.clone(), old])))
                        }
                    }
                    return;
                }
                if let Some(inner) = members.get_mut(&name) {
                    apply(inner, place, spoil);
                }
            }
        }
        Value::Array(entries) => {
            for entry in entries.iter_mut() {
                if here(place) {
                    if let Spoil::Replace(other) = spoil {
                        *entry = other.clone();
                    }
                    return;
                }
                apply(entry, place, spoil);
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn spoilt_examples(
        index in any::<prop::sample::Index>(),
        spoils in prop::collection::vec((0usize..120, spoil()), 1..4),
        version in prop::option::of(prop::sample::select(vec![Version::R4, Version::R5])),
    ) {
        let examples = examples();
        let mut document = index.get(&examples).clone();
        for (mut place, spoil) in spoils {
            apply(&mut document, &mut place, &spoil);
        }
        answers(document.to_string().as_bytes(), version);
    }

    #[test]
    fn any_json(document in json()) {
        answers(document.to_string().as_bytes(), None);
        if let Value::Object(mut members) = document {
            members.insert("resourceType".into(), "Consent".into());
            answers(Value::Object(members).to_string().as_bytes(), Some(Version::R4));
        }
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        answers(&bytes, None);
    }
}

#[test]
fn large_documents_take_no_longer_than_their_size() {
    let rule = |n: usize| {
        format!(
            r#"{{"type":"deny","purpose":[{{"system":"s","code":"{n}"}}],"period":{{"start":"{}"}}}}"#,
            1971 + n % 100
        )
    };
    let rules: Vec<String> = (0..9_000).map(rule).collect();
    let text = format!(
        r#"{{"resourceType":"Consent","status":"active","patient":{{"reference":"Patient/1"}},"provision":{{"type":"permit","provision":[{}]}}}}"#,
        rules.join(",")
    );
    let began = std::time::Instant::now();
    let refusal = import(text.as_bytes(), &Options::default(), &mut Interning::new()).unwrap_err();
    assert_eq!(refusal.code(), "too_wide");
    assert!(began.elapsed().as_secs() < 20);
    answers(
        format!("{}{}", r#"{"a":"#.repeat(60), "[".repeat(500_000)).as_bytes(),
        None,
    );
}
