//! The secondary-use opt-out and its overrides.

use crate::cast::*;
use health_types::codes::PurposeOfUse::{
    self, CLINTRCH, HMARKT, HOPERAT, HOUTCOMS, HRESCH, HTEST, MLTRAINING, PUBHLTH, SYSDEV, THREAT,
    TRAIN,
};
use health_types::consent::{
    Decision, DefaultPolicy, Effect, ExecuteMsg, OptOutOverride, OverrideReason, PolicyChange,
    QueryMsg, Reason, SubjectResponse,
};
use health_types::identity::CredentialKind;
use health_types::Bytes32;

use Effect::{Deny, Permit};

const BASELINE: (Decision, Reason) = (Decision::Deny, Reason::BaselineDeny);

fn opted_out() -> Cast {
    let mut cast = Cast::new();
    cast.suite.accredit("body", CredentialKind::DataAccessBody);
    cast.policies(PolicyChange {
        default_policy: Some(DefaultPolicy::PermitAuthorized),
        secondary_use_opt_out: Some(true),
        ..PolicyChange::default()
    });
    cast
}

fn lift(cast: &Cast, organisation: u32, until: u32) -> ExecuteMsg {
    ExecuteMsg::OverrideOptOut {
        subject: cast.subject,
        organisation,
        reason: OverrideReason::PublicInterestResearch,
        until,
    }
}

#[test]
fn it_denies_secondary_uses_and_no_others() {
    let cast = opted_out();
    let denied = [
        HRESCH, CLINTRCH, HMARKT, MLTRAINING, HOUTCOMS, SYSDEV, HTEST, TRAIN, PUBHLTH,
    ];
    for purpose in denied {
        assert_eq!(
            cast.outcome("hospital", &[], purpose),
            BASELINE,
            "{purpose}"
        );
    }
    for purpose in [THREAT, PurposeOfUse::DISASTER, HOPERAT, PurposeOfUse::TREAT] {
        let answer = cast.decide("hospital", &[], purpose);
        assert_eq!(
            (answer.decision, answer.effect),
            (Decision::NoConsent, Permit)
        );
    }
}

#[test]
fn a_permit_stands_above_it_and_a_deny_all_the_more() {
    let mut cast = opted_out();
    let lab = cast.lab;
    cast.rule(1, Permit, &[organisation(lab)], HRESCH);
    assert_eq!(cast.outcome("scientist", &[lab], HRESCH), PERMIT);
    cast.rule(2, Deny, &[], HRESCH);
    assert_eq!(cast.outcome("scientist", &[lab], HRESCH), DENY);
}

#[test]
fn an_override_lifts_it_for_one_organisation_until_it_ends() {
    let mut cast = opted_out();
    let lab = cast.lab;
    let until = cast.suite.now() + DAY;
    assert_eq!(cast.outcome("scientist", &[lab], HRESCH), BASELINE);
    let msg = lift(&cast, lab, until);
    let tx = cast.send("body", &msg);
    assert_eq!(tx.events_of("opt_out_overridden").len(), 1);
    let answer = cast.decide("scientist", &[lab], HRESCH);
    assert_eq!(
        (answer.decision, answer.effect),
        (Decision::NoConsent, Permit)
    );
    // Who acts for the organisation says so; the organisation itself need not.
    assert_eq!(cast.outcome("scientist", &[], HRESCH), BASELINE);
    assert_eq!(cast.outcome("lab", &[], HRESCH), NONE);
    assert_eq!(cast.outcome("hospital", &[], HRESCH), BASELINE);
    // The subject reads who decided so, and why.
    let query = QueryMsg::Subject {
        subject: cast.subject,
    };
    let read = |cast: &Cast| {
        let answer: SubjectResponse = cast.suite.ask_consent(&query).unwrap();
        answer.overrides
    };
    let expected = OptOutOverride {
        organisation: lab,
        body: cast.suite.holder("body"),
        reason: OverrideReason::PublicInterestResearch,
        until,
    };
    assert_eq!(read(&cast), [expected]);
    // What the subject denied itself stands.
    cast.rule(1, Deny, &[organisation(lab)], CLINTRCH);
    assert_eq!(cast.outcome("scientist", &[lab], CLINTRCH), DENY);
    cast.suite.set_time(until);
    assert_eq!(cast.outcome("scientist", &[lab], HRESCH), BASELINE);
    assert!(read(&cast).is_empty());
}

#[test]
fn who_may_override_what() {
    let mut cast = opted_out();
    let (lab, now) = (cast.lab, cast.suite.now());
    let msg = lift(&cast, lab, now + DAY);
    for sender in ["stranger", "patient", "hospital", "lab", "governance"] {
        assert_eq!(cast.refused(sender, &msg), "unauthorized", "{sender}");
    }
    let mut bad = |msg: ExecuteMsg| cast.refused("stranger", &msg);
    // Bounds come before authority.
    let subject = Bytes32([8; 32]);
    let of = |organisation: u32, until: u32| ExecuteMsg::OverrideOptOut {
        subject,
        organisation,
        reason: OverrideReason::Statistics,
        until,
    };
    assert_eq!(bad(of(0, now + DAY)), "zero");
    assert_eq!(bad(of(lab, now)), "period_over");
    assert_eq!(bad(of(lab, now + 365 * DAY + 1)), "out_of_range");
    assert_eq!(bad(of(lab, now + 365 * DAY)), "unauthorized");
    let unknown = of(lab, now + 365 * DAY);
    assert_eq!(cast.refused("body", &unknown), "subject_not_found");
    let body = cast.suite.holder("body");
    cast.suspend(body, CredentialKind::DataAccessBody);
    assert_eq!(cast.refused("body", &msg), "unauthorized");
}

#[test]
fn there_is_something_to_override() {
    let mut cast = opted_out();
    let (lab, now) = (cast.lab, cast.suite.now());
    let msg = lift(&cast, lab, now + DAY);
    cast.policies(PolicyChange {
        secondary_use_opt_out: Some(false),
        ..PolicyChange::default()
    });
    assert_eq!(cast.refused("body", &msg), "not_opted_out");
    cast.policies(PolicyChange {
        secondary_use_opt_out: Some(true),
        ..PolicyChange::default()
    });
    cast.send("body", &msg);
    for organisation in 101..=115 {
        let msg = lift(&cast, organisation, now + 2 * DAY);
        cast.send("body", &msg);
    }
    let more = lift(&cast, 116, now + 2 * DAY);
    assert_eq!(cast.refused("body", &more), "too_many_overrides");
    // The same one again is no more; one that is over gives way.
    cast.send("body", &msg);
    cast.suite.set_time(now + DAY);
    cast.send("body", &more);
    let (subject, limit) = (cast.subject, None);
    cast.send("patient", &ExecuteMsg::Erase { subject, limit });
    assert_eq!(cast.refused("body", &more), "subject_erased");
}
