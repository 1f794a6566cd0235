//! What a decision is made from, and what it comes to.

use super::tree::Tree;
use health_types::codes::Sensitivity;
use health_types::consent::{
    Category, ConsentStatus, DeciderConsent, Decision, DefaultPolicy, Effect, Miss, Obligation,
    Reason, RootStrength,
};
use health_types::{Bytes32, Period};

/// One consent of the subject that may decide.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Its id.
    pub id: u32,
    /// Its stored status; expiry is computed here.
    pub status: ConsentStatus,
    /// The subject's epoch when it was recorded.
    pub epoch: u32,
    /// What it is about.
    pub category: Category,
    /// How its root deny stands.
    pub strength: RootStrength,
    /// When it is in force.
    pub period: Period,
    /// The consents that it replaces for good once it is active and its period has begun.
    pub supersedes: &'a [u32],
    /// The excluded labels of the delegate who granted it; empty for the owner's.
    pub excluded: &'a [Sensitivity],
    /// Whether the delegate who granted it was ended with all permits that it granted; its denies stand.
    pub delegate_ended: bool,
    /// The hash of its policy.
    pub policy: Option<Bytes32>,
    /// Its rules.
    pub tree: &'a Tree,
}

/// What the subject chose beside consents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The epoch; consents of an older one yield only their denies.
    pub epoch: u32,
    /// What happens where no consent decides.
    pub default_policy: DefaultPolicy,
    /// Whether the glass may be broken.
    pub emergencies_allowed: bool,
    /// Whether secondary use is refused, and no data-access body overrides that.
    pub opted_out: bool,
    /// Whether processing is restricted (GDPR Article 18).
    pub restricted: bool,
}

/// Whether the requester broke the glass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emergency {
    /// No emergency access lives.
    Absent,
    /// One lives.
    Live,
    /// Unknown, and taken to live where the subject's default is to permit breaking the glass alone: what
    /// decision cases on paper, which state no emergency access, mean.
    Assumed,
}

/// What else a decision depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// Seconds since 1970.
    pub now: u32,
    /// Whether the requester is the subject's owner.
    pub owner: bool,
    /// Whether the requester broke the glass.
    pub emergency: Emergency,
    /// Whether the item's custodian is a programme under 42 CFR Part 2.
    pub part2_custodian: bool,
}

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The outcome.
    pub decision: Decision,
    /// Why.
    pub reason: Reason,
    /// What to do.
    pub effect: Effect,
    /// Every consent that yields the outcome, by id.
    pub consents: Vec<DeciderConsent>,
    /// What a permit, or a permitting default, obliges to; sorted by canonical JSON.
    pub obligations: Vec<Obligation>,
    /// Whether the notice of 42 CFR 2.32 goes with the item.
    pub part2_notice: bool,
}

impl Outcome {
    /// A deny that needs no consent: the subject is erased, or the request is refused.
    pub fn refused(reason: Reason) -> Outcome {
        Outcome {
            decision: Decision::Deny,
            reason,
            effect: Effect::Deny,
            consents: Vec::new(),
            obligations: Vec::new(),
            part2_notice: false,
        }
    }
}

/// Why a candidate is not looked at, if so.
pub(super) fn set_aside(
    candidate: &Candidate,
    now: u32,
    category: Category,
    candidates: &[Candidate],
) -> Option<Miss> {
    let supersedes = |other: &Candidate| {
        other.status == ConsentStatus::Active
            && other.period.has_begun(now)
            && other.id != candidate.id
            && other.supersedes.contains(&candidate.id)
    };
    match candidate.status {
        ConsentStatus::Active => {}
        ConsentStatus::Superseded => return Some(Miss::Superseded),
        _ => return Some(Miss::Status),
    }
    if candidate.category != category {
        Some(Miss::Category)
    } else if !candidate.period.contains(now) {
        Some(Miss::Period)
    } else if candidates.iter().any(supersedes) {
        Some(Miss::Superseded)
    } else {
        None
    }
}
