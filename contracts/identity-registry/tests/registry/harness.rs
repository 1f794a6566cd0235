//! A chain with one registry, and short ways to send and ask.

use cosmwasm_std::{from_json, Addr, Empty, Event, Order, Record, Timestamp};
use cw_multi_test::{App, Contract, ContractWrapper, Executor};
use health_types::admin::AdminMsg;
use health_types::codes::Code;
use health_types::identity::*;
use health_types::{Bytes32, Period};
use identity_registry::contract;
use serde::de::DeserializeOwned;

pub use crate::messages::*;
pub use health_types::identity::CredentialKind as Kind;

/// When the chain starts.
pub const START: u32 = 1_700_000_000;
pub const HOUR: u32 = 3_600;
pub const DAY: u32 = 86_400;

pub fn registry_code() -> Box<dyn Contract<Empty>> {
    Box::new(
        ContractWrapper::new(contract::execute, contract::instantiate, contract::query)
            .with_migrate(contract::migrate),
    )
}

/// The chain, with the issuers `board` (number 1) and `ministry` (number 2), each accredited for everything.
pub struct Registry {
    pub app: App,
    pub code: u64,
    pub address: Addr,
}

impl Registry {
    pub fn new() -> Self {
        let mut app = App::default();
        app.update_block(|block| block.time = Timestamp::from_seconds(START.into()));
        let code = app.store_code(registry_code());
        let mut registry = Registry {
            app,
            code,
            address: Addr::unchecked(""),
        };
        let issuers = ["board", "ministry"].map(|name| registry.everything(name));
        let msg = registry.init(issuers.to_vec());
        registry.address = registry.instantiate(&msg).unwrap();
        registry
    }

    pub fn init(&self, issuers: Vec<Accreditation>) -> InstantiateMsg {
        InstantiateMsg {
            admin: self.account("governance"),
            pauser: Some(self.account("pauser")),
            issuers,
        }
    }

    pub fn instantiate(&mut self, msg: &InstantiateMsg) -> Result<Addr, String> {
        let creator = self.app.api().addr_make("creator");
        let admin = Some(creator.to_string());
        self.app
            .instantiate_contract(self.code, creator, msg, &[], "registry", admin)
            .map_err(|error| root(&error))
    }

    pub fn everything(&self, name: &str) -> Accreditation {
        Accreditation {
            account: self.account(name),
            kinds: Kind::ALL.to_vec(),
            schemes: IdentifierScheme::ALL.to_vec(),
        }
    }

    pub fn addr(&self, name: &str) -> Addr {
        self.app.api().addr_make(name)
    }

    pub fn account(&self, name: &str) -> String {
        self.addr(name).into_string()
    }

    pub fn now(&self) -> u32 {
        self.app.block_info().time.seconds().try_into().unwrap()
    }

    pub fn wait(&mut self, seconds: u32) {
        self.app
            .update_block(|block| block.time = block.time.plus_seconds(seconds.into()));
    }

    pub fn set_time(&mut self, seconds: u32) {
        self.app
            .update_block(|block| block.time = Timestamp::from_seconds(seconds.into()));
    }

    /// Sends a message and answers the events, or the error.
    pub fn send(&mut self, sender: &str, msg: ExecuteMsg) -> Result<Vec<Event>, String> {
        let sender = self.addr(sender);
        self.app
            .execute_contract(sender, self.address.clone(), &msg, &[])
            .map(|response| response.events)
            .map_err(|error| root(&error))
    }

    /// Sends what must be accepted.
    pub fn ok(&mut self, sender: &str, msg: ExecuteMsg) -> Vec<Event> {
        let shown = format!("{sender}: {msg:?}");
        self.send(sender, msg)
            .unwrap_or_else(|error| panic!("{shown}: {error}"))
    }

