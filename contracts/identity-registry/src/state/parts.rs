//! Parts that several packed records share.

use health_kit::pack::{CorruptState, Packed, Reader, Writer};

/// Reads a flag.
pub fn flag(reader: &mut Reader) -> Result<bool, CorruptState> {
    let corrupt = reader.corrupt();
    match reader.u8()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(corrupt),
    }
}

/// Appends text behind its length as u24.
pub fn pack_text(text: &str, writer: &mut Writer) {
    let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
    writer.u24(len);
    writer.fixed(text.as_bytes());
}

/// Reads text.
pub fn unpack_text(reader: &mut Reader) -> Result<String, CorruptState> {
    let corrupt = reader.corrupt();
    let len = usize::try_from(reader.u24()?).map_err(|_| corrupt)?;
    let text = std::str::from_utf8(reader.fixed(len)?).map_err(|_| corrupt)?;
    Ok(text.to_string())
}

/// Appends whether there is a value, and the value.
pub fn pack_option<T: Packed>(value: Option<&T>, writer: &mut Writer) {
    writer.u8(u8::from(value.is_some()));
    if let Some(value) = value {
        value.pack(writer);
    }
}

/// Reads an optional value.
pub fn unpack_option<T: Packed>(reader: &mut Reader) -> Result<Option<T>, CorruptState> {
    flag(reader)?.then(|| T::unpack(reader)).transpose()
}
