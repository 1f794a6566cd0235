//! Who records accesses, about what, and as whose.

use crate::access::{accepted, bulk, described, lines, register};
use crate::cast::*;
use health_testing::Suite;
use health_types::codes::PurposeOfUse::TREAT;
use health_types::codes::{DataClass, Sensitivity};
use health_types::consent::Effect::{Deny, Permit};
use health_types::consent::{AccessItem, Actor, Decision, ExecuteMsg, Labels, RecordRef};
use health_types::identity::{CredentialKind, Function};
use health_types::Bytes32;

#[test]
fn a_requester_records_what_is_registered_and_the_record_tells_what_it_is() {
    let mut cast = accepted();
    let hospital = cast.hospital;
    let plain = register(&mut cast, 1, DataClass::Observation, &[]);
    let hiv = register(&mut cast, 2, DataClass::Observation, &[Sensitivity::HIV]);
    let mut permit = rule(Permit, &[organisation(hospital)], TREAT);
    permit.provision = Some(vec![health_types::consent::Provision {
        labels: Some(Labels {
            confidentiality: None,
            sensitivity: Some(vec![Sensitivity::HIV]),
            private: None,
        }),
        ..Suite::rule(Deny)
    }]);
    cast.grant(1, Suite::consent_of(permit));
    let attempt = cast.attempt("nurse", &[hospital], TREAT);
    let answers = cast.record("nurse", attempt.clone(), vec![plain, hiv]);
    let decisions: Vec<_> = answers.iter().map(|one| one.decision).collect();
    assert_eq!(decisions, [Decision::Permit, Decision::Deny]);
    let line = lines(&cast).remove(0);
    assert_eq!((line.permits, line.refusals), (1, 1));
    assert_eq!(line.discloser, Some(hospital));
    // It describes nothing itself.
    for items in [bulk(), vec![described(&[], &[])]] {
        let attempt = attempt.clone();
        let msg = ExecuteMsg::RecordAccess { attempt, items };
        assert_eq!(cast.refused("nurse", &msg), "unauthorized");
    }
    let record = RecordRef {
        custodian: hospital,
        id: 3,
    };
    let items = vec![AccessItem::Record { record }];
    let msg = ExecuteMsg::RecordAccess { attempt, items };
    assert_eq!(cast.refused("nurse", &msg), "record_not_found");
}

#[test]
fn what_a_custodian_states_of_its_own_request_is_not_known() {
    let mut cast = Cast::new();
    let mut only = rule(Permit, &[organisation(cast.hospital)], TREAT);
    only.classes = Some(vec![DataClass::Observation]);
    cast.grant(1, Suite::consent_of(only));
    let items = || vec![described(&[DataClass::Observation], &[])];
    let own = cast.attempt("hospital", &[], TREAT);
    let answers = cast.record("hospital", own, items());
    // Perhaps it is an observation, and only then it may be shown.
    assert_eq!(answers[0].obligations.len(), 2);
    assert_eq!(lines(&cast)[0].class, None);
    let nurses = cast.attempt("nurse", &[cast.hospital], TREAT);
    let answers = cast.record("hospital", nurses, items());
    assert!(answers[0].obligations.is_empty());
}

