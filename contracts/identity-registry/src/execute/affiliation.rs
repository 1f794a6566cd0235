//! Affiliations: an organisation proposes, the member accepts, either side ends.

use super::{all_done, done, Ctx};
use crate::error::{ContractError, IdentityError};
use crate::state::affiliations::{self, Of, Proposal};
use crate::state::{credentials, holders};
use cosmwasm_std::{MessageInfo, Response};
use health_kit::schedule::LAPSES_AFTER;
use health_kit::{address, time, KitError};
use health_types::identity::raw::{AffiliationEntry, MAX_AFFILIATIONS};
use health_types::identity::{
    AffiliationRef, CredentialKind, Function, IdentityEvent, NewAffiliation,
};

/// Proposes affiliations with the sending organisation.
pub fn propose(ctx: Ctx, batch: &[NewAffiliation]) -> Result<Response, ContractError> {
    let organisation = ctx.caller.holder()?;
    let storage = ctx.deps.storage;
    let lapses_at = time::after(ctx.now, LAPSES_AFTER)?;
    let mut valid: Vec<CredentialKind> = Vec::new();
    let mut facts = Vec::with_capacity(batch.len());
    for new in batch {
        let kind = new.kind;
        if !valid.contains(&kind) {
            credentials::ensure_valid(storage, organisation, kind, ctx.now)?;
            valid.push(kind);
        }
        let member = address::canonical(ctx.deps.api, &new.member)?;
        let of = Of {
            organisation,
            kind,
            member: &member,
        };
        let mut record = affiliations::may_load(storage, &of)?.unwrap_or_default();
        record.proposal = Some(Proposal {
            functions: Function::to_mask(&new.functions),
            period: new.period,
            lapses_at,
        });
        affiliations::save(storage, &of, &record)?;
        facts.push(IdentityEvent::AffiliationProposed {
            organisation,
            member: new.member.clone(),
            kind,
            lapses_at,
        });
    }
    Ok(all_done(&facts))
}

/// Accepts an affiliation that was proposed to the sender.
pub fn accept(
    ctx: Ctx,
    organisation: u32,
    kind: CredentialKind,
) -> Result<Response, ContractError> {
    let account = &ctx.caller.account;
    let mut hot = ctx.hot()?;
    let storage = ctx.deps.storage;
    let of = Of {
        organisation,
        kind,
        member: account,
    };
    let mut record = affiliations::may_load(storage, &of)?
        .ok_or(IdentityError::AffiliationNotFound { organisation, kind })?;
    let proposal = record
        .proposal
        .take()
        .ok_or(IdentityError::AffiliationNotFound { organisation, kind })?;
    if proposal.lapses_at <= ctx.now {
        let lapsed_at = proposal.lapses_at;
        return Err(KitError::ProposalLapsed { lapsed_at }.into());
    }
    if let Some(until) = proposal.period.until.filter(|until| *until <= ctx.now) {
        return Err(IdentityError::PeriodOver { until }.into());
    }
    let (mut entry, registered) = holders::find_or_register(storage, &mut hot, account)?;
    entry
        .affiliations
        .retain(|one| one.organisation != organisation || one.kind != kind);
    affiliations::prune(storage, account, &mut entry, ctx.now)?;
    if entry.affiliations.len() >= MAX_AFFILIATIONS {
        return Err(IdentityError::TooManyAffiliations.into());
    }
    entry.affiliations.push(AffiliationEntry {
        organisation,
        kind,
        functions: proposal.functions,
        period: proposal.period,
    });
    record.accepted = true;
    affiliations::save(storage, &of, &record)?;
    holders::save(storage, account, &entry)?;
    let mut facts = Vec::with_capacity(2);
    if registered {
        hot.save(storage)?;
        facts.push(IdentityEvent::HolderRegistered {
            holder: entry.holder,
            account: address::human(ctx.deps.api, account, "account")?.into_string(),
        });
    }
    facts.push(IdentityEvent::AffiliationAccepted {
        organisation,
        holder: entry.holder,
        kind,
        functions: proposal.functions,
        until: proposal.period.until,
    });
    Ok(all_done(&facts))
}

/// Ends affiliations with the sending organisation, or drops proposals.
pub fn end(ctx: Ctx, batch: &[AffiliationRef]) -> Result<Response, ContractError> {
    let organisation = ctx.caller.holder()?;
    let mut facts = Vec::with_capacity(batch.len());
    for one in batch {
        let kind = one.kind;
        let member = address::canonical(ctx.deps.api, &one.member)?;
        let of = Of {
            organisation,
            kind,
            member: &member,
        };
        let record = affiliations::may_load(ctx.deps.storage, &of)?
            .ok_or(IdentityError::AffiliationNotFound { organisation, kind })?;
        affiliations::end(ctx.deps.storage, &of, &record, ctx.now)?;
        facts.push(IdentityEvent::AffiliationEnded {
            organisation,
            member: one.member.clone(),
            kind,
            by_member: false,
        });
    }
    Ok(all_done(&facts))
}

/// Ends an affiliation of the sender, or declines a proposed one.
pub fn leave(
    ctx: Ctx,
    info: &MessageInfo,
    organisation: u32,
    kind: CredentialKind,
) -> Result<Response, ContractError> {
    let of = Of {
        organisation,
        kind,
        member: &ctx.caller.account,
    };
    let record = affiliations::may_load(ctx.deps.storage, &of)?
        .ok_or(IdentityError::AffiliationNotFound { organisation, kind })?;
    affiliations::end(ctx.deps.storage, &of, &record, ctx.now)?;
    Ok(done(IdentityEvent::AffiliationEnded {
        organisation,
        member: info.sender.to_string(),
        kind,
        by_member: true,
    }))
}
