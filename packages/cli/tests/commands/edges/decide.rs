//! `consent decide` where names or files are not as they should be.

use super::*;

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
