//! From the consents of a subject to one answer.

use super::evaluate::{evaluate, reaches, Evaluation, Hit, Request, Requester};
use super::hierarchy::{is_secondary_use, is_within, must_be_named, NAMED_LABELS, PART2_LABELS};
use super::obligation::{demanding_naming, filter, naming, Obligations};
use super::tree::Tree;
use health_types::codes::{Code, PurposeOfUse, Sensitivity};
use health_types::consent::{
    Category, ConsentStatus, DeciderConsent, Decision, DefaultPolicy, Effect, Explained, Filter,
    Miss, Obligation, Purpose, Question, Reason, RootStrength,
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

/// Decides one question over the consents found for the requester, each given once.
pub fn decide(
    subject: &Subject,
    requester: &Requester,
    circumstances: &Circumstances,
    question: &Question,
    candidates: &[Candidate],
) -> Outcome {
    Case::new(subject, requester, circumstances, question, candidates).outcome()
}

/// Decides one question, and tells of every candidate, in order, why it did or did not apply.
pub fn explain(
    subject: &Subject,
    requester: &Requester,
    circumstances: &Circumstances,
    question: &Question,
    candidates: &[Candidate],
) -> (Outcome, Vec<Explained>) {
    let case = Case::new(subject, requester, circumstances, question, candidates);
    (
        case.outcome(),
        case.weighed.iter().map(Weighed::explained).collect(),
    )
}

/// Whether `other` denies, other than by a mere baseline, a purpose that `tree` permits.
pub fn conflicts(tree: &Tree, other: &Tree, other_strength: RootStrength) -> bool {
    let root = other_strength == RootStrength::Explicit;
    let overlaps = |purpose: Purpose| {
        reaches(tree, Effect::Permit, purpose, true) && reaches(other, Effect::Deny, purpose, root)
    };
    let named = tree.nodes().iter().chain(other.nodes());
    PurposeOfUse::ALL
        .iter()
        .any(|code| overlaps(Purpose::Code { code: *code }))
        || named
            .filter_map(|node| node.purposes.as_deref())
            .flatten()
            .any(|purpose| overlaps(*purpose))
}

/// A question with what each candidate says to it.
struct Case<'a> {
    subject: &'a Subject,
    requester: &'a Requester,
    circumstances: &'a Circumstances,
    request: Request<'a>,
    weighed: Vec<Weighed<'a>>,
}

/// A candidate with what it says.
struct Weighed<'a> {
    candidate: &'a Candidate<'a>,
    /// Why its permits, or all of it, do not count.
    miss: Option<Miss>,
    evaluation: Evaluation,
}

/// How a deny that matches, or may match, stands once the permits beneath it are counted in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// A permit beneath it matches wherever it does.
    Spared,
    /// It matches, and no permit beneath it may.
    Sure,
    /// It matches, but a permit beneath it may, too.
    Gated,
    /// It may match.
    Perhaps,
}

