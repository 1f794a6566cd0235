//! What custodians state about themselves: roots of their audit events, and whether 42 CFR Part 2 binds them.

use crate::authority;
use crate::check;
use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::state::audit::{self, Root};
use crate::state::custodian;
use cosmwasm_std::Response;
use health_kit::time::DAY;
use health_kit::KitError;
use health_types::consent::ConsentEvent;
use health_types::Bytes32;

/// Anchors the next root of a day.
///
/// # Errors
/// `zero`, `day_out_of_range`; `unauthorized`.
pub fn anchor_audit_root(
    ctx: &mut Ctx,
    day: i32,
    root: Bytes32,
    count: u32,
) -> Result<Response, ContractError> {
    check::hash("root", &root)?;
    if count == 0 {
        return Err(ConsentError::Zero { field: "count" }.into());
    }
    let of_day = u32::try_from(day)
        .ok()
        .filter(|day| *day <= ctx.now.div_euclid(DAY))
        .ok_or(ConsentError::DayOutOfRange { day })?;
    let custodian = authority::custodian(ctx)?;
    let number = audit::last(ctx.storage(), custodian, of_day)?
        .checked_add(1)
        .ok_or(KitError::DoesNotFit {
            entry: "audit root",
        })?;
    let anchored = Root {
        root,
        count,
        anchored: ctx.now,
    };
    audit::save(ctx.deps.storage, custodian, of_day, number, &anchored)?;
    Ok(respond(&[ConsentEvent::AuditRootAnchored {
        custodian,
        day,
        number,
    }]))
}

/// Stores whether the sender is a Part 2 programme.
///
/// # Errors
/// `unauthorized`; `nothing_to_change`.
pub fn declare_part2(ctx: &mut Ctx, part2: bool) -> Result<Response, ContractError> {
    let custodian = authority::custodian(ctx)?;
    if custodian::is_part2(ctx.storage(), custodian)? == part2 {
        return Err(ConsentError::NothingToChange.into());
    }
    custodian::set_part2(ctx.deps.storage, custodian, part2)?;
    Ok(respond(&[ConsentEvent::Part2Declared { custodian, part2 }]))
}
