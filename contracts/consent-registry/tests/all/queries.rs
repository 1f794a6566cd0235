//! Reading consents, conflicts and subjects.

use crate::support::*;
use health_testing::Suite;
use health_types::admin::AdminResponse;
use health_types::codes::{Action, Code, DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::*;
use health_types::identity::{CredentialKind, Function};
use health_types::Bytes32;

fn page(town: &Town, start_after: Option<u32>, limit: Option<u32>) -> (Vec<u32>, Option<u32>) {
    let subject = town.subject;
    let answer: ConsentsResponse = town.ask(QueryMsg::ConsentsOf {
        subject,
        start_after,
        limit,
    });
    (
        answer.items.iter().map(|item| item.id).collect(),
        answer.next,
    )
}

fn conflicts(town: &Town, provision: Provision) -> Vec<u32> {
    let answer: ConflictsResponse = town.ask(QueryMsg::Conflicts {
        subject: town.subject,
        category: Category::PatientPrivacy,
        provision: Box::new(provision),
    });
    answer.consents
}

#[test]
fn consents_are_paged_by_id() {
    let mut town = Town::new();
    for id in (1..=60).rev() {
        town.grant(id, permit(id));
    }
    let ids = |from: u32, to: u32| (from..=to).collect::<Vec<_>>();
    assert_eq!(page(&town, None, None), (ids(1, 30), Some(30)));
    assert_eq!(page(&town, None, Some(2)), (ids(1, 2), Some(2)));
    assert_eq!(page(&town, None, Some(u32::MAX)), (ids(1, 50), Some(50)));
    assert_eq!(page(&town, Some(50), Some(10)), (ids(51, 60), None));
    assert_eq!(page(&town, Some(u32::MAX), None), (vec![], None));
    let subject = town.subject;
    let none = QueryMsg::ConsentsOf {
        subject,
        start_after: None,
        limit: Some(0),
    };
    town.query_refused::<ConsentsResponse>(none, "limit_zero: limit must be at least 1");
}

#[test]
fn one_subjects_consents_are_not_anothers() {
    let mut town = Town::new();
    town.grant(1, permit(4));
    let first = town.subject;
    town.subject = town.suite.register("neighbour");
    let (subject, msg) = (town.subject, town.grant_msg(2, permit(4)));
    town.ok("neighbour", msg);
    assert_eq!(page(&town, None, None).0, [2]);
    town.query_refused::<ConsentResponse>(
        QueryMsg::Consent { subject, id: 1 },
        "consent_not_found: 1",
    );
    town.subject = first;
    assert_eq!(page(&town, None, None).0, [1]);
}

#[test]
fn unknown_and_erased_subjects_differ() {
    let mut town = Town::new();
    let unknown = Bytes32([1; 32]);
    let not_found = "subject_not_found: there is no such subject";
    let erased = "subject_erased: the subject erased itself";
    let subject = town.subject;
    town.ok(
        "patient",
        ExecuteMsg::Erase {
            subject,
            limit: None,
        },
    );
    for (subject, reason) in [(unknown, not_found), (town.subject, erased)] {
        town.query_refused::<ConsentResponse>(QueryMsg::Consent { subject, id: 1 }, reason);
        let all = QueryMsg::ConsentsOf {
            subject,
            start_after: None,
            limit: None,
        };
        town.query_refused::<ConsentsResponse>(all, reason);
        let provision = Box::new(rule(Effect::Permit, 4));
        let against = QueryMsg::Conflicts {
            subject,
            category: Category::Research,
            provision,
        };
        town.query_refused::<ConflictsResponse>(against, reason);
    }
    town.query_refused::<SubjectResponse>(QueryMsg::Subject { subject: unknown }, not_found);
}

#[test]
fn conflicts_are_live_denies_of_the_cells_with_a_common_purpose() {
    let mut town = Town::new();
    let research = |consent| NewConsent {
        category: Category::Research,
        ..consent
    };
    let baseline = |consent| NewConsent {
        strength: Some(RootStrength::Baseline),
        ..consent
    };
    let payment = Provision {
        purposes: Some(vec![Purpose::Code {
            code: PurposeOfUse::HPAYMT,
        }]),
        ..rule(Effect::Deny, 4)
    };
    let role = Provision {
        actors: Some(vec![Actor::Function {
            function: Function::Clinician,
        }]),
        ..rule(Effect::Deny, 4)
    };
    town.grant(1, deny(4));
    town.grant(2, permit(4));
    town.grant(3, deny(5));
    town.grant(4, research(deny(4)));
    town.grant(5, baseline(deny(4)));
    town.grant(6, Suite::consent_of(payment));
    town.grant(7, lasting(None, Some(START + DAY), deny(4)));
    town.grant(8, deny(4));
    town.grant(9, mixed(4));
    town.grant(10, Suite::consent_of(role));
    let revoke = town.revoke_msg(8);
    town.ok("patient", revoke);
    assert_eq!(conflicts(&town, rule(Effect::Permit, 4)), [1, 7, 9, 10]);
    town.suite.advance(DAY);
    assert_eq!(conflicts(&town, rule(Effect::Permit, 4)), [1, 9, 10]);
    assert_eq!(conflicts(&town, rule(Effect::Permit, 6)), [10]);
    // What only denies is in nobody's way.
    assert!(conflicts(&town, rule(Effect::Deny, 4)).is_empty());
    // What a renewal would supersede is in the way until it does.
    town.grant(11, superseding(&[1], permit(4)));
    assert_eq!(conflicts(&town, rule(Effect::Permit, 4)), [9, 10]);
}

#[test]
fn conflicts_are_told_whole() {
    let mut town = Town::new();
    // Every place of the cells of ten, and of that of anyone.
    for organisation in 0..=10 {
        for place in 1..=8 {
            let mut denied = deny(organisation);
            if organisation == 0 {
                denied.provision.actors = None;
            }
            town.grant(8 * organisation + place, denied);
        }
    }
    let actors = |of: std::ops::RangeInclusive<u32>| {
        Some(of.map(|holder| Actor::Organisation { holder }).collect())
    };
    let tree = Provision {
        actors: actors(1..=8),
        provision: Some(vec![Provision {
            actors: actors(9..=10),
            ..Suite::rule(Effect::Permit)
        }]),
        ..Suite::rule(Effect::Permit)
    };
    let all: Vec<u32> = (1..=88).collect();
    assert_eq!(conflicts(&town, tree), all);
}

#[test]
fn conflicts_find_accounts_by_their_number() {
    let mut town = Town::new();
    let nurse = town.suite.accredit("nurse", CredentialKind::Practitioner);
    let by = |actor| Provision {
        actors: Some(vec![actor]),
        ..Suite::rule(Effect::Deny)
    };
    town.grant(1, Suite::consent_of(by(Actor::Person { holder: nurse })));
    let asked = Provision {
        effect: Effect::Permit,
        ..by(Actor::Account {
            address: town.account("nurse"),
        })
    };
    assert_eq!(conflicts(&town, asked), [1]);
    let wrong = Box::new(by(Actor::Account {
        address: "nobody".into(),
    }));
    let against = QueryMsg::Conflicts {
        subject: town.subject,
        category: Category::Research,
        provision: wrong,
    };
    town.query_refused::<ConflictsResponse>(against, "invalid_address: nobody");
}

#[test]
fn the_administration_is_told() {
    let mut town = Town::new();
    town.pause();
    let answer: AdminResponse = town.ask(QueryMsg::Admin {});
    assert_eq!(answer.admin, town.account("governance"));
    assert_eq!(answer.pauser, Some(town.account("pauser")));
    assert_eq!(answer.paused_until, Some(START + 3 * DAY));
}

/// The VM takes answers up to 256 KiB, in base64: 196,608 bytes of JSON. Heavy consents make shorter pages, none is lost.
#[test]
fn a_page_of_heavy_consents_ends_early() {
    let mut town = Town::new();
    let heavy = |organisation| {
        let all = Provision {
            purposes: Some(
                PurposeOfUse::ALL[..16]
                    .iter()
                    .map(|code| Purpose::Code { code: *code })
                    .collect(),
            ),
            actions: Some(Action::ALL.to_vec()),
            classes: Some(DataClass::ALL[..32].to_vec()),
            labels: Some(Suite::labels(&Sensitivity::ALL[..16])),
            ..Suite::rule(Effect::Permit)
        };
        let child = Provision {
            provision: Some(vec![all.clone(); 6]),
            ..all.clone()
        };
        let root = Provision {
            actors: Some(vec![Actor::Organisation {
                holder: organisation,
            }]),
            provision: Some(vec![child.clone(), child]),
            ..all
        };
        Suite::consent_of(root)
    };
    for id in 1..=12 {
        town.grant(id, heavy(100 + id));
    }
    for id in 13..=40 {
        town.grant(id, permit(100 + id));
    }
    let (subject, mut start_after) = (town.subject, None);
    let (mut seen, mut pages) = (Vec::new(), Vec::new());
    loop {
        let page: ConsentsResponse = town.ask(QueryMsg::ConsentsOf {
            subject,
            start_after,
            limit: Some(50),
        });
        let bytes = cosmwasm_std::to_json_vec(&page).unwrap().len();
        assert!(bytes < 196_608, "{bytes}");
        pages.push(page.items.len());
        seen.extend(page.items.iter().map(|item| item.id));
        assert_eq!(page.next, page.next.map(|_| seen[seen.len() - 1]));
        match page.next {
            Some(_) => start_after = page.next,
            None => break,
        }
    }
    assert_eq!(seen, (1..=40).collect::<Vec<u32>>());
    assert!(pages.len() == 2 && pages[0] < 12, "{pages:?}");
}
