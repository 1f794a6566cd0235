//! Key envelopes: put while permitted, opened while their consent lives, pruned when dead.

use crate::people::{consent_for, new_record, world, world_of, World, DAY};
use health_testing::Suite;
use health_types::codes::{PurposeOfUse, Sensitivity};
use health_types::consent::{
    Actor, Effect, EnvelopeEntry, EnvelopeKey, EnvelopeRef, EnvelopeResponse, ExecuteMsg, Labels,
    NewRecord, Provision, Purpose, QueryMsg, RecordRef,
};
use health_types::identity::CredentialKind;
use health_types::{Bytes32, Period};

const DIGEST: EnvelopeKey = EnvelopeKey::Digest {
    digest: Bytes32([0xD1; 32]),
};

fn entry(record: u32, grantee: Actor, consent: u32) -> EnvelopeEntry {
    EnvelopeEntry {
        record,
        grantee,
        consent,
        key: DIGEST,
    }
}

fn put(world: &World, envelopes: Vec<EnvelopeEntry>) -> ExecuteMsg {
    ExecuteMsg::PutEnvelopes {
        subject: world.subject,
        envelopes,
    }
}

fn prune(world: &World, grantees: &[&Actor]) -> ExecuteMsg {
    let name = |grantee: &&Actor| EnvelopeRef {
        record: RecordRef {
            custodian: world.hospital,
            id: 1,
        },
        grantee: (*grantee).clone(),
    };
    ExecuteMsg::Prune {
        subject: world.subject,
        envelopes: grantees.iter().map(name).collect(),
    }
}

fn pruned(world: &mut World, grantees: &[&Actor]) -> String {
    let msg = prune(world, grantees);
    let tx = world.send("anyone", &msg).unwrap();
    let event = tx.events_of("envelopes_pruned")[0];
    event
        .attributes
        .iter()
        .find(|one| one.key == "count")
        .unwrap()
        .value
        .clone()
}

fn open(world: &World, grantee: &Actor) -> Result<EnvelopeResponse, String> {
    world.suite.ask_consent(&QueryMsg::Envelope {
        subject: world.subject,
        record: RecordRef {
            custodian: world.hospital,
            id: 1,
        },
        grantee: grantee.clone(),
    })
}

fn is_open(world: &World, grantee: &Actor) -> bool {
    match open(world, grantee) {
        Ok(_) => true,
        Err(error) => {
            assert!(error.contains("envelope_not_found"), "{error}");
            false
        }
    }
}

fn register(world: &mut World, records: Vec<NewRecord>) {
    let msg = ExecuteMsg::RegisterRecords {
        subject: world.subject,
        records,
    };
    world.send("hospital", &msg).unwrap();
}

/// A doctor whom consent 1 permits everything, with an envelope for record 1.
fn with_envelope() -> (World, Actor) {
    let mut world = world();
    register(&mut world, vec![new_record(1)]);
    let doctor = Actor::Person {
        holder: world.clinician("doctor"),
    };
    world
        .grant(
            "patient",
            1,
            consent_for(Effect::Permit, vec![doctor.clone()]),
        )
        .unwrap();
    let msg = put(&world, vec![entry(1, doctor.clone(), 1)]);
    let tx = world.send("hospital", &msg).unwrap();
    assert_eq!(tx.events_of("envelopes_put").len(), 1);
    (world, doctor)
}

#[test]
fn it_opens_for_its_grantee_by_number_or_account() {
    let (world, doctor) = with_envelope();
    let expected = EnvelopeResponse {
        consent: 1,
        key_version: 1,
        key: DIGEST,
    };
    assert_eq!(open(&world, &doctor), Ok(expected.clone()));
    let account = Actor::Account {
        address: world.suite.account("doctor").to_string(),
    };
    assert_eq!(open(&world, &account), Ok(expected));
    assert!(!is_open(
        &world,
        &Actor::Organisation {
            holder: world.hospital
        }
    ));
}

