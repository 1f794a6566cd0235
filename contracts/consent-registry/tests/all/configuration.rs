//! Instantiation and what credentials need to be relied on.

use crate::support::*;
use cosmwasm_std::coins;
use cw_multi_test::Executor;
use health_testing::{contracts, Suite};
use health_types::admin::AdminMsg;
use health_types::consent::*;
use health_types::identity::{Assurance, CredentialKind};
use health_types::Period;

fn requirement(kind: CredentialKind, assurance: Assurance, issuers: u8) -> KindRequirement {
    KindRequirement {
        kind,
        assurance,
        issuers,
    }
}

const RESPONDERS: KindRequirement = KindRequirement {
    kind: CredentialKind::EmergencyResponder,
    assurance: Assurance::Substantial,
    issuers: 1,
};

fn config(town: &Town) -> ConfigResponse {
    town.ask(QueryMsg::Config {})
}

type Adjust = Box<dyn FnOnce(&mut InstantiateMsg)>;

/// Why a registry cannot be instantiated so.
fn refusal(adjust: Adjust) -> String {
    let mut suite = Suite::new();
    let code = suite.app.store_code(contracts::consent_registry());
    let mut msg = InstantiateMsg {
        admin: suite.account("governance").to_string(),
        pauser: None,
        identity: suite.identity.to_string(),
        ciphertext_envelopes: false,
        log_retention: None,
        requirements: vec![],
    };
    adjust(&mut msg);
    let creator = suite.account("creator");
    let done = suite
        .app
        .instantiate_contract(code, creator, &msg, &[], "x", None);
    root(&done.unwrap_err().to_string())
}

#[test]
fn defaults() {
    let town = Town::new();
    let config = config(&town);
    assert_eq!(
        config,
        ConfigResponse {
            identity: town.suite.identity.to_string(),
            ciphertext_envelopes: false,
            log_retention: (6 * 365 + 2) * DAY,
            requirements: vec![RESPONDERS],
            pending_requirement: None,
        }
    );
}

#[test]
fn what_a_deployment_chooses() {
    let practitioners = requirement(CredentialKind::Practitioner, Assurance::High, 2);
    let town = Town::with(|msg| {
        msg.ciphertext_envelopes = true;
        msg.log_retention = Some(365 * DAY);
        msg.requirements = vec![
            requirement(CredentialKind::EmergencyResponder, Assurance::Low, 1),
            practitioners,
            requirement(CredentialKind::Device, Assurance::Low, 1),
        ];
    });
    let config = config(&town);
    assert!(config.ciphertext_envelopes);
    assert_eq!(config.log_retention, 365 * DAY);
    assert_eq!(config.requirements, [practitioners]);
}

#[test]
fn what_cannot_be_deployed() {
    let of = |issuers| requirement(CredentialKind::Payer, Assurance::Low, issuers);
    let year = 365 * DAY;
    let cases: Vec<(Adjust, String)> = vec![
        (
            Box::new(|msg| msg.log_retention = Some(365 * DAY - 1)),
            format!(
                "out_of_range: log_retention is {}, from {year} to {} are allowed",
                year - 1,
                u32::MAX
            ),
        ),
        (
            Box::new(move |msg| msg.requirements = vec![of(0)]),
            "out_of_range: issuers is 0, from 1 to 4 are allowed".into(),
        ),
        (
            Box::new(move |msg| msg.requirements = vec![of(5)]),
            "out_of_range: issuers is 5, from 1 to 4 are allowed".into(),
        ),
        (
            Box::new(move |msg| msg.requirements = vec![of(1), of(2)]),
            "duplicate: in requirements".into(),
        ),
        (
            Box::new(move |msg| msg.requirements = vec![of(1); 23]),
            "invalid_count: requirements has 23, from 0 to 22 are allowed".into(),
        ),
        (
            Box::new(|msg| msg.identity = "nowhere".into()),
            "invalid_address: nowhere".into(),
        ),
        (
            Box::new(|msg| msg.identity = msg.admin.clone()),
            "not_identity_registry: the contract is not cw-health:identity-registry".into(),
        ),
        (
            Box::new(|msg| msg.admin = "x".into()),
            "invalid_address: x".into(),
        ),
        (
            Box::new(|msg| msg.pauser = Some("y".into())),
            "invalid_address: y".into(),
        ),
    ];
    for (adjust, reason) in cases {
        assert_eq!(refusal(adjust), reason);
    }
}

