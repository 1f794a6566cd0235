//! Changes that wait: they lapse, are cancelled, and must fit what they find when they are applied.

use crate::harness::*;
use health_types::identity::*;

const DOCTOR: Kind = Kind::Practitioner;

fn propose(change: &IssuerChange) -> ExecuteMsg {
    ExecuteMsg::ProposeIssuerChange {
        change: change.clone(),
    }
}

fn apply(change: u32) -> ExecuteMsg {
    ExecuteMsg::ApplyIssuerChange { change }
}

fn cancel(change: u32) -> ExecuteMsg {
    ExecuteMsg::CancelIssuerChange { change }
}

fn extend(issuer: u32, kinds: &[Kind]) -> IssuerChange {
    IssuerChange::Extend {
        issuer,
        kinds: kinds.to_vec(),
        schemes: vec![],
    }
}

#[test]
fn what_is_removed_while_a_change_waits_stays_removed() {
    let mut registry = Registry::new();
    registry.appoint("board", "office", &[DOCTOR]);
    let changes = [
        extend(1, &[DOCTOR]),
        IssuerChange::Trust { issuer: 1 },
        IssuerChange::ReplaceAccount {
            issuer: 1,
            account: registry.account("elsewhere"),
        },
        IssuerChange::AppointSubIssuer {
            issuer: 1,
            account: registry.account("branch"),
            kinds: vec![DOCTOR],
        },
    ];
    for change in &changes {
        registry.ok("governance", propose(change));
    }
    registry.ok("governance", remove_issuer(1));
    registry.wait(48 * HOUR);
    for change in 1..=4 {
        registry.refused("anyone", apply(change), "wrong_state: removed");
        registry.ok("governance", cancel(change));
    }
    assert!(registry.entries(0x0A).is_empty());
}

#[test]
fn of_changes_that_exclude_each_other_one_is_applied() {
    let mut registry = Registry::new();
    for issuer in [1, 2] {
        registry.ok(
            "governance",
            propose(&IssuerChange::ReplaceAccount {
                issuer,
                account: registry.account("heir"),
            }),
        );
    }
    let accreditation = registry.everything("heir");
    registry.ok(
        "governance",
        propose(&IssuerChange::Accredit { accreditation }),
    );
    registry.wait(48 * HOUR);
    registry.ok("anyone", apply(2));
    let taken = "issuer_exists: the account is that of issuer 2";
    registry.refused("anyone", apply(1), taken);
    registry.refused("anyone", apply(3), taken);
    // Neither did the issuer that lost the race lose its account, nor the other keep its old one.
    registry.issue("board", "doctor", DOCTOR);
    let issue = registry.issue_msg("other", DOCTOR);
    registry.refused(
        "ministry",
        issue.clone(),
        "unauthorized: the sender may not do this",
    );
    registry.ok("heir", issue);
    registry.refused(
        "ministry",
        cancel(1),
        "unauthorized: the sender may not do this",
    );
}

#[test]
fn an_account_that_was_left_is_no_issuers() {
    let mut registry = Registry::new();
    let holder = registry.issue("board", "doctor", DOCTOR);
    registry.name_guardians("doctor", &["a"], 1);
    let change = IssuerChange::ReplaceAccount {
        issuer: 2,
        account: registry.account("doctor"),
    };
    registry.ok("governance", propose(&change));
    let msg = registry.move_msg(holder, "new");
    registry.ok("a", msg);
    registry.ok("new", ExecuteMsg::AcceptMove { holder });
    registry.wait(48 * HOUR);
    registry.ok("a", ExecuteMsg::ExecuteMove { holder });
    let retired = "account_retired: its holder moved to another account";
    registry.refused("anyone", apply(1), retired);
    let appoint = ExecuteMsg::AppointSubIssuer {
        account: registry.account("doctor"),
        kinds: vec![DOCTOR],
    };
    registry.refused("board", appoint, retired);
}

/// Narrowing is immediate and drops nothing that waits: that is for governance to cancel.
#[test]
fn a_change_outlives_what_narrows_unless_it_is_cancelled() {
    let mut registry = Registry::new();
    let holder = registry.issue("board", "doctor", DOCTOR);
    registry.ok("governance", propose(&extend(1, &[DOCTOR])));
    registry.ok("governance", propose(&extend(1, &[DOCTOR])));
    let withdraw = ExecuteMsg::WithdrawKinds {
        issuer: 1,
        kinds: vec![DOCTOR],
    };
    registry.ok("governance", withdraw.clone());
    assert_eq!(registry.status(holder, DOCTOR), Status::IssuerSuspended);
    registry.wait(48 * HOUR);
    registry.ok("anyone", apply(1));
    assert_eq!(registry.status(holder, DOCTOR), Status::Valid);
    registry.ok("governance", withdraw);
    registry.ok("governance", cancel(2));
    registry.refused("anyone", apply(2), "change_not_found: 2");
    assert_eq!(registry.status(holder, DOCTOR), Status::IssuerSuspended);
}

#[test]
fn a_sub_issuer_of_governance_stays_within_the_kinds_of_the_day() {
    let mut registry = Registry::new();
    let kinds = vec![DOCTOR, Kind::Researcher];
    registry.ok(
        "governance",
        propose(&IssuerChange::AppointSubIssuer {
            issuer: 1,
            account: registry.account("office"),
            kinds: kinds.clone(),
        }),
    );
    registry.ok(
        "governance",
        ExecuteMsg::WithdrawKinds {
            issuer: 1,
            kinds: vec![Kind::Researcher],
        },
    );
    registry.wait(48 * HOUR);
    registry.refused("anyone", apply(1), "kind_not_accredited: researcher");
}

#[test]
fn changes_are_listed_as_they_were_proposed() {
    let mut registry = Registry::new();
    let changes = [
        IssuerChange::Accredit {
            accreditation: registry.everything("college"),
        },
        IssuerChange::Extend {
            issuer: 2,
            kinds: vec![DOCTOR, Kind::Device],
            schemes: vec![IdentifierScheme::Npi, IdentifierScheme::Opaque],
        },
        IssuerChange::ReplaceAccount {
            issuer: 1,
            account: registry.account("new board"),
        },
        IssuerChange::Trust { issuer: 2 },
        IssuerChange::AppointSubIssuer {
            issuer: 1,
            account: registry.account("office"),
            kinds: vec![Kind::Payer],
        },
    ];
    for change in &changes {
        registry.ok("governance", propose(change));
    }
    let mut found = Vec::new();
    let mut start_after = None;
    loop {
        let page: IssuerChangesResponse = registry.ask(QueryMsg::IssuerChanges {
            start_after,
            limit: Some(2),
        });
        found.extend(page.items.into_iter().map(|pending| pending.change));
        start_after = page.next;
        if start_after.is_none() {
            break;
        }
    }
    assert_eq!(found, changes);
}
