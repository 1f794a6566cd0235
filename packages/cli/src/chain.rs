//! The chain that the commands talk to. No command knows which it is.

use serde::{de::DeserializeOwned, Serialize};
use serde_json::Value;

/// A contract of the suite, as it can be deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contract {
    /// identity-registry.
    IdentityRegistry,
    /// consent-registry.
    ConsentRegistry,
}

impl Contract {
    /// The crate's name, which is the label on chain too.
    pub fn name(self) -> &'static str {
        match self {
            Contract::IdentityRegistry => "identity-registry",
            Contract::ConsentRegistry => "consent-registry",
        }
    }
}

/// A transaction that was carried out.
#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
    /// The block height.
    pub height: u64,
    /// The contracts' own events.
    pub events: Vec<ChainEvent>,
    /// What the message returned, if anything.
    pub data: Option<Value>,
}

/// An event of a contract.
#[derive(Clone, Debug, Serialize)]
pub struct ChainEvent {
    /// Its kind, without the `wasm-` of the chain.
    pub kind: String,
    /// Its attributes, in order.
    pub attributes: Vec<EventAttribute>,
}

/// An attribute of an event.
#[derive(Clone, Debug, Serialize)]
pub struct EventAttribute {
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
}

/// The chain, or a contract on it, refused.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{text}")]
pub struct ChainError {
    /// The stable code of a contract's error, or `chain`.
    pub code: String,
    /// What it says.
    pub text: String,
}

/// A chain on which the contracts are deployed. Accounts are named by keys of the caller's key ring.
pub trait Chain {
    /// The address of the account with this key, which is made if there is none.
    fn account(&mut self, key: &str) -> Result<String, ChainError>;

    /// Block time, in seconds since 1970.
    fn time(&self) -> Result<u32, ChainError>;

    /// Lets time pass: an embedded chain turns its clock, a node is waited for.
    fn wait(&mut self, seconds: u32) -> Result<(), ChainError>;

    /// Deploys a contract with the sender as its chain admin; gives its address.
    fn deploy(
        &mut self,
        sender: &str,
        contract: Contract,
        msg: &Value,
    ) -> Result<String, ChainError>;

    /// Sends a message from the account with this key.
    fn execute(&mut self, sender: &str, contract: &str, msg: &Value)
        -> Result<Receipt, ChainError>;

    /// Sends messages to one contract in one transaction: all of them, or none. Errors: the place, from 0, of the
    /// message that was refused, and why.
    fn execute_all(
        &mut self,
        sender: &str,
        contract: &str,
        msgs: &[Value],
    ) -> Result<(), (usize, ChainError)>;

    /// Queries a contract.
    fn query(&self, contract: &str, msg: &Value) -> Result<Value, ChainError>;
}

/// A message of ours as JSON; absent fields are left out, as a person would write it.
pub fn json(msg: &impl Serialize) -> Result<Value, ChainError> {
    serde_json::to_value(msg).map(without_nulls).map_err(codec)
}

/// Queries a contract with types of ours.
pub fn ask<T: DeserializeOwned>(
    chain: &dyn Chain,
    contract: &str,
    msg: &impl Serialize,
) -> Result<T, ChainError> {
    decode(chain.query(contract, &json(msg)?)?)
}

/// Reads an answer, or what a message returned.
pub fn decode<T: DeserializeOwned>(value: Value) -> Result<T, ChainError> {
    serde_json::from_value(value).map_err(codec)
}

fn codec(error: serde_json::Error) -> ChainError {
    ChainError {
        code: "codec".to_string(),
        text: error.to_string(),
    }
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key, without_nulls(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}
