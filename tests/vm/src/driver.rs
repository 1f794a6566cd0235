//! The same calls on the real VM and on cw-multi-test, so that their answers can be compared.

use cosmwasm_std::{
    to_json_vec, Addr, Api, Binary, ContractResult, Empty, Querier, QueryRequest, StdResult,
    Storage, SystemResult, Timestamp, WasmMsg, WasmQuery,
};
use cw_multi_test::{
    no_init, AddressGenerator, App, AppBuilder, AppResponse, Contract, Executor, MockApiBech32,
    WasmKeeper,
};

use crate::address::{self, PREFIX};
use crate::call::{Answer, Call, Refusal};
use crate::chain::{BLOCK_SECONDS, CHAIN_ID, START_HEIGHT, START_TIME};
use crate::Chain;

/// A chain that runs calls. Both number codes and contracts from 1, and derive addresses alike.
pub trait Driver {
    /// Stores a contract's code. Gives its number.
    ///
    /// # Errors
    /// There is no such contract, or the chain refuses its code.
    fn store(&mut self, contract: &str) -> Result<u64, Refusal>;
    /// Runs a call; a refused one leaves no trace.
    ///
    /// # Errors
    /// The refusal.
    fn run(&mut self, call: &Call) -> Result<Answer, Refusal>;
    /// Lets time go by.
    fn advance(&mut self, seconds: u64);
    /// Every entry of a contract, in key order.
    fn state(&self, contract: &str) -> Vec<(Vec<u8>, Vec<u8>)>;
}

impl Driver for Chain {
    fn store(&mut self, contract: &str) -> Result<u64, Refusal> {
        self.store_artifact(contract)
    }

    fn run(&mut self, call: &Call) -> Result<Answer, Refusal> {
        Chain::run(self, call).result
    }

    fn advance(&mut self, seconds: u64) {
        Chain::advance(self, seconds);
    }

    fn state(&self, contract: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
        Chain::state(self, contract)
    }
}

/// Gives the code of a contract for cw-multi-test.
pub type Codes = fn(&str) -> Option<Box<dyn Contract<Empty>>>;

/// wasmd counts contracts from 1, cw-multi-test from 0.
struct Addresses;

impl AddressGenerator for Addresses {
    fn contract_address(
        &self,
        _api: &dyn Api,
        _storage: &mut dyn Storage,
        code_id: u64,
        instance_id: u64,
    ) -> StdResult<Addr> {
        let address = address::contract(code_id, instance_id.saturating_add(1));
        Ok(Addr::unchecked(address))
    }
}

/// The contracts' Rust code on cw-multi-test.
pub struct MultiTest {
    app: App<cw_multi_test::BankKeeper, MockApiBech32>,
    codes: Codes,
}

impl MultiTest {
    /// A chain at the same first block as [`Chain`].
    pub fn new(codes: Codes) -> Self {
        let mut app = AppBuilder::new()
            .with_api(MockApiBech32::new(PREFIX))
            .with_wasm(WasmKeeper::new().with_address_generator(Addresses))
            .build(no_init);
        app.update_block(|block| {
            block.height = START_HEIGHT;
            block.time = Timestamp::from_seconds(START_TIME);
            block.chain_id = CHAIN_ID.into();
        });
        Self { app, codes }
    }

    fn ask(&self, contract: &str, msg: &[u8]) -> Result<Answer, Refusal> {
        let request: QueryRequest<Empty> = QueryRequest::Wasm(WasmQuery::Smart {
            contract_addr: contract.into(),
            msg: msg.into(),
        });
        let raw = to_json_vec(&request).map_err(|error| Refusal::Chain(error.to_string()))?;
        match self.app.raw_query(&raw) {
            SystemResult::Ok(ContractResult::Ok(data)) => Ok(Answer {
                data: Some(data),
                ..Answer::default()
            }),
            SystemResult::Ok(ContractResult::Err(text)) => Err(refusal(&text)),
            SystemResult::Err(error) => Err(Refusal::Chain(error.to_string())),
        }
    }
}

