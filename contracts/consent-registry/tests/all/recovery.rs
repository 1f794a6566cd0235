//! Recovery: contacts, votes, vetoes and time.

use crate::people::{world, World, DAY, HOUR};
use health_kit::hash::tagged_hash;
use health_types::consent::{
    ExecuteMsg, PendingRecoveryResponse, QueryMsg, RecoveryResponse, SubjectResponse,
};
use health_types::Bytes32;

pub const CONTACTS: [&str; 3] = ["friend", "sister", "lawyer"];

pub fn salt(name: &str) -> Bytes32 {
    Bytes32([name.as_bytes()[0]; 32])
}

/// The commitment as a wallet makes it, from the recipe that the contract states.
pub fn commitment(world: &World, name: &str) -> Bytes32 {
    use cosmwasm_std::Api;
    let api = world.suite.app.api();
    let canonical = |human: &str| api.addr_canonicalize(human).unwrap();
    tagged_hash(
        "cw-health/consent/recovery-contact/1",
        &[
            world.suite.app.block_info().chain_id.as_bytes(),
            &canonical(world.suite.consent.as_str()),
            &world.subject.0,
            &canonical(world.suite.account(name).as_str()),
            &salt(name).0,
        ],
    )
}

pub fn name_contacts(world: &World, names: &[&str], threshold: u8) -> ExecuteMsg {
    ExecuteMsg::NameRecoveryContacts {
        subject: world.subject,
        contacts: names.iter().map(|name| commitment(world, name)).collect(),
        threshold,
    }
}

pub fn with_contacts(threshold: u8) -> World {
    let mut world = world();
    let msg = name_contacts(&world, &CONTACTS, threshold);
    world.send("patient", &msg).unwrap();
    world
}

pub fn propose(world: &World, contact: &str, owner: &str) -> ExecuteMsg {
    ExecuteMsg::ProposeRecovery {
        subject: world.subject,
        new_owner: world.suite.account(owner).to_string(),
        salt: salt(contact),
    }
}

pub fn vote(world: &mut World, contact: &str, owner: &str) {
    let msg = propose(world, contact, owner);
    world.send(contact, &msg).unwrap();
}

pub fn owner(world: &World) -> Option<String> {
    let query = QueryMsg::Subject {
        subject: world.subject,
    };
    world
        .suite
        .ask_consent::<SubjectResponse>(&query)
        .unwrap()
        .owner
}

fn pending(world: &World) -> Option<RecoveryResponse> {
    let query = QueryMsg::PendingRecovery {
        subject: world.subject,
    };
    world
        .suite
        .ask_consent::<PendingRecoveryResponse>(&query)
        .unwrap()
        .recovery
}

fn execute(world: &World) -> ExecuteMsg {
    ExecuteMsg::ExecuteRecovery {
        subject: world.subject,
    }
}

fn veto(world: &World) -> ExecuteMsg {
    ExecuteMsg::VetoRecovery {
        subject: world.subject,
    }
}

#[test]
fn contacts_make_an_owner_48_hours_after_they_agree() {
    let mut world = with_contacts(2);
    let start = world.suite.now();
    vote(&mut world, "friend", "new");
    let first = pending(&world).unwrap();
    assert_eq!((first.agreed, first.threshold, first.due), (1, 2, None));
    assert_eq!(first.lapses, start + 14 * DAY);
    let msg = execute(&world);
    world.refused("anyone", &msg, "nothing_pending");

    world.suite.advance(HOUR);
    vote(&mut world, "lawyer", "new");
    let due = start + HOUR + 48 * HOUR;
    let met = pending(&world).unwrap();
    assert_eq!(
        (met.agreed, met.due, met.lapses),
        (2, Some(due), start + 14 * DAY)
    );
    assert!(met.vetoable);
    world.suite.set_time(due - 1);
    world.refused("anyone", &msg, "too_early");
    world.suite.set_time(due);
    let tx = world.send("anyone", &msg).unwrap();
    assert_eq!(tx.events_of("owner_changed").len(), 1);
    assert_eq!(owner(&world), Some(world.suite.account("new").to_string()));
    assert_eq!(pending(&world), None);
    world.refused("anyone", &msg, "nothing_pending");
    let msg = name_contacts(&world, &[], 0);
    world.refused("patient", &msg, "unauthorized");
    world.send("new", &msg).unwrap();
}

