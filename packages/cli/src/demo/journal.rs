//! What is done on the chain, told step by step.

use crate::chain::{self, Chain, ChainError, Contract, Receipt};
use anstyle::{AnsiColor, Style};
use serde::{de::DeserializeOwned, Serialize};
use serde_json::Value;

/// How a step came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The chain accepted the message.
    Accepted,
    /// The chain refused the message and changed nothing.
    Refused,
    /// The query was answered.
    Answered,
}

/// One step of the journey.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Its number, from 1.
    pub step: usize,
    /// The chapter it belongs to.
    pub chapter: String,
    /// What happens.
    pub title: String,
    /// The key of the account that acts or asks.
    pub actor: String,
    /// The contract's address.
    pub contract: String,
    /// The message or query.
    pub message: Value,
    /// How it came out.
    pub outcome: Outcome,
    /// The contracts' events, if a message was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// The answer of a query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Value>,
    /// The error's stable code and text, if it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What a reader should notice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// Carries steps out and remembers them; prints each unless it is quiet: ✓ is a message that was accepted, ✗ one that
/// was refused, ? a question; beneath stand the events, or the answer.
pub struct Journal<'a> {
    chain: &'a mut dyn Chain,
    quiet: bool,
    chapter: String,
    steps: Vec<Step>,
}

const CHAPTER: Style = Style::new().bold();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();
const ASIDE: Style = AnsiColor::BrightBlack.on_default();

impl<'a> Journal<'a> {
    /// A journal of what happens on `chain`.
    pub fn new(chain: &'a mut dyn Chain, quiet: bool) -> Self {
        Journal {
            chain,
            quiet,
            chapter: String::new(),
            steps: Vec::new(),
        }
    }

    /// The chain, for what needs no telling.
    pub fn chain(&mut self) -> &mut dyn Chain {
        self.chain
    }

    /// Closes the journal; gives its steps.
    pub fn close(self) -> Vec<Step> {
        if !self.quiet {
            let count = self.steps.len();
            anstream::println!("\n{count} steps, each as it must be; --json prints the message and answer of each.");
        }
        self.steps
    }

    /// Begins a chapter.
    pub fn chapter(&mut self, title: &str) {
        self.chapter = title.to_string();
        if !self.quiet {
            anstream::println!("\n{CHAPTER}{title}{CHAPTER:#}");
        }
    }

    /// Deploys a contract; gives its address.
    pub fn deploy(
        &mut self,
        actor: &str,
        contract: Contract,
        message: Value,
    ) -> Result<String, ChainError> {
        let address = self.chain.deploy(actor, contract, &message)?;
        let title = format!("deploys {}", contract.name());
        let step = self.step(actor, &address, &title, message, Outcome::Accepted);
        self.tell(step);
        Ok(address)
    }

    /// Sends a message that must be accepted.
    pub fn send(
        &mut self,
        actor: &str,
        contract: &str,
        title: &str,
        msg: &impl Serialize,
    ) -> Result<Receipt, ChainError> {
        let message = chain::json(msg)?;
        let receipt = self.chain.execute(actor, contract, &message)?;
        let mut step = self.step(actor, contract, title, message, Outcome::Accepted);
        step.receipt = Some(receipt.clone());
        self.tell(step);
        Ok(receipt)
    }

    /// Sends a message that must be refused with this code.
    pub fn refused(
        &mut self,
        actor: &str,
        contract: &str,
        title: &str,
        msg: &impl Serialize,
        code: &str,
    ) -> Result<(), ChainError> {
        let message = chain::json(msg)?;
        let error = match self.chain.execute(actor, contract, &message) {
            Err(error) if error.code == code => error,
            Err(other) => return Err(other),
            Ok(_) => return Err(unexpected(&format!("{title}: accepted, not {code}"))),
        };
        let mut step = self.step(actor, contract, title, message, Outcome::Refused);
        step.error = Some(error.text);
        self.tell(step);
        Ok(())
    }

    /// Asks a question; `notes` says what to notice in the answer.
    pub fn ask<T: DeserializeOwned>(
        &mut self,
        actor: &str,
        contract: &str,
        title: &str,
        msg: &impl Serialize,
        notes: impl FnOnce(&T) -> Vec<String>,
    ) -> Result<T, ChainError> {
        let message = chain::json(msg)?;
        let raw = self.chain.query(contract, &message)?;
        let answer: T = chain::decode(raw.clone())?;
        let mut step = self.step(actor, contract, title, message, Outcome::Answered);
        step.answer = Some(raw);
        step.notes = notes(&answer);
        self.tell(step);
        Ok(answer)
    }

    fn step(
        &self,
        actor: &str,
        contract: &str,
        title: &str,
        message: Value,
        outcome: Outcome,
    ) -> Step {
        Step {
            step: self.steps.len().saturating_add(1),
            chapter: self.chapter.clone(),
            title: title.to_string(),
            actor: actor.to_string(),
            contract: contract.to_string(),
            message,
            outcome,
            receipt: None,
            answer: None,
            error: None,
            notes: Vec::new(),
        }
    }

    fn tell(&mut self, step: Step) {
        if !self.quiet {
            let (mark, style) = match step.outcome {
                Outcome::Accepted => ("✓", GOOD),
                Outcome::Refused => ("✗", BAD),
                Outcome::Answered => ("?", CHAPTER),
            };
            anstream::println!("  {style}{mark}{style:#} {:<18} {}", step.actor, step.title);
            let events = step.receipt.iter().flat_map(|receipt| &receipt.events);
            for event in events {
                let attributes: Vec<String> = event
                    .attributes
                    .iter()
                    .map(|a| format!("{}={}", a.key, short(&a.value)))
                    .collect();
                anstream::println!(
                    "      {ASIDE}{} {}{ASIDE:#}",
                    event.kind,
                    attributes.join(" ")
                );
            }
            for line in step.error.iter().chain(&step.notes) {
                anstream::println!("      {line}");
            }
        }
        self.steps.push(step);
    }
}

/// The journey did not go as it should.
pub fn unexpected(text: &str) -> ChainError {
    ChainError {
        code: "unexpected".to_string(),
        text: format!("unexpected: {text}"),
    }
}

/// An address by its beginning and end; anything shorter as it is.
fn short(value: &str) -> String {
    match (value.get(..12), value.get(value.len().saturating_sub(4)..)) {
        (Some(start), Some(end)) if value.len() > 40 => format!("{start}…{end}"),
        _ => value.to_string(),
    }
}
