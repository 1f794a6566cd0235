//! The implementation against the reference: what it answers about items known in part must agree with what the
//! reference says of every item that they may be.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs
)]

mod generate;
mod reference;

use generate::*;
use health_rules::consent as rules;
use health_types::consent::{self as message, Decision, Effect, Item, Question};
use proptest::prelude::*;
use reference::{shows, Asker, Choices, Stored};

fn domain(actor: &message::Actor) -> rules::Actor {
    match actor {
        message::Actor::Person { holder } => rules::Actor::Person(*holder),
        message::Actor::Organisation { holder } => rules::Actor::Organisation(*holder),
        message::Actor::Device { holder } => rules::Actor::Device(*holder),
        message::Actor::Function { function } => rules::Actor::Function(*function),
        message::Actor::Credential { kind } => rules::Actor::Credential(*kind),
        message::Actor::Account { address } => rules::Actor::Account(address.as_bytes().to_vec()),
    }
}

fn build(provision: &message::Provision) -> rules::Tree {
    rules::Tree::build(provision, |address: &str| {
        Ok::<_, rules::TreeError>(rules::Actor::Account(address.as_bytes().to_vec()))
    })
    .unwrap()
}

fn requester(asker: &Asker) -> rules::Requester {
    rules::Requester {
        permits: asker.permits.iter().map(domain).collect(),
        denies: asker.denies.iter().map(domain).collect(),
        anyone: asker.anyone,
    }
}

fn with_item(question: &Question, item: Option<Item>) -> Question {
    Question {
        data: item,
        ..question.clone()
    }
}

fn decide(
    choices: &Choices,
    asker: &Asker,
    question: &Question,
    stored: &[Stored],
) -> rules::Outcome {
    let trees: Vec<rules::Tree> = stored
        .iter()
        .map(|one| build(&one.consent.provision))
        .collect();
    let candidates: Vec<rules::Candidate> = stored
        .iter()
        .zip(&trees)
        .map(|(one, tree)| rules::Candidate {
            id: one.id,
            status: message::ConsentStatus::Active,
            epoch: one.epoch,
            category: one.consent.category,
            strength: one.consent.strength.unwrap(),
            period: one.consent.period,
            supersedes: &[],
            excluded: &one.excluded,
            delegate_ended: false,
            policy: None,
            tree,
        })
        .collect();
    let subject = rules::Subject {
        epoch: choices.epoch,
        default_policy: choices.default_policy,
        emergencies_allowed: true,
        opted_out: choices.opted_out,
        restricted: false,
    };
    let circumstances = rules::Circumstances {
        now: NOW,
        owner: false,
        emergency: rules::Emergency::Absent,
        part2_custodian: false,
    };
    rules::decide(
        &subject,
        &requester(asker),
        &circumstances,
        question,
        &candidates,
    )
}

/// Whether an answer lets an item be shown.
fn shown(outcome: &rules::Outcome, item: &Item) -> bool {
    outcome.effect == Effect::Permit && shows(&outcome.obligations, item)
}

