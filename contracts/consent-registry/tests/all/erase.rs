//! Erasing: what goes, in how many calls, and that nothing names the person afterwards.

use crate::people::{consent_for, data, new_delegate, new_record, world, World, ALL, DAY, HOUR};
use crate::recovery::{name_contacts, vote, CONTACTS};
use cosmwasm_std::Api;
use health_testing::{error_code, Suite};
use health_types::codes::{Action, PurposeOfUse};
use health_types::consent::{
    AccessAttempt, AccessItem, Actor, Category, Decision, DisclosuresResponse, Effect,
    EmergenciesResponse, EmergencyReason, EnvelopeEntry, EnvelopeKey, EraseData, ExecuteMsg,
    HoldReason, Purpose, QueryMsg, Reason, RecordRef, SubjectResponse,
};
use health_types::identity::{CredentialKind, Function};
use health_types::Bytes32;

pub fn erase(world: &mut World, limit: Option<u32>) -> EraseData {
    let subject = world.subject;
    data(world.send("patient", &ExecuteMsg::Erase { subject, limit }))
}

pub fn erase_all(world: &mut World) -> u32 {
    let mut removed = 0;
    loop {
        let step = erase(world, None);
        removed += step.removed;
        if step.done {
            return removed;
        }
        assert_eq!(step.removed, 50);
    }
}

/// The entries that remain under prefixes of subjects.
pub fn left(world: &World) -> Vec<u8> {
    let of_subjects =
        |prefix: &u8| (0x12..=0x1e).contains(prefix) || (0x20..=0x25).contains(prefix);
    let mut left: Vec<u8> = world
        .dump()
        .into_iter()
        .map(|(key, _)| key[0])
        .filter(of_subjects)
        .collect();
    left.dedup();
    left
}

fn record_access(world: &World, requester: &str, purpose: PurposeOfUse) -> ExecuteMsg {
    ExecuteMsg::RecordAccess {
        attempt: AccessAttempt {
            subject: world.subject,
            requester: world.suite.account(requester).to_string(),
            organisations: None,
            purpose: Purpose::Code { code: purpose },
            action: Action::Access,
            category: Category::PatientPrivacy,
        },
        items: vec![AccessItem::Bulk {}],
    }
}

pub fn hold(world: &mut World, until: u32) {
    let msg = ExecuteMsg::PlaceHold {
        subject: world.subject,
        reason: HoldReason::Retention,
        until,
    };
    world.send("hospital", &msg).unwrap();
}

pub fn disclosures(world: &World) -> usize {
    let query = QueryMsg::Disclosures {
        subject: world.subject,
        start_after: None,
        limit: Some(50),
    };
    world
        .suite
        .ask_consent::<DisclosuresResponse>(&query)
        .unwrap()
        .items
        .len()
}

pub fn emergencies(world: &World) -> usize {
    let query = QueryMsg::Emergencies {
        subject: world.subject,
        start_after: None,
        limit: Some(50),
    };
    world
        .suite
        .ask_consent::<EmergenciesResponse>(&query)
        .unwrap()
        .items
        .len()
}

/// A subject with something under every prefix.
pub fn full() -> World {
    let mut world = world();
    let subject = world.subject;
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
    let mut one = new_record(1);
    one.labels = Some(health_types::consent::Labels {
        confidentiality: Some(health_types::codes::Confidentiality::R),
        sensitivity: None,
        private: None,
    });
    let messages = [
        (
            "patient",
            ExecuteMsg::AddDelegate {
                subject,
                delegate: new_delegate(&world.suite, "carer", ALL),
            },
        ),
        (
            "hospital",
            ExecuteMsg::RegisterRecords {
                subject,
                records: vec![one, new_record(2)],
            },
        ),
        (
            "hospital",
            ExecuteMsg::UpdateRecords {
                subject,
                records: vec![new_record(1)],
            },
        ),
        (
            "hospital",
            ExecuteMsg::PutEnvelopes {
                subject,
                envelopes: vec![EnvelopeEntry {
                    record: 1,
                    grantee: doctor,
                    consent: 1,
                    key: EnvelopeKey::Digest {
                        digest: Bytes32([1; 32]),
                    },
                }],
            },
        ),
        (
            "doctor",
            ExecuteMsg::RequestAccess {
                subject,
                purposes: vec![Purpose::Code {
                    code: PurposeOfUse::TREAT,
                }],
                classes: None,
                until: world.suite.now() + DAY,
            },
        ),
        (
            "patient",
            ExecuteMsg::ProposeHandover {
                subject,
                new_owner: world.suite.account("heir").to_string(),
            },
        ),
        (
            "hospital",
            record_access(&world, "doctor", PurposeOfUse::TREAT),
        ),
        (
            "hospital",
            record_access(&world, "patient", PurposeOfUse::PATRQT),
        ),
    ];
    let contacts = name_contacts(&world, &CONTACTS, 2);
    world.send("patient", &contacts).unwrap();
    vote(&mut world, "friend", "heir");
    for (sender, msg) in messages {
        world.send(sender, &msg).unwrap();
    }
    break_glass(&mut world, "responder");
    world
}

