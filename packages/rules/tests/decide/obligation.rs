//! What is answered where the item is unknown, or bears labels that bind.

use crate::fixture::*;

#[test]
fn an_emergency_shows_what_a_deny_may_not_hold() {
    let partly = tree(&towards(
        PurposeOfUse::BTG,
        labelled(Sensitivity::HIV, deny()),
    ));
    let candidates = [candidate(1, &partly)];
    let bulk = ask(SUBJECT, BREAKING, PurposeOfUse::BTG, None, &candidates);
    assert_eq!(bulk.obligations, [redact(of_label(Sensitivity::HIV), None)]);
    let item = bearing(&[Sensitivity::HIV]);
    let item = ask(SUBJECT, BREAKING, PurposeOfUse::BTG, item, &candidates);
    assert_eq!(
        short(&item),
        (Decision::Deny, Reason::ExplicitDeny, vec![1])
    );
}

#[test]
fn an_emergency_minds_no_deny_but_an_explicit_one_that_names_it() {
    let hiv = |provision| labelled(Sensitivity::HIV, provision);
    let (general, named) = (
        tree(&hiv(deny())),
        tree(&hiv(towards(PurposeOfUse::BTG, deny()))),
    );
    let baseline = Candidate {
        strength: RootStrength::Baseline,
        ..candidate(2, &named)
    };
    let candidates = [candidate(1, &general), baseline];
    let bulk = ask(SUBJECT, BREAKING, PurposeOfUse::BTG, None, &candidates);
    assert_eq!((bulk.reason, bulk.obligations), (Reason::Emergency, vec![]));

    // A permit beneath the deny spares it, though not for what it does not name.
    let spared = tree(&beneath(towards(PurposeOfUse::BTG, deny()), vec![permit()]));
    let glass = |item| {
        let candidates = [candidate(1, &spared)];
        let outcome = ask(SUBJECT, BREAKING, PurposeOfUse::BTG, item, &candidates);
        (outcome.reason, outcome.obligations)
    };
    assert_eq!(glass(None), (Reason::Emergency, vec![notes()]));
    assert_eq!(glass(bearing(&[])), (Reason::Emergency, vec![]));
    let held = glass(bearing(&[Sensitivity::PSYTHPN]));
    assert_eq!(held, (Reason::ExplicitDeny, vec![]));
}

#[test]
fn what_is_vetoed_keeps_the_default_away_only_if_the_root_permits() {
    let excluded = [Sensitivity::HIV];
    let lenient = Subject {
        default_policy: DefaultPolicy::PermitAuthorized,
        ..SUBJECT
    };
    let of = |tree: &Tree| {
        let delegated = Candidate {
            excluded: &excluded,
            ..candidate(1, tree)
        };
        let item = bearing(&[Sensitivity::HIV]);
        let outcome = ask(lenient, QUIET, PurposeOfUse::TREAT, item, &[delegated]);
        (outcome.decision, outcome.effect)
    };
    let nothing = |effect| (Decision::NoConsent, effect);
    assert_eq!(of(&tree(&permit())), nothing(Effect::Deny));
    let spared = tree(&beneath(deny(), vec![permit()]));
    assert_eq!(of(&spared), nothing(Effect::Permit));
}

#[test]
fn an_excluded_label_vetoes_what_may_bear_it() {
    let all = tree(&permit());
    let excluded = [Sensitivity::SPI];
    let delegated = Candidate {
        excluded: &excluded,
        ..candidate(1, &all)
    };
    let lenient = Subject {
        default_policy: DefaultPolicy::PermitAuthorized,
        ..SUBJECT
    };
    let of = |item| {
        let outcome = ask(lenient, QUIET, PurposeOfUse::TREAT, item, &[delegated]);
        (outcome.decision, outcome.effect)
    };
    let vetoed = (Decision::NoConsent, Effect::Deny);
    assert_eq!(of(bearing(&[])), (Decision::Permit, Effect::Permit));
    assert_eq!(
        of(bearing(&[Sensitivity::HIV])),
        (Decision::Permit, Effect::Permit)
    );
    assert_eq!(of(bearing(&[Sensitivity::HIV, Sensitivity::MH])), vetoed);
    assert_eq!(of(None), vetoed);
}

