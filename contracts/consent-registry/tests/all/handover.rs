//! Handing a subject over.

use crate::people::{world, World, DAY, HOUR};
use crate::recovery::{name_contacts, owner, salt, vote, with_contacts};
use health_types::consent::{ExecuteMsg, HandoverResponse, PendingHandoverResponse, QueryMsg};
use health_types::Bytes32;

fn propose(world: &World, owner: &str) -> ExecuteMsg {
    ExecuteMsg::ProposeHandover {
        subject: world.subject,
        new_owner: world.suite.account(owner).to_string(),
    }
}

fn cancel(world: &World) -> ExecuteMsg {
    ExecuteMsg::CancelHandover {
        subject: world.subject,
    }
}

fn execute(world: &World) -> ExecuteMsg {
    ExecuteMsg::ExecuteHandover {
        subject: world.subject,
    }
}

fn veto(world: &World, contact: &str) -> ExecuteMsg {
    ExecuteMsg::VetoHandover {
        subject: world.subject,
        salt: salt(contact),
    }
}

fn pending(world: &World) -> Option<HandoverResponse> {
    let query = QueryMsg::PendingHandover {
        subject: world.subject,
    };
    world
        .suite
        .ask_consent::<PendingHandoverResponse>(&query)
        .unwrap()
        .handover
}

#[test]
fn it_waits_48_hours_and_lapses_after_14_days() {
    let mut world = world();
    let start = world.suite.now();
    let msg = propose(&world, "new");
    world.send("patient", &msg).unwrap();
    let expected = HandoverResponse {
        new_owner: world.suite.account("new").to_string(),
        due: start + 48 * HOUR,
        lapses: start + 14 * DAY,
        vetoes: 0,
    };
    assert_eq!(pending(&world), Some(expected));
    world.refused("patient", &msg, "proposal_pending");
    let msg = execute(&world);
    world.suite.set_time(start + 48 * HOUR - 1);
    world.refused("anyone", &msg, "too_early");
    world.suite.set_time(start + 14 * DAY);
    world.refused("anyone", &msg, "proposal_lapsed");
    assert_eq!(pending(&world), None);
    let msg = cancel(&world);
    world.refused("patient", &msg, "nothing_pending");
    let msg = propose(&world, "new");
    world.send("patient", &msg).unwrap();
    world.suite.advance(14 * DAY - 1);
    let msg = execute(&world);
    world.send("anyone", &msg).unwrap();
    assert_eq!(owner(&world), Some(world.suite.account("new").to_string()));
    world.refused("anyone", &msg, "nothing_pending");
}

#[test]
fn the_owner_alone_proposes_and_cancels() {
    let mut world = world();
    for (to, code) in [("stranger", "self_reference"), ("new", "unauthorized")] {
        let msg = propose(&world, to);
        world.refused("stranger", &msg, code);
    }
    let msg = propose(&world, "new");
    world.send("patient", &msg).unwrap();
    let msg = cancel(&world);
    world.refused("new", &msg, "unauthorized");
    let tx = world.send("patient", &msg).unwrap();
    assert_eq!(tx.events_of("handover_ended").len(), 1);
    world.suite.advance(48 * HOUR);
    let msg = execute(&world);
    world.refused("anyone", &msg, "nothing_pending");
    let unknown = Bytes32([1; 32]);
    world.refused(
        "patient",
        &ExecuteMsg::CancelHandover { subject: unknown },
        "unauthorized",
    );
    world.refused(
        "anyone",
        &ExecuteMsg::ExecuteHandover { subject: unknown },
        "subject_not_found",
    );
}

#[test]
fn as_many_contacts_veto_as_recover() {
    let mut world = with_contacts(2);
    let msg = veto(&world, "friend");
    world.refused("friend", &msg, "nothing_pending");
    let msg = propose(&world, "thief");
    world.send("patient", &msg).unwrap();
    for (sender, salt_of) in [
        ("patient", "friend"),
        ("friend", "lawyer"),
        ("stranger", "sister"),
    ] {
        let msg = veto(&world, salt_of);
        world.refused(sender, &msg, "unauthorized");
    }
    let msg = veto(&world, "friend");
    world.refused("stranger", &msg, "unauthorized");
    let tx = world.send("friend", &msg).unwrap();
    assert_eq!(tx.events_of("handover_vetoed").len(), 1);
    assert_eq!(pending(&world).unwrap().vetoes, 1);
    world.refused("friend", &msg, "already_agreed");
    let msg = veto(&world, "lawyer");
    let tx = world.send("lawyer", &msg).unwrap();
    assert_eq!(tx.events_of("handover_ended").len(), 1);
    assert_eq!(pending(&world), None);
}

#[test]
fn the_contacts_stay_while_it_waits() {
    let mut world = with_contacts(2);
    let msg = propose(&world, "thief");
    world.send("patient", &msg).unwrap();
    let dismiss = name_contacts(&world, &[], 0);
    world.refused("patient", &dismiss, "handover_pending");
    world.suite.advance(14 * DAY);
    world.send("patient", &dismiss).unwrap();
}

#[test]
fn a_recovery_that_is_agreed_to_goes_first() {
    let mut world = with_contacts(2);
    let msg = propose(&world, "thief");
    world.send("patient", &msg).unwrap();
    vote(&mut world, "friend", "new");
    vote(&mut world, "sister", "new");
    world.suite.advance(48 * HOUR);
    let handover = execute(&world);
    world.refused("thief", &handover, "recovery_pending");
    let subject = world.subject;
    world
        .send("anyone", &ExecuteMsg::ExecuteRecovery { subject })
        .unwrap();
    assert_eq!(owner(&world), Some(world.suite.account("new").to_string()));
    world.refused("thief", &handover, "nothing_pending");
}

#[test]
fn a_lone_contact_blocks_no_handover() {
    let mut world = with_contacts(2);
    vote(&mut world, "friend", "other");
    let msg = propose(&world, "new");
    world.send("patient", &msg).unwrap();
    world.suite.advance(48 * HOUR);
    let msg = execute(&world);
    world.send("anyone", &msg).unwrap();
    // What was proposed to the old owner died with its ownership, and the contacts are the same.
    vote(&mut world, "friend", "other");
}

#[test]
fn an_agreed_recovery_stops_a_new_handover() {
    let mut world = with_contacts(1);
    vote(&mut world, "friend", "new");
    let msg = propose(&world, "thief");
    world.refused("patient", &msg, "recovery_pending");
}

#[test]
fn a_pause_stops_none_of_it() {
    let mut world = world();
    world.pause();
    let msg = propose(&world, "new");
    world.send("patient", &msg).unwrap();
    world.suite.advance(48 * HOUR);
    let msg = execute(&world);
    world.send("anyone", &msg).unwrap();
}
