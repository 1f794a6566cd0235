//! Evaluation of one tree for one request: which of its rules match, and on what unknown attributes that
//! depends.

use super::hierarchy::{
    deny_reaches, deny_reaches_label, must_be_named, permit_reaches, NAMED_LABELS,
};
use super::hit::{
    above, at, everywhere, Bits, Hit, Path, ACTIONS, AUTHORS, CLASSES, CONTEXTS, CUSTODIANS, DATA,
    DATA_PERIOD, DENY_ACTORS, LABELS, PERIOD, PERMIT_ACTORS, PURPOSES, RECORDS,
};
use super::tree::{Actor, Node, Tree, MAX_DEPTH};
use health_types::codes::{Action, Confidentiality, Sensitivity};
use health_types::consent::{Effect, Item, Labels, Purpose, Question};

/// Who asks, as far as it is proven. Permits and denies look at different lists, so that a deny of a hospital
/// cannot be escaped by not naming it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requester {
    /// Whom a permit may name to reach the requester.
    pub permits: Vec<Actor>,
    /// Whom a deny may name to reach the requester.
    pub denies: Vec<Actor>,
    /// Whether permits and permitting defaults that name no one reach the requester.
    pub anyone: bool,
}

/// What is asked, with what is known of the item.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// What for.
    pub purpose: Purpose,
    /// What is done with the data.
    pub action: Action,
    /// When, in seconds since 1970.
    pub now: u32,
    /// The item; an absent attribute is unknown.
    pub item: &'a Item,
}

/// An item of which nothing is known.
const UNKNOWN: Item = Item {
    record: None,
    classes: None,
    labels: None,
    authored: None,
    author: None,
    contexts: None,
    custodian: None,
};

impl<'a> Request<'a> {
    /// The request of a question at a time.
    pub fn new(question: &'a Question, now: u32) -> Request<'a> {
        Request {
            purpose: question.purpose,
            action: question.action,
            now,
            item: question.data.as_ref().unwrap_or(&UNKNOWN),
        }
    }

    /// Whether the item has, or may have, one of these sensitivity labels.
    pub fn may_have(&self, labels: &[Sensitivity]) -> bool {
        self.item.labels.as_ref().is_none_or(|known| {
            sensitivity(known)
                .iter()
                .any(|label| labels.contains(label))
        })
    }

    /// Whether the item has, or may have, a label that a deny of one of these reaches.
    pub fn may_be_reached(&self, stated: &[Sensitivity]) -> bool {
        let reached = |label: &Sensitivity| stated.iter().any(|s| deny_reaches_label(*s, *label));
        !stated.is_empty()
            && self
                .item
                .labels
                .as_ref()
                .is_none_or(|known| sensitivity(known).iter().any(reached))
    }
}

/// What a tree says to a request.
#[derive(Clone, Debug, Default)]
pub(super) struct Evaluation {
    /// The rules that match or may match, in pre-order.
    pub hits: Vec<Hit>,
    /// Whether the root is a permit that matches but for the item.
    pub data_missed: bool,
}

/// The effective filters of the rule at one level of the path.
#[derive(Clone, Copy, Default)]
struct Line {
    permits: bool,
    /// The filters that must all hold.
    effective: Bits,
    /// The filters of rules further up that the rule is an exception to, or lies beneath an exception to.
    bounds: Bits,
}

impl Line {
    /// The root's filters are those that it states.
    fn root(permits: bool, stated: Bits) -> Line {
        Line {
            permits,
            effective: stated,
            bounds: 0,
        }
    }

