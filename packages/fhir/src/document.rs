//! One shape for both releases: what a Consent states, each part with the path where it states it.

use crate::model::{
    r4, r5, Attachment, CodeableConcept, Coding, Contained, Identifier, List, Period, Reference,
};
use crate::refusal::{clip, Notes, Refusal};
use crate::tidy::{lone_objects, tidy};
use crate::version::{tell, Version};
use health_types::consent::Effect;
use serde::{de::DeserializeOwned, Serialize};
use serde_json::Value;

/// A part of the document and where it stands.
pub(crate) struct At<T> {
    pub(crate) path: String,
    pub(crate) value: T,
}

impl<T> At<T> {
    fn new(path: impl Into<String>, value: T) -> At<T> {
        At {
            path: path.into(),
            value,
        }
    }
}

/// A Consent, whichever release it is of.
#[derive(Default)]
pub(crate) struct Document {
    pub(crate) status: Option<String>,
    pub(crate) dated: Option<At<String>>,
    pub(crate) contained: Vec<Contained>,
    pub(crate) identifiers: Vec<At<Identifier>>,
    /// R4's scope, which decides the category.
    pub(crate) scope: Option<At<CodeableConcept>>,
    pub(crate) categories: Vec<At<CodeableConcept>>,
    pub(crate) subject: Option<At<Reference>>,
    pub(crate) grantors: Vec<At<Reference>>,
    pub(crate) custodians: Vec<At<Reference>>,
    /// R5's grantees and managers, which stand in the source document alone.
    pub(crate) unused: Vec<String>,
    pub(crate) attachments: Vec<At<Attachment>>,
    pub(crate) sources: Vec<At<Reference>>,
    /// The policies' URIs, as stated.
    pub(crate) policies: Vec<At<String>>,
    /// R4's policyRule, which may state the base decision; R5's regulatoryBasis, which does not.
    pub(crate) policy_rule: Option<At<CodeableConcept>>,
    pub(crate) regulatory: Vec<At<CodeableConcept>>,
    /// Each verification's path, whether it is affirmed, and its whole text.
    pub(crate) verifications: Vec<At<(bool, String)>>,
    /// R5's period of the whole consent.
    pub(crate) period: Option<At<Period>>,
    pub(crate) decision: Option<At<String>>,
    /// R4: the root rule. R5: the rules beneath `decision`, which is the root.
    pub(crate) rules: Vec<Rule>,
}

