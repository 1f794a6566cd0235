//! `consent import`: exit codes, what is printed, and that nothing is imported by halves.

use super::support::{consent, decide, example, folder, folder_of, import, outcome, outcomes};
use serde_json::{json, Value};
use std::path::PathBuf;

#[test]
fn an_import_reports_file_outcome_and_message() {
    let ran = import(&["--dry-run"], &[example("treatment.r4.json")]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let [report] = ran.json().try_into().unwrap();
    let names: Vec<&String> = report.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        ["element", "file", "message", "outcome", "reason", "warnings"]
    );
    assert_eq!(
        report["file"],
        example("treatment.r4.json").display().to_string()
    );
    assert_eq!(report["outcome"], "imported");
    assert_eq!(
        (&report["element"], &report["reason"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(report["message"]["grant"]["id"], 1);
    assert_eq!(
        report["message"]["grant"]["consent"]["provision"]["effect"],
        "permit"
    );
    let placeholder = json!({
        "element": "Consent.patient",
        "text": "placeholder: without a map file, pseudonym, numbers and hashes are placeholders, not for a chain",
    });
    assert!(report["warnings"]
        .as_array()
        .unwrap()
        .contains(&placeholder));
}

#[test]
fn a_refusal_names_element_and_reason() {
    let ran = import(&["--dry-run"], &[example("refused/misspelt-actor.json")]);
    assert_eq!(ran.code, 1);
    let [report] = ran.json().try_into().unwrap();
    assert_eq!(report["outcome"], "refused");
    assert_eq!(report["element"], "Consent.provision.actors");
    assert_eq!(
        report["reason"],
        "unknown_element: no element of FHIR R4 here"
    );
    assert_eq!(
        (&report["message"], &report["warnings"]),
        (&Value::Null, &json!([]))
    );
    let told = consent(&[
        "import",
        "--dry-run",
        &example("refused/misspelt-actor.json").display().to_string(),
    ]);
    assert!(told.out.contains(
        "refused at Consent.provision.actors: unknown_element: no element of FHIR R4 here"
    ));
}

#[test]
fn one_refused_document_refuses_the_batch_unless_told_to_go_on() {
    let files = [
        example("treatment.r4.json"),
        example("refused/no-decision.json"),
        example("research.r5.json"),
    ];
    let whole = import(&[], &files);
    assert_eq!(whole.code, 1);
    assert_eq!(
        outcomes(&whole),
        [
            outcome("refused", "batch_refused"),
            outcome("refused", "missing_decision"),
            outcome("refused", "batch_refused"),
        ]
    );
    assert!(whole
        .json()
        .iter()
        .all(|report| report["message"].is_null()));
    let going = import(&["--keep-going"], &files);
    assert_eq!(going.code, 1);
    assert_eq!(
        outcomes(&going),
        [
            outcome("imported", ""),
            outcome("refused", "missing_decision"),
            outcome("imported", ""),
        ]
    );
}

#[test]
fn the_contract_takes_every_example_as_it_was_announced() {
    let mut files: Vec<PathBuf> = std::fs::read_dir(example(""))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    assert!(files.len() > 10);
    let dry = import(&["--dry-run"], &files);
    let sent = import(&[], &files);
    assert_eq!((dry.code, sent.code), (0, 0), "{}", sent.out);
    for (dry, sent) in dry.json().iter().zip(sent.json()) {
        let (dry, sent) = (&dry["message"]["grant"], &sent["message"]["grant"]);
        assert_eq!(
            (&dry["id"], &dry["consent"]),
            (&sent["id"], &sent["consent"])
        );
    }
}

#[test]
fn what_cannot_be_read_is_an_error_and_imports_nothing() {
    let absent = example("no-such-document.json");
    let ran = import(&[], &[example("treatment.r4.json"), absent.clone()]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        outcomes(&ran),
        [
            outcome("refused", "batch_refused"),
            outcome("refused", "unreadable"),
        ]
    );
    assert_eq!(ran.err, "cw-health: unreadable: 1 of 2 files\n");
    let map = absent.display().to_string();
    let mapless = import(&["--subjects", &map], &[example("treatment.r4.json")]);
    assert_eq!(mapless.code, 2);
    assert_eq!(outcomes(&mapless), [outcome("refused", "unusable_map")]);
    assert!(mapless.err.contains("no-such-document.json"));
    assert_eq!(import(&[], &[]).code, 2);
    assert_eq!(
        import(&["--fhir", "r3"], &[example("treatment.r4.json")]).code,
        2
    );
}

#[test]
fn little_of_a_document_is_repeated() {
    let folder = folder("little");
    let long = "x".repeat(5_000);
    let texts = [
        format!(r#"{{"resourceType":"{long}"}}"#),
        format!(
            r#"{{"resourceType":"Consent","status":"{long}","patient":{{"reference":"Patient/1"}},"provision":{{"type":"permit"}}}}"#
        ),
        format!(
            r#"{{"resourceType":"Consent","status":"active","patient":{{"reference":"Patient/1"}},"provision":{{"type":"{long}"}}}}"#
        ),
        format!(
            r#"{{"resourceType":"Consent","status":"active","patient":{{"reference":"Patient/1"}},"{long}":1}}"#
        ),
        format!(r#"{{"{long}":1,"{long}":2}}"#),
        long.clone(),
    ];
    for (index, text) in texts.iter().enumerate() {
        let file = folder.join(format!("{index}.json"));
        std::fs::write(&file, text).unwrap();
        let ran = import(&["--dry-run"], std::slice::from_ref(&file));
        assert_eq!(ran.code, 1, "{}", ran.out);
        assert!(!ran.out.contains(&"x".repeat(200)), "{}", ran.out);
        let reason = ran.json()[0]["reason"].as_str().unwrap().to_string();
        assert!(!reason.contains(&"x".repeat(65)), "{reason}");
    }
    let request = folder.join("request");
    std::fs::write(&request, format!(r#"{{"{long}":1}}"#)).unwrap();
    let ran = decide(
        &folder_of("little-consents", &["treatment.r4.json"]),
        &request,
        &["--json"],
    );
    assert_eq!(ran.code, 1);
    assert!(!ran.out.contains(&"x".repeat(65)), "{}", ran.out);
}
