//! Registered records: who accesses them, in whose name, and with which keys.

use health_testing::{Rule, Suite, Town};
use health_types::codes::PurposeOfUse::{self, TREAT};
use health_types::codes::{DataClass, Sensitivity};
use health_types::consent::{
    AccessItem, Actor, Decision, EnvelopeEntry, EnvelopeKey, EnvelopeRef, EnvelopeResponse,
    ExecuteMsg, QueryMsg,
};
use health_types::Bytes32;

/// A subject who permits the hospital all but HIV data, with a plain record 1 and a record 2 about HIV.
fn recorded(suite: &mut Suite, town: &Town) -> Bytes32 {
    let subject = suite.register("patient");
    let hiv = Suite::deny().labels(&[Sensitivity::HIV]);
    let permit = Suite::permit().to_organisation(town.hospital).with(hiv);
    suite
        .grant("patient", subject, 1, permit.consent())
        .unwrap();
    suite.accept_custodian("patient", subject, "hospital");
    suite.register_record("hospital", subject, 1, &[DataClass::Observation], &[]);
    let hiv = [Sensitivity::HIV];
    suite.register_record("hospital", subject, 2, &[DataClass::Observation], &hiv);
    subject
}

fn both(suite: &Suite) -> Vec<AccessItem> {
    [1, 2]
        .map(|id| AccessItem::Record {
            record: suite.record("hospital", id),
        })
        .to_vec()
}

#[test]
fn a_device_operator_records_what_a_colleague_sees() {
    let (mut suite, town) = Suite::town();
    let subject = recorded(&mut suite, &town);
    let items = both(&suite);
    let hospital = [town.hospital];
    let answers = suite.record_access(
        "operator",
        subject,
        "nurse",
        &hospital,
        TREAT,
        items.clone(),
    );
    let decisions: Vec<Decision> = answers.iter().map(|answer| answer.decision).collect();
    assert_eq!(decisions, [Decision::Permit, Decision::Deny]);
    for sender in ["nurse", "hospital"] {
        suite.record_access(sender, subject, "nurse", &hospital, TREAT, items.clone());
    }
    // Neither a colleague without that function, nor another organisation's, nor a stranger.
    let access = suite.access(subject, "nurse", &hospital, TREAT, items.clone());
    for sender in ["responder", "doctor", "stranger", "patient"] {
        assert_eq!(suite.refused(sender, &access), "unauthorized", "{sender}");
    }
    // What an operator describes is worth nothing.
    let bulk = suite.access(
        subject,
        "nurse",
        &hospital,
        TREAT,
        vec![AccessItem::Bulk {}],
    );
    assert_eq!(suite.refused("operator", &bulk), "unauthorized");

    let lines = suite.disclosures(subject);
    assert_eq!(lines.len(), 1);
    let line = &lines[0];
    let recipient = Actor::Organisation {
        holder: town.hospital,
    };
    assert_eq!(line.recipient, recipient);
    assert_eq!(line.purpose, Some(TREAT));
    assert_eq!(line.class, Some(DataClass::Observation));
    assert_eq!((line.permits, line.refusals), (3, 3));
    assert_eq!(line.discloser, Some(town.hospital));
}

#[test]
fn a_refusal_is_recorded_of_the_accredited_and_an_error_for_others() {
    let (mut suite, town) = Suite::town();
    let subject = recorded(&mut suite, &town);
    let items = both(&suite);
    suite.record_access(
        "doctor",
        subject,
        "doctor",
        &[town.clinic],
        TREAT,
        items.clone(),
    );
    let lines = suite.disclosures(subject);
    assert_eq!((lines[0].permits, lines[0].refusals), (0, 2));
    let access = suite.access(subject, "stranger", &[], TREAT, items);
    assert_eq!(suite.refused("stranger", &access), "unauthorized");
    assert_eq!(
        suite.refused("hospital", &access),
        "requester_not_accredited"
    );
}

#[test]
fn part_2_data_carries_its_notice() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let permit = Suite::permit()
        .to_organisation(town.hospital)
        .labels(&[Sensitivity::SUD, Sensitivity::HIV])
        .consent();
    suite.grant("patient", subject, 1, permit).unwrap();
    let notice = |suite: &Suite, labels: &[Sensitivity]| {
        let item = Suite::item(&[DataClass::Observation], labels);
        let question = health_types::consent::Question {
            data: Some(item),
            ..Suite::question(TREAT)
        };
        let answer = suite.answer(subject, "nurse", &[town.hospital], question);
        assert_eq!(answer.decision, Decision::Permit);
        answer.part2_notice
    };
    assert!(notice(&suite, &[Sensitivity::SUD]));
    assert!(!notice(&suite, &[Sensitivity::HIV]));

    suite.accept_custodian("patient", subject, "hospital");
    suite.register_record("hospital", subject, 1, &[], &[Sensitivity::HIV]);
    let access = |suite: &mut Suite| {
        let record = suite.record("hospital", 1);
        let item = vec![AccessItem::Record { record }];
        suite.record_access("nurse", subject, "nurse", &[town.hospital], TREAT, item)[0]
            .part2_notice
    };
    assert!(!access(&mut suite));
    assert_eq!(
        suite.refused("nurse", &ExecuteMsg::DeclarePart2 { part2: true }),
        "unauthorized"
    );
    suite.must("hospital", &ExecuteMsg::DeclarePart2 { part2: true });
    assert!(access(&mut suite));
}

