//! Delegates: what they pass on, and how they end.

use crate::people::{consent_for, new_delegate, world, World, ALL, DAY, GRANT};
use health_types::codes::Sensitivity;
use health_types::consent::{
    Actor, ConsentResponse, ConsentStatus, Decision, DelegatePowers, DelegatesResponse, Effect,
    ExecuteMsg, NewDelegate, QueryMsg, SubjectResponse,
};
use health_types::{Bytes32, Period};

const REVOKE: DelegatePowers = DelegatePowers {
    grant: false,
    revoke: true,
    manage_delegates: false,
};

fn add(world: &World, delegate: NewDelegate) -> ExecuteMsg {
    ExecuteMsg::AddDelegate {
        subject: world.subject,
        delegate,
    }
}

fn appoint(world: &mut World, sender: &str, name: &str, powers: DelegatePowers) {
    let msg = add(world, new_delegate(&world.suite, name, powers));
    world.send(sender, &msg).unwrap();
}

fn end(world: &World, name: &str, end_grants: bool) -> ExecuteMsg {
    ExecuteMsg::EndDelegate {
        subject: world.subject,
        account: world.suite.account(name).to_string(),
        end_grants,
    }
}

fn delegates(world: &World) -> DelegatesResponse {
    let query = QueryMsg::Delegates {
        subject: world.subject,
        start_after: None,
        limit: None,
    };
    world.suite.ask_consent(&query).unwrap()
}

fn living(world: &World) -> u8 {
    let query = QueryMsg::Subject {
        subject: world.subject,
    };
    world
        .suite
        .ask_consent::<SubjectResponse>(&query)
        .unwrap()
        .delegates
}

fn decision(world: &World, name: &str) -> Decision {
    use health_types::codes::PurposeOfUse::TREAT;
    world
        .suite
        .decide(world.subject, name, &[], TREAT)
        .unwrap()
        .decision
}

#[test]
fn an_appointment_is_kept_as_it_was_made() {
    let mut world = world();
    let delegate = NewDelegate {
        excluded_labels: Some(vec![Sensitivity::HIV, Sensitivity::SUD]),
        period: Period {
            from: None,
            until: Some(world.suite.now() + DAY),
        },
        evidence: Some(Bytes32([5; 32])),
        ..new_delegate(&world.suite, "guardian", ALL)
    };
    let msg = add(&world, delegate.clone());
    let tx = world.send("patient", &msg).unwrap();
    assert_eq!(tx.events_of("delegate_added").len(), 1);
    let shown = delegates(&world);
    let [one] = shown.items.as_slice() else {
        panic!("{shown:?}");
    };
    assert_eq!(one.account, delegate.account);
    assert_eq!(
        (one.kind, one.powers, one.period),
        (delegate.kind, ALL, delegate.period)
    );
    assert_eq!(one.excluded_labels, [Sensitivity::HIV, Sensitivity::SUD]);
    assert_eq!(one.evidence, delegate.evidence);
    assert_eq!(
        (one.appointed_by.as_ref(), one.ended, one.grants_ended),
        (None, false, false)
    );
    assert_eq!((living(&world), shown.next), (1, None));
}

#[test]
fn bounds_come_before_authority() {
    let mut world = world();
    let now = world.suite.now();
    let good = new_delegate(&world.suite, "guardian", ALL);
    let labels = |labels: Vec<Sensitivity>| NewDelegate {
        excluded_labels: Some(labels),
        ..good.clone()
    };
    let period = |from, until| NewDelegate {
        period: Period { from, until },
        ..good.clone()
    };
    use health_types::codes::Code;
    let cases = [
        (labels(vec![]), "invalid_count"),
        (labels(Sensitivity::ALL[..9].to_vec()), "invalid_count"),
        (labels(vec![Sensitivity::HIV; 2]), "duplicate"),
        (period(Some(9), Some(9)), "period_empty"),
        (period(None, Some(now)), "period_over"),
        (period(None, Some(u32::MAX)), "time_out_of_range"),
        (period(Some(u32::MAX), None), "time_out_of_range"),
        (
            new_delegate(&world.suite, "guardian", DelegatePowers::default()),
            "no_power",
        ),
        (
            new_delegate(&world.suite, "stranger", ALL),
            "self_reference",
        ),
        (
            NewDelegate {
                account: world.suite.consent.to_string(),
                ..good.clone()
            },
            "self_reference",
        ),
        (
            NewDelegate {
                account: "nobody".into(),
                ..good.clone()
            },
            "invalid_address",
        ),
        (
            NewDelegate {
                evidence: Some(Bytes32::ZERO),
                ..good.clone()
            },
            "zero",
        ),
        (good.clone(), "unauthorized"),
    ];
    for (delegate, code) in cases {
        let msg = add(&world, delegate);
        world.refused("stranger", &msg, code);
    }
    for accepted in [
        labels(Sensitivity::ALL[..8].to_vec()),
        period(Some(now + 1), Some(now + 2)),
    ] {
        let msg = add(&world, accepted);
        world.send("patient", &msg).unwrap();
        let msg = end(&world, "guardian", true);
        world.send("patient", &msg).unwrap();
    }
}

