//! Asking other contracts nothing twice.

use cosmwasm_std::{Querier, QuerierResult, QuerierWrapper};
use std::cell::RefCell;

/// A querier that remembers each answer for as long as one message or query runs. Meanwhile no other contract runs, so
/// that what it was told stays true. What is asked twice (one issuer behind many credentials) is paid for once.
pub struct Memo<'a> {
    querier: QuerierWrapper<'a>,
    known: RefCell<Vec<(Vec<u8>, QuerierResult)>>,
}

impl<'a> Memo<'a> {
    /// A querier that knows nothing yet and asks this one.
    pub fn new(querier: QuerierWrapper<'a>) -> Self {
        Memo {
            querier,
            known: RefCell::default(),
        }
    }
}

impl Querier for Memo<'_> {
    fn raw_query(&self, request: &[u8]) -> QuerierResult {
        let same = |(asked, _): &&(Vec<u8>, QuerierResult)| asked == request;
        if let Some((_, answer)) = self.known.borrow().iter().find(same) {
            return answer.clone();
        }
        let answer = self.querier.raw_query(request);
        self.known
            .borrow_mut()
            .push((request.to_vec(), answer.clone()));
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::testing::MockQuerier;
    use cosmwasm_std::{Binary, ContractResult, SystemError, SystemResult, WasmQuery};
    use std::cell::Cell;
    use std::rc::Rc;

    #[test]
    fn each_question_is_asked_once_and_answered_alike() {
        let asked = Rc::new(Cell::new(0));
        let counter = asked.clone();
        let mut chain = MockQuerier::default();
        chain.update_wasm(move |query| {
            counter.set(counter.get() + 1);
            match query {
                WasmQuery::Raw { key, .. } if key.as_slice() == b"gone" => {
                    SystemResult::Err(SystemError::NoSuchContract { addr: "c".into() })
                }
                WasmQuery::Raw { key, .. } => SystemResult::Ok(ContractResult::Ok(key.clone())),
                _ => SystemResult::Ok(ContractResult::Ok(Binary::default())),
            }
        });
        let memo = Memo::new(QuerierWrapper::new(&chain));
        let querier: QuerierWrapper = QuerierWrapper::new(&memo);
        let ask = |contract: &str, key: &[u8]| {
            let answer = querier.query_wasm_raw(contract, key);
            (answer.map_err(|error| error.to_string()), asked.get())
        };
        assert_eq!(ask("c", b"one"), (Ok(Some(b"one".to_vec())), 1));
        assert_eq!(ask("c", b"two"), (Ok(Some(b"two".to_vec())), 2));
        assert_eq!(ask("c", b"one"), (Ok(Some(b"one".to_vec())), 2));
        // Another contract is another question.
        assert_eq!(ask("d", b"one").1, 3);
        // Failures are answers, too.
        let (failed, _) = ask("c", b"gone");
        assert!(failed.is_err());
        assert_eq!(ask("c", b"gone"), (failed, 4));
    }
}
