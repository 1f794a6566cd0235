//! Cells: every live consent stands in each of its cells, which stay small.

use crate::support::*;
use health_testing::Suite;
use health_types::codes::PurposeOfUse;
use health_types::consent::*;
use health_types::identity::{CredentialKind, Function};
use health_types::Bytes32;

const FULL: &str =
    "cell_full: at most 8 live consents name one actor, two of them root denies of the owner's";

/// The ids in the cell of a holder, or of anyone.
fn cell(town: &Town, organisation: Option<u32>) -> Vec<u32> {
    let mut key = vec![0x13, 0, 0, 0, 1];
    if let Some(organisation) = organisation {
        key.push(2);
        key.extend(organisation.to_be_bytes());
    }
    let entries = town.entry(&key).unwrap_or_default();
    assert_eq!(entries.len() % 15, 0);
    let id = |entry: &[u8]| u32::from_be_bytes(entry[..4].try_into().unwrap());
    entries.chunks(15).map(id).collect()
}

fn organisations(holders: std::ops::RangeInclusive<u32>) -> Option<Vec<Actor>> {
    Some(
        holders
            .map(|holder| Actor::Organisation { holder })
            .collect(),
    )
}

#[test]
fn a_consent_stands_with_whom_its_root_and_what_widens_it_name() {
    let mut town = Town::new();
    let widening = Provision {
        actors: organisations(6..=7),
        ..Suite::rule(Effect::Permit)
    };
    let exception = Provision {
        actors: organisations(8..=8),
        ..Suite::rule(Effect::Deny)
    };
    let root = Provision {
        actors: organisations(4..=5),
        provision: Some(vec![widening, exception]),
        ..Suite::rule(Effect::Permit)
    };
    town.grant(1, Suite::consent_of(root));
    for organisation in 4..=7 {
        assert_eq!(cell(&town, Some(organisation)), [1]);
    }
    assert!(cell(&town, Some(8)).is_empty() && cell(&town, None).is_empty());
    let role = Provision {
        actors: Some(vec![
            Actor::Function {
                function: Function::Clinician,
            },
            Actor::Organisation { holder: 4 },
        ]),
        ..Suite::rule(Effect::Permit)
    };
    town.grant(2, Suite::consent_of(role));
    town.grant(3, Suite::consent_of(Suite::rule(Effect::Deny)));
    assert_eq!(cell(&town, None), [2, 3]);
    assert_eq!(cell(&town, Some(4)), [1]);
}

#[test]
fn a_consent_stands_in_sixteen_cells_at_most() {
    let mut town = Town::new();
    let of = |last: u32| {
        let widening = |holders| Provision {
            actors: organisations(holders),
            ..Suite::rule(Effect::Permit)
        };
        let mut children = vec![widening(9..=16)];
        if last > 16 {
            children.push(widening(17..=last));
        }
        Suite::consent_of(Provision {
            actors: organisations(1..=8),
            provision: Some(children),
            ..Suite::rule(Effect::Permit)
        })
    };
    let msg = town.grant_msg(1, of(17));
    town.refused(
        "patient",
        msg,
        "too_many_cells: the root and the rules that widen it name at most 16 actors",
    );
    town.grant(1, of(16));
    for organisation in 1..=16 {
        assert_eq!(cell(&town, Some(organisation)), [1]);
    }
}

#[test]
fn six_of_a_cell_are_anyones_and_two_the_owners_denies() {
    let mut town = Town::new();
    town.delegate("carer", BOTH);
    for id in 1..=6 {
        town.grant(id, permit(4));
    }
    for consent in [permit(4), mixed(4)] {
        let msg = town.grant_msg(7, consent);
        town.refused("patient", msg, FULL);
    }
    let msg = town.grant_msg(7, deny(4));
    town.refused("carer", msg, FULL);
    // Neither drafts nor what is over take up room.
    town.grant(20, with_status(InitialStatus::Proposed, permit(4)));
    town.grant(21, with_status(InitialStatus::Revoked, permit(4)));
    let take = town.activate_msg(20);
    town.refused("patient", take, FULL);
    town.grant(7, deny(4));
    town.grant(8, deny(4));
    let msg = town.grant_msg(9, deny(4));
    town.refused("patient", msg, FULL);
    assert_eq!(cell(&town, Some(4)), (1..=8).collect::<Vec<_>>());
    town.grant(9, permit(5));
}

