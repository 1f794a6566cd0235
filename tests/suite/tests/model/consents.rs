//! The model of consent-registry: who may send what, and what becomes of it. What happens to one subject's consents is
//! in [`super::subject`], what happens in care in [`super::care`].

use super::care::Delegate;
use super::decide::Asker;
use super::registry::{check_period, Registry, Verdict, DAY};
use super::subject::{has, names, Subject};
use health_types::admin::AdminMsg;
use health_types::consent::{
    Actor, ConsentStatus, DefaultPolicy, Effect, ExecuteMsg, InitialStatus, NewConsent,
    PolicyChange, RootStrength,
};
use health_types::Bytes32;
use std::collections::BTreeMap;

/// Who acts for a subject: its owner, or a delegate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acting {
    Owner,
    Delegate(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Power {
    Grant,
    Revoke,
    Manage,
}

/// Subjects by pseudonym.
#[derive(Clone, Debug, Default)]
pub struct Consents {
    pub governance: String,
    pub pauser: String,
    pub subjects: BTreeMap<Bytes32, Subject>,
    /// The pseudonym that each owner's nonce gives, told by the contract and never changing.
    pub pseudonyms: BTreeMap<(String, Bytes32), Bytes32>,
    pub paused_until: u32,
}

/// What a message is checked against.
pub struct Scene<'a> {
    pub registry: &'a Registry,
    pub sender: &'a str,
    pub now: u32,
}

impl Scene<'_> {
    pub fn asker<'b>(&'b self, account: &'b str, claimed: &'b [u32]) -> Asker<'b> {
        Asker {
            registry: self.registry,
            account,
            claimed,
            now: self.now,
        }
    }
}

/// What a consent is refused for whatever the state.
fn check_new(sender: &str, id: u32, new: &NewConsent, now: u32) -> Verdict {
    // What never decides may be over already.
    let undecided = matches!(
        new.status,
        None | Some(InitialStatus::Active | InitialStatus::Proposed)
    );
    check_period(&new.period, if undecided { now } else { 0 })?;
    if new.supersedes.iter().flatten().any(|target| *target == id) {
        return Err("supersedes_itself");
    }
    let is_sender =
        |actor: &Actor| matches!(actor, Actor::Account { address } if address == sender);
    let baseline = new.strength == Some(RootStrength::Baseline);
    let of_permit = baseline && new.provision.effect == Effect::Permit;
    match (names(&new.provision, &is_sender), of_permit) {
        (true, true) => Err("self_reference|baseline_of_permit"),
        (true, false) => Err("self_reference"),
        (false, true) => Err("baseline_of_permit"),
        (false, false) => Ok(()),
    }
}

