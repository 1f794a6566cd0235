//! The owner's own access, the opt-out of secondary use, and restriction.

use health_testing::{Rule, Suite};
use health_types::codes::PurposeOfUse::{BIORCH, HLEGAL, HRESCH, PATRQT, THREAT, TREAT};
use health_types::consent::{
    Decision, DefaultPolicy, Effect, ExecuteMsg, OverrideReason, PolicyChange, Reason,
};

const DAY: u32 = 86_400;

#[test]
fn the_owner_sees_its_own_data_and_nobody_else_by_that() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let own = (Decision::Permit, Reason::OwnAccess);
    assert_eq!(suite.outcome(subject, "patient", &[], PATRQT), own);
    assert_ne!(
        suite.outcome(subject, "patient", &[], TREAT).0,
        Decision::Permit
    );
    assert_ne!(
        suite.outcome(subject, "nurse", &[town.hospital], PATRQT).0,
        Decision::Permit
    );
    let change = PolicyChange {
        restricted: Some(true),
        ..PolicyChange::default()
    };
    suite.must("patient", &ExecuteMsg::SetPolicies { subject, change });
    assert_eq!(suite.outcome(subject, "patient", &[], PATRQT), own);
    suite.must(
        "patient",
        &ExecuteMsg::Grant {
            subject,
            id: 1,
            consent: Suite::deny().consent(),
        },
    );
    assert_eq!(suite.outcome(subject, "patient", &[], PATRQT), own);
}

#[test]
fn an_opt_out_is_a_baseline_deny_that_a_body_overrides_for_one_organisation() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let change = PolicyChange {
        default_policy: Some(DefaultPolicy::PermitAuthorized),
        secondary_use_opt_out: Some(true),
        ..PolicyChange::default()
    };
    let override_until = |until| ExecuteMsg::OverrideOptOut {
        subject,
        organisation: town.institute,
        reason: OverrideReason::PublicInterestResearch,
        until,
    };
    let until = suite.now() + 10 * DAY;
    assert_eq!(
        suite.refused("body", &override_until(until)),
        "not_opted_out"
    );
    suite.must("patient", &ExecuteMsg::SetPolicies { subject, change });
    let ask = |suite: &Suite, purpose| {
        let question = Suite::question(purpose);
        suite.answer(subject, "scholar", &[town.institute], question)
    };
    for purpose in [HRESCH, BIORCH] {
        assert_eq!(ask(&suite, purpose).reason, Reason::BaselineDeny);
    }
    assert_ne!(
        suite.outcome(subject, "nurse", &[town.hospital], THREAT).1,
        Reason::BaselineDeny
    );
    assert_eq!(
        suite.refused("scholar", &override_until(until)),
        "unauthorized"
    );
    suite.must("body", &override_until(until));
    let overridden = ask(&suite, HRESCH);
    assert_eq!(overridden.decision, Decision::NoConsent);
    assert_eq!(overridden.effect, Effect::Permit);
    suite.set_time(until);
    assert_eq!(ask(&suite, HRESCH).reason, Reason::BaselineDeny);

    // A permit of the subject's own overrides its own opt-out.
    let permit = Suite::permit()
        .to_organisation(town.institute)
        .purposes(&[HRESCH])
        .consent();
    suite.grant("patient", subject, 1, permit).unwrap();
    assert_eq!(ask(&suite, HRESCH).decision, Decision::Permit);
}

#[test]
fn a_restriction_lets_legal_claims_pass_and_nothing_else_of_others() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let permit = Suite::permit()
        .to_organisation(town.hospital)
        .purposes(&[TREAT, HLEGAL])
        .consent();
    suite.grant("patient", subject, 1, permit).unwrap();
    let change = PolicyChange {
        restricted: Some(true),
        ..PolicyChange::default()
    };
    suite.must("patient", &ExecuteMsg::SetPolicies { subject, change });
    let ask = |suite: &Suite, purpose| suite.outcome(subject, "nurse", &[town.hospital], purpose);
    assert_eq!(ask(&suite, TREAT), (Decision::Deny, Reason::Restricted));
    assert_eq!(ask(&suite, HLEGAL).0, Decision::Permit);
    let lift = PolicyChange {
        restricted: Some(false),
        ..PolicyChange::default()
    };
    suite.must(
        "patient",
        &ExecuteMsg::SetPolicies {
            subject,
            change: lift,
        },
    );
    assert_eq!(ask(&suite, TREAT).0, Decision::Permit);
}
