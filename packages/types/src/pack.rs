//! Packed entries: fixed-width big-endian fields, as the contracts keep them in storage.
//!
//! A stored byte costs more gas than decoding it ever does, so records that are written often are packed.
//! The format is public where contracts read each other's entries directly; readers check every byte.

use crate::bytes::Bytes32;
use crate::codes::Code;
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

    /// Appends the number of a code.
    pub fn code(&mut self, code: impl Code) {
        self.u8(code.number());
    }

    /// Appends the number of a code; 0 if there is none.
    pub fn opt_code(&mut self, code: Option<impl Code>) {
        self.u8(code.map_or(0, Code::number));
    }

    /// Appends a count byte and the codes' numbers; more than 255 do not fit.
    pub fn codes(&mut self, codes: &[impl Code]) {
        self.count(codes.len());
        for code in codes {
            self.code(*code);
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
        self.counted(max, T::unpack)
    }

    /// Reads the number of a code; an unknown one is corrupt.
    pub fn code<C: Code>(&mut self) -> Result<C, CorruptState> {
        let unknown = self.corrupt();
        self.opt_code()?.ok_or(unknown)
    }

    /// Reads the number of a code; 0 is none, an unknown one is corrupt.
    pub fn opt_code<C: Code>(&mut self) -> Result<Option<C>, CorruptState> {
        let unknown = self.corrupt();
        match self.u8()? {
            0 => Ok(None),
            number => C::from_number(number).ok_or(unknown).map(Some),
        }
    }

    /// Reads a count byte and as many codes; more than `max` are corrupt.
    pub fn codes<C: Code>(&mut self, max: u8) -> Result<Vec<C>, CorruptState> {
        self.counted(max, Self::code)
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

    fn counted<T>(
        &mut self,
        max: u8,
        read: impl Fn(&mut Self) -> Result<T, CorruptState>,
    ) -> Result<Vec<T>, CorruptState> {
        let too_many = self.corrupt();
        let count = self.u8()?;
        if count > max {
            return Err(too_many);
        }
        (0..count).map(|_| read(self)).collect()
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
        Ok(Self {
            from: reader.opt_time()?,
            until: reader.opt_time()?,
        })
    }
}

#[cfg(test)]
mod tests;