/// One rule with its filters as stated.
#[derive(Default)]
pub(crate) struct Rule {
    pub(crate) path: String,
    /// R4's type; R5's effects alternate with depth instead.
    pub(crate) kind: Option<String>,
    pub(crate) period: Option<Period>,
    pub(crate) actors: Vec<r4::Actor>,
    pub(crate) actions: Vec<CodeableConcept>,
    pub(crate) labels: Vec<Coding>,
    pub(crate) purposes: Vec<Coding>,
    /// The element's name and its codes: class in R4, documentType and resourceType in R5, class in its drafts.
    pub(crate) classes: Vec<(&'static str, Vec<Coding>)>,
    pub(crate) codes: Vec<CodeableConcept>,
    pub(crate) data_period: Option<Period>,
    pub(crate) data: Vec<r4::Data>,
    pub(crate) children: Vec<Rule>,
}

impl Rule {
    /// Whether the rule has a filter besides its period.
    pub(crate) fn is_filtered(&self) -> bool {
        !(self.actors.is_empty()
            && self.actions.is_empty()
            && self.labels.is_empty()
            && self.purposes.is_empty()
            && self.classes.is_empty()
            && self.codes.is_empty()
            && self.data_period.is_none()
            && self.data.is_empty())
    }
}

/// The effect that a code of `provision.type` or `decision` states.
pub(crate) fn effect(path: &str, code: &str) -> Result<Effect, Refusal> {
    match code {
        "permit" => Ok(Effect::Permit),
        "deny" => Ok(Effect::Deny),
        _ => Err(Refusal::new(
            path,
            "unknown_effect",
            format!("permit or deny, not {}", clip(code)),
        )),
    }
}

/// Reads a parsed document into the model and thence into one shape.
pub(crate) fn read(
    value: Value,
    version: Option<Version>,
    notes: &mut Notes,
) -> Result<(Version, Document), Refusal> {
    let Value::Object(mut members) = value else {
        return Err(Refusal::new(
            "Consent",
            "wrong_type",
            "a resource is an object",
        ));
    };
    match members.get("resourceType") {
        Some(Value::String(kind)) if kind == "Consent" => {}
        Some(Value::String(kind)) => {
            return Err(Refusal::new(
                "Consent.resourceType",
                "not_a_consent",
                clip(kind),
            ))
        }
        _ => {
            return Err(Refusal::new(
                "Consent.resourceType",
                "missing_element",
                "says what a resource is",
            ))
        }
    }
    tidy(&mut members, notes)?;
    let version = version.map_or_else(|| tell(&members), Ok)?;
    let value = Value::Object(members);
    let document = match version {
        Version::R4 => from_r4(model(&value, version, notes)?),
        Version::R5 => from_r5(model(&value, version, notes)?),
    };
    Ok((version, document))
}

fn model<T: DeserializeOwned + Serialize>(
    value: &Value,
    version: Version,
    notes: &mut Notes,
) -> Result<T, Refusal> {
    let model: T = serde_path_to_error::deserialize(value).map_err(|error| {
        let path = crate::text::element(error.path());
        let message = error.inner().to_string();
        if message.starts_with("unknown field") {
            return Refusal::new(
                &path,
                "unknown_element",
                format!("no element of FHIR {version} here"),
            );
        }
        // The message is clipped where it repeats much of the document.
        let wanted = message
            .rsplit_once("expected ")
            .filter(|(_, wanted)| !wanted.ends_with('…'))
            .map_or("another type", |(_, wanted)| wanted);
        Refusal::new(&path, "wrong_type", format!("expected {}", clip(wanted)))
    })?;
    if let Ok(read) = serde_json::to_value(&model) {
        lone_objects("Consent", value, &read, notes);
    }
    Ok(model)
}

fn all<T>(path: &str, list: Option<List<T>>) -> Vec<At<T>> {
    list.map(List::into_iter)
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(index, entry)| At::new(format!("{path}[{index}]"), entry))
        .collect()
}

fn plain<T>(list: Option<List<T>>) -> Vec<T> {
    list.map(List::into_iter).into_iter().flatten().collect()
}

fn one<T>(path: &str, value: Option<T>) -> Option<At<T>> {
    value.map(|value| At::new(path, value))
}

/// The text of a verification, of which the evidence's hash is taken.
fn evidence<T: Serialize>(verified: Option<bool>, entry: &T) -> (bool, String) {
    (
        verified == Some(true),
        serde_json::to_string(entry).unwrap_or_default(),
    )
}

fn from_r4(consent: r4::Consent) -> Document {
    let policies = all("Consent.policy", consent.policy)
        .into_iter()
        .filter_map(|policy| one(&format!("{}.uri", policy.path), policy.value.uri))
        .collect();
    Document {
        status: consent.status,
        dated: one("Consent.dateTime", consent.dateTime),
        contained: plain(consent.contained),
        identifiers: all("Consent.identifier", consent.identifier),
        scope: one("Consent.scope", consent.scope),
        categories: all("Consent.category", consent.category),
        subject: one("Consent.patient", consent.patient),
        grantors: all("Consent.performer", consent.performer),
        custodians: all("Consent.organization", consent.organization),
        attachments: one("Consent.sourceAttachment", consent.sourceAttachment)
            .into_iter()
            .collect(),
        sources: one("Consent.sourceReference", consent.sourceReference)
            .into_iter()
            .collect(),
        policies,
        policy_rule: one("Consent.policyRule", consent.policyRule),
        verifications: all("Consent.verification", consent.verification)
            .into_iter()
            .map(|entry| At::new(entry.path, evidence(entry.value.verified, &entry.value)))
            .collect(),
        rules: consent
            .provision
            .map(|provision| rule_of_r4("Consent.provision".to_string(), provision))
            .into_iter()
            .collect(),
        ..Document::default()
    }
}

