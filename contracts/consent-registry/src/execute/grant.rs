//! Recording consents, and taking or refusing drafts.

use crate::authority::{self, Acting, Power};
use crate::check;
use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::state::cell::Filling;
use crate::state::consent::{self, ByDelegate, Consent};
use crate::state::subject::Subject;
use cosmwasm_std::{CanonicalAddr, Response};
use health_kit::text::clip;
use health_kit::{address, auth, KitError};
use health_rules::consent::{Actor, Tree};
use health_types::consent::{
    ActMeaning, ConsentEvent, ConsentStatus, Effect, InitialStatus, NewConsent, RootStrength,
};
use health_types::Bytes32;

/// Records a consent.
///
/// # Errors
/// As [`Draft::check`]; `unauthorized`; `paused`; as [`Draft::record`].
pub fn grant(
    ctx: &mut Ctx,
    subject: Bytes32,
    id: u32,
    consent: NewConsent,
) -> Result<Response, ContractError> {
    let draft = Draft::check(ctx, id, consent)?;
    let (mut granting, acting) = authority::acting(ctx, &subject, Power::Grant)?;
    if draft.stops_in_pause() {
        ctx.not_paused()?;
    }
    Ok(respond(&draft.store(
        ctx,
        &subject,
        &mut granting,
        &acting,
    )?))
}

/// Puts a draft in force. It becomes the act of whoever does so, with the exclusions of a delegate who does; a deny that
/// the owner drafted is no delegate's to take.
///
/// # Errors
/// `zero`; `unauthorized`; `consent_not_found`, `wrong_status` unless it is proposed; `paused`; `self_reference` if it
/// names the delegate who takes it; as [`Draft::record`].
pub fn activate(ctx: &mut Ctx, pseudonym: Bytes32, id: u32) -> Result<Response, ContractError> {
    check::holder("id", id)?;
    let (mut subject, acting) = authority::acting(ctx, &pseudonym, Power::Grant)?;
    let mut consent = consent::load(ctx.storage(), subject.number, id)?;
    if consent.delegate.is_none() {
        // As a delegate's act, it would no longer be the owner's to end alone.
        may_end(&acting, &consent)?;
    }
    if stops_in_pause(&consent) {
        ctx.not_paused()?;
    }
    expect(ctx, &subject, id, &consent, ConsentStatus::Proposed)?;
    number_accounts(ctx, &acting, &mut consent.tree)?;
    consent.status = ConsentStatus::Active;
    consent.changed = ctx.now;
    consent.epoch = subject.epoch;
    consent.delegate = by(&acting);
    consent::check_size(&consent)?;
    consent::save(ctx.deps.storage, subject.number, id, &consent)?;
    let mut events = vec![changed(&subject, id, ConsentStatus::Active)];
    for target in &consent.supersedes {
        // What ended since the draft was made needs no superseding.
        let old = consent::load(ctx.storage(), subject.number, *target)?;
        let status = consent::status(ctx.storage(), subject.number, &old, ctx.now)?;
        if status == ConsentStatus::Active {
            may_end(&acting, &old)?;
            supersede(ctx, &subject, (*target, old), (id, &consent), &mut events)?;
        }
    }
    let mut cells = Filling::default();
    cells.enter(ctx.storage(), &subject, id, &consent, ctx.now)?;
    if cells.save(ctx.deps.storage, &mut subject)? {
        subject.save(ctx.deps.storage, &pseudonym)?;
    }
    Ok(respond(&events))
}

/// Refuses a draft.
///
/// # Errors
/// `zero`; `unauthorized`, also as [`may_end`]; `consent_not_found`, `wrong_status` unless it is proposed.
pub fn refuse(ctx: &mut Ctx, subject: Bytes32, id: u32) -> Result<Response, ContractError> {
    check::holder("id", id)?;
    let (subject, acting) = authority::acting(ctx, &subject, Power::Grant)?;
    let mut consent = consent::load(ctx.storage(), subject.number, id)?;
    may_end(&acting, &consent)?;
    expect(ctx, &subject, id, &consent, ConsentStatus::Proposed)?;
    consent.status = ConsentStatus::Refused;
    consent.changed = ctx.now;
    consent::save(ctx.deps.storage, subject.number, id, &consent)?;
    Ok(respond(&[changed(&subject, id, ConsentStatus::Refused)]))
}

/// A consent whose bounds are checked, and nothing else.
#[derive(Debug)]
pub struct Draft {
    id: u32,
    consent: Consent,
}

