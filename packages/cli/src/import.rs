//! `consent import`: FHIR Consent documents become messages.

use crate::chain::{self, Chain, ChainError, Contract};
use crate::deploy;
use anyhow::{bail, Context};
use health_fhir::{Directory, Interning, MapFile, Refusal, SubjectMap, Version, MAX_BYTES};
use health_types::consent::{ExecuteMsg, NewConsent, PolicyChange, RegisteredData};
use health_types::Bytes32;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What `consent import` is asked for.
pub struct Options {
    /// The map file.
    pub map: Option<PathBuf>,
    /// Whether nothing is sent.
    pub dry_run: bool,
    /// Whether a refused document leaves the others in.
    pub keep_going: bool,
    /// The FHIR version, if the document's shape shall not tell it.
    pub version: Option<Version>,
    /// Whether to print JSON.
    pub json: bool,
}

/// What became of one document.
#[derive(Serialize)]
pub struct Report {
    /// The file.
    pub file: String,
    /// `imported` or `refused`.
    pub outcome: &'static str,
    /// The element that is to blame, if one is.
    pub element: Option<String>,
    /// Why it was refused: a stable code, a colon and a text.
    pub reason: Option<String>,
    /// What was carried with a reservation.
    pub warnings: Vec<Warning>,
    /// The message that records it.
    pub message: Option<Value>,
}

/// A reservation.
#[derive(Serialize)]
pub struct Warning {
    /// The element in question.
    pub element: String,
    /// A stable code, a colon and what was done.
    pub text: String,
}

/// The code of a file that cannot be read.
const UNREADABLE: &str = "unreadable";

impl Report {
    fn refused(file: &Path, element: Option<String>, reason: String) -> Report {
        Report {
            file: file.display().to_string(),
            outcome: "refused",
            element,
            reason: Some(reason),
            warnings: vec![],
            message: None,
        }
    }

    fn imported(file: &Path, carried: Carried) -> Result<Report, ChainError> {
        let message = carried.message()?;
        let warnings = carried.warnings.into_iter().map(|warning| Warning {
            element: warning.element,
            text: warning.text,
        });
        Ok(Report {
            file: file.display().to_string(),
            outcome: "imported",
            element: None,
            reason: None,
            warnings: warnings.collect(),
            message: Some(message),
        })
    }
}

/// Imports documents and prints a report each; whether all were imported. What cannot be read, be it a document or the
/// map file, is reported like a refused document, and then is an error.
pub fn run(chain: &mut dyn Chain, files: &[PathBuf], options: &Options) -> anyhow::Result<bool> {
    let mut directory = match directory(options.map.as_deref()) {
        Ok(directory) => directory,
        Err(error) => {
            for file in files {
                let report = Report::refused(file, None, format!("unusable_map: {error:#}"));
                print(&report, options.json)?;
            }
            return Err(error);
        }
    };
    let mut outcomes: Vec<Outcome> = files
        .iter()
        .map(|file| read(file, options.version, directory.as_mut()))
        .collect();
    number(&mut outcomes, options.map.is_some());
    if !options.dry_run {
        send(chain, &mut outcomes, options.keep_going)?;
    }
    let (mut all, mut unreadable) = (true, 0usize);
    for (file, outcome) in files.iter().zip(outcomes) {
        let report = match outcome {
            Outcome::Refused(element, reason) => Report::refused(file, element, reason),
            Outcome::Carried(carried) => Report::imported(file, *carried)?,
        };
        all &= report.outcome == "imported";
        let is_unreadable = |reason: &String| reason.starts_with(UNREADABLE);
        unreadable =
            unreadable.saturating_add(report.reason.iter().filter(|r| is_unreadable(r)).count());
        print(&report, options.json)?;
    }
    match unreadable {
        0 => Ok(all),
        _ => bail!("{UNREADABLE}: {unreadable} of {} files", files.len()),
    }
}

/// Imports one text with a map, for the demonstration.
pub fn with_map(text: &str, map: &MapFile) -> anyhow::Result<NewConsent> {
    let mut map = SubjectMap::new(map)?;
    Ok(health_fhir::import(text.as_bytes(), &health_fhir::Options::default(), &mut map)?.message)
}

/// The directory of a map file, or one that numbers names as they come.
pub fn directory(map: Option<&Path>) -> anyhow::Result<Box<dyn Directory>> {
    let Some(path) = map else {
        return Ok(Box::new(Interning::new()));
    };
    Ok(Box::new(self::map(path)?))
}

/// Reads a map file.
pub fn map(path: &Path) -> anyhow::Result<SubjectMap> {
    let read = || {
        anyhow::Ok(SubjectMap::new(&MapFile::parse(
            &std::fs::read_to_string(path)?,
        )?)?)
    };
    read().with_context(|| path.display().to_string())
}

/// A document's text; of one that is too large, enough to see that it is.
pub fn text(file: &Path) -> std::io::Result<Vec<u8>> {
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let mut text = Vec::new();
    File::open(file)?
        .take(most.saturating_add(1))
        .read_to_end(&mut text)?;
    Ok(text)
}

/// What has become of a document so far.
enum Outcome {
    /// The element to blame, if one is, and why.
    Refused(Option<String>, String),
    Carried(Box<Carried>),
}

/// A document that is carried whole.
struct Carried {
    subject: Bytes32,
    id: u32,
    consent: NewConsent,
    warnings: Vec<health_fhir::Warning>,
}

