//! A chain with the contracts on it.

use crate::contracts;
use cosmwasm_std::{from_json, Addr, Binary, Coin, Event, Timestamp};
use cw_multi_test::{App, Executor};
use health_types::codes::{Action, Code, PurposeOfUse};
use health_types::consent::{
    self, ActMeaning, Category, DecisionResponse, Effect, NewConsent, PolicyChange, Provision,
    Purpose, Question, RegisteredData,
};
use health_types::identity::{
    self, Accreditation, Assurance, CredentialKind, Function, IdentifierScheme, NewAffiliation,
    NewCredential, OrganisationType,
};
use health_types::{Bytes32, Period};
use serde::{de::DeserializeOwned, Serialize};

/// What a message came to: its transaction, or the error's text.
pub type Outcome = Result<Tx, String>;

/// A transaction that was carried out.
#[derive(Clone, Debug)]
pub struct Tx {
    /// Its events.
    pub events: Vec<Event>,
    /// The data that it returned.
    pub data: Option<Binary>,
}

impl Tx {
    /// The data, decoded.
    pub fn data<T: DeserializeOwned>(&self) -> T {
        from_json(self.data.as_ref().expect("the message returns data")).expect("data decode")
    }

    /// The contract events of this kind.
    pub fn events_of(&self, kind: &str) -> Vec<&Event> {
        let kind = format!("wasm-{kind}");
        self.events
            .iter()
            .filter(|event| event.ty == kind)
            .collect()
    }
}

/// The stable code at the start of the root cause of an error's text.
pub fn error_code(error: &str) -> &str {
    let cause = error.lines().last().unwrap_or_default();
    let said = cause.rsplit("error: ").next().unwrap_or(cause);
    said.split(':').next().unwrap_or(said)
}

/// A chain in the process with the contracts deployed.
pub struct Suite {
    /// The chain.
    pub app: App,
    /// identity-registry.
    pub identity: Addr,
    /// consent-registry.
    pub consent: Addr,
}

impl Default for Suite {
    fn default() -> Self {
        Self::new()
    }
}

impl Suite {
    /// When the chain starts: 2026-01-01T00:00:00Z.
    pub const START: u32 = 1_767_225_600;

    /// Deploys the contracts with `governance` as admin, `pauser`, and `authority` as the one issuer.
    pub fn new() -> Self {
        Self::at(Self::START)
    }

    /// The same, with the chain starting at another time.
    pub fn at(start: u32) -> Self {
        Self::with(start, |_| ())
    }

    /// The same, with consent-registry instantiated otherwise.
    pub fn with(start: u32, adjust: impl FnOnce(&mut consent::InstantiateMsg)) -> Self {
        let mut app = App::default();
        app.update_block(|block| block.time = Timestamp::from_seconds(start.into()));
        let [governance, pauser] = ["governance", "pauser"].map(|name| app.api().addr_make(name));
        let identity = Self::identity_registry(&mut app);
        let mut msg = consent::InstantiateMsg {
            admin: governance.to_string(),
            pauser: Some(pauser.to_string()),
            identity: identity.to_string(),
            ciphertext_envelopes: false,
            log_retention: None,
            requirements: vec![],
        };
        adjust(&mut msg);
        let consent_code = app.store_code(contracts::consent_registry());
        let consent = app
            .instantiate_contract(
                consent_code,
                governance.clone(),
                &msg,
                &[],
                "consent-registry",
                Some(governance.to_string()),
            )
            .expect("consent-registry instantiates");
        Self {
            app,
            identity,
            consent,
        }
    }

    /// Deploys an identity-registry of `governance`, with `authority` as the one issuer.
    fn identity_registry(app: &mut App) -> Addr {
        let [governance, pauser, authority] =
            ["governance", "pauser", "authority"].map(|name| app.api().addr_make(name));
        let msg = identity::InstantiateMsg {
            admin: governance.to_string(),
            pauser: Some(pauser.to_string()),
            issuers: vec![Accreditation {
                account: authority.to_string(),
                kinds: CredentialKind::ALL.to_vec(),
                schemes: IdentifierScheme::ALL.to_vec(),
            }],
        };
        let code = app.store_code(contracts::identity_registry());
        let admin = Some(governance.to_string());
        app.instantiate_contract(code, governance, &msg, &[], "identity-registry", admin)
            .expect("identity-registry instantiates")
    }