impl Consents {
    /// Carries a message out, or tells why not; then what is left of it is to be forgotten.
    pub fn apply(&mut self, scene: &Scene, msg: &ExecuteMsg) -> Verdict {
        let now = scene.now;
        let paused = now < self.paused_until;
        match msg {
            ExecuteMsg::Register {
                nonce, policies, ..
            } => {
                if paused {
                    return Err("paused");
                }
                let key = (scene.sender.to_string(), *nonce);
                let pseudonym = *self
                    .pseudonyms
                    .get(&key)
                    .expect("pseudonyms are known ahead");
                if self.subjects.contains_key(&pseudonym) {
                    return Err("subject_exists");
                }
                let number = self.subjects.len() as u32 + 1;
                let mut subject = Subject::new(number, scene.sender);
                subject.set_policies(policies);
                self.subjects.insert(pseudonym, subject);
                Ok(())
            }
            ExecuteMsg::SetPolicies { subject, change } => {
                if *change == PolicyChange::default() {
                    return Err("nothing_to_change");
                }
                let subject = self.owned(scene, subject)?;
                if paused && subject.widens(change) {
                    return Err("paused");
                }
                subject.set_policies(change);
                Ok(())
            }
            ExecuteMsg::RevokeAll {
                subject,
                end_delegates,
            } => {
                let subject = self.owned(scene, subject)?;
                subject.epoch += 1;
                subject.default_policy = DefaultPolicy::Deny;
                if *end_delegates {
                    // All that they granted has ended with the epoch; nothing of theirs is left to end.
                    for delegate in &mut subject.delegates {
                        delegate.ended = true;
                        delegate.gone = true;
                    }
                }
                Ok(())
            }
            ExecuteMsg::Grant {
                subject,
                id,
                consent,
            } => {
                check_new(scene.sender, *id, consent, now)?;
                let (subject, acting) = self.acting(scene, subject, Power::Grant)?;
                let widens =
                    has(&consent.provision, Effect::Permit) || consent.supersedes.is_some();
                if paused && widens {
                    return Err("paused");
                }
                subject.record(scene, acting, *id, consent)
            }
            ExecuteMsg::Activate { subject, id } => {
                let (subject, acting) = self.acting(scene, subject, Power::Grant)?;
                subject.activate(scene, acting, *id, paused)
            }
            ExecuteMsg::Refuse { subject, id } => {
                let (subject, acting) = self.acting(scene, subject, Power::Grant)?;
                let from = [ConsentStatus::Proposed];
                subject.end(acting, *id, &from, ConsentStatus::Refused, now)
            }
            ExecuteMsg::Revoke { subject, id } => {
                let (subject, acting) = self.acting(scene, subject, Power::Revoke)?;
                let from = [ConsentStatus::Active];
                subject.end(acting, *id, &from, ConsentStatus::Revoked, now)
            }
            ExecuteMsg::MarkEnteredInError { subject, id } => {
                let (subject, acting) = self.acting(scene, subject, Power::Revoke)?;
                let from = [ConsentStatus::Active, ConsentStatus::Proposed];
                subject.end(acting, *id, &from, ConsentStatus::EnteredInError, now)
            }
            ExecuteMsg::Admin(msg) => self.administer(scene.sender, msg, now),
            other => self.care(scene, other, paused),
        }
    }

    pub fn owned(
        &mut self,
        scene: &Scene,
        subject: &Bytes32,
    ) -> Result<&mut Subject, &'static str> {
        let subject = self.subjects.get_mut(subject).ok_or("unauthorized")?;
        let owns = !subject.erased && subject.owner == scene.sender;
        owns.then_some(subject).ok_or("unauthorized")
    }

    pub fn anyone_acting(
        &mut self,
        scene: &Scene,
        subject: &Bytes32,
    ) -> Result<(&mut Subject, Acting), &'static str> {
        let subject = self.subjects.get_mut(subject).ok_or("unauthorized")?;
        if subject.erased {
            return Err("unauthorized");
        }
        if subject.owner == scene.sender {
            return Ok((subject, Acting::Owner));
        }
        let acts = |one: &Delegate| one.account == scene.sender && one.acts(scene.now);
        let place = subject
            .delegates
            .iter()
            .rposition(acts)
            .ok_or("unauthorized")?;
        Ok((subject, Acting::Delegate(place)))
    }

    pub fn acting(
        &mut self,
        scene: &Scene,
        subject: &Bytes32,
        power: Power,
    ) -> Result<(&mut Subject, Acting), &'static str> {
        let (subject, acting) = self.anyone_acting(scene, subject)?;
        let allowed = match acting {
            Acting::Owner => true,
            Acting::Delegate(place) => subject.delegates[place].has(power),
        };
        allowed.then_some((subject, acting)).ok_or("unauthorized")
    }

    fn administer(&mut self, sender: &str, msg: &AdminMsg, now: u32) -> Verdict {
        let paused = now < self.paused_until;
        let may_pause = sender == self.pauser || sender == self.governance;
        match msg {
            AdminMsg::Pause {} if !may_pause => Err("unauthorized"),
            AdminMsg::Pause {} if paused => Err("already_paused"),
            AdminMsg::Pause {} if self.paused_until != 0 && now < self.paused_until + 3 * DAY => {
                Err("pause_too_soon")
            }
            AdminMsg::Pause {} => {
                self.paused_until = now + 3 * DAY;
                Ok(())
            }
            AdminMsg::Unpause {} if sender != self.governance => Err("unauthorized"),
            AdminMsg::Unpause {} if !paused => Err("not_paused"),
            AdminMsg::Unpause {} => {
                self.paused_until = now;
                Ok(())
            }
            other => panic!("the model does not play {other:?}"),
        }
    }
}