pub fn break_glass(world: &mut World, responder: &str) {
    let kind = CredentialKind::EmergencyResponder;
    world.suite.accredit("hospital", kind);
    respond(world, responder);
}

/// A new responder of the hospital's breaks the glass.
pub fn respond(world: &mut World, responder: &str) {
    let (kind, hospital) = (CredentialKind::EmergencyResponder, world.hospital);
    world.suite.accredit(responder, kind);
    world
        .suite
        .affiliate("hospital", responder, kind, &[Function::Emergency]);
    let msg = ExecuteMsg::BreakGlass {
        subject: world.subject,
        organisation: hospital,
        reason: EmergencyReason::LifeThreatening,
        justification: Bytes32([1; 32]),
        duration: HOUR,
    };
    world.send(responder, &msg).unwrap();
}

#[test]
fn nothing_in_the_state_names_the_person() {
    let mut world = full();
    let pseudonym = world.subject.0.to_vec();
    let owner = world
        .suite
        .app
        .api()
        .addr_canonicalize(world.suite.account("patient").as_str())
        .unwrap();
    let human = world.suite.account("patient").to_string().into_bytes();
    let names = |world: &World, needle: &[u8]| {
        let contains = |bytes: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        world
            .dump()
            .iter()
            .any(|(key, value)| contains(key) || contains(value))
    };
    assert!(names(&world, &pseudonym) && names(&world, &owner));
    // The first call, however little it removes, takes the pseudonym and its owner's entry away.
    let first = erase(&mut world, Some(1));
    assert_eq!((first.removed, first.done), (1, false));
    assert!(!names(&world, &pseudonym));
    erase_all(&mut world);
    for needle in [pseudonym.as_slice(), owner.as_slice(), human.as_slice()] {
        assert!(!names(&world, needle));
    }
    // The log stays, and the tombstone.
    assert_eq!(left(&world), [0x14, 0x15, 0x23]);
}

#[test]
fn nothing_decides_from_the_first_call_on() {
    let mut world = full();
    erase(&mut world, Some(1));
    let subject = world.subject;
    let answer = world
        .suite
        .decide(subject, "doctor", &[], PurposeOfUse::TREAT)
        .unwrap();
    assert_eq!(
        (answer.decision, answer.reason),
        (Decision::Deny, Reason::SubjectErased)
    );
    let shown: SubjectResponse = world
        .suite
        .ask_consent(&QueryMsg::Subject { subject })
        .unwrap();
    assert!(shown.erased && shown.owner.is_none());
    let record = RecordRef {
        custodian: world.hospital,
        id: 1,
    };
    let queries = [
        QueryMsg::Consent { subject, id: 1 },
        QueryMsg::Record {
            subject,
            record,
            version: None,
        },
        QueryMsg::Delegates {
            subject,
            start_after: None,
            limit: None,
        },
        QueryMsg::Requests { subject },
        QueryMsg::PendingRecovery { subject },
        QueryMsg::PendingHandover { subject },
    ];
    for query in queries {
        let error = world
            .suite
            .ask_consent::<serde_json::Value>(&query)
            .unwrap_err();
        assert_eq!(error_code(&error), "subject_erased", "{error}");
    }
    world.suite.advance(48 * HOUR);
    world.refused(
        "anyone",
        &ExecuteMsg::ExecuteHandover { subject },
        "subject_erased",
    );
    world.refused(
        "anyone",
        &ExecuteMsg::ExecuteRecovery { subject },
        "subject_erased",
    );
    world.refused(
        "patient",
        &ExecuteMsg::RevokeAll {
            subject,
            end_delegates: true,
        },
        "unauthorized",
    );
    let until = world.suite.now() + DAY;
    let request = ExecuteMsg::RequestAccess {
        subject,
        purposes: vec![Purpose::Code {
            code: PurposeOfUse::TREAT,
        }],
        classes: None,
        until,
    };
    world.refused("doctor", &request, "subject_erased");
    let late_hold = ExecuteMsg::PlaceHold {
        subject,
        reason: HoldReason::Litigation,
        until,
    };
    world.refused("hospital", &late_hold, "subject_erased");
    world.refused("patient", &late_hold, "unauthorized");
    // The same nonce makes the same pseudonym, which is not given again.
    let again = ExecuteMsg::Register {
        nonce: Bytes32([7; 32]),
        policies: Default::default(),
        consents: None,
    };
    world.refused("patient", &again, "subject_exists");
}

