//! `consent decide`: what the consents in a folder say to a request.

use crate::cases::{self, CaseConsent, Malformed, Names, Thing, Translated};
use crate::export::documents;
use crate::import;
use anyhow::Context;
use health_fhir::{
    purpose_id, ActorKind, Directory, Imported, Interning, Name, OtherPurpose, PurposeKind,
    PurposeSystems, Refusal, Sealed, SubjectMap,
};
use health_rules::consent::Outcome;
use health_types::consent::{Actor, Explained, Purpose};
use health_types::Bytes32;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The answer, in the vocabulary of decision cases.
#[derive(Serialize)]
struct Answer {
    decision: Value,
    reason: Value,
    /// The documents that decided, by file name.
    deciding: Vec<String>,
    obligations: Vec<Value>,
    /// What each document says, if that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    consents: Option<Vec<Verdict>>,
}

/// What one document says.
#[derive(Serialize)]
struct Verdict {
    file: String,
    effect: Value,
    baseline: bool,
    perhaps: bool,
    miss: Value,
}

/// Decides a request by the documents of a folder, all of which must be carried whole: a document left out might be
/// the one that denies. What cannot be read is answered like a refusal, and then is an error.
pub fn run(
    folder: &Path,
    request: &Path,
    map: Option<&Path>,
    explain: bool,
    json: bool,
) -> anyhow::Result<bool> {
    match decide(folder, request, map, explain) {
        Ok(Ok(answer)) => print(&answer, json).map(|()| true),
        Ok(Err(malformed)) => refuse(malformed, json),
        Err(error) => {
            if json {
                refuse(Malformed(format!("unreadable: {error:#}")), json)?;
            }
            Err(error)
        }
    }
}

fn decide(
    folder: &Path,
    request: &Path,
    map: Option<&Path>,
    explain: bool,
) -> anyhow::Result<Result<Answer, Malformed>> {
    let text = std::fs::read_to_string(request).with_context(|| request.display().to_string())?;
    let request: cases::Request = match serde_json::from_str(cases::without_mark(&text)) {
        Ok(request) => request,
        Err(error) => return Ok(Err(Malformed::shape("invalid_request", &error))),
    };
    let mut folk = Folk::new(map)?;
    // A request that leaves the custodian open is made to whoever keeps the documents: the organisation that a
    // document names is no filter then.
    let options = health_fhir::Options {
        organisations_keep: request
            .data
            .as_ref()
            .is_some_and(|data| data.custodian.is_some()),
        ..health_fhir::Options::default()
    };
    let consents = read(folder, &options, &mut folk)?;
    Ok(consents.and_then(|consents| answer(consents, request, &mut folk, explain)))
}

fn refuse(Malformed(reason): Malformed, json: bool) -> anyhow::Result<bool> {
    let answer = Answer {
        decision: "refuse".into(),
        reason: reason.into(),
        deciding: vec![],
        obligations: vec![],
        consents: None,
    };
    print(&answer, json).map(|()| false)
}

/// Every document of the folder, or why the first that is refused is; standard error names them all.
fn read(
    folder: &Path,
    options: &health_fhir::Options,
    folk: &mut Folk,
) -> anyhow::Result<Result<Vec<CaseConsent>, Malformed>> {
    let mut consents: Vec<CaseConsent> = Vec::new();
    let mut refused: Option<String> = None;
    let files = documents(folder)?;
    if files.is_empty() {
        eprintln!("cw-health: {}: no documents (*.json)", folder.display());
    }
    for (number, file) in (1..).zip(files) {
        let text = import::text(&file).with_context(|| file.display().to_string())?;
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        match health_fhir::import(&text, options, folk.directory()) {
            Ok(Imported {
                subject,
                message,
                purposes,
                ..
            }) => {
                if *folk.subject.get_or_insert(subject) != subject {
                    refused.get_or_insert(format!(
                        "several_subjects: {name} is about another subject than the documents before it"
                    ));
                }
                for purpose in purposes {
                    if !folk.purposes.contains(&purpose) {
                        folk.purposes.push(purpose);
                    }
                }
                consents.push(CaseConsent {
                    number,
                    name,
                    epoch: 0,
                    message,
                });
            }
            Err(Refusal { element, reason }) => {
                eprintln!("{name}: refused at {element}: {reason}");
                refused.get_or_insert(format!("document_refused: {name} at {element}: {reason}"));
            }
        }
    }
    Ok(match refused {
        Some(reason) => Err(Malformed(reason)),
        None => Ok(consents),
    })
}

