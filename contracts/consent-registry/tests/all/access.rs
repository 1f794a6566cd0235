//! Recording accesses: what is known of an item then, and what the patient reads of it.

use crate::cast::*;
use health_testing::{error_code, Suite};
use health_types::codes::PurposeOfUse::{self, HPAYMT, HRESCH, TREAT};
use health_types::codes::{DataClass, Sensitivity};
use health_types::consent::Effect::{Deny, Permit};
use health_types::consent::{
    AccessItem, Decision, DefaultPolicy, DisclosureResponse, DisclosuresResponse, ExecuteMsg, Item,
    Labels, NewRecord, Purpose, QueryMsg, Reason, RecordRef,
};
use health_types::identity::{CredentialKind, Function};
use health_types::Bytes32;

pub fn lines(cast: &Cast) -> Vec<DisclosureResponse> {
    let query = QueryMsg::Disclosures {
        subject: cast.subject,
        start_after: None,
        limit: None,
    };
    let page: DisclosuresResponse = cast.suite.ask_consent(&query).unwrap();
    assert_eq!(page.next, None);
    page.items
}

pub fn bulk() -> Vec<AccessItem> {
    vec![AccessItem::Bulk {}]
}

pub fn described(classes: &[DataClass], labels: &[Sensitivity]) -> AccessItem {
    AccessItem::Described {
        item: Box::new(Item {
            classes: Some(classes.to_vec()),
            labels: Some(Labels {
                confidentiality: None,
                sensitivity: Some(labels.to_vec()),
                private: None,
            }),
            ..Item::default()
        }),
    }
}

/// The hospital registers a record of a class.
pub fn register(cast: &mut Cast, id: u32, class: DataClass, labels: &[Sensitivity]) -> AccessItem {
    let (subject, custodian) = (cast.subject, cast.hospital);
    let record = NewRecord {
        id,
        commitment: Bytes32([1; 32]),
        locator: Bytes32([id as u8; 32]),
        classes: vec![class],
        labels: Some(Labels {
            confidentiality: None,
            sensitivity: Some(labels.to_vec()),
            private: None,
        })
        .filter(|_| !labels.is_empty()),
        author: None,
        contexts: vec![],
        day: 20_000,
        key_version: 1,
    };
    let records = vec![record];
    cast.send(
        "hospital",
        &ExecuteMsg::RegisterRecords { subject, records },
    );
    let record = RecordRef { custodian, id };
    AccessItem::Record { record }
}

pub fn accepted() -> Cast {
    let mut cast = Cast::new();
    let (subject, custodian) = (cast.subject, cast.hospital);
    cast.send(
        "patient",
        &ExecuteMsg::AcceptCustodian { subject, custodian },
    );
    cast
}

#[test]
fn a_custodian_decides_and_logs_at_once() {
    let mut cast = Cast::new();
    let hospital = cast.hospital;
    cast.rule(7, Permit, &[organisation(hospital)], TREAT);
    let attempt = cast.attempt("nurse", &[hospital], TREAT);
    let items = vec![
        described(&[DataClass::Observation], &[]),
        described(&[DataClass::Observation], &[]),
        AccessItem::Bulk {},
    ];
    let first = cast.suite.now();
    let msg = ExecuteMsg::RecordAccess { attempt, items };
    let tx = cast.send("hospital", &msg);
    let answers = tx.data::<health_types::consent::AccessData>().answers;
    assert!(answers.iter().all(|one| one.decision == Decision::Permit));
    assert_eq!(answers.len(), 3);
    let event = tx.events_of("access_recorded")[0];
    let attribute = |key: &str| {
        let found = event.attributes.iter().find(|one| one.key == key);
        found.unwrap().value.clone()
    };
    assert_eq!(
        (attribute("permits"), attribute("refusals")),
        ("3".into(), "0".into())
    );
    cast.suite.advance(DAY);
    let refused = cast.attempt("nurse", &[hospital], HPAYMT);
    let answers = cast.record("hospital", refused, bulk());
    assert_eq!(answers[0].reason, Reason::NoConsent);
    let last = cast.suite.now();
    let line = |purpose, class, permits, refusals, at: u32, consent| DisclosureResponse {
        recipient: organisation(hospital),
        purpose: Some(purpose),
        class,
        permits,
        refusals,
        by_default: 0,
        first: at,
        last: at,
        discloser: Some(hospital),
        consent,
    };
    assert_eq!(
        lines(&cast),
        [
            line(HPAYMT, None, 0, 1, last, None),
            line(TREAT, None, 1, 0, first, Some(7)),
            line(TREAT, Some(DataClass::Observation), 2, 0, first, Some(7)),
        ]
    );
    // The log adds up.
    let attempt = cast.attempt("nurse", &[hospital], TREAT);
    cast.record("hospital", attempt, bulk());
    let bulk = lines(&cast).remove(1);
    assert_eq!((bulk.permits, bulk.first, bulk.last), (2, first, last));
}

