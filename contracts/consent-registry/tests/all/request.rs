//! Requests for access.

use crate::people::{consent_for, new_delegate, world, World, DAY, GRANT};
use health_types::codes::{Code, DataClass, PurposeOfUse};
use health_types::consent::{
    Actor, Decision, Effect, ExecuteMsg, Purpose, QueryMsg, RequestAnswer, RequestsResponse,
    SubjectResponse,
};
use health_types::identity::CredentialKind;
use health_types::Bytes32;

const TREAT: Purpose = Purpose::Code {
    code: PurposeOfUse::TREAT,
};

fn ask(
    world: &World,
    purposes: Vec<Purpose>,
    classes: Option<Vec<DataClass>>,
    until: u32,
) -> ExecuteMsg {
    ExecuteMsg::RequestAccess {
        subject: world.subject,
        purposes,
        classes,
        until,
    }
}

fn simple(world: &World, seconds: u32) -> ExecuteMsg {
    ask(world, vec![TREAT], None, world.suite.now() + seconds)
}

fn answer(world: &World, requester: &str, answer: RequestAnswer) -> ExecuteMsg {
    ExecuteMsg::AnswerRequest {
        subject: world.subject,
        requester: world.suite.account(requester).to_string(),
        answer,
    }
}

fn cancel(world: &World) -> ExecuteMsg {
    ExecuteMsg::CancelRequest {
        subject: world.subject,
    }
}

fn requests(world: &World) -> RequestsResponse {
    let query = QueryMsg::Requests {
        subject: world.subject,
    };
    let shown: RequestsResponse = world.suite.ask_consent(&query).unwrap();
    let query = QueryMsg::Subject {
        subject: world.subject,
    };
    let subject: SubjectResponse = world.suite.ask_consent(&query).unwrap();
    assert_eq!(usize::from(subject.requests), shown.items.len());
    shown
}

fn projects(count: u8) -> Vec<Purpose> {
    (1..=count)
        .map(|byte| Purpose::Project {
            id: Bytes32([byte; 32]),
        })
        .collect()
}

#[test]
fn a_request_is_shown_as_it_was_made() {
    let mut world = world();
    world.clinician("doctor");
    let mut purposes = projects(6);
    purposes.extend([
        TREAT,
        Purpose::Other {
            id: Bytes32([0xFF; 32]),
        },
    ]);
    let classes = DataClass::ALL[..16].to_vec();
    let until = world.suite.now() + 30 * DAY;
    let msg = ask(&world, purposes.clone(), Some(classes.clone()), until);
    let tx = world.send("doctor", &msg).unwrap();
    assert_eq!(tx.events_of("access_requested").len(), 1);
    let shown = requests(&world).items;
    let [one] = shown.as_slice() else {
        panic!("{shown:?}");
    };
    assert_eq!(one.requester, world.suite.account("doctor").to_string());
    assert_eq!(
        (&one.purposes, &one.classes, one.until),
        (&purposes, &classes, until)
    );
    world.refused("doctor", &msg, "request_exists");
}

#[test]
fn bounds_come_before_authority() {
    let mut world = world();
    let now = world.suite.now();
    let classes = |classes: Vec<DataClass>| ask(&world, vec![TREAT], Some(classes), now + 1);
    let zero = vec![Purpose::Other { id: Bytes32::ZERO }];
    let cases = [
        (ask(&world, vec![], None, now + 1), "invalid_count"),
        (ask(&world, projects(9), None, now + 1), "invalid_count"),
        (ask(&world, vec![TREAT; 2], None, now + 1), "duplicate"),
        (ask(&world, zero, None, now + 1), "zero"),
        (classes(vec![]), "invalid_count"),
        (classes(DataClass::ALL[..17].to_vec()), "invalid_count"),
        (classes(vec![DataClass::ALL[0]; 2]), "duplicate"),
        (ask(&world, vec![TREAT], None, now), "period_over"),
        (
            ask(&world, vec![TREAT], None, now + 30 * DAY + 1),
            "out_of_range",
        ),
        (simple(&world, 1), "unauthorized"),
    ];
    for (msg, code) in cases {
        world.refused("stranger", &msg, code);
    }
    let unknown = ExecuteMsg::RequestAccess {
        subject: Bytes32([1; 32]),
        purposes: vec![TREAT],
        classes: None,
        until: now + 1,
    };
    world.refused("stranger", &unknown, "unauthorized");
    world.clinician("doctor");
    world.refused("doctor", &unknown, "subject_not_found");
}

#[test]
fn it_lapses() {
    let mut world = world();
    world.clinician("doctor");
    let msg = simple(&world, DAY);
    world.send("doctor", &msg).unwrap();
    world.suite.advance(DAY - 1);
    assert_eq!(requests(&world).items.len(), 1);
    world.suite.advance(1);
    assert!(requests(&world).items.is_empty());
    let msg = cancel(&world);
    world.refused("doctor", &msg, "unauthorized");
    let msg = answer(&world, "doctor", RequestAnswer::Close {});
    world.refused("patient", &msg, "request_not_found");
    let msg = simple(&world, DAY);
    world.send("doctor", &msg).unwrap();
}

