//! A chain with the real VM: codes, contracts, coins and time.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use cosmwasm_std::{
    from_json, Addr, BankMsg, BlockInfo, Coin, ContractResult, CosmosMsg, Empty, Event,
    MessageInfo, ReplyOn, Response, Timestamp, Uint256, WasmMsg,
};
use cosmwasm_vm::internals::{check_wasm, compile_module, Logger};
use cosmwasm_vm::{capabilities_from_csv, Size, WasmLimits};

use crate::address;
use crate::call::{Answer, Call, Refusal};
use crate::gas::{self, Gas, Usage, POINTS_PER_GAS};
use crate::run::{run, Entry};
use crate::store::{Code, Contract, Shared, Undo, World};

/// The chain's name, as contracts see it.
pub const CHAIN_ID: &str = "cw-health-1";
/// The first block.
pub const START_HEIGHT: u64 = 1;
/// The time of the first block, in seconds since 1970: 2026-01-01 00:00 UTC.
pub const START_TIME: u64 = 1_767_225_600;
/// Seconds from a block to the next.
pub const BLOCK_SECONDS: u64 = 5;
/// What every chain that we looked at offers a contract.
pub const CAPABILITIES: &str = "iterator,staking,stargate,cosmwasm_1_1,cosmwasm_1_2";
/// The longest code that wasmd stores, in bytes.
pub const CODE_LIMIT: usize = 819_200;
/// The longest label that wasmd takes, in bytes.
pub const LABEL_LIMIT: usize = 128;
/// Memory of a contract on wasmd, in MiB.
const MEMORY_MIB: usize = 32;
/// Gas that one call may use unless said otherwise, in SDK gas.
const GAS_LIMIT: u64 = 50_000_000;
/// wasmd's limit on messages within messages.
const CALL_DEPTH: usize = 500;

const CONTRACT_ADDRESS: &str = "_contract_address";

/// What a call gave and what it cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The answer, or why there is none.
    pub result: Result<Answer, Refusal>,
    /// The bill, also of a refused call.
    pub gas: Gas,
}

/// A place in the chain's history to go back to.
#[derive(Debug)]
#[must_use]
pub struct Mark(usize);

/// The chain.
pub struct Chain {
    world: Shared,
    open_marks: usize,
    gas_limit: u64,
}

impl Default for Chain {
    fn default() -> Self {
        Self::new()
    }
}

impl Chain {
    /// An empty chain at its first block.
    pub fn new() -> Self {
        let world = World {
            block: BlockInfo {
                height: START_HEIGHT,
                time: Timestamp::from_seconds(START_TIME),
                chain_id: CHAIN_ID.to_string(),
            },
            codes: Vec::new(),
            contracts: Vec::new(),
            by_address: BTreeMap::new(),
            balances: BTreeMap::new(),
            journal: Vec::new(),
            current: Usage::default(),
            outer: Vec::new(),
        };
        Self {
            world: Rc::new(RefCell::new(world)),
            open_marks: 0,
            gas_limit: GAS_LIMIT,
        }
    }

    /// Sets the SDK gas that one call may use.
    pub fn set_gas_limit(&mut self, sdk_gas: u64) {
        self.gas_limit = sdk_gas;
    }

    /// The current block.
    pub fn block(&self) -> BlockInfo {
        self.world.borrow().block.clone()
    }

    /// The current time in seconds since 1970.
    pub fn now(&self) -> u64 {
        self.world.borrow().block.time.seconds()
    }

    /// Lets time go by, in blocks of [`BLOCK_SECONDS`].
    pub fn advance(&mut self, seconds: u64) {
        let mut world = self.world.borrow_mut();
        let old = world.block.clone();
        let blocks = seconds.div_ceil(BLOCK_SECONDS).max(1);
        world.block.height = old.height.saturating_add(blocks);
        world.block.time = Timestamp::from_seconds(old.time.seconds().saturating_add(seconds));
        world.journal.push(Undo::Block(old));
    }

    /// Gives an account coins out of nothing.
    pub fn fund(&mut self, account: &str, denom: &str, amount: u128) {
        let mut world = self.world.borrow_mut();
        let balance = world.balance(account, denom).saturating_add(amount.into());
        world.set_balance(account, denom, balance);
    }

