//! What erasure leaves for a while: held records, the log, and reviews owed.

use crate::erase::{
    break_glass, disclosures, emergencies, erase, erase_all, full, hold, left, respond,
};
use crate::people::{new_record, world, World, DAY};
use health_types::consent::{ExecuteMsg, LegalHoldsResponse, QueryMsg};
use health_types::identity::CredentialKind;

const RETENTION: u32 = (6 * 365 + 2) * DAY;

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
