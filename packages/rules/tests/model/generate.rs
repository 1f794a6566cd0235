//! Random trees, consents, requesters and items over a small universe.

use crate::reference::{Asker, Choices, Stored};
use health_types::codes::{Action, Confidentiality, DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::{
    ActMeaning, Actor, Category, DataPeriod, DefaultPolicy, Effect, Item, Labels, NewConsent,
    Provision, Purpose, Question, RootStrength,
};
use health_types::identity::{Assurance, Function};
use health_types::{Bytes32, Period};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

pub const NOW: u32 = 100;

/// What data filters rules may state.
#[derive(Clone, Copy, PartialEq)]
pub enum Filters {
    /// All there are.
    Any,
    /// Those of which every conjunction can be said in one filter of an obligation.
    Sayable,
}

fn purposes() -> Vec<Purpose> {
    use PurposeOfUse::*;
    [
        TREAT, ETREAT, BTG, COC, HOPERAT, MLTRAINING, HRESCH, CLINTRCH,
    ]
    .map(|code| Purpose::Code { code })
    .into_iter()
    .chain([
        Purpose::Project {
            id: Bytes32([7; 32]),
        },
        Purpose::Other {
            id: Bytes32([8; 32]),
        },
    ])
    .collect()
}

fn actors() -> Vec<Actor> {
    vec![
        Actor::Person { holder: 1 },
        Actor::Organisation { holder: 2 },
        Actor::Organisation { holder: 3 },
        Actor::Function {
            function: Function::Clinician,
        },
    ]
}

/// A stated list, one time in four.
fn sometimes<T: Clone + std::fmt::Debug + 'static>(pool: Vec<T>) -> BoxedStrategy<Option<Vec<T>>> {
    let most = pool.len().min(2);
    prop_oneof![3 => Just(None), 1 => subsequence(pool, 1..=most).prop_map(Some)].boxed()
}

fn labels(filters: Filters) -> BoxedStrategy<Option<Labels>> {
    use Sensitivity::*;
    let private = None;
    if filters == Filters::Sayable {
        let only = Labels {
            confidentiality: None,
            private,
            sensitivity: Some(vec![HIV]),
        };
        return prop_oneof![3 => Just(None), 1 => Just(Some(only))].boxed();
    }
    let level = prop_oneof![
        Just(None),
        select(vec![Confidentiality::N, Confidentiality::R]).prop_map(Some)
    ];
    let label = prop_oneof![
        Just(None),
        subsequence(vec![HIV, SPI, SUD, ETHUD, PSYTHPN], 1..=2).prop_map(Some)
    ];
    let stated = (level, label).prop_filter_map("stated", move |(confidentiality, sensitivity)| {
        (confidentiality.is_some() || sensitivity.is_some()).then_some(Some(Labels {
            confidentiality,
            private: None,
            sensitivity,
        }))
    });
    prop_oneof![2 => Just(None), 1 => stated].boxed()
}

fn rule(filters: Filters, beneath: BoxedStrategy<Vec<Provision>>) -> BoxedStrategy<Provision> {
    let classes = match filters {
        Filters::Any => vec![
            DataClass::Observation,
            DataClass::Laboratory,
            DataClass::Condition,
        ],
        Filters::Sayable => vec![DataClass::Observation],
    };
    let days = (0..2i32, 1..3i32).prop_map(|(from, length)| DataPeriod {
        from: Some(from),
        until: Some(from + length),
    });
    let authors = vec![Bytes32::of_holder(1), Bytes32::of_holder(2)];
    let periods = select(vec![
        Period::OPEN,
        Period {
            from: Some(NOW + 1),
            until: None,
        },
    ]);
    let who = (
        sometimes(actors()),
        sometimes(purposes()),
        sometimes(vec![Action::Access, Action::Use]),
    );
    let what = (
        sometimes(classes),
        labels(filters),
        prop_oneof![3 => Just(None), 1 => days.prop_map(Some)],
        sometimes(authors),
    );
    let when = prop_oneof![5 => Just(None), 1 => periods.prop_map(Some)];
    (
        select(vec![Effect::Permit, Effect::Deny]),
        who,
        what,
        when,
        beneath,
    )
        .prop_map(
            |(
                effect,
                (actors, purposes, actions),
                (classes, labels, data_period, authors),
                period,
                beneath,
            )| Provision {
                effect,
                actors,
                purposes,
                actions,
                classes,
                labels,
                period,
                data_period,
                records: None,
                contexts: None,
                authors,
                custodians: None,
                provision: (!beneath.is_empty()).then_some(beneath),
            },
        )
        .boxed()
}

