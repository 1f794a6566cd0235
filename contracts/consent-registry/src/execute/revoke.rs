//! Ending consents. Nothing here is ever stopped, and the consent's entry is all that is written.

use super::grant::{ended, expect, may_end};
use crate::authority::{self, Power};
use crate::check;
use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::state::consent;
use cosmwasm_std::Response;
use health_types::consent::ConsentStatus;
use health_types::Bytes32;

/// Withdraws a consent.
///
/// # Errors
/// `zero`; `unauthorized`; `consent_not_found`, `wrong_status` unless it is active.
pub fn revoke(ctx: &mut Ctx, subject: Bytes32, id: u32) -> Result<Response, ContractError> {
    check::holder("id", id)?;
    let (subject, acting) = authority::acting(ctx, &subject, Power::Revoke)?;
    let mut consent = consent::load(ctx.storage(), subject.number, id)?;
    may_end(&acting, &consent)?;
    expect(ctx, &subject, id, &consent, ConsentStatus::Active)?;
    consent.status = ConsentStatus::Revoked;
    consent.changed = ctx.now;
    consent::save(ctx.deps.storage, subject.number, id, &consent)?;
    Ok(respond(&ended(&subject, id, &consent).collect::<Vec<_>>()))
}

/// Marks a consent as recorded by mistake.
///
/// # Errors
/// `zero`; `unauthorized`; `consent_not_found`, `wrong_status` unless it is proposed or active.
pub fn mark_entered_in_error(
    ctx: &mut Ctx,
    subject: Bytes32,
    id: u32,
) -> Result<Response, ContractError> {
    check::holder("id", id)?;
    let (subject, acting) = authority::acting(ctx, &subject, Power::Revoke)?;
    let mut consent = consent::load(ctx.storage(), subject.number, id)?;
    may_end(&acting, &consent)?;
    let status = consent::status(ctx.storage(), subject.number, &consent, ctx.now)?;
    if !matches!(status, ConsentStatus::Proposed | ConsentStatus::Active) {
        return Err(ConsentError::WrongStatus {
            id,
            status: status.code(),
        }
        .into());
    }
    consent.status = ConsentStatus::EnteredInError;
    consent.changed = ctx.now;
    consent::save(ctx.deps.storage, subject.number, id, &consent)?;
    // A draft opened nothing.
    let told = if status == ConsentStatus::Active {
        2
    } else {
        1
    };
    let events: Vec<_> = ended(&subject, id, &consent).take(told).collect();
    Ok(respond(&events))
}
