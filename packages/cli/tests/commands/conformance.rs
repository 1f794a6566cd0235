//! `conformance`.

use super::support::{run, Ran};
use serde_json::{json, Value};

#[test]
fn conformance_judges_documents_and_lines() {
    let vectors = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/vectors/consent-cases.json"
    );
    let Ran {
        code,
        out,
        err: totals,
    } = run(&["conformance", "--json", vectors]);
    assert_eq!((code, out.lines().count()), (0, 64));
    assert!(totals.contains("61 passed, 0 disagreed, 3 not judged"));

    let text = std::fs::read_to_string(vectors).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let mut case = document["cases"][0].clone();
    case["accept"] = json!(["deny"]);
    let file = concat!(env!("CARGO_TARGET_TMPDIR"), "/disagreement.jsonl");
    std::fs::write(file, case.to_string()).unwrap();
    let Ran { code, out, .. } = run(&["conformance", "--json", file]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &report["passed"]), (1, &json!(false)));
    assert_eq!(report["decision"], "permit");
}