#[test]
fn what_a_default_lets_through_is_a_refusal_and_counted_apart() {
    let mut cast = Cast::new();
    let hospital = cast.hospital;
    cast.default_policy(DefaultPolicy::PermitTreatment);
    let record = |cast: &mut Cast, purpose, requester: &str, organisations: &[u32]| {
        let attempt = cast.attempt(requester, organisations, purpose);
        let answer = cast.record("hospital", attempt, bulk()).remove(0);
        (answer.decision, answer.effect)
    };
    // Nobody consented; the data may go out all the same, which an accounting of disclosures must tell.
    let nurse = &[hospital];
    let default = (Decision::NoConsent, Permit);
    assert_eq!(record(&mut cast, TREAT, "nurse", nurse), default);
    assert_eq!(record(&mut cast, TREAT, "nurse", nurse), default);
    let none = (Decision::NoConsent, Deny);
    assert_eq!(record(&mut cast, HPAYMT, "nurse", nurse), none);
    cast.rule(1, Permit, &[organisation(hospital)], TREAT);
    let permit = (Decision::Permit, Permit);
    assert_eq!(record(&mut cast, TREAT, "nurse", nurse), permit);
    cast.rule(2, Deny, &[organisation(hospital)], TREAT);
    let deny = (Decision::Deny, Deny);
    assert_eq!(record(&mut cast, TREAT, "nurse", nurse), deny);
    let told: Vec<_> = lines(&cast)
        .iter()
        .map(|line| (line.purpose, line.permits, line.refusals, line.by_default))
        .collect();
    assert_eq!(told, [(Some(HPAYMT), 0, 1, 0), (Some(TREAT), 1, 3, 2)]);
}

#[test]
fn an_item_counts_once_in_each_of_its_classes() {
    let mut cast = Cast::new();
    cast.rule(1, Permit, &[], TREAT);
    let mut hiv = rule(Deny, &[], TREAT);
    hiv.labels = Some(Labels {
        confidentiality: None,
        sensitivity: Some(vec![Sensitivity::HIV]),
        private: None,
    });
    cast.grant(2, Suite::consent_of(hiv));
    let (first, second) = (DataClass::Condition, DataClass::Observation);
    let attempt = cast.attempt("doctor", &[], TREAT);
    let items = vec![
        described(&[first, second], &[]),
        described(&[second], &[Sensitivity::HIV]),
        described(&[], &[]),
    ];
    cast.record("hospital", attempt, items);
    let lines: Vec<_> = lines(&cast)
        .into_iter()
        .map(|line| (line.class, line.permits, line.refusals, line.consent))
        .collect();
    assert_eq!(
        lines,
        [
            (None, 1, 0, Some(1)),
            (Some(first), 1, 0, Some(1)),
            (Some(second), 1, 1, Some(2)),
        ]
    );
}

#[test]
fn the_recipient_is_the_first_organisation_truly_acted_for() {
    let mut cast = Cast::new();
    let (hospital, clinic) = (cast.hospital, cast.clinic);
    let provider = CredentialKind::ProviderOrganisation;
    cast.suite
        .affiliate("clinic", "nurse", provider, &[Function::Clinician]);
    let attempt = cast.attempt("nurse", &[clinic, hospital], TREAT);
    cast.record("hospital", attempt, bulk());
    let attempt = cast.attempt("nurse", &[], TREAT);
    cast.record("hospital", attempt, bulk());
    // A false claim is refused, and falls to the one who made it.
    let attempt = cast.attempt("doctor", &[clinic], TREAT);
    let answers = cast.record("hospital", attempt, bulk());
    assert_eq!(answers[0].reason, Reason::NotAffiliated);
    let recipients: Vec<_> = lines(&cast)
        .into_iter()
        .map(|line| line.recipient)
        .collect();
    let mut holders = [cast.doctor, cast.suite.holder("nurse")];
    holders.sort_unstable();
    assert_eq!(
        recipients,
        [organisation(clinic), person(holders[0]), person(holders[1])]
    );
}

#[test]
fn projects_and_foreign_purposes_share_the_line_without_a_code() {
    let mut cast = Cast::new();
    let lab = cast.lab;
    cast.rule(1, Permit, &[organisation(lab)], HRESCH);
    let id = Bytes32([4; 32]);
    for purpose in [Purpose::Project { id }, Purpose::Other { id }] {
        let mut attempt = cast.attempt("scientist", &[lab], HRESCH);
        attempt.purpose = purpose;
        cast.record("hospital", attempt, bulk());
    }
    let lines = lines(&cast);
    assert_eq!(lines.len(), 1);
    assert_eq!(
        (lines[0].purpose, lines[0].permits, lines[0].refusals),
        (None, 1, 1)
    );
}

