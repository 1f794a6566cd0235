//! The model of a decision about one item of which everything is known.

use super::consents::Consents;
use super::registry::{holds_at, Affiliation, Registry, DAY};
use super::subject::{Consent, Subject};
use super::tree::{self, narrower, Asked, Yield};
use health_types::codes::{PurposeOfUse, Sensitivity};
use health_types::consent::{
    Actor, ConsentStatus, Decision, DefaultPolicy, Effect, Reason, RootStrength,
};
use health_types::identity::{CredentialKind, CredentialState, Function};

/// What the model answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub decision: Decision,
    pub reason: Reason,
    pub effect: Effect,
    pub consents: Vec<u32>,
}

impl Answer {
    fn new(decision: Decision, reason: Reason, consents: Vec<u32>) -> Answer {
        let effect = match decision {
            Decision::Permit => Effect::Permit,
            Decision::Deny | Decision::NoConsent => Effect::Deny,
        };
        Answer {
            decision,
            reason,
            effect,
            consents,
        }
    }

    fn deny(reason: Reason) -> Answer {
        Answer::new(Decision::Deny, reason, vec![])
    }
}

/// Who asks, as the registry knows it.
pub struct Asker<'a> {
    pub registry: &'a Registry,
    pub account: &'a str,
    pub claimed: &'a [u32],
    pub now: u32,
}

impl Asker<'_> {
    pub fn holder(&self) -> Option<u32> {
        self.registry.holders.get(self.account).copied()
    }

    fn affiliations(&self) -> &[Affiliation] {
        self.registry
            .affiliations
            .get(self.account)
            .map_or(&[], Vec::as_slice)
    }

    fn counts(&self, affiliation: &Affiliation) -> bool {
        holds_at(&affiliation.period, self.now)
    }

    /// Whether it is, or acts now for, each organisation that it claims.
    pub fn claims_hold(&self) -> bool {
        self.claimed.iter().all(|claim| self.acts_for(*claim))
    }

    pub fn acts_for(&self, organisation: u32) -> bool {
        let mut own = self.affiliations().iter();
        self.holder() == Some(organisation)
            || own.any(|one| one.organisation == organisation && self.counts(one))
    }

    fn supported(&self, affiliation: &Affiliation) -> bool {
        self.counts(affiliation)
            && self
                .registry
                .relied_on(affiliation.organisation, affiliation.kind, self.now)
    }

    fn holds(&self, kind: CredentialKind) -> bool {
        self.holder()
            .is_some_and(|holder| self.registry.relied_on(holder, kind, self.now))
    }

    /// Claimed affiliations whose function or kind fits the purpose, resting on a valid credential.
    fn fitting(&self, purpose: PurposeOfUse) -> impl Iterator<Item = &Affiliation> {
        self.affiliations().iter().filter(move |one| {
            let by_function = one
                .functions
                .iter()
                .any(|own| fitting_functions(purpose).contains(own));
            let by_kind = one.functions.contains(&Function::Administrator)
                && fitting_kinds(purpose).contains(&one.kind);
            self.claimed.contains(&one.organisation)
                && (by_function || by_kind)
                && self.supported(one)
        })
    }

    fn own_fitting(&self, purpose: PurposeOfUse) -> impl Iterator<Item = CredentialKind> + '_ {
        let kinds = fitting_kinds(purpose).iter().copied();
        kinds.filter(|kind| self.holds(*kind))
    }

    /// Whether a permit that names no one reaches it.
    pub fn fits(&self, purpose: PurposeOfUse) -> bool {
        self.fitting(purpose).next().is_some() || self.own_fitting(purpose).next().is_some()
    }

    /// Whether a rule of this effect that names the actor reaches it.
    pub fn is(&self, actor: &Actor, effect: Effect, purpose: PurposeOfUse) -> bool {
        match effect {
            Effect::Permit => self.is_permitted_as(actor, purpose),
            Effect::Deny => self.is_denied_as(actor),
        }
    }

    fn is_permitted_as(&self, actor: &Actor, purpose: PurposeOfUse) -> bool {
        match actor {
            Actor::Account { address } => address == self.account,
            Actor::Person { holder } => self.holder() == Some(*holder),
            Actor::Organisation { holder } => {
                let as_itself = self.holder() == Some(*holder)
                    && self
                        .own_fitting(purpose)
                        .any(|kind| kind != CredentialKind::Practitioner);
                as_itself || self.fitting(purpose).any(|one| one.organisation == *holder)
            }
            Actor::Function { function } => self
                .fitting(purpose)
                .any(|one| one.functions.contains(function)),
            Actor::Credential { kind } => {
                self.own_fitting(purpose).any(|own| own == *kind)
                    || self.fitting(purpose).any(|one| one.kind == *kind)
            }
            Actor::Device { .. } => panic!("the model plays no devices"),
        }
    }

    fn is_denied_as(&self, actor: &Actor) -> bool {
        let mut binding = self.affiliations().iter().filter(|one| one.binds(self.now));
        match actor {
            Actor::Account { address } => address == self.account,
            Actor::Person { holder } => self.holder() == Some(*holder),
            Actor::Organisation { holder } => {
                self.holder() == Some(*holder) || binding.any(|one| one.organisation == *holder)
            }
            Actor::Function { function } => binding.any(|one| one.functions.contains(function)),
            Actor::Credential { kind } => binding.any(|one| one.kind == *kind) || self.held(*kind),
            Actor::Device { .. } => panic!("the model plays no devices"),
        }
    }

    /// Whether it holds the kind, in whatever state, or did until 30 days ago.
    fn held(&self, kind: CredentialKind) -> bool {
        let Some(holder) = self.holder() else {
            return false;
        };
        [1, 2].into_iter().any(|issuer| {
            let Some(one) = self.registry.credentials.get(&(holder, kind, issuer)) else {
                return false;
            };
            let revoked = (one.state == CredentialState::Revoked).then_some(one.changed);
            let mut ends = revoked.into_iter().chain(one.period.until);
            ends.all(|end| self.now < end + 30 * DAY)
        })
    }

    fn is_responder(&self) -> bool {
        let mut own = self.affiliations().iter();
        self.holds(CredentialKind::EmergencyResponder)
            || own.any(|one| {
                one.functions.contains(&Function::Emergency)
                    && self.claimed.contains(&one.organisation)
                    && self.supported(one)
            })
    }

    pub fn may_break_glass(&self, organisation: u32) -> bool {
        let mut own = self.affiliations().iter();
        self.holds(CredentialKind::EmergencyResponder)
            && own.any(|one| {
                one.functions.contains(&Function::Emergency)
                    && one.organisation == organisation
                    && self.supported(one)
            })
    }

    pub fn is_custodian(&self) -> bool {
        self.holds(CredentialKind::DataCustodian)
    }
}

