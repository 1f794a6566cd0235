//! Whatever tree is recorded is read back, its lists sorted, and stands in every cell that the rules name.

use crate::support::*;
use health_testing::Suite;
use health_types::codes::{Action, Code, Confidentiality, DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::*;
use health_types::identity::{CredentialKind, Function};
use health_types::{Bytes32, Period};
use proptest::collection::btree_set;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

fn list<T: Ord + Clone + std::fmt::Debug>(
    entry: impl Strategy<Value = T>,
    max: usize,
) -> impl Strategy<Value = Option<Vec<T>>> {
    of(btree_set(entry, 1..=max).prop_map(|set| set.into_iter().collect()))
}

fn codes<C: Code + std::fmt::Debug>(max: usize) -> impl Strategy<Value = Option<Vec<C>>> {
    list(select(C::ALL), max)
}

fn hashes() -> impl Strategy<Value = Option<Vec<Bytes32>>> {
    list((1u8..9).prop_map(|byte| Bytes32([byte; 32])), 1)
}

fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        (1u32..9).prop_map(|holder| Actor::Person { holder }),
        (1u32..9).prop_map(|holder| Actor::Organisation { holder }),
        (1u32..9).prop_map(|holder| Actor::Device { holder }),
        select(Function::ALL).prop_map(|function| Actor::Function { function }),
        select(CredentialKind::ALL).prop_map(|kind| Actor::Credential { kind }),
    ]
}

fn purpose() -> impl Strategy<Value = Purpose> {
    let id = (1u8..9).prop_map(|byte| Bytes32([byte; 32]));
    prop_oneof![
        4 => select(PurposeOfUse::ALL).prop_map(|code| Purpose::Code { code }),
        1 => id.clone().prop_map(|id| Purpose::Project { id }),
        1 => id.prop_map(|id| Purpose::Other { id }),
    ]
}

fn labels() -> impl Strategy<Value = Option<Labels>> {
    let parts = (
        of(select(Confidentiality::ALL)),
        hashes(),
        codes::<Sensitivity>(3),
    );
    parts.prop_map(|(confidentiality, private, sensitivity)| {
        let stated = confidentiality.is_some() || private.is_some() || sensitivity.is_some();
        stated.then_some(Labels {
            confidentiality,
            private,
            sensitivity,
        })
    })
}

fn periods() -> impl Strategy<Value = (Option<Period>, Option<DataPeriod>)> {
    let seconds = (of(0u32..START), of(START..u32::MAX));
    let days = (of(i32::MIN..0), of(0..i32::MAX));
    (
        of(seconds.prop_map(|(from, until)| Period { from, until })),
        of(days.prop_map(|(from, until)| DataPeriod { from, until })),
    )
}

fn rule() -> impl Strategy<Value = Provision> {
    let who = (
        select(&[Effect::Permit, Effect::Deny][..]),
        list(actor(), 3),
        list(purpose(), 4),
        codes::<Action>(5),
    );
    let what = (codes::<DataClass>(4), labels(), periods());
    let selectors = (hashes(), hashes(), hashes(), hashes());
    (who, what, selectors).prop_map(|(who, what, selectors)| {
        let (effect, actors, purposes, actions) = who;
        let (classes, labels, (period, data_period)) = what;
        let (records, contexts, authors, custodians) = selectors;
        Provision {
            effect,
            actors,
            purposes,
            actions,
            classes,
            labels,
            period,
            data_period,
            records,
            contexts,
            authors,
            custodians,
            provision: None,
        }
    })
}

/// A root with up to two rules beneath it, and up to two beneath each of those.
fn tree() -> impl Strategy<Value = Provision> {
    let beneath = |parent: Provision, rules: Vec<Provision>| Provision {
        provision: (!rules.is_empty()).then_some(rules),
        ..parent
    };
    let twig = (rule(), prop::collection::vec(rule(), 0..=2)).prop_map(move |(a, b)| beneath(a, b));
    (rule(), prop::collection::vec(twig, 0..=2)).prop_map(move |(a, b)| beneath(a, b))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn trees_are_read_back(provision in tree()) {
        let mut town = Town::new();
        let msg = town.grant_msg(1, Suite::consent_of(provision.clone()));
        if let Err(error) = town.suite.consent("patient", &msg) {
            // Seven rules with all selectors may be too much.
            prop_assert!(root(&error).starts_with("consent_too_large"), "{error}");
            return Ok(());
        }
        prop_assert_eq!(town.consent(1).provision, provision);
        let cells = town.dump().iter().filter(|(key, _)| key[0] == 0x13).count();
        prop_assert!((1..=16).contains(&cells));
    }
}
