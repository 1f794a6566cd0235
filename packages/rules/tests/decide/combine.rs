//! How consents and what else the subject chose come together.

use crate::fixture::*;
use health_types::codes::Code;

#[test]
fn a_live_emergency_overrides_all_but_a_deny_that_names_it() {
    let (everything, named) = (tree(&deny()), tree(&towards(PurposeOfUse::BTG, deny())));
    let glass = |subject, circumstances, tree| {
        let candidates = [candidate(1, tree)];
        short(&ask(
            subject,
            circumstances,
            PurposeOfUse::BTG,
            None,
            &candidates,
        ))
    };
    let granted = (Decision::Permit, Reason::Emergency, vec![]);
    let denied = (Decision::Deny, Reason::ExplicitDeny, vec![1]);
    assert_eq!(glass(SUBJECT, BREAKING, &everything), granted);
    assert_eq!(glass(SUBJECT, BREAKING, &named), denied);
    assert_eq!(glass(SUBJECT, QUIET, &everything), denied);
    let forbidding = Subject {
        emergencies_allowed: false,
        ..SUBJECT
    };
    assert_eq!(glass(forbidding, BREAKING, &everything), denied);
    let restricted = Subject {
        restricted: true,
        ..SUBJECT
    };
    assert_eq!(glass(restricted, BREAKING, &everything), granted);
    assert_eq!(
        glass(restricted, QUIET, &everything),
        (Decision::Deny, Reason::Restricted, vec![])
    );
    let treating = ask(
        SUBJECT,
        BREAKING,
        PurposeOfUse::ETREAT,
        None,
        &[candidate(1, &everything)],
    );
    assert_eq!(short(&treating), denied);
}

#[test]
fn no_default_breaks_the_glass_but_one_that_is_read_as_if_it_were_broken() {
    let effect = |default_policy, emergency, emergencies_allowed, purpose| {
        let subject = Subject {
            default_policy,
            emergencies_allowed,
            ..SUBJECT
        };
        let circumstances = Circumstances { emergency, ..QUIET };
        ask(subject, circumstances, purpose, bearing(&[]), &[]).effect
    };
    use DefaultPolicy::{BreakGlassOnly, Deny, PermitAuthorized, PermitTreatment};
    let assumed = Emergency::Assumed;
    for policy in [PermitTreatment, PermitAuthorized, BreakGlassOnly, Deny] {
        assert_eq!(
            effect(policy, Emergency::Absent, true, PurposeOfUse::BTG),
            Effect::Deny
        );
        let permitted = policy == BreakGlassOnly;
        assert_eq!(
            effect(policy, assumed, true, PurposeOfUse::BTG) == Effect::Permit,
            permitted,
            "{policy:?}"
        );
    }
    assert_eq!(
        effect(BreakGlassOnly, assumed, false, PurposeOfUse::BTG),
        Effect::Deny
    );
    assert_eq!(
        effect(BreakGlassOnly, assumed, true, PurposeOfUse::ETREAT),
        Effect::Deny
    );
}

#[test]
fn what_is_refused_is_denied() {
    for reason in [
        Reason::SubjectErased,
        Reason::NotAffiliated,
        Reason::NotResponder,
    ] {
        let outcome = Outcome::refused(reason);
        assert_eq!(short(&outcome), (Decision::Deny, reason, vec![]));
        assert_eq!(outcome.effect, Effect::Deny);
        assert!(outcome.obligations.is_empty() && !outcome.part2_notice);
    }
}

#[test]
fn the_owner_sees_its_own() {
    let everything = tree(&deny());
    let owner = Circumstances {
        owner: true,
        ..QUIET
    };
    let restricted = Subject {
        restricted: true,
        ..SUBJECT
    };
    let candidates = [candidate(1, &everything)];
    let own = ask(restricted, owner, PurposeOfUse::PATRQT, None, &candidates);
    assert_eq!(short(&own), (Decision::Permit, Reason::OwnAccess, vec![]));
    assert!(own.obligations.is_empty());
    let family = ask(SUBJECT, owner, PurposeOfUse::FAMRQT, None, &candidates);
    assert_eq!(family.reason, Reason::ExplicitDeny);
}

#[test]
fn a_restriction_lets_legal_claims_be_decided() {
    let restricted = Subject {
        restricted: true,
        ..SUBJECT
    };
    let everything = tree(&permit());
    let candidates = [candidate(1, &everything)];
    let of = |purpose| short(&ask(restricted, QUIET, purpose, None, &candidates));
    assert_eq!(
        of(PurposeOfUse::HLEGAL),
        (Decision::Permit, Reason::Permit, vec![1])
    );
    assert_eq!(
        of(PurposeOfUse::TREAT),
        (Decision::Deny, Reason::Restricted, vec![])
    );
}

