//! Which organisations may register records about a subject.

use crate::authority;
use crate::check;
use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::state::custodian;
use cosmwasm_std::Response;
use health_types::consent::ConsentEvent;
use health_types::identity::CredentialKind;
use health_types::Bytes32;

/// Accepts a custodian.
///
/// # Errors
/// `zero`; `unauthorized`; `custodian_accepted`, `credential_not_valid`.
pub fn accept_custodian(
    ctx: &mut Ctx,
    subject: Bytes32,
    custodian: u32,
) -> Result<Response, ContractError> {
    check::holder("custodian", custodian)?;
    let owned = authority::owner(ctx, &subject)?;
    if custodian::is_accepted(ctx.storage(), owned.number, custodian)? {
        return Err(ConsentError::CustodianAccepted { custodian }.into());
    }
    // It is checked with each of its messages; here, a mistyped number is told at once.
    let kind = CredentialKind::DataCustodian;
    let (identity, needed) = (ctx.identity()?, ctx.hot()?.requirement(kind));
    if !identity.meets(&ctx.deps.querier, custodian, &needed, ctx.now)? {
        return Err(ConsentError::CredentialNotValid {
            kind,
            holder: custodian,
        }
        .into());
    }
    set(ctx, owned.number, custodian, true)
}

/// Accepts a custodian no longer. What it registered stays, and so does a hold that it placed.
///
/// # Errors
/// `zero`; `unauthorized`; `custodian_not_accepted`.
pub fn drop_custodian(
    ctx: &mut Ctx,
    subject: Bytes32,
    custodian: u32,
) -> Result<Response, ContractError> {
    check::holder("custodian", custodian)?;
    let owned = authority::owner(ctx, &subject)?;
    if !custodian::is_accepted(ctx.storage(), owned.number, custodian)? {
        return Err(ConsentError::CustodianNotAccepted { custodian }.into());
    }
    set(ctx, owned.number, custodian, false)
}

fn set(
    ctx: &mut Ctx,
    subject: u32,
    custodian: u32,
    accepted: bool,
) -> Result<Response, ContractError> {
    custodian::set_accepted(ctx.deps.storage, subject, custodian, accepted)?;
    Ok(respond(&[ConsentEvent::CustodianSet {
        subject,
        custodian,
        accepted,
    }]))
}