pub fn tree(filters: Filters) -> BoxedStrategy<Provision> {
    let leaf = rule(filters, Just(vec![]).boxed());
    let child = rule(filters, prop::collection::vec(leaf, 0..3).boxed());
    rule(filters, prop::collection::vec(child, 0..3).boxed())
}

pub fn stored(filters: Filters) -> BoxedStrategy<Stored> {
    let strength = select(vec![RootStrength::Explicit, RootStrength::Baseline]);
    let excluded = prop_oneof![4 => Just(vec![]), 1 => Just(vec![Sensitivity::SUD])];
    let epoch = prop_oneof![1 => Just(0u32), 4 => Just(1u32)];
    (tree(filters), strength, excluded, epoch)
        .prop_map(|(provision, strength, excluded, epoch)| Stored {
            id: 0,
            epoch,
            excluded,
            consent: NewConsent {
                status: None,
                category: Category::PatientPrivacy,
                strength: Some(strength),
                period: Period::OPEN,
                meaning: ActMeaning::Consent,
                assurance: Assurance::Low,
                policy: None,
                source_document: None,
                signature_evidence: None,
                supersedes: None,
                provision,
            },
        })
        .boxed()
}

pub fn consents(filters: Filters, most: usize) -> BoxedStrategy<Vec<Stored>> {
    prop::collection::vec(stored(filters), 1..=most)
        .prop_map(|mut list| {
            for (id, one) in (1..).zip(&mut list) {
                one.id = id;
            }
            list
        })
        .boxed()
}

pub fn asker() -> BoxedStrategy<Asker> {
    let known = actors().len();
    (
        subsequence(actors(), 0..=known),
        subsequence(actors(), 0..=known),
        any::<bool>(),
    )
        .prop_map(|(permits, more, anyone)| {
            let mut denies = permits.clone();
            denies.extend(more.into_iter().filter(|actor| !permits.contains(actor)));
            Asker {
                permits,
                denies,
                anyone,
            }
        })
        .boxed()
}

pub fn choices() -> BoxedStrategy<Choices> {
    let policies = vec![
        DefaultPolicy::PermitTreatment,
        DefaultPolicy::PermitAuthorized,
        DefaultPolicy::Deny,
    ];
    (select(policies), prop::bool::weighted(0.2))
        .prop_map(|(default_policy, opted_out)| Choices {
            epoch: 1,
            default_policy,
            opted_out,
        })
        .boxed()
}

pub fn question() -> BoxedStrategy<Question> {
    (
        select(purposes()),
        select(vec![Action::Access, Action::Use]),
    )
        .prop_map(|(purpose, action)| Question {
            purpose,
            action,
            category: Category::PatientPrivacy,
            data: None,
        })
        .boxed()
}

/// Every item of the universe.
pub fn items() -> Vec<Item> {
    use Sensitivity::*;
    let mut items = Vec::new();
    for level in [None, Some(Confidentiality::R), Some(Confidentiality::V)] {
        for labels in [
            vec![],
            vec![HIV],
            vec![SUD],
            vec![ETHUD],
            vec![PSYTHPN],
            vec![HIV, PSYTHPN],
        ] {
            for classes in [
                vec![],
                vec![DataClass::Observation],
                vec![DataClass::Laboratory],
                vec![DataClass::Observation, DataClass::Laboratory],
                vec![DataClass::Condition],
            ] {
                for day in 0..3 {
                    for author in 1..3 {
                        items.push(Item {
                            record: Some(Bytes32([9; 32])),
                            classes: Some(classes.clone()),
                            labels: Some(Labels {
                                confidentiality: level,
                                private: None,
                                sensitivity: Some(labels.clone()),
                            }),
                            authored: Some(day),
                            author: Some(Bytes32::of_holder(author)),
                            contexts: Some(vec![]),
                            custodian: Some(Bytes32::of_holder(1)),
                        });
                    }
                }
            }
        }
    }
    items
}

/// Which attributes of an item are known: labels, classes, day, author.
pub fn knowledge() -> BoxedStrategy<[bool; 4]> {
    any::<[bool; 4]>().boxed()
}

/// The item as far as it is known.
pub fn known(item: &Item, knowledge: [bool; 4]) -> Item {
    Item {
        labels: item.labels.clone().filter(|_| knowledge[0]),
        classes: item.classes.clone().filter(|_| knowledge[1]),
        authored: item.authored.filter(|_| knowledge[2]),
        author: item.author.filter(|_| knowledge[3]),
        ..item.clone()
    }
}
