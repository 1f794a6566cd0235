//! consent-registry: what consenting, revoking, deciding and recording cost.

use anyhow::Result;
use health_types::codes::{Action, Code, DataClass, PurposeOfUse};
use health_types::consent::{
    AccessAttempt, AccessItem, ActMeaning, Actor, Category, Effect, ExecuteMsg, InstantiateMsg,
    NewConsent, NewRecord, PolicyChange, RecordRef, Provision, Purpose, QueryMsg, Question, RegisteredData,
};
use health_types::identity::{Assurance, CredentialKind, Function};
use health_types::{Bytes32, Period};

use crate::address::account;
use crate::scenario::{deploy, must, must_give, Case, Suite};
use crate::town::{Town, GOVERNANCE, LATER};
use crate::{Call, Chain};

const SPEC: &str = "consent-registry, cost targets";
/// Why recording costs more than its budget.
const CUSTODIAN_RECORDS: &str = "the floor of storage is 19,638: a log line of 70 bytes is \
    written (4,100), and thirteen different entries of 38 to 111 bytes are read (15,538), five of \
    identity-registry for the custodian and the requester, the configuration, the subject, four \
    cells, the consent and the log line; one issuer is read twice.";
const REQUESTER_RECORDS: &str = "the floor of storage is 19,767: a log line of 70 bytes is \
    written (4,100), and thirteen different entries are read (15,667), three of identity-registry, \
    the configuration, the subject, the record, four cells, the consent, its custodian's flag and \
    the log line.";
/// A cell holds eight consents.
const CELL: u32 = 8;
/// Organisations that one account acts for at most.
const ORGANISATIONS: u32 = 6;

struct ConsentRegistry {
    consent: String,
    clinic: u32,
    /// Has no consent.
    newborn: Bytes32,
    /// Has the benchmark consent, with id 1.
    patient: Bytes32,
    /// Has seven consents for the clinic.
    regular: Bytes32,
    /// Has 64 full trees that all concern the consultant.
    veteran: Bytes32,
    hospitals: Vec<u32>,
}

/// A registry with a clinic and its nurse, and four subjects.
pub fn suite(chain: &mut Chain) -> Result<Box<dyn Suite>> {
    let town = Town::with_identity(chain)?;
    let provider = CredentialKind::ProviderOrganisation;
    let clinic = town.accredit(chain, "clinic", provider)?;
    town.accredit(chain, "clinic", CredentialKind::DataCustodian)?;
    town.affiliate(chain, "clinic", "nurse", provider, &[Function::Clinician])?;
    let consultant = town.accredit(chain, "consultant", CredentialKind::Practitioner)?;
    let hospitals = (1..=ORGANISATIONS)
        .map(|number| {
            let name = format!("hospital {number}");
            let holder = town.accredit(chain, &name, provider)?;
            town.affiliate(chain, &name, "consultant", provider, &[Function::Clinician])?;
            Ok(holder)
        })
        .collect::<Result<Vec<u32>>>()?;
    let msg = InstantiateMsg {
        admin: account(GOVERNANCE),
        pauser: Some(account("pauser")),
        identity: town.identity,
        ciphertext_envelopes: false,
        log_retention: None,
        requirements: Vec::new(),
    };
    let consent = deploy(chain, "consent-registry", &msg)?;

    let newborn = register(chain, &consent, "newborn", None)?;
    let patient = register(chain, &consent, "patient", Some(vec![benchmark(clinic, Effect::Permit)]))?;
    let regular = register(chain, &consent, "regular", None)?;
    for id in 1..CELL {
        let effect = cell_effect(id);
        must(chain, &grant(&consent, "regular", regular, id, benchmark(clinic, effect)))?;
    }
    let veteran = register(chain, &consent, "veteran", None)?;
    let cells = hospitals
        .iter()
        .map(|holder| Some(Actor::Organisation { holder: *holder }))
        .chain([Some(Actor::Person { holder: consultant }), None]);
    let mut id = 0u32;
    for actor in cells {
        for place in 1..=CELL {
            id = id.saturating_add(1);
            let msg = full(actor.clone(), cell_effect(place));
            must(chain, &grant(&consent, "veteran", veteran, id, msg))?;
        }
    }
    Ok(Box::new(ConsentRegistry {
        consent,
        clinic,
        newborn,
        patient,
        regular,
        veteran,
        hospitals,
    }))
}

