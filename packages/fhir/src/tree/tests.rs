//! Normalising decides alike, whatever is asked.

use super::*;
use health_rules::consent::{
    decide, Actor as Who, Candidate, Circumstances, Emergency, Requester, Subject, Tree, TreeError,
};
use health_types::codes::PurposeOfUse;
use health_types::consent::{
    Category, ConsentStatus, Decision, DefaultPolicy, Item, Question, RootStrength,
};
use proptest::prelude::*;

/// Up to three values of a small choice, so that rules often meet.
fn some<T: Ord + Clone + std::fmt::Debug + 'static>(
    values: &'static [T],
) -> impl Strategy<Value = Option<BTreeSet<T>>> {
    let set = prop::collection::btree_set(prop::sample::select(values), 1..3);
    prop::option::weighted(0.4, set)
}

const ACTORS: [Actor; 3] = [
    Actor::Person { holder: 1 },
    Actor::Organisation { holder: 2 },
    Actor::Person { holder: 3 },
];
const PURPOSES: [Purpose; 6] = [
    Purpose::Code {
        code: PurposeOfUse::TREAT,
    },
    Purpose::Code {
        code: PurposeOfUse::ETREAT,
    },
    Purpose::Code {
        code: PurposeOfUse::BTG,
    },
    Purpose::Code {
        code: PurposeOfUse::HRESCH,
    },
    Purpose::Project {
        id: Bytes32([1; 32]),
    },
    Purpose::Other {
        id: Bytes32([2; 32]),
    },
];
const ACTIONS: [Action; 2] = [Action::Access, Action::Use];
const CLASSES: [DataClass; 3] = [
    DataClass::Observation,
    DataClass::Laboratory,
    DataClass::Condition,
];
const LEVELS: [Confidentiality; 3] = [Confidentiality::L, Confidentiality::N, Confidentiality::R];
const LABELS: [Sensitivity; 4] = [
    Sensitivity::HIV,
    Sensitivity::SUD,
    Sensitivity::ETHUD,
    Sensitivity::PSYTHPN,
];
const HASHES: [Bytes32; 2] = [Bytes32([7; 32]), Bytes32([8; 32])];

fn labels() -> impl Strategy<Value = Option<LabelSet>> {
    let set = (
        prop::option::of(prop::sample::select(&LEVELS[..])),
        prop::collection::btree_set(prop::sample::select(&LABELS[..]), 0..3),
        prop::collection::btree_set(prop::sample::select(&HASHES[..]), 0..2),
    );
    let stated = set
        .prop_map(|(level, sensitivity, private)| LabelSet {
            level,
            sensitivity,
            private,
        })
        .prop_filter("states something", |labels| *labels != LabelSet::default());
    prop::option::weighted(0.3, stated)
}

fn filters() -> impl Strategy<Value = Filters> {
    (
        (
            some(&ACTORS),
            some(&PURPOSES),
            some(&ACTIONS),
            some(&CLASSES),
            labels(),
        ),
        prop::option::weighted(
            0.2,
            prop::sample::select(vec![(None, Some(50)), (Some(50), None)]),
        ),
        prop::option::weighted(
            0.2,
            prop::sample::select(vec![(None, Some(5)), (Some(3), None)]),
        ),
        (some(&HASHES), some(&HASHES)),
        any::<[bool; 4]>(),
    )
        .prop_map(
            |(
                (actors, purposes, actions, classes, labels),
                period,
                data_period,
                (records, authors),
                keep,
            )| {
                let [whom, what_for, data, selectors] = keep;
                Filters {
                    actors: actors.filter(|_| whom),
                    purposes: purposes.filter(|_| what_for),
                    actions: actions.filter(|_| what_for),
                    classes: classes.filter(|_| data),
                    labels: labels.filter(|_| data),
                    period: period.filter(|_| whom),
                    data_period: data_period.filter(|_| data),
                    records: records.filter(|_| selectors),
                    authors: authors.filter(|_| selectors),
                    ..Filters::default()
                }
            },
        )
}

fn effect() -> impl Strategy<Value = Effect> {
    prop::sample::select(vec![Effect::Permit, Effect::Deny])
}

fn node(children: impl Strategy<Value = Vec<Node>>) -> impl Strategy<Value = Node> {
    (effect(), filters(), children).prop_map(|(effect, filters, children)| Node {
        effect,
        filters,
        children,
    })
}

/// Trees with siblings that are often alike but for one attribute.
pub(crate) fn tree() -> impl Strategy<Value = Node> {
    let leaf = node(Just(Vec::new()));
    let branch = node(prop::collection::vec(leaf, 0..4));
    let varied =
        (prop::collection::vec(branch, 0..4), filters()).prop_map(|(mut children, other)| {
            // A sibling that differs in one attribute from the first leaf.
            if let Some(leaf) = children.iter().find(|child| child.children.is_empty()) {
                let mut twin = leaf.clone();
                twin.filters.purposes = other.purposes;
                children.push(twin);
            }
            children
        });
    node(varied)
}

fn item() -> impl Strategy<Value = Option<Item>> {
    let known = |values: &'static [DataClass]| {
        prop::collection::btree_set(prop::sample::select(values), 0..3)
    };
    let item = (
        prop::option::of(prop::sample::select(&HASHES[..])),
        prop::option::of(known(&CLASSES)),
        prop::option::of(labels()),
        prop::option::of(0..8i32),
        prop::option::of(prop::sample::select(&HASHES[..])),
    )
        .prop_map(|(record, classes, labels, authored, author)| Item {
            record,
            classes: classes.map(|classes| classes.into_iter().collect()),
            labels: labels.map(|labels| {
                let labels = labels.unwrap_or_default();
                Labels {
                    confidentiality: labels.level,
                    sensitivity: list(labels.sensitivity),
                    private: list(labels.private),
                }
            }),
            authored,
            author,
            contexts: None,
            custodian: None,
        });
    prop::option::weighted(0.9, item)
}

