//! What goes with a permit where attributes of the item are unknown.
//!
//! `only` may say less than the rules permit and `redact` may withhold more than they deny, never the other
//! way round. They are exact save where the filters of rules on one path cannot be said in one filter: two lists
//! of which an item may match both by different values, or a level that runs against the obligation's own.

use super::evaluate::sensitivity;
use super::hierarchy::{deny_reaches_label, NAMED_LABELS};
use super::hit::{
    at, everywhere, Bits, Hit, AUTHORS, CLASSES, CONTEXTS, CUSTODIANS, DATA_PERIOD, LABELS, RECORDS,
};
use super::tree::{Node, Tree};
use health_types::codes::{Code, Confidentiality, Sensitivity};
use health_types::consent::{DataPeriod, Effect, Filter, Labels, Obligation, ObligationKind};

/// Obligations as they gather, none twice.
#[derive(Default)]
pub(super) struct Obligations(Vec<Obligation>);

impl Obligations {
    /// Show an item only if one of the filters holds it.
    pub fn only(&mut self, any: Vec<Filter>) {
        self.push(Obligation {
            any: Some(distinct(any)),
            kind: ObligationKind::Only,
            unless: None,
            where_: None,
        });
    }

    /// Withhold an item that the filter holds, unless one of `unless` does.
    pub fn redact(&mut self, held: Filter, unless: Vec<Filter>) {
        self.push(Obligation {
            any: None,
            kind: ObligationKind::Redact,
            unless: (!unless.is_empty()).then(|| distinct(unless)),
            where_: Some(held),
        });
    }

    fn push(&mut self, obligation: Obligation) {
        if !self.0.contains(&obligation) {
            self.0.push(obligation);
        }
    }

    /// The list, sorted by canonical JSON.
    pub fn finish(mut self) -> Vec<Obligation> {
        self.0.sort_by_cached_key(Obligation::canonical);
        self.0
    }
}

/// The filters without doubles, in the order of their canonical JSON.
fn distinct(filters: Vec<Filter>) -> Vec<Filter> {
    let mut list: Vec<Filter> = Vec::with_capacity(filters.len());
    for filter in filters {
        if !list.contains(&filter) {
            list.push(filter);
        }
    }
    list.sort_by_cached_key(Filter::canonical);
    list
}

/// The filter, labels apart, of items that demand naming and that `held` holds.
pub(super) fn demanding_naming(held: Filter) -> Filter {
    Filter {
        labels: Some(Labels {
            confidentiality: None,
            private: None,
            sensitivity: Some(NAMED_LABELS.to_vec()),
        }),
        ..held
    }
}

/// What must hold of an item that demands naming, and of which the filters in `given` hold, for this permit to
/// reach it.
pub(super) fn naming(tree: &Tree, hit: &Hit, given: Bits) -> Option<Filter> {
    let reached = |node: &Node| {
        let stated = node.labels.as_ref().map(sensitivity).unwrap_or_default();
        NAMED_LABELS.iter().all(|label| match node.effect {
            Effect::Permit => stated.contains(label),
            Effect::Deny => stated.iter().any(|s| deny_reaches_label(*s, *label)),
        })
    };
    let unknown = hit.unknown & !given;
    if !hit.names_label || !stating(tree, hit, unknown, LABELS).all(reached) {
        return None;
    }
    filter(tree, hit, unknown & !everywhere(LABELS), Effect::Permit)
}

/// The conjunction of filters in `bits` on the path of a rule, as a permit (never wider) or as a deny (never
/// narrower). None: no item is held.
pub(super) fn filter(tree: &Tree, hit: &Hit, bits: Bits, form: Effect) -> Option<Filter> {
    let stated = |attribute| stating(tree, hit, bits, attribute);
    let mut filter = Filter::default();
    for node in stated(DATA_PERIOD) {
        let days = node.data_period?;
        let so_far = filter.data_period.unwrap_or(DataPeriod {
            from: None,
            until: None,
        });
        filter.data_period = Some(intersection(so_far, days)?);
    }
    for node in stated(RECORDS) {
        one_of(&mut filter.records, node.records.as_ref()?)?;
    }
    for node in stated(AUTHORS) {
        one_of(&mut filter.authors, node.authors.as_ref()?)?;
    }
    for node in stated(CUSTODIANS) {
        one_of(&mut filter.custodians, node.custodians.as_ref()?)?;
    }
    for node in stated(CONTEXTS) {
        any_of(&mut filter.contexts, node.contexts.as_ref()?, form)?;
    }
    for node in stated(CLASSES) {
        any_of(&mut filter.classes, node.classes.as_ref()?, form)?;
    }
    if let Some(classes) = &mut filter.classes {
        classes.sort_unstable_by_key(|class| class.code());
    }
    let mut labels: Option<(Effect, &Labels)> = None;
    for node in stated(LABELS) {
        let stated = node.labels.as_ref()?;
        labels = Some(match labels {
            None => (node.effect, stated),
            Some((effect, so_far)) if is_part(effect, so_far, node.effect, stated) => {
                (effect, so_far)
            }
            Some((effect, so_far)) => {
                if form == Effect::Permit && !is_part(node.effect, stated, effect, so_far) {
                    return None;
                }
                (node.effect, stated)
            }
        });
    }
    if let Some((effect, stated)) = labels {
        filter.labels = Some(in_form(effect, stated, form)?);
    }
    Some(filter)
}

