//! Audit roots and Part 2 declarations.

use crate::people::{world, World, DAY};
use health_types::consent::{AuditRootsResponse, ExecuteMsg, QueryMsg};
use health_types::identity::CredentialKind;
use health_types::Bytes32;

fn anchor(day: i32, root: u8) -> ExecuteMsg {
    ExecuteMsg::AnchorAuditRoot {
        day,
        root: Bytes32([root; 32]),
        count: u32::from(root),
    }
}

fn today(world: &World) -> i32 {
    i32::try_from(world.suite.now() / DAY).unwrap()
}

fn roots(
    world: &World,
    custodian: u32,
    day: i32,
    start_after: Option<u32>,
    limit: u32,
) -> AuditRootsResponse {
    let query = QueryMsg::AuditRoots {
        custodian,
        day,
        start_after,
        limit: Some(limit),
    };
    world.suite.ask_consent(&query).unwrap()
}

#[test]
fn roots_are_numbered_within_a_custodians_day_and_stay() {
    let mut world = world();
    let clinic = world
        .suite
        .accredit("clinic", CredentialKind::DataCustodian);
    let (hospital, today) = (world.hospital, today(&world));
    for (sender, day, root, number) in [
        ("hospital", today, 1, "1"),
        ("hospital", today, 2, "2"),
        ("hospital", today - 1, 3, "1"),
        ("clinic", today, 4, "1"),
        // The same root again is another root.
        ("hospital", today, 2, "3"),
    ] {
        let tx = world.send(sender, &anchor(day, root)).unwrap();
        let event = tx.events_of("audit_root_anchored")[0].clone();
        let shown = event
            .attributes
            .iter()
            .find(|one| one.key == "number")
            .unwrap();
        assert_eq!(shown.value, number);
    }
    let now = world.suite.now();
    let page = roots(&world, hospital, today, None, 2);
    assert_eq!(page.next, Some(2));
    let first = &page.items[0];
    assert_eq!(
        (first.number, first.root, first.count, first.anchored),
        (1, Bytes32([1; 32]), 1, now)
    );
    let rest = roots(&world, hospital, today, page.next, 2);
    assert_eq!(
        (rest.items[0].number, rest.items.len(), rest.next),
        (3, 1, None)
    );
    assert_eq!(roots(&world, hospital, today - 1, None, 9).items.len(), 1);
    assert_eq!(roots(&world, clinic, today, None, 9).items.len(), 1);
    assert!(roots(&world, hospital, -1, None, 9).items.is_empty());
    assert!(roots(&world, hospital, today, Some(u32::MAX), 9)
        .items
        .is_empty());
}

#[test]
fn bounds_come_before_authority() {
    let mut world = world();
    let today = today(&world);
    let no_events = ExecuteMsg::AnchorAuditRoot {
        day: today,
        root: Bytes32([1; 32]),
        count: 0,
    };
    for (msg, code) in [
        (anchor(today + 1, 1), "day_out_of_range"),
        (anchor(-1, 1), "day_out_of_range"),
        (anchor(today, 0), "zero"),
        (no_events, "zero"),
        (anchor(today, 1), "unauthorized"),
    ] {
        world.refused("patient", &msg, code);
    }
    world.send("hospital", &anchor(0, 1)).unwrap();
    world
        .suite
        .set_time(u32::try_from(today + 1).unwrap() * DAY);
    world.send("hospital", &anchor(today + 1, 1)).unwrap();
}

#[test]
fn custodians_declare_themselves() {
    let mut world = world();
    let declare = |part2| ExecuteMsg::DeclarePart2 { part2 };
    world.refused("patient", &declare(true), "unauthorized");
    world.refused("hospital", &declare(false), "nothing_to_change");
    let before = world.dump();
    let tx = world.send("hospital", &declare(true)).unwrap();
    assert_eq!(tx.events_of("part2_declared").len(), 1);
    world.refused("hospital", &declare(true), "nothing_to_change");
    world.send("hospital", &declare(false)).unwrap();
    assert!(world.dump() == before);
}

#[test]
fn a_pause_stops_neither() {
    let mut world = world();
    world.pause();
    let day = today(&world);
    world.send("hospital", &anchor(day, 1)).unwrap();
    world
        .send("hospital", &ExecuteMsg::DeclarePart2 { part2: true })
        .unwrap();
}