/// The items that one may be of which this much is known.
fn completions(item: &Item, knowledge: [bool; 4]) -> impl Iterator<Item = Item> {
    let wanted = known(item, knowledge);
    items()
        .into_iter()
        .filter(move |one| known(one, knowledge) == wanted)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Of an item known whole, decision, reason, effect and deciding consents are the reference's.
    #[test]
    fn whole_knowledge(
        stored in consents(Filters::Any, 3), asker in asker(), choices in choices(),
        question in question(), index in any::<prop::sample::Index>(),
    ) {
        let items = items();
        let item = index.get(&items);
        let outcome = decide(&choices, &asker, &with_item(&question, Some(item.clone())), &stored);
        let ids: Vec<u32> = outcome.consents.iter().map(|consent| consent.id).collect();
        let expected = reference::decide(&choices, &asker, &question, item, NOW, &stored);
        // The reference judges the one item where nothing decides; the answer speaks in obligations.
        let effect = if shown(&outcome, item) { Effect::Permit } else { Effect::Deny };
        prop_assert_eq!((outcome.decision, outcome.reason, effect, ids), expected);
    }

    /// Nothing is shown that the reference would not permit.
    #[test]
    fn partial_knowledge_is_sound(
        stored in consents(Filters::Any, 3), asker in asker(), choices in choices(),
        question in question(), index in any::<prop::sample::Index>(), knowledge in knowledge(),
    ) {
        let items = items();
        let item = index.get(&items);
        let asked = with_item(&question, Some(known(item, knowledge)));
        let outcome = decide(&choices, &asker, &asked, &stored);
        for whole in completions(item, knowledge) {
            let (_, _, effect, _) = reference::decide(&choices, &asker, &question, &whole, NOW, &stored);
            if shown(&outcome, &whole) {
                prop_assert_eq!(effect, Effect::Permit, "{:?} {:?}", whole, outcome);
            }
        }
    }

    /// Where filters can be said, all that the reference permits is shown. A delegate's exclusion vetoes whatever
    /// may bear the label, so its permits wait until labels are known and are left out here.
    #[test]
    fn partial_knowledge_is_exact(
        mut stored in consents(Filters::Sayable, 3), asker in asker(), choices in choices(),
        question in question(), index in any::<prop::sample::Index>(), knowledge in knowledge(),
    ) {
        stored.iter_mut().for_each(|one| one.excluded.clear());
        let items = items();
        let item = index.get(&items);
        let asked = with_item(&question, Some(known(item, knowledge)));
        let outcome = decide(&choices, &asker, &asked, &stored);
        for whole in completions(item, knowledge) {
            let (decision, ..) = reference::decide(&choices, &asker, &question, &whole, NOW, &stored);
            if decision == Decision::Permit {
                prop_assert!(shown(&outcome, &whole), "{:?} {:?}", whole, outcome);
            }
        }
    }

    /// The order in which consents are read decides nothing.
    #[test]
    fn order_is_nothing(
        stored in consents(Filters::Any, 4).prop_shuffle(), asker in asker(), choices in choices(),
        question in question(),
    ) {
        let mut sorted = stored.clone();
        sorted.sort_by_key(|one| one.id);
        prop_assert_eq!(
            decide(&choices, &asker, &question, &stored),
            decide(&choices, &asker, &question, &sorted)
        );
    }

    /// One more explicit deny, root and all, shows nothing more.
    #[test]
    fn a_deny_shows_nothing_more(
        stored in consents(Filters::Any, 2), denying in stored(Filters::Any), asker in asker(),
        choices in choices(), question in question(), index in any::<prop::sample::Index>(), knowledge in knowledge(),
    ) {
        let mut more = stored.clone();
        let mut denying = denying;
        denying.id = 9;
        denying.consent.strength = Some(message::RootStrength::Explicit);
        denying.consent.provision.effect = Effect::Deny;
        denying.consent.provision.provision = None;
        more.push(denying);
        let items = items();
        let item = index.get(&items);
        let asked = with_item(&question, Some(known(item, knowledge)));
        let (before, after) = (decide(&choices, &asker, &asked, &stored), decide(&choices, &asker, &asked, &more));
        for whole in completions(item, knowledge) {
            prop_assert!(!shown(&after, &whole) || shown(&before, &whole), "{:?} {:?} {:?}", whole, before, after);
        }
    }

    /// A consent that stands in no cell of the requester changes nothing.
    #[test]
    fn cells_are_complete(
        stored in consents(Filters::Any, 3), asker in asker(), choices in choices(),
        question in question(), index in any::<prop::sample::Index>(), knowledge in knowledge(),
    ) {
        let who = requester(&asker);
        let stands = |one: &&Stored| {
            let cells = build(&one.consent.provision).cells();
            cells.anyone || cells.actors.iter().any(|actor| who.permits.contains(actor) || who.denies.contains(actor))
        };
        let found: Vec<Stored> = stored.iter().filter(stands).cloned().collect();
        let items = items();
        let asked = with_item(&question, Some(known(index.get(&items), knowledge)));
        prop_assert_eq!(
            decide(&choices, &asker, &asked, &found),
            decide(&choices, &asker, &asked, &stored)
        );
    }

    /// A tree gives back the provision that it was built from.
    #[test]
    fn trees_read_back(provision in tree(Filters::Any)) {
        let tree = build(&provision);
        let back = tree
            .to_provision(|bytes| Ok::<_, rules::TreeError>(String::from_utf8_lossy(bytes).into_owned()))
            .unwrap();
        prop_assert_eq!(build(&back), tree.clone());
        prop_assert_eq!(rules::Tree::from_nodes(tree.nodes().to_vec()), Ok(tree));
    }
}
