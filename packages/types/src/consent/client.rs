//! How other contracts ask consent-registry, and have it record what was accessed.

use super::answer::{DecisionResponse, ExplainResponse};
use super::execute::{AccessAttempt, AccessItem, ExecuteMsg};
use super::query::{QueryMsg, Question};
use super::response::{ConsentResponse, SubjectResponse};
use super::CONTRACT_NAME;
use crate::{contract, Bytes32};
use cosmwasm_std::{to_json_binary, Addr, Api, CustomQuery, QuerierWrapper, StdResult, WasmMsg};
use serde::de::DeserializeOwned;

/// The consent-registry at an address that was verified once, with [`Client::verify_contract`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The contract.
    pub address: Addr,
}

/// Who asks about whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inquiry {
    /// The subject.
    pub subject: Bytes32,
    /// The requester's account.
    pub requester: Addr,
    /// The organisations it acts for, by identity-registry number; at most 4, none twice.
    pub organisations: Vec<u32>,
}

impl Client {
    /// A client for the contract at `address`.
    pub fn new(address: Addr) -> Self {
        Client { address }
    }

    /// A client for an address that a message names.
    ///
    /// # Errors
    /// Unless it is an address of this chain, in the chain's own spelling.
    pub fn checked(api: &dyn Api, human: &str) -> StdResult<Self> {
        api.addr_validate(human).map(Client::new)
    }

    /// Refuses an address at which no consent-registry stands. To be called at instantiation and on every change of
    /// address.
    ///
    /// # Errors
    /// `not_consent_registry`.
    pub fn verify_contract<C: CustomQuery>(&self, querier: &QuerierWrapper<C>) -> StdResult<()> {
        contract::verify(
            querier,
            &self.address,
            CONTRACT_NAME,
            "not_consent_registry",
        )
    }

    /// The smart query `Decide`: it leaves no trace.
    pub fn decide<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        inquiry: Inquiry,
        question: Question,
    ) -> StdResult<DecisionResponse> {
        let (requester, organisations) = inquiry.claims();
        self.ask(
            querier,
            QueryMsg::Decide {
                subject: inquiry.subject,
                requester,
                organisations,
                question,
            },
        )
    }

    /// The smart query `DecideBatch`: 1 to 30 questions, the answers in order.
    pub fn decide_batch<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        inquiry: Inquiry,
        questions: Vec<Question>,
    ) -> StdResult<Vec<DecisionResponse>> {
        let (requester, organisations) = inquiry.claims();
        self.ask(
            querier,
            QueryMsg::DecideBatch {
                subject: inquiry.subject,
                requester,
                organisations,
                questions,
            },
        )
    }

    /// The smart query `Explain`.
    pub fn explain<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        inquiry: Inquiry,
        question: Question,
    ) -> StdResult<ExplainResponse> {
        let (requester, organisations) = inquiry.claims();
        self.ask(
            querier,
            QueryMsg::Explain {
                subject: inquiry.subject,
                requester,
                organisations,
                question,
            },
        )
    }

    /// The smart query `Consent`.
    pub fn consent<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        subject: Bytes32,
        id: u32,
    ) -> StdResult<ConsentResponse> {
        self.ask(querier, QueryMsg::Consent { subject, id })
    }

    /// The smart query `Subject`.
    pub fn subject<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        subject: Bytes32,
    ) -> StdResult<SubjectResponse> {
        self.ask(querier, QueryMsg::Subject { subject })
    }

    /// The message `RecordAccess`, which decides and logs; its data are an [`super::AccessData`].
    pub fn record_access(
        &self,
        attempt: AccessAttempt,
        items: Vec<AccessItem>,
    ) -> StdResult<WasmMsg> {
        Ok(WasmMsg::Execute {
            contract_addr: self.address.to_string(),
            msg: to_json_binary(&ExecuteMsg::RecordAccess { attempt, items })?,
            funds: Vec::new(),
        })
    }

    fn ask<T: DeserializeOwned, C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        query: QueryMsg,
    ) -> StdResult<T> {
        querier.query_wasm_smart(self.address.as_str(), &query)
    }
}

