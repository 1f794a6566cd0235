//! The chain's state, and a contract's view of its own part of it, metered as the SDK meters it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::rc::Rc;

use cosmwasm_std::{BlockInfo, Order, Record, Uint256};
use cosmwasm_vm::{BackendError, BackendResult, GasInfo, Storage};
use wasmer::{Engine, Module};

use crate::gas::{Usage, POINTS_PER_GAS};

/// A stored code, compiled.
#[derive(Clone)]
pub struct Code {
    /// The compiled module.
    pub module: Module,
    /// The engine that it was compiled by.
    pub engine: Engine,
}

/// A contract and its entries.
#[derive(Clone, Debug)]
pub struct Contract {
    /// Its address.
    pub address: String,
    /// Its code.
    pub code_id: u64,
    /// Who instantiated it.
    pub creator: String,
    /// Who may migrate it.
    pub admin: Option<String>,
    /// Its entries.
    pub entries: BTreeMap<Vec<u8>, Vec<u8>>,
}

/// How to take back one change of the state.
#[derive(Debug)]
pub(crate) enum Undo {
    /// An entry of a contract was written or deleted.
    Entry(usize, Vec<u8>, Option<Vec<u8>>),
    /// The last contract was added.
    Contract,
    /// A contract's code was changed.
    Code(usize, u64),
    /// A balance was changed.
    Balance((String, String), Uint256),
    /// Time went on.
    Block(BlockInfo),
}

/// All that the chain knows.
pub(crate) struct World {
    pub block: BlockInfo,
    pub codes: Vec<Code>,
    pub contracts: Vec<Contract>,
    pub by_address: BTreeMap<String, usize>,
    pub balances: BTreeMap<(String, String), Uint256>,
    /// Changes since the oldest open mark, oldest first.
    pub journal: Vec<Undo>,
    /// What the running call has used.
    pub current: Usage,
    /// What the calls around it have used, the outermost first.
    pub outer: Vec<Usage>,
}

pub(crate) type Shared = Rc<RefCell<World>>;

impl World {
    /// Takes back every change after the journal had `mark` entries.
    pub fn undo_to(&mut self, mark: usize) {
        while self.journal.len() > mark {
            match self.journal.pop() {
                Some(Undo::Entry(contract, key, Some(old))) => {
                    if let Some(contract) = self.contracts.get_mut(contract) {
                        contract.entries.insert(key, old);
                    }
                }
                Some(Undo::Entry(contract, key, None)) => {
                    if let Some(contract) = self.contracts.get_mut(contract) {
                        contract.entries.remove(&key);
                    }
                }
                Some(Undo::Contract) => {
                    if let Some(contract) = self.contracts.pop() {
                        self.by_address.remove(&contract.address);
                    }
                }
                Some(Undo::Code(contract, code_id)) => {
                    if let Some(contract) = self.contracts.get_mut(contract) {
                        contract.code_id = code_id;
                    }
                }
                Some(Undo::Balance(holder, amount)) => {
                    self.balances.insert(holder, amount);
                }
                Some(Undo::Block(block)) => self.block = block,
                None => return,
            }
        }
    }

    /// Sets a balance, so that it can be taken back.
    pub fn set_balance(&mut self, address: &str, denom: &str, amount: Uint256) {
        let holder = (address.to_string(), denom.to_string());
        let old = self
            .balances
            .insert(holder.clone(), amount)
            .unwrap_or_default();
        self.journal.push(Undo::Balance(holder, old));
    }

    /// The amount of a coin that an address holds.
    pub fn balance(&self, address: &str, denom: &str) -> Uint256 {
        let holder = (address.to_string(), denom.to_string());
        self.balances.get(&holder).copied().unwrap_or_default()
    }

    fn entries(&self, contract: usize) -> Option<&BTreeMap<Vec<u8>, Vec<u8>>> {
        self.contracts.get(contract).map(|c| &c.entries)
    }

    /// Reads an entry and charges the running frame for it.
    pub fn read(&mut self, contract: usize, key: &[u8]) -> (Option<Vec<u8>>, u64) {
        let value = self
            .entries(contract)
            .and_then(|entries| entries.get(key))
            .cloned();
        let gas = self.current.charge_read(key, value.as_deref());
        (value, gas)
    }

    /// Begins a frame inside the running one.
    pub fn enter(&mut self) {
        self.outer.push(std::mem::take(&mut self.current));
    }

    /// Ends the running frame and returns what it used.
    pub fn leave(&mut self) -> Usage {
        let outer = self.outer.pop().unwrap_or_default();
        std::mem::replace(&mut self.current, outer)
    }
}

