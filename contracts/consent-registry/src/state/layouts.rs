//! The exact bytes of entries. A change here is a migration.

use super::audit::Root;
use super::delegate::{Delegate, Member, Roster};
use super::envelope::Envelope;
use super::handover::Handover;
use super::hold::Hold;
use super::record::Record;
use super::recovery::{Agreed, Contacts, Named, Recovery, Vote};
use super::request::{Request, Requests};
use super::tombstone::{Reviews, Tombstone};
use cosmwasm_std::CanonicalAddr;
use health_kit::pack::Packed;
use health_types::codes::{Code, Confidentiality, DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::{DelegateKind, DelegatePowers, EnvelopeKey, HoldReason, Purpose};
use health_types::{Bytes32, Period};
use std::fmt::Debug;

const OPEN: [u8; 4] = [255; 4];

fn account() -> CanonicalAddr {
    CanonicalAddr::from(vec![0xA1, 0xA2])
}

/// The value packs to these bytes and reads back, and no other length does, save those in `parts`.
#[track_caller]
fn exact<T: Packed + PartialEq + Debug>(value: &T, bytes: &[u8], parts: &[usize]) {
    assert_eq!(value.to_packed().unwrap(), bytes);
    assert_eq!(T::from_packed(bytes).as_ref(), Ok(value));
    for len in (0..bytes.len()).filter(|len| !parts.contains(len)) {
        assert!(T::from_packed(&bytes[..len]).is_err(), "{len}");
    }
    assert!(T::from_packed(&[bytes, &[9; 40]].concat()).is_err());
}

/// None of these bytes, put at that place, is ever written.
#[track_caller]
fn never<T: Packed>(bytes: &[u8], at: usize, wrong: &[u8]) {
    for byte in wrong {
        let mut bytes = bytes.to_vec();
        bytes[at] = *byte;
        assert!(T::from_packed(&bytes).is_err(), "{byte} at {at}");
    }
}

#[test]
fn delegates() {
    let delegate = Delegate {
        number: 2,
        account: account(),
        kind: DelegateKind::Carer,
        powers: DelegatePowers {
            grant: true,
            revoke: false,
            manage_delegates: true,
        },
        excluded: vec![Sensitivity::HIV],
        period: Period {
            from: Some(5),
            until: None,
        },
        evidence: None,
        appointed_by: Some(1),
        ended: true,
        grants_ended: false,
    };
    let head = [
        0b0011_0110,
        0,
        2,
        0,
        1,
        0,
        0,
        0,
        5,
        255,
        255,
        255,
        255,
        1,
        Sensitivity::HIV.number(),
    ];
    let bytes = [&head[..], &[2, 0xA1, 0xA2]].concat();
    exact(&delegate, &bytes, &[]);
    never::<Delegate>(&bytes, 0, &[0b0011_0111, 0b1011_0110]);
    never::<Delegate>(&bytes, 14, &[0, 255]);
    let evidenced = Delegate {
        kind: DelegateKind::Guardian,
        evidence: Some(Bytes32([7; 32])),
        grants_ended: true,
        appointed_by: None,
        ..delegate
    };
    let mut head = head;
    head[0] = 0b1111_0100;
    head[4] = 0;
    exact(
        &evidenced,
        &[&head[..], &[7; 32], &[2, 0xA1, 0xA2]].concat(),
        &[],
    );
    let member = Member {
        number: 2,
        appointed_by: None,
        until: Some(6),
        account: account(),
    };
    let roster = Roster {
        members: vec![member; 2],
    };
    let one = [0, 2, 0, 0, 0, 0, 0, 6, 2, 0xA1, 0xA2];
    exact(&roster, &[&[2], &one[..], &one].concat(), &[]);
    never::<Roster>(&[&[2], &one[..], &one].concat(), 0, &[9]);
}

#[test]
fn recoveries_and_handovers() {
    let present = Contacts {
        from: 5,
        threshold: 1,
        commitments: vec![Bytes32([7; 32])],
    };
    let next = Some(Contacts {
        from: 6,
        threshold: 0,
        commitments: vec![],
    });
    let bytes = [&[0, 0, 0, 5, 1, 1][..], &[7; 32], &[0, 0, 0, 6, 0, 0]].concat();
    exact(&Named { present, next }, &bytes, &[38]);
    let recovery = Recovery {
        vetoed_at: Some(4),
        agreed: Some(Agreed {
            owner: account(),
            due: 5,
            lapses: 6,
            vetoable: true,
        }),
        votes: vec![Vote {
            contact: 3,
            at: 7,
            vetoed: false,
            owner: account(),
        }],
    };
    let bytes = [
        0, 0, 0, 4, 1, 0, 0, 0, 5, 0, 0, 0, 6, 1, 2, 0xA1, 0xA2, 1, 3, 0, 0, 0, 7, 0, 2, 0xA1, 0xA2,
    ];
    exact(&recovery, &bytes, &[]);
    never::<Recovery>(&bytes, 4, &[2]);
    never::<Recovery>(&bytes, 13, &[2]);
    never::<Recovery>(&bytes, 17, &[9]);
    never::<Recovery>(&bytes, 23, &[2]);
    exact(&Recovery::default(), &[&OPEN[..], &[0, 0]].concat(), &[]);
    let handover = Handover {
        owner: account(),
        due: 5,
        lapses: 6,
        vetoes: vec![1],
    };
    let bytes = [0, 0, 0, 5, 0, 0, 0, 6, 1, 1, 2, 0xA1, 0xA2];
    exact(&handover, &bytes, &[]);
    never::<Handover>(&bytes, 8, &[9]);
}

#[test]
fn records() {
    let record = Record {
        version: 1,
        key_version: 2,
        day: -1,
        commitment: Bytes32([3; 32]),
        locator: Bytes32([4; 32]),
        classes: vec![DataClass::ALL[0]],
        confidentiality: Some(Confidentiality::R),
        sensitivity: vec![Sensitivity::HIV],
        private: vec![Bytes32([5; 32])],
        author: None,
        contexts: vec![Bytes32([6; 32])],
    };
    let head = [
        &[0, 0, 0, 1, 0, 0, 0, 2, 255, 255, 255, 255][..],
        &[3; 32],
        &[4; 32],
    ]
    .concat();
    let labels = [1, 1, 5, 1, 12, 1];
    let bytes = [&head, &labels[..], &[5; 32], &[1], &[6; 32]].concat();
    exact(&record, &bytes, &[]);
    never::<Record>(&bytes, head.len(), &[9]);
    never::<Record>(&bytes, head.len() + 2, &[7]);
    never::<Record>(&bytes, head.len() + 3, &[17]);
    never::<Record>(&bytes, head.len() + 5, &[5]);
    let authored = Record {
        author: Some(Bytes32([8; 32])),
        ..record
    };
    exact(&authored, &[&bytes[..], &[8; 32]].concat(), &[bytes.len()]);
}

#[test]
fn envelopes() {
    let digest = Envelope {
        consent: 1,
        key_version: 2,
        key: EnvelopeKey::Digest {
            digest: Bytes32([7; 32]),
        },
    };
    let bytes = [&[0, 0, 0, 1, 0, 0, 0, 2, 1][..], &[7; 32]].concat();
    exact(&digest, &bytes, &[]);
    never::<Envelope>(&bytes, 8, &[0, 3]);
    let ciphertext = Envelope {
        key: EnvelopeKey::Ciphertext {
            bytes: vec![8, 9].into(),
        },
        ..digest
    };
    let bytes = [0, 0, 0, 1, 0, 0, 0, 2, 2, 8, 9];
    assert_eq!(ciphertext.to_packed().unwrap(), bytes);
    assert_eq!(Envelope::from_packed(&bytes), Ok(ciphertext));
}

#[test]
fn requests() {
    let request = Request {
        requester: account(),
        purposes: vec![
            Purpose::Code {
                code: PurposeOfUse::TREAT,
            },
            Purpose::Project {
                id: Bytes32([1; 32]),
            },
            Purpose::Other {
                id: Bytes32([2; 32]),
            },
        ],
        classes: vec![DataClass::ALL[1]],
        until: 5,
    };
    let head = [0, 0, 0, 5, 3, PurposeOfUse::TREAT.number(), 0xFE];
    let tail = [1, 2, 2, 0xA1, 0xA2];
    let bytes = [&head[..], &[1; 32], &[0xFF], &[2; 32], &tail].concat();
    exact(&request, &bytes, &[]);
    never::<Request>(&bytes, 4, &[9]);
    never::<Request>(&bytes, 5, &[0, 0xFD]);
    exact(&Requests::default(), &[0; 5], &[]);
    // No code may ever take the number that stands for a project or a purpose of another system.
    assert!(PurposeOfUse::ALL.len() < 0xFE);
}

#[test]
fn what_custodians_state() {
    let hold = Hold {
        reason: HoldReason::Investigation,
        until: 5,
    };
    exact(&hold, &[3, 0, 0, 0, 5], &[]);
    never::<Hold>(&[3, 0, 0, 0, 5], 0, &[0, 4]);
    let root = Root {
        root: Bytes32([7; 32]),
        count: 1,
        anchored: 2,
    };
    exact(
        &root,
        &[&[7; 32][..], &[0, 0, 0, 1, 0, 0, 0, 2]].concat(),
        &[],
    );
}

#[test]
fn tombstones() {
    let pseudonym = Bytes32([1; 32]);
    let mut tombstone = Tombstone::new(&pseudonym, 3, &account(), 4);
    let bytes = tombstone.to_packed().unwrap();
    assert_eq!(bytes[..12], [0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0]);
    exact(&tombstone, &bytes, &[]);
    tombstone.reviews = Reviews::Done;
    assert_eq!(tombstone.to_packed().unwrap()[8..12], OPEN);
    assert!(tombstone.is_of(&pseudonym, &account()));
    assert!(!tombstone.is_of(&pseudonym, &CanonicalAddr::from(vec![0xA1])));
    assert!(!tombstone.is_of(&Bytes32([2; 32]), &account()));
}
