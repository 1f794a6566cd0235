//! Which FHIR release a document is of.

use crate::refusal::{clip, Refusal};
use serde_json::{Map, Value};

/// A FHIR release whose Consent is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// FHIR R4, 4.0.1 (R4B, 4.3.0, has the same Consent).
    R4,
    /// FHIR R5, 5.0.0.
    R5,
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(match self {
            Version::R4 => "R4",
            Version::R5 => "R5",
        })
    }
}

impl std::str::FromStr for Version {
    type Err = UnknownVersion;

    /// Takes `r4`, `r5` in either case, and the releases' numbers.
    fn from_str(text: &str) -> Result<Self, UnknownVersion> {
        match text.to_ascii_lowercase().as_str() {
            "r4" | "r4b" | "4.0" | "4.0.1" | "4.3" | "4.3.0" => Ok(Version::R4),
            "r5" | "5.0" | "5.0.0" => Ok(Version::R5),
            _ => Err(UnknownVersion { given: clip(text) }),
        }
    }
}

/// A FHIR release that is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown_fhir_version: r4 and r5 are read, not {given}")]
pub struct UnknownVersion {
    /// What was given, at most 64 characters of it.
    pub given: String,
}

/// Elements that only R4 has, and those that only R5 has.
const ONLY_R4: [&str; 8] = [
    "scope",
    "patient",
    "dateTime",
    "performer",
    "organization",
    "policy",
    "policyRule",
    "provision",
];
const ONLY_R5: [&str; 13] = [
    "subject",
    "date",
    "period",
    "grantor",
    "grantee",
    "manager",
    "controller",
    "regulatoryBasis",
    "policyBasis",
    "policyText",
    "decision",
    "provision",
    "sourceReference",
];

/// Tells the release by the elements that are there; where both kinds are, by the more frequent kind, so that
/// the refusal names what does not belong. A tie is decided by `meta.profile` where that names a release.
pub(crate) fn tell(document: &Map<String, Value>) -> Result<Version, Refusal> {
    let count = |names: &[&str], version| {
        names
            .iter()
            .filter(|name| {
                document
                    .get(**name)
                    .is_some_and(|value| match (**name, version) {
                        ("provision", Version::R4) => value.is_object(),
                        ("provision" | "sourceReference", Version::R5) => value.is_array(),
                        _ => true,
                    })
            })
            .count()
    };
    let (r4, r5) = (count(&ONLY_R4, Version::R4), count(&ONLY_R5, Version::R5));
    match r4.cmp(&r5) {
        std::cmp::Ordering::Greater => Ok(Version::R4),
        std::cmp::Ordering::Less => Ok(Version::R5),
        std::cmp::Ordering::Equal => by_profile(document).ok_or_else(|| {
            Refusal::new(
                "Consent",
                "unknown_fhir_version",
                "no more of R4 than of R5 by its elements; say which",
            )
        }),
    }
}

fn by_profile(document: &Map<String, Value>) -> Option<Version> {
    let profiles = document.get("meta")?.get("profile")?.as_array()?;
    profiles
        .iter()
        .filter_map(Value::as_str)
        .find_map(|profile| {
            if profile.contains("/5.0") || profile.contains("|5.0") || profile.contains("/R5/") {
                Some(Version::R5)
            } else if profile.contains("/4.") || profile.contains("|4.") || profile.contains("/R4/")
            {
                Some(Version::R4)
            } else {
                None
            }
        })
}
