//! consent-registry: what consenting, revoking, deciding and recording cost.

#[path = "consent_registry/configuration.rs"]
mod configuration;
#[path = "consent_registry/consents.rs"]
mod consents;
#[path = "consent_registry/custodians.rs"]
mod custodians;
#[path = "consent_registry/owners.rs"]
mod owners;
#[path = "consent_registry/queries.rs"]
mod queries;
#[path = "consent_registry/requesters.rs"]
mod requesters;
#[path = "consent_registry/words.rs"]
pub(super) mod words;

use anyhow::{bail, Result};
use health_types::consent::{Actor, Effect, ExecuteMsg, InstantiateMsg, NewConsent, QueryMsg};
use health_types::identity::{CredentialKind, Function};
use health_types::Bytes32;

use self::words::{benchmark, cell_effect, full, grant, register};
use crate::address::account;
use crate::scenario::{deploy, must, Case, Suite};
use crate::town::{Town, GOVERNANCE};
use crate::{Call, Chain};

/// Where the budgets come from.
pub(super) const SPEC: &str = "consent-registry, cost targets";
/// A cell holds eight consents.
const CELL: u32 = 8;
/// Sets of filters among 64 full trees: with more, a decision in bulk is longer than a chain answers (256 KiB).
const DISTINCT: u8 = 60;
/// Organisations that one account acts for at most.
const ORGANISATIONS: u32 = 6;

/// A town with a consent-registry.
pub(super) struct World {
    /// consent-registry's address.
    pub consent: String,
    /// identity-registry's address.
    pub identity: String,
    /// A provider and custodian; `nurse` is its clinician.
    pub clinic: u32,
    /// The number of `medic`, a responder of `ambulance`.
    pub medic: u32,
    /// The organisation that `medic` acts for.
    pub ambulance: u32,
    /// A research organisation.
    pub institute: u32,
    /// The provider organisations that `consultant` acts for.
    pub hospitals: Vec<u32>,
    /// Of `newborn`, who has no consent.
    pub newborn: Bytes32,
    /// Of `patient`, who has the benchmark consent, with id 1.
    pub patient: Bytes32,
    /// Of `regular`, who has seven consents for the clinic.
    pub regular: Bytes32,
    /// Of `veteran`, who has 64 full trees that all concern the consultant.
    pub veteran: Bytes32,
    /// Of `worrier`, who has as many, with [`DISTINCT`] sets of filters among them.
    pub worrier: Bytes32,
}

/// A registry with a clinic and its nurse, and four subjects.
pub fn suite(chain: &mut Chain) -> Result<Box<dyn Suite>> {
    Ok(Box::new(World::new(chain)?))
}

