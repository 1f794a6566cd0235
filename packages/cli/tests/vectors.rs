//! The published decision cases on the rules, by name; where the answer differs on purpose, that is recorded with
//! its reason in `tests/vectors/disagreements.json`. And our own cases, which state the whole answer.
#![allow(clippy::unwrap_used, missing_docs)]

use cw_health::cases::{read, run, Report};
use serde::Deserialize;
use serde_json::{json, Value};

const CASES: &str = include_str!("../../../tests/vectors/consent-cases.json");
const OWN_CASES: &str = include_str!("../../../tests/vectors/own-cases.json");
const DISAGREEMENTS: &str = include_str!("../../../tests/vectors/disagreements.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Disagreement {
    id: String,
    answer: String,
    reason: String,
}

fn reports(text: &str, lines: bool) -> Vec<Report> {
    let cases = read(text, lines).unwrap();
    (0..)
        .zip(&cases)
        .map(|(position, case)| run(case, position))
        .collect()
}

/// The report of one case, given without id.
fn answer(case: &Value) -> Report {
    reports(&case.to_string(), true).pop().unwrap()
}

#[test]
fn every_published_case_passes_or_differs_for_a_recorded_reason() {
    let recorded: Vec<Disagreement> = serde_json::from_str(DISAGREEMENTS).unwrap();
    let reports = reports(CASES, false);
    assert_eq!(reports.len(), 64);
    for one in &recorded {
        let report = reports.iter().find(|report| report.id == one.id).unwrap();
        assert_ne!(report.passed, Some(true), "{} agrees by now", one.id);
        assert_eq!(report.decision, one.answer, "{}", one.id);
        assert!(!one.reason.is_empty(), "{}", one.id);
    }
    let differs = |report: &&Report| {
        report.passed != Some(true) && !recorded.iter().any(|one| one.id == report.id)
    };
    let unrecorded: Vec<&Report> = reports.iter().filter(differs).collect();
    assert!(unrecorded.is_empty(), "{unrecorded:#?}");
}

/// What a case of our own states beside what is judged: reason, deciding consents and obligations.
#[derive(Deserialize)]
struct Whole {
    id: String,
    /// The reason, or the code of the refusal.
    reason: String,
    #[serde(default)]
    deciding: Vec<String>,
    #[serde(default)]
    obligations: Vec<Value>,
}

#[test]
fn every_case_of_our_own_has_the_answer_that_it_states() {
    let cases = read(OWN_CASES, false).unwrap();
    assert_eq!(cases.len(), 196);
    for (raw, report) in cases.iter().zip(reports(OWN_CASES, false)) {
        let whole: Whole = serde_json::from_str(raw.get()).unwrap();
        assert_eq!(report.passed, Some(true), "{report:#?}");
        let reason = report.reason.split(": ").next().unwrap();
        assert_eq!(reason, whole.reason, "{}", whole.id);
        assert_eq!(report.deciding, whole.deciding, "{}", whole.id);
        assert_eq!(report.obligations, whole.obligations, "{}", whole.id);
    }
}

/// A consent with these fields beside what each has.
fn consent(fields: Value) -> Value {
    let mut consent = json!({"id": "c1", "status": "active", "category": "patient-privacy", "decision": "permit"});
    merge(&mut consent, fields);
    consent
}

/// A case of these consents and a request with these fields beside what each has.
fn case(consents: Value, request: Value) -> Value {
    let mut asked = json!({
        "at": "2024-06-01T12:00:00Z", "actors": ["org:1"], "action": "access", "category": "patient-privacy",
        "purpose": "TREAT", "data": null
    });
    merge(&mut asked, request);
    json!({"id": "x", "consents": consents, "request": asked})
}

fn merge(object: &mut Value, fields: Value) {
    let fields = fields.as_object().cloned().unwrap_or_default();
    object.as_object_mut().unwrap().extend(fields);
}

