//! Every decision case, published or our own, on the chain: granted by consent-registry's own messages, asked by its own query,
//! and answered as the rules alone answer it.
#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used)]

use cw_health::cases::{read, translate, Malformed, Names, Thing, Translated};
use health_testing::{error_code, Suite};
use health_types::codes::{Code, PurposeOfUse};
use health_types::consent::{
    Actor, DecisionResponse, DefaultPolicy, ExecuteMsg, PolicyChange, Purpose, QueryMsg,
    RegisteredData,
};
use health_types::identity::{CredentialKind, Function};
use health_types::Bytes32;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

const CASES: &str = include_str!("../../../tests/vectors/consent-cases.json");
const OWN_CASES: &str = include_str!("../../../tests/vectors/own-cases.json");
const REQUESTER: &str = "requester";

/// Gives each actor of a case an accredited organisation, for which the requester acts if the case says so.
struct Accredited {
    suite: Suite,
    organisations: BTreeMap<String, u32>,
    things: Vec<String>,
}

impl Names for Accredited {
    fn actor(&mut self, name: &str) -> Result<Actor, Malformed> {
        if let Some(holder) = self.organisations.get(name) {
            return Ok(Actor::Organisation { holder: *holder });
        }
        self.suite
            .accredit(name, CredentialKind::ProviderOrganisation);
        let holder = self
            .suite
            .accredit(name, CredentialKind::EmergencyResponder);
        self.organisations.insert(name.to_string(), holder);
        Ok(Actor::Organisation { holder })
    }

    fn bytes(&mut self, _: Thing, name: &str) -> Result<Bytes32, Malformed> {
        let known = self.things.iter().position(|known| known == name);
        let place = known.unwrap_or_else(|| {
            self.things.push(name.to_string());
            self.things.len() - 1
        });
        Ok(Bytes32::of_holder(
            1_000_000 + u32::try_from(place).unwrap(),
        ))
    }

    fn name(&self, _: &Bytes32) -> Option<&str> {
        None
    }
}

/// The requester is accredited for every purpose, and acts as clinician and more for every organisation of the
/// request.
fn accredit_requester(names: &mut Accredited, case: &Translated) -> Vec<u32> {
    for kind in CredentialKind::ALL {
        names.suite.accredit(REQUESTER, *kind);
    }
    let is_actor = |holder: u32| case.actors.contains(&Actor::Organisation { holder });
    let acted_for: Vec<(String, u32)> = names
        .organisations
        .iter()
        .filter(|(_, holder)| is_actor(**holder))
        .map(|(name, holder)| (name.clone(), *holder))
        .collect();
    for (name, _) in &acted_for {
        let kind = CredentialKind::ProviderOrganisation;
        let functions = Function::ALL.iter().copied();
        let functions: Vec<Function> = functions.filter(|one| one.rests_on(kind)).collect();
        names.suite.affiliate(name, REQUESTER, kind, &functions);
        let kind = CredentialKind::EmergencyResponder;
        names
            .suite
            .affiliate(name, REQUESTER, kind, &[Function::Emergency]);
    }
    acted_for.into_iter().map(|(_, holder)| holder).collect()
}

/// Records the consents, each in its epoch; the error that refuses one.
fn grant(suite: &mut Suite, case: &Translated) -> Result<Bytes32, String> {
    let register = ExecuteMsg::Register {
        nonce: Bytes32([7; 32]),
        policies: PolicyChange::default(),
        consents: None,
    };
    let registered = suite.consent("patient", &register)?;
    let subject = registered.data::<RegisteredData>().subject;
    let revoke_all = ExecuteMsg::RevokeAll {
        subject,
        end_delegates: false,
    };
    let mut epoch = 0;
    let mut by_epoch: Vec<_> = case.consents.iter().collect();
    by_epoch.sort_by_key(|one| (one.epoch, one.message.supersedes.is_some(), one.number));
    for one in by_epoch {
        while epoch < one.epoch {
            epoch += 1;
            suite.consent("patient", &revoke_all)?;
        }
        suite.grant("patient", subject, one.number, one.message.clone())?;
    }
    while epoch < case.epoch {
        epoch += 1;
        suite.consent("patient", &revoke_all)?;
    }
    let default_policy = case
        .default_policy
        .unwrap_or(DefaultPolicy::PermitAuthorized);
    let change = PolicyChange {
        default_policy: Some(default_policy),
        ..PolicyChange::default()
    };
    suite.consent("patient", &ExecuteMsg::SetPolicies { subject, change })?;
    Ok(subject)
}

/// Why the answer of the chain is not that of the rules, if it is not.
fn disagreement(raw: &RawValue) -> Option<String> {
    let mut names = Accredited {
        suite: Suite::new(),
        organisations: BTreeMap::new(),
        things: vec![],
    };
    // What cannot be translated is refused before it could become a message.
    let case = translate(raw, &mut names).ok()?;
    names.suite.set_time(case.now);
    let organisations = accredit_requester(&mut names, &case);
    let suite = &mut names.suite;
    let (rules, subject) = match (case.decide(), grant(suite, &case)) {
        (Err(Malformed(text)), Err(error)) => {
            let same = error_code(&text) == error_code(&error);
            return (!same).then(|| format!("rules: {text}; chain: {error}"));
        }
        (Ok(outcome), Ok(subject)) => (outcome, subject),
        (rules, chain) => return Some(format!("rules: {rules:?}; chain: {chain:?}")),
    };
    let answer: DecisionResponse = suite
        .ask_consent(&QueryMsg::Decide {
            subject,
            requester: suite.account(REQUESTER).to_string(),
            organisations: Some(organisations).filter(|list| !list.is_empty()),
            question: case.question.clone(),
        })
        .unwrap();
    // A case does not say whether the glass is broken; on the chain it is not.
    let code = PurposeOfUse::BTG;
    let breaks_glass = case.question.purpose == Purpose::Code { code };
    let same = answer.decision == rules.decision
        && answer.reason == rules.reason
        && answer.consents == rules.consents
        && answer.part2_notice == rules.part2_notice
        && (breaks_glass || answer.effect == rules.effect)
        && (breaks_glass || answer.obligations == rules.obligations);
    (!same).then(|| format!("rules: {rules:?}; chain: {answer:?}"))
}

/// How many cases a document has, each of which the chain answers as the rules do.
fn agreed(text: &str) -> usize {
    let cases = read(text, false).unwrap();
    let mut disagreements = Vec::new();
    for raw in &cases {
        let case: serde_json::Value = serde_json::from_str(raw.get()).unwrap();
        let name = case.get("id").unwrap();
        match disagreement(raw) {
            None => println!("{name}: ok"),
            Some(text) => disagreements.push(format!("{name}: {text}")),
        }
    }
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
    cases.len()
}

#[test]
fn the_chain_answers_published_cases_as_the_rules_do() {
    assert_eq!(agreed(CASES), 64);
}

#[test]
fn the_chain_answers_our_own_cases_as_the_rules_do() {
    assert_eq!(agreed(OWN_CASES), 196);
}