#[test]
fn an_opt_out_is_a_baseline() {
    let out = Subject {
        opted_out: true,
        default_policy: DefaultPolicy::PermitAuthorized,
        ..SUBJECT
    };
    let research = tree(&towards(PurposeOfUse::HRESCH, permit()));
    let of = |purpose, candidates: &[Candidate]| short(&ask(out, QUIET, purpose, None, candidates));
    let baseline = (Decision::Deny, Reason::BaselineDeny, vec![]);
    assert_eq!(of(PurposeOfUse::CLINTRCH, &[]), baseline);
    assert_eq!(
        of(PurposeOfUse::TREAT, &[]),
        (Decision::NoConsent, Reason::NoConsent, vec![])
    );
    let permitted = (Decision::Permit, Reason::Permit, vec![1]);
    assert_eq!(
        of(PurposeOfUse::CLINTRCH, &[candidate(1, &research)]),
        permitted
    );
}

#[test]
fn a_baseline_yields_to_permits_of_other_consents() {
    let (general, all) = (tree(&deny()), tree(&permit()));
    let baseline = Candidate {
        strength: RootStrength::Baseline,
        ..candidate(1, &general)
    };
    let alone = plain(None, &[baseline]);
    assert_eq!(
        short(&alone),
        (Decision::Deny, Reason::BaselineDeny, vec![1])
    );
    let both = plain(None, &[candidate(2, &all), baseline]);
    assert_eq!(short(&both), (Decision::Permit, Reason::Permit, vec![2]));
    let explicit = plain(None, &[candidate(2, &all), candidate(1, &general)]);
    assert_eq!(
        short(&explicit),
        (Decision::Deny, Reason::ExplicitDeny, vec![1])
    );
    let within = tree(&beneath(deny(), vec![deny()]));
    let within = Candidate {
        strength: RootStrength::Baseline,
        ..candidate(1, &within)
    };
    let explicit = plain(None, &[candidate(2, &all), within]);
    assert_eq!(
        short(&explicit),
        (Decision::Deny, Reason::ExplicitDeny, vec![1])
    );
}

#[test]
fn an_old_epoch_leaves_only_denies() {
    let (all, mixed) = (
        tree(&permit()),
        tree(&beneath(
            deny(),
            vec![towards(PurposeOfUse::TREAT, permit())],
        )),
    );
    let old = |id, tree| Candidate {
        epoch: 0,
        ..candidate(id, tree)
    };
    let lenient = Subject {
        default_policy: DefaultPolicy::PermitAuthorized,
        ..SUBJECT
    };
    let gone = ask(
        lenient,
        QUIET,
        PurposeOfUse::TREAT,
        bearing(&[]),
        &[old(1, &all)],
    );
    assert_eq!(
        (gone.decision, gone.effect),
        (Decision::NoConsent, Effect::Permit)
    );
    // What the old permit spared from its own deny stays spared, and a new permit finds nothing in its way.
    let renewed = plain(None, &[old(1, &mixed), candidate(2, &all)]);
    assert_eq!(short(&renewed), (Decision::Permit, Reason::Permit, vec![2]));
    let other = ask(
        SUBJECT,
        QUIET,
        PurposeOfUse::HPAYMT,
        None,
        &[old(1, &mixed), candidate(2, &all)],
    );
    assert_eq!(
        short(&other),
        (Decision::Deny, Reason::ExplicitDeny, vec![1])
    );
}

#[test]
fn denies_look_at_more_of_the_requester_than_permits() {
    let by = |provision| Provision {
        actors: Some(vec![message::Actor::Organisation { holder: 5 }]),
        ..provision
    };
    let (permitted, denied) = (tree(&by(permit())), tree(&by(deny())));
    let requester = Requester {
        permits: vec![Actor::Person(1)],
        denies: vec![Actor::Person(1), Actor::Organisation(5)],
        anyone: true,
    };
    let of = |candidates: &[Candidate]| {
        decide(
            &SUBJECT,
            &requester,
            &QUIET,
            &question(PurposeOfUse::TREAT, None),
            candidates,
        )
        .decision
    };
    assert_eq!(of(&[candidate(1, &permitted)]), Decision::NoConsent);
    assert_eq!(of(&[candidate(1, &denied)]), Decision::Deny);
    // A permit that inherits the filter of a deny looks at what permits look at.
    let inherited = tree(&beneath(by(deny()), vec![permit()]));
    assert_eq!(of(&[candidate(1, &inherited)]), Decision::Deny);
}

