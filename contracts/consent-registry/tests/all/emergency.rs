//! Breaking the glass, ending and reviewing it.

use crate::cast::*;
use health_testing::error_code;
use health_types::codes::PurposeOfUse::{BTG, ERTREAT, ETREAT, TREAT};
use health_types::codes::Sensitivity;
use health_types::consent::{
    BreakGlassData, Decision, DelegateKind, DelegatePowers, Effect, EmergenciesResponse,
    EmergencyResponse, ExecuteMsg, Labels, NewDelegate, ObligationKind, PolicyChange, QueryMsg,
    Reason, ReviewOutcome,
};
use health_types::identity::{CredentialKind, Function};
use health_types::{Bytes32, Period};

use health_testing::Suite;
use Effect::Deny;

const EMERGENCY: (Decision, Reason) = (Decision::Permit, Reason::Emergency);
const NOT_RESPONDER: (Decision, Reason) = (Decision::Deny, Reason::NotResponder);

fn forbid(cast: &mut Cast) {
    cast.policies(PolicyChange {
        emergencies_allowed: Some(false),
        ..PolicyChange::default()
    });
}

fn end(cast: &Cast) -> ExecuteMsg {
    ExecuteMsg::EndEmergency {
        subject: cast.subject,
        actor: cast.medic,
    }
}

fn review(cast: &Cast) -> ExecuteMsg {
    ExecuteMsg::ReviewEmergency {
        subject: cast.subject,
        actor: cast.medic,
        outcome: ReviewOutcome::Justified,
    }
}

fn emergency(cast: &Cast) -> EmergencyResponse {
    let query = QueryMsg::Emergency {
        subject: cast.subject,
        actor: cast.medic,
    };
    cast.suite.ask_consent(&query).unwrap()
}

#[test]
fn the_glass_is_broken_until_it_is_over() {
    let mut cast = Cast::new();
    cast.rule(1, Deny, &[], TREAT);
    assert_eq!(cast.outcome("medic", &[], BTG), NONE);
    let tx = cast.send("medic", &cast.break_glass(HOUR));
    let until = cast.suite.now() + HOUR;
    let data = tx.data::<BreakGlassData>();
    assert_eq!((data.granted, data.until), (true, Some(until)));
    assert_eq!(cast.outcome("medic", &[], BTG), EMERGENCY);
    assert_eq!(cast.outcome("medic", &[cast.hospital], BTG), EMERGENCY);
    // Nothing but breaking the glass is opened, and to nobody else.
    assert_eq!(cast.outcome("medic", &[], ERTREAT), NONE);
    assert_eq!(cast.outcome("medic", &[], TREAT), DENY);
    assert_eq!(cast.outcome("doctor", &[], BTG), NOT_RESPONDER);
    let entry = emergency(&cast);
    assert!(entry.live && !entry.refused && !entry.ended && entry.review.is_none());
    assert_eq!((entry.organisation, entry.until), (cast.hospital, until));
    cast.suite.set_time(until - 1);
    assert_eq!(cast.outcome("medic", &[], BTG), EMERGENCY);
    cast.suite.set_time(until);
    assert_eq!(cast.outcome("medic", &[], BTG), NONE);
    assert!(!emergency(&cast).live);
}

#[test]
fn only_a_deny_that_names_breaking_the_glass_stands_against_it() {
    let mut cast = Cast::new();
    cast.send("medic", &cast.break_glass(HOUR));
    cast.rule(1, Deny, &[], ETREAT);
    cast.grant(2, Suite::consent_of(Suite::rule(Deny)));
    assert_eq!(cast.outcome("medic", &[], BTG), EMERGENCY);
    let mut hiv = rule(Deny, &[], BTG);
    hiv.labels = Some(Labels {
        confidentiality: None,
        sensitivity: Some(vec![Sensitivity::HIV]),
        private: None,
    });
    cast.grant(3, Suite::consent_of(hiv));
    let answer = cast.decide("medic", &[], BTG);
    assert_eq!((answer.decision, answer.reason), EMERGENCY);
    assert_eq!(answer.obligations[0].kind, ObligationKind::Redact);
    cast.rule(4, Deny, &[], BTG);
    assert_eq!(cast.outcome("medic", &[], BTG), DENY);
}

