//! Issuing and renewing.

use crate::harness::*;
use health_types::identity::*;
use health_types::{Bytes32, Period};

const DOCTOR: Kind = Kind::Practitioner;

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
fn whom_an_issuer_may_not_issue_to_it_may_not_renew_for() {
    let mut registry = Registry::new();
    let until = START + 100;
    let holder = registry.issue_until("board", "doctor", DOCTOR, until);
    registry.ok("doctor", ExecuteMsg::BarIssuer { issuer: 1 });
    let barred = format!("issuer_barred: by holder {holder}");
    registry.refused("board", renew(holder, DOCTOR, None), &barred);
    registry.ok("doctor", ExecuteMsg::UnbarIssuer { issuer: 1 });
    registry.ok("board", renew(holder, DOCTOR, until + 1));
    // What it issued before the holder became its own stays, and is not renewed.
    registry.appoint("board", "doctor", &[DOCTOR]);
    assert_eq!(registry.status(holder, DOCTOR), Status::Valid);
    registry.refused(
        "board",
        renew(holder, DOCTOR, None),
        "self_issue: nobody issues to itself, its issuer or its sub-issuers",
    );
}