#[test]
fn every_candidate_is_explained() {
    let (all, none, other) = (
        tree(&permit()),
        tree(&deny()),
        tree(&towards(PurposeOfUse::HPAYMT, permit())),
    );
    let partly = tree(&labelled(Sensitivity::HIV, permit()));
    let later = Period {
        from: Some(NOW),
        until: None,
    };
    let past = Period {
        from: None,
        until: Some(NOW),
    };
    let candidates = [
        candidate(1, &all),
        Candidate {
            status: ConsentStatus::Proposed,
            ..candidate(2, &all)
        },
        Candidate {
            status: ConsentStatus::Superseded,
            ..candidate(3, &all)
        },
        Candidate {
            category: Category::Research,
            ..candidate(4, &none)
        },
        Candidate {
            period: past,
            ..candidate(5, &none)
        },
        Candidate {
            epoch: 0,
            ..candidate(6, &all)
        },
        Candidate {
            delegate_ended: true,
            ..candidate(7, &all)
        },
        candidate(8, &other),
        candidate(9, &none),
        Candidate {
            supersedes: &[9],
            period: later,
            ..candidate(10, &partly)
        },
        Candidate {
            strength: RootStrength::Baseline,
            ..candidate(11, &none)
        },
    ];
    let (outcome, explained) = explain(
        &SUBJECT,
        &anyone(),
        &QUIET,
        &question(PurposeOfUse::TREAT, None),
        &candidates,
    );
    assert_eq!(short(&outcome), (Decision::Permit, Reason::Permit, vec![1]));
    let told: Vec<_> = explained
        .iter()
        .map(|one| (one.id, one.effect, one.baseline, one.perhaps, one.miss))
        .collect();
    let miss = |id, miss| (id, None, false, false, Some(miss));
    assert_eq!(
        told,
        [
            (1, Some(Effect::Permit), false, false, None),
            miss(2, Miss::Status),
            miss(3, Miss::Superseded),
            miss(4, Miss::Category),
            miss(5, Miss::Period),
            miss(6, Miss::Epoch),
            miss(7, Miss::DelegateEnded),
            miss(8, Miss::NoRule),
            miss(9, Miss::Superseded),
            (10, Some(Effect::Permit), false, true, None),
            (11, Some(Effect::Deny), true, false, None),
        ]
    );
}

#[test]
fn conflicts_are_denies_of_a_purpose_that_is_permitted() {
    let explicit = RootStrength::Explicit;
    let of =
        |new: &Provision, old: &Provision, strength| conflicts(&tree(new), &tree(old), strength);
    let treat = towards(PurposeOfUse::TREAT, permit());
    assert!(of(&treat, &deny(), explicit));
    assert!(of(&permit(), &deny(), explicit));
    assert!(!of(&treat, &deny(), RootStrength::Baseline));
    assert!(!of(
        &treat,
        &towards(PurposeOfUse::HPAYMT, deny()),
        explicit
    ));
    assert!(of(&treat, &towards(PurposeOfUse::COC, deny()), explicit));
    assert!(of(&treat, &towards(PurposeOfUse::ETREAT, deny()), explicit));
    assert!(!of(&treat, &towards(PurposeOfUse::BTG, deny()), explicit));
    assert!(of(
        &treat,
        &beneath(permit(), vec![deny()]),
        RootStrength::Baseline
    ));
    assert!(!of(&treat, &permit(), explicit) && !of(&deny(), &deny(), explicit));
    let project = Purpose::Project {
        id: Bytes32([1; 32]),
    };
    let project = Provision {
        purposes: Some(vec![project]),
        ..deny()
    };
    assert!(of(
        &towards(PurposeOfUse::HRESCH, permit()),
        &project,
        explicit
    ));
    assert!(!of(&treat, &project, explicit));
}

#[test]
fn an_active_consent_supersedes_for_good_from_its_beginning() {
    let (old, new) = (tree(&deny()), tree(&permit()));
    let lasting = |from, until| Period { from, until };
    let active = ConsentStatus::Active;
    for (status, period, expected) in [
        (active, Period::OPEN, Decision::Permit),
        (active, lasting(Some(NOW), None), Decision::Permit),
        (active, lasting(Some(NOW + 1), None), Decision::Deny),
        (active, lasting(None, Some(NOW)), Decision::NoConsent),
        (ConsentStatus::Proposed, Period::OPEN, Decision::Deny),
    ] {
        let superseding = Candidate {
            status,
            period,
            supersedes: &[1],
            ..candidate(2, &new)
        };
        let outcome = plain(None, &[candidate(1, &old), superseding]);
        assert_eq!(outcome.decision, expected, "{status:?} {period:?}");
    }
}

#[test]
fn a_restriction_lets_legal_claims_pass_and_no_other_purpose() {
    let restricted = Subject {
        restricted: true,
        ..SUBJECT
    };
    for purpose in PurposeOfUse::ALL {
        let permitting = tree(&towards(*purpose, permit()));
        let permitting = [candidate(1, &permitting)];
        let outcome = |subject| short(&ask(subject, QUIET, *purpose, None, &permitting));
        let permitted = (Decision::Permit, Reason::Permit, vec![1]);
        let expected = match purpose {
            PurposeOfUse::HLEGAL => permitted.clone(),
            _ => (Decision::Deny, Reason::Restricted, vec![]),
        };
        assert_eq!(outcome(restricted), expected, "{purpose}");
        assert_eq!(outcome(SUBJECT), permitted, "{purpose}");
    }
}
