//! identity-registry: what accrediting, revoking and checking cost.

use anyhow::Result;
use health_types::identity::{
    raw, AffiliationRef, CredentialKind, ExecuteMsg, Function, Identifier,
    IdentifierScheme, NewCredential, QueryMsg, Reason,
};

use crate::address::{account, decode};
use crate::scenario::{Case, Suite};
use crate::town::{Town, AUTHORITY};
use crate::{Call, Chain};

const SPEC: &str = "identity-registry, cost targets";
/// Credentials that one message issues while the registry grows.
const BATCH: u32 = 50;

struct IdentityRegistry {
    town: Town,
    clinic: u32,
    doctor: u32,
    surgeon: u32,
}

/// A registry with one issuer, a clinic with its staff, and a doctor in six organisations.
pub fn suite(chain: &mut Chain) -> Result<Box<dyn Suite>> {
    let town = Town::with_identity(chain)?;
    let clinic = town.accredit(chain, "clinic", CredentialKind::ProviderOrganisation)?;
    let doctor = town.accredit(chain, "doctor", CredentialKind::Practitioner)?;
    let mut surgeon = Town::credential("surgeon", CredentialKind::Practitioner);
    surgeon.identifier = Some(Identifier {
        scheme: IdentifierScheme::Npi,
        value: "1245319599".into(),
    });
    let surgeon = town.issue(chain, surgeon)?;
    for number in 1..=6 {
        let name = format!("hospital {number}");
        town.accredit(chain, &name, CredentialKind::ProviderOrganisation)?;
        town.affiliate(
            chain,
            &name,
            "consultant",
            CredentialKind::ProviderOrganisation,
            &[Function::Clinician],
        )?;
    }
    Ok(Box::new(IdentityRegistry {
        town,
        clinic,
        doctor,
        surgeon,
    }))
}

impl IdentityRegistry {
    fn send(&self, sender: &str, msg: &ExecuteMsg) -> Call {
        Call::execute(&account(sender), &self.town.identity, msg)
    }

    fn ask(&self, msg: &QueryMsg) -> Call {
        Call::query(&self.town.identity, msg)
    }

    fn issue(&self, credential: NewCredential) -> Call {
        self.send(
            AUTHORITY,
            &ExecuteMsg::Issue {
                credentials: vec![credential],
            },
        )
    }

    /// A credential of a newcomer, who gets the number after those of the town.
    fn newcomer(&self) -> NewCredential {
        Town::credential("newcomer", CredentialKind::Practitioner)
    }

    /// A second credential of the doctor, which is what the budgets are for: who gets a first one gets a number and
    /// an account entry too.
    fn second(&self) -> NewCredential {
        Town::credential("doctor", CredentialKind::Researcher)
    }

    /// The surgeon holds a number of another person's than [`Self::with_npi`] has.
    fn revoke_surgeon(&self) -> Call {
        self.send(
            AUTHORITY,
            &ExecuteMsg::Revoke {
                holder: self.surgeon,
                kind: CredentialKind::Practitioner,
                reason: Reason::PrivilegeWithdrawn,
            },
        )
    }

    fn with_npi(&self) -> NewCredential {
        NewCredential {
            identifier: Some(Identifier {
                scheme: IdentifierScheme::Npi,
                value: "1234567893".into(),
            }),
            ..self.second()
        }
    }
}

impl Suite for IdentityRegistry {
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
            crate::scenario::must(chain, &self.send(AUTHORITY, &ExecuteMsg::Issue { credentials }))?;
            next = end;
        }
        Ok(())
    }

    fn cases(&self) -> Vec<Case> {
        let practitioner = CredentialKind::Practitioner;
        let provider = CredentialKind::ProviderOrganisation;
        let (clinic, doctor) = (self.clinic, self.doctor);
        let revoke = self.send(
            AUTHORITY,
            &ExecuteMsg::Revoke {
                holder: doctor,
                kind: practitioner,
                reason: Reason::PrivilegeWithdrawn,
            },
        );
        let propose = self.send(
            "clinic",
            &ExecuteMsg::ProposeAffiliations {
                affiliations: vec![Town::affiliation("nurse", provider, &[Function::Clinician])],
            },
        );
        let accept = self.send(
            "nurse",
            &ExecuteMsg::AcceptAffiliation {
                organisation: clinic,
                kind: provider,
            },
        );
        let canonical = |name: &str| decode(&account(name)).unwrap_or_default();
        vec![
            Case::new("issue one credential", self.issue(self.second())).budget(18_000, SPEC),
            Case::new("issue one to a newcomer", self.issue(self.newcomer())),
            Case::new("issue one with an NPI", self.issue(self.with_npi())).budget(22_500, SPEC),
            Case::new(
                "issue fifty",
                self.send(
                    AUTHORITY,
                    &ExecuteMsg::Issue {
                        credentials: (0..50)
                            .map(|n| Town::credential(&format!("recruit {n}"), practitioner))
                            .collect(),
                    },
                ),
            ),
            Case::new(
                "renew",
                self.send(
                    AUTHORITY,
                    &ExecuteMsg::Renew {
                        holder: doctor,
                        kind: practitioner,
                        until: None,
                    },
                ),
            ),
            Case::new(
                "suspend",
                self.send(
                    AUTHORITY,
                    &ExecuteMsg::Suspend {
                        holder: doctor,
                        kind: practitioner,
                        reason: Reason::UnderInvestigation,
                    },
                ),
            ),
            Case::new("revoke", revoke).budget(9_500, SPEC),
            Case::new("revoke one with an NPI", self.revoke_surgeon()).budget(10_500, SPEC),
            Case::new("propose an affiliation", propose.clone()),
            Case::new("accept an affiliation", accept.clone()).after(propose.clone()),
            Case::new(
                "end an affiliation",
                self.send(
                    "clinic",
                    &ExecuteMsg::EndAffiliations {
                        affiliations: vec![AffiliationRef {
                            member: account("nurse"),
                            kind: provider,
                        }],
                    },
                ),
            )
            .after(propose)
            .after(accept),
            Case::new(
                "ask: check",
                self.ask(&QueryMsg::Check {
                    holder: doctor,
                    kind: practitioner,
                    at: None,
                }),
            ),
            Case::new(
                "ask: check an affiliation",
                self.ask(&QueryMsg::CheckAffiliation {
                    organisation: clinic,
                    member: account("consultant"),
                    function: None,
                    at: None,
                }),
            ),
            Case::raw(
                "read: a credential and its issuer, by number",
                vec![raw::credentials_key(doctor, practitioner), raw::issuer_key(1)],
            )
            .budget(2_800, SPEC),
            Case::raw(
                "read: the same from an account",
                vec![
                    raw::account_key(&canonical("doctor")),
                    raw::credentials_key(doctor, practitioner),
                    raw::issuer_key(1),
                ],
            )
            .budget(4_000, SPEC),
            Case::raw(
                "read: six affiliations",
                vec![raw::account_key(&canonical("consultant"))],
            )
            .budget(2_000, SPEC),
        ]
    }
}

