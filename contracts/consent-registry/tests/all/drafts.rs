//! Taking and refusing drafts, what a pause stops, and what delegates grant.

use crate::support::*;
use health_testing::Suite;
use health_types::consent::*;
use health_types::identity::CredentialKind;

#[test]
fn drafts_are_taken_or_refused_once() {
    let mut town = Town::new();
    for id in [1, 2] {
        let tx = town.grant(id, with_status(InitialStatus::Proposed, permit(4)));
        assert_eq!(
            told(&tx),
            [format!(
                "consent_recorded subject=1 consent={id} status=proposed by_delegate=false"
            )]
        );
    }
    town.suite.advance(60);
    let (take, refuse) = (town.activate_msg(1), town.refuse_msg(2));
    town.refused("stranger", take.clone(), UNAUTHORIZED);
    let tx = town.ok("patient", take.clone());
    assert_eq!(
        told(&tx),
        ["consent_changed subject=1 consent=1 status=active"]
    );
    let taken = town.consent(1);
    assert_eq!((taken.granted, taken.changed), (START, START + 60));
    let tx = town.ok("patient", refuse.clone());
    assert_eq!(
        told(&tx),
        ["consent_changed subject=1 consent=2 status=refused"]
    );
    town.refused("patient", take, "wrong_status: consent 1 is active");
    town.refused("patient", refuse, "wrong_status: consent 2 is refused");
    let (take, refuse) = (town.activate_msg(2), town.refuse_msg(1));
    town.refused("patient", take, "wrong_status: consent 2 is refused");
    town.refused("patient", refuse, "wrong_status: consent 1 is active");
    let (take, refuse) = (town.activate_msg(3), town.refuse_msg(3));
    town.refused("patient", take, "consent_not_found: 3");
    town.refused("patient", refuse, "consent_not_found: 3");
    for msg in [
        town.activate_msg(0),
        town.refuse_msg(0),
        town.revoke_msg(0),
        town.mistake_msg(0),
    ] {
        town.refused("stranger", msg, "zero: id");
    }
}

#[test]
fn drafts_lapse_after_thirty_days_or_with_their_period() {
    let mut town = Town::new();
    let draft = |until| with_status(InitialStatus::Proposed, lasting(None, until, permit(4)));
    town.grant(1, draft(None));
    town.grant(2, draft(Some(START + DAY)));
    town.suite.set_time(START + DAY - 1);
    assert_eq!(town.status(2), ConsentStatus::Proposed);
    town.suite.set_time(START + DAY);
    assert_eq!(town.status(2), ConsentStatus::Lapsed);
    let take = town.activate_msg(2);
    town.refused("patient", take, "wrong_status: consent 2 is lapsed");
    town.suite.set_time(START + 30 * DAY - 1);
    assert_eq!(town.status(1), ConsentStatus::Proposed);
    town.suite.set_time(START + 30 * DAY);
    assert_eq!(town.status(1), ConsentStatus::Lapsed);
    let (take, refuse, mistake) = (
        town.activate_msg(1),
        town.refuse_msg(1),
        town.mistake_msg(1),
    );
    for msg in [take, refuse, mistake] {
        town.refused("patient", msg, "wrong_status: consent 1 is lapsed");
    }
}

#[test]
fn a_pause_stops_what_permits_or_supersedes() {
    let mut town = Town::new();
    town.grant(1, deny(4));
    let drafts = [
        (2, permit(4)),
        (3, deny(5)),
        (4, superseding(&[1], deny(6))),
        (5, permit(7)),
    ];
    for (id, consent) in drafts {
        town.grant(id, with_status(InitialStatus::Proposed, consent));
    }
    town.pause();
    let paused = format!("paused: until {}", START + 3 * DAY);
    for consent in [permit(4), mixed(4), superseding(&[1], deny(4))] {
        let msg = town.grant_msg(10, consent);
        town.refused("stranger", msg.clone(), UNAUTHORIZED);
        town.refused("patient", msg, &paused);
    }
    for id in [2, 4] {
        let msg = town.activate_msg(id);
        town.refused("patient", msg, &paused);
    }
    town.grant(10, deny(8));
    let msg = town.activate_msg(3);
    town.ok("patient", msg);
    for msg in [town.refuse_msg(5), town.revoke_msg(1), town.mistake_msg(2)] {
        town.ok("patient", msg);
    }
}

