//! What custodians do: records, envelopes, the log, audit roots, holds.

use health_types::codes::{Action, Code, DataClass};
use health_types::consent::{
    AccessAttempt, AccessItem, Actor, Category, EnvelopeEntry, EnvelopeKey, EnvelopeRef,
    ExecuteMsg, HoldReason, NewRecord, RecordRef,
};
use health_types::Bytes32;

use super::words::{item, new_record, treatment};
use super::{World, SPEC};
use crate::address::account;
use crate::scenario::Case;
use crate::town::LATER;
use crate::Call;

/// A day of the log.
const DAY: i32 = 20_000;
/// What one message registers, puts or records at most.
const BATCH: u32 = 30;

impl World {
    /// The clinic's record `id`.
    pub(in super::super) fn record(&self, id: u32) -> RecordRef {
        RecordRef {
            custodian: self.clinic,
            id,
        }
    }

    /// The patient lets the clinic register records.
    pub(super) fn accept_custodian(&self) -> Call {
        let msg = ExecuteMsg::AcceptCustodian {
            subject: self.patient,
            custodian: self.clinic,
        };
        self.send("patient", &msg)
    }

    /// The clinic registers records of the patient, by id.
    pub(super) fn register_records(&self, ids: std::ops::RangeInclusive<u32>) -> Call {
        let msg = ExecuteMsg::RegisterRecords {
            subject: self.patient,
            records: ids.map(new_record).collect(),
        };
        self.send("clinic", &msg)
    }

    /// The clinic puts envelopes of these records for itself.
    pub(super) fn put_envelopes(&self, ids: std::ops::RangeInclusive<u32>) -> Call {
        let entry = |record| EnvelopeEntry {
            record,
            grantee: self.grantee(),
            consent: 1,
            key: EnvelopeKey::Digest {
                digest: Bytes32([9; 32]),
            },
        };
        let msg = ExecuteMsg::PutEnvelopes {
            subject: self.patient,
            envelopes: ids.map(entry).collect(),
        };
        self.send("clinic", &msg)
    }

    /// For whom envelopes are.
    pub(super) fn grantee(&self) -> Actor {
        Actor::Organisation {
            holder: self.clinic,
        }
    }

    /// Records the nurse's access to the patient's data.
    pub(super) fn record_access(&self, sender: &str, items: Vec<AccessItem>) -> Call {
        let msg = ExecuteMsg::RecordAccess {
            attempt: AccessAttempt {
                subject: self.patient,
                requester: account("nurse"),
                organisations: Some(vec![self.clinic]),
                purpose: treatment(),
                action: Action::Access,
                category: Category::PatientPrivacy,
            },
            items,
        };
        self.send(sender, &msg)
    }
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    [records(world), log(world), holds(world)]
        .into_iter()
        .flatten()
        .collect()
}

fn records(world: &World) -> Vec<Case> {
    let subject = world.patient;
    let update = |record: NewRecord| {
        let msg = ExecuteMsg::UpdateRecords {
            subject,
            records: vec![record],
        };
        world.send("clinic", &msg)
    };
    let raised = NewRecord {
        key_version: 2,
        ..new_record(1)
    };
    let unlabelled = NewRecord {
        labels: None,
        ..new_record(1)
    };
    let accepted = |case: Case| case.after(world.accept_custodian());
    let registered = |case: Case, last| accepted(case).after(world.register_records(1..=last));
    let prune = |last: u32| {
        let name = |id| EnvelopeRef {
            record: world.record(id),
            grantee: world.grantee(),
        };
        let msg = ExecuteMsg::Prune {
            subject,
            envelopes: (1..=last).map(name).collect(),
        };
        world.send("anyone", &msg)
    };
    let revoke = world.send("patient", &ExecuteMsg::Revoke { subject, id: 1 });
    let dead = |case, last| {
        registered(case, last)
            .after(world.put_envelopes(1..=last))
            .after(revoke.clone())
    };
    vec![
        accepted(Case::new("register a record", world.register_records(1..=1))),
        accepted(Case::new("register thirty records", world.register_records(1..=BATCH))),
        registered(Case::new("raise a record's key version", update(raised)), 1),
        registered(Case::new("take a label off a record", update(unlabelled)), 1),
        registered(Case::new("put an envelope", world.put_envelopes(1..=1)), 1),
        registered(Case::new("put thirty envelopes", world.put_envelopes(1..=BATCH)), BATCH),
        dead(Case::new("prune a dead envelope", prune(1)), 1),
        dead(Case::new("prune thirty dead envelopes", prune(BATCH)), BATCH),
    ]
}

fn log(world: &World) -> Vec<Case> {
    let bulk = || world.record_access("clinic", vec![AccessItem::Bulk {}]);
    let by_record = |ids: std::ops::RangeInclusive<u32>| {
        ids.map(|id| AccessItem::Record {
            record: world.record(id),
        })
        .collect()
    };
    let registered = |case: Case, last| {
        case.after(world.accept_custodian())
            .after(world.register_records(1..=last))
    };
    // Thirty items of eight classes each, none of which an item before had: as many lines as a message writes.
    let classes = |number: usize| {
        let skipped = number.wrapping_mul(8);
        DataClass::ALL.iter().cycle().skip(skipped).take(8).copied()
    };
    let described = |number| AccessItem::Described {
        item: Box::new(health_types::consent::Item {
            classes: Some(classes(number).collect()),
            ..item()
        }),
    };
    let anchor = world.send(
        "clinic",
        &ExecuteMsg::AnchorAuditRoot {
            day: DAY,
            root: Bytes32([5; 32]),
            count: 1_000,
        },
    );
    let declare = world.send("clinic", &ExecuteMsg::DeclarePart2 { part2: true });
    vec![
        Case::new("decide and record, by the custodian", bulk()).budget(20_000, SPEC),
        Case::new("the same a second time", bulk())
            .after(bulk())
            .budget(20_000, SPEC),
        registered(
            Case::new(
                "decide and record, by the requester",
                world.record_access("nurse", by_record(1..=1)),
            ),
            1,
        )
        .budget(20_000, SPEC),
        registered(
            Case::new(
                "decide and record thirty records, by the requester",
                world.record_access("nurse", by_record(1..=BATCH)),
            ),
            BATCH,
        ),
        Case::new(
            "decide and record thirty items of eight classes each",
            world.record_access("clinic", (0..30).map(described).collect()),
        ),
        Case::new("anchor an audit root", anchor.clone()),
        Case::new("anchor the day's second", anchor.clone()).after(anchor),
        Case::new("declare 42 CFR Part 2", declare),
    ]
}

fn holds(world: &World) -> Vec<Case> {
    let subject = world.patient;
    let place = world.send(
        "clinic",
        &ExecuteMsg::PlaceHold {
            subject,
            reason: HoldReason::Litigation,
            until: LATER,
        },
    );
    let lift = world.send("clinic", &ExecuteMsg::LiftHold { subject });
    vec![
        Case::new("place a legal hold", place.clone()).after(world.accept_custodian()),
        Case::new("lift it", lift)
            .after(world.accept_custodian())
            .after(place),
    ]
}
