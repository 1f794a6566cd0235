//! What the chain answers against what the model does.

use super::care::Line;
use super::run::Run;
use super::world::*;
use health_types::consent::{
    Actor, ConsentsResponse, DelegatesResponse, EmergenciesResponse, QueryMsg, SubjectResponse,
};
use health_types::identity::{
    self, AffiliationsOfResponse, CheckBatchResponse, CheckRequest, CredentialKind, Status,
};
use health_types::Bytes32;

impl Run {
    pub fn compare_answers(&mut self, subject: Bytes32) {
        self.compare_checks();
        self.compare_affiliations();
        if !self.consents.subjects.contains_key(&subject) {
            return;
        }
        self.compare_subject(subject);
        self.compare_consents(subject);
        self.compare_emergencies(subject);
        self.compare_log(subject);
        for _ in 0..2 {
            self.compare_decisions(subject);
        }
    }

    pub fn ask<T: serde::de::DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        let answer = self.suite.ask_consent(msg);
        answer.unwrap_or_else(|error| self.fail(format!("{msg:?}: {error}")))
    }

    /// Every holder's every kind, in one query.
    fn compare_checks(&self) {
        let now = self.suite.now();
        let holders = 1..=self.registry.holders.len() as u32;
        let asked: Vec<(u32, CredentialKind)> = holders
            .flat_map(|holder| KINDS.map(|kind| (holder, kind)))
            .collect();
        for asked in asked.chunks(50) {
            let checks = asked.iter().map(|(holder, kind)| CheckRequest {
                holder: *holder,
                kind: *kind,
                at: None,
            });
            let checks = checks.collect();
            let answer: CheckBatchResponse = self
                .suite
                .ask_identity(&identity::QueryMsg::CheckBatch { checks })
                .unwrap();
            let chain: Vec<Status> = answer.items.iter().map(|check| check.status).collect();
            let model: Vec<Status> = asked
                .iter()
                .map(|(holder, kind)| self.registry.status(*holder, *kind, now))
                .collect();
            self.check(
                chain == model,
                format!("checks of {asked:?}: {chain:?}, model {model:?}"),
            );
        }
    }

    fn compare_affiliations(&mut self) {
        let now = self.suite.now();
        let member = self
            .random
            .pick(&["nurse", "responder", "scholar", "guardian"]);
        let account = self.suite.account(member).to_string();
        let answer: AffiliationsOfResponse = self
            .suite
            .ask_identity(&identity::QueryMsg::AffiliationsOf {
                account: account.clone(),
            })
            .unwrap();
        let chain: Vec<_> = answer
            .items
            .into_iter()
            .map(|one| {
                (
                    one.organisation,
                    one.kind,
                    one.functions,
                    one.period,
                    one.counts,
                )
            })
            .collect();
        let own = self
            .registry
            .affiliations
            .get(&account)
            .map_or(&[][..], Vec::as_slice);
        let model: Vec<_> = own
            .iter()
            .filter(|one| one.binds(now))
            .map(|one| {
                let counts = super::registry::holds_at(&one.period, now);
                let functions = one.functions.iter().copied().collect();
                (one.organisation, one.kind, functions, one.period, counts)
            })
            .collect();
        self.check(
            chain == model,
            format!("affiliations of {member}: {chain:?}, model {model:?}"),
        );
    }

    fn compare_subject(&self, pseudonym: Bytes32) {
        let chain: SubjectResponse = self.ask(&QueryMsg::Subject { subject: pseudonym });
        let model = &self.consents.subjects[&pseudonym];
        let now = self.suite.now();
        self.check(
            chain.erased == model.erased,
            "whether the subject is erased",
        );
        self.check(chain.number == model.number, "the subject's number");
        if model.erased {
            return;
        }
        let living = model
            .delegates
            .iter()
            .filter(|one| !one.gone && one.lives(now))
            .count();
        let same = chain.owner.as_deref() == Some(model.owner.as_str())
            && chain.epoch == model.epoch
            && chain.default_policy == model.default_policy
            && chain.emergencies_allowed == model.emergencies_allowed
            && chain.secondary_use_opt_out == model.opted_out
            && chain.restricted == model.restricted
            && usize::from(chain.delegates) == living;
        self.check(
            same,
            format!("the subject is {chain:?}, in the model {model:?}"),
        );
        let chain: DelegatesResponse = self.ask(&QueryMsg::Delegates {
            subject: pseudonym,
            start_after: None,
            limit: Some(50),
        });
        let chain: Vec<_> = chain
            .items
            .into_iter()
            .map(|one| {
                (
                    one.account,
                    one.powers,
                    one.excluded_labels,
                    one.ended,
                    one.grants_ended,
                )
            })
            .collect();
        let model: Vec<_> = model
            .delegates
            .iter()
            .take(50)
            .map(|one| {
                (
                    one.account.clone(),
                    one.powers,
                    one.excluded.clone(),
                    one.ended,
                    one.grants_ended,
                )
            })
            .collect();
        self.check(
            chain == model,
            format!("delegates are {chain:?}, in the model {model:?}"),
        );
    }

    fn compare_consents(&mut self, pseudonym: Bytes32) {
        let model = &self.consents.subjects[&pseudonym];
        if model.erased {
            return;
        }
        let now = self.suite.now();
        let chain: ConsentsResponse = self.ask(&QueryMsg::ConsentsOf {
            subject: pseudonym,
            start_after: None,
            limit: Some(50),
        });
        let of_chain: Vec<_> = chain
            .items
            .iter()
            .map(|one| {
                (
                    one.id,
                    one.status,
                    one.epoch,
                    one.granted,
                    one.changed,
                    one.provision.clone(),
                )
            })
            .collect();
        let of_model: Vec<_> = model
            .consents
            .iter()
            .map(|(id, one)| {
                let rule = one.new.provision.clone();
                (
                    *id,
                    model.status(one, now),
                    one.epoch,
                    one.granted,
                    one.changed,
                    rule,
                )
            })
            .collect();
        self.check(
            of_chain == of_model,
            format!("consents {of_chain:?}, model {of_model:?}"),
        );
        for one in chain.items {
            let first = *self
                .recorded
                .entry((pseudonym, one.id))
                .or_insert(one.granted);
            self.check(first == one.granted, "an id was used again");
        }
    }

    fn compare_emergencies(&self, pseudonym: Bytes32) {
        let model = &self.consents.subjects[&pseudonym];
        let now = self.suite.now();
        let chain: EmergenciesResponse = self.ask(&QueryMsg::Emergencies {
            subject: pseudonym,
            start_after: None,
            limit: None,
        });
        let chain: Vec<_> = chain
            .items
            .into_iter()
            .map(|one| {
                let ends = (one.refused, one.ended, one.live, one.review);
                (one.actor, one.organisation, one.since, one.until, ends)
            })
            .collect();
        let model: Vec<_> = model
            .emergencies
            .iter()
            .map(|(actor, one)| {
                let ends = (one.refused, one.ended, one.is_live(model, now), one.review);
                (*actor, one.organisation, one.since, one.until, ends)
            })
            .collect();
        self.check(
            chain == model,
            format!("emergencies {chain:?}, model {model:?}"),
        );
    }

    /// The accounting equals the decisions that were recorded. Erasing removes what would name the owner.
    fn compare_log(&self, pseudonym: Bytes32) {
        let model = &self.consents.subjects[&pseudonym];
        let names_owner = |recipient: &Actor| {
            let number = self.registry.holders.get(&model.owner).copied();
            match recipient {
                Actor::Account { address } => *address == model.owner,
                Actor::Person { holder } => Some(*holder) == number,
                _ => false,
            }
        };
        let mut chain: Vec<_> = self
            .suite
            .disclosures(pseudonym)
            .into_iter()
            .filter(|line| !model.erased || !names_owner(&line.recipient))
            .map(|one| {
                let line = Line {
                    recipient: one.recipient,
                    purpose: one.purpose.unwrap(),
                    class: one.class,
                };
                let times = (one.first, one.last);
                (
                    line,
                    one.permits,
                    one.refusals,
                    times,
                    one.discloser,
                    one.consent,
                )
            })
            .collect();
        chain.sort_by(|one, other| one.0.cmp(&other.0));
        let model: Vec<_> = model
            .log
            .iter()
            .filter(|(line, _)| !model.erased || !names_owner(&line.recipient))
            .map(|(line, one)| {
                let times = (one.first, one.last);
                (
                    line.clone(),
                    one.permits,
                    one.refusals,
                    times,
                    one.discloser,
                    one.consent,
                )
            })
            .collect();
        self.check(
            chain == model,
            format!("the log is {chain:?}, in the model {model:?}"),
        );
    }
}
