//! A small town: a patient with a subject, and helpers that every family of tests uses.

use health_testing::{Suite, Tx};
use health_types::codes::{Action, PurposeOfUse};
use health_types::consent::*;
use health_types::{Bytes32, Period};
use serde::de::DeserializeOwned;

pub const DAY: u32 = 86_400;
pub const START: u32 = Suite::START;
pub const UNAUTHORIZED: &str = "unauthorized: the sender may not do this";

/// A chain on which `patient` owns a subject.
pub struct Town {
    pub suite: Suite,
    pub subject: Bytes32,
}

impl Town {
    pub fn new() -> Self {
        Self::with(|_| ())
    }

    /// The same, with the registry instantiated otherwise.
    pub fn with(adjust: impl FnOnce(&mut InstantiateMsg)) -> Self {
        let mut suite = Suite::with(START, adjust);
        let subject = suite.register("patient");
        Town { suite, subject }
    }

    pub fn account(&self, name: &str) -> String {
        self.suite.account(name).into_string()
    }

    /// Sends a message that must be carried out.
    #[track_caller]
    pub fn ok(&mut self, sender: &str, msg: ExecuteMsg) -> Tx {
        self.suite
            .consent(sender, &msg)
            .unwrap_or_else(|error| panic!("{}", root(&error)))
    }

    /// Sends a message that must be refused for this reason, and must leave no trace.
    #[track_caller]
    pub fn refused(&mut self, sender: &str, msg: ExecuteMsg, reason: &str) {
        let before = self.dump();
        match self.suite.consent(sender, &msg) {
            Ok(_) => panic!("carried out, though it should be {reason}"),
            Err(error) => assert_eq!(root(&error), reason),
        }
        assert!(self.dump() == before, "a refused message left a trace");
    }