fn rule_of_r4(path: String, provision: r4::Provision) -> Rule {
    let children = all(&format!("{path}.provision"), provision.provision)
        .into_iter()
        .map(|child| rule_of_r4(child.path, child.value))
        .collect();
    Rule {
        path,
        kind: provision.r#type,
        period: provision.period,
        actors: plain(provision.actor),
        actions: plain(provision.action),
        labels: plain(provision.securityLabel),
        purposes: plain(provision.purpose),
        classes: provision
            .class
            .map(|class| ("class", plain(Some(class))))
            .into_iter()
            .collect(),
        codes: plain(provision.code),
        data_period: provision.dataPeriod,
        data: plain(provision.data),
        children,
    }
}

fn from_r5(consent: r5::Consent) -> Document {
    let references = |path: &str, list| all::<Reference>(path, list);
    let mut policies = Vec::new();
    if let Some(basis) = consent.policyBasis {
        policies.extend(one("Consent.policyBasis.url", basis.url));
        let reference = basis.reference.and_then(|reference| reference.reference);
        policies.extend(one("Consent.policyBasis.reference", reference));
    }
    for text in references("Consent.policyText", consent.policyText) {
        policies.extend(one(&text.path, text.value.reference));
    }
    let unused = references("Consent.grantee", consent.grantee)
        .into_iter()
        .chain(references("Consent.manager", consent.manager))
        .map(|reference| reference.path)
        .collect();
    Document {
        status: consent.status,
        dated: one("Consent.date", consent.date),
        contained: plain(consent.contained),
        identifiers: all("Consent.identifier", consent.identifier),
        categories: all("Consent.category", consent.category),
        subject: one("Consent.subject", consent.subject),
        grantors: references("Consent.grantor", consent.grantor),
        custodians: references("Consent.controller", consent.controller),
        unused,
        attachments: all("Consent.sourceAttachment", consent.sourceAttachment),
        sources: references("Consent.sourceReference", consent.sourceReference),
        policies,
        regulatory: all("Consent.regulatoryBasis", consent.regulatoryBasis),
        verifications: all("Consent.verification", consent.verification)
            .into_iter()
            .map(|entry| At::new(entry.path, evidence(entry.value.verified, &entry.value)))
            .collect(),
        period: one("Consent.period", consent.period),
        decision: one("Consent.decision", consent.decision),
        rules: all("Consent.provision", consent.provision)
            .into_iter()
            .map(|rule| rule_of_r5(rule.path, rule.value))
            .collect(),
        ..Document::default()
    }
}

fn rule_of_r5(path: String, provision: r5::Provision) -> Rule {
    let children = all(&format!("{path}.provision"), provision.provision)
        .into_iter()
        .map(|child| rule_of_r5(child.path, child.value))
        .collect();
    let classes = [
        ("documentType", provision.documentType),
        ("resourceType", provision.resourceType),
        ("class", provision.class),
    ];
    Rule {
        path,
        kind: None,
        period: provision.period,
        actors: plain(provision.actor),
        actions: plain(provision.action),
        labels: plain(provision.securityLabel),
        purposes: plain(provision.purpose),
        classes: classes
            .into_iter()
            .filter_map(|(name, codes)| Some((name, plain(Some(codes?)))))
            .collect(),
        codes: plain(provision.code),
        data_period: provision.dataPeriod,
        data: plain(provision.data),
        children,
    }
}
