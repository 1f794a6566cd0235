//! What the typed clients share: entries of other contracts, and which contract stands at an address.

use cosmwasm_std::{from_json, Addr, CustomQuery, QuerierWrapper, StdError, StdResult};

/// The entry of a contract under a key, if there is one.
pub(crate) fn read<C: CustomQuery>(
    querier: &QuerierWrapper<C>,
    contract: &Addr,
    key: Vec<u8>,
) -> StdResult<Option<Vec<u8>>> {
    Ok(querier
        .query_wasm_raw(contract.as_str(), key)?
        .filter(|bytes| !bytes.is_empty()))
}

/// Refuses a contract that does not call itself `name`.
///
/// # Errors
/// `code`.
pub(crate) fn verify<C: CustomQuery>(
    querier: &QuerierWrapper<C>,
    contract: &Addr,
    name: &str,
    code: &str,
) -> StdResult<()> {
    /// The part of cw2's `contract_info` that matters.
    #[derive(serde::Deserialize)]
    struct ContractInfo {
        contract: String,
    }
    let info = read(querier, contract, b"contract_info".to_vec())?
        .map(from_json::<ContractInfo>)
        .transpose()?;
    match info {
        Some(info) if info.contract == name => Ok(()),
        _ => Err(StdError::msg(format_args!(
            "{code}: the contract is not {name}"
        ))),
    }
}
