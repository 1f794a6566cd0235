//! Erasing a subject, and what keeps some of it.

use health_testing::{Rule, Suite};
use health_types::codes::{DataClass, PurposeOfUse::TREAT};
use health_types::consent::{
    AccessItem, Decision, DisclosuresResponse, EraseData, ExecuteMsg, HoldReason, QueryMsg, Reason,
};
use health_types::Bytes32;

const YEAR: u32 = 365 * 86_400;

/// A subject of every kind of entry: a consent, a custodian with a record, and a disclosure.
fn lived(suite: &mut Suite, hospital: u32) -> Bytes32 {
    let subject = suite.register("patient");
    let permit = Suite::permit().to_organisation(hospital).consent();
    suite.grant("patient", subject, 1, permit).unwrap();
    suite.accept_custodian("patient", subject, "hospital");
    suite.register_record("hospital", subject, 1, &[DataClass::Observation], &[]);
    let record = suite.record("hospital", 1);
    suite.record_access(
        "nurse",
        subject,
        "nurse",
        &[hospital],
        TREAT,
        vec![AccessItem::Record { record }],
    );
    subject
}

fn erase(suite: &mut Suite, subject: Bytes32) -> EraseData {
    for _ in 0..20 {
        let data: EraseData = suite
            .must(
                "patient",
                &ExecuteMsg::Erase {
                    subject,
                    limit: Some(3),
                },
            )
            .data();
        assert!(data.removed <= 3);
        if data.done {
            return data;
        }
    }
    panic!("erasure does not end");
}

/// How many records are stored, without their past versions: the entries under 0x18.
fn records(suite: &Suite) -> usize {
    let state = suite.state().consent;
    state.iter().filter(|(key, _)| key[0] == 0x18).count()
}

#[test]
fn from_the_first_call_on_nothing_decides() {
    let (mut suite, town) = Suite::town();
    let subject = lived(&mut suite, town.hospital);
    assert_eq!(
        suite.outcome(subject, "nurse", &[town.hospital], TREAT).0,
        Decision::Permit
    );
    suite.must(
        "patient",
        &ExecuteMsg::Erase {
            subject,
            limit: Some(1),
        },
    );
    let erased = (Decision::Deny, Reason::SubjectErased);
    assert_eq!(
        suite.outcome(subject, "nurse", &[town.hospital], TREAT),
        erased
    );
    assert!(suite.subject_info(subject).erased);
    assert_eq!(
        suite.refused(
            "stranger",
            &ExecuteMsg::Erase {
                subject,
                limit: None
            }
        ),
        "unauthorized"
    );
    let permit = Suite::permit().consent();
    let grant = ExecuteMsg::Grant {
        subject,
        id: 9,
        consent: permit,
    };
    assert_eq!(suite.refused("patient", &grant), "unauthorized");
    let hold = ExecuteMsg::PlaceHold {
        subject,
        reason: HoldReason::Litigation,
        until: suite.now() + 1,
    };
    assert_eq!(suite.refused("hospital", &hold), "subject_erased");
    // The pseudonym is never given again.
    let register = ExecuteMsg::Register {
        nonce: Bytes32([7; 32]),
        policies: Default::default(),
        consents: None,
    };
    assert_eq!(suite.refused("patient", &register), "subject_exists");
}

#[test]
fn no_entry_bears_the_pseudonym_or_the_owner_afterwards() {
    let (mut suite, town) = Suite::town();
    let subject = lived(&mut suite, town.hospital);
    let owner = suite.canonical("patient");
    let bears = |suite: &Suite, needle: &[u8]| {
        let state = suite.state().consent;
        state
            .iter()
            .any(|(key, value)| contains(key, needle) || contains(value, needle))
    };
    assert!(bears(&suite, &subject.0) && bears(&suite, &owner));
    assert!(bears(&suite, &Suite::COMMITMENT.0) && bears(&suite, &Suite::locator(1).0));
    erase(&mut suite, subject);
    for needle in [
        &subject.0[..],
        &owner,
        &Suite::COMMITMENT.0,
        &Suite::locator(1).0,
    ] {
        assert!(!bears(&suite, needle));
    }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn a_hold_keeps_the_custodians_own_records_until_it_ends() {
    let (mut suite, town) = Suite::town();
    let subject = lived(&mut suite, town.hospital);
    suite.accept_custodian("patient", subject, "clinic");
    suite.register_record("clinic", subject, 1, &[DataClass::Observation], &[]);
    let too_long = ExecuteMsg::PlaceHold {
        subject,
        reason: HoldReason::Litigation,
        until: suite.now() + YEAR + 1,
    };
    assert_eq!(suite.refused("hospital", &too_long), "out_of_range");
    assert_eq!(
        suite.refused(
            "institute",
            &ExecuteMsg::PlaceHold {
                subject,
                reason: HoldReason::Litigation,
                until: suite.now() + 9
            }
        ),
        "unauthorized"
    );
    assert_eq!(records(&suite), 2);
    let until = suite.now() + YEAR;
    suite.must(
        "hospital",
        &ExecuteMsg::PlaceHold {
            subject,
            reason: HoldReason::Litigation,
            until,
        },
    );
    erase(&mut suite, subject);
    assert_eq!(records(&suite), 1);
    suite.set_time(until - 1);
    erase(&mut suite, subject);
    assert_eq!(records(&suite), 1);
    suite.set_time(until);
    erase(&mut suite, subject);
    assert_eq!(records(&suite), 0);
}

#[test]
fn the_accounting_outlives_erasure_for_six_years() {
    let (mut suite, town) = Suite::town();
    let subject = lived(&mut suite, town.hospital);
    erase(&mut suite, subject);
    let erased = suite.now();
    let lines = |suite: &Suite| {
        suite
            .ask_consent::<DisclosuresResponse>(&QueryMsg::Disclosures {
                subject,
                start_after: None,
                limit: None,
            })
            .unwrap()
            .items
            .len()
    };
    assert_eq!(lines(&suite), 1);
    suite.set_time(erased + 6 * YEAR);
    erase(&mut suite, subject);
    assert_eq!(lines(&suite), 1, "six years have leap days");
    suite.set_time(erased + 6 * YEAR + 2 * 86_400);
    erase(&mut suite, subject);
    assert_eq!(lines(&suite), 0);
}
