//! Who asks: what of a requester's claims identity-registry bears out, as far as a decision needs it.
//!
//! Permits reach a requester through what it claims and is; denies through all that it is and was of late. What a
//! question does not need is not asked for, and nothing is asked for twice.

use crate::error::ContractError;
use crate::state::config::HotConfig;
use cosmwasm_std::{CanonicalAddr, QuerierWrapper};
use health_rules::consent::fit::{fit, Fit, AS_ORGANISATION};
use health_rules::consent::{Actor, Requester, Tree};
use health_types::consent::{Effect, Purpose};
use health_types::identity::raw::{AccountEntry, AffiliationEntry, CredentialEntry, DENY_BINDING};
use health_types::identity::{Client, CredentialKind, CredentialState, Function};

/// Whom the rules at hand name, and so what is worth asking identity-registry for.
#[derive(Clone, Debug, Default)]
pub struct Named {
    permitted: Vec<Actor>,
    denied: Vec<Actor>,
    anyone: bool,
}

impl Named {
    /// Counts in whom a tree names. Rules inherit actors across effects, so each is counted for every effect that
    /// the tree has.
    pub fn add(&mut self, tree: &Tree) {
        let nodes = tree.nodes();
        let has = |effect| nodes.iter().any(|node| node.effect == effect);
        let actors = || {
            nodes
                .iter()
                .filter_map(|node| node.actors.as_ref())
                .flatten()
        };
        if has(Effect::Permit) {
            self.permitted.extend(actors().cloned());
            self.anyone |= nodes.first().is_some_and(|root| root.actors.is_none());
        }
        if has(Effect::Deny) {
            self.denied.extend(actors().cloned());
        }
    }

    /// Counts in a default policy that permits, which names no one.
    pub fn add_anyone(&mut self) {
        self.anyone = true;
    }

    fn permits(&self, actor: &Actor) -> bool {
        self.permitted.contains(actor)
    }

    /// Whether a permit may come by way of this affiliation.
    fn concerns(&self, affiliation: &AffiliationEntry) -> bool {
        self.anyone
            || self.permitted.iter().any(|actor| match actor {
                Actor::Organisation(number) => *number == affiliation.organisation,
                Actor::Function(function) => affiliation.has(*function),
                Actor::Credential(kind) => *kind == affiliation.kind,
                Actor::Account(_) | Actor::Person(_) | Actor::Device(_) => false,
            })
    }
}

/// A requester, as identity-registry knows it.
#[derive(Clone)]
pub struct Asker<'a> {
    querier: QuerierWrapper<'a>,
    identity: Client,
    hot: HotConfig,
    now: u32,
    /// Its account.
    pub account: CanonicalAddr,
    /// Its entry, if it has a number.
    entry: Option<AccountEntry>,
    /// The organisations that it claims to act for.
    claimed: Vec<u32>,
    /// Whether an affiliation, by its place in the entry, rests on a valid credential.
    supported: Vec<(usize, bool)>,
    /// Whether it holds a valid credential of a kind.
    holds: Vec<(CredentialKind, bool)>,
    /// Whether a deny of a kind binds it.
    bound: Vec<(CredentialKind, bool)>,
}

impl<'a> Asker<'a> {
    /// Looks the requester's account up: one raw query.
    pub fn new(
        querier: QuerierWrapper<'a>,
        identity: Client,
        hot: HotConfig,
        now: u32,
        account: CanonicalAddr,
        claimed: Vec<u32>,
    ) -> Result<Self, ContractError> {
        let entry = identity.account(&querier, &account)?;
        Ok(Asker {
            querier,
            identity,
            hot,
            now,
            account,
            entry,
            claimed,
            supported: Vec::new(),
            holds: Vec::new(),
            bound: Vec::new(),
        })
    }

    /// Its identity-registry number, if it has one.
    pub fn holder(&self) -> Option<u32> {
        self.entry.as_ref().map(|entry| entry.holder)
    }

    fn affiliations(&self) -> &[AffiliationEntry] {
        self.entry
            .as_ref()
            .map_or(&[], |entry| entry.affiliations.as_slice())
    }

    /// The affiliations whose organisation's denies bind it.
    fn binding(&self) -> impl Iterator<Item = &AffiliationEntry> {
        let now = self.now;
        self.affiliations()
            .iter()
            .filter(move |affiliation| affiliation.binds_denies(now))
    }