    /// Deploys another identity-registry, which consent-registry does not ask.
    pub fn another_identity_registry(&mut self) -> Addr {
        Self::identity_registry(&mut self.app)
    }

    /// The account of this name.
    pub fn account(&self, name: &str) -> Addr {
        self.app.api().addr_make(name)
    }

    /// Block time.
    pub fn now(&self) -> u32 {
        u32::try_from(self.app.block_info().time.seconds()).expect("block time fits")
    }

    /// Sets block time, and goes on by one block.
    pub fn set_time(&mut self, seconds: u32) {
        self.app.update_block(|block| {
            block.height = block.height.saturating_add(1);
            block.time = Timestamp::from_seconds(seconds.into());
        });
    }

    /// Lets time pass, and goes on by one block.
    pub fn advance(&mut self, seconds: u32) {
        self.set_time(self.now().saturating_add(seconds));
    }

    /// Sends a message with coins, in a block of its own time.
    pub fn send(
        &mut self,
        sender: &Addr,
        contract: &Addr,
        msg: &(impl Serialize + std::fmt::Debug),
        funds: &[Coin],
    ) -> Outcome {
        self.app
            .execute_contract(sender.clone(), contract.clone(), msg, funds)
            .map(|response| Tx {
                events: response.events,
                data: response.data,
            })
            .map_err(|error| error.to_string())
    }

    /// Sends a message to identity-registry, from the account of this name.
    pub fn identity(&mut self, sender: &str, msg: &identity::ExecuteMsg) -> Outcome {
        let contract = self.identity.clone();
        self.send(&self.account(sender), &contract, msg, &[])
    }

    /// Sends a message to consent-registry, from the account of this name.
    pub fn consent(&mut self, sender: &str, msg: &consent::ExecuteMsg) -> Outcome {
        let contract = self.consent.clone();
        self.send(&self.account(sender), &contract, msg, &[])
    }

    /// Queries identity-registry.
    pub fn ask_identity<T: DeserializeOwned>(&self, msg: &identity::QueryMsg) -> Result<T, String> {
        self.app
            .wrap()
            .query_wasm_smart(&self.identity, msg)
            .map_err(|error| error.to_string())
    }

    /// Queries consent-registry.
    pub fn ask_consent<T: DeserializeOwned>(&self, msg: &consent::QueryMsg) -> Result<T, String> {
        self.app
            .wrap()
            .query_wasm_smart(&self.consent, msg)
            .map_err(|error| error.to_string())
    }

    /// Has `authority` issue a credential of substantial assurance and without end. Gives the holder's number.
    pub fn accredit(&mut self, name: &str, kind: CredentialKind) -> u32 {
        self.accredit_by("authority", name, kind)
    }

    /// The same, by the issuer of this name.
    pub fn accredit_by(&mut self, issuer: &str, name: &str, kind: CredentialKind) -> u32 {
        let issue = identity::ExecuteMsg::Issue {
            credentials: vec![self.credential(name, kind)],
        };
        self.identity(issuer, &issue)
            .unwrap_or_else(|error| panic!("accredit {name}: {error}"));
        self.holder(name)
    }

    /// A credential of substantial assurance and without end.
    pub fn credential(&self, name: &str, kind: CredentialKind) -> NewCredential {
        NewCredential {
            account: self.account(name).to_string(),
            kind,
            assurance: Assurance::Substantial,
            period: Period::OPEN,
            evidence: Bytes32([1; 32]),
            identifier: None,
            organisation_type: OrganisationType::Unstated,
            country: None,
        }
    }

