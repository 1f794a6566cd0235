//! What one rule tree says of one item of which everything is known.

use super::decide::Asker;
use super::registry::holds_at;
use health_types::codes::{Action, Confidentiality, DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::{Actor, Effect, Item, Labels, Provision, Purpose};
use health_types::Period;

/// A question that the model can answer.
pub struct Asked<'a> {
    pub purpose: PurposeOfUse,
    pub action: Action,
    pub item: &'a Item,
    pub now: u32,
}

/// What a tree yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yield {
    Permit,
    Deny {
        /// Not merely the root's default.
        explicit: bool,
        /// Its purposes name the purpose asked for.
        named: bool,
    },
}

/// A filter with the effect of the rule that states it, which says how far it reaches.
#[derive(Clone, Copy)]
struct Stated<T> {
    value: T,
    by: Effect,
}

/// The filters in effect at a rule; of each attribute, those that must all hold, the innermost last.
#[derive(Clone, Default)]
struct Filters<'a> {
    actors: Vec<&'a [Actor]>,
    purposes: Vec<Stated<&'a [Purpose]>>,
    actions: Vec<&'a [Action]>,
    periods: Vec<&'a Period>,
    classes: Vec<&'a [DataClass]>,
    labels: Vec<Stated<&'a Labels>>,
}

/// What the tree says; `None`: nothing.
pub fn evaluate(root: &Provision, baseline: bool, asker: &Asker, asked: &Asked) -> Option<Yield> {
    let filters = Filters::default().narrowed(root);
    outcome(root, &filters, &Filters::default(), !baseline, asker, asked)
}

/// Whether the root is a permit that matches, the item set aside, and whether it matches the item too.
pub fn root_permit(root: &Provision, asker: &Asker, asked: &Asked) -> Option<bool> {
    let filters = Filters::default().narrowed(root);
    let reached = root.effect == Effect::Permit && filters.reach(Effect::Permit, asker, asked);
    reached.then(|| filters.hold(Effect::Permit, asked))
}

fn outcome<'a>(
    rule: &'a Provision,
    filters: &Filters<'a>,
    bounds: &Filters<'a>,
    explicit: bool,
    asker: &Asker,
    asked: &Asked,
) -> Option<Yield> {
    let mut permitted = false;
    let mut denied: Option<bool> = None;
    for child in rule.provision.iter().flatten() {
        let (of_child, bounds) = beneath(filters, bounds, rule.effect, child);
        match outcome(child, &of_child, &bounds, true, asker, asked) {
            Some(Yield::Permit) => permitted = true,
            Some(Yield::Deny { named, .. }) => denied = Some(denied.unwrap_or(false) | named),
            None => {}
        }
    }
    if let Some(named) = denied {
        return Some(Yield::Deny {
            explicit: true,
            named,
        });
    }
    if permitted {
        return Some(Yield::Permit);
    }
    if !filters.reach(rule.effect, asker, asked) || !filters.hold(rule.effect, asked) {
        return None;
    }
    Some(match rule.effect {
        Effect::Permit => Yield::Permit,
        Effect::Deny => Yield::Deny {
            explicit,
            named: filters.name(asked.purpose),
        },
    })
}

/// The filters and the bounds of a rule beneath another.
fn beneath<'a>(
    parent: &Filters<'a>,
    bounds: &Filters<'a>,
    effect: Effect,
    child: &'a Provision,
) -> (Filters<'a>, Filters<'a>) {
    if child.effect == effect {
        // It widens: what it states replaces, within the bounds of the exceptions above it.
        return (parent.replaced(bounds, child), bounds.clone());
    }
    let inner = parent.and(bounds);
    let mut filters = inner.clone();
    if child.effect == Effect::Deny {
        // No data filter of a permit above holds a deny that states its own.
        if child.classes.is_some() {
            filters.classes.clear();
        }
        if child.labels.is_some() {
            filters.labels.clear();
        }
    }
    (filters.narrowed(child), inner)
}

fn joined<T: Copy>(first: &[T], second: &[T]) -> Vec<T> {
    [second, first].concat()
}

