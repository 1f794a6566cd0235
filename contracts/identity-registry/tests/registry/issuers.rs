//! Issuers and sub-issuers.

use crate::harness::*;
use health_types::identity::*;

const DOCTOR: Kind = Kind::Practitioner;

fn issuer(registry: &Registry, issuer: u32) -> IssuerInfo {
    let answer: IssuerResponse = registry.ask(QueryMsg::Issuer { issuer });
    answer.issuer.unwrap()
}

#[test]
fn what_widens_waits_and_lapses() {
    let mut registry = Registry::new();
    let change = IssuerChange::Accredit {
        accreditation: Accreditation {
            account: registry.account("college"),
            kinds: vec![DOCTOR],
            schemes: vec![IdentifierScheme::Npi],
        },
    };
    let propose = |change: &IssuerChange| ExecuteMsg::ProposeIssuerChange {
        change: change.clone(),
    };
    registry.ok("governance", propose(&change));
    let apply = |change| ExecuteMsg::ApplyIssuerChange { change };
    let ready = START + 48 * HOUR;
    registry.set_time(ready - 1);
    registry.refused(
        "anyone",
        apply(1),
        &format!("too_early: not before {ready}"),
    );
    let listed: IssuerChangesResponse = registry.ask(QueryMsg::IssuerChanges {
        start_after: None,
        limit: None,
    });
    assert_eq!(listed.items[0].change, change);
    assert_eq!(listed.items[0].period.from, Some(ready));
    assert_eq!(listed.items[0].period.until, Some(START + 14 * DAY));
    registry.set_time(ready);
    registry.ok("anyone", apply(1));
    assert_eq!(
        issuer(&registry, 3),
        IssuerInfo {
            issuer: 3,
            account: registry.account("college"),
            state: IssuerState::Active,
            kinds: vec![DOCTOR],
            schemes: vec![IdentifierScheme::Npi],
            sub_issuers: 0,
            distrust_after: None,
        }
    );
    registry.refused("anyone", apply(1), "change_not_found: 1");
    let holder = registry.issue("college", "doctor", DOCTOR);
    assert_eq!(registry.status(holder, DOCTOR), Status::Valid);

    let extend = IssuerChange::Extend {
        issuer: 3,
        kinds: vec![Kind::Researcher],
        schemes: vec![],
    };
    registry.ok("governance", propose(&extend));
    registry.wait(14 * DAY);
    let lapsed = registry.now();
    registry.refused("anyone", apply(2), &format!("proposal_lapsed: at {lapsed}"));
    registry.ok("governance", propose(&extend));
    let cancel = |change| ExecuteMsg::CancelIssuerChange { change };
    registry.ok("governance", cancel(3));
    registry.refused("governance", cancel(3), "change_not_found: 3");
    registry.wait(48 * HOUR);
    registry.refused("anyone", apply(3), "change_not_found: 3");
    registry.widen(extend);
    assert_eq!(issuer(&registry, 3).kinds, [DOCTOR, Kind::Researcher]);
}

#[test]
fn an_account_is_one_issuer() {
    let mut registry = Registry::new();
    let doctor = registry.issue("board", "doctor", DOCTOR);
    let accreditation = registry.everything("board");
    let change = IssuerChange::Accredit { accreditation };
    registry.ok("governance", ExecuteMsg::ProposeIssuerChange { change });
    registry.wait(48 * HOUR);
    let taken = "issuer_exists: the account is that of issuer 1";
    registry.refused("anyone", ExecuteMsg::ApplyIssuerChange { change: 1 }, taken);
    let account = registry.account("board");
    let kinds = vec![DOCTOR];
    let appoint = ExecuteMsg::AppointSubIssuer { account, kinds };
    registry.refused("ministry", appoint, taken);
    // Once removed, its account can be accredited anew, under a new number.
    registry.ok("governance", remove_issuer(1));
    registry.ok("anyone", ExecuteMsg::ApplyIssuerChange { change: 1 });
    assert_eq!(issuer(&registry, 3).account, registry.account("board"));
    assert_eq!(issuer(&registry, 1).state, IssuerState::Removed);
    // What it issued under the old one does not come back.
    assert_eq!(registry.status(doctor, DOCTOR), Status::IssuerSuspended);
    let missing = format!("credential_not_found: practitioner of holder {doctor}");
    registry.refused("board", reinstate(doctor, DOCTOR), &missing);
    registry.issue("board", "doctor", DOCTOR);
    assert_eq!(registry.check(doctor, DOCTOR).credential.unwrap().issuer, 3);
    assert_eq!(
        registry.credential(1, DOCTOR, doctor).status,
        Status::IssuerSuspended
    );
}

