//! The decentralised identifier of an account: `did:pkh`, over CAIP-10 account ids.

/// The alphabet of Bech32 (BIP 173).
const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// The human-readable part under which the same key is the same account on every chain.
const PREFIX: &str = "cosmos";

/// The `did:pkh` of an account on a chain, its address written with the prefix `cosmos` whatever the chain's own.
/// None if the chain id is no CAIP-2 reference (1 to 32 letters, digits and hyphens), or the address is empty or
/// longer than 32 bytes.
pub fn account_did(chain_id: &str, canonical: &[u8]) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let reference = (1..=32).contains(&chain_id.len()) && chain_id.bytes().all(plain);
    if !reference || canonical.is_empty() || canonical.len() > 32 {
        return None;
    }
    let address = bech32(PREFIX, canonical)?;
    Some(format!("did:pkh:cosmos:{chain_id}:{address}"))
}

/// Bech32 (BIP 173) of some bytes.
fn bech32(prefix: &str, bytes: &[u8]) -> Option<String> {
    let data = five_bits(bytes);
    let expanded = prefix
        .bytes()
        .map(|byte| byte >> 5)
        .chain([0])
        .chain(prefix.bytes().map(|byte| byte & 31));
    let sum = polymod(expanded.chain(data.iter().copied()).chain([0; 6])) ^ 1;
    let check = [25u32, 20, 15, 10, 5, 0].map(|shift| sum.wrapping_shr(shift) & 31);
    let mut text = format!("{prefix}1");
    for value in data.into_iter().map(u32::from).chain(check) {
        text.push(char::from(*ALPHABET.get(usize::try_from(value).ok()?)?));
    }
    Some(text)
}

/// Regroups bytes into groups of five bits, the last one filled with zeros.
fn five_bits(bytes: &[u8]) -> Vec<u8> {
    bytes
        .chunks(5)
        .flat_map(|chunk| {
            let mut eight = [0u8; 8];
            let (_, low) = eight.split_at_mut(3);
            low.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
            let bits = u64::from_be_bytes(eight);
            let groups = chunk.len().saturating_mul(8).div_ceil(5);
            [35u32, 30, 25, 20, 15, 10, 5, 0]
                .into_iter()
                .take(groups)
                .map(move |shift| bits.wrapping_shr(shift).to_be_bytes()[7] & 31)
        })
        .collect()
}

fn polymod(values: impl Iterator<Item = u8>) -> u32 {
    const GENERATOR: [u32; 5] = [
        0x3b6a_57b2,
        0x2650_8e6d,
        0x1ea1_19fa,
        0x3d42_33dd,
        0x2a14_62b3,
    ];
    values.fold(1, |sum, value| {
        let top = sum >> 25;
        let shifted = (sum & 0x01ff_ffff) << 5 ^ u32::from(value);
        (0u32..).zip(GENERATOR).fold(shifted, |sum, (bit, term)| {
            if top.wrapping_shr(bit) & 1 == 1 {
                sum ^ term
            } else {
                sum
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_other_encoders() {
        assert_eq!(
            five_bits(&[0xff, 0x00]),
            [0b11111, 0b11100, 0b00000, 0b00000]
        );
        // BIP 173: the empty data part of "a" has the checksum 2uel5l.
        assert_eq!(bech32("a", &[]).as_deref(), Some("a12uel5l"));
        assert_eq!(
            bech32(
                "abcdef",
                &[
                    0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf, 0x84, 0x65, 0x3a,
                    0x56, 0xd7, 0xc6, 0x75, 0xbe, 0x77, 0xdf
                ]
            )
            .as_deref(),
            Some("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw")
        );
    }

    #[test]
    fn chains_share_the_address_alone() {
        let account = [0x42; 20];
        let osmosis = account_did("osmosis-1", &account).unwrap();
        let neutron = account_did("neutron-1", &account).unwrap();
        let tail = osmosis
            .strip_prefix("did:pkh:cosmos:osmosis-1:cosmos1")
            .unwrap();
        assert_eq!(tail.len(), 38);
        assert_eq!(neutron, format!("did:pkh:cosmos:neutron-1:cosmos1{tail}"));
    }

    #[test]
    fn what_has_no_did() {
        for (chain, account) in [
            ("", &[1u8; 20][..]),
            ("a_b", &[1; 20]),
            ("a:b", &[1; 20]),
            ("chain", &[]),
            ("chain", &[1; 33]),
        ] {
            assert_eq!(account_did(chain, account), None, "{chain}");
        }
        let long = "x".repeat(33);
        assert_eq!(account_did(&long, &[1; 20]), None);
        assert!(account_did("chain", &[1; 32]).is_some());
    }
}
