//! Whom permits and denies reach: affiliations, roles, credentials, and accounts by name.

use crate::cast::*;
use health_types::codes::PurposeOfUse::{HLEGAL, HPAYMT, HRESCH, TREAT};
use health_types::consent::Effect::{Deny, Permit};
use health_types::consent::{Actor, Decision, DefaultPolicy, Reason};
use health_types::identity::{CredentialKind, Function};

#[test]
fn a_permit_of_a_hospital_reaches_whoever_acts_for_it_and_says_so() {
    let mut cast = Cast::new();
    let hospital = cast.hospital;
    cast.rule(1, Permit, &[organisation(hospital)], TREAT);
    let answer = cast.decide("nurse", &[hospital], TREAT);
    assert_eq!((answer.decision, answer.reason), PERMIT);
    assert_eq!(answer.effect, Permit);
    assert_eq!(answer.consents[0].id, 1);
    assert_eq!(answer.contract, cast.suite.consent.to_string());
    assert_eq!(answer.height, cast.suite.app.block_info().height);
    // Who does not act for it now is not reached, though affiliated.
    assert_eq!(cast.outcome("nurse", &[], TREAT), NONE);
    // The hospital's own account is the hospital.
    assert_eq!(cast.outcome("hospital", &[], TREAT), PERMIT);
    assert_eq!(cast.outcome("hospital", &[hospital], TREAT), PERMIT);
    assert_eq!(cast.outcome("doctor", &[], TREAT), NONE);
}

#[test]
fn a_false_claim_is_refused() {
    let mut cast = Cast::new();
    let (hospital, clinic) = (cast.hospital, cast.clinic);
    cast.rule(1, Permit, &[organisation(hospital)], TREAT);
    let refused = (Decision::Deny, Reason::NotAffiliated);
    assert_eq!(cast.outcome("doctor", &[hospital], TREAT), refused);
    assert_eq!(cast.outcome("stranger", &[hospital], TREAT), refused);
    assert_eq!(cast.outcome("nurse", &[hospital, clinic], TREAT), refused);
    cast.leave("nurse", hospital, CredentialKind::ProviderOrganisation);
    assert_eq!(cast.outcome("nurse", &[hospital], TREAT), refused);
}

#[test]
fn a_deny_of_a_hospital_cannot_be_escaped_for_thirty_days_after_leaving() {
    let mut cast = Cast::new();
    let hospital = cast.hospital;
    cast.suite.accredit("nurse", CredentialKind::Practitioner);
    cast.rule(
        1,
        Permit,
        &[credential(CredentialKind::Practitioner)],
        TREAT,
    );
    assert_eq!(cast.outcome("nurse", &[], TREAT), PERMIT);
    cast.rule(2, Deny, &[organisation(hospital)], TREAT);
    for claimed in [&[][..], &[hospital]] {
        assert_eq!(cast.outcome("nurse", claimed, TREAT), DENY);
    }
    cast.leave("nurse", hospital, CredentialKind::ProviderOrganisation);
    assert_eq!(cast.outcome("nurse", &[], TREAT), DENY);
    cast.suite.advance(30 * DAY - 1);
    assert_eq!(cast.outcome("nurse", &[], TREAT), DENY);
    cast.suite.advance(1);
    assert_eq!(cast.outcome("nurse", &[], TREAT), PERMIT);
}

#[test]
fn a_suspended_hospital_permits_nothing_and_its_denies_still_bind() {
    let mut cast = Cast::new();
    let hospital = cast.hospital;
    cast.rule(1, Permit, &[organisation(hospital)], TREAT);
    cast.rule(2, Deny, &[organisation(hospital)], HPAYMT);
    cast.suspend(hospital, CredentialKind::ProviderOrganisation);
    assert_eq!(cast.outcome("nurse", &[hospital], TREAT), NONE);
    assert_eq!(cast.outcome("nurse", &[hospital], HPAYMT), DENY);
    // Its other credentials are valid, and one fits.
    assert_eq!(cast.outcome("hospital", &[], TREAT), PERMIT);
}

#[test]
fn whoever_is_not_made_for_the_purpose_is_not_reached() {
    let mut cast = Cast::new();
    let (hospital, lab) = (cast.hospital, cast.lab);
    for (id, purpose) in [(1, TREAT), (2, HRESCH)] {
        let both = [organisation(hospital), organisation(lab)];
        cast.rule(id, Permit, &both, purpose);
    }
    assert_eq!(cast.outcome("nurse", &[hospital], TREAT), PERMIT);
    assert_eq!(cast.outcome("nurse", &[hospital], HRESCH), NONE);
    assert_eq!(cast.outcome("scientist", &[lab], HRESCH), PERMIT);
    assert_eq!(cast.outcome("scientist", &[lab], TREAT), NONE);
    // Denies reach whatever the purpose fits.
    cast.rule(3, Deny, &[organisation(lab)], HPAYMT);
    assert_eq!(cast.outcome("scientist", &[lab], HPAYMT), DENY);
}