#[test]
fn suspending_an_issuer_fails_all_it_issued_at_once() {
    let mut registry = Registry::new();
    let doctor = registry.issue("board", "doctor", DOCTOR);
    let other = registry.issue("ministry", "other", DOCTOR);
    registry.ok("governance", suspend_issuer(1));
    assert_eq!(registry.status(doctor, DOCTOR), Status::IssuerSuspended);
    assert_eq!(registry.status(other, DOCTOR), Status::Valid);
    registry.refused("governance", suspend_issuer(1), "wrong_state: suspended");

    // It may suspend, and nothing else.
    let refused = "issuer_suspended: it may suspend and nothing else";
    let issue = registry.issue_msg("new", DOCTOR);
    registry.refused("board", issue, refused);
    registry.refused("board", renew(doctor, DOCTOR, None), refused);
    registry.refused("board", revoke(doctor, DOCTOR), refused);
    registry.ok("board", suspend(doctor, DOCTOR));
    registry.refused("board", reinstate(doctor, DOCTOR), refused);
    let account = registry.account("office");
    let kinds = vec![DOCTOR];
    registry.refused(
        "board",
        ExecuteMsg::AppointSubIssuer { account, kinds },
        refused,
    );

    registry.ok("governance", reinstate_issuer(1));
    assert_eq!(registry.status(doctor, DOCTOR), Status::Suspended);
    registry.ok("board", reinstate(doctor, DOCTOR));
    assert_eq!(registry.status(doctor, DOCTOR), Status::Valid);
    registry.refused("governance", reinstate_issuer(1), "wrong_state: active");
}

#[test]
fn a_removed_issuer_never_comes_back() {
    let mut registry = Registry::new();
    let doctor = registry.issue("board", "doctor", DOCTOR);
    registry.ok("governance", suspend_issuer(1));
    registry.ok("governance", remove_issuer(1));
    assert_eq!(registry.status(doctor, DOCTOR), Status::IssuerSuspended);
    // It is suspended for ever: it may suspend, and nothing else.
    registry.ok("board", suspend(doctor, DOCTOR));
    registry.refused(
        "board",
        revoke(doctor, DOCTOR),
        "issuer_suspended: it may suspend and nothing else",
    );
    let removed = "wrong_state: removed";
    registry.refused("governance", reinstate_issuer(1), removed);
    registry.refused("governance", remove_issuer(1), removed);
    let kinds = vec![DOCTOR];
    registry.refused(
        "governance",
        ExecuteMsg::WithdrawKinds { issuer: 1, kinds },
        removed,
    );
    for change in [
        IssuerChange::Trust { issuer: 1 },
        IssuerChange::ReplaceAccount {
            issuer: 1,
            account: registry.account("elsewhere"),
        },
    ] {
        registry.refused(
            "governance",
            ExecuteMsg::ProposeIssuerChange { change },
            removed,
        );
    }
    registry.refused("governance", suspend_issuer(9), "issuer_not_found: 9");
}

#[test]
fn withdrawn_kinds_fail_until_given_back() {
    let mut registry = Registry::new();
    let doctor = registry.issue("board", "doctor", DOCTOR);
    let device = registry.issue("board", "scanner", Kind::Device);
    let withdraw = || ExecuteMsg::WithdrawKinds {
        issuer: 1,
        kinds: vec![DOCTOR],
    };
    registry.ok("governance", withdraw());
    assert_eq!(registry.status(doctor, DOCTOR), Status::IssuerSuspended);
    assert_eq!(registry.status(device, Kind::Device), Status::Valid);
    let refused = "kind_not_accredited: practitioner";
    registry.refused("governance", withdraw(), refused);
    let issue = registry.issue_msg("new", DOCTOR);
    registry.refused("board", issue, refused);
    registry.refused("board", renew(doctor, DOCTOR, None), refused);
    registry.widen(IssuerChange::Extend {
        issuer: 1,
        kinds: vec![DOCTOR],
        schemes: vec![],
    });
    assert_eq!(registry.status(doctor, DOCTOR), Status::Valid);
}

