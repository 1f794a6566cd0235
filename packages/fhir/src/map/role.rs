//! Actors and their roles.

use super::rule::add;
use super::Mapper;
use crate::model::{r4, CodeableConcept};
use crate::name::named;
use crate::refusal::{clip, Refusal};
use crate::tree::Filters;

/// What an actor's role makes of the actor.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The data go to the actor.
    Recipient,
    /// The data are kept, or disclosed, by the actor.
    Custodian,
    /// The data were authored by the actor.
    Author,
}

impl Mapper<'_> {
    /// Adds an actor to the filter that its role makes of it.
    pub(super) fn actor(
        &mut self,
        path: &str,
        actor: &r4::Actor,
        filters: &mut Filters,
    ) -> Result<(), Refusal> {
        let part = match &actor.role {
            Some(role) => self.part(&format!("{path}.role"), role)?,
            None => Part::Recipient,
        };
        let path = format!("{path}.reference");
        let reference = actor.reference.as_ref().ok_or_else(|| {
            Refusal::new(
                &path,
                "missing_element",
                "a role alone does not say who has it",
            )
        })?;
        let named = named(&path, reference, self.contained)?;
        match part {
            Part::Recipient => add(&mut filters.actors, self.resolve(&path, &named)?),
            Part::Custodian => add(&mut filters.custodians, self.custodian(&path, &named)?),
            Part::Author => add(&mut filters.authors, self.author(&path, &named)?),
        }
        Ok(())
    }

    fn part(&mut self, path: &str, role: &CodeableConcept) -> Result<Part, Refusal> {
        let mut part = None;
        for coding in role.coding.iter().flat_map(|list| list.iter()) {
            let system = coding.system.as_deref();
            let ours = system.is_none_or(|system| {
                let plain = system.replace("https://", "http://");
                [
                    "http://terminology.hl7.org/",
                    "http://hl7.org/fhir/",
                    "urn:oid:2.16.840.1.113883.5.",
                ]
                .iter()
                .any(|publisher| plain.starts_with(publisher))
            });
            let meant = match coding.code.as_deref() {
                Some("IRCP" | "PRCP" | "PROV" | "DELEGATEE" | "HCP") if ours => Part::Recipient,
                Some("CST" | "performer") if ours => Part::Custodian,
                Some("AUT") if ours => Part::Author,
                // A translation beside a code that is known.
                _ => continue,
            };
            if part.is_some_and(|other| other != meant) {
                return Err(Refusal::new(
                    path,
                    "ambiguous_role",
                    "its codes mean different parts",
                ));
            }
            if system.is_none() {
                self.notes.warn(
                    path,
                    "system_assumed",
                    "a role without a system is taken as HL7's",
                );
            }
            part = Some(meant);
        }
        part.ok_or_else(|| {
            let shown = role
                .coding
                .iter()
                .flat_map(|list| list.iter())
                .find_map(|coding| coding.code.as_deref())
                .or(role.text.as_deref())
                .unwrap_or("none stated");
            Refusal::new(
                path,
                "unknown_role",
                format!("neither recipient, custodian nor author: {}", clip(shown)),
            )
        })
    }
}