#[test]
fn proposals_lapse_after_14_days() {
    let mut world = with_contacts(1);
    let start = world.suite.now();
    vote(&mut world, "friend", "new");
    world.suite.set_time(start + 14 * DAY - 1);
    assert!(pending(&world).is_some());
    let again = propose(&world, "friend", "new");
    world.refused("friend", &again, "already_agreed");
    world.suite.set_time(start + 14 * DAY);
    assert_eq!(pending(&world), None);
    let msg = execute(&world);
    world.refused("anyone", &msg, "proposal_lapsed");
    let msg = veto(&world);
    world.refused("patient", &msg, "nothing_pending");
    vote(&mut world, "friend", "new");
    assert_eq!(
        pending(&world).unwrap().due,
        Some(start + 14 * DAY + 48 * HOUR)
    );
}

#[test]
fn a_late_agreement_waits_for_a_fresh_proposal() {
    let mut world = with_contacts(2);
    let start = world.suite.now();
    vote(&mut world, "friend", "new");
    world.suite.set_time(start + 13 * DAY);
    vote(&mut world, "lawyer", "new");
    world.suite.set_time(start + 15 * DAY);
    let msg = execute(&world);
    world.refused("anyone", &msg, "proposal_lapsed");
    vote(&mut world, "friend", "new");
    world.suite.advance(48 * HOUR);
    world.send("anyone", &msg).unwrap();
}

#[test]
fn only_contacts_propose() {
    let mut world = with_contacts(2);
    let msg = propose(&world, "friend", "new");
    for stranger in ["stranger", "patient", "sister"] {
        world.refused(stranger, &msg, "unauthorized");
    }
    let unknown = ExecuteMsg::ProposeRecovery {
        subject: Bytes32([1; 32]),
        new_owner: world.suite.account("new").to_string(),
        salt: salt("friend"),
    };
    world.refused("friend", &unknown, "unauthorized");
    let msg = propose(&world, "friend", "friend");
    world.refused("friend", &msg, "self_reference");
    let msg = propose(&world, "friend", "patient");
    world.refused("friend", &msg, "already_owner");
    let msg = veto(&world);
    world.refused("friend", &msg, "unauthorized");
}

#[test]
fn one_contact_cannot_crowd_out_the_others() {
    let mut world = with_contacts(2);
    vote(&mut world, "friend", "thief");
    vote(&mut world, "sister", "new");
    assert_eq!(pending(&world).unwrap().due, None);
    vote(&mut world, "lawyer", "new");
    let met = pending(&world).unwrap();
    assert_eq!(
        (met.agreed, met.new_owner),
        (2, world.suite.account("new").to_string())
    );
    // Nor does it displace what they agreed to.
    vote(&mut world, "friend", "other");
    assert_eq!(pending(&world).unwrap().due, met.due);
    // A contact that changes its mind takes its vote back.
    vote(&mut world, "lawyer", "other");
    let now = pending(&world).unwrap();
    assert_eq!(
        (now.agreed, now.new_owner),
        (2, world.suite.account("other").to_string())
    );
}

#[test]
fn a_second_proposal_by_all_cannot_be_vetoed() {
    let mut world = with_contacts(2);
    let veto = veto(&world);
    world.refused("patient", &veto, "nothing_pending");
    vote(&mut world, "friend", "new");
    vote(&mut world, "sister", "new");
    world.send("patient", &veto).unwrap();
    assert_eq!(pending(&world), None);
    let msg = execute(&world);
    world.suite.advance(48 * HOUR);
    world.refused("anyone", &msg, "nothing_pending");

    // By the threshold alone, it can.
    vote(&mut world, "friend", "new");
    vote(&mut world, "sister", "new");
    assert!(pending(&world).unwrap().vetoable);
    world.send("patient", &veto).unwrap();
    assert_eq!(pending(&world).unwrap().due, None);
    world.refused("patient", &veto, "not_vetoable");

    // A veto between the votes does not keep them from agreeing, all three.
    world.suite.advance(HOUR);
    vote(&mut world, "lawyer", "new");
    let all = pending(&world).unwrap();
    assert_eq!((all.agreed, all.vetoable), (3, false));
    assert_eq!(all.due, Some(world.suite.now() + 48 * HOUR));
    world.refused("patient", &veto, "not_vetoable");
    world.suite.advance(48 * HOUR);
    world.send("anyone", &msg).unwrap();
    assert_eq!(owner(&world), Some(world.suite.account("new").to_string()));
}