    /// Sends what must be refused with this error, and change nothing.
    pub fn refused(&mut self, sender: &str, msg: ExecuteMsg, error: &str) {
        let before = self.dump();
        let shown = format!("{sender}: {msg:?}");
        let found = self.send(sender, msg).expect_err(&shown);
        assert_eq!(found, error, "{shown}");
        assert_eq!(self.dump(), before, "{shown}");
    }

    pub fn ask<T: DeserializeOwned>(&self, msg: QueryMsg) -> T {
        self.try_ask(msg).unwrap()
    }

    pub fn try_ask<T: DeserializeOwned>(&self, msg: QueryMsg) -> Result<T, String> {
        self.app
            .wrap()
            .query_wasm_smart(&self.address, &msg)
            .map_err(|error| error.to_string())
    }

    pub fn dump(&self) -> Vec<Record> {
        self.app.dump_wasm_raw(&self.address)
    }

    /// The entries under a prefix.
    pub fn entries(&self, prefix: u8) -> Vec<Record> {
        self.app
            .contract_storage(&self.address)
            .range(Some(&[prefix]), Some(&[prefix + 1]), Order::Ascending)
            .collect()
    }

    pub fn raw(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.app.contract_storage(&self.address).get(key)
    }

    pub fn set_raw(&mut self, key: &[u8], value: &[u8]) {
        self.app.contract_storage_mut(&self.address).set(key, value);
    }

    /// The number of an account.
    pub fn number(&self, name: &str) -> u32 {
        let account = self.account(name);
        let answer: AccountResponse = self.ask(QueryMsg::Account { account });
        answer
            .holder
            .unwrap_or_else(|| panic!("{name} has no number"))
    }

    pub fn new_credential(&self, name: &str, kind: Kind) -> NewCredential {
        NewCredential {
            account: self.account(name),
            kind,
            assurance: Assurance::Substantial,
            period: Period::OPEN,
            evidence: Bytes32([7; 32]),
            identifier: None,
            organisation_type: OrganisationType::Unstated,
            country: None,
        }
    }

    pub fn issue_msg(&self, name: &str, kind: Kind) -> ExecuteMsg {
        ExecuteMsg::Issue {
            credentials: vec![self.new_credential(name, kind)],
        }
    }

    /// Issues a credential without end and answers the holder's number.
    pub fn issue(&mut self, issuer: &str, name: &str, kind: Kind) -> u32 {
        let msg = self.issue_msg(name, kind);
        self.ok(issuer, msg);
        self.number(name)
    }

    /// Issues a credential that ends.
    pub fn issue_until(&mut self, issuer: &str, name: &str, kind: Kind, until: u32) -> u32 {
        let mut new = self.new_credential(name, kind);
        new.period.until = Some(until);
        let credentials = vec![new];
        self.ok(issuer, ExecuteMsg::Issue { credentials });
        self.number(name)
    }

    pub fn check(&self, holder: u32, kind: Kind) -> CheckResponse {
        self.ask(QueryMsg::Check {
            holder,
            kind,
            at: None,
        })
    }

    pub fn status(&self, holder: u32, kind: Kind) -> Status {
        self.check(holder, kind).status
    }

    pub fn credential(&self, issuer: u32, kind: Kind, holder: u32) -> CredentialInfo {
        let answer: CredentialResponse = self.ask(QueryMsg::Credential {
            issuer,
            kind,
            holder,
        });
        answer.credential.unwrap()
    }

    /// Appoints a sub-issuer of an issuer and answers its number.
    pub fn appoint(&mut self, issuer: &str, name: &str, kinds: &[Kind]) -> u8 {
        let account = self.account(name);
        let kinds = kinds.to_vec();
        self.ok(issuer, ExecuteMsg::AppointSubIssuer { account, kinds });
        let account = self.account(name);
        let answer: AccountResponse = self.ask(QueryMsg::Account { account });
        answer.sub_issuer.unwrap()
    }

