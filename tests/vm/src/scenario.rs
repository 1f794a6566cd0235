//! What the gas report measures: for each contract a [`Suite`] of [`Case`]s.
//!
//! A suite is one file in `src/scenarios`, with a function `suite(&mut Chain) -> Result<Box<dyn Suite>>`; nothing else
//! names it. The file is named as the contract's crate, with `_of_one_` and what grows in it behind that if it is a second
//! suite of the contract: `consent_registry_of_one_subject`.

use anyhow::{anyhow, bail, Context, Result};
use cosmwasm_std::{from_json, Binary};
use serde::de::DeserializeOwned;

use crate::{Call, Chain};

/// Deploys a contract, with those that it asks, and gives its cases.
pub type Deploy = fn(&mut Chain) -> Result<Box<dyn Suite>>;

/// The crate of the contract that a suite measures.
pub fn contract_of(suite: &str) -> &str {
    suite.split("-of-one-").next().unwrap_or(suite)
}

/// A contract with what is to be measured of it.
pub trait Suite {
    /// The contract's address.
    fn address(&self) -> &str;
    /// What its state is made of, in the plural: `credentials`.
    fn records(&self) -> &'static str;
    /// Adds the `from`th up to the `to`th record, none of which a case touches.
    fn grow(&mut self, chain: &mut Chain, from: u32, to: u32) -> Result<()>;
    /// What is measured. It is the same at every size.
    fn cases(&self) -> Vec<Case>;
}

/// A message, a question or a raw read whose gas is measured.
pub struct Case {
    /// What it is, for a reader.
    pub name: &'static str,
    /// Steps before it, which are not measured.
    pub before: Vec<Step>,
    /// What is measured.
    pub probe: Probe,
    /// The most it may cost.
    pub budget: Option<Budget>,
}

/// Something that is done before a measurement.
pub enum Step {
    /// A message that must be accepted.
    Run(Call),
    /// Time that goes by, in seconds.
    Wait(u64),
}

/// What is measured.
pub enum Probe {
    /// A message or a smart query.
    Call(Call),
    /// Raw queries of the suite's contract by these keys, as another contract makes them.
    Raw(Vec<Vec<u8>>),
}

/// The most contract gas that a case may cost.
pub struct Budget {
    /// SDK gas.
    pub gas: u64,
    /// Where the figure comes from.
    pub source: &'static str,
    /// Why it cannot be met. With a reason the case may cost more, up to the reason's own figure.
    pub excuse: Option<Excuse>,
}

/// Why a budget cannot be met.
pub struct Excuse {
    /// What the case may cost instead.
    pub ceiling: u64,
    /// What the floor is made of, with its bytes.
    pub reason: &'static str,
}

impl Case {
    /// A message or question without steps before it and without budget.
    pub fn new(name: &'static str, call: Call) -> Self {
        Case {
            name,
            before: Vec::new(),
            probe: Probe::Call(call),
            budget: None,
        }
    }

    /// Raw queries by another contract.
    pub fn raw(name: &'static str, keys: Vec<Vec<u8>>) -> Self {
        Case {
            name,
            before: Vec::new(),
            probe: Probe::Raw(keys),
            budget: None,
        }
    }

    /// The same after a message.
    #[must_use]
    pub fn after(mut self, call: Call) -> Self {
        self.before.push(Step::Run(call));
        self
    }

    /// The same after some time.
    #[must_use]
    pub fn after_seconds(mut self, seconds: u64) -> Self {
        self.before.push(Step::Wait(seconds));
        self
    }

    /// The same with a budget.
    #[must_use]
    pub fn budget(mut self, gas: u64, source: &'static str) -> Self {
        self.budget = Some(Budget {
            gas,
            source,
            excuse: None,
        });
        self
    }

    /// The same with the reason why the budget cannot be met, and what it costs instead.
    #[must_use]
    pub fn excuse(mut self, ceiling: u64, reason: &'static str) -> Self {
        if let Some(budget) = &mut self.budget {
            budget.excuse = Some(Excuse { ceiling, reason });
        }
        self
    }
}

/// Runs a message that a scenario needs, and fails with its text if it is refused.
pub fn must(chain: &mut Chain, call: &Call) -> Result<Option<Binary>> {
    match chain.run(call).result {
        Ok(answer) => Ok(answer.data),
        Err(refusal) => bail!("{refusal}\n  {}", String::from_utf8_lossy(call.msg())),
    }
}

/// The same with the data that the message returns, or with the answer of a question.
pub fn must_give<T: DeserializeOwned>(chain: &mut Chain, call: &Call) -> Result<T> {
    let data = must(chain, call)?.context("the answer has no data")?;
    from_json(&data).map_err(|error| anyhow!("{error}"))
}

/// Stores a contract's artifact and makes a contract of it, whose admin is the account `governance`.
pub fn deploy(chain: &mut Chain, name: &str, msg: &impl serde::Serialize) -> Result<String> {
    let governance = crate::address::account("governance");
    let code_id = chain.store_artifact(name)?;
    let call = Call::Instantiate {
        code_id,
        sender: governance.clone(),
        msg: crate::call::json(msg),
        funds: Vec::new(),
        label: name.into(),
        admin: Some(governance),
    };
    let answer = chain
        .run(&call)
        .result
        .with_context(|| format!("instantiating {name}"))?;
    answer
        .contract
        .context("an instantiated contract has an address")
}
