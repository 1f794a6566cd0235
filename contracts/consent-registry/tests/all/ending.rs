//! Revoking, marking as mistaken, and superseding: what ends never decides again.

use crate::support::*;
use health_types::consent::*;

#[test]
fn revoking_writes_the_consent_alone_and_once() {
    let mut town = Town::new();
    town.grant(1, permit(4));
    town.grant(2, deny(4));
    town.suite.advance(60);
    let before = town.dump();
    let revoke = town.revoke_msg(1);
    town.refused("stranger", revoke.clone(), UNAUTHORIZED);
    let tx = town.ok("patient", revoke.clone());
    assert_eq!(
        told(&tx),
        [
            "consent_changed subject=1 consent=1 status=revoked",
            "key_rotation_due subject=1 consent=1"
        ]
    );
    let after = town.dump();
    let written: Vec<_> = before
        .iter()
        .zip(&after)
        .filter(|(old, new)| old != new)
        .collect();
    assert_eq!((before.len(), written.len()), (after.len(), 1));
    assert_eq!(written[0].0 .0[0], 0x12);
    assert_eq!(town.consent(1).changed, START + 60);
    town.refused("patient", revoke, "wrong_status: consent 1 is revoked");
    // A deny opened nothing.
    let revoke = town.revoke_msg(2);
    let tx = town.ok("patient", revoke);
    assert_eq!(
        told(&tx),
        ["consent_changed subject=1 consent=2 status=revoked"]
    );
    let unknown = town.revoke_msg(9);
    town.refused("patient", unknown, "consent_not_found: 9");
}

#[test]
fn only_what_is_active_is_revoked() {
    let mut town = Town::new();
    for (id, status, name) in [
        (1, InitialStatus::Proposed, "proposed"),
        (2, InitialStatus::Refused, "refused"),
        (3, InitialStatus::Revoked, "revoked"),
        (4, InitialStatus::EnteredInError, "entered_in_error"),
    ] {
        town.grant(id, with_status(status, permit(4)));
        let revoke = town.revoke_msg(id);
        town.refused(
            "patient",
            revoke,
            &format!("wrong_status: consent {id} is {name}"),
        );
    }
    // Expiry is computed: what expired is withdrawn all the same.
    town.grant(5, lasting(None, Some(START + 1), permit(4)));
    town.suite.advance(1);
    let revoke = town.revoke_msg(5);
    town.ok("patient", revoke);
}

#[test]
fn mistakes_are_marked_before_and_after_they_are_in_force() {
    let mut town = Town::new();
    town.grant(1, with_status(InitialStatus::Proposed, permit(4)));
    town.grant(2, permit(4));
    let (draft, active) = (town.mistake_msg(1), town.mistake_msg(2));
    town.refused("stranger", draft.clone(), UNAUTHORIZED);
    let tx = town.ok("patient", draft.clone());
    assert_eq!(
        told(&tx),
        ["consent_changed subject=1 consent=1 status=entered_in_error"]
    );
    let tx = town.ok("patient", active.clone());
    assert_eq!(
        told(&tx),
        [
            "consent_changed subject=1 consent=2 status=entered_in_error",
            "key_rotation_due subject=1 consent=2"
        ]
    );
    town.refused(
        "patient",
        draft,
        "wrong_status: consent 1 is entered_in_error",
    );
    town.refused(
        "patient",
        active,
        "wrong_status: consent 2 is entered_in_error",
    );
    let unknown = town.mistake_msg(9);
    town.refused("patient", unknown, "consent_not_found: 9");
}

#[test]
fn delegates_end_permits_and_each_others_denies() {
    let mut town = Town::new();
    town.delegate("carer", BOTH);
    town.delegate("clerk", REVOKES);
    town.delegate("scribe", GRANTS);
    town.grant(1, deny(4));
    town.grant(2, mixed(4));
    town.grant(3, permit(4));
    for (id, consent) in [(4, deny(5)), (5, mixed(5))] {
        let msg = town.grant_msg(id, consent);
        town.ok("scribe", msg);
    }
    // The owner's denies are the owner's alone, exceptions to a permit too.
    for id in [1, 2] {
        for msg in [town.revoke_msg(id), town.mistake_msg(id)] {
            town.refused("carer", msg, UNAUTHORIZED);
        }
        let msg = town.grant_msg(9, superseding(&[id], permit(4)));
        town.refused("carer", msg, UNAUTHORIZED);
    }
    for id in [4, 5] {
        for msg in [town.revoke_msg(id), town.mistake_msg(id)] {
            town.refused("clerk", msg, UNAUTHORIZED);
            let msg = town.grant_msg(9, superseding(&[id], permit(4)));
            town.refused("scribe", msg, UNAUTHORIZED);
        }
    }
    let revoke = town.revoke_msg(3);
    town.refused("scribe", revoke.clone(), UNAUTHORIZED);
    town.ok("clerk", revoke);
    let revoke = town.revoke_msg(4);
    town.ok("carer", revoke);
    let msg = town.grant_msg(9, superseding(&[5], permit(4)));
    town.ok("carer", msg);
    assert_eq!(town.status(5), ConsentStatus::Superseded);
    for id in [1, 2] {
        let revoke = town.revoke_msg(id);
        town.ok("patient", revoke);
    }
}