#[test]
fn a_restriction_lets_a_live_emergency_pass() {
    let mut cast = Cast::new();
    cast.policies(PolicyChange {
        restricted: Some(true),
        ..PolicyChange::default()
    });
    let restricted = (Decision::Deny, Reason::Restricted);
    assert_eq!(cast.outcome("medic", &[], BTG), restricted);
    cast.send("medic", &cast.break_glass(HOUR));
    assert_eq!(cast.outcome("medic", &[], BTG), EMERGENCY);
}

#[test]
fn credential_and_affiliation_are_checked_again_at_each_request() {
    let mut cast = Cast::new();
    let responder = CredentialKind::EmergencyResponder;
    cast.send("medic", &cast.break_glass(HOUR));
    cast.suspend(cast.medic, responder);
    assert_eq!(cast.outcome("medic", &[], BTG), NOT_RESPONDER);
    // The function alone lets it ask, and opens nothing.
    assert_eq!(cast.outcome("medic", &[cast.hospital], BTG), NONE);
    let reinstate = health_types::identity::ExecuteMsg::Reinstate {
        holder: cast.medic,
        kind: responder,
    };
    cast.identity("authority", &reinstate);
    assert_eq!(cast.outcome("medic", &[], BTG), EMERGENCY);
    cast.leave("medic", cast.hospital, responder);
    assert_eq!(cast.outcome("medic", &[], BTG), NONE);
}

#[test]
fn who_may_break_it() {
    let mut cast = Cast::new();
    let break_glass = cast.break_glass(HOUR);
    for sender in ["stranger", "patient", "doctor", "nurse", "hospital"] {
        assert_eq!(
            cast.refused(sender, &break_glass),
            "unauthorized",
            "{sender}"
        );
    }
    // A responder in another function, and one whose proof is too weak.
    cast.suite
        .accredit("nurse", CredentialKind::EmergencyResponder);
    assert_eq!(cast.refused("nurse", &break_glass), "unauthorized");
    let weak = health_types::identity::NewCredential {
        account: cast.suite.account("volunteer").to_string(),
        kind: CredentialKind::EmergencyResponder,
        assurance: health_types::identity::Assurance::Low,
        period: Period::OPEN,
        evidence: Bytes32([1; 32]),
        identifier: None,
        organisation_type: health_types::identity::OrganisationType::Unstated,
        country: None,
    };
    let credentials = vec![weak];
    let issue = health_types::identity::ExecuteMsg::Issue { credentials };
    cast.identity("authority", &issue);
    let emergency = [Function::Emergency];
    let responder = CredentialKind::EmergencyResponder;
    cast.suite
        .affiliate("hospital", "volunteer", responder, &emergency);
    assert_eq!(cast.refused("volunteer", &break_glass), "unauthorized");
    // Whoever may not is told the same of a subject that is none.
    let ExecuteMsg::BreakGlass {
        organisation,
        reason,
        justification,
        duration,
        ..
    } = break_glass
    else {
        unreachable!()
    };
    let nobody = ExecuteMsg::BreakGlass {
        subject: Bytes32([8; 32]),
        organisation,
        reason,
        justification,
        duration,
    };
    assert_eq!(cast.refused("nurse", &nobody), "unauthorized");
    assert_eq!(cast.refused("medic", &nobody), "subject_not_found");
    let (subject, limit) = (cast.subject, None);
    cast.send("patient", &ExecuteMsg::Erase { subject, limit });
    let erased = cast.break_glass(HOUR);
    assert_eq!(cast.refused("medic", &erased), "subject_erased");
}

