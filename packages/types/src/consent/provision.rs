//! The rule tree of a consent, as messages carry it, and the item that a request is about.

use crate::codes::{Action, Confidentiality, DataClass, PurposeOfUse, Sensitivity};
use crate::identity::{CredentialKind, Function};
use crate::{strict, Bytes32, Period};
use cosmwasm_schema::cw_serde;

/// What a rule does where it matches (FHIR R4 `provision.type`, R5 `decision`).
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum Effect {
    /// The access is permitted.
    Permit,
    /// The access is denied.
    Deny,
}

/// Whom a rule is about (FHIR `provision.actor`). An accredited holder is named by its
/// identity-registry number, so that a move to another account sheds no deny.
#[cw_serde]
#[derive(Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum Actor {
    /// A person or system by account; stored by its identity-registry number if it has one by then.
    Account {
        /// The account, in the chain's own spelling.
        address: String,
    },
    /// An accredited person, by identity-registry number.
    Person {
        /// The number, from 1.
        holder: u32,
    },
    /// An organisation, and whoever acts for it, by identity-registry number.
    Organisation {
        /// The number, from 1.
        holder: u32,
    },
    /// A device, by identity-registry number.
    Device {
        /// The number, from 1.
        holder: u32,
    },
    /// Whoever has this function in an organisation that it acts for.
    Function {
        /// The function.
        function: Function,
    },
    /// Whoever holds a valid credential of this kind.
    Credential {
        /// The kind.
        kind: CredentialKind,
    },
}

/// What data are asked for, or may be used for (FHIR `provision.purpose`).
#[cw_serde]
#[derive(Copy, Eq, PartialOrd, Ord, Hash)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum Purpose {
    /// A code of HL7 v3 PurposeOfUse.
    Code {
        /// The code.
        code: PurposeOfUse,
    },
    /// A named research project; it stands beneath HRESCH.
    Project {
        /// Thirty-two bytes that the project's register gives, or the SHA-256 of system, `|` and code.
        id: Bytes32,
    },
    /// A code of another system; it stands beneath none and must be named exactly.
    Other {
        /// The SHA-256 of system, `|` and code.
        id: Bytes32,
    },
}

/// A half-open span of days since 1970, UTC: `from ≤ day < until` (FHIR `provision.dataPeriod`).
#[cw_serde]
#[derive(Copy, Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct DataPeriod {
    /// The first day that counts; absent: since ever.
    pub from: Option<i32>,
    /// The first day that no longer counts; absent: without end.
    pub until: Option<i32>,
}

/// Security labels: of a rule, those it reaches; of an item, those it bears (FHIR `securityLabel`).
/// Level and labels are one attribute: reaching either matches, and a nested rule that states either
/// states both. Fields stand in alphabetical order, so that the JSON is canonical.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct Labels {
    /// The level. A permit reaches it and lower, a deny it and higher. On an item with labels, absent means N.
    pub confidentiality: Option<Confidentiality>,
    /// Labels of a private system, as keyed hashes; of a rule they count among its selectors.
    pub private: Option<Vec<Bytes32>>,
    /// Sensitivity labels, at most 16, none twice. A permit matches exactly, a deny reaches narrower labels too.
    pub sensitivity: Option<Vec<Sensitivity>>,
}

/// One rule of a consent and its exceptions (FHIR `Consent.provision`). Attributes AND, values of an
/// attribute OR; an absent attribute is inherited from the parent, at the root it means any. A stated list
/// has at least one entry and none twice.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct Provision {
    /// What the rule does. A nested rule of the opposite effect is an exception, one of the same effect widens.
    pub effect: Effect,
    /// Whom it is about; at most 8.
    pub actors: Option<Vec<Actor>>,
    /// What for; at most 16. BTG, HMARKT and MLTRAINING must be named to be permitted.
    pub purposes: Option<Vec<Purpose>>,
    /// What is done with the data; at most 5.
    pub actions: Option<Vec<Action>>,
    /// Classes of data; at most 32.
    pub classes: Option<Vec<DataClass>>,
    /// Security labels.
    pub labels: Option<Labels>,
    /// When the rule holds, by block time.
    pub period: Option<Period>,
    /// When the data were authored.
    pub data_period: Option<DataPeriod>,
    /// Single records, by locator. All selectors of a rule together are at most 8.
    pub records: Option<Vec<Bytes32>>,
    /// Contexts that data are related to (an encounter, an episode), as keyed hashes.
    pub contexts: Option<Vec<Bytes32>>,
    /// Authors of the data: [`Bytes32::of_holder`] or a keyed hash.
    pub authors: Option<Vec<Bytes32>>,
    /// Custodians of the data: [`Bytes32::of_holder`] or a keyed hash.
    pub custodians: Option<Vec<Bytes32>>,
    /// Nested rules, at most 8; a tree has at most 16 rules and depth 3, the root counted.
    pub provision: Option<Vec<Provision>>,
}

/// What is known of an item that a request is about. An absent attribute is unknown, which is not none.
#[cw_serde]
#[derive(Eq, Default)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct Item {
    /// Its locator.
    pub record: Option<Bytes32>,
    /// Its classes, at most 8; empty: known to have none.
    pub classes: Option<Vec<DataClass>>,
    /// Its security labels; all empty: known to have none.
    pub labels: Option<Labels>,
    /// The UTC day it was authored, since 1970.
    pub authored: Option<i32>,
    /// Its author.
    pub author: Option<Bytes32>,
    /// The contexts it is related to, at most 8; empty: known to have none.
    pub contexts: Option<Vec<Bytes32>>,
    /// Its custodian.
    pub custodian: Option<Bytes32>,
}

strict!(Effect, Actor, Purpose, DataPeriod, Labels, Provision, Item);

impl Effect {
    /// The other effect.
    pub fn opposite(self) -> Effect {
        match self {
            Effect::Permit => Effect::Deny,
            Effect::Deny => Effect::Permit,
        }
    }
}

impl Provision {
    /// A rule that states its effect alone, and so is about everyone and everything.
    pub fn new(effect: Effect) -> Provision {
        Provision {
            effect,
            actors: None,
            purposes: None,
            actions: None,
            classes: None,
            labels: None,
            period: None,
            data_period: None,
            records: None,
            contexts: None,
            authors: None,
            custodians: None,
            provision: None,
        }
    }
}

impl DataPeriod {
    /// Whether `day` lies in the span.
    pub fn contains(&self, day: i32) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}
