//! The commands where input is not as it should be: each says what was wrong, in JSON where that was asked for, and
//! nothing is half done.

mod conformance;
mod decide;
mod import;

use super::support::{self, run, Ran};
use serde_json::{json, Value};
use std::path::{Path, PathBuf};

/// An empty folder of this test's own.
fn folder(test: &str) -> PathBuf {
    support::folder(&format!("edges-{test}"))
}

fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) -> String {
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    file.display().to_string()
}

/// A permit of a rule with these elements, for the patient of that number.
fn document(patient: u32, rule: Value) -> String {
    let mut provision = json!({"type": "permit"});
    let stated = rule.as_object().unwrap().clone();
    provision.as_object_mut().unwrap().extend(stated);
    json!({
        "resourceType": "Consent",
        "status": "active",
        "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": format!("Patient/{patient}")},
        "provision": provision,
    })
    .to_string()
}

/// A map file that knows the patients 1 and 2, and the organisations 1 to 20 by the same numbers.
fn map(folder: &Path) -> String {
    let mut text = String::new();
    for patient in 1..3 {
        let digits = format!("{patient:064}");
        text.push_str(&format!(
            "[[subjects]]\nnames = [\"Patient/{patient}\"]\npseudonym = \"{digits}\"\nkey = \"{digits}\"\n"
        ));
    }
    for holder in 1..21 {
        text.push_str(&format!(
            "[[actors]]\nnames = [\"Organization/{holder}\"]\nkind = \"organisation\"\nholder = {holder}\n"
        ));
    }
    write(folder, "map.toml", text)
}

fn request(change: impl FnOnce(&mut Value)) -> String {
    let mut request = json!({
        "at": "2026-01-15T12:00:00Z",
        "actors": ["org:1"],
        "action": "access",
        "category": "patient-privacy",
        "purpose": "TREAT",
        "data": null,
    });
    change(&mut request);
    request.to_string()
}

fn decide(consents: &Path, request: &str, options: &[&str]) -> Ran {
    let consents = consents.display().to_string();
    let named = ["consent", "decide", "--consents", &consents];
    run(&[&named[..], &["--request", request, "--json"], options].concat())
}
