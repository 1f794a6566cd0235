//! The commands where input is not as it should be: each says what was wrong, in JSON where that was asked for, and
//! nothing is half done.
#![allow(clippy::unwrap_used, missing_docs)]

use serde_json::{json, Value};
use std::path::{Path, PathBuf};
use std::process::Command;

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    /// The objects printed, one a line.
    fn json(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The one object printed.
    fn object(&self) -> Value {
        let [object] = self.json().try_into().unwrap();
        object
    }
}

fn run<T: AsRef<std::ffi::OsStr>>(arguments: &[T]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_cw-health"))
        .args(arguments)
        .output()
        .unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// An empty folder of this test's own.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("edges-{test}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
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

#[test]
fn a_document_without_a_map_is_the_first_of_its_own_subject() {
    let folder = folder("own-subject");
    let files = [1, 1, 2].map(|patient| document(patient, json!({})));
    let files: Vec<String> = (0..)
        .zip(&files)
        .map(|(place, text)| write(&folder, &format!("{place}.json"), text))
        .collect();
    for options in [&["--dry-run"][..], &[]] {
        let mut arguments = vec!["consent", "import", "--json"];
        arguments.extend(options);
        arguments.extend(files.iter().map(String::as_str));
        let grants: Vec<Value> = run(&arguments)
            .json()
            .iter()
            .map(|report| report["message"]["grant"].clone())
            .collect();
        let mut subjects: Vec<String> = grants
            .iter()
            .map(|grant| grant["subject"].to_string())
            .collect();
        subjects.sort();
        subjects.dedup();
        assert_eq!(subjects.len(), 3);
        assert!(grants.iter().all(|grant| grant["id"] == 1), "{grants:?}");
    }
}

#[test]
fn consents_of_a_known_subject_are_numbered() {
    let folder = folder("numbered");
    let map = map(&folder);
    let first = write(&folder, "1.json", document(1, json!({})));
    let other = write(&folder, "2.json", document(2, json!({})));
    let again = write(
        &folder,
        "3.json",
        document(1, json!({"period": {"end": "2030"}})),
    );
    let ran = run(&[
        "consent",
        "import",
        "--json",
        "--subjects",
        &map,
        &first,
        &other,
        &again,
    ]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let ids: Vec<Value> = ran
        .json()
        .iter()
        .map(|report| report["message"]["grant"]["id"].clone())
        .collect();
    assert_eq!(ids, [1, 1, 2]);
}

#[test]
fn what_the_chain_refuses_refuses_the_whole_batch_unless_told_to_go_on() {
    let folder = folder("chain-refuses");
    let map = map(&folder);
    // A cell has eight places, of which two are kept for denies: the seventh permit of anyone has none.
    let files: Vec<String> = (1..9)
        .map(|place| {
            let rule = json!({"period": {"end": format!("203{place}")}});
            write(&folder, &format!("{place}.json"), document(1, rule))
        })
        .collect();
    let import = |options: &[&str]| {
        let mut arguments = vec!["consent", "import", "--json", "--subjects", &map];
        arguments.extend(options);
        arguments.extend(files.iter().map(String::as_str));
        let ran = run(&arguments);
        assert_eq!(ran.code, 1, "{}", ran.err);
        ran.json()
    };
    let code = |report: &Value| {
        let reason = report["reason"].as_str().unwrap_or_default();
        reason.split(':').next().unwrap().to_string()
    };
    let whole = import(&[]);
    assert!(whole.iter().all(|report| report["outcome"] == "refused"));
    assert!(whole.iter().all(|report| report["message"].is_null()));
    let codes: Vec<String> = whole.iter().map(code).collect();
    let batch = "batch_refused".to_string();
    assert_eq!(codes.iter().filter(|code| **code == batch).count(), 7);
    assert_eq!(codes[6], "cell_full");
    let going: Vec<String> = import(&["--keep-going"]).iter().map(code).collect();
    assert_eq!(going, ["", "", "", "", "", "", "cell_full", "cell_full"]);
}

#[cfg(unix)]
#[test]
fn a_document_without_end_is_refused_for_its_size() {
    let ran = run(&["consent", "import", "--json", "--dry-run", "/dev/zero"]);
    assert_eq!(ran.code, 1);
    let report = ran.object();
    assert_eq!(report["element"], "Consent");
    assert_eq!(report["reason"], "too_large: more than 1048576 bytes");
}

#[test]
fn a_map_that_cannot_be_used_is_told_for_each_document() {
    let folder = folder("bad-map");
    let file = write(&folder, "1.json", document(1, json!({})));
    let broken = write(&folder, "map.toml", "[[subjects]]\nnames = 1\n");
    let absent = folder.join("absent.toml").display().to_string();
    for (map, said) in [
        (broken, "invalid_map: line 2"),
        (absent, "No such file"),
        (folder.display().to_string(), "directory"),
    ] {
        let ran = run(&["consent", "import", "--json", "--subjects", &map, &file]);
        assert_eq!(ran.code, 2);
        let report = ran.object();
        assert_eq!(report["outcome"], "refused");
        let reason = report["reason"].as_str().unwrap();
        assert!(
            reason.starts_with("unusable_map: ") && reason.contains(said),
            "{reason}"
        );
        assert!(ran.err.contains(said));
    }
}

#[test]
fn decide_answers_in_json_even_where_nothing_can_be_read() {
    let folder = folder("decide-unreadable");
    let consents = folder.join("consents");
    std::fs::create_dir(&consents).unwrap();
    write(&consents, "1.json", document(1, json!({})));
    let asked = write(&folder, "request", request(|_| {}));
    let absent = folder.join("absent").display().to_string();
    let odd = folder.join("odd");
    std::fs::create_dir_all(odd.join("folder.json")).unwrap();
    for ran in [
        decide(&consents, &absent, &[]),
        decide(&folder.join("absent"), &asked, &[]),
        decide(&consents.join("1.json"), &asked, &[]),
        decide(&odd, &asked, &[]),
        decide(&consents, &asked, &["--subjects", &absent]),
    ] {
        assert_eq!(ran.code, 2);
        let answer = ran.object();
        assert_eq!(answer["decision"], "refuse");
        assert_eq!(
            (&answer["deciding"], &answer["obligations"]),
            (&json!([]), &json!([]))
        );
        let reason = answer["reason"].as_str().unwrap();
        assert!(reason.starts_with("unreadable: "), "{reason}");
        assert!(!ran.err.is_empty());
    }
    assert_eq!(
        decide(&consents, &asked, &[]).object()["decision"],
        "permit"
    );
}

#[test]
fn a_document_counts_whatever_the_case_of_its_extension() {
    let folder = folder("extension");
    write(&folder, "1.json", document(1, json!({})));
    write(&folder, "2.JSON", document(1, json!({"type": "deny"})));
    let asked = write(&folder, "request", request(|_| {}));
    let answer = decide(&folder, &asked, &[]).object();
    assert_eq!(answer["decision"], "deny");
    assert_eq!(answer["deciding"], json!(["2.JSON"]));
}

#[test]
fn a_request_is_an_object_with_a_mark_or_without() {
    let folder = folder("request-shape");
    write(&folder, "1.json", document(1, json!({})));
    let marked = write(&folder, "marked", format!("\u{feff}{}", request(|_| {})));
    assert_eq!(decide(&folder, &marked, &[]).object()["decision"], "permit");
    let fields = ["2026-01-15T12:00:00Z", "access", "patient-privacy", "TREAT"];
    let [at, action, category, purpose] = fields;
    let list = json!([at, ["org:1"], action, category, purpose, null]);
    let list = write(&folder, "list", list.to_string());
    let ran = decide(&folder, &list, &[]);
    assert_eq!((ran.code, &ran.object()["decision"]), (1, &json!("refuse")));
    let item = write(
        &folder,
        "item",
        request(|request| {
            request["data"] = json!([null, null, null, null, null, null, null, null])
        }),
    );
    assert_eq!(decide(&folder, &item, &[]).object()["decision"], "refuse");
}

#[test]
fn a_private_label_is_named_by_system_and_code() {
    let folder = folder("private-label");
    let label = json!([{"system": "https://example.org/labels", "code": "vip"}]);
    write(&folder, "1.json", document(1, json!({})));
    let deny = json!({"type": "deny", "securityLabel": label});
    write(&folder, "2.json", document(1, deny));
    for (label, decision) in [
        ("https://example.org/labels|vip", "deny"),
        ("https://example.org/labels:vip", "deny"),
        ("https://example.org/others|vip", "permit"),
    ] {
        let asked = write(
            &folder,
            "request",
            request(|request| request["data"] = json!({"labels": [label]})),
        );
        let answer = decide(&folder, &asked, &[]).object();
        assert_eq!(answer["decision"], decision, "{label}");
    }
}

#[test]
fn hl7s_codes_may_be_named_with_their_system() {
    let folder = folder("hl7-codes");
    let system = |name: &str| format!("http://terminology.hl7.org/CodeSystem/{name}");
    let coding = |name: &str, code: &str| json!([{"system": system(name), "code": code}]);
    write(&folder, "1.json", document(1, json!({})));
    let restricted = coding("v3-Confidentiality", "R");
    let deny = json!({"type": "deny", "securityLabel": restricted});
    write(&folder, "2.json", document(1, deny));
    let deny = json!({"type": "deny", "securityLabel": coding("v3-ActCode", "HIV")});
    write(&folder, "3.json", document(1, deny));
    let deny = json!({"type": "deny", "purpose": coding("v3-ActReason", "HMARKT")});
    write(&folder, "4.json", document(1, deny));
    let decision = |purpose: &str, label: &str| {
        let asked = request(|request| {
            request["purpose"] = json!(purpose);
            request["data"] = json!({"labels": [label]});
        });
        let asked = write(&folder, "request", asked);
        decide(&folder, &asked, &[]).object()["decision"].clone()
    };
    for separator in ['|', ':'] {
        let code = |name: &str, code: &str| format!("{}{separator}{code}", system(name));
        assert_eq!(decision("TREAT", &code("v3-Confidentiality", "R")), "deny");
        assert_eq!(decision("TREAT", &code("v3-ActCode", "HIV")), "deny");
        assert_eq!(decision("TREAT", &code("v3-ActCode", "PSY")), "permit");
        assert_eq!(decision("TREAT", &code("v3-ActCode", "X")), "refuse");
        let marketing = code("v3-ActReason", "HMARKT");
        assert_eq!(decision(&marketing, "conf:N"), "deny");
        assert_eq!(decision(&code("v3-ActReason", "X"), "conf:N"), "refuse");
    }
}

#[test]
fn a_purpose_of_another_system_is_found_under_the_names_that_tell_it() {
    let folder = folder("other-purposes");
    let project = "http://example.org/policies/purposeOfUse";
    let rule = json!({"purpose": [{"system": project, "code": "heart"}, {"system": "https://example.org/why", "code": "audit"}]});
    write(&folder, "1.json", document(1, rule));
    for (purpose, decision) in [
        (format!("{project}|heart"), "permit"),
        (format!("{project}:heart"), "permit"),
        (format!("project:{project}|heart"), "permit"),
        ("project:heart".to_string(), "permit"),
        ("https://example.org/why|audit".to_string(), "permit"),
        ("purpose:audit".to_string(), "permit"),
        (format!("{project}|lungs"), "no_consent"),
        ("https://example.org/else|audit".to_string(), "no_consent"),
        ("project:lungs".to_string(), "no_consent"),
        ("audit".to_string(), "refuse"),
    ] {
        let asked = write(
            &folder,
            "request",
            request(|request| request["purpose"] = json!(purpose)),
        );
        let answer = decide(&folder, &asked, &[]).object();
        assert_eq!(answer["decision"], decision, "{purpose}");
    }
}

#[test]
fn a_listed_project_stands_beneath_research_whoever_names_it() {
    let folder = folder("projects");
    let rule = json!({"purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HRESCH"}]});
    write(&folder, "1.json", document(1, rule));
    for (purpose, decision) in [
        ("http://example.org/policies/purposeOfUse|lungs", "permit"),
        ("https://example.org/why|lungs", "no_consent"),
    ] {
        let asked = write(
            &folder,
            "request",
            request(|request| request["purpose"] = json!(purpose)),
        );
        let answer = decide(&folder, &asked, &[]).object();
        assert_eq!(answer["decision"], decision, "{purpose}");
    }
}

#[test]
fn a_short_name_finds_the_one_absolute_reference_that_ends_in_it() {
    let folder = folder("absolute");
    write(&folder, "1.json", document(1, json!({})));
    let actor =
        |base: &str| json!([{"reference": {"reference": format!("{base}/Organization/54")}}]);
    let deny = |base| document(1, json!({"type": "deny", "actor": actor(base)}));
    write(&folder, "2.json", deny("https://a.example/fhir"));
    let decision = |actor: &str| {
        let asked = request(|request| request["actors"] = json!([actor]));
        let asked = write(&folder, "request", asked);
        decide(&folder, &asked, &[]).object()["decision"].clone()
    };
    assert_eq!(decision("https://a.example/fhir/Organization/54"), "deny");
    assert_eq!(decision("org:54"), "deny");
    assert_eq!(decision("org:4"), "permit");
    assert_eq!(decision("practitioner:54"), "permit");
    assert_eq!(decision("https://b.example/fhir/Organization/54"), "permit");
    // Of two servers either may be meant: the request has to say which.
    write(&folder, "3.json", deny("https://b.example/fhir"));
    assert_eq!(decision("org:54"), "refuse");
    assert_eq!(decision("https://b.example/fhir/Organization/54"), "deny");
}

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