#[test]
fn what_is_malformed_is_refused() {
    let good = json!([consent(json!({}))]);
    let refused = [
        case(good.clone(), json!({"purpose": null})),
        case(good.clone(), json!({"purpose": ["TREAT", "HPAYMT"]})),
        case(good.clone(), json!({"purpose": "TRAET"})),
        case(good.clone(), json!({"action": null})),
        case(
            good.clone(),
            json!({"category": ["patient-privacy", "research"]}),
        ),
        case(good.clone(), json!({"purposes": ["TREAT"]})),
        case(good.clone(), json!({"at": "2024-06-01T12:00:00"})),
        case(good.clone(), json!({"data": {"lables": []}})),
        case(good.clone(), json!({"data": {"classes": ["Observatoin"]}})),
        case(json!([consent(json!({"decision": null}))]), json!({})),
        case(json!([consent(json!({"status": "unknown"}))]), json!({})),
        case(
            json!([consent(json!({"scope": {"actors": []}}))]),
            json!({}),
        ),
        case(
            json!([consent(json!({"scope": {"actor": ["org:1"]}}))]),
            json!({}),
        ),
        case(
            json!([consent(json!({"provisions": [{"purposes": ["TREAT"]}]}))]),
            json!({}),
        ),
        case(
            json!([consent(
                json!({"provision_effects": "alternate", "provisions": [{"effect": "permit"}]})
            )]),
            json!({}),
        ),
        case(json!([consent(json!({})), consent(json!({}))]), json!({})),
        case(
            json!([consent(json!({"root_strength": "baseline"}))]),
            json!({}),
        ),
        case(json!([consent(json!({"supersedes": ["c9"]}))]), json!({})),
        json!({"id": "x", "consents": []}),
    ];
    for case in &refused {
        let report = answer(case);
        assert_eq!(report.decision, "refuse", "{case}");
        assert!(
            report.reason.contains(": ") && report.reason.len() < 256,
            "{}",
            report.reason
        );
        assert_eq!(report.passed, None, "{case}");
    }
    assert_eq!(answer(&case(good, json!({}))).decision, "permit");
}

#[test]
fn an_end_includes_its_day_or_second() {
    let decided = |end: &str, at: &str| {
        let consent = consent(json!({"period": {"start": "2020-01-01", "end": end}}));
        answer(&case(json!([consent]), json!({"at": at}))).decision
    };
    assert_eq!(decided("2024-05-31", "2024-05-31T23:59:59Z"), "permit");
    assert_eq!(decided("2024-05-31", "2024-06-01T00:00:00Z"), "no_consent");
    assert_eq!(
        decided("2024-05-31T10:00:00Z", "2024-05-31T10:00:00Z"),
        "permit"
    );
    assert_eq!(
        decided("2024-05-31T10:00:00Z", "2024-05-31T10:00:01Z"),
        "no_consent"
    );
    assert_eq!(
        decided("2024-05-31T10:00:00+02:00", "2024-05-31T08:00:01Z"),
        "no_consent"
    );
}

#[test]
fn epochs_and_defaults_are_read() {
    let permit = consent(json!({"epoch": 1}));
    let mut older = case(json!([permit]), json!({}));
    merge(
        &mut older,
        json!({"subject_epoch": 2, "subject_default": "permit_treatment"}),
    );
    let report = answer(&older);
    assert_eq!(
        (report.decision.as_str(), report.effect.as_deref()),
        ("no_consent", Some("permit"))
    );
    merge(&mut older, json!({"subject_epoch": 1}));
    assert_eq!(answer(&older).decision, "permit");

    let nothing = |default: Value, purpose: &str| {
        let mut stated = case(json!([]), json!({"purpose": purpose}));
        merge(&mut stated, default);
        answer(&stated).effect
    };
    assert_eq!(nothing(json!({}), "TREAT"), None);
    let glass = json!({"subject_default": "break_glass_only"});
    assert_eq!(nothing(glass.clone(), "BTG").as_deref(), Some("permit"));
    assert_eq!(nothing(glass, "ETREAT").as_deref(), Some("deny"));
    let authorised = json!({"subject_default": "permit_authorized"});
    assert_eq!(
        nothing(authorised.clone(), "HRESCH").as_deref(),
        Some("permit")
    );
    assert_eq!(nothing(authorised, "MLTRAINING").as_deref(), Some("deny"));
}

