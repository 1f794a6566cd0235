//! The journey: who does what, and what must come of it.

use super::journal::{unexpected, Journal};
use crate::chain::{self, Chain, ChainError, Contract, Receipt};
use crate::demo::Step;
use crate::{deploy, import};
use health_fhir::{ActorEntry, EntryKind, MapFile, SubjectEntry};
use health_types::codes::{Action, Code, Confidentiality, DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::{
    AccessAttempt, AccessData, AccessItem, Category, ConsentsResponse, Decision, DecisionResponse,
    DisclosuresResponse, EmergencyReason, EraseData, ExecuteMsg, ExplainResponse, Item, Labels,
    Obligation, ObligationKind, PolicyChange, Purpose, QueryMsg, Question, Reason, RegisteredData,
    ReviewOutcome,
};
use health_types::identity::{
    self, AccountResponse, Assurance, CredentialKind, Function, NewAffiliation, NewCredential,
    OrganisationType,
};
use health_types::{Bytes32, Period};
use serde::de::DeserializeOwned;

/// The documents that the patient brings.
const TREATMENT_R4: &str = include_str!("../../../fhir/examples/care-journey.r4.json");
const RESEARCH_R5: &str = include_str!("../../../fhir/examples/care-journey.r5.json");

/// Plays the journey on a chain; every step must come out as the story says.
pub fn run(chain: &mut dyn Chain, quiet: bool) -> Result<Vec<Step>, ChainError> {
    let mut journal = Journal::new(chain, quiet);
    let mut cast = deploy(&mut journal)?;
    accredit(&mut journal, &mut cast)?;
    register(&mut journal, &mut cast)?;
    let consents = import_documents(&mut journal, &cast)?;
    decide(&mut journal, &cast)?;
    record(&mut journal, &cast)?;
    break_glass(&mut journal, &cast)?;
    revoke(&mut journal, &cast, &consents)?;
    look_back(&mut journal, &cast)?;
    erase(&mut journal, &cast)?;
    Ok(journal.into_steps())
}

/// Who takes part, by what the chain knows of them.
struct Cast {
    identity: String,
    consent: String,
    hospital: u32,
    clinic: u32,
    institute: u32,
    nurse: u32,
    subject: Bytes32,
}

fn deploy(journal: &mut Journal) -> Result<Cast, ChainError> {
    journal.chapter("A chain with two registries");
    let governance = journal.chain().account("governance")?;
    let authority = journal.chain().account("health-authority")?;
    let identity = chain::json(&deploy::identity_registry(&governance, &authority))?;
    let identity = journal.deploy("governance", Contract::IdentityRegistry, identity)?;
    let consent = chain::json(&deploy::consent_registry(&governance, &identity))?;
    let consent = journal.deploy("governance", Contract::ConsentRegistry, consent)?;
    Ok(Cast {
        identity,
        consent,
        hospital: 0,
        clinic: 0,
        institute: 0,
        nurse: 0,
        subject: Bytes32::ZERO,
    })
}

fn accredit(journal: &mut Journal, cast: &mut Cast) -> Result<(), ChainError> {
    use CredentialKind::*;
    journal.chapter("Who is accredited as what");
    cast.hospital = issue(
        journal,
        cast,
        "hospital",
        &[ProviderOrganisation, DataCustodian, EmergencyResponder],
    )?;
    cast.clinic = issue(journal, cast, "clinic", &[ProviderOrganisation])?;
    cast.institute = issue(journal, cast, "research-institute", &[ResearchOrganisation])?;
    cast.nurse = issue(journal, cast, "nurse", &[Practitioner, EmergencyResponder])?;
    affiliate(
        journal,
        cast,
        "hospital",
        cast.hospital,
        "nurse",
        ProviderOrganisation,
        Function::Clinician,
    )?;
    affiliate(
        journal,
        cast,
        "hospital",
        cast.hospital,
        "nurse",
        EmergencyResponder,
        Function::Emergency,
    )?;
    affiliate(
        journal,
        cast,
        "clinic",
        cast.clinic,
        "therapist",
        ProviderOrganisation,
        Function::Clinician,
    )?;
    affiliate(
        journal,
        cast,
        "research-institute",
        cast.institute,
        "researcher",
        ResearchOrganisation,
        Function::Researcher,
    )
}

fn issue(
    journal: &mut Journal,
    cast: &Cast,
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
    let issue = identity::ExecuteMsg::Issue {
        credentials: credentials.collect(),
    };
    let names: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
    let title = format!("accredits {name} as {}", names.join(", "));
    journal.send("health-authority", &cast.identity, &title, &issue)?;
    let query = identity::QueryMsg::Account { account };
    let answer: AccountResponse = chain::ask(journal.chain(), &cast.identity, &query)?;
    answer
        .holder
        .ok_or_else(|| unexpected(&format!("{name} has no number")))
}

fn affiliate(
    journal: &mut Journal,
    cast: &Cast,
    organisation: &str,
    number: u32,
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
    let propose = identity::ExecuteMsg::ProposeAffiliations {
        affiliations: vec![affiliation],
    };
    let title = format!("says that {member} acts for it as {}", function.code());
    journal.send(organisation, &cast.identity, &title, &propose)?;
    let accept = identity::ExecuteMsg::AcceptAffiliation {
        organisation: number,
        kind,
    };
    journal.send(member, &cast.identity, "accepts", &accept)?;
    Ok(())
}

fn register(journal: &mut Journal, cast: &mut Cast) -> Result<(), ChainError> {
    journal.chapter("A patient, known to the chain by a pseudonym only");
    let register = ExecuteMsg::Register {
        nonce: Bytes32([0xc4; 32]),
        policies: PolicyChange::default(),
        consents: None,
    };
    let receipt = journal.send("patient", &cast.consent, "registers a pseudonym", &register)?;
    cast.subject = data::<RegisteredData>(&receipt)?.subject;
    let accept = ExecuteMsg::AcceptCustodian {
        subject: cast.subject,
        custodian: cast.hospital,
    };
    journal.send(
        "patient",
        &cast.consent,
        "lets the hospital register records",
        &accept,
    )?;
    Ok(())
}

/// Imports the patient's documents; gives the consents' ids.
fn import_documents(journal: &mut Journal, cast: &Cast) -> Result<Vec<u32>, ChainError> {
    journal.chapter("The patient's FHIR consents become messages");
    let actor = |name: &str, holder| ActorEntry {
        names: vec![name.to_string()],
        kind: EntryKind::Organisation,
        holder: Some(holder),
        address: None,
    };
    let map = MapFile {
        subjects: vec![SubjectEntry {
            names: vec!["Patient/p-001".to_string()],
            pseudonym: cast.subject,
            key: Bytes32([0x77; 32]),
        }],
        actors: vec![
            actor("Organization/hospital", cast.hospital),
            actor("Organization/clinic", cast.clinic),
            actor("Organization/institute", cast.institute),
            ActorEntry {
                kind: EntryKind::Person,
                ..actor("Practitioner/nurse", cast.nurse)
            },
        ],
        records: vec![],
    };
    let documents = [
        ("FHIR R4, treatment with an exception", TREATMENT_R4),
        ("FHIR R5, research", RESEARCH_R5),
    ];
    let mut ids = Vec::new();
    for (id, (title, text)) in (1..).zip(documents) {
        let consent =
            import::with_map(text, &map).map_err(|refusal| unexpected(&refusal.to_string()))?;
        let grant = ExecuteMsg::Grant {
            subject: cast.subject,
            id,
            consent,
        };
        journal.send(
            "patient",
            &cast.consent,
            &format!("grants consent {id} ({title})"),
            &grant,
        )?;
        ids.push(id);
    }
    Ok(ids)
}

fn decide(journal: &mut Journal, cast: &Cast) -> Result<(), ChainError> {
    journal.chapter("May X use these data for Z?");
    let hospital = Some(cast.hospital);
    ask(
        journal,
        cast,
        ("nurse", hospital),
        PurposeOfUse::TREAT,
        None,
        Expected::PERMIT,
    )?;
    ask(
        journal,
        cast,
        ("nurse", hospital),
        PurposeOfUse::HMARKT,
        None,
        Expected::NO_CONSENT,
    )?;
    ask(
        journal,
        cast,
        ("therapist", Some(cast.clinic)),
        PurposeOfUse::TREAT,
        None,
        Expected::NO_CONSENT,
    )?;
    ask(
        journal,
        cast,
        ("researcher", Some(cast.institute)),
        PurposeOfUse::CLINTRCH,
        None,
        Expected::PERMIT,
    )?;
    ask(
        journal,
        cast,
        ("nurse", hospital),
        PurposeOfUse::TREAT,
        Some(psychiatric_note()),
        Expected::DENY,
    )
}

/// What an answer must be.
#[derive(Clone, Copy)]
struct Expected {
    decision: Decision,
    reason: Reason,
}

impl Expected {
    const PERMIT: Self = Expected {
        decision: Decision::Permit,
        reason: Reason::Permit,
    };
    const DENY: Self = Expected {
        decision: Decision::Deny,
        reason: Reason::ExplicitDeny,
    };
    const NO_CONSENT: Self = Expected {
        decision: Decision::NoConsent,
        reason: Reason::NoConsent,
    };
}

/// An item that the exception of the treatment consent is about.
fn psychiatric_note() -> Item {
    Item {
        classes: Some(vec![DataClass::DocumentReference]),
        labels: Some(Labels {
            confidentiality: Some(Confidentiality::R),
            sensitivity: Some(vec![Sensitivity::PSY]),
            private: None,
        }),
        ..Item::default()
    }
}

/// Asks with an explanation, and holds the answer against what must come.
fn ask(
    journal: &mut Journal,
    cast: &Cast,
    (requester, organisation): (&str, Option<u32>),
    purpose: PurposeOfUse,
    data: Option<Item>,
    expected: Expected,
) -> Result<(), ChainError> {
    let what = if data.is_some() {
        "a psychiatric note"
    } else {
        "the record"
    };
    let title = format!("may I see {what} for {purpose} ({})?", purpose.display());
    let query = QueryMsg::Explain {
        subject: cast.subject,
        requester: journal.chain().account(requester)?,
        organisations: organisation.map(|number| vec![number]),
        question: Question {
            purpose: Purpose::Code { code: purpose },
            action: Action::Access,
            category: match purpose {
                PurposeOfUse::CLINTRCH => Category::Research,
                _ => Category::PatientPrivacy,
            },
            data,
        },
    };
    let answer: ExplainResponse = journal.ask(requester, &cast.consent, &title, &query, explain)?;
    let DecisionResponse {
        decision, reason, ..
    } = answer.answer;
    if (decision, reason) != (expected.decision, expected.reason) {
        return Err(unexpected(&format!(
            "{requester}, {purpose}: {}",
            summary(&answer.answer)
        )));
    }
    Ok(())
}

fn explain(answer: &ExplainResponse) -> Vec<String> {
    let looked_at = answer.consents.iter().map(|consent| {
        let id = consent.id;
        match (consent.effect, consent.miss) {
            (Some(effect), _) => format!("consent {id}: {}", word(&effect)),
            (None, Some(miss)) => format!("consent {id} does not apply: {}", word(&miss)),
            (None, None) => format!("consent {id} does not apply"),
        }
    });
    std::iter::once(summary(&answer.answer))
        .chain(answer.answer.obligations.iter().map(obliged))
        .chain(looked_at)
        .collect()
}

fn summary(answer: &DecisionResponse) -> String {
    let ids = answer.consents.iter().map(|consent| consent.id.to_string());
    let ids: Vec<String> = ids.collect();
    let by = match ids.is_empty() {
        true => String::new(),
        false => format!(", by consent {}", ids.join(", ")),
    };
    let (decision, reason) = (word(&answer.decision), word(&answer.reason));
    format!("{decision} ({reason}){by} → {}", word(&answer.effect))
}

/// What goes with a permit, as the chain writes it.
fn obliged(obligation: &Obligation) -> String {
    let shown = |value: Option<serde_json::Value>| value.unwrap_or_default().to_string();
    let filters = obligation
        .any
        .as_ref()
        .and_then(|any| chain::json(any).ok());
    let held = obligation
        .where_
        .as_ref()
        .and_then(|held| chain::json(held).ok());
    match obligation.kind {
        ObligationKind::Only => format!("obliged to show only {}", shown(filters)),
        ObligationKind::Redact => format!("obliged to redact {}", shown(held)),
    }
}

/// A value of ours as the chain writes it.
fn word(value: &impl serde::Serialize) -> String {
    chain::json(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_string))
        .unwrap_or_default()
}