    /// The filters of a rule beneath this one that states `stated` at `level`.
    ///
    /// A filter that the rule does not state is inherited. A stated one replaces the parent's in a rule of the
    /// same effect and joins it in an exception; in both the bounds hold on. No data filter of a permit further
    /// up holds a deny: those that a deny states replace all others.
    fn beneath(&self, permits: bool, stated: Bits, level: usize) -> Line {
        let restated = everywhere(stated);
        let exception = permits != self.permits;
        let mut above = if exception {
            self.effective | if permits { self.bounds } else { 0 }
        } else {
            (self.effective & !restated) | (self.bounds & restated)
        };
        if !permits {
            above &= !(restated & DATA);
        }
        Line {
            permits,
            effective: above | at(stated, level),
            bounds: if exception {
                self.bounds | self.effective
            } else {
                self.bounds
            },
        }
    }
}

/// How the filters of the rules on the path stand to the request.
#[derive(Clone, Copy, Default)]
struct Tests {
    /// Filters that do not match.
    missed: Bits,
    /// Filters on attributes that are unknown.
    unknown: Bits,
    /// Purposes and labels that name what must be named.
    named: Bits,
}

/// Every rule of the tree that matches the request or may match it.
///
/// Which of them prevail is left to the caller, and simple: a permit reaches the items that it matches; a
/// deny those that it matches and no permit beneath it does; and denies prevail. That is the same as to let
/// each rule's outcome be replaced by its children's, deny first.
pub(super) fn evaluate(tree: &Tree, requester: &Requester, request: &Request) -> Evaluation {
    let mut evaluation = Evaluation::default();
    let mut lines = [Line::default(); MAX_DEPTH as usize];
    let mut path: Path = [u8::MAX; MAX_DEPTH as usize];
    let mut tests = Tests::default();
    for (index, node) in (0u8..).zip(tree.nodes()) {
        let level = usize::from(node.depth);
        let permits = node.effect == Effect::Permit;
        let stated = attributes(node);
        tests.forget(above(level));
        tests.add(node, level, requester, request);
        let parent = level.checked_sub(1).and_then(|parent| lines.get(parent));
        let line = match parent {
            None => Line::root(permits, stated),
            Some(parent) => parent.beneath(permits, stated, level),
        };
        for (depth, (entry, slot)) in path.iter_mut().zip(&mut lines).enumerate() {
            if depth == level {
                *entry = index;
                *slot = line;
            } else if depth > level {
                *entry = u8::MAX;
            }
        }
        let actors = if permits { DENY_ACTORS } else { PERMIT_ACTORS };
        let missed = line.effective & tests.missed & !everywhere(actors);
        let names_purpose = tests.names(PURPOSES, line.effective);
        let names_label = tests.names(LABELS, line.effective);
        let mut rule_missed = missed & !DATA != 0;
        let mut data_missed = missed & DATA != 0;
        if permits {
            let anyone = line.effective & everywhere(PERMIT_ACTORS) == 0;
            rule_missed |= anyone && !requester.anyone;
            rule_missed |= must_be_named(request.purpose) && !names_purpose;
            data_missed |=
                !names_label && request.item.labels.is_some() && request.may_have(&NAMED_LABELS);
            evaluation.data_missed |= level == 0 && !rule_missed && data_missed;
        }
        if !rule_missed && !data_missed {
            evaluation.hits.push(Hit {
                path,
                level,
                effect: node.effect,
                unknown: line.effective & tests.unknown,
                names_purpose,
                names_label,
            });
        }
    }
    evaluation
}

/// Whether some rule of this effect reaches the purpose, whoever asks and for whatever item; `root` counts
/// the root in.
pub(super) fn reaches(tree: &Tree, effect: Effect, purpose: Purpose, root: bool) -> bool {
    let mut lines = [Line::default(); MAX_DEPTH as usize];
    let mut tests = Tests::default();
    tree.nodes().iter().any(|node| {
        let level = usize::from(node.depth);
        let permits = node.effect == Effect::Permit;
        let stated = attributes(node) & PURPOSES;
        tests.forget(above(level));
        tests.add_purposes(node, level, purpose);
        let parent = level.checked_sub(1).and_then(|parent| lines.get(parent));
        let line = match parent {
            None => Line::root(permits, stated),
            Some(parent) => parent.beneath(permits, stated, level),
        };
        if let Some(slot) = lines.get_mut(level) {
            *slot = line;
        }
        let named = !permits || !must_be_named(purpose) || tests.names(PURPOSES, line.effective);
        node.effect == effect && (root || level > 0) && line.effective & tests.missed == 0 && named
    })
}

/// The attributes that a rule states.
fn attributes(node: &Node) -> Bits {
    let bit = |stated: bool, bits: Bits| if stated { bits } else { 0 };
    bit(node.actors.is_some(), PERMIT_ACTORS | DENY_ACTORS)
        | bit(node.purposes.is_some(), PURPOSES)
        | bit(node.actions.is_some(), ACTIONS)
        | bit(node.period.is_some(), PERIOD)
        | bit(node.classes.is_some(), CLASSES)
        | bit(node.labels.is_some(), LABELS)
        | bit(node.data_period.is_some(), DATA_PERIOD)
        | bit(node.records.is_some(), RECORDS)
        | bit(node.contexts.is_some(), CONTEXTS)
        | bit(node.authors.is_some(), AUTHORS)
        | bit(node.custodians.is_some(), CUSTODIANS)
}

impl Tests {
    /// Keeps only the levels above.
    fn forget(&mut self, above: Bits) {
        self.missed &= above;
        self.unknown &= above;
        self.named &= above;
    }