#[test]
fn a_renewal_in_force_supersedes_for_good() {
    let mut town = Town::new();
    town.grant(1, deny(4));
    town.grant(2, permit(5));
    town.suite.advance(60);
    let tx = town.grant(3, superseding(&[1, 2], permit(4)));
    assert_eq!(
        told(&tx),
        [
            "consent_recorded subject=1 consent=3 status=active by_delegate=false",
            "consent_changed subject=1 consent=1 status=superseded",
            "consent_changed subject=1 consent=2 status=superseded",
            "key_rotation_due subject=1 consent=2",
        ]
    );
    assert_eq!(town.consent(1).changed, START + 60);
    let revoke = town.revoke_msg(3);
    town.ok("patient", revoke);
    assert_eq!(town.status(1), ConsentStatus::Superseded);
    for msg in [town.revoke_msg(1), town.mistake_msg(1)] {
        town.refused("patient", msg, "wrong_status: consent 1 is superseded");
    }
    let msg = town.grant_msg(4, superseding(&[1], permit(4)));
    town.refused("patient", msg, "wrong_status: consent 1 is superseded");
    let msg = town.grant_msg(4, superseding(&[9], permit(4)));
    town.refused("patient", msg, "consent_not_found: 9");
}

#[test]
fn a_renewal_that_begins_later_supersedes_then() {
    let mut town = Town::new();
    town.grant(1, deny(4));
    let later = |from| superseding(&[1], lasting(Some(from), Some(from + 10), permit(4)));
    town.grant(2, later(START + 100));
    assert_eq!(town.status(1), ConsentStatus::Active);
    let msg = town.grant_msg(3, later(START + 50));
    town.refused(
        "patient",
        msg,
        "superseding_pending: consent 1 will be superseded by 2",
    );
    town.suite.set_time(START + 99);
    assert_eq!(town.status(1), ConsentStatus::Active);
    town.suite.set_time(START + 100);
    assert_eq!(town.status(1), ConsentStatus::Superseded);
    for msg in [town.revoke_msg(1), town.mistake_msg(1)] {
        town.refused("patient", msg, "wrong_status: consent 1 is superseded");
    }
    // For good, though the renewal expires or is withdrawn.
    town.suite.set_time(START + 200);
    assert_eq!(town.status(1), ConsentStatus::Superseded);
    let revoke = town.revoke_msg(2);
    town.ok("patient", revoke);
    assert_eq!(town.status(1), ConsentStatus::Superseded);
}

#[test]
fn a_renewal_withdrawn_before_it_begins_supersedes_nothing() {
    let mut town = Town::new();
    town.grant(1, deny(4));
    let later = |from| superseding(&[1], lasting(Some(from), None, permit(4)));
    town.grant(2, later(START + 100));
    let revoke = town.revoke_msg(2);
    town.ok("patient", revoke);
    town.suite.set_time(START + 200);
    assert_eq!(town.status(1), ConsentStatus::Active);
    // Another renewal may take its place, and be marked as a mistake once it was in force.
    town.grant(3, later(START + 300));
    town.suite.set_time(START + 300);
    let mistake = town.mistake_msg(3);
    town.ok("patient", mistake);
    assert_eq!(town.status(1), ConsentStatus::Superseded);
}

#[test]
fn a_renewal_in_force_overtakes_one_that_waits() {
    let mut town = Town::new();
    town.grant(1, deny(4));
    town.grant(
        2,
        superseding(&[1], lasting(Some(START + 100), None, permit(4))),
    );
    town.grant(3, superseding(&[1], permit(4)));
    assert_eq!(town.status(1), ConsentStatus::Superseded);
    assert_eq!(town.status(2), ConsentStatus::Active);
}

#[test]
fn a_draft_supersedes_when_it_is_taken() {
    let mut town = Town::new();
    for id in [1, 2] {
        town.grant(id, deny(4));
    }
    let draft = |ids| with_status(InitialStatus::Proposed, superseding(ids, permit(4)));
    town.grant(3, draft(&[1, 2]));
    assert_eq!(town.status(1), ConsentStatus::Active);
    let revoke = town.revoke_msg(2);
    town.ok("patient", revoke);
    town.delegate("carer", BOTH);
    let take = town.activate_msg(3);
    // The draft would end the owner's deny.
    town.refused("carer", take.clone(), UNAUTHORIZED);
    let tx = town.ok("patient", take);
    assert_eq!(
        told(&tx),
        [
            "consent_changed subject=1 consent=3 status=active",
            "consent_changed subject=1 consent=1 status=superseded"
        ]
    );
    assert_eq!(town.status(2), ConsentStatus::Revoked);
    // What is over already supersedes nothing.
    town.grant(4, deny(4));
    town.grant(
        5,
        with_status(InitialStatus::Revoked, superseding(&[4], permit(4))),
    );
    assert_eq!(town.status(4), ConsentStatus::Active);
    let msg = town.grant_msg(6, draft(&[1]));
    town.refused("patient", msg, "wrong_status: consent 1 is superseded");
}
