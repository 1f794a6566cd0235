//! Breaking the glass.

use health_testing::{Rule, Suite};
use health_types::codes::PurposeOfUse::{BTG, ETREAT, TREAT};
use health_types::consent::{
    BreakGlassData, Decision, EmergencyReason, EmergencyResponse, ExecuteMsg, PolicyChange,
    QueryMsg, Reason, ReviewOutcome,
};
use health_types::identity::{self, CredentialKind};
use health_types::Bytes32;

const HOUR: u32 = 3_600;
const DAY: u32 = 86_400;
const OPEN: (Decision, Reason) = (Decision::Permit, Reason::Emergency);

fn break_glass(subject: Bytes32, organisation: u32, duration: u32) -> ExecuteMsg {
    ExecuteMsg::BreakGlass {
        subject,
        organisation,
        reason: EmergencyReason::LifeThreatening,
        justification: Bytes32([9; 32]),
        duration,
    }
}

fn emergency(suite: &Suite, subject: Bytes32, actor: u32) -> EmergencyResponse {
    suite
        .ask_consent(&QueryMsg::Emergency { subject, actor })
        .unwrap()
}

#[test]
fn the_glass_stays_broken_until_it_ends_and_no_longer() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let ask =
        |suite: &Suite, purpose| suite.outcome(subject, "responder", &[town.hospital], purpose);
    assert_eq!(ask(&suite, BTG).0, Decision::NoConsent);
    let data: BreakGlassData = suite
        .must("responder", &break_glass(subject, town.hospital, HOUR))
        .data();
    let until = suite.now() + HOUR;
    assert!(data.granted && data.until == Some(until));
    assert_eq!(ask(&suite, BTG), OPEN);
    assert_eq!(ask(&suite, TREAT).0, Decision::NoConsent);
    suite.set_time(until - 1);
    assert_eq!(ask(&suite, BTG), OPEN);
    suite.set_time(until);
    assert_eq!(ask(&suite, BTG).0, Decision::NoConsent);
    assert_eq!(
        suite.refused("nurse", &break_glass(subject, town.hospital, HOUR)),
        "unauthorized"
    );
    let not_responder = (Decision::Deny, Reason::NotResponder);
    assert_eq!(
        suite.outcome(subject, "nurse", &[town.hospital], BTG),
        not_responder
    );
    assert_eq!(
        suite.outcome(subject, "nurse", &[town.hospital], ETREAT),
        not_responder
    );
}

#[test]
fn where_the_subject_forbids_it_the_attempt_is_recorded_and_opens_nothing() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let forbid = PolicyChange {
        emergencies_allowed: Some(false),
        ..PolicyChange::default()
    };
    suite.must(
        "patient",
        &ExecuteMsg::SetPolicies {
            subject,
            change: forbid,
        },
    );
    let tx = suite.must("responder", &break_glass(subject, town.hospital, HOUR));
    let data: BreakGlassData = tx.data();
    assert_eq!((data.granted, data.until), (false, None));
    assert_eq!(tx.events_of("glass_broken").len(), 1);
    let recorded = emergency(&suite, subject, town.responder);
    assert!(recorded.refused && !recorded.live);
    assert_eq!(recorded.organisation, town.hospital);
    let asked = suite.outcome(subject, "responder", &[town.hospital], BTG);
    assert_ne!(asked.0, Decision::Permit);
}

#[test]
fn forbidding_it_later_ends_what_is_open() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    suite.must("responder", &break_glass(subject, town.hospital, DAY));
    let ask = |suite: &Suite| suite.outcome(subject, "responder", &[town.hospital], BTG);
    assert_eq!(ask(&suite), OPEN);
    let forbid = PolicyChange {
        emergencies_allowed: Some(false),
        ..PolicyChange::default()
    };
    suite.must(
        "patient",
        &ExecuteMsg::SetPolicies {
            subject,
            change: forbid,
        },
    );
    assert_ne!(ask(&suite).0, Decision::Permit);
}

