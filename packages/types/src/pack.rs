//! Packed entries: fixed-width big-endian fields, as the contracts keep them in storage.
//!
//! A stored byte costs more gas than decoding it ever does, so records that are written often are packed.
//! The format is public where contracts read each other's entries directly; readers check every byte.

use crate::bytes::Bytes32;
use crate::period::Period;
use cosmwasm_std::CanonicalAddr;
use thiserror::Error;

/// How an open time is stored. No block time reaches it: the clock of cw-health ends one second before.
pub const OPEN: u32 = u32::MAX;

/// Stored bytes that are not what this version writes: truncated, trailing or out of range. Never an absence.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("corrupt_state: at byte {at}")]
pub struct CorruptState {
    /// The offset at which reading failed.
    pub at: usize,
}

/// A value that its packed field cannot hold.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("does_not_fit: a value exceeds its packed field")]
pub struct DoesNotFit;

/// A value with a packed form.
pub trait Packed: Sized {
    /// Appends the packed form.
    fn pack(&self, writer: &mut Writer);

    /// Reads the value back.
    ///
    /// # Errors
    /// [`CorruptState`] if the bytes are not a packed form of this type.
    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState>;

    /// The packed form alone.
    ///
    /// # Errors
    /// [`DoesNotFit`] if a value exceeds its field.
    fn to_packed(&self) -> Result<Vec<u8>, DoesNotFit> {
        let mut writer = Writer::new();
        self.pack(&mut writer);
        writer.finish()
    }

    /// Reads a value that takes up all of `bytes`.
    ///
    /// # Errors
    /// [`CorruptState`] if the bytes are not a packed form of this type, or go on after it.
    fn from_packed(bytes: &[u8]) -> Result<Self, CorruptState> {
        let mut reader = Reader::new(bytes);
        let value = Self::unpack(&mut reader)?;
        reader.finish()?;
        Ok(value)
    }
}

/// Collects packed fields. What does not fit is remembered and reported by [`Writer::finish`], so that
/// nothing is ever cut short.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    unfit: bool,
}

impl Writer {
    /// An empty writer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends one byte.
    pub fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    /// Appends two bytes.
    pub fn u16(&mut self, value: u16) {
        self.fixed(&value.to_be_bytes());
    }

    /// Appends the low three bytes; a value of 2²⁴ or more does not fit.
    pub fn u24(&mut self, value: u32) {
        let [high, low @ ..] = value.to_be_bytes();
        self.unfit |= high != 0;
        self.fixed(&low);
    }

    /// Appends four bytes.
    pub fn u32(&mut self, value: u32) {
        self.fixed(&value.to_be_bytes());
    }

    /// Appends eight bytes.
    pub fn u64(&mut self, value: u64) {
        self.fixed(&value.to_be_bytes());
    }

    /// Appends four bytes in two's complement. Negative values sort after positive ones.
    pub fn i32(&mut self, value: i32) {
        self.fixed(&value.to_be_bytes());
    }

    /// Appends a time, an absent one as [`OPEN`]; the time [`OPEN`] itself does not fit.
    pub fn opt_time(&mut self, value: Option<u32>) {
        self.unfit |= value == Some(OPEN);
        self.u32(value.unwrap_or(OPEN));
    }

