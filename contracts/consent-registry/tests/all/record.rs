//! Records: bounds, versions and what never changes.

use crate::people::{new_record, world, World};
use health_types::codes::{Code, Confidentiality, DataClass, Sensitivity};
use health_types::consent::{
    ExecuteMsg, Labels, NewRecord, QueryMsg, RecordRef, RecordResponse, RecordsResponse,
};
use health_types::identity::CredentialKind;
use health_types::Bytes32;

fn register(world: &World, records: Vec<NewRecord>) -> ExecuteMsg {
    ExecuteMsg::RegisterRecords {
        subject: world.subject,
        records,
    }
}

fn update(world: &World, record: NewRecord) -> ExecuteMsg {
    ExecuteMsg::UpdateRecords {
        subject: world.subject,
        records: vec![record],
    }
}

fn record(world: &World, id: u32, version: Option<u32>) -> Result<RecordResponse, String> {
    let custodian = world.hospital;
    world.suite.ask_consent(&QueryMsg::Record {
        subject: world.subject,
        record: RecordRef { custodian, id },
        version,
    })
}

fn labels(
    confidentiality: Option<Confidentiality>,
    sensitivity: &[Sensitivity],
    private: &[Bytes32],
) -> Option<Labels> {
    Some(Labels {
        confidentiality,
        sensitivity: (!sensitivity.is_empty()).then(|| sensitivity.to_vec()),
        private: (!private.is_empty()).then(|| private.to_vec()),
    })
}

fn hashes(count: u8) -> Vec<Bytes32> {
    (1..=count).map(|byte| Bytes32([byte; 32])).collect()
}

fn fullest() -> NewRecord {
    NewRecord {
        classes: DataClass::ALL[..8].to_vec(),
        labels: labels(
            Some(Confidentiality::V),
            &Sensitivity::ALL[..16],
            &hashes(4),
        ),
        author: Some(Bytes32([9; 32])),
        contexts: hashes(4),
        key_version: u32::MAX,
        day: i32::MIN,
        ..new_record(1)
    }
}

#[test]
fn a_record_is_kept_as_it_was_registered() {
    let mut world = world();
    for new in [
        fullest(),
        NewRecord {
            id: 2,
            ..new_record(1)
        },
    ] {
        let msg = register(&world, vec![new.clone()]);
        let tx = world.send("hospital", &msg).unwrap();
        assert_eq!(tx.events_of("records_set").len(), 1);
        let expected = RecordResponse {
            record: RecordRef {
                custodian: world.hospital,
                id: new.id,
            },
            commitment: new.commitment,
            locator: new.locator,
            classes: new.classes,
            labels: new.labels,
            author: new.author,
            contexts: new.contexts,
            day: new.day,
            key_version: new.key_version,
            version: 1,
        };
        assert_eq!(record(&world, new.id, None), Ok(expected));
        world.refused("hospital", &msg, "record_exists");
    }
}

#[test]
fn bounds_come_before_authority() {
    let mut world = world();
    let base = new_record(1);
    let with = |change: fn(&mut NewRecord)| {
        let mut record = base.clone();
        change(&mut record);
        vec![record]
    };
    let cases = [
        (vec![], "invalid_count"),
        ((1..=31).map(new_record).collect(), "invalid_count"),
        (vec![new_record(1), new_record(1)], "duplicate"),
        (with(|r| r.commitment = Bytes32::ZERO), "zero"),
        (with(|r| r.locator = Bytes32::ZERO), "zero"),
        (with(|r| r.author = Some(Bytes32::ZERO)), "zero"),
        (with(|r| r.key_version = 0), "zero"),
        (with(|r| r.contexts = vec![Bytes32::ZERO]), "zero"),
        (with(|r| r.contexts = hashes(5)), "invalid_count"),
        (
            with(|r| r.contexts = vec![Bytes32([1; 32]); 2]),
            "duplicate",
        ),
        (
            with(|r| r.classes = DataClass::ALL[..9].to_vec()),
            "invalid_count",
        ),
        (
            with(|r| r.classes = vec![DataClass::ALL[0]; 2]),
            "duplicate",
        ),
        (with(|r| r.labels = labels(None, &[], &[])), "invalid_count"),
        (
            with(|r| r.labels = labels(None, &Sensitivity::ALL[..17], &[])),
            "invalid_count",
        ),
        (
            with(|r| r.labels = labels(None, &[Sensitivity::HIV; 2], &[])),
            "duplicate",
        ),
        (
            with(|r| r.labels = labels(None, &[], &hashes(5))),
            "invalid_count",
        ),
        (
            with(|r| r.labels = labels(None, &[], &[Bytes32::ZERO])),
            "zero",
        ),
        (
            with(|r| {
                r.labels = Some(Labels {
                    sensitivity: Some(vec![]),
                    confidentiality: Some(Confidentiality::R),
                    private: None,
                })
            }),
            "invalid_count",
        ),
        (vec![base.clone()], "unauthorized"),
    ];
    for (records, code) in cases {
        let subject = world.subject;
        world.refused(
            "stranger",
            &ExecuteMsg::UpdateRecords {
                subject,
                records: records.clone(),
            },
            code,
        );
        let msg = register(&world, records);
        world.refused("stranger", &msg, code);
    }
    let msg = register(&world, (1..=30).map(new_record).collect());
    world.send("hospital", &msg).unwrap();
}