impl Draft {
    /// Checks what can be checked without storage.
    ///
    /// # Errors
    /// `zero`, `period_empty`, `period_over`, `time_out_of_range`, `invalid_count`, `duplicate`, `supersedes_itself`,
    /// `baseline_of_permit`, `invalid_address`, `self_reference`, what a rule tree is refused for, and
    /// `consent_too_large`.
    pub fn check(ctx: &Ctx, id: u32, new: NewConsent) -> Result<Self, ContractError> {
        check::holder("id", id)?;
        let status = match new.status.unwrap_or(InitialStatus::Active) {
            InitialStatus::Proposed => ConsentStatus::Proposed,
            InitialStatus::Active => ConsentStatus::Active,
            InitialStatus::Refused => ConsentStatus::Refused,
            InitialStatus::Revoked => ConsentStatus::Revoked,
            InitialStatus::EnteredInError => ConsentStatus::EnteredInError,
        };
        if new.period.is_empty() {
            return Err(ConsentError::PeriodEmpty.into());
        }
        let undecided = matches!(status, ConsentStatus::Proposed | ConsentStatus::Active);
        // What is recorded from elsewhere may be over already, as history.
        if undecided && new.meaning != ActMeaning::Recorder {
            check::period(&new.period, ctx.now)?;
        }
        for (field, hash) in [
            ("policy", &new.policy),
            ("source_document", &new.source_document),
            ("signature_evidence", &new.signature_evidence),
        ] {
            hash.iter().try_for_each(|hash| check::hash(field, hash))?;
        }
        let supersedes = check::superseded(id, new.supersedes)?;
        let tree = Tree::build(&new.provision, |human| {
            let account = address::another(ctx.deps.api, ctx.env, ctx.info, human)?;
            Ok::<_, ContractError>(Actor::Account(account.to_vec()))
        })?;
        let rules = tree.nodes().iter().filter_map(|node| node.period);
        rules.chain([new.period]).try_for_each(check::times)?;
        let strength = new.strength.unwrap_or(RootStrength::Explicit);
        if strength == RootStrength::Baseline && tree.root_effect() == Effect::Permit {
            return Err(ConsentError::BaselineOfPermit.into());
        }
        let consent = Consent {
            status,
            category: new.category,
            strength,
            meaning: new.meaning,
            assurance: new.assurance,
            epoch: 0,
            period: new.period,
            granted: ctx.now,
            changed: ctx.now,
            policy: new.policy,
            source_document: new.source_document,
            signature_evidence: new.signature_evidence,
            supersedes,
            superseded_by: None,
            delegate: None,
            tree,
        };
        consent::check_size(&consent)?;
        Ok(Draft { id, consent })
    }

    /// Whether a pause stops it: it permits or supersedes anything.
    pub fn stops_in_pause(&self) -> bool {
        stops_in_pause(&self.consent)
    }

    /// Records the consent, and stores the cells that it stands in, and the subject if it has to tell of them.
    ///
    /// # Errors
    /// As [`Draft::record`].
    pub fn store(
        self,
        ctx: &mut Ctx,
        pseudonym: &Bytes32,
        subject: &mut Subject,
        acting: &Acting,
    ) -> Result<Vec<ConsentEvent>, ContractError> {
        let mut cells = Filling::default();
        let events = self.record(ctx, subject, acting, &mut cells)?;
        if cells.save(ctx.deps.storage, subject)? {
            subject.save(ctx.deps.storage, pseudonym)?;
        }
        Ok(events)
    }

    /// Records the consent as the act of the owner or a delegate, and enters it in `cells`, which the caller stores.
    ///
    /// # Errors
    /// `consent_exists`; `self_reference` if a delegate names itself; `consent_not_found`, `wrong_status`,
    /// `superseding_pending` of what it supersedes, or `unauthorized` if the delegate may not end that;
    /// `duplicate_entry` if an account's number is named beside it; `consent_too_large`; `cell_full`.
    pub fn record(
        self,
        ctx: &mut Ctx,
        subject: &Subject,
        acting: &Acting,
        cells: &mut Filling,
    ) -> Result<Vec<ConsentEvent>, ContractError> {
        let Draft { id, mut consent } = self;
        if consent::exists(ctx.storage(), subject.number, id)? {
            return Err(ConsentError::ConsentExists { id }.into());
        }
        number_accounts(ctx, acting, &mut consent.tree)?;
        consent.epoch = subject.epoch;
        consent.delegate = by(acting);
        if consent.delegate.is_some() {
            // The exclusions of a delegate take up room, too.
            consent::check_size(&consent)?;
        }
        consent::save(ctx.deps.storage, subject.number, id, &consent)?;
        let mut events = vec![ConsentEvent::ConsentRecorded {
            subject: subject.number,
            consent: id,
            status: consent.status,
            by_delegate: consent.delegate.is_some(),
        }];
        let live = consent.status == ConsentStatus::Active;
        if live || consent.status == ConsentStatus::Proposed {
            for target in &consent.supersedes {
                let old = consent::load(ctx.storage(), subject.number, *target)?;
                expect(ctx, subject, *target, &old, ConsentStatus::Active)?;
                may_end(acting, &old)?;
                if live {
                    supersede(ctx, subject, (*target, old), (id, &consent), &mut events)?;
                }
            }
        }
        if live {
            cells.enter(ctx.storage(), subject, id, &consent, ctx.now)?;
        }
        Ok(events)
    }
}