#[test]
fn an_explicit_deny_that_names_breaking_the_glass_holds() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    suite.must("responder", &break_glass(subject, town.hospital, DAY));
    let general = Suite::deny().to_organisation(town.hospital).consent();
    suite.grant("patient", subject, 1, general).unwrap();
    let ask = |suite: &Suite| suite.outcome(subject, "responder", &[town.hospital], BTG);
    assert_eq!(ask(&suite), OPEN);
    let named = Suite::deny()
        .to_organisation(town.hospital)
        .purposes(&[BTG])
        .consent();
    suite.grant("patient", subject, 2, named).unwrap();
    assert_eq!(ask(&suite), (Decision::Deny, Reason::ExplicitDeny));
}

#[test]
fn the_responders_credential_is_checked_again_at_each_request() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    suite.must("responder", &break_glass(subject, town.hospital, DAY));
    let ask = |suite: &Suite| suite.outcome(subject, "responder", &[town.hospital], BTG);
    assert_eq!(ask(&suite), OPEN);
    let (holder, kind) = (town.responder, CredentialKind::EmergencyResponder);
    let suspend = identity::ExecuteMsg::Suspend {
        holder,
        kind,
        reason: identity::Reason::UnderInvestigation,
    };
    suite.must_identity("authority", &suspend);
    assert_ne!(ask(&suite).0, Decision::Permit);
    assert_eq!(
        suite.refused("responder", &break_glass(subject, town.hospital, HOUR)),
        "unauthorized"
    );
    suite.must_identity(
        "authority",
        &identity::ExecuteMsg::Reinstate { holder, kind },
    );
    assert_eq!(ask(&suite), OPEN);
    // Or the hospital's, on which the function rests.
    let suspend = identity::ExecuteMsg::Suspend {
        holder: town.hospital,
        kind,
        reason: identity::Reason::UnderInvestigation,
    };
    suite.must_identity("authority", &suspend);
    assert_ne!(ask(&suite).0, Decision::Permit);
}

#[test]
fn three_overdue_reviews_block_until_one_is_done_and_never_by_the_actor() {
    let (mut suite, town) = Suite::town();
    let subjects = [1, 2, 3, 4].map(|nonce| suite.register_with("patient", nonce));
    for subject in &subjects[..3] {
        suite.must("responder", &break_glass(*subject, town.hospital, HOUR));
    }
    suite.advance(HOUR + 72 * HOUR - 1);
    suite.must("responder", &break_glass(subjects[3], town.hospital, HOUR));
    suite.advance(1);
    let again = break_glass(subjects[3], town.hospital, HOUR);
    assert_eq!(suite.refused("responder", &again), "reviews_overdue");

    let review = ExecuteMsg::ReviewEmergency {
        subject: subjects[0],
        actor: town.responder,
        outcome: ReviewOutcome::Justified,
    };
    assert_eq!(suite.refused("responder", &review), "unauthorized");
    assert_eq!(suite.refused("hospital", &review), "unauthorized");
    let accept = ExecuteMsg::AcceptCustodian {
        subject: subjects[0],
        custodian: town.hospital,
    };
    suite.must("patient", &accept);
    suite.must("hospital", &review);
    assert_eq!(suite.refused("patient", &review), "review_not_owed");
    suite.must("responder", &again);
    let reviewed = emergency(&suite, subjects[0], town.responder);
    assert_eq!(reviewed.review, Some(ReviewOutcome::Justified));
}

#[test]
fn whom_the_subject_ended_waits_seven_days() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    suite.must("responder", &break_glass(subject, town.hospital, DAY));
    let end = ExecuteMsg::EndEmergency {
        subject,
        actor: town.responder,
    };
    assert_eq!(suite.refused("hospital", &end), "unauthorized");
    suite.must("patient", &end);
    assert!(!emergency(&suite, subject, town.responder).live);
    assert_ne!(
        suite.outcome(subject, "responder", &[town.hospital], BTG).0,
        Decision::Permit
    );
    let again = break_glass(subject, town.hospital, HOUR);
    suite.advance(7 * DAY - 1);
    assert_eq!(suite.refused("responder", &again), "emergency_ended");
    suite.advance(1);
    suite.must("responder", &again);
    assert_eq!(
        suite.refused(
            "patient",
            &ExecuteMsg::EndEmergency {
                subject,
                actor: town.nurse
            }
        ),
        "emergency_not_found"
    );
}