    /// The identity-registry number of an account that has one.
    pub fn holder(&self, name: &str) -> u32 {
        let account = self.account(name).to_string();
        self.ask_identity::<identity::AccountResponse>(&identity::QueryMsg::Account { account })
            .unwrap_or_else(|error| panic!("{name}: {error}"))
            .holder
            .unwrap_or_else(|| panic!("{name} has no number"))
    }

    /// Has an organisation propose an affiliation that rests on its credential of `kind`, and the member accept it.
    pub fn affiliate(
        &mut self,
        organisation: &str,
        member: &str,
        kind: CredentialKind,
        functions: &[Function],
    ) {
        self.affiliate_for(organisation, member, kind, functions, Period::OPEN);
    }

    /// The same, for a period.
    pub fn affiliate_for(
        &mut self,
        organisation: &str,
        member: &str,
        kind: CredentialKind,
        functions: &[Function],
        period: Period,
    ) {
        let affiliation = NewAffiliation {
            member: self.account(member).to_string(),
            kind,
            functions: functions.to_vec(),
            period,
        };
        let propose = identity::ExecuteMsg::ProposeAffiliations {
            affiliations: vec![affiliation],
        };
        let done = self.identity(organisation, &propose).and_then(|_| {
            let accept = identity::ExecuteMsg::AcceptAffiliation {
                organisation: self.holder(organisation),
                kind,
            };
            self.identity(member, &accept)
        });
        done.unwrap_or_else(|error| panic!("affiliate {member} with {organisation}: {error}"));
    }

    /// Registers a subject owned by the account of this name. Gives the pseudonym.
    pub fn register(&mut self, owner: &str) -> Bytes32 {
        let register = consent::ExecuteMsg::Register {
            nonce: Bytes32([7; 32]),
            policies: PolicyChange::default(),
            consents: None,
        };
        self.consent(owner, &register)
            .unwrap_or_else(|error| panic!("register {owner}: {error}"))
            .data::<RegisteredData>()
            .subject
    }

    /// Has the owner of this name record a consent.
    pub fn grant(
        &mut self,
        owner: &str,
        subject: Bytes32,
        id: u32,
        consent: NewConsent,
    ) -> Outcome {
        self.consent(
            owner,
            &consent::ExecuteMsg::Grant {
                subject,
                id,
                consent,
            },
        )
    }

    /// Asks for access to bulk data, for a purpose of HL7's.
    pub fn decide(
        &self,
        subject: Bytes32,
        requester: &str,
        organisations: &[u32],
        purpose: PurposeOfUse,
    ) -> Result<DecisionResponse, String> {
        self.ask_consent(&consent::QueryMsg::Decide {
            subject,
            requester: self.account(requester).to_string(),
            organisations: Some(organisations.to_vec()).filter(|list| !list.is_empty()),
            question: Self::question(purpose),
        })
    }

    /// The question whether bulk data may be accessed for a purpose of HL7's.
    pub fn question(purpose: PurposeOfUse) -> Question {
        Question {
            purpose: Purpose::Code { code: purpose },
            action: Action::Access,
            category: Category::PatientPrivacy,
            data: None,
        }
    }

    /// A root rule without filters.
    pub fn rule(effect: Effect) -> Provision {
        Provision::new(effect)
    }

    /// An active privacy consent without end, of the consenter's own act.
    pub fn consent_of(provision: Provision) -> NewConsent {
        NewConsent {
            status: None,
            category: Category::PatientPrivacy,
            strength: None,
            period: Period::OPEN,
            meaning: ActMeaning::Consent,
            assurance: Assurance::Substantial,
            policy: None,
            source_document: None,
            signature_evidence: None,
            supersedes: None,
            provision,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::error_code;

    #[test]
    fn the_code_of_the_root_cause() {
        assert_eq!(
            error_code("kind: Other, error: unauthorized: only the owner"),
            "unauthorized"
        );
        assert_eq!(error_code("consent_not_found: 7"), "consent_not_found");
    }
}