    /// The coins of one kind that an address holds.
    pub fn balance(&self, address: &str, denom: &str) -> Uint256 {
        self.world.borrow().balance(address, denom)
    }

    /// Number and bytes of a contract's entries.
    pub fn state_size(&self, contract: &str) -> (usize, u64) {
        let world = self.world.borrow();
        let entries = world
            .by_address
            .get(contract)
            .and_then(|index| world.contracts.get(*index))
            .map(|contract| &contract.entries);
        entries.map_or((0, 0), |entries| {
            let bytes = entries.iter().fold(0u64, |sum, (key, value)| {
                sum.saturating_add(gas::len(key))
                    .saturating_add(gas::len(value))
            });
            (entries.len(), bytes)
        })
    }

    /// One entry of a contract, as a raw query answers it.
    pub fn read(&self, contract: &str, key: &[u8]) -> Option<Vec<u8>> {
        let world = self.world.borrow();
        let index = world.by_address.get(contract)?;
        world.contracts.get(*index)?.entries.get(key).cloned()
    }

    /// A contract's entries, in key order.
    pub fn state(&self, contract: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
        let world = self.world.borrow();
        world
            .by_address
            .get(contract)
            .and_then(|index| world.contracts.get(*index))
            .map(|contract| contract.entries.clone().into_iter().collect())
            .unwrap_or_default()
    }

    /// Stores a code if a chain would: size, imports, exports, instructions, capabilities.
    pub fn store_code(&mut self, wasm: &[u8]) -> Result<u64, Refusal> {
        if wasm.len() > CODE_LIMIT {
            let size = wasm.len();
            return Err(Refusal::Chain(format!(
                "code of {size} bytes, more than {CODE_LIMIT}"
            )));
        }
        let capabilities = capabilities_from_csv(CAPABILITIES);
        let (module, engine) = check_wasm(wasm, &capabilities, &WasmLimits::default(), Logger::Off)
            .and_then(|()| compile_module(wasm, Some(Size::mebi(MEMORY_MIB))))
            .map_err(|error| Refusal::Chain(error.to_string()))?;
        let mut world = self.world.borrow_mut();
        world.codes.push(Code { module, engine });
        Ok(u64::try_from(world.codes.len()).unwrap_or(u64::MAX))
    }

    /// Stores the artifact of a contract that `scripts/build-wasm` built.
    pub fn store_artifact(&mut self, contract: &str) -> Result<u64, Refusal> {
        let path = artifact(contract);
        let wasm = fs::read(&path).map_err(|error| {
            let path = path.display();
            Refusal::Chain(format!("{path}: {error}; run scripts/build-wasm first"))
        })?;
        self.store_code(&wasm)
    }

    /// Remembers the state, so that it can be brought back.
    pub fn mark(&mut self) -> Mark {
        self.open_marks = self.open_marks.saturating_add(1);
        Mark(self.world.borrow().journal.len())
    }

    /// Brings back the state of the mark.
    pub fn rewind(&mut self, mark: Mark) {
        self.world.borrow_mut().undo_to(mark.0);
        self.open_marks = self.open_marks.saturating_sub(1);
    }

    /// Runs a call. A refused one leaves the state as it was.
    pub fn run(&mut self, call: &Call) -> Outcome {
        let start = self.world.borrow().journal.len();
        let points = self.gas_limit.saturating_mul(POINTS_PER_GAS);
        let (result, usage) = self.dispatch(call, points, 0);
        let mut world = self.world.borrow_mut();
        if result.is_err() {
            world.undo_to(start);
        }
        if self.open_marks == 0 {
            world.journal.clear();
        }
        Outcome {
            result,
            gas: Gas::from(&usage),
        }
    }

    /// Runs a call twice from the same state, for the second time for good.
    ///
    /// Errors: the two runs differ in answer or gas, so the call is not deterministic.
    pub fn measure(&mut self, call: &Call) -> Result<Outcome, String> {
        let mark = self.mark();
        let first = self.run(call);
        self.rewind(mark);
        let second = self.run(call);
        if first == second {
            Ok(second)
        } else {
            Err(format!(
                "two runs of one call differ: {first:?} and {second:?}"
            ))
        }
    }