#[test]
fn all_contacts_at_first_can_still_be_vetoed() {
    let mut world = with_contacts(3);
    for contact in CONTACTS {
        vote(&mut world, contact, "new");
    }
    assert!(pending(&world).unwrap().vetoable);
    let msg = veto(&world);
    world.send("patient", &msg).unwrap();
    for contact in CONTACTS {
        vote(&mut world, contact, "new");
    }
    assert!(!pending(&world).unwrap().vetoable);
    world.refused("patient", &msg, "not_vetoable");
}

#[test]
fn contacts_stay_while_they_are_needed() {
    let mut world = with_contacts(2);
    let replace = name_contacts(&world, &["thief"], 1);
    vote(&mut world, "friend", "new");
    world.refused("patient", &replace, "recovery_pending");
    let msg = veto(&world);
    world.send("patient", &msg).unwrap();
    world.refused("patient", &replace, "recovery_contested");
    world.suite.advance(14 * DAY - 1);
    world.refused("patient", &replace, "recovery_contested");
    world.suite.advance(1);
    world.send("patient", &replace).unwrap();
    world.suite.advance(48 * HOUR);
    let msg = propose(&world, "friend", "new");
    world.refused("friend", &msg, "unauthorized");
    vote(&mut world, "thief", "new");
    assert!(pending(&world).unwrap().vetoable);
}

fn contacts_from(world: &World) -> Option<u32> {
    let query = QueryMsg::PendingRecovery {
        subject: world.subject,
    };
    world
        .suite
        .ask_consent::<PendingRecoveryResponse>(&query)
        .unwrap()
        .other_contacts_from
}

#[test]
fn other_contacts_wait_48_hours() {
    let mut world = with_contacts(2);
    let start = world.suite.now();
    let replace = name_contacts(&world, &["thief"], 1);
    let tx = world.send("patient", &replace).unwrap();
    let event = tx.events_of("recovery_contacts_named")[0];
    let from = event.attributes.iter().find(|one| one.key == "from");
    assert_eq!(from.unwrap().value, (start + 48 * HOUR).to_string());
    assert_eq!(contacts_from(&world), Some(start + 48 * HOUR));
    // A handover that the present ones could not veto to its end is not begun.
    let handover = ExecuteMsg::ProposeHandover {
        subject: world.subject,
        new_owner: world.suite.account("thief's other").to_string(),
    };
    world.refused("patient", &handover, "proposal_pending");
    let early = propose(&world, "thief", "new");
    world.suite.set_time(start + 48 * HOUR - 1);
    world.refused("thief", &early, "unauthorized");
    // One vote is not enough, and counts no longer when the others take over.
    vote(&mut world, "friend", "new");
    world.suite.advance(1);
    assert_eq!((contacts_from(&world), pending(&world)), (None, None));
    let late = propose(&world, "sister", "new");
    world.refused("sister", &late, "unauthorized");
    world.send("thief", &early).unwrap();
    assert_eq!(pending(&world).unwrap().agreed, 1);
}

#[test]
fn contacts_that_agree_are_not_replaced() {
    let mut world = with_contacts(2);
    let start = world.suite.now();
    let dismiss = name_contacts(&world, &[], 0);
    world.send("patient", &dismiss).unwrap();
    world.suite.advance(HOUR);
    vote(&mut world, "friend", "new");
    assert_eq!(contacts_from(&world), Some(start + 48 * HOUR));
    vote(&mut world, "sister", "new");
    assert_eq!(contacts_from(&world), None);
    let msg = veto(&world);
    world.send("patient", &msg).unwrap();
    world.suite.set_time(start + 48 * HOUR);
    for contact in CONTACTS {
        vote(&mut world, contact, "new");
    }
    world.refused("patient", &msg, "not_vetoable");
    world.suite.advance(48 * HOUR);
    let msg = execute(&world);
    world.send("anyone", &msg).unwrap();
    assert_eq!(owner(&world), Some(world.suite.account("new").to_string()));
}

