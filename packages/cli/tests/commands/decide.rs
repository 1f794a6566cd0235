//! `consent decide`: which documents decide, and what refuses a request.

use super::support::{asked, decide, example, folder, folder_of};
use serde_json::{json, Value};

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