fn attempt(
    journal: &mut Journal,
    cast: &Cast,
    requester: &str,
    organisation: u32,
    purpose: PurposeOfUse,
) -> Result<AccessAttempt, ChainError> {
    Ok(AccessAttempt {
        subject: cast.subject,
        requester: journal.chain().account(requester)?,
        organisations: Some(vec![organisation]),
        purpose: Purpose::Code { code: purpose },
        action: Action::Access,
        category: Category::PatientPrivacy,
    })
}

fn record(journal: &mut Journal, cast: &Cast) -> Result<(), ChainError> {
    journal.chapter("Access is recorded, refusals too");
    let medication = Item {
        classes: Some(vec![DataClass::MedicationRequest]),
        labels: Some(Labels {
            confidentiality: None,
            sensitivity: None,
            private: None,
        }),
        ..Item::default()
    };
    let record = ExecuteMsg::RecordAccess {
        attempt: attempt(journal, cast, "nurse", cast.hospital, PurposeOfUse::TREAT)?,
        items: vec![
            AccessItem::Described {
                item: Box::new(medication),
            },
            AccessItem::Described {
                item: Box::new(psychiatric_note()),
            },
        ],
    };
    let receipt = journal.send(
        "hospital",
        &cast.consent,
        "discloses to the nurse, and is refused the note",
        &record,
    )?;
    let answers = data::<AccessData>(&receipt)?.answers;
    let decisions: Vec<Decision> = answers.iter().map(|answer| answer.decision).collect();
    if decisions != [Decision::Permit, Decision::Deny] {
        return Err(unexpected(
            "the recorded access is not one permit and one deny",
        ));
    }
    let stranger = ExecuteMsg::RecordAccess {
        attempt: attempt(journal, cast, "nurse", cast.hospital, PurposeOfUse::TREAT)?,
        items: vec![AccessItem::Bulk {}],
    };
    journal.refused(
        "stranger",
        &cast.consent,
        "tries to record an access",
        &stranger,
        "unauthorized",
    )
}

