//! What the tests of delegates, recovery, records and erasure share.

use cosmwasm_std::from_json;
use health_testing::{error_code, Outcome, Suite};
use health_types::consent::{
    Actor, DelegateKind, DelegatePowers, Effect, ExecuteMsg, NewConsent, NewDelegate, NewRecord,
    Provision,
};
use health_types::identity::CredentialKind;
use health_types::{Bytes32, Period};

pub const HOUR: u32 = 3_600;
pub const DAY: u32 = 24 * HOUR;

/// A chain with an accredited hospital, and a patient's subject that accepts it.
pub struct World {
    pub suite: Suite,
    pub subject: Bytes32,
    pub hospital: u32,
}

/// [`World`] as most tests want it.
pub fn world() -> World {
    world_of(Suite::new())
}

pub fn world_of(mut suite: Suite) -> World {
    suite.accredit("hospital", CredentialKind::ProviderOrganisation);
    let hospital = suite.accredit("hospital", CredentialKind::DataCustodian);
    let subject = suite.register("patient");
    let mut world = World {
        suite,
        subject,
        hospital,
    };
    let accept = ExecuteMsg::AcceptCustodian {
        subject,
        custodian: hospital,
    };
    world.send("patient", &accept).unwrap();
    world
}

impl World {
    pub fn send(&mut self, sender: &str, msg: &ExecuteMsg) -> Outcome {
        self.suite.consent(sender, msg)
    }

    /// Sends a message that must be refused, and shows that it changed nothing.
    pub fn refused(&mut self, sender: &str, msg: &ExecuteMsg, code: &str) {
        let before = self.dump();
        let error = self.send(sender, msg).unwrap_err();
        assert_eq!(error_code(&error), code, "{error}");
        assert!(self.dump() == before, "a refused message changed state");
    }

    /// Every key and value of the contract.
    pub fn dump(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        self.suite.app.dump_wasm_raw(&self.suite.consent)
    }

    pub fn pause(&mut self) {
        use health_types::admin::AdminMsg;
        self.send("pauser", &ExecuteMsg::Admin(AdminMsg::Pause {}))
            .unwrap();
    }

    pub fn grant(&mut self, sender: &str, id: u32, consent: NewConsent) -> Outcome {
        let subject = self.subject;
        self.suite.grant(sender, subject, id, consent)
    }

    /// The number of a newly accredited clinician's account.
    pub fn clinician(&mut self, name: &str) -> u32 {
        self.suite.accredit(name, CredentialKind::Practitioner)
    }
}

/// A consent that permits, or denies, these actors everything.
pub fn consent_for(effect: Effect, actors: Vec<Actor>) -> NewConsent {
    Suite::consent_of(Provision {
        actors: Some(actors),
        ..Suite::rule(effect)
    })
}

pub const ALL: DelegatePowers = DelegatePowers {
    grant: true,
    revoke: true,
    manage_delegates: true,
};

pub const GRANT: DelegatePowers = DelegatePowers {
    grant: true,
    revoke: false,
    manage_delegates: false,
};

pub fn new_delegate(suite: &Suite, name: &str, powers: DelegatePowers) -> NewDelegate {
    NewDelegate {
        account: suite.account(name).to_string(),
        kind: DelegateKind::Representative,
        powers,
        excluded_labels: None,
        period: Period::OPEN,
        evidence: None,
    }
}

pub fn new_record(id: u32) -> NewRecord {
    NewRecord {
        id,
        commitment: Bytes32([0xC0; 32]),
        locator: Bytes32([u8::try_from(id).unwrap(); 32]),
        classes: vec![],
        labels: None,
        author: None,
        contexts: vec![],
        day: -3_650,
        key_version: 1,
    }
}

/// The data that a message returned.
pub fn data<T: serde::de::DeserializeOwned>(outcome: Outcome) -> T {
    from_json(outcome.unwrap().data.unwrap()).unwrap()
}