impl<'a> Filters<'a> {
    fn and(&self, bounds: &Filters<'a>) -> Filters<'a> {
        Filters {
            actors: joined(&self.actors, &bounds.actors),
            purposes: joined(&self.purposes, &bounds.purposes),
            actions: joined(&self.actions, &bounds.actions),
            periods: joined(&self.periods, &bounds.periods),
            classes: joined(&self.classes, &bounds.classes),
            labels: joined(&self.labels, &bounds.labels),
        }
    }

    /// With what the rule states beside what there is.
    fn narrowed(mut self, rule: &'a Provision) -> Filters<'a> {
        let by = rule.effect;
        self.actors.extend(rule.actors.as_deref());
        self.purposes
            .extend(rule.purposes.as_deref().map(|value| Stated { value, by }));
        self.actions.extend(rule.actions.as_deref());
        self.periods.extend(rule.period.as_ref());
        self.classes.extend(rule.classes.as_deref());
        self.labels
            .extend(rule.labels.as_ref().map(|value| Stated { value, by }));
        self
    }

    /// With what the rule states in place of what there is, the bounds kept; a deny sheds those of data, too.
    fn replaced(&self, bounds: &Filters<'a>, rule: &'a Provision) -> Filters<'a> {
        let mut kept = self.clone();
        let denies = rule.effect == Effect::Deny;
        if rule.actors.is_some() {
            kept.actors = bounds.actors.clone();
        }
        if rule.purposes.is_some() {
            kept.purposes = bounds.purposes.clone();
        }
        if rule.actions.is_some() {
            kept.actions = bounds.actions.clone();
        }
        if rule.period.is_some() {
            kept.periods = bounds.periods.clone();
        }
        if rule.classes.is_some() {
            kept.classes = if denies {
                vec![]
            } else {
                bounds.classes.clone()
            };
        }
        if rule.labels.is_some() {
            kept.labels = if denies {
                vec![]
            } else {
                bounds.labels.clone()
            };
        }
        kept.narrowed(rule)
    }

    /// Whether the innermost purposes name this one.
    fn name(&self, purpose: PurposeOfUse) -> bool {
        let innermost = self.purposes.last();
        innermost.is_some_and(|stated| stated.value.contains(&Purpose::Code { code: purpose }))
    }

    /// Whether everything but the item matches.
    fn reach(&self, effect: Effect, asker: &Asker, asked: &Asked) -> bool {
        let actors = match self.actors.is_empty() {
            true => effect == Effect::Deny || asker.fits(asked.purpose),
            false => self.actors.iter().all(|actors| {
                actors
                    .iter()
                    .any(|actor| asker.is(actor, effect, asked.purpose))
            }),
        };
        let demanding = matches!(asked.purpose, PurposeOfUse::BTG | PurposeOfUse::HMARKT);
        let named = effect == Effect::Deny || !demanding || self.name(asked.purpose);
        let purposes = self.purposes.iter().all(|stated| {
            stated
                .value
                .iter()
                .any(|purpose| reaches(*purpose, asked.purpose, stated.by))
        });
        let actions = self
            .actions
            .iter()
            .all(|actions| actions.contains(&asked.action));
        let period = self
            .periods
            .iter()
            .all(|period| holds_at(period, asked.now));
        actors && named && purposes && actions && period
    }

    /// Whether the item matches.
    fn hold(&self, effect: Effect, asked: &Asked) -> bool {
        let classes = asked.item.classes.as_ref().unwrap();
        let labels = asked.item.labels.as_ref().unwrap();
        let notes = Sensitivity::PSYTHPN;
        let named = self.labels.last().is_some_and(|stated| {
            stated
                .value
                .sensitivity
                .iter()
                .flatten()
                .any(|label| *label == notes)
        });
        let bears = labels
            .sensitivity
            .iter()
            .flatten()
            .any(|label| *label == notes);
        (effect == Effect::Deny || named || !bears)
            && self
                .classes
                .iter()
                .all(|stated| classes.iter().any(|class| stated.contains(class)))
            && self.labels.iter().all(|stated| labelled(stated, labels))
    }
}

fn labelled(stated: &Stated<&Labels>, item: &Labels) -> bool {
    let level = item.confidentiality.unwrap_or(Confidentiality::N);
    let by_level = stated
        .value
        .confidentiality
        .is_some_and(|most| match stated.by {
            Effect::Permit => level <= most,
            Effect::Deny => level >= most,
        });
    let denies = stated.by == Effect::Deny;
    let reached = |label: &Sensitivity| {
        let mut own = item.sensitivity.iter().flatten();
        own.any(|borne| borne == label || (denies && narrower(*label, *borne)))
    };
    by_level || stated.value.sensitivity.iter().flatten().any(reached)
}

/// Of the labels of this universe, one lies beneath another.
pub fn narrower(above: Sensitivity, label: Sensitivity) -> bool {
    above == Sensitivity::SUD && label == Sensitivity::ETHUD
}

/// Whether a rule reaches a purpose. In this universe one stands beneath another only in treatment: a permit of TREAT
/// reaches ETREAT; BTG must be named; and denying treatment leaves emergencies alone.
fn reaches(stated: Purpose, asked: PurposeOfUse, by: Effect) -> bool {
    let emergency = stated
        == Purpose::Code {
            code: PurposeOfUse::TREAT,
        }
        && asked == PurposeOfUse::ETREAT
        && by == Effect::Permit;
    emergency || stated == Purpose::Code { code: asked }
}
