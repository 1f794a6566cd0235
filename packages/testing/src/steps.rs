//! Steps that must go one way, and what a test looks at between them.

use crate::suite::{error_code, Outcome, Suite, Tx};
use cosmwasm_std::{Api, Record};
use health_kit::hash::tagged_hash;
use health_types::codes::PurposeOfUse;
use health_types::consent::{
    self, ConsentResponse, ConsentStatus, Decision, DecisionResponse, Item, Question, Reason,
    RegisteredData, SubjectResponse,
};
use health_types::identity::{self, CredentialKind};
use health_types::Bytes32;

/// Every entry of both contracts, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// identity-registry's.
    pub identity: Vec<Record>,
    /// consent-registry's.
    pub consent: Vec<Record>,
}

impl Suite {
    /// Every entry of both contracts.
    pub fn state(&self) -> State {
        State {
            identity: self.app.dump_wasm_raw(&self.identity),
            consent: self.app.dump_wasm_raw(&self.consent),
        }
    }

    /// Sends a message to consent-registry that must be carried out.
    pub fn must(&mut self, sender: &str, msg: &consent::ExecuteMsg) -> Tx {
        self.consent(sender, msg)
            .unwrap_or_else(|error| panic!("{sender} sends {msg:?}: {error}"))
    }

    /// Sends a message to identity-registry that must be carried out.
    pub fn must_identity(&mut self, sender: &str, msg: &identity::ExecuteMsg) -> Tx {
        self.identity(sender, msg)
            .unwrap_or_else(|error| panic!("{sender} sends {msg:?}: {error}"))
    }

    /// Sends a message to consent-registry that must be refused, and change no byte. Gives the error's code.
    pub fn refused(&mut self, sender: &str, msg: &consent::ExecuteMsg) -> String {
        let before = self.state();
        let outcome = self.consent(sender, msg);
        self.code_of_refusal(outcome, &before, &format!("{sender} sends {msg:?}"))
    }

    /// Sends a message to identity-registry that must be refused, and change no byte. Gives the error's code.
    pub fn refused_identity(&mut self, sender: &str, msg: &identity::ExecuteMsg) -> String {
        let before = self.state();
        let outcome = self.identity(sender, msg);
        self.code_of_refusal(outcome, &before, &format!("{sender} sends {msg:?}"))
    }

    fn code_of_refusal(&self, outcome: Outcome, before: &State, what: &str) -> String {
        let Err(error) = outcome else {
            panic!("{what}: carried out");
        };
        assert!(
            self.state() == *before,
            "{what}: refused, but changed state"
        );
        error_code(&error).to_string()
    }

    /// Registers another subject owned by the account of this name, with a nonce of that byte.
    pub fn register_with(&mut self, owner: &str, nonce: u8) -> Bytes32 {
        let register = consent::ExecuteMsg::Register {
            nonce: Bytes32([nonce; 32]),
            policies: consent::PolicyChange::default(),
            consents: None,
        };
        self.must(owner, &register).data::<RegisteredData>().subject
    }

    /// A consent.
    pub fn consent_info(&self, subject: Bytes32, id: u32) -> ConsentResponse {
        self.ask_consent(&consent::QueryMsg::Consent { subject, id })
            .unwrap_or_else(|error| panic!("consent {id}: {error}"))
    }

    /// A consent's status.
    pub fn consent_status(&self, subject: Bytes32, id: u32) -> ConsentStatus {
        self.consent_info(subject, id).status
    }

    /// A subject.
    pub fn subject_info(&self, subject: Bytes32) -> SubjectResponse {
        self.ask_consent(&consent::QueryMsg::Subject { subject })
            .unwrap_or_else(|error| panic!("subject: {error}"))
    }

