//! Suspending, reinstating, revoking, renouncing and barring.

use crate::harness::*;
use health_types::identity::*;

const DOCTOR: Kind = Kind::Practitioner;

#[test]
fn suspension_is_reversible_and_revocation_final() {
    let mut registry = Registry::new();
    let holder = registry.issue("board", "doctor", DOCTOR);
    registry.wait(5);
    registry.ok("board", suspend(holder, DOCTOR));
    let details = registry.credential(1, DOCTOR, holder).details.unwrap();
    assert_eq!(details.reason, Some(Reason::UnderInvestigation));
    assert_eq!((details.issued, details.changed), (START, START + 5));
    registry.refused("board", suspend(holder, DOCTOR), "wrong_state: suspended");
    registry.ok("board", reinstate(holder, DOCTOR));
    let details = registry.credential(1, DOCTOR, holder).details.unwrap();
    assert_eq!(details.reason, None);
    registry.refused("board", reinstate(holder, DOCTOR), "wrong_state: active");
    registry.ok("board", suspend(holder, DOCTOR));
    registry.ok("board", revoke(holder, DOCTOR));
    let revoked = "wrong_state: revoked";
    for msg in [
        suspend(holder, DOCTOR),
        reinstate(holder, DOCTOR),
        revoke(holder, DOCTOR),
        renew(holder, DOCTOR, None),
    ] {
        registry.refused("board", msg, revoked);
    }
    let kind = DOCTOR;
    registry.refused("doctor", ExecuteMsg::Renounce { kind, issuer: 1 }, revoked);
    let check = registry.check(holder, DOCTOR);
    assert_eq!(check.status, Status::Revoked);
    let reason = check.credential.unwrap().reason;
    assert_eq!(reason, Some(Reason::PrivilegeWithdrawn));
    let missing = format!("credential_not_found: practitioner of holder {holder}");
    registry.refused("ministry", revoke(holder, DOCTOR), &missing);
}

#[test]
fn the_holders_reasons_are_the_holders() {
    let mut registry = Registry::new();
    let holder = registry.issue("board", "doctor", DOCTOR);
    for reason in [Reason::Renounced, Reason::Deactivated] {
        let kind = DOCTOR;
        for msg in [
            ExecuteMsg::Suspend {
                holder,
                kind,
                reason,
            },
            ExecuteMsg::Revoke {
                holder,
                kind,
                reason,
            },
        ] {
            registry.refused("board", msg, "reason_refused: it is the holder's to give");
        }
    }
}

#[test]
fn a_holder_renounces() {
    let mut registry = Registry::new();
    let holder = registry.issue("board", "doctor", DOCTOR);
    let kind = DOCTOR;
    let missing = format!("credential_not_found: practitioner of holder {holder}");
    registry.refused("doctor", ExecuteMsg::Renounce { kind, issuer: 2 }, &missing);
    registry.ok("doctor", ExecuteMsg::Renounce { kind, issuer: 1 });
    let details = registry.credential(1, DOCTOR, holder).details.unwrap();
    assert_eq!(details.actor, Actor::Holder);
    assert_eq!(details.reason, Some(Reason::Renounced));
    assert_eq!(registry.status(holder, DOCTOR), Status::Revoked);
}

#[test]
fn a_holder_bars_an_issuer() {
    let mut registry = Registry::new();
    let holder = registry.issue("board", "doctor", DOCTOR);
    registry.appoint("ministry", "office", &[DOCTOR]);
    let bar = |issuer| ExecuteMsg::BarIssuer { issuer };
    let unbar = |issuer| ExecuteMsg::UnbarIssuer { issuer };
    registry.refused("doctor", unbar(2), "not_barred: issuer 2");
    registry.refused("doctor", bar(9), "issuer_not_found: 9");
    registry.ok("doctor", bar(2));
    registry.refused("doctor", bar(2), "already_barred: issuer 2");
    let barred = format!("issuer_barred: by holder {holder}");
    let issue = registry.issue_msg("doctor", DOCTOR);
    registry.refused("ministry", issue.clone(), &barred);
    registry.refused("office", issue.clone(), &barred);
    let listed: BarredIssuersResponse = registry.ask(QueryMsg::BarredIssuers {
        holder,
        start_after: None,
        limit: None,
    });
    assert_eq!(listed.items, [2]);
    registry.ok("doctor", unbar(2));
    registry.ok("ministry", issue);
    // An issuer that bars itself is still not free to issue to itself.
    registry.ok("board", bar(1));
    registry.ok("board", unbar(1));
    let issue = registry.issue_msg("board", DOCTOR);
    let own = "self_issue: nobody issues to itself, its issuer or its sub-issuers";
    registry.refused("board", issue, own);
}

#[test]
fn a_pause_stops_what_gives_and_nothing_that_ends() {
    let mut registry = Registry::new();
    let holder = registry.issue_until("board", "doctor", DOCTOR, START + 99 * DAY);
    registry.issue("ministry", "doctor", DOCTOR);
    registry.pause();
    let paused = format!("paused: until {}", START + 72 * HOUR);
    let issue = registry.issue_msg("new", DOCTOR);
    registry.refused("board", issue.clone(), &paused);
    registry.refused("board", renew(holder, DOCTOR, None), &paused);
    registry.ok("board", suspend(holder, DOCTOR));
    registry.refused("board", reinstate(holder, DOCTOR), &paused);
    registry.ok("board", revoke(holder, DOCTOR));
    let kind = DOCTOR;
    registry.ok("doctor", ExecuteMsg::Renounce { kind, issuer: 2 });
    registry.ok("doctor", ExecuteMsg::BarIssuer { issuer: 1 });
    registry.refused("doctor", ExecuteMsg::UnbarIssuer { issuer: 1 }, &paused);
    registry.ok("governance", suspend_issuer(1));
    registry.wait(72 * HOUR);
    registry.ok("ministry", issue);
}

#[test]
fn a_bar_that_was_lifted_leaves_nothing() {
    let mut registry = Registry::new();
    registry.issue("board", "doctor", DOCTOR);
    let before = registry.dump();
    registry.ok("doctor", ExecuteMsg::BarIssuer { issuer: 2 });
    assert_ne!(registry.dump(), before);
    registry.ok("doctor", ExecuteMsg::UnbarIssuer { issuer: 2 });
    assert_eq!(registry.dump(), before);
}