#[test]
fn labels_that_demand_naming_are_named_or_withheld() {
    let (all, named) = (
        tree(&permit()),
        tree(&labelled(Sensitivity::PSYTHPN, permit())),
    );
    let (all, named) = (candidate(1, &all), candidate(2, &named));
    let item = || bearing(&[Sensitivity::PSYTHPN, Sensitivity::MH]);
    assert_eq!(plain(item(), &[all]).decision, Decision::NoConsent);
    assert_eq!(
        short(&plain(item(), &[all, named])),
        (Decision::Permit, Reason::Permit, vec![2])
    );
    assert_eq!(plain(None, &[all]).obligations, [notes()]);
    assert_eq!(plain(None, &[all, named]).obligations, []);
    let only_notes = plain(None, &[named]).obligations;
    assert_eq!(only_notes, [only(vec![of_label(Sensitivity::PSYTHPN)])]);
    let some = tree(&classed(
        DataClass::Observation,
        labelled(Sensitivity::PSYTHPN, permit()),
    ));
    let some = plain(None, &[all, candidate(3, &some)]).obligations;
    let spared = vec![of_class(DataClass::Observation)];
    assert_eq!(some, [redact(of_label(Sensitivity::PSYTHPN), Some(spared))]);
    let restricted = tree(&level(Confidentiality::V, permit()));
    assert_eq!(
        plain(item(), &[candidate(1, &restricted)]).decision,
        Decision::NoConsent
    );
    let lenient = Subject {
        default_policy: DefaultPolicy::PermitAuthorized,
        ..SUBJECT
    };
    let default = |item| ask(lenient, QUIET, PurposeOfUse::TREAT, item, &[]);
    assert_eq!(default(item()).effect, Effect::Deny);
    assert_eq!(
        (default(None).effect, default(None).obligations),
        (Effect::Permit, vec![notes()])
    );
}

#[test]
fn a_deny_that_is_spared_for_the_sake_of_a_permit_still_holds_what_that_does_not_name() {
    let named = tree(&labelled(Sensitivity::PSYTHPN, permit()));
    let spared = tree(&beneath(
        classed(DataClass::Condition, deny()),
        vec![permit()],
    ));
    let candidates = [candidate(1, &named), candidate(2, &spared)];
    let bulk = plain(None, &candidates);
    assert_eq!(short(&bulk), (Decision::Permit, Reason::Permit, vec![1, 2]));
    let held = Filter {
        classes: Some(vec![DataClass::Condition]),
        ..of_label(Sensitivity::PSYTHPN)
    };
    let shown = only(vec![
        of_class(DataClass::Condition),
        of_label(Sensitivity::PSYTHPN),
    ]);
    assert_eq!(bulk.obligations, [shown.clone(), redact(held, None)]);
    // A baseline holds nothing that another consent permits by name.
    let baseline = Candidate {
        strength: RootStrength::Baseline,
        ..candidate(2, &spared)
    };
    let bulk = plain(None, &[candidate(1, &named), baseline]);
    assert_eq!(bulk.obligations, [shown]);
    let item = Item {
        classes: Some(vec![DataClass::Condition]),
        ..bearing(&[Sensitivity::PSYTHPN]).unwrap()
    };
    assert_eq!(
        short(&plain(Some(item), &candidates)),
        (Decision::Deny, Reason::ExplicitDeny, vec![2])
    );
}

#[test]
fn only_says_no_more_than_the_rules_permit() {
    use DataClass::{Condition, Laboratory, Observation};
    let classed = |classes: [DataClass; 2], provision| Provision {
        classes: Some(classes.to_vec()),
        ..provision
    };
    // Of an exception both lists must be met; what both name surely does.
    let both = tree(&beneath(
        classed([Observation, Condition], deny()),
        vec![classed([Condition, Laboratory], permit())],
    ));
    let outcome = plain(None, &[candidate(1, &both)]);
    let listed = |classes: &[DataClass]| Filter {
        classes: Some(classes.to_vec()),
        ..Filter::default()
    };
    assert_eq!(
        outcome.obligations,
        [
            only(vec![of_class(Condition)]),
            redact(
                listed(&[Condition, Observation]),
                Some(vec![listed(&[Condition, Laboratory])])
            ),
            notes(),
        ]
    );
    // A level and higher, which a deny reaches, cannot be said to be shown.
    let higher = tree(&beneath(level(Confidentiality::R, deny()), vec![permit()]));
    let higher = Candidate {
        strength: RootStrength::Baseline,
        ..candidate(1, &higher)
    };
    assert_eq!(plain(None, &[higher]).decision, Decision::NoConsent);
    let item = |confidentiality| {
        let labels = Labels {
            confidentiality: Some(confidentiality),
            private: None,
            sensitivity: None,
        };
        let item = Item {
            labels: Some(labels),
            ..Item::default()
        };
        plain(Some(item), &[higher]).decision
    };
    assert_eq!(item(Confidentiality::V), Decision::Permit);
    assert_eq!(item(Confidentiality::N), Decision::NoConsent);
}

#[test]
fn a_permit_within_another_is_not_told() {
    let observations = beneath(
        classed(DataClass::Observation, permit()),
        vec![
            labelled(Sensitivity::HIV, permit()),
            classed(DataClass::Condition, permit()),
        ],
    );
    let observations = tree(&observations);
    let outcome = plain(None, &[candidate(1, &observations)]);
    let shown = vec![
        of_class(DataClass::Condition),
        of_class(DataClass::Observation),
    ];
    assert_eq!(outcome.obligations, [only(shown), notes()]);
}

