//! Profiles, device keys and deactivation.

use crate::harness::*;
use health_kit::hash::tagged_hash;
use health_types::identity::*;
use k256::ecdsa::signature::hazmat::PrehashSigner;

/// A key pair of either curve.
enum Pair {
    Secp(k256::ecdsa::SigningKey),
    Ed(ed25519_zebra::SigningKey),
}

impl Pair {
    fn secp(seed: u8) -> Self {
        Pair::Secp(k256::ecdsa::SigningKey::from_slice(&[seed; 32]).unwrap())
    }

    fn ed(seed: u8) -> Self {
        Pair::Ed(ed25519_zebra::SigningKey::from([seed; 32]))
    }

    fn public(&self) -> DeviceKey {
        match self {
            Pair::Secp(key) => DeviceKey {
                curve: Curve::Secp256k1,
                public_key: key.verifying_key().to_encoded_point(true).as_bytes().into(),
            },
            Pair::Ed(key) => DeviceKey {
                curve: Curve::Ed25519,
                public_key: <[u8; 32]>::from(ed25519_zebra::VerificationKey::from(key)).into(),
            },
        }
    }

    fn sign(&self, hash: &[u8]) -> Vec<u8> {
        match self {
            Pair::Secp(key) => {
                let signature: k256::ecdsa::Signature = key.sign_prehash(hash).unwrap();
                signature.to_bytes().to_vec()
            }
            Pair::Ed(key) => <[u8; 64]>::from(key.sign(hash)).to_vec(),
        }
    }
}

fn signed(registry: &Registry, holder: u32, sequence: u64, old: &Pair, new: &Pair) -> [u8; 32] {
    let (old, new) = (old.public(), new.public());
    tagged_hash(
        ROTATE_KEY_TAG,
        &[
            registry.app.block_info().chain_id.as_bytes(),
            registry.address.as_bytes(),
            &holder.to_be_bytes(),
            &sequence.to_be_bytes(),
            &[old.curve.number()],
            &old.public_key,
            &[new.curve.number()],
            &new.public_key,
        ],
    )
    .0
}

fn rotate(registry: &Registry, holder: u32, sequence: u64, old: &Pair, new: &Pair) -> ExecuteMsg {
    let hash = signed(registry, holder, sequence, old, new);
    ExecuteMsg::RotateKey {
        key: new.public(),
        old_signature: old.sign(&hash).into(),
        new_signature: new.sign(&hash).into(),
    }
}

fn plain(name: &str) -> NewProfile {
    NewProfile {
        name: name.into(),
        did: None,
        endpoints: vec![],
        key: None,
        calibrated_until: None,
    }
}

fn update(kind: Kind, profile: NewProfile) -> ExecuteMsg {
    ExecuteMsg::UpdateProfile { kind, profile }
}

fn with_key(pair: &Pair) -> ExecuteMsg {
    update(
        Kind::Device,
        NewProfile {
            key: Some(pair.public()),
            calibrated_until: Some(START + DAY),
            ..plain("scanner")
        },
    )
}

fn profile(registry: &Registry, holder: u32) -> ProfileResponse {
    registry.ask(QueryMsg::Profile { holder })
}

#[test]
fn organisations_describe_themselves() {
    let mut registry = Registry::new();
    let hospital = registry.hospital("hospital");
    let kind = Kind::ProviderOrganisation;
    let new = NewProfile {
        name: "Hôpital cantonal".into(),
        did: Some(format!("did:web:{}", "x".repeat(248))),
        endpoints: vec!["https://hospital.example/fhir".into(), "x".repeat(256)],
        ..plain("")
    };
    registry.ok("hospital", update(kind, new.clone()));
    let found = profile(&registry, hospital);
    assert_eq!(
        found.profile.unwrap(),
        Profile {
            name: new.name.clone(),
            did: new.did.clone(),
            endpoints: new.endpoints.clone(),
        }
    );
    assert_eq!(found.device, None);
    let did = found.account_did.unwrap();
    assert!(
        did.starts_with("did:pkh:cosmos:cosmos-testnet-14002:cosmos1"),
        "{did}"
    );
    registry.ok("hospital", update(kind, plain("Hospital")));
    assert_eq!(profile(&registry, hospital).profile.unwrap().did, None);
    let nobody = profile(&registry, 999);
    assert_eq!((nobody.profile, nobody.account_did), (None, None));

    let device = "not_a_device: the profile rests on another kind";
    let calibrated = NewProfile {
        calibrated_until: Some(START),
        ..plain("x")
    };
    registry.refused("hospital", update(kind, calibrated), device);
    registry.refused(
        "hospital",
        update(Kind::Sponsor, plain("x")),
        "credential_not_valid: sponsor is unknown",
    );
    registry.refused(
        "hospital",
        update(Kind::Practitioner, plain("x")),
        "kind_without_profile: practitioner",
    );
}