impl<'a> Case<'a> {
    fn new(
        subject: &'a Subject,
        requester: &'a Requester,
        circumstances: &'a Circumstances,
        question: &'a Question,
        candidates: &'a [Candidate<'a>],
    ) -> Case<'a> {
        let request = Request::new(question, circumstances.now);
        let weigh = |candidate: &'a Candidate<'a>| {
            let mut miss = set_aside(candidate, circumstances.now, question.category, candidates);
            let evaluation = match miss {
                Some(_) => Evaluation::default(),
                None => evaluate(candidate.tree, requester, &request),
            };
            if miss.is_none() && candidate.epoch < subject.epoch {
                miss = Some(Miss::Epoch);
            } else if miss.is_none() && candidate.delegate_ended {
                miss = Some(Miss::DelegateEnded);
            } else if miss.is_none() && request.may_be_reached(candidate.excluded) {
                miss = Some(Miss::NoRule);
            }
            Weighed {
                candidate,
                miss,
                evaluation,
            }
        };
        Case {
            subject,
            requester,
            circumstances,
            request,
            weighed: candidates.iter().map(weigh).collect(),
        }
    }

    fn outcome(&self) -> Outcome {
        let purpose = self.request.purpose;
        if self.circumstances.owner && purpose == code(PurposeOfUse::PATRQT) {
            return self.answer(Decision::Permit, Reason::OwnAccess, Vec::new(), Vec::new());
        }
        let emergency = purpose == code(PurposeOfUse::BTG)
            && self.circumstances.emergency == Emergency::Live
            && self.subject.emergencies_allowed;
        if emergency {
            return self.emergency();
        }
        if self.subject.restricted && purpose != code(PurposeOfUse::HLEGAL) {
            return self.answer(Decision::Deny, Reason::Restricted, Vec::new(), Vec::new());
        }
        let denied = self.by(|weighed| weighed.denies(Standing::Sure, |_| true));
        if !denied.is_empty() {
            return self.answer(Decision::Deny, Reason::ExplicitDeny, denied, Vec::new());
        }
        let sure = self.by(Weighed::permits_surely);
        let perhaps = self.by(|weighed| weighed.permits().next().is_some());
        if !perhaps.is_empty() {
            let deciding = if sure.is_empty() { perhaps } else { sure };
            let obligations = self.obligations_of_permit();
            return self.answer(Decision::Permit, Reason::Permit, deciding, obligations);
        }
        let overridden = self.by(Weighed::overrides_its_permits);
        if !overridden.is_empty() {
            return self.answer(Decision::Deny, Reason::ExplicitDeny, overridden, Vec::new());
        }
        let baseline = self.by(Weighed::denies_by_baseline);
        if !baseline.is_empty() || (self.subject.opted_out && is_secondary_use(purpose)) {
            return self.answer(Decision::Deny, Reason::BaselineDeny, baseline, Vec::new());
        }
        self.no_consent()
    }

    /// A live emergency access: only an explicit deny that names breaking the glass stands against it.
    fn emergency(&self) -> Outcome {
        let naming = |hit: &Hit| hit.names_purpose;
        let denied = self.by(|weighed| weighed.denies(Standing::Sure, naming));
        if !denied.is_empty() {
            return self.answer(Decision::Deny, Reason::ExplicitDeny, denied, Vec::new());
        }
        let mut obligations = Obligations::default();
        for weighed in &self.weighed {
            weighed.oblige(&mut obligations, |hit| {
                weighed.is_explicit(hit) && naming(hit)
            });
        }
        self.answer(
            Decision::Permit,
            Reason::Emergency,
            Vec::new(),
            obligations.finish(),
        )
    }

    fn no_consent(&self) -> Outcome {
        let mut outcome = self.answer(
            Decision::NoConsent,
            Reason::NoConsent,
            Vec::new(),
            Vec::new(),
        );
        outcome.effect = self.effect_without_consent();
        if outcome.effect == Effect::Permit {
            let mut obligations = Obligations::default();
            for weighed in &self.weighed {
                weighed.oblige(&mut obligations, |_| true);
            }
            self.withhold_unnamed(&mut obligations);
            outcome.obligations = obligations.finish();
        }
        outcome
    }

    /// What the subject's default policy says; deny where a permit's root matches but for the item, since then
    /// the subject did speak of this access, and of an item with labels that demand naming.
    fn effect_without_consent(&self) -> Effect {
        let missed = |weighed: &Weighed| {
            let vetoed = weighed.miss == Some(Miss::NoRule)
                && weighed
                    .hits()
                    .any(|hit| hit.is_root() && hit.effect == Effect::Permit);
            let ended = matches!(weighed.miss, Some(Miss::Epoch | Miss::DelegateEnded));
            vetoed || (!ended && weighed.evaluation.data_missed)
        };
        let unnamed = self.request.item.labels.is_some() && self.request.may_have(&NAMED_LABELS);
        if unnamed || self.weighed.iter().any(missed) || !self.requester.anyone {
            return Effect::Deny;
        }
        let purpose = self.request.purpose;
        let breaks_glass = purpose == code(PurposeOfUse::BTG);
        let treats =
            matches!(purpose, Purpose::Code { code } if is_within(code, PurposeOfUse::TREAT));
        let permitted = match self.subject.default_policy {
            DefaultPolicy::PermitTreatment => treats && !breaks_glass,
            DefaultPolicy::PermitAuthorized => !must_be_named(purpose),
            DefaultPolicy::BreakGlassOnly => {
                breaks_glass
                    && self.subject.emergencies_allowed
                    && self.circumstances.emergency == Emergency::Assumed
            }
            DefaultPolicy::Deny => false,
        };
        if permitted {
            Effect::Permit
        } else {
            Effect::Deny
        }
    }

    fn obligations_of_permit(&self) -> Vec<Obligation> {
        let mut obligations = Obligations::default();
        let permits = || self.weighed.iter().flat_map(Weighed::permits);
        if !permits().any(|(hit, _)| hit.is_sure()) {
            obligations.only(permits().map(|(_, filter)| filter).collect());
        }
        for weighed in &self.weighed {
            weighed.oblige(&mut obligations, |hit| weighed.is_explicit(hit));
        }
        self.withhold_unnamed(&mut obligations);
        obligations.finish()
    }

    /// Withholds what must be named from an answer about items of unknown labels, save as a permit names it.
    fn withhold_unnamed(&self, obligations: &mut Obligations) {
        if self.request.item.labels.is_some() {
            return;
        }
        let named = self.weighed.iter().flat_map(|weighed| {
            let tree = weighed.candidate.tree;
            weighed
                .permits()
                .filter_map(move |(hit, _)| naming(tree, hit))
        });
        let named: Vec<Filter> = named.collect();
        if !named.contains(&Filter::default()) {
            obligations.redact(demanding_naming(), named);
        }
    }

    /// The consents of which this holds, by id.
    fn by(&self, holds: impl Fn(&Weighed<'a>) -> bool) -> Vec<DeciderConsent> {
        let holding = self.weighed.iter().filter(|weighed| holds(weighed));
        let mut consents: Vec<DeciderConsent> = holding
            .map(|weighed| DeciderConsent {
                id: weighed.candidate.id,
                policy: weighed.candidate.policy,
            })
            .collect();
        consents.sort_unstable_by_key(|consent| consent.id);
        consents
    }

    fn answer(
        &self,
        decision: Decision,
        reason: Reason,
        consents: Vec<DeciderConsent>,
        obligations: Vec<Obligation>,
    ) -> Outcome {
        Outcome {
            decision,
            reason,
            effect: match decision {
                Decision::Permit => Effect::Permit,
                Decision::Deny | Decision::NoConsent => Effect::Deny,
            },
            consents,
            obligations,
            part2_notice: self.circumstances.part2_custodian
                || self.request.may_have(&PART2_LABELS),
        }
    }
}