#[test]
fn removing_a_label_makes_a_version_and_adding_one_does_not() {
    let mut world = world();
    let before = labels(Some(Confidentiality::R), &[Sensitivity::HIV], &hashes(1));
    let one = NewRecord {
        labels: before.clone(),
        ..new_record(1)
    };
    let msg = register(&world, vec![one.clone()]);
    world.send("hospital", &msg).unwrap();
    let more = labels(
        Some(Confidentiality::V),
        &[Sensitivity::HIV, Sensitivity::SUD],
        &hashes(2),
    );
    let steps = [
        (more.clone(), 1),
        // The level fell.
        (
            labels(
                Some(Confidentiality::R),
                &[Sensitivity::HIV, Sensitivity::SUD],
                &hashes(2),
            ),
            2,
        ),
        // A sensitivity label went.
        (
            labels(Some(Confidentiality::R), &[Sensitivity::SUD], &hashes(2)),
            3,
        ),
        // A private label went.
        (
            labels(Some(Confidentiality::R), &[Sensitivity::SUD], &hashes(1)),
            4,
        ),
        (
            labels(Some(Confidentiality::R), &[Sensitivity::SUD], &hashes(1)),
            4,
        ),
        // Labels without a level are at N, below R.
        (labels(None, &[Sensitivity::SUD], &hashes(1)), 5),
        (
            labels(Some(Confidentiality::N), &[Sensitivity::SUD], &hashes(1)),
            5,
        ),
        // All went.
        (None, 6),
        (labels(Some(Confidentiality::U), &[], &[]), 6),
        (None, 7),
    ];
    for (labels, version) in steps {
        let msg = update(
            &world,
            NewRecord {
                labels: labels.clone(),
                ..one.clone()
            },
        );
        world.send("hospital", &msg).unwrap();
        let now = record(&world, 1, None).unwrap();
        assert_eq!((&now.labels, now.version), (&labels, version));
        assert_eq!(record(&world, 1, Some(version)).unwrap(), now);
    }
    // The versions before stay as they were last.
    assert_eq!(record(&world, 1, Some(1)).unwrap().labels, more);
    assert_eq!(record(&world, 1, Some(1)).unwrap().version, 1);
    assert_eq!(
        record(&world, 1, Some(6)).unwrap().labels,
        labels(Some(Confidentiality::U), &[], &[])
    );
    for version in [0, 8] {
        assert!(record(&world, 1, Some(version))
            .unwrap_err()
            .contains("record_not_found"));
    }
}

#[test]
fn the_locator_never_changes_and_the_key_version_only_grows() {
    let mut world = world();
    let one = NewRecord {
        key_version: 5,
        ..new_record(1)
    };
    let msg = update(&world, one.clone());
    world.refused("hospital", &msg, "record_not_found");
    let msg = register(&world, vec![one.clone()]);
    world.send("hospital", &msg).unwrap();
    let other = NewRecord {
        locator: Bytes32([0xEE; 32]),
        ..one.clone()
    };
    let older = NewRecord {
        key_version: 4,
        ..one.clone()
    };
    for (record, code) in [(other, "locator_changed"), (older, "key_version_fell")] {
        let msg = update(&world, record);
        world.refused("hospital", &msg, code);
    }
    let changed = NewRecord {
        commitment: Bytes32([0xAA; 32]),
        key_version: 6,
        day: 1,
        classes: vec![DataClass::ALL[0]],
        author: Some(Bytes32([7; 32])),
        contexts: hashes(1),
        ..one
    };
    let msg = update(&world, changed);
    world.send("hospital", &msg).unwrap();
    let now = record(&world, 1, None).unwrap();
    assert_eq!((now.key_version, now.version, now.day), (6, 1, 1));
    assert_eq!(now.commitment, Bytes32([0xAA; 32]));
}

