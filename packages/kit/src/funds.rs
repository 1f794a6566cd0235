//! Coins are refused where none are taken, lest they be stranded.

use crate::text::clip;
use crate::KitError;
use cosmwasm_std::MessageInfo;

/// Refuses coins; the first check of every message that takes none, instantiation included.
///
/// # Errors
/// `funds_refused` if any were sent.
pub fn nonpayable(info: &MessageInfo) -> Result<(), KitError> {
    match info.funds.first() {
        None => Ok(()),
        Some(coin) => Err(KitError::FundsRefused {
            denom: clip(&coin.denom),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::testing::message_info;
    use cosmwasm_std::{coin, Addr};

    #[test]
    fn any_coin_is_refused() {
        let sender = Addr::unchecked("sender");
        assert_eq!(nonpayable(&message_info(&sender, &[])), Ok(()));
        for amount in [0, 1] {
            let error = nonpayable(&message_info(&sender, &[coin(amount, "utoken")])).unwrap_err();
            assert_eq!(
                error.to_string(),
                "funds_refused: this message takes no utoken"
            );
        }
    }
}
