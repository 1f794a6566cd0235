//! Accesses are recorded, and the patient reads them.

use super::journal::{unexpected, Journal};
use super::question::psychiatric_note;
use super::{data, Cast};
use crate::chain::ChainError;
use health_types::codes::{Action, DataClass, PurposeOfUse};
use health_types::consent::{
    AccessAttempt, AccessData, AccessItem, Category, Decision, DisclosureResponse,
    DisclosuresResponse, ExecuteMsg, Item, Labels, Purpose, QueryMsg,
};

/// The nurse's attempt, for the hospital.
pub(super) fn attempt(
    journal: &mut Journal,
    cast: &Cast,
    purpose: PurposeOfUse,
) -> Result<AccessAttempt, ChainError> {
    Ok(AccessAttempt {
        subject: cast.subject,
        requester: journal.chain().account("nurse")?,
        organisations: Some(vec![cast.accredited.hospital]),
        purpose: Purpose::Code { code: purpose },
        action: Action::Access,
        category: Category::PatientPrivacy,
    })
}

pub(super) fn described(item: Item) -> AccessItem {
    AccessItem::Described {
        item: Box::new(item),
    }
}

pub(super) fn record(journal: &mut Journal, cast: &Cast) -> Result<(), ChainError> {
    journal.chapter("Access is recorded, refusals too");
    // It carries no label, which is not the same as labels that are unknown.
    let medication = Item {
        classes: Some(vec![DataClass::MedicationRequest]),
        labels: Some(Labels {
            confidentiality: None,
            sensitivity: None,
            private: None,
        }),
        ..Item::default()
    };
    let attempt = attempt(journal, cast, PurposeOfUse::TREAT)?;
    let record = ExecuteMsg::RecordAccess {
        attempt: attempt.clone(),
        items: vec![described(medication), described(psychiatric_note())],
    };
    let title = "discloses to the nurse, and is refused the note";
    let receipt = journal.send("hospital", &cast.consent, title, &record)?;
    let answers = data::<AccessData>(&receipt)?.answers;
    let decisions: Vec<Decision> = answers.iter().map(|answer| answer.decision).collect();
    if decisions != [Decision::Permit, Decision::Deny] {
        return Err(unexpected(
            "the recorded access is not one permit and one deny",
        ));
    }
    let stranger = ExecuteMsg::RecordAccess {
        attempt,
        items: vec![AccessItem::Bulk {}],
    };
    let title = "tries to record an access";
    journal.refused("stranger", &cast.consent, title, &stranger, "unauthorized")
}

pub(super) fn look_back(journal: &mut Journal, cast: &Cast) -> Result<(), ChainError> {
    journal.chapter("Who saw what");
    let query = QueryMsg::Disclosures {
        subject: cast.subject,
        start_after: None,
        limit: None,
    };
    let notes = |page: &DisclosuresResponse| page.items.iter().map(line).collect();
    let title = "who saw my data?";
    let page = journal.ask("patient", &cast.consent, title, &query, notes)?;
    let sum = |counts: fn(&DisclosureResponse) -> u32| {
        page.items.iter().map(counts).fold(0, u32::saturating_add)
    };
    match (sum(|line| line.permits), sum(|line| line.refusals)) {
        (2, 1) => Ok(()),
        (permits, refusals) => Err(unexpected(&format!(
            "{permits} permitted and {refusals} refused accesses on record"
        ))),
    }
}

fn line(disclosure: &DisclosureResponse) -> String {
    let purpose = disclosure.purpose.map(|purpose| purpose.to_string());
    let class = disclosure.class.map(|class| class.to_string());
    format!(
        "{}, {}: {} permitted, {} refused",
        purpose.as_deref().unwrap_or("another purpose"),
        class.as_deref().unwrap_or("unknown class"),
        disclosure.permits,
        disclosure.refusals
    )
}
