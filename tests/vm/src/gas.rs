//! What a call costs on a chain: the prices of the Cosmos SDK's gas store and of wasmd's gas
//! register, and the sums that they are put together to.
//!
//! Source: cosmos-sdk `store/types/gas.go` (KVGasConfig) and `store/gaskv`, wasmd
//! `x/wasm/types/gas_register.go`, `x/wasm/keeper/keeper.go` and `api.go`, wasmvm's `lib.go`.
//! Prices are chain parameters; these are the defaults.

use std::collections::BTreeSet;

use cosmwasm_std::{Attribute, Event};
use serde::{Deserialize, Serialize};

/// Points of the VM that one SDK gas buys (wasmd's `DefaultGasMultiplier`).
pub const POINTS_PER_GAS: u64 = 140_000;
/// Reading one entry, before its bytes.
pub const READ_FLAT: u64 = 1_000;
/// Reading a byte of key or value.
pub const READ_BYTE: u64 = 3;
/// Writing one entry, before its bytes.
pub const WRITE_FLAT: u64 = 2_000;
/// Writing a byte of key or value.
pub const WRITE_BYTE: u64 = 30;
/// Deleting one entry, whatever its size.
pub const DELETE_FLAT: u64 = 1_000;
/// Moving an iterator one step, before the bytes it stands on.
pub const STEP_FLAT: u64 = 30;
/// Bytes that wasmd puts before every key: one of kind and the contract's 32-byte address.
pub const KEY_PREFIX: u64 = 33;
/// Loading a contract that is pinned, or that already ran in this transaction.
pub const SETUP_PINNED: u64 = 2_000;
/// Loading any other contract.
pub const SETUP_UNPINNED: u64 = 60_000;
/// What wasmd's keeper reads before it calls a contract (contract info, code info, pin flag).
pub const KEEPER_READS: u64 = 3_939;
/// What wasmd's keeper reads to answer a contract-info query: one entry of 186 bytes.
pub const CONTRACT_INFO_READ: u64 = 1_657;
/// An attribute of an event.
pub const ATTRIBUTE: u64 = 10;
/// Bytes of attributes that a call gets for nothing; a byte beyond costs one gas.
pub const FREE_ATTRIBUTE_BYTES: u64 = 100;
/// An event of a type of its own, beside one gas for each byte of the type.
pub const CUSTOM_EVENT: u64 = 20;
/// Turning a canonical address into text.
pub const HUMANIZE: u64 = 5;
/// Turning an address in text into its canonical form.
pub const CANONICALIZE: u64 = 4;
/// Both of them, which is how an address is validated.
pub const VALIDATE: u64 = 9;
/// A byte of a transaction.
pub const TX_BYTE: u64 = 10;

/// The length of `bytes` as gas counts it.
pub fn len(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// The price of reading an entry; an absent one has no value bytes.
pub fn read(key: &[u8], value: Option<&[u8]>) -> u64 {
    READ_FLAT.saturating_add(READ_BYTE.saturating_mul(entry_bytes(key, value.unwrap_or_default())))
}

/// The price of writing an entry.
pub fn write(key: &[u8], value: &[u8]) -> u64 {
    WRITE_FLAT.saturating_add(WRITE_BYTE.saturating_mul(entry_bytes(key, value)))
}

/// The price of setting an iterator on an entry, or on its end.
pub fn step(entry: Option<(&[u8], &[u8])>) -> u64 {
    let bytes = entry.map_or(0, |(key, value)| entry_bytes(key, value));
    STEP_FLAT.saturating_add(READ_BYTE.saturating_mul(bytes))
}

/// Bytes of an entry as the store sees it: prefix, key and value.
pub fn entry_bytes(key: &[u8], value: &[u8]) -> u64 {
    KEY_PREFIX
        .saturating_add(len(key))
        .saturating_add(len(value))
}

/// The price of a response's attributes and events.
pub fn events(attributes: &[Attribute], events: &[Event]) -> u64 {
    let mut free = FREE_ATTRIBUTE_BYTES;
    let mut gas = attributes_gas(attributes, &mut free);
    for event in events {
        gas = gas
            .saturating_add(CUSTOM_EVENT)
            .saturating_add(len(event.ty.as_bytes()))
            .saturating_add(attributes_gas(&event.attributes, &mut free));
    }
    gas
}

fn attributes_gas(attributes: &[Attribute], free: &mut u64) -> u64 {
    attributes.iter().fold(0, |gas: u64, attribute| {
        let bytes = len(attribute.key.as_bytes()).saturating_add(len(attribute.value.as_bytes()));
        let paid = bytes.saturating_sub(*free);
        *free = free.saturating_sub(bytes);
        gas.saturating_add(ATTRIBUTE).saturating_add(paid)
    })
}

/// What one frame (a message or a query of one contract) has used so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Points that the VM metered itself: operators and host calls.
    pub points: u64,
    /// Bytes of the JSON answer.
    pub response_bytes: u64,
    /// SDK gas of the store.
    pub storage: u64,
    /// SDK gas of the contracts called or asked from this frame.
    pub nested: u64,
    /// SDK gas of attributes and events.
    pub events: u64,
    /// Entries read, also those of other contracts by raw query.
    pub reads: u64,
    /// Entries written.
    pub writes: u64,
    /// Entries deleted.
    pub deletes: u64,
    /// Iterator steps.
    pub steps: u64,
    /// Bytes of entries read or stepped on, prefixes included.
    pub bytes_read: u64,
    /// Bytes of entries written, prefixes included.
    pub bytes_written: u64,
    /// Codes that ran, this frame's own among them.
    pub codes: BTreeSet<u64>,
}