#[test]
fn persons_have_no_profile() {
    let mut registry = Registry::new();
    registry.issue("board", "doctor", Kind::Practitioner);
    for kind in [Kind::Practitioner, Kind::Researcher, Kind::Investigator] {
        registry.refused(
            "doctor",
            update(kind, plain("x")),
            &format!("kind_without_profile: {kind}"),
        );
    }
}

#[test]
fn both_keys_sign_a_rotation() {
    for (old, new) in [
        (Pair::secp(1), Pair::ed(2)),
        (Pair::ed(1), Pair::secp(2)),
        (Pair::secp(1), Pair::secp(2)),
        (Pair::ed(1), Pair::ed(2)),
    ] {
        let mut registry = Registry::new();
        let scanner = registry.issue("board", "scanner", Kind::Device);
        registry.ok("scanner", with_key(&old));
        let hash = signed(&registry, scanner, 0, &old, &new);
        // Neither key alone suffices.
        for (old_signer, new_signer, whose) in [(&new, &new, "old"), (&old, &old, "new")] {
            let msg = ExecuteMsg::RotateKey {
                key: new.public(),
                old_signature: old_signer.sign(&hash).into(),
                new_signature: new_signer.sign(&hash).into(),
            };
            registry.refused(
                "scanner",
                msg,
                &format!("invalid_signature: of the {whose} key"),
            );
        }
        let empty = ExecuteMsg::RotateKey {
            key: new.public(),
            old_signature: vec![].into(),
            new_signature: new.sign(&hash).into(),
        };
        registry.refused("scanner", empty, "invalid_signature: of the old key");
        let msg = rotate(&registry, scanner, 0, &old, &new);
        registry.ok("scanner", msg);
        let device = profile(&registry, scanner).device.unwrap();
        assert_eq!(device.key, Some(new.public()));
        assert_eq!(device.sequence, 1);
    }
}

#[test]
fn a_rotation_cannot_be_replayed_or_carried_elsewhere() {
    let mut registry = Registry::new();
    let (a, b) = (Pair::secp(1), Pair::secp(2));
    let scanner = registry.issue("board", "scanner", Kind::Device);
    let twin = registry.issue("board", "twin", Kind::Device);
    registry.ok("scanner", with_key(&a));
    registry.ok("twin", with_key(&a));
    let there = rotate(&registry, scanner, 0, &a, &b);
    registry.ok("scanner", there.clone());
    let wrong = "invalid_signature: of the old key";
    registry.refused("twin", there.clone(), wrong);
    let back = rotate(&registry, scanner, 1, &b, &a);
    registry.ok("scanner", back);
    registry.refused("scanner", there, wrong);
    let skipped = rotate(&registry, scanner, 3, &a, &b);
    registry.refused("scanner", skipped, wrong);
    let next = rotate(&registry, scanner, 2, &a, &b);
    registry.ok("scanner", next);
    // Another contract of the same code.
    let msg = registry.init(vec![]);
    let here = registry.address.clone();
    registry.address = registry.instantiate(&msg).unwrap();
    let elsewhere = rotate(&registry, twin, 0, &a, &b);
    registry.address = here;
    registry.refused("twin", elsewhere, wrong);
}

#[test]
fn keys_have_the_form_of_their_curve() {
    let mut registry = Registry::new();
    registry.issue("board", "scanner", Kind::Device);
    let invalid = "invalid_key: not a key of the curve";
    let good = Pair::secp(1).public();
    let uncompressed = [&[4u8][..], &[1; 64]].concat();
    for (curve, bytes) in [
        (Curve::Secp256k1, uncompressed),
        (Curve::Secp256k1, vec![]),
        (Curve::Secp256k1, [&[4u8][..], &[1; 32]].concat()),
        (Curve::Secp256k1, vec![2; 32]),
        (Curve::Ed25519, good.public_key.to_vec()),
        (Curve::Ed25519, vec![]),
    ] {
        let key = DeviceKey {
            curve,
            public_key: bytes.into(),
        };
        let msg = update(
            Kind::Device,
            NewProfile {
                key: Some(key.clone()),
                ..plain("scanner")
            },
        );
        registry.refused("scanner", msg, invalid);
        let msg = ExecuteMsg::RotateKey {
            key,
            old_signature: vec![].into(),
            new_signature: vec![].into(),
        };
        registry.refused("scanner", msg, invalid);
    }
}

/// A signature that is too long would abort the contract in the chain's VM, without an error.
#[test]
fn signatures_have_sixty_four_bytes() {
    let mut registry = Registry::new();
    let scanner = registry.issue("board", "scanner", Kind::Device);
    let (a, b) = (Pair::secp(1), Pair::ed(2));
    registry.ok("scanner", with_key(&a));
    let hash = signed(&registry, scanner, 0, &a, &b);
    let (old, new) = (a.sign(&hash), b.sign(&hash));
    let longer = |signature: &[u8]| [signature, &[0]].concat();
    for (old, new, whose) in [
        (longer(&old), new.clone(), "old"),
        (old.clone(), longer(&new), "new"),
        (old[..63].to_vec(), new.clone(), "old"),
        (old.clone(), vec![], "new"),
    ] {
        let msg = ExecuteMsg::RotateKey {
            key: b.public(),
            old_signature: old.into(),
            new_signature: new.into(),
        };
        // It is seen in the message alone, whoever sends it.
        let refused = format!("invalid_signature: of the {whose} key");
        registry.refused("stranger", msg.clone(), &refused);
        registry.refused("scanner", msg, &refused);
    }
}