#[test]
fn withdrawn_schemes_give_no_new_identifiers() {
    let mut registry = Registry::new();
    let withdraw = || ExecuteMsg::WithdrawSchemes {
        issuer: 1,
        schemes: vec![IdentifierScheme::Npi],
    };
    registry.ok("governance", withdraw());
    let refused = "scheme_not_accredited: npi";
    registry.refused("governance", withdraw(), refused);
    let mut new = registry.new_credential("doctor", DOCTOR);
    new.identifier = Some(Identifier {
        scheme: IdentifierScheme::Npi,
        value: "1234567893".into(),
    });
    let credentials = vec![new];
    registry.refused("board", ExecuteMsg::Issue { credentials }, refused);
}

#[test]
fn a_lost_account_is_replaced() {
    let mut registry = Registry::new();
    let doctor = registry.issue("board", "doctor", DOCTOR);
    registry.widen(IssuerChange::ReplaceAccount {
        issuer: 1,
        account: registry.account("new board"),
    });
    registry.refused(
        "board",
        revoke(doctor, DOCTOR),
        "unauthorized: the sender may not do this",
    );
    registry.ok("new board", suspend(doctor, DOCTOR));
    assert_eq!(issuer(&registry, 1).account, registry.account("new board"));
    // Neither the old nor the new account gets credentials from it.
    for own in ["board", "new board"] {
        let issue = registry.issue_msg(own, DOCTOR);
        registry.refused(
            "new board",
            issue,
            "self_issue: nobody issues to itself, its issuer or its sub-issuers",
        );
    }
}

#[test]
fn distrust_fails_what_was_issued_or_renewed_later() {
    let mut registry = Registry::new();
    let until = START + 100 * DAY;
    let early = registry.issue_until("board", "early", DOCTOR, until);
    let renewed = registry.issue_until("board", "renewed", DOCTOR, until);
    registry.wait(10);
    let late = registry.issue("board", "late", DOCTOR);
    registry.ok("board", renew(renewed, DOCTOR, until + 1));
    registry.wait(10);
    let distrust = |after| ExecuteMsg::DistrustIssuer { issuer: 1, after };
    let refused = "not_narrower: trust may not be widened so";
    registry.refused("governance", distrust(START + 21), refused);
    registry.ok("governance", distrust(START + 9));
    assert_eq!(registry.status(early, DOCTOR), Status::Valid);
    assert_eq!(registry.status(renewed, DOCTOR), Status::IssuerSuspended);
    assert_eq!(registry.status(late, DOCTOR), Status::IssuerSuspended);
    registry.refused("governance", distrust(START + 9), refused);
    registry.ok("governance", distrust(START));
    assert_eq!(registry.status(early, DOCTOR), Status::Valid);
    let refused = format!("issuer_distrusted: after {START}");
    let issue = registry.issue_msg("new", DOCTOR);
    registry.refused("board", issue, &refused);
    registry.refused("board", renew(early, DOCTOR, None), &refused);
    // What it may still do is end things.
    registry.ok("board", revoke(early, DOCTOR));
    registry.widen(IssuerChange::Trust { issuer: 1 });
    assert_eq!(registry.status(late, DOCTOR), Status::Valid);
    assert_eq!(registry.status(early, DOCTOR), Status::Revoked);
}

/// The last second that is trusted is trusted to its end, whatever else its block has.
#[test]
fn distrust_leaves_the_present_second() {
    let mut registry = Registry::new();
    let distrust = ExecuteMsg::DistrustIssuer {
        issuer: 1,
        after: START,
    };
    registry.ok("governance", distrust);
    let doctor = registry.issue("board", "doctor", DOCTOR);
    assert_eq!(registry.status(doctor, DOCTOR), Status::Valid);
    registry.wait(1);
    let issue = registry.issue_msg("late", DOCTOR);
    registry.refused("board", issue, &format!("issuer_distrusted: after {START}"));
}