impl Usage {
    /// The VM's share in SDK gas. wasmvm adds the answer's bytes to the points, then rounds down.
    pub fn vm(&self) -> u64 {
        POINTS_PER_GAS
            .saturating_mul(self.response_bytes)
            .saturating_add(self.points)
            .checked_div(POINTS_PER_GAS)
            .unwrap_or_default()
    }

    /// All that a contract's author controls.
    pub fn contract(&self) -> u64 {
        [self.storage, self.nested, self.events]
            .iter()
            .fold(self.vm(), |sum, part| sum.saturating_add(*part))
    }

    /// What the chain bills for the message when every code it touches is pinned.
    pub fn pinned(&self) -> u64 {
        self.contract()
            .saturating_add(SETUP_PINNED)
            .saturating_add(KEEPER_READS)
    }

    /// The same with no code pinned: each code is loaded once in a transaction.
    pub fn unpinned(&self) -> u64 {
        let codes = u64::try_from(self.codes.len()).unwrap_or(u64::MAX);
        self.pinned()
            .saturating_add(codes.saturating_mul(SETUP_UNPINNED.saturating_sub(SETUP_PINNED)))
    }

    /// Takes a finished call or smart query made from this frame into account. Counts add up;
    /// its gas counts as nested, whatever it was spent on.
    pub fn absorb(&mut self, inner: &Usage) {
        self.nested = self.nested.saturating_add(inner.pinned());
        self.reads = self.reads.saturating_add(inner.reads);
        self.writes = self.writes.saturating_add(inner.writes);
        self.deletes = self.deletes.saturating_add(inner.deletes);
        self.steps = self.steps.saturating_add(inner.steps);
        self.bytes_read = self.bytes_read.saturating_add(inner.bytes_read);
        self.bytes_written = self.bytes_written.saturating_add(inner.bytes_written);
        self.codes.extend(&inner.codes);
    }

    pub(crate) fn charge_read(&mut self, key: &[u8], value: Option<&[u8]>) -> u64 {
        let gas = read(key, value);
        self.storage = self.storage.saturating_add(gas);
        self.reads = self.reads.saturating_add(1);
        let bytes = entry_bytes(key, value.unwrap_or_default());
        self.bytes_read = self.bytes_read.saturating_add(bytes);
        gas
    }

    pub(crate) fn charge_write(&mut self, key: &[u8], value: &[u8]) -> u64 {
        let gas = write(key, value);
        self.storage = self.storage.saturating_add(gas);
        self.writes = self.writes.saturating_add(1);
        self.bytes_written = self.bytes_written.saturating_add(entry_bytes(key, value));
        gas
    }

    pub(crate) fn charge_delete(&mut self) -> u64 {
        self.storage = self.storage.saturating_add(DELETE_FLAT);
        self.deletes = self.deletes.saturating_add(1);
        DELETE_FLAT
    }

    pub(crate) fn charge_step(&mut self, entry: Option<(&[u8], &[u8])>) -> u64 {
        let gas = step(entry);
        self.storage = self.storage.saturating_add(gas);
        self.steps = self.steps.saturating_add(1);
        let bytes = entry.map_or(0, |(key, value)| entry_bytes(key, value));
        self.bytes_read = self.bytes_read.saturating_add(bytes);
        gas
    }
}

