//! From what the chain holds to a document.

mod rule;

use crate::codes::CONSENT_SCOPE;
use crate::dates::write_instant;
use crate::directory::Interning;
use crate::map::{hoist, Options};
use crate::ours;
use crate::tree::{normalise, Filters, Node};
use crate::version::Version;
use health_types::codes::{Sensitivity, LOINC};
use health_types::consent::{Category, ConsentStatus, Effect, NewConsent, RootStrength};
use health_types::{Bytes32, Period};
use rule::{concept, effect, identifier, nested, reference, rule, write_period};
use serde_json::{json, Map, Value};

/// A consent as the chain holds it.
#[derive(Clone, Copy, Debug)]
pub struct Exportable<'a> {
    /// The subject's pseudonym.
    pub subject: Bytes32,
    /// The consent's number; absent: none yet.
    pub id: Option<u32>,
    /// Where it stands. Superseded and lapsed consents are written as `inactive`.
    pub status: ConsentStatus,
    /// When it was recorded, in seconds since 1970; absent: not written.
    pub recorded: Option<u32>,
    /// The consent. What it supersedes, meaning and assurance have no place in FHIR and are not written.
    pub consent: &'a NewConsent,
}

/// A consent that the FHIR release cannot state exactly.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("inexpressible: {reason}")]
pub struct Inexpressible {
    /// What the release has no place for, or why readers of it would refuse the document.
    pub reason: String,
}

impl Inexpressible {
    fn new(reason: impl Into<String>) -> Inexpressible {
        Inexpressible {
            reason: reason.into(),
        }
    }
}

/// Writes a consent as a FHIR document with our own identifiers (see [`crate::ours`]), the rules' values sorted.
///
/// R4 states everything but two periods of the root. R5 has no filters at the root, and its nested rules alternate
/// in effect. Errors: the consent says what the release has no place for; every document that is written was read
/// back and gave the same rules.
pub fn export(stored: &Exportable, version: Version) -> Result<Value, Inexpressible> {
    let consent = stored.consent;
    let baseline = consent.strength == Some(RootStrength::Baseline);
    let (period, root) = canonical(consent.period, Node::from(&consent.provision), baseline);
    let mut document = header(stored, version);
    match version {
        Version::R4 => write_r4(&mut document, period, &root)?,
        Version::R5 => write_r5(&mut document, period, &root)?,
    }
    let document = Value::Object(document);
    let options = Options {
        version: Some(version),
        strength: consent.strength.unwrap_or(RootStrength::Explicit),
        ..Options::default()
    };
    let read = crate::import(
        document.to_string().as_bytes(),
        &options,
        &mut Interning::new(),
    )
    .map_err(|refusal| Inexpressible::new(format!("readers would refuse it: {refusal}")))?;
    match (read.message.period, Node::from(&read.message.provision)) == (period, root) {
        true => Ok(document),
        false => Err(Inexpressible::new(
            "the document would be read as other rules",
        )),
    }
}

/// The form that an import gives the same rules.
fn canonical(period: Period, root: Node, baseline: bool) -> (Period, Node) {
    let mut root = normalise(root, baseline);
    match period == Period::OPEN {
        true => (hoist(&mut root), root),
        false => (period, root),
    }
}

fn header(stored: &Exportable, version: Version) -> Map<String, Value> {
    let consent = stored.consent;
    let mut document = Map::new();
    let mut set = |name: &str, value: Value| {
        document.insert(name.to_string(), value);
    };
    set("resourceType", json!("Consent"));
    let status = match (stored.status, version) {
        (ConsentStatus::Proposed, Version::R4) => "proposed",
        (ConsentStatus::Proposed, Version::R5) => "draft",
        (ConsentStatus::Active, _) => "active",
        (ConsentStatus::Refused, Version::R4) => "rejected",
        (ConsentStatus::Refused, Version::R5) => "not-done",
        (ConsentStatus::Lapsed | ConsentStatus::Revoked | ConsentStatus::Superseded, _) => {
            "inactive"
        }
        (ConsentStatus::EnteredInError, _) => "entered-in-error",
    };
    set("status", json!(status));
    let scope = match consent.category {
        Category::PatientPrivacy => concept(CONSENT_SCOPE, "patient-privacy"),
        Category::Research => concept(CONSENT_SCOPE, "research"),
    };
    let hashes = [
        (ours::POLICY, consent.policy),
        (ours::DOCUMENT, consent.source_document),
        (ours::EVIDENCE, consent.signature_evidence),
    ];
    let identifiers: Vec<Value> = stored
        .id
        .map(|id| identifier(ours::CONSENT, format!("{}/{id}", stored.subject)))
        .into_iter()
        .chain(
            hashes
                .into_iter()
                .filter_map(|(system, hash)| Some(identifier(system, hash?))),
        )
        .collect();
    if !identifiers.is_empty() {
        set("identifier", Value::Array(identifiers));
    }
    let subject = reference(Some("Patient"), ours::SUBJECT, stored.subject);
    let recorded = stored.recorded.map(write_instant);
    match version {
        Version::R4 => {
            set("scope", scope);
            set("category", json!([concept(LOINC, "59284-0")]));
            set("patient", subject);
            if let Some(recorded) = recorded {
                set("dateTime", json!(recorded));
            }
        }
        Version::R5 => {
            set("category", json!([scope]));
            set("subject", subject);
            if let Some((date, _)) = recorded
                .as_deref()
                .and_then(|recorded| recorded.split_once('T'))
            {
                set("date", json!(date));
            }
        }
    }
    document
}

fn write_r4(
    document: &mut Map<String, Value>,
    period: Period,
    root: &Node,
) -> Result<(), Inexpressible> {
    let mut rule = rule(root, Version::R4)?;
    if period != Period::OPEN {
        if root.filters.period.is_some() {
            return Err(Inexpressible::new(
                "R4 has one period for the consent and its root rule",
            ));
        }
        rule.insert(
            "period".to_string(),
            write_period((period.from, period.until)),
        );
    }
    // R4 demands a policy or a policy rule (its constraint ppc-1); this one repeats the base decision.
    let policy = match root.effect {
        Effect::Permit => "OPTIN",
        Effect::Deny => "OPTOUT",
    };
    document.insert(
        "policyRule".to_string(),
        concept(Sensitivity::SYSTEM, policy),
    );
    document.insert("provision".to_string(), Value::Object(rule));
    Ok(())
}

fn write_r5(
    document: &mut Map<String, Value>,
    period: Period,
    root: &Node,
) -> Result<(), Inexpressible> {
    let rest = Filters {
        custodians: None,
        ..root.filters.clone()
    };
    if !rest.is_empty() {
        return Err(Inexpressible::new(
            "R5 has no filters beside the base decision",
        ));
    }
    if let Some(custodians) = &root.filters.custodians {
        let controllers: Vec<Value> = custodians
            .iter()
            .map(|custodian| reference(Some("Organization"), ours::CUSTODIAN, custodian))
            .collect();
        document.insert("controller".to_string(), Value::Array(controllers));
    }
    if period != Period::OPEN {
        document.insert(
            "period".to_string(),
            write_period((period.from, period.until)),
        );
    }
    document.insert("decision".to_string(), json!(effect(root.effect)));
    if let Some(rules) = nested(root, Version::R5)? {
        document.insert("provision".to_string(), rules);
    }
    Ok(())
}
