//! FHIR R4 and R5 Consent documents to and from consent-registry messages.
//!
//! [`import`] carries a document exactly or refuses it, naming the element and why; it warns about what it carries
//! without effect. [`export`] writes what was carried as valid FHIR, from which an import makes the same rules.
//!
//! A document names people, organisations and records by its own references; a [`Directory`] leads from these to
//! the chain's pseudonyms and numbers: a [`SubjectMap`] from a map file, or, for a look without one, [`Interning`].
//!
//! ```
//! let text = br#"{
//!   "resourceType": "Consent", "status": "active",
//!   "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
//!   "subject": {"reference": "Patient/1"}, "date": "2025-01-01",
//!   "decision": "deny",
//!   "provision": [{"purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"}]}]
//! }"#;
//! let mut directory = health_fhir::Interning::new();
//! let imported = health_fhir::import(text, &Default::default(), &mut directory)?;
//! assert_eq!(imported.message.provision.provision.map(|rules| rules.len()), Some(1));
//! # Ok::<(), health_fhir::Refusal>(())
//! ```
//!
//! Sources: FHIR R4 (4.0.1) and R5 (5.0.0) Consent; IHE Privacy Consent on FHIR for the reading of nested rules.

mod codes;
mod dates;
mod directory;
mod document;
mod export;
mod map;
mod map_file;
mod model;
mod name;
pub mod ours;
mod refusal;
mod text;
mod tidy;
mod tree;
mod version;

pub use codes::{InvalidSystems, PurposeKind, PurposeSystems};
pub use dates::{read_date, write_day, When};
pub use directory::{ActorKind, Ambiguous, Directory, Interning, Sealed};
pub use export::{export, Exportable, Inexpressible};
pub use map::{purpose_id, Grantor, Imported, Options, OtherPurpose};
pub use map_file::{
    ActorEntry, EntryKind, MapError, MapFile, RecordEntry, SubjectEntry, SubjectMap,
};
pub use name::Name;
pub use refusal::{Refusal, Warning};
pub use text::{MAX_BYTES, MAX_DEPTH};
pub use version::{UnknownVersion, Version};

/// Reads one Consent document in JSON and maps it to a message.
///
/// Nothing is written anywhere but in `directory`, which may note the names it meets. Errors: the first reason
/// why the document cannot be carried exactly.
pub fn import(
    text: &[u8],
    options: &Options,
    directory: &mut dyn Directory,
) -> Result<Imported, Refusal> {
    let mut notes = refusal::Notes::default();
    let value = text::parse(text)?;
    let (version, document) = document::read(value, options.version, &mut notes)?;
    map::map(version, &document, options, directory, notes)
}
