//! The command line of cw-health.

use clap::{Parser, Subcommand, ValueEnum};
use cw_health::{conformance, decide, demo, embedded::Embedded, export, import, subjects};
use std::path::PathBuf;
use std::process::ExitCode;

/// Consents, credentials and accesses of health data on a CosmWasm chain.
#[derive(Parser)]
#[command(
    name = "cw-health",
    version,
    after_help = "Exits with 0 if all went as asked (a deny is an answer), with 1 if something was refused or a case \
                  disagreed, with 2 if the command could not be carried out."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Plays a care journey on an embedded chain, from accreditation to erasure
    Demo {
        /// Prints the steps as JSON
        #[arg(long)]
        json: bool,
    },
    /// FHIR Consent documents: import, decide, export, and map files
    #[command(subcommand)]
    Consent(Consent),
    /// Runs decision cases (.json, or .jsonl with one case a line); exits 1 on a disagreement
    Conformance {
        /// Files of cases
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Prints one JSON object a case
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
enum Consent {
    /// Turns FHIR R4 or R5 Consents into messages and tries them on a fresh embedded chain; refuses what it cannot carry
    /// exactly
    Import {
        /// Consent documents
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Map file from references to pseudonyms, numbers and keys; without it names are numbered as they come
        #[arg(long, value_name = "MAP")]
        subjects: Option<PathBuf>,
        /// Prints the messages without trying them
        #[arg(long)]
        dry_run: bool,
        /// Imports the other documents even if one is refused
        #[arg(long)]
        keep_going: bool,
        /// The FHIR version; told by the document's shape if absent
        #[arg(long, alias = "fhir-version", value_enum)]
        fhir: Option<FhirVersion>,
        /// Prints one JSON object a document
        #[arg(long)]
        json: bool,
    },
    /// Decides a request by the consents in a folder
    Decide {
        /// Folder of Consent documents (*.json), all of one subject
        #[arg(long, value_name = "DIR")]
        consents: PathBuf,
        /// The request, as JSON: {at, actors, action, category, purpose, data}
        #[arg(long, value_name = "FILE")]
        request: PathBuf,
        /// Map file from references to pseudonyms, numbers and keys
        #[arg(long, value_name = "MAP")]
        subjects: Option<PathBuf>,
        /// Says of every consent why it applies or not
        #[arg(long)]
        explain: bool,
        /// Prints JSON
        #[arg(long)]
        json: bool,
    },
    /// Writes an imported consent back as FHIR
    Export {
        /// The consent's number: its place among the folder's documents by name, from 1
        id: u32,
        /// Folder of Consent documents (*.json)
        #[arg(long, value_name = "DIR")]
        consents: PathBuf,
        /// The FHIR version to write
        #[arg(long, value_enum, default_value = "r5")]
        fhir: FhirVersion,
        /// Map file from references to pseudonyms, numbers and keys
        #[arg(long, value_name = "MAP")]
        subjects: Option<PathBuf>,
    },
    /// Entries of map files, which lead from names in documents to pseudonyms and numbers
    #[command(subcommand)]
    Subjects(Subjects),
}

#[derive(Subcommand)]
enum Subjects {
    /// Prints an entry with a new random key for a subject
    New {
        /// References or identifiers (system|value) that documents name the subject by
        #[arg(required = true)]
        names: Vec<String>,
        /// The subject's pseudonym on the chain, 64 hexadecimal digits
        #[arg(long)]
        pseudonym: health_types::Bytes32,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum FhirVersion {
    R4,
    R5,
}

impl From<FhirVersion> for health_fhir::Version {
    fn from(version: FhirVersion) -> Self {
        match version {
            FhirVersion::R4 => health_fhir::Version::R4,
            FhirVersion::R5 => health_fhir::Version::R5,
        }
    }
}

/// Exits 0 if all went as asked, 1 on a refusal or disagreement, 2 if the command could not be carried out.
fn main() -> ExitCode {
    // A reader who has seen enough (`| head`) ends the command without a word.
    sigpipe::reset();
    match run(Cli::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cw-health: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> anyhow::Result<bool> {
    match command {
        Command::Demo { json } => {
            let steps = demo::run(&mut Embedded::default(), json)?;
            if json {
                println!("{}", serde_json::to_string_pretty(&steps)?);
            }
            Ok(true)
        }
        Command::Conformance { files, json } => conformance::run(&files, json),
        Command::Consent(Consent::Import {
            files,
            subjects,
            dry_run,
            keep_going,
            fhir,
            json,
        }) => {
            let options = import::Options {
                map: subjects,
                dry_run,
                keep_going,
                version: fhir.map(Into::into),
                json,
            };
            import::run(&mut Embedded::default(), &files, &options)
        }
        Command::Consent(Consent::Decide {
            consents,
            request,
            subjects,
            explain,
            json,
        }) => decide::run(&consents, &request, subjects.as_deref(), explain, json),
        Command::Consent(Consent::Export {
            id,
            consents,
            fhir,
            subjects,
        }) => export::run(&consents, id, fhir.into(), subjects.as_deref()),
        Command::Consent(Consent::Subjects(Subjects::New { names, pseudonym })) => {
            subjects::new(names, pseudonym)
        }
    }
}
