//! Sub-issuers, and whom an issuer may not issue to.

use crate::harness::*;
use health_types::identity::*;

const DOCTOR: Kind = Kind::Practitioner;
const UNAUTHORIZED: &str = "unauthorized: the sender may not do this";

#[test]
fn sub_issuers_issue_within_their_kinds() {
    let mut registry = Registry::new();
    let sub = registry.appoint("board", "office", &[DOCTOR]);
    assert_eq!(sub, 1);
    let doctor = registry.issue("office", "doctor", DOCTOR);
    assert_eq!(
        registry
            .check(doctor, DOCTOR)
            .credential
            .unwrap()
            .sub_issuer,
        Some(1)
    );
    let issue = registry.issue_msg("new", Kind::Researcher);
    registry.refused("office", issue, "kind_not_accredited: researcher");
    registry.ok(
        "governance",
        ExecuteMsg::WithdrawKinds {
            issuer: 1,
            kinds: vec![Kind::Researcher],
        },
    );
    let account = registry.account("other office");
    let kinds = vec![DOCTOR, Kind::Researcher];
    let refused = "kind_not_accredited: researcher";
    registry.refused(
        "board",
        ExecuteMsg::AppointSubIssuer { account, kinds },
        refused,
    );
}

#[test]
fn a_sub_issuer_fails_alone() {
    let mut registry = Registry::new();
    let sub = registry.appoint("board", "office", &[DOCTOR]);
    let doctor = registry.issue("office", "doctor", DOCTOR);
    let other = registry.issue("board", "other", DOCTOR);
    let suspend_sub = || ExecuteMsg::SuspendSubIssuer { issuer: 1, sub };
    let reinstate_sub = || ExecuteMsg::ReinstateSubIssuer { issuer: 1, sub };
    let remove_sub = || ExecuteMsg::RemoveSubIssuer { issuer: 1, sub };
    registry.ok("board", suspend_sub());
    assert_eq!(registry.status(doctor, DOCTOR), Status::IssuerSuspended);
    assert_eq!(registry.status(other, DOCTOR), Status::Valid);
    registry.refused("board", suspend_sub(), "wrong_state: suspended");
    registry.refused(
        "office",
        revoke(doctor, DOCTOR),
        "issuer_suspended: it may suspend and nothing else",
    );
    registry.ok("office", suspend(doctor, DOCTOR));
    registry.appoint("board", "branch", &[DOCTOR]);
    registry.appoint("board", "down", &[DOCTOR]);
    let of_branch = registry.issue("branch", "one", DOCTOR);
    let of_down = registry.issue("down", "two", DOCTOR);
    let suspend_third = ExecuteMsg::SuspendSubIssuer { issuer: 1, sub: 3 };
    registry.ok("board", suspend_third);
    registry.ok("board", reinstate_sub());
    assert_eq!(registry.status(of_branch, DOCTOR), Status::Valid);
    assert_eq!(registry.status(of_down, DOCTOR), Status::IssuerSuspended);
    registry.ok("office", reinstate(doctor, DOCTOR));
    assert_eq!(registry.status(doctor, DOCTOR), Status::Valid);

    // What governance suspended, it alone reinstates.
    registry.ok("governance", suspend_sub());
    registry.refused(
        "board",
        reinstate_sub(),
        "unauthorized: the sender may not do this",
    );
    registry.ok("governance", reinstate_sub());
    registry.refused("governance", reinstate_sub(), "wrong_state: active");
    registry.ok("board", remove_sub());
    assert_eq!(registry.status(doctor, DOCTOR), Status::IssuerSuspended);
    registry.refused("board", reinstate_sub(), "wrong_state: removed");
    registry.refused("board", remove_sub(), "wrong_state: removed");
    let sub = 4;
    registry.refused(
        "board",
        ExecuteMsg::SuspendSubIssuer { issuer: 1, sub },
        "sub_issuer_not_found: 4 of 1",
    );
    registry.refused(
        "ministry",
        ExecuteMsg::SuspendSubIssuer { issuer: 1, sub: 1 },
        "unauthorized: the sender may not do this",
    );
}

