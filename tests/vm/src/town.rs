//! A small town on the chain for scenarios: the registries, and people and organisations by name.

use anyhow::{Context, Result};
use health_types::codes::Code;
use health_types::identity::{
    self, AccountResponse, Accreditation, Assurance, CredentialKind, Function, IdentifierScheme,
    NewAffiliation, NewCredential, OrganisationType,
};
use health_types::{Bytes32, Period};

use crate::address::account;
use crate::chain::START_TIME;
use crate::scenario::{deploy, must, must_give};
use crate::{Call, Chain};

/// The one issuer, accredited for every kind and scheme.
pub const AUTHORITY: &str = "authority";
/// Who governs the contracts.
pub const GOVERNANCE: &str = "governance";
/// Half a year from the first block, in seconds since 1970: the usual end of credentials.
pub const LATER: u32 = 1_782_864_000;

const _: () = assert!((LATER as u64) > START_TIME);

/// The registry that every contract asks.
#[derive(Clone, Debug)]
pub struct Town {
    /// identity-registry's address.
    pub identity: String,
}

impl Town {
    /// Deploys identity-registry with its issuer.
    pub fn with_identity(chain: &mut Chain) -> Result<Self> {
        let msg = identity::InstantiateMsg {
            admin: account(GOVERNANCE),
            pauser: Some(account("pauser")),
            issuers: vec![Accreditation {
                account: account(AUTHORITY),
                kinds: CredentialKind::ALL.to_vec(),
                schemes: IdentifierScheme::ALL.to_vec(),
            }],
        };
        let identity = deploy(chain, "identity-registry", &msg)?;
        Ok(Town { identity })
    }

    /// A credential of substantial assurance that ends at [`LATER`].
    pub fn credential(name: &str, kind: CredentialKind) -> NewCredential {
        NewCredential {
            account: account(name),
            kind,
            assurance: Assurance::Substantial,
            period: Period {
                from: None,
                until: Some(LATER),
            },
            evidence: Bytes32([1; 32]),
            identifier: None,
            organisation_type: OrganisationType::Unstated,
            country: None,
        }
    }

    /// An affiliation that ends at [`LATER`].
    pub fn affiliation(
        member: &str,
        kind: CredentialKind,
        functions: &[Function],
    ) -> NewAffiliation {
        NewAffiliation {
            member: account(member),
            kind,
            functions: functions.to_vec(),
            period: Period {
                from: None,
                until: Some(LATER),
            },
        }
    }

    /// Has the authority issue a credential. Gives the holder's number.
    pub fn issue(&self, chain: &mut Chain, credential: NewCredential) -> Result<u32> {
        let holder = credential.account.clone();
        let issue = identity::ExecuteMsg::Issue {
            credentials: vec![credential],
        };
        must(
            chain,
            &Call::execute(&account(AUTHORITY), &self.identity, &issue),
        )?;
        self.holder(chain, holder)
    }

    fn holder(&self, chain: &mut Chain, account: String) -> Result<u32> {
        let ask = identity::QueryMsg::Account { account };
        let answer: AccountResponse = must_give(chain, &Call::query(&self.identity, &ask))?;
        answer.holder.context("an accredited account has a number")
    }

    /// The same with a usual credential.
    pub fn accredit(&self, chain: &mut Chain, name: &str, kind: CredentialKind) -> Result<u32> {
        self.issue(chain, Self::credential(name, kind))
    }

    /// Has an organisation propose an affiliation, and the member accept it.
    pub fn affiliate(
        &self,
        chain: &mut Chain,
        organisation: &str,
        member: &str,
        kind: CredentialKind,
        functions: &[Function],
    ) -> Result<()> {
        let propose = identity::ExecuteMsg::ProposeAffiliations {
            affiliations: vec![Self::affiliation(member, kind, functions)],
        };
        must(
            chain,
            &Call::execute(&account(organisation), &self.identity, &propose),
        )?;
        let accept = identity::ExecuteMsg::AcceptAffiliation {
            organisation: self.holder(chain, account(organisation))?,
            kind,
        };
        must(
            chain,
            &Call::execute(&account(member), &self.identity, &accept),
        )?;
        Ok(())
    }
}
