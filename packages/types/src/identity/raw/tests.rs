use super::*;
use crate::identity::{
    Actor, Assurance, Country, CredentialState, Function, Identifier, IdentifierScheme,
    IssuerState, OrganisationType, Reason, Status,
};
use crate::{Bytes32, Period};

fn credential(issuer: u32) -> CredentialEntry {
    CredentialEntry {
        issuer,
        sub: 2,
        state: CredentialState::Suspended,
        assurance: Assurance::High,
        actor: Actor::Parent,
        organisation_type: OrganisationType::Government,
        country: Country::from_letters(*b"CH"),
        reason: Some(Reason::Hold),
        period: Period {
            from: Some(5),
            until: None,
        },
        issued: 6,
        changed: 7,
    }
}

fn issuer() -> IssuerEntry {
    IssuerEntry {
        state: IssuerState::Active,
        kinds: CredentialKind::Practitioner.bit(),
        down: 0,
        distrust_after: None,
    }
}

/// The value reads back; no shorter and no longer bytes do.
fn exact<T: Packed + PartialEq + std::fmt::Debug>(value: T, bytes: &[u8], parts: &[usize]) {
    assert_eq!(value.to_packed().unwrap(), bytes);
    assert_eq!(T::from_packed(bytes).unwrap(), value);
    for len in 0..bytes.len() {
        if !parts.contains(&len) {
            assert!(T::from_packed(&bytes[..len]).is_err(), "{len}");
        }
    }
    let longer = [bytes, &[0xfe]].concat();
    assert!(T::from_packed(&longer).is_err());
}

#[test]
fn keys_are_prefix_and_fixed_parts() {
    assert_eq!(issuer_key(7), [1, 0, 0, 0, 7]);
    assert_eq!(
        credentials_key(7, CredentialKind::Device),
        [2, 0, 0, 0, 7, 22]
    );
    assert_eq!(account_key(&[9, 8]), [3, 9, 8]);
    assert_eq!(
        cold_key(1, CredentialKind::Researcher, 2),
        [4, 0, 0, 0, 1, 5, 0, 0, 0, 2]
    );
}

#[test]
fn layouts_are_exact() {
    exact(
        IssuerEntry {
            state: IssuerState::Suspended,
            kinds: 3,
            down: 4,
            distrust_after: Some(9),
        },
        &[2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 9],
        &[],
    );
    let one = [
        0, 0, 0, 1, 2, 0b10_11_10, 4, b'C', b'H', 6, 0, 0, 0, 5, 255, 255, 255, 255, 0, 0, 0, 6, 0,
        0, 0, 7,
    ];
    let mut two = one;
    two[3] = 2;
    exact(
        Credentials(vec![credential(1), credential(2)]),
        &[one, two].concat(),
        &[26],
    );
    let affiliation = AffiliationEntry {
        organisation: 3,
        kind: CredentialKind::ProviderOrganisation,
        functions: Function::Emergency.bit(),
        period: Period::OPEN,
    };
    exact(
        AccountEntry {
            holder: 8,
            affiliations: vec![affiliation],
        },
        &[
            0, 0, 0, 8, 0, 0, 0, 3, 1, 0, 0, 0, 16, 255, 255, 255, 255, 255, 255, 255, 255,
        ],
        &[4],
    );
    let cold = ColdEntry {
        version: 2,
        evidence: Bytes32([7; 32]),
        identifier: None,
    };
    exact(cold, &[&[0, 2][..], &[7; 32]].concat(), &[]);
    let cold = ColdEntry {
        version: 2,
        evidence: Bytes32([7; 32]),
        identifier: Some(Identifier {
            scheme: IdentifierScheme::Npi,
            value: "1".into(),
        }),
    };
    exact(cold, &[&[0, 2][..], &[7; 32], b"\x011"].concat(), &[34]);
}

#[test]
fn what_is_never_written_is_malformed() {
    let mut bytes = Credentials(vec![credential(1)]).to_packed().unwrap();
    for (at, byte) in [(5, 0b11_11_00), (5, 0xff), (6, 0), (6, 9), (7, 0), (9, 99)] {
        let kept = std::mem::replace(&mut bytes[at], byte);
        assert!(Credentials::from_packed(&bytes).is_err(), "{at}");
        bytes[at] = kept;
    }
    let unsorted = Credentials(vec![credential(2), credential(1)]);
    let doubled = Credentials(vec![credential(1), credential(1)]);
    let many = Credentials((1..=5).map(credential).collect());
    for refused in [unsorted, doubled, many] {
        assert!(Credentials::from_packed(&refused.to_packed().unwrap()).is_err());
    }
    let affiliation = AffiliationEntry {
        organisation: 3,
        kind: CredentialKind::ProviderOrganisation,
        functions: 1,
        period: Period::OPEN,
    };
    for refused in [
        AccountEntry {
            holder: 1,
            affiliations: vec![affiliation; 7],
        },
        AccountEntry {
            holder: 0,
            affiliations: vec![affiliation],
        },
    ] {
        assert!(AccountEntry::from_packed(&refused.to_packed().unwrap()).is_err());
    }
    assert!(AccountEntry::from_packed(&[0; 4]).unwrap().is_retired());
}

#[test]
fn the_first_reason_against_a_credential_is_its_status() {
    let kind = CredentialKind::Practitioner;
    let mut one = credential(1);
    one.state = CredentialState::Active;
    one.period = Period {
        from: Some(10),
        until: Some(20),
    };
    for (at, status) in [
        (9, Status::NotYetValid),
        (10, Status::Valid),
        (19, Status::Valid),
        (20, Status::Expired),
    ] {
        assert_eq!(one.status(kind, &issuer(), at), status);
    }
    one.state = CredentialState::Suspended;
    assert_eq!(one.status(kind, &issuer(), 20), Status::Suspended);
    let failing = [
        IssuerEntry {
            state: IssuerState::Suspended,
            ..issuer()
        },
        IssuerEntry {
            state: IssuerState::Removed,
            ..issuer()
        },
        IssuerEntry {
            kinds: 0,
            ..issuer()
        },
        IssuerEntry {
            down: sub_bit(2),
            ..issuer()
        },
        IssuerEntry {
            distrust_after: Some(5),
            ..issuer()
        },
    ];
    for issuer in failing {
        assert_eq!(one.status(kind, &issuer, 15), Status::IssuerSuspended);
    }
    let trusted = IssuerEntry {
        down: sub_bit(1) | sub_bit(3),
        distrust_after: Some(6),
        ..issuer()
    };
    assert_eq!(one.status(kind, &trusted, 15), Status::Suspended);
    one.state = CredentialState::Revoked;
    assert_eq!(one.status(kind, &failing[0], 15), Status::Revoked);
}

#[test]
fn an_ended_affiliation_binds_denies_for_thirty_days() {
    let one = AffiliationEntry {
        organisation: 3,
        kind: CredentialKind::ProviderOrganisation,
        functions: Function::Clinician.bit(),
        period: Period {
            from: Some(100),
            until: Some(200),
        },
    };
    assert!(!one.counts(99) && one.binds_denies(99));
    assert!(one.counts(100) && one.counts(199) && !one.counts(200));
    assert!(one.binds_denies(199 + DENY_BINDING) && !one.binds_denies(200 + DENY_BINDING));
    assert!(one.has(Function::Clinician) && !one.has(Function::Auditor));
}
