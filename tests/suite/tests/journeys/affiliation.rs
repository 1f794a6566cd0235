//! Who acts for whom changes between two questions.

use health_testing::{Rule, Suite};
use health_types::codes::PurposeOfUse::{HRESCH, TREAT};
use health_types::consent::{Actor, Decision, Reason};
use health_types::identity::{AffiliationRef, CredentialKind, ExecuteMsg, Function};
use health_types::Period;

const DAY: u32 = 86_400;
const PERMIT: (Decision, Reason) = (Decision::Permit, Reason::Permit);
const DENY: (Decision, Reason) = (Decision::Deny, Reason::ExplicitDeny);
const NOTHING: (Decision, Reason) = (Decision::NoConsent, Reason::NoConsent);
const NOT_AFFILIATED: (Decision, Reason) = (Decision::Deny, Reason::NotAffiliated);

fn end(suite: &mut Suite, organisation: &str, member: &str) {
    let affiliation = AffiliationRef {
        member: suite.account(member).to_string(),
        kind: CredentialKind::ProviderOrganisation,
    };
    let end = ExecuteMsg::EndAffiliations {
        affiliations: vec![affiliation],
    };
    suite.must_identity(organisation, &end);
}

#[test]
fn a_permit_ends_with_the_affiliation_and_returns_with_it() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let permit = Suite::permit().to_organisation(town.hospital).consent();
    suite.grant("patient", subject, 1, permit).unwrap();
    let until = suite.now() + 10 * DAY;
    let period = Period {
        from: None,
        until: Some(until),
    };
    let kind = CredentialKind::ProviderOrganisation;
    suite.affiliate_for("hospital", "locum", kind, &[Function::Clinician], period);

    let ask = |suite: &Suite| suite.outcome(subject, "locum", &[town.hospital], TREAT);
    assert_eq!(ask(&suite), PERMIT);
    suite.set_time(until - 1);
    assert_eq!(ask(&suite), PERMIT);
    suite.set_time(until);
    assert_eq!(ask(&suite), NOT_AFFILIATED);
    suite.affiliate("hospital", "locum", kind, &[Function::Clinician]);
    assert_eq!(ask(&suite), PERMIT);
}

#[test]
fn whoever_does_not_name_the_organisation_gains_nothing_by_its_permit() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let permit = Suite::permit().to_organisation(town.hospital).consent();
    suite.grant("patient", subject, 1, permit).unwrap();
    assert_eq!(suite.outcome(subject, "nurse", &[], TREAT), NOTHING);
    // A clinician does no research by being one, a stranger nothing at all.
    assert_eq!(
        suite.outcome(subject, "nurse", &[town.hospital], HRESCH),
        NOTHING
    );
    assert_eq!(
        suite.outcome(subject, "stranger", &[town.hospital], TREAT),
        NOT_AFFILIATED
    );
    assert_eq!(
        suite.outcome(subject, "nurse", &[town.clinic], TREAT),
        NOT_AFFILIATED
    );
}

#[test]
fn a_deny_of_an_organisation_binds_unnamed_and_thirty_days_after_the_end() {
    let (mut suite, town) = Suite::town();
    let clinician = [Function::Clinician];
    let kind = CredentialKind::ProviderOrganisation;
    suite.affiliate("clinic", "nurse", kind, &clinician);
    let subject = suite.register("patient");
    let permit = Suite::permit().to_organisation(town.clinic).consent();
    suite.grant("patient", subject, 1, permit).unwrap();
    let as_clinic = |suite: &Suite| suite.outcome(subject, "nurse", &[town.clinic], TREAT);
    assert_eq!(as_clinic(&suite), PERMIT);

    let deny = Suite::deny().to_organisation(town.hospital).consent();
    suite.grant("patient", subject, 2, deny).unwrap();
    assert_eq!(as_clinic(&suite), DENY);
    assert_eq!(suite.outcome(subject, "nurse", &[], TREAT), DENY);
    // The clinic's own people are not touched.
    assert_eq!(
        suite.outcome(subject, "doctor", &[town.clinic], TREAT),
        PERMIT
    );

    end(&mut suite, "hospital", "nurse");
    let ended = suite.now();
    assert_eq!(as_clinic(&suite), DENY);
    suite.set_time(ended + 30 * DAY - 1);
    assert_eq!(as_clinic(&suite), DENY);
    suite.set_time(ended + 30 * DAY);
    assert_eq!(as_clinic(&suite), PERMIT);
}

#[test]
fn leaving_a_denied_organisation_on_ones_own_is_no_escape_either() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let own = Actor::Person { holder: town.nurse };
    let permit = Suite::permit().to(own).consent();
    suite.grant("patient", subject, 1, permit).unwrap();
    let deny = Suite::deny().to_organisation(town.hospital).consent();
    suite.grant("patient", subject, 2, deny).unwrap();
    let leave = ExecuteMsg::LeaveAffiliation {
        organisation: town.hospital,
        kind: CredentialKind::ProviderOrganisation,
    };
    suite.must_identity("nurse", &leave);
    assert_eq!(suite.outcome(subject, "nurse", &[], TREAT), DENY);
    suite.advance(30 * DAY);
    assert_eq!(suite.outcome(subject, "nurse", &[], TREAT), PERMIT);
}

#[test]
fn a_deny_of_a_person_follows_the_person_to_another_account() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let permit = Suite::permit().to_organisation(town.hospital).consent();
    suite.grant("patient", subject, 1, permit).unwrap();
    let named = Actor::Account {
        address: suite.account("nurse").to_string(),
    };
    let deny = Suite::deny().to(named).consent();
    suite.grant("patient", subject, 2, deny).unwrap();
    let stored = suite.consent_info(subject, 2).provision.actors.unwrap();
    assert_eq!(stored, [Actor::Person { holder: town.nurse }]);
    assert_eq!(
        suite.outcome(subject, "nurse", &[town.hospital], TREAT),
        DENY
    );

    let guardians = vec![suite.account("friend").to_string()];
    let account = suite.account("nurse_again").to_string();
    let holder = town.nurse;
    let name = ExecuteMsg::NameGuardians {
        guardians,
        threshold: 1,
    };
    suite.must_identity("nurse", &name);
    suite.must_identity("friend", &ExecuteMsg::ProposeMove { holder, account });
    suite.must_identity("nurse_again", &ExecuteMsg::AcceptMove { holder });
    suite.advance(2 * DAY);
    suite.must_identity("anyone", &ExecuteMsg::ExecuteMove { holder });

    let ask = |suite: &Suite, who: &str| suite.outcome(subject, who, &[town.hospital], TREAT);
    assert_eq!(suite.holder("nurse_again"), town.nurse);
    assert_eq!(ask(&suite, "nurse_again"), DENY);
    // The account left behind is nobody, and acts for no one.
    assert_eq!(ask(&suite, "nurse"), NOT_AFFILIATED);
    assert_eq!(suite.outcome(subject, "nurse", &[], TREAT), NOTHING);
}