#[test]
fn what_an_attempt_states_is_bounded() {
    let mut cast = Cast::new();
    let attempt = |cast: &Cast| cast.attempt("doctor", &[], TREAT);
    let mut refused = |change: &dyn Fn(&mut health_types::consent::AccessAttempt), items| {
        let mut attempt = attempt(&cast);
        change(&mut attempt);
        // Bounds come before authority.
        cast.refused("stranger", &ExecuteMsg::RecordAccess { attempt, items })
    };
    let same: &dyn Fn(&mut health_types::consent::AccessAttempt) = &|_| ();
    assert_eq!(refused(same, vec![]), "invalid_count");
    assert_eq!(
        refused(same, vec![AccessItem::Bulk {}; 31]),
        "invalid_count"
    );
    let twice = described(&[DataClass::Account; 2], &[]);
    assert_eq!(refused(same, vec![twice]), "duplicate_entry");
    let record = RecordRef {
        custodian: 0,
        id: 1,
    };
    assert_eq!(refused(same, vec![AccessItem::Record { record }]), "zero");
    assert_eq!(
        refused(&|one| one.organisations = Some(vec![1; 2]), bulk()),
        "duplicate"
    );
    assert_eq!(
        refused(&|one| one.organisations = Some(vec![0]), bulk()),
        "zero"
    );
    let five: Vec<u32> = (1..=5).collect();
    assert_eq!(
        refused(&|one| one.organisations = Some(five.clone()), bulk()),
        "invalid_count"
    );
    let zero = Purpose::Other { id: Bytes32::ZERO };
    assert_eq!(refused(&|one| one.purpose = zero, bulk()), "zero");
    assert_eq!(
        refused(&|one| one.requester = "X".to_string(), bulk()),
        "invalid_address"
    );
    let mut unknown = attempt(&cast);
    unknown.subject = Bytes32([8; 32]);
    let msg = ExecuteMsg::RecordAccess {
        attempt: unknown,
        items: bulk(),
    };
    assert_eq!(cast.refused("stranger", &msg), "unauthorized");
    assert_eq!(cast.refused("hospital", &msg), "subject_not_found");
}

#[test]
fn thirty_items_at_once() {
    let mut cast = Cast::new();
    cast.rule(1, Permit, &[], TREAT);
    let attempt = cast.attempt("doctor", &[], TREAT);
    cast.record("hospital", attempt, vec![AccessItem::Bulk {}; 30]);
    assert_eq!(lines(&cast)[0].permits, 30);
}

#[test]
fn nothing_is_recorded_of_an_erased_subject_and_what_was_stays() {
    let mut cast = Cast::new();
    let attempt = cast.attempt("doctor", &[], TREAT);
    cast.record("hospital", attempt.clone(), bulk());
    let (subject, limit) = (cast.subject, None);
    cast.send("patient", &ExecuteMsg::Erase { subject, limit });
    let before = lines(&cast);
    assert_eq!(before.len(), 1);
    let items = bulk();
    let msg = ExecuteMsg::RecordAccess { attempt, items };
    assert_eq!(cast.refused("hospital", &msg), "subject_erased");
    assert_eq!(lines(&cast), before);
}

#[test]
fn a_pause_stops_no_recording() {
    let mut cast = Cast::new();
    let pause = ExecuteMsg::Admin(health_types::admin::AdminMsg::Pause {});
    cast.send("pauser", &pause);
    let attempt = cast.attempt("doctor", &[], PurposeOfUse::TREAT);
    cast.record("hospital", attempt, bulk());
    let error = cast.suite.consent(
        "hospital",
        &ExecuteMsg::RecordAccess {
            attempt: cast.attempt("nobody", &[], TREAT),
            items: bulk(),
        },
    );
    assert_eq!(error_code(&error.unwrap_err()), "requester_not_accredited");
}

#[test]
fn what_a_custodian_describes_is_its_own_unless_it_says_otherwise() {
    let mut cast = Cast::new();
    let (hospital, clinic) = (cast.hospital, cast.clinic);
    cast.send("hospital", &ExecuteMsg::DeclarePart2 { part2: true });
    cast.rule(1, Permit, &[organisation(hospital)], TREAT);
    let own = described(&[DataClass::Observation], &[]);
    let AccessItem::Described { item } = own.clone() else {
        unreachable!()
    };
    let others = AccessItem::Described {
        item: Box::new(Item {
            custodian: Some(Bytes32::of_holder(clinic)),
            ..*item
        }),
    };
    let attempt = cast.attempt("nurse", &[hospital], TREAT);
    let answers = cast.record("hospital", attempt, vec![own, others]);
    let notices: Vec<bool> = answers.iter().map(|one| one.part2_notice).collect();
    assert_eq!(notices, [true, false]);
}
