//! Code systems as documents write them, and what their codes are in messages.

use crate::model::Coding;
use crate::refusal::clip;
use health_types::codes::{Action, Code, Confidentiality, DataClass, PurposeOfUse, Sensitivity};
use health_types::codes::{LOINC, OBSERVATION_CATEGORY, RESOURCE_TYPES};
use serde::Deserialize;
use std::collections::BTreeMap;

/// FHIR consentscope.
pub(crate) const CONSENT_SCOPE: &str = "http://terminology.hl7.org/CodeSystem/consentscope";

/// FHIR resource types as of R5.
pub(crate) const FHIR_TYPES: &str = "http://hl7.org/fhir/fhir-types";

/// Other URIs under which documents write a code system: of its value sets, of FHIR STU3, its OID.
const ALIASES: [(&str, &str); 25] = [
    (
        "http://terminology.hl7.org/ValueSet/v3-PurposeOfUse",
        PurposeOfUse::SYSTEM,
    ),
    (
        "http://hl7.org/fhir/ValueSet/v3-PurposeOfUse",
        PurposeOfUse::SYSTEM,
    ),
    ("http://hl7.org/fhir/v3/ActReason", PurposeOfUse::SYSTEM),
    ("urn:oid:2.16.840.1.113883.5.8", PurposeOfUse::SYSTEM),
    ("urn:oid:2.16.840.1.113883.1.11.20448", PurposeOfUse::SYSTEM),
    (
        "http://terminology.hl7.org/ValueSet/v3-Confidentiality",
        Confidentiality::SYSTEM,
    ),
    (
        "http://terminology.hl7.org/ValueSet/v3-ConfidentialityClassification",
        Confidentiality::SYSTEM,
    ),
    (
        "http://hl7.org/fhir/ValueSet/v3-ConfidentialityClassification",
        Confidentiality::SYSTEM,
    ),
    (
        "http://hl7.org/fhir/v3/Confidentiality",
        Confidentiality::SYSTEM,
    ),
    ("urn:oid:2.16.840.1.113883.5.25", Confidentiality::SYSTEM),
    (
        "http://terminology.hl7.org/ValueSet/v3-InformationSensitivityPolicy",
        Sensitivity::SYSTEM,
    ),
    (
        "http://terminology.hl7.org/ValueSet/v3-ActInformationSensitivityPolicy",
        Sensitivity::SYSTEM,
    ),
    (
        "http://hl7.org/fhir/ValueSet/v3-InformationSensitivityPolicy",
        Sensitivity::SYSTEM,
    ),
    ("http://hl7.org/fhir/v3/ActCode", Sensitivity::SYSTEM),
    ("urn:oid:2.16.840.1.113883.5.4", Sensitivity::SYSTEM),
    ("http://hl7.org/fhir/consentaction", Action::SYSTEM),
    (
        "http://terminology.hl7.org/ValueSet/consent-action",
        Action::SYSTEM,
    ),
    (
        "http://hl7.org/fhir/ValueSet/consent-action",
        Action::SYSTEM,
    ),
    (FHIR_TYPES, RESOURCE_TYPES),
    (
        "http://hl7.org/fhir/ValueSet/resource-types",
        RESOURCE_TYPES,
    ),
    (
        "http://hl7.org/fhir/ValueSet/consent-content-class",
        RESOURCE_TYPES,
    ),
    (
        "http://hl7.org/fhir/observation-category",
        OBSERVATION_CATEGORY,
    ),
    (
        "http://hl7.org/fhir/ValueSet/observation-category",
        OBSERVATION_CATEGORY,
    ),
    ("urn:oid:2.16.840.1.113883.6.1", LOINC),
    ("http://hl7.org/fhir/consentscope", CONSENT_SCOPE),
];

/// The code system that a URI means, as its canonical URI where that is known.
pub(crate) fn canonical(uri: &str) -> String {
    let plain = plain(uri);
    let known = [
        PurposeOfUse::SYSTEM,
        Confidentiality::SYSTEM,
        Sensitivity::SYSTEM,
        Action::SYSTEM,
        RESOURCE_TYPES,
        OBSERVATION_CATEGORY,
        LOINC,
        CONSENT_SCOPE,
    ];
    if let Some((_, system)) = ALIASES.iter().find(|(alias, _)| *alias == plain) {
        system.to_string()
    } else if known.contains(&plain.as_str()) {
        plain
    } else {
        uri.to_string()
    }
}

/// A URI without what does not tell systems apart: its version, `www`, the kind of HTTP, a closing slash, and the
/// scheme of an OID.
fn plain(uri: &str) -> String {
    let unversioned = uri.split_once('|').map_or(uri, |(uri, _)| uri);
    let trimmed = unversioned.trim_end_matches('/');
    let is_oid = |text: &str| {
        text.contains('.')
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    match trimmed.split_once("://") {
        Some(("http" | "https", rest)) => {
            format!("http://{}", rest.strip_prefix("www.").unwrap_or(rest))
        }
        _ if is_oid(trimmed) => format!("urn:oid:{trimmed}"),
        _ => trimmed.to_string(),
    }
}

/// Whether HL7 publishes the system, so that it is nobody's private one.
fn is_hl7(uri: &str) -> bool {
    let plain = plain(uri);
    let web = plain.strip_prefix("http://").is_some_and(|rest| {
        let host = rest.split('/').next().unwrap_or_default();
        host == "hl7.org" || host.ends_with(".hl7.org")
    });
    web || is_value_set(uri) || plain.starts_with("urn:oid:2.16.840.1.113883.5.")
}

/// Whether a value set of HL7's stands in the place of a system.
fn is_value_set(uri: &str) -> bool {
    let plain = plain(uri);
    plain.starts_with("urn:oid:2.16.840.1.113883.1.11.")
        || plain.contains("hl7.org/") && plain.contains("/ValueSet/")
}

/// A coding with its system made canonical.
pub(crate) struct Coded<'a> {
    pub(crate) system: Option<String>,
    pub(crate) code: &'a str,
}

