//! The first byte of every key, registered once in each contract.
//!
//! A contract's `state` lists what it stores and has the compiler check it:
//!
//! ```
//! use health_kit::map::{PackedItem, PackedMap};
//! use health_kit::prefix::{self, Prefix};
//!
//! const PAUSED_UNTIL: PackedItem<u32> = PackedItem::new(0x01, "paused until");
//! const OWNERS: PackedMap<u32, [u8; 20]> = PackedMap::new(0x10, "owner");
//!
//! /// Everything the contract stores.
//! pub const PREFIXES: &[Prefix] = &[PAUSED_UNTIL.prefix(), OWNERS.prefix()];
//! const _: () = assert!(prefix::distinct(PREFIXES));
//! ```

/// The first byte of an entry's keys, and the entry's name as errors give it.
pub type Prefix = (u8, &'static str);

/// What begins cw-storage-plus' length-prefixed namespaces.
pub const CW_STORAGE_PLUS: u8 = 0x00;

/// The `c` of `contract_info`, where cw2 keeps name and version.
pub const CONTRACT_INFO: u8 = 0x63;

/// From here on prefixes are this crate's own.
pub const KIT: u8 = 0xF0;

/// Where [`crate::admin`] keeps its state.
pub(crate) const ADMIN: u8 = KIT;

/// Whether a contract may use the prefix.
pub const fn is_free(byte: u8) -> bool {
    byte != CW_STORAGE_PLUS && byte != CONTRACT_INFO && byte < KIT
}

/// Whether all prefixes may be used and no two are the same.
pub const fn distinct(prefixes: &[Prefix]) -> bool {
    let mut rest = prefixes;
    while let [(byte, _), tail @ ..] = rest {
        if !is_free(*byte) {
            return false;
        }
        let mut others = tail;
        while let [(other, _), others_tail @ ..] = others {
            if *other == *byte {
                return false;
            }
            others = others_tail;
        }
        rest = tail;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collisions_are_found_wherever_they_stand() {
        assert!(distinct(&[]));
        assert!(distinct(&[(1, "a"), (2, "b"), (0xEF, "c")]));
        assert!(!distinct(&[(1, "a"), (2, "b"), (1, "c")]));
        assert!(!distinct(&[(1, "a"), (2, "b"), (2, "c")]));
    }

    #[test]
    fn reserved_prefixes_are_refused() {
        for byte in [CW_STORAGE_PLUS, CONTRACT_INFO, KIT, ADMIN, u8::MAX] {
            assert!(!distinct(&[(1, "a"), (byte, "b")]), "{byte}");
        }
        assert_eq!(CONTRACT_INFO, b'c');
        assert_eq!(cw2::CONTRACT.as_slice().first(), Some(&CONTRACT_INFO));
    }
}
