//! What is refused by looking at the message alone, and that every error is provoked somewhere.

use crate::harness::*;
use cosmwasm_std::coins;
use cw_multi_test::Executor;
use health_types::identity::*;
use health_types::{Bytes32, Period};

const DOCTOR: Kind = Kind::Practitioner;

#[test]
fn input_is_strict() {
    unreadable::<ExecuteMsg>(r#"{"renew":{"holder":1,"kind":"practitioner","untill":5}}"#);
    unreadable::<ExecuteMsg>(r#"{"renew":[1,"practitioner",5]}"#);
    unreadable::<ExecuteMsg>(r#"{"renew":{"holder":-1,"kind":"practitioner"}}"#);
    unreadable::<ExecuteMsg>(r#"{"renew":{"holder":4294967296,"kind":"practitioner"}}"#);
    unreadable::<ExecuteMsg>(r#"{"renew":{"holder":1.0,"kind":"practitioner"}}"#);
    unreadable::<ExecuteMsg>(r#"{"renew":{"holder":1,"holder":1,"kind":"practitioner"}}"#);
    unreadable::<ExecuteMsg>(r#"{"renew":{"holder":1,"kind":"Practitioner"}}"#);
    unreadable::<ExecuteMsg>(r#""veto_move""#);
    unreadable::<ExecuteMsg>(r#"{"admin":{"pause":{"for":1}}}"#);
    unreadable::<ExecuteMsg>(r#"{"propose_issuer_change":{"change":{"trust":[1]}}}"#);
    unreadable::<QueryMsg>(r#"{"check":{"holder":1,"kind":"practitioner","att":1}}"#);
    unreadable::<QueryMsg>(r#"{"check":[1,"practitioner",1]}"#);
    unreadable::<InstantiateMsg>(r#"{"admin":"a","issuers":[],"pausr":"b"}"#);
    unreadable::<MigrateMsg>(r#"{"x":1}"#);
    unreadable::<MigrateMsg>("[]");
    let nested = r#"{"account":"a","kind":"device","assurance":"low","period":{"from":1,"untill":2},"evidence":"00","organisation_type":"unstated"}"#;
    unreadable::<NewCredential>(nested);
}

#[test]
fn coins_are_refused() {
    let mut registry = Registry::new();
    let sender = registry.addr("doctor");
    let funds = coins(1, "utoken");
    let rich = sender.clone();
    registry.app.init_modules(|router, _, storage| {
        router
            .bank
            .init_balance(storage, &rich, funds.clone())
            .unwrap();
    });
    let address = registry.address.clone();
    let msg = ExecuteMsg::VetoMove {};
    let error = registry
        .app
        .execute_contract(sender, address, &msg, &funds)
        .unwrap_err();
    assert_eq!(root(&error), "funds_refused: this message takes no utoken");
}

#[test]
fn batches_have_one_to_fifty_entries() {
    let mut registry = Registry::new();
    registry.hospital("hospital");
    for count in [0, 51] {
        let range = format!("has {count}, from 1 to 50 are allowed");
        let credentials = vec![registry.new_credential("doctor", DOCTOR); count];
        registry.refused(
            "board",
            ExecuteMsg::Issue { credentials },
            &format!("invalid_count: credentials {range}"),
        );
        let refused = format!("invalid_count: affiliations {range}");
        let one =
            registry.new_affiliation("nurse", Kind::ProviderOrganisation, &[Function::Clinician]);
        let affiliations = vec![one; count];
        registry.refused(
            "hospital",
            ExecuteMsg::ProposeAffiliations { affiliations },
            &refused,
        );
        let one = AffiliationRef {
            member: registry.account("nurse"),
            kind: Kind::ProviderOrganisation,
        };
        let affiliations = vec![one; count];
        registry.refused(
            "hospital",
            ExecuteMsg::EndAffiliations { affiliations },
            &refused,
        );
        let one = CheckRequest {
            holder: 1,
            kind: DOCTOR,
            at: None,
        };
        let checks = vec![one; count];
        let error = registry
            .try_ask::<CheckBatchResponse>(QueryMsg::CheckBatch { checks })
            .unwrap_err();
        assert!(
            error.contains(&format!("invalid_count: checks {range}")),
            "{error}"
        );
    }
}

#[test]
fn lists_have_nothing_twice_and_something() {
    let mut registry = Registry::new();
    registry.hospital("hospital");
    let twice = vec![DOCTOR, DOCTOR];
    for (kinds, refused) in [
        (twice, "duplicate: in kinds"),
        (
            vec![],
            "invalid_count: kinds has 0, from 1 to 64 are allowed",
        ),
    ] {
        let account = registry.account("office");
        registry.refused(
            "board",
            ExecuteMsg::AppointSubIssuer {
                account,
                kinds: kinds.clone(),
            },
            refused,
        );
        registry.refused(
            "governance",
            ExecuteMsg::WithdrawKinds {
                issuer: 1,
                kinds: kinds.clone(),
            },
            refused,
        );
        let accreditation = Accreditation {
            kinds: kinds.clone(),
            ..registry.everything("college")
        };
        let change = IssuerChange::Accredit { accreditation };
        registry.refused(
            "governance",
            ExecuteMsg::ProposeIssuerChange { change },
            refused,
        );
        let change = IssuerChange::Extend {
            issuer: 1,
            kinds,
            schemes: vec![],
        };
        registry.refused(
            "governance",
            ExecuteMsg::ProposeIssuerChange { change },
            refused,
        );
    }
    let none = "invalid_count: schemes has 0, from 1 to 64 are allowed";
    let schemes = vec![];
    registry.refused(
        "governance",
        ExecuteMsg::WithdrawSchemes { issuer: 1, schemes },
        none,
    );
    let functions = [Function::Clinician, Function::Clinician];
    let affiliations =
        vec![registry.new_affiliation("nurse", Kind::ProviderOrganisation, &functions)];
    registry.refused(
        "hospital",
        ExecuteMsg::ProposeAffiliations { affiliations },
        "duplicate: in functions",
    );
    let one = AffiliationRef {
        member: registry.account("nurse"),
        kind: Kind::ProviderOrganisation,
    };
    let affiliations = vec![one.clone(), one];
    registry.refused(
        "hospital",
        ExecuteMsg::EndAffiliations { affiliations },
        "duplicate: in affiliations",
    );
}

#[test]
fn credentials_have_evidence_an_end_to_come_and_a_real_account() {
    let mut registry = Registry::new();
    let good = registry.new_credential("doctor", DOCTOR);
    let with = |change: &dyn Fn(&mut NewCredential)| {
        let mut new = good.clone();
        change(&mut new);
        ExecuteMsg::Issue {
            credentials: vec![new],
        }
    };
    let period = |from, until| Period { from, until };
    for (msg, refused) in [
        (
            with(&|new| new.evidence = Bytes32::ZERO),
            "zero_hash: evidence".to_string(),
        ),
        (
            with(&|new| new.period = period(None, Some(START))),
            format!("period_over: at {START}"),
        ),
        (
            with(&|new| new.period = period(Some(START + 9), Some(START + 9))),
            "period_empty: it ends before it begins".to_string(),
        ),
        (
            with(&|new| new.period = period(None, Some(u32::MAX))),
            format!("time_out_of_range: {}", u32::MAX),
        ),
        (
            with(&|new| new.period = period(Some(u32::MAX), None)),
            "period_empty: it ends before it begins".to_string(),
        ),
        (
            with(&|new| new.account = "x".repeat(300)),
            format!("invalid_address: {}", "x".repeat(64)),
        ),
        (
            with(&|new| new.account = new.account.to_uppercase()),
            format!(
                "invalid_address: {}",
                good.account
                    .to_uppercase()
                    .chars()
                    .take(64)
                    .collect::<String>()
            ),
        ),
    ] {
        registry.refused("board", msg, &refused);
    }
    registry.refused(
        "board",
        renew(1, DOCTOR, u32::MAX),
        &format!("time_out_of_range: {}", u32::MAX),
    );
}

#[test]
fn profiles_are_bounded() {
    let mut registry = Registry::new();
    registry.issue("board", "scanner", Kind::Device);
    let good = NewProfile {
        name: "Scanner".into(),
        did: None,
        endpoints: vec![],
        key: None,
        calibrated_until: None,
    };
    let with = |change: &dyn Fn(&mut NewProfile)| {
        let mut profile = good.clone();
        change(&mut profile);
        ExecuteMsg::UpdateProfile {
            kind: Kind::Device,
            profile,
        }
    };
    let unseen =
        "invalid_text: name has a control, bidirectional, zero-width or combining character";
    for (msg, refused) in [
        (
            with(&|p| p.name = String::new()),
            "invalid_text: name is empty",
        ),
        (
            with(&|p| p.name = "ä".repeat(65)),
            "invalid_text: name is longer than 128 bytes",
        ),
        (with(&|p| p.name = "a\u{202e}b".into()), unseen),
        (with(&|p| p.did = Some("did:".into())), "invalid_uri: did"),
        (with(&|p| p.did = Some("urn:x".into())), "invalid_uri: did"),
        (
            with(&|p| p.did = Some(format!("did:{}", "x".repeat(253)))),
            "invalid_uri: did",
        ),
        (
            with(&|p| p.endpoints = vec!["x".repeat(257)]),
            "invalid_uri: endpoints",
        ),
        (
            with(&|p| p.endpoints = vec!["a b".into()]),
            "invalid_uri: endpoints",
        ),
        (
            with(&|p| p.endpoints = vec!["x".into(), "x".into()]),
            "duplicate: in endpoints",
        ),
        (
            with(&|p| p.endpoints = (0..9).map(|n| n.to_string()).collect()),
            "invalid_count: endpoints has 9, from 0 to 8 are allowed",
        ),
        (
            with(&|p| p.calibrated_until = Some(u32::MAX)),
            "time_out_of_range: 4294967295",
        ),
    ] {
        registry.refused("scanner", msg, refused);
    }
    registry.ok(
        "scanner",
        with(&|p| {
            p.name = "ä".repeat(64);
            p.did = Some(format!("did:{}", "x".repeat(252)));
            p.endpoints = (0..8).map(|n| format!("{n}{}", "x".repeat(255))).collect();
        }),
    );
}

#[test]
fn the_contract_is_nobodys_holder_issuer_or_guardian() {
    let mut registry = Registry::new();
    registry.issue("board", "doctor", DOCTOR);
    let own = registry.address.to_string();
    let shown = own.chars().take(64).collect::<String>();
    let refused = format!("self_reference: {shown} is the sender or the contract");
    let mut new = registry.new_credential("doctor", DOCTOR);
    new.account = own.clone();
    let credentials = vec![new];
    registry.refused("board", ExecuteMsg::Issue { credentials }, &refused);
    let appoint = ExecuteMsg::AppointSubIssuer {
        account: own.clone(),
        kinds: vec![DOCTOR],
    };
    registry.refused("board", appoint, &refused);
    let accreditation = Accreditation {
        account: own.clone(),
        ..registry.everything("college")
    };
    for change in [
        IssuerChange::Accredit { accreditation },
        IssuerChange::ReplaceAccount {
            issuer: 1,
            account: own.clone(),
        },
        IssuerChange::AppointSubIssuer {
            issuer: 1,
            account: own.clone(),
            kinds: vec![DOCTOR],
        },
    ] {
        registry.refused(
            "governance",
            ExecuteMsg::ProposeIssuerChange { change },
            &refused,
        );
    }
    let name = ExecuteMsg::NameGuardians {
        guardians: vec![own.clone()],
        threshold: 1,
    };
    registry.refused("doctor", name, &refused);
    let holder = registry.number("doctor");
    let account = own;
    registry.refused(
        "board",
        ExecuteMsg::ProposeMove { holder, account },
        &refused,
    );
}

#[test]
fn every_error_is_provoked() {
    let provoked = concat!(
        include_str!("affiliations.rs"),
        include_str!("bounds.rs"),
        include_str!("changes.rs"),
        include_str!("credentials.rs"),
        include_str!("devices.rs"),
        include_str!("guardians.rs"),
        include_str!("identifiers.rs"),
        include_str!("instantiation.rs"),
        include_str!("issuers.rs"),
        include_str!("moves.rs"),
        include_str!("several.rs"),
        include_str!("status.rs"),
        include_str!("sub_issuers.rs"),
    );
    let mut codes = 0;
    for line in include_str!("../../src/error.rs").lines() {
        let Some(text) = line.trim().strip_prefix("#[error(\"") else {
            continue;
        };
        let (code, _) = text.split_once(':').unwrap();
        assert!(
            provoked.contains(&format!("\"{code}: ")),
            "{code} is never provoked"
        );
        codes += 1;
    }
    assert!(codes > 45, "{codes}");
}
