//! `consent subjects`: entries of a map file.

use health_fhir::{MapFile, SubjectEntry};
use health_types::Bytes32;

/// Prints an entry with a new random key.
pub fn new(names: Vec<String>, pseudonym: Bytes32) -> anyhow::Result<bool> {
    let file = MapFile {
        subjects: vec![SubjectEntry::new(names, pseudonym)?],
        ..MapFile::default()
    };
    print!("{}", file.write()?);
    Ok(true)
}
