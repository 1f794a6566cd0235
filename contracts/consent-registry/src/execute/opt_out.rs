//! Overrides of the secondary-use opt-out.

use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::state::known::Known;
use crate::state::opt_out::{self, Override};
use crate::{authority, check};
use cosmwasm_std::Response;
use health_kit::time;
use health_types::consent::{ConsentEvent, OverrideReason};
use health_types::Bytes32;

/// The longest override, in seconds.
const MAX_OVERRIDE: u32 = 365 * time::DAY;

/// Lifts the opt-out for the organisation's requests; what consents and the default policy say of them stands.
///
/// # Errors
/// `zero`, `period_over`, `out_of_range`; `unauthorized`; `subject_not_found`, `subject_erased`, `not_opted_out`,
/// `too_many_overrides`.
pub fn override_opt_out(
    ctx: &mut Ctx,
    subject: Bytes32,
    organisation: u32,
    reason: OverrideReason,
    until: u32,
) -> Result<Response, ContractError> {
    check::holder("organisation", organisation)?;
    check::ahead("until", until, ctx.now, MAX_OVERRIDE)?;
    let body = authority::data_access_body(ctx)?;
    let subject = match Known::load(ctx.storage(), &subject)? {
        Known::Living(subject) => subject,
        Known::Erased(_) => return Err(ConsentError::SubjectErased.into()),
    };
    if !subject.secondary_use_opt_out {
        return Err(ConsentError::NotOptedOut.into());
    }
    let new = Override {
        organisation,
        body,
        until,
        reason,
    };
    opt_out::set(ctx.deps.storage, subject.number, new, ctx.now)?;
    Ok(respond(&[ConsentEvent::OptOutOverridden {
        subject: subject.number,
        body,
        organisation,
        until,
    }]))
}
