//! Several issuers vouching for one holder.

use crate::harness::*;
use health_types::identity::*;

const DOCTOR: Kind = Kind::Practitioner;

#[test]
fn the_nearest_of_several_issuers_answers() {
    let mut registry = Registry::new();
    let holder = registry.issue("board", "doctor", DOCTOR);
    let mut new = registry.new_credential("doctor", DOCTOR);
    new.assurance = Assurance::High;
    new.period.from = Some(START + DAY);
    let credentials = vec![new];
    registry.ok("ministry", ExecuteMsg::Issue { credentials });
    let answer = |registry: &Registry| {
        let check = registry.check(holder, DOCTOR);
        (check.status, check.credential.unwrap().issuer)
    };
    assert_eq!(answer(&registry), (Status::Valid, 1));
    registry.ok("board", suspend(holder, DOCTOR));
    assert_eq!(answer(&registry), (Status::NotYetValid, 2));
    registry.ok("governance", suspend_issuer(2));
    assert_eq!(answer(&registry), (Status::Suspended, 1));
    registry.ok("board", revoke(holder, DOCTOR));
    assert_eq!(answer(&registry), (Status::IssuerSuspended, 2));
    registry.ok("governance", reinstate_issuer(2));
    registry.wait(DAY);
    assert_eq!(answer(&registry), (Status::Valid, 2));
    registry.ok("ministry", revoke(holder, DOCTOR));
    assert_eq!(registry.status(holder, DOCTOR), Status::Revoked);

    // Of several valid ones, that of the highest assurance.
    let two = registry.issue("board", "two", DOCTOR);
    let mut new = registry.new_credential("two", DOCTOR);
    new.assurance = Assurance::High;
    let credentials = vec![new];
    registry.ok("ministry", ExecuteMsg::Issue { credentials });
    let check = registry.check(two, DOCTOR).credential.unwrap();
    assert_eq!((check.issuer, check.assurance), (2, Assurance::High));
}

#[test]
fn at_most_four_issuers_and_dead_ones_give_way() {
    let mut registry = Registry::new();
    for n in 3..=8 {
        let accreditation = registry.everything(&format!("issuer {n}"));
        registry.widen(IssuerChange::Accredit { accreditation });
    }
    let start = registry.now();
    let holder = registry.issue("board", "doctor", DOCTOR);
    registry.issue("ministry", "doctor", DOCTOR);
    registry.issue_until("issuer 3", "doctor", DOCTOR, start + 10);
    registry.issue_until("issuer 4", "doctor", DOCTOR, start + 20);
    let full = format!("too_many_issuers: four others vouch for practitioner of holder {holder}");
    let issue = registry.issue_msg("doctor", DOCTOR);
    registry.refused("issuer 5", issue.clone(), &full);
    registry.ok("board", suspend(holder, DOCTOR));
    registry.refused("issuer 5", issue.clone(), &full);

    let issuers = |registry: &Registry| -> Vec<u32> {
        let page: CredentialsOfResponse = registry.ask(QueryMsg::CredentialsOf {
            holder,
            start_after: None,
            limit: None,
        });
        page.items.iter().map(|info| info.issuer).collect()
    };
    // The longest expired, then that of a removed issuer, then the longest revoked goes first.
    registry.set_time(start + 30);
    registry.ok("issuer 5", issue.clone());
    assert_eq!(issuers(&registry), [1, 2, 4, 5]);
    registry.ok("governance", remove_issuer(2));
    registry.ok("issuer 6", issue.clone());
    assert_eq!(issuers(&registry), [1, 4, 5, 6]);
    registry.ok("issuer 6", revoke(holder, DOCTOR));
    registry.wait(1);
    registry.ok("board", revoke(holder, DOCTOR));
    registry.ok("issuer 7", issue.clone());
    assert_eq!(issuers(&registry), [1, 4, 5, 7]);
    registry.ok("issuer 8", issue.clone());
    assert_eq!(issuers(&registry), [4, 5, 7, 8]);

    // What gave way answers as revoked, and issuing it anew makes the next version.
    let gone = registry.credential(6, DOCTOR, holder);
    assert_eq!((gone.version, gone.status), (1, Status::Revoked));
    assert_eq!(gone.details, None);
    registry.ok("issuer 6", issue);
    let back = registry.credential(6, DOCTOR, holder);
    assert_eq!((back.version, back.status), (2, Status::Valid));
    assert_eq!(issuers(&registry), [5, 6, 7, 8]);
}

/// Valid, not_yet_valid, suspended, issuer_suspended, expired, revoked: each is answered before those after it.
#[test]
fn every_status_gives_way_to_a_nearer_one() {
    let order = [
        Status::Valid,
        Status::NotYetValid,
        Status::Suspended,
        Status::IssuerSuspended,
        Status::Expired,
        Status::Revoked,
    ];
    for (place, nearer) in order.iter().enumerate() {
        for farther in &order[place + 1..] {
            let mut registry = Registry::new();
            let mut holder = 0;
            for (issuer, number, status) in [("board", 1, *farther), ("ministry", 2, *nearer)] {
                let mut new = registry.new_credential("doctor", DOCTOR);
                match status {
                    Status::NotYetValid => new.period.from = Some(START + 100),
                    Status::Expired => new.period.until = Some(START + 1),
                    _ => {}
                }
                let credentials = vec![new];
                registry.ok(issuer, ExecuteMsg::Issue { credentials });
                holder = registry.number("doctor");
                match status {
                    Status::Suspended => drop(registry.ok(issuer, suspend(holder, DOCTOR))),
                    Status::Revoked => drop(registry.ok(issuer, revoke(holder, DOCTOR))),
                    Status::IssuerSuspended => {
                        registry.ok("governance", suspend_issuer(number));
                    }
                    _ => {}
                }
            }
            registry.wait(1);
            let check = registry.check(holder, DOCTOR);
            assert_eq!(check.status, *nearer, "{nearer} and {farther}");
            assert_eq!(check.credential.unwrap().issuer, 2);
            let answer =
                registry
                    .client()
                    .status(&registry.app.wrap(), holder, DOCTOR, registry.now());
            assert_eq!(answer.unwrap(), *nearer);
        }
    }
}

#[test]
fn of_equals_the_latest_end_and_then_the_lowest_number_answers() {
    let mut registry = Registry::new();
    let answers = |registry: &Registry, name: &str| {
        let holder = registry.number(name);
        registry.check(holder, DOCTOR).credential.unwrap().issuer
    };
    registry.issue_until("board", "later", DOCTOR, START + 100);
    registry.issue_until("ministry", "later", DOCTOR, START + 101);
    assert_eq!(answers(&registry, "later"), 2);
    registry.issue_until("board", "open", DOCTOR, START + 100);
    registry.issue("ministry", "open", DOCTOR);
    assert_eq!(answers(&registry, "open"), 2);
    for issuer in ["ministry", "board"] {
        registry.issue_until(issuer, "equal", DOCTOR, START + 100);
    }
    assert_eq!(answers(&registry, "equal"), 1);
}