#[test]
fn a_suspended_issuer_may_suspend_its_sub_issuers_alone() {
    let mut registry = Registry::new();
    let sub = registry.appoint("board", "office", &[DOCTOR]);
    registry.ok("governance", suspend_issuer(1));
    let refused = "issuer_suspended: it may suspend and nothing else";
    registry.refused(
        "board",
        ExecuteMsg::RemoveSubIssuer { issuer: 1, sub },
        refused,
    );
    registry.ok("board", ExecuteMsg::SuspendSubIssuer { issuer: 1, sub });
    registry.refused(
        "board",
        ExecuteMsg::ReinstateSubIssuer { issuer: 1, sub },
        refused,
    );
    let issue = registry.issue_msg("new", DOCTOR);
    registry.refused("office", issue, refused);
}

#[test]
fn nobody_issues_to_its_own() {
    let mut registry = Registry::new();
    registry.appoint("board", "office", &[DOCTOR]);
    registry.appoint("board", "branch", &[DOCTOR]);
    let refused = "self_issue: nobody issues to itself, its issuer or its sub-issuers";
    for (issuer, holder) in [
        ("board", "board"),
        ("board", "office"),
        ("office", "board"),
        ("office", "office"),
    ] {
        let issue = registry.issue_msg(holder, DOCTOR);
        registry.refused(issuer, issue, refused);
    }
    // Beside and across, it may.
    registry.issue("office", "branch", DOCTOR);
    registry.issue("ministry", "board", DOCTOR);
    registry.issue("board", "ministry", DOCTOR);
}

#[test]
fn at_most_thirty_two_sub_issuers_are_ever_appointed() {
    let mut registry = Registry::new();
    for n in 1..=32 {
        assert_eq!(
            registry.appoint("board", &format!("office {n}"), &[DOCTOR]),
            n
        );
    }
    let doctor = registry.issue("office 32", "doctor", DOCTOR);
    registry.ok("board", ExecuteMsg::RemoveSubIssuer { issuer: 1, sub: 31 });
    assert_eq!(registry.status(doctor, DOCTOR), Status::Valid);
    let account = registry.account("office 33");
    let kinds = vec![DOCTOR];
    registry.refused(
        "board",
        ExecuteMsg::AppointSubIssuer { account, kinds },
        "too_many_sub_issuers: at most 32 are ever appointed",
    );
    registry.ok("board", ExecuteMsg::SuspendSubIssuer { issuer: 1, sub: 32 });
    assert_eq!(registry.status(doctor, DOCTOR), Status::IssuerSuspended);
    let listed: SubIssuersResponse = registry.ask(QueryMsg::SubIssuers { issuer: 1 });
    assert_eq!(listed.items.len(), 32);
    assert_eq!(listed.items[30].state, IssuerState::Removed);
}

#[test]
fn governance_appoints_sub_issuers_after_waiting() {
    let mut registry = Registry::new();
    registry.widen(IssuerChange::AppointSubIssuer {
        issuer: 2,
        account: registry.account("office"),
        kinds: vec![DOCTOR],
    });
    registry.issue("office", "doctor", DOCTOR);
    let account = registry.account("office");
    let answer: AccountResponse = registry.ask(QueryMsg::Account { account });
    assert_eq!((answer.issuer, answer.sub_issuer), (Some(2), Some(1)));
}

#[test]
fn a_sub_issuer_acts_on_its_own_alone() {
    let mut registry = Registry::new();
    registry.appoint("board", "office", &[DOCTOR]);
    registry.appoint("board", "branch", &[DOCTOR]);
    let holder = registry.issue_until("office", "doctor", DOCTOR, START + DAY);
    for msg in [
        suspend(holder, DOCTOR),
        revoke(holder, DOCTOR),
        renew(holder, DOCTOR, None),
        reinstate(holder, DOCTOR),
    ] {
        registry.refused("branch", msg, UNAUTHORIZED);
    }
    registry.refused("board", renew(holder, DOCTOR, None), UNAUTHORIZED);
    // What the issuer above suspended, it alone reinstates.
    registry.ok("board", suspend(holder, DOCTOR));
    let details = registry.credential(1, DOCTOR, holder).details.unwrap();
    assert_eq!(details.actor, Actor::Parent);
    registry.refused("office", reinstate(holder, DOCTOR), UNAUTHORIZED);
    registry.ok("board", reinstate(holder, DOCTOR));
    registry.ok("office", suspend(holder, DOCTOR));
    let details = registry.credential(1, DOCTOR, holder).details.unwrap();
    assert_eq!(details.actor, Actor::Issuer);
    registry.ok("board", reinstate(holder, DOCTOR));
    registry.ok("board", revoke(holder, DOCTOR));
}

