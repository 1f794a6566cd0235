//! What only messages are made of.

use crate::codes::{Action, DataClass, Sensitivity};
use crate::consent::parts::{Category, DefaultPolicy, DelegateKind, DelegatePowers};
use crate::consent::provision::{Actor, Item, Labels, Purpose};
use crate::{strict, Bytes32, Period};
use cosmwasm_schema::cw_serde;

/// Changes to a subject's policies; what is absent stays.
#[cw_serde]
#[derive(Copy, Eq, Default)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct PolicyChange {
    /// What happens where no consent decides; `deny` for a new subject.
    pub default_policy: Option<DefaultPolicy>,
    /// Whether the glass may be broken; true for a new subject.
    pub emergencies_allowed: Option<bool>,
    /// Whether secondary uses are opted out of (EHDS Regulation (EU) 2025/327, Article 71); false for a new subject.
    pub secondary_use_opt_out: Option<bool>,
    /// Whether processing is restricted (GDPR Article 18); false for a new subject.
    pub restricted: Option<bool>,
}

/// A delegate to appoint.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct NewDelegate {
    /// Its account; neither the sender, the owner nor the contract.
    pub account: String,
    /// Who it is to the subject.
    pub kind: DelegateKind,
    /// What it may do.
    pub powers: DelegatePowers,
    /// Labels that its permits never reach; at most 8, none twice.
    pub excluded_labels: Option<Vec<Sensitivity>>,
    /// When it may act.
    pub period: Period,
    /// The hash of the evidence of the appointment, kept off chain. Zero is refused.
    pub evidence: Option<Bytes32>,
}

/// What is registered of a record; the record itself stays with its custodian.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct NewRecord {
    /// Chosen by the custodian, unique among its records of the subject; `record_exists` if used before.
    pub id: u32,
    /// The salted commitment to the content. Zero is refused.
    pub commitment: Bytes32,
    /// 32 random bytes that consents and requests name the record by. Zero is refused; it never changes.
    pub locator: Bytes32,
    /// Its classes, at most 8; empty: none.
    pub classes: Vec<DataClass>,
    /// Its security labels; absent: none. No private label or at most 4.
    pub labels: Option<Labels>,
    /// Its author.
    pub author: Option<Bytes32>,
    /// The contexts it is related to, at most 4; empty: none.
    pub contexts: Vec<Bytes32>,
    /// The UTC day it was authored, since 1970.
    pub day: i32,
    /// The version of the key it is encrypted with, from 1; it only grows.
    pub key_version: u32,
}

/// Names a record.
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct RecordRef {
    /// The custodian, by identity-registry number.
    pub custodian: u32,
    /// The record's id.
    pub id: u32,
}

/// The record's key, wrapped for the grantee.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum EnvelopeKey {
    /// The SHA-256 of the wrapped key, which travels off chain.
    Digest {
        /// The digest. Zero is refused.
        digest: Bytes32,
    },
    /// The wrapped key itself, 1 to 256 bytes; only where the deployment chose so.
    Ciphertext {
        /// The ciphertext.
        bytes: cosmwasm_std::Binary,
    },
}

/// An envelope to put.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct EnvelopeEntry {
    /// The record of the sender's, by its id.
    pub record: u32,
    /// The grantee: an account, person, organisation or device.
    pub grantee: Actor,
    /// The permitting consent that it rests on, from 1.
    pub consent: u32,
    /// The wrapped key.
    pub key: EnvelopeKey,
}

/// Names an envelope.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct EnvelopeRef {
    /// The record.
    pub record: RecordRef,
    /// The grantee.
    pub grantee: Actor,
}

/// An attempt to use a subject's data.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct AccessAttempt {
    /// The subject.
    pub subject: Bytes32,
    /// The requester's account.
    pub requester: String,
    /// The organisations it acts for, by identity-registry number; at most 4, none twice.
    pub organisations: Option<Vec<u32>>,
    /// What for.
    pub purpose: Purpose,
    /// What is done with the data.
    pub action: Action,
    /// Within which category of consents.
    pub category: Category,
}

/// What an access is about.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum AccessItem {
    /// A registered record, whose attributes decide.
    Record {
        /// The record.
        record: RecordRef,
    },
    /// An item that the custodian describes; only a custodian may.
    Described {
        /// Its attributes.
        item: Box<Item>,
    },
    /// Data in bulk: nothing is known of the single items; only a custodian may.
    Bulk {},
}

strict!(
    PolicyChange,
    NewDelegate,
    NewRecord,
    RecordRef,
    EnvelopeKey,
    EnvelopeEntry,
    EnvelopeRef,
    AccessAttempt,
    AccessItem
);