#[test]
fn what_breaking_it_states_is_bounded() {
    let mut cast = Cast::new();
    for duration in [0, DAY + 1] {
        let msg = cast.break_glass(duration);
        assert_eq!(cast.refused("medic", &msg), "out_of_range");
        // Bounds come before authority.
        assert_eq!(cast.refused("stranger", &msg), "out_of_range");
    }
    let ExecuteMsg::BreakGlass {
        subject, reason, ..
    } = cast.break_glass(1)
    else {
        unreachable!()
    };
    for (organisation, justification) in [(0, Bytes32([1; 32])), (1, Bytes32::ZERO)] {
        let msg = ExecuteMsg::BreakGlass {
            subject,
            organisation,
            reason,
            justification,
            duration: 1,
        };
        assert_eq!(cast.refused("medic", &msg), "zero");
    }
    cast.send("medic", &cast.break_glass(DAY));
    cast.send("medic", &cast.break_glass(1));
}

#[test]
fn a_subject_who_forbids_it_has_it_refused_and_recorded() {
    let mut cast = Cast::new();
    forbid(&mut cast);
    let tx = cast.send("medic", &cast.break_glass(HOUR));
    let data = tx.data::<BreakGlassData>();
    assert_eq!((data.granted, data.until), (false, None));
    assert_eq!(tx.events_of("glass_broken").len(), 1);
    let entry = emergency(&cast);
    assert!(entry.refused && !entry.live);
    assert_eq!(entry.until, entry.since);
    assert_eq!(cast.outcome("medic", &[], BTG), NONE);
    let review = review(&cast);
    assert_eq!(cast.refused("patient", &review), "review_not_owed");
    // What was refused stays refused when the subject thinks better of it.
    cast.policies(PolicyChange {
        emergencies_allowed: Some(true),
        ..PolicyChange::default()
    });
    assert_eq!(cast.outcome("medic", &[], BTG), NONE);
}

#[test]
fn forbidding_it_ends_what_lives() {
    let mut cast = Cast::new();
    cast.send("medic", &cast.break_glass(HOUR));
    forbid(&mut cast);
    assert_eq!(cast.outcome("medic", &[], BTG), NONE);
    let end = end(&cast);
    assert_eq!(cast.refused("patient", &end), "emergency_not_live");
}

#[test]
fn revoking_everything_ends_it() {
    let mut cast = Cast::new();
    cast.send("medic", &cast.break_glass(HOUR));
    let subject = cast.subject;
    cast.send(
        "patient",
        &ExecuteMsg::RevokeAll {
            subject,
            end_delegates: false,
        },
    );
    assert_eq!(cast.outcome("medic", &[], BTG), NONE);
    assert!(!emergency(&cast).live);
}

#[test]
fn who_ended_it_has_the_actor_wait_seven_days() {
    let mut cast = Cast::new();
    let end = end(&cast);
    assert_eq!(cast.refused("patient", &end), "emergency_not_found");
    cast.send("medic", &cast.break_glass(DAY));
    for sender in ["stranger", "medic", "hospital"] {
        assert_eq!(cast.refused(sender, &end), "unauthorized", "{sender}");
    }
    cast.suite.advance(HOUR);
    let tx = cast.send("patient", &end);
    assert_eq!(tx.events_of("emergency_ended").len(), 1);
    assert_eq!(cast.refused("patient", &end), "emergency_not_live");
    assert_eq!(cast.outcome("medic", &[], BTG), NONE);
    let entry = emergency(&cast);
    assert!(entry.ended);
    assert_eq!(entry.until, cast.suite.now());
    let again = cast.break_glass(HOUR);
    cast.suite.advance(7 * DAY - 1);
    assert_eq!(cast.refused("medic", &again), "emergency_ended");
    cast.suite.advance(1);
    cast.send("medic", &again);
    assert_eq!(cast.outcome("medic", &[], BTG), EMERGENCY);
}

