//! The packed entries as other contracts read them: raw bytes and smart queries agree.

use crate::harness::*;
use cosmwasm_std::{Api, CanonicalAddr};
use health_types::codes::Code;
use health_types::identity::raw::{self, AccountEntry};
use health_types::identity::*;
use health_types::pack::Packed;

const DOCTOR: Kind = Kind::Practitioner;

fn canonical(registry: &Registry, name: &str) -> CanonicalAddr {
    let account = registry.account(name);
    registry.app.api().addr_canonicalize(&account).unwrap()
}

/// Every holder and kind answers alike.
fn agree(registry: &Registry, holders: &[u32]) {
    let client = registry.client();
    let querier = registry.app.wrap();
    for holder in holders {
        for kind in Kind::ALL {
            let found = client
                .status(&querier, *holder, *kind, registry.now())
                .unwrap();
            assert_eq!(found, registry.status(*holder, *kind), "{holder} {kind}");
            let smart = client.check(&querier, *holder, *kind).unwrap();
            assert_eq!(smart.status, found);
            let met = client
                .meets(&querier, *holder, &Requirement::any(*kind), registry.now())
                .unwrap();
            assert_eq!(met, found == Status::Valid);
        }
    }
}

#[test]
fn raw_and_smart_agree_in_every_state() {
    let mut registry = Registry::new();
    registry.appoint("board", "office", &[DOCTOR]);
    let a = registry.issue("office", "a", DOCTOR);
    let b = registry.issue_until("board", "b", DOCTOR, START + 100);
    registry.issue("ministry", "b", Kind::Researcher);
    let mut new = registry.new_credential("c", DOCTOR);
    new.period.from = Some(START + 50);
    let credentials = vec![new];
    registry.ok("ministry", ExecuteMsg::Issue { credentials });
    let all = [a, b, registry.number("c"), 999];
    agree(&registry, &all);
    registry.ok("board", ExecuteMsg::SuspendSubIssuer { issuer: 1, sub: 1 });
    agree(&registry, &all);
    registry.ok(
        "board",
        ExecuteMsg::ReinstateSubIssuer { issuer: 1, sub: 1 },
    );
    registry.ok("office", suspend(a, DOCTOR));
    agree(&registry, &all);
    registry.ok("board", revoke(a, DOCTOR));
    registry.wait(60);
    agree(&registry, &all);
    let distrust = ExecuteMsg::DistrustIssuer {
        issuer: 2,
        after: START - 1,
    };
    registry.ok("governance", distrust);
    agree(&registry, &all);
    registry.ok("governance", suspend_issuer(1));
    registry.wait(60);
    agree(&registry, &all);
    registry.ok("governance", remove_issuer(1));
    agree(&registry, &all);
}

#[test]
fn requirements_ask_for_assurance_and_several_issuers() {
    let mut registry = Registry::new();
    let doctor = registry.issue("board", "doctor", DOCTOR);
    let meets = |registry: &Registry, assurance, issuers| {
        let requirement = Requirement {
            kind: DOCTOR,
            assurance,
            issuers,
        };
        let (client, querier) = (registry.client(), registry.app.wrap());
        client
            .meets(&querier, doctor, &requirement, registry.now())
            .unwrap()
    };
    assert!(meets(&registry, Assurance::Substantial, 1));
    assert!(meets(&registry, Assurance::Low, 0));
    assert!(!meets(&registry, Assurance::High, 1));
    assert!(!meets(&registry, Assurance::Low, 2));
    let mut new = registry.new_credential("doctor", DOCTOR);
    new.assurance = Assurance::High;
    let credentials = vec![new];
    registry.ok("ministry", ExecuteMsg::Issue { credentials });
    assert!(meets(&registry, Assurance::High, 1));
    assert!(meets(&registry, Assurance::Substantial, 2));
    assert!(!meets(&registry, Assurance::High, 2));
    registry.ok("governance", suspend_issuer(1));
    assert!(!meets(&registry, Assurance::Substantial, 2));
}