/// The rules on the path of `hit` that state one of the filters in `bits` on this attribute, from the root.
fn stating<'a>(
    tree: &'a Tree,
    hit: &'a Hit,
    bits: Bits,
    attribute: Bits,
) -> impl Iterator<Item = &'a Node> {
    let on_path = hit.path.iter().enumerate();
    on_path
        .filter(move |(level, _)| bits & at(attribute, *level) != 0)
        .filter_map(|(_, index)| tree.nodes().get(usize::from(*index)))
}

fn intersection(a: DataPeriod, b: DataPeriod) -> Option<DataPeriod> {
    let from = a.from.max(b.from);
    let until = match (a.until, b.until) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    let empty = matches!((from, until), (Some(from), Some(until)) if from >= until);
    (!empty).then_some(DataPeriod { from, until })
}

/// Joins alternatives of which an item has one at most.
fn one_of<T: Copy + PartialEq>(so_far: &mut Option<Vec<T>>, stated: &[T]) -> Option<()> {
    let list = match so_far.take() {
        None => stated.to_vec(),
        Some(mut list) => {
            list.retain(|value| stated.contains(value));
            list
        }
    };
    (!list.is_empty()).then(|| *so_far = Some(list))
}

/// Joins alternatives of which an item may have several: if one list lies within the other, that one is the
/// conjunction; else a permit keeps what both name, which is narrower, and a deny either, which is wider.
fn any_of<T: Copy + PartialEq>(
    so_far: &mut Option<Vec<T>>,
    stated: &[T],
    form: Effect,
) -> Option<()> {
    let joined = match so_far.take() {
        None => stated.to_vec(),
        Some(mut list) => {
            let within = stated.iter().all(|value| list.contains(value));
            if within {
                stated.to_vec()
            } else {
                if form == Effect::Permit {
                    list.retain(|value| stated.contains(value));
                }
                list
            }
        }
    };
    (!joined.is_empty()).then(|| *so_far = Some(joined))
}

/// Whether every item that the labels of a rule of effect `a` reach is reached by those of one of effect `b`.
fn is_part(a: Effect, part: &Labels, b: Effect, whole: &Labels) -> bool {
    let level = match (part.confidentiality, whole.confidentiality) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(part), Some(whole)) => match (a, b) {
            (Effect::Permit, Effect::Permit) => part <= whole,
            (Effect::Deny, Effect::Deny) => part >= whole,
            (Effect::Permit, Effect::Deny) => whole == Confidentiality::U,
            (Effect::Deny, Effect::Permit) => whole == Confidentiality::V,
        },
    };
    let reached = |label: &Sensitivity| match b {
        Effect::Permit => sensitivity(whole).contains(label),
        Effect::Deny => sensitivity(whole)
            .iter()
            .any(|s| deny_reaches_label(*s, *label)),
    };
    let labels = match a {
        Effect::Permit => sensitivity(part).iter().all(reached),
        Effect::Deny => narrower(part).iter().all(reached),
    };
    let private = part
        .private
        .iter()
        .flatten()
        .all(|label| whole.private.iter().flatten().any(|other| label == other));
    level && labels && private
}

/// The sensitivity labels that a deny of these reaches.
fn narrower(labels: &Labels) -> Vec<Sensitivity> {
    let stated = sensitivity(labels);
    let reached = |label: &&Sensitivity| stated.iter().any(|s| deny_reaches_label(*s, **label));
    Sensitivity::ALL.iter().filter(reached).copied().collect()
}

/// Labels that a rule of this effect states, said as those of an obligation in the other's form.
fn in_form(effect: Effect, stated: &Labels, form: Effect) -> Option<Labels> {
    let mut labels = stated.clone();
    match (effect, form) {
        (Effect::Permit, Effect::Permit) | (Effect::Deny, Effect::Deny) => {}
        // A level and higher cannot be said as one and lower; U and higher, which is all, as V and lower.
        (Effect::Deny, Effect::Permit) => {
            labels.confidentiality =
                (stated.confidentiality == Some(Confidentiality::U)).then_some(Confidentiality::V);
            labels.sensitivity = Some(narrower(stated)).filter(|list| !list.is_empty());
        }
        // Nor a level and lower as one and higher, save as all.
        (Effect::Permit, Effect::Deny) => {
            labels.confidentiality = stated.confidentiality.map(|_| Confidentiality::U);
        }
    }
    if let Some(list) = &mut labels.sensitivity {
        list.sort_unstable_by_key(|label| label.code());
    }
    (labels.confidentiality.is_some() || labels.private.is_some() || labels.sensitivity.is_some())
        .then_some(labels)
}
