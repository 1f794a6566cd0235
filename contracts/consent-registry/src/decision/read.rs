//! Which consents are read for a request.

use super::Scene;
use crate::error::ContractError;
use crate::requester::Asker;
use crate::state::subject::Subject;
use crate::state::{cell, consent, delegate};
use health_rules::consent::Candidate;
use health_types::consent::{ConsentStatus, Question};

/// A consent that was read.
pub(super) struct Read {
    id: u32,
    consent: consent::Consent,
    status: ConsentStatus,
    delegate_ended: bool,
}

impl Read {
    /// The consent as the rules see it.
    pub fn candidate(&self) -> Candidate<'_> {
        let consent = &self.consent;
        Candidate {
            id: self.id,
            status: self.status,
            epoch: consent.epoch,
            category: consent.category,
            strength: consent.strength,
            period: consent.period,
            // What supersedes it may stand in another cell; its status says so already.
            supersedes: &[],
            excluded: consent
                .delegate
                .as_ref()
                .map_or(&[], |by| by.excluded.as_slice()),
            delegate_ended: self.delegate_ended,
            policy: consent.policy,
            tree: &consent.tree,
        }
    }
}

/// Which consents in the requester's cells are read.
pub(super) enum Reach<'a> {
    /// Those that may concern one of the questions.
    Concerned(&'a [&'a Question]),
    /// All.
    Everything,
}

impl Reach<'_> {
    fn takes(&self, entry: &cell::Entry, permits: bool, epoch: u32, now: u32) -> bool {
        let questions = match self {
            Reach::Concerned(questions) => questions,
            Reach::Everything => return true,
        };
        (permits || entry.denies)
            && !entry.is_dead(epoch, now)
            && questions.iter().any(|question| {
                entry.category == question.category
                    && entry.may_concern(question.purpose, question.action)
            })
    }
}

impl Scene<'_> {
    /// Reads consents in the requester's cells, by id.
    pub(super) fn read(
        &self,
        subject: &Subject,
        asker: &Asker,
        reach: Reach,
    ) -> Result<Vec<Read>, ContractError> {
        if matches!(reach, Reach::Concerned([])) {
            return Ok(Vec::new());
        }
        let cells = asker.cells();
        let cells = cells
            .iter()
            .map(|(actor, permits)| (Some(actor), *permits))
            .chain([(None, true)]);
        let mut ids: Vec<u32> = Vec::new();
        for (actor, permits) in cells {
            let entries = cell::load(self.storage, subject, actor)?;
            let taken = entries
                .iter()
                .filter(|entry| reach.takes(entry, permits, subject.epoch, self.now));
            ids.extend(taken.map(|entry| entry.id));
        }
        ids.sort_unstable();
        ids.dedup();
        let mut delegates: Vec<(u16, bool)> = Vec::new();
        ids.into_iter()
            .map(|id| self.read_one(subject, id, &mut delegates))
            .collect()
    }

    /// Reads one consent; whether the grants of its delegate ended is read once for each delegate.
    fn read_one(
        &self,
        subject: &Subject,
        id: u32,
        delegates: &mut Vec<(u16, bool)>,
    ) -> Result<Read, ContractError> {
        let consent = consent::load(self.storage, subject.number, id)?;
        let status = consent::status(self.storage, subject.number, &consent, self.now)?;
        let by = consent.delegate.as_ref().map(|by| by.number);
        let delegate_ended = match by {
            Some(number) if status == ConsentStatus::Active => {
                match delegates.iter().find(|(other, _)| *other == number) {
                    Some((_, ended)) => *ended,
                    None => {
                        let ended = delegate::load(self.storage, subject.number, number)?
                            .ok_or_else(delegate::missing)?
                            .grants_ended;
                        delegates.push((number, ended));
                        ended
                    }
                }
            }
            _ => false,
        };
        Ok(Read {
            id,
            consent,
            status,
            delegate_ended,
        })
    }
}
