//! Whether the sender is what a message requires. A sender that is not is `unauthorized`, whether or not the
//! record exists.

use crate::ctx::Ctx;
use crate::error::ContractError;
use crate::state::config::HotConfig;
use crate::state::delegate::{self, Delegate};
use crate::state::subject::Subject;
use cosmwasm_std::{CanonicalAddr, QuerierWrapper};
use health_kit::{auth, KitError};
use health_types::identity::raw::AccountEntry;
use health_types::identity::{Client, CredentialKind};
use health_types::Bytes32;

/// A power that a delegate may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// Grant, refuse and supersede consents; answer requests.
    Grant,
    /// Revoke consents; end and review emergencies.
    Revoke,
    /// Appoint and end delegates.
    ManageDelegates,
}

/// Who acts for a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acting {
    /// The owner.
    Owner,
    /// A delegate that may act now.
    Delegate(Box<Delegate>),
}

impl Acting {
    /// Whether it may do what takes this power; the owner has every one.
    pub fn has(&self, power: Power) -> bool {
        match self {
            Acting::Owner => true,
            Acting::Delegate(delegate) => match power {
                Power::Grant => delegate.powers.grant,
                Power::Revoke => delegate.powers.revoke,
                Power::ManageDelegates => delegate.powers.manage_delegates,
            },
        }
    }

    /// The delegate's number, if it is one.
    pub fn delegate(&self) -> Option<u16> {
        match self {
            Acting::Owner => None,
            Acting::Delegate(delegate) => Some(delegate.number),
        }
    }
}

/// The subject, whoever sends the message.
///
/// # Errors
/// `subject_not_found`.
pub fn subject(ctx: &Ctx, subject: &Bytes32) -> Result<Subject, ContractError> {
    Subject::load(ctx.storage(), subject)
}

/// The subject, if the sender owns it.
///
/// # Errors
/// `unauthorized`, also if there is no such subject.
pub fn owner(ctx: &Ctx, subject: &Bytes32) -> Result<Subject, ContractError> {
    let sender = ctx.sender()?;
    Subject::may_load(ctx.storage(), subject)?
        .filter(|subject| subject.owner == sender)
        .ok_or(KitError::Unauthorized.into())
}

/// The subject and who acts for it, if the sender is its owner or a delegate with the power.
///
/// # Errors
/// `unauthorized`, also if there is no such subject.
pub fn acting(
    ctx: &Ctx,
    subject: &Bytes32,
    power: Power,
) -> Result<(Subject, Acting), ContractError> {
    let (subject, acting) = anyone_acting(ctx, subject)?;
    auth::ensure(acting.has(power))?;
    Ok((subject, acting))
}

/// The subject and who acts for it, if the sender is its owner or a delegate, whatever its powers.
///
/// # Errors
/// `unauthorized`, also if there is no such subject.
pub fn anyone_acting(ctx: &Ctx, subject: &Bytes32) -> Result<(Subject, Acting), ContractError> {
    let sender = ctx.sender()?;
    let subject = Subject::may_load(ctx.storage(), subject)?.ok_or(KitError::Unauthorized)?;
    if subject.owner == sender {
        return Ok((subject, Acting::Owner));
    }
    let delegate = delegate::acting(ctx.storage(), &subject, &sender, ctx.now)?
        .ok_or(KitError::Unauthorized)?;
    Ok((subject, Acting::Delegate(Box::new(delegate))))
}

/// The sender's holder number, if it has a valid `data_custodian` credential.
///
/// # Errors
/// `unauthorized`.
pub fn custodian(ctx: &mut Ctx) -> Result<u32, ContractError> {
    holder_of(ctx, CredentialKind::DataCustodian)
}

/// The sender's holder number, if it has a valid `data_access_body` credential.
///
/// # Errors
/// `unauthorized`.
pub fn data_access_body(ctx: &mut Ctx) -> Result<u32, ContractError> {
    holder_of(ctx, CredentialKind::DataAccessBody)
}

/// The sender's account entry, if it has any valid credential of its own or acts for an organisation whose
/// credential is valid.
///
/// # Errors
/// `unauthorized`.
pub fn requester(ctx: &mut Ctx) -> Result<AccountEntry, ContractError> {
    let sender = ctx.sender()?;
    let (now, identity) = (ctx.now, ctx.identity()?);
    let hot = ctx.hot()?.clone();
    let querier = ctx.deps.querier;
    let entry = identity
        .account(&querier, &sender)?
        .ok_or(KitError::Unauthorized)?;
    auth::ensure(is_accredited(&hot, &identity, &querier, &entry, now)?)?;
    Ok(entry)
}

/// Whether the holder has a valid credential of any kind, or an affiliation that counts and rests on one.
pub fn is_accredited(
    hot: &HotConfig,
    identity: &Client,
    querier: &QuerierWrapper,
    entry: &AccountEntry,
    now: u32,
) -> Result<bool, ContractError> {
    use health_types::codes::Code;
    for affiliation in &entry.affiliations {
        let needed = hot.requirement(affiliation.kind);
        if identity.supports(querier, affiliation, needed.assurance, needed.issuers, now)? {
            return Ok(true);
        }
    }
    for kind in CredentialKind::ALL {
        if identity.meets(querier, entry.holder, &hot.requirement(*kind), now)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn holder_of(ctx: &mut Ctx, kind: CredentialKind) -> Result<u32, ContractError> {
    let sender: CanonicalAddr = ctx.sender()?;
    let (now, identity) = (ctx.now, ctx.identity()?);
    let needed = ctx.hot()?.requirement(kind);
    let querier = ctx.deps.querier;
    let entry = identity
        .account(&querier, &sender)?
        .ok_or(KitError::Unauthorized)?;
    auth::ensure(identity.meets(&querier, entry.holder, &needed, now)?)?;
    Ok(entry.holder)
}
