//! Deciding and logging an access in one transaction.

use crate::check;
use crate::ctx::{respond, Ctx};
use crate::decision::{self, Scene};
use crate::error::{ConsentError, ContractError};
use crate::requester::Asker;
use crate::state::known::Known;
use crate::state::record;
use crate::state::rollup::{self, Addition, Line, Recipient};
use cosmwasm_std::{to_json_binary, CanonicalAddr, Response};
use health_kit::{address, auth};
use health_rules::consent::check_item;
use health_types::codes::DataClass;
use health_types::consent::{
    AccessAttempt, AccessData, AccessItem, ConsentEvent, Decision, DecisionResponse, Effect, Item,
    Purpose, Question,
};
use health_types::identity::CredentialKind;
use health_types::Bytes32;
use std::collections::BTreeMap;

/// The most items of a message.
const MAX_ITEMS: usize = 30;

/// Decides and logs. An item counts once in the line of each of its classes, so that the accounting shows every class
/// that was disclosed (45 CFR 164.528(b)(2)(iii)); of unknown or no class, in line 0.
///
/// # Errors
/// `invalid_count`, `duplicate`, `zero`, what an item is refused for, `invalid_address`; `unauthorized`;
/// `subject_not_found`, `subject_erased`, `record_not_found`, `requester_not_accredited`.
pub fn record_access(
    ctx: &mut Ctx,
    attempt: AccessAttempt,
    items: Vec<AccessItem>,
) -> Result<Response, ContractError> {
    let claimed = attempt.organisations.unwrap_or_default();
    check::organisations(&claimed)?;
    check::purpose("purpose", &attempt.purpose)?;
    check::count("items", items.len(), 1, MAX_ITEMS)?;
    items.iter().try_for_each(check_access_item)?;
    let account = address::canonical(ctx.deps.api, &attempt.requester)?;
    let mut asker = asker(ctx, account, claimed.clone())?;
    let recorder = recorder(ctx, &mut asker, &claimed, &items)?;
    let known = Known::load(ctx.storage(), &attempt.subject)?;
    let Known::Living(subject) = &known else {
        return Err(ConsentError::SubjectErased.into());
    };
    let number = subject.number;
    let mut disclosers = Vec::new();
    let mut questions = Vec::new();
    for item in items {
        let (data, discloser) = describe(ctx, number, &recorder, item)?;
        disclosers.push(discloser);
        questions.push(Question {
            purpose: attempt.purpose,
            action: attempt.action,
            category: attempt.category,
            data,
        });
    }
    let scene = Scene {
        storage: ctx.storage(),
        env: ctx.env,
        now: ctx.now,
    };
    let answers = decision::answer(scene, &known, &mut asker, &questions)?;
    let (permitted, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| permits(answer));
    if asker.holder().is_none() && !refused.is_empty() {
        return Err(ConsentError::RequesterNotAccredited.into());
    }
    let event = ConsentEvent::AccessRecorded {
        subject: number,
        permits: count(permitted.len()),
        refusals: count(refused.len()),
    };
    let recipient = recipient(&asker);
    let additions = additions(&questions, &answers, &disclosers);
    for (class, addition) in additions {
        let line = Line {
            recipient: recipient.clone(),
            purpose: match attempt.purpose {
                Purpose::Code { code } => code.number(),
                Purpose::Project { .. } | Purpose::Other { .. } => 0,
            },
            class,
        };
        rollup::add(ctx.deps.storage, number, line, addition, ctx.now)?;
    }
    Ok(respond(&[event]).set_data(to_json_binary(&AccessData { answers })?))
}

fn check_access_item(item: &AccessItem) -> Result<(), ConsentError> {
    match item {
        AccessItem::Record { record } => check::holder("custodian", record.custodian),
        AccessItem::Described { item } => Ok(check_item(item)?),
        AccessItem::Bulk {} => Ok(()),
    }
}

fn asker<'a>(
    ctx: &mut Ctx<'a>,
    account: CanonicalAddr,
    claimed: Vec<u32>,
) -> Result<Asker<'a>, ContractError> {
    let identity = ctx.identity()?;
    let hot = ctx.hot()?.clone();
    Asker::new(ctx.deps.querier, identity, hot, ctx.now, account, claimed)
}