    /// Appends bytes whose number the reader knows.
    pub fn fixed(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends a length byte and the bytes; more than 255 do not fit.
    pub fn bytes8(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.fixed(bytes);
    }

    /// Appends a count byte and the items; more than 255 do not fit.
    pub fn list<T: Packed>(&mut self, items: &[T]) {
        self.count(items.len());
        for item in items {
            item.pack(self);
        }
    }

    fn count(&mut self, len: usize) {
        match u8::try_from(len) {
            Ok(len) => self.u8(len),
            Err(_) => self.unfit = true,
        }
    }

    /// The bytes collected.
    ///
    /// # Errors
    /// [`DoesNotFit`] if any value exceeded its field.
    pub fn finish(self) -> Result<Vec<u8>, DoesNotFit> {
        if self.unfit {
            return Err(DoesNotFit);
        }
        Ok(self.bytes)
    }
}

/// Reads packed fields; every method fails with [`CorruptState`] when the bytes run out.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// A reader at the first of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, at: 0 }
    }

    /// The error for a value at this place that this version never writes.
    pub fn corrupt(&self) -> CorruptState {
        CorruptState { at: self.at }
    }

    /// Whether all bytes are read.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Reads one byte.
    pub fn u8(&mut self) -> Result<u8, CorruptState> {
        self.array().map(u8::from_be_bytes)
    }

    /// Reads two bytes.
    pub fn u16(&mut self) -> Result<u16, CorruptState> {
        self.array().map(u16::from_be_bytes)
    }

    /// Reads three bytes.
    pub fn u24(&mut self) -> Result<u32, CorruptState> {
        let [a, b, c] = self.array()?;
        Ok(u32::from_be_bytes([0, a, b, c]))
    }

    /// Reads four bytes.
    pub fn u32(&mut self) -> Result<u32, CorruptState> {
        self.array().map(u32::from_be_bytes)
    }

    /// Reads eight bytes.
    pub fn u64(&mut self) -> Result<u64, CorruptState> {
        self.array().map(u64::from_be_bytes)
    }

    /// Reads four bytes in two's complement.
    pub fn i32(&mut self) -> Result<i32, CorruptState> {
        self.array().map(i32::from_be_bytes)
    }

    /// Reads a time; [`OPEN`] is none.
    pub fn opt_time(&mut self) -> Result<Option<u32>, CorruptState> {
        Ok(Some(self.u32()?).filter(|time| *time != OPEN))
    }

    /// Reads `N` bytes.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], CorruptState> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or(self.corrupt())?;
        self.advance(N, rest);
        Ok(*head)
    }

    /// Reads `len` bytes.
    pub fn fixed(&mut self, len: usize) -> Result<&'a [u8], CorruptState> {
        let (head, rest) = self.rest.split_at_checked(len).ok_or(self.corrupt())?;
        self.advance(len, rest);
        Ok(head)
    }

    /// Reads a length byte and as many bytes.
    pub fn bytes8(&mut self) -> Result<&'a [u8], CorruptState> {
        let len = self.u8()?;
        self.fixed(len.into())
    }

    /// Reads a count byte and as many items; more than `max` are corrupt.
    pub fn list<T: Packed>(&mut self, max: u8) -> Result<Vec<T>, CorruptState> {
        let start = self.corrupt();
        let count = self.u8()?;
        if count > max {
            return Err(start);
        }
        (0..count).map(|_| T::unpack(self)).collect()
    }

    /// All bytes that are left.
    pub fn remaining(&mut self) -> &'a [u8] {
        let head = self.rest;
        self.advance(head.len(), &[]);
        head
    }

    /// Ends reading.
    ///
    /// # Errors
    /// [`CorruptState`] if bytes are left.
    pub fn finish(self) -> Result<(), CorruptState> {
        if self.rest.is_empty() {
            return Ok(());
        }
        Err(self.corrupt())
    }

    fn advance(&mut self, len: usize, rest: &'a [u8]) {
        self.at = self.at.saturating_add(len);
        self.rest = rest;
    }
}

impl Packed for u8 {
    fn pack(&self, writer: &mut Writer) {
        writer.u8(*self);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        reader.u8()
    }
}

impl Packed for u16 {
    fn pack(&self, writer: &mut Writer) {
        writer.u16(*self);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        reader.u16()
    }
}

impl Packed for u32 {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(*self);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        reader.u32()
    }
}

impl Packed for u64 {
    fn pack(&self, writer: &mut Writer) {
        writer.u64(*self);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        reader.u64()
    }
}

impl<const N: usize> Packed for [u8; N] {
    fn pack(&self, writer: &mut Writer) {
        writer.fixed(self);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        reader.array()
    }
}

impl Packed for Bytes32 {
    fn pack(&self, writer: &mut Writer) {
        writer.fixed(&self.0);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        reader.array().map(Self)
    }
}

/// A length byte and the address' bytes.
impl Packed for CanonicalAddr {
    fn pack(&self, writer: &mut Writer) {
        writer.bytes8(self);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        reader.bytes8().map(Self::from)
    }
}