#[test]
fn naming_the_present_contacts_takes_others_back() {
    let mut world = with_contacts(2);
    let before = world.dump();
    let (replace, keep) = (
        name_contacts(&world, &["thief"], 1),
        name_contacts(&world, &CONTACTS, 2),
    );
    world.send("patient", &replace).unwrap();
    world.send("patient", &keep).unwrap();
    assert!(world.dump() == before);
    // Nor is it the same with another threshold.
    let lower = name_contacts(&world, &CONTACTS, 1);
    world.send("patient", &lower).unwrap();
    assert!(contacts_from(&world).is_some());
    world.suite.advance(48 * HOUR);
    vote(&mut world, "lawyer", "new");
    assert!(pending(&world).unwrap().due.is_some());
}

#[test]
fn dismissed_contacts_are_gone_after_48_hours_and_others_come_at_once() {
    let mut world = with_contacts(1);
    let dismiss = name_contacts(&world, &[], 0);
    world.send("patient", &dismiss).unwrap();
    world.suite.advance(48 * HOUR);
    let msg = propose(&world, "friend", "new");
    world.refused("friend", &msg, "unauthorized");
    let msg = name_contacts(&world, &["sister"], 1);
    world.send("patient", &msg).unwrap();
    assert_eq!(contacts_from(&world), None);
    vote(&mut world, "sister", "new");
}

#[test]
fn bounds_of_contacts() {
    let mut world = world();
    let name = |contacts: Vec<Bytes32>, threshold| ExecuteMsg::NameRecoveryContacts {
        subject: world.subject,
        contacts,
        threshold,
    };
    let distinct = |count: u8| {
        (1..=count)
            .map(|byte| Bytes32([byte; 32]))
            .collect::<Vec<_>>()
    };
    let refused = [
        (name(distinct(9), 1), "invalid_count"),
        (name(vec![Bytes32([1; 32]); 2], 1), "duplicate"),
        (name(vec![Bytes32::ZERO], 1), "zero"),
        (name(distinct(2), 0), "out_of_range"),
        (name(distinct(2), 3), "out_of_range"),
        (name(vec![], 1), "out_of_range"),
        (name(distinct(1), 1), "unauthorized"),
    ];
    let accepted = [name(distinct(8), 8), name(distinct(1), 1), name(vec![], 0)];
    for (msg, code) in refused {
        world.refused("stranger", &msg, code);
    }
    for msg in accepted {
        world.send("patient", &msg).unwrap();
    }
}

#[test]
fn a_pause_stops_none_of_it() {
    let mut world = with_contacts(1);
    world.pause();
    vote(&mut world, "friend", "new");
    let msg = veto(&world);
    world.send("patient", &msg).unwrap();
    vote(&mut world, "friend", "new");
    world.suite.advance(48 * HOUR);
    let msg = execute(&world);
    world.send("anyone", &msg).unwrap();
}

#[test]
fn unknown_subjects_have_nothing_pending() {
    let mut world = world();
    let subject = Bytes32([1; 32]);
    world.refused(
        "anyone",
        &ExecuteMsg::ExecuteRecovery { subject },
        "subject_not_found",
    );
    world.refused(
        "anyone",
        &ExecuteMsg::VetoRecovery { subject },
        "unauthorized",
    );
    let error = world
        .suite
        .ask_consent::<PendingRecoveryResponse>(&QueryMsg::PendingRecovery { subject })
        .unwrap_err();
    assert!(error.contains("subject_not_found"), "{error}");
}

#[test]
fn a_veto_is_remembered_while_other_contacts_wait() {
    let mut world = with_contacts(2);
    vote(&mut world, "friend", "new");
    let msg = veto(&world);
    world.send("patient", &msg).unwrap();
    world.suite.advance(14 * DAY);
    let dismiss = name_contacts(&world, &[], 0);
    world.send("patient", &dismiss).unwrap();
    for contact in CONTACTS {
        vote(&mut world, contact, "new");
    }
    world.refused("patient", &msg, "not_vetoable");
    // It was a veto of these contacts', and not of whom the owner names later.
    let mut world = with_contacts(1);
    vote(&mut world, "friend", "new");
    let msg = veto(&world);
    world.send("patient", &msg).unwrap();
    world.suite.advance(14 * DAY);
    let replace = name_contacts(&world, &["thief"], 1);
    world.send("patient", &replace).unwrap();
    world.suite.advance(48 * HOUR);
    vote(&mut world, "thief", "new");
    world.send("patient", &msg).unwrap();
}
