//! Consents as they stand.

use crate::error::ContractError;
use crate::state::cell;
use crate::state::config::HotConfig;
use crate::state::consent::{self, Consent};
use crate::state::delegate;
use crate::state::subject::Subject;
use cosmwasm_std::{to_json_vec, CanonicalAddr, Deps, Env, StdResult};
use health_kit::{address, page, time};
use health_rules::consent::{conflicts as stand_against, Actor, Tree};
use health_types::consent::{
    Category, ConflictsResponse, ConsentResponse, ConsentStatus, ConsentsResponse, Provision,
};
use health_types::identity::Client;
use health_types::Bytes32;
use std::collections::BTreeSet;

/// What a page weighs at most, in bytes of JSON. The VM takes no answer above 256 KiB, in which it stands in base64; the
/// largest consent has 20,000.
const MAX_PAGE: usize = 180_000;

/// One consent.
///
/// # Errors
/// `subject_not_found`, `subject_erased`, `consent_not_found`.
pub fn consent(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    id: u32,
) -> Result<ConsentResponse, ContractError> {
    let now = time::now(env)?;
    let subject = Subject::load(deps.storage, &subject)?;
    let consent = consent::load(deps.storage, subject.number, id)?;
    respond(deps, &subject, id, consent, now)
}

/// A page of consents, which ends before the first that would make it too long to be answered.
///
/// # Errors
/// `limit_zero`; `subject_not_found`, `subject_erased`.
pub fn consents_of(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<ConsentsResponse, ContractError> {
    let limit = page::limit(limit)?;
    let now = time::now(env)?;
    let subject = Subject::load(deps.storage, &subject)?;
    let entries = consent::page(deps.storage, subject.number, start_after, limit.fetch())?;
    let (entries, mut next) = limit.page(entries, |(id, _)| *id);
    let mut items: Vec<ConsentResponse> = Vec::new();
    let mut bytes = 0usize;
    for (id, consent) in entries {
        let item = respond(deps, &subject, id, consent, now)?;
        bytes = bytes.saturating_add(to_json_vec(&item)?.len());
        if bytes > MAX_PAGE {
            next = items.last().map(|last| last.id);
            break;
        }
        items.push(item);
    }
    Ok(ConsentsResponse { items, next })
}

/// The live denies that stand against a tree: those in the cells that it would touch, and in that of anyone.
///
/// # Errors
/// `invalid_address`, what a rule tree is refused for; `subject_not_found`, `subject_erased`.
pub fn conflicts(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    category: Category,
    provision: Provision,
) -> Result<ConflictsResponse, ContractError> {
    let now = time::now(env)?;
    let mut tree = Tree::build(&provision, |human| {
        let account = address::canonical(deps.api, human)?;
        Ok::<_, ContractError>(Actor::Account(account.to_vec()))
    })?;
    let subject = Subject::load(deps.storage, &subject)?;
    let identity = HotConfig::load(deps.storage)?.identity(deps.api)?;
    tree.number_accounts(|bytes| Ok::<_, ContractError>(number(deps, &identity, bytes)?))?;

    let touched = tree.cells();
    let cells = std::iter::once(None).chain(touched.actors.iter().map(Some));
    let mut seen = BTreeSet::new();
    let mut against = BTreeSet::new();
    for actor in cells {
        for entry in cell::load(deps.storage, &subject, actor)? {
            let concerns =
                entry.denies && entry.category == category && !entry.is_dead(subject.epoch, now);
            if !concerns || !seen.insert(entry.id) {
                continue;
            }
            let other = consent::load(deps.storage, subject.number, entry.id)?;
            let status = consent::status(deps.storage, subject.number, &other, now)?;
            if status == ConsentStatus::Active && stand_against(&tree, &other.tree, other.strength)
            {
                against.insert(entry.id);
            }
        }
    }
    Ok(ConflictsResponse {
        consents: against.into_iter().collect(),
    })
}

fn number(deps: Deps, identity: &Client, account: &[u8]) -> StdResult<Option<u32>> {
    let entry = identity.account(&deps.querier, &CanonicalAddr::from(account))?;
    Ok(entry.map(|entry| entry.holder))
}

fn respond(
    deps: Deps,
    subject: &Subject,
    id: u32,
    consent: Consent,
    now: u32,
) -> Result<ConsentResponse, ContractError> {
    let human = |bytes: &CanonicalAddr| -> Result<String, ContractError> {
        Ok(address::human(deps.api, bytes, "consent")?.into_string())
    };
    let delegate = match &consent.delegate {
        None => None,
        Some(by) => {
            let delegate = delegate::load(deps.storage, subject.number, by.number)?
                .ok_or_else(delegate::missing)?;
            Some(human(&delegate.account)?)
        }
    };
    Ok(ConsentResponse {
        id,
        status: consent::status(deps.storage, subject.number, &consent, now)?,
        category: consent.category,
        strength: consent.strength,
        period: consent.period,
        granted: consent.granted,
        changed: consent.changed,
        epoch: consent.epoch,
        delegate,
        meaning: consent.meaning,
        assurance: consent.assurance,
        policy: consent.policy,
        source_document: consent.source_document,
        signature_evidence: consent.signature_evidence,
        provision: consent
            .tree
            .to_provision(|bytes| human(&CanonicalAddr::from(bytes)))?,
        supersedes: consent.supersedes,
    })
}