fn break_glass(journal: &mut Journal, cast: &Cast) -> Result<(), ChainError> {
    journal.chapter("The glass is broken and reviewed");
    let hospital = Some(cast.hospital);
    ask(
        journal,
        cast,
        ("nurse", hospital),
        PurposeOfUse::BTG,
        None,
        Expected::NO_CONSENT,
    )?;
    let break_glass = ExecuteMsg::BreakGlass {
        subject: cast.subject,
        organisation: cast.hospital,
        reason: EmergencyReason::Incapacitated,
        justification: Bytes32([0x3c; 32]),
        duration: 4 * 3_600,
    };
    journal.send(
        "nurse",
        &cast.consent,
        "breaks the glass for four hours",
        &break_glass,
    )?;
    let during = Expected {
        decision: Decision::Permit,
        reason: Reason::Emergency,
    };
    ask(
        journal,
        cast,
        ("nurse", hospital),
        PurposeOfUse::BTG,
        None,
        during,
    )?;
    let seen = ExecuteMsg::RecordAccess {
        attempt: attempt(journal, cast, "nurse", cast.hospital, PurposeOfUse::BTG)?,
        items: vec![AccessItem::Described {
            item: Box::new(psychiatric_note()),
        }],
    };
    journal.send(
        "hospital",
        &cast.consent,
        "discloses the note in the emergency",
        &seen,
    )?;
    let end = ExecuteMsg::EndEmergency {
        subject: cast.subject,
        actor: cast.nurse,
    };
    journal.send("patient", &cast.consent, "is awake again and ends it", &end)?;
    let review = ExecuteMsg::ReviewEmergency {
        subject: cast.subject,
        actor: cast.nurse,
        outcome: ReviewOutcome::Justified,
    };
    journal.send("hospital", &cast.consent, "reviews it: justified", &review)?;
    Ok(())
}

