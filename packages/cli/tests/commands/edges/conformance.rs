//! `conformance` where a file or a case is not as it should be.

use super::*;

/// A case in which the one consent permits.
fn case(change: impl FnOnce(&mut Value)) -> Value {
    let mut case = json!({
        "id": "A",
        "consents": [{"id": "c1", "status": "active", "category": "patient-privacy", "decision": "permit"}],
        "request": serde_json::from_str::<Value>(&request(|_| {})).unwrap(),
        "expect": "permit",
    });
    change(&mut case);
    case
}

fn conformance(files: &[&str]) -> Ran {
    run(&[&["conformance", "--json"], files].concat())
}

fn passed(ran: &Ran) -> Vec<Value> {
    let reports = ran.json();
    reports
        .iter()
        .map(|report| report["passed"].clone())
        .collect()
}

#[test]
fn a_line_that_is_no_case_fails_alone_and_by_its_place() {
    let folder = folder("bad-line");
    let good = case(|_| {});
    let text = format!("\u{feff}{good}\r\n{{bad\n\n[]\n{good}\n");
    for name in ["cases.jsonl", "cases.ndjson"] {
        let ran = conformance(&[&write(&folder, name, &text)]);
        assert_eq!(ran.code, 1);
        assert_eq!(
            passed(&ran),
            [json!(true), json!(false), json!(false), json!(true)]
        );
        let reports = ran.json();
        assert_eq!(
            (&reports[1]["id"], &reports[2]["id"]),
            (&json!("#2"), &json!("#3"))
        );
        for report in &reports[1..3] {
            assert_eq!(report["decision"], "refuse");
            let reason = report["reason"].as_str().unwrap();
            assert!(reason.starts_with("invalid_case: "), "{reason}");
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_keeps_no_other_from_being_run() {
    let folder = folder("bad-file");
    let first = write(&folder, "1.jsonl", case(|_| {}).to_string());
    let absent = folder.join("absent.jsonl").display().to_string();
    let broken = write(&folder, "2.json", "{");
    let document = json!({"cases": [case(|_| {})]}).to_string();
    let last = write(&folder, "3.json", format!("\u{feff}{document}"));
    let ran = conformance(&[&first, &absent, &broken, &last]);
    assert_eq!(ran.code, 2);
    assert_eq!(passed(&ran), [json!(true), json!(true)]);
    assert!(ran.err.contains("absent.jsonl") && ran.err.contains("2.json: invalid_document"));
    assert!(ran.err.contains("unreadable: 2 of 4 files"));
}

#[test]
fn a_case_without_an_expectation_is_answered_and_not_judged() {
    let folder = folder("no-expectation");
    let cases = [
        case(|case| case["expect"] = Value::Null),
        case(|case| {
            case["expect"] = Value::Null;
            case["accept"] = json!([]);
        }),
        case(|case| case["accept"] = json!([])),
        case(|case| case["consents"] = json!([])),
        case(|case| {
            case["expect"] = Value::Null;
            case["expect_effective"] = json!("permit");
        }),
        case(|case| {
            case["expect"] = Value::Null;
            case["expect_effective"] = json!("deny");
        }),
        case(|case| {
            case["expect"] = Value::Null;
            case["redact"] = json!([{"classes": ["Condition"]}]);
        }),
    ];
    let text = json!({"format": "consent-decision-cases/1", "cases": cases}).to_string();
    let ran = conformance(&[&write(&folder, "cases.json", text)]);
    assert_eq!(
        passed(&ran),
        [
            Value::Null,
            Value::Null,
            json!(true),
            json!(false),
            json!(true),
            json!(false),
            json!(false),
        ]
    );
    assert!(ran
        .json()
        .iter()
        .all(|report| report["decision"].is_string()));
}

#[test]
fn no_consent_of_a_case_replaces_itself() {
    let folder = folder("replaces-itself");
    let case = case(|case| case["consents"][0]["supersedes"] = json!(["c1"]));
    let ran = conformance(&[&write(&folder, "case.jsonl", case.to_string())]);
    let report = ran.object();
    assert_eq!(report["decision"], "refuse");
    assert_eq!(report["reason"], "supersedes_itself: c1");
}

#[test]
fn cases_are_objects_at_every_depth() {
    let folder = folder("lists-for-objects");
    let cases = [
        case(|case| {
            let request = &case["request"];
            let names = ["at", "actors", "action", "category", "purpose", "data"];
            case["request"] = Value::from(names.map(|name| request[name].clone()).to_vec());
        }),
        case(|case| case["consents"][0]["period"] = json!(["2020", "2030"])),
        case(|case| case["request"]["data"] = json!([null, null, null, null, null, null, null])),
    ];
    let text = json!({"cases": cases}).to_string();
    let ran = conformance(&[&write(&folder, "cases.json", text)]);
    assert_eq!(ran.code, 1);
    for report in ran.json() {
        assert_eq!(report["decision"], "refuse");
    }
}