/// Where an iterator stands.
struct Cursor {
    order: Order,
    /// The entry that `next` gives, read ahead as the SDK's iterators are.
    ahead: Option<Record>,
    start: Bound<Vec<u8>>,
    end: Bound<Vec<u8>>,
}

/// A contract's own entries.
pub struct ContractStore {
    pub(crate) world: Shared,
    pub(crate) contract: usize,
    cursors: Vec<Cursor>,
}

impl ContractStore {
    pub(crate) fn new(world: Shared, contract: usize) -> Self {
        Self {
            world,
            contract,
            cursors: Vec::new(),
        }
    }
}

/// wasmd's gas store charges the SDK's meter at once and tells the VM, which lowers its limit.
fn external<T>(result: T, sdk_gas: u64) -> BackendResult<T> {
    let points = sdk_gas.saturating_mul(POINTS_PER_GAS);
    (Ok(result), GasInfo::with_externally_used(points))
}

fn peek(world: &World, contract: usize, cursor: &Cursor) -> Option<Record> {
    // BTreeMap::range panics on these, the SDK answers an empty range.
    let empty = match (&cursor.start, &cursor.end) {
        (Bound::Included(start), Bound::Excluded(end)) => start >= end,
        (Bound::Excluded(start), Bound::Excluded(end)) => start >= end,
        _ => false,
    };
    if empty {
        return None;
    }
    let mut range = world
        .entries(contract)?
        .range((cursor.start.clone(), cursor.end.clone()));
    match cursor.order {
        Order::Ascending => range.next(),
        Order::Descending => range.next_back(),
    }
    .map(|(key, value)| (key.clone(), value.clone()))
}

impl Cursor {
    /// Reads the entry that the cursor's bounds begin with and charges for standing on it.
    fn seek(&mut self, world: &mut World, contract: usize) -> u64 {
        self.ahead = peek(world, contract, self);
        let ahead = self
            .ahead
            .as_ref()
            .map(|(key, value)| (&key[..], &value[..]));
        world.current.charge_step(ahead)
    }
}

impl Storage for ContractStore {
    fn get(&self, key: &[u8]) -> BackendResult<Option<Vec<u8>>> {
        let (value, gas) = self.world.borrow_mut().read(self.contract, key);
        external(value, gas)
    }

    fn scan(
        &mut self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: Order,
    ) -> BackendResult<u32> {
        let mut cursor = Cursor {
            order,
            ahead: None,
            start: start.map_or(Bound::Unbounded, |key| Bound::Included(key.to_vec())),
            end: end.map_or(Bound::Unbounded, |key| Bound::Excluded(key.to_vec())),
        };
        let gas = cursor.seek(&mut self.world.borrow_mut(), self.contract);
        self.cursors.push(cursor);
        external(u32::try_from(self.cursors.len()).unwrap_or(u32::MAX), gas)
    }

    fn next(&mut self, iterator_id: u32) -> BackendResult<Option<Record>> {
        let cursor = usize::try_from(iterator_id)
            .ok()
            .and_then(|id| id.checked_sub(1))
            .and_then(|index| self.cursors.get_mut(index));
        let Some(cursor) = cursor else {
            return (
                Err(BackendError::iterator_does_not_exist(iterator_id)),
                GasInfo::free(),
            );
        };
        let Some(record) = cursor.ahead.take() else {
            return external(None, 0);
        };
        match cursor.order {
            Order::Ascending => cursor.start = Bound::Excluded(record.0.clone()),
            Order::Descending => cursor.end = Bound::Excluded(record.0.clone()),
        }
        let gas = cursor.seek(&mut self.world.borrow_mut(), self.contract);
        external(Some(record), gas)
    }

    fn set(&mut self, key: &[u8], value: &[u8]) -> BackendResult<()> {
        let mut world = self.world.borrow_mut();
        let gas = world.current.charge_write(key, value);
        if let Some(contract) = world.contracts.get_mut(self.contract) {
            let old = contract.entries.insert(key.to_vec(), value.to_vec());
            world
                .journal
                .push(Undo::Entry(self.contract, key.to_vec(), old));
        }
        external((), gas)
    }

    fn remove(&mut self, key: &[u8]) -> BackendResult<()> {
        let mut world = self.world.borrow_mut();
        let gas = world.current.charge_delete();
        if let Some(contract) = world.contracts.get_mut(self.contract) {
            let old = contract.entries.remove(key);
            world
                .journal
                .push(Undo::Entry(self.contract, key.to_vec(), old));
        }
        external((), gas)
    }
}