#[test]
fn a_renewal_replaces_for_good() {
    let deny = json!({"id": "c1", "decision": "deny"});
    let renewal = |fields: Value| {
        let mut stated = json!({"id": "c2", "supersedes": ["c1"]});
        merge(&mut stated, fields);
        let consents = json!([consent(deny.clone()), consent(stated)]);
        let report = answer(&case(consents, json!({})));
        (report.decision, report.deciding)
    };
    let answer = |decision: &str, deciding: &[&str]| {
        (
            decision.to_string(),
            deciding.iter().map(ToString::to_string).collect::<Vec<_>>(),
        )
    };
    assert_eq!(renewal(json!({})), answer("permit", &["c2"]));
    assert_eq!(
        renewal(json!({"period": {"start": "2025-01-01"}})),
        answer("deny", &["c1"])
    );
    assert_eq!(
        renewal(json!({"period": {"end": "2023-01-01"}})),
        answer("no_consent", &[])
    );
    assert_eq!(
        renewal(json!({"status": "proposed"})),
        answer("deny", &["c1"])
    );
}

#[test]
fn obligations_speak_the_language_of_cases() {
    let rules = json!({
        "scope": {"data_period": {"start": "2022-01-01", "end": "2022-12-31"}},
        "provision_effects": "explicit",
        "provisions": [{
            "effect": "deny", "labels": ["conf:R", "sens:HIV"], "related": ["encounter:b", "encounter:a"],
            "provisions": [{"effect": "permit", "actors": ["org:1"], "classes": ["Observation"]}]
        }]
    });
    let report = answer(&case(json!([consent(rules)]), json!({})));
    assert_eq!(report.decision, "permit");
    let year = json!({"start": "2022-01-01", "end": "2022-12-31"});
    let withheld = json!({"data_period": year, "labels": ["conf:R", "sens:HIV"], "related": ["encounter:a", "encounter:b"]});
    assert_eq!(
        Value::from(report.obligations),
        json!([
            {"any": [{"data_period": year}], "kind": "only"},
            {"kind": "redact", "unless": [{"classes": ["Observation"]}], "where": withheld},
            {"kind": "redact", "where": {"labels": ["sens:PSYTHPN"]}},
        ])
    );
}

#[test]
fn a_case_that_expects_nothing_is_answered_and_not_judged() {
    let mut stated = case(json!([consent(json!({}))]), json!({"data": {"labels": []}}));
    let line = serde_json::to_value(answer(&stated)).unwrap();
    assert_eq!(
        line,
        json!({
            "id": "x", "passed": null, "decision": "permit", "reason": "permit", "deciding": ["c1"],
            "obligations": [], "effect": "permit"
        })
    );
    merge(
        &mut stated,
        json!({"expect": "deny", "title": "told beside the case", "whatever": [1]}),
    );
    assert_eq!(answer(&stated).passed, Some(false));
    merge(
        &mut stated,
        json!({"accept": ["deny", "permit"], "redact": [{"labels": ["conf:R"]}]}),
    );
    assert_eq!(answer(&stated).passed, Some(false));
    merge(&mut stated, json!({"redact": []}));
    assert_eq!(answer(&stated).passed, Some(true));
}

#[test]
fn whatever_else_an_answer_obliges_to_is_a_disagreement() {
    let partly = |scope: Value, provisions: Value| {
        let stated = json!({"scope": scope, "provisions": provisions});
        case(json!([consent(stated)]), json!({}))
    };
    let restricted = json!([{
        "effect": "deny", "labels": ["conf:R"],
        "provisions": [{"effect": "permit", "classes": ["Observation"]}]
    }]);
    let notes = json!([{"effect": "deny", "labels": ["sens:PSYTHPN"]}]);
    let redacted = json!([{"labels": ["conf:R"]}]);
    for (mut stated, redact, passes) in [
        (partly(json!({}), json!([])), json!([]), true),
        // An answer that shows only some of the data withholds the rest.
        (
            partly(json!({"classes": ["Observation"]}), json!([])),
            json!([]),
            false,
        ),
        // Nor is what is withheld without exception withheld with one.
        (partly(json!({}), restricted), redacted, false),
        // What every answer withholds may be listed, and need not be.
        (partly(json!({}), notes.clone()), json!([]), true),
        (
            partly(json!({}), notes),
            json!([{"labels": ["sens:PSYTHPN"]}]),
            true,
        ),
    ] {
        merge(&mut stated, json!({"expect": "permit", "redact": redact}));
        let report = answer(&stated);
        assert_eq!(report.decision, "permit", "{stated}");
        assert_eq!(report.passed, Some(passes), "{stated}");
    }
}