/// Refuses to go on unless the consent has this status now.
///
/// # Errors
/// `wrong_status`.
pub fn expect(
    ctx: &Ctx,
    subject: &Subject,
    id: u32,
    consent: &Consent,
    expected: ConsentStatus,
) -> Result<(), ContractError> {
    let status = consent::status(ctx.storage(), subject.number, consent, ctx.now)?;
    if status == expected {
        return Ok(());
    }
    Err(ConsentError::WrongStatus {
        id,
        status: status.code(),
    }
    .into())
}

/// Whether somebody may end a consent: an owner any, a delegate no deny of the owner's, and other denies only with
/// the powers to grant and to revoke.
///
/// # Errors
/// `unauthorized`.
pub fn may_end(acting: &Acting, consent: &Consent) -> Result<(), ContractError> {
    let owners = consent.delegate.is_none();
    let allowed = match acting {
        Acting::Owner => true,
        Acting::Delegate(_) if consent.has(Effect::Deny) => {
            !owners && acting.has(Power::Grant) && acting.has(Power::Revoke)
        }
        Acting::Delegate(_) => true,
    };
    Ok(auth::ensure(allowed)?)
}

/// What is told when a consent ends: its status, and that keys are to be changed if it opened anything.
pub fn ended(subject: &Subject, id: u32, consent: &Consent) -> impl Iterator<Item = ConsentEvent> {
    let rotation = consent
        .has(Effect::Permit)
        .then_some(ConsentEvent::KeyRotationDue {
            subject: subject.number,
            consent: Some(id),
        });
    std::iter::once(changed(subject, id, consent.status)).chain(rotation)
}

fn changed(subject: &Subject, id: u32, status: ConsentStatus) -> ConsentEvent {
    ConsentEvent::ConsentChanged {
        subject: subject.number,
        consent: id,
        status,
    }
}

/// Supersedes `old` by `new`: at once if that is in force, else when its period begins.
fn supersede(
    ctx: &mut Ctx,
    subject: &Subject,
    (target, mut old): (u32, Consent),
    (id, new): (u32, &Consent),
    events: &mut Vec<ConsentEvent>,
) -> Result<(), ContractError> {
    if new.period.has_begun(ctx.now) {
        old.status = ConsentStatus::Superseded;
        old.changed = ctx.now;
        events.extend(ended(subject, target, &old));
    } else {
        if let Some(by) = old.superseded_by {
            let waiting = consent::load(ctx.storage(), subject.number, by)?;
            if waiting.status == ConsentStatus::Active {
                return Err(ConsentError::SupersedingPending { id: target, by }.into());
            }
        }
        old.superseded_by = Some(id);
    }
    consent::save(ctx.deps.storage, subject.number, target, &old)
}

fn stops_in_pause(consent: &Consent) -> bool {
    consent.has(Effect::Permit) || !consent.supersedes.is_empty()
}

fn by(acting: &Acting) -> Option<ByDelegate> {
    match acting {
        Acting::Owner => None,
        Acting::Delegate(delegate) => Some(ByDelegate {
            number: delegate.number,
            excluded: delegate.excluded.clone(),
        }),
    }
}

/// The number of the holder that an actor is, in whatever role.
fn number_of(actor: &Actor) -> Option<u32> {
    match actor {
        Actor::Person(holder) | Actor::Organisation(holder) | Actor::Device(holder) => {
            Some(*holder)
        }
        Actor::Account(_) | Actor::Function(_) | Actor::Credential(_) => None,
    }
}

/// Puts identity-registry's numbers in place of accounts, and refuses a delegate that names itself.
fn number_accounts(ctx: &mut Ctx, acting: &Acting, tree: &mut Tree) -> Result<(), ContractError> {
    let names = |is: &dyn Fn(&Actor) -> bool| {
        let mut actors = tree
            .nodes()
            .iter()
            .flat_map(|node| node.actors.iter().flatten());
        actors.any(is)
    };
    let accounts = names(&|actor| matches!(actor, Actor::Account(_)));
    let numbers = names(&|actor| number_of(actor).is_some());
    let by_delegate = matches!(acting, Acting::Delegate(_));
    if !(accounts || by_delegate && numbers) {
        return Ok(());
    }
    let identity = ctx.identity()?;
    let querier = ctx.deps.querier;
    let number = |account: &CanonicalAddr| -> Result<Option<u32>, ContractError> {
        let entry = identity.account(&querier, account)?;
        Ok(entry.map(|entry| entry.holder))
    };
    if by_delegate {
        let sender = ctx.sender()?;
        let own = number(&sender)?;
        let is_own = |actor: &Actor| match actor {
            Actor::Account(account) => *account == sender.as_slice(),
            other => own.is_some() && number_of(other) == own,
        };
        if names(&is_own) {
            return Err(KitError::SelfReference {
                address: clip(ctx.info.sender.as_str()),
            }
            .into());
        }
    }
    tree.number_accounts(|bytes| number(&CanonicalAddr::from(bytes)))
}