#[test]
fn denies_of_the_owners_may_take_all_places() {
    let mut town = Town::new();
    for id in 1..=8 {
        town.grant(id, deny(4));
    }
    let msg = town.grant_msg(9, permit(4));
    town.refused("patient", msg, FULL);
}

#[test]
fn the_dead_give_way() {
    let mut town = Town::new();
    let subject = town.subject;
    for id in 1..=6 {
        town.grant(
            id,
            lasting(None, (id == 1).then_some(START + DAY), permit(4)),
        );
    }
    // Expired: the cell tells so itself.
    town.suite.advance(DAY);
    town.grant(7, permit(4));
    assert_eq!(cell(&town, Some(4)), [2, 3, 4, 5, 6, 7]);
    // Revoked and mistaken: only the consents tell.
    let (revoke, mistake) = (town.revoke_msg(2), town.mistake_msg(3));
    town.ok("patient", revoke);
    town.ok("patient", mistake);
    assert_eq!(cell(&town, Some(4)), [2, 3, 4, 5, 6, 7]);
    town.grant(8, permit(4));
    assert_eq!(cell(&town, Some(4)), [4, 5, 6, 7, 8]);
    // Superseded by the one that comes in.
    town.grant(9, permit(4));
    town.grant(10, superseding(&[4, 5], permit(4)));
    assert_eq!(cell(&town, Some(4)), [6, 7, 8, 9, 10]);
    // Permits of an older epoch; denies stand, exceptions too.
    town.grant(11, mixed(4));
    town.grant(12, deny(4));
    town.ok(
        "patient",
        ExecuteMsg::RevokeAll {
            subject,
            end_delegates: false,
        },
    );
    town.grant(13, permit(4));
    assert_eq!(cell(&town, Some(4)), [11, 12, 13]);
}

#[test]
fn what_an_ended_delegate_permitted_gives_way() {
    let mut town = Town::new();
    let subject = town.subject;
    town.delegate("carer", BOTH);
    for id in 1..=5 {
        let msg = town.grant_msg(id, permit(4));
        town.ok("carer", msg);
    }
    let msg = town.grant_msg(6, deny(4));
    town.ok("carer", msg);
    let msg = town.grant_msg(7, permit(4));
    town.refused("patient", msg.clone(), FULL);
    let account = town.account("carer");
    town.ok(
        "patient",
        ExecuteMsg::EndDelegate {
            subject,
            account,
            end_grants: true,
        },
    );
    town.ok("patient", msg);
    assert_eq!(cell(&town, Some(4)), [6, 7]);
}

#[test]
fn an_entry_tells_what_cannot_concern_a_question() {
    use consent_registry::state::cell::load;
    use consent_registry::state::subject::Subject;
    let mut town = Town::new();
    let of = |purposes: Option<Vec<Purpose>>, child: Option<PurposeOfUse>| {
        let exception = Provision {
            purposes: child.map(|code| vec![Purpose::Code { code }]),
            ..Suite::rule(Effect::Deny)
        };
        Suite::consent_of(Provision {
            purposes,
            provision: Some(vec![exception]),
            ..rule(Effect::Permit, 4)
        })
    };
    let code = |code| Purpose::Code { code };
    let [project, other] = [1, 2].map(|byte| health_types::Bytes32([byte; 32]));
    let (project, other) = (
        Purpose::Project { id: project },
        Purpose::Other { id: other },
    );
    use health_types::codes::Action;
    use PurposeOfUse::*;
    let cases: [(_, _, &[Purpose], &[Purpose]); 5] = [
        (
            None,
            None,
            &[code(TREAT), code(HMARKT), project, other],
            &[],
        ),
        (
            Some(vec![code(ETREAT)]),
            None,
            &[code(TREAT), code(BTG)],
            &[code(HPAYMT), code(HRESCH), project, other],
        ),
        (
            Some(vec![code(HRESCH)]),
            None,
            &[code(CLINTRCH), project],
            &[code(TREAT), other],
        ),
        (
            Some(vec![project]),
            Some(COVERAGE),
            &[project, code(HPAYMT)],
            &[code(HRESCH), other],
        ),
        (Some(vec![other]), None, &[other], &[project, code(TREAT)]),
    ];
    for (id, (purposes, child, may, cannot)) in (1u32..).zip(cases) {
        town.grant(id, of(purposes, child));
        let storage = town.suite.app.contract_storage(&town.suite.consent);
        let organisation = health_rules::consent::Actor::Organisation(4);
        let subject = Subject::load(&*storage, &town.subject).unwrap();
        let entry = *load(&*storage, &subject, Some(&organisation))
            .unwrap()
            .last()
            .unwrap();
        assert_eq!(
            (entry.id, entry.permits, entry.denies, entry.owners_deny),
            (id, true, true, false)
        );
        for purpose in may {
            assert!(
                entry.may_concern(*purpose, Action::Access),
                "{id} {purpose:?}"
            );
            assert!(
                !entry.may_concern(*purpose, Action::Correct),
                "{id} {purpose:?}"
            );
        }
        for purpose in cannot {
            assert!(
                !entry.may_concern(*purpose, Action::Access),
                "{id} {purpose:?}"
            );
        }
    }
}

