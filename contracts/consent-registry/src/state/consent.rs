//! Consents, by subject and id.

use super::subject::Subject;
use super::{delegate, tree};
use crate::error::{ConsentError, ContractError};
use cosmwasm_std::Storage;
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::time::DAY;
use health_rules::consent::Tree;
use health_types::codes::{Code, Sensitivity};
use health_types::consent::{ActMeaning, Category, ConsentStatus, Effect, Miss, RootStrength};
use health_types::identity::Assurance;
use health_types::{Bytes32, Period};

pub(super) const CONSENTS: PackedMap<(u32, u32), Consent> = PackedMap::new(0x12, "consent");

/// The most bytes of a consent's entry.
pub const MAX_SIZE: usize = 2_048;
/// The most consents that one supersedes.
pub const MAX_SUPERSEDED: usize = 4;
/// For how long a draft can be taken or refused, in seconds.
pub const DRAFT_LASTS: u32 = 30 * DAY;

/// The layout of an entry; another one begins with another number.
const FORMAT: u8 = 1;

const RESEARCH: u8 = 1;
const BASELINE: u8 = 1 << 1;
const FLAGS: u8 = 0b0011_1111;

const POLICY: u8 = 1;
const SOURCE: u8 = 1 << 1;
const SIGNATURE: u8 = 1 << 2;
const SUPERSEDES: u8 = 1 << 3;
const SUPERSEDED_BY: u8 = 1 << 4;
const DELEGATE: u8 = 1 << 5;
const PRESENCE: u8 = 0b0011_1111;

/// A consent: format, status, flags (category 1 bit, strength 1 bit, meaning 2 bits, assurance 2 bits) and presence
/// u8 each; epoch, from, until, granted, changed u32 each; what is present of policy, source document, signature
/// evidence 32 bytes each, superseded ids (count u8, u32 each), superseding id u32, delegate (number u16, count u8,
/// labels u8 each); the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The status that was set last; [`standing`] tells what it is by now.
    pub status: ConsentStatus,
    /// What it is about.
    pub category: Category,
    /// How its root deny stands.
    pub strength: RootStrength,
    /// The meaning of the act.
    pub meaning: ActMeaning,
    /// How surely the act is the grantor's.
    pub assurance: Assurance,
    /// The subject's epoch when it was recorded or, of a draft that was taken, put in force.
    pub epoch: u32,
    /// When it is in force.
    pub period: Period,
    /// When it was recorded.
    pub granted: u32,
    /// When its status was set last.
    pub changed: u32,
    /// The hash of its policy.
    pub policy: Option<Bytes32>,
    /// The keyed hash of its source document.
    pub source_document: Option<Bytes32>,
    /// The hash of the evidence of signature.
    pub signature_evidence: Option<Bytes32>,
    /// What it supersedes; at most 4.
    pub supersedes: Vec<u32>,
    /// The consent that will supersede it for good once its period begins, if it is active then.
    pub superseded_by: Option<u32>,
    /// The delegate whose act it is; absent: the owner's.
    pub delegate: Option<ByDelegate>,
    /// Its rules.
    pub tree: Tree,
}

/// The delegate who recorded a consent, or put it in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByDelegate {
    /// Its number.
    pub number: u16,
    /// The labels that its permits never reached at that time; at most 8.
    pub excluded: Vec<Sensitivity>,
}

/// Where a consent stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its status, lapsing and superseding reckoned in.
    pub status: ConsentStatus,
    /// Why its permits count no more though its denies do: `epoch` or `delegate_ended`.
    pub permits_ended: Option<Miss>,
}

impl Consent {
    /// Whether any of its rules has this effect.
    pub fn has(&self, effect: Effect) -> bool {
        self.tree.nodes().iter().any(|node| node.effect == effect)
    }

    /// Whether it has been in force, or would be by now: what it supersedes is superseded for good.
    fn took_effect(&self, now: u32) -> bool {
        match self.status {
            ConsentStatus::Active => self.period.has_begun(now),
            ConsentStatus::Revoked | ConsentStatus::Superseded | ConsentStatus::EnteredInError => {
                self.period.has_begun(self.changed)
            }
            ConsentStatus::Proposed | ConsentStatus::Refused | ConsentStatus::Lapsed => false,
        }
    }

