//! Consents, questions and records in few words.

use anyhow::Result;
use health_types::codes::{Action, Code, DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::{
    ActMeaning, Actor, Category, Effect, ExecuteMsg, Item, Labels, NewConsent, NewRecord, PolicyChange,
    Provision, Purpose, Question, RegisteredData,
};
use health_types::identity::Assurance;
use health_types::{Bytes32, Period};

use crate::address::account;
use crate::scenario::must_give;
use crate::town::LATER;
use crate::{Call, Chain};

/// Registers a subject of this owner. Gives its pseudonym.
pub fn register(
    chain: &mut Chain,
    consent: &str,
    owner: &str,
    consents: Option<Vec<NewConsent>>,
) -> Result<Bytes32> {
    let msg = ExecuteMsg::Register {
        nonce: Bytes32([7; 32]),
        policies: PolicyChange::default(),
        consents,
    };
    let data: RegisteredData = must_give(chain, &Call::execute(&account(owner), consent, &msg))?;
    Ok(data.subject)
}

/// Grants a consent.
pub fn grant(contract: &str, owner: &str, subject: Bytes32, id: u32, consent: NewConsent) -> Call {
    let msg = ExecuteMsg::Grant {
        subject,
        id,
        consent,
    };
    Call::execute(&account(owner), contract, &msg)
}

/// Two of the eight places of a cell are kept for the owner's denies.
pub fn cell_effect(place: u32) -> Effect {
    if place > 6 {
        Effect::Deny
    } else {
        Effect::Permit
    }
}

/// Treatment.
pub fn treatment() -> Purpose {
    Purpose::Code {
        code: PurposeOfUse::TREAT,
    }
}

/// May data in bulk be accessed for treatment?
pub fn question() -> Question {
    Question {
        purpose: treatment(),
        action: Action::Access,
        category: Category::PatientPrivacy,
        data: None,
    }
}

/// A consent with this root, an end and a policy hash.
pub fn consent_of(provision: Provision) -> NewConsent {
    NewConsent {
        status: None,
        category: Category::PatientPrivacy,
        strength: None,
        period: Period {
            from: None,
            until: Some(LATER),
        },
        meaning: ActMeaning::Consent,
        assurance: Assurance::Substantial,
        policy: Some(Bytes32([2; 32])),
        source_document: None,
        signature_evidence: None,
        supersedes: None,
        provision,
    }
}

/// The benchmark consent: one organisation, one purpose, one action, an end and a policy hash.
pub fn benchmark(clinic: u32, effect: Effect) -> NewConsent {
    let clinic = Actor::Organisation { holder: clinic };
    to_one(clinic, effect)
}

/// The same about anyone else.
pub fn to_one(actor: Actor, effect: Effect) -> NewConsent {
    consent_of(Provision {
        actors: Some(vec![actor]),
        purposes: Some(vec![treatment()]),
        actions: Some(vec![Action::Access]),
        ..Provision::new(effect)
    })
}

/// Classes that a rule of a full tree names at the least, of at most 32.
const CLASSES: usize = 20;
/// How many more it may name.
const MORE_CLASSES: usize = 12;
/// Bytes of a selector.
const SELECTOR: usize = 32;

/// A tree of sixteen rules on three floors, with filters of every kind that take the longest to compare with
/// [`item`]; `extra` is what it weighs beyond the least such tree, in bytes. The first context that each rule names
/// has this number: [`item`] has those from 0 to 7.
pub fn full(actor: Option<Actor>, effect: Effect, extra: usize, first: u8) -> NewConsent {
    // Whole selectors first, one a rule, then single classes.
    let mut selectors = extra.checked_div(SELECTOR).unwrap_or_default();
    let mut classes = extra.checked_rem(SELECTOR).unwrap_or_default();
    let mut next = |effect: Effect| {
        let more = classes.min(MORE_CLASSES);
        classes = classes.saturating_sub(more);
        let contexts = if selectors > 0 { 2 } else { 1 };
        selectors = selectors.saturating_sub(1);
        Provision {
            purposes: Some(purposes()),
            actions: Some(Action::ALL.to_vec()),
            classes: Some(last(CLASSES.saturating_add(more))),
            labels: Some(labels()),
            contexts: Some((0..contexts).map(|number| context(number ^ first)).collect()),
            ..Provision::new(effect)
        }
    };
    let root = next(effect);
    let mut child = |leaves: usize| {
        let own = next(effect.opposite());
        let provision = (0..leaves).map(|_| next(effect)).collect();
        Provision {
            provision: Some(provision),
            ..own
        }
    };
    let children = vec![child(6), child(7)];
    consent_of(Provision {
        actors: actor.map(|actor| vec![actor]),
        provision: Some(children),
        ..root
    })
}

/// The last of the classes: a full tree's filters hold them.
fn last(count: usize) -> Vec<DataClass> {
    let skipped = DataClass::ALL.len().saturating_sub(count);
    DataClass::ALL.iter().skip(skipped).copied().collect()
}

/// Sixteen purposes, none of which but the last is treatment.
fn purposes() -> Vec<Purpose> {
    let others = PurposeOfUse::ALL.iter().filter(|code| **code != PurposeOfUse::TREAT);
    let others = others.take(15).map(|code| Purpose::Code { code: *code });
    others.chain([treatment()]).collect()
}

fn labels() -> Labels {
    Labels {
        confidentiality: None,
        private: None,
        sensitivity: Some(Sensitivity::ALL.iter().take(16).copied().collect()),
    }
}

fn context(number: u8) -> Bytes32 {
    Bytes32([number.wrapping_add(1); 32])
}

/// An item with as many attributes as there may be, all of which a full tree names.
pub fn item() -> Item {
    Item {
        record: Some(Bytes32([4; 32])),
        classes: Some(last(8)),
        labels: Some(labels()),
        authored: Some(20_000),
        author: Some(Bytes32([5; 32])),
        contexts: Some((0..8).rev().map(context).collect()),
        custodian: Some(Bytes32([6; 32])),
    }
}

/// Record `id` of a custodian.
pub fn new_record(id: u32) -> NewRecord {
    NewRecord {
        id,
        commitment: Bytes32([3; 32]),
        locator: Bytes32([4; 32]),
        classes: DataClass::ALL.iter().take(1).copied().collect(),
        labels: Some(Labels {
            confidentiality: None,
            private: None,
            sensitivity: Some(vec![Sensitivity::HIV]),
        }),
        author: None,
        contexts: Vec::new(),
        day: 20_000,
        key_version: 1,
    }
}