fn fitting_kinds(purpose: PurposeOfUse) -> &'static [CredentialKind] {
    use CredentialKind::*;
    match purpose {
        PurposeOfUse::TREAT | PurposeOfUse::ETREAT | PurposeOfUse::BTG | PurposeOfUse::HPAYMT => {
            &[ProviderOrganisation, EmergencyResponder, Practitioner]
        }
        PurposeOfUse::PATRQT => &[
            ProviderOrganisation,
            EmergencyResponder,
            Practitioner,
            DataCustodian,
        ],
        PurposeOfUse::HRESCH => &[ResearchOrganisation],
        PurposeOfUse::HMARKT => &[ProviderOrganisation],
        other => panic!("the model does not play {other}"),
    }
}

fn fitting_functions(purpose: PurposeOfUse) -> &'static [Function] {
    match purpose {
        PurposeOfUse::TREAT | PurposeOfUse::ETREAT | PurposeOfUse::BTG => {
            &[Function::Clinician, Function::Emergency]
        }
        PurposeOfUse::HPAYMT | PurposeOfUse::PATRQT => &[Function::Clinician],
        PurposeOfUse::HRESCH => &[Function::Researcher],
        _ => &[],
    }
}

/// Whether an item bears a label that one of these reaches as a deny would.
fn bears(asked: &Asked, labels: &[Sensitivity]) -> bool {
    let borne = asked
        .item
        .labels
        .iter()
        .flat_map(|labels| labels.sensitivity.iter().flatten());
    let reached = |borne: &Sensitivity| {
        labels
            .iter()
            .any(|label| label == borne || narrower(*label, *borne))
    };
    borne.into_iter().any(reached)
}

