//! Accepting and dropping custodians.

use crate::people::{new_record, world, World};
use health_types::consent::ExecuteMsg;
use health_types::identity::CredentialKind;
use health_types::Bytes32;

fn accept(world: &World, custodian: u32) -> ExecuteMsg {
    ExecuteMsg::AcceptCustodian {
        subject: world.subject,
        custodian,
    }
}

fn drop_it(world: &World, custodian: u32) -> ExecuteMsg {
    ExecuteMsg::DropCustodian {
        subject: world.subject,
        custodian,
    }
}

fn register(world: &World, id: u32) -> ExecuteMsg {
    ExecuteMsg::RegisterRecords {
        subject: world.subject,
        records: vec![new_record(id)],
    }
}

#[test]
fn the_owner_accepts_and_drops() {
    let mut world = world();
    let hospital = world.hospital;
    let msg = accept(&world, hospital);
    world.refused("patient", &msg, "custodian_accepted");
    world.refused("hospital", &msg, "unauthorized");
    let msg = register(&world, 1);
    world.send("hospital", &msg).unwrap();
    let msg = drop_it(&world, hospital);
    world.refused("hospital", &msg, "unauthorized");
    let tx = world.send("patient", &msg).unwrap();
    assert_eq!(tx.events_of("custodian_set").len(), 1);
    world.refused("patient", &msg, "custodian_not_accepted");
    let msg = register(&world, 2);
    world.refused("hospital", &msg, "unauthorized");
    // What it registered stays, and it can still raise its key.
    let mut raised = new_record(1);
    raised.key_version = 2;
    let msg = ExecuteMsg::UpdateRecords {
        subject: world.subject,
        records: vec![raised],
    };
    world.send("hospital", &msg).unwrap();
}

#[test]
fn only_custodians_are_accepted() {
    let mut world = world();
    let nurse = world.clinician("nurse");
    for (custodian, code) in [
        (0, "zero"),
        (nurse, "credential_not_valid"),
        (9_999, "credential_not_valid"),
    ] {
        let msg = accept(&world, custodian);
        world.refused("patient", &msg, code);
    }
    for custodian in [0, nurse] {
        let msg = drop_it(&world, custodian);
        let code = if custodian == 0 {
            "zero"
        } else {
            "custodian_not_accepted"
        };
        world.refused("patient", &msg, code);
    }
    let unknown = ExecuteMsg::AcceptCustodian {
        subject: Bytes32([1; 32]),
        custodian: nurse,
    };
    world.refused("patient", &unknown, "unauthorized");
}

#[test]
fn another_subjects_acceptance_counts_for_nothing() {
    let mut world = world();
    let clinic = world
        .suite
        .accredit("clinic", CredentialKind::DataCustodian);
    let other = world.suite.register("other patient");
    let msg = ExecuteMsg::AcceptCustodian {
        subject: other,
        custodian: clinic,
    };
    world.send("other patient", &msg).unwrap();
    let msg = register(&world, 1);
    world.refused("clinic", &msg, "unauthorized");
}

#[test]
fn a_pause_stops_neither() {
    let mut world = world();
    let hospital = world.hospital;
    world.pause();
    for msg in [drop_it(&world, hospital), accept(&world, hospital)] {
        world.send("patient", &msg).unwrap();
    }
}
