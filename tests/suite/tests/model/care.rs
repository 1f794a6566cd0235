//! The model of consent-registry: delegates, emergencies, accesses, erasure.

use super::consents::{Acting, Consents, Power, Scene};
use super::registry::{check_period, holds_at, Verdict, DAY};
use super::subject::Subject;
use super::tree::Asked;
use health_types::codes::{DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::{
    AccessAttempt, AccessItem, Actor, Decision, DelegatePowers, ExecuteMsg, NewDelegate, Purpose,
    ReviewOutcome,
};
use health_types::Period;

const HOUR: u32 = 3_600;

#[derive(Clone, Debug)]
pub struct Delegate {
    pub account: String,
    pub powers: DelegatePowers,
    pub excluded: Vec<Sensitivity>,
    pub period: Period,
    pub appointed_by: Option<usize>,
    pub ended: bool,
    pub grants_ended: bool,
    /// Its place was given to another, so that nothing of it can be ended any more.
    pub gone: bool,
}

#[derive(Clone, Debug)]
pub struct Emergency {
    pub organisation: u32,
    pub epoch: u32,
    pub since: u32,
    pub until: u32,
    pub refused: bool,
    pub ended: bool,
    pub review: Option<ReviewOutcome>,
    /// When the review will be overdue.
    pub owed: Option<u32>,
}

/// Recipient, purpose, class; as the accounting shows them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub recipient: Actor,
    pub purpose: PurposeOfUse,
    pub class: Option<DataClass>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub permits: u32,
    pub refusals: u32,
    pub first: u32,
    pub last: u32,
    pub discloser: Option<u32>,
    pub consent: Option<u32>,
}

impl Delegate {
    /// Whether it is a live appointment, though its time may not have come.
    pub fn lives(&self, now: u32) -> bool {
        !self.ended && self.period.until.is_none_or(|until| now < until)
    }

    pub fn acts(&self, now: u32) -> bool {
        !self.ended && holds_at(&self.period, now)
    }

    pub fn has(&self, power: Power) -> bool {
        match power {
            Power::Grant => self.powers.grant,
            Power::Revoke => self.powers.revoke,
            Power::Manage => self.powers.manage_delegates,
        }
    }

    /// Whether an appointment by this delegate is within what it has itself.
    fn covers(&self, new: &NewDelegate) -> bool {
        let excluded = new.excluded_labels.clone().unwrap_or_default();
        let ends = match (self.period.until, new.period.until) {
            (None, _) => true,
            (Some(own), Some(new)) => new <= own,
            (Some(_), None) => false,
        };
        !new.powers.manage_delegates
            && (!new.powers.grant || self.powers.grant)
            && (!new.powers.revoke || self.powers.revoke)
            && self.excluded.iter().all(|label| excluded.contains(label))
            && ends
    }
}

impl Emergency {
    pub fn is_live(&self, subject: &Subject, now: u32) -> bool {
        !subject.erased
            && subject.emergencies_allowed
            && self.epoch == subject.epoch
            && !self.refused
            && !self.ended
            && now < self.until
    }
}