impl Consents {
    pub fn decide(&self, subject: &Subject, asker: &Asker, asked: &Asked) -> Answer {
        if subject.erased {
            return Answer::deny(Reason::SubjectErased);
        }
        let owner = asker.account == subject.owner;
        if owner && asked.purpose == PurposeOfUse::PATRQT {
            return Answer::new(Decision::Permit, Reason::OwnAccess, vec![]);
        }
        if !asker.claims_hold() {
            return Answer::deny(Reason::NotAffiliated);
        }
        let emergency = matches!(asked.purpose, PurposeOfUse::ETREAT | PurposeOfUse::BTG);
        if emergency && !asker.is_responder() {
            return Answer::deny(Reason::NotResponder);
        }
        let all: Vec<(u32, &Consent, Option<Yield>)> = subject
            .consents
            .iter()
            .filter(|(_, consent)| {
                subject.status(consent, asked.now) == ConsentStatus::Active
                    && holds_at(&consent.new.period, asked.now)
            })
            .map(|(id, consent)| {
                let baseline = consent.new.strength == Some(RootStrength::Baseline);
                let said = tree::evaluate(&consent.new.provision, baseline, asker, asked);
                (*id, consent, said)
            })
            .collect();
        let which = |is: &dyn Fn(&Consent, Yield) -> bool| -> Vec<u32> {
            let said = all
                .iter()
                .filter(|(_, consent, said)| said.is_some_and(|said| is(consent, said)));
            said.map(|(id, _, _)| *id).collect()
        };
        let live = |actor: u32| {
            subject.emergencies.get(&actor).is_some_and(|one| {
                one.is_live(subject, asked.now) && asker.may_break_glass(one.organisation)
            })
        };
        if asked.purpose == PurposeOfUse::BTG && asker.holder().is_some_and(live) {
            let naming = which(&|_, said| {
                matches!(
                    said,
                    Yield::Deny {
                        explicit: true,
                        named: true
                    }
                )
            });
            if naming.is_empty() {
                return Answer::new(Decision::Permit, Reason::Emergency, vec![]);
            }
            return Answer::new(Decision::Deny, Reason::ExplicitDeny, naming);
        }
        if subject.restricted {
            return Answer::deny(Reason::Restricted);
        }
        let denied = which(&|_, said| matches!(said, Yield::Deny { explicit: true, .. }));
        if !denied.is_empty() {
            return Answer::new(Decision::Deny, Reason::ExplicitDeny, denied);
        }
        let permitted = which(&|consent, said| {
            said == Yield::Permit
                && !subject.permits_ended(consent)
                && !bears(asked, &consent.excluded)
        });
        if !permitted.is_empty() {
            return Answer::new(Decision::Permit, Reason::Permit, permitted);
        }
        let baseline = which(&|_, said| matches!(said, Yield::Deny { .. }));
        let secondary = matches!(asked.purpose, PurposeOfUse::HRESCH | PurposeOfUse::HMARKT);
        if !baseline.is_empty() || (subject.opted_out && secondary) {
            return Answer::new(Decision::Deny, Reason::BaselineDeny, baseline);
        }
        // A permit that matches but for the item, or but for what its delegate may not open, speaks of this access.
        let spoken = all.iter().any(|(_, consent, _)| {
            let matched = tree::root_permit(&consent.new.provision, asker, asked);
            !subject.permits_ended(consent) && matched.is_some()
        });
        let mut answer = Answer::new(Decision::NoConsent, Reason::NoConsent, vec![]);
        let notes = bears(asked, &[Sensitivity::PSYTHPN]);
        if !spoken && !notes && asker.fits(asked.purpose) && subject.default_permits(asked.purpose)
        {
            answer.effect = Effect::Permit;
        }
        answer
    }
}

impl Subject {
    fn default_permits(&self, purpose: PurposeOfUse) -> bool {
        match self.default_policy {
            DefaultPolicy::PermitTreatment => {
                matches!(purpose, PurposeOfUse::TREAT | PurposeOfUse::ETREAT)
            }
            DefaultPolicy::PermitAuthorized => {
                !matches!(purpose, PurposeOfUse::BTG | PurposeOfUse::HMARKT)
            }
            DefaultPolicy::BreakGlassOnly | DefaultPolicy::Deny => false,
        }
    }
}