impl<'a> Coded<'a> {
    /// `None` if the coding has no code.
    pub(crate) fn new(coding: &'a Coding) -> Option<Coded<'a>> {
        Some(Coded {
            system: coding.system.as_deref().map(canonical),
            code: coding.code.as_deref()?,
        })
    }

    /// Whether the code may be of `system`: it is said to be, or no system is stated, or a value set in its place.
    pub(crate) fn may_be_of(&self, system: &str) -> bool {
        let stated = self.system.as_deref();
        stated.is_none_or(|stated| stated == system || is_value_set(stated))
    }

    /// Whether the code, of none of our tables under its system, would be one of `C` under another name of HL7's:
    /// then it is no private code, and what it means is not known for sure.
    pub(crate) fn is_doubtful<C: Code>(&self) -> bool {
        let stated = self.system.as_deref();
        stated.is_some_and(|stated| {
            is_value_set(stated) || is_hl7(stated) && C::from_code(self.code).is_some()
        })
    }

    /// The code in a table, if it is of the table's system or states none.
    pub(crate) fn in_table<C: Code>(&self, system: &str) -> Option<C> {
        self.may_be_of(system).then(|| C::from_code(self.code))?
    }

    /// The class of data, of whichever of the three systems.
    pub(crate) fn class(&self) -> Option<DataClass> {
        DataClass::from_code(self.code).filter(|class| self.may_be_of(class.system()))
    }

    /// `system|code`, shortened for a message.
    pub(crate) fn shown(&self) -> String {
        match &self.system {
            Some(system) => clip(&format!(
                "{}|{}",
                system.rsplit('/').next().unwrap_or_default(),
                self.code
            )),
            None => clip(self.code),
        }
    }
}

/// What the codes of a system stand for as purposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PurposeKind {
    /// Research projects, which stand beneath HRESCH.
    Project,
    /// Policies that a rule refers to in `provision.code`; they stand beneath none.
    Policy,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SystemEntry {
    uri: String,
    kind: PurposeKind,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SystemFile {
    system: Vec<SystemEntry>,
}

/// The code systems whose codes are projects or policies. The default is `purpose-systems.toml` of this crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurposeSystems(BTreeMap<String, PurposeKind>);

/// A list of purpose systems that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid_purpose_systems: {text}")]
pub struct InvalidSystems {
    /// What is wrong.
    pub text: String,
}

impl PurposeSystems {
    /// Reads a list in TOML: tables `[[system]]`, each with `uri` and `kind` (`project` or `policy`).
    pub fn parse(text: &str) -> Result<PurposeSystems, InvalidSystems> {
        let file: SystemFile = toml::from_str(text).map_err(|error| InvalidSystems {
            text: clip(error.message()),
        })?;
        let entries = file.system.into_iter().map(|entry| (entry.uri, entry.kind));
        Ok(PurposeSystems(entries.collect()))
    }

    /// What the codes of `system` stand for, if it is listed, or lies beneath one that is: of `…/Policy` and
    /// `…/Policy/MII` either may be listed.
    pub fn kind(&self, system: &str) -> Option<PurposeKind> {
        let above = |listed: &str| {
            system
                .strip_prefix(listed)
                .is_some_and(|rest| rest.starts_with('/'))
        };
        let exact = self.0.get(system);
        exact
            .or_else(|| {
                self.0
                    .iter()
                    .find(|(listed, _)| above(listed))
                    .map(|(_, kind)| kind)
            })
            .copied()
    }
}

impl Default for PurposeSystems {
    fn default() -> Self {
        // The file is compiled in and a test reads it.
        PurposeSystems::parse(include_str!("../purpose-systems.toml"))
            .unwrap_or(PurposeSystems(BTreeMap::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_this_crate_is_read() {
        let systems = PurposeSystems::default();
        assert_eq!(
            systems.kind("urn:oid:2.16.840.1.113883.3.1937.777.24.5.3"),
            Some(PurposeKind::Policy)
        );
        assert!(systems.0.values().any(|kind| *kind == PurposeKind::Project));
        let gics = "https://ths-greifswald.de/fhir/CodeSystem/gics/Policy";
        assert_eq!(
            systems.kind(&format!("{gics}/MII")),
            Some(PurposeKind::Policy)
        );
        assert_eq!(systems.kind(&format!("{gics}X")), None);
        assert!(PurposeSystems::parse("[[system]]\nuri = \"a\"\nkind = \"other\"").is_err());
    }

    #[test]
    fn systems_have_several_names() {
        assert_eq!(canonical("https://loinc.org/"), LOINC);
        assert_eq!(
            canonical("http://terminology.hl7.org/ValueSet/v3-InformationSensitivityPolicy"),
            Sensitivity::SYSTEM
        );
        assert_eq!(
            canonical("https://example.org/x/"),
            "https://example.org/x/"
        );
        assert_eq!(canonical(Action::SYSTEM), Action::SYSTEM);
        for other in [
            "http://terminology.hl7.org/CodeSystem/v3-ActReason|3.1.0",
            "http://www.hl7.org/fhir/v3/ActReason",
            "2.16.840.1.113883.5.8",
        ] {
            assert_eq!(canonical(other), PurposeOfUse::SYSTEM, "{other}");
        }
        assert_eq!(canonical("urn:x|2"), "urn:x|2");
    }
}
