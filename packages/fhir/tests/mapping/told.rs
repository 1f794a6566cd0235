//! What is said where a document is refused, or carried with a reservation, for one element's sake.

use super::*;
use health_fhir::{ActorEntry, EntryKind, MapFile, SubjectEntry, SubjectMap};
use health_types::Bytes32;

/// A map of the patient 1, the organisation 1 and a relative without accreditation.
fn map() -> SubjectMap {
    let actor = |names: &[&str], kind, holder: Option<u32>, address: Option<&str>| ActorEntry {
        names: names.iter().map(ToString::to_string).collect(),
        kind,
        holder,
        address: address.map(str::to_string),
    };
    let file = MapFile {
        subjects: vec![SubjectEntry {
            names: vec!["Patient/1".into(), "urn:ids|1".into()],
            pseudonym: Bytes32([1; 32]),
            key: Bytes32([2; 32]),
        }],
        actors: vec![
            actor(&["Organization/1"], EntryKind::Organisation, Some(7), None),
            actor(&["urn:ids|2"], EntryKind::Organisation, Some(8), None),
            actor(
                &["RelatedPerson/3"],
                EntryKind::Account,
                None,
                Some("someone"),
            ),
        ],
        records: vec![],
    };
    SubjectMap::new(&file).unwrap()
}

fn mapped(document: &Value) -> Result<Imported, Refusal> {
    import(
        document.to_string().as_bytes(),
        &Options::default(),
        &mut map(),
    )
}

/// `element code` of the refusal by the map.
fn unmapped(document: &Value) -> String {
    let refusal = mapped(document).unwrap_err();
    format!("{} {}", refusal.element, refusal.code())
}

fn actor(reference: Value, role: &str) -> Value {
    json!([{ "role": concept("v3-ParticipationType", role), "reference": reference }])
}

#[test]
fn names_that_fit_several_entries_fit_none() {
    let both = json!({
        "reference": "Organization/1",
        "identifier": { "system": "urn:ids", "value": "2" },
    });
    let rule = json!({ "type": "permit", "actor": actor(both, "IRCP") });
    assert_eq!(
        unmapped(&r4(rule)),
        "Consent.provision.actor[0].reference ambiguous_name"
    );
}

#[test]
fn a_custodian_and_an_author_have_numbers_or_are_declared() {
    let relative = json!({ "reference": "RelatedPerson/3" });
    let kept = json!({ "type": "permit", "actor": actor(relative.clone(), "CST") });
    assert_eq!(
        unmapped(&r4(kept)),
        "Consent.provision.actor[0].reference custodian_without_number"
    );
    let authored = r4(json!({ "type": "permit", "actor": actor(relative, "AUT") }));
    let imported = mapped(&authored).unwrap();
    assert!(imported
        .warnings
        .iter()
        .any(|warning| warning.text.starts_with("author_declared")));
    let authors = imported.message.provision.authors.unwrap();
    assert!(authors.iter().all(|author| author.holder().is_none()));
}

#[test]
fn without_the_subjects_key_nothing_of_the_subject_is_hashed() {
    let ours = json!({
        "type": "Patient",
        "identifier": { "system": "urn:cw-health:subject", "value": "03".repeat(32) },
    });
    let plain = with(r4(permit()), "patient", ours);
    assert_eq!(mapped(&plain).unwrap().subject, Bytes32([3; 32]));
    let rule = json!({
        "type": "permit",
        "data": [{ "meaning": "instance", "reference": { "reference": "Observation/1" } }],
    });
    let hashed = with(plain, "provision", rule);
    assert_eq!(
        unmapped(&hashed),
        "Consent.provision.data[0].reference missing_key"
    );
}

#[test]
fn our_own_identifiers_are_read_strictly() {
    for (system, value) in [
        ("urn:cw-health:subject", "0".repeat(64)),
        ("urn:cw-health:subject", "7".to_string()),
    ] {
        let subject = json!({ "identifier": { "system": system, "value": value } });
        assert_eq!(
            refused(&with(r4(permit()), "patient", subject)),
            "Consent.patient invalid_identifier"
        );
    }
    for (system, value) in [
        ("urn:cw-health:person", "0"),
        ("urn:cw-health:organisation", "-1"),
        ("urn:cw-health:device", "4294967296"),
        ("urn:cw-health:function", "janitor"),
    ] {
        let named = json!({ "identifier": { "system": system, "value": value } });
        let rule = json!({ "type": "permit", "actor": actor(named, "IRCP") });
        assert_eq!(
            refused(&r4(rule)),
            "Consent.provision.actor[0].reference invalid_identifier"
        );
    }
}

