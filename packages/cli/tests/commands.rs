//! `cw-health demo` and `cw-health conformance` as a user calls them: what is printed, and exit codes.
#![allow(clippy::unwrap_used)]

use serde_json::{json, Value};
use std::process::{Command, Output};

/// Runs the binary; its exit code, standard output and standard error.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let command = Command::new(env!("CARGO_BIN_EXE_cw-health"))
        .args(arguments)
        .output();
    let Output {
        status,
        stdout,
        stderr,
    } = command.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn conformance_judges_documents_and_lines() {
    let vectors = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/vectors/consent-cases.json"
    );
    let (code, out, totals) = run(&["conformance", "--json", vectors]);
    assert_eq!((code, out.lines().count()), (0, 64));
    assert!(totals.contains("61 passed, 0 disagreed, 3 not judged"));

    let text = std::fs::read_to_string(vectors).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let mut case = document["cases"][0].clone();
    case["accept"] = json!(["deny"]);
    let file = concat!(env!("CARGO_TARGET_TMPDIR"), "/disagreement.jsonl");
    std::fs::write(file, case.to_string()).unwrap();
    let (code, out, _) = run(&["conformance", "--json", file]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &report["passed"]), (1, &json!(false)));
    assert_eq!(report["decision"], "permit");
}

#[test]
fn the_demo_tells_every_step() {
    let (code, out, _) = run(&["demo", "--json"]);
    assert_eq!(code, 0);
    let steps: Vec<Value> = serde_json::from_str(&out).unwrap();
    assert!(steps.len() > 30);
    for (number, step) in (1u64..).zip(&steps) {
        assert_eq!(step["step"], number);
        let outcome = step["outcome"].as_str().unwrap();
        assert!(["accepted", "refused", "answered"].contains(&outcome));
    }
}
