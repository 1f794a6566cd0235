//! What the document says of itself: status, subject, source, release, and elements written twice.

use health_fhir::{import, Directory, Interning, Options, Sealed, Version};
use health_types::consent::InitialStatus;
use health_types::{Bytes32, Period};
use serde_json::{json, Value};

use super::{carried, concept, permit, r4, r5, refused, warned, with};

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