impl<'a> Weighed<'a> {
    fn hits(&self) -> impl Iterator<Item = &Hit> {
        self.evaluation.hits.iter()
    }

    /// Whether a deny overrides permits of other consents: all do but the root of a baseline.
    fn is_explicit(&self, hit: &Hit) -> bool {
        !(hit.is_root() && self.candidate.strength == RootStrength::Baseline)
    }

    fn permits_beneath<'b>(&'b self, deny: &'b Hit) -> impl Iterator<Item = &'b Hit> {
        self.hits()
            .filter(|hit| hit.effect == Effect::Permit && hit.is_beneath(deny))
    }

    fn standing(&self, deny: &Hit) -> Standing {
        let said = |hit: &Hit| self.as_permit(hit).is_some();
        if self.permits_beneath(deny).any(|hit| hit.covers(deny)) {
            Standing::Spared
        } else if !deny.is_sure() {
            Standing::Perhaps
        } else if self.permits_beneath(deny).any(said) {
            Standing::Gated
        } else {
            Standing::Sure
        }
    }

    /// The explicit denies that match or may match.
    fn explicit_denies(&self) -> impl Iterator<Item = &Hit> {
        self.hits()
            .filter(|hit| hit.effect == Effect::Deny && self.is_explicit(hit))
    }

