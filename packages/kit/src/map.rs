//! Entries in storage: packed maps, packed items, and JSON items for configuration.
//!
//! They own their keys: one prefix byte, then the packed key. (A cw-storage-plus `Map` adds lengths and JSON.)
//! Every range is bounded by a limit and by its prefix, whatever cursor it is given.
//!
//! # Errors
//! Whatever reads fails with `corrupt_state` at bytes that this version does not write; whatever stores, or makes a
//! key, with `does_not_fit` if its packed form cannot hold it.

use crate::key::{Key, PrefixOf};
use crate::pack::{CorruptState, Packed, Reader, Writer};
use crate::prefix::{self, Prefix};
use crate::KitError;
use cosmwasm_std::{from_json, to_json_vec, Order, Storage};
use serde::de::DeserializeOwned;
use serde::Serialize;
use std::marker::PhantomData;

/// Packed values under packed keys.
pub struct PackedMap<K, V> {
    prefix: Prefix,
    types: PhantomData<fn() -> (K, V)>,
}

/// One packed value.
pub struct PackedItem<V> {
    prefix: Prefix,
    types: PhantomData<fn() -> V>,
}

/// One value in JSON, for what is seldom read.
pub struct JsonItem<V> {
    prefix: Prefix,
    types: PhantomData<fn() -> V>,
}

/// The value of an entry whose key says it all: one byte, for an empty value cannot be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Present;

impl Packed for Present {
    fn pack(&self, writer: &mut Writer) {
        writer.u8(1);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let unknown = reader.corrupt();
        match reader.u8()? {
            1 => Ok(Self),
            _ => Err(unknown),
        }
    }
}

impl<K: Key, V: Packed> PackedMap<K, V> {
    /// A map whose keys begin with `byte`; errors call it `name`. In a constant, a reserved byte does not compile.
    pub const fn new(byte: u8, name: &'static str) -> Self {
        assert!(prefix::is_free(byte), "a reserved prefix");
        Self {
            prefix: (byte, name),
            types: PhantomData,
        }
    }

    /// The map's first byte and name.
    pub const fn prefix(&self) -> Prefix {
        self.prefix
    }

    /// The whole key in storage, as a raw query names it.
    pub fn key(&self, key: &K) -> Result<Vec<u8>, KitError> {
        let mut writer = self.writer();
        key.encode(true, &mut writer);
        finish(writer, self.prefix)
    }

    /// The value, if there is one.
    pub fn may_load(&self, storage: &dyn Storage, key: &K) -> Result<Option<V>, KitError> {
        may_unpack(storage, &self.key(key)?, self.prefix)
    }

    /// The value, or else the error of `missing`.
    pub fn load<E: From<KitError>>(
        &self,
        storage: &dyn Storage,
        key: &K,
        missing: impl FnOnce() -> E,
    ) -> Result<V, E> {
        self.may_load(storage, key)?.ok_or_else(missing)
    }

    /// Whether there is a value. It costs as much as loading it.
    pub fn has(&self, storage: &dyn Storage, key: &K) -> Result<bool, KitError> {
        Ok(storage.get(&self.key(key)?).is_some())
    }

    /// Stores the value.
    pub fn save(&self, storage: &mut dyn Storage, key: &K, value: &V) -> Result<(), KitError> {
        save_packed(storage, &self.key(key)?, value, self.prefix)
    }

    /// Removes the value, if there is one.
    pub fn remove(&self, storage: &mut dyn Storage, key: &K) -> Result<(), KitError> {
        storage.remove(&self.key(key)?);
        Ok(())
    }

    /// At most `limit` entries whose keys begin with `prefix` (`&()`: all), in ascending order, from the first
    /// after `start_after`, which need not exist and leads nowhere outside the prefix.
    pub fn range<P: PrefixOf<K>>(
        &self,
        storage: &dyn Storage,
        prefix: &P,
        start_after: Option<&K>,
        limit: usize,
    ) -> Result<Vec<(K, V)>, KitError> {
        let bounds = self.above(prefix, start_after)?;
        self.entries(storage, &bounds, Order::Ascending, limit)
    }

    /// Like [`PackedMap::range`], in descending order, from the last before `start_before`.
    pub fn range_descending<P: PrefixOf<K>>(
        &self,
        storage: &dyn Storage,
        prefix: &P,
        start_before: Option<&K>,
        limit: usize,
    ) -> Result<Vec<(K, V)>, KitError> {
        let (start, mut end) = self.above(prefix, None)?;
        if let Some(before) = start_before {
            let before = self.key(before)?;
            end = Some(end.map_or(before.clone(), |end| end.min(before)));
        }
        self.entries(storage, &(start, end), Order::Descending, limit)
    }

    /// Like [`PackedMap::range`], the keys alone.
    pub fn keys<P: PrefixOf<K>>(
        &self,
        storage: &dyn Storage,
        prefix: &P,
        start_after: Option<&K>,
        limit: usize,
    ) -> Result<Vec<K>, KitError> {
        let (start, end) = self.above(prefix, start_after)?;
        storage
            .range_keys(Some(&start), end.as_deref(), Order::Ascending)
            .take(limit)
            .map(|key| self.decode_key(&key))
            .collect()
    }

    fn writer(&self) -> Writer {
        let mut writer = Writer::new();
        writer.u8(self.prefix.0);
        writer
    }