#[test]
fn a_delegate_passes_on_at_most_what_it_has() {
    let mut world = world();
    let until = world.suite.now() + DAY;
    let manager = NewDelegate {
        excluded_labels: Some(vec![Sensitivity::HIV]),
        period: Period {
            from: None,
            until: Some(until),
        },
        ..new_delegate(
            &world.suite,
            "manager",
            DelegatePowers {
                revoke: false,
                ..ALL
            },
        )
    };
    let msg = add(&world, manager);
    world.send("patient", &msg).unwrap();
    let within = NewDelegate {
        excluded_labels: Some(vec![Sensitivity::SUD, Sensitivity::HIV]),
        period: Period {
            from: None,
            until: Some(until),
        },
        ..new_delegate(&world.suite, "carer", GRANT)
    };
    let beyond = [
        NewDelegate {
            powers: REVOKE,
            ..within.clone()
        },
        NewDelegate {
            powers: DelegatePowers {
                revoke: false,
                ..ALL
            },
            ..within.clone()
        },
        NewDelegate {
            excluded_labels: Some(vec![Sensitivity::SUD]),
            ..within.clone()
        },
        NewDelegate {
            excluded_labels: None,
            ..within.clone()
        },
        NewDelegate {
            period: Period::OPEN,
            ..within.clone()
        },
        NewDelegate {
            period: Period {
                from: None,
                until: Some(until + 1),
            },
            ..within.clone()
        },
    ];
    for delegate in beyond {
        let msg = add(&world, delegate);
        world.refused("manager", &msg, "exceeds_own_powers");
    }
    let owner = NewDelegate {
        account: world.suite.account("patient").to_string(),
        ..within.clone()
    };
    let msg = add(&world, owner);
    world.refused("manager", &msg, "self_reference");
    let msg = add(&world, within);
    world.send("manager", &msg).unwrap();
    let shown = delegates(&world).items;
    assert_eq!(shown[1].appointed_by, Some(shown[0].account.clone()));
    // What was appointed manages nobody.
    let msg = add(&world, new_delegate(&world.suite, "friend", GRANT));
    world.refused("carer", &msg, "unauthorized");
}

#[test]
fn a_delegate_removes_only_whom_it_appointed() {
    let mut world = world();
    appoint(&mut world, "patient", "manager", ALL);
    appoint(&mut world, "patient", "sibling", ALL);
    appoint(&mut world, "manager", "carer", GRANT);
    for (sender, target) in [
        ("manager", "sibling"),
        ("sibling", "carer"),
        ("carer", "manager"),
        ("stranger", "carer"),
    ] {
        let msg = end(&world, target, false);
        world.refused(sender, &msg, "unauthorized");
    }
    // To end what was granted takes the power to revoke.
    let msg = end(&world, "carer", true);
    world.refused("carer", &msg, "unauthorized");
    let msg = end(&world, "carer", true);
    world.send("manager", &msg).unwrap();
    let msg = end(&world, "sibling", false);
    world.send("sibling", &msg).unwrap();
    let msg = end(&world, "sibling", false);
    world.refused("patient", &msg, "delegate_not_found");
    world.refused("sibling", &msg, "unauthorized");
    assert_eq!(living(&world), 1);
    let ended: Vec<(bool, bool)> = delegates(&world)
        .items
        .iter()
        .map(|one| (one.ended, one.grants_ended))
        .collect();
    assert_eq!(ended, [(false, false), (true, false), (true, true)]);
}