#[test]
fn it_dies_with_its_consent_and_is_pruned_then() {
    type End = fn(&mut World);
    let ends: [End; 4] = [
        |world| {
            let subject = world.subject;
            world
                .send("patient", &ExecuteMsg::Revoke { subject, id: 1 })
                .unwrap();
        },
        |world| {
            let subject = world.subject;
            let revoke_all = ExecuteMsg::RevokeAll {
                subject,
                end_delegates: false,
            };
            world.send("patient", &revoke_all).unwrap();
        },
        |world| {
            let mut deny = consent_for(
                Effect::Deny,
                vec![Actor::Organisation {
                    holder: world.hospital,
                }],
            );
            deny.supersedes = Some(vec![1]);
            world.grant("patient", 2, deny).unwrap();
        },
        |world| {
            let msg = ExecuteMsg::UpdateRecords {
                subject: world.subject,
                records: vec![NewRecord {
                    key_version: 2,
                    ..new_record(1)
                }],
            };
            world.send("hospital", &msg).unwrap();
        },
    ];
    for end in ends {
        let (mut world, doctor) = with_envelope();
        assert_eq!(pruned(&mut world, &[&doctor]), "0");
        assert!(is_open(&world, &doctor));
        end(&mut world);
        assert!(!is_open(&world, &doctor));
        let entries = world.dump().len();
        assert_eq!(pruned(&mut world, &[&doctor, &doctor]), "1");
        assert_eq!(world.dump().len(), entries - 1);
    }
}

#[test]
fn it_dies_at_the_end_of_its_consents_period() {
    let mut world = world();
    register(&mut world, vec![new_record(1)]);
    let doctor = Actor::Person {
        holder: world.clinician("doctor"),
    };
    let mut permit = consent_for(Effect::Permit, vec![doctor.clone()]);
    permit.period = Period {
        from: None,
        until: Some(world.suite.now() + DAY),
    };
    world.grant("patient", 1, permit).unwrap();
    let msg = put(&world, vec![entry(1, doctor.clone(), 1)]);
    world.send("hospital", &msg).unwrap();
    world.suite.advance(DAY - 1);
    assert!(is_open(&world, &doctor));
    world.suite.advance(1);
    assert!(!is_open(&world, &doctor));
    world.refused("hospital", &msg, "grantee_not_permitted");
}

#[test]
fn only_whom_the_named_consent_permits_this_record() {
    let mut world = world();
    let sensitive = NewRecord {
        labels: Some(Labels {
            confidentiality: None,
            sensitivity: Some(vec![Sensitivity::HIV]),
            private: None,
        }),
        ..new_record(2)
    };
    register(&mut world, vec![new_record(1), sensitive]);
    let doctor = Actor::Person {
        holder: world.clinician("doctor"),
    };
    let nurse = Actor::Person {
        holder: world.clinician("nurse"),
    };
    let by_label = Provision {
        labels: Some(Labels {
            confidentiality: None,
            sensitivity: Some(vec![Sensitivity::HIV]),
            private: None,
        }),
        ..consent_for(Effect::Permit, vec![doctor.clone()]).provision
    };
    world
        .grant("patient", 1, Suite::consent_of(by_label.clone()))
        .unwrap();
    world
        .grant(
            "patient",
            2,
            consent_for(Effect::Permit, vec![nurse.clone()]),
        )
        .unwrap();
    world
        .grant("patient", 3, consent_for(Effect::Deny, vec![nurse.clone()]))
        .unwrap();
    let refused = [
        (entry(1, doctor.clone(), 1), "grantee_not_permitted"),
        (entry(2, nurse.clone(), 1), "grantee_not_permitted"),
        // A deny stands against what consent 2 permits.
        (entry(1, nurse.clone(), 2), "grantee_not_permitted"),
        (entry(1, nurse, 3), "grantee_not_permitted"),
        (
            entry(1, Actor::Person { holder: 9_999 }, 1),
            "grantee_not_permitted",
        ),
        (entry(2, doctor.clone(), 9), "consent_not_found"),
        (entry(9, doctor.clone(), 1), "record_not_found"),
    ];
    for (envelope, code) in refused {
        let msg = put(&world, vec![entry(2, doctor.clone(), 1), envelope]);
        world.refused("hospital", &msg, code);
    }
    let msg = put(&world, vec![entry(2, doctor.clone(), 1)]);
    world.send("hospital", &msg).unwrap();
    // A consent for research alone permits no clinician: the kind of credential must fit the purpose.
    let research = Provision {
        labels: None,
        purposes: Some(vec![Purpose::Code {
            code: PurposeOfUse::HRESCH,
        }]),
        actors: Some(vec![Actor::Credential {
            kind: CredentialKind::Practitioner,
        }]),
        ..by_label
    };
    world
        .grant("patient", 4, Suite::consent_of(research))
        .unwrap();
    let msg = put(&world, vec![entry(1, doctor, 4)]);
    world.refused("hospital", &msg, "grantee_not_permitted");
}

