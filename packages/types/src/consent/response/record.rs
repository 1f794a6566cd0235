//! Records: what is registered, envelopes, holds and audit roots.

use crate::codes::DataClass;
use crate::consent::execute::{EnvelopeKey, RecordRef};
use crate::consent::parts::HoldReason;
use crate::consent::provision::Labels;
use crate::Bytes32;
use cosmwasm_schema::cw_serde;

/// A record.
#[cw_serde]
pub struct RecordResponse {
    /// Its name.
    pub record: RecordRef,
    /// The salted commitment to its content.
    pub commitment: Bytes32,
    /// Its locator.
    pub locator: Bytes32,
    /// Its classes.
    pub classes: Vec<DataClass>,
    /// Its labels; absent: none.
    pub labels: Option<Labels>,
    /// Its author.
    pub author: Option<Bytes32>,
    /// Its contexts.
    pub contexts: Vec<Bytes32>,
    /// The UTC day it was authored, since 1970.
    pub day: i32,
    /// The version of its key.
    pub key_version: u32,
    /// Its version, from 1; removing a label makes the next.
    pub version: u32,
}

/// A page of records.
#[cw_serde]
pub struct RecordsResponse {
    /// The records, by custodian and id.
    pub items: Vec<RecordResponse>,
    /// Where the next page starts; absent: this is the last.
    pub next: Option<RecordRef>,
}

/// A live envelope.
#[cw_serde]
pub struct EnvelopeResponse {
    /// The consent it rests on.
    pub consent: u32,
    /// The key version it opens.
    pub key_version: u32,
    /// The wrapped key or its digest.
    pub key: EnvelopeKey,
}

/// A legal hold.
#[cw_serde]
pub struct LegalHoldResponse {
    /// The custodian, by identity-registry number.
    pub custodian: u32,
    /// Why.
    pub reason: HoldReason,
    /// When it ends.
    pub until: u32,
}

/// A page of legal holds.
#[cw_serde]
pub struct LegalHoldsResponse {
    /// The holds that last, by custodian.
    pub items: Vec<LegalHoldResponse>,
    /// Where the next page starts; absent: this is the last.
    pub next: Option<u32>,
}

/// An anchored root.
#[cw_serde]
pub struct AuditRootResponse {
    /// Its number in the day, from 1.
    pub number: u32,
    /// The root.
    pub root: Bytes32,
    /// How many events it covers.
    pub count: u32,
    /// When it was anchored.
    pub anchored: u32,
}

/// A page of audit roots.
#[cw_serde]
pub struct AuditRootsResponse {
    /// The roots, by number.
    pub items: Vec<AuditRootResponse>,
    /// Where the next page starts; absent: this is the last.
    pub next: Option<u32>,
}
