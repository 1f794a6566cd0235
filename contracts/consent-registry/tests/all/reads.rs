//! How much a decision reads, at most and typically, however many consents and people there are.

use crate::cast::{consent, organisation, person, rule};
use consent_registry::contract::{execute, instantiate, query};
use cosmwasm_std::testing::{message_info, mock_env, MockApi, MockQuerier, MockStorage};
use cosmwasm_std::{
    from_json, Addr, Binary, ContractResult, Order, OwnedDeps, Record, Storage, SystemResult,
    WasmQuery,
};
use health_testing::Suite;
use health_types::codes::PurposeOfUse::{self, HPAYMT, TREAT};
use health_types::codes::{Code, DataClass};
use health_types::consent::{
    Actor, Decision, DecisionResponse, Effect, ExecuteMsg, InstantiateMsg, NewConsent,
    PolicyChange, QueryMsg, RegisteredData,
};
use health_types::identity::raw::{
    self, AccountEntry, AffiliationEntry, CredentialEntry, Credentials, IssuerEntry,
};
use health_types::identity::{
    Actor as By, Assurance, CredentialKind, CredentialState, Function, IssuerState,
    OrganisationType,
};
use health_types::pack::Packed;
use health_types::{Bytes32, Period};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use Effect::{Deny, Permit};

const PROVIDER: CredentialKind = CredentialKind::ProviderOrganisation;
const NURSE: u32 = 50;

/// A storage that counts what is read, and refuses to iterate.
#[derive(Default)]
struct Counting {
    inner: MockStorage,
    reads: Rc<Cell<usize>>,
}

impl Storage for Counting {
    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.reads.set(self.reads.get() + 1);
        self.inner.get(key)
    }

    fn range<'a>(
        &'a self,
        _: Option<&[u8]>,
        _: Option<&[u8]>,
        _: Order,
    ) -> Box<dyn Iterator<Item = Record> + 'a> {
        panic!("a decision never iterates")
    }

    fn set(&mut self, key: &[u8], value: &[u8]) {
        self.inner.set(key, value)
    }

    fn remove(&mut self, key: &[u8]) {
        self.inner.remove(key)
    }
}

/// The contract alone, with an identity-registry that is a table of entries.
struct Alone {
    deps: OwnedDeps<Counting, MockApi, MockQuerier>,
    reads: Rc<Cell<usize>>,
    asked: Rc<Cell<usize>>,
    subject: Bytes32,
    next: u32,
}

impl Alone {
    fn new(entries: BTreeMap<Vec<u8>, Vec<u8>>) -> Self {
        let (reads, asked) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        let counter = asked.clone();
        let mut querier = MockQuerier::default();
        querier.update_wasm(move |query| {
            let WasmQuery::Raw { key, .. } = query else {
                panic!("a smart query")
            };
            counter.set(counter.get() + 1);
            let info = br#"{"contract":"cw-health:identity-registry","version":"0.1.0"}"#;
            let found = match key.as_slice() {
                b"contract_info" => info.to_vec(),
                key => entries.get(key).cloned().unwrap_or_default(),
            };
            SystemResult::Ok(ContractResult::Ok(Binary::from(found)))
        });
        let deps = OwnedDeps {
            storage: Counting {
                inner: MockStorage::new(),
                reads: reads.clone(),
            },
            api: MockApi::default(),
            querier,
            custom_query_type: Default::default(),
        };
        let mut alone = Alone {
            deps,
            reads,
            asked,
            subject: Bytes32::ZERO,
            next: 0,
        };
        let api = MockApi::default();
        let msg = InstantiateMsg {
            admin: api.addr_make("admin").to_string(),
            pauser: None,
            identity: api.addr_make("identity").to_string(),
            ciphertext_envelopes: false,
            log_retention: None,
            requirements: vec![],
        };
        let info = message_info(&patient(), &[]);
        instantiate(alone.deps.as_mut(), mock_env(), info, msg).unwrap();
        let register = ExecuteMsg::Register {
            nonce: Bytes32([7; 32]),
            policies: PolicyChange::default(),
            consents: None,
        };
        let data = alone.send(register).unwrap();
        alone.subject = from_json::<RegisteredData>(data).unwrap().subject;
        alone
    }

    fn send(&mut self, msg: ExecuteMsg) -> Option<Binary> {
        let info = message_info(&patient(), &[]);
        execute(self.deps.as_mut(), mock_env(), info, msg)
            .unwrap()
            .data
    }

    fn grant(&mut self, consent: NewConsent) {
        self.next += 1;
        let (subject, id) = (self.subject, self.next);
        self.send(ExecuteMsg::Grant {
            subject,
            id,
            consent,
        });
    }

    /// The answer, the entries read of ours and those of identity-registry.
    fn decide(&self, organisations: &[u32], purpose: PurposeOfUse) -> (Decision, usize, usize) {
        let msg = QueryMsg::Decide {
            subject: self.subject,
            requester: nurse().to_string(),
            organisations: Some(organisations.to_vec()),
            question: Suite::question(purpose),
        };
        let answer: DecisionResponse = self.ask(msg);
        (answer.decision, self.reads.get(), self.asked.get())
    }

    fn ask<T: serde::de::DeserializeOwned>(&self, msg: QueryMsg) -> T {
        self.reads.set(0);
        self.asked.set(0);
        let mut env = mock_env();
        env.contract.address = MockApi::default().addr_make("contract");
        from_json(query(self.deps.as_ref(), env, msg).unwrap()).unwrap()
    }
}

