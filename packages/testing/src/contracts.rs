//! The contracts, wrapped for cw-multi-test.

use cosmwasm_std::Empty;
use cw_multi_test::{Contract, ContractWrapper};

/// identity-registry.
pub fn identity_registry() -> Box<dyn Contract<Empty>> {
    use identity_registry::contract::{execute, instantiate, migrate, query};
    Box::new(ContractWrapper::new(execute, instantiate, query).with_migrate(migrate))
}

/// consent-registry.
pub fn consent_registry() -> Box<dyn Contract<Empty>> {
    use consent_registry::contract::{execute, instantiate, migrate, query};
    Box::new(ContractWrapper::new(execute, instantiate, query).with_migrate(migrate))
}