impl Inquiry {
    fn claims(&self) -> (String, Option<Vec<u32>>) {
        let organisations = self.organisations.clone();
        (
            self.requester.to_string(),
            Some(organisations).filter(|list| !list.is_empty()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{Action, PurposeOfUse};
    use crate::consent::{Category, Purpose};
    use cosmwasm_std::testing::{MockApi, MockQuerier};
    use cosmwasm_std::{from_json, ContractResult, StdError, SystemResult, WasmQuery};

    /// Answers `contract_info` with `info`, and every smart query with the query itself, in an error.
    fn querier(info: &'static str) -> MockQuerier {
        let mut querier = MockQuerier::default();
        querier.update_wasm(move |query| {
            SystemResult::Ok(match query {
                WasmQuery::Raw { key, .. } if key.as_slice() == b"contract_info" => {
                    ContractResult::Ok(info.as_bytes().into())
                }
                WasmQuery::Smart { msg, .. } => {
                    ContractResult::Err(String::from_utf8(msg.to_vec()).unwrap())
                }
                _ => ContractResult::Err("neither".into()),
            })
        });
        querier
    }

    fn client() -> Client {
        let address = MockApi::default().addr_make("registry");
        Client::checked(&MockApi::default(), address.as_str()).unwrap()
    }

    fn question() -> Question {
        Question {
            purpose: Purpose::Code {
                code: PurposeOfUse::TREAT,
            },
            action: Action::Access,
            category: Category::PatientPrivacy,
            data: None,
        }
    }

    #[test]
    fn addresses_are_checked() {
        assert!(Client::checked(&MockApi::default(), "nowhere").is_err());
        let upper = client().address.as_str().to_uppercase();
        assert!(Client::checked(&MockApi::default(), &upper).is_err());
    }

    #[test]
    fn other_contracts_are_refused() {
        for (info, right) in [
            (
                r#"{"contract":"cw-health:consent-registry","version":"0.1.0"}"#,
                true,
            ),
            (
                r#"{"contract":"cw-health:identity-registry","version":"0.1.0"}"#,
                false,
            ),
            ("", false),
            ("{}", false),
        ] {
            let querier = querier(info);
            let verified =
                client().verify_contract(&QuerierWrapper::<cosmwasm_std::Empty>::new(&querier));
            assert_eq!(verified.is_ok(), right, "{info}");
        }
    }

    #[test]
    fn queries_carry_what_was_asked() {
        let querier = querier("");
        let querier = QuerierWrapper::<cosmwasm_std::Empty>::new(&querier);
        let requester = MockApi::default().addr_make("nurse");
        let inquiry = |organisations: &[u32]| Inquiry {
            subject: Bytes32([7; 32]),
            requester: requester.clone(),
            organisations: organisations.to_vec(),
        };
        let sent = |error: StdError| error.to_string();
        let one = sent(
            client()
                .decide(&querier, inquiry(&[]), question())
                .unwrap_err(),
        );
        assert!(
            one.contains(r#"{"decide":{"#) && one.contains(r#""organisations":null"#),
            "{one}"
        );
        let many = sent(
            client()
                .decide_batch(&querier, inquiry(&[3]), vec![question()])
                .unwrap_err(),
        );
        assert!(
            many.contains(r#"{"decide_batch":{"#) && many.contains(r#""organisations":[3]"#),
            "{many}"
        );
        let why = sent(
            client()
                .explain(&querier, inquiry(&[3]), question())
                .unwrap_err(),
        );
        assert!(
            why.contains(r#"{"explain":{"#) && why.contains(requester.as_str()),
            "{why}"
        );
        let consent = sent(client().consent(&querier, Bytes32([7; 32]), 4).unwrap_err());
        assert!(consent.contains(r#""id":4"#), "{consent}");
        let subject = sent(client().subject(&querier, Bytes32([7; 32])).unwrap_err());
        assert!(subject.contains(&"07".repeat(32)), "{subject}");
    }

    #[test]
    fn recording_is_a_message_without_coins() {
        let question = question();
        let attempt = AccessAttempt {
            subject: Bytes32([7; 32]),
            requester: "nurse".into(),
            organisations: None,
            purpose: question.purpose,
            action: question.action,
            category: question.category,
        };
        let items = vec![AccessItem::Bulk {}];
        let sent = client()
            .record_access(attempt.clone(), items.clone())
            .unwrap();
        let WasmMsg::Execute {
            contract_addr,
            msg,
            funds,
        } = sent
        else {
            panic!("another kind of message");
        };
        assert_eq!(
            (contract_addr.as_str(), funds.len()),
            (client().address.as_str(), 0)
        );
        assert_eq!(
            from_json::<ExecuteMsg>(&msg).unwrap(),
            ExecuteMsg::RecordAccess { attempt, items }
        );
    }
}
