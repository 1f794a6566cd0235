//! The model of one subject's consents.

use super::care::{Count, Delegate, Emergency, Line};
use super::consents::{Acting, Scene};
use super::registry::{Registry, Verdict, DAY};
use health_types::codes::Sensitivity;
use health_types::consent::{
    Actor, ConsentStatus, DefaultPolicy, Effect, InitialStatus, NewConsent, PolicyChange, Provision,
};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
pub struct Consent {
    /// The status that was set last.
    pub set: ConsentStatus,
    pub changed: u32,
    pub granted: u32,
    pub epoch: u32,
    /// As sent, with numbers in place of accounts that had one.
    pub new: NewConsent,
    pub superseded_by: Option<u32>,
    /// The place of the delegate among the subject's.
    pub delegate: Option<usize>,
    pub excluded: Vec<Sensitivity>,
}

#[derive(Clone, Debug)]
pub struct Subject {
    pub number: u32,
    pub owner: String,
    pub erased: bool,
    pub epoch: u32,
    pub default_policy: DefaultPolicy,
    pub emergencies_allowed: bool,
    pub opted_out: bool,
    pub restricted: bool,
    pub consents: BTreeMap<u32, Consent>,
    pub delegates: Vec<Delegate>,
    pub emergencies: BTreeMap<u32, Emergency>,
    pub log: BTreeMap<Line, Count>,
}

pub fn has(rule: &Provision, effect: Effect) -> bool {
    rule.effect == effect
        || rule
            .provision
            .iter()
            .flatten()
            .any(|child| has(child, effect))
}

/// The cells of a tree: whom the root and the rules that widen it name; `None` is anyone. A holder has one cell, whether
/// it is named as a person or as an organisation.
pub fn cells(root: &Provision) -> BTreeSet<Option<Actor>> {
    fn add(rule: &Provision, effect: Effect, is_root: bool, cells: &mut BTreeSet<Option<Actor>>) {
        if rule.effect != effect {
            return;
        }
        let role =
            |actor: &Actor| matches!(actor, Actor::Function { .. } | Actor::Credential { .. });
        match &rule.actors {
            None if is_root => drop(cells.insert(None)),
            None => {}
            Some(actors) if actors.iter().any(role) => drop(cells.insert(None)),
            Some(actors) => cells.extend(actors.iter().map(|actor| Some(cell(actor)))),
        }
        for child in rule.provision.iter().flatten() {
            add(child, effect, false, cells);
        }
    }
    fn cell(actor: &Actor) -> Actor {
        match actor {
            Actor::Organisation { holder } => Actor::Person { holder: *holder },
            other => other.clone(),
        }
    }
    let mut cells = BTreeSet::new();
    add(root, root.effect, true, &mut cells);
    if cells.contains(&None) {
        cells = BTreeSet::from([None]);
    }
    cells
}

fn renumber(rule: &mut Provision, registry: &Registry) {
    for actor in rule.actors.iter_mut().flatten() {
        if let Actor::Account { address } = actor {
            if let Some(holder) = registry.holders.get(address) {
                *actor = Actor::Person { holder: *holder };
            }
        }
    }
    for child in rule.provision.iter_mut().flatten() {
        renumber(child, registry);
    }
}

/// Puts numbers in place of accounts; no delegate names itself, in whatever role.
fn number_actors(scene: &Scene, acting: Acting, rule: &mut Provision) -> Verdict {
    let own = scene.registry.holders.get(scene.sender).copied();
    let is_own = |actor: &Actor| match actor {
        Actor::Account { address } => address == scene.sender,
        Actor::Person { holder } | Actor::Organisation { holder } | Actor::Device { holder } => {
            Some(*holder) == own
        }
        _ => false,
    };
    if acting != Acting::Owner && names(rule, &is_own) {
        return Err("self_reference");
    }
    renumber(rule, scene.registry);
    Ok(())
}

pub fn names(rule: &Provision, is: &dyn Fn(&Actor) -> bool) -> bool {
    rule.actors.iter().flatten().any(is)
        || rule
            .provision
            .iter()
            .flatten()
            .any(|child| names(child, is))
}

impl Consent {
    pub fn has(&self, effect: Effect) -> bool {
        has(&self.new.provision, effect)
    }

