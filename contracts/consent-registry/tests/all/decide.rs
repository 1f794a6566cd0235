//! Who is permitted and denied, by whom identity-registry says a requester is.

use crate::cast::*;
use health_testing::error_code;
use health_types::codes::PurposeOfUse::{
    BTG, ETREAT, FAMRQT, HLEGAL, HPAYMT, HRESCH, PATRQT, TREAT,
};
use health_types::codes::{Action, DataClass, Sensitivity};
use health_types::consent::{
    Actor, Category, Decision, DecisionResponse, DefaultPolicy, DelegateKind, DelegatePowers,
    Effect, ExecuteMsg, ExplainResponse, Item, Labels, Miss, NewDelegate, PolicyChange, Purpose,
    QueryMsg, Question, Reason,
};
use health_types::identity::{CredentialKind, Function};
use health_types::{Bytes32, Period};

use health_testing::Suite;
use Effect::{Deny, Permit};

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
fn treatment_is_all_that_the_treatment_default_permits() {
    let mut cast = Cast::new();
    cast.default_policy(DefaultPolicy::PermitTreatment);
    assert_eq!(cast.decide("doctor", &[], TREAT).effect, Permit);
    assert_eq!(cast.decide("doctor", &[], HPAYMT).effect, Deny);
    let hospital = cast.hospital;
    assert_eq!(cast.decide("nurse", &[hospital], TREAT).effect, Permit);
    assert_eq!(cast.decide("nurse", &[], TREAT).effect, Deny);
    // Breaking the glass is no default's to permit.
    assert_eq!(cast.decide("medic", &[], ETREAT).effect, Permit);
    assert_eq!(cast.decide("medic", &[], BTG).effect, Deny);
    cast.default_policy(DefaultPolicy::BreakGlassOnly);
    assert_eq!(cast.decide("medic", &[], BTG).effect, Deny);
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

#[test]
fn emergency_treatment_takes_a_responder() {
    let mut cast = Cast::new();
    let hospital = cast.hospital;
    cast.rule(1, Permit, &[], TREAT);
    let refused = (Decision::Deny, Reason::NotResponder);
    assert_eq!(cast.outcome("doctor", &[], ETREAT), refused);
    assert_eq!(cast.outcome("nurse", &[hospital], ETREAT), refused);
    assert_eq!(cast.outcome("nurse", &[hospital], BTG), refused);
    assert_eq!(cast.outcome("medic", &[], ETREAT), PERMIT);
    // By the function alone, too, if the organisation is claimed.
    cast.suspend(cast.medic, CredentialKind::EmergencyResponder);
    assert_eq!(cast.outcome("medic", &[], ETREAT), refused);
    assert_eq!(cast.outcome("medic", &[hospital], ETREAT), PERMIT);
    cast.suspend(hospital, CredentialKind::EmergencyResponder);
    assert_eq!(cast.outcome("medic", &[hospital], ETREAT), refused);
}

#[test]
fn the_owner_reads_its_own_data_whatever_it_said_itself() {
    let mut cast = Cast::new();
    let own = (Decision::Permit, Reason::OwnAccess);
    cast.rule(1, Deny, &[], PATRQT);
    assert_eq!(cast.outcome("patient", &[], PATRQT), own);
    cast.policies(PolicyChange {
        restricted: Some(true),
        ..PolicyChange::default()
    });
    assert_eq!(cast.outcome("patient", &[], PATRQT), own);
    // Not under another purpose, and nobody else.
    let restricted = (Decision::Deny, Reason::Restricted);
    assert_eq!(cast.outcome("patient", &[], FAMRQT), restricted);
    assert_eq!(cast.outcome("doctor", &[], PATRQT), restricted);
}

#[test]
fn a_restriction_lets_legal_claims_pass_alone() {
    let mut cast = Cast::new();
    let hospital = cast.hospital;
    let everything = [organisation(hospital)];
    cast.rule(1, Permit, &everything, TREAT);
    cast.rule(2, Permit, &everything, HLEGAL);
    cast.policies(PolicyChange {
        restricted: Some(true),
        ..PolicyChange::default()
    });
    assert_eq!(
        cast.outcome("nurse", &[hospital], TREAT),
        (Decision::Deny, Reason::Restricted)
    );
    assert_eq!(cast.outcome("nurse", &[hospital], HLEGAL), PERMIT);
}

#[test]
fn an_unknown_subject_is_an_error_and_an_erased_one_a_deny() {
    let mut cast = Cast::new();
    let unknown = Bytes32([9; 32]);
    let error = cast
        .suite
        .decide(unknown, "doctor", &[], TREAT)
        .unwrap_err();
    assert_eq!(error_code(&error), "subject_not_found");
    cast.rule(1, Permit, &[], TREAT);
    let subject = cast.subject;
    let limit = None;
    cast.send("patient", &ExecuteMsg::Erase { subject, limit });
    let erased = (Decision::Deny, Reason::SubjectErased);
    assert_eq!(cast.outcome("doctor", &[], TREAT), erased);
    assert_eq!(cast.outcome("patient", &[], PATRQT), erased);
    let explained: ExplainResponse = cast.suite.ask_consent(&explain(&cast, "doctor")).unwrap();
    assert_eq!(explained.answer.reason, Reason::SubjectErased);
    assert!(explained.consents.is_empty());
}

fn explain(cast: &Cast, requester: &str) -> QueryMsg {
    QueryMsg::Explain {
        subject: cast.subject,
        requester: cast.suite.account(requester).to_string(),
        organisations: None,
        question: Suite::question(TREAT),
    }
}

#[test]
fn explaining_tells_of_every_consent_in_the_requesters_cells() {
    let mut cast = Cast::new();
    let doctor = cast.doctor;
    let hospital = cast.hospital;
    cast.rule(1, Permit, &[person(doctor)], TREAT);
    cast.rule(2, Permit, &[person(doctor)], HRESCH);
    let mut research = consent(Permit, &[], TREAT);
    research.category = Category::Research;
    cast.grant(3, research);
    let mut later = consent(Deny, &[], TREAT);
    later.period.from = Some(cast.suite.now() + DAY);
    cast.grant(4, later);
    cast.rule(5, Deny, &[organisation(hospital)], TREAT);
    cast.rule(6, Permit, &[], TREAT);
    let subject = cast.subject;
    cast.send("patient", &ExecuteMsg::Revoke { subject, id: 6 });
    let answer: ExplainResponse = cast.suite.ask_consent(&explain(&cast, "doctor")).unwrap();
    assert_eq!(answer.answer, cast.decide("doctor", &[], TREAT));
    let told: Vec<_> = answer
        .consents
        .iter()
        .map(|one| (one.id, one.effect, one.miss))
        .collect();
    assert_eq!(
        told,
        [
            (1, Some(Permit), None),
            (2, None, Some(Miss::NoRule)),
            (3, None, Some(Miss::Category)),
            (4, None, Some(Miss::Period)),
            (6, None, Some(Miss::Status)),
        ]
    );
    // A refusal and own access are explained, too.
    let question = Suite::question(ETREAT);
    let refused: ExplainResponse = cast
        .suite
        .ask_consent(&QueryMsg::Explain {
            subject,
            requester: cast.suite.account("doctor").to_string(),
            organisations: None,
            question,
        })
        .unwrap();
    assert_eq!(refused.answer.reason, Reason::NotResponder);
    assert_eq!(refused.consents[0].effect, Some(Permit));
}

#[test]
fn permits_of_an_ended_delegate_end_and_its_denies_stand() {
    let mut cast = Cast::new();
    let subject = cast.subject;
    let delegate = NewDelegate {
        account: cast.suite.account("carer").to_string(),
        kind: DelegateKind::Carer,
        powers: DelegatePowers {
            grant: true,
            revoke: true,
            manage_delegates: false,
        },
        excluded_labels: Some(vec![Sensitivity::HIV]),
        period: Period::OPEN,
        evidence: None,
    };
    cast.send("patient", &ExecuteMsg::AddDelegate { subject, delegate });
    for (id, effect, purpose) in [(1, Permit, TREAT), (2, Deny, HPAYMT)] {
        let consent = consent(effect, &[], purpose);
        cast.suite.grant("carer", subject, id, consent).unwrap();
    }
    let mut question = Suite::question(TREAT);
    // In bulk an item may be labelled so.
    assert_eq!(cast.outcome("doctor", &[], TREAT), NONE);
    question.data = Some(item(vec![]));
    let ask = cast.ask("doctor", &[], question.clone());
    let decide = |cast: &Cast| cast.suite.ask_consent::<DecisionResponse>(&ask).unwrap();
    assert_eq!(decide(&cast).decision, Decision::Permit);
    let account = cast.suite.account("carer").to_string();
    let end = ExecuteMsg::EndDelegate {
        subject,
        account,
        end_grants: true,
    };
    cast.send("patient", &end);
    assert_eq!(decide(&cast).decision, Decision::NoConsent);
    assert_eq!(cast.outcome("doctor", &[], HPAYMT), DENY);
    let answer: ExplainResponse = cast.suite.ask_consent(&explain(&cast, "doctor")).unwrap();
    assert_eq!(answer.consents[0].miss, Some(Miss::DelegateEnded));
}

fn item(labels: Vec<Sensitivity>) -> Item {
    Item {
        labels: Some(Labels {
            confidentiality: None,
            sensitivity: Some(labels),
            private: None,
        }),
        classes: Some(vec![DataClass::Observation]),
        ..Item::default()
    }
}

#[test]
fn the_part_2_notice_goes_with_what_may_be_substance_use_data() {
    let mut cast = Cast::new();
    cast.rule(1, Permit, &[], TREAT);
    let notice = |cast: &Cast, data: Option<Item>| {
        let question = Question {
            data,
            ..Suite::question(TREAT)
        };
        let ask = cast.ask("doctor", &[], question);
        let answer: DecisionResponse = cast.suite.ask_consent(&ask).unwrap();
        assert_eq!(answer.decision, Decision::Permit);
        answer.part2_notice
    };
    assert!(notice(&cast, None));
    for label in [
        Sensitivity::ETH,
        Sensitivity::SUD,
        Sensitivity::ETHUD,
        Sensitivity::OPIOIDUD,
    ] {
        assert!(notice(&cast, Some(item(vec![label]))));
    }
    let mut plain = item(vec![Sensitivity::HIV]);
    plain.custodian = Some(Bytes32::of_holder(cast.hospital));
    assert!(!notice(&cast, Some(plain.clone())));
    cast.send("hospital", &ExecuteMsg::DeclarePart2 { part2: true });
    assert!(notice(&cast, Some(plain.clone())));
    plain.custodian = Some(Bytes32::of_holder(cast.clinic));
    assert!(!notice(&cast, Some(plain)));
}

#[test]
fn a_batch_answers_as_its_questions_do() {
    let mut cast = Cast::new();
    let hospital = cast.hospital;
    cast.rule(1, Permit, &[organisation(hospital)], TREAT);
    cast.rule(2, Deny, &[organisation(hospital)], HPAYMT);
    let purposes = [TREAT, HPAYMT, ETREAT, HRESCH, PATRQT, TREAT];
    let questions: Vec<Question> = purposes.map(Suite::question).to_vec();
    let batch = |questions: Vec<Question>| QueryMsg::DecideBatch {
        subject: cast.subject,
        requester: cast.suite.account("nurse").to_string(),
        organisations: some(&[hospital]),
        questions,
    };
    let answers: Vec<DecisionResponse> = cast.suite.ask_consent(&batch(questions)).unwrap();
    let single = purposes.map(|purpose| cast.decide("nurse", &[hospital], purpose));
    assert_eq!(answers, single);
    for count in [0, 31] {
        let questions = vec![Suite::question(TREAT); count];
        let error = cast
            .suite
            .ask_consent::<Vec<DecisionResponse>>(&batch(questions))
            .unwrap_err();
        assert_eq!(error_code(&error), "invalid_count", "{count}");
    }
    let thirty = batch(vec![Suite::question(TREAT); 30]);
    let answers: Vec<DecisionResponse> = cast.suite.ask_consent(&thirty).unwrap();
    assert_eq!(answers.len(), 30);
}

#[test]
fn what_a_request_states_is_bounded() {
    let cast = Cast::new();
    let refused = |organisations: &[u32], question: Question| {
        let ask = cast.ask("doctor", organisations, question);
        let error = cast.suite.ask_consent::<DecisionResponse>(&ask);
        error_code(&error.unwrap_err()).to_string()
    };
    let treat = || Suite::question(TREAT);
    assert_eq!(refused(&[1, 2, 3, 4, 5], treat()), "invalid_count");
    assert_eq!(refused(&[1, 2, 1], treat()), "duplicate");
    assert_eq!(refused(&[0], treat()), "zero");
    let id = Bytes32::ZERO;
    for purpose in [Purpose::Project { id }, Purpose::Other { id }] {
        let question = Question { purpose, ..treat() };
        assert_eq!(refused(&[], question), "zero");
    }
    let item = |classes: Vec<DataClass>| Question {
        data: Some(Item {
            classes: Some(classes),
            ..Item::default()
        }),
        ..treat()
    };
    assert_eq!(
        refused(&[], item(vec![DataClass::Account; 2])),
        "duplicate_entry"
    );
    let nine = <DataClass as health_types::codes::Code>::ALL[..9].to_vec();
    assert_eq!(refused(&[], item(nine)), "item_too_large");
    let stranger = QueryMsg::Decide {
        subject: cast.subject,
        requester: "Nobody".to_string(),
        organisations: None,
        question: treat(),
    };
    let error = cast.suite.ask_consent::<DecisionResponse>(&stranger);
    assert_eq!(error_code(&error.unwrap_err()), "invalid_address");
}

#[test]
fn a_purpose_of_another_system_takes_any_accreditation_and_its_exact_name() {
    let mut cast = Cast::new();
    let id = Bytes32([5; 32]);
    let purposes = Some(vec![Purpose::Other { id }]);
    let mut other = Suite::rule(Permit);
    other.purposes = purposes;
    cast.grant(1, Suite::consent_of(other));
    let outcome = |id: Bytes32, requester: &str| {
        let question = Question {
            purpose: Purpose::Other { id },
            ..Suite::question(TREAT)
        };
        let ask = cast.ask(requester, &[], question);
        let answer: DecisionResponse = cast.suite.ask_consent(&ask).unwrap();
        (answer.decision, answer.reason)
    };
    assert_eq!(outcome(id, "doctor"), PERMIT);
    assert_eq!(outcome(id, "lab"), PERMIT);
    assert_eq!(outcome(id, "stranger"), NONE);
    assert_eq!(outcome(Bytes32([6; 32]), "doctor"), NONE);
}

#[test]
fn another_action_or_category_is_another_question() {
    let mut cast = Cast::new();
    let mut only = rule(Permit, &[], TREAT);
    only.actions = Some(vec![Action::Access]);
    cast.grant(1, Suite::consent_of(only));
    let outcome = |action: Action, category: Category| {
        let question = Question {
            action,
            category,
            ..Suite::question(TREAT)
        };
        let ask = cast.ask("doctor", &[], question);
        let answer: DecisionResponse = cast.suite.ask_consent(&ask).unwrap();
        (answer.decision, answer.reason)
    };
    assert_eq!(outcome(Action::Access, Category::PatientPrivacy), PERMIT);
    assert_eq!(outcome(Action::Use, Category::PatientPrivacy), NONE);
    assert_eq!(outcome(Action::Access, Category::Research), NONE);
}