#[test]
fn sixteen_are_open_and_the_dead_give_way() {
    let mut world = world();
    for place in 0..17 {
        world.clinician(&format!("doctor {place}"));
    }
    for place in 0..16 {
        let msg = simple(&world, if place == 7 { DAY } else { 2 * DAY });
        world.send(&format!("doctor {place}"), &msg).unwrap();
    }
    let msg = simple(&world, 3 * DAY);
    world.refused("doctor 16", &msg, "too_many_requests");
    world.suite.advance(DAY);
    world.send("doctor 16", &msg).unwrap();
    let open = requests(&world).items;
    assert_eq!(open.len(), 16);
    assert_eq!(
        open[15].requester,
        world.suite.account("doctor 16").to_string()
    );
}

#[test]
fn granting_records_the_consent() {
    let mut world = world();
    let doctor = world.clinician("doctor");
    let msg = simple(&world, DAY);
    world.send("doctor", &msg).unwrap();
    let grant = |id| RequestAnswer::Grant {
        id,
        consent: Box::new(consent_for(
            Effect::Permit,
            vec![Actor::Person { holder: doctor }],
        )),
    };
    let msg = answer(&world, "doctor", grant(1));
    world.refused("stranger", &msg, "unauthorized");
    let tx = world.send("patient", &msg).unwrap();
    assert_eq!(tx.events_of("consent_recorded").len(), 1);
    assert_eq!(tx.events_of("request_ended").len(), 1);
    let decision = world
        .suite
        .decide(world.subject, "doctor", &[], PurposeOfUse::TREAT)
        .unwrap();
    assert_eq!(decision.decision, Decision::Permit);
    assert!(requests(&world).items.is_empty());
    let msg = answer(&world, "doctor", grant(2));
    world.refused("patient", &msg, "request_not_found");
    // What cannot be granted leaves the request open.
    let msg = simple(&world, DAY);
    world.send("doctor", &msg).unwrap();
    let msg = answer(&world, "doctor", grant(1));
    world.refused("patient", &msg, "consent_exists");
}

#[test]
fn refused_closed_and_taken_back() {
    let mut world = world();
    for requester in ["doctor", "nurse", "midwife"] {
        world.clinician(requester);
        let msg = simple(&world, DAY);
        world.send(requester, &msg).unwrap();
    }
    let delegate = ExecuteMsg::AddDelegate {
        subject: world.subject,
        delegate: new_delegate(&world.suite, "carer", GRANT),
    };
    world.send("patient", &delegate).unwrap();
    world.pause();
    let outcome = |tx: health_testing::Tx| {
        let event = tx.events_of("request_ended")[0].clone();
        event
            .attributes
            .iter()
            .find(|one| one.key == "outcome")
            .unwrap()
            .value
            .clone()
    };
    let msg = answer(&world, "doctor", RequestAnswer::Refuse {});
    assert_eq!(outcome(world.send("patient", &msg).unwrap()), "refused");
    let msg = answer(&world, "nurse", RequestAnswer::Close {});
    assert_eq!(outcome(world.send("carer", &msg).unwrap()), "closed");
    let msg = cancel(&world);
    world.refused("nurse", &msg, "unauthorized");
    assert_eq!(outcome(world.send("midwife", &msg).unwrap()), "cancelled");
    let unknown = ExecuteMsg::CancelRequest {
        subject: Bytes32([1; 32]),
    };
    world.refused("midwife", &unknown, "unauthorized");
}

#[test]
fn revoke_all_ends_requests() {
    let mut world = world();
    world.clinician("doctor");
    let msg = simple(&world, DAY);
    world.send("doctor", &msg).unwrap();
    let revoke_all = ExecuteMsg::RevokeAll {
        subject: world.subject,
        end_delegates: false,
    };
    world.send("patient", &revoke_all).unwrap();
    assert!(requests(&world).items.is_empty());
    world.send("doctor", &msg).unwrap();
    assert_eq!(requests(&world).items.len(), 1);
}

#[test]
fn a_pause_stops_asking() {
    let mut world = world();
    world.clinician("doctor");
    world.pause();
    let msg = simple(&world, DAY);
    world.refused("doctor", &msg, "paused");
    world.refused("stranger", &msg, "unauthorized");
}

#[test]
fn members_of_accredited_organisations_ask() {
    use health_types::identity::Function;
    let mut world = world();
    let msg = simple(&world, DAY);
    world.refused("clerk", &msg, "unauthorized");
    let kind = CredentialKind::ProviderOrganisation;
    world
        .suite
        .affiliate("hospital", "clerk", kind, &[Function::Administrator]);
    world.send("clerk", &msg).unwrap();
}

#[test]
fn who_is_accredited_no_longer_takes_its_request_back() {
    use health_types::identity;
    let mut world = world();
    let holder = world.clinician("doctor");
    let msg = simple(&world, DAY);
    world.send("doctor", &msg).unwrap();
    let suspend = identity::ExecuteMsg::Suspend {
        holder,
        kind: CredentialKind::Practitioner,
        reason: identity::Reason::UnderInvestigation,
    };
    world.suite.identity("authority", &suspend).unwrap();
    let back = cancel(&world);
    world.send("doctor", &back).unwrap();
    world.refused("doctor", &msg, "unauthorized");
}
