//! Roles: whom a rule reaches by what it holds, or by what the organisation holds that it acts for.

use crate::cast::*;
use health_types::codes::PurposeOfUse::{HPAYMT, TREAT};
use health_types::consent::Effect::{Deny, Permit};
use health_types::consent::{Decision, Reason};
use health_types::identity::{self, CredentialKind, Function};
use health_types::Period;

#[test]
fn a_kind_reaches_whoever_acts_on_an_organisations_credential_of_it() {
    let mut cast = Cast::new();
    let (hospital, clinic) = (cast.hospital, cast.clinic);
    let provider = credential(CredentialKind::ProviderOrganisation);
    cast.rule(1, Permit, &[provider], TREAT);
    assert_eq!(cast.outcome("nurse", &[hospital], TREAT), PERMIT);
    assert_eq!(cast.outcome("clinic", &[], TREAT), PERMIT);
    // Not by an organisation that is not claimed, nor by another kind.
    assert_eq!(cast.outcome("nurse", &[], TREAT), NONE);
    assert_eq!(cast.outcome("doctor", &[], TREAT), NONE);
    assert_eq!(cast.outcome("medic", &[hospital], TREAT), NONE);
    // Nor by one that is valid no more.
    cast.suspend(clinic, CredentialKind::ProviderOrganisation);
    assert_eq!(cast.outcome("clinic", &[], TREAT), NONE);
}

#[test]
fn a_function_reaches_by_one_that_fits_the_purpose() {
    let mut cast = Cast::new();
    let hospital = cast.hospital;
    let provider = CredentialKind::ProviderOrganisation;
    let both = [Function::Researcher, Function::Auditor];
    cast.suite.affiliate("hospital", "analyst", provider, &both);
    cast.rule(1, Permit, &[function(Function::Researcher)], TREAT);
    cast.rule(2, Permit, &[function(Function::Auditor)], HPAYMT);
    assert_eq!(cast.outcome("analyst", &[hospital], TREAT), NONE);
    assert_eq!(cast.outcome("analyst", &[hospital], HPAYMT), NONE);
    // Denied it is, whatever the purpose.
    cast.rule(3, Deny, &[function(Function::Researcher)], TREAT);
    assert_eq!(cast.outcome("analyst", &[], TREAT), DENY);
}

#[test]
fn a_denied_kind_binds_for_thirty_days_after_a_credential_ended() {
    let mut cast = Cast::new();
    let kind = CredentialKind::Practitioner;
    let until = cast.suite.now() + 10 * DAY;
    for name in ["locum", "visitor"] {
        let mut lasting = cast.suite.credential(name, kind);
        lasting.period = Period {
            from: None,
            until: Some(until),
        };
        let credentials = vec![lasting];
        cast.identity("authority", &identity::ExecuteMsg::Issue { credentials });
    }
    let (locum, visitor) = (cast.suite.holder("locum"), cast.suite.holder("visitor"));
    cast.rule(1, Permit, &[person(locum), person(visitor)], TREAT);
    cast.rule(2, Deny, &[credential(kind)], TREAT);
    let revoked = cast.suite.now();
    cast.revoke_credential(visitor, kind);
    for (at, last, first) in [
        (revoked + 30 * DAY - 1, DENY, DENY),
        (revoked + 30 * DAY, DENY, PERMIT),
        (until + 30 * DAY - 1, DENY, PERMIT),
        (until + 30 * DAY, PERMIT, PERMIT),
    ] {
        cast.suite.set_time(at);
        assert_eq!(cast.outcome("locum", &[], TREAT), last, "{at}");
        assert_eq!(cast.outcome("visitor", &[], TREAT), first, "{at}");
    }
}

#[test]
fn a_refused_request_is_denied() {
    let mut cast = Cast::new();
    cast.rule(1, Permit, &[], TREAT);
    let answer = cast.decide("stranger", &[cast.hospital], TREAT);
    assert_eq!(
        (answer.decision, answer.reason, answer.effect),
        (Decision::Deny, Reason::NotAffiliated, Deny)
    );
    assert!(answer.consents.is_empty() && answer.obligations.is_empty());
}