fn revoke(journal: &mut Journal, cast: &Cast, consents: &[u32]) -> Result<(), ChainError> {
    journal.chapter("Consent is revoked, and the same question is answered otherwise");
    for id in consents {
        let revoke = ExecuteMsg::Revoke {
            subject: cast.subject,
            id: *id,
        };
        journal.send(
            "patient",
            &cast.consent,
            &format!("revokes consent {id}"),
            &revoke,
        )?;
    }
    ask(
        journal,
        cast,
        ("nurse", Some(cast.hospital)),
        PurposeOfUse::TREAT,
        None,
        Expected::NO_CONSENT,
    )?;
    let query = QueryMsg::ConsentsOf {
        subject: cast.subject,
        start_after: None,
        limit: None,
    };
    let notes = |page: &ConsentsResponse| {
        page.items
            .iter()
            .map(|consent| format!("consent {}: {}", consent.id, word(&consent.status)))
            .collect()
    };
    journal.ask::<ConsentsResponse>(
        "patient",
        &cast.consent,
        "what became of my consents?",
        &query,
        notes,
    )?;
    Ok(())
}

fn look_back(journal: &mut Journal, cast: &Cast) -> Result<(), ChainError> {
    journal.chapter("Who saw what");
    let query = QueryMsg::Disclosures {
        subject: cast.subject,
        start_after: None,
        limit: None,
    };
    let notes = |page: &DisclosuresResponse| {
        let line = |d: &health_types::consent::DisclosureResponse| {
            let purpose = d
                .purpose
                .map_or("another purpose".to_string(), |purpose| purpose.to_string());
            let class = d
                .class
                .map_or("unknown class".to_string(), |class| class.to_string());
            format!(
                "{purpose}, {class}: {} permitted, {} refused",
                d.permits, d.refusals
            )
        };
        page.items.iter().map(line).collect()
    };
    let page = journal.ask::<DisclosuresResponse>(
        "patient",
        &cast.consent,
        "who saw my data?",
        &query,
        notes,
    )?;
    let (permits, refusals) = page
        .items
        .iter()
        .fold((0u32, 0u32), |(permits, refusals), line| {
            (
                permits.saturating_add(line.permits),
                refusals.saturating_add(line.refusals),
            )
        });
    if (permits, refusals) != (2, 1) {
        return Err(unexpected(&format!(
            "{permits} permitted and {refusals} refused accesses on record"
        )));
    }
    Ok(())
}

fn erase(journal: &mut Journal, cast: &Cast) -> Result<(), ChainError> {
    journal.chapter("The data are erased");
    let erase = ExecuteMsg::Erase {
        subject: cast.subject,
        limit: None,
    };
    let receipt = journal.send("patient", &cast.consent, "erases the subject", &erase)?;
    if !data::<EraseData>(&receipt)?.done {
        return Err(unexpected("the erasure is not done in one call"));
    }
    let expected = Expected {
        decision: Decision::Deny,
        reason: Reason::SubjectErased,
    };
    ask(
        journal,
        cast,
        ("nurse", Some(cast.hospital)),
        PurposeOfUse::TREAT,
        None,
        expected,
    )
}

/// What a message returned.
fn data<T: DeserializeOwned>(receipt: &Receipt) -> Result<T, ChainError> {
    chain::decode(receipt.data.clone().unwrap_or_default())
}