#[test]
fn another_contract_is_no_identity_registry() {
    let town = Town::new();
    let other = town.suite.consent.to_string();
    let mut suite = town.suite;
    let code = suite.app.store_code(contracts::consent_registry());
    let msg = InstantiateMsg {
        admin: suite.account("governance").to_string(),
        pauser: None,
        identity: other,
        ciphertext_envelopes: false,
        log_retention: None,
        requirements: vec![],
    };
    let creator = suite.account("creator");
    let done = suite
        .app
        .instantiate_contract(code, creator, &msg, &[], "x", None);
    assert_eq!(
        root(&done.unwrap_err().to_string()),
        "not_identity_registry: the contract is not cw-health:identity-registry"
    );
}

#[test]
fn coins_are_refused_before_all_else() {
    let mut town = Town::new();
    let (stranger, contract) = (town.suite.account("stranger"), town.suite.consent.clone());
    let code = town.suite.app.store_code(contracts::consent_registry());
    // So that only the order can tell which error comes.
    let init = InstantiateMsg {
        admin: "x".into(),
        pauser: None,
        identity: "y".into(),
        ciphertext_envelopes: false,
        log_retention: None,
        requirements: vec![],
    };
    town.suite.app.init_modules(|router, _, storage| {
        router
            .bank
            .init_balance(storage, &stranger, coins(5, "utoken"))
            .unwrap();
    });
    let coin = coins(1, "utoken");
    let sent = town
        .suite
        .app
        .instantiate_contract(code, stranger.clone(), &init, &coin, "x", None);
    assert_eq!(
        root(&sent.unwrap_err().to_string()),
        "funds_refused: this message takes no utoken"
    );
    for msg in [
        town.grant_msg(0, permit(4)),
        town.revoke_msg(1),
        ExecuteMsg::ApplyRequirement {},
        ExecuteMsg::Admin(AdminMsg::Pause {}),
    ] {
        let sent = town
            .suite
            .send(&stranger, &contract, &msg, &coins(1, "utoken"));
        assert_eq!(
            root(&sent.unwrap_err()),
            "funds_refused: this message takes no utoken"
        );
    }
}

#[test]
fn requirements_rise_at_once_and_fall_after_two_days() {
    let mut town = Town::new();
    let set = |assurance, issuers| ExecuteMsg::SetRequirement {
        requirement: requirement(CredentialKind::Payer, assurance, issuers),
    };
    let number = CredentialKind::Payer.number();
    town.refused("stranger", set(Assurance::High, 2), UNAUTHORIZED);
    town.refused(
        "stranger",
        set(Assurance::High, 5),
        "out_of_range: issuers is 5, from 1 to 4 are allowed",
    );
    town.refused(
        "governance",
        set(Assurance::Low, 1),
        "requirement_unchanged: of payer",
    );
    let tx = town.ok("governance", set(Assurance::High, 2));
    assert_eq!(
        told(&tx),
        [format!("requirement_changed kind={number} outcome=set")]
    );
    let strict = requirement(CredentialKind::Payer, Assurance::High, 2);
    assert_eq!(config(&town).requirements, [RESPONDERS, strict]);

    // Lower in one respect is lower, though higher in the other.
    let tx = town.ok("governance", set(Assurance::Substantial, 3));
    assert_eq!(
        told(&tx),
        [format!(
            "requirement_changed kind={number} outcome=scheduled"
        )]
    );
    let (ready, lapses) = (START + 2 * DAY, START + 14 * DAY);
    let laxer = requirement(CredentialKind::Payer, Assurance::Substantial, 3);
    assert_eq!(
        config(&town).pending_requirement,
        Some(PendingRequirement {
            requirement: laxer,
            period: Period {
                from: Some(ready),
                until: Some(lapses)
            },
        })
    );
    assert_eq!(config(&town).requirements, [RESPONDERS, strict]);
    town.refused(
        "governance",
        set(Assurance::Low, 1),
        &format!("proposal_pending: until {lapses}"),
    );
    let apply = ExecuteMsg::ApplyRequirement {};
    town.suite.set_time(ready - 1);
    town.refused(
        "stranger",
        apply.clone(),
        &format!("too_early: not before {ready}"),
    );
    town.suite.set_time(ready);
    let tx = town.ok("stranger", apply.clone());
    assert_eq!(
        told(&tx),
        [format!("requirement_changed kind={number} outcome=set")]
    );
    assert_eq!(config(&town).requirements, [RESPONDERS, laxer]);
    assert_eq!(config(&town).pending_requirement, None);
    town.refused(
        "stranger",
        apply,
        "nothing_pending: there is no such proposal",
    );
}

