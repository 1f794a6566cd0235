//! Whose a code is: HL7's under any of its names, or a private system's, and never the one for the other.
#![allow(clippy::unwrap_used, missing_docs)]

use health_fhir::{import, Imported, Interning, Options, Refusal};
use health_types::codes::{Confidentiality, PurposeOfUse};
use health_types::consent::{Provision, Purpose};
use serde_json::json;

/// A deny by one attribute of a root rule.
fn deny_by(attribute: &str, system: &str, code: &str) -> Result<Imported, Refusal> {
    let mut rule = json!({"type": "deny"});
    let stated = json!([{"system": system, "code": code}]);
    rule.as_object_mut()
        .unwrap()
        .insert(attribute.to_string(), stated);
    let document = json!({
        "resourceType": "Consent",
        "status": "active",
        "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": "Patient/1"},
        "provision": rule,
    });
    import(
        document.to_string().as_bytes(),
        &Options::default(),
        &mut Interning::new(),
    )
}

fn rule(imported: Result<Imported, Refusal>) -> Provision {
    imported.unwrap().message.provision
}

fn code(imported: Result<Imported, Refusal>) -> String {
    imported.unwrap_err().code().to_string()
}

#[test]
fn a_deny_under_another_name_of_hl7s_system_denies_alike() {
    for system in [
        "http://terminology.hl7.org/CodeSystem/v3-Confidentiality|2.2.0",
        "http://www.hl7.org/fhir/v3/Confidentiality",
        "2.16.840.1.113883.5.25",
        "http://hl7.org/fhir/ValueSet/security-labels",
    ] {
        let labels = rule(deny_by("securityLabel", system, "R")).labels.unwrap();
        assert_eq!(labels.confidentiality, Some(Confidentiality::R), "{system}");
        assert_eq!(labels.private, None, "{system}");
    }
    for system in [
        "https://terminology.hl7.org/CodeSystem/v3-ActReason|3.1.0",
        "urn:oid:2.16.840.1.113883.1.11.20449",
        "http://terminology.hl7.org/ValueSet/v3-GeneralPurposeOfUse",
    ] {
        let purposes = rule(deny_by("purpose", system, "HMARKT")).purposes;
        let code = PurposeOfUse::HMARKT;
        assert_eq!(purposes, Some(vec![Purpose::Code { code }]), "{system}");
    }
}

#[test]
fn a_code_taken_from_a_value_set_is_told() {
    let imported = deny_by(
        "securityLabel",
        "http://hl7.org/fhir/ValueSet/security-labels",
        "R",
    );
    let warnings = imported.unwrap().warnings;
    assert!(warnings.iter().any(|warning| warning.text
        == "system_assumed: a code of a value set is taken as one of v3-Confidentiality"));
}

#[test]
fn a_code_of_hl7_that_is_not_known_for_sure_is_no_private_one() {
    // HL7 version 2 has a confidentiality table of its own, in which the letters mean other things.
    let other = "http://terminology.hl7.org/CodeSystem/v2-0177";
    assert_eq!(code(deny_by("securityLabel", other, "R")), "unknown_label");
    let set = "http://terminology.hl7.org/ValueSet/v3-ActCode";
    assert_eq!(
        code(deny_by("securityLabel", set, "SECRET")),
        "unknown_label"
    );
    let other = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    assert_eq!(code(deny_by("purpose", other, "TREAT")), "unknown_purpose");
    let set = "http://terminology.hl7.org/ValueSet/v3-PurposeOfUse";
    assert_eq!(code(deny_by("purpose", set, "RESCH")), "unknown_purpose");
}

#[test]
fn codes_of_other_publishers_stay_their_own() {
    let labels = rule(deny_by("securityLabel", "https://example.org/levels", "R")).labels;
    let labels = labels.unwrap();
    assert_eq!(
        (labels.confidentiality, labels.private.unwrap().len()),
        (None, 1)
    );
    let imported = deny_by("purpose", "https://example.org/why", "TREAT").unwrap();
    assert_eq!(imported.purposes.len(), 1);
    assert_eq!(imported.purposes[0].system, "https://example.org/why");
    assert_eq!(imported.purposes[0].code, "TREAT");
    assert_eq!(
        imported.message.provision.purposes,
        Some(vec![imported.purposes[0].purpose])
    );
    assert!(matches!(
        imported.purposes[0].purpose,
        Purpose::Other { .. }
    ));
}

#[test]
fn what_is_of_another_type_is_said_in_whole_words() {
    let document = json!({
        "resourceType": "Consent",
        "status": "active",
        "patient": "Patient/with-a-name-that-takes-up-much-of-what-a-message-repeats",
        "scope": {"text": "x"},
    });
    let refusal = import(
        document.to_string().as_bytes(),
        &Options::default(),
        &mut Interning::new(),
    )
    .unwrap_err();
    assert_eq!(refusal.element, "Consent.patient");
    assert_eq!(refusal.reason, "wrong_type: expected another type");
}