    fn dispatch(
        &mut self,
        call: &Call,
        points: u64,
        depth: usize,
    ) -> (Result<Answer, Refusal>, Usage) {
        if depth > CALL_DEPTH {
            let refusal = Refusal::Chain("messages are nested too deeply".into());
            return (Err(refusal), Usage::default());
        }
        match self.prepare(call) {
            Err(refusal) => (Err(refusal), Usage::default()),
            Ok(contract) => {
                let (info, msg, kind) = match call {
                    Call::Query { msg, .. } => {
                        let (raw, usage) = run(&self.world, contract, &Entry::Query(msg), points);
                        return (raw.and_then(|raw| query_answer(&raw)), usage);
                    }
                    Call::Instantiate {
                        sender, msg, funds, ..
                    } => (info(sender, funds), msg, "instantiate"),
                    Call::Execute {
                        sender, msg, funds, ..
                    } => (info(sender, funds), msg, "execute"),
                    Call::Migrate { sender, msg, .. } => (info(sender, &[]), msg, "migrate"),
                };
                let entry = match call {
                    Call::Instantiate { .. } => Entry::Instantiate(&info, msg),
                    Call::Migrate { .. } => Entry::Migrate(msg),
                    _ => Entry::Execute(&info, msg),
                };
                let (raw, mut usage) = run(&self.world, contract, &entry, points);
                let result = raw.and_then(|raw| response(&raw)).and_then(|response| {
                    self.finish(contract, kind, response, &mut usage, points, depth)
                });
                (result, usage)
            }
        }
    }

    /// What the chain does before the contract runs: finds or makes it, and moves the coins.
    fn prepare(&mut self, call: &Call) -> Result<usize, Refusal> {
        match call {
            Call::Query { contract, .. } => self.find(contract),
            Call::Execute {
                sender,
                contract,
                funds,
                ..
            } => {
                let index = self.find(contract)?;
                self.send(sender, contract, funds)?;
                Ok(index)
            }
            Call::Migrate {
                sender,
                contract,
                code_id,
                ..
            } => {
                let index = self.find(contract)?;
                let mut world = self.world.borrow_mut();
                let stored = u64::try_from(world.codes.len()).unwrap_or(u64::MAX);
                let entry = world.contracts.get_mut(index);
                let entry = entry.ok_or_else(|| Refusal::Chain("no such contract".into()))?;
                if entry.admin.as_ref() != Some(sender) {
                    return Err(Refusal::Chain(
                        "only the contract's admin may migrate it".into(),
                    ));
                }
                if *code_id == 0 || *code_id > stored {
                    return Err(Refusal::Chain(format!("no such code: {code_id}")));
                }
                let old = std::mem::replace(&mut entry.code_id, *code_id);
                world.journal.push(Undo::Code(index, old));
                Ok(index)
            }
            Call::Instantiate {
                code_id,
                sender,
                funds,
                label,
                admin,
                ..
            } => {
                if label.is_empty() || label.len() > LABEL_LIMIT {
                    let length = label.len();
                    return Err(Refusal::Chain(format!(
                        "a label of {length} bytes, 1 to {LABEL_LIMIT} are allowed"
                    )));
                }
                let (index, address) = {
                    let mut world = self.world.borrow_mut();
                    let index = world.contracts.len();
                    let instance = u64::try_from(index).unwrap_or(u64::MAX).saturating_add(1);
                    let address = address::contract(*code_id, instance);
                    world.contracts.push(Contract {
                        address: address.clone(),
                        code_id: *code_id,
                        creator: sender.clone(),
                        admin: admin.clone(),
                        entries: BTreeMap::new(),
                    });
                    world.by_address.insert(address.clone(), index);
                    world.journal.push(Undo::Contract);
                    (index, address)
                };
                self.send(sender, &address, funds)?;
                Ok(index)
            }
        }
    }

    fn find(&self, address: &str) -> Result<usize, Refusal> {
        let world = self.world.borrow();
        let index = world.by_address.get(address).copied();
        index.ok_or_else(|| Refusal::Chain(format!("no such contract: {address}")))
    }