/// Who records.
struct Recorder {
    /// The sender's number, if it records as a custodian, and so may describe items.
    custodian: Option<u32>,
    /// Whether it is the requester.
    is_requester: bool,
}

/// Whether the sender may record this: as the requester, if it has a number; as an administrator or device operator of an organisation
/// that both act for (then items must be registered records), or as a custodian.
fn recorder<'a>(
    ctx: &mut Ctx<'a>,
    asker: &mut Asker<'a>,
    claimed: &[u32],
    items: &[AccessItem],
) -> Result<Recorder, ContractError> {
    let sender = ctx.sender()?;
    let is_requester = sender == asker.account;
    let records = items
        .iter()
        .all(|item| matches!(item, AccessItem::Record { .. }));
    if is_requester && records && asker.holder().is_some() {
        return Ok(Recorder {
            custodian: None,
            is_requester,
        });
    }
    let mut own;
    let sender = if is_requester {
        asker
    } else {
        own = self::asker(ctx, sender, claimed.to_vec())?;
        let colleagues: Vec<u32> = asker.acting_for().collect();
        for organisation in colleagues {
            if records && own.acts_as(organisation)? {
                return Ok(Recorder {
                    custodian: None,
                    is_requester,
                });
            }
        }
        &mut own
    };
    auth::ensure(sender.holds(CredentialKind::DataCustodian)?)?;
    Ok(Recorder {
        custodian: sender.holder(),
        is_requester,
    })
}

/// What is known of an item, and who discloses it: the custodian that records, else that of the record. What a
/// requester states of an item itself is not known.
fn describe(
    ctx: &Ctx,
    subject: u32,
    recorder: &Recorder,
    item: AccessItem,
) -> Result<(Option<Item>, Option<u32>), ContractError> {
    match item {
        AccessItem::Record { record } => {
            let found = record::may_load(ctx.storage(), subject, record)?
                .ok_or(ConsentError::RecordNotFound { id: record.id })?;
            let discloser = recorder.custodian.unwrap_or(record.custodian);
            Ok((Some(found.item(record.custodian)), Some(discloser)))
        }
        AccessItem::Described { item } if !recorder.is_requester => {
            let custodian = item
                .custodian
                .or(recorder.custodian.map(Bytes32::of_holder));
            let item = Item { custodian, ..*item };
            Ok((Some(item), recorder.custodian))
        }
        AccessItem::Described { .. } | AccessItem::Bulk {} => Ok((None, recorder.custodian)),
    }
}

fn permits(answer: &DecisionResponse) -> bool {
    answer.decision == Decision::Permit
}

/// The first organisation acted for, else the requester. A false claim makes no organisation a recipient.
fn recipient(asker: &Asker) -> Recipient {
    let organisation = asker.acting_for().next().map(Recipient::Organisation);
    let own = || match asker.holder() {
        Some(holder) => Recipient::Holder(holder),
        None => Recipient::Account(asker.account.clone()),
    };
    organisation.unwrap_or_else(own)
}

/// What the answers add to the line of each class.
fn additions(
    questions: &[Question],
    answers: &[DecisionResponse],
    disclosers: &[Option<u32>],
) -> BTreeMap<u8, Addition> {
    let mut additions: BTreeMap<u8, Addition> = BTreeMap::new();
    let items = questions.iter().zip(answers).zip(disclosers);
    for ((question, answer), discloser) in items {
        for class in classes(question) {
            let addition = additions.entry(class).or_default();
            let counter = if permits(answer) {
                &mut addition.permits
            } else {
                &mut addition.refusals
            };
            *counter = counter.saturating_add(1);
            if answer.decision == Decision::NoConsent && answer.effect == Effect::Permit {
                addition.by_default = addition.by_default.saturating_add(1);
            }
            addition.discloser = *discloser;
            addition.consent = answer.consents.first().map(|consent| consent.id);
        }
    }
    additions
}

fn classes(question: &Question) -> Vec<u8> {
    let known = question
        .data
        .as_ref()
        .and_then(|item| item.classes.as_ref());
    let classes: Vec<u8> = known
        .into_iter()
        .flatten()
        .map(|class: &DataClass| class.number())
        .collect();
    if classes.is_empty() {
        vec![0]
    } else {
        classes
    }
}

/// At most 30.
fn count(items: usize) -> u8 {
    u8::try_from(items).unwrap_or(u8::MAX)
}
