//! The registries are deployed, and a health authority says who is what.

use super::journal::{unexpected, Journal};
use crate::chain::{self, ChainError, Contract};
use crate::deploy;
use health_types::codes::Code;
use health_types::identity::{
    AccountResponse, Assurance, CredentialKind, ExecuteMsg, Function, NewAffiliation,
    NewCredential, OrganisationType, QueryMsg,
};
use health_types::{Bytes32, Period};

/// The addresses of the contracts.
pub(super) struct Registries {
    pub identity: String,
    pub consent: String,
}

/// The numbers of who is accredited.
pub(super) struct Accredited {
    pub hospital: u32,
    pub clinic: u32,
    pub institute: u32,
    pub nurse: u32,
}

pub(super) fn deploy(journal: &mut Journal) -> Result<Registries, ChainError> {
    journal.chapter("A chain with two registries");
    let governance = journal.chain().account("governance")?;
    let authority = journal.chain().account("health-authority")?;
    let identity = chain::json(&deploy::identity_registry(&governance, &authority))?;
    let identity = journal.deploy("governance", Contract::IdentityRegistry, identity)?;
    let consent = chain::json(&deploy::consent_registry(&governance, &identity))?;
    let consent = journal.deploy("governance", Contract::ConsentRegistry, consent)?;
    Ok(Registries { identity, consent })
}

pub(super) fn accredit(journal: &mut Journal, identity: &str) -> Result<Accredited, ChainError> {
    use CredentialKind::*;
    journal.chapter("Who is accredited as what");
    let mut issue = |name, kinds: &[CredentialKind]| issue(journal, identity, name, kinds);
    let cast = Accredited {
        hospital: issue(
            "hospital",
            &[ProviderOrganisation, DataCustodian, EmergencyResponder],
        )?,
        clinic: issue("clinic", &[ProviderOrganisation])?,
        institute: issue("research-institute", &[ResearchOrganisation])?,
        nurse: issue("nurse", &[Practitioner, EmergencyResponder])?,
    };
    let (hospital, clinic, institute) = (
        ("hospital", cast.hospital),
        ("clinic", cast.clinic),
        ("research-institute", cast.institute),
    );
    for (organisation, member, kind, function) in [
        (hospital, "nurse", ProviderOrganisation, Function::Clinician),
        (hospital, "nurse", EmergencyResponder, Function::Emergency),
        (
            clinic,
            "therapist",
            ProviderOrganisation,
            Function::Clinician,
        ),
        (
            institute,
            "researcher",
            ResearchOrganisation,
            Function::Researcher,
        ),
    ] {
        affiliate(journal, identity, organisation, member, kind, function)?;
    }
    Ok(cast)
}

/// Accredits an account; gives the number that it is known by.
fn issue(
    journal: &mut Journal,
    identity: &str,
    name: &str,
    kinds: &[CredentialKind],
) -> Result<u32, ChainError> {
    let account = journal.chain().account(name)?;
    let credentials = kinds.iter().map(|kind| NewCredential {
        account: account.clone(),
        kind: *kind,
        assurance: Assurance::Substantial,
        period: Period::OPEN,
        evidence: Bytes32([0x5a; 32]),
        identifier: None,
        organisation_type: OrganisationType::Unstated,
        country: None,
    });
    let issue = ExecuteMsg::Issue {
        credentials: credentials.collect(),
    };
    let names: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
    let title = format!("accredits {name} as {}", names.join(", "));
    journal.send("health-authority", identity, &title, &issue)?;
    let query = QueryMsg::Account { account };
    let answer: AccountResponse = chain::ask(journal.chain(), identity, &query)?;
    answer
        .holder
        .ok_or_else(|| unexpected(&format!("{name} has no number")))
}

fn affiliate(
    journal: &mut Journal,
    identity: &str,
    (organisation, number): (&str, u32),
    member: &str,
    kind: CredentialKind,
    function: Function,
) -> Result<(), ChainError> {
    let affiliation = NewAffiliation {
        member: journal.chain().account(member)?,
        kind,
        functions: vec![function],
        period: Period::OPEN,
    };
    let propose = ExecuteMsg::ProposeAffiliations {
        affiliations: vec![affiliation],
    };
    let title = format!("says that {member} acts for it as {}", function.code());
    journal.send(organisation, identity, &title, &propose)?;
    let accept = ExecuteMsg::AcceptAffiliation {
        organisation: number,
        kind,
    };
    journal.send(member, identity, "accepts", &accept)?;
    Ok(())
}