/// Which cells the subject's entry tells of: those of accounts, that of anyone.
fn told_of(town: &Town, subject: &Bytes32) -> (bool, bool) {
    let entry = town.entry(&[&[0x10][..], &subject.0].concat()).unwrap();
    (entry[8] & 1 << 5 != 0, entry[8] & 1 << 6 != 0)
}

/// A cell that the subject's entry does not tell of is not read, so that every way into one must tell of it.
#[test]
fn the_subject_tells_of_cells_of_accounts_and_of_anyone_whichever_way_they_are_filled() {
    type Way = fn(&mut Town, NewConsent) -> Bytes32;
    let register: Way = |town, consent| {
        let msg = ExecuteMsg::Register {
            nonce: Bytes32([9; 32]),
            policies: PolicyChange::default(),
            consents: Some(vec![deny(4), consent]),
        };
        town.ok("patient", msg).data::<RegisteredData>().subject
    };
    let grant: Way = |town, consent| {
        town.grant(1, consent);
        town.subject
    };
    let activate: Way = |town, consent| {
        town.grant(1, with_status(InitialStatus::Proposed, consent));
        assert_eq!(told_of(town, &town.subject), (false, false));
        let msg = town.activate_msg(1);
        town.ok("patient", msg);
        town.subject
    };
    let answer: Way = |town, consent| {
        let subject = town.subject;
        let msg = ExecuteMsg::RequestAccess {
            subject,
            purposes: vec![Purpose::Code {
                code: PurposeOfUse::TREAT,
            }],
            classes: None,
            until: START + DAY,
        };
        town.suite.accredit("doctor", CredentialKind::Practitioner);
        town.ok("doctor", msg);
        let msg = ExecuteMsg::AnswerRequest {
            subject,
            requester: town.account("doctor"),
            answer: RequestAnswer::Grant {
                id: 1,
                consent: Box::new(consent),
            },
        };
        town.ok("patient", msg);
        subject
    };
    for (way, id) in [(register, 2), (grant, 1), (activate, 1), (answer, 1)] {
        let stranger = Actor::Account {
            address: Town::new().account("stranger"),
        };
        for (actors, tells) in [
            (organisations(4..=4), (false, false)),
            (Some(vec![stranger]), (true, false)),
            (None, (false, true)),
        ] {
            let mut town = Town::new();
            let rule = Provision {
                actors,
                ..Suite::rule(Effect::Deny)
            };
            let subject = way(&mut town, Suite::consent_of(rule));
            assert_eq!(told_of(&town, &subject), tells);
            let binds = tells != (false, false);
            let answer = town
                .suite
                .decide(subject, "stranger", &[], PurposeOfUse::TREAT);
            let expected = if binds {
                Reason::ExplicitDeny
            } else {
                Reason::NoConsent
            };
            assert_eq!(answer.unwrap().reason, expected);
            // It tells so for good.
            let before = town.entry(&[&[0x10][..], &subject.0].concat());
            let msg = ExecuteMsg::Revoke { subject, id };
            town.ok("patient", msg);
            assert_eq!(town.entry(&[&[0x10][..], &subject.0].concat()), before);
        }
    }
}
