//! Thirty-two bytes: pseudonyms, hashes, commitments, selectors.

use std::{fmt, str::FromStr};

/// Thirty-two bytes, 64 hexadecimal digits in JSON (written in lower case, read in either).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes32(pub [u8; 32]);

impl Bytes32 {
    /// All zero: refused wherever a hash is asked for.
    pub const ZERO: Bytes32 = Bytes32([0; 32]);

    /// The selector of an accredited author or custodian: its identity-registry number in the last four bytes.
    pub fn of_holder(holder: u32) -> Bytes32 {
        let mut bytes = [0; 32];
        for (byte, part) in bytes.iter_mut().rev().zip(holder.to_le_bytes()) {
            *byte = part;
        }
        Bytes32(bytes)
    }

    /// The identity-registry number that [`Bytes32::of_holder`] made a selector of.
    pub fn holder(&self) -> Option<u32> {
        let (high, low) = self.0.split_last_chunk::<4>()?;
        let holder = u32::from_be_bytes(*low);
        (holder != 0 && high.iter().all(|byte| *byte == 0)).then_some(holder)
    }

    /// Whether every byte is zero.
    pub fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }
}

impl AsRef<[u8]> for Bytes32 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Bytes32 {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Bytes32 {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid_bytes: 64 hexadecimal digits are needed")]
pub struct InvalidBytes;

impl FromStr for Bytes32 {
    type Err = InvalidBytes;

    fn from_str(text: &str) -> Result<Self, InvalidBytes> {
        let mut bytes = [0; 32];
        if text.len() != 64 {
            return Err(InvalidBytes);
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = pair.iter().try_fold(0u8, |high, digit| {
                let low = char::from(*digit)
                    .to_digit(16)
                    .and_then(|low| u8::try_from(low).ok());
                Ok(high << 4 | low.ok_or(InvalidBytes)?)
            })?;
        }
        Ok(Bytes32(bytes))
    }
}

impl serde::Serialize for Bytes32 {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

struct BytesVisitor;

impl serde::de::Visitor<'_> for BytesVisitor {
    type Value = Bytes32;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("64 hexadecimal digits")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Bytes32, E> {
        text.parse().map_err(E::custom)
    }
}

impl<'de> serde::Deserialize<'de> for Bytes32 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(BytesVisitor)
    }
}

impl schemars::JsonSchema for Bytes32 {
    fn schema_name() -> String {
        "Bytes32".to_string()
    }

    fn json_schema(generator: &mut schemars::gen::SchemaGenerator) -> schemars::schema::Schema {
        let mut schema = generator.subschema_for::<String>().into_object();
        schema.string().pattern = Some("^[0-9a-fA-F]{64}$".to_string());
        schema.metadata().description =
            Some("Thirty-two bytes as 64 hexadecimal digits.".to_string());
        schema.into()
    }
}

impl cw_schema::Schemaifier for Bytes32 {
    fn visit_schema(visitor: &mut cw_schema::SchemaVisitor) -> cw_schema::DefinitionReference {
        String::visit_schema(visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::{from_json, to_json_string};

    #[test]
    fn holders_come_back_from_their_selector() {
        assert_eq!(Bytes32::of_holder(0x0102_0304).holder(), Some(0x0102_0304));
        assert_eq!(Bytes32::of_holder(0x0102_0304).0[28..], [1, 2, 3, 4]);
        assert_eq!(Bytes32::ZERO.holder(), None);
        assert_eq!(Bytes32([1; 32]).holder(), None);
    }

    #[test]
    fn sixty_four_digits_and_nothing_else() {
        let bytes = Bytes32([0xab; 32]);
        assert_eq!(
            to_json_string(&bytes).unwrap(),
            format!("\"{}\"", "ab".repeat(32))
        );
        assert_eq!(
            from_json::<Bytes32>(format!("\"{}\"", "AB".repeat(32))).unwrap(),
            bytes
        );
        for refused in [
            "ab".repeat(31),
            "ab".repeat(33),
            format!("0x{}", "ab".repeat(31)),
            "zz".repeat(32),
            format!("+b{}", "ab".repeat(31)),
        ] {
            assert_eq!(refused.parse::<Bytes32>(), Err(InvalidBytes), "{refused}");
        }
    }
}
