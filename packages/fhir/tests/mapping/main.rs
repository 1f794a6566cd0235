//! Single elements, each varied on a small document.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod coding;
mod document;
mod references;
mod rules;
mod told;

use health_fhir::{import, Imported, Interning, Options, Refusal};
use serde_json::{json, Value};

const TERMINOLOGY: &str = "http://terminology.hl7.org/CodeSystem";

fn concept(system: &str, code: &str) -> Value {
    json!({ "coding": [{ "system": format!("{TERMINOLOGY}/{system}"), "code": code }] })
}

fn r4(provision: Value) -> Value {
    let document = json!({
        "resourceType": "Consent",
        "status": "active",
        "scope": concept("consentscope", "patient-privacy"),
        "category": [{ "coding": [{ "system": "http://loinc.org", "code": "59284-0" }] }],
        "patient": { "reference": "Patient/1" },
        "policy": [{ "uri": "https://policies.example.org/1" }],
    });
    with(document, "provision", provision)
}

fn r5(rules: Value) -> Value {
    let document = json!({
        "resourceType": "Consent",
        "status": "active",
        "category": [concept("consentscope", "patient-privacy")],
        "subject": { "reference": "Patient/1" },
        "policyBasis": { "url": "https://policies.example.org/1" },
        "decision": "permit",
    });
    with(document, "provision", rules)
}

/// The document with an element replaced, or left out.
fn with(mut document: Value, element: &str, value: Value) -> Value {
    match value {
        Value::Null => drop(document.as_object_mut().unwrap().remove(element)),
        value => document[element] = value,
    }
    document
}

fn read(document: &Value) -> Result<Imported, Refusal> {
    import(
        document.to_string().as_bytes(),
        &Options::default(),
        &mut Interning::new(),
    )
}

fn carried(document: &Value) -> Imported {
    read(document).unwrap_or_else(|refusal| panic!("{refusal}\n{document:#}"))
}

fn warned(document: &Value) -> Vec<String> {
    carried(document)
        .warnings
        .iter()
        .map(|warning| {
            format!(
                "{} {}",
                warning.element,
                warning.text.split(':').next().unwrap()
            )
        })
        .collect()
}

fn refused(document: &Value) -> String {
    let refusal = read(document).unwrap_err();
    format!("{} {}", refusal.element, refusal.code())
}

fn permit() -> Value {
    json!({ "type": "permit" })
}
