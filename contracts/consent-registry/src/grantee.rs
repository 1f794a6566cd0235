//! Whom an envelope is for, and whether a consent permits it.

use crate::decision::{self, Scene};
use crate::error::{ConsentError, ContractError};
use crate::requester::Asker;
use crate::state::config::HotConfig;
use crate::state::known::Known;
use cosmwasm_std::{Api, CanonicalAddr, Deps, QuerierWrapper};
use health_kit::address;
use health_rules::consent::{Actor, Tree};
use health_types::codes::{Action, PurposeOfUse};
use health_types::consent::{self as message, Decision, Item, Purpose, Question};
use health_types::identity::Client;

/// The most purposes, and actions, of a consent that a permit is looked for.
const MAX_TRIED: usize = 16;

/// A grantee in its stored form: by identity-registry number if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grantee {
    /// Who it is.
    pub actor: Actor,
    /// Its account, where the message named it so.
    account: Option<CanonicalAddr>,
}

/// Refuses grantees that no envelope is for.
///
/// # Errors
/// `grantee_is_role`, `zero`, `invalid_address`.
pub fn check(api: &dyn Api, grantee: &message::Actor) -> Result<(), ContractError> {
    match grantee {
        message::Actor::Account { address } => address::canonical(api, address)
            .map(drop)
            .map_err(Into::into),
        message::Actor::Person { holder }
        | message::Actor::Organisation { holder }
        | message::Actor::Device { holder } => Ok(crate::check::holder("grantee", *holder)?),
        message::Actor::Function { .. } | message::Actor::Credential { .. } => {
            Err(ConsentError::GranteeIsRole.into())
        }
    }
}

impl Grantee {
    /// Looks a grantee up: one raw query for an account.
    ///
    /// # Errors
    /// As [`check`].
    pub fn resolve(
        api: &dyn Api,
        querier: &QuerierWrapper,
        identity: &Client,
        grantee: &message::Actor,
    ) -> Result<Self, ContractError> {
        let numbered = |actor| Self {
            actor,
            account: None,
        };
        Ok(match grantee {
            message::Actor::Account { address } => {
                let account = address::canonical(api, address)?;
                let entry = identity.account(querier, &account)?;
                Self {
                    actor: entry.map_or_else(
                        || Actor::Account(account.to_vec()),
                        |entry| Actor::Person(entry.holder),
                    ),
                    account: Some(account),
                }
            }
            message::Actor::Person { holder } => numbered(Actor::Person(*holder)),
            message::Actor::Organisation { holder } => numbered(Actor::Organisation(*holder)),
            message::Actor::Device { holder } => numbered(Actor::Device(*holder)),
            message::Actor::Function { .. } | message::Actor::Credential { .. } => {
                return Err(ConsentError::GranteeIsRole.into())
            }
        })
    }

    /// In whose names an envelope for it may have been put: an account may have had no number then.
    pub fn names(&self) -> Vec<Actor> {
        let account = self
            .account
            .as_ref()
            .map(|account| Actor::Account(account.to_vec()));
        let other = account.filter(|account| *account != self.actor);
        [self.actor.clone()].into_iter().chain(other).collect()
    }

    /// The grantee as one who asks, and acts for nobody else. None if there is no such holder.
    pub fn asker<'a>(
        &self,
        deps: Deps<'a>,
        hot: &HotConfig,
        now: u32,
    ) -> Result<Option<Asker<'a>>, ContractError> {
        let identity = hot.identity(deps.api)?;
        let holder = match self.actor {
            Actor::Person(holder) | Actor::Organisation(holder) | Actor::Device(holder) => holder,
            Actor::Account(_) | Actor::Function(_) | Actor::Credential(_) => 0,
        };
        let account = match &self.account {
            Some(account) => Some(account.clone()),
            None => {
                let account = identity.holder(&deps.querier, holder)?.account;
                account
                    .map(|account| address::canonical(deps.api, &account))
                    .transpose()?
            }
        };
        account
            .map(|account| Asker::new(deps.querier, identity, hot.clone(), now, account, vec![]))
            .transpose()
    }
}

/// Whether the consent permits the asker the whole item now: for one of the purposes and actions that it names, no
/// matter which, for an envelope serves them all.
pub fn is_permitted(
    scene: Scene,
    known: &Known,
    asker: &mut Asker,
    (id, consent): (u32, &crate::state::consent::Consent),
    item: &Item,
) -> Result<bool, ContractError> {
    let mut questions = Vec::new();
    for purpose in purposes(&consent.tree) {
        for action in actions(&consent.tree) {
            questions.push(Question {
                purpose,
                action,
                category: consent.category,
                data: Some(item.clone()),
            });
        }
    }
    let answers = decision::answer(scene, known, asker, &questions)?;
    Ok(answers.iter().any(|answer| {
        answer.decision == Decision::Permit
            && answer.obligations.is_empty()
            && answer.consents.iter().any(|decider| decider.id == id)
    }))
}

/// The purposes that a tree names, and treatment where its root names none.
fn purposes(tree: &Tree) -> Vec<Purpose> {
    let default = Purpose::Code {
        code: PurposeOfUse::TREAT,
    };
    named(
        tree.nodes().iter().map(|node| node.purposes.as_deref()),
        default,
    )
}

/// The actions that a tree names, and access where its root names none.
fn actions(tree: &Tree) -> Vec<Action> {
    named(
        tree.nodes().iter().map(|node| node.actions.as_deref()),
        Action::Access,
    )
}

fn named<'a, T: Copy + PartialEq + 'a>(
    rules: impl Iterator<Item = Option<&'a [T]>>,
    default: T,
) -> Vec<T> {
    let mut found = Vec::new();
    for (at, values) in rules.enumerate() {
        let values = match (values, at) {
            (Some(values), _) => values,
            (None, 0) => std::slice::from_ref(&default),
            (None, _) => &[],
        };
        for value in values {
            if !found.contains(value) && found.len() < MAX_TRIED {
                found.push(*value);
            }
        }
    }
    found
}
