//! Deploying the registries so that they find each other, or not at all.

use cosmwasm_std::Addr;
use cw_multi_test::Executor;
use health_testing::{contracts, error_code, Suite};
use health_types::consent::{InstantiateMsg, MigrateMsg, QueryMsg};

fn instantiate(suite: &mut Suite, identity: &Addr) -> Result<Addr, String> {
    let code = suite.app.store_code(contracts::consent_registry());
    let governance = suite.account("governance");
    let msg = InstantiateMsg {
        admin: governance.to_string(),
        pauser: None,
        identity: identity.to_string(),
        ciphertext_envelopes: false,
        log_retention: None,
        requirements: vec![],
    };
    suite
        .app
        .instantiate_contract(
            code,
            governance.clone(),
            &msg,
            &[],
            "another",
            Some(governance.to_string()),
        )
        .map_err(|error| error.to_string())
}

#[test]
fn an_address_at_which_no_identity_registry_stands_is_refused() {
    let mut suite = Suite::new();
    for wrong in [suite.consent.clone(), suite.account("governance")] {
        let error = instantiate(&mut suite, &wrong).unwrap_err();
        assert_eq!(error_code(&error), "not_identity_registry", "{error}");
    }
    let right = suite.identity.clone();
    instantiate(&mut suite, &right).unwrap();
}

#[test]
fn a_migration_may_change_the_address_to_another_registry_and_to_nothing_else() {
    let mut suite = Suite::new();
    let other = suite.another_identity_registry();
    let code = suite.app.store_code(contracts::consent_registry());
    let governance = suite.account("governance");
    let (consent, wrong) = (suite.consent.clone(), suite.account("pauser"));
    let before = suite.state();
    let migrate = |suite: &mut Suite, to: &Addr| {
        let msg = MigrateMsg {
            identity: Some(to.to_string()),
        };
        suite
            .app
            .migrate_contract(governance.clone(), consent.clone(), &msg, code)
            .map_err(|error| error.to_string())
    };
    let error = migrate(&mut suite, &wrong).unwrap_err();
    assert_eq!(error_code(&error), "not_identity_registry", "{error}");
    assert_eq!(suite.state(), before);
    migrate(&mut suite, &other).unwrap();
    let config: health_types::consent::ConfigResponse =
        suite.ask_consent(&QueryMsg::Config {}).unwrap();
    assert_eq!(config.identity, other.to_string());
}