    /// The actors in whose cells consents about it may stand, and whether a permit there may reach it; in that of an
    /// organisation that it does not claim, only denies do. What is said of a number in whatever role stands in one
    /// cell.
    pub fn cells(&self) -> Vec<(Actor, bool)> {
        let own = self.holder().map(|number| (Actor::Person(number), true));
        let mut cells = vec![(Actor::Account(self.account.to_vec()), true)];
        cells.extend(own);
        for affiliation in self.binding() {
            let organisation = affiliation.organisation;
            let actor = Actor::Organisation(organisation);
            let seen = cells.iter().any(|(other, _)| *other == actor);
            if !seen && self.holder() != Some(organisation) {
                cells.push((actor, self.claimed.contains(&organisation)));
            }
        }
        cells
    }

    /// Whether it is, or is affiliated now with, every organisation that it claims to act for.
    pub fn claims_hold(&self) -> bool {
        self.claimed.iter().all(|claim| self.acts_for(*claim))
    }

    /// Whether it is this organisation or is affiliated with it now.
    pub fn acts_for(&self, organisation: u32) -> bool {
        let affiliated = |affiliation: &AffiliationEntry| {
            affiliation.organisation == organisation && affiliation.counts(self.now)
        };
        self.holder() == Some(organisation) || self.affiliations().iter().any(affiliated)
    }

