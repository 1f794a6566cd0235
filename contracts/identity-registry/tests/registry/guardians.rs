//! Naming guardians, and when others take their place.

use crate::harness::*;
use crate::moves::{guarded, vote};
use health_types::identity::*;

const UNAUTHORIZED: &str = "unauthorized: the sender may not do this";

#[test]
fn later_guardians_wait_and_a_dispute_locks_them() {
    let (mut registry, doctor) = guarded();
    registry.wait(10);
    registry.name_guardians("doctor", &["x"], 1);
    let holder = |registry: &Registry| -> HolderResponse {
        registry.ask(QueryMsg::Holder { holder: doctor })
    };
    let found = holder(&registry);
    assert_eq!(found.account, Some(registry.account("doctor")));
    assert_eq!(found.guardians.unwrap().threshold, 2);
    assert_eq!(found.next_guardians.unwrap().from, START + 10 + 48 * HOUR);
    let msg = registry.move_msg(doctor, "new");
    registry.refused("x", msg.clone(), UNAUTHORIZED);
    vote(&mut registry, "a", doctor, "new");
    vote(&mut registry, "b", doctor, "new");
    let name = |registry: &Registry| ExecuteMsg::NameGuardians {
        guardians: vec![registry.account("y")],
        threshold: 1,
    };
    let locked = |until: u32| format!("guardians_locked: until {until}");
    let again = name(&registry);
    registry.refused("doctor", again.clone(), &locked(START + 10 + 14 * DAY));
    registry.wait(10);
    registry.ok("doctor", ExecuteMsg::VetoMove {});
    registry.refused("doctor", again.clone(), &locked(START + 20 + 14 * DAY));
    assert_eq!(holder(&registry).vetoed, Some(START + 20));
    registry.set_time(START + 20 + 14 * DAY);
    assert_eq!(holder(&registry).vetoed, None);
    registry.ok("doctor", again);
    // The former change went when the guardians agreed on a move; the new one waits as any.
    let found = holder(&registry);
    assert_eq!(found.guardians.unwrap().threshold, 2);
    assert_eq!(
        found.next_guardians.unwrap().set.unwrap().guardians,
        [registry.account("y")]
    );
    registry.wait(48 * HOUR);
    registry.refused("a", msg.clone(), UNAUTHORIZED);
    registry.ok("y", msg);
}

#[test]
fn guardians_are_removed_by_an_empty_list() {
    let (mut registry, doctor) = guarded();
    registry.name_guardians("doctor", &[], 0);
    registry.wait(48 * HOUR);
    let msg = registry.move_msg(doctor, "new");
    registry.refused("a", msg, UNAUTHORIZED);
    // With none to guard, new ones take effect at once.
    registry.name_guardians("doctor", &["z"], 1);
    let msg = registry.move_msg(doctor, "new");
    registry.ok("z", msg);
    assert!(registry.pending_move(doctor).is_some());
}

#[test]
fn thresholds_fit_the_guardians() {
    let (mut registry, _) = guarded();
    let guardians = |registry: &Registry, count: usize| -> Vec<String> {
        (0..count)
            .map(|n| registry.account(&format!("g{n}")))
            .collect()
    };
    for (count, threshold) in [(0, 1), (1, 0), (2, 3)] {
        let msg = ExecuteMsg::NameGuardians {
            guardians: guardians(&registry, count),
            threshold,
        };
        let refused = format!("invalid_threshold: {threshold} of {count}");
        registry.refused("doctor", msg, &refused);
    }
    let nine = ExecuteMsg::NameGuardians {
        guardians: guardians(&registry, 9),
        threshold: 1,
    };
    let many = "invalid_count: guardians has 9, from 0 to 8 are allowed";
    registry.refused("doctor", nine, many);
    let twice = ExecuteMsg::NameGuardians {
        guardians: vec![registry.account("g"), registry.account("g")],
        threshold: 1,
    };
    registry.refused("doctor", twice, "duplicate: in guardians");
}

/// Whoever stole the holder's key names guardians of its own at once, and waits with the veto until they are in force.
#[test]
fn guardians_who_agree_in_time_are_not_replaced() {
    let (mut registry, doctor) = guarded();
    registry.name_guardians("doctor", &["thief"], 1);
    registry.wait(47 * HOUR);
    vote(&mut registry, "a", doctor, "new");
    let holder = |registry: &Registry| -> HolderResponse {
        registry.ask(QueryMsg::Holder { holder: doctor })
    };
    assert!(holder(&registry).next_guardians.is_some());
    vote(&mut registry, "b", doctor, "new");
    assert_eq!(holder(&registry).next_guardians, None);
    registry.wait(2 * HOUR);
    registry.ok("doctor", ExecuteMsg::VetoMove {});
    let msg = registry.move_msg(doctor, "worse");
    registry.refused("thief", msg, UNAUTHORIZED);
    registry.wait(1);
    for guardian in ["a", "b", "c"] {
        vote(&mut registry, guardian, doctor, "new");
    }
    assert!(!registry.pending_move(doctor).unwrap().vetoable);
}

#[test]
fn guardians_who_agree_too_late_are_nobody() {
    let (mut registry, doctor) = guarded();
    registry.name_guardians("doctor", &["x"], 1);
    vote(&mut registry, "a", doctor, "new");
    registry.wait(48 * HOUR);
    let msg = registry.move_msg(doctor, "new");
    registry.refused("b", msg, UNAUTHORIZED);
    // A move that the issuers propose does not bring them back.
    vote(&mut registry, "board", doctor, "new");
    vote(&mut registry, "x", doctor, "new");
    let pending = registry.pending_move(doctor).unwrap();
    assert!(pending.by_guardians);
    let msg = registry.move_msg(doctor, "new");
    registry.refused("a", msg, UNAUTHORIZED);
}

/// Of one second, nobody can tell which came first: what was cast in that of a veto came before it.
#[test]
fn a_veto_ends_the_votes_of_its_second() {
    let (mut registry, doctor) = guarded();
    for guardian in ["a", "b"] {
        vote(&mut registry, guardian, doctor, "new");
    }
    registry.ok("doctor", ExecuteMsg::VetoMove {});
    for guardian in ["a", "b", "c"] {
        vote(&mut registry, guardian, doctor, "new");
    }
    assert_eq!(registry.pending_move(doctor), None);
    registry.wait(1);
    for guardian in ["a", "b"] {
        vote(&mut registry, guardian, doctor, "new");
    }
    assert!(registry.pending_move(doctor).unwrap().vetoable);
}

#[test]
fn votes_are_listed() {
    let (mut registry, doctor) = guarded();
    vote(&mut registry, "a", doctor, "new");
    vote(&mut registry, "board", doctor, "other");
    let page = |start_after, limit| -> MoveVotesResponse {
        registry.ask(QueryMsg::MoveVotes {
            holder: doctor,
            start_after,
            limit,
        })
    };
    let first = page(None, Some(1));
    assert_eq!(
        first.items,
        [MoveVote {
            voter: VoteCursor::Guardian {
                account: registry.account("a"),
            },
            account: registry.account("new"),
            cast: START,
        }]
    );
    let second = page(first.next, Some(1));
    assert_eq!(second.items[0].voter, VoteCursor::Issuer { issuer: 1 });
    assert_eq!(second.next, None);
    let after = Some(VoteCursor::Issuer { issuer: 1 });
    assert_eq!(page(after, None).items.len(), 0);
}
