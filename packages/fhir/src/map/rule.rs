//! One rule's filters.

use super::{Mapper, OtherPurpose};
use crate::codes::{Coded, PurposeKind};
use crate::directory::{public_hash, Sealed};
use crate::document::Rule;
use crate::model::{r4, CodeableConcept, Coding, Period};
use crate::name::named;
use crate::ours;
use crate::refusal::{clip, Refusal};
use crate::tree::{Filters, LabelSet};
use crate::version::Version;
use health_types::codes::{Action, Confidentiality, PurposeOfUse, Sensitivity};
use health_types::consent::{Effect, Purpose};
use health_types::Bytes32;
use std::collections::BTreeSet;

/// Adds a value to a set that is stated as soon as it has one.
pub(super) fn add<T: Ord>(set: &mut Option<BTreeSet<T>>, value: T) {
    set.get_or_insert_with(BTreeSet::new).insert(value);
}

/// Refuses a period in a rule that states neither a start nor an end.
fn bounded(path: &str, period: &Period) -> Result<(), Refusal> {
    match period.start.is_some() || period.end.is_some() {
        true => Ok(()),
        false => Err(Refusal::new(
            path,
            "empty_period",
            "states neither a start nor an end",
        )),
    }
}

impl Mapper<'_> {
    /// The filters that a rule states.
    pub(super) fn filters(&mut self, rule: &Rule, effect: Effect) -> Result<Filters, Refusal> {
        let mut filters = Filters::default();
        let path = rule.path.as_str();
        if let Some(period) = &rule.period {
            let path = format!("{path}.period");
            bounded(&path, period)?;
            let period = self.period(&path, period)?;
            filters.period = Some((period.from, period.until));
        }
        if let Some(period) = &rule.data_period {
            let path = format!("{path}.dataPeriod");
            bounded(&path, period)?;
            filters.data_period = Some(crate::dates::days(
                &path,
                period.start.as_deref(),
                period.end.as_deref(),
            )?);
        }
        for (index, actor) in rule.actors.iter().enumerate() {
            self.actor(&format!("{path}.actor[{index}]"), actor, &mut filters)?;
        }
        for (index, concept) in rule.actions.iter().enumerate() {
            self.action(&format!("{path}.action[{index}]"), concept, &mut filters)?;
        }
        for (index, coding) in rule.labels.iter().enumerate() {
            self.label(
                &format!("{path}.securityLabel[{index}]"),
                coding,
                effect,
                &mut filters,
            )?;
        }
        for (index, coding) in rule.purposes.iter().enumerate() {
            let path = format!("{path}.purpose[{index}]");
            add(&mut filters.purposes, self.purpose(&path, coding)?);
        }
        for (index, concept) in rule.codes.iter().enumerate() {
            self.code(&format!("{path}.code[{index}]"), concept, &mut filters)?;
        }
        self.classes(rule, &mut filters)?;
        for (index, data) in rule.data.iter().enumerate() {
            self.data(&format!("{path}.data[{index}]"), data, &mut filters)?;
        }
        Ok(filters)
    }

    fn action(
        &mut self,
        path: &str,
        concept: &CodeableConcept,
        filters: &mut Filters,
    ) -> Result<(), Refusal> {
        let unknown = |shown: &str| {
            Refusal::new(
                path,
                "unknown_action",
                format!("not of consentaction: {}", clip(shown)),
            )
        };
        let Some(codings) = &concept.coding else {
            return Err(unknown(concept.text.as_deref().unwrap_or("no code")));
        };
        for coding in codings.iter() {
            let coded = Coded::new(coding).ok_or_else(|| unknown("no code"))?;
            let action: Action = coded
                .in_table(Action::SYSTEM)
                .ok_or_else(|| unknown(&coded.shown()))?;
            self.assumed(path, &coded, Action::SYSTEM);
            add(&mut filters.actions, action);
        }
        Ok(())
    }

    fn label(
        &mut self,
        path: &str,
        coding: &Coding,
        effect: Effect,
        filters: &mut Filters,
    ) -> Result<(), Refusal> {
        let coded = Coded::new(coding)
            .ok_or_else(|| Refusal::new(path, "missing_element", "a label needs its code"))?;
        let labels = filters.labels.get_or_insert_with(LabelSet::default);
        if let Some(level) = coded.in_table::<Confidentiality>(Confidentiality::SYSTEM) {
            labels.add_level(level, effect);
            self.assumed(path, &coded, Confidentiality::SYSTEM);
        } else if let Some(label) = coded.in_table::<Sensitivity>(Sensitivity::SYSTEM) {
            labels.sensitivity.insert(label);
            self.assumed(path, &coded, Sensitivity::SYSTEM);
        } else {
            let unknown = || {
                let text = format!("neither a level nor a sensitivity: {}", coded.shown());
                Err(Refusal::new(path, "unknown_label", text))
            };
            match coded.system.as_deref() {
                None | Some(Confidentiality::SYSTEM) | Some(Sensitivity::SYSTEM) => {
                    return unknown()
                }
                _ if coded.is_doubtful::<Confidentiality>()
                    || coded.is_doubtful::<Sensitivity>() =>
                {
                    return unknown()
                }
                Some(ours::LABEL) => {
                    labels.private.insert(ours::hex(path, coded.code)?);
                }
                Some(system) => {
                    let label =
                        self.sealed(path, Sealed::Label, &format!("{system}|{}", coded.code))?;
                    labels.private.insert(label);
                    self.notes.warn(
                        path,
                        "private_label",
                        format!(
                            "matches records registered with the same keyed label only: {}",
                            coded.shown()
                        ),
                    );
                }
            }
        }
        Ok(())
    }

    fn purpose(&mut self, path: &str, coding: &Coding) -> Result<Purpose, Refusal> {
        let coded = Coded::new(coding)
            .ok_or_else(|| Refusal::new(path, "missing_element", "a purpose needs its code"))?;
        if let Some(code) = coded.in_table::<PurposeOfUse>(PurposeOfUse::SYSTEM) {
            self.assumed(path, &coded, PurposeOfUse::SYSTEM);
            return Ok(Purpose::Code { code });
        }
        match coded.system.as_deref() {
            Some(system)
                if system != PurposeOfUse::SYSTEM && !coded.is_doubtful::<PurposeOfUse>() =>
            {
                self.purpose_of(path, system, coded.code)
            }
            _ => Err(Refusal::new(
                path,
                "unknown_purpose",
                format!("not of PurposeOfUse: {}", coded.shown()),
            )),
        }
    }

    /// A purpose of another system than HL7's.
    fn purpose_of(&mut self, path: &str, system: &str, code: &str) -> Result<Purpose, Refusal> {
        match system {
            ours::PROJECT => {
                return Ok(Purpose::Project {
                    id: ours::hex(path, code)?,
                })
            }
            ours::PURPOSE => {
                return Ok(Purpose::Other {
                    id: ours::hex(path, code)?,
                })
            }
            _ => {}
        }
        let id = purpose_id(system, code);
        let purpose = match self.options.purpose_systems.kind(system) {
            Some(PurposeKind::Project) => Purpose::Project { id },
            Some(PurposeKind::Policy) | None => Purpose::Other { id },
        };
        let named = OtherPurpose {
            system: system.to_string(),
            code: code.to_string(),
            purpose,
        };
        if !self.purposes.contains(&named) {
            self.purposes.push(named);
        }
        Ok(purpose)
    }

    fn code(
        &mut self,
        path: &str,
        concept: &CodeableConcept,
        filters: &mut Filters,
    ) -> Result<(), Refusal> {
        let clinical = |shown: &str| {
            Refusal::new(
                path,
                "clinical_code",
                format!(
                    "health data, or of a system not listed as policies: {}",
                    clip(shown)
                ),
            )
        };
        let Some(codings) = &concept.coding else {
            return Err(clinical(concept.text.as_deref().unwrap_or("no code")));
        };
        for coding in codings.iter() {
            let coded = Coded::new(coding).ok_or_else(|| clinical("no code"))?;
            let policy = coded
                .system
                .as_deref()
                .filter(|system| {
                    self.options.purpose_systems.kind(system) == Some(PurposeKind::Policy)
                })
                .ok_or_else(|| clinical(&coded.shown()))?;
            add(
                &mut filters.purposes,
                self.purpose_of(path, policy, coded.code)?,
            );
        }
        Ok(())
    }

    fn classes(&mut self, rule: &Rule, filters: &mut Filters) -> Result<(), Refusal> {
        if let [_, (second, _), ..] = rule.classes.as_slice() {
            return Err(Refusal::new(
                &format!("{}.{second}", rule.path),
                "two_class_attributes",
                "types stated under two names must both hold, which one list of classes cannot say",
            ));
        }
        for (name, codings) in &rule.classes {
            if *name == "class" && self.version == Version::R5 {
                self.notes.warn(
                    &format!("{}.class", rule.path),
                    "draft_element",
                    "of R5's drafts, read as resourceType",
                );
            }
            for (index, coding) in codings.iter().enumerate() {
                let path = format!("{}.{name}[{index}]", rule.path);
                let coded = Coded::new(coding).ok_or_else(|| {
                    Refusal::new(&path, "missing_element", "a class needs its code")
                })?;
                let class = coded.class().ok_or_else(|| {
                    Refusal::new(
                        &path,
                        "unknown_class",
                        format!("no class of data that is known: {}", coded.shown()),
                    )
                })?;
                self.assumed(&path, &coded, class.system());
                add(&mut filters.classes, class);
            }
        }
        Ok(())
    }

    fn data(&mut self, path: &str, data: &r4::Data, filters: &mut Filters) -> Result<(), Refusal> {
        let meaning_path = format!("{path}.meaning");
        let meaning = data.meaning.as_deref().ok_or_else(|| {
            Refusal::new(
                &meaning_path,
                "missing_element",
                "says which data are meant",
            )
        })?;
        let path = format!("{path}.reference");
        let reference = data
            .reference
            .as_ref()
            .ok_or_else(|| Refusal::new(&path, "missing_element", "says which data are meant"))?;
        let named = named(&path, reference, self.contained)?;
        match meaning {
            "instance" => add(&mut filters.records, self.record(&path, &named)?),
            "related" => {
                let context = match ours::bytes(&path, &named.names, ours::CONTEXT)? {
                    Some(context) => context,
                    None => self.sealed_name(&path, Sealed::Context, &named)?,
                };
                self.notes.warn(
                    &path,
                    "context_declared",
                    "matches data whose custodian declared this context only",
                );
                add(&mut filters.contexts, context);
            }
            "authoredby" => add(&mut filters.authors, self.author(&path, &named)?),
            "dependents" => {
                return Err(Refusal::new(
                    &meaning_path,
                    "dependents",
                    "what depends on a record is not known",
                ))
            }
            other => {
                return Err(Refusal::new(
                    &meaning_path,
                    "unknown_meaning",
                    format!("no meaning of FHIR: {}", clip(other)),
                ))
            }
        }
        Ok(())
    }

    /// Warns that a code that does not say so was taken as one of `system`.
    fn assumed(&mut self, path: &str, coded: &Coded, system: &str) {
        let name = system.rsplit('/').next().unwrap_or(system);
        let stated = match coded.system.as_deref() {
            None => "a code without a system",
            Some(stated) if stated != system => "a code of a value set",
            Some(_) => return,
        };
        let text = format!("{stated} is taken as one of {name}");
        self.notes.warn(path, "system_assumed", text);
    }
}

/// The number of a purpose of another system: the SHA-256 of system, `|` and code, both public.
pub fn purpose_id(system: &str, code: &str) -> Bytes32 {
    public_hash(&format!("{system}|{code}"))
}