/// The decision on a tree, and what is to be done.
fn judged(
    tree: &Tree,
    strength: RootStrength,
    question: &Question,
    who: Who,
    now: u32,
) -> (Decision, Effect) {
    let subject = Subject {
        epoch: 0,
        default_policy: DefaultPolicy::PermitTreatment,
        emergencies_allowed: true,
        opted_out: false,
        restricted: false,
    };
    let requester = Requester {
        permits: vec![who.clone()],
        denies: vec![who],
        anyone: true,
    };
    let circumstances = Circumstances {
        now,
        owner: false,
        emergency: Emergency::Absent,
        part2_custodian: false,
    };
    let candidate = Candidate {
        id: 1,
        status: ConsentStatus::Active,
        epoch: 0,
        category: Category::PatientPrivacy,
        strength,
        period: Period::OPEN,
        supersedes: &[],
        excluded: &[],
        delegate_ended: false,
        policy: None,
        tree,
    };
    let outcome = decide(&subject, &requester, &circumstances, question, &[candidate]);
    (outcome.decision, outcome.effect)
}

fn build(node: &Node) -> Option<Tree> {
    let provision = Provision::from(node.clone());
    Tree::build::<TreeError>(&provision, |address| Ok(Who::Account(address.into()))).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn decides_alike(
        root in tree(),
        baseline in any::<bool>(),
        items in prop::collection::vec(item(), 12),
    ) {
        let strength = match baseline && root.effect == Effect::Deny {
            true => RootStrength::Baseline,
            false => RootStrength::Explicit,
        };
        let normal = normalise(root.clone(), strength == RootStrength::Baseline);
        let (Some(stated), Some(normalised)) = (build(&root), build(&normal)) else {
            return Ok(());
        };
        for data in items {
            for purpose in PURPOSES {
                for (who, action, now) in [
                    (Who::Person(1), Action::Access, 10),
                    (Who::Organisation(2), Action::Access, 60),
                    (Who::Person(9), Action::Use, 10),
                ] {
                    let question = Question {
                        purpose,
                        action,
                        category: Category::PatientPrivacy,
                        data: data.clone(),
                    };
                    prop_assert_eq!(
                        judged(&stated, strength, &question, who.clone(), now),
                        judged(&normalised, strength, &question, who, now),
                        "{:?}\n{:?}", question, normal
                    );
                }
            }
        }
    }

    #[test]
    fn normalising_twice_changes_nothing(root in tree(), baseline in any::<bool>()) {
        let normal = normalise(root, baseline);
        prop_assert_eq!(normalise(normal.clone(), baseline), normal);
    }
}

fn leaf(effect: Effect, filters: Filters) -> Node {
    Node {
        effect,
        filters,
        children: Vec::new(),
    }
}

fn policies(numbers: std::ops::Range<u8>) -> Option<BTreeSet<Purpose>> {
    Some(
        numbers
            .map(|n| Purpose::Other {
                id: Bytes32([n; 32]),
            })
            .collect(),
    )
}

#[test]
fn rules_that_list_codes_one_by_one_become_few() {
    let period = Some((Some(1), Some(2)));
    let children = (1..35)
        .map(|n| {
            leaf(
                Effect::Permit,
                Filters {
                    purposes: policies(n..n + 1),
                    period,
                    ..Filters::default()
                },
            )
        })
        .collect();
    let root = Node {
        effect: Effect::Deny,
        filters: Filters::default(),
        children,
    };
    let normal = normalise(root, false);
    assert_eq!(normal.children.len(), 3, "34 codes, at most 16 in a rule");
    assert!(normal
        .children
        .iter()
        .all(|child| child.filters.fits() && child.filters.period == period));
    assert!(build(&normal).is_some());
}

#[test]
fn a_repeated_deny_stays_where_it_outranks_a_permit() {
    let repeated = leaf(Effect::Deny, Filters::default());
    let permit = leaf(
        Effect::Permit,
        Filters {
            purposes: policies(1..2),
            ..Filters::default()
        },
    );
    let root = |children| Node {
        effect: Effect::Deny,
        filters: Filters::default(),
        children,
    };
    assert_eq!(
        normalise(root(vec![repeated.clone(), permit]), false)
            .children
            .len(),
        2
    );
    assert_eq!(normalise(root(vec![repeated]), false).children.len(), 0);
}

#[test]
fn a_root_with_many_values_takes_them_apart_unless_they_say_whom_it_is_for() {
    let classes: BTreeSet<DataClass> = health_types::codes::Code::ALL
        .iter()
        .copied()
        .take(40)
        .collect();
    let wide = leaf(
        Effect::Permit,
        Filters {
            classes: Some(classes),
            ..Filters::default()
        },
    );
    let normal = normalise(wide, false);
    assert_eq!(normal.children.len(), 1);
    assert!(normal.filters.fits() && normal.children[0].filters.fits());
    let many = leaf(
        Effect::Permit,
        Filters {
            purposes: policies(1..20),
            ..Filters::default()
        },
    );
    assert_eq!(normalise(many.clone(), false), many);
}
