//! Decisions: what the chain answers against what the model does, and bulk answers against those about single items.

use super::decide::Asker;
use super::run::Run;
use super::subject::Subject;
use super::tree::{narrower, Asked};
use super::world::items;
use health_types::codes::{Action, Confidentiality, Sensitivity};
use health_types::consent::{
    Category, ConsentStatus, Decision, DecisionResponse, Effect, Filter, Item, Labels, Obligation,
    Provision, Purpose, QueryMsg, Question, Reason,
};
use health_types::Bytes32;

/// How many single items are asked about with every bulk question.
const ITEMS: usize = 8;

impl Run {
    /// One requester's questions: about bulk data for a purpose, about single items for that and other purposes.
    pub fn compare_decisions(&mut self, pseudonym: Bytes32) {
        let now = self.suite.now();
        let (name, claimed) = self.generator().requester();
        let purpose = self.generator().purpose();
        let all = items();
        let question = |purpose, action, data| Question {
            purpose,
            action,
            category: Category::PatientPrivacy,
            data,
        };
        let mut questions = vec![question(purpose, Action::Access, None)];
        for _ in 0..ITEMS {
            let item = self.random.pick(&all);
            questions.push(question(purpose, Action::Access, Some(item)));
        }
        for _ in 0..ITEMS / 2 {
            let purpose = self.generator().purpose();
            let action = self.random.pick(&[Action::Access, Action::Disclose]);
            questions.push(question(purpose, action, Some(self.random.pick(&all))));
        }
        let account = self.suite.account(name).to_string();
        let answers: Vec<DecisionResponse> = self.ask(&QueryMsg::DecideBatch {
            subject: pseudonym,
            requester: account.clone(),
            organisations: claimed.clone(),
            questions: questions.clone(),
        });
        let claimed = claimed.unwrap_or_default();
        let asker = Asker {
            registry: &self.registry,
            account: &account,
            claimed: &claimed,
            now,
        };
        let subject = &self.consents.subjects[&pseudonym];
        for (question, answer) in questions.iter().zip(&answers) {
            let Purpose::Code { code: purpose } = question.purpose else {
                continue;
            };
            if let Some(item) = &question.data {
                let asked = Asked {
                    purpose,
                    action: question.action,
                    item,
                    now,
                };
                let model = self.consents.decide(subject, &asker, &asked);
                let consents: Vec<u32> = answer.consents.iter().map(|one| one.id).collect();
                let same = (answer.decision, answer.reason, answer.effect, &consents)
                    == (model.decision, model.reason, model.effect, &model.consents);
                let what = || {
                    format!("{name} for {claimed:?} asks {question:?}: {answer:?}, model {model:?}")
                };
                self.check(same, what());
                self.check(answer.part2_notice == notice(item, answer.reason), what());
            }
            self.check_deciders(subject, answer);
        }
        self.check_bulk(&questions[1..=ITEMS], &answers, subject);
    }

    /// No consent decides but an active one.
    fn check_deciders(&self, subject: &Subject, answer: &DecisionResponse) {
        let now = self.suite.now();
        for decider in &answer.consents {
            let consent = &subject.consents[&decider.id];
            let active = subject.status(consent, now) == ConsentStatus::Active;
            let permits = answer.decision == Decision::Permit;
            let ended = permits && subject.permits_ended(consent);
            self.check(active && !ended, format!("consent {} decides", decider.id));
        }
    }

    /// What a bulk answer shows of single items is permitted of them. All of that is shown, unless a delegate's exclusions
    /// veto what may bear the label, or a rule's reach is more than an obligation can state.
    fn check_bulk(&self, questions: &[Question], answers: &[DecisionResponse], subject: &Subject) {
        let bulk = &answers[0];
        let withholds = subject.consents.values().any(|consent| {
            !consent.excluded.is_empty() || exceeds_filters(&consent.new.provision, false, false)
        });
        for (question, answer) in questions.iter().zip(&answers[1..]) {
            let item = question.data.as_ref().unwrap();
            let shown = bulk.decision == Decision::Permit
                && bulk
                    .obligations
                    .iter()
                    .all(|obligation| shows(obligation, item));
            let permitted = answer.decision == Decision::Permit;
            let what = || format!("bulk {bulk:?}, of {item:?} {answer:?}");
            self.check(
                !shown || permitted,
                format!("bulk shows what is not permitted: {}", what()),
            );
            self.check(
                shown || !permitted || withholds,
                format!("bulk withholds what is permitted: {}", what()),
            );
        }
    }
}

/// Whether a rule's reach may be more than one filter can state: that of an exception that inherits labels, whose
/// direction is another's, or that must hold two lists of classes at once.
fn exceeds_filters(rule: &Provision, labels: bool, classes: bool) -> bool {
    let labels = labels || rule.labels.is_some();
    let classes = classes || rule.classes.is_some();
    rule.provision.iter().flatten().any(|child| {
        let exception = child.effect != rule.effect;
        (exception && (labels || (classes && states_classes(child))))
            || exceeds_filters(child, labels, classes)
    })
}

fn states_classes(rule: &Provision) -> bool {
    rule.classes.is_some() || rule.provision.iter().flatten().any(states_classes)
}

fn notice(item: &Item, reason: Reason) -> bool {
    let refused = [
        Reason::SubjectErased,
        Reason::NotAffiliated,
        Reason::NotResponder,
    ];
    let labels = item.labels.as_ref().unwrap().sensitivity.iter().flatten();
    let part2 = [Sensitivity::SUD, Sensitivity::ETHUD];
    !refused.contains(&reason) && labels.into_iter().any(|label| part2.contains(label))
}

fn shows(obligation: &Obligation, item: &Item) -> bool {
    let held = |filters: &Option<Vec<Filter>>| {
        let mut filters = filters.iter().flatten();
        filters.any(|filter| holds(filter, Effect::Permit, item))
    };
    match &obligation.where_ {
        None => held(&obligation.any),
        Some(withheld) => !holds(withheld, Effect::Deny, item) || held(&obligation.unless),
    }
}

fn holds(filter: &Filter, effect: Effect, item: &Item) -> bool {
    let classes = item.classes.as_ref().unwrap();
    let by_class = |stated: &Vec<_>| classes.iter().any(|class| stated.contains(class));
    let labels = item.labels.as_ref().unwrap();
    filter.classes.as_ref().is_none_or(by_class)
        && filter
            .labels
            .as_ref()
            .is_none_or(|stated| bears(stated, effect, labels))
}

fn bears(stated: &Labels, effect: Effect, item: &Labels) -> bool {
    let level = item.confidentiality.unwrap_or(Confidentiality::N);
    let by_level = |stated: Confidentiality| match effect {
        Effect::Permit => level <= stated,
        Effect::Deny => level >= stated,
    };
    let mut pairs = stated.sensitivity.iter().flatten().flat_map(|stated| {
        item.sensitivity
            .iter()
            .flatten()
            .map(move |borne| (*stated, *borne))
    });
    stated.confidentiality.is_some_and(by_level)
        || pairs.any(|(stated, borne)| {
            let beneath = effect == Effect::Deny && narrower(stated, borne);
            stated == borne || beneath
        })
}