    /// Whether an explicit deny of this kind stands so.
    fn denies(&self, standing: Standing, kind: impl Fn(&Hit) -> bool) -> bool {
        self.explicit_denies()
            .any(|hit| kind(hit) && self.standing(hit) == standing)
    }

    /// Whether the root denies as a mere baseline, and surely.
    fn denies_by_baseline(&self) -> bool {
        self.hits().any(|hit| {
            hit.effect == Effect::Deny
                && !self.is_explicit(hit)
                && self.standing(hit) == Standing::Sure
        })
    }

    /// What a permit obliges to, if an `only` can say it.
    fn as_permit(&self, hit: &Hit) -> Option<Filter> {
        filter(self.candidate.tree, hit, hit.unknown, Effect::Permit)
    }

    /// Whether an exception without filters of its own denies wherever this permit may match.
    fn is_overridden(&self, permit: &Hit) -> bool {
        !permit.is_sure()
            && self
                .explicit_denies()
                .any(|deny| deny.covers(permit) && self.permits_beneath(deny).next().is_none())
    }

    /// The permits that count, each with the filter that must hold.
    fn permits(&self) -> impl Iterator<Item = (&Hit, Filter)> {
        self.hits()
            .filter(|hit| self.miss.is_none() && hit.effect == Effect::Permit)
            .filter(|hit| !self.is_overridden(hit))
            .filter_map(|hit| Some((hit, self.as_permit(hit)?)))
    }

    fn permits_surely(&self) -> bool {
        self.permits().any(|(hit, _)| hit.is_sure()) && !self.denies(Standing::Gated, |_| true)
    }

    /// Whether it would permit, did not its own exceptions deny the same.
    fn overrides_its_permits(&self) -> bool {
        self.miss.is_none()
            && self
                .hits()
                .any(|hit| hit.effect == Effect::Permit && self.is_overridden(hit))
    }

    /// Adds what its denies of this kind oblige to.
    fn oblige(&self, obligations: &mut Obligations, kind: impl Fn(&Hit) -> bool) {
        let tree = self.candidate.tree;
        for deny in self
            .hits()
            .filter(|hit| hit.effect == Effect::Deny && kind(hit))
        {
            match self.standing(deny) {
                Standing::Spared | Standing::Sure => {}
                Standing::Gated => {
                    obligations.only(
                        self.permits_beneath(deny)
                            .filter_map(|hit| self.as_permit(hit))
                            .collect(),
                    );
                }
                Standing::Perhaps => {
                    // What the deny asks for already, a permit beneath it need not ask for again.
                    let spares =
                        |hit: &Hit| filter(tree, hit, hit.unknown & !deny.unknown, Effect::Permit);
                    if let Some(held) = filter(tree, deny, deny.unknown, Effect::Deny) {
                        let unless = self.permits_beneath(deny).filter_map(spares).collect();
                        obligations.redact(held, unless);
                    }
                }
            }
        }
    }

    fn explained(&self) -> Explained {
        let permitted = self.permits().next().is_some();
        let surely_denied = self.denies(Standing::Sure, |_| true) || self.overrides_its_permits();
        let may_deny = self.denies(Standing::Perhaps, |_| true);
        let baseline = self.denies_by_baseline();
        let (effect, perhaps) = if surely_denied {
            (Some(Effect::Deny), false)
        } else if permitted {
            (Some(Effect::Permit), !self.permits_surely() || may_deny)
        } else if may_deny || self.denies(Standing::Gated, |_| true) {
            (Some(Effect::Deny), true)
        } else if self
            .hits()
            .any(|hit| hit.effect == Effect::Deny && self.standing(hit) != Standing::Spared)
        {
            (Some(Effect::Deny), !baseline)
        } else {
            (None, false)
        };
        Explained {
            id: self.candidate.id,
            effect,
            baseline: effect == Some(Effect::Deny) && !surely_denied && !may_deny,
            perhaps,
            miss: match effect {
                Some(_) => None,
                None => Some(self.miss.unwrap_or(Miss::NoRule)),
            },
        }
    }
}

/// Why a candidate is not looked at, if so.
fn set_aside(
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

fn code(code: PurposeOfUse) -> Purpose {
    Purpose::Code { code }
}