#[test]
fn the_account_that_erased_goes_on_and_no_other() {
    let mut world = full();
    let subject = world.subject;
    let erase_one = |limit| ExecuteMsg::Erase { subject, limit };
    for limit in [Some(0), Some(51)] {
        world.refused("stranger", &erase_one(limit), "out_of_range");
    }
    for stranger in ["stranger", "carer", "hospital"] {
        world.refused(stranger, &erase_one(None), "unauthorized");
    }
    let unknown = ExecuteMsg::Erase {
        subject: Bytes32([1; 32]),
        limit: None,
    };
    world.refused("patient", &unknown, "unauthorized");
    world.pause();
    erase(&mut world, Some(2));
    world.refused("stranger", &erase_one(None), "unauthorized");
    erase_all(&mut world);
    let last = erase(&mut world, None);
    assert_eq!((last.removed, last.done), (0, true));
}

#[test]
fn many_items_take_many_calls() {
    let mut world = world();
    let subject = world.subject;
    for batch in 0..4u32 {
        let records = (1..=30).map(|id| {
            let mut record = new_record(id);
            record.id = batch * 30 + id;
            record
        });
        let msg = ExecuteMsg::RegisterRecords {
            subject,
            records: records.collect(),
        };
        world.send("hospital", &msg).unwrap();
    }
    let first = erase(&mut world, None);
    assert_eq!((first.removed, first.done), (50, false));
    assert_eq!(erase(&mut world, Some(20)).removed, 20);
    let third = erase(&mut world, Some(50));
    assert_eq!((third.removed, third.done), (50, false));
    // The acceptance of the hospital was an item, too.
    let fourth = erase(&mut world, Some(1));
    assert_eq!((fourth.removed, fourth.done), (1, true));
    assert_eq!(left(&world), [0x23]);
}

#[test]
fn another_subject_loses_nothing() {
    let mut world = full();
    let other = world.suite.register("other patient");
    let permit = Suite::consent_of(Suite::rule(Effect::Permit));
    world
        .suite
        .grant("other patient", other, 1, permit)
        .unwrap();
    let of_other = |world: &World| {
        world
            .dump()
            .into_iter()
            .filter(|(key, _)| {
                key.get(1..5) == Some(&[0, 0, 0, 2]) || key.get(1..) == Some(&other.0)
            })
            .collect::<Vec<_>>()
    };
    let before = of_other(&world);
    assert_eq!(before.len(), 3);
    erase_all(&mut world);
    assert!(of_other(&world) == before);
}

#[test]
fn an_owner_with_a_number_of_its_own_leaves_no_line_either() {
    let mut world = world();
    world.clinician("patient");
    let own = record_access(&world, "patient", PurposeOfUse::PATRQT);
    world.send("hospital", &own).unwrap();
    assert_eq!(disclosures(&world), 1);
    erase_all(&mut world);
    assert_eq!(left(&world), [0x23]);
}