#[test]
fn ending_a_delegate_ends_those_it_appointed() {
    let mut world = world();
    appoint(&mut world, "patient", "manager", ALL);
    appoint(&mut world, "manager", "carer", GRANT);
    let doctor = world.clinician("doctor");
    let permit = consent_for(Effect::Permit, vec![Actor::Person { holder: doctor }]);
    world.grant("carer", 1, permit.clone()).unwrap();
    let msg = end(&world, "manager", false);
    let tx = world.send("patient", &msg).unwrap();
    assert_eq!(tx.events_of("delegate_ended").len(), 2);
    assert!(tx.events_of("key_rotation_due").is_empty());
    assert!(world.grant("carer", 2, permit).is_err());
    assert_eq!(decision(&world, "doctor"), Decision::Permit);
    // Its grants, and those of whom it appointed, can still be ended.
    let msg = end(&world, "manager", true);
    world.send("patient", &msg).unwrap();
    assert_eq!(decision(&world, "doctor"), Decision::NoConsent);
    world.refused("patient", &msg, "delegate_not_found");
}

#[test]
fn ending_grants_ends_permits_and_no_denies() {
    let mut world = world();
    appoint(&mut world, "patient", "carer", GRANT);
    let doctor = world.clinician("doctor");
    let nurse = world.clinician("nurse");
    let of = |effect, holder| consent_for(effect, vec![Actor::Person { holder }]);
    world.grant("carer", 1, of(Effect::Permit, doctor)).unwrap();
    world.grant("carer", 2, of(Effect::Deny, nurse)).unwrap();
    world
        .grant("patient", 3, of(Effect::Permit, nurse))
        .unwrap();
    assert_eq!(decision(&world, "doctor"), Decision::Permit);
    let msg = end(&world, "carer", true);
    let tx = world.send("patient", &msg).unwrap();
    // Custodians are to raise keys, as after any withdrawal.
    assert_eq!(tx.events_of("key_rotation_due").len(), 1);
    assert_eq!(decision(&world, "doctor"), Decision::NoConsent);
    assert_eq!(decision(&world, "nurse"), Decision::Deny);
    // Appointed anew, it does not revive what it granted.
    appoint(&mut world, "patient", "carer", GRANT);
    assert_eq!(decision(&world, "doctor"), Decision::NoConsent);
    let query = QueryMsg::Consent {
        subject: world.subject,
        id: 1,
    };
    let consent: ConsentResponse = world.suite.ask_consent(&query).unwrap();
    assert_eq!(
        consent.delegate,
        Some(world.suite.account("carer").to_string())
    );
    assert_eq!(consent.status, ConsentStatus::Active);
}

#[test]
fn no_delegate_touches_the_owners_denies() {
    let mut world = world();
    appoint(&mut world, "patient", "both", ALL);
    appoint(&mut world, "patient", "revoker", REVOKE);
    let nurse = world.clinician("nurse");
    let deny = consent_for(Effect::Deny, vec![Actor::Person { holder: nurse }]);
    world.grant("patient", 1, deny.clone()).unwrap();
    world.grant("both", 2, deny).unwrap();
    let subject = world.subject;
    for (sender, id) in [("both", 1), ("revoker", 1), ("revoker", 2)] {
        for msg in [
            ExecuteMsg::Revoke { subject, id },
            ExecuteMsg::MarkEnteredInError { subject, id },
        ] {
            world.refused(sender, &msg, "unauthorized");
        }
    }
    world
        .send("both", &ExecuteMsg::Revoke { subject, id: 2 })
        .unwrap();
}

#[test]
fn eight_live_and_the_dead_give_way() {
    let mut world = world();
    let now = world.suite.now();
    for place in 0..8 {
        let delegate = NewDelegate {
            period: Period {
                from: None,
                until: (place == 3).then_some(now + DAY),
            },
            ..new_delegate(&world.suite, &format!("delegate {place}"), GRANT)
        };
        let msg = add(&world, delegate);
        world.send("patient", &msg).unwrap();
    }
    let again = add(&world, new_delegate(&world.suite, "delegate 0", GRANT));
    world.refused("patient", &again, "delegate_exists");
    let ninth = add(&world, new_delegate(&world.suite, "ninth", GRANT));
    world.suite.advance(DAY - 1);
    world.refused("patient", &ninth, "too_many_delegates");
    world.suite.advance(1);
    assert_eq!(living(&world), 7);
    world.send("patient", &ninth).unwrap();
    assert_eq!(living(&world), 8);
    assert_eq!(delegates(&world).items.len(), 9);
}

