//! Who the tests of decisions are about: a patient, and accredited parties of every kind that asks for data.

use health_testing::{error_code, Suite, Tx};
use health_types::codes::PurposeOfUse;
use health_types::consent::{
    AccessAttempt, AccessData, AccessItem, Actor, Category, Decision, DecisionResponse,
    DefaultPolicy, Effect, EmergencyReason, ExecuteMsg, NewConsent, PolicyChange, Provision,
    Purpose, QueryMsg, Question, Reason,
};
use health_types::identity::{self, CredentialKind, Function};
use health_types::Bytes32;

pub const DAY: u32 = 86_400;
pub const HOUR: u32 = 3_600;

/// A chain with everybody on it.
pub struct Cast {
    pub suite: Suite,
    /// The patient's pseudonym.
    pub subject: Bytes32,
    /// Gives care, keeps records, responds to emergencies. The nurse is a clinician there, the medic a responder.
    pub hospital: u32,
    /// Gives care.
    pub clinic: u32,
    /// Does research. The scientist is a researcher there.
    pub lab: u32,
    /// A practitioner by a credential of its own.
    pub doctor: u32,
    /// A responder by a credential of its own, and at the hospital.
    pub medic: u32,
}

impl Cast {
    pub fn new() -> Self {
        let mut suite = Suite::new();
        let hospital = suite.accredit("hospital", CredentialKind::ProviderOrganisation);
        suite.accredit("hospital", CredentialKind::EmergencyResponder);
        suite.accredit("hospital", CredentialKind::DataCustodian);
        let clinic = suite.accredit("clinic", CredentialKind::ProviderOrganisation);
        let lab = suite.accredit("lab", CredentialKind::ResearchOrganisation);
        let doctor = suite.accredit("doctor", CredentialKind::Practitioner);
        let medic = suite.accredit("medic", CredentialKind::EmergencyResponder);
        let provider = CredentialKind::ProviderOrganisation;
        suite.affiliate("hospital", "nurse", provider, &[Function::Clinician]);
        let responder = CredentialKind::EmergencyResponder;
        suite.affiliate("hospital", "medic", responder, &[Function::Emergency]);
        let research = CredentialKind::ResearchOrganisation;
        suite.affiliate("lab", "scientist", research, &[Function::Researcher]);
        let subject = suite.register("patient");
        Cast {
            suite,
            subject,
            hospital,
            clinic,
            lab,
            doctor,
            medic,
        }
    }

    /// The patient records a consent.
    pub fn grant(&mut self, id: u32, consent: NewConsent) {
        self.suite
            .grant("patient", self.subject, id, consent)
            .unwrap();
    }

    /// The patient permits or denies some actors a purpose, of an id.
    pub fn rule(&mut self, id: u32, effect: Effect, actors: &[Actor], purpose: PurposeOfUse) {
        self.grant(id, consent(effect, actors, purpose));
    }

    pub fn policies(&mut self, change: PolicyChange) {
        let subject = self.subject;
        self.send("patient", &ExecuteMsg::SetPolicies { subject, change });
    }

    pub fn default_policy(&mut self, policy: DefaultPolicy) {
        self.policies(PolicyChange {
            default_policy: Some(policy),
            ..PolicyChange::default()
        });
    }

    pub fn send(&mut self, sender: &str, msg: &ExecuteMsg) -> Tx {
        self.suite.consent(sender, msg).unwrap()
    }

    /// The code of the error that a message is refused with.
    pub fn refused(&mut self, sender: &str, msg: &ExecuteMsg) -> String {
        let error = self.suite.consent(sender, msg).unwrap_err();
        error_code(&error).to_string()
    }

    pub fn identity(&mut self, sender: &str, msg: &identity::ExecuteMsg) {
        self.suite.identity(sender, msg).unwrap();
    }

