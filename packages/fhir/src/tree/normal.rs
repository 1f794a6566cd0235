//! Normalising: a smaller tree that decides alike.
//!
//! Documents list what a rule may list in one as many rules, one a code. Three steps, until none applies:
//! a rule that states nothing and has its parent's effect becomes part of the parent; equal siblings become one;
//! leaf siblings of one effect that differ in the values of one attribute become one with the values of all.
//! A leaf with too many values of one attribute becomes several siblings.

use super::{Filters, LabelSet, Node};
use health_types::consent::Effect;
use std::collections::{BTreeMap, BTreeSet};

/// Normalises a tree. A root deny that is only a baseline keeps its children apart, for they are explicit.
pub(crate) fn normalise(root: Node, baseline: bool) -> Node {
    let root = within(root, !baseline);
    // A root with too many values takes them apart as rules that widen it. Whom and what for stays in the root
    // of a permit, since an answer to whom it concerns, but not of these data, is judged by the root alone.
    let stays = root.effect == Effect::Permit && !root.filters.whom_and_what_for().fits();
    if root.children.is_empty() && !root.filters.fits() && !baseline && !stays {
        let mut parts = split(root.effect, root.filters.clone());
        if !parts.is_empty() {
            let first = parts.remove(0);
            return Node {
                children: parts,
                ..first
            };
        }
    }
    root
}

fn within(node: Node, may_absorb: bool) -> Node {
    let Node {
        effect,
        filters,
        children,
    } = node;
    let children = children
        .into_iter()
        .map(|child| within(child, true))
        .collect();
    let children = match may_absorb {
        true => absorb(effect, children),
        false => children,
    };
    Node {
        effect,
        filters,
        children: merge(children),
    }
}

/// Takes up children that state nothing and have the parent's effect.
///
/// Beneath a permit this decides alike because such a child only repeats the permit, which any sibling outranks
/// or equals. Beneath a deny it outranks permits among its siblings, so there it is taken up only alone or if none permits.
fn absorb(effect: Effect, children: Vec<Node>) -> Vec<Node> {
    if effect == Effect::Deny && children.len() > 1 && children.iter().any(permits) {
        return children;
    }
    children
        .into_iter()
        .flat_map(
            |child| match child.effect == effect && child.filters.is_empty() {
                true => child.children,
                false => vec![child],
            },
        )
        .collect()
}

fn permits(node: &Node) -> bool {
    node.effect == Effect::Permit || node.children.iter().any(permits)
}

/// Merges leaves until nothing changes; sorts, and leaves equal siblings once.
fn merge(children: Vec<Node>) -> Vec<Node> {
    let (leaves, mut branches): (Vec<Node>, Vec<Node>) = children
        .into_iter()
        .partition(|child| child.children.is_empty());
    let mut leaves: Vec<(Effect, Filters)> = leaves
        .into_iter()
        .map(|leaf| (leaf.effect, leaf.filters))
        .collect();
    // A few rounds suffice for what people write; a crafted document must not take long.
    for _ in 0..16 {
        let before = leaves.len();
        for attribute in Attribute::ALL {
            leaves = merge_by(attribute, leaves);
        }
        if leaves.len() == before {
            break;
        }
    }
    branches.extend(
        leaves
            .into_iter()
            .flat_map(|(effect, filters)| split(effect, filters)),
    );
    branches.sort();
    branches.dedup();
    branches
}

/// Joins leaves that are equal but for the values of one attribute that all of them state.
fn merge_by(attribute: Attribute, leaves: Vec<(Effect, Filters)>) -> Vec<(Effect, Filters)> {
    let mut groups: BTreeMap<(Effect, bool, Filters), Filters> = BTreeMap::new();
    for (effect, mut rest) in leaves {
        let values = attribute.take(&mut rest);
        groups
            .entry((effect, values.is_empty(), rest))
            .or_default()
            .join(values, effect);
    }
    groups
        .into_iter()
        .map(|((effect, _, mut rest), values)| {
            rest.join(values, effect);
            (effect, rest)
        })
        .collect()
}

/// A leaf as leaves of which each has no more values than a rule may have, if taking values apart achieves it.
fn split(effect: Effect, filters: Filters) -> Vec<Node> {
    let leaf = |filters| Node {
        effect,
        filters,
        children: Vec::new(),
    };
    let mut done = Vec::new();
    let mut todo = vec![filters];
    while let Some(filters) = todo.pop() {
        let parts = match filters.fits() {
            true => None,
            false => Attribute::ALL
                .into_iter()
                .find_map(|attribute| part(&filters, attribute)),
        };
        match parts {
            Some(parts) => todo.extend(parts),
            None => done.push(leaf(filters)),
        }
    }
    done.sort();
    done
}

