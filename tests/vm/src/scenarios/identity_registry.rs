//! identity-registry: what accrediting, revoking and checking cost.

#[path = "identity_registry/affiliations.rs"]
mod affiliations;
#[path = "identity_registry/credentials.rs"]
mod credentials;
#[path = "identity_registry/holders.rs"]
mod holders;
#[path = "identity_registry/issuers.rs"]
mod issuers;
#[path = "identity_registry/queries.rs"]
mod queries;

use anyhow::Result;
use health_types::identity::{
    CredentialKind, ExecuteMsg, Function, Identifier, IdentifierScheme, NewCredential, QueryMsg,
};

use crate::address::account;
use crate::administration;
use crate::scenario::{must, Case, Suite};
use crate::town::{Town, AUTHORITY, GOVERNANCE};
use crate::{Call, Chain};

/// Where the budgets come from.
pub(super) const SPEC: &str = "identity-registry, cost targets";
/// Credentials that one message issues while the registry grows, and at most.
pub(super) const BATCH: u32 = 50;

/// A town with an identity-registry.
pub(super) struct World {
    /// The registry, with its one issuer, number 1.
    pub town: Town,
    /// A provider.
    pub clinic: u32,
    /// A practitioner.
    pub doctor: u32,
    /// A practitioner with an NPI.
    pub surgeon: u32,
    /// A device.
    pub device: u32,
}

/// A registry with one issuer, a clinic with its staff, and a doctor in six organisations.
pub fn suite(chain: &mut Chain) -> Result<Box<dyn Suite>> {
    Ok(Box::new(World::new(chain)?))
}

impl World {
    /// Deploys the registry and fills the town.
    pub fn new(chain: &mut Chain) -> Result<Self> {
        let provider = CredentialKind::ProviderOrganisation;
        let town = Town::with_identity(chain)?;
        let clinic = town.accredit(chain, "clinic", provider)?;
        let doctor = town.accredit(chain, "doctor", CredentialKind::Practitioner)?;
        let surgeon = NewCredential {
            identifier: Some(npi("1245319599")),
            ..Town::credential("surgeon", CredentialKind::Practitioner)
        };
        let surgeon = town.issue(chain, surgeon)?;
        for number in 1..=6 {
            let name = format!("hospital {number}");
            town.accredit(chain, &name, provider)?;
            town.affiliate(chain, &name, "consultant", provider, &[Function::Clinician])?;
        }
        let device = town.accredit(chain, "device", CredentialKind::Device)?;
        Ok(World {
            town,
            clinic,
            doctor,
            surgeon,
            device,
        })
    }

    /// A message.
    pub fn send(&self, sender: &str, msg: &ExecuteMsg) -> Call {
        Call::execute(&account(sender), &self.town.identity, msg)
    }

    /// A question.
    pub fn ask(&self, msg: &QueryMsg) -> Call {
        Call::query(&self.town.identity, msg)
    }

    /// The authority sends it.
    pub fn by_issuer(&self, msg: ExecuteMsg) -> Call {
        self.send(AUTHORITY, &msg)
    }

    /// Governance sends it.
    pub fn by_governance(&self, msg: ExecuteMsg) -> Call {
        self.send(GOVERNANCE, &msg)
    }

    /// The authority issues these.
    pub fn issue(&self, credentials: Vec<NewCredential>) -> Call {
        self.by_issuer(ExecuteMsg::Issue { credentials })
    }
}

/// A US provider's number.
pub(super) fn npi(value: &str) -> Identifier {
    Identifier {
        scheme: IdentifierScheme::Npi,
        value: value.into(),
    }
}

impl Suite for World {
    fn address(&self) -> &str {
        &self.town.identity
    }

    fn records(&self) -> &'static str {
        "credentials"
    }

    fn grow(&mut self, chain: &mut Chain, from: u32, to: u32) -> Result<()> {
        let mut next = from;
        while next < to {
            let end = next.saturating_add(BATCH).min(to);
            let credentials = (next..end)
                .map(|n| Town::credential(&format!("holder {n}"), CredentialKind::Practitioner))
                .collect();
            must(chain, &self.issue(credentials))?;
            next = end;
        }
        Ok(())
    }

    fn cases(&self) -> Vec<Case> {
        [
            credentials::cases(self),
            affiliations::cases(self),
            holders::cases(self),
            issuers::cases(self),
            administration::cases(&self.town.identity, ExecuteMsg::Admin),
            queries::cases(self),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
