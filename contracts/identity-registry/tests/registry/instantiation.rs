//! Instantiation.

use crate::harness::*;
use cosmwasm_std::testing::{message_info, mock_dependencies, mock_env};
use cosmwasm_std::{coins, Timestamp};
use cw_multi_test::Executor;
use health_types::identity::*;
use identity_registry::contract;

#[test]
fn instantiation_is_checked() {
    let mut registry = Registry::new();
    let board = registry.everything("board");
    let many: Vec<_> = (0..33)
        .map(|n| registry.everything(&format!("issuer {n}")))
        .collect();
    let contract = registry.address.to_string();
    let bare = Accreditation {
        kinds: vec![],
        ..board.clone()
    };
    for (issuers, refused) in [
        (
            many.clone(),
            "invalid_count: issuers has 33, from 0 to 32 are allowed",
        ),
        (
            vec![bare],
            "invalid_count: kinds has 0, from 1 to 64 are allowed",
        ),
        (
            vec![board.clone(), board.clone()],
            "issuer_exists: the account is that of issuer 1",
        ),
    ] {
        let msg = registry.init(issuers);
        assert_eq!(registry.instantiate(&msg).unwrap_err(), refused);
    }
    let mut msg = registry.init(vec![Accreditation {
        account: "nobody".into(),
        ..board
    }]);
    let refused = registry.instantiate(&msg).unwrap_err();
    assert_eq!(refused, "invalid_address: nobody");
    msg.issuers.clear();
    msg.admin = "nobody".into();
    let refused = registry.instantiate(&msg).unwrap_err();
    assert_eq!(refused, "invalid_address: nobody");
    let mut all = many;
    all.truncate(32);
    let msg = registry.init(all);
    registry.address = registry.instantiate(&msg).unwrap();
    let config: ConfigResponse = registry.ask(QueryMsg::Config {});
    assert_eq!((config.holders, config.issuers), (32, 32));
    assert_ne!(registry.address.as_str(), contract);
}

#[test]
fn neither_coins_nor_the_contract_itself_are_taken() {
    let mut registry = Registry::new();
    let creator = registry.addr("creator");
    let coins = coins(1, "utoken");
    let (rich, given) = (creator.clone(), coins.clone());
    registry.app.init_modules(|router, _, storage| {
        router.bank.init_balance(storage, &rich, given).unwrap();
    });
    let msg = registry.init(vec![]);
    let error = registry
        .app
        .instantiate_contract(registry.code, creator, &msg, &coins, "registry", None)
        .unwrap_err();
    assert_eq!(root(&error), "funds_refused: this message takes no utoken");
    // An address to come can be foretold.
    let mut env = mock_env();
    env.block.time = Timestamp::from_seconds(START.into());
    env.contract.address = registry.addr("own");
    let own = registry.account("own");
    let refused = format!(
        "self_reference: {} is the sender or the contract",
        own.chars().take(64).collect::<String>()
    );
    let issuer = InstantiateMsg {
        issuers: vec![registry.everything("own")],
        ..msg.clone()
    };
    let admin = InstantiateMsg {
        admin: own.clone(),
        ..msg.clone()
    };
    let pauser = InstantiateMsg {
        pauser: Some(own),
        ..msg
    };
    for msg in [issuer, admin, pauser] {
        let mut deps = mock_dependencies();
        let info = message_info(&registry.addr("creator"), &[]);
        let error = contract::instantiate(deps.as_mut(), env.clone(), info, msg).unwrap_err();
        assert_eq!(error.to_string(), refused);
    }
}
