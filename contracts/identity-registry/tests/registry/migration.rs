//! Migration, the committed schema, and the state as it is on disk.

use crate::harness::*;
use cosmwasm_schema::generate_api;
use cw_multi_test::Executor;
use health_types::identity::*;
use health_types::{Bytes32, Period};

fn migrate(registry: &mut Registry) -> Result<(), String> {
    let creator = registry.addr("creator");
    let (address, code) = (registry.address.clone(), registry.code);
    registry
        .app
        .migrate_contract(creator, address, &MigrateMsg {}, code)
        .map(|_| ())
        .map_err(|error| root(&error))
}

fn set_info(registry: &mut Registry, contract: &str, version: &str) {
    let info = format!(r#"{{"contract":"{contract}","version":"{version}"}}"#);
    registry.set_raw(b"contract_info", info.as_bytes());
}

#[test]
fn the_same_version_is_a_no_op() {
    let mut registry = Registry::new();
    let before = registry.dump();
    migrate(&mut registry).unwrap();
    assert_eq!(registry.dump(), before);
}

#[test]
fn an_older_version_comes_forward() {
    let mut registry = Registry::new();
    registry.hospital("hospital");
    let before = registry.dump();
    set_info(&mut registry, CONTRACT_NAME, "0.0.9");
    migrate(&mut registry).unwrap();
    assert_eq!(registry.dump(), before);
}

#[test]
fn anything_else_is_refused() {
    let mut registry = Registry::new();
    for (contract, version, refused) in [
        (CONTRACT_NAME, "99.0.0", "version_newer: 99.0.0"),
        (
            "cw-health:other",
            "0.0.1",
            "wrong_contract: cw-health:other",
        ),
        (CONTRACT_NAME, "next", "version_unreadable: next"),
    ] {
        set_info(&mut registry, contract, version);
        assert_eq!(migrate(&mut registry).unwrap_err(), refused);
    }
}

#[test]
fn the_committed_schema_is_what_the_code_says() {
    let api = generate_api! {
        name: "identity-registry",
        instantiate: InstantiateMsg,
        execute: ExecuteMsg,
        query: QueryMsg,
        migrate: MigrateMsg,
    };
    let mut text = api.render().to_string().unwrap();
    text.push('\n');
    golden("../../schema/identity-registry.json", &text);
}

/// Something in every entry, byte by byte: a changed layout needs a migration.
#[test]
fn the_state_is_as_it_was() {
    let mut registry = Registry::new();
    let hospital = registry.hospital("hospital");
    registry.appoint("board", "office", &[Kind::Practitioner]);
    let mut new = registry.new_credential("doctor", Kind::Practitioner);
    new.identifier = Some(Identifier {
        scheme: IdentifierScheme::Npi,
        value: "1234567893".into(),
    });
    new.country = "CH".parse().ok();
    new.evidence = Bytes32([0xEE; 32]);
    new.period = Period {
        from: Some(START),
        until: Some(START + DAY),
    };
    let credentials = vec![new];
    registry.ok("office", ExecuteMsg::Issue { credentials });
    let doctor = registry.number("doctor");
    registry.ok("office", suspend(doctor, Kind::Practitioner));
    registry.join("hospital", "doctor");
    let msg = registry.propose_msg("nurse");
    registry.ok("hospital", msg);
    let trust = IssuerChange::Trust { issuer: 2 };
    registry.ok(
        "governance",
        ExecuteMsg::ProposeIssuerChange { change: trust },
    );
    registry.ok("doctor", ExecuteMsg::BarIssuer { issuer: 2 });
    registry.issue("ministry", "scanner", Kind::Device);
    registry.ok(
        "scanner",
        ExecuteMsg::UpdateProfile {
            kind: Kind::Device,
            profile: NewProfile {
                name: "Scanner".into(),
                did: Some("did:web:x".into()),
                endpoints: vec!["https://x".into()],
                key: Some(DeviceKey {
                    curve: Curve::Ed25519,
                    public_key: vec![5; 32].into(),
                }),
                calibrated_until: Some(START + DAY),
            },
        },
    );
    registry.name_guardians("hospital", &["a"], 1);
    registry.name_guardians("doctor", &["a"], 1);
    registry.name_guardians("doctor", &["b"], 1);
    let msg = registry.move_msg(hospital, "new");
    registry.ok("a", msg.clone());
    registry.ok("board", msg);
    registry.pause();

    let mut text = String::new();
    let mut prefixes = std::collections::BTreeSet::new();
    for (key, value) in registry.dump() {
        prefixes.insert(key[0]);
        text.push_str(&format!("{} {}\n", hex(&key), hex(&value)));
    }
    for (prefix, name) in identity_registry::state::PREFIXES {
        assert!(prefixes.contains(prefix), "nothing under {name}");
    }
    golden("tests/golden/state.txt", &text);
}
