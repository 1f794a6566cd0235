//! What the patient does: registers, grants by FHIR documents, revokes, erases.

use super::journal::{unexpected, Journal};
use super::question::{ask, word, Asked, NO_CONSENT};
use super::{data, Cast};
use crate::chain::ChainError;
use crate::import;
use health_fhir::{ActorEntry, EntryKind, MapFile, SubjectEntry};
use health_types::codes::PurposeOfUse;
use health_types::consent::{
    ConsentResponse, ConsentsResponse, Decision, EraseData, ExecuteMsg, PolicyChange, QueryMsg,
    Reason, RegisteredData,
};
use health_types::Bytes32;

/// The documents that the patient brings.
const DOCUMENTS: [(&str, &str); 2] = [
    (
        "FHIR R4, treatment with an exception",
        include_str!("../../../fhir/examples/care-journey.r4.json"),
    ),
    (
        "FHIR R5, research",
        include_str!("../../../fhir/examples/care-journey.r5.json"),
    ),
];

/// Gives the patient's pseudonym.
pub(super) fn register(
    journal: &mut Journal,
    consent: &str,
    custodian: u32,
) -> Result<Bytes32, ChainError> {
    journal.chapter("A patient, known to the chain by a pseudonym only");
    let register = ExecuteMsg::Register {
        nonce: Bytes32([0xc4; 32]),
        policies: PolicyChange::default(),
        consents: None,
    };
    let receipt = journal.send("patient", consent, "registers a pseudonym", &register)?;
    let subject = data::<RegisteredData>(&receipt)?.subject;
    let accept = ExecuteMsg::AcceptCustodian { subject, custodian };
    journal.send(
        "patient",
        consent,
        "lets the hospital register records",
        &accept,
    )?;
    Ok(subject)
}

/// Imports the patient's documents; gives the consents' ids.
pub(super) fn import_documents(journal: &mut Journal, cast: &Cast) -> Result<Vec<u32>, ChainError> {
    journal.chapter("The patient's FHIR consents become messages");
    let map = map(cast);
    let mut ids = Vec::new();
    for (id, (title, text)) in (1..).zip(DOCUMENTS) {
        let consent =
            import::with_map(text, &map).map_err(|refusal| unexpected(&refusal.to_string()))?;
        let grant = ExecuteMsg::Grant {
            subject: cast.subject,
            id,
            consent,
        };
        let title = format!("grants consent {id} ({title})");
        journal.send("patient", &cast.consent, &title, &grant)?;
        ids.push(id);
    }
    Ok(ids)
}

/// Leads from the names in the documents to what the chain knows them by.
fn map(cast: &Cast) -> MapFile {
    let actor = |name: &str, kind, holder| ActorEntry {
        names: vec![name.to_string()],
        kind,
        holder: Some(holder),
        address: None,
    };
    let organisation = |name, holder| actor(name, EntryKind::Organisation, holder);
    MapFile {
        subjects: vec![SubjectEntry {
            names: vec!["Patient/p-001".to_string()],
            pseudonym: cast.subject,
            key: Bytes32([0x77; 32]),
        }],
        actors: vec![
            organisation("Organization/hospital", cast.accredited.hospital),
            organisation("Organization/clinic", cast.accredited.clinic),
            organisation("Organization/institute", cast.accredited.institute),
            actor(
                "Practitioner/nurse",
                EntryKind::Person,
                cast.accredited.nurse,
            ),
        ],
        records: vec![],
    }
}

pub(super) fn revoke(
    journal: &mut Journal,
    cast: &Cast,
    consents: &[u32],
) -> Result<(), ChainError> {
    journal.chapter("Consent is revoked, and the same question is answered otherwise");
    for id in consents {
        let revoke = ExecuteMsg::Revoke {
            subject: cast.subject,
            id: *id,
        };
        let title = format!("revokes consent {id}");
        journal.send("patient", &cast.consent, &title, &revoke)?;
    }
    let nurse = Asked::record("nurse", cast.accredited.hospital, PurposeOfUse::TREAT);
    ask(journal, cast, nurse, NO_CONSENT)?;
    let query = QueryMsg::ConsentsOf {
        subject: cast.subject,
        start_after: None,
        limit: None,
    };
    let notes = |page: &ConsentsResponse| {
        let line = |consent: &ConsentResponse| {
            format!("consent {}: {}", consent.id, word(&consent.status))
        };
        page.items.iter().map(line).collect()
    };
    let title = "what became of my consents?";
    journal.ask("patient", &cast.consent, title, &query, notes)?;
    Ok(())
}

pub(super) fn erase(journal: &mut Journal, cast: &Cast) -> Result<(), ChainError> {
    journal.chapter("The data are erased");
    let erase = ExecuteMsg::Erase {
        subject: cast.subject,
        limit: None,
    };
    let receipt = journal.send("patient", &cast.consent, "erases the subject", &erase)?;
    if !data::<EraseData>(&receipt)?.done {
        return Err(unexpected("the erasure is not done in one call"));
    }
    let nurse = Asked::record("nurse", cast.accredited.hospital, PurposeOfUse::TREAT);
    ask(
        journal,
        cast,
        nurse,
        (Decision::Deny, Reason::SubjectErased),
    )
}
