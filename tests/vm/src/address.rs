//! Addresses as a chain makes them: bech32, 20 bytes for an account, 32 for a contract.

use bech32::{primitives::decode::CheckedHrpstring, Bech32, Hrp};
use cosmwasm_vm::{BackendApi, BackendError, BackendResult, GasInfo};
use sha2::{Digest, Sha256};

use crate::gas;

/// The chain's address prefix.
pub const PREFIX: &str = "cosmos";

/// Lengths of addresses that the Cosmos SDK takes.
const LENGTHS: std::ops::RangeInclusive<usize> = 1..=255;

/// The account that `name` stands for, always the same: the first 20 bytes of a hash, as of a key.
pub fn account(name: &str) -> String {
    let digest = Sha256::digest(name.as_bytes());
    encode(digest.get(..20).unwrap_or_default()).unwrap_or_default()
}

/// The address of the `instance`th contract of the chain, as wasmd derives it
/// (`BuildContractAddressClassic`).
pub fn contract(code: u64, instance: u64) -> String {
    let mut hash = Sha256::new();
    hash.update(Sha256::digest(b"module"));
    hash.update(b"wasm\0");
    hash.update(code.to_be_bytes());
    hash.update(instance.to_be_bytes());
    encode(&hash.finalize()).unwrap_or_default()
}

/// The text of a canonical address.
pub fn encode(canonical: &[u8]) -> Result<String, String> {
    if !LENGTHS.contains(&canonical.len()) {
        return Err("Invalid canonical address".into());
    }
    let hrp = Hrp::parse(PREFIX).map_err(|error| error.to_string())?;
    bech32::encode::<Bech32>(hrp, canonical).map_err(|error| error.to_string())
}

/// The canonical form of an address in text.
pub fn decode(text: &str) -> Result<Vec<u8>, String> {
    let parsed = CheckedHrpstring::new::<Bech32>(text).map_err(|_| "Invalid input".to_string())?;
    if parsed.hrp().as_str() != PREFIX {
        return Err("Invalid input".into());
    }
    Ok(parsed.byte_iter().collect())
}

/// The chain's address functions, at wasmd's prices.
#[derive(Clone, Copy, Debug)]
pub struct Bech32Api;

fn priced<T>(result: Result<T, String>, sdk_gas: u64) -> BackendResult<T> {
    let cost = sdk_gas.saturating_mul(gas::POINTS_PER_GAS);
    (
        result.map_err(BackendError::user_err),
        GasInfo::with_cost(cost),
    )
}

impl BackendApi for Bech32Api {
    fn addr_validate(&self, input: &str) -> BackendResult<()> {
        let result = decode(input)
            .and_then(|canonical| encode(&canonical))
            .and_then(|text| {
                if text == input {
                    Ok(())
                } else {
                    Err("Address is not normalized".into())
                }
            });
        priced(result, gas::VALIDATE)
    }

    fn addr_canonicalize(&self, human: &str) -> BackendResult<Vec<u8>> {
        priced(decode(human), gas::CANONICALIZE)
    }

    fn addr_humanize(&self, canonical: &[u8]) -> BackendResult<String> {
        priced(encode(canonical), gas::HUMANIZE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_and_contracts_have_the_lengths_of_a_chain() {
        assert_eq!(decode(&account("alice")).unwrap().len(), 20);
        assert_eq!(decode(&contract(1, 1)).unwrap().len(), 32);
        assert_ne!(contract(1, 1), contract(1, 2));
        assert_ne!(account("alice"), account("bob"));
    }

    #[test]
    fn a_contract_address_is_that_of_wasmd() {
        // wasmd's first contract of the first code, in its own prefix:
        // wasm14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s0phg4d.
        let canonical = decode(&contract(1, 1)).unwrap();
        let hrp = Hrp::parse("wasm").unwrap();
        assert_eq!(
            bech32::encode::<Bech32>(hrp, &canonical).unwrap(),
            "wasm14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s0phg4d"
        );
    }

    #[test]
    fn foreign_broken_and_upper_case_addresses_are_refused() {
        let good = account("alice");
        assert_eq!(Bech32Api.addr_validate(&good).0, Ok(()));
        let foreign = bech32::encode::<Bech32>(Hrp::parse("osmo").unwrap(), &[1; 20]).unwrap();
        for bad in [
            good.to_uppercase(),
            foreign,
            format!("{good}q"),
            String::new(),
        ] {
            assert!(Bech32Api.addr_validate(&bad).0.is_err(), "{bad}");
        }
    }

    #[test]
    fn address_calls_have_the_prices_of_wasmd() {
        let good = account("alice");
        assert_eq!(
            Bech32Api.addr_validate(&good).1,
            GasInfo::with_cost(9 * 140_000)
        );
        assert_eq!(
            Bech32Api.addr_canonicalize(&good).1,
            GasInfo::with_cost(4 * 140_000)
        );
        assert_eq!(
            Bech32Api.addr_humanize(&[1; 20]).1,
            GasInfo::with_cost(5 * 140_000)
        );
    }
}