#[test]
fn each_custodian_has_records_of_its_own() {
    let mut world = world();
    let clinic = world
        .suite
        .accredit("clinic", CredentialKind::DataCustodian);
    let subject = world.subject;
    let accept = ExecuteMsg::AcceptCustodian {
        subject,
        custodian: clinic,
    };
    world.send("patient", &accept).unwrap();
    let msg = register(&world, vec![new_record(1), new_record(2), new_record(3)]);
    world.send("hospital", &msg).unwrap();
    world.send("clinic", &msg).unwrap();
    let mut seen = Vec::new();
    let mut start_after = None;
    loop {
        let page: RecordsResponse = world
            .suite
            .ask_consent(&QueryMsg::RecordsOf {
                subject,
                start_after,
                limit: Some(4),
            })
            .unwrap();
        seen.extend(
            page.items
                .iter()
                .map(|one| (one.record.custodian, one.record.id)),
        );
        start_after = page.next;
        if start_after.is_none() {
            break;
        }
    }
    let expected: Vec<(u32, u32)> = [world.hospital, clinic]
        .into_iter()
        .flat_map(|custodian| (1..=3).map(move |id| (custodian, id)))
        .collect();
    assert_eq!(seen, expected);
}

#[test]
fn a_suspended_custodian_registers_and_changes_nothing() {
    let mut world = world();
    let msg = register(&world, vec![new_record(1)]);
    world.send("hospital", &msg).unwrap();
    let suspend = health_types::identity::ExecuteMsg::Suspend {
        holder: world.hospital,
        kind: CredentialKind::DataCustodian,
        reason: health_types::identity::Reason::Hold,
    };
    world.suite.identity("authority", &suspend).unwrap();
    world.refused("hospital", &msg, "unauthorized");
    let msg = update(&world, new_record(1));
    world.refused("hospital", &msg, "unauthorized");
}

#[test]
fn a_pause_stops_registering_and_not_raising_keys() {
    let mut world = world();
    let msg = register(&world, vec![new_record(1)]);
    world.send("hospital", &msg).unwrap();
    world.pause();
    let msg = register(&world, vec![new_record(2)]);
    world.refused("hospital", &msg, "paused");
    world.refused("stranger", &msg, "unauthorized");
    let raised = NewRecord {
        key_version: 2,
        ..new_record(1)
    };
    let msg = update(&world, raised);
    world.send("hospital", &msg).unwrap();
}

#[test]
fn a_pause_stops_changes_that_rules_may_reach_further_by() {
    let mut world = world();
    let one = NewRecord {
        labels: labels(Some(Confidentiality::R), &[Sensitivity::HIV], &hashes(1)),
        classes: vec![DataClass::ALL[0]],
        author: Some(Bytes32([7; 32])),
        contexts: hashes(1),
        ..new_record(1)
    };
    let msg = register(&world, vec![one.clone()]);
    world.send("hospital", &msg).unwrap();
    world.pause();
    let with = |change: fn(&mut NewRecord)| {
        let mut record = one.clone();
        change(&mut record);
        record
    };
    for record in [
        with(|r| r.labels = labels(Some(Confidentiality::N), &[Sensitivity::HIV], &hashes(1))),
        with(|r| r.labels = labels(Some(Confidentiality::R), &[], &hashes(1))),
        with(|r| r.labels = labels(Some(Confidentiality::R), &[Sensitivity::HIV], &[])),
        with(|r| r.labels = None),
        with(|r| r.classes = vec![]),
        with(|r| r.day += 1),
        with(|r| r.author = None),
        with(|r| r.contexts = hashes(2)),
    ] {
        let msg = update(&world, record);
        world.refused("hospital", &msg, "paused");
        world.refused("stranger", &msg, "unauthorized");
    }
    for record in [
        with(|r| r.commitment = Bytes32([0xAA; 32])),
        with(|r| {
            r.labels = labels(
                Some(Confidentiality::V),
                &[Sensitivity::HIV, Sensitivity::SUD],
                &hashes(2),
            );
        }),
    ] {
        let msg = update(&world, record);
        world.send("hospital", &msg).unwrap();
    }
}
