//! What a decision answers: defaults, the owner, restrictions, explanations, batches, and bounds.

use crate::cast::*;
use health_testing::{error_code, Suite};
use health_types::codes::PurposeOfUse::{
    BTG, ETREAT, FAMRQT, HLEGAL, HPAYMT, HRESCH, PATRQT, TREAT,
};
use health_types::codes::{Action, DataClass, Sensitivity};
use health_types::consent::Effect::{Deny, Permit};
use health_types::consent::{
    Category, Decision, DecisionResponse, DefaultPolicy, DelegateKind, DelegatePowers, ExecuteMsg,
    ExplainResponse, Item, Labels, Miss, NewDelegate, PolicyChange, Purpose, QueryMsg, Question,
    Reason,
};
use health_types::identity::CredentialKind;
use health_types::{Bytes32, Period};

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
