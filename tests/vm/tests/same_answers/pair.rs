//! The two chains side by side.

use std::collections::BTreeMap;

use cosmwasm_std::{from_json, Empty};
use cw_health_bench::address::account;
use cw_health_bench::call::{json, Answer, Call, Refusal};
use cw_health_bench::driver::{Driver, MultiTest};
use cw_health_bench::{Chain, Mark};
use cw_multi_test::Contract;
use health_testing::contracts;
use health_types::codes::Code;
use health_types::consent::{self, RegisteredData};
use health_types::identity::{self, Accreditation, CredentialKind, IdentifierScheme};
use health_types::Bytes32;

/// What a driver's contract holds.
pub type State = Vec<(Vec<u8>, Vec<u8>)>;

/// The real VM and cw-multi-test with the same contracts.
pub struct Pair {
    vm: Chain,
    multi: MultiTest,
    deployed: Option<Mark>,
    /// identity-registry's address.
    pub identity: String,
    /// consent-registry's address.
    pub consent: String,
    /// Subjects registered so far, by owner.
    pub subjects: BTreeMap<&'static str, Bytes32>,
}

fn codes(name: &str) -> Option<Box<dyn Contract<Empty>>> {
    match name {
        "identity-registry" => Some(contracts::identity_registry()),
        "consent-registry" => Some(contracts::consent_registry()),
        _ => None,
    }
}

fn deploy(driver: &mut dyn Driver, name: &str, msg: Vec<u8>) -> String {
    let code_id = driver.store(name).unwrap();
    let call = Call::Instantiate {
        code_id,
        sender: account("governance"),
        msg,
        funds: vec![],
        label: name.into(),
        admin: Some(account("governance")),
    };
    driver.run(&call).unwrap().contract.unwrap()
}

fn deploy_all(driver: &mut dyn Driver) -> (String, String) {
    let msg = identity::InstantiateMsg {
        admin: account("governance"),
        pauser: Some(account("pauser")),
        issuers: vec![Accreditation {
            account: account("authority"),
            kinds: CredentialKind::ALL.to_vec(),
            schemes: IdentifierScheme::ALL.to_vec(),
        }],
    };
    let identity = deploy(driver, "identity-registry", json(&msg));
    let msg = consent::InstantiateMsg {
        admin: account("governance"),
        pauser: Some(account("pauser")),
        identity: identity.clone(),
        ciphertext_envelopes: false,
        log_retention: None,
        requirements: vec![],
    };
    let consent = deploy(driver, "consent-registry", json(&msg));
    (identity, consent)
}

/// A refusal without the part that only names the machine: a trap has another text on each.
fn text(refusal: &Refusal, context: &str) -> String {
    match refusal {
        Refusal::Contract(text) | Refusal::Chain(text) => text.clone(),
        Refusal::Vm(text) => panic!("{context}: the VM stopped the contract: {text}"),
    }
}

impl Pair {
    /// Two chains with both registries.
    pub fn new() -> Self {
        let mut vm = Chain::new();
        let mut multi = MultiTest::new(codes);
        let (identity, consent) = deploy_all(&mut vm);
        assert_eq!(deploy_all(&mut multi), (identity.clone(), consent.clone()));
        Pair {
            deployed: Some(vm.mark()),
            vm,
            multi,
            identity,
            consent,
            subjects: BTreeMap::new(),
        }
    }

    /// Begins anew, with the codes that are compiled already.
    pub fn reset(&mut self) {
        self.vm.rewind(self.deployed.take().unwrap());
        self.deployed = Some(self.vm.mark());
        self.multi = MultiTest::new(codes);
        deploy_all(&mut self.multi);
        self.subjects.clear();
    }

    /// Runs a call on both and compares. Gives the answer, or the refusal's text.
    pub fn run(&mut self, call: &Call, context: &str) -> Result<Answer, String> {
        let vm = Driver::run(&mut self.vm, call).map_err(|refusal| text(&refusal, context));
        let multi = self
            .multi
            .run(call)
            .map_err(|refusal| text(&refusal, context));
        assert_eq!(
            vm,
            multi,
            "{context}: {}",
            String::from_utf8_lossy(call.msg())
        );
        vm
    }

    /// Remembers the subject that a message registered.
    pub fn learn(&mut self, owner: &'static str, answer: &Answer) {
        let data: RegisteredData = from_json(answer.data.clone().unwrap()).unwrap();
        self.subjects.insert(owner, data.subject);
    }

    /// Lets time go by on both.
    pub fn advance(&mut self, seconds: u64) {
        Driver::advance(&mut self.vm, seconds);
        self.multi.advance(seconds);
    }

    /// The current time on both.
    pub fn now(&self) -> u32 {
        self.vm.now() as u32
    }

    /// Every entry of every contract on the VM.
    pub fn state(&self) -> Vec<State> {
        [&self.identity, &self.consent]
            .map(|contract| Driver::state(&self.vm, contract))
            .to_vec()
    }

    /// Compares every byte of state.
    pub fn same_state(&self, context: &str) {
        for contract in [&self.identity, &self.consent] {
            assert_eq!(
                Driver::state(&self.vm, contract),
                self.multi.state(contract),
                "{context}: state of {contract}"
            );
        }
    }
}
