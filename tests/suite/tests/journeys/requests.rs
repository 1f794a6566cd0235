//! Asking for access.

use health_testing::{Rule, Suite};
use health_types::codes::PurposeOfUse::HRESCH;
use health_types::consent::{
    Decision, ExecuteMsg, Purpose, QueryMsg, RequestAnswer, RequestsResponse,
};
use health_types::Bytes32;

const DAY: u32 = 86_400;

fn request(subject: Bytes32, until: u32) -> ExecuteMsg {
    ExecuteMsg::RequestAccess {
        subject,
        purposes: vec![Purpose::Code { code: HRESCH }],
        classes: None,
        until,
    }
}

fn answer(suite: &Suite, subject: Bytes32, answer: RequestAnswer) -> ExecuteMsg {
    ExecuteMsg::AnswerRequest {
        subject,
        requester: suite.account("scholar").to_string(),
        answer,
    }
}

fn open(suite: &Suite, subject: Bytes32) -> usize {
    let requests: RequestsResponse = suite.ask_consent(&QueryMsg::Requests { subject }).unwrap();
    assert_eq!(
        requests.items.len(),
        usize::from(suite.subject_info(subject).requests)
    );
    requests.items.len()
}

#[test]
fn a_request_is_granted_in_the_subjects_own_words() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let until = suite.now() + 30 * DAY;
    assert_eq!(
        suite.refused("stranger", &request(subject, until)),
        "unauthorized"
    );
    assert_eq!(
        suite.refused("scholar", &request(subject, until + 1)),
        "out_of_range"
    );
    suite.must("scholar", &request(subject, until));
    assert_eq!(
        suite.refused("scholar", &request(subject, until)),
        "request_exists"
    );
    assert_eq!(open(&suite, subject), 1);

    let consent = Suite::permit()
        .to_organisation(town.institute)
        .purposes(&[HRESCH])
        .consent();
    let grant = RequestAnswer::Grant {
        id: 5,
        consent: Box::new(consent),
    };
    let grant = answer(&suite, subject, grant);
    assert_eq!(suite.refused("scholar", &grant), "unauthorized");
    suite.must("patient", &grant);
    assert_eq!(open(&suite, subject), 0);
    let asked = suite.answer(
        subject,
        "scholar",
        &[town.institute],
        Suite::question(HRESCH),
    );
    assert_eq!(asked.decision, Decision::Permit);
    assert_eq!(asked.consents[0].id, 5);
    assert_eq!(suite.refused("patient", &grant), "request_not_found");
}

#[test]
fn a_request_is_refused_closed_cancelled_or_lapses() {
    let (mut suite, _) = Suite::town();
    let subject = suite.register("patient");
    for end in [
        ("patient", answer(&suite, subject, RequestAnswer::Refuse {})),
        ("patient", answer(&suite, subject, RequestAnswer::Close {})),
        ("scholar", ExecuteMsg::CancelRequest { subject }),
    ] {
        let until = suite.now() + DAY;
        suite.must("scholar", &request(subject, until));
        suite.must(end.0, &end.1);
        assert_eq!(open(&suite, subject), 0);
    }
    let until = suite.now() + DAY;
    suite.must("scholar", &request(subject, until));
    suite.set_time(until);
    let requests: RequestsResponse = suite.ask_consent(&QueryMsg::Requests { subject }).unwrap();
    assert!(requests.items.is_empty());
    let refuse = answer(&suite, subject, RequestAnswer::Refuse {});
    assert_eq!(suite.refused("patient", &refuse), "request_not_found");
    suite.must("scholar", &request(subject, until + DAY));
    // Requests die with everything that was granted.
    suite.must(
        "patient",
        &ExecuteMsg::RevokeAll {
            subject,
            end_delegates: false,
        },
    );
    assert_eq!(suite.refused("patient", &refuse), "request_not_found");
}