#[test]
fn a_delegate_grants_within_its_powers() {
    let mut town = Town::new();
    town.suite.accredit("carer", CredentialKind::Practitioner);
    let carer = town.suite.holder("carer");
    town.delegate("carer", GRANTS);
    town.delegate("clerk", REVOKES);
    let msg = town.grant_msg(1, permit(4));
    town.refused("clerk", msg.clone(), UNAUTHORIZED);
    let tx = town.ok("carer", msg);
    assert_eq!(
        told(&tx),
        ["consent_recorded subject=1 consent=1 status=active by_delegate=true"]
    );
    assert_eq!(town.consent(1).delegate, Some(town.account("carer")));
    // Not to itself, neither by account nor by number, in whatever role.
    let own = town.account("carer");
    let reason = format!(
        "self_reference: {} is the sender or the contract",
        shown(&own)
    );
    for actor in [
        Actor::Account { address: own },
        Actor::Person { holder: carer },
        Actor::Organisation { holder: carer },
        Actor::Device { holder: carer },
    ] {
        let provision = Provision {
            actors: Some(vec![actor]),
            ..Suite::rule(Effect::Permit)
        };
        let msg = town.grant_msg(2, Suite::consent_of(provision));
        town.refused("carer", msg, &reason);
    }
    let provision = Provision {
        actors: Some(vec![Actor::Person { holder: carer + 1 }]),
        ..Suite::rule(Effect::Permit)
    };
    let msg = town.grant_msg(2, Suite::consent_of(provision));
    town.ok("carer", msg);
}

#[test]
fn a_draft_becomes_the_act_of_who_takes_it() {
    let mut town = Town::new();
    town.delegate("carer", GRANTS);
    let subject = town.subject;
    town.grant(1, with_status(InitialStatus::Proposed, permit(4)));
    town.ok(
        "patient",
        ExecuteMsg::RevokeAll {
            subject,
            end_delegates: false,
        },
    );
    let take = town.activate_msg(1);
    town.ok("carer", take);
    let taken = town.consent(1);
    assert_eq!(
        (taken.delegate, taken.epoch),
        (Some(town.account("carer")), 1)
    );
    let msg = town.grant_msg(2, with_status(InitialStatus::Proposed, permit(4)));
    town.ok("carer", msg);
    let take = town.activate_msg(2);
    town.ok("patient", take);
    assert_eq!(town.consent(2).delegate, None);
}

#[test]
fn a_delegate_takes_no_draft_that_names_itself() {
    let mut town = Town::new();
    town.delegate("carer", GRANTS);
    let account = town.account("carer");
    let naming = |actor| Provision {
        actors: Some(vec![actor]),
        ..Suite::rule(Effect::Permit)
    };
    let draft = |actor| with_status(InitialStatus::Proposed, Suite::consent_of(naming(actor)));
    town.grant(
        1,
        draft(Actor::Account {
            address: account.clone(),
        }),
    );
    let reason = format!(
        "self_reference: {} is the sender or the contract",
        shown(&account)
    );
    let take = town.activate_msg(1);
    town.refused("carer", take.clone(), &reason);
    // Accredited in the meantime, it is known by its number.
    let holder = town.suite.accredit("carer", CredentialKind::Practitioner);
    town.refused("carer", take.clone(), &reason);
    town.ok("patient", take);
    assert_eq!(
        town.consent(1).provision.actors,
        Some(vec![Actor::Person { holder }])
    );
}

