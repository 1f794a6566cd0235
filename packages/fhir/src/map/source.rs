//! Hashes of the source document and of the evidence of a signature.

use super::Mapper;
use crate::directory::Sealed;
use crate::document::{At, Document};
use crate::model::{Attachment, Contained, Reference};
use crate::ours;
use crate::refusal::Refusal;
use base64::{engine::general_purpose::STANDARD, Engine};
use health_types::Bytes32;
use serde_json::Value;

impl Mapper<'_> {
    /// The keyed hash of the source document: of its data or its given hash, else of the reference to it. Of
    /// several sources, the keyed hash of their hashes in the document's order.
    pub(super) fn source(&mut self, document: &Document) -> Result<Option<Bytes32>, Refusal> {
        let mut parts = Vec::new();
        for At { path, value } in &document.attachments {
            if let Some(bytes) = content(value) {
                parts.push(self.sealed_bytes(path, Sealed::Document, &bytes)?);
            } else {
                self.no_source(path);
            }
        }
        for At { path, value } in &document.sources {
            if let Some(bytes) = self.contained(value).and_then(contained_content) {
                parts.push(self.sealed_bytes(path, Sealed::Document, &bytes)?);
            } else if let Ok(named) = crate::name::named(path, value, self.contained) {
                parts.push(self.sealed_name(path, Sealed::Document, &named)?);
            } else {
                self.no_source(path);
            }
        }
        match parts.as_slice() {
            [] => self.own_hash(document, ours::DOCUMENT),
            [only] => Ok(Some(*only)),
            several => {
                let joined: Vec<u8> = several.iter().flat_map(|part| part.0).collect();
                self.sealed_bytes("Consent", Sealed::Document, &joined)
                    .map(Some)
            }
        }
    }

    fn no_source(&mut self, path: &str) {
        self.notes.warn(
            path,
            "no_source",
            "without data, hash or reference it does not tell the document",
        );
    }

    /// The contained resource that a reference points to.
    fn contained(&self, reference: &Reference) -> Option<&Contained> {
        let id = reference.reference.as_deref()?.strip_prefix('#')?;
        let named =
            |resource: &&Contained| resource.0.get("id").and_then(Value::as_str) == Some(id);
        self.contained.iter().find(named)
    }

    /// The keyed hash of all affirmed verifications.
    pub(super) fn evidence(&mut self, document: &Document) -> Result<Option<Bytes32>, Refusal> {
        let mut affirmed = Vec::new();
        for At {
            path,
            value: (verified, text),
        } in &document.verifications
        {
            match verified {
                true => affirmed.push(text.as_str()),
                false => self.notes.warn(
                    path,
                    "not_verified",
                    "a verification that does not affirm is no evidence",
                ),
            }
        }
        match affirmed.is_empty() {
            true => self.own_hash(document, ours::EVIDENCE),
            false => {
                let path = "Consent.verification";
                self.notes.warn(
                    path,
                    "evidence_hashed",
                    "carried as a keyed hash; who verified has no effect",
                );
                self.sealed(path, Sealed::Evidence, &affirmed.join("\n"))
                    .map(Some)
            }
        }
    }
}

/// The data of an attachment, or its given hash; neither where they are not base64.
fn content(attachment: &Attachment) -> Option<Vec<u8>> {
    let text = attachment.data.as_ref().or(attachment.hash.as_ref())?;
    let text: String = text.split_ascii_whitespace().collect();
    STANDARD.decode(text).ok()
}

/// The content of a contained DocumentReference, or the whole text of another contained resource.
fn contained_content(resource: &Contained) -> Option<Vec<u8>> {
    let attachment = resource
        .0
        .get("content")
        .and_then(|list| list.get(0)?.get("attachment"));
    let attachment =
        attachment.and_then(|value| serde_json::from_value::<Attachment>(value.clone()).ok());
    attachment
        .as_ref()
        .and_then(content)
        .or_else(|| Some(Value::Object(resource.0.clone()).to_string().into_bytes()))
}
