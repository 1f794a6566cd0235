//! `cw-health consent` as a user calls it: exit codes, what is printed, and that nothing is imported by halves.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::{json, Value};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The documents that `packages/fhir` publishes.
fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fhir/examples")
        .join(name)
}

/// A folder of this test's own, empty.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A folder with copies of examples.
fn folder_of(test: &str, names: &[&str]) -> PathBuf {
    let folder = folder(test);
    for name in names {
        let file = Path::new(name).file_name().unwrap();
        std::fs::copy(example(name), folder.join(file)).unwrap();
    }
    folder
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn consent<T: AsRef<std::ffi::OsStr>>(arguments: &[T]) -> Ran {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_cw-health"))
        .arg("consent")
        .args(arguments)
        .output()
        .unwrap();
    Ran {
        code: status.code().unwrap(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

impl Ran {
    fn json(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

fn import(options: &[&str], files: &[PathBuf]) -> Ran {
    let mut arguments = vec!["import".to_string(), "--json".to_string()];
    arguments.extend(options.iter().map(ToString::to_string));
    arguments.extend(files.iter().map(|file| file.display().to_string()));
    consent(&arguments)
}

fn outcomes(ran: &Ran) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    ran.json()
        .iter()
        .map(|report| {
            let code = text(&report["reason"]);
            let code = code.split(':').next().unwrap_or_default().to_string();
            (text(&report["outcome"]), code)
        })
        .collect()
}

fn outcome(outcome: &str, code: &str) -> (String, String) {
    (outcome.to_string(), code.to_string())
}

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

fn decide(consents: &Path, request: &Path, options: &[&str]) -> Ran {
    let mut arguments = vec![
        "decide".to_string(),
        "--consents".to_string(),
        consents.display().to_string(),
        "--request".to_string(),
        request.display().to_string(),
    ];
    arguments.extend(options.iter().map(ToString::to_string));
    consent(&arguments)
}

/// Asks for access for treatment within the categories of privacy.
fn asked(test: &str, actor: &str, change: impl FnOnce(&mut Value)) -> PathBuf {
    let mut request = json!({
        "at": "2026-01-15T12:00:00Z",
        "actors": [actor],
        "action": "access",
        "category": "patient-privacy",
        "purpose": "TREAT",
        "data": null,
    });
    change(&mut request);
    let file = folder(test).join("request.json");
    std::fs::write(&file, request.to_string()).unwrap();
    file
}

#[test]
fn a_decision_names_the_documents_that_decide() {
    let names = ["except-clinician.r4.json", "treatment.r4.json"];
    let consents = folder_of("decision", &names);
    let ask = |test: &str, actor: &str| {
        let ran = decide(&consents, &asked(test, actor, |_| {}), &["--json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let [answer] = ran.json().try_into().unwrap();
        (answer["decision"].clone(), answer["deciding"].clone())
    };
    assert_eq!(
        ask("clinician", "practitioner:clinician-b"),
        (json!("deny"), json!(["except-clinician.r4.json"]))
    );
    let (decision, deciding) = ask("hospital", "org:hospital");
    assert_eq!(decision, "permit");
    assert!(deciding
        .as_array()
        .unwrap()
        .contains(&json!("treatment.r4.json")));
}

#[test]
fn an_explanation_says_of_every_document_what_it_says() {
    let consents = folder_of("explained", &["research.r5.json", "treatment.r4.json"]);
    let request = asked("explained-request", "org:hospital", |_| {});
    let ran = decide(&consents, &request, &["--explain", "--json"]);
    let [answer] = ran.json().try_into().unwrap();
    assert_eq!(ran.code, 0);
    assert_eq!(answer["decision"], "permit");
    let verdicts = answer["consents"].as_array().unwrap();
    let of = |file: &str| {
        verdicts
            .iter()
            .find(|verdict| verdict["file"] == file)
            .unwrap()
    };
    assert_eq!(verdicts.len(), 2);
    assert_eq!(of("treatment.r4.json")["effect"], "permit");
    assert_eq!(of("research.r5.json")["miss"], "category");
    let plain = decide(&consents, &request, &["--json"]);
    let names: Vec<String> = plain.json()[0]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(names, ["deciding", "decision", "obligations", "reason"]);
    let told = decide(&consents, &request, &["--explain"]);
    assert_eq!(
        told.out,
        "permit (permit)\n  by treatment.r4.json\n  obliged to redact {\"labels\":[\"sens:PSYTHPN\"]}\n  \
         research.r5.json: does not apply: category\n  treatment.r4.json: permit\n"
    );
}

#[test]
fn a_folder_without_documents_is_told() {
    let empty = folder("nothing-to-decide-by");
    let ran = decide(
        &empty,
        &asked("of-nothing", "org:hospital", |_| {}),
        &["--json"],
    );
    let told = format!("cw-health: {}: no documents (*.json)\n", empty.display());
    assert_eq!((ran.code, &ran.err), (0, &told));
    assert_eq!(ran.json()[0]["decision"], "no_consent");
}

#[test]
fn a_document_that_is_not_carried_decides_nothing() {
    let names = ["treatment.r4.json", "refused/unknown-label.json"];
    let consents = folder_of("uncarried", &names);
    let ran = decide(
        &consents,
        &asked("uncarried-request", "org:hospital", |_| {}),
        &["--json"],
    );
    assert_eq!(ran.code, 1);
    let [answer] = ran.json().try_into().unwrap();
    assert_eq!(answer["decision"], "refuse");
    let reason = answer["reason"].as_str().unwrap();
    assert!(
        reason.starts_with(
            "document_refused: unknown-label.json at Consent.provision.securityLabel[0]: unknown_label: "
        ),
        "{reason}"
    );
    assert!(
        ran.err.contains("unknown-label.json: refused at"),
        "{}",
        ran.err
    );
}

#[test]
fn documents_of_two_subjects_decide_nothing() {
    let consents = folder_of("two-subjects", &["treatment.r4.json"]);
    let text = std::fs::read_to_string(example("treatment.r4.json")).unwrap();
    std::fs::write(
        consents.join("z.json"),
        text.replace("Patient/p-001", "Patient/p-002"),
    )
    .unwrap();
    let ran = decide(
        &consents,
        &asked("two-request", "org:hospital", |_| {}),
        &["--json"],
    );
    assert_eq!(ran.code, 1);
    let reason = ran.json()[0]["reason"].as_str().unwrap().to_string();
    assert!(reason.starts_with("several_subjects: z.json"), "{reason}");
}

#[test]
fn bad_requests_are_refused() {
    let consents = folder_of("bad-requests", &["treatment.r4.json"]);
    let refused = |test: &str, change: fn(&mut Value)| {
        let ran = decide(&consents, &asked(test, "org:hospital", change), &["--json"]);
        assert_eq!(ran.code, 1, "{test}: {}", ran.out);
        let [answer] = ran.json().try_into().unwrap();
        assert_eq!(answer["decision"], "refuse", "{test}");
    };
    refused("bad-action", |request| request["action"] = json!("read"));
    refused("bad-purpose", |request| {
        request["purpose"] = json!("TREATMENT")
    });
    refused("bad-time", |request| {
        request["at"] = json!("2026-01-15T12:00:00")
    });
    refused("bad-category", |request| {
        request["category"] = json!("privacy")
    });
    refused("bad-field", |request| {
        request["actor"] = json!("org:hospital")
    });
    refused("bad-data", |request| {
        request["data"] = json!({ "label": [] })
    });
    refused("bad-shape", |request| *request = json!([]));
    let absent = consents.join("none");
    assert_eq!(decide(&consents, &absent, &[]).code, 2);
    let request = asked("no-folder", "org:hospital", |_| {});
    assert_eq!(decide(&absent, &request, &[]).code, 2);
}

#[test]
fn an_export_is_imported_as_the_same_consent() {
    let consents = folder_of("export", &["opt-out.r4.json", "treatment.r4.json"]);
    for release in ["r4", "r5"] {
        let mut arguments = vec!["export", "1", "--fhir", release, "--consents"];
        let path = consents.display().to_string();
        arguments.push(&path);
        let ran = consent(&arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let file = folder(&format!("exported-{release}")).join("1.json");
        std::fs::write(&file, &ran.out).unwrap();
        let provision = |ran: &Ran| {
            assert_eq!(ran.code, 0, "{}", ran.out);
            let grant = ran.json()[0]["message"]["grant"].clone();
            let consent = &grant["consent"];
            (
                grant["subject"].clone(),
                consent["provision"].clone(),
                consent["period"].clone(),
                consent["policy"].clone(),
            )
        };
        let again = import(&["--dry-run", "--fhir", release], &[file]);
        let before = import(&["--dry-run"], &[example("opt-out.r4.json")]);
        assert_eq!(provision(&again), provision(&before), "{release}");
    }
    let path = consents.display().to_string();
    let beyond = consent(&["export", "3", "--consents", &path]);
    assert_eq!(beyond.code, 2);
    assert_eq!(
        beyond.err,
        "cw-health: consent_not_found: 3; documents in the folder: 2\n"
    );
    // R5 has no filters at the root.
    let inexpressible = consent(&["export", "2", "--fhir", "r5", "--consents", &path]);
    assert_eq!((inexpressible.code, inexpressible.out.as_str()), (1, ""));
    let refused = folder_of("export-refused", &["refused/no-subject.json"]);
    let refused = consent(&["export", "1", "--consents", &refused.display().to_string()]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("refused at Consent: missing_subject"));
}

#[test]
fn a_new_subject_has_a_key_of_its_own_and_is_found() {
    let pseudonym = "1f".repeat(32);
    let new = || {
        let ran = consent(&[
            "subjects",
            "new",
            "Patient/p-001",
            "--pseudonym",
            &pseudonym,
        ]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    let (map, other) = (new(), new());
    assert_ne!(map, other, "the key is random");
    let actors = r#"
[[actors]]
names = ["Organization/hospital"]
kind = "organisation"
holder = 12
"#;
    let file = folder("subjects").join("map.toml");
    std::fs::write(&file, format!("{map}{actors}")).unwrap();
    let options = ["--dry-run", "--subjects", &file.display().to_string()];
    let ran = import(&options, &[example("treatment.r4.json")]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let grant = &ran.json()[0]["message"]["grant"];
    assert_eq!(grant["subject"], pseudonym);
    assert_eq!(
        grant["consent"]["provision"]["actors"],
        json!([{ "organisation": { "holder": 12 } }])
    );
    let unknown = import(&options, &[example("except-clinician.r4.json")]);
    assert_eq!(outcomes(&unknown), [outcome("refused", "unknown_name")]);
    let short = consent(&["subjects", "new", "Patient/1", "--pseudonym", "1f"]);
    assert_eq!((short.code, short.out.as_str()), (2, ""));
}
