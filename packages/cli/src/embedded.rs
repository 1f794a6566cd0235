//! A chain in the process.

use crate::chain::{Chain, ChainError, ChainEvent, Contract, EventAttribute, Receipt};
use cosmwasm_std::{Addr, Binary, Order, QueryRequest, Record, Storage, Timestamp, WasmQuery};
use cw_multi_test::{App, Executor};
use health_testing::{contracts, error_code, Suite};
use serde_json::Value;

/// A chain in the process (cw-multi-test). It begins empty at 2026-01-01 and is gone with the process.
pub struct Embedded {
    app: App,
}

impl Default for Embedded {
    fn default() -> Self {
        Self::at(Suite::START)
    }
}

impl Embedded {
    /// An empty chain whose clock stands at `seconds` since 1970.
    pub fn at(seconds: u32) -> Self {
        let mut app = App::default();
        app.update_block(|block| block.time = Timestamp::from_seconds(seconds.into()));
        Embedded { app }
    }

    /// Every entry of the chain's storage.
    fn entries(&self) -> Vec<Record> {
        let storage = self.app.storage();
        storage.range(None, None, Order::Ascending).collect()
    }

    fn restore(&mut self, entries: Vec<Record>) {
        for (key, _) in self.entries() {
            self.app.storage_mut().remove(&key);
        }
        for (key, value) in entries {
            self.app.storage_mut().set(&key, &value);
        }
    }

    fn next_block(&mut self, seconds: u32) {
        self.app.update_block(|block| {
            block.height = block.height.saturating_add(1);
            block.time = block.time.plus_seconds(seconds.into());
        });
    }
}

impl Chain for Embedded {
    fn account(&mut self, key: &str) -> Result<String, ChainError> {
        Ok(self.app.api().addr_make(key).into_string())
    }

    fn time(&self) -> Result<u32, ChainError> {
        u32::try_from(self.app.block_info().time.seconds()).map_err(failed)
    }

    fn wait(&mut self, seconds: u32) -> Result<(), ChainError> {
        self.next_block(seconds);
        Ok(())
    }

    fn deploy(
        &mut self,
        sender: &str,
        contract: Contract,
        msg: &Value,
    ) -> Result<String, ChainError> {
        let code = self.app.store_code(match contract {
            Contract::IdentityRegistry => contracts::identity_registry(),
            Contract::ConsentRegistry => contracts::consent_registry(),
        });
        let sender = self.app.api().addr_make(sender);
        let admin = Some(sender.to_string());
        self.app
            .instantiate_contract(code, sender, msg, &[], contract.name(), admin)
            .map(Addr::into_string)
            .map_err(failed)
    }

    fn execute(
        &mut self,
        sender: &str,
        contract: &str,
        msg: &Value,
    ) -> Result<Receipt, ChainError> {
        self.next_block(5);
        let sender = self.app.api().addr_make(sender);
        let contract = Addr::unchecked(contract);
        let response = self
            .app
            .execute_contract(sender, contract, msg, &[])
            .map_err(failed)?;
        let events = response.events.into_iter().filter_map(|event| {
            let kind = event.ty.strip_prefix("wasm-")?.to_string();
            let attributes = event
                .attributes
                .into_iter()
                .filter(|attribute| !attribute.key.starts_with('_'))
                .map(|attribute| EventAttribute {
                    key: attribute.key,
                    value: attribute.value,
                })
                .collect();
            Some(ChainEvent { kind, attributes })
        });
        Ok(Receipt {
            height: self.app.block_info().height,
            events: events.collect(),
            data: response
                .data
                .and_then(|data| serde_json::from_slice(&data).ok()),
        })
    }

    fn execute_all(
        &mut self,
        sender: &str,
        contract: &str,
        msgs: &[Value],
    ) -> Result<(), (usize, ChainError)> {
        self.next_block(5);
        let sender = self.app.api().addr_make(sender);
        let contract = Addr::unchecked(contract);
        let before = self.entries();
        for (place, msg) in msgs.iter().enumerate() {
            let sent = self
                .app
                .execute_contract(sender.clone(), contract.clone(), msg, &[]);
            if let Err(error) = sent {
                self.restore(before);
                return Err((place, failed(error)));
            }
        }
        Ok(())
    }

    fn query(&self, contract: &str, msg: &Value) -> Result<Value, ChainError> {
        let query = QueryRequest::Wasm(WasmQuery::Smart {
            contract_addr: contract.to_string(),
            msg: Binary::from(msg.to_string().into_bytes()),
        });
        self.app.wrap().query(&query).map_err(failed)
    }
}

/// Keeps the root cause of an error, which is what a contract says.
fn failed(error: impl ToString) -> ChainError {
    let text = error.to_string();
    let code = error_code(&text).to_string();
    let cause = text
        .find(&format!("{code}: "))
        .and_then(|at| text.get(at..));
    ChainError {
        text: cause.unwrap_or(&text).to_string(),
        code,
    }
}