    fn send(&mut self, from: &str, to: &str, coins: &[Coin]) -> Result<(), Refusal> {
        let mut world = self.world.borrow_mut();
        for coin in coins {
            let left = world
                .balance(from, &coin.denom)
                .checked_sub(coin.amount)
                .ok()
                .filter(|_| !coin.amount.is_zero())
                .ok_or_else(|| Refusal::Chain(format!("{from} cannot send {coin}")))?;
            world.set_balance(from, &coin.denom, left);
            let got = world.balance(to, &coin.denom).saturating_add(coin.amount);
            world.set_balance(to, &coin.denom, got);
        }
        Ok(())
    }

    /// What the chain does after the contract ran: events, and the messages it sends.
    fn finish(
        &mut self,
        contract: usize,
        kind: &str,
        response: Response<Empty>,
        usage: &mut Usage,
        points: u64,
        depth: usize,
    ) -> Result<Answer, Refusal> {
        let (address, code_id) = {
            let world = self.world.borrow();
            let entry = world.contracts.get(contract);
            entry
                .map(|c| (c.address.clone(), c.code_id))
                .unwrap_or_default()
        };
        usage.events = gas::events(&response.attributes, &response.events);
        let mut own = Event::new(kind).add_attribute(CONTRACT_ADDRESS, &address);
        if kind != "execute" {
            own = own.add_attribute("code_id", code_id.to_string());
        }
        let mut events = vec![own];
        if !response.attributes.is_empty() {
            let event = Event::new("wasm").add_attribute(CONTRACT_ADDRESS, &address);
            events.push(event.add_attributes(response.attributes));
        }
        for event in response.events {
            let ty = format!("wasm-{}", event.ty);
            let named = Event::new(ty).add_attribute(CONTRACT_ADDRESS, &address);
            events.push(named.add_attributes(event.attributes));
        }
        for message in response.messages {
            if message.reply_on != ReplyOn::Never {
                return Err(Refusal::Chain("replies are not simulated".into()));
            }
            let inner = match message.msg {
                CosmosMsg::Wasm(WasmMsg::Execute {
                    contract_addr,
                    msg,
                    funds,
                }) => Call::Execute {
                    sender: address.clone(),
                    contract: contract_addr,
                    msg: msg.into(),
                    funds,
                },
                CosmosMsg::Bank(BankMsg::Send { to_address, amount }) => {
                    self.send(&address, &to_address, &amount)?;
                    let amount: Vec<String> = amount.iter().map(Coin::to_string).collect();
                    events.push(
                        Event::new("transfer")
                            .add_attribute("recipient", to_address)
                            .add_attribute("sender", &address)
                            .add_attribute("amount", amount.join(",")),
                    );
                    continue;
                }
                other => return Err(Refusal::Chain(format!("not simulated: {other:?}"))),
            };
            let (result, used) = self.dispatch(&inner, points, depth.saturating_add(1));
            usage.absorb(&used);
            events.extend(result?.events);
        }
        Ok(Answer {
            events,
            data: response.data,
            contract: (kind == "instantiate").then_some(address),
        })
    }
}

/// Where the artifact of a contract lies.
pub fn artifact(contract: &str) -> PathBuf {
    let file = format!("{}.wasm", contract.replace('-', "_"));
    repository().join("artifacts").join(file)
}

/// The root of the repository.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn info(sender: &str, funds: &[Coin]) -> MessageInfo {
    MessageInfo {
        sender: Addr::unchecked(sender),
        funds: funds.to_vec(),
    }
}

fn response(raw: &[u8]) -> Result<Response<Empty>, Refusal> {
    let parsed: ContractResult<Response<Empty>> =
        from_json(raw).map_err(|error| Refusal::Chain(error.to_string()))?;
    parsed.into_result().map_err(Refusal::Contract)
}

fn query_answer(raw: &[u8]) -> Result<Answer, Refusal> {
    let parsed: ContractResult<cosmwasm_std::Binary> =
        from_json(raw).map_err(|error| Refusal::Chain(error.to_string()))?;
    let data = parsed.into_result().map_err(Refusal::Contract)?;
    Ok(Answer {
        data: Some(data),
        ..Answer::default()
    })
}