fn patient() -> Addr {
    MockApi::default().addr_make("patient")
}

fn nurse() -> Addr {
    MockApi::default().addr_make("nurse")
}

/// An account without a number.
fn aunt() -> Actor {
    let address = MockApi::default().addr_make("aunt").into();
    Actor::Account { address }
}

/// A nurse affiliated with these organisations; each has four credentials, of issuers of its own, the last of which
/// alone stands behind them.
fn registry(organisations: &[u32]) -> BTreeMap<Vec<u8>, Vec<u8>> {
    use cosmwasm_std::Api;
    let mut entries = BTreeMap::new();
    let affiliation = |organisation: &u32| AffiliationEntry {
        organisation: *organisation,
        kind: PROVIDER,
        functions: Function::Clinician.bit(),
        period: Period::OPEN,
    };
    let account = AccountEntry {
        holder: NURSE,
        affiliations: organisations.iter().map(affiliation).collect(),
    };
    let canonical = MockApi::default()
        .addr_canonicalize(nurse().as_str())
        .unwrap();
    entries.insert(raw::account_key(&canonical), account.to_packed().unwrap());
    let credential = |issuer: u32| CredentialEntry {
        issuer,
        sub: 0,
        state: CredentialState::Active,
        assurance: Assurance::High,
        actor: By::Issuer,
        organisation_type: OrganisationType::Unstated,
        country: None,
        reason: None,
        period: Period::OPEN,
        issued: 1,
        changed: 1,
    };
    for organisation in organisations {
        let issuers = (1..=4).map(|issuer| organisation * 10 + issuer);
        let credentials = Credentials(issuers.clone().map(credential).collect());
        let key = raw::credentials_key(*organisation, PROVIDER);
        entries.insert(key, credentials.to_packed().unwrap());
        for issuer in issuers {
            let entry = IssuerEntry {
                state: if issuer % 10 == 4 {
                    IssuerState::Active
                } else {
                    IssuerState::Suspended
                },
                kinds: PROVIDER.bit(),
                down: 0,
                distrust_after: None,
            };
            entries.insert(raw::issuer_key(issuer), entry.to_packed().unwrap());
        }
    }
    entries
}

#[test]
fn a_decision_reads_at_most_75_entries_and_5_of_identity_for_each_claim() {
    let organisations: Vec<u32> = (101..=106).collect();
    let mut alone = Alone::new(registry(&organisations));
    let named = organisations.iter().map(|one| Some(organisation(*one)));
    let cells: Vec<Option<Actor>> = named.chain([Some(person(NURSE)), None]).collect();
    for actor in &cells {
        let actors: Vec<Actor> = actor.iter().cloned().collect();
        for _ in 0..2 {
            // Eight consents fill a cell, two of them the owner's denies.
            let mut deny = rule(Deny, &actors, TREAT);
            deny.classes = Some(DataClass::ALL[..32].to_vec());
            alone.grant(Suite::consent_of(deny));
        }
        for _ in 0..6 {
            // A permit within which denies lie, so that it concerns those, too, who do not claim.
            let mut permit = rule(Permit, &actors, TREAT);
            let mut except = Suite::rule(Deny);
            except.classes = Some(vec![DataClass::Account]);
            permit.provision = Some(vec![except]);
            alone.grant(Suite::consent_of(permit));
        }
    }
    let (decision, reads, asked) = alone.decide(&organisations[..4], TREAT);
    assert_eq!(decision, Decision::Permit);
    // Configuration, subject; the cells of the number, six organisations and anyone; 64 consents.
    assert_eq!(reads, 1 + 1 + 8 + 64);
    // The account, and all that stands behind each claim.
    assert_eq!(asked, 1 + 4 * 5);
    // Ten times as many questions read no more.
    let batch = QueryMsg::DecideBatch {
        subject: alone.subject,
        requester: nurse().to_string(),
        organisations: Some(organisations[..4].to_vec()),
        questions: vec![Suite::question(TREAT); 30],
    };
    let answers: Vec<DecisionResponse> = alone.ask(batch);
    assert_eq!(answers.len(), 30);
    assert_eq!((alone.reads.get(), alone.asked.get()), (reads, asked));
    // What cannot concern a question is told by the cells, and not read.
    let (decision, reads, asked) = alone.decide(&organisations[..4], HPAYMT);
    assert_eq!(decision, Decision::NoConsent);
    assert_eq!((reads, asked), (1 + 1 + 8, 1));
    // Once a consent names any account, the requester's is looked for, too.
    alone.grant(consent(Deny, &[aunt()], TREAT));
    let (_, reads, _) = alone.decide(&organisations[..4], TREAT);
    assert_eq!(reads, 75);
}

#[test]
fn a_typical_decision_reads_five_of_ours() {
    let mut alone = Alone::new(registry(&[101]));
    alone.grant(consent(Permit, &[organisation(101)], TREAT));
    let (decision, reads, _) = alone.decide(&[101], TREAT);
    assert_eq!(decision, Decision::Permit);
    // Configuration, subject, the cells of the number and the organisation, the consent.
    assert_eq!(reads, 5);
    // Consents that name an account, or anyone, have those cells read, too.
    alone.grant(consent(Deny, &[aunt()], TREAT));
    alone.grant(consent(Deny, &[], HPAYMT));
    let (_, reads, _) = alone.decide(&[101], TREAT);
    assert_eq!(reads, 7);
}
