//! What a check does not need of a credential.

use super::super::Identifier;
use crate::pack::{CorruptState, Packed, Reader, Writer};
use crate::Bytes32;

/// What a check does not need of a credential: version u16, evidence 32 bytes, then, if any, the identifier's
/// scheme u8 and value. The prefix lists what one issuer issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColdEntry {
    /// 1 for the first; one more each time it is issued again after a revocation.
    pub version: u16,
    /// The hash of the evidence the issuer keeps.
    pub evidence: Bytes32,
    /// The identifier, in its canonical form.
    pub identifier: Option<Identifier>,
}

impl Packed for ColdEntry {
    fn pack(&self, writer: &mut Writer) {
        writer.u16(self.version);
        writer.fixed(&self.evidence.0);
        if let Some(identifier) = &self.identifier {
            writer.code(identifier.scheme);
            writer.fixed(identifier.value.as_bytes());
        }
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let version = reader.u16()?;
        let evidence = Bytes32(reader.array()?);
        let identifier = if reader.is_empty() {
            None
        } else {
            let scheme = reader.code()?;
            let corrupt = reader.corrupt();
            let value = std::str::from_utf8(reader.remaining()).map_err(|_| corrupt)?;
            if value.is_empty() {
                return Err(corrupt);
            }
            let value = value.to_string();
            Some(Identifier { scheme, value })
        };
        Ok(ColdEntry {
            version,
            evidence,
            identifier,
        })
    }
}
