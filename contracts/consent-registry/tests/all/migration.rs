//! Migration, the committed schema, and the state as it is on disk.

use crate::support::*;
use cosmwasm_schema::generate_api;
use cw_multi_test::Executor;
use health_testing::{contracts, Suite};
use health_types::codes::Sensitivity;
use health_types::consent::*;
use health_types::identity::CredentialKind;
use health_types::{Bytes32, Period};

fn migrate(town: &mut Town, identity: Option<String>) -> Result<(), String> {
    let app = &mut town.suite.app;
    let code = app.store_code(contracts::consent_registry());
    let admin = app.api().addr_make("governance");
    app.migrate_contract(
        admin,
        town.suite.consent.clone(),
        &MigrateMsg { identity },
        code,
    )
    .map(|_| ())
    .map_err(|error| root(&error.to_string()))
}

fn set_info(town: &mut Town, contract: &str, version: &str) {
    let info = format!(r#"{{"contract":"{contract}","version":"{version}"}}"#);
    town.set_entry(b"contract_info", info.as_bytes());
}

#[test]
fn the_same_version_is_a_no_op() {
    let mut town = Town::new();
    let before = town.dump();
    migrate(&mut town, None).unwrap();
    assert!(town.dump() == before);
}

#[test]
fn an_older_version_comes_forward() {
    let mut town = Town::new();
    town.grant(1, permit(4));
    let before = town.dump();
    set_info(&mut town, CONTRACT_NAME, "0.0.9");
    migrate(&mut town, None).unwrap();
    assert!(town.dump() == before);
}

#[test]
fn anything_else_is_refused() {
    let mut town = Town::new();
    for (contract, version, refused) in [
        (CONTRACT_NAME, "99.0.0", "version_newer: 99.0.0"),
        (
            "cw-health:other",
            "0.0.1",
            "wrong_contract: cw-health:other",
        ),
        (CONTRACT_NAME, "next", "version_unreadable: next"),
    ] {
        set_info(&mut town, contract, version);
        assert_eq!(migrate(&mut town, None).unwrap_err(), refused);
    }
}

#[test]
fn state_without_a_version_is_refused() {
    let mut town = Town::new();
    let contract = town.suite.consent.clone();
    let mut storage = town.suite.app.contract_storage_mut(&contract);
    storage.remove(b"contract_info");
    drop(storage);
    let refused = "version_missing: the state has no contract_info";
    assert_eq!(migrate(&mut town, None).unwrap_err(), refused);
}

#[test]
fn migration_alone_changes_the_identity_registry() {
    let mut town = Town::new();
    let code = town.suite.app.store_code(contracts::identity_registry());
    let msg = health_types::identity::InstantiateMsg {
        admin: town.account("governance"),
        pauser: None,
        issuers: vec![],
    };
    let creator = town.suite.account("creator");
    let issuers = health_types::identity::Accreditation {
        account: town.account("authority"),
        kinds: vec![CredentialKind::Payer],
        schemes: vec![],
    };
    let msg = health_types::identity::InstantiateMsg {
        issuers: vec![issuers],
        ..msg
    };
    let second = town
        .suite
        .app
        .instantiate_contract(code, creator, &msg, &[], "second", None)
        .unwrap()
        .into_string();
    let (itself, account) = (town.suite.consent.to_string(), town.account("nobody"));
    let own = format!(
        "self_reference: {} is the sender or the contract",
        shown(&itself)
    );
    for (identity, refused) in [
        ("x".to_string(), "invalid_address: x".to_string()),
        (itself, own),
    ] {
        assert_eq!(migrate(&mut town, Some(identity)).unwrap_err(), refused);
    }
    assert!(migrate(&mut town, Some(account)).is_err());
    migrate(&mut town, Some(second.clone())).unwrap();
    let config: ConfigResponse = town.ask(QueryMsg::Config {});
    assert_eq!(config.identity, second);
}

#[test]
fn the_committed_schema_is_what_the_code_says() {
    let api = generate_api! {
        name: "consent-registry",
        instantiate: InstantiateMsg,
        execute: ExecuteMsg,
        query: QueryMsg,
        migrate: MigrateMsg,
    };
    let mut text = api.render().to_string().unwrap();
    text.push('\n');
    golden("../../schema/consent-registry.json", &text);
}

/// Every part of subject, consent, cell and configuration, byte by byte: a changed layout needs a migration.
#[test]
fn the_state_is_as_it_was() {
    let mut town = Town::with(|msg| {
        msg.requirements = vec![KindRequirement {
            kind: CredentialKind::Practitioner,
            assurance: health_types::identity::Assurance::High,
            issuers: 2,
        }];
    });
    let subject = town.subject;
    let delegate = NewDelegate {
        account: town.account("carer"),
        kind: DelegateKind::Carer,
        powers: BOTH,
        excluded_labels: Some(vec![Sensitivity::HIV]),
        period: Period::OPEN,
        evidence: Some(Bytes32([0xE0; 32])),
    };
    town.ok("patient", ExecuteMsg::AddDelegate { subject, delegate });
    let hash = |byte| Some(Bytes32([byte; 32]));
    let exception = Provision {
        actors: Some(vec![
            Actor::Account {
                address: town.account("neighbour"),
            },
            Actor::Device { holder: 9 },
        ]),
        purposes: Some(vec![Purpose::Project {
            id: Bytes32([0xA1; 32]),
        }]),
        labels: Some(Labels {
            confidentiality: Some(health_types::codes::Confidentiality::R),
            private: Some(vec![Bytes32([0xA2; 32])]),
            sensitivity: Some(vec![Sensitivity::SUD]),
        }),
        data_period: Some(DataPeriod {
            from: Some(-1),
            until: None,
        }),
        records: Some(vec![Bytes32([0xA3; 32])]),
        ..Suite::rule(Effect::Deny)
    };
    let full = Provision {
        classes: Some(vec![health_types::codes::DataClass::Observation]),
        period: Some(Period {
            from: Some(1),
            until: None,
        }),
        provision: Some(vec![exception]),
        ..rule(Effect::Permit, 4)
    };
    town.grant(1, deny(4));
    town.grant(
        2,
        NewConsent {
            policy: hash(0xB1),
            source_document: hash(0xB2),
            signature_evidence: hash(0xB3),
            ..superseding(
                &[1],
                lasting(
                    Some(START + DAY),
                    Some(START + 2 * DAY),
                    Suite::consent_of(full),
                ),
            )
        },
    );
    let anyone = Suite::consent_of(Suite::rule(Effect::Permit));
    let msg = town.grant_msg(
        3,
        NewConsent {
            category: Category::Research,
            ..anyone
        },
    );
    town.ok("carer", msg);
    town.ok(
        "governance",
        ExecuteMsg::SetRequirement {
            requirement: KindRequirement {
                kind: CredentialKind::Practitioner,
                assurance: health_types::identity::Assurance::Low,
                issuers: 1,
            },
        },
    );
    town.pause();

    let hex = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    let mut text = String::new();
    let mut prefixes = std::collections::BTreeSet::new();
    for (key, value) in town.dump() {
        prefixes.insert(key[0]);
        text.push_str(&format!("{} {}\n", hex(&key), hex(&value)));
    }
    for prefix in [0x01, 0x02, 0x03, 0x10, 0x12, 0x13, 0x16, 0x24] {
        assert!(prefixes.contains(&prefix), "nothing under {prefix:x}");
    }
    golden("tests/golden/state.txt", &text);
}
