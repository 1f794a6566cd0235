//! What stands around the rules: status, category and policy.

use super::Mapper;
use crate::codes::{canonical, CONSENT_SCOPE};
use crate::directory::public_hash;
use crate::document::{At, Document};
use crate::model::{CodeableConcept, Coding};
use crate::ours;
use crate::refusal::{clip, Refusal};
use health_types::consent::{Category, InitialStatus};
use health_types::Bytes32;

/// Category codes that mean sharing of data and say no more; LOINC's and HL7's are unlike enough to tell by code.
const PRIVACY: [&str; 4] = ["59284-0", "64292-6", "INFA", "IDSCL"];
/// Category codes that mean research.
const RESEARCH: [&str; 2] = ["rsreid", "rsdid"];
/// Category codes of consents to treatment and of advance directives: FHIR consentcategorycodes, and LOINC's.
const OTHER: [&str; 16] = [
    "acd",
    "dnr",
    "emrgonly",
    "hcd",
    "polst",
    "treatment",
    "adr",
    "dpoa",
    "DNR",
    "75320-2",
    "42348-3",
    "86533-7",
    "42349-1",
    "81334-5",
    "75787-2",
    "84095-9",
];

/// What a code of a scope or category says.
enum Said {
    Category(Category),
    Refused(String),
}

impl Mapper<'_> {
    pub(super) fn status(&self, document: &Document) -> Result<InitialStatus, Refusal> {
        let path = "Consent.status";
        match document.status.as_deref() {
            Some("active") => Ok(InitialStatus::Active),
            Some("draft" | "proposed") => Ok(InitialStatus::Proposed),
            Some("rejected" | "not-done") => Ok(InitialStatus::Refused),
            Some("inactive") => Ok(InitialStatus::Revoked),
            Some("entered-in-error") => Ok(InitialStatus::EnteredInError),
            Some("unknown") => Err(Refusal::new(
                path,
                "unknown_status",
                "whether it is in force is not known",
            )),
            Some(other) => Err(Refusal::new(
                path,
                "invalid_status",
                format!("no status of FHIR: {}", clip(other)),
            )),
            None => Err(Refusal::new(
                path,
                "missing_status",
                "says whether it is in force",
            )),
        }
    }

    /// The scope decides: R4's element, or its code found among the categories. Else the categories do.
    pub(super) fn category(&mut self, document: &Document) -> Result<Category, Refusal> {
        let scopes = document.scope.iter().map(|scope| (scope, true));
        let categories = document.categories.iter().map(|category| (category, false));
        let mut by_scope = Vec::new();
        let mut by_category = Vec::new();
        for (concept, is_scope) in scopes.chain(categories) {
            for (path, coding) in codings(concept) {
                let of_scope = coding
                    .system
                    .as_deref()
                    .is_some_and(|system| canonical(system) == CONSENT_SCOPE);
                let Some(code) = coding.code.as_deref() else {
                    continue;
                };
                let known = ["patient-privacy", "research", "treatment", "adr"].contains(&code);
                if of_scope || is_scope && (known || coding.system.is_none()) {
                    by_scope.extend(scope(code).map(|said| (path, said)));
                } else if !is_scope {
                    by_category.extend(category(code).map(|said| (path, said)));
                }
            }
        }
        if let (Some(scope), true, true) =
            (&document.scope, by_scope.is_empty(), by_category.is_empty())
        {
            return Err(Refusal::new(
                &scope.path,
                "unknown_scope",
                "neither patient-privacy nor research",
            ));
        }
        let decided_by_scope = !by_scope.is_empty();
        let said = if decided_by_scope {
            by_scope
        } else {
            by_category
        };
        let mut decided = None;
        for (path, said) in said {
            match said {
                Said::Refused(code) => {
                    return Err(Refusal::new(
                        &path,
                        "not_about_data",
                        format!(
                            "a consent to care or an advance directive, not to the use of data: {}",
                            clip(&code)
                        ),
                    ))
                }
                Said::Category(category) => match decided {
                    None => decided = Some(category),
                    Some(other) if other == category => {}
                    // "Consent document" beside a research code says no more than that it is one.
                    Some(_) if !decided_by_scope => decided = Some(Category::Research),
                    Some(_) => {
                        return Err(Refusal::new(
                            &path,
                            "two_categories",
                            "privacy and research at once",
                        ))
                    }
                },
            }
        }
        Ok(decided.unwrap_or_else(|| {
            let path = if document.categories.is_empty() {
                "Consent"
            } else {
                "Consent.category"
            };
            self.notes.warn(
                path,
                "category_assumed",
                "no scope or known category: taken as patient-privacy",
            );
            Category::PatientPrivacy
        }))
    }

    /// The hash of the policy's URI, or of the sorted URIs, one a line.
    pub(super) fn policy(&mut self, document: &Document) -> Result<Option<Bytes32>, Refusal> {
        let mut uris: Vec<String> = document
            .policies
            .iter()
            .map(|policy| policy.value.clone())
            .collect();
        for concept in document.policy_rule.iter().chain(&document.regulatory) {
            for (_, coding) in codings(concept) {
                // OPTIN and OPTOUT state the base decision, not a policy.
                if document.policy_rule.is_some() && super::root::base_decision(coding).is_some() {
                    continue;
                }
                let Some(code) = coding.code.as_deref() else {
                    continue;
                };
                uris.push(match coding.system.as_deref() {
                    Some(system) => format!("{system}|{code}"),
                    None => code.to_string(),
                });
            }
        }
        uris.sort();
        uris.dedup();
        if !uris.is_empty() {
            return Ok(Some(public_hash(&uris.join("\n"))));
        }
        let ours = self.own_hash(document, ours::POLICY)?;
        if ours.is_none() {
            self.notes.warn("Consent", "no_policy", "names no policy");
        }
        Ok(ours)
    }

    /// A hash that an export wrote as an identifier.
    pub(super) fn own_hash(
        &self,
        document: &Document,
        system: &str,
    ) -> Result<Option<Bytes32>, Refusal> {
        let stated = document
            .identifiers
            .iter()
            .find(|identifier| identifier.value.system.as_deref() == Some(system));
        stated
            .map(|At { path, value }| {
                ours::hex(
                    &format!("{path}.value"),
                    value.value.as_deref().unwrap_or_default(),
                )
            })
            .transpose()
    }
}

/// The codings of a concept with their paths.
pub(super) fn codings(concept: &At<CodeableConcept>) -> Vec<(String, &Coding)> {
    let list = concept
        .value
        .coding
        .iter()
        .flat_map(|list| list.iter())
        .enumerate();
    list.map(|(index, coding)| (format!("{}.coding[{index}]", concept.path), coding))
        .collect()
}

/// What a code of consentscope says.
fn scope(code: &str) -> Option<Said> {
    match code {
        "patient-privacy" => Some(Said::Category(Category::PatientPrivacy)),
        "research" => Some(Said::Category(Category::Research)),
        other => Some(Said::Refused(other.to_string())),
    }
}

fn category(code: &str) -> Option<Said> {
    if RESEARCH.contains(&code) || code == "research" {
        Some(Said::Category(Category::Research))
    } else if PRIVACY.contains(&code) || code == "patient-privacy" {
        Some(Said::Category(Category::PatientPrivacy))
    } else if OTHER.contains(&code) {
        Some(Said::Refused(code.to_string()))
    } else {
        None
    }
}