#[test]
fn who_reviews_it() {
    let mut cast = Cast::new();
    let (subject, custodian) = (cast.subject, cast.hospital);
    let review = review(&cast);
    assert_eq!(cast.refused("patient", &review), "emergency_not_found");
    cast.send("medic", &cast.break_glass(HOUR));
    for sender in ["stranger", "medic", "hospital", "clinic"] {
        assert_eq!(cast.refused(sender, &review), "unauthorized", "{sender}");
    }
    let accept = ExecuteMsg::AcceptCustodian { subject, custodian };
    cast.send("patient", &accept);
    let tx = cast.send("hospital", &review);
    assert_eq!(tx.events_of("emergency_reviewed").len(), 1);
    assert_eq!(emergency(&cast).review, Some(ReviewOutcome::Justified));
    assert_eq!(cast.refused("patient", &review), "review_not_owed");
    // A custodian whose credential fails reviews nothing.
    cast.send("medic", &cast.break_glass(HOUR));
    assert_eq!(emergency(&cast).review, None);
    cast.suspend(custodian, CredentialKind::DataCustodian);
    assert_eq!(cast.refused("hospital", &review), "unauthorized");
    cast.send("patient", &review);
}

#[test]
fn nobody_reviews_its_own() {
    let mut cast = Cast::new();
    cast.subject = cast.suite.register("medic");
    cast.send("medic", &cast.break_glass(HOUR));
    let review = review(&cast);
    assert_eq!(cast.refused("medic", &review), "unauthorized");
    let subject = cast.subject;
    let delegate = NewDelegate {
        account: cast.suite.account("carer").to_string(),
        kind: DelegateKind::Carer,
        powers: DelegatePowers {
            grant: true,
            revoke: false,
            manage_delegates: false,
        },
        excluded_labels: None,
        period: Period::OPEN,
        evidence: None,
    };
    let add = |delegate| ExecuteMsg::AddDelegate { subject, delegate };
    cast.send("medic", &add(delegate.clone()));
    assert_eq!(cast.refused("carer", &review), "unauthorized");
    let mut other = delegate;
    other.account = cast.suite.account("guardian").to_string();
    other.powers.revoke = true;
    cast.send("medic", &add(other));
    cast.send("guardian", &review);
    let end = end(&cast);
    cast.send("guardian", &end);
}

#[test]
fn three_overdue_reviews_bar_the_actor() {
    let mut cast = Cast::new();
    let patients = ["one", "two", "three", "four"];
    let subjects = patients.map(|name| cast.suite.register(name));
    for subject in subjects.iter().take(3) {
        cast.subject = *subject;
        cast.send("medic", &cast.break_glass(HOUR));
    }
    // Overdue 72 hours after the access was over.
    cast.suite.advance(HOUR + 72 * HOUR - 1);
    cast.subject = subjects[3];
    cast.send("medic", &cast.break_glass(1));
    cast.suite.advance(1);
    let again = cast.break_glass(1);
    assert_eq!(cast.refused("medic", &again), "reviews_overdue");
    // Breaking it again postpones nothing; one review frees the actor.
    cast.subject = subjects[1];
    let review = review(&cast);
    cast.send("two", &review);
    cast.send("medic", &again);
}

#[test]
fn reviews_of_an_erased_subject_bar_nobody() {
    let mut cast = Cast::new();
    let patients = ["one", "two", "three"];
    let subjects = patients.map(|name| cast.suite.register(name));
    for subject in subjects {
        cast.subject = subject;
        cast.send("medic", &cast.break_glass(HOUR));
    }
    let (subject, limit) = (subjects[0], None);
    cast.send("one", &ExecuteMsg::Erase { subject, limit });
    cast.suite.advance(30 * DAY);
    cast.send("medic", &cast.break_glass(HOUR));
    // The record of it stays as long as the log.
    cast.subject = subjects[0];
    let entry = emergency(&cast);
    assert!(!entry.live && entry.review.is_none());
    let review = review(&cast);
    assert_eq!(cast.refused("one", &review), "unauthorized");
}

