//! Documents of cases, and the shape of a case.
//!
//! What bears on the decision is read strictly: an unknown or misspelt field makes the case refused, never
//! decided without it. What is told about a case beside that (source, title, notes) may be anything.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Why a file holds no cases.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// It is not JSON of this shape.
    #[error("invalid_document: {0}")]
    Shape(String),
    /// It says that it is something else.
    #[error("unknown_format: {0}")]
    Format(String),
}

/// The format that documents state.
const FORMAT: &str = "consent-decision-cases/1";

/// A document with many cases, as far as it is read before the cases are.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Self")]
struct Document {
    format: Option<String>,
    cases: Vec<Box<RawValue>>,
}

/// One case, with what bears on the decision unread.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Self")]
pub(super) struct Head {
    pub id: Option<String>,
    pub consents: Option<Box<RawValue>>,
    pub request: Option<Box<RawValue>>,
    pub subject_epoch: Option<Box<RawValue>>,
    pub subject_default: Option<Box<RawValue>>,
    pub expect: Option<String>,
    pub accept: Option<Vec<String>>,
    pub redact: Option<Vec<serde_json::Value>>,
    pub expect_effective: Option<String>,
    #[serde(default)]
    pub needs: Vec<String>,
}

/// A consent of a case.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Consent {
    /// Its name.
    pub id: String,
    /// FHIR's or our status.
    pub status: String,
    /// FHIR's consent scope.
    pub category: String,
    /// `permit` or `deny`; a consent that states none is refused.
    pub decision: Option<String>,
    /// When it is in force.
    pub period: Option<Span>,
    /// The filters of the root.
    pub scope: Option<Scope>,
    /// The rules beneath the root.
    pub provisions: Option<Vec<Provision>>,
    /// `explicit`: every rule states its effect; `alternate`: each is the opposite of the rule above.
    pub provision_effects: Option<String>,
    /// `explicit` or `baseline`; absent: explicit.
    pub root_strength: Option<String>,
    /// The subject's epoch when it was recorded; absent: the subject's now.
    pub epoch: Option<u32>,
    /// The consents that it replaces.
    pub supersedes: Option<Vec<String>>,
    /// The policy that it names.
    pub policy: Option<String>,
    /// When it was signed, which decides nothing.
    #[serde(rename = "signed", skip_serializing)]
    _signed: Option<IgnoredAny>,
    /// Who gave it, which decides nothing.
    #[serde(rename = "grantor", skip_serializing)]
    _grantor: Option<IgnoredAny>,
    /// What is told about it.
    #[serde(rename = "note", skip_serializing)]
    _note: Option<IgnoredAny>,
}

/// Dates or times, both included.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Span {
    /// The first.
    pub start: Option<String>,
    /// The last.
    pub end: Option<String>,
}

/// The filters of a rule.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Scope {
    /// Whom it is about.
    pub actors: Option<Vec<String>>,
    /// What for: HL7 codes, `project:…`, or `system:code` of another system.
    pub purposes: Option<Vec<String>>,
    /// Actions.
    pub actions: Option<Vec<String>>,
    /// Classes.
    pub classes: Option<Vec<String>>,
    /// `conf:X`, `sens:X`, or `system:code` of a private system.
    pub labels: Option<Vec<String>>,
    /// When the rule holds.
    pub period: Option<Span>,
    /// When the data were authored.
    pub data_period: Option<Span>,
    /// Single records.
    pub records: Option<Vec<String>>,
    /// What the data are related to.
    pub related: Option<Vec<String>>,
    /// Who authored the data.
    pub authors: Option<Vec<String>>,
    /// Who keeps the data.
    pub custodians: Option<Vec<String>>,
}

/// A rule beneath the root. Its filters are spelt out, since serde refuses no unknown field of a flattened struct.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Provision {
    /// `permit` or `deny`.
    pub effect: Option<String>,
    actors: Option<Vec<String>>,
    purposes: Option<Vec<String>>,
    actions: Option<Vec<String>>,
    classes: Option<Vec<String>>,
    labels: Option<Vec<String>>,
    period: Option<Span>,
    data_period: Option<Span>,
    records: Option<Vec<String>>,
    related: Option<Vec<String>>,
    authors: Option<Vec<String>>,
    custodians: Option<Vec<String>>,
    /// The rules beneath it.
    pub provisions: Option<Vec<Provision>>,
}

impl Provision {
    /// Its effect, its filters and the rules beneath it.
    pub(super) fn parts(self) -> (Option<String>, Scope, Option<Vec<Provision>>) {
        let scope = Scope {
            actors: self.actors,
            purposes: self.purposes,
            actions: self.actions,
            classes: self.classes,
            labels: self.labels,
            period: self.period,
            data_period: self.data_period,
            records: self.records,
            related: self.related,
            authors: self.authors,
            custodians: self.custodians,
        };
        (self.effect, scope, self.provisions)
    }
}

/// What is asked. Without purpose, action or category, or with two, it is refused.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Request {
    /// When.
    pub at: String,
    /// All proven names of the requester, its own and its memberships; any may match.
    pub actors: Vec<String>,
    /// What is done with the data.
    pub action: String,
    /// Within which category of consents.
    pub category: String,
    /// What for.
    pub purpose: String,
    /// The item; absent or null: data in bulk.
    pub data: Option<Data>,
}

/// An item. Null is unknown, an empty list known to be none.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Data {
    /// Its name.
    pub id: Option<String>,
    /// Its labels.
    pub labels: Option<Vec<String>>,
    /// Its classes.
    pub classes: Option<Vec<String>>,
    /// When it was authored.
    pub authored: Option<String>,
    /// By whom.
    pub author: Option<String>,
    /// What it is related to.
    pub related: Option<Vec<String>>,
    /// Who keeps it.
    pub custodian: Option<String>,
    /// Its clinical codes, about which no rule speaks.
    #[serde(rename = "codes", skip_serializing)]
    _codes: Option<IgnoredAny>,
}

health_types::strict!(Document, Head, Consent, Span, Scope, Provision, Request, Data);

/// The cases of a file, each as JSON: of a `.json` document, or of lines with one case each.
///
/// # Errors
/// The text is neither, or states another format.
pub fn read(text: &str, is_lines: bool) -> Result<Vec<Box<RawValue>>, DocumentError> {
    let shape = |error: serde_json::Error| DocumentError::Shape(clip(&error.to_string()));
    if is_lines {
        return lines(text).map(|line| line.map_err(shape)).collect();
    }
    let document: Document = serde_json::from_str(without_mark(text)).map_err(shape)?;
    match document.format {
        Some(format) if format != FORMAT => Err(DocumentError::Format(clip(&format))),
        _ => Ok(document.cases),
    }
}

/// The cases of a file with one a line; of a line that is not JSON, why.
pub fn lines(text: &str) -> impl Iterator<Item = Result<Box<RawValue>, serde_json::Error>> + '_ {
    let stated = without_mark(text).lines();
    stated
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str)
}

/// The text without the byte-order mark that some editors put in front.
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// At most 64 characters of a message that may repeat input.
pub(super) fn clip(text: &str) -> String {
    text.chars().take(64).collect()
}
