//! Issuers.

use super::super::{CredentialKind, IssuerState};
use crate::pack::{CorruptState, Packed, Reader, Writer};

/// An issuer, as far as a check needs it: state u8, kinds u64, subs down u32, distrust after u32; 17 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssuerEntry {
    /// Whether it may issue, or all it issued fails.
    pub state: IssuerState,
    /// The kinds it is accredited for, a bit each ([`CredentialKind::bit`]).
    pub kinds: u64,
    /// The sub-issuers that are suspended or removed: bit n − 1 for sub-issuer n.
    pub down: u32,
    /// What it issued or renewed after this second fails; absent: nothing.
    pub distrust_after: Option<u32>,
}

impl IssuerEntry {
    /// Whether sub-issuer `sub` is suspended or removed; 0 is the issuer itself.
    pub fn is_down(&self, sub: u8) -> bool {
        sub != 0 && self.down & sub_bit(sub) != 0
    }

    /// Whether a credential of `kind` issued or renewed by `sub` at `issued` counts as far as the issuer goes.
    pub fn stands_behind(&self, sub: u8, kind: CredentialKind, issued: u32) -> bool {
        self.state == IssuerState::Active
            && self.kinds & kind.bit() != 0
            && !self.is_down(sub)
            && self.distrust_after.is_none_or(|after| issued <= after)
    }
}

impl Packed for IssuerEntry {
    fn pack(&self, writer: &mut Writer) {
        writer.code(self.state);
        writer.u64(self.kinds);
        writer.u32(self.down);
        writer.opt_time(self.distrust_after);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(IssuerEntry {
            state: reader.code()?,
            kinds: reader.u64()?,
            down: reader.u32()?,
            distrust_after: reader.opt_time()?,
        })
    }
}

/// The bit of a sub-issuer, from 1 to 32, in [`IssuerEntry::down`].
pub const fn sub_bit(sub: u8) -> u32 {
    1u32.wrapping_shl((sub as u32).wrapping_sub(1))
}