    /// The answer to a question, which must be answered.
    pub fn answer(
        &self,
        subject: Bytes32,
        requester: &str,
        organisations: &[u32],
        question: Question,
    ) -> DecisionResponse {
        self.ask_consent(&consent::QueryMsg::Decide {
            subject,
            requester: self.account(requester).to_string(),
            organisations: Some(organisations.to_vec()).filter(|list| !list.is_empty()),
            question,
        })
        .unwrap_or_else(|error| panic!("decide for {requester}: {error}"))
    }

    /// Outcome and reason of a request for bulk data.
    pub fn outcome(
        &self,
        subject: Bytes32,
        requester: &str,
        organisations: &[u32],
        purpose: PurposeOfUse,
    ) -> (Decision, Reason) {
        let answer = self.answer(subject, requester, organisations, Self::question(purpose));
        (answer.decision, answer.reason)
    }

    /// Outcome and reason of a request for one item.
    pub fn outcome_of(
        &self,
        subject: Bytes32,
        requester: &str,
        organisations: &[u32],
        purpose: PurposeOfUse,
        item: Item,
    ) -> (Decision, Reason) {
        let question = Question {
            data: Some(item),
            ..Self::question(purpose)
        };
        let answer = self.answer(subject, requester, organisations, question);
        (answer.decision, answer.reason)
    }

    /// Accredits a further issuer by way of governance, which takes 48 hours. Gives its number.
    pub fn accredit_issuer(&mut self, name: &str, kinds: &[CredentialKind]) -> u32 {
        let accreditation = identity::Accreditation {
            account: self.account(name).to_string(),
            kinds: kinds.to_vec(),
            schemes: vec![],
        };
        let change = identity::IssuerChange::Accredit { accreditation };
        self.must_identity(
            "governance",
            &identity::ExecuteMsg::ProposeIssuerChange { change },
        );
        let pending: identity::IssuerChangesResponse = self
            .ask_identity(&identity::QueryMsg::IssuerChanges {
                start_after: None,
                limit: Some(50),
            })
            .expect("changes are listed");
        let change = pending.items.last().expect("the change is listed").id;
        self.advance(48 * 3_600);
        self.must_identity(
            "governance",
            &identity::ExecuteMsg::ApplyIssuerChange { change },
        );
        let account = self.account(name).to_string();
        self.ask_identity::<identity::AccountResponse>(&identity::QueryMsg::Account { account })
            .expect("the account is known")
            .issuer
            .expect("the account is an issuer's")
    }

    /// The account of this name as storage has it.
    pub fn canonical(&self, name: &str) -> Vec<u8> {
        let canonical = self
            .app
            .api()
            .addr_canonicalize(self.account(name).as_str())
            .expect("accounts are canonical");
        canonical.to_vec()
    }

    /// The salt of a recovery contact's commitment.
    pub fn salt(name: &str) -> Bytes32 {
        tagged_hash("salt", &[name.as_bytes()])
    }

    /// The pseudonym that consent-registry gives an account for a nonce.
    pub fn pseudonym(&self, owner: &str, nonce: Bytes32) -> Bytes32 {
        self.hash(
            "cw-health/consent/pseudonym/1",
            &[&self.canonical(owner), &nonce.0],
        )
    }

    /// The commitment of a subject to a recovery contact, with [`Suite::salt`].
    pub fn contact(&self, subject: Bytes32, name: &str) -> Bytes32 {
        self.hash(
            "cw-health/consent/recovery-contact/1",
            &[&subject.0, &self.canonical(name), &Self::salt(name).0],
        )
    }

    /// The hash of parts on this chain and for consent-registry.
    fn hash(&self, tag: &str, parts: &[&[u8]]) -> Bytes32 {
        let contract = self
            .app
            .api()
            .addr_canonicalize(self.consent.as_str())
            .expect("addresses are canonical");
        let chain = self.app.block_info().chain_id;
        let here: [&[u8]; 2] = [chain.as_bytes(), &contract];
        tagged_hash(tag, &[&here, parts].concat())
    }
}