    pub fn suspend(&mut self, holder: u32, kind: CredentialKind) {
        let reason = identity::Reason::UnderInvestigation;
        let suspend = identity::ExecuteMsg::Suspend {
            holder,
            kind,
            reason,
        };
        self.identity("authority", &suspend);
    }

    pub fn revoke_credential(&mut self, holder: u32, kind: CredentialKind) {
        let reason = identity::Reason::PrivilegeWithdrawn;
        let revoke = identity::ExecuteMsg::Revoke {
            holder,
            kind,
            reason,
        };
        self.identity("authority", &revoke);
    }

    pub fn leave(&mut self, member: &str, organisation: u32, kind: CredentialKind) {
        let leave = identity::ExecuteMsg::LeaveAffiliation { organisation, kind };
        self.identity(member, &leave);
    }

    pub fn decide(
        &self,
        requester: &str,
        organisations: &[u32],
        purpose: PurposeOfUse,
    ) -> DecisionResponse {
        self.suite
            .decide(self.subject, requester, organisations, purpose)
            .unwrap()
    }

    /// The decision and its reason.
    pub fn outcome(
        &self,
        requester: &str,
        organisations: &[u32],
        purpose: PurposeOfUse,
    ) -> (Decision, Reason) {
        let answer = self.decide(requester, organisations, purpose);
        (answer.decision, answer.reason)
    }

    pub fn ask(&self, requester: &str, organisations: &[u32], question: Question) -> QueryMsg {
        QueryMsg::Decide {
            subject: self.subject,
            requester: self.suite.account(requester).to_string(),
            organisations: some(organisations),
            question,
        }
    }

    pub fn attempt(
        &self,
        requester: &str,
        organisations: &[u32],
        purpose: PurposeOfUse,
    ) -> AccessAttempt {
        AccessAttempt {
            subject: self.subject,
            requester: self.suite.account(requester).to_string(),
            organisations: some(organisations),
            purpose: Purpose::Code { code: purpose },
            action: health_types::codes::Action::Access,
            category: Category::PatientPrivacy,
        }
    }

    pub fn record(
        &mut self,
        sender: &str,
        attempt: AccessAttempt,
        items: Vec<AccessItem>,
    ) -> Vec<DecisionResponse> {
        let tx = self.send(sender, &ExecuteMsg::RecordAccess { attempt, items });
        tx.data::<AccessData>().answers
    }

    pub fn break_glass(&self, duration: u32) -> ExecuteMsg {
        ExecuteMsg::BreakGlass {
            subject: self.subject,
            organisation: self.hospital,
            reason: EmergencyReason::Incapacitated,
            justification: Bytes32([3; 32]),
            duration,
        }
    }
}

pub fn some(organisations: &[u32]) -> Option<Vec<u32>> {
    Some(organisations.to_vec()).filter(|list| !list.is_empty())
}

/// A rule about some actors, or anyone, and a purpose.
pub fn rule(effect: Effect, actors: &[Actor], purpose: PurposeOfUse) -> Provision {
    Provision {
        actors: Some(actors.to_vec()).filter(|list| !list.is_empty()),
        purposes: Some(vec![Purpose::Code { code: purpose }]),
        ..Suite::rule(effect)
    }
}

pub fn consent(effect: Effect, actors: &[Actor], purpose: PurposeOfUse) -> NewConsent {
    Suite::consent_of(rule(effect, actors, purpose))
}

pub fn organisation(holder: u32) -> Actor {
    Actor::Organisation { holder }
}

pub fn person(holder: u32) -> Actor {
    Actor::Person { holder }
}

pub fn function(function: Function) -> Actor {
    Actor::Function { function }
}

pub fn credential(kind: CredentialKind) -> Actor {
    Actor::Credential { kind }
}

pub const PERMIT: (Decision, Reason) = (Decision::Permit, Reason::Permit);
pub const DENY: (Decision, Reason) = (Decision::Deny, Reason::ExplicitDeny);
pub const NONE: (Decision, Reason) = (Decision::NoConsent, Reason::NoConsent);
