//! Whom references name: actors by role, map files, contained resources, names without a type.

use health_fhir::{
    import, ActorEntry, Directory, EntryKind, Interning, MapFile, Options, RecordEntry, Sealed,
    SubjectEntry, SubjectMap,
};
use health_types::consent::{Actor, RootStrength};
use health_types::Bytes32;
use serde_json::{json, Value};

use super::{carried, concept, r4, refused, with};

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
        Ok(Some(&Actor::Organisation { holder: 1 }))
    );
    assert_eq!(directory.find("org:v"), directory.find("s|v"));
    assert_eq!(
        refused(&r4(rule)),
        "Consent.provision.actor[0].reference dangling_reference"
    );
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
