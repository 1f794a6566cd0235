//! Registered records: the latest version of each, and those before it.

use cosmwasm_std::Storage;
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::KitError;
use health_types::codes::{Confidentiality, DataClass, Sensitivity};
use health_types::consent::{Item, Labels, NewRecord, RecordRef};
use health_types::Bytes32;

/// The most classes of a record.
pub const MAX_CLASSES: u8 = 8;
/// The most sensitivity labels of a record.
pub const MAX_SENSITIVITY: u8 = 16;
/// The most private labels of a record.
pub const MAX_PRIVATE: u8 = 4;
/// The most contexts of a record.
pub const MAX_CONTEXTS: u8 = 4;

pub(super) const RECORDS: PackedMap<(u32, u32, u32), Record> = PackedMap::new(0x18, "record");
pub(super) const VERSIONS: PackedMap<(u32, u32, u32, u32), Record> =
    PackedMap::new(0x25, "version of a record");

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its version, from 1.
    pub version: u32,
    /// The version of the key it is encrypted with.
    pub key_version: u32,
    /// The UTC day it was authored, since 1970.
    pub day: i32,
    /// The salted commitment to its content.
    pub commitment: Bytes32,
    /// What consents and requests name it by.
    pub locator: Bytes32,
    /// Its classes.
    pub classes: Vec<DataClass>,
    /// Its level of confidentiality, if it has one.
    pub confidentiality: Option<Confidentiality>,
    /// Its sensitivity labels.
    pub sensitivity: Vec<Sensitivity>,
    /// Its labels of a private system.
    pub private: Vec<Bytes32>,
    /// Its author, if stated.
    pub author: Option<Bytes32>,
    /// The contexts it is related to.
    pub contexts: Vec<Bytes32>,
}

impl Record {
    /// What a checked message registers, as this version.
    pub fn of(new: NewRecord, version: u32) -> Self {
        let labels = new.labels.unwrap_or(NO_LABELS);
        Self {
            version,
            key_version: new.key_version,
            day: new.day,
            commitment: new.commitment,
            locator: new.locator,
            classes: new.classes,
            confidentiality: labels.confidentiality,
            sensitivity: labels.sensitivity.unwrap_or_default(),
            private: labels.private.unwrap_or_default(),
            author: new.author,
            contexts: new.contexts,
        }
    }

    /// Its labels; none if it has none.
    pub fn labels(&self) -> Option<Labels> {
        let labels = Labels {
            confidentiality: self.confidentiality,
            sensitivity: stated(&self.sensitivity),
            private: stated(&self.private),
        };
        (labels != NO_LABELS).then_some(labels)
    }

    /// Whether `self` lacks a label that `before` bears, so that rules may reach it that did not: a sensitivity or
    /// private label, or a lower level (labels without a level are at N).
    pub fn drops_a_label_of(&self, before: &Record) -> bool {
        fn lacks<T: PartialEq>(now: &[T], before: &[T]) -> bool {
            before.iter().any(|label| !now.contains(label))
        }
        self.level() < before.level()
            || lacks(&self.sensitivity, &before.sensitivity)
            || lacks(&self.private, &before.private)
    }

    /// Whether rules may reach `self` that did not reach `before`. Labels that are added only protect.
    pub fn may_be_reached_further(&self, before: &Record) -> bool {
        self.drops_a_label_of(before)
            || self.day != before.day
            || self.author != before.author
            || self.classes != before.classes
            || self.contexts != before.contexts
    }

    /// What a decision knows of it. All but an author that was not stated is known.
    pub fn item(&self, custodian: u32) -> Item {
        Item {
            record: Some(self.locator),
            classes: Some(self.classes.clone()),
            labels: Some(self.labels().unwrap_or(NO_LABELS)),
            authored: Some(self.day),
            author: self.author,
            contexts: Some(self.contexts.clone()),
            custodian: Some(Bytes32::of_holder(custodian)),
        }
    }

    fn level(&self) -> Option<Confidentiality> {
        let labelled = !self.sensitivity.is_empty() || !self.private.is_empty();
        self.confidentiality
            .or(labelled.then_some(Confidentiality::N))
    }
}

const NO_LABELS: Labels = Labels {
    confidentiality: None,
    sensitivity: None,
    private: None,
};

fn stated<T: Clone>(list: &[T]) -> Option<Vec<T>> {
    (!list.is_empty()).then(|| list.to_vec())
}

impl Packed for Record {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.version);
        writer.u32(self.key_version);
        writer.i32(self.day);
        self.commitment.pack(writer);
        self.locator.pack(writer);
        writer.codes(&self.classes);
        writer.opt_code(self.confidentiality);
        writer.codes(&self.sensitivity);
        writer.list(&self.private);
        writer.list(&self.contexts);
        if let Some(author) = &self.author {
            author.pack(writer);
        }
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Self {
            version: reader.u32()?,
            key_version: reader.u32()?,
            day: reader.i32()?,
            commitment: Bytes32::unpack(reader)?,
            locator: Bytes32::unpack(reader)?,
            classes: reader.codes(MAX_CLASSES)?,
            confidentiality: reader.opt_code()?,
            sensitivity: reader.codes(MAX_SENSITIVITY)?,
            private: reader.list(MAX_PRIVATE)?,
            contexts: reader.list(MAX_CONTEXTS)?,
            author: (!reader.is_empty())
                .then(|| Bytes32::unpack(reader))
                .transpose()?,
        })
    }
}

/// A record's latest version.
pub fn may_load(
    storage: &dyn Storage,
    subject: u32,
    record: RecordRef,
) -> Result<Option<Record>, KitError> {
    RECORDS.may_load(storage, &(subject, record.custodian, record.id))
}

/// Whether the custodian registered anything of the subject.
pub fn has_any(storage: &dyn Storage, subject: u32, custodian: u32) -> Result<bool, KitError> {
    let first = RECORDS.keys(storage, &(subject, custodian), None, 1)?;
    Ok(!first.is_empty())
}

/// One version of a record.
pub fn may_load_version(
    storage: &dyn Storage,
    subject: u32,
    record: RecordRef,
    version: u32,
) -> Result<Option<Record>, KitError> {
    let latest = may_load(storage, subject, record)?;
    if latest
        .as_ref()
        .is_none_or(|latest| latest.version == version)
    {
        return Ok(latest);
    }
    VERSIONS.may_load(storage, &(subject, record.custodian, record.id, version))
}

/// Stores a record's latest version.
pub fn save(
    storage: &mut dyn Storage,
    subject: u32,
    record: RecordRef,
    value: &Record,
) -> Result<(), KitError> {
    RECORDS.save(storage, &(subject, record.custodian, record.id), value)
}

/// Keeps a version that is no longer the latest.
pub fn keep_version(
    storage: &mut dyn Storage,
    subject: u32,
    record: RecordRef,
    value: &Record,
) -> Result<(), KitError> {
    VERSIONS.save(
        storage,
        &(subject, record.custodian, record.id, value.version),
        value,
    )
}

/// At most `limit` records after one, by custodian and id.
pub fn page(
    storage: &dyn Storage,
    subject: u32,
    after: Option<RecordRef>,
    limit: usize,
) -> Result<Vec<(RecordRef, Record)>, KitError> {
    let after = after.map(|record| (subject, record.custodian, record.id));
    let entries = RECORDS.range(storage, &subject, after.as_ref(), limit)?;
    Ok(entries
        .into_iter()
        .map(|((_, custodian, id), record)| (RecordRef { custodian, id }, record))
        .collect())
}