impl Consents {
    pub fn care(&mut self, scene: &Scene, msg: &ExecuteMsg, paused: bool) -> Verdict {
        match msg {
            ExecuteMsg::AddDelegate { subject, delegate } => {
                self.check_delegate(scene, delegate)?;
                let (subject, acting) = self.acting(scene, subject, Power::Manage)?;
                if paused {
                    return Err("paused");
                }
                subject.appoint(acting, delegate, scene.now)
            }
            ExecuteMsg::EndDelegate {
                subject,
                account,
                end_grants,
            } => {
                let (subject, acting) = self.anyone_acting(scene, subject)?;
                subject.dismiss(scene, acting, account, *end_grants)
            }
            ExecuteMsg::BreakGlass {
                subject,
                organisation,
                duration,
                ..
            } => {
                let asker = scene.asker(scene.sender, &[]);
                if !asker.may_break_glass(*organisation) {
                    return Err("unauthorized");
                }
                let actor = asker.holder().unwrap();
                let overdue = self.overdue(actor, scene.now);
                let subject = self.subjects.get_mut(subject).ok_or("subject_not_found")?;
                if subject.erased {
                    return Err("subject_erased");
                }
                subject.break_glass(actor, *organisation, *duration, overdue, scene.now)
            }
            ExecuteMsg::EndEmergency { subject, actor } => {
                let (subject, _) = self.acting(scene, subject, Power::Revoke)?;
                let one = subject
                    .emergencies
                    .get(actor)
                    .ok_or("emergency_not_found")?;
                if !one.is_live(subject, scene.now) {
                    return Err("emergency_not_live");
                }
                let one = subject.emergencies.get_mut(actor).unwrap();
                one.ended = true;
                one.until = scene.now;
                Ok(())
            }
            ExecuteMsg::ReviewEmergency {
                subject,
                actor,
                outcome,
            } => {
                if scene.registry.holders.get(scene.sender) == Some(actor) {
                    return Err("unauthorized");
                }
                let (subject, _) = self.acting(scene, subject, Power::Revoke)?;
                let one = subject
                    .emergencies
                    .get_mut(actor)
                    .ok_or("emergency_not_found")?;
                one.owed.take().ok_or("review_not_owed")?;
                one.review = Some(*outcome);
                Ok(())
            }
            ExecuteMsg::RecordAccess { attempt, items } => {
                self.record_access(scene, attempt, items)
            }
            ExecuteMsg::Erase { subject, .. } => {
                let subject = self.subjects.get_mut(subject).ok_or("unauthorized")?;
                if subject.owner != scene.sender {
                    return Err("unauthorized");
                }
                subject.erased = true;
                subject
                    .emergencies
                    .values_mut()
                    .for_each(|one| one.owed = None);
                Ok(())
            }
            other => panic!("the model does not play {other:?}"),
        }
    }

    fn check_delegate(&self, scene: &Scene, new: &NewDelegate) -> Verdict {
        if new.account == scene.sender {
            return Err("self_reference");
        }
        if new.powers == DelegatePowers::default() {
            return Err("no_power");
        }
        check_period(&new.period, scene.now)
    }

    /// How many reviews of an actor are overdue, over all subjects.
    fn overdue(&self, actor: u32, now: u32) -> usize {
        let all = self
            .subjects
            .values()
            .filter_map(|subject| subject.emergencies.get(&actor));
        all.filter(|one| one.owed.is_some_and(|owed| owed <= now))
            .count()
    }

    fn record_access(
        &mut self,
        scene: &Scene,
        attempt: &AccessAttempt,
        items: &[AccessItem],
    ) -> Verdict {
        let custodian = scene.asker(scene.sender, &[]);
        if !custodian.is_custodian() {
            return Err("unauthorized");
        }
        let claimed = attempt.organisations.clone().unwrap_or_default();
        let asker = scene.asker(&attempt.requester, &claimed);
        let Purpose::Code { code: purpose } = attempt.purpose else {
            panic!("the model plays no projects");
        };
        let subject = self
            .subjects
            .get(&attempt.subject)
            .ok_or("subject_not_found")?;
        if subject.erased {
            return Err("subject_erased");
        }
        let recipient = claimed
            .iter()
            .find(|claim| asker.acts_for(**claim))
            .map_or_else(
                || match asker.holder() {
                    Some(holder) => Actor::Person { holder },
                    None => Actor::Account {
                        address: attempt.requester.clone(),
                    },
                },
                |holder| Actor::Organisation { holder: *holder },
            );
        let mut log = subject.log.clone();
        for item in items {
            let AccessItem::Described { item } = item else {
                panic!("the model plays described items alone");
            };
            let asked = Asked {
                purpose,
                action: attempt.action,
                item,
                now: scene.now,
            };
            let answer = self.decide(subject, &asker, &asked);
            let permitted = answer.decision == Decision::Permit;
            if !permitted && asker.holder().is_none() {
                return Err("requester_not_accredited");
            }
            let classes = item.classes.as_ref().unwrap();
            let lines: Vec<Option<DataClass>> = match classes.is_empty() {
                true => vec![None],
                false => classes.iter().copied().map(Some).collect(),
            };
            for class in lines {
                let line = Line {
                    recipient: recipient.clone(),
                    purpose,
                    class,
                };
                let fresh = || Count {
                    first: scene.now,
                    ..Count::default()
                };
                let count = log.entry(line).or_insert_with(fresh);
                count.permits += u32::from(permitted);
                count.refusals += u32::from(!permitted);
                count.last = scene.now;
                count.discloser = custodian.holder();
                count.consent = answer.consents.first().copied();
            }
        }
        self.subjects.get_mut(&attempt.subject).unwrap().log = log;
        Ok(())
    }
}