#[test]
fn a_key_is_set_once_and_then_rotated() {
    let mut registry = Registry::new();
    let scanner = registry.issue("board", "scanner", Kind::Device);
    let (a, b) = (Pair::secp(1), Pair::ed(2));
    let early = rotate(&registry, scanner, 0, &a, &b);
    registry.refused("scanner", early, "key_not_found: there is no key to rotate");
    registry.ok("scanner", with_key(&a));
    let same = rotate(&registry, scanner, 0, &a, &a);
    registry.refused("scanner", same, "key_unchanged: the new key is the old one");
    registry.refused("scanner", with_key(&b), "key_exists: rotate it");
    registry.ok("scanner", with_key(&a));
    registry.ok("scanner", update(Kind::Device, plain("renamed")));
    let device = profile(&registry, scanner).device.unwrap();
    assert_eq!(device.key, Some(a.public()));
    assert_eq!(device.calibrated_until, None);
}

#[test]
fn every_change_of_a_device_is_told_of() {
    let mut registry = Registry::new();
    let scanner = registry.issue("board", "scanner", Kind::Device);
    let (a, b) = (Pair::secp(1), Pair::ed(2));
    let updated = format!("wasm-profile_updated holder={scanner}");
    let first = registry.ok("scanner", with_key(&a));
    let set = format!("wasm-key_changed holder={scanner} sequence=0");
    assert_eq!(shown(&first), [updated.clone(), set]);
    let second = registry.ok("scanner", with_key(&a));
    assert_eq!(shown(&second), [updated]);
    let msg = rotate(&registry, scanner, 0, &a, &b);
    let rotated = registry.ok("scanner", msg);
    let changed = format!("wasm-key_changed holder={scanner} sequence=1");
    assert_eq!(shown(&rotated), [changed]);
    let ended = registry.ok("scanner", ExecuteMsg::DeactivateDevice {});
    assert_eq!(
        shown(&ended),
        [
            format!("wasm-device_deactivated holder={scanner}"),
            format!(
                "wasm-credential_changed issuer=1 kind=device holder={scanner} state=revoked \
                 reason=deactivated actor=holder"
            ),
        ]
    );
}

#[test]
fn deactivation_is_for_ever() {
    let mut registry = Registry::new();
    registry.issue("board", "doctor", Kind::Practitioner);
    let none = "device_not_found: the holder is no device";
    registry.refused("doctor", ExecuteMsg::DeactivateDevice {}, none);
    let scanner = registry.issue("board", "scanner", Kind::Device);
    registry.issue("ministry", "scanner", Kind::Device);
    let (a, b) = (Pair::secp(1), Pair::ed(2));
    registry.ok("scanner", with_key(&a));
    registry.ok("board", revoke(scanner, Kind::Device));
    registry.ok("scanner", ExecuteMsg::DeactivateDevice {});
    assert_eq!(registry.status(scanner, Kind::Device), Status::Revoked);
    let board = registry
        .credential(1, Kind::Device, scanner)
        .details
        .unwrap();
    assert_eq!(board.reason, Some(Reason::PrivilegeWithdrawn));
    let ministry = registry
        .credential(2, Kind::Device, scanner)
        .details
        .unwrap();
    assert_eq!(ministry.reason, Some(Reason::Deactivated));
    assert_eq!(ministry.actor, Actor::Holder);
    let over = "device_deactivated: for ever";
    registry.refused("scanner", ExecuteMsg::DeactivateDevice {}, over);
    let msg = rotate(&registry, scanner, 0, &a, &b);
    registry.refused("scanner", msg, over);
    let issue = registry.issue_msg("scanner", Kind::Device);
    registry.refused("board", issue, over);
    assert!(profile(&registry, scanner).device.unwrap().deactivated);
}

#[test]
fn a_pause_stops_profiles_and_never_keys() {
    let mut registry = Registry::new();
    let scanner = registry.issue("board", "scanner", Kind::Device);
    let (a, b) = (Pair::secp(1), Pair::ed(2));
    registry.ok("scanner", with_key(&a));
    registry.pause();
    let paused = format!("paused: until {}", START + 72 * HOUR);
    registry.refused("scanner", with_key(&a), &paused);
    let msg = rotate(&registry, scanner, 0, &a, &b);
    registry.ok("scanner", msg);
    registry.ok("scanner", ExecuteMsg::DeactivateDevice {});
}