    /// Whether it was in force at some time, so that what it supersedes is superseded for good.
    fn took_effect(&self, now: u32) -> bool {
        let begun_by = |when: u32| self.new.period.from.is_none_or(|from| from <= when);
        match self.set {
            ConsentStatus::Active => begun_by(now),
            ConsentStatus::Revoked | ConsentStatus::Superseded | ConsentStatus::EnteredInError => {
                begun_by(self.changed)
            }
            _ => false,
        }
    }
}

impl Subject {
    pub fn new(number: u32, owner: &str) -> Subject {
        Subject {
            number,
            owner: owner.to_string(),
            erased: false,
            epoch: 0,
            default_policy: DefaultPolicy::Deny,
            emergencies_allowed: true,
            opted_out: false,
            restricted: false,
            consents: BTreeMap::new(),
            delegates: vec![],
            emergencies: BTreeMap::new(),
            log: BTreeMap::new(),
        }
    }

    pub fn set_policies(&mut self, change: &PolicyChange) {
        self.default_policy = change.default_policy.unwrap_or(self.default_policy);
        self.emergencies_allowed = change
            .emergencies_allowed
            .unwrap_or(self.emergencies_allowed);
        self.opted_out = change.secondary_use_opt_out.unwrap_or(self.opted_out);
        self.restricted = change.restricted.unwrap_or(self.restricted);
    }

    /// Where a consent stands now.
    pub fn status(&self, consent: &Consent, now: u32) -> ConsentStatus {
        let over = consent.new.period.until.is_some_and(|until| until <= now);
        match (consent.set, consent.superseded_by) {
            (ConsentStatus::Proposed, _) if over || consent.granted + 30 * DAY <= now => {
                ConsentStatus::Lapsed
            }
            (ConsentStatus::Active, Some(by)) if self.consents[&by].took_effect(now) => {
                ConsentStatus::Superseded
            }
            (set, _) => set,
        }
    }

    pub fn permits_ended(&self, consent: &Consent) -> bool {
        let delegate = consent.delegate.map(|place| &self.delegates[place]);
        consent.epoch < self.epoch || delegate.is_some_and(|delegate| delegate.grants_ended)
    }

    /// Whether it may decide anything, now or later.
    pub fn lives(&self, consent: &Consent, now: u32) -> bool {
        let over = consent.new.period.until.is_some_and(|until| until <= now);
        let empty = self.permits_ended(consent) && !consent.has(Effect::Deny);
        self.status(consent, now) == ConsentStatus::Active && !over && !empty
    }

    /// Refuses one more consent in a cell of eight, two places of which are the owner's denies'.
    fn ensure_room(&self, id: u32, consent: &Consent, now: u32) -> Verdict {
        let owners_deny = |consent: &Consent| {
            consent.delegate.is_none() && consent.new.provision.effect == Effect::Deny
        };
        for cell in cells(&consent.new.provision) {
            let others: Vec<&Consent> = self
                .consents
                .iter()
                .filter(|(other, _)| **other != id)
                .map(|(_, other)| other)
                .filter(|other| {
                    self.lives(other, now) && cells(&other.new.provision).contains(&cell)
                })
                .collect();
            let plain = others.iter().filter(|other| !owners_deny(other)).count();
            if others.len() >= 8 || (!owners_deny(consent) && plain >= 6) {
                return Err("cell_full");
            }
        }
        Ok(())
    }

    /// Whether one may end a consent: no delegate a deny of the owner's, another only with both powers.
    fn may_end(&self, acting: Acting, consent: &Consent) -> Verdict {
        let allowed = match acting {
            Acting::Owner => true,
            Acting::Delegate(place) if consent.has(Effect::Deny) => {
                let powers = self.delegates[place].powers;
                consent.delegate.is_some() && powers.grant && powers.revoke
            }
            Acting::Delegate(_) => true,
        };
        allowed.then_some(()).ok_or("unauthorized")
    }