    #[track_caller]
    pub fn ask<T: DeserializeOwned>(&self, query: QueryMsg) -> T {
        self.suite
            .ask_consent(&query)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    #[track_caller]
    pub fn query_refused<T: DeserializeOwned + std::fmt::Debug>(
        &self,
        query: QueryMsg,
        reason: &str,
    ) {
        let error = self.suite.ask_consent::<T>(&query).unwrap_err();
        assert_eq!(root(&error), reason);
    }

    /// Every entry of the registry.
    pub fn dump(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        self.suite.app.dump_wasm_raw(&self.suite.consent)
    }

    /// How many bytes the entry under a key has.
    pub fn entry(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.suite
            .app
            .contract_storage(&self.suite.consent)
            .get(key)
    }

    pub fn set_entry(&mut self, key: &[u8], value: &[u8]) {
        let contract = self.suite.consent.clone();
        self.suite
            .app
            .contract_storage_mut(&contract)
            .set(key, value);
    }

    pub fn grant_msg(&self, id: u32, consent: NewConsent) -> ExecuteMsg {
        let subject = self.subject;
        ExecuteMsg::Grant {
            subject,
            id,
            consent,
        }
    }

    #[track_caller]
    pub fn grant(&mut self, id: u32, consent: NewConsent) -> Tx {
        let msg = self.grant_msg(id, consent);
        self.ok("patient", msg)
    }

    pub fn revoke_msg(&self, id: u32) -> ExecuteMsg {
        let subject = self.subject;
        ExecuteMsg::Revoke { subject, id }
    }

    pub fn activate_msg(&self, id: u32) -> ExecuteMsg {
        let subject = self.subject;
        ExecuteMsg::Activate { subject, id }
    }

    pub fn refuse_msg(&self, id: u32) -> ExecuteMsg {
        let subject = self.subject;
        ExecuteMsg::Refuse { subject, id }
    }

    pub fn mistake_msg(&self, id: u32) -> ExecuteMsg {
        let subject = self.subject;
        ExecuteMsg::MarkEnteredInError { subject, id }
    }

    #[track_caller]
    pub fn status(&self, id: u32) -> ConsentStatus {
        self.consent(id).status
    }

    #[track_caller]
    pub fn consent(&self, id: u32) -> ConsentResponse {
        let subject = self.subject;
        self.ask(QueryMsg::Consent { subject, id })
    }

    pub fn subject(&self) -> SubjectResponse {
        let subject = self.subject;
        self.ask(QueryMsg::Subject { subject })
    }

    pub fn pause(&mut self) {
        self.ok(
            "pauser",
            ExecuteMsg::Admin(health_types::admin::AdminMsg::Pause {}),
        );
    }

    /// Appoints a delegate without end.
    pub fn delegate(&mut self, name: &str, powers: DelegatePowers) {
        let delegate = NewDelegate {
            account: self.account(name),
            kind: DelegateKind::Representative,
            powers,
            excluded_labels: None,
            period: Period::OPEN,
            evidence: None,
        };
        let subject = self.subject;
        self.ok("patient", ExecuteMsg::AddDelegate { subject, delegate });
    }
}

pub const GRANTS: DelegatePowers = DelegatePowers {
    grant: true,
    revoke: false,
    manage_delegates: false,
};
pub const REVOKES: DelegatePowers = DelegatePowers {
    grant: false,
    revoke: true,
    manage_delegates: false,
};
pub const BOTH: DelegatePowers = DelegatePowers {
    grant: true,
    revoke: true,
    manage_delegates: false,
};

/// A rule about an organisation, for treatment, to access.
pub fn rule(effect: Effect, organisation: u32) -> Provision {
    Provision {
        actors: Some(vec![Actor::Organisation {
            holder: organisation,
        }]),
        purposes: Some(vec![Purpose::Code {
            code: PurposeOfUse::TREAT,
        }]),
        actions: Some(vec![Action::Access]),
        ..Suite::rule(effect)
    }
}

/// A permit for an organisation, for treatment, to access.
pub fn permit(organisation: u32) -> NewConsent {
    Suite::consent_of(rule(Effect::Permit, organisation))
}

/// The deny of the same.
pub fn deny(organisation: u32) -> NewConsent {
    Suite::consent_of(rule(Effect::Deny, organisation))
}

/// A permit with an exception.
pub fn mixed(organisation: u32) -> NewConsent {
    Suite::consent_of(Provision {
        provision: Some(vec![Suite::rule(Effect::Deny)]),
        ..rule(Effect::Permit, organisation)
    })
}

pub fn superseding(ids: &[u32], consent: NewConsent) -> NewConsent {
    NewConsent {
        supersedes: Some(ids.to_vec()),
        ..consent
    }
}

pub fn with_status(status: InitialStatus, consent: NewConsent) -> NewConsent {
    NewConsent {
        status: Some(status),
        ..consent
    }
}

pub fn lasting(from: Option<u32>, until: Option<u32>, consent: NewConsent) -> NewConsent {
    NewConsent {
        period: Period { from, until },
        ..consent
    }
}

/// As much of an input as errors repeat.
pub fn shown(input: &str) -> String {
    input.chars().take(64).collect()
}

/// What was said last in a chain of causes.
pub fn root(error: &str) -> String {
    let last = error.rsplit("kind: Other, error: ").next().unwrap_or(error);
    last.trim().to_string()
}

/// The registry's own events of a transaction, in order, without the contract's address.
pub fn told(tx: &Tx) -> Vec<String> {
    tx.events
        .iter()
        .filter_map(|event| Some((event.ty.strip_prefix("wasm-")?, event)))
        .map(|(kind, event)| {
            let attributes = event
                .attributes
                .iter()
                .filter(|attribute| attribute.key != "_contract_address")
                .map(|attribute| format!(" {}={}", attribute.key, attribute.value));
            std::iter::once(kind.to_string())
                .chain(attributes)
                .collect()
        })
        .collect()
}

/// Compares text with a committed file, or rewrites it if `UPDATE_GOLDEN` is set.
pub fn golden(path: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let differ = committed
        .lines()
        .zip(text.lines())
        .position(|(old, new)| old != new);
    assert!(
        committed == text,
        "{} is out of date, from line {:?}: run the tests with UPDATE_GOLDEN=1",
        path.display(),
        differ.map(|line| line + 1)
    );
}
