//! identity-registry: what messages cost an organisation of many members, one of which had a credential revoked and
//! issued again as often.

use anyhow::Result;
use health_types::identity::{CredentialKind, ExecuteMsg, QueryMsg, Reason};

use super::identity_registry::World;
use crate::address::account;
use crate::scenario::{must, Case, Suite};
use crate::town::Town;
use crate::{Call, Chain};

/// Versions of a credential are numbered in two bytes; beyond these it is not issued again.
const VERSIONS: u32 = 60_000;
const KIND: CredentialKind = CredentialKind::Practitioner;

struct Organisation(World);

/// The town of identity-registry's first suite; its clinic grows.
pub fn suite(chain: &mut Chain) -> Result<Box<dyn Suite>> {
    Ok(Box::new(Organisation(World::new(chain)?)))
}

impl Organisation {
    fn revoke(&self) -> Call {
        self.0.by_issuer(ExecuteMsg::Revoke {
            holder: self.0.doctor,
            kind: KIND,
            reason: Reason::Superseded,
        })
    }

    fn issue_again(&self) -> Call {
        self.0.issue(vec![Town::credential("doctor", KIND)])
    }
}

impl Suite for Organisation {
    fn address(&self) -> &str {
        &self.0.town.identity
    }

    fn records(&self) -> &'static str {
        "members of one organisation, as many who left it, and versions of one credential (of these 60,000 at most)"
    }

    fn grow(&mut self, chain: &mut Chain, from: u32, to: u32) -> Result<()> {
        for number in from..to {
            let (stays, leaves) = (format!("member {number}"), format!("leaver {number}"));
            must(chain, &self.0.propose(&[stays.clone(), leaves.clone()]))?;
            must(chain, &self.0.accept(&stays))?;
            must(chain, &self.0.accept(&leaves))?;
            must(chain, &self.0.end(&[leaves]))?;
            if number < VERSIONS {
                must(chain, &self.revoke())?;
                must(chain, &self.issue_again())?;
            }
        }
        Ok(())
    }

    fn cases(&self) -> Vec<Case> {
        let world = &self.0;
        let nurse = ["nurse".to_string()];
        vec![
            Case::new("propose an affiliation", world.propose(&nurse)),
            Case::new("accept an affiliation", world.accept("nurse")).after(world.propose(&nurse)),
            Case::new("end an affiliation", world.end(&["member 1".to_string()])),
            Case::new("revoke a credential", self.revoke()),
            Case::new("issue it again", self.issue_again()).after(self.revoke()),
            Case::new(
                "ask: nine members",
                world.ask(&QueryMsg::MembersOf {
                    organisation: world.clinic,
                    start_after: None,
                    // One less than the fewest members.
                    limit: Some(9),
                }),
            ),
            Case::new(
                "ask: check an affiliation",
                world.ask(&QueryMsg::CheckAffiliation {
                    organisation: world.clinic,
                    member: account("member 1"),
                    function: None,
                    at: None,
                }),
            ),
            Case::new(
                "ask: check",
                world.ask(&QueryMsg::Check {
                    holder: world.doctor,
                    kind: KIND,
                    at: None,
                }),
            ),
        ]
    }
}