/// The bill of one call, in SDK gas unless said otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gas {
    /// What the contract's author controls: `vm`, `storage`, `nested` and `events`.
    pub contract: u64,
    /// The VM's own work and the answer's bytes.
    pub vm: u64,
    /// The key-value store.
    pub storage: u64,
    /// Other contracts called or asked, pinned.
    pub nested: u64,
    /// Attributes and events.
    pub events: u64,
    /// Entries read.
    pub reads: u64,
    /// Entries written.
    pub writes: u64,
    /// Entries deleted.
    pub deletes: u64,
    /// Iterator steps.
    pub steps: u64,
    /// Bytes read, prefixes included.
    pub bytes_read: u64,
    /// Bytes written, prefixes included.
    pub bytes_written: u64,
    /// Bytes of the JSON answer.
    pub response_bytes: u64,
    /// The whole message on a chain that pinned the codes.
    pub pinned: u64,
    /// The whole message on a chain that pinned none.
    pub unpinned: u64,
}

impl From<&Usage> for Gas {
    fn from(usage: &Usage) -> Self {
        Gas {
            contract: usage.contract(),
            vm: usage.vm(),
            storage: usage.storage,
            nested: usage.nested,
            events: usage.events,
            reads: usage.reads,
            writes: usage.writes,
            deletes: usage.deletes,
            steps: usage.steps,
            bytes_read: usage.bytes_read,
            bytes_written: usage.bytes_written,
            response_bytes: usage.response_bytes,
            pinned: usage.pinned(),
            unpinned: usage.unpinned(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects)]
mod tests {
    use super::*;

    #[test]
    fn a_write_costs_as_in_the_sdk() {
        // 2,000 + 30 × (33 + 32 + 100)
        assert_eq!(write(&[7; 32], &[9; 100]), 6_950);
        // The packed benchmark consent: 42 bytes of key, 48 of value.
        assert_eq!(write(&[0; 42], &[0; 48]), 5_690);
    }

    #[test]
    fn a_read_costs_as_in_the_sdk_also_of_nothing() {
        assert_eq!(read(&[7; 32], Some(&[9; 100])), 1_495);
        assert_eq!(read(&[0; 42], Some(&[0; 48])), 1_369);
        assert_eq!(read(&[7; 32], None), 1_195);
    }

    #[test]
    fn iterating_pays_for_the_end_too() {
        let entries = [(&[1u8; 4][..], &[2u8; 10][..]); 3];
        let gas: u64 = entries.iter().map(|e| step(Some(*e))).sum::<u64>() + step(None);
        assert_eq!(gas, 4 * 30 + 3 * 3 * (33 + 4 + 10));
    }

    #[test]
    fn a_hundred_attribute_bytes_are_free_once_for_the_whole_response() {
        let attribute = |len: usize| Attribute::new("k", "v".repeat(len - 1));
        assert_eq!(events(&[], &[]), 0);
        assert_eq!(events(&[attribute(100)], &[]), 10);
        assert_eq!(events(&[attribute(101)], &[]), 11);
        assert_eq!(events(&[attribute(60), attribute(60)], &[]), 20 + 20);
        let event = Event::new("granted").add_attributes([attribute(60)]);
        // The free bytes left over from the attributes serve the event's; its type is never free.
        assert_eq!(events(&[attribute(60)], &[event]), 10 + 20 + 7 + 10 + 20);
    }

    #[test]
    fn the_vm_rounds_down_after_adding_the_answer() {
        let usage = Usage {
            points: 2 * POINTS_PER_GAS - 1,
            response_bytes: 62,
            storage: 6_950,
            codes: BTreeSet::from([1]),
            ..Usage::default()
        };
        assert_eq!(usage.vm(), 63);
        assert_eq!(usage.contract(), 7_013);
        assert_eq!(usage.pinned(), 7_013 + 5_939);
        assert_eq!(usage.unpinned(), 7_013 + 63_939);
    }

    #[test]
    fn a_nested_call_is_billed_whole_and_loads_each_code_once() {
        let inner = Usage {
            storage: 1_495,
            reads: 1,
            codes: BTreeSet::from([2]),
            ..Usage::default()
        };
        let mut outer = Usage {
            codes: BTreeSet::from([1]),
            ..Usage::default()
        };
        outer.absorb(&inner);
        outer.absorb(&inner);
        assert_eq!(outer.nested, 2 * (1_495 + 5_939));
        assert_eq!(outer.reads, 2);
        assert_eq!(outer.unpinned() - outer.pinned(), 2 * 58_000);
    }
}
