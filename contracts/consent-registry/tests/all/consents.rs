//! Recording consents.

use crate::support::*;
use health_testing::Suite;
use health_types::codes::{DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::*;
use health_types::identity::{Assurance, CredentialKind, Function};
use health_types::{Bytes32, Period};

#[test]
fn what_is_recorded_is_read_back() {
    let mut town = Town::new();
    let hash = |byte| Some(Bytes32([byte; 32]));
    let hashes = |byte| Some(vec![Bytes32([byte; 32]), Bytes32([byte + 1; 32])]);
    let period = Period {
        from: Some(START - 5),
        until: Some(START + 5),
    };
    let code = |code| Purpose::Code { code };
    let child = Provision {
        labels: Some(Labels {
            confidentiality: None,
            private: hashes(20),
            sensitivity: Some(vec![Sensitivity::HIV, Sensitivity::SUD]),
        }),
        data_period: Some(DataPeriod {
            from: Some(-5),
            until: None,
        }),
        provision: Some(vec![Suite::rule(Effect::Permit)]),
        ..Suite::rule(Effect::Permit)
    };
    let open = Provision {
        data_period: Some(DataPeriod {
            from: None,
            until: None,
        }),
        ..Suite::rule(Effect::Permit)
    };
    let provision = Provision {
        actors: Some(vec![
            Actor::Account {
                address: town.account("nurse"),
            },
            Actor::Person { holder: 3 },
            Actor::Organisation { holder: 4 },
            Actor::Device { holder: 5 },
            Actor::Function {
                function: Function::Clinician,
            },
            Actor::Credential {
                kind: CredentialKind::Practitioner,
            },
        ]),
        purposes: Some(vec![
            code(PurposeOfUse::HMARKT),
            code(PurposeOfUse::TREATDS),
            Purpose::Project {
                id: Bytes32([8; 32]),
            },
            Purpose::Other {
                id: Bytes32([9; 32]),
            },
        ]),
        actions: Some(vec![
            health_types::codes::Action::Collect,
            health_types::codes::Action::Correct,
        ]),
        classes: Some(vec![DataClass::Observation, DataClass::DischargeSummary]),
        labels: Some(Labels {
            confidentiality: Some(health_types::codes::Confidentiality::R),
            private: None,
            sensitivity: None,
        }),
        period: Some(period),
        data_period: Some(DataPeriod {
            from: None,
            until: Some(i32::MAX),
        }),
        records: hashes(1),
        contexts: hashes(3),
        authors: hashes(5),
        custodians: hashes(7),
        provision: Some(vec![child, open]),
        ..Suite::rule(Effect::Deny)
    };
    let new = NewConsent {
        status: None,
        category: Category::Research,
        strength: Some(RootStrength::Baseline),
        period,
        meaning: ActMeaning::Interpreter,
        assurance: Assurance::High,
        policy: hash(1),
        source_document: hash(2),
        signature_evidence: hash(3),
        supersedes: None,
        provision: provision.clone(),
    };
    town.grant(u32::MAX, new);
    let read = town.consent(u32::MAX);
    assert_eq!(
        read,
        ConsentResponse {
            id: u32::MAX,
            status: ConsentStatus::Active,
            category: Category::Research,
            strength: RootStrength::Baseline,
            period,
            granted: START,
            changed: START,
            epoch: 0,
            delegate: None,
            meaning: ActMeaning::Interpreter,
            assurance: Assurance::High,
            policy: hash(1),
            source_document: hash(2),
            signature_evidence: hash(3),
            supersedes: vec![],
            provision,
        }
    );
}

#[test]
fn the_benchmark_consent_is_small() {
    let mut town = Town::new();
    let consent = NewConsent {
        policy: Some(Bytes32([1; 32])),
        ..lasting(None, Some(START + DAY), permit(4))
    };
    town.grant(1, consent);
    let size = |key: &[u8]| town.entry(key).map(|value| value.len());
    assert_eq!(size(&[0x12, 0, 0, 0, 1, 0, 0, 0, 1]), Some(69));
    assert_eq!(size(&[0x13, 0, 0, 0, 1, 2, 0, 0, 0, 4]), Some(15));
}

#[test]
fn bounds_come_before_authority() {
    let mut town = Town::new();
    let cases = [
        (0, permit(4), "zero: id".to_string()),
        (
            1,
            lasting(Some(9), Some(9), permit(4)),
            "period_empty: it ends before it begins".into(),
        ),
        (
            1,
            lasting(None, Some(START), permit(4)),
            format!("period_over: at {START}"),
        ),
        (
            1,
            lasting(None, Some(u32::MAX), permit(4)),
            format!("time_out_of_range: {}", u32::MAX),
        ),
        (
            1,
            NewConsent {
                policy: Some(Bytes32::ZERO),
                ..permit(4)
            },
            "zero: policy".into(),
        ),
        (
            1,
            NewConsent {
                source_document: Some(Bytes32::ZERO),
                ..permit(4)
            },
            "zero: source_document".into(),
        ),
        (
            1,
            NewConsent {
                signature_evidence: Some(Bytes32::ZERO),
                ..permit(4)
            },
            "zero: signature_evidence".into(),
        ),
        (
            1,
            superseding(&[], permit(4)),
            "invalid_count: supersedes has 0, from 1 to 4 are allowed".into(),
        ),
        (
            1,
            superseding(&[2, 3, 4, 5, 6], permit(4)),
            "invalid_count: supersedes has 5, from 1 to 4 are allowed".into(),
        ),
        (
            1,
            superseding(&[2, 2], permit(4)),
            "duplicate: in supersedes".into(),
        ),
        (
            1,
            superseding(&[2, 0], permit(4)),
            "zero: supersedes".into(),
        ),
        (
            1,
            superseding(&[2, 1], permit(4)),
            "supersedes_itself: consent 1".into(),
        ),
        (
            1,
            NewConsent {
                strength: Some(RootStrength::Baseline),
                ..permit(4)
            },
            "baseline_of_permit: only a root deny can be a baseline".into(),
        ),
        (
            1,
            permit(0),
            "zero_holder: identity-registry numbers begin at 1".into(),
        ),
    ];
    for (id, consent, reason) in cases {
        for sender in ["patient", "stranger"] {
            let msg = town.grant_msg(id, consent.clone());
            town.refused(sender, msg, &reason);
        }
    }
    let msg = town.grant_msg(1, permit(4));
    town.refused("stranger", msg, UNAUTHORIZED);
    let unknown = ExecuteMsg::Grant {
        subject: Bytes32([1; 32]),
        id: 1,
        consent: permit(4),
    };
    town.refused("patient", unknown, UNAUTHORIZED);
}

#[test]
fn rules_are_bounded() {
    let mut town = Town::new();
    let leaf = || Suite::rule(Effect::Deny);
    let over = |width: usize| Provision {
        provision: Some(vec![leaf(); width]),
        ..rule(Effect::Permit, 4)
    };
    let deep = Provision {
        provision: Some(vec![over(1)]),
        ..rule(Effect::Permit, 4)
    };
    let deeper = Provision {
        provision: Some(vec![deep.clone()]),
        ..rule(Effect::Permit, 4)
    };
    let wide = Provision {
        provision: Some(vec![over(5), over(5), over(4)]),
        ..rule(Effect::Permit, 4)
    };
    for (provision, reason) in [
        (over(0), "empty_list: provision is stated but empty"),
        (
            over(9),
            "tree_too_wide: a rule has at most 8 rules directly beneath it",
        ),
        (
            deeper,
            "tree_too_deep: a tree has at most 3 levels, the root counted",
        ),
        (wide, "too_many_rules: a tree has at most 16 rules"),
        (
            Provision {
                purposes: Some(vec![]),
                ..leaf()
            },
            "empty_list: purposes is stated but empty",
        ),
        (
            Provision {
                actors: Some((1..=9).map(|holder| Actor::Person { holder }).collect()),
                ..leaf()
            },
            "too_many_actors: a rule names at most 8 actors",
        ),
        (
            Provision {
                actions: Some(vec![health_types::codes::Action::Access; 6]),
                ..leaf()
            },
            "too_many_actions: a rule names at most 5 actions",
        ),
        (
            Provision {
                classes: Some(vec![health_types::codes::DataClass::Observation; 33]),
                ..leaf()
            },
            "too_many_classes: a rule names at most 32 classes",
        ),
        (
            Provision {
                records: Some(vec![Bytes32([0; 32])]),
                ..leaf()
            },
            "zero_hash: records has an entry that is all zero",
        ),
        (
            Provision {
                period: Some(Period {
                    from: Some(2),
                    until: Some(2),
                }),
                ..leaf()
            },
            "empty_period: nothing lies in period",
        ),
        (
            Provision {
                records: Some((1..=9).map(|byte| Bytes32([byte; 32])).collect()),
                ..leaf()
            },
            "too_many_selectors: a rule has at most 8 records, contexts, authors, custodians and private labels in sum",
        ),
    ] {
        let msg = town.grant_msg(1, Suite::consent_of(provision));
        town.refused("patient", msg, reason);
    }
    town.grant(1, Suite::consent_of(deep));
}

#[test]
fn accounts_are_checked_and_oneself_refused() {
    let mut town = Town::new();
    let naming = |address: String| {
        Suite::consent_of(Provision {
            actors: Some(vec![Actor::Account { address }]),
            ..Suite::rule(Effect::Permit)
        })
    };
    let upper = town.account("nurse").to_uppercase();
    let reason = format!("invalid_address: {}", shown(&upper));
    let msg = town.grant_msg(1, naming(upper));
    town.refused("patient", msg, &reason);
    for own in [town.account("patient"), town.suite.consent.to_string()] {
        let reason = format!(
            "self_reference: {} is the sender or the contract",
            shown(&own)
        );
        let msg = town.grant_msg(1, naming(own));
        town.refused("patient", msg, &reason);
    }
}

#[test]
fn accredited_accounts_are_stored_by_number() {
    let mut town = Town::new();
    let nurse = town.suite.accredit("nurse", CredentialKind::Practitioner);
    let actors = |names: &[&str]| {
        let accounts = names.iter().map(|name| Actor::Account {
            address: town.account(name),
        });
        accounts.collect::<Vec<_>>()
    };
    let both = actors(&["nurse", "neighbour"]);
    let twice: Vec<_> = actors(&["nurse"])
        .into_iter()
        .chain([Actor::Person { holder: nurse }])
        .collect();
    let naming = |actors| {
        Suite::consent_of(Provision {
            actors: Some(actors),
            ..Suite::rule(Effect::Permit)
        })
    };
    town.grant(1, naming(both));
    let stored = town.consent(1).provision.actors.unwrap();
    assert!(stored.contains(&Actor::Person { holder: nurse }));
    assert!(stored.contains(&Actor::Account {
        address: town.account("neighbour")
    }));
    let msg = town.grant_msg(2, naming(twice));
    town.refused("patient", msg, "duplicate_entry: actors has an entry twice");
}

#[test]
fn a_consent_fits_into_two_kilobytes() {
    let mut town = Town::new();
    let selectors = |seed: u8| {
        Some(
            (0..8)
                .map(|n| Bytes32([seed * 8 + n + 1; 32]))
                .collect::<Vec<_>>(),
        )
    };
    let of = |rules: u8| {
        let children: Vec<_> = (1..=rules)
            .map(|seed| Provision {
                records: selectors(seed),
                ..Suite::rule(Effect::Deny)
            })
            .collect();
        Suite::consent_of(Provision {
            provision: Some(children),
            ..rule(Effect::Permit, 4)
        })
    };
    let msg = town.grant_msg(1, of(8));
    town.refused(
        "patient",
        msg,
        "consent_too_large: 2117 bytes, at most 2048 are allowed",
    );
    town.grant(1, of(7));
}

#[test]
fn ids_serve_once() {
    let mut town = Town::new();
    town.grant(1, permit(4));
    let again = town.grant_msg(1, permit(4));
    town.refused("patient", again.clone(), "consent_exists: 1");
    let revoke = town.revoke_msg(1);
    town.ok("patient", revoke);
    town.refused("patient", again, "consent_exists: 1");
    for (id, status) in [
        (2, InitialStatus::Refused),
        (3, InitialStatus::Revoked),
        (4, InitialStatus::EnteredInError),
        (5, InitialStatus::Proposed),
    ] {
        town.grant(id, with_status(status, permit(4)));
        let msg = town.grant_msg(id, permit(4));
        town.refused("patient", msg, &format!("consent_exists: {id}"));
    }
    // An import may tell of what is over.
    town.grant(
        6,
        with_status(
            InitialStatus::Revoked,
            lasting(None, Some(START), permit(4)),
        ),
    );
    let recorded = NewConsent {
        meaning: ActMeaning::Recorder,
        ..permit(4)
    };
    town.grant(7, lasting(None, Some(START), recorded.clone()));
    assert_eq!(town.status(7), ConsentStatus::Active);
    let never = town.grant_msg(8, lasting(Some(START), Some(START), recorded));
    town.refused("patient", never, "period_empty: it ends before it begins");
    assert_eq!(town.status(2), ConsentStatus::Refused);
    assert_eq!(town.status(3), ConsentStatus::Revoked);
    assert_eq!(town.status(4), ConsentStatus::EnteredInError);
}