#[test]
fn a_lowering_can_be_cancelled_outdone_or_lapse() {
    let mut town = Town::new();
    let set = |assurance| ExecuteMsg::SetRequirement {
        requirement: requirement(CredentialKind::EmergencyResponder, assurance, 1),
    };
    let cancel = ExecuteMsg::CancelRequirement {};
    town.refused("stranger", cancel.clone(), UNAUTHORIZED);
    town.refused(
        "governance",
        cancel.clone(),
        "nothing_pending: there is no such proposal",
    );
    town.ok("governance", set(Assurance::Low));
    let tx = town.ok("governance", cancel);
    assert_eq!(told(&tx), ["requirement_changed kind=3 outcome=cancelled"]);

    town.ok("governance", set(Assurance::Low));
    let tx = town.ok("governance", set(Assurance::High));
    assert_eq!(
        told(&tx),
        [
            "requirement_changed kind=3 outcome=set",
            "requirement_changed kind=3 outcome=cancelled"
        ]
    );
    assert_eq!(config(&town).pending_requirement, None);

    town.ok("governance", set(Assurance::Low));
    let lapses = START + 14 * DAY;
    town.suite.set_time(lapses);
    assert_eq!(config(&town).pending_requirement, None);
    let reason = format!("proposal_lapsed: at {lapses}");
    town.refused("stranger", ExecuteMsg::ApplyRequirement {}, &reason);
    town.ok("governance", set(Assurance::Substantial));
}

#[test]
fn administration_refuses_what_changes_nothing() {
    let mut town = Town::new();
    let (until, from) = (START + 3 * DAY, START + 3 * DAY);
    let unpaused = "not_paused: there is no pause to lift";
    town.refused(
        "governance",
        ExecuteMsg::Admin(AdminMsg::Unpause {}),
        unpaused,
    );
    town.pause();
    let pause = || ExecuteMsg::Admin(AdminMsg::Pause {});
    town.refused("pauser", pause(), &format!("already_paused: until {until}"));
    town.ok("governance", ExecuteMsg::Admin(AdminMsg::Unpause {}));
    town.refused(
        "pauser",
        pause(),
        &format!("pause_too_soon: not before {from}"),
    );
    let pauser = town.account("pauser");
    let same = ExecuteMsg::Admin(AdminMsg::ProposePauser {
        pauser: pauser.clone(),
    });
    let reason = format!("unchanged: {} already holds the role", shown(&pauser));
    town.refused("governance", same, &reason);
    let remove = || ExecuteMsg::Admin(AdminMsg::RemovePauser {});
    town.ok("governance", remove());
    let gone = "no_pauser: there is no pauser to remove";
    town.refused("governance", remove(), gone);
}

#[test]
fn raising_one_kind_leaves_the_lowering_of_another() {
    let mut town = Town::new();
    let set = |kind, assurance| ExecuteMsg::SetRequirement {
        requirement: requirement(kind, assurance, 1),
    };
    let responders = CredentialKind::EmergencyResponder;
    town.ok("governance", set(responders, Assurance::Low));
    town.ok("governance", set(CredentialKind::Payer, Assurance::High));
    assert!(config(&town).pending_requirement.is_some());
    town.suite.advance(2 * DAY);
    town.ok("stranger", ExecuteMsg::ApplyRequirement {});
    let payers = requirement(CredentialKind::Payer, Assurance::High, 1);
    assert_eq!(config(&town).requirements, [payers]);
}