fn register(
    chain: &mut Chain,
    consent: &str,
    owner: &str,
    consents: Option<Vec<NewConsent>>,
) -> Result<Bytes32> {
    let msg = ExecuteMsg::Register {
        nonce: Bytes32([7; 32]),
        policies: PolicyChange::default(),
        consents,
    };
    let data: RegisteredData = must_give(chain, &Call::execute(&account(owner), consent, &msg))?;
    Ok(data.subject)
}

fn grant(contract: &str, owner: &str, subject: Bytes32, id: u32, consent: NewConsent) -> Call {
    let msg = ExecuteMsg::Grant {
        subject,
        id,
        consent,
    };
    Call::execute(&account(owner), contract, &msg)
}

/// Two of the eight places of a cell are kept for the owner's denies.
fn cell_effect(place: u32) -> Effect {
    if place > 6 {
        Effect::Deny
    } else {
        Effect::Permit
    }
}

fn rule(effect: Effect) -> Provision {
    Provision {
        effect,
        actors: None,
        purposes: None,
        actions: None,
        classes: None,
        labels: None,
        period: None,
        data_period: None,
        records: None,
        contexts: None,
        authors: None,
        custodians: None,
        provision: None,
    }
}

fn treatment() -> Purpose {
    Purpose::Code {
        code: PurposeOfUse::TREAT,
    }
}

fn question() -> Question {
    Question {
        purpose: treatment(),
        action: Action::Access,
        category: Category::PatientPrivacy,
        data: None,
    }
}

fn consent_of(provision: Provision) -> NewConsent {
    NewConsent {
        status: None,
        category: Category::PatientPrivacy,
        strength: None,
        period: Period {
            from: None,
            until: Some(LATER),
        },
        meaning: ActMeaning::Consent,
        assurance: Assurance::Substantial,
        policy: Some(Bytes32([2; 32])),
        source_document: None,
        signature_evidence: None,
        supersedes: None,
        provision,
    }
}

/// The benchmark consent: one organisation, one purpose, one action, an end and a policy hash.
fn benchmark(clinic: u32, effect: Effect) -> NewConsent {
    consent_of(Provision {
        actors: Some(vec![Actor::Organisation { holder: clinic }]),
        purposes: Some(vec![treatment()]),
        actions: Some(vec![Action::Access]),
        ..rule(effect)
    })
}

/// A tree of sixteen rules on three floors, every one of which has to be looked at.
fn full(actor: Option<Actor>, effect: Effect) -> NewConsent {
    let leaf = |class: DataClass| Provision {
        classes: Some(vec![class]),
        purposes: Some(vec![treatment()]),
        ..rule(effect)
    };
    let child = |leaves: usize| Provision {
        actions: Some(vec![Action::Use, Action::Disclose]),
        provision: Some(DataClass::ALL.iter().take(leaves).copied().map(leaf).collect()),
        ..rule(effect.opposite())
    };
    consent_of(Provision {
        actors: actor.map(|actor| vec![actor]),
        purposes: Some(vec![treatment()]),
        actions: Some(vec![Action::Access, Action::Use]),
        provision: Some(vec![child(6), child(7)]),
        ..rule(effect)
    })
}

impl ConsentRegistry {
    fn send(&self, sender: &str, msg: &ExecuteMsg) -> Call {
        Call::execute(&account(sender), &self.consent, msg)
    }

    fn explain(&self, subject: Bytes32, requester: &str, organisations: &[u32]) -> Call {
        let msg = QueryMsg::Explain {
            subject,
            requester: account(requester),
            organisations: Some(organisations.to_vec()),
            question: question(),
        };
        Call::query(&self.consent, &msg)
    }

    fn decide(&self, subject: Bytes32, requester: &str, organisations: &[u32]) -> Call {
        let msg = QueryMsg::Decide {
            subject,
            requester: account(requester),
            organisations: Some(organisations.to_vec()),
            question: question(),
        };
        Call::query(&self.consent, &msg)
    }

    fn record_access(&self, sender: &str, item: AccessItem) -> Call {
        let msg = ExecuteMsg::RecordAccess {
            attempt: AccessAttempt {
                subject: self.patient,
                requester: account("nurse"),
                organisations: Some(vec![self.clinic]),
                purpose: treatment(),
                action: Action::Access,
                category: Category::PatientPrivacy,
            },
            items: vec![item],
        };
        self.send(sender, &msg)
    }