    /// Supersedes what a consent that is in force, or will be, names.
    fn supersede(&mut self, acting: Acting, id: u32, strict: bool, now: u32) -> Verdict {
        let new = self.consents[&id].clone();
        for target in new.new.supersedes.clone().unwrap_or_default() {
            let old = self.consents.get(&target).ok_or("consent_not_found")?;
            if self.status(old, now) != ConsentStatus::Active {
                if strict {
                    return Err("wrong_status");
                }
                continue;
            }
            self.may_end(acting, old)?;
            if new.set != ConsentStatus::Active {
                continue;
            }
            let begun = new.new.period.from.is_none_or(|from| from <= now);
            let waiting = old.superseded_by.map(|by| self.consents[&by].set);
            let old = self.consents.get_mut(&target).unwrap();
            if begun {
                old.set = ConsentStatus::Superseded;
                old.changed = now;
            } else if waiting == Some(ConsentStatus::Active) {
                return Err("superseding_pending");
            } else {
                old.superseded_by = Some(id);
            }
        }
        Ok(())
    }

    pub fn record(&mut self, scene: &Scene, acting: Acting, id: u32, new: &NewConsent) -> Verdict {
        if self.consents.contains_key(&id) {
            return Err("consent_exists");
        }
        let mut new = new.clone();
        number_actors(scene, acting, &mut new.provision)?;
        let set = match new.status {
            None | Some(InitialStatus::Active) => ConsentStatus::Active,
            Some(InitialStatus::Proposed) => ConsentStatus::Proposed,
            Some(InitialStatus::Refused) => ConsentStatus::Refused,
            Some(InitialStatus::Revoked) => ConsentStatus::Revoked,
            Some(InitialStatus::EnteredInError) => ConsentStatus::EnteredInError,
        };
        let mut consent = Consent {
            set,
            changed: scene.now,
            granted: scene.now,
            epoch: self.epoch,
            new,
            superseded_by: None,
            delegate: None,
            excluded: vec![],
        };
        self.credit(&mut consent, acting);
        self.consents.insert(id, consent.clone());
        if matches!(set, ConsentStatus::Active | ConsentStatus::Proposed) {
            self.supersede(acting, id, true, scene.now)?;
        }
        if set == ConsentStatus::Active {
            self.ensure_room(id, &consent, scene.now)?;
        }
        Ok(())
    }

    fn credit(&self, consent: &mut Consent, acting: Acting) {
        (consent.delegate, consent.excluded) = match acting {
            Acting::Owner => (None, vec![]),
            Acting::Delegate(place) => (Some(place), self.delegates[place].excluded.clone()),
        };
    }

    pub fn activate(&mut self, scene: &Scene, acting: Acting, id: u32, paused: bool) -> Verdict {
        let mut consent = self.consents.get(&id).cloned().ok_or("consent_not_found")?;
        if consent.delegate.is_none() {
            self.may_end(acting, &consent)?;
        }
        if paused && (consent.has(Effect::Permit) || consent.new.supersedes.is_some()) {
            return Err("paused");
        }
        if self.status(&consent, scene.now) != ConsentStatus::Proposed {
            return Err("wrong_status");
        }
        number_actors(scene, acting, &mut consent.new.provision)?;
        consent.set = ConsentStatus::Active;
        consent.changed = scene.now;
        consent.epoch = self.epoch;
        self.credit(&mut consent, acting);
        self.consents.insert(id, consent.clone());
        self.supersede(acting, id, false, scene.now)?;
        self.ensure_room(id, &consent, scene.now)
    }

    /// Ends a consent, if it has one of these statuses.
    pub fn end(
        &mut self,
        acting: Acting,
        id: u32,
        from: &[ConsentStatus],
        to: ConsentStatus,
        now: u32,
    ) -> Verdict {
        let consent = self.consents.get(&id).ok_or("consent_not_found")?;
        self.may_end(acting, consent)?;
        if !from.contains(&self.status(consent, now)) {
            return Err("wrong_status");
        }
        let consent = self.consents.get_mut(&id).unwrap();
        consent.set = to;
        consent.changed = now;
        Ok(())
    }

    pub fn widens(&self, change: &PolicyChange) -> bool {
        let order = [
            DefaultPolicy::Deny,
            DefaultPolicy::BreakGlassOnly,
            DefaultPolicy::PermitTreatment,
            DefaultPolicy::PermitAuthorized,
        ];
        let width = |policy: DefaultPolicy| order.iter().position(|one| *one == policy);
        change
            .default_policy
            .is_some_and(|new| width(new) > width(self.default_policy))
            || (change.emergencies_allowed == Some(true) && !self.emergencies_allowed)
            || (change.secondary_use_opt_out == Some(false) && self.opted_out)
            || (change.restricted == Some(false) && self.restricted)
    }
}
