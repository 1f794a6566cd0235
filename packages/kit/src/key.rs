//! Keys of packed maps: fixed-width big-endian parts, so that they sort as their values do.

use crate::pack::{CorruptState, Reader, Writer};
use cosmwasm_std::CanonicalAddr;
use health_types::Bytes32;

/// A key, or a part of one.
pub trait Key: Sized {
    /// Appends the key; parts of variable length are length-prefixed unless they come `last`.
    fn encode(&self, last: bool, writer: &mut Writer);

    /// Reads the key back.
    ///
    /// # Errors
    /// [`CorruptState`] if the bytes are no key of this type.
    fn decode(last: bool, reader: &mut Reader) -> Result<Self, CorruptState>;
}

/// What can stand before the rest of a `K`: nothing, its first part, or its first parts.
pub trait PrefixOf<K> {
    /// Appends the leading parts.
    fn encode_prefix(&self, writer: &mut Writer);
}

impl Key for u8 {
    fn encode(&self, _: bool, writer: &mut Writer) {
        writer.u8(*self);
    }

    fn decode(_: bool, reader: &mut Reader) -> Result<Self, CorruptState> {
        reader.u8()
    }
}

impl Key for u16 {
    fn encode(&self, _: bool, writer: &mut Writer) {
        writer.u16(*self);
    }

    fn decode(_: bool, reader: &mut Reader) -> Result<Self, CorruptState> {
        reader.u16()
    }
}

impl Key for u32 {
    fn encode(&self, _: bool, writer: &mut Writer) {
        writer.u32(*self);
    }

    fn decode(_: bool, reader: &mut Reader) -> Result<Self, CorruptState> {
        reader.u32()
    }
}

impl Key for Bytes32 {
    fn encode(&self, _: bool, writer: &mut Writer) {
        writer.fixed(&self.0);
    }

    fn decode(_: bool, reader: &mut Reader) -> Result<Self, CorruptState> {
        reader.array().map(Bytes32)
    }
}

impl Key for Vec<u8> {
    fn encode(&self, last: bool, writer: &mut Writer) {
        if last {
            writer.fixed(self);
        } else {
            writer.bytes8(self);
        }
    }

    fn decode(last: bool, reader: &mut Reader) -> Result<Self, CorruptState> {
        let bytes = if last {
            reader.remaining()
        } else {
            reader.bytes8()?
        };
        Ok(bytes.to_vec())
    }
}

impl Key for CanonicalAddr {
    fn encode(&self, last: bool, writer: &mut Writer) {
        if last {
            writer.fixed(self);
        } else {
            writer.bytes8(self);
        }
    }

    fn decode(last: bool, reader: &mut Reader) -> Result<Self, CorruptState> {
        Vec::decode(last, reader).map(Self::from)
    }
}

impl<A: Key, B: Key> Key for (A, B) {
    fn encode(&self, last: bool, writer: &mut Writer) {
        self.0.encode(false, writer);
        self.1.encode(last, writer);
    }

    fn decode(last: bool, reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok((A::decode(false, reader)?, B::decode(last, reader)?))
    }
}

impl<A: Key, B: Key, C: Key> Key for (A, B, C) {
    fn encode(&self, last: bool, writer: &mut Writer) {
        self.0.encode(false, writer);
        self.1.encode(false, writer);
        self.2.encode(last, writer);
    }

    fn decode(last: bool, reader: &mut Reader) -> Result<Self, CorruptState> {
        let (a, b) = Key::decode(false, reader)?;
        Ok((a, b, C::decode(last, reader)?))
    }
}

impl<A: Key, B: Key, C: Key, D: Key> Key for (A, B, C, D) {
    fn encode(&self, last: bool, writer: &mut Writer) {
        self.0.encode(false, writer);
        self.1.encode(false, writer);
        self.2.encode(false, writer);
        self.3.encode(last, writer);
    }

    fn decode(last: bool, reader: &mut Reader) -> Result<Self, CorruptState> {
        let (a, b, c) = Key::decode(false, reader)?;
        Ok((a, b, c, D::decode(last, reader)?))
    }
}

impl<K> PrefixOf<K> for () {
    fn encode_prefix(&self, _: &mut Writer) {}
}

impl<A: Key, B> PrefixOf<(A, B)> for A {
    fn encode_prefix(&self, writer: &mut Writer) {
        self.encode(false, writer);
    }
}

impl<A: Key, B, C> PrefixOf<(A, B, C)> for A {
    fn encode_prefix(&self, writer: &mut Writer) {
        self.encode(false, writer);
    }
}

impl<A: Key, B: Key, C> PrefixOf<(A, B, C)> for (A, B) {
    fn encode_prefix(&self, writer: &mut Writer) {
        self.encode(false, writer);
    }
}

impl<A: Key, B, C, D> PrefixOf<(A, B, C, D)> for A {
    fn encode_prefix(&self, writer: &mut Writer) {
        self.encode(false, writer);
    }
}

impl<A: Key, B: Key, C, D> PrefixOf<(A, B, C, D)> for (A, B) {
    fn encode_prefix(&self, writer: &mut Writer) {
        self.encode(false, writer);
    }
}

impl<A: Key, B: Key, C: Key, D> PrefixOf<(A, B, C, D)> for (A, B, C) {
    fn encode_prefix(&self, writer: &mut Writer) {
        self.encode(false, writer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Debug;

    fn bytes<K: Key + PartialEq + Debug>(key: K) -> Vec<u8> {
        let mut writer = Writer::new();
        key.encode(true, &mut writer);
        let bytes = writer.finish().unwrap();
        let mut reader = Reader::new(&bytes);
        assert_eq!(K::decode(true, &mut reader).unwrap(), key);
        reader.finish().unwrap();
        bytes
    }

    #[test]
    fn variable_parts_are_length_prefixed_unless_last() {
        let account = CanonicalAddr::from(vec![7, 8]);
        assert_eq!(bytes(account.clone()), [7, 8]);
        assert_eq!(bytes((1u32, account.clone())), [0, 0, 0, 1, 7, 8]);
        assert_eq!(bytes((account.clone(), 1u8)), [2, 7, 8, 1]);
        assert_eq!(bytes((account.clone(), account)), [2, 7, 8, 7, 8]);
        assert_eq!(bytes(((vec![1u8], 2u8), vec![3u8])), [1, 1, 2, 3]);
    }

    #[test]
    fn tuples_up_to_four() {
        assert_eq!(bytes((1u8, 2u16, 3u32)), [1, 0, 2, 0, 0, 0, 3]);
        assert_eq!(
            bytes((1u8, 2u16, Vec::new(), 3u32)),
            [1, 0, 2, 0, 0, 0, 0, 3]
        );
    }

    #[test]
    fn long_parts_do_not_fit_before_others() {
        let mut writer = Writer::new();
        (vec![0u8; 256], 1u8).encode(true, &mut writer);
        assert!(writer.finish().is_err());
    }

    #[test]
    fn short_keys_are_corrupt() {
        assert_eq!(
            <(u32, Bytes32)>::decode(true, &mut Reader::new(&[0, 0, 0, 1, 5])),
            Err(CorruptState { at: 4 })
        );
        assert_eq!(
            <(CanonicalAddr, u8)>::decode(true, &mut Reader::new(&[2, 7])),
            Err(CorruptState { at: 1 })
        );
    }
}
