//! Coded elements: categories, purposes, labels, classes.

use health_fhir::{Directory, Interning, Sealed};
use health_types::codes::{Action, Confidentiality, DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::{Category, Purpose};
use health_types::Bytes32;
use serde_json::{json, Value};

use super::{carried, concept, permit, r4, r5, read, refused, warned, with, TERMINOLOGY};

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
