//! One rule as FHIR writes it.

use super::Inexpressible;
use crate::codes::FHIR_TYPES;
use crate::dates::{write_day, write_instant};
use crate::ours;
use crate::tree::{Filters, Node};
use crate::version::Version;
use health_types::codes::{
    Action, Code, Confidentiality, PurposeOfUse, Sensitivity, RESOURCE_TYPES,
};
use health_types::consent::{Effect, Purpose};
use serde_json::{json, Map, Value};

pub(super) fn coding(system: &str, code: &str) -> Value {
    json!({ "system": system, "code": code })
}

pub(super) fn concept(system: &str, code: &str) -> Value {
    json!({ "coding": [coding(system, code)] })
}

pub(super) fn identifier(system: &str, value: impl ToString) -> Value {
    json!({ "system": system, "value": value.to_string() })
}

pub(super) fn reference(kind: Option<&str>, system: &str, value: impl ToString) -> Value {
    match kind {
        Some(kind) => json!({ "type": kind, "identifier": identifier(system, value) }),
        None => json!({ "identifier": identifier(system, value) }),
    }
}

pub(super) fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Permit => "permit",
        Effect::Deny => "deny",
    }
}

pub(super) fn nested(node: &Node, version: Version) -> Result<Option<Value>, Inexpressible> {
    let mut rules = Vec::new();
    for child in &node.children {
        if version == Version::R5 && child.effect == node.effect {
            return Err(Inexpressible::new(
                "R5 has no nested rule of its parent's effect",
            ));
        }
        rules.push(Value::Object(rule(child, version)?));
    }
    Ok((!rules.is_empty()).then_some(Value::Array(rules)))
}

pub(super) fn write_period((from, until): (Option<u32>, Option<u32>)) -> Value {
    let mut period = Map::new();
    if let Some(until) = until {
        period.insert(
            "end".to_string(),
            json!(write_instant(until.saturating_sub(1))),
        );
    }
    // A period without bounds still replaces an inherited one; FHIR has none without either.
    if from.is_some() || period.is_empty() {
        period.insert("start".to_string(), json!(write_instant(from.unwrap_or(0))));
    }
    Value::Object(period)
}

fn write_days((from, until): (Option<i32>, Option<i32>)) -> Result<Value, Inexpressible> {
    let far = || Inexpressible::new("a FHIR date has a year from 0001 to 9999");
    let mut period = Map::new();
    if let Some(from) = from {
        period.insert("start".to_string(), json!(write_day(from).ok_or_else(far)?));
    }
    if let Some(until) = until {
        period.insert(
            "end".to_string(),
            json!(write_day(until.saturating_sub(1)).ok_or_else(far)?),
        );
    }
    match period.is_empty() {
        true => Err(Inexpressible::new(
            "FHIR has no period of data without start and end",
        )),
        false => Ok(Value::Object(period)),
    }
}

pub(super) fn rule(node: &Node, version: Version) -> Result<Map<String, Value>, Inexpressible> {
    let filters = &node.filters;
    let mut rule = Map::new();
    let mut set = |name: &str, values: Vec<Value>| {
        if !values.is_empty() {
            rule.insert(name.to_string(), Value::Array(values));
        }
    };
    set("actor", actors(filters));
    let actions = filters.actions.iter().flatten();
    set(
        "action",
        actions
            .map(|action| concept(Action::SYSTEM, action.code()))
            .collect(),
    );
    set("securityLabel", labels(filters));
    set(
        "purpose",
        filters.purposes.iter().flatten().map(purpose).collect(),
    );
    let (name, classes) = classes(filters, version);
    set(name, classes);
    set("data", data(filters));
    if let Some(rules) = nested(node, version)? {
        rule.insert("provision".to_string(), rules);
    }
    if let Some(period) = filters.period {
        rule.insert("period".to_string(), write_period(period));
    }
    if let Some(days) = filters.data_period {
        rule.insert("dataPeriod".to_string(), write_days(days)?);
    }
    if version == Version::R4 {
        rule.insert("type".to_string(), json!(effect(node.effect)));
    }
    match rule.is_empty() {
        true => Err(Inexpressible::new("FHIR has no rule that states nothing")),
        false => Ok(rule),
    }
}

fn actors(filters: &Filters) -> Vec<Value> {
    let part = |code: &str, reference: Value| {
        json!({
            "role": concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", code),
            "reference": reference,
        })
    };
    let recipients = filters.actors.iter().flatten().map(|actor| {
        let (kind, system, value) = ours::write_actor(actor);
        part("IRCP", reference(Some(kind), system, value))
    });
    let custodians = filters.custodians.iter().flatten().map(|custodian| {
        part(
            "CST",
            reference(Some("Organization"), ours::CUSTODIAN, custodian),
        )
    });
    recipients.chain(custodians).collect()
}

fn labels(filters: &Filters) -> Vec<Value> {
    let Some(labels) = &filters.labels else {
        return Vec::new();
    };
    let level = labels
        .level
        .iter()
        .map(|level| coding(Confidentiality::SYSTEM, level.code()));
    let sensitivity = labels
        .sensitivity
        .iter()
        .map(|label| coding(Sensitivity::SYSTEM, label.code()));
    let private = labels
        .private
        .iter()
        .map(|label| coding(ours::LABEL, &label.to_string()));
    level.chain(sensitivity).chain(private).collect()
}

fn purpose(purpose: &Purpose) -> Value {
    match purpose {
        Purpose::Code { code } => coding(PurposeOfUse::SYSTEM, code.code()),
        Purpose::Project { id } => coding(ours::PROJECT, &id.to_string()),
        Purpose::Other { id } => coding(ours::PURPOSE, &id.to_string()),
    }
}

/// R5 parts types of document from types of resource, and a rule that states both needs both: a mixed list is
/// written as types of document, whose binding is open.
fn classes(filters: &Filters, version: Version) -> (&'static str, Vec<Value>) {
    let classes = || filters.classes.iter().flatten();
    let resources_alone = classes().all(|class| class.system() == RESOURCE_TYPES);
    let (name, resource_types) = match (version, resources_alone) {
        (Version::R4, _) => ("class", RESOURCE_TYPES),
        (Version::R5, true) => ("resourceType", FHIR_TYPES),
        (Version::R5, false) => ("documentType", FHIR_TYPES),
    };
    let system = |system: &'static str| {
        if system == RESOURCE_TYPES {
            resource_types
        } else {
            system
        }
    };
    (
        name,
        classes()
            .map(|class| coding(system(class.system()), class.code()))
            .collect(),
    )
}

fn data(filters: &Filters) -> Vec<Value> {
    let selectors = [
        ("instance", ours::RECORD, &filters.records),
        ("related", ours::CONTEXT, &filters.contexts),
        ("authoredby", ours::AUTHOR, &filters.authors),
    ];
    selectors
        .into_iter()
        .flat_map(|(meaning, system, values)| {
            values.iter().flatten().map(move |value| {
                json!({ "meaning": meaning, "reference": reference(None, system, value) })
            })
        })
        .collect()
}
