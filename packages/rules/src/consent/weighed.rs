//! What one consent says to a request, once its own exceptions are counted in.

use super::candidate::Candidate;
use super::evaluate::Evaluation;
use super::hit::{everywhere, Hit, LABELS};
use super::obligation::{demanding_naming, filter, naming, Obligations};
use health_types::consent::{Effect, Explained, Filter, Miss, RootStrength};

/// A candidate with what it says.
pub(super) struct Weighed<'a> {
    pub candidate: &'a Candidate<'a>,
    /// Why its permits, or all of it, do not count.
    pub miss: Option<Miss>,
    pub evaluation: Evaluation,
}

/// How a deny that matches, or may match, stands once the permits beneath it are counted in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// A permit beneath it matches wherever it does.
    Spared,
    /// It matches, and no permit beneath it may.
    Sure,
    /// It matches, but a permit beneath it may, too.
    Gated,
    /// It may match.
    Perhaps,
}

impl<'a> Weighed<'a> {
    pub fn hits(&self) -> impl Iterator<Item = &Hit> {
        self.evaluation.hits.iter()
    }

    /// Whether a deny overrides permits of other consents: all do but the root of a baseline.
    pub fn is_explicit(&self, hit: &Hit) -> bool {
        !(hit.is_root() && self.candidate.strength == RootStrength::Baseline)
    }

    pub fn permits_beneath<'b>(&'b self, deny: &'b Hit) -> impl Iterator<Item = &'b Hit> {
        self.hits()
            .filter(|hit| hit.effect == Effect::Permit && hit.is_beneath(deny))
    }

    pub fn standing(&self, deny: &Hit) -> Standing {
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
    pub fn explicit_denies(&self) -> impl Iterator<Item = &Hit> {
        self.hits()
            .filter(|hit| hit.effect == Effect::Deny && self.is_explicit(hit))
    }

    /// Whether an explicit deny of this kind stands so.
    pub fn denies(&self, standing: Standing, kind: impl Fn(&Hit) -> bool) -> bool {
        self.explicit_denies()
            .any(|hit| kind(hit) && self.standing(hit) == standing)
    }

    /// Whether the root denies as a mere baseline, and surely.
    pub fn denies_by_baseline(&self) -> bool {
        self.hits().any(|hit| {
            hit.effect == Effect::Deny
                && !self.is_explicit(hit)
                && self.standing(hit) == Standing::Sure
        })
    }

    /// What a permit obliges to, if an `only` can say it.
    pub fn as_permit(&self, hit: &Hit) -> Option<Filter> {
        filter(self.candidate.tree, hit, hit.unknown, Effect::Permit)
    }

    /// Whether an exception without filters of its own denies wherever this permit may match.
    pub fn is_overridden(&self, permit: &Hit) -> bool {
        !permit.is_sure()
            && self
                .explicit_denies()
                .any(|deny| deny.covers(permit) && self.permits_beneath(deny).next().is_none())
    }

    /// The permits that count, each with the filter that must hold.
    pub fn permits(&self) -> impl Iterator<Item = (&Hit, Filter)> {
        self.hits()
            .filter(|hit| self.miss.is_none() && hit.effect == Effect::Permit)
            .filter(|hit| !self.is_overridden(hit))
            .filter_map(|hit| Some((hit, self.as_permit(hit)?)))
    }

    /// What an item must hold for one of its permits to reach it. A permit that reaches nothing beyond another is
    /// left out.
    pub fn alternatives(&self) -> impl Iterator<Item = Filter> + '_ {
        let wider = |hit: &Hit| {
            self.hits().any(|other| {
                other.effect == Effect::Permit && other.covers(hit) && !hit.covers(other)
            })
        };
        self.permits()
            .filter(move |(hit, _)| !wider(hit))
            .map(|(_, filter)| filter)
    }

    pub fn permits_surely(&self) -> bool {
        self.permits().any(|(hit, _)| hit.is_sure()) && !self.denies(Standing::Gated, |_| true)
    }

    /// Whether it would permit, did not its own exceptions deny the same.
    pub fn overrides_its_permits(&self) -> bool {
        self.miss.is_none()
            && self
                .hits()
                .any(|hit| hit.effect == Effect::Permit && self.is_overridden(hit))
    }

    /// Adds what its denies of this kind oblige to.
    pub fn oblige(&self, obligations: &mut Obligations, kind: impl Fn(&Hit) -> bool) {
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

    /// Withholds what must be named where a deny of this kind is spared by permits that do not name it: items of
    /// unknown labels may bear such a label, and those the deny still reaches.
    pub fn withhold_unnamed(&self, obligations: &mut Obligations, kind: impl Fn(&Hit) -> bool) {
        let tree = self.candidate.tree;
        for deny in self
            .hits()
            .filter(|hit| hit.effect == Effect::Deny && kind(hit))
        {
            if self.permits_beneath(deny).all(|hit| hit.names_label) {
                continue;
            }
            let named = self
                .permits_beneath(deny)
                .filter_map(|hit| naming(tree, hit, deny.unknown));
            let named: Vec<Filter> = named.collect();
            let held = filter(tree, deny, deny.unknown & !everywhere(LABELS), Effect::Deny);
            if let (false, Some(held)) = (named.contains(&Filter::default()), held) {
                obligations.redact(demanding_naming(held), named);
            }
        }
    }

    /// What is said of the consent when all is told.
    pub fn explained(&self) -> Explained {
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
