//! What can be asked of a chain, and what it answers: the same words for the real VM and for
//! cw-multi-test, so that their answers can be compared.

use std::fmt;

use cosmwasm_std::{Binary, Coin, Event};
use serde::Serialize;

/// A message or a query, as a client sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// Makes a contract of a stored code.
    Instantiate {
        /// The code's number.
        code_id: u64,
        /// Who signs.
        sender: String,
        /// The message's JSON.
        msg: Vec<u8>,
        /// Coins sent along.
        funds: Vec<Coin>,
        /// The contract's label, kept by the chain.
        label: String,
        /// Who may migrate the contract.
        admin: Option<String>,
    },
    /// Runs a message.
    Execute {
        /// Who signs.
        sender: String,
        /// The contract.
        contract: String,
        /// The message's JSON.
        msg: Vec<u8>,
        /// Coins sent along.
        funds: Vec<Coin>,
    },
    /// Asks a question.
    Query {
        /// The contract.
        contract: String,
        /// The question's JSON.
        msg: Vec<u8>,
    },
    /// Moves a contract to another code.
    Migrate {
        /// Who signs; the contract's admin.
        sender: String,
        /// The contract.
        contract: String,
        /// The new code's number.
        code_id: u64,
        /// The message's JSON.
        msg: Vec<u8>,
    },
}

/// The JSON of a message. Types of messages always have one; if not, the contract refuses nothing.
pub fn json(msg: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(msg).unwrap_or_default()
}

impl Call {
    /// A message without coins.
    pub fn execute(sender: &str, contract: &str, msg: &impl Serialize) -> Self {
        Call::Execute {
            sender: sender.into(),
            contract: contract.into(),
            msg: json(msg),
            funds: Vec::new(),
        }
    }

    /// A question.
    pub fn query(contract: &str, msg: &impl Serialize) -> Self {
        Call::Query {
            contract: contract.into(),
            msg: json(msg),
        }
    }

    /// Bytes of the JSON, each of which costs [`crate::gas::TX_BYTE`] in a transaction.
    pub fn msg(&self) -> &[u8] {
        match self {
            Call::Instantiate { msg, .. }
            | Call::Execute { msg, .. }
            | Call::Query { msg, .. }
            | Call::Migrate { msg, .. } => msg,
        }
    }
}

/// What an accepted call gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Events in order, as the chain emits them.
    pub events: Vec<Event>,
    /// The data of a message, or the answer of a query.
    pub data: Option<Binary>,
    /// The contract that was made.
    pub contract: Option<String>,
}

/// Why a call was refused. The state is as before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The contract returned this error.
    Contract(String),
    /// The VM stopped the contract: a trap, a panic, a limit, no gas left.
    Vm(String),
    /// The chain did not get as far as the contract, or refused its answer.
    Chain(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Contract(text) => f.write_str(text),
            Refusal::Vm(text) => write!(f, "vm: {text}"),
            Refusal::Chain(text) => write!(f, "chain: {text}"),
        }
    }
}

impl std::error::Error for Refusal {}