    fn record_bulk(&self) -> Call {
        self.record_access("clinic", AccessItem::Bulk {})
    }

    fn record_own(&self) -> Call {
        let record = RecordRef {
            custodian: self.clinic,
            id: 1,
        };
        self.record_access("nurse", AccessItem::Record { record })
    }

    fn accept_custodian(&self) -> Call {
        let msg = ExecuteMsg::AcceptCustodian {
            subject: self.patient,
            custodian: self.clinic,
        };
        self.send("patient", &msg)
    }

    fn register_record(&self) -> Call {
        let record = NewRecord {
            id: 1,
            commitment: Bytes32([3; 32]),
            locator: Bytes32([4; 32]),
            classes: DataClass::ALL.iter().take(1).copied().collect(),
            labels: None,
            author: None,
            contexts: Vec::new(),
            day: 20_000,
            key_version: 1,
        };
        let msg = ExecuteMsg::RegisterRecords {
            subject: self.patient,
            records: vec![record],
        };
        self.send("clinic", &msg)
    }
}

impl Suite for ConsentRegistry {
    fn address(&self) -> &str {
        &self.consent
    }

    fn records(&self) -> &'static str {
        "subjects with a consent each"
    }

    fn grow(&mut self, chain: &mut Chain, from: u32, to: u32) -> Result<()> {
        for number in from..to {
            let owner = format!("subject {number}");
            register(chain, &self.consent, &owner, Some(vec![benchmark(self.clinic, Effect::Permit)]))?;
        }
        Ok(())
    }

    fn cases(&self) -> Vec<Case> {
        let (patient, clinic) = (self.patient, self.clinic);
        let claimed: Vec<u32> = self.hospitals.iter().take(4).copied().collect();
        vec![
            Case::new(
                "register with the benchmark consent",
                self.send(
                    "stranger",
                    &ExecuteMsg::Register {
                        nonce: Bytes32([8; 32]),
                        policies: PolicyChange::default(),
                        consents: Some(vec![benchmark(clinic, Effect::Permit)]),
                    },
                ),
            ),
            Case::new(
                "grant, first of its cell",
                grant(&self.consent, "newborn", self.newborn, 1, benchmark(clinic, Effect::Permit)),
            )
            .budget(18_000, SPEC),
            Case::new(
                "grant a deny, eighth of its cell",
                grant(
                    &self.consent,
                    "regular",
                    self.regular,
                    CELL,
                    benchmark(clinic, cell_effect(CELL)),
                ),
            )
            .budget(21_500, SPEC),
            Case::new(
                "revoke",
                self.send(
                    "patient",
                    &ExecuteMsg::Revoke {
                        subject: patient,
                        id: 1,
                    },
                ),
            )
            .budget(10_500, SPEC),
            Case::new(
                "revoke all",
                self.send(
                    "regular",
                    &ExecuteMsg::RevokeAll {
                        subject: self.regular,
                        end_delegates: true,
                    },
                ),
            )
            .budget(8_000, SPEC),
            Case::new("decide and record, by the custodian", self.record_bulk())
                .budget(20_000, SPEC)
                .excuse(CUSTODIAN_RECORDS),
            Case::new("the same a second time", self.record_bulk())
                .after(self.record_bulk())
                .budget(20_000, SPEC)
                .excuse(CUSTODIAN_RECORDS),
            Case::new("decide and record, by the requester", self.record_own())
                .after(self.accept_custodian())
                .after(self.register_record())
                .budget(20_000, SPEC)
                .excuse(REQUESTER_RECORDS),
            Case::new("ask: decide, typical", self.decide(patient, "nurse", &[clinic]))
                .budget(14_000, SPEC),
            Case::new(
                "ask: decide, worst: 64 full trees",
                self.decide(self.veteran, "consultant", &claimed),
            )
            .budget(530_000, SPEC),
            Case::new(
                "ask: explain the worst",
                self.explain(self.veteran, "consultant", &claimed),
            ),
            Case::new(
                "ask: a page of 30 full trees",
                Call::query(
                    &self.consent,
                    &QueryMsg::ConsentsOf {
                        subject: self.veteran,
                        start_after: None,
                        limit: None,
                    },
                ),
            ),
        ]
    }
}