#[test]
fn unknown_attributes_become_obligations() {
    let exception = classed(DataClass::Observation, permit());
    let gated = tree(&beneath(
        permit(),
        vec![beneath(
            towards(PurposeOfUse::TREAT, deny()),
            vec![exception.clone()],
        )],
    ));
    let outcome = plain(None, &[candidate(1, &gated)]);
    let observations = only(vec![of_class(DataClass::Observation)]);
    assert_eq!(short(&outcome), (Decision::Permit, Reason::Permit, vec![1]));
    assert_eq!(outcome.obligations, [observations.clone(), notes()]);

    let default = tree(&beneath(deny(), vec![exception]));
    let other = tree(&permit());
    let outcome = plain(None, &[candidate(1, &default), candidate(2, &other)]);
    assert_eq!(short(&outcome), (Decision::Permit, Reason::Permit, vec![2]));
    assert_eq!(outcome.obligations, [observations, notes()]);

    let partly = tree(&labelled(Sensitivity::HIV, deny()));
    let baseline = Candidate {
        strength: RootStrength::Baseline,
        ..candidate(3, &partly)
    };
    let lenient = Subject {
        default_policy: DefaultPolicy::PermitTreatment,
        ..SUBJECT
    };
    let outcome = ask(lenient, QUIET, PurposeOfUse::TREAT, None, &[baseline]);
    assert_eq!(
        (outcome.decision, outcome.effect),
        (Decision::NoConsent, Effect::Permit)
    );
    assert_eq!(
        outcome.obligations,
        [redact(of_label(Sensitivity::HIV), None), notes()]
    );
    let explicit = ask(
        lenient,
        QUIET,
        PurposeOfUse::TREAT,
        None,
        &[candidate(3, &partly)],
    );
    assert_eq!(
        (explicit.decision, explicit.obligations),
        (Decision::NoConsent, outcome.obligations)
    );
    let outcome = plain(None, &[baseline, candidate(2, &other)]);
    assert_eq!(outcome.obligations, [notes()]);
}

#[test]
fn an_exception_without_filters_of_its_own_denies_all_that_its_parent_permits() {
    let normal = level(Confidentiality::N, permit());
    let excepted = tree(&beneath(normal, vec![deny()]));
    let outcome = plain(None, &[candidate(1, &excepted)]);
    assert_eq!(
        short(&outcome),
        (Decision::Deny, Reason::ExplicitDeny, vec![1])
    );
}

#[test]
fn a_permit_that_misses_the_item_keeps_the_default_away() {
    let lenient = Subject {
        default_policy: DefaultPolicy::PermitAuthorized,
        ..SUBJECT
    };
    let observations = tree(&classed(DataClass::Observation, permit()));
    let item = |class| {
        Some(Item {
            classes: Some(vec![class]),
            ..bearing(&[]).unwrap()
        })
    };
    let of = |purpose, class| {
        let outcome = ask(
            lenient,
            QUIET,
            purpose,
            item(class),
            &[candidate(1, &observations)],
        );
        (outcome.decision, outcome.effect)
    };
    let permitted = (Decision::Permit, Effect::Permit);
    assert_eq!(of(PurposeOfUse::TREAT, DataClass::Observation), permitted);
    assert_eq!(
        of(PurposeOfUse::TREAT, DataClass::Condition),
        (Decision::NoConsent, Effect::Deny)
    );
    let other = tree(&towards(PurposeOfUse::HPAYMT, permit()));
    let outcome = ask(
        lenient,
        QUIET,
        PurposeOfUse::TREAT,
        bearing(&[]),
        &[candidate(1, &other)],
    );
    assert_eq!(
        (outcome.decision, outcome.effect),
        (Decision::NoConsent, Effect::Permit)
    );
    let stranger = decide(
        &lenient,
        &Requester::default(),
        &QUIET,
        &question(PurposeOfUse::TREAT, None),
        &[],
    );
    assert_eq!(stranger.effect, Effect::Deny);
}

#[test]
fn part_2_goes_with_what_may_bear_it() {
    let all = tree(&permit());
    let of = |circumstances, item| {
        ask(
            SUBJECT,
            circumstances,
            PurposeOfUse::TREAT,
            item,
            &[candidate(1, &all)],
        )
        .part2_notice
    };
    assert!(of(QUIET, None) && of(QUIET, bearing(&[Sensitivity::OPIOIDUD])));
    assert!(!of(QUIET, bearing(&[])) && !of(QUIET, bearing(&[Sensitivity::MH])));
    assert!(of(
        Circumstances {
            part2_custodian: true,
            ..QUIET
        },
        bearing(&[])
    ));
}