#[test]
fn an_organisation_holds_one_for_its_members() {
    let mut world = world();
    register(&mut world, vec![new_record(1)]);
    let clinic = Actor::Organisation {
        holder: world
            .suite
            .accredit("clinic", CredentialKind::ProviderOrganisation),
    };
    world
        .grant(
            "patient",
            1,
            consent_for(Effect::Permit, vec![clinic.clone()]),
        )
        .unwrap();
    let msg = put(&world, vec![entry(1, clinic.clone(), 1)]);
    world.send("hospital", &msg).unwrap();
    assert!(is_open(&world, &clinic));
}

#[test]
fn bounds_come_before_authority() {
    let mut world = world();
    use health_types::identity::Function;
    let person = |holder| Actor::Person { holder };
    let account = |address: &str| Actor::Account {
        address: address.to_string(),
    };
    let key = |key| EnvelopeEntry {
        key,
        ..entry(1, person(1), 1)
    };
    let bytes = |len| {
        key(EnvelopeKey::Ciphertext {
            bytes: vec![7; len].into(),
        })
    };
    let function = Actor::Function {
        function: Function::Clinician,
    };
    let credential = Actor::Credential {
        kind: CredentialKind::Practitioner,
    };
    let cases = [
        (vec![], "invalid_count"),
        (vec![entry(1, person(1), 1); 31], "invalid_count"),
        (vec![entry(1, function.clone(), 1)], "grantee_is_role"),
        (vec![entry(1, credential, 1)], "grantee_is_role"),
        (vec![entry(1, person(0), 1)], "zero"),
        (vec![entry(1, person(1), 0)], "zero"),
        (vec![entry(1, account("nobody"), 1)], "invalid_address"),
        (
            vec![key(EnvelopeKey::Digest {
                digest: Bytes32::ZERO,
            })],
            "zero",
        ),
        (vec![bytes(0)], "invalid_count"),
        (vec![bytes(257)], "invalid_count"),
        (vec![entry(1, person(1), 1)], "unauthorized"),
    ];
    for (envelopes, code) in cases {
        let msg = put(&world, envelopes);
        world.refused("stranger", &msg, code);
    }
    for (grantees, code) in [
        (vec![], "invalid_count"),
        (vec![&person(1); 51], "invalid_count"),
        (vec![&function], "grantee_is_role"),
        (vec![&person(0)], "zero"),
    ] {
        let msg = prune(&world, &grantees);
        world.refused("stranger", &msg, code);
    }
    let custodian_zero = ExecuteMsg::Prune {
        subject: world.subject,
        envelopes: vec![EnvelopeRef {
            record: RecordRef {
                custodian: 0,
                id: 1,
            },
            grantee: person(1),
        }],
    };
    world.refused("stranger", &custodian_zero, "zero");
    let unknown = ExecuteMsg::PutEnvelopes {
        subject: Bytes32([1; 32]),
        envelopes: vec![entry(1, person(1), 1)],
    };
    world.refused("hospital", &unknown, "unauthorized");
    let unknown = ExecuteMsg::Prune {
        subject: Bytes32([1; 32]),
        envelopes: vec![],
    };
    world.refused("hospital", &unknown, "invalid_count");
    assert!(open(&world, &function)
        .unwrap_err()
        .contains("grantee_is_role"));
}

#[test]
fn one_form_for_each_deployment() {
    let (mut world, doctor) = with_envelope();
    let ciphertext = EnvelopeEntry {
        key: EnvelopeKey::Ciphertext {
            bytes: vec![7; 256].into(),
        },
        ..entry(1, doctor, 1)
    };
    let msg = put(&world, vec![ciphertext.clone()]);
    world.refused("hospital", &msg, "wrong_envelope_form");

    let suite = Suite::with(Suite::START, |init| init.ciphertext_envelopes = true);
    let mut world = world_of(suite);
    register(&mut world, vec![new_record(1)]);
    let doctor = Actor::Person {
        holder: world.clinician("doctor"),
    };
    world
        .grant(
            "patient",
            1,
            consent_for(Effect::Permit, vec![doctor.clone()]),
        )
        .unwrap();
    let ciphertext = EnvelopeEntry {
        grantee: doctor.clone(),
        ..ciphertext
    };
    let msg = put(&world, vec![entry(1, doctor.clone(), 1)]);
    world.refused("hospital", &msg, "wrong_envelope_form");
    let msg = put(&world, vec![ciphertext.clone(), ciphertext.clone()]);
    world.refused("hospital", &msg, "duplicate");
    let msg = put(&world, vec![ciphertext.clone()]);
    world.send("hospital", &msg).unwrap();
    assert_eq!(open(&world, &doctor).unwrap().key, ciphertext.key);
}