impl Carried {
    fn message(&self) -> Result<Value, ChainError> {
        chain::json(&ExecuteMsg::Grant {
            subject: self.subject,
            id: self.id,
            consent: self.consent.clone(),
        })
    }
}

fn read(file: &Path, version: Option<Version>, directory: &mut dyn Directory) -> Outcome {
    let options = health_fhir::Options {
        version,
        ..health_fhir::Options::default()
    };
    let text = match text(file) {
        Ok(text) => text,
        Err(error) => return Outcome::Refused(None, format!("{UNREADABLE}: {error}")),
    };
    match health_fhir::import(&text, &options, directory) {
        Ok(imported) => Outcome::Carried(Box::new(Carried {
            subject: imported.subject,
            id: 0,
            consent: imported.message,
            warnings: imported.warnings,
        })),
        Err(Refusal { element, reason }) => Outcome::Refused(Some(element), reason),
    }
}

/// Numbers the consents of each subject from 1. Without a map file each document has a subject of its own: the same
/// reference in documents of several publishers is not the same person.
fn number(outcomes: &mut [Outcome], subjects_known: bool) {
    let mut last: BTreeMap<Bytes32, u32> = BTreeMap::new();
    for (place, outcome) in (1..).zip(outcomes) {
        let Outcome::Carried(carried) = outcome else {
            continue;
        };
        if !subjects_known {
            carried.subject = Bytes32::of_holder(place);
        }
        let id = last.entry(carried.subject).or_default();
        *id = id.saturating_add(1);
        carried.id = *id;
    }
}

/// Records what is carried: all of it or, unless told to go on, nothing.
fn send(
    chain: &mut dyn Chain,
    outcomes: &mut [Outcome],
    keep_going: bool,
) -> Result<(), ChainError> {
    let refused = |outcome: &Outcome| matches!(outcome, Outcome::Refused(..));
    if outcomes.iter().any(refused) && !keep_going {
        refuse_others(outcomes);
        return Ok(());
    }
    let mut target = Target::deploy(chain)?;
    let mut messages = Vec::new();
    for outcome in outcomes.iter_mut() {
        if let Outcome::Carried(carried) = outcome {
            // Under the pseudonym that this chain gives the subject.
            carried.subject = target.register(carried.subject)?;
            messages.push(carried.message()?);
        }
    }
    if !keep_going {
        if let Err((place, error)) = target.grant_all(&messages) {
            if let Some(outcome) = outcomes.get_mut(place) {
                *outcome = refused_by_chain(error);
            }
            refuse_others(outcomes);
        }
        return Ok(());
    }
    let carried = outcomes.iter_mut().filter(|outcome| !refused(outcome));
    for (outcome, message) in carried.zip(messages) {
        if let Err((_, error)) = target.grant_all(&[message]) {
            *outcome = refused_by_chain(error);
        }
    }
    Ok(())
}

/// The contract judges the document as a whole.
fn refused_by_chain(error: ChainError) -> Outcome {
    Outcome::Refused(Some("Consent".to_string()), error.text)
}

fn refuse_others(outcomes: &mut [Outcome]) {
    for outcome in outcomes {
        if matches!(outcome, Outcome::Carried(_)) {
            let reason = "batch_refused: another document was refused, so nothing was imported";
            *outcome = Outcome::Refused(None, reason.to_string());
        }
    }
}

fn print(report: &Report, json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string(report)?);
        return Ok(());
    }
    match (&report.reason, &report.element) {
        (Some(reason), Some(element)) => {
            println!("{}: refused at {element}: {reason}", report.file)
        }
        (Some(reason), None) => println!("{}: refused: {reason}", report.file),
        (None, _) => println!("{}: imported", report.file),
    }
    for warning in &report.warnings {
        println!("  warning: {}: {}", warning.element, warning.text);
    }
    if let Some(message) = &report.message {
        println!("{}", serde_json::to_string_pretty(message)?);
    }
    Ok(())
}

/// Where messages are sent: both registries, freshly deployed, and the subjects registered so far.
struct Target<'a> {
    chain: &'a mut dyn Chain,
    consent: String,
    subjects: BTreeMap<Bytes32, Bytes32>,
}

const OWNER: &str = "importer";

impl<'a> Target<'a> {
    fn deploy(chain: &'a mut dyn Chain) -> Result<Self, ChainError> {
        let admin = chain.account(OWNER)?;
        let identity = chain::json(&deploy::identity_registry(&admin, &admin))?;
        let identity = chain.deploy(OWNER, Contract::IdentityRegistry, &identity)?;
        let consent = chain::json(&deploy::consent_registry(&admin, &identity))?;
        let consent = chain.deploy(OWNER, Contract::ConsentRegistry, &consent)?;
        Ok(Target {
            chain,
            consent,
            subjects: BTreeMap::new(),
        })
    }

    fn grant_all(&mut self, grants: &[Value]) -> Result<(), (usize, ChainError)> {
        self.chain.execute_all(OWNER, &self.consent, grants)
    }

    fn register(&mut self, subject: Bytes32) -> Result<Bytes32, ChainError> {
        if let Some(registered) = self.subjects.get(&subject) {
            return Ok(*registered);
        }
        let register = ExecuteMsg::Register {
            nonce: subject,
            policies: PolicyChange::default(),
            consents: None,
        };
        let receipt = self
            .chain
            .execute(OWNER, &self.consent, &chain::json(&register)?)?;
        let data: RegisteredData = chain::decode(receipt.data.unwrap_or_default())?;
        self.subjects.insert(subject, data.subject);
        Ok(data.subject)
    }
}
