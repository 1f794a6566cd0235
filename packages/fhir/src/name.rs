//! The names by which a document refers to people, organisations and things.

use crate::directory::ActorKind;
use crate::model::{Contained, Identifier, Reference};
use crate::refusal::Refusal;
use serde_json::Value;
use std::fmt;

/// A reference or an identifier. Written as the reference, or as `system|value`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// A literal reference without its version: `Organization/54`, an absolute URL, a `urn:uuid:`.
    Reference(String),
    /// A business identifier.
    Identifier {
        /// The URI of its system; empty if the document gives none.
        system: String,
        /// Its value within the system.
        value: String,
    },
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Name::Reference(reference) => f.write_str(reference),
            Name::Identifier { system, value } => write!(f, "{system}|{value}"),
        }
    }
}

/// Short forms of references in the requests of published decision cases.
const SHORT: [(&str, &str); 9] = [
    ("org:", "Organization/"),
    ("practitioner:", "Practitioner/"),
    ("role:", "PractitionerRole/"),
    ("group:", "Group/"),
    ("team:", "CareTeam/"),
    ("device:", "Device/"),
    ("patient:", "Patient/"),
    ("encounter:", "Encounter/"),
    ("obs:", "Observation/"),
];

impl Name {
    /// Reads `system|value` as an identifier and anything else as a reference.
    pub fn new(text: &str) -> Name {
        match text.split_once('|') {
            Some((system, value)) => Name::Identifier {
                system: system.to_string(),
                value: value.to_string(),
            },
            None => Name::Reference(
                text.split_once("/_history/")
                    .map_or(text, |(current, _)| current)
                    .to_string(),
            ),
        }
    }

    /// As [`Name::new`], but also takes the short forms of decision cases: `org:54` is `Organization/54`.
    /// Others are `practitioner`, `role`, `group`, `team`, `device`, `patient`, `encounter` and `obs`.
    pub fn from_short(text: &str) -> Name {
        let long = SHORT
            .iter()
            .find_map(|(short, long)| Some(format!("{long}{}", text.strip_prefix(short)?)));
        Name::new(long.as_deref().unwrap_or(text))
    }

    /// What kind of actor a reference names, by its resource type; `None` for identifiers, references without a
    /// type, and types that cannot act.
    pub fn actor_kind(&self) -> Option<ActorKind> {
        let Name::Reference(literal) = self else {
            return None;
        };
        kind_of(&type_in(literal)?)
    }

    fn of_identifier(identifier: &Identifier) -> Option<Name> {
        Some(Name::Identifier {
            system: identifier.system.clone().unwrap_or_default(),
            value: identifier.value.clone()?,
        })
    }
}

/// What a reference names, and the resource type if the document tells it.
pub(crate) struct Named {
    pub(crate) names: Vec<Name>,
    pub(crate) kind: Option<String>,
}

impl Named {
    /// The actor kind of the resource type: `Err` for a type that cannot act.
    pub(crate) fn actor_kind(&self) -> Result<Option<ActorKind>, String> {
        match &self.kind {
            None => Ok(None),
            Some(kind) => kind_of(kind).map(Some).ok_or_else(|| kind.clone()),
        }
    }
}

/// The actor kind of a resource type; `None` for one that cannot act.
fn kind_of(resource_type: &str) -> Option<ActorKind> {
    match resource_type {
        "Practitioner" | "PractitionerRole" | "Patient" | "RelatedPerson" | "Person" => {
            Some(ActorKind::Person)
        }
        "Organization" | "CareTeam" | "Group" | "HealthcareService" | "Location" => {
            Some(ActorKind::Organisation)
        }
        "Device" => Some(ActorKind::Device),
        _ => None,
    }
}

/// Resolves a reference to names: its literal reference, its identifier, and those of a contained resource.
pub(crate) fn named(
    path: &str,
    reference: &Reference,
    contained: &[Contained],
) -> Result<Named, Refusal> {
    let mut names = Vec::new();
    let mut kind = reference.r#type.clone();
    match reference.reference.as_deref() {
        Some(local) if local.starts_with('#') => {
            let resource = contained
                .iter()
                .find(|resource| {
                    let id = resource.0.get("id").and_then(Value::as_str);
                    id.is_some_and(|id| Some(id) == local.strip_prefix('#'))
                })
                .ok_or_else(|| {
                    Refusal::new(
                        path,
                        "dangling_reference",
                        "no contained resource has this id",
                    )
                })?;
            kind = resource
                .0
                .get("resourceType")
                .and_then(Value::as_str)
                .map(str::to_string);
            names.extend(identifiers(resource));
        }
        Some(literal) => {
            let name = Name::new(literal);
            if let Name::Reference(literal) = &name {
                kind = type_in(literal).or(kind);
            }
            names.push(name);
        }
        None => {}
    }
    names.extend(reference.identifier.as_ref().and_then(Name::of_identifier));
    if names.is_empty() {
        return Err(Refusal::new(
            path,
            "nameless_reference",
            "neither a reference nor an identifier says whom it means",
        ));
    }
    let kind = kind.map(|kind| kind.rsplit('/').next().unwrap_or_default().to_string());
    Ok(Named { names, kind })
}

/// The identifiers of a contained resource.
fn identifiers(resource: &Contained) -> Vec<Name> {
    let list = resource.0.get("identifier").and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|identifier| {
            let text = |name| identifier.get(name).and_then(Value::as_str);
            Some(Name::Identifier {
                system: text("system").unwrap_or_default().to_string(),
                value: text("value")?.to_string(),
            })
        })
        .collect()
}

/// The resource type in a literal reference: the segment before the id, if it is written like a type.
fn type_in(literal: &str) -> Option<String> {
    let (before, id) = literal.rsplit_once('/')?;
    let kind = before.rsplit('/').next()?;
    let is_type = kind.starts_with(|c: char| c.is_ascii_uppercase())
        && kind.chars().all(|c| c.is_ascii_alphabetic());
    (is_type && !id.is_empty()).then(|| kind.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_and_versions() {
        assert_eq!(Name::from_short("org:54"), Name::new("Organization/54"));
        assert_eq!(Name::new("Patient/1/_history/3"), Name::new("Patient/1"));
        assert_eq!(
            Name::from_short("MedicationStatement/1"),
            Name::new("MedicationStatement/1")
        );
        let (system, value) = ("urn:oid:1.2".to_string(), "7".to_string());
        let identifier = Name::Identifier { system, value };
        assert_eq!(Name::new("urn:oid:1.2|7"), identifier);
        assert_eq!(
            Name::from_short("team:a").actor_kind(),
            Some(ActorKind::Organisation)
        );
        assert_eq!(Name::from_short("encounter:a").actor_kind(), None);
    }

    #[test]
    fn the_type_stands_before_the_id() {
        assert_eq!(
            type_in("https://fhir.example/r4/Organization/54").as_deref(),
            Some("Organization")
        );
        assert_eq!(type_in("Patient/1").as_deref(), Some("Patient"));
        for untyped in ["urn:uuid:0", "54", "https://example.org/x/1", "Patient/"] {
            assert_eq!(type_in(untyped), None, "{untyped}");
        }
    }
}