/// Both ends as times of four bytes each.
impl Packed for Period {
    fn pack(&self, writer: &mut Writer) {
        writer.opt_time(self.from);
        writer.opt_time(self.until);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Self { from: reader.opt_time()?, until: reader.opt_time()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_big_endian_and_read_back() {
        let mut writer = Writer::new();
        writer.u8(0x01);
        writer.u16(0x0203);
        writer.u24(0x04_0506);
        writer.u32(0x0708_090A);
        writer.u64(0x0B0C_0D0E_0F10_1112);
        writer.i32(-2);
        writer.opt_time(None);
        writer.opt_time(Some(7));
        writer.fixed(&[0xAA; 2]);
        writer.bytes8(b"id");
        writer.list(&[3u16, 4]);
        let bytes = writer.finish().unwrap();
        assert_eq!(
            bytes,
            [
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, // unsigned
                0xFF, 0xFF, 0xFF, 0xFE, // signed
                0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 7, // times
                0xAA, 0xAA, 2, b'i', b'd', 2, 0, 3, 0, 4,
            ]
        );

        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.u8(), Ok(0x01));
        assert_eq!(reader.u16(), Ok(0x0203));
        assert_eq!(reader.u24(), Ok(0x04_0506));
        assert_eq!(reader.u32(), Ok(0x0708_090A));
        assert_eq!(reader.u64(), Ok(0x0B0C_0D0E_0F10_1112));
        assert_eq!(reader.i32(), Ok(-2));
        assert_eq!(reader.opt_time(), Ok(None));
        assert_eq!(reader.opt_time(), Ok(Some(7)));
        assert_eq!(reader.fixed(2), Ok(&[0xAA; 2][..]));
        assert_eq!(reader.bytes8(), Ok(&b"id"[..]));
        assert_eq!(reader.list::<u16>(2), Ok(vec![3, 4]));
        assert!(reader.is_empty());
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn what_does_not_fit_is_never_cut_short() {
        let unfit = |write: fn(&mut Writer)| {
            let mut writer = Writer::new();
            write(&mut writer);
            writer.finish()
        };
        assert_eq!(unfit(|w| w.u24(0x0100_0000)), Err(DoesNotFit));
        assert_eq!(unfit(|w| w.opt_time(Some(OPEN))), Err(DoesNotFit));
        assert_eq!(unfit(|w| w.bytes8(&[0; 256])), Err(DoesNotFit));
        assert_eq!(unfit(|w| w.list(&[0u8; 256])), Err(DoesNotFit));
        assert_eq!(unfit(|w| w.bytes8(&[0; 255])).map(|bytes| bytes.len()), Ok(256));
        assert_eq!(unfit(|w| w.u24(0x00FF_FFFF)), Ok(vec![0xFF; 3]));
    }

    #[test]
    fn every_truncation_is_corrupt() {
        let period = Period { from: Some(1), until: None };
        let bytes = period.to_packed().unwrap();
        assert_eq!(Period::from_packed(&bytes), Ok(period));
        for len in 0..bytes.len() {
            let at = if len < 4 { 0 } else { 4 };
            assert_eq!(Period::from_packed(&bytes[..len]), Err(CorruptState { at }));
        }
    }

    #[test]
    fn trailing_bytes_are_corrupt() {
        assert_eq!(u32::from_packed(&[0, 0, 0, 1, 9]), Err(CorruptState { at: 4 }));
    }

    #[test]
    fn lengths_beyond_the_bytes_or_the_bound_are_corrupt() {
        assert_eq!(Reader::new(&[3, 1, 2]).bytes8(), Err(CorruptState { at: 1 }));
        assert_eq!(Reader::new(&[3, 1, 2]).list::<u8>(3), Err(CorruptState { at: 3 }));
        assert_eq!(Reader::new(&[3, 1, 2, 3]).list::<u8>(2), Err(CorruptState { at: 0 }));
        assert_eq!(Reader::new(&[1]).fixed(usize::MAX), Err(CorruptState { at: 0 }));
    }

    #[test]
    fn errors_start_with_their_code() {
        assert_eq!(CorruptState { at: 9 }.to_string(), "corrupt_state: at byte 9");
        assert_eq!(DoesNotFit.to_string(), "does_not_fit: a value exceeds its packed field");
    }
}
