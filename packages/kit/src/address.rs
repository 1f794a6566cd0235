//! Addresses in messages, and their canonical bytes in storage.

use crate::text::clip;
use crate::KitError;
use cosmwasm_std::{Addr, Api, CanonicalAddr, Env, MessageInfo};

/// The longest text that the VM takes for an address; a longer one would abort the contract without an error.
pub const MAX: usize = 256;

/// The canonical bytes of an address that a message names.
///
/// # Errors
/// `invalid_address` unless it is an address of this chain, written as the chain itself writes it.
pub fn canonical(api: &dyn Api, human: &str) -> Result<CanonicalAddr, KitError> {
    let invalid = || KitError::InvalidAddress {
        address: clip(human),
    };
    if human.is_empty() || human.len() > MAX {
        return Err(invalid());
    }
    let canonical = api.addr_canonicalize(human).map_err(|_| invalid())?;
    let normal = api.addr_humanize(&canonical).map_err(|_| invalid())?;
    if normal.as_str() != human {
        return Err(invalid());
    }
    Ok(canonical)
}

/// Like [`canonical`], for an account that must not be the contract's own.
///
/// # Errors
/// As [`canonical`]; `self_reference` if it is the contract's own.
pub fn outside(api: &dyn Api, env: &Env, human: &str) -> Result<CanonicalAddr, KitError> {
    let canonical = canonical(api, human)?;
    refuse_own(&env.contract.address, human)?;
    Ok(canonical)
}

/// Like [`outside`], for an account that must be somebody else's than the sender's, too.
///
/// # Errors
/// As [`canonical`]; `self_reference` if it is the sender's or the contract's own.
pub fn another(
    api: &dyn Api,
    env: &Env,
    info: &MessageInfo,
    human: &str,
) -> Result<CanonicalAddr, KitError> {
    let canonical = outside(api, env, human)?;
    refuse_own(&info.sender, human)?;
    Ok(canonical)
}

fn refuse_own(own: &Addr, human: &str) -> Result<(), KitError> {
    if human == own.as_str() {
        return Err(KitError::SelfReference {
            address: clip(human),
        });
    }
    Ok(())
}

/// The canonical bytes of an address that the chain gave: the sender's or the contract's.
///
/// # Errors
/// `invalid_address` if the chain cannot read its own address.
pub fn given(api: &dyn Api, address: &Addr) -> Result<CanonicalAddr, KitError> {
    api.addr_canonicalize(address.as_str())
        .map_err(|_| KitError::InvalidAddress {
            address: clip(address.as_str()),
        })
}

/// The text of stored canonical bytes. `entry` names where they are stored.
///
/// # Errors
/// `corrupt_state` if they are no address.
pub fn human(
    api: &dyn Api,
    canonical: &CanonicalAddr,
    entry: &'static str,
) -> Result<Addr, KitError> {
    api.addr_humanize(canonical)
        .map_err(|_| KitError::CorruptState { entry, at: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::testing::{message_info, mock_env, MockApi};

    #[test]
    fn normal_addresses_go_there_and_back() {
        let api = MockApi::default();
        let alice = api.addr_make("alice");
        let bytes = canonical(&api, alice.as_str()).unwrap();
        assert_eq!(bytes.len(), 32);
        assert_eq!(given(&api, &alice), Ok(bytes.clone()));
        assert_eq!(human(&api, &bytes, "owner"), Ok(alice));
    }

    #[test]
    fn others_are_refused() {
        let api = MockApi::default();
        let upper = api.addr_make("alice").as_str().to_uppercase();
        let foreign = MockApi::default()
            .with_prefix("other")
            .addr_make("alice")
            .into_string();
        for text in [
            "",
            " ",
            "a",
            "../../x",
            "\0",
            &"x".repeat(257),
            &"x".repeat(10_000),
            &upper,
            &foreign,
        ] {
            let address = clip(text);
            assert!(address.chars().count() <= 64);
            assert_eq!(
                canonical(&api, text),
                Err(KitError::InvalidAddress { address })
            );
        }
    }

    #[test]
    fn neither_sender_nor_contract() {
        let api = MockApi::default();
        let mut env = mock_env();
        env.contract.address = api.addr_make("contract");
        let sender = api.addr_make("sender");
        let info = message_info(&sender, &[]);
        for own in [&sender, &env.contract.address] {
            assert_eq!(
                another(&api, &env, &info, own.as_str()),
                Err(KitError::SelfReference {
                    address: clip(own.as_str())
                })
            );
        }
        assert!(another(&api, &env, &info, api.addr_make("other").as_str()).is_ok());
        let own = env.contract.address.as_str();
        let refused = KitError::SelfReference { address: clip(own) };
        assert_eq!(outside(&api, &env, own), Err(refused));
        assert!(outside(&api, &env, sender.as_str()).is_ok());
    }

    #[test]
    fn stored_bytes_that_are_no_address_are_corrupt() {
        let error = human(&MockApi::default(), &CanonicalAddr::from(vec![]), "owner").unwrap_err();
        assert_eq!(error.to_string(), "corrupt_state: owner at byte 0");
    }
}
