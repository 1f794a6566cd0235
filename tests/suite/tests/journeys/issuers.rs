//! What becomes of decisions when accreditation falls away.

use health_testing::{Rule, Suite};
use health_types::codes::PurposeOfUse::TREAT;
use health_types::consent::{Actor, Decision, Effect, ExecuteMsg, PolicyChange};
use health_types::consent::{DefaultPolicy, InstantiateMsg, KindRequirement};
use health_types::identity::{self, Assurance, CredentialKind, Function, Reason};

const CARE: CredentialKind = CredentialKind::ProviderOrganisation;

#[test]
fn a_suspended_issuer_takes_every_permit_along_and_no_deny() {
    let (mut suite, town) = Suite::town();
    let permitted = suite.register_with("patient", 1);
    let permit = Suite::permit().to_organisation(town.hospital).consent();
    suite.grant("patient", permitted, 1, permit).unwrap();
    let denied = suite.register_with("patient", 2);
    let own = Actor::Account {
        address: suite.account("nurse").to_string(),
    };
    suite
        .grant("patient", denied, 1, Suite::permit().to(own).consent())
        .unwrap();
    let deny = Suite::deny().to_organisation(town.hospital).consent();
    suite.grant("patient", denied, 2, deny).unwrap();

    let ask = |suite: &Suite, subject| suite.outcome(subject, "nurse", &[town.hospital], TREAT).0;
    assert_eq!(ask(&suite, permitted), Decision::Permit);
    assert_eq!(ask(&suite, denied), Decision::Deny);

    suite.must_identity(
        "governance",
        &identity::ExecuteMsg::SuspendIssuer { issuer: 1 },
    );
    assert_eq!(ask(&suite, permitted), Decision::NoConsent);
    assert_eq!(ask(&suite, denied), Decision::Deny);

    suite.must_identity(
        "governance",
        &identity::ExecuteMsg::ReinstateIssuer { issuer: 1 },
    );
    assert_eq!(ask(&suite, permitted), Decision::Permit);

    suite.must_identity(
        "governance",
        &identity::ExecuteMsg::RemoveIssuer { issuer: 1 },
    );
    assert_eq!(ask(&suite, permitted), Decision::NoConsent);
    assert_eq!(ask(&suite, denied), Decision::Deny);
}

#[test]
fn one_organisations_suspension_is_its_own() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let permit = Suite::permit()
        .to_organisation(town.hospital)
        .to_organisation(town.clinic)
        .consent();
    suite.grant("patient", subject, 1, permit).unwrap();
    let holder = town.hospital;
    let suspend = identity::ExecuteMsg::Suspend {
        holder,
        kind: CARE,
        reason: Reason::UnderInvestigation,
    };
    suite.must_identity("authority", &suspend);
    let ask =
        |suite: &Suite, who, organisation| suite.outcome(subject, who, &[organisation], TREAT).0;
    assert_eq!(ask(&suite, "nurse", town.hospital), Decision::NoConsent);
    assert_eq!(ask(&suite, "doctor", town.clinic), Decision::Permit);
    suite.must_identity(
        "authority",
        &identity::ExecuteMsg::Reinstate { holder, kind: CARE },
    );
    assert_eq!(ask(&suite, "nurse", town.hospital), Decision::Permit);
}

#[test]
fn a_default_policy_reaches_the_accredited_alone() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let change = PolicyChange {
        default_policy: Some(DefaultPolicy::PermitTreatment),
        ..PolicyChange::default()
    };
    suite.must("patient", &ExecuteMsg::SetPolicies { subject, change });
    let effect = |suite: &Suite, who: &str, organisations: &[u32]| {
        let answer = suite.answer(subject, who, organisations, Suite::question(TREAT));
        assert_eq!(answer.decision, Decision::NoConsent);
        answer.effect
    };
    assert_eq!(effect(&suite, "nurse", &[town.hospital]), Effect::Permit);
    assert_eq!(effect(&suite, "nurse", &[]), Effect::Deny);
    assert_eq!(effect(&suite, "stranger", &[]), Effect::Deny);
    assert_eq!(effect(&suite, "scholar", &[town.institute]), Effect::Deny);
    suite.must_identity(
        "governance",
        &identity::ExecuteMsg::SuspendIssuer { issuer: 1 },
    );
    assert_eq!(effect(&suite, "nurse", &[town.hospital]), Effect::Deny);
}

#[test]
fn a_deployment_may_want_two_issuers() {
    let two = KindRequirement {
        kind: CARE,
        assurance: Assurance::Substantial,
        issuers: 2,
    };
    let adjust = |msg: &mut InstantiateMsg| msg.requirements = vec![two];
    let mut suite = Suite::with(Suite::START, adjust);
    let hospital = suite.accredit("hospital", CARE);
    suite.affiliate("hospital", "nurse", CARE, &[Function::Clinician]);
    let subject = suite.register("patient");
    let permit = Suite::permit().to_organisation(hospital).consent();
    suite.grant("patient", subject, 1, permit).unwrap();
    let ask = |suite: &Suite| suite.outcome(subject, "nurse", &[hospital], TREAT).0;
    assert_eq!(ask(&suite), Decision::NoConsent);

    let college = suite.accredit_issuer("college", &[CARE]);
    suite.accredit_by("college", "hospital", CARE);
    assert_eq!(ask(&suite), Decision::Permit);
    suite.must_identity(
        "governance",
        &identity::ExecuteMsg::SuspendIssuer { issuer: college },
    );
    assert_eq!(ask(&suite), Decision::NoConsent);
}