#[test]
fn an_account_without_accreditation_is_reached_by_name_alone() {
    let mut cast = Cast::new();
    cast.rule(1, Permit, &[], TREAT);
    assert_eq!(cast.outcome("stranger", &[], TREAT), NONE);
    assert_eq!(cast.outcome("doctor", &[], TREAT), PERMIT);
    cast.default_policy(DefaultPolicy::PermitAuthorized);
    let (stranger, doctor) = (
        cast.decide("stranger", &[], HPAYMT),
        cast.decide("doctor", &[], HPAYMT),
    );
    assert_eq!(
        (stranger.decision, stranger.effect),
        (Decision::NoConsent, Deny)
    );
    assert_eq!(
        (doctor.decision, doctor.effect),
        (Decision::NoConsent, Permit)
    );
    let address = cast.suite.account("stranger").to_string();
    cast.rule(2, Permit, &[Actor::Account { address }], TREAT);
    assert_eq!(cast.outcome("stranger", &[], TREAT), PERMIT);
    // Nobody's credential, nobody's permit.
    cast.suspend(cast.doctor, CredentialKind::Practitioner);
    assert_eq!(cast.outcome("doctor", &[], TREAT), NONE);
}

#[test]
fn roles_need_a_valid_credential_or_a_claimed_affiliation() {
    let mut cast = Cast::new();
    let hospital = cast.hospital;
    let practitioner = CredentialKind::Practitioner;
    cast.rule(1, Permit, &[function(Function::Clinician)], TREAT);
    cast.rule(2, Permit, &[credential(practitioner)], TREAT);
    assert_eq!(cast.outcome("nurse", &[hospital], TREAT), PERMIT);
    assert_eq!(cast.outcome("nurse", &[], TREAT), NONE);
    assert_eq!(cast.outcome("medic", &[hospital], TREAT), NONE);
    assert_eq!(cast.outcome("doctor", &[], TREAT), PERMIT);
    assert_eq!(cast.decide("doctor", &[], TREAT).consents[0].id, 2);
    cast.suspend(cast.doctor, practitioner);
    assert_eq!(cast.outcome("doctor", &[], TREAT), NONE);
}

#[test]
fn a_denied_role_binds_the_suspended_and_for_thirty_days_the_revoked() {
    let mut cast = Cast::new();
    let doctor = cast.doctor;
    let practitioner = CredentialKind::Practitioner;
    cast.rule(1, Permit, &[person(doctor)], TREAT);
    cast.rule(2, Deny, &[credential(practitioner)], TREAT);
    assert_eq!(cast.outcome("doctor", &[], TREAT), DENY);
    cast.suspend(doctor, practitioner);
    assert_eq!(cast.outcome("doctor", &[], TREAT), DENY);
    cast.revoke_credential(doctor, practitioner);
    cast.suite.advance(30 * DAY - 1);
    assert_eq!(cast.outcome("doctor", &[], TREAT), DENY);
    cast.suite.advance(1);
    assert_eq!(cast.outcome("doctor", &[], TREAT), PERMIT);
    // Functions bind claimed or not, as do the kinds that affiliations rest on.
    cast.suite.accredit("nurse", practitioner);
    let nurse = cast.suite.holder("nurse");
    cast.rule(3, Permit, &[person(nurse)], HPAYMT);
    cast.rule(4, Deny, &[function(Function::Clinician)], HPAYMT);
    assert_eq!(cast.outcome("nurse", &[], HPAYMT), DENY);
    let provider = credential(CredentialKind::ProviderOrganisation);
    cast.rule(5, Permit, &[person(nurse)], HLEGAL);
    cast.rule(6, Deny, &[provider], HLEGAL);
    assert_eq!(cast.outcome("nurse", &[], HLEGAL), DENY);
}

#[test]
fn a_device_needs_its_credential_and_a_person_none() {
    let mut cast = Cast::new();
    let doctor = cast.doctor;
    cast.rule(1, Permit, &[Actor::Device { holder: doctor }], TREAT);
    assert_eq!(cast.outcome("doctor", &[], TREAT), NONE);
    cast.suite.accredit("doctor", CredentialKind::Device);
    assert_eq!(cast.outcome("doctor", &[], TREAT), PERMIT);
    // A number is denied in whatever role it is named.
    cast.rule(2, Deny, &[organisation(doctor)], TREAT);
    assert_eq!(cast.outcome("doctor", &[], TREAT), DENY);
    cast.rule(3, Permit, &[person(doctor)], HRESCH);
    cast.suspend(doctor, CredentialKind::Practitioner);
    assert_eq!(cast.outcome("doctor", &[], HRESCH), PERMIT);
}

#[test]
fn an_account_denied_by_name_stays_denied_once_it_is_accredited() {
    let mut cast = Cast::new();
    let address = cast.suite.account("ex").to_string();
    cast.rule(1, Deny, &[Actor::Account { address }], TREAT);
    cast.rule(2, Permit, &[], TREAT);
    cast.suite.accredit("ex", CredentialKind::Practitioner);
    assert_eq!(cast.outcome("ex", &[], TREAT), DENY);
}
