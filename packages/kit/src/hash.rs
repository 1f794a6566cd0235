//! Identifiers that a contract computes.

use health_types::Bytes32;
use sha2::{Digest, Sha256};

/// SHA-256 (FIPS 180-4) of the tag and the parts, each behind its length as eight big-endian bytes, so that no
/// two lists of parts are hashed alike. The tag names what the hash stands for, and the version of its recipe.
pub fn tagged_hash(tag: &str, parts: &[&[u8]]) -> Bytes32 {
    let mut hash = Sha256::new();
    for part in std::iter::once(&tag.as_bytes()).chain(parts) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    Bytes32(hash.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_lengths_and_parts() {
        let mut bytes = vec![0, 0, 0, 0, 0, 0, 0, 1, b't'];
        bytes.extend([0, 0, 0, 0, 0, 0, 0, 2, b'a', b'b', 0, 0, 0, 0, 0, 0, 0, 0]);
        let expected = Bytes32(Sha256::digest(&bytes).into());
        assert_eq!(tagged_hash("t", &[b"ab", b""]), expected);
        assert_eq!(
            expected.to_string(),
            "d4e081421c9a24abddb32cbbab44b2eaf4e5ddb02a00eaf0dd2918aa3654dc31"
        );
    }

    #[test]
    fn parts_do_not_run_together() {
        let hashes = [
            tagged_hash("t", &[b"ab", b"c"]),
            tagged_hash("t", &[b"a", b"bc"]),
            tagged_hash("t", &[b"abc"]),
            tagged_hash("t", &[b"abc", b""]),
            tagged_hash("ta", &[b"bc"]),
            tagged_hash("t", &[]),
        ];
        for (i, one) in hashes.iter().enumerate() {
            assert!(hashes.iter().skip(i + 1).all(|other| other != one));
        }
    }
}