#[test]
fn a_role_of_two_parts_and_an_unknown_meaning_are_refused() {
    let role = json!({ "coding": [
        { "system": format!("{TERMINOLOGY}/v3-ParticipationType"), "code": "IRCP" },
        { "system": format!("{TERMINOLOGY}/v3-ParticipationType"), "code": "CST" },
    ]});
    let rule = json!({
        "type": "permit",
        "actor": [{ "role": role, "reference": { "reference": "Organization/1" } }],
    });
    assert_eq!(
        refused(&r4(rule)),
        "Consent.provision.actor[0].role ambiguous_role"
    );
    let data = json!([{ "meaning": "like", "reference": { "reference": "Observation/1" } }]);
    assert_eq!(
        refused(&r4(json!({ "type": "permit", "data": data }))),
        "Consent.provision.data[0].meaning unknown_meaning"
    );
}

#[test]
fn a_scope_that_is_none_of_ours_is_refused_unless_the_category_tells() {
    let scope =
        json!({ "coding": [{ "system": "https://example.org/scopes", "code": "behaviour" }] });
    let told = with(r4(permit()), "scope", scope);
    assert!(read(&told).is_ok());
    let untold = with(told, "category", json!([{ "text": "other" }]));
    assert_eq!(refused(&untold), "Consent.scope unknown_scope");
}

#[test]
fn too_many_values_and_rules_are_counted() {
    let classes: Vec<Value> = ["Condition", "Observation", "Procedure"]
        .map(|code| json!({ "system": "http://hl7.org/fhir/resource-types", "code": code }))
        .to_vec();
    let project = |n: usize| json!({ "system": "https://example.org/why", "code": n.to_string() });
    // Nine actors of a root that permits stay there: to whom and what for it permits is judged by the root alone.
    let actors: Vec<Value> = (0..9)
        .map(|n| json!({ "reference": { "reference": format!("Organization/{n}") } }))
        .collect();
    let Err(refusal) = read(&r4(json!({ "type": "permit", "actor": actors }))) else {
        panic!("nine actors were carried");
    };
    assert_eq!(
        refusal.reason,
        "too_many_values: 9 actors in one rule, 8 are carried"
    );
    // Eight rules, each with an exception of its own, are seventeen with the root.
    let rules: Vec<Value> = (0..8)
        .map(|n| {
            json!({
                "type": "deny",
                "purpose": [project(n)],
                "provision": [{ "type": "permit", "class": classes }],
            })
        })
        .collect();
    let Err(refusal) = read(&r4(json!({ "type": "permit", "provision": rules }))) else {
        panic!("seventeen rules were carried");
    };
    assert_eq!(refusal.reason, "too_many_rules: 17 rules, 16 are carried");
}

#[test]
fn what_is_carried_without_effect_is_told() {
    let odd = with(r4(permit()), "dateTime", json!("2024-01-01T10:00:00"));
    let odd = with(
        odd,
        "performer",
        json!([{ "reference": "RelatedPerson/3" }]),
    );
    let odd = with(
        odd,
        "organization",
        json!([{ "reference": "Organization/1" }]),
    );
    let odd = with(
        odd,
        "verification",
        json!([{ "verified": false }, { "verified": true, "verificationDate": "2024" }]),
    );
    let rule = json!({
        "type": "permit",
        "actor": actor(json!({ "reference": "Organization/2" }), "CST"),
        "securityLabel": [{ "system": "https://example.org/labels", "code": "vip" }],
        "data": [
            { "meaning": "instance", "reference": { "reference": "Observation/1" } },
            { "meaning": "related", "reference": { "reference": "Encounter/1" } },
        ],
    });
    let told = warned(&with(odd, "provision", rule));
    for expected in [
        "Consent.dateTime ignored_date",
        "Consent.performer[0] delegate",
        "Consent.verification[0] not_verified",
        "Consent.verification evidence_hashed",
        "Consent.provision custodian_in_rule",
        "Consent.provision.securityLabel[0] private_label",
        "Consent.provision.data[0].reference record_declared",
        "Consent.provision.data[1].reference context_declared",
    ] {
        assert!(
            told.contains(&expected.to_string()),
            "{expected}: {told:#?}"
        );
    }
}

#[test]
fn what_is_shown_may_be_empty_in_a_rule_and_nothing_else() {
    let rule = |actor: Value| {
        r4(json!({
            "type": "deny",
            "action": [{ "text": null, "coding": [{ "system": format!("{TERMINOLOGY}/consentaction"), "code": "access" }] }],
            "actor": [{ "reference": actor }],
        }))
    };
    let shown = rule(json!({ "reference": "Organization/1", "display": "" }));
    let told = warned(&shown);
    for path in ["action[0].text", "actor[0].reference.display"] {
        let expected = format!("Consent.provision.{path} empty_element");
        assert!(told.contains(&expected), "{told:#?}");
    }
    let provision = carried(&shown).message.provision;
    assert_eq!(
        (
            provision.actions.unwrap().len(),
            provision.actors.unwrap().len()
        ),
        (1, 1)
    );
    let unnamed = rule(json!({ "reference": "", "display": "a clinic" }));
    assert_eq!(
        refused(&unnamed),
        "Consent.provision.actor[0].reference.reference empty_element"
    );
    let worded = r4(json!({ "type": "deny", "action": [{ "text": "" }] }));
    assert_eq!(
        refused(&worded),
        "Consent.provision.action[0] unknown_action"
    );
}