    fn draft_lapsed(&self, now: u32) -> bool {
        self.granted.saturating_add(DRAFT_LASTS) <= now || self.period.has_ended(now)
    }
}

/// The consent with this id, whatever its status.
///
/// # Errors
/// `consent_not_found`.
pub fn load(storage: &dyn Storage, subject: u32, id: u32) -> Result<Consent, ContractError> {
    CONSENTS.load(storage, &(subject, id), || {
        ConsentError::ConsentNotFound { id }.into()
    })
}

/// Whether the id was ever used.
pub fn exists(storage: &dyn Storage, subject: u32, id: u32) -> Result<bool, ContractError> {
    Ok(CONSENTS.has(storage, &(subject, id))?)
}

/// Stores a consent.
///
/// # Errors
/// `consent_too_large` beyond 2,048 bytes.
pub fn save(
    storage: &mut dyn Storage,
    subject: u32,
    id: u32,
    consent: &Consent,
) -> Result<(), ContractError> {
    Ok(CONSENTS.save(storage, &(subject, id), consent)?)
}

/// At most `limit` consents of a subject, by id, after `after`.
pub fn page(
    storage: &dyn Storage,
    subject: u32,
    after: Option<u32>,
    limit: usize,
) -> Result<Vec<(u32, Consent)>, ContractError> {
    let after = after.map(|id| (subject, id));
    let entries = CONSENTS.range(storage, &subject, after.as_ref(), limit)?;
    Ok(entries
        .into_iter()
        .map(|((_, id), consent)| (id, consent))
        .collect())
}

/// Removes at most `limit` consents of an erased subject, and tells how many that were.
pub fn erase(
    storage: &mut dyn Storage,
    subject: u32,
    limit: usize,
) -> Result<usize, ContractError> {
    let keys = CONSENTS.keys(storage, &subject, None, limit)?;
    for key in &keys {
        CONSENTS.remove(storage, key)?;
    }
    Ok(keys.len())
}

/// Refuses a consent whose entry would be too large.
///
/// # Errors
/// `consent_too_large`; `does_not_fit` if a value exceeds its field.
pub fn check_size(consent: &Consent) -> Result<(), ContractError> {
    let entry = CONSENTS.prefix().1;
    let bytes = consent
        .to_packed()
        .map_err(|_| health_kit::KitError::DoesNotFit { entry })?;
    if bytes.len() > MAX_SIZE {
        return Err(ConsentError::ConsentTooLarge { size: bytes.len() }.into());
    }
    Ok(())
}

/// Where a consent of the subject stands at `now`. It reads the superseding consent if there is one that was to begin
/// later, and the delegate if it is a delegate's.
pub fn standing(
    storage: &dyn Storage,
    subject: &Subject,
    consent: &Consent,
    now: u32,
) -> Result<Standing, ContractError> {
    let status = status(storage, subject.number, consent, now)?;
    let mut permits_ended = (consent.epoch < subject.epoch).then_some(Miss::Epoch);
    if let (ConsentStatus::Active, None, Some(by)) = (status, permits_ended, &consent.delegate) {
        let appointed =
            delegate::load(storage, subject.number, by.number)?.ok_or_else(delegate::missing)?;
        permits_ended = appointed.grants_ended.then_some(Miss::DelegateEnded);
    }
    Ok(Standing {
        status,
        permits_ended,
    })
}

/// The status of a consent at `now`, lapsing and superseding reckoned in.
pub fn status(
    storage: &dyn Storage,
    subject: u32,
    consent: &Consent,
    now: u32,
) -> Result<ConsentStatus, ContractError> {
    Ok(match (consent.status, consent.superseded_by) {
        (ConsentStatus::Proposed, _) if consent.draft_lapsed(now) => ConsentStatus::Lapsed,
        (ConsentStatus::Active, Some(by)) if load(storage, subject, by)?.took_effect(now) => {
            ConsentStatus::Superseded
        }
        (status, _) => status,
    })
}

impl Packed for ByDelegate {
    fn pack(&self, writer: &mut Writer) {
        writer.u16(self.number);
        writer.codes(&self.excluded);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(ByDelegate {
            number: reader.u16()?,
            excluded: reader.codes(delegate::MAX_EXCLUDED)?,
        })
    }
}

