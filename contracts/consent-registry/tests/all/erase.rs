//! Erasing: what goes, what stays for how long, and that nothing names the person afterwards.

use crate::people::{consent_for, data, new_delegate, new_record, world, World, ALL, DAY, HOUR};
use crate::recovery::{name_contacts, vote, CONTACTS};
use cosmwasm_std::Api;
use health_testing::{error_code, Suite};
use health_types::codes::{Action, PurposeOfUse};
use health_types::consent::{
    AccessAttempt, AccessItem, Actor, Category, Decision, DisclosuresResponse, Effect,
    EmergenciesResponse, EmergencyReason, EnvelopeEntry, EnvelopeKey, EraseData, ExecuteMsg,
    HoldReason, LegalHoldsResponse, Purpose, QueryMsg, Reason, RecordRef, SubjectResponse,
};
use health_types::identity::{CredentialKind, Function};
use health_types::Bytes32;

const RETENTION: u32 = (6 * 365 + 2) * DAY;

fn erase(world: &mut World, limit: Option<u32>) -> EraseData {
    let subject = world.subject;
    data(world.send("patient", &ExecuteMsg::Erase { subject, limit }))
}

fn erase_all(world: &mut World) -> u32 {
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
fn left(world: &World) -> Vec<u8> {
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

fn hold(world: &mut World, until: u32) {
    let msg = ExecuteMsg::PlaceHold {
        subject: world.subject,
        reason: HoldReason::Retention,
        until,
    };
    world.send("hospital", &msg).unwrap();
}

fn disclosures(world: &World) -> usize {
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

fn emergencies(world: &World) -> usize {
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
fn full() -> World {
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

fn break_glass(world: &mut World, responder: &str) {
    let kind = CredentialKind::EmergencyResponder;
    world.suite.accredit("hospital", kind);
    respond(world, responder);
}

/// A new responder of the hospital's breaks the glass.
fn respond(world: &mut World, responder: &str) {
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
fn held_records_stay_while_they_are_held() {
    let mut world = full();
    let subject = world.subject;
    let clinic = world
        .suite
        .accredit("clinic", CredentialKind::DataCustodian);
    let accept = ExecuteMsg::AcceptCustodian {
        subject,
        custodian: clinic,
    };
    let register = ExecuteMsg::RegisterRecords {
        subject,
        records: vec![new_record(1)],
    };
    world.send("patient", &accept).unwrap();
    world.send("clinic", &register).unwrap();
    let until = world.suite.now() + 30 * DAY;
    hold(&mut world, until);
    erase_all(&mut world);
    // Two records and a version of the hospital's, and the hold; not the clinic's record.
    assert_eq!(left(&world), [0x14, 0x15, 0x18, 0x1e, 0x23, 0x25]);
    assert_eq!(
        world
            .dump()
            .iter()
            .filter(|(key, _)| key[0] == 0x18)
            .count(),
        2
    );
    let query = QueryMsg::LegalHolds {
        subject,
        start_after: None,
        limit: None,
    };
    assert_eq!(
        world
            .suite
            .ask_consent::<LegalHoldsResponse>(&query)
            .unwrap()
            .items
            .len(),
        1
    );
    let early = erase(&mut world, None);
    assert_eq!((early.removed, early.done), (0, true));
    world.suite.set_time(until);
    assert_eq!(erase(&mut world, None).removed, 4);
    assert_eq!(left(&world), [0x14, 0x15, 0x23]);
}

#[test]
fn a_custodian_lifts_its_hold_after_erasure() {
    let mut world = full();
    let subject = world.subject;
    let until = world.suite.now() + 30 * DAY;
    hold(&mut world, until);
    erase_all(&mut world);
    world
        .send("hospital", &ExecuteMsg::LiftHold { subject })
        .unwrap();
    assert_eq!(erase(&mut world, None).removed, 3);
    assert_eq!(left(&world), [0x14, 0x15, 0x23]);
}

#[test]
fn the_log_stays_for_its_retention() {
    let mut world = full();
    let start = world.suite.now();
    erase_all(&mut world);
    // What the owner asked for itself was no disclosure.
    assert_eq!((disclosures(&world), emergencies(&world)), (1, 1));
    world.suite.set_time(start + RETENTION - 1);
    assert_eq!(erase(&mut world, None).removed, 0);
    assert_eq!((disclosures(&world), emergencies(&world)), (1, 1));
    world.suite.set_time(start + RETENTION);
    let last = erase(&mut world, None);
    assert_eq!((last.removed, last.done), (2, true));
    assert_eq!(left(&world), [0x23]);
}

#[test]
fn erased_subjects_keep_no_responder_from_breaking_the_glass() {
    let mut world = world();
    break_glass(&mut world, "responder");
    world.suite.advance(DAY);
    assert!(left(&world).contains(&0x21));
    erase_all(&mut world);
    assert!(!left(&world).contains(&0x21));
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

#[test]
fn reviews_owed_are_let_go_of_within_the_limit() {
    let mut world = world();
    break_glass(&mut world, "one");
    for responder in ["two", "three"] {
        respond(&mut world, responder);
    }
    let owed = |world: &World| {
        let dump = world.dump();
        dump.iter().filter(|(key, _)| key[0] == 0x21).count()
    };
    // The hospital's acceptance goes first, and leaves no room for a review.
    for (limit, removed, left, done) in [
        (1, 1, 3, false),
        (2, 2, 1, false),
        (1, 1, 0, false),
        (1, 0, 0, true),
    ] {
        let step = erase(&mut world, Some(limit));
        let found = (step.removed, owed(&world), step.done);
        assert_eq!(found, (removed, left, done));
    }
    assert_eq!(emergencies(&world), 3);
}
