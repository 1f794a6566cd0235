//! Issuing, renewing, suspending, revoking, renouncing and barring.

use crate::harness::*;
use health_types::identity::*;
use health_types::{Bytes32, Period};

const DOCTOR: Kind = Kind::Practitioner;
const UNAUTHORIZED: &str = "unauthorized: the sender may not do this";

#[test]
fn what_is_issued_is_what_is_answered() {
    let mut registry = Registry::new();
    let credential = NewCredential {
        account: registry.account("clinic"),
        kind: Kind::ProviderOrganisation,
        assurance: Assurance::High,
        period: Period {
            from: Some(START - 5),
            until: Some(START + DAY),
        },
        evidence: Bytes32([9; 32]),
        identifier: Some(Identifier {
            scheme: IdentifierScheme::Gln,
            value: "4006381333931".into(),
        }),
        organisation_type: OrganisationType::NonProfit,
        country: "CH".parse().ok(),
    };
    let credentials = vec![credential.clone()];
    registry.ok("board", ExecuteMsg::Issue { credentials });
    let holder = registry.number("clinic");
    let info = registry.credential(1, Kind::ProviderOrganisation, holder);
    assert_eq!(
        info,
        CredentialInfo {
            issuer: 1,
            kind: Kind::ProviderOrganisation,
            holder,
            version: 1,
            status: Status::Valid,
            evidence: credential.evidence,
            identifier: credential.identifier,
            details: Some(CredentialDetails {
                sub_issuer: None,
                state: CredentialState::Active,
                assurance: Assurance::High,
                period: credential.period,
                issued: START,
                changed: START,
                actor: Actor::Issuer,
                reason: None,
                organisation_type: OrganisationType::NonProfit,
                country: credential.country,
            }),
        }
    );
    let check = registry.check(holder, Kind::ProviderOrganisation);
    assert_eq!(check.status, Status::Valid);
    assert_eq!(
        check.credential.unwrap(),
        CheckedCredential {
            issuer: 1,
            sub_issuer: None,
            assurance: Assurance::High,
            issued: START,
            changed: START,
            until: Some(START + DAY),
            organisation_type: OrganisationType::NonProfit,
            country: credential.country,
            reason: None,
        }
    );
    assert_eq!(registry.status(holder, DOCTOR), Status::Unknown);
    assert_eq!(registry.status(999, DOCTOR), Status::Unknown);
}

#[test]
fn a_period_is_half_open() {
    let mut registry = Registry::new();
    let mut new = registry.new_credential("doctor", DOCTOR);
    new.period = Period {
        from: Some(START + 10),
        until: Some(START + 20),
    };
    let credentials = vec![new];
    registry.ok("board", ExecuteMsg::Issue { credentials });
    let holder = registry.number("doctor");
    for (at, status) in [
        (9, Status::NotYetValid),
        (10, Status::Valid),
        (19, Status::Valid),
        (20, Status::Expired),
    ] {
        let answer: CheckResponse = registry.ask(QueryMsg::Check {
            holder,
            kind: DOCTOR,
            at: Some(START + at),
        });
        assert_eq!(answer.status, status, "{at}");
        registry.set_time(START + at);
        assert_eq!(registry.status(holder, DOCTOR), status, "{at}");
    }
    // `at` tests the period only: the state is today's.
    registry.ok("board", suspend(holder, DOCTOR));
    let answer: CheckResponse = registry.ask(QueryMsg::Check {
        holder,
        kind: DOCTOR,
        at: Some(START + 15),
    });
    assert_eq!(answer.status, Status::Suspended);
}

#[test]
fn one_live_credential_per_kind_holder_and_issuer() {
    let mut registry = Registry::new();
    let holder = registry.issue("board", "doctor", DOCTOR);
    let exists = format!("credential_exists: practitioner of holder {holder}");
    let issue = registry.issue_msg("doctor", DOCTOR);
    registry.refused("board", issue.clone(), &exists);
    registry.ok("board", suspend(holder, DOCTOR));
    registry.refused("board", issue.clone(), &exists);
    let twice = ExecuteMsg::Issue {
        credentials: vec![registry.new_credential("new", DOCTOR); 2],
    };
    let next = registry.ask::<ConfigResponse>(QueryMsg::Config {}).holders + 1;
    let exists = format!("credential_exists: practitioner of holder {next}");
    registry.refused("board", twice, &exists);
    // Another kind, another issuer, and anew after revocation.
    registry.issue("board", "doctor", Kind::Researcher);
    registry.issue("ministry", "doctor", DOCTOR);
    registry.ok("board", revoke(holder, DOCTOR));
    registry.ok("board", issue);
    let info = registry.credential(1, DOCTOR, holder);
    assert_eq!((info.version, info.status), (2, Status::Valid));
}

#[test]
fn a_batch_is_all_or_nothing() {
    let mut registry = Registry::new();
    let mut credentials: Vec<_> = (0..50)
        .map(|n| registry.new_credential(&format!("doctor {n}"), DOCTOR))
        .collect();
    credentials[49].kind = Kind::Device;
    registry.ok(
        "governance",
        ExecuteMsg::WithdrawKinds {
            issuer: 1,
            kinds: vec![Kind::Device],
        },
    );
    let batch = ExecuteMsg::Issue {
        credentials: credentials.clone(),
    };
    registry.refused("board", batch, "kind_not_accredited: device");
    credentials.truncate(49);
    registry.ok("board", ExecuteMsg::Issue { credentials });
    let first = registry.number("doctor 0");
    let last = registry.number("doctor 48");
    assert_eq!(last - first, 48);
}

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
fn renewal_goes_to_a_later_end() {
    let mut registry = Registry::new();
    let until = START + 100;
    let holder = registry.issue_until("board", "doctor", DOCTOR, until);
    let not_later = "not_later: the credential does not end before";
    registry.refused("board", renew(holder, DOCTOR, until), not_later);
    registry.refused("board", renew(holder, DOCTOR, until - 1), not_later);
    registry.ok("board", renew(holder, DOCTOR, until + 1));
    registry.set_time(until + 50);
    assert_eq!(registry.status(holder, DOCTOR), Status::Expired);
    let over = format!("period_over: at {}", until + 50);
    registry.refused("board", renew(holder, DOCTOR, until + 50), &over);
    registry.ok("board", renew(holder, DOCTOR, until + 51));
    assert_eq!(registry.status(holder, DOCTOR), Status::Valid);
    registry.ok("board", renew(holder, DOCTOR, None));
    registry.refused("board", renew(holder, DOCTOR, None), not_later);
    registry.refused("board", renew(holder, DOCTOR, until + 99), not_later);
    let missing = format!("credential_not_found: practitioner of holder {holder}");
    registry.refused("ministry", renew(holder, DOCTOR, None), &missing);
    // A suspended credential stays so when it is renewed.
    let other = registry.issue_until("board", "other", DOCTOR, until + 500);
    registry.ok("board", suspend(other, DOCTOR));
    registry.ok("board", renew(other, DOCTOR, None));
    assert_eq!(registry.status(other, DOCTOR), Status::Suspended);
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