impl Subject {
    fn appoint(&mut self, acting: Acting, new: &NewDelegate, now: u32) -> Verdict {
        if new.account == self.owner {
            return Err("self_reference");
        }
        let appointed_by = match acting {
            Acting::Owner => None,
            Acting::Delegate(place) if self.delegates[place].covers(new) => Some(place),
            Acting::Delegate(_) => return Err("exceeds_own_powers"),
        };
        let own = |one: &&mut Delegate| one.account == new.account && !one.gone;
        if let Some(old) = self.delegates.iter_mut().find(own) {
            if old.lives(now) {
                return Err("delegate_exists");
            }
            old.gone = true;
        }
        self.delegates.push(Delegate {
            account: new.account.clone(),
            powers: new.powers,
            excluded: new.excluded_labels.clone().unwrap_or_default(),
            period: new.period,
            appointed_by,
            ended: false,
            grants_ended: false,
            gone: false,
        });
        Ok(())
    }

    fn dismiss(
        &mut self,
        scene: &Scene,
        acting: Acting,
        account: &str,
        end_grants: bool,
    ) -> Verdict {
        let now = scene.now;
        let found = self
            .delegates
            .iter()
            .position(|one| one.account == account && !one.gone);
        if let Acting::Delegate(sender) = acting {
            let own = &self.delegates[sender];
            let appointed =
                found.is_some_and(|place| self.delegates[place].appointed_by == Some(sender));
            let concerned = own.account == account || (appointed && own.powers.manage_delegates);
            if !concerned || (end_grants && !own.powers.revoke) {
                return Err("unauthorized");
            }
        }
        let place = found
            .filter(|place| end_grants || self.delegates[*place].lives(now))
            .ok_or("delegate_not_found")?;
        for (at, one) in self.delegates.iter_mut().enumerate() {
            let concerned = at == place || one.appointed_by == Some(place);
            if concerned && !one.gone && (end_grants || one.lives(now)) {
                one.ended = true;
                one.grants_ended |= end_grants;
                one.gone |= one.grants_ended;
            }
        }
        Ok(())
    }

    fn break_glass(
        &mut self,
        actor: u32,
        organisation: u32,
        duration: u32,
        overdue: usize,
        now: u32,
    ) -> Verdict {
        let before = self.emergencies.get(&actor);
        if before.is_some_and(|one| one.ended && now < one.until + 7 * DAY) {
            return Err("emergency_ended");
        }
        if overdue >= 3 {
            return Err("reviews_overdue");
        }
        let granted = self.emergencies_allowed;
        let owed = before.and_then(|one| one.owed);
        let until = if granted { now + duration } else { now };
        let emergency = Emergency {
            organisation,
            epoch: self.epoch,
            since: now,
            until,
            refused: !granted,
            ended: false,
            review: None,
            owed: owed.or(granted.then_some(until + 72 * HOUR)),
        };
        self.emergencies.insert(actor, emergency);
        Ok(())
    }
}