/// A suspension from above takes the place of one's own: it cannot be forestalled by suspending first.
#[test]
fn the_one_above_takes_a_suspension_over() {
    let mut registry = Registry::new();
    let sub = registry.appoint("board", "office", &[DOCTOR]);
    let holder = registry.issue("office", "doctor", DOCTOR);
    registry.ok("office", suspend(holder, DOCTOR));
    registry.wait(5);
    registry.ok("board", suspend(holder, DOCTOR));
    let details = registry.credential(1, DOCTOR, holder).details.unwrap();
    assert_eq!((details.actor, details.changed), (Actor::Parent, START + 5));
    registry.refused("office", reinstate(holder, DOCTOR), UNAUTHORIZED);
    for again in ["board", "office"] {
        registry.refused(again, suspend(holder, DOCTOR), "wrong_state: suspended");
    }
    registry.ok("board", reinstate(holder, DOCTOR));

    let suspend_sub = || ExecuteMsg::SuspendSubIssuer { issuer: 1, sub };
    let reinstate_sub = || ExecuteMsg::ReinstateSubIssuer { issuer: 1, sub };
    registry.ok("board", suspend_sub());
    registry.ok("governance", suspend_sub());
    registry.refused("board", reinstate_sub(), UNAUTHORIZED);
    for again in ["board", "governance"] {
        registry.refused(again, suspend_sub(), "wrong_state: suspended");
    }
    registry.ok("governance", reinstate_sub());
    assert_eq!(registry.status(holder, DOCTOR), Status::Valid);
    registry.ok("board", ExecuteMsg::RemoveSubIssuer { issuer: 1, sub });
    registry.refused("governance", suspend_sub(), "wrong_state: removed");
}

#[test]
fn a_removed_ones_account_may_be_appointed_anew() {
    let mut registry = Registry::new();
    let first = registry.appoint("board", "office", &[DOCTOR]);
    let holder = registry.issue("office", "doctor", DOCTOR);
    registry.ok(
        "board",
        ExecuteMsg::RemoveSubIssuer {
            issuer: 1,
            sub: first,
        },
    );
    let second = registry.appoint("board", "office", &[DOCTOR]);
    assert_eq!((first, second), (1, 2));
    // What it issued before does not come back, and is the issuer's above to end.
    assert_eq!(registry.status(holder, DOCTOR), Status::IssuerSuspended);
    registry.refused("office", renew(holder, DOCTOR, None), UNAUTHORIZED);
    registry.refused("office", revoke(holder, DOCTOR), UNAUTHORIZED);
    registry.ok("board", revoke(holder, DOCTOR));
    registry.issue("office", "doctor", DOCTOR);
    assert_eq!(registry.status(holder, DOCTOR), Status::Valid);
    let sub = first;
    let reinstate = ExecuteMsg::ReinstateSubIssuer { issuer: 1, sub };
    registry.refused("board", reinstate, "wrong_state: removed");
}

#[test]
fn a_kind_taken_from_the_issuer_is_taken_from_its_sub_issuers() {
    let mut registry = Registry::new();
    registry.appoint("board", "office", &[DOCTOR]);
    let doctor = registry.issue_until("office", "doctor", DOCTOR, START + DAY);
    let kinds = vec![DOCTOR];
    registry.ok("governance", ExecuteMsg::WithdrawKinds { issuer: 1, kinds });
    assert_eq!(registry.status(doctor, DOCTOR), Status::IssuerSuspended);
    let refused = "kind_not_accredited: practitioner";
    let issue = registry.issue_msg("new", DOCTOR);
    registry.refused("office", issue, refused);
    registry.refused("office", renew(doctor, DOCTOR, None), refused);
}
