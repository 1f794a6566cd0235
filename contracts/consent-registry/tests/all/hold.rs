//! Legal holds: who places them, for how long, and what they show.

use crate::people::{new_record, world, World, DAY};
use health_types::consent::{ExecuteMsg, HoldReason, LegalHoldsResponse, QueryMsg};
use health_types::identity::CredentialKind;
use health_types::Bytes32;

fn place(world: &World, until: u32) -> ExecuteMsg {
    ExecuteMsg::PlaceHold {
        subject: world.subject,
        reason: HoldReason::Litigation,
        until,
    }
}

fn lift(world: &World) -> ExecuteMsg {
    ExecuteMsg::LiftHold {
        subject: world.subject,
    }
}

fn holds(world: &World, start_after: Option<u32>) -> LegalHoldsResponse {
    let query = QueryMsg::LegalHolds {
        subject: world.subject,
        start_after,
        limit: Some(1),
    };
    world.suite.ask_consent(&query).unwrap()
}

#[test]
fn a_hold_lasts_a_year_at_most_and_is_renewed() {
    let mut world = world();
    let now = world.suite.now();
    for (until, code) in [(now, "period_over"), (now + 365 * DAY + 1, "out_of_range")] {
        let msg = place(&world, until);
        world.refused("stranger", &msg, code);
    }
    let msg = place(&world, now + 10);
    world.refused("stranger", &msg, "unauthorized");
    world.refused("patient", &msg, "unauthorized");
    let tx = world.send("hospital", &msg).unwrap();
    assert_eq!(tx.events_of("hold_placed").len(), 1);
    world.suite.advance(9);
    let shown = holds(&world, None).items;
    assert_eq!(
        (shown[0].custodian, shown[0].until, shown[0].reason),
        (world.hospital, now + 10, HoldReason::Litigation)
    );
    let renewed = place(&world, now + 9 + 365 * DAY);
    world.send("hospital", &renewed).unwrap();
    world.suite.set_time(now + 8 + 365 * DAY);
    assert_eq!(holds(&world, None).items.len(), 1);
    world.suite.advance(1);
    assert!(holds(&world, None).items.is_empty());
    let msg = lift(&world);
    world.refused("hospital", &msg, "hold_not_found");
}

#[test]
fn its_custodian_lifts_it() {
    let mut world = world();
    world
        .suite
        .accredit("clinic", CredentialKind::DataCustodian);
    let msg = place(&world, world.suite.now() + DAY);
    world.send("hospital", &msg).unwrap();
    world.refused("clinic", &msg, "unauthorized");
    let msg = lift(&world);
    world.refused("clinic", &msg, "hold_not_found");
    world.refused("patient", &msg, "unauthorized");
    let unknown = Bytes32([1; 32]);
    world.refused(
        "hospital",
        &ExecuteMsg::LiftHold { subject: unknown },
        "unauthorized",
    );
    let tx = world.send("hospital", &msg).unwrap();
    assert_eq!(tx.events_of("hold_lifted").len(), 1);
    assert!(holds(&world, None).items.is_empty());
}

#[test]
fn holds_page_by_custodian() {
    let mut world = world();
    let clinic = world
        .suite
        .accredit("clinic", CredentialKind::DataCustodian);
    let accept = ExecuteMsg::AcceptCustodian {
        subject: world.subject,
        custodian: clinic,
    };
    world.send("patient", &accept).unwrap();
    let msg = place(&world, world.suite.now() + DAY);
    world.pause();
    for custodian in ["clinic", "hospital"] {
        world.send(custodian, &msg).unwrap();
    }
    let first = holds(&world, None);
    assert_eq!(
        (first.items[0].custodian, first.next),
        (world.hospital, Some(world.hospital))
    );
    let second = holds(&world, first.next);
    assert_eq!((second.items[0].custodian, second.next), (clinic, None));
}

#[test]
fn a_custodian_that_was_dropped_holds_what_it_registered() {
    let mut world = world();
    let subject = world.subject;
    let drop = ExecuteMsg::DropCustodian {
        subject,
        custodian: world.hospital,
    };
    let records = vec![new_record(1)];
    let register = ExecuteMsg::RegisterRecords { subject, records };
    let msg = place(&world, world.suite.now() + DAY);
    world.send("patient", &drop).unwrap();
    // It has nothing to hold.
    world.refused("hospital", &msg, "unauthorized");
    let accept = ExecuteMsg::AcceptCustodian {
        subject,
        custodian: world.hospital,
    };
    world.send("patient", &accept).unwrap();
    world.send("hospital", &register).unwrap();
    world.send("patient", &drop).unwrap();
    world.send("hospital", &msg).unwrap();
    world
        .suite
        .accredit("clinic", CredentialKind::DataCustodian);
    world.refused("clinic", &msg, "unauthorized");
}