    /// The organisations that it claims and acts for, in the order of the claim.
    pub fn acting_for(&self) -> impl Iterator<Item = u32> + '_ {
        let claims = self.claimed.iter().copied();
        claims.filter(|claim| self.acts_for(*claim))
    }

    /// Whether it acts as this organisation itself: as its holder, or as an administrator or device operator on a
    /// valid credential of the organisation's.
    pub fn acts_as(&mut self, organisation: u32) -> Result<bool, ContractError> {
        if self.holder() == Some(organisation) {
            return Ok(true);
        }
        self.any_supported(|affiliation| {
            affiliation.organisation == organisation && affiliation.functions & AS_ORGANISATION != 0
        })
    }

    /// Whether it responds to emergencies: by a valid credential of its own, or in that function for an
    /// organisation that it claims and that holds one.
    pub fn is_responder(&mut self) -> Result<bool, ContractError> {
        if self.holds(CredentialKind::EmergencyResponder)? {
            return Ok(true);
        }
        let claimed = self.claimed.clone();
        self.any_supported(|affiliation| {
            affiliation.has(Function::Emergency) && claimed.contains(&affiliation.organisation)
        })
    }

    /// Whether it may break the glass for this organisation: by a valid credential of its own, and in the function
    /// `emergency` for the organisation, which holds one, too.
    pub fn may_break_glass(&mut self, organisation: u32) -> Result<bool, ContractError> {
        Ok(self.holds(CredentialKind::EmergencyResponder)?
            && self.any_supported(|affiliation| {
                affiliation.has(Function::Emergency) && affiliation.organisation == organisation
            })?)
    }

    /// Whom permits and denies may name to reach it, for this purpose and as far as the rules at hand name anyone.
    pub fn proven(&mut self, purpose: &Purpose, named: &Named) -> Result<Requester, ContractError> {
        let fit = fit(purpose);
        let mut requester = Requester {
            permits: vec![Actor::Account(self.account.to_vec())],
            denies: self.denies(named)?,
            anyone: false,
        };
        let Some(holder) = self.holder() else {
            return Ok(requester);
        };
        requester.permits.push(Actor::Person(holder));
        self.add_affiliations(&mut requester, fit, named)?;
        self.add_own(&mut requester, holder, fit, named)?;
        Ok(requester)
    }

    /// Whom a deny may name: the account, its number in whatever role, every organisation and function that binds
    /// it, claimed or not, and kinds of credentials that it or those organisations hold.
    fn denies(&mut self, named: &Named) -> Result<Vec<Actor>, ContractError> {
        let mut denies = vec![Actor::Account(self.account.to_vec())];
        if let Some(number) = self.holder() {
            let roles = [Actor::Person, Actor::Organisation, Actor::Device];
            denies.extend(roles.map(|role| role(number)));
        }
        for affiliation in self.binding() {
            denies.push(Actor::Organisation(affiliation.organisation));
            denies.extend(Function::of_mask(affiliation.functions).map(Actor::Function));
            denies.push(Actor::Credential(affiliation.kind));
        }
        for actor in &named.denied {
            if let Actor::Credential(kind) = actor {
                if !denies.contains(actor) && self.is_bound(*kind)? {
                    denies.push(actor.clone());
                }
            }
        }
        Ok(denies)
    }

    /// Adds whom permits may name by way of the organisations that it claims.
    fn add_affiliations(
        &mut self,
        requester: &mut Requester,
        fit: Fit,
        named: &Named,
    ) -> Result<(), ContractError> {
        let places: Vec<(usize, AffiliationEntry)> = self
            .affiliations()
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, affiliation)| {
                self.claimed.contains(&affiliation.organisation)
                    && fit.affiliation(affiliation.functions, affiliation.kind)
                    && named.concerns(affiliation)
            })
            .collect();
        for (place, affiliation) in places {
            if self.is_supported(place, &affiliation)? {
                let functions = Function::of_mask(affiliation.functions).map(Actor::Function);
                requester.permits.extend(functions);
                requester.permits.extend([
                    Actor::Organisation(affiliation.organisation),
                    Actor::Credential(affiliation.kind),
                ]);
                requester.anyone = true;
            }
        }
        Ok(())
    }

    /// Adds whom permits may name by way of credentials of its own.
    fn add_own(
        &mut self,
        requester: &mut Requester,
        holder: u32,
        fit: Fit,
        named: &Named,
    ) -> Result<(), ContractError> {
        let device = Actor::Device(holder);
        if named.permits(&device) && self.holds(CredentialKind::Device)? {
            requester.permits.push(device);
        }
        let organisation = Actor::Organisation(holder);
        let as_organisation = named.permits(&organisation);
        for kind in fit.kinds {
            let role = Actor::Credential(*kind);
            let names_role = named.permits(&role) && !requester.permits.contains(&role);
            let for_anyone = named.anyone && !requester.anyone;
            let is_organisations = !kind.is_personal() && *kind != CredentialKind::Device;
            let for_itself =
                as_organisation && is_organisations && !requester.permits.contains(&organisation);
            if (names_role || for_anyone || for_itself) && self.holds(*kind)? {
                requester.anyone = true;
                requester.permits.push(role);
                if is_organisations {
                    requester.permits.push(organisation.clone());
                }
            }
        }
        Ok(())
    }

    /// Whether it holds a credential of this kind that meets what the deployment requires.
    pub fn holds(&mut self, kind: CredentialKind) -> Result<bool, ContractError> {
        let Some(holder) = self.holder() else {
            return Ok(false);
        };
        if let Some((_, known)) = self.holds.iter().find(|(other, _)| *other == kind) {
            return Ok(*known);
        }
        let requirement = self.hot.requirement(kind);
        let holds = self
            .identity
            .meets(&self.querier, holder, &requirement, self.now)?;
        self.holds.push((kind, holds));
        Ok(holds)
    }

    /// Whether a deny of whoever holds this kind binds it: it holds one, be it suspended, or held one until no more
    /// than 30 days ago, as with affiliations.
    fn is_bound(&mut self, kind: CredentialKind) -> Result<bool, ContractError> {
        let Some(holder) = self.holder() else {
            return Ok(false);
        };
        if let Some((_, known)) = self.bound.iter().find(|(other, _)| *other == kind) {
            return Ok(*known);
        }
        let credentials = self.identity.credentials(&self.querier, holder, kind)?;
        let bound = credentials.iter().any(|one| binds_denies(one, self.now));
        self.bound.push((kind, bound));
        Ok(bound)
    }

    fn any_supported(
        &mut self,
        of: impl Fn(&AffiliationEntry) -> bool,
    ) -> Result<bool, ContractError> {
        let places: Vec<(usize, AffiliationEntry)> = self
            .affiliations()
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, affiliation)| of(affiliation))
            .collect();
        for (place, affiliation) in places {
            if self.is_supported(place, &affiliation)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether an affiliation counts and rests on a credential that meets what the deployment requires.
    fn is_supported(
        &mut self,
        place: usize,
        affiliation: &AffiliationEntry,
    ) -> Result<bool, ContractError> {
        if let Some((_, known)) = self.supported.iter().find(|(other, _)| *other == place) {
            return Ok(*known);
        }
        let needed = self.hot.requirement(affiliation.kind);
        let supported = self.identity.supports(
            &self.querier,
            affiliation,
            needed.assurance,
            needed.issuers,
            self.now,
        )?;
        self.supported.push((place, supported));
        Ok(supported)
    }
}

/// Whether a deny of its kind binds the holder of this credential.
fn binds_denies(credential: &CredentialEntry, now: u32) -> bool {
    let revoked = match credential.state {
        CredentialState::Revoked => Some(credential.changed),
        CredentialState::Active | CredentialState::Suspended => None,
    };
    let end = match (revoked, credential.period.until) {
        (Some(revoked), Some(until)) => Some(revoked.min(until)),
        (one, other) => one.or(other),
    };
    end.is_none_or(|end| now < end.saturating_add(DENY_BINDING))
}
