//! From the consents of a subject to one answer.

use super::candidate::{set_aside, Candidate, Circumstances, Emergency, Outcome, Subject};
use super::evaluate::{evaluate, reaches, Evaluation, Request, Requester};
use super::hierarchy::{is_secondary_use, is_within, must_be_named, NAMED_LABELS, PART2_LABELS};
use super::hit::Hit;
use super::obligation::{demanding_naming, naming, Obligations};
use super::tree::Tree;
use super::weighed::{Standing, Weighed};
use health_types::codes::{Code, PurposeOfUse};
use health_types::consent::{
    DeciderConsent, Decision, DefaultPolicy, Effect, Explained, Filter, Miss, Obligation, Purpose,
    Question, Reason, RootStrength,
};

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
            let counts = |hit: &Hit| weighed.is_explicit(hit) && naming(hit);
            weighed.oblige(&mut obligations, counts);
            if self.request.item.labels.is_none() {
                weighed.withhold_unnamed(&mut obligations, counts);
            }
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
        let mut permits = self.weighed.iter().flat_map(Weighed::permits);
        if !permits.any(|(hit, _)| hit.is_sure()) {
            let any = self.weighed.iter().flat_map(Weighed::alternatives);
            obligations.only(any.collect());
        }
        for weighed in &self.weighed {
            weighed.oblige(&mut obligations, |hit| weighed.is_explicit(hit));
        }
        self.withhold_unnamed(&mut obligations);
        obligations.finish()
    }

    /// Withholds what must be named from an answer about items of unknown labels, save as a permit names it and
    /// no deny spares it for a permit's sake that does not.
    fn withhold_unnamed(&self, obligations: &mut Obligations) {
        if self.request.item.labels.is_some() {
            return;
        }
        let named = self.weighed.iter().flat_map(|weighed| {
            let tree = weighed.candidate.tree;
            weighed
                .permits()
                .filter_map(move |(hit, _)| naming(tree, hit, 0))
        });
        let named: Vec<Filter> = named.collect();
        if !named.is_empty() {
            for weighed in &self.weighed {
                weighed.withhold_unnamed(obligations, |hit| weighed.is_explicit(hit));
            }
        }
        if !named.contains(&Filter::default()) {
            obligations.redact(demanding_naming(Filter::default()), named);
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

fn code(code: PurposeOfUse) -> Purpose {
    Purpose::Code { code }
}