    /// Whether the innermost of the effective filters on this attribute names what must be named.
    fn names(&self, attribute: Bits, effective: Bits) -> bool {
        let innermost = (0..usize::from(MAX_DEPTH))
            .rev()
            .map(|level| at(attribute, level))
            .find(|bit| effective & bit != 0);
        innermost.is_some_and(|bit| self.named & bit != 0)
    }

    /// Notes how one attribute matches: surely, surely not, or unknown.
    fn note(&mut self, bit: Bits, matches: Option<bool>) {
        match matches {
            Some(true) => {}
            Some(false) => self.missed |= bit,
            None => self.unknown |= bit,
        }
    }

    fn add_purposes(&mut self, node: &Node, level: usize, purpose: Purpose) {
        let Some(stated) = &node.purposes else {
            return;
        };
        let reaches = match node.effect {
            Effect::Permit => permit_reaches,
            Effect::Deny => deny_reaches,
        };
        let matches = stated.iter().any(|stated| reaches(*stated, purpose));
        self.note(at(PURPOSES, level), Some(matches));
        if stated.contains(&purpose) {
            self.named |= at(PURPOSES, level);
        }
    }

    /// Tests the filters that a rule states, each in the direction of the rule itself, save actors: whom they
    /// may name depends on the rule that inherits them, so both ways are noted.
    fn add(&mut self, node: &Node, level: usize, requester: &Requester, request: &Request) {
        if let Some(actors) = &node.actors {
            let named = |proven: &[Actor]| Some(actors.iter().any(|actor| proven.contains(actor)));
            self.note(at(PERMIT_ACTORS, level), named(&requester.permits));
            self.note(at(DENY_ACTORS, level), named(&requester.denies));
        }
        self.add_purposes(node, level, request.purpose);
        if let Some(actions) = &node.actions {
            self.note(at(ACTIONS, level), Some(actions.contains(&request.action)));
        }
        if let Some(period) = &node.period {
            self.note(at(PERIOD, level), Some(period.contains(request.now)));
        }
        let item = request.item;
        if let Some(labels) = &node.labels {
            let known = item.labels.as_ref();
            self.note(
                at(LABELS, level),
                known.map(|known| labels_match(labels, node.effect, known)),
            );
            if sensitivity(labels)
                .iter()
                .any(|label| NAMED_LABELS.contains(label))
            {
                self.named |= at(LABELS, level);
            }
        }
        if let Some(days) = &node.data_period {
            self.note(
                at(DATA_PERIOD, level),
                item.authored.map(|day| days.contains(day)),
            );
        }
        self.add_one(at(RECORDS, level), &node.records, &item.record);
        self.add_one(at(AUTHORS, level), &node.authors, &item.author);
        self.add_one(at(CUSTODIANS, level), &node.custodians, &item.custodian);
        self.add_any(at(CLASSES, level), &node.classes, &item.classes);
        self.add_any(at(CONTEXTS, level), &node.contexts, &item.contexts);
    }

    fn add_one<T: PartialEq>(&mut self, bit: Bits, stated: &Option<Vec<T>>, known: &Option<T>) {
        if let Some(stated) = stated {
            self.note(bit, known.as_ref().map(|value| stated.contains(value)));
        }
    }

    fn add_any<T: PartialEq>(
        &mut self,
        bit: Bits,
        stated: &Option<Vec<T>>,
        known: &Option<Vec<T>>,
    ) {
        if let Some(stated) = stated {
            let matches = |values: &Vec<T>| values.iter().any(|value| stated.contains(value));
            self.note(bit, known.as_ref().map(matches));
        }
    }
}

/// The sensitivity labels among labels.
pub(super) fn sensitivity(labels: &Labels) -> &[Sensitivity] {
    labels.sensitivity.as_deref().unwrap_or_default()
}

/// Whether the labels that a rule of this effect states reach an item with these labels. Reaching the level
/// or one label suffices; an item without a level counts as N.
fn labels_match(stated: &Labels, effect: Effect, item: &Labels) -> bool {
    let level = item.confidentiality.unwrap_or(Confidentiality::N);
    let by_level = |stated: Confidentiality| match effect {
        Effect::Permit => level <= stated,
        Effect::Deny => level >= stated,
    };
    let by_label = |stated: &Sensitivity| {
        sensitivity(item).iter().any(|label| match effect {
            Effect::Permit => label == stated,
            Effect::Deny => deny_reaches_label(*stated, *label),
        })
    };
    let private = item.private.as_deref().unwrap_or_default();
    stated.confidentiality.is_some_and(by_level)
        || sensitivity(stated).iter().any(by_label)
        || stated
            .private
            .iter()
            .flatten()
            .any(|label| private.contains(label))
}