fn answer(
    consents: Vec<CaseConsent>,
    request: cases::Request,
    folk: &mut Folk,
    explain: bool,
) -> Result<Answer, Malformed> {
    let (question, now, actors) = cases::request(request, folk)?;
    let case = Translated {
        consents,
        question,
        now,
        actors,
        epoch: 0,
        default_policy: None,
    };
    let (outcome, explained) = case.explain()?;
    let name = |id: u32| {
        let found = case.consents.iter().find(|consent| consent.number == id);
        found
            .map(|consent| consent.name.clone())
            .unwrap_or_default()
    };
    let verdict = |one: &Explained| Verdict {
        file: name(one.id),
        effect: word(&one.effect),
        baseline: one.baseline,
        perhaps: one.perhaps,
        miss: word(&one.miss),
    };
    let Outcome {
        decision,
        reason,
        consents,
        obligations,
        ..
    } = outcome;
    Ok(Answer {
        decision: word(&decision),
        reason: word(&reason),
        deciding: consents.iter().map(|consent| name(consent.id)).collect(),
        obligations: cases::obligations(&obligations, folk),
        consents: explain.then(|| explained.iter().map(verdict).collect()),
    })
}

fn word(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn print(answer: &Answer, json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string(answer)?);
        return Ok(());
    }
    let plain = |value: &Value| value.as_str().unwrap_or("-").to_string();
    println!("{} ({})", plain(&answer.decision), plain(&answer.reason));
    for name in &answer.deciding {
        println!("  by {name}");
    }
    for obligation in &answer.obligations {
        println!("  obliged to {}", obliged(obligation));
    }
    for verdict in answer.consents.iter().flatten() {
        let what = match verdict.effect.as_str() {
            Some(effect) => format!("{effect}{}", if verdict.perhaps { ", perhaps" } else { "" }),
            None => format!("does not apply: {}", plain(&verdict.miss)),
        };
        println!("  {}: {what}", verdict.file);
    }
    Ok(())
}

/// An obligation in words, its filters in the vocabulary of cases.
fn obliged(obligation: &Value) -> String {
    let filters = |key| obligation.get(key).map(Value::to_string);
    let held = filters("where").unwrap_or_default();
    match (filters("any"), filters("unless")) {
        (Some(any), _) => format!("show only any of {any}"),
        (None, Some(unless)) => format!("redact {held} unless any of {unless}"),
        (None, None) => format!("redact {held}"),
    }
}

/// The names of documents and request, and what stands for them.
struct Folk {
    known: Known,
    subject: Option<Bytes32>,
    purposes: Vec<OtherPurpose>,
    shown: BTreeMap<Bytes32, String>,
}

enum Known {
    Map(Box<SubjectMap>),
    Met(Interning),
}

impl Folk {
    fn new(map: Option<&Path>) -> anyhow::Result<Self> {
        let known = match map {
            Some(path) => Known::Map(Box::new(import::map(path)?)),
            None => Known::Met(Interning::new()),
        };
        Ok(Folk {
            known,
            subject: None,
            purposes: Vec::new(),
            shown: BTreeMap::new(),
        })
    }

    fn directory(&mut self) -> &mut dyn Directory {
        match &mut self.known {
            Known::Map(map) => map.as_mut(),
            Known::Met(met) => met,
        }
    }