#[test]
fn an_account_is_one_read() {
    let mut registry = Registry::new();
    let hospital = registry.hospital("hospital");
    let clinic = registry.hospital("clinic");
    registry.join("hospital", "nurse");
    registry.join("clinic", "nurse");
    registry.wait(10);
    registry.ok("nurse", leave_affiliation(clinic));
    let client = registry.client();
    let querier = registry.app.wrap();
    let nurse = canonical(&registry, "nurse");
    let entry = client.account(&querier, &nurse).unwrap().unwrap();
    assert_eq!(entry.holder, registry.number("nurse"));
    let account = registry.account("nurse");
    let smart: AffiliationsOfResponse = registry.ask(QueryMsg::AffiliationsOf { account });
    assert_eq!(entry.affiliations.len(), 2);
    let now = registry.now();
    for (raw, smart) in entry.affiliations.iter().zip(&smart.items) {
        assert_eq!(raw.organisation, smart.organisation);
        assert_eq!(raw.kind, smart.kind);
        assert_eq!(raw.functions, Function::to_mask(&smart.functions));
        assert_eq!(raw.period, smart.period);
        assert_eq!(raw.counts(now), smart.counts);
        assert_eq!(raw.binds_denies(now), smart.binds_denies);
        let supported = client
            .supports(&querier, raw, Assurance::Low, 1, now)
            .unwrap();
        assert_eq!(supported, smart.counts && smart.credential == Status::Valid);
    }
    let stranger = canonical(&registry, "stranger");
    assert_eq!(client.account(&querier, &stranger).unwrap(), None);
    let answer = client
        .check_affiliation(
            &querier,
            hospital,
            &registry.addr("nurse"),
            Some(Function::Clinician),
        )
        .unwrap();
    assert!(answer.acts_for);
}

#[test]
fn an_account_that_a_holder_left_is_nobody() {
    let mut registry = Registry::new();
    let doctor = registry.issue("board", "doctor", DOCTOR);
    registry.name_guardians("doctor", &["a"], 1);
    let msg = registry.move_msg(doctor, "new");
    registry.ok("a", msg);
    registry.ok("new", ExecuteMsg::AcceptMove { holder: doctor });
    registry.wait(48 * HOUR);
    registry.ok("a", ExecuteMsg::ExecuteMove { holder: doctor });
    let (client, querier) = (registry.client(), registry.app.wrap());
    let old = canonical(&registry, "doctor");
    assert_eq!(client.account(&querier, &old).unwrap(), None);
    let new = canonical(&registry, "new");
    assert_eq!(
        client.account(&querier, &new).unwrap().unwrap().holder,
        doctor
    );
}

#[test]
fn malformed_bytes_are_an_error_and_never_an_absence() {
    let mut registry = Registry::new();
    let hospital = registry.hospital("hospital");
    registry.join("hospital", "nurse");
    let nurse = canonical(&registry, "nurse");
    let kind = Kind::ProviderOrganisation;
    for (key, entry) in [
        (raw::account_key(&nurse), "account"),
        (raw::credentials_key(hospital, kind), "credentials"),
        (raw::issuer_key(1), "issuer"),
    ] {
        let good = registry.raw(&key).unwrap();
        let mut altered: Vec<Vec<u8>> = (1..good.len())
            // An account without affiliations is well-formed.
            .filter(|len| entry != "account" || *len != 4)
            .map(|len| good[..len].to_vec())
            .collect();
        altered.push([&good[..], &[0]].concat());
        for bytes in altered {
            registry.set_raw(&key, &bytes);
            let (client, querier) = (registry.client(), registry.app.wrap());
            let error = match entry {
                "account" => client.account(&querier, &nurse).unwrap_err(),
                _ => client
                    .status(&querier, hospital, kind, registry.now())
                    .unwrap_err(),
            };
            let expected = format!("malformed_identity_entry: {entry} at byte");
            assert!(error.to_string().contains(&expected), "{error}");
            // The registry itself says so too.
            let query = match entry {
                "account" => QueryMsg::AffiliationsOf {
                    account: registry.account("nurse"),
                },
                _ => QueryMsg::Check {
                    holder: hospital,
                    kind,
                    at: None,
                },
            };
            let error = registry.try_ask::<serde_json::Value>(query).unwrap_err();
            assert!(error.contains("corrupt_state: "), "{error}");
        }
        registry.set_raw(&key, &good);
    }
    // A credential of an issuer that there is not.
    let mut entry = registry.raw(&raw::credentials_key(hospital, kind)).unwrap();
    entry[3] = 99;
    registry.set_raw(&raw::credentials_key(hospital, kind), &entry);
    let (client, querier) = (registry.client(), registry.app.wrap());
    let error = client
        .status(&querier, hospital, kind, registry.now())
        .unwrap_err();
    assert!(error
        .to_string()
        .contains("malformed_identity_entry: issuer"));
}

#[test]
fn only_a_registry_is_taken_for_one() {
    let mut registry = Registry::new();
    let querier = registry.app.wrap();
    registry.client().verify_contract(&querier).unwrap();
    let nobody = Client::new(registry.addr("nobody"));
    assert!(nobody.verify_contract(&querier).is_err());
    let info = br#"{"contract":"cw-health:consent-registry","version":"0.1.0"}"#;
    registry.set_raw(b"contract_info", info);
    let querier = registry.app.wrap();
    let error = registry.client().verify_contract(&querier).unwrap_err();
    let expected = "not_identity_registry: the contract is not cw-health:identity-registry";
    assert!(error.to_string().contains(expected), "{error}");
    registry.set_raw(b"contract_info", b"{}");
    let querier = registry.app.wrap();
    assert!(registry.client().verify_contract(&querier).is_err());
}

