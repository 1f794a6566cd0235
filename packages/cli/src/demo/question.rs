//! May X use these data for Z? Questions, and how their answers read.

use super::journal::{unexpected, Journal};
use super::Cast;
use crate::chain::{self, ChainError};
use health_types::codes::{Action, Confidentiality, DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::{
    Category, Decision, DecisionResponse, ExplainResponse, Explained, Filter, Item, Labels,
    Obligation, ObligationKind, Purpose, QueryMsg, Question, Reason,
};
use serde::Serialize;

/// The answer when no consent speaks to the question.
pub(super) const NO_CONSENT: (Decision, Reason) = (Decision::NoConsent, Reason::NoConsent);

/// Who asks for what.
pub(super) struct Asked {
    requester: &'static str,
    organisation: u32,
    purpose: PurposeOfUse,
    data: Option<Item>,
}

impl Asked {
    /// Someone who acts for an organisation asks for the whole record.
    pub fn record(requester: &'static str, organisation: u32, purpose: PurposeOfUse) -> Self {
        Asked {
            requester,
            organisation,
            purpose,
            data: None,
        }
    }
}

pub(super) fn decide(journal: &mut Journal, cast: &Cast) -> Result<(), ChainError> {
    use PurposeOfUse::{CLINTRCH, HMARKT, TREAT};
    journal.chapter("May X use these data for Z?");
    let permit = (Decision::Permit, Reason::Permit);
    let number = &cast.accredited;
    for (asked, expected) in [
        (Asked::record("nurse", number.hospital, TREAT), permit),
        (Asked::record("nurse", number.hospital, HMARKT), NO_CONSENT),
        (Asked::record("therapist", number.clinic, TREAT), NO_CONSENT),
        (
            Asked::record("researcher", number.institute, CLINTRCH),
            permit,
        ),
        (
            Asked {
                data: Some(psychiatric_note()),
                ..Asked::record("nurse", number.hospital, TREAT)
            },
            (Decision::Deny, Reason::ExplicitDeny),
        ),
    ] {
        ask(journal, cast, asked, expected)?;
    }
    Ok(())
}

/// An item that the exception of the treatment consent is about.
pub(super) fn psychiatric_note() -> Item {
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
pub(super) fn ask(
    journal: &mut Journal,
    cast: &Cast,
    asked: Asked,
    expected: (Decision, Reason),
) -> Result<(), ChainError> {
    let Asked {
        requester,
        organisation,
        purpose,
        data,
    } = asked;
    let what = match data {
        Some(_) => "a psychiatric note",
        None => "the record",
    };
    let title = format!("may I see {what} for {purpose} ({})?", purpose.display());
    let query = QueryMsg::Explain {
        subject: cast.subject,
        requester: journal.chain().account(requester)?,
        organisations: Some(vec![organisation]),
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
    let ExplainResponse { answer, .. } =
        journal.ask(requester, &cast.consent, &title, &query, told)?;
    if (answer.decision, answer.reason) != expected {
        let summary = summary(&answer);
        return Err(unexpected(&format!("{requester}, {purpose}: {summary}")));
    }
    Ok(())
}

/// An answer in lines: the decision, what it obliges to, and what each consent said.
fn told(answer: &ExplainResponse) -> Vec<String> {
    std::iter::once(summary(&answer.answer))
        .chain(answer.answer.obligations.iter().map(obliged))
        .chain(answer.consents.iter().map(looked_at))
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

fn looked_at(consent: &Explained) -> String {
    let id = consent.id;
    match (consent.effect, consent.miss) {
        (Some(effect), _) => format!("consent {id}: {}", word(&effect)),
        (None, Some(miss)) => format!("consent {id} does not apply: {}", word(&miss)),
        (None, None) => format!("consent {id} does not apply"),
    }
}

fn obliged(obligation: &Obligation) -> String {
    let shown = |filters: &[Filter]| {
        let filters: Vec<String> = filters.iter().map(filter).collect();
        filters.join(" or ")
    };
    let one = |filter: &Option<Filter>| shown(filter.as_slice());
    let (any, held) = (obligation.any.as_deref(), one(&obligation.where_));
    match (obligation.kind, obligation.unless.as_deref()) {
        (ObligationKind::Only, _) => format!("obliged to show only {}", shown(any.unwrap_or(&[]))),
        (ObligationKind::Redact, None) => format!("obliged to redact {held}"),
        (ObligationKind::Redact, Some(unless)) => {
            format!("obliged to redact {held} unless {}", shown(unless))
        }
    }
}

/// Sensitivity labels by name, any other filter as the chain writes it.
fn filter(filter: &Filter) -> String {
    match filter {
        Filter {
            authors: None,
            classes: None,
            contexts: None,
            custodians: None,
            data_period: None,
            labels:
                Some(Labels {
                    confidentiality: None,
                    sensitivity: Some(codes),
                    private: None,
                }),
            records: None,
        } => {
            let name = |code: &Sensitivity| format!("{code} ({})", code.display());
            let names: Vec<String> = codes.iter().map(name).collect();
            format!("items labelled {}", names.join(" or "))
        }
        other => chain::json(other).unwrap_or_default().to_string(),
    }
}

/// A value of ours as the chain writes it.
pub(super) fn word(value: &impl Serialize) -> String {
    let json = chain::json(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_string()
}