    /// What a document's import makes of a name that is hashed for the subject.
    fn sealed(&mut self, what: Sealed, text: &str) -> Option<Bytes32> {
        let subject = self.subject?;
        self.directory().seal(&subject, what, text.as_bytes())
    }
}

impl Names for Folk {
    fn actor(&mut self, name: &str) -> Result<Actor, Malformed> {
        if let Known::Met(met) = &self.known {
            let found = met.find(name);
            let found = found.map_err(|ambiguous| Malformed(ambiguous.to_string()))?;
            if let Some(actor) = found {
                return Ok(actor.clone());
            }
        }
        let names = [Name::from_short(name)];
        let actor = self
            .directory()
            .actor(&names, Some(ActorKind::Organisation));
        let actor = actor.map_err(|ambiguous| Malformed(ambiguous.to_string()))?;
        // Whom neither a document nor the map names, no rule names.
        Ok(actor.unwrap_or_else(|| Actor::Account {
            address: name.to_string(),
        }))
    }

    fn bytes(&mut self, thing: Thing, name: &str) -> Result<Bytes32, Malformed> {
        let long = Name::from_short(name).to_string();
        let holder = match thing {
            Thing::Author | Thing::Custodian => match self.actor(name)? {
                Actor::Person { holder }
                | Actor::Organisation { holder }
                | Actor::Device { holder } => Some(holder),
                _ => None,
            },
            _ => None,
        };
        let sealed = match (thing, holder) {
            (_, Some(holder)) => Some(Bytes32::of_holder(holder)),
            (Thing::Record, _) => {
                let registered = self.directory().record(&[Name::from_short(name)]);
                let registered =
                    registered.map_err(|ambiguous| Malformed(ambiguous.to_string()))?;
                registered.or_else(|| self.sealed(Sealed::Record, &long))
            }
            (Thing::Context, _) => self.sealed(Sealed::Context, &long),
            (Thing::Author | Thing::Custodian, _) => self.sealed(Sealed::Author, &long),
            (Thing::Label, _) => {
                let (system, code) = cases::of_system(name);
                self.sealed(Sealed::Label, &format!("{system}|{code}"))
            }
            (Thing::Project | Thing::Purpose | Thing::Policy, _) => {
                let bare = name.strip_prefix("project:").unwrap_or(name);
                let (system, code) = cases::of_system(bare);
                Some(purpose_id(system, code))
            }
        };
        let bytes = sealed.unwrap_or_else(|| purpose_id("urn:cw-health:unknown", name));
        self.shown.insert(bytes, name.to_string());
        Ok(bytes)
    }

    /// The purpose that the documents name so: by `system|code`, by `system:code` or, after a word that is no URI, by
    /// the code alone, if one purpose has it.
    fn purpose(&mut self, name: &str) -> Result<Purpose, Malformed> {
        if !name.contains(':') {
            return Err(Malformed::new("unknown_purpose", name));
        }
        let (system, code) = cases::of_system(name.strip_prefix("project:").unwrap_or(name));
        let is_word = !system.contains([':', '/']);
        let stated =
            |known: &&OtherPurpose| known.code == code && (is_word || known.system == system);
        let mut met = self.purposes.iter().filter(stated);
        if let (Some(OtherPurpose { purpose, .. }), None) = (met.next(), met.next()) {
            let purpose = *purpose;
            if let Purpose::Project { id } | Purpose::Other { id } = purpose {
                self.shown.insert(id, name.to_string());
            }
            return Ok(purpose);
        }
        let listed = PurposeSystems::default().kind(system) == Some(PurposeKind::Project);
        if listed || name.starts_with("project:") {
            let id = self.bytes(Thing::Project, name)?;
            return Ok(Purpose::Project { id });
        }
        let id = self.bytes(Thing::Purpose, name)?;
        Ok(Purpose::Other { id })
    }

    fn name(&self, bytes: &Bytes32) -> Option<&str> {
        self.shown.get(bytes).map(String::as_str)
    }
}