#[test]
fn an_administrator_or_device_operator_records_for_colleagues() {
    let mut cast = accepted();
    let hospital = cast.hospital;
    let item = register(&mut cast, 1, DataClass::Observation, &[]);
    cast.rule(1, Permit, &[organisation(hospital)], TREAT);
    let provider = CredentialKind::ProviderOrganisation;
    for (name, function) in [
        ("registrar", Function::Administrator),
        ("gateway", Function::DeviceOperator),
        ("auditor", Function::Auditor),
    ] {
        cast.suite
            .affiliate("hospital", name, provider, &[function]);
    }
    let attempt = cast.attempt("nurse", &[hospital], TREAT);
    let msg = |attempt| ExecuteMsg::RecordAccess {
        attempt,
        items: vec![item.clone()],
    };
    for sender in ["registrar", "gateway", "hospital", "nurse"] {
        cast.send(sender, &msg(attempt.clone()));
    }
    for sender in ["auditor", "doctor", "stranger", "patient", "clinic"] {
        let refused = cast.refused(sender, &msg(attempt.clone()));
        assert_eq!(refused, "unauthorized", "{sender}");
    }
    // It describes nothing.
    let bulk = ExecuteMsg::RecordAccess {
        attempt: attempt.clone(),
        items: bulk(),
    };
    assert_eq!(cast.refused("registrar", &bulk), "unauthorized");
    // Both must act for it, now, and the requester say so.
    let alone = cast.attempt("nurse", &[], TREAT);
    assert_eq!(cast.refused("registrar", &msg(alone)), "unauthorized");
    let other = cast.attempt("doctor", &[hospital], TREAT);
    assert_eq!(cast.refused("registrar", &msg(other)), "unauthorized");
    cast.suspend(hospital, provider);
    assert_eq!(cast.refused("registrar", &msg(attempt)), "unauthorized");
}

#[test]
fn who_is_no_custodian_records_nothing_else() {
    let mut cast = Cast::new();
    let attempt = cast.attempt("doctor", &[], TREAT);
    let msg = ExecuteMsg::RecordAccess {
        attempt,
        items: bulk(),
    };
    for sender in ["stranger", "patient", "clinic", "doctor"] {
        assert_eq!(cast.refused(sender, &msg), "unauthorized", "{sender}");
    }
    cast.send("hospital", &msg);
    cast.suspend(cast.hospital, CredentialKind::DataCustodian);
    assert_eq!(cast.refused("hospital", &msg), "unauthorized");
}

#[test]
fn a_refusal_to_an_unaccredited_account_leaves_no_trace() {
    let mut cast = Cast::new();
    let attempt = cast.attempt("stranger", &[], TREAT);
    let msg = ExecuteMsg::RecordAccess {
        attempt: attempt.clone(),
        items: bulk(),
    };
    assert_eq!(cast.refused("hospital", &msg), "requester_not_accredited");
    assert!(lines(&cast).is_empty());
    let address = cast.suite.account("stranger").to_string();
    let named = Actor::Account { address };
    cast.rule(1, Permit, std::slice::from_ref(&named), TREAT);
    cast.record("hospital", attempt, bulk());
    assert_eq!(lines(&cast)[0].recipient, named);
}

#[test]
fn no_custodian_records_a_disclosure_as_anothers() {
    let mut cast = accepted();
    let item = register(&mut cast, 1, DataClass::Observation, &[]);
    let exchange = cast
        .suite
        .accredit("exchange", CredentialKind::DataCustodian);
    let attempt = cast.attempt("doctor", &[], TREAT);
    cast.record("exchange", attempt, vec![item]);
    let line = lines(&cast).remove(0);
    // What is asked for is the hospital's record; who says that it was disclosed is not the hospital.
    assert_eq!(line.class, Some(DataClass::Observation));
    assert_eq!(line.discloser, Some(exchange));
}

#[test]
fn an_account_without_a_number_records_nothing_and_learns_nothing() {
    let mut cast = accepted();
    let item = register(&mut cast, 1, DataClass::Observation, &[]);
    let address = cast.suite.account("friend").to_string();
    cast.rule(1, Permit, &[Actor::Account { address }], TREAT);
    let known = cast.subject;
    for subject in [known, Bytes32([8; 32])] {
        cast.subject = subject;
        for requester in ["friend", "stranger"] {
            let attempt = cast.attempt(requester, &[], TREAT);
            let items = vec![item.clone()];
            let msg = ExecuteMsg::RecordAccess { attempt, items };
            assert_eq!(cast.refused(requester, &msg), "unauthorized");
        }
    }
    cast.subject = known;
    let attempt = cast.attempt("friend", &[], TREAT);
    let answers = cast.record("hospital", attempt, vec![item]);
    assert_eq!(answers[0].decision, Decision::Permit);
}
