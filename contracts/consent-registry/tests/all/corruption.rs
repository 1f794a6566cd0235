//! Stored bytes that this version does not write are an error, never an absence.

use crate::support::*;
use health_testing::Suite;
use health_types::codes::{DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::*;
use health_types::Bytes32;

const SUBJECT: u8 = 0x10;
const CONSENT: [u8; 9] = [0x12, 0, 0, 0, 1, 0, 0, 0, 2];
const CELL: [u8; 10] = [0x13, 0, 0, 0, 1, 2, 0, 0, 0, 4];

fn subject_key(town: &Town) -> Vec<u8> {
    [&[SUBJECT][..], &town.subject.0].concat()
}

/// A town with a consent in which every kind of filter stands.
fn town() -> Town {
    let mut town = Town::new();
    let exception = Provision {
        purposes: Some(vec![
            Purpose::Code {
                code: PurposeOfUse::ETREAT,
            },
            Purpose::Project {
                id: Bytes32([1; 32]),
            },
            Purpose::Other {
                id: Bytes32([2; 32]),
            },
        ]),
        classes: Some(vec![DataClass::Observation]),
        labels: Some(Labels {
            confidentiality: Some(health_types::codes::Confidentiality::R),
            private: Some(vec![Bytes32([3; 32])]),
            sensitivity: Some(vec![Sensitivity::SUD]),
        }),
        period: Some(health_types::Period {
            from: Some(1),
            until: None,
        }),
        data_period: Some(DataPeriod {
            from: Some(1),
            until: Some(2),
        }),
        records: Some(vec![Bytes32([4; 32])]),
        ..Suite::rule(Effect::Deny)
    };
    let provision = Provision {
        provision: Some(vec![exception]),
        ..rule(Effect::Permit, 4)
    };
    town.grant(1, permit(5));
    town.grant(
        2,
        NewConsent {
            policy: Some(Bytes32([5; 32])),
            ..superseding(&[1], Suite::consent_of(provision))
        },
    );
    town
}

fn query_consent(town: &Town) -> Result<ConsentResponse, String> {
    let subject = town.subject;
    town.suite
        .ask_consent(&QueryMsg::Consent { subject, id: 2 })
}

fn query_conflicts(town: &Town) -> Result<ConflictsResponse, String> {
    let provision = Box::new(rule(Effect::Permit, 4));
    let (subject, category) = (town.subject, Category::PatientPrivacy);
    town.suite.ask_consent(&QueryMsg::Conflicts {
        subject,
        category,
        provision,
    })
}

#[track_caller]
fn corrupt<T: std::fmt::Debug>(answer: Result<T, String>, entry: &str) {
    let error = answer.unwrap_err();
    assert!(
        root(&error).starts_with(&format!("corrupt_state: {entry}")),
        "{error}"
    );
}

#[test]
fn no_entry_is_read_that_was_cut_short_or_goes_on() {
    let mut town = town();
    let key = subject_key(&town);
    let value = town.entry(&key).unwrap();
    // The owner's account ends the entry and may have any length but none.
    for length in 1..=14 {
        town.set_entry(&key, &value[..length]);
        corrupt(query_consent(&town), "subject");
    }
    town.set_entry(&key, &value);

    let value = town.entry(&CONSENT).unwrap();
    for length in 1..value.len() {
        town.set_entry(&CONSENT, &value[..length]);
        corrupt(query_consent(&town), "consent");
    }
    town.set_entry(&CONSENT, &[&value[..], &[0]].concat());
    corrupt(query_consent(&town), "consent");
    town.set_entry(&CONSENT, &value);
    assert!(query_consent(&town).is_ok());

    let value = town.entry(&CELL).unwrap();
    for length in 1..value.len() {
        town.set_entry(&CELL, &value[..length]);
        corrupt(query_conflicts(&town), "cell");
    }
    town.set_entry(&CELL, &value.repeat(9));
    corrupt(query_conflicts(&town), "cell");
    town.set_entry(&CELL, &value);
    assert!(query_conflicts(&town).is_ok());
}

#[test]
fn no_unknown_code_or_flag_is_read() {
    let mut town = town();
    let key = subject_key(&town);
    let (subject, consent, cell) = (
        town.entry(&key).unwrap(),
        town.entry(&CONSENT).unwrap(),
        town.entry(&CELL).unwrap(),
    );
    let changed = |value: &[u8], at: usize, byte: u8| {
        let mut value = value.to_vec();
        value[at] = byte;
        value
    };
    town.set_entry(&key, &changed(&subject, 8, 0xFF));
    corrupt(query_consent(&town), "subject");
    town.set_entry(&key, &subject);
    // Format, status (none, lapsed, too high), flags, no assurance, presence.
    for (at, byte) in [(0, 2), (1, 0), (1, 4), (1, 8), (2, 0xFF), (2, 0), (3, 0xFF)] {
        town.set_entry(&CONSENT, &changed(&consent, at, byte));
        corrupt(query_consent(&town), "consent");
    }
    // The root's head and filters, and the number and tag of its actors.
    let root_at = 4 + 20 + 32 + 5;
    for (at, byte) in [(0, 0x10), (0, 1), (1, 0x80), (3, 0), (3, 9), (4, 0), (4, 7)] {
        town.set_entry(&CONSENT, &changed(&consent, root_at + at, byte));
        corrupt(query_consent(&town), "consent");
    }
    town.set_entry(&CONSENT, &consent);
    for (at, byte) in [(12, 0xFF), (13, 0xFF)] {
        town.set_entry(&CELL, &changed(&cell, at, byte));
        corrupt(query_conflicts(&town), "cell");
    }
}
