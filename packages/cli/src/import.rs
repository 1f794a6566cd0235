//! `consent import`: FHIR Consent documents become messages.

use crate::chain::{self, Chain, ChainError, Contract};
use crate::deploy;
use anyhow::{bail, Context};
use health_fhir::{Directory, Imported, Interning, MapFile, Refusal, SubjectMap, Version};
use health_types::consent::{ExecuteMsg, NewConsent, PolicyChange, RegisteredData};
use health_types::Bytes32;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
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
}

/// Imports documents and prints a report each; whether all were imported. A file that cannot be read is reported like
/// a refused document, and then is an error.
pub fn run(chain: &mut dyn Chain, files: &[PathBuf], options: &Options) -> anyhow::Result<bool> {
    let mut directory = directory(options.map.as_deref())?;
    let read: Vec<Result<Imported, Box<Report>>> = files
        .iter()
        .map(|file| read(file, options.version, directory.as_mut()))
        .collect();
    let refused = read.iter().any(Result::is_err);
    let send = !options.dry_run && (!refused || options.keep_going);
    let mut target = if send {
        Some(Target::deploy(chain, options.map.is_none())?)
    } else {
        None
    };
    let mut ids = BTreeMap::new();
    let (mut all, mut unreadable) = (true, 0usize);
    for (file, imported) in files.iter().zip(read) {
        let report = match imported {
            Ok(_) if refused && !options.keep_going && !options.dry_run => Report::refused(
                file,
                None,
                "batch_refused: another document was refused, so nothing was imported".to_string(),
            ),
            Ok(imported) => carry(file, imported, &mut ids, target.as_mut()),
            Err(report) => *report,
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

fn read(
    file: &Path,
    version: Option<Version>,
    directory: &mut dyn Directory,
) -> Result<Imported, Box<Report>> {
    let options = health_fhir::Options {
        version,
        ..health_fhir::Options::default()
    };
    let text = std::fs::read(file).map_err(|error| {
        Box::new(Report::refused(
            file,
            None,
            format!("{UNREADABLE}: {error}"),
        ))
    })?;
    health_fhir::import(&text, &options, directory).map_err(|Refusal { element, reason }| {
        Box::new(Report::refused(file, Some(element), reason))
    })
}

/// Gives the document its message and, if there is where to, sends it.
fn carry(
    file: &Path,
    imported: Imported,
    ids: &mut BTreeMap<Bytes32, u32>,
    target: Option<&mut Target>,
) -> Report {
    let id = ids
        .entry(imported.subject)
        .and_modify(|id| *id = id.saturating_add(1))
        .or_insert(1);
    let grant = ExecuteMsg::Grant {
        subject: imported.subject,
        id: *id,
        consent: imported.message,
    };
    let sent = match target {
        Some(target) => target.send(&grant),
        None => chain::json(&grant),
    };
    match sent {
        Ok(message) => Report {
            file: file.display().to_string(),
            outcome: "imported",
            element: None,
            reason: None,
            warnings: imported
                .warnings
                .into_iter()
                .map(|warning| Warning {
                    element: warning.element,
                    text: warning.text,
                })
                .collect(),
            message: Some(message),
        },
        Err(error) => Report::refused(file, None, error.text),
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
    /// Without a map file each document has a subject of its own: the same reference in documents of several
    /// publishers is not the same person.
    placeholders: bool,
    sent: u32,
}

const OWNER: &str = "importer";

impl<'a> Target<'a> {
    fn deploy(chain: &'a mut dyn Chain, placeholders: bool) -> Result<Self, ChainError> {
        let admin = chain.account(OWNER)?;
        let identity = chain::json(&deploy::identity_registry(&admin, &admin))?;
        let identity = chain.deploy(OWNER, Contract::IdentityRegistry, &identity)?;
        let consent = chain::json(&deploy::consent_registry(&admin, &identity))?;
        let consent = chain.deploy(OWNER, Contract::ConsentRegistry, &consent)?;
        Ok(Target {
            chain,
            consent,
            subjects: BTreeMap::new(),
            placeholders,
            sent: 0,
        })
    }

    /// Sends a grant under the pseudonym that this chain gives the subject; gives the message as sent.
    fn send(&mut self, grant: &ExecuteMsg) -> Result<Value, ChainError> {
        let mut message = chain::json(grant)?;
        if let ExecuteMsg::Grant { subject, .. } = grant {
            self.sent = self.sent.saturating_add(1);
            let of_document = Bytes32::of_holder(self.sent);
            let registered = self.register(if self.placeholders {
                of_document
            } else {
                *subject
            })?;
            if let Some(field) = message.pointer_mut("/grant/subject") {
                *field = Value::String(registered.to_string());
            }
        }
        self.chain.execute(OWNER, &self.consent, &message)?;
        Ok(message)
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
