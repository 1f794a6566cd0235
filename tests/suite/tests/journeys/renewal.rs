//! Renewing, and revoking everything.

use health_testing::{Rule, Suite};
use health_types::codes::PurposeOfUse::TREAT;
use health_types::consent::{
    ConflictsResponse, ConsentStatus, Decision, Effect, ExecuteMsg, QueryMsg, Reason,
};
use health_types::Period;

const PERMIT: (Decision, Reason) = (Decision::Permit, Reason::Permit);
const DENY: (Decision, Reason) = (Decision::Deny, Reason::ExplicitDeny);

#[test]
fn a_later_permit_is_none_against_a_deny_unless_it_supersedes_it() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let ask = |suite: &Suite| suite.outcome(subject, "nurse", &[town.hospital], TREAT);
    let rule = |effect| Suite::rule(effect).to_organisation(town.hospital);
    suite
        .grant("patient", subject, 1, rule(Effect::Deny).consent())
        .unwrap();
    suite
        .grant("patient", subject, 2, rule(Effect::Permit).consent())
        .unwrap();
    assert_eq!(ask(&suite), DENY);

    let conflicts: ConflictsResponse = suite
        .ask_consent(&QueryMsg::Conflicts {
            subject,
            category: health_types::consent::Category::PatientPrivacy,
            provision: Box::new(rule(Effect::Permit)),
        })
        .unwrap();
    assert_eq!(conflicts.consents, [1]);
    let mut renewal = rule(Effect::Permit).consent();
    renewal.supersedes = Some(conflicts.consents);
    suite.grant("patient", subject, 3, renewal).unwrap();
    assert_eq!(ask(&suite), PERMIT);
    assert_eq!(suite.consent_status(subject, 1), ConsentStatus::Superseded);

    // For good: what was superseded does not return with the renewal's end.
    suite.must("patient", &ExecuteMsg::Revoke { subject, id: 3 });
    suite.must("patient", &ExecuteMsg::Revoke { subject, id: 2 });
    assert_eq!(ask(&suite).0, Decision::NoConsent);
    assert_eq!(
        suite.refused("patient", &ExecuteMsg::Revoke { subject, id: 1 }),
        "wrong_status"
    );
}

#[test]
fn a_renewal_that_begins_later_supersedes_when_it_begins() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let ask = |suite: &Suite| suite.outcome(subject, "nurse", &[town.hospital], TREAT);
    let deny = Suite::deny().to_organisation(town.hospital).consent();
    suite.grant("patient", subject, 1, deny).unwrap();
    let from = suite.now() + 1_000;
    let mut renewal = Suite::permit().to_organisation(town.hospital).consent();
    renewal.supersedes = Some(vec![1]);
    renewal.period = Period {
        from: Some(from),
        until: Some(from + 1_000),
    };
    suite.grant("patient", subject, 2, renewal).unwrap();
    suite.set_time(from - 1);
    assert_eq!(ask(&suite), DENY);
    suite.set_time(from);
    assert_eq!(ask(&suite), PERMIT);
    suite.set_time(from + 1_000);
    assert_eq!(ask(&suite).0, Decision::NoConsent);
    assert_eq!(suite.consent_status(subject, 1), ConsentStatus::Superseded);
}

#[test]
fn revoking_a_renewal_before_it_begins_keeps_the_deny() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let deny = Suite::deny().to_organisation(town.hospital).consent();
    suite.grant("patient", subject, 1, deny).unwrap();
    let mut renewal = Suite::permit().to_organisation(town.hospital).consent();
    renewal.supersedes = Some(vec![1]);
    renewal.period.from = Some(suite.now() + 1_000);
    suite.grant("patient", subject, 2, renewal).unwrap();
    suite.must("patient", &ExecuteMsg::Revoke { subject, id: 2 });
    suite.advance(2_000);
    assert_eq!(
        suite.outcome(subject, "nurse", &[town.hospital], TREAT),
        DENY
    );
}

#[test]
fn revoking_all_ends_permits_at_once_and_no_deny() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    for (id, effect, organisation) in [
        (1, Effect::Permit, town.hospital),
        (2, Effect::Deny, town.clinic),
    ] {
        let consent = Suite::rule(effect).to_organisation(organisation).consent();
        suite.grant("patient", subject, id, consent).unwrap();
    }
    suite.must(
        "patient",
        &ExecuteMsg::RevokeAll {
            subject,
            end_delegates: false,
        },
    );
    let ask =
        |suite: &Suite, who, organisation| suite.outcome(subject, who, &[organisation], TREAT);
    assert_eq!(ask(&suite, "nurse", town.hospital).0, Decision::NoConsent);
    assert_eq!(ask(&suite, "doctor", town.clinic), DENY);
    let again = Suite::permit().to_organisation(town.hospital).consent();
    suite.grant("patient", subject, 3, again).unwrap();
    assert_eq!(ask(&suite, "nurse", town.hospital), PERMIT);
    assert_eq!(suite.subject_info(subject).epoch, 1);
}
