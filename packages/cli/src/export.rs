//! `consent export`: an imported consent, written back as FHIR.

use crate::import;
use anyhow::{bail, Context};
use health_fhir::{Exportable, Refusal, Version};
use health_types::consent::{ConsentStatus, InitialStatus};
use std::path::{Path, PathBuf};

/// Prints the document of a folder with this number, as the chain would give it back.
pub fn run(folder: &Path, id: u32, version: Version, map: Option<&Path>) -> anyhow::Result<bool> {
    let files = documents(folder)?;
    let place = usize::try_from(id)?.checked_sub(1);
    let Some(file) = place.and_then(|place| files.get(place)) else {
        bail!(
            "consent_not_found: {id}; documents in the folder: {}",
            files.len()
        );
    };
    let text = import::text(file).with_context(|| file.display().to_string())?;
    let mut directory = import::directory(map)?;
    let options = health_fhir::Options::default();
    let imported = match health_fhir::import(&text, &options, directory.as_mut()) {
        Ok(imported) => imported,
        Err(Refusal { element, reason }) => {
            eprintln!("{}: refused at {element}: {reason}", file.display());
            return Ok(false);
        }
    };
    let stored = Exportable {
        subject: imported.subject,
        id: Some(id),
        status: match imported.message.status.unwrap_or(InitialStatus::Active) {
            InitialStatus::Proposed => ConsentStatus::Proposed,
            InitialStatus::Active => ConsentStatus::Active,
            InitialStatus::Refused => ConsentStatus::Refused,
            InitialStatus::Revoked => ConsentStatus::Revoked,
            InitialStatus::EnteredInError => ConsentStatus::EnteredInError,
        },
        recorded: None,
        consent: &imported.message,
    };
    match health_fhir::export(&stored, version) {
        Ok(document) => {
            println!("{document:#}");
            Ok(true)
        }
        Err(inexpressible) => {
            eprintln!("{}: {inexpressible}", file.display());
            Ok(false)
        }
    }
}

/// The documents of a folder (`*.json`, in whichever case), by name.
pub fn documents(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