impl Packed for Consent {
    fn pack(&self, writer: &mut Writer) {
        writer.u8(FORMAT);
        writer.u8(match self.status {
            ConsentStatus::Proposed => 1,
            ConsentStatus::Active => 2,
            ConsentStatus::Refused => 3,
            ConsentStatus::Lapsed => 4,
            ConsentStatus::Revoked => 5,
            ConsentStatus::Superseded => 6,
            ConsentStatus::EnteredInError => 7,
        });
        writer.u8(self.flags());
        let mut presence = 0;
        for (present, bit) in [
            (self.policy.is_some(), POLICY),
            (self.source_document.is_some(), SOURCE),
            (self.signature_evidence.is_some(), SIGNATURE),
            (!self.supersedes.is_empty(), SUPERSEDES),
            (self.superseded_by.is_some(), SUPERSEDED_BY),
            (self.delegate.is_some(), DELEGATE),
        ] {
            if present {
                presence |= bit;
            }
        }
        writer.u8(presence);
        writer.u32(self.epoch);
        self.period.pack(writer);
        writer.u32(self.granted);
        writer.u32(self.changed);
        [self.policy, self.source_document, self.signature_evidence]
            .iter()
            .flatten()
            .for_each(|hash| hash.pack(writer));
        if !self.supersedes.is_empty() {
            writer.list(&self.supersedes);
        }
        if let Some(by) = self.superseded_by {
            writer.u32(by);
        }
        if let Some(by) = &self.delegate {
            by.pack(writer);
        }
        tree::pack(&self.tree, writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let unknown = reader.corrupt();
        if reader.u8()? != FORMAT {
            return Err(unknown);
        }
        let unknown = reader.corrupt();
        let status = match reader.u8()? {
            1 => ConsentStatus::Proposed,
            2 => ConsentStatus::Active,
            3 => ConsentStatus::Refused,
            5 => ConsentStatus::Revoked,
            6 => ConsentStatus::Superseded,
            7 => ConsentStatus::EnteredInError,
            _ => return Err(unknown),
        };
        let unknown = reader.corrupt();
        let flags = reader.u8()?;
        let presence = reader.u8()?;
        if flags & !FLAGS != 0 || presence & !PRESENCE != 0 {
            return Err(unknown);
        }
        let has = |bit: u8| presence & bit != 0;
        let hash =
            |reader: &mut Reader, bit: u8| has(bit).then(|| Bytes32::unpack(reader)).transpose();
        Ok(Consent {
            status,
            category: if flags & RESEARCH == 0 {
                Category::PatientPrivacy
            } else {
                Category::Research
            },
            strength: if flags & BASELINE == 0 {
                RootStrength::Explicit
            } else {
                RootStrength::Baseline
            },
            meaning: match flags >> 2 & 0b11 {
                0 => ActMeaning::Recorder,
                1 => ActMeaning::Consent,
                2 => ActMeaning::ConsentWitness,
                _ => ActMeaning::Interpreter,
            },
            assurance: Assurance::from_number(flags >> 4).ok_or(unknown)?,
            epoch: reader.u32()?,
            period: Period::unpack(reader)?,
            granted: reader.u32()?,
            changed: reader.u32()?,
            policy: hash(reader, POLICY)?,
            source_document: hash(reader, SOURCE)?,
            signature_evidence: hash(reader, SIGNATURE)?,
            supersedes: if has(SUPERSEDES) {
                reader.list(4)?
            } else {
                Vec::new()
            },
            superseded_by: has(SUPERSEDED_BY).then(|| reader.u32()).transpose()?,
            delegate: has(DELEGATE)
                .then(|| ByDelegate::unpack(reader))
                .transpose()?,
            tree: tree::unpack(reader)?,
        })
    }
}

impl Consent {
    fn flags(&self) -> u8 {
        let category = match self.category {
            Category::PatientPrivacy => 0,
            Category::Research => RESEARCH,
        };
        let strength = match self.strength {
            RootStrength::Explicit => 0,
            RootStrength::Baseline => BASELINE,
        };
        let meaning: u8 = match self.meaning {
            ActMeaning::Recorder => 0,
            ActMeaning::Consent => 1,
            ActMeaning::ConsentWitness => 2,
            ActMeaning::Interpreter => 3,
        };
        category | strength | meaning << 2 | self.assurance.number() << 4
    }
}
