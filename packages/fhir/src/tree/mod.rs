//! The rule tree between document and message: filters as sorted sets, so that equal rules are equal.

mod bounds;
mod normal;
#[cfg(test)]
mod tests;

pub(crate) use bounds::provision;
pub(crate) use normal::normalise;

use health_types::codes::{Action, Confidentiality, DataClass, Sensitivity};
use health_types::consent::{Actor, DataPeriod, Effect, Labels, Provision, Purpose};
use health_types::{Bytes32, Period};
use std::collections::BTreeSet;

/// Beginning and end, half-open.
pub(crate) type Span<T> = (Option<T>, Option<T>);

/// A rule and its exceptions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Node {
    pub(crate) effect: Effect,
    pub(crate) filters: Filters,
    pub(crate) children: Vec<Node>,
}

/// What a rule filters by; an absent attribute is not stated.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Filters {
    pub(crate) actors: Option<BTreeSet<Actor>>,
    pub(crate) purposes: Option<BTreeSet<Purpose>>,
    pub(crate) actions: Option<BTreeSet<Action>>,
    pub(crate) classes: Option<BTreeSet<DataClass>>,
    pub(crate) labels: Option<LabelSet>,
    pub(crate) period: Option<Span<u32>>,
    pub(crate) data_period: Option<Span<i32>>,
    pub(crate) records: Option<BTreeSet<Bytes32>>,
    pub(crate) contexts: Option<BTreeSet<Bytes32>>,
    pub(crate) authors: Option<BTreeSet<Bytes32>>,
    pub(crate) custodians: Option<BTreeSet<Bytes32>>,
}

/// FHIR's securityLabel: a level, labels, and private labels, any of which may match.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LabelSet {
    pub(crate) level: Option<Confidentiality>,
    pub(crate) sensitivity: BTreeSet<Sensitivity>,
    pub(crate) private: BTreeSet<Bytes32>,
}

impl LabelSet {
    /// Adds a level; of two the wider stands: a permit reaches lower levels, a deny higher ones.
    pub(crate) fn add_level(&mut self, level: Confidentiality, effect: Effect) {
        self.level = Some(match (self.level, effect) {
            (None, _) => level,
            (Some(stated), Effect::Permit) => stated.max(level),
            (Some(stated), Effect::Deny) => stated.min(level),
        });
    }

    fn join(&mut self, other: LabelSet, effect: Effect) {
        if let Some(level) = other.level {
            self.add_level(level, effect);
        }
        self.sensitivity.extend(other.sensitivity);
        self.private.extend(other.private);
    }
}

impl Filters {
    /// Whether nothing is stated.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Filters::default()
    }
}

fn list<T>(values: BTreeSet<T>) -> Option<Vec<T>> {
    (!values.is_empty()).then(|| values.into_iter().collect())
}

fn set<T: Ord + Clone>(values: &Option<Vec<T>>) -> Option<BTreeSet<T>> {
    values
        .as_ref()
        .map(|values| values.iter().cloned().collect())
}

impl From<Node> for Provision {
    fn from(node: Node) -> Provision {
        let filters = node.filters;
        Provision {
            effect: node.effect,
            actors: filters.actors.and_then(list),
            purposes: filters.purposes.and_then(list),
            actions: filters.actions.and_then(list),
            classes: filters.classes.and_then(list),
            labels: filters.labels.map(|labels| Labels {
                confidentiality: labels.level,
                sensitivity: list(labels.sensitivity),
                private: list(labels.private),
            }),
            period: filters.period.map(|(from, until)| Period { from, until }),
            data_period: filters
                .data_period
                .map(|(from, until)| DataPeriod { from, until }),
            records: filters.records.and_then(list),
            contexts: filters.contexts.and_then(list),
            authors: filters.authors.and_then(list),
            custodians: filters.custodians.and_then(list),
            provision: match node.children.is_empty() {
                true => None,
                false => Some(node.children.into_iter().map(Provision::from).collect()),
            },
        }
    }
}

impl From<&Provision> for Node {
    fn from(rule: &Provision) -> Node {
        Node {
            effect: rule.effect,
            filters: Filters {
                actors: set(&rule.actors),
                purposes: set(&rule.purposes),
                actions: set(&rule.actions),
                classes: set(&rule.classes),
                labels: rule.labels.as_ref().map(|labels| LabelSet {
                    level: labels.confidentiality,
                    sensitivity: set(&labels.sensitivity).unwrap_or_default(),
                    private: set(&labels.private).unwrap_or_default(),
                }),
                period: rule.period.map(|period| (period.from, period.until)),
                data_period: rule.data_period.map(|period| (period.from, period.until)),
                records: set(&rule.records),
                contexts: set(&rule.contexts),
                authors: set(&rule.authors),
                custodians: set(&rule.custodians),
            },
            children: rule.provision.iter().flatten().map(Node::from).collect(),
        }
    }
}