    /// The bounds of the keys that begin with `prefix` and come after `start_after`.
    fn above<P: PrefixOf<K>>(
        &self,
        prefix: &P,
        start_after: Option<&K>,
    ) -> Result<Bounds, KitError> {
        let mut writer = self.writer();
        prefix.encode_prefix(&mut writer);
        let first = finish(writer, self.prefix)?;
        let end = successor(&first);
        let Some(after) = start_after else {
            return Ok((first, end));
        };
        let mut after = self.key(after)?;
        after.push(0);
        Ok((first.max(after), end))
    }

    fn entries(
        &self,
        storage: &dyn Storage,
        (start, end): &Bounds,
        order: Order,
        limit: usize,
    ) -> Result<Vec<(K, V)>, KitError> {
        storage
            .range(Some(start), end.as_deref(), order)
            .take(limit)
            .map(|(key, value)| Ok((self.decode_key(&key)?, unpack(&value, self.prefix)?)))
            .collect()
    }

    fn decode_key(&self, bytes: &[u8]) -> Result<K, KitError> {
        let mut reader = Reader::new(bytes);
        let read = |reader: &mut Reader| {
            reader.u8()?;
            K::decode(true, reader)
        };
        read(&mut reader)
            .and_then(|key| reader.finish().map(|()| key))
            .map_err(|error| corrupt(error, self.prefix))
    }
}

impl<V: Packed> PackedItem<V> {
    /// An item under the key `byte`; errors call it `name`. In a constant, a reserved byte does not compile.
    pub const fn new(byte: u8, name: &'static str) -> Self {
        assert!(prefix::is_free(byte), "a reserved prefix");
        Self {
            prefix: (byte, name),
            types: PhantomData,
        }
    }

    /// The item's byte and name.
    pub const fn prefix(&self) -> Prefix {
        self.prefix
    }

    /// The value, if there is one.
    pub fn may_load(&self, storage: &dyn Storage) -> Result<Option<V>, KitError> {
        may_unpack(storage, &[self.prefix.0], self.prefix)
    }

    /// The value; that instantiation did not store one is `corrupt_state`.
    pub fn load(&self, storage: &dyn Storage) -> Result<V, KitError> {
        self.may_load(storage)?.ok_or(absent(self.prefix))
    }

    /// Stores the value.
    pub fn save(&self, storage: &mut dyn Storage, value: &V) -> Result<(), KitError> {
        save_packed(storage, &[self.prefix.0], value, self.prefix)
    }
}

impl<V: Serialize + DeserializeOwned> JsonItem<V> {
    /// An item under the key `byte`; errors call it `name`. In a constant, a reserved byte does not compile.
    pub const fn new(byte: u8, name: &'static str) -> Self {
        assert!(prefix::is_free(byte), "a reserved prefix");
        Self::reserved(byte, name)
    }

    /// An item of this crate's own.
    pub(crate) const fn reserved(byte: u8, name: &'static str) -> Self {
        Self {
            prefix: (byte, name),
            types: PhantomData,
        }
    }

    /// The item's byte and name.
    pub const fn prefix(&self) -> Prefix {
        self.prefix
    }

    /// The value; that instantiation did not store one is `corrupt_state`.
    pub fn load(&self, storage: &dyn Storage) -> Result<V, KitError> {
        let stored = storage.get(&[self.prefix.0]);
        stored
            .and_then(|bytes| from_json(bytes).ok())
            .ok_or(absent(self.prefix))
    }

    /// Stores the value.
    pub fn save(&self, storage: &mut dyn Storage, value: &V) -> Result<(), KitError> {
        let bytes = to_json_vec(value).map_err(|_| KitError::DoesNotFit {
            entry: self.prefix.1,
        })?;
        storage.set(&[self.prefix.0], &bytes);
        Ok(())
    }
}

/// The first key of a range, and the first after it.
type Bounds = (Vec<u8>, Option<Vec<u8>>);

/// The first key that does not begin with `prefix`.
fn successor(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if let Some(next) = last.checked_add(1) {
            end.push(next);
            return Some(end);
        }
    }
    None
}

fn may_unpack<V: Packed>(
    storage: &dyn Storage,
    key: &[u8],
    prefix: Prefix,
) -> Result<Option<V>, KitError> {
    storage
        .get(key)
        .map(|bytes| unpack(&bytes, prefix))
        .transpose()
}

fn unpack<V: Packed>(bytes: &[u8], prefix: Prefix) -> Result<V, KitError> {
    V::from_packed(bytes).map_err(|error| corrupt(error, prefix))
}

fn save_packed<V: Packed>(
    storage: &mut dyn Storage,
    key: &[u8],
    value: &V,
    prefix: Prefix,
) -> Result<(), KitError> {
    let mut writer = Writer::new();
    value.pack(&mut writer);
    let bytes = finish(writer, prefix)?;
    // Storing an empty value panics.
    if bytes.is_empty() {
        return Err(KitError::DoesNotFit { entry: prefix.1 });
    }
    storage.set(key, &bytes);
    Ok(())
}

fn finish(writer: Writer, (_, entry): Prefix) -> Result<Vec<u8>, KitError> {
    writer.finish().map_err(|_| KitError::DoesNotFit { entry })
}

fn corrupt(error: CorruptState, (_, entry): Prefix) -> KitError {
    KitError::CorruptState {
        entry,
        at: error.at,
    }
}

fn absent((_, entry): Prefix) -> KitError {
    KitError::CorruptState { entry, at: 0 }
}

#[cfg(test)]
mod tests;
