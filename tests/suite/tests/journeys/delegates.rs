//! What others grant in a person's name, and when that ends.

use health_testing::{Rule, Suite};
use health_types::codes::PurposeOfUse::TREAT;
use health_types::codes::{DataClass, Sensitivity};
use health_types::consent::{
    ConsentStatus, Decision, DelegateKind, DelegatePowers, DelegatesResponse, ExecuteMsg,
    NewDelegate, QueryMsg,
};
use health_types::{Bytes32, Period};

const YEAR: u32 = 365 * 86_400;

fn guardian(
    suite: &Suite,
    name: &str,
    excluded: &[Sensitivity],
    until: Option<u32>,
) -> NewDelegate {
    NewDelegate {
        account: suite.account(name).to_string(),
        kind: DelegateKind::Guardian,
        powers: DelegatePowers {
            grant: true,
            revoke: true,
            manage_delegates: false,
        },
        excluded_labels: Some(excluded.to_vec()).filter(|list| !list.is_empty()),
        period: Period { from: None, until },
        evidence: None,
    }
}

fn appoint(suite: &mut Suite, subject: Bytes32, by: &str, delegate: NewDelegate) {
    suite.must(by, &ExecuteMsg::AddDelegate { subject, delegate });
}

#[test]
fn what_a_delegate_may_not_see_it_may_not_open_to_others() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("minor");
    let delegate = guardian(&suite, "parent", &[Sensitivity::SEX], None);
    appoint(&mut suite, subject, "minor", delegate);
    let permit = Suite::permit().to_organisation(town.clinic).consent();
    suite.grant("parent", subject, 1, permit.clone()).unwrap();

    let ask = |suite: &Suite, labels: &[Sensitivity]| {
        let item = Suite::item(&[DataClass::Observation], labels);
        suite
            .outcome_of(subject, "doctor", &[town.clinic], TREAT, item)
            .0
    };
    assert_eq!(ask(&suite, &[]), Decision::Permit);
    assert_eq!(ask(&suite, &[Sensitivity::HIV]), Decision::Permit);
    assert_ne!(ask(&suite, &[Sensitivity::SEX]), Decision::Permit);
    assert_ne!(
        ask(&suite, &[Sensitivity::HIV, Sensitivity::SEX]),
        Decision::Permit
    );
    // In bulk the label may be there, and so it vetoes all.
    let bulk = |suite: &Suite| suite.outcome(subject, "doctor", &[town.clinic], TREAT).0;
    assert_eq!(bulk(&suite), Decision::NoConsent);

    // The minor's own permit opens it.
    suite.grant("minor", subject, 2, permit).unwrap();
    assert_eq!(ask(&suite, &[Sensitivity::SEX]), Decision::Permit);
    assert_eq!(bulk(&suite), Decision::Permit);
}

#[test]
fn a_guardian_ends_at_majority_and_its_grants_when_the_owner_says_so() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("minor");
    let majority = suite.now() + 2 * YEAR;
    let delegate = guardian(&suite, "parent", &[], Some(majority));
    appoint(&mut suite, subject, "minor", delegate);
    let permit = || Suite::permit().to_organisation(town.clinic).consent();
    suite.grant("parent", subject, 1, permit()).unwrap();
    suite.grant("parent", subject, 2, permit()).unwrap();
    suite.set_time(majority - 1);
    suite.must("parent", &ExecuteMsg::Revoke { subject, id: 2 });

    suite.set_time(majority);
    let grant = ExecuteMsg::Grant {
        subject,
        id: 3,
        consent: permit(),
    };
    assert_eq!(suite.refused("parent", &grant), "unauthorized");
    assert_eq!(
        suite.refused("parent", &ExecuteMsg::Revoke { subject, id: 1 }),
        "unauthorized"
    );
    let ask = |suite: &Suite| suite.outcome(subject, "doctor", &[town.clinic], TREAT).0;
    assert_eq!(ask(&suite), Decision::Permit);

    let account = suite.account("parent").to_string();
    let end = ExecuteMsg::EndDelegate {
        subject,
        account,
        end_grants: true,
    };
    suite.must("minor", &end);
    assert_eq!(ask(&suite), Decision::NoConsent);
    let delegates: DelegatesResponse = suite
        .ask_consent(&QueryMsg::Delegates {
            subject,
            start_after: None,
            limit: None,
        })
        .unwrap();
    assert!(delegates.items[0].ended && delegates.items[0].grants_ended);
}

#[test]
fn no_delegate_touches_a_deny_of_the_owners() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("minor");
    let delegate = guardian(&suite, "parent", &[], None);
    appoint(&mut suite, subject, "minor", delegate);
    let deny = Suite::deny().to_organisation(town.clinic).consent();
    suite.grant("minor", subject, 1, deny.clone()).unwrap();
    for msg in [
        ExecuteMsg::Revoke { subject, id: 1 },
        ExecuteMsg::MarkEnteredInError { subject, id: 1 },
    ] {
        assert_eq!(suite.refused("parent", &msg), "unauthorized");
    }
    let mut renewal = Suite::permit().to_organisation(town.clinic).consent();
    renewal.supersedes = Some(vec![1]);
    let grant = ExecuteMsg::Grant {
        subject,
        id: 2,
        consent: renewal,
    };
    assert_eq!(suite.refused("parent", &grant), "unauthorized");
    // Its own deny it may end, with both powers.
    suite.grant("parent", subject, 3, deny).unwrap();
    suite.must("parent", &ExecuteMsg::Revoke { subject, id: 3 });
    assert_eq!(suite.consent_status(subject, 1), ConsentStatus::Active);
}

#[test]
fn a_delegate_passes_on_no_more_than_it_has() {
    let (mut suite, _) = Suite::town();
    let subject = suite.register("minor");
    let mut manager = guardian(
        &suite,
        "parent",
        &[Sensitivity::SEX],
        Some(suite.now() + YEAR),
    );
    manager.powers.revoke = false;
    manager.powers.manage_delegates = true;
    appoint(&mut suite, subject, "minor", manager);
    let until = Some(suite.now() + YEAR);
    let mut within = guardian(&suite, "carer", &[Sensitivity::SEX], until);
    within.powers.revoke = false;
    let beyond = [
        NewDelegate {
            excluded_labels: None,
            ..within.clone()
        },
        NewDelegate {
            period: Period::OPEN,
            ..within.clone()
        },
        NewDelegate {
            powers: DelegatePowers {
                revoke: true,
                ..within.powers
            },
            ..within.clone()
        },
        NewDelegate {
            powers: DelegatePowers {
                manage_delegates: true,
                ..within.powers
            },
            ..within.clone()
        },
    ];
    for delegate in beyond {
        let add = ExecuteMsg::AddDelegate { subject, delegate };
        assert_eq!(suite.refused("parent", &add), "exceeds_own_powers");
    }
    appoint(&mut suite, subject, "parent", within);
    let other = guardian(&suite, "relative", &[], None);
    appoint(&mut suite, subject, "minor", other);
    let end = |suite: &Suite, name: &str| ExecuteMsg::EndDelegate {
        subject,
        account: suite.account(name).to_string(),
        end_grants: false,
    };
    let relative = end(&suite, "relative");
    assert_eq!(suite.refused("parent", &relative), "unauthorized");
    let carer = end(&suite, "carer");
    suite.must("parent", &carer);
    assert_eq!(suite.subject_info(subject).delegates, 2);
}