/// cw-multi-test tells sender and message first, and the contract's own error in the last line,
/// wrapped as one of its own.
fn refusal(text: &str) -> Refusal {
    let cause = text.lines().next_back().unwrap_or(text);
    let own = cause.strip_prefix("kind: Other, error: ").unwrap_or(cause);
    Refusal::Contract(own.to_string())
}

fn answer(response: AppResponse) -> Answer {
    Answer {
        events: response.events,
        data: response.data.and_then(|data| message_data(&data)),
        contract: None,
    }
}

/// The `data` of `MsgExecuteContractResponse` and `MsgMigrateContractResponse`: field 1, bytes.
fn message_data(response: &Binary) -> Option<Binary> {
    let (tag, mut rest) = response.split_first()?;
    let (mut length, mut shift) = (0usize, 0u32);
    loop {
        let (byte, after) = rest.split_first()?;
        rest = after;
        length |= usize::from(byte & 0x7f).checked_shl(shift)?;
        shift = shift.checked_add(7)?;
        if byte & 0x80 == 0 {
            break;
        }
    }
    (*tag == 0x0a).then(|| rest.get(..length).map(Binary::from))?
}

impl Driver for MultiTest {
    fn store(&mut self, contract: &str) -> Result<u64, Refusal> {
        let code = (self.codes)(contract);
        let code = code.ok_or_else(|| Refusal::Chain(format!("no such contract: {contract}")))?;
        Ok(self.app.store_code(code))
    }

    fn run(&mut self, call: &Call) -> Result<Answer, Refusal> {
        let (sender, msg) = match call {
            Call::Query { contract, msg } => return self.ask(contract, msg),
            Call::Instantiate {
                code_id,
                sender,
                msg,
                funds,
                label,
                admin,
            } => {
                let value: serde_json::Value = serde_json::from_slice(msg)
                    .map_err(|error| Refusal::Contract(error.to_string()))?;
                return self
                    .app
                    .instantiate_contract(
                        *code_id,
                        Addr::unchecked(sender),
                        &value,
                        funds,
                        label,
                        admin.clone(),
                    )
                    .map(|address| Answer {
                        contract: Some(address.into()),
                        ..Answer::default()
                    })
                    .map_err(|error| refusal(&error.to_string()));
            }
            Call::Execute {
                sender,
                contract,
                msg,
                funds,
            } => (
                sender,
                WasmMsg::Execute {
                    contract_addr: contract.clone(),
                    msg: msg.clone().into(),
                    funds: funds.clone(),
                },
            ),
            Call::Migrate {
                sender,
                contract,
                code_id,
                msg,
            } => (
                sender,
                WasmMsg::Migrate {
                    contract_addr: contract.clone(),
                    new_code_id: *code_id,
                    msg: msg.clone().into(),
                },
            ),
        };
        self.app
            .execute(Addr::unchecked(sender), msg.into())
            .map(answer)
            .map_err(|error| refusal(&error.to_string()))
    }

    fn advance(&mut self, seconds: u64) {
        let blocks = seconds.div_ceil(BLOCK_SECONDS).max(1);
        self.app.update_block(|block| {
            block.height = block.height.saturating_add(blocks);
            block.time = block.time.plus_seconds(seconds);
        });
    }

    fn state(&self, contract: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
        self.app.dump_wasm_raw(&Addr::unchecked(contract))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_of_a_message_is_taken_out_of_its_response() {
        assert_eq!(message_data(&Binary::default()), None);
        assert_eq!(
            message_data(&Binary::from(b"\x0a\x02hi")),
            Some(Binary::from(b"hi"))
        );
        let mut long = vec![0x0a, 0xac, 0x02];
        long.extend([7; 300]);
        assert_eq!(
            message_data(&Binary::from(long)),
            Some(Binary::from([7u8; 300]))
        );
    }
}