impl World {
    /// Deploys the registries and fills the town.
    pub fn new(chain: &mut Chain) -> Result<Self> {
        use CredentialKind::*;
        let town = Town::with_identity(chain)?;
        let clinic = town.accredit(chain, "clinic", ProviderOrganisation)?;
        town.accredit(chain, "clinic", DataCustodian)?;
        town.affiliate(chain, "clinic", "nurse", ProviderOrganisation, &[Function::Clinician])?;
        let consultant = town.accredit(chain, "consultant", Practitioner)?;
        let hospitals = (1..=ORGANISATIONS)
            .map(|number| {
                let name = format!("hospital {number}");
                let holder = town.accredit(chain, &name, ProviderOrganisation)?;
                let functions = [Function::Clinician];
                town.affiliate(chain, &name, "consultant", ProviderOrganisation, &functions)?;
                Ok(holder)
            })
            .collect::<Result<Vec<u32>>>()?;
        let ambulance = town.accredit(chain, "ambulance", EmergencyResponder)?;
        let medic = town.accredit(chain, "medic", EmergencyResponder)?;
        town.affiliate(chain, "ambulance", "medic", EmergencyResponder, &[Function::Emergency])?;
        let institute = town.accredit(chain, "institute", ResearchOrganisation)?;
        town.accredit(chain, "body", DataAccessBody)?;
        let msg = InstantiateMsg {
            admin: account(GOVERNANCE),
            pauser: Some(account("pauser")),
            identity: town.identity.clone(),
            ciphertext_envelopes: false,
            log_retention: None,
            requirements: Vec::new(),
        };
        let consent = deploy(chain, "consent-registry", &msg)?;

        let newborn = register(chain, &consent, "newborn", None)?;
        let first = vec![benchmark(clinic, Effect::Permit)];
        let patient = register(chain, &consent, "patient", Some(first))?;
        let regular = register(chain, &consent, "regular", None)?;
        for id in 1..CELL {
            let effect = cell_effect(id);
            must(chain, &grant(&consent, "regular", regular, id, benchmark(clinic, effect)))?;
        }
        let [veteran, worrier] = ["veteran", "worrier"].map(|owner| register(chain, &consent, owner, None));
        let (veteran, worrier) = (veteran?, worrier?);
        let cells = hospitals
            .iter()
            .map(|holder| Some(Actor::Organisation { holder: *holder }))
            .chain([Some(Actor::Person { holder: consultant }), None]);
        let places = cells.flat_map(|actor| (1..=CELL).map(move |place| (actor.clone(), place)));
        for (id, (actor, place)) in (1..=u8::MAX).zip(places) {
            let mut grant = |owner, subject, number, first| {
                let tree = |extra| full(actor.clone(), cell_effect(place), extra, first);
                grant_full(chain, &consent, (owner, subject, number), id.into(), tree)
            };
            grant("veteran", veteran, 4, 0)?;
            // Two contexts a rule at most, 2n and 2n + 1.
            grant("worrier", worrier, 5, id.checked_rem(DISTINCT).unwrap_or_default().wrapping_mul(2))?;
        }
        Ok(World {
            consent,
            identity: town.identity,
            clinic,
            medic,
            ambulance,
            institute,
            hospitals,
            newborn,
            patient,
            regular,
            veteran,
            worrier,
        })
    }

    /// A message.
    pub fn send(&self, sender: &str, msg: &ExecuteMsg) -> Call {
        Call::execute(&account(sender), &self.consent, msg)
    }

    /// A question.
    pub fn ask(&self, msg: &QueryMsg) -> Call {
        Call::query(&self.consent, msg)
    }
}

/// Grants the largest tree that the registry takes, which the specification says has 2,048 bytes, for a subject of
/// this owner, pseudonym and number.
fn grant_full(
    chain: &mut Chain,
    consent: &str,
    (owner, subject, number): (&str, Bytes32, u32),
    id: u32,
    tree: impl Fn(usize) -> NewConsent,
) -> Result<()> {
    for extra in (0..512).rev() {
        let granted = chain.run(&grant(consent, owner, subject, id, tree(extra))).result;
        match granted {
            Err(refusal) if refusal.to_string().contains("consent_too_large") => (),
            Err(refusal) => bail!("{refusal}"),
            Ok(_) => break,
        }
    }
    let key = [&[0x12][..], &number.to_be_bytes(), &id.to_be_bytes()].concat();
    match chain.read(consent, &key).map(|value| value.len()) {
        Some(2_048) => Ok(()),
        other => bail!("the largest tree has {other:?} bytes"),
    }
}

impl Suite for World {
    fn address(&self) -> &str {
        &self.consent
    }

    fn records(&self) -> &'static str {
        "subjects with a consent each"
    }

    fn grow(&mut self, chain: &mut Chain, from: u32, to: u32) -> Result<()> {
        for number in from..to {
            let owner = format!("subject {number}");
            let first = vec![benchmark(self.clinic, Effect::Permit)];
            register(chain, &self.consent, &owner, Some(first))?;
        }
        Ok(())
    }

    fn cases(&self) -> Vec<Case> {
        [
            consents::cases(self),
            owners::cases(self),
            custodians::cases(self),
            requesters::cases(self),
            configuration::cases(self),
            queries::cases(self),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