/// Parts the values of one attribute, if they are several and too many, alone or with those of its kind.
fn part(filters: &Filters, attribute: Attribute) -> Option<[Filters; 2]> {
    let mut rest = filters.clone();
    let values = attribute.take(&mut rest);
    let (first, second) = attribute.part(values, filters.sizes_exceeded());
    if first.is_empty() || second.is_empty() || rest.sizes_exceeded() == filters.sizes_exceeded() {
        return None;
    }
    let with = |values: Filters| {
        let mut whole = rest.clone();
        whole.join(values, Effect::Permit);
        whole
    };
    Some([with(first), with(second)])
}

/// An attribute whose values are alternatives.
#[derive(Clone, Copy)]
enum Attribute {
    Actors,
    Purposes,
    Actions,
    Classes,
    Labels,
    Records,
    Contexts,
    Authors,
    Custodians,
}

/// As many values as are not in excess, at least one, and the rest.
fn part_set<T: Ord>(
    set: Option<BTreeSet<T>>,
    excess: usize,
) -> (Option<BTreeSet<T>>, Option<BTreeSet<T>>) {
    let Some(set) = set else {
        return (None, None);
    };
    let mut first: Vec<T> = set.into_iter().collect();
    let kept = first.len().saturating_sub(excess).max(1).min(first.len());
    let second = first.split_off(kept);
    let some = |values: Vec<T>| (!values.is_empty()).then(|| values.into_iter().collect());
    (some(first), some(second))
}

impl Attribute {
    const ALL: [Attribute; 9] = [
        Attribute::Purposes,
        Attribute::Actors,
        Attribute::Classes,
        Attribute::Labels,
        Attribute::Actions,
        Attribute::Records,
        Attribute::Contexts,
        Attribute::Authors,
        Attribute::Custodians,
    ];

    /// Takes this attribute out of `filters`, as filters that state nothing else.
    fn take(self, filters: &mut Filters) -> Filters {
        let mut only = Filters::default();
        match self {
            Attribute::Actors => only.actors = filters.actors.take(),
            Attribute::Purposes => only.purposes = filters.purposes.take(),
            Attribute::Actions => only.actions = filters.actions.take(),
            Attribute::Classes => only.classes = filters.classes.take(),
            Attribute::Labels => only.labels = filters.labels.take(),
            Attribute::Records => only.records = filters.records.take(),
            Attribute::Contexts => only.contexts = filters.contexts.take(),
            Attribute::Authors => only.authors = filters.authors.take(),
            Attribute::Custodians => only.custodians = filters.custodians.take(),
        }
        only
    }

    /// Filters of this attribute alone in two parts, the first without the excess.
    fn part(self, only: Filters, excess: [usize; 6]) -> (Filters, Filters) {
        let (mut first, mut second) = (Filters::default(), Filters::default());
        let [actors, purposes, actions, classes, sensitivity, selectors] = excess;
        (first.actors, second.actors) = part_set(only.actors, actors);
        (first.purposes, second.purposes) = part_set(only.purposes, purposes);
        (first.actions, second.actions) = part_set(only.actions, actions);
        (first.classes, second.classes) = part_set(only.classes, classes);
        (first.records, second.records) = part_set(only.records, selectors);
        (first.contexts, second.contexts) = part_set(only.contexts, selectors);
        (first.authors, second.authors) = part_set(only.authors, selectors);
        (first.custodians, second.custodians) = part_set(only.custodians, selectors);
        if let Some(labels) = only.labels {
            let (these, those) = part_set(Some(labels.sensitivity), sensitivity);
            let (mine, yours) = part_set(Some(labels.private), selectors);
            first.labels = Some(LabelSet {
                level: labels.level,
                sensitivity: these.unwrap_or_default(),
                private: mine.unwrap_or_default(),
            });
            second.labels = (those.is_some() || yours.is_some()).then(|| LabelSet {
                level: None,
                sensitivity: those.unwrap_or_default(),
                private: yours.unwrap_or_default(),
            });
        }
        (first, second)
    }
}

fn join_set<T: Ord>(mine: &mut Option<BTreeSet<T>>, others: Option<BTreeSet<T>>) {
    if let Some(others) = others {
        mine.get_or_insert_with(BTreeSet::new).extend(others);
    }
}

impl Filters {
    /// The actors and purposes alone.
    fn whom_and_what_for(&self) -> Filters {
        Filters {
            actors: self.actors.clone(),
            purposes: self.purposes.clone(),
            ..Filters::default()
        }
    }

    /// Adds the values of another rule's attributes; periods are kept.
    fn join(&mut self, other: Filters, effect: Effect) {
        join_set(&mut self.actors, other.actors);
        join_set(&mut self.purposes, other.purposes);
        join_set(&mut self.actions, other.actions);
        join_set(&mut self.classes, other.classes);
        join_set(&mut self.records, other.records);
        join_set(&mut self.contexts, other.contexts);
        join_set(&mut self.authors, other.authors);
        join_set(&mut self.custodians, other.custodians);
        if let Some(labels) = other.labels {
            self.labels
                .get_or_insert_with(LabelSet::default)
                .join(labels, effect);
        }
    }
}