    /// Schedules a change, waits for it, applies it and answers the events of that.
    pub fn widen(&mut self, change: IssuerChange) -> Vec<Event> {
        let events = self.ok("governance", ExecuteMsg::ProposeIssuerChange { change });
        let change = attribute(&events, "change").parse().unwrap();
        self.wait(48 * HOUR);
        self.ok("anyone", ExecuteMsg::ApplyIssuerChange { change })
    }

    /// A hospital with a valid credential; its number.
    pub fn hospital(&mut self, name: &str) -> u32 {
        self.issue("board", name, Kind::ProviderOrganisation)
    }

    pub fn new_affiliation(
        &self,
        member: &str,
        kind: Kind,
        functions: &[Function],
    ) -> NewAffiliation {
        NewAffiliation {
            member: self.account(member),
            kind,
            functions: functions.to_vec(),
            period: Period::OPEN,
        }
    }

    pub fn propose_msg(&self, member: &str) -> ExecuteMsg {
        ExecuteMsg::ProposeAffiliations {
            affiliations: vec![self.new_affiliation(
                member,
                Kind::ProviderOrganisation,
                &[Function::Clinician],
            )],
        }
    }

    /// Makes an account a clinician of a hospital.
    pub fn join(&mut self, hospital: &str, member: &str) {
        let msg = self.propose_msg(member);
        self.ok(hospital, msg);
        let organisation = self.number(hospital);
        self.ok(member, accept_affiliation(organisation));
    }

    pub fn name_guardians(&mut self, holder: &str, guardians: &[&str], threshold: u8) {
        let guardians = guardians.iter().map(|name| self.account(name)).collect();
        self.ok(
            holder,
            ExecuteMsg::NameGuardians {
                guardians,
                threshold,
            },
        );
    }

    pub fn move_msg(&self, holder: u32, to: &str) -> ExecuteMsg {
        ExecuteMsg::ProposeMove {
            holder,
            account: self.account(to),
        }
    }

    pub fn pending_move(&self, holder: u32) -> Option<PendingMove> {
        let answer: PendingMoveResponse = self.ask(QueryMsg::PendingMove { holder });
        answer.pending
    }

    pub fn pause(&mut self) {
        self.ok("pauser", ExecuteMsg::Admin(AdminMsg::Pause {}));
    }

    pub fn client(&self) -> Client {
        Client::new(self.address.clone())
    }
}

/// The first attribute with this key among the contract's events.
pub fn attribute(events: &[Event], key: &str) -> String {
    events
        .iter()
        .filter(|event| event.ty.starts_with("wasm-"))
        .flat_map(|event| &event.attributes)
        .find(|attribute| attribute.key == key)
        .unwrap_or_else(|| panic!("no {key} in {events:?}"))
        .value
        .clone()
}

/// The contract's events, without its address.
pub fn shown(events: &[Event]) -> Vec<String> {
    events
        .iter()
        .filter(|event| event.ty.starts_with("wasm-"))
        .map(|event| {
            let attributes: Vec<_> = event
                .attributes
                .iter()
                .filter(|attribute| attribute.key != "_contract_address")
                .map(|attribute| format!("{}={}", attribute.key, attribute.value))
                .collect();
            format!("{} {}", event.ty, attributes.join(" "))
        })
        .collect()
}

/// The root cause of an error, which is the contract's.
pub fn root(error: &impl std::fmt::Display) -> String {
    let text = format!("{error:#}");
    text.rsplit("kind: Other, error: ")
        .next()
        .unwrap_or(&text)
        .to_string()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Compares text with a committed file, or rewrites it if `UPDATE_GOLDEN` is set.
pub fn golden(path: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        committed,
        text,
        "{} is out of date: run the tests with UPDATE_GOLDEN=1",
        path.display()
    );
}

/// Reads JSON that must be refused.
pub fn unreadable<T: DeserializeOwned + std::fmt::Debug>(text: &str) {
    let found = from_json::<T>(text);
    assert!(found.is_err(), "{text}: {found:?}");
}