#[test]
fn a_pause_stops_putting_and_not_pruning() {
    let (mut world, doctor) = with_envelope();
    world.pause();
    let msg = put(&world, vec![entry(1, doctor.clone(), 1)]);
    world.refused("hospital", &msg, "paused");
    world.refused("stranger", &msg, "unauthorized");
    assert_eq!(pruned(&mut world, &[&doctor]), "0");
}

#[test]
fn an_account_keeps_its_envelope_when_it_is_accredited() {
    let mut world = world();
    register(&mut world, vec![new_record(1)]);
    let friend = Actor::Account {
        address: world.suite.account("friend").to_string(),
    };
    let permit = consent_for(Effect::Permit, vec![friend.clone()]);
    world.grant("patient", 1, permit).unwrap();
    let msg = put(&world, vec![entry(1, friend.clone(), 1)]);
    world.send("hospital", &msg).unwrap();
    world.clinician("friend");
    assert!(is_open(&world, &friend));
    let subject = world.subject;
    world
        .send("patient", &ExecuteMsg::Revoke { subject, id: 1 })
        .unwrap();
    assert_eq!(pruned(&mut world, &[&friend]), "1");
}

#[test]
fn an_erased_subjects_envelopes_are_dead() {
    let (mut world, doctor) = with_envelope();
    let subject = world.subject;
    let limit = Some(1);
    world
        .send("patient", &ExecuteMsg::Erase { subject, limit })
        .unwrap();
    let again = put(&world, vec![entry(1, doctor.clone(), 1)]);
    world.refused("hospital", &again, "unauthorized");
    assert!(open(&world, &doctor)
        .unwrap_err()
        .contains("subject_erased"));
    assert_eq!(pruned(&mut world, &[&doctor]), "1");
}

#[test]
fn it_dies_with_what_its_delegate_granted() {
    use crate::people::{new_delegate, GRANT};
    let mut world = world();
    let subject = world.subject;
    register(&mut world, vec![new_record(1)]);
    let doctor = Actor::Person {
        holder: world.clinician("doctor"),
    };
    let delegate = new_delegate(&world.suite, "carer", GRANT);
    let account = delegate.account.clone();
    world
        .send("patient", &ExecuteMsg::AddDelegate { subject, delegate })
        .unwrap();
    let permit = consent_for(Effect::Permit, vec![doctor.clone()]);
    world.grant("carer", 1, permit).unwrap();
    let msg = put(&world, vec![entry(1, doctor.clone(), 1)]);
    world.send("hospital", &msg).unwrap();
    let end = |end_grants| ExecuteMsg::EndDelegate {
        subject,
        account: account.clone(),
        end_grants,
    };
    world.send("patient", &end(false)).unwrap();
    assert!(is_open(&world, &doctor));
    world.send("patient", &end(true)).unwrap();
    assert!(!is_open(&world, &doctor));
    assert_eq!(pruned(&mut world, &[&doctor]), "1");
}

#[test]
fn what_is_permitted_in_part_gets_no_key() {
    let mut world = world();
    // Its author is not stated, so that a rule about authors may reach it or not.
    register(&mut world, vec![new_record(1)]);
    let doctor = Actor::Person {
        holder: world.clinician("doctor"),
    };
    let by_author = Provision {
        authors: Some(vec![Bytes32([0xA0; 32])]),
        ..consent_for(Effect::Permit, vec![doctor.clone()]).provision
    };
    world
        .grant("patient", 1, Suite::consent_of(by_author))
        .unwrap();
    let msg = put(&world, vec![entry(1, doctor, 1)]);
    world.refused("hospital", &msg, "grantee_not_permitted");
}