#[test]
fn a_delegate_acts_in_its_period_alone() {
    let mut world = world();
    let now = world.suite.now();
    let guardian = NewDelegate {
        period: Period {
            from: Some(now + DAY),
            until: Some(now + 2 * DAY),
        },
        ..new_delegate(&world.suite, "guardian", ALL)
    };
    let msg = add(&world, guardian);
    world.send("patient", &msg).unwrap();
    let doctor = world.clinician("doctor");
    let permit = consent_for(Effect::Permit, vec![Actor::Person { holder: doctor }]);
    for (at, allowed) in [
        (now + DAY - 1, false),
        (now + DAY, true),
        (now + 2 * DAY - 1, true),
        (now + 2 * DAY, false),
    ] {
        world.suite.set_time(at);
        assert_eq!(
            world.grant("guardian", at, permit.clone()).is_ok(),
            allowed,
            "{at}"
        );
    }
    // What a minor's guardian granted can be ended at majority, in one message.
    assert_eq!(decision(&world, "doctor"), Decision::Permit);
    let msg = end(&world, "guardian", true);
    world.send("patient", &msg).unwrap();
    assert_eq!(decision(&world, "doctor"), Decision::NoConsent);
}

#[test]
fn revoke_all_ends_delegates_if_the_owner_says_so() {
    let mut world = world();
    appoint(&mut world, "patient", "carer", ALL);
    let subject = world.subject;
    let revoke_all = |end_delegates| ExecuteMsg::RevokeAll {
        subject,
        end_delegates,
    };
    world.send("patient", &revoke_all(false)).unwrap();
    assert_eq!(living(&world), 1);
    world.send("patient", &revoke_all(true)).unwrap();
    assert_eq!(living(&world), 0);
    assert!(delegates(&world).items[0].ended);
    let msg = add(&world, new_delegate(&world.suite, "friend", GRANT));
    world.refused("carer", &msg, "unauthorized");
    appoint(&mut world, "patient", "friend", GRANT);
    assert_eq!(living(&world), 1);
    world.refused("carer", &msg, "unauthorized");
}

#[test]
fn a_pause_stops_appointing_and_not_ending() {
    let mut world = world();
    appoint(&mut world, "patient", "carer", GRANT);
    world.pause();
    let msg = add(&world, new_delegate(&world.suite, "friend", GRANT));
    world.refused("patient", &msg, "paused");
    world.refused("stranger", &msg, "unauthorized");
    let msg = end(&world, "carer", true);
    world.send("patient", &msg).unwrap();
}

#[test]
fn pages_go_on_where_they_ended() {
    let mut world = world();
    for place in 0..5 {
        appoint(&mut world, "patient", &format!("delegate {place}"), GRANT);
    }
    let mut seen = Vec::new();
    let mut start_after = None;
    loop {
        let query = QueryMsg::Delegates {
            subject: world.subject,
            start_after,
            limit: Some(2),
        };
        let page: DelegatesResponse = world.suite.ask_consent(&query).unwrap();
        assert!(page.items.len() <= 2);
        seen.extend(page.items.into_iter().map(|one| one.account));
        start_after = page.next;
        if start_after.is_none() {
            break;
        }
    }
    let expected: Vec<String> = (0..5)
        .map(|place| {
            world
                .suite
                .account(&format!("delegate {place}"))
                .to_string()
        })
        .collect();
    assert_eq!(seen, expected);
    for key in [vec![], vec![1], vec![0; 3], vec![0; 64]] {
        let query = QueryMsg::Delegates {
            subject: world.subject,
            start_after: Some(health_types::consent::Cursor { key: key.into() }),
            limit: None,
        };
        let error = world
            .suite
            .ask_consent::<DelegatesResponse>(&query)
            .unwrap_err();
        assert!(error.contains("invalid_cursor"), "{error}");
    }
}

#[test]
fn numbers_run_out_and_are_never_used_again() {
    let mut world = world();
    let contract = world.suite.consent.clone();
    let key = [&[0x10][..], &world.subject.0].concat();
    let mut entry = world
        .suite
        .app
        .contract_storage(&contract)
        .get(&key)
        .unwrap();
    // Behind number, epoch, flags and how many delegates live: the last number given.
    entry[10..12].copy_from_slice(&(u16::MAX - 1).to_be_bytes());
    world
        .suite
        .app
        .contract_storage_mut(&contract)
        .set(&key, &entry);
    appoint(&mut world, "patient", "last", GRANT);
    let msg = add(&world, new_delegate(&world.suite, "one more", GRANT));
    world.refused("patient", &msg, "delegates_exhausted");
}

#[test]
fn what_ended_before_does_not_end_again() {
    let mut world = world();
    appoint(&mut world, "patient", "manager", ALL);
    appoint(&mut world, "manager", "carer", GRANT);
    let msg = end(&world, "carer", false);
    world.send("carer", &msg).unwrap();
    let msg = end(&world, "manager", false);
    let tx = world.send("patient", &msg).unwrap();
    assert_eq!(tx.events_of("delegate_ended").len(), 1);
}