/// The cost targets rest on these sizes: storage is charged by the byte.
#[test]
fn entries_have_the_sizes_that_the_costs_rest_on() {
    let mut registry = Registry::new();
    let hospital = registry.hospital("hospital");
    registry.join("hospital", "nurse");
    let size = |key: &[u8]| registry.raw(key).unwrap().len();
    let kind = Kind::ProviderOrganisation;
    assert_eq!(size(&raw::issuer_key(1)), 17);
    assert_eq!(size(&raw::credentials_key(hospital, kind)), 26);
    assert_eq!(size(&raw::cold_key(1, kind, hospital)), 34);
    let nurse = raw::account_key(&canonical(&registry, "nurse"));
    assert_eq!(size(&nurse), 4 + 17);
    assert!(AccountEntry::from_packed(&registry.raw(&nurse).unwrap()).is_ok());
}

/// Revoking touches one entry.
#[test]
fn a_revocation_writes_one_entry() {
    let mut registry = Registry::new();
    let mut new = registry.new_credential("doctor", DOCTOR);
    new.identifier = Some(Identifier {
        scheme: IdentifierScheme::Npi,
        value: "1234567893".into(),
    });
    let credentials = vec![new];
    registry.ok("board", ExecuteMsg::Issue { credentials });
    let doctor = registry.number("doctor");
    let before = registry.dump();
    registry.ok("board", revoke(doctor, DOCTOR));
    let after = registry.dump();
    assert_eq!(before.len(), after.len());
    let changed: Vec<_> = before
        .iter()
        .zip(&after)
        .filter(|(before, after)| before != after)
        .map(|(before, _)| before.0.clone())
        .collect();
    assert_eq!(changed, [raw::credentials_key(doctor, DOCTOR)]);
}

/// Each of the four entries that others read says what the smart queries do.
#[test]
fn issuers_and_cold_entries_say_what_queries_do() {
    let mut registry = Registry::new();
    let offices = ["office", "branch"].map(|name| registry.appoint("board", name, &[DOCTOR]));
    registry.ok(
        "governance",
        ExecuteMsg::WithdrawKinds {
            issuer: 1,
            kinds: vec![Kind::Device],
        },
    );
    let sub = offices[1];
    registry.ok("board", ExecuteMsg::RemoveSubIssuer { issuer: 1, sub });
    let after = START;
    registry.ok(
        "governance",
        ExecuteMsg::DistrustIssuer { issuer: 1, after },
    );
    registry.ok("governance", suspend_issuer(1));
    let entry = registry.client().issuer(&registry.app.wrap(), 1).unwrap();
    let smart: IssuerResponse = registry.ask(QueryMsg::Issuer { issuer: 1 });
    let smart = smart.issuer.unwrap();
    assert_eq!(entry.state, smart.state);
    assert_eq!(entry.distrust_after, smart.distrust_after);
    let mask = smart.kinds.iter().fold(0, |mask, kind| mask | kind.bit());
    assert_eq!(entry.kinds, mask);
    let subs: SubIssuersResponse = registry.ask(QueryMsg::SubIssuers { issuer: 1 });
    assert_eq!(subs.items.len(), 2);
    for one in subs.items {
        assert_eq!(entry.is_down(one.sub), one.state != IssuerState::Active);
    }

    let mut new = registry.new_credential("doctor", DOCTOR);
    new.identifier = Some(Identifier {
        scheme: IdentifierScheme::Gtin,
        value: "4006381333931".into(),
    });
    let credentials = vec![new];
    registry.ok("ministry", ExecuteMsg::Issue { credentials });
    let doctor = registry.number("doctor");
    let bytes = registry.raw(&raw::cold_key(2, DOCTOR, doctor)).unwrap();
    let cold = raw::ColdEntry::from_packed(&bytes).unwrap();
    let smart = registry.credential(2, DOCTOR, doctor);
    assert_eq!(
        (cold.version, cold.evidence, cold.identifier),
        (smart.version, smart.evidence, smart.identifier)
    );
    let bytes = registry.raw(&raw::credentials_key(doctor, DOCTOR)).unwrap();
    let hot = raw::Credentials::from_packed(&bytes).unwrap();
    let (hot, details) = (hot.of(2).unwrap(), smart.details.unwrap());
    assert_eq!((hot.sub != 0).then_some(hot.sub), details.sub_issuer);
    assert_eq!(hot.state, details.state);
    assert_eq!(hot.assurance, details.assurance);
    assert_eq!(hot.period, details.period);
    assert_eq!((hot.issued, hot.changed), (details.issued, details.changed));
    assert_eq!((hot.actor, hot.reason), (details.actor, details.reason));
    assert_eq!(hot.organisation_type, details.organisation_type);
    assert_eq!(hot.country, details.country);
}
