//! Single elements, each varied on a small document.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use health_fhir::{
    import, ActorEntry, Directory, EntryKind, Imported, Interning, MapFile, Options, RecordEntry,
    Refusal, Sealed, SubjectEntry, SubjectMap, Version,
};
use health_types::codes::{Action, Confidentiality, DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::{Actor, Category, Effect, InitialStatus, Purpose, RootStrength};
use health_types::{Bytes32, Period};
use serde_json::{json, Value};

const TERMINOLOGY: &str = "http://terminology.hl7.org/CodeSystem";

fn concept(system: &str, code: &str) -> Value {
    json!({ "coding": [{ "system": format!("{TERMINOLOGY}/{system}"), "code": code }] })
}

fn r4(provision: Value) -> Value {
    let document = json!({
        "resourceType": "Consent",
        "status": "active",
        "scope": concept("consentscope", "patient-privacy"),
        "category": [{ "coding": [{ "system": "http://loinc.org", "code": "59284-0" }] }],
        "patient": { "reference": "Patient/1" },
        "policy": [{ "uri": "https://policies.example.org/1" }],
    });
    with(document, "provision", provision)
}

fn r5(rules: Value) -> Value {
    let document = json!({
        "resourceType": "Consent",
        "status": "active",
        "category": [concept("consentscope", "patient-privacy")],
        "subject": { "reference": "Patient/1" },
        "policyBasis": { "url": "https://policies.example.org/1" },
        "decision": "permit",
    });
    with(document, "provision", rules)
}

/// The document with an element replaced, or left out.
fn with(mut document: Value, element: &str, value: Value) -> Value {
    match value {
        Value::Null => drop(document.as_object_mut().unwrap().remove(element)),
        value => document[element] = value,
    }
    document
}

fn read(document: &Value) -> Result<Imported, Refusal> {
    import(
        document.to_string().as_bytes(),
        &Options::default(),
        &mut Interning::new(),
    )
}

fn carried(document: &Value) -> Imported {
    read(document).unwrap_or_else(|refusal| panic!("{refusal}\n{document:#}"))
}

fn warned(document: &Value) -> Vec<String> {
    carried(document)
        .warnings
        .iter()
        .map(|warning| {
            format!(
                "{} {}",
                warning.element,
                warning.text.split(':').next().unwrap()
            )
        })
        .collect()
}

fn refused(document: &Value) -> String {
    let refusal = read(document).unwrap_err();
    format!("{} {}", refusal.element, refusal.code())
}

fn permit() -> Value {
    json!({ "type": "permit" })
}

#[test]
fn statuses() {
    for (code, status) in [
        ("active", InitialStatus::Active),
        ("draft", InitialStatus::Proposed),
        ("proposed", InitialStatus::Proposed),
        ("rejected", InitialStatus::Refused),
        ("not-done", InitialStatus::Refused),
        ("inactive", InitialStatus::Revoked),
        ("entered-in-error", InitialStatus::EnteredInError),
    ] {
        let document = with(r4(permit()), "status", json!(code));
        assert_eq!(carried(&document).message.status, Some(status), "{code}");
    }
    assert_eq!(
        refused(&with(r4(permit()), "status", json!("Active"))),
        "Consent.status invalid_status"
    );
    assert_eq!(
        refused(&with(r4(permit()), "status", Value::Null)),
        "Consent.status missing_status"
    );
}

#[test]
fn scopes_and_categories() {
    let category = |scope: Value, categories: Value| {
        let document = with(with(r4(permit()), "category", categories), "scope", scope);
        read(&document).map(|imported| imported.message.category)
    };
    let loinc = json!({ "coding": [{ "system": "http://loinc.org", "code": "64292-6" }] });
    let research = concept("consentscope", "research");
    assert_eq!(
        category(research.clone(), json!([loinc])),
        Ok(Category::Research)
    );
    assert_eq!(
        category(Value::Null, json!([research, loinc])),
        Ok(Category::Research)
    );
    assert_eq!(
        category(Value::Null, json!([loinc])),
        Ok(Category::PatientPrivacy)
    );
    for code in ["INFA", "IDSCL"] {
        assert_eq!(
            category(Value::Null, json!([concept("v3-ActCode", code)])),
            Ok(Category::PatientPrivacy)
        );
    }
    for code in ["rsreid", "rsdid", "research"] {
        let categories = json!([concept("consentcategorycodes", code), loinc]);
        assert_eq!(
            category(Value::Null, categories),
            Ok(Category::Research),
            "{code}"
        );
    }
    for code in ["treatment", "adr"] {
        let error = category(concept("consentscope", code), json!([loinc])).unwrap_err();
        assert_eq!(
            (error.code(), error.element.as_str()),
            ("not_about_data", "Consent.scope.coding[0]")
        );
    }
    let error = category(Value::Null, json!([concept("consentcategorycodes", "acd")])).unwrap_err();
    assert_eq!(error.code(), "not_about_data");
    let both = json!({ "coding": [
        { "system": format!("{TERMINOLOGY}/consentscope"), "code": "research" },
        { "system": format!("{TERMINOLOGY}/consentscope"), "code": "patient-privacy" },
    ]});
    assert_eq!(
        category(both, json!([loinc])).unwrap_err().code(),
        "two_categories"
    );
    let none = with(
        with(r4(permit()), "scope", Value::Null),
        "category",
        json!([{ "text": "sharing" }]),
    );
    assert_eq!(carried(&none).message.category, Category::PatientPrivacy);
    assert!(warned(&none).contains(&"Consent.category category_assumed".to_string()));
}

#[test]
fn decisions_of_r4() {
    let policy =
        |rule: Value, code: &str| with(r4(rule), "policyRule", concept("v3-ActCode", code));
    let effect = |document: &Value| carried(document).message.provision.effect;
    assert_eq!(effect(&policy(permit(), "OPTIN")), Effect::Permit);
    assert_eq!(
        refused(&policy(permit(), "OPTOUT")),
        "Consent.policyRule two_decisions"
    );
    assert_eq!(effect(&policy(Value::Null, "OPTOUT")), Effect::Deny);
    let typed_rules =
        json!({ "provision": [{ "type": "permit", "action": [concept("consentaction", "use")] }] });
    let root = carried(&policy(typed_rules, "OPTOUT")).message.provision;
    assert_eq!(
        (root.effect, root.provision.unwrap()[0].effect),
        (Effect::Deny, Effect::Permit)
    );
    // A period alone bounds the policy; it is no exception.
    let timed = carried(&policy(json!({ "period": { "end": "2030" } }), "OPTIN")).message;
    assert_eq!(
        timed.period,
        Period {
            from: None,
            until: Some(1_924_992_000)
        }
    );
    assert_eq!(timed.provision.provision, None);
    assert_eq!(
        refused(&policy(
            json!({ "action": [concept("consentaction", "use")] }),
            "hipaa"
        )),
        "Consent.provision missing_decision"
    );
}

#[test]
fn effects_of_r5_alternate() {
    let rules = json!([{ "purpose": [{ "system": format!("{TERMINOLOGY}/v3-ActReason"), "code": "HRESCH" }],
        "provision": [{ "actor": [{ "reference": { "reference": "Organization/1" } }] }] }]);
    let root = carried(&r5(rules)).message.provision;
    let deny = &root.provision.unwrap()[0];
    let permit = &deny.provision.as_ref().unwrap()[0];
    assert_eq!(
        (root.effect, deny.effect, permit.effect),
        (Effect::Permit, Effect::Deny, Effect::Permit)
    );
    assert_eq!(
        refused(&with(r5(json!([])), "decision", Value::Null)),
        "Consent.provision empty_element"
    );
    let undecided = with(
        with(
            r5(Value::Null),
            "provision",
            json!([{ "action": [{ "coding": [{ "code": "use" }] }] }]),
        ),
        "decision",
        Value::Null,
    );
    assert_eq!(refused(&undecided), "Consent missing_decision");
}

#[test]
fn actors_by_role() {
    let rule = |role: Value, reference: Value| json!({ "type": "permit", "actor": [{ "role": role, "reference": reference }] });
    let hospital = json!({ "reference": "Organization/1" });
    for (system, code) in [
        ("v3-ParticipationType", "IRCP"),
        ("v3-ParticipationType", "PRCP"),
        ("v3-RoleClass", "PROV"),
        ("v3-RoleCode", "DELEGATEE"),
        ("v3-RoleCode", "HCP"),
    ] {
        let root = carried(&r4(rule(concept(system, code), hospital.clone())))
            .message
            .provision;
        assert_eq!(
            root.actors,
            Some(vec![Actor::Organisation { holder: 1 }]),
            "{code}"
        );
    }
    for (system, code) in [
        ("v3-ParticipationType", "CST"),
        ("provenance-participant-type", "performer"),
    ] {
        let root = carried(&r4(rule(concept(system, code), hospital.clone())))
            .message
            .provision;
        assert_eq!(
            (root.actors, root.custodians),
            (None, Some(vec![Bytes32::of_holder(1)])),
            "{code}"
        );
    }
    let root = carried(&r4(rule(
        concept("v3-ParticipationType", "AUT"),
        hospital.clone(),
    )))
    .message
    .provision;
    assert_eq!(
        (root.actors, root.authors),
        (None, Some(vec![Bytes32::of_holder(1)]))
    );
    let plain = json!({ "type": "permit", "actor": [{ "reference": hospital }] });
    assert_eq!(
        carried(&r4(plain)).message.provision.actors,
        Some(vec![Actor::Organisation { holder: 1 }]),
        "whom a rule names without a role receives the data"
    );
    let text = json!({ "text": "recipient" });
    assert_eq!(
        refused(&r4(rule(text, hospital.clone()))),
        "Consent.provision.actor[0].role unknown_role"
    );
    let private = json!({ "coding": [{ "system": "https://example.org/roles", "code": "IRCP" }] });
    assert_eq!(
        refused(&r4(rule(private, hospital))),
        "Consent.provision.actor[0].role unknown_role"
    );
    let visit = json!({ "reference": "Encounter/1" });
    assert_eq!(
        refused(&r4(rule(concept("v3-ParticipationType", "IRCP"), visit))),
        "Consent.provision.actor[0].reference not_an_actor"
    );
    let role_alone =
        json!({ "type": "permit", "actor": [{ "role": concept("v3-ParticipationType", "IRCP") }] });
    assert_eq!(
        refused(&r4(role_alone)),
        "Consent.provision.actor[0].reference missing_element"
    );
}

#[test]
fn codes_without_a_system_and_lone_objects_are_read_with_a_warning() {
    let document = r4(json!({
        "type": "deny",
        "action": { "coding": [{ "code": "access" }, { "code": "use" }] },
        "class": [{ "code": "Observation" }, { "system": "https://loinc.org/", "code": "11502-2" }],
    }));
    let root = carried(&document).message.provision;
    assert_eq!(root.actions, Some(vec![Action::Access, Action::Use]));
    assert_eq!(
        root.classes,
        Some(vec![DataClass::Observation, DataClass::LaboratoryReport])
    );
    let warnings = warned(&document);
    for expected in [
        "Consent.provision.action lone_object",
        "Consent.provision.action[0] system_assumed",
        "Consent.provision.class[0] system_assumed",
    ] {
        assert!(
            warnings.contains(&expected.to_string()),
            "{expected}: {warnings:?}"
        );
    }
    let translated = json!({ "type": "deny", "action": [{ "coding": [{ "system": "https://example.org", "code": "access" }] }] });
    assert_eq!(
        refused(&r4(translated)),
        "Consent.provision.action[0] unknown_action"
    );
}

#[test]
fn labels_take_the_widest_level_and_keep_private_ones_apart() {
    let labels = |effect: &str| {
        let level = format!("{TERMINOLOGY}/v3-Confidentiality");
        let rule = json!({ "type": effect, "securityLabel": [
            { "system": level, "code": "N" }, { "system": level, "code": "R" },
            { "system": "http://terminology.hl7.org/ValueSet/v3-InformationSensitivityPolicy", "code": "ETHUD" },
            { "system": "https://example.org/labels", "code": "X" },
        ]});
        carried(&r4(rule)).message.provision.labels.unwrap()
    };
    let (permitted, denied) = (labels("permit"), labels("deny"));
    assert_eq!(permitted.confidentiality, Some(Confidentiality::R));
    assert_eq!(denied.confidentiality, Some(Confidentiality::N));
    assert_eq!(permitted.sensitivity, Some(vec![Sensitivity::ETHUD]));
    let key = Interning::new().seal(
        &Bytes32([1; 32]),
        Sealed::Label,
        b"https://example.org/labels|X",
    );
    assert_eq!(permitted.private, key.map(|hash| vec![hash]));
}

#[test]
fn purposes_of_other_systems() {
    let rule = |codings: Value| r4(json!({ "type": "permit", "purpose": codings }));
    let document = rule(json!([
        { "system": "http://terminology.hl7.org/ValueSet/v3-PurposeOfUse", "code": "TREATDS" },
        { "system": "http://example.org/policies/purposeOfUse", "code": "FooBar" },
        { "system": "http://snomed.info/sct", "code": "370856009" },
    ]));
    let id = health_fhir::purpose_id;
    assert_eq!(
        carried(&document).message.provision.purposes,
        Some(vec![
            Purpose::Code {
                code: PurposeOfUse::TREATDS
            },
            Purpose::Project {
                id: id("http://example.org/policies/purposeOfUse", "FooBar")
            },
            Purpose::Other {
                id: id("http://snomed.info/sct", "370856009")
            },
        ])
    );
    assert_eq!(
        refused(&rule(json!([{ "code": "care" }]))),
        "Consent.provision.purpose[0] unknown_purpose"
    );
    assert_eq!(
        refused(&rule(json!([{ "display": "care" }]))),
        "Consent.provision.purpose[0] missing_element"
    );
}

#[test]
fn full_policy_lists_become_few_rules() {
    let policy = "urn:oid:2.16.840.1.113883.3.1937.777.24.5.3";
    let rules: Vec<Value> = (1..=34)
        .map(|n| json!({
            "type": "permit",
            "period": { "start": "2024-02-23", "end": "2054-01-31" },
            "code": [
                { "coding": [{ "system": "https://ths-greifswald.de/fhir/CodeSystem/gics/Policy", "code": format!("P{n}") }] },
                { "coding": [{ "system": policy, "code": format!("2.16.840.1.113883.3.1937.777.24.5.3.{n}") }] },
            ],
        }))
        .collect();
    let root = json!({ "type": "deny", "period": { "start": "2024-02-23", "end": "2054-01-31" }, "provision": rules });
    let tree = carried(&with(
        r4(root),
        "scope",
        concept("consentscope", "research"),
    ))
    .message
    .provision;
    let rules = tree.provision.unwrap();
    assert_eq!(rules.len(), 5, "68 codes, at most 16 in a rule");
    assert_eq!(
        rules
            .iter()
            .map(|rule| rule.purposes.as_ref().unwrap().len())
            .sum::<usize>(),
        68
    );
}

#[test]
fn organisations_keep_the_data_and_managers_do_not() {
    let hospital = json!([{ "reference": "Organization/1" }]);
    let document = with(r4(permit()), "organization", hospital.clone());
    assert_eq!(
        carried(&document).message.provision.custodians,
        Some(vec![Bytes32::of_holder(1)])
    );
    let options = Options {
        organisations_keep: false,
        ..Options::default()
    };
    let imported = import(
        document.to_string().as_bytes(),
        &options,
        &mut Interning::new(),
    )
    .unwrap();
    assert_eq!(imported.message.provision.custodians, None);
    let rules = json!([{ "action": [concept("consentaction", "use")] }]);
    let document = with(
        with(r5(rules), "controller", hospital.clone()),
        "manager",
        hospital,
    );
    assert_eq!(
        carried(&document).message.provision.custodians,
        Some(vec![Bytes32::of_holder(1)])
    );
    assert!(warned(&document).contains(&"Consent.manager[0] in_source_only".to_string()));
    let displayed = with(
        r4(permit()),
        "organization",
        json!([{ "display": "The network" }]),
    );
    assert_eq!(carried(&displayed).message.provision.custodians, None);
    assert!(warned(&displayed).contains(&"Consent.organization[0] in_source_only".to_string()));
}

#[test]
fn periods_of_rules_that_widen_stay_with_their_rules() {
    let year = |start: &str| json!({ "start": start, "end": start });
    let narrow = json!({ "type": "permit", "period": year("2024"), "provision": [{ "type": "deny", "period": year("2024-02") }] });
    let message = carried(&r4(narrow)).message;
    assert_eq!(
        (message.period.from, message.provision.period),
        (Some(1_704_067_200), None)
    );
    let wide = json!({ "type": "permit", "period": year("2024"), "provision": [{ "type": "permit", "period": year("2025") }] });
    let message = carried(&r4(wide)).message;
    assert_eq!(message.period, Period::OPEN);
    assert_eq!(message.provision.period.unwrap().from, Some(1_704_067_200));
}

#[test]
fn what_is_written_twice_or_not_at_all() {
    let silent = with(r4(permit()), "policy", Value::Null);
    assert_eq!(carried(&silent).message.policy, None);
    assert!(warned(&silent).contains(&"Consent no_policy".to_string()));
    let policies = |uris: &[&str]| {
        let list: Vec<Value> = uris.iter().map(|uri| json!({ "uri": uri })).collect();
        carried(&with(r4(permit()), "policy", json!(list)))
            .message
            .policy
    };
    assert_eq!(policies(&["a", "b"]), policies(&["b", "a", "b"]));
    assert_ne!(policies(&["a", "b"]), policies(&["a"]));
    assert_eq!(
        policies(&["abc"]).unwrap().to_string(),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    let opted_in = with(silent, "policyRule", concept("v3-ActCode", "OPTIN"));
    assert_eq!(
        carried(&opted_in).message.policy,
        None,
        "OPTIN names no policy"
    );
    let titled = with(
        r4(permit()),
        "sourceAttachment",
        json!({ "title": "The terms" }),
    );
    assert_eq!(carried(&titled).message.source_document, None);
    assert!(warned(&titled).contains(&"Consent.sourceAttachment no_source".to_string()));
    let broken = with(r4(permit()), "sourceAttachment", json!({ "data": "%" }));
    assert!(warned(&broken).contains(&"Consent.sourceAttachment no_source".to_string()));
    let late = r4(json!({ "type": "permit", "period": { "start": "2024", "end": "9999-12-31" } }));
    assert_eq!(
        carried(&late).message.period,
        Period {
            from: Some(1_704_067_200),
            until: None
        }
    );
    assert!(warned(&late).contains(&"Consent.provision.period.end end_beyond_clock".to_string()));
    let url = with(
        r4(permit()),
        "extension",
        json!([{ "url": "https://example.org/x", "valueCode": "a" }]),
    );
    assert!(warned(&url).contains(&"Consent.extension ignored_extension".to_string()));
}

#[test]
fn the_release_is_told_by_shape_or_by_the_caller() {
    assert_eq!(carried(&r4(permit())).version, Version::R4);
    assert_eq!(
        carried(&with(r5(Value::Null), "provision", Value::Null)).version,
        Version::R5
    );
    let told = Options {
        version: Some(Version::R5),
        ..Options::default()
    };
    let refusal = import(
        r4(permit()).to_string().as_bytes(),
        &told,
        &mut Interning::new(),
    )
    .unwrap_err();
    assert_eq!(refusal.code(), "unknown_element");
    let bare = json!({ "resourceType": "Consent", "status": "active" });
    assert_eq!(refused(&bare), "Consent unknown_fhir_version");
    // Elements of both: the more frequent release is assumed, and what does not belong is named.
    assert_eq!(
        refused(&with(r4(permit()), "decision", json!("permit"))),
        "Consent.decision unknown_element"
    );
    assert_eq!(
        refused(&with(r5(Value::Null), "scope", json!({ "text": "x" }))),
        "Consent.scope unknown_element"
    );
}

#[test]
fn a_map_file_leads_to_the_chain() {
    let subject = SubjectEntry::new(vec!["Patient/1".into()], Bytes32([9; 32])).unwrap();
    let file = MapFile {
        subjects: vec![subject],
        actors: vec![ActorEntry {
            names: vec!["urn:oid:1.2.3|H1".into()],
            kind: EntryKind::Organisation,
            holder: Some(12),
            address: None,
        }],
        records: vec![RecordEntry {
            names: vec!["Observation/9".into()],
            locator: Bytes32([4; 32]),
        }],
    };
    let mut map = SubjectMap::new(&file).unwrap();
    let document = |organisation: &str, record: &str| {
        let by_identifier = json!({ "type": "Organization", "identifier": { "system": "urn:oid:1.2.3", "value": organisation } });
        r4(json!({
            "type": "permit",
            "actor": [{ "role": concept("v3-ParticipationType", "IRCP"), "reference": by_identifier }],
            "data": [{ "meaning": "instance", "reference": { "reference": record } }],
        }))
    };
    let options = Options {
        strength: RootStrength::Baseline,
        ..Options::default()
    };
    let text = document("H1", "Observation/9").to_string();
    let imported = import(text.as_bytes(), &options, &mut map).unwrap();
    assert_eq!(imported.subject, Bytes32([9; 32]));
    assert_eq!(
        imported.message.strength, None,
        "a root permit has no strength"
    );
    assert_eq!(
        imported.message.provision.actors,
        Some(vec![Actor::Organisation { holder: 12 }])
    );
    assert_eq!(
        imported.message.provision.records,
        Some(vec![Bytes32([4; 32])])
    );
    // A record that is not in the map is named by a hash with the subject's key.
    let text = document("H1", "Observation/10").to_string();
    let records = import(text.as_bytes(), &options, &mut map)
        .unwrap()
        .message
        .provision
        .records;
    assert_eq!(
        records,
        map.seal(&Bytes32([9; 32]), Sealed::Record, b"Observation/10")
            .map(|hash| vec![hash])
    );
    let text = document("H2", "Observation/9").to_string();
    let refusal = import(text.as_bytes(), &options, &mut map).unwrap_err();
    assert_eq!(
        (refusal.element.as_str(), refusal.code()),
        ("Consent.provision.actor[0].reference", "unknown_name")
    );
    let stranger = with(
        document("H1", "Observation/9"),
        "patient",
        json!({ "reference": "Patient/2" }),
    );
    let refusal = import(stranger.to_string().as_bytes(), &options, &mut map).unwrap_err();
    assert_eq!(
        (refusal.element.as_str(), refusal.code()),
        ("Consent.patient", "unknown_name")
    );
}

#[test]
fn contained_resources_lend_their_identifiers() {
    let contained = json!([{ "resourceType": "Organization", "id": "o", "identifier": [{ "system": "s", "value": "v" }] }]);
    let rule = json!({ "type": "permit", "actor": [{ "role": concept("v3-ParticipationType", "IRCP"), "reference": { "reference": "#o" } }] });
    let mut directory = Interning::new();
    let document = with(r4(rule.clone()), "contained", contained);
    import(
        document.to_string().as_bytes(),
        &Options::default(),
        &mut directory,
    )
    .unwrap();
    assert_eq!(
        directory.find("s|v"),
        Some(&Actor::Organisation { holder: 1 })
    );
    assert_eq!(directory.find("org:v"), directory.find("s|v"));
    assert_eq!(
        refused(&r4(rule)),
        "Consent.provision.actor[0].reference dangling_reference"
    );
}

#[test]
fn sources_are_hashed_with_the_subjects_key() {
    let sealed = |bytes: &[u8]| Interning::new().seal(&Bytes32([1; 32]), Sealed::Document, bytes);
    let source = |document: &Value| carried(document).message.source_document;
    let attached = with(
        r4(permit()),
        "sourceAttachment",
        json!({ "data": "aGVs bG8=" }),
    );
    assert_eq!(source(&attached), sealed(b"hello"));
    let referred = with(
        r4(permit()),
        "sourceReference",
        json!({ "reference": "DocumentReference/1" }),
    );
    assert_eq!(source(&referred), sealed(b"DocumentReference/1"));
    let contained = json!([{ "resourceType": "DocumentReference", "id": "d", "content": [{ "attachment": { "data": "aGVsbG8=" } }] }]);
    let local = with(
        with(r4(permit()), "contained", contained),
        "sourceReference",
        json!({ "reference": "#d" }),
    );
    assert_eq!(source(&local), sealed(b"hello"));
    let several = json!([{ "data": "aGVsbG8=" }, { "data": "aG8=" }]);
    let several = with(r5(Value::Null), "sourceAttachment", several);
    let joined = [sealed(b"hello").unwrap().0, sealed(b"ho").unwrap().0].concat();
    assert_eq!(source(&several), sealed(&joined));
}

#[test]
fn whoever_is_named_without_a_type_is_numbered_or_looked_up() {
    let identifier =
        json!({ "identifier": { "system": "http://hl7.org/fhir/sid/us-npi", "value": "1" } });
    let bundled = json!({ "reference": "urn:uuid:5c1b8a0e-6f0e-4f0a-9f4e-0d8f5f0f7a10" });
    let rule = json!({ "type": "permit", "actor": [
        { "reference": identifier }, { "reference": bundled }, { "reference": identifier },
    ]});
    let document = r4(rule);
    assert_eq!(
        carried(&document).message.provision.actors,
        Some(vec![
            Actor::Organisation { holder: 1 },
            Actor::Organisation { holder: 2 }
        ])
    );
    let file = MapFile {
        subjects: vec![SubjectEntry::new(vec!["Patient/1".into()], Bytes32([9; 32])).unwrap()],
        ..MapFile::default()
    };
    let refusal = import(
        document.to_string().as_bytes(),
        &Options::default(),
        &mut SubjectMap::new(&file).unwrap(),
    )
    .unwrap_err();
    assert_eq!(
        (refusal.element.as_str(), refusal.code()),
        ("Consent.provision.actor[0].reference", "unknown_actor_type")
    );
}

#[test]
fn r5_takes_the_class_of_its_drafts() {
    let class = json!([{ "system": "http://hl7.org/fhir/resource-types", "code": "Immunization" }]);
    let document = r5(json!([{ "class": class }]));
    let rules = carried(&document).message.provision.provision.unwrap();
    assert_eq!(rules[0].classes, Some(vec![DataClass::Immunization]));
    assert!(warned(&document).contains(&"Consent.provision[0].class draft_element".to_string()));
    assert_eq!(
        refused(&r5(json!([{ "resourceType": class, "class": class }]))),
        "Consent.provision[0].class two_class_attributes"
    );
    let named = json!({ "type": "permit", "resourceType": class });
    assert_eq!(
        refused(&r4(named)),
        "Consent.provision.resourceType unknown_element"
    );
}

#[test]
fn only_a_patient_is_a_subject() {
    for kind in ["Group", "Practitioner", "RelatedPerson"] {
        let reference = json!({ "reference": format!("{kind}/1") });
        assert_eq!(
            refused(&with(r4(permit()), "patient", reference)),
            "Consent.patient not_a_patient",
            "{kind}"
        );
        let typed = json!({ "type": kind, "identifier": { "system": "urn:x", "value": "1" } });
        assert_eq!(
            refused(&with(r5(Value::Null), "subject", typed)),
            "Consent.subject not_a_patient",
            "{kind}"
        );
    }
}