#[test]
fn a_granting_answer_is_checked_as_a_grant_is() {
    let mut town = Town::new();
    let (subject, requester) = (town.subject, town.account("doctor"));
    let answer = |id, consent| ExecuteMsg::AnswerRequest {
        subject,
        requester: requester.clone(),
        answer: RequestAnswer::Grant {
            id,
            consent: Box::new(consent),
        },
    };
    for sender in ["stranger", "patient"] {
        town.refused(sender, answer(0, permit(4)), "zero: id");
    }
    town.pause();
    town.refused("stranger", answer(1, permit(4)), UNAUTHORIZED);
    let paused = format!("paused: until {}", START + 3 * DAY);
    town.refused("patient", answer(1, permit(4)), &paused);
    let missing = "request_not_found: there is no such open request";
    town.refused("patient", answer(1, deny(4)), missing);
}

#[test]
fn no_delegate_takes_or_refuses_a_deny_that_the_owner_drafted() {
    let mut town = Town::new();
    town.delegate("carer", BOTH);
    town.delegate("scribe", GRANTS);
    let draft = |consent| with_status(InitialStatus::Proposed, consent);
    // As its own act, a delegate could revoke it afterwards.
    for (id, consent) in [(1, deny(4)), (2, mixed(4))] {
        town.grant(id, draft(consent));
        for msg in [town.activate_msg(id), town.refuse_msg(id)] {
            town.refused("carer", msg, UNAUTHORIZED);
        }
    }
    town.grant(3, draft(permit(4)));
    for id in [4, 5] {
        let msg = town.grant_msg(id, draft(deny(5)));
        town.ok("scribe", msg);
    }
    // A delegate's draft is any delegate's to take; to end a deny takes both powers.
    let refuse = town.refuse_msg(4);
    town.refused("scribe", refuse.clone(), UNAUTHORIZED);
    let (take, permitting) = (town.activate_msg(5), town.refuse_msg(3));
    for (sender, msg) in [("carer", refuse), ("scribe", take), ("scribe", permitting)] {
        town.ok(sender, msg);
    }
    let (take, refuse) = (town.activate_msg(1), town.refuse_msg(2));
    for msg in [take, refuse] {
        town.ok("patient", msg);
    }
    assert_eq!(town.consent(1).delegate, None);
}

#[test]
fn the_exclusions_of_a_delegate_take_up_room() {
    use health_types::codes::{Code, Sensitivity};
    use health_types::{Bytes32, Period};
    let mut town = Town::new();
    let subject = town.subject;
    let delegate = NewDelegate {
        account: town.account("carer"),
        kind: DelegateKind::Carer,
        powers: GRANTS,
        excluded_labels: Some(Sensitivity::ALL[..8].to_vec()),
        period: Period::OPEN,
        evidence: None,
    };
    town.ok("patient", ExecuteMsg::AddDelegate { subject, delegate });
    let record = |seed: u8| Bytes32([seed; 32]);
    // As large as a consent of the owner's can be, to the last 11 bytes.
    let rules = |last: u8| {
        let full = |from: u8| (from..from + 8).map(record).collect::<Vec<_>>();
        let mut rules: Vec<Provision> = (0..7)
            .map(|rule| Provision {
                records: Some(full(1 + 8 * rule)),
                ..Suite::rule(Effect::Permit)
            })
            .collect();
        rules.push(Provision {
            records: Some((100..100 + last).map(record).collect()),
            ..Suite::rule(Effect::Permit)
        });
        Suite::consent_of(Provision {
            provision: Some(rules),
            ..rule(Effect::Permit, 4)
        })
    };
    let classes = |count: usize, mut consent: NewConsent| {
        consent.provision.classes = Some(health_types::codes::DataClass::ALL[..count].to_vec());
        consent
    };
    let largest = classes(22, rules(5));
    town.grant(1, with_status(InitialStatus::Proposed, largest.clone()));
    let size = town.entry(&[0x12, 0, 0, 0, 1, 0, 0, 0, 1]).unwrap().len();
    assert!((2_038..=2_048).contains(&size), "{size}");
    let refused = format!(
        "consent_too_large: {} bytes, at most 2048 are allowed",
        size + 11
    );
    let (take, grant) = (town.activate_msg(1), town.grant_msg(2, largest));
    for msg in [take, grant] {
        town.refused("carer", msg, &refused);
    }
    let take = town.activate_msg(1);
    town.ok("patient", take);
}