fn envelope(record: u32, consent: u32, grantee: Actor) -> EnvelopeEntry {
    EnvelopeEntry {
        record,
        grantee,
        consent,
        key: EnvelopeKey::Digest {
            digest: Bytes32([5; 32]),
        },
    }
}

#[test]
fn an_envelope_dies_with_the_consent_it_rests_on() {
    let (mut suite, town) = Suite::town();
    let subject = recorded(&mut suite, &town);
    let grantee = Actor::Organisation {
        holder: town.clinic,
    };
    let clinic = || Suite::permit().to_organisation(town.clinic).consent();
    let put = |consent| ExecuteMsg::PutEnvelopes {
        subject,
        envelopes: vec![envelope(1, consent, grantee.clone())],
    };
    assert_eq!(suite.refused("hospital", &put(1)), "grantee_not_permitted");
    suite.grant("patient", subject, 2, clinic()).unwrap();
    assert_eq!(suite.refused("clinic", &put(2)), "record_not_found");
    assert_eq!(suite.refused("nurse", &put(2)), "unauthorized");
    suite.must("hospital", &put(2));

    let record = suite.record("hospital", 1);
    let find = |suite: &Suite| {
        suite.ask_consent::<EnvelopeResponse>(&QueryMsg::Envelope {
            subject,
            record,
            grantee: grantee.clone(),
        })
    };
    assert_eq!(find(&suite).unwrap().consent, 2);
    let prune = ExecuteMsg::Prune {
        subject,
        envelopes: vec![EnvelopeRef {
            record,
            grantee: grantee.clone(),
        }],
    };
    let pruned = |suite: &mut Suite| {
        let tx = suite.must("anyone", &prune);
        let event = tx.events_of("envelopes_pruned")[0].clone();
        let count = event
            .attributes
            .iter()
            .find(|one| one.key == "count")
            .unwrap();
        count.value.clone()
    };
    assert_eq!(pruned(&mut suite), "0");
    let tx = suite.must("patient", &ExecuteMsg::Revoke { subject, id: 2 });
    assert_eq!(tx.events_of("key_rotation_due").len(), 1);
    assert!(find(&suite).unwrap_err().contains("envelope_not_found"));
    assert_eq!(pruned(&mut suite), "1");

    // A new key version kills the envelopes of the old one, revoking everything all of them.
    suite.grant("patient", subject, 3, clinic()).unwrap();
    suite.must("hospital", &put(3));
    let mut rotated = Suite::new_record(1, &[DataClass::Observation], &[]);
    rotated.key_version = 2;
    let update = ExecuteMsg::UpdateRecords {
        subject,
        records: vec![rotated],
    };
    suite.must("hospital", &update);
    assert!(find(&suite).unwrap_err().contains("envelope_not_found"));
    suite.must("hospital", &put(3));
    assert_eq!(find(&suite).unwrap().key_version, 2);
    suite.must(
        "patient",
        &ExecuteMsg::RevokeAll {
            subject,
            end_delegates: false,
        },
    );
    assert!(find(&suite).unwrap_err().contains("envelope_not_found"));
}

#[test]
fn a_dropped_custodian_registers_no_more() {
    let (mut suite, town) = Suite::town();
    let subject = recorded(&mut suite, &town);
    let records = |id| ExecuteMsg::RegisterRecords {
        subject,
        records: vec![Suite::new_record(id, &[], &[])],
    };
    assert_eq!(suite.refused("clinic", &records(1)), "unauthorized");
    assert_eq!(suite.refused("hospital", &records(1)), "record_exists");
    let custodian = town.hospital;
    suite.must("patient", &ExecuteMsg::DropCustodian { subject, custodian });
    assert_eq!(suite.refused("hospital", &records(3)), "unauthorized");
    let purpose = PurposeOfUse::TREAT;
    let item = Suite::item(&[DataClass::Observation], &[]);
    let asked = suite.outcome_of(subject, "nurse", &[town.hospital], purpose, item);
    assert_eq!(asked.0, Decision::Permit);
}