#[test]
fn a_pause_stops_none_of_it() {
    let mut cast = Cast::new();
    let pause = ExecuteMsg::Admin(health_types::admin::AdminMsg::Pause {});
    cast.send("pauser", &pause);
    cast.send("medic", &cast.break_glass(HOUR));
    assert_eq!(cast.outcome("medic", &[], BTG), EMERGENCY);
    let (end, review) = (end(&cast), review(&cast));
    cast.send("patient", &end);
    cast.send("patient", &review);
}

#[test]
fn accesses_are_listed_by_actor() {
    let mut cast = Cast::new();
    let responder = CredentialKind::EmergencyResponder;
    let mut actors = vec![cast.medic];
    for name in ["second", "third"] {
        actors.push(cast.suite.accredit(name, responder));
        cast.suite
            .affiliate("hospital", name, responder, &[Function::Emergency]);
        cast.send(name, &cast.break_glass(HOUR));
    }
    cast.send("medic", &cast.break_glass(HOUR));
    let page = |start_after: Option<u32>, limit: Option<u32>| {
        cast.suite
            .ask_consent::<EmergenciesResponse>(&QueryMsg::Emergencies {
                subject: cast.subject,
                start_after,
                limit,
            })
    };
    let first = page(None, Some(2)).unwrap();
    let mut listed: Vec<u32> = first.items.iter().map(|one| one.actor).collect();
    assert_eq!(first.next, Some(actors[1]));
    let rest = page(first.next, None).unwrap();
    assert_eq!(rest.next, None);
    listed.extend(rest.items.iter().map(|one| one.actor));
    assert_eq!(listed, actors);
    let error = page(None, Some(0)).unwrap_err();
    assert_eq!(error_code(&error), "limit_zero");
    let nobody = QueryMsg::Emergency {
        subject: cast.subject,
        actor: cast.doctor,
    };
    let error = cast.suite.ask_consent::<EmergencyResponse>(&nobody);
    assert_eq!(error_code(&error.unwrap_err()), "emergency_not_found");
}

#[test]
fn nobody_has_the_number_zero() {
    let mut cast = Cast::new();
    let (subject, actor) = (cast.subject, 0);
    let outcome = ReviewOutcome::Unjustified;
    for msg in [
        ExecuteMsg::EndEmergency { subject, actor },
        ExecuteMsg::ReviewEmergency {
            subject,
            actor,
            outcome,
        },
    ] {
        for sender in ["patient", "stranger"] {
            assert_eq!(cast.refused(sender, &msg), "zero", "{sender}");
        }
    }
}

#[test]
fn a_refused_attempt_settles_no_review() {
    let mut cast = Cast::new();
    cast.send("medic", &cast.break_glass(HOUR));
    forbid(&mut cast);
    cast.send("medic", &cast.break_glass(HOUR));
    assert!(emergency(&cast).refused);
    let review = review(&cast);
    cast.send("patient", &review);
    assert_eq!(cast.refused("patient", &review), "review_not_owed");
    assert!(!cast
        .suite
        .app
        .dump_wasm_raw(&cast.suite.consent)
        .iter()
        .any(|(key, _)| key[0] == 0x21));
}

#[test]
fn the_glass_is_broken_anew_after_everything_was_revoked() {
    let mut cast = Cast::new();
    let subject = cast.subject;
    cast.send("medic", &cast.break_glass(HOUR));
    let end_delegates = false;
    cast.send(
        "patient",
        &ExecuteMsg::RevokeAll {
            subject,
            end_delegates,
        },
    );
    assert_eq!(cast.outcome("medic", &[], BTG), NONE);
    cast.send("medic", &cast.break_glass(HOUR));
    assert_eq!(cast.outcome("medic", &[], BTG), EMERGENCY);
}
