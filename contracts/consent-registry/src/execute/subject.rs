//! Registering a subject, its policies, and revoking everything.

use super::grant::Draft;
use crate::authority::{self, Acting};
use crate::check;
use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::state::cell::Filling;
use crate::state::subject::Subject;
use crate::state::tombstone;
use cosmwasm_std::{to_json_binary, Response};
use health_kit::address;
use health_kit::hash::tagged_hash;
use health_types::consent::{
    ConsentEvent, DefaultPolicy, NewConsent, PolicyChange, RegisteredData,
};
use health_types::Bytes32;

/// What the hash of a pseudonym begins with; a new recipe gets a new tag.
pub const PSEUDONYM_TAG: &str = "cw-health/consent/pseudonym/1";

/// The most consents that a registration brings along.
const MAX_FIRST_CONSENTS: usize = 8;

/// Registers the sender as owner of a new subject.
///
/// # Errors
/// `zero`, `invalid_count`, as `grant` for each consent; `paused`; `subject_exists`.
pub fn register(
    ctx: &mut Ctx,
    nonce: Bytes32,
    policies: PolicyChange,
    consents: Option<Vec<NewConsent>>,
) -> Result<Response, ContractError> {
    check::hash("nonce", &nonce)?;
    let consents = match consents {
        None => Vec::new(),
        Some(consents) => {
            check::count("consents", consents.len(), 1, MAX_FIRST_CONSENTS)?;
            consents
        }
    };
    let drafts = (1u32..)
        .zip(consents)
        .map(|(id, consent)| Draft::check(ctx, id, consent))
        .collect::<Result<Vec<_>, _>>()?;
    ctx.not_paused()?;

    let owner = ctx.sender()?;
    let contract = address::given(ctx.deps.api, &ctx.env.contract.address)?;
    let chain = ctx.env.block.chain_id.as_bytes();
    let pseudonym = tagged_hash(PSEUDONYM_TAG, &[chain, &contract, &owner, &nonce.0]);
    let storage = ctx.storage();
    if Subject::may_load(storage, &pseudonym)?.is_some()
        || tombstone::may_load(storage, &pseudonym)?.is_some()
    {
        return Err(ConsentError::SubjectExists.into());
    }
    let mut subject = Subject::new(ctx.deps.storage, owner)?;
    change_policies(&mut subject, &policies);

    let mut events = vec![ConsentEvent::SubjectRegistered {
        subject: subject.number,
    }];
    let mut cells = Filling::default();
    for draft in drafts {
        events.extend(draft.record(ctx, &subject, &Acting::Owner, &mut cells)?);
    }
    cells.save(ctx.deps.storage, &mut subject)?;
    subject.save(ctx.deps.storage, &pseudonym)?;
    let data = to_json_binary(&RegisteredData {
        subject: pseudonym,
        number: subject.number,
    })?;
    Ok(respond(&events).set_data(data))
}

/// Changes policies.
///
/// # Errors
/// `nothing_to_change`; `unauthorized`; `paused` if anything widens.
pub fn set_policies(
    ctx: &mut Ctx,
    subject: Bytes32,
    change: PolicyChange,
) -> Result<Response, ContractError> {
    if change == PolicyChange::default() {
        return Err(ConsentError::NothingToChange.into());
    }
    let mut changed = authority::owner(ctx, &subject)?;
    if widens(&changed, &change) {
        ctx.not_paused()?;
    }
    change_policies(&mut changed, &change);
    changed.save(ctx.deps.storage, &subject)?;
    Ok(respond(&[ConsentEvent::PoliciesSet {
        subject: changed.number,
    }]))
}

/// Ends every permit of the subject in one write.
///
/// # Errors
/// `unauthorized`.
pub fn revoke_all(
    ctx: &mut Ctx,
    subject: Bytes32,
    end_delegates: bool,
) -> Result<Response, ContractError> {
    let mut revoked = authority::owner(ctx, &subject)?;
    revoked.epoch = revoked
        .epoch
        .checked_add(1)
        .ok_or(ConsentError::EpochsExhausted)?;
    revoked.default_policy = DefaultPolicy::Deny;
    if end_delegates {
        revoked.delegates_ended = revoked.delegates_given;
        revoked.delegates = 0;
    }
    revoked.save(ctx.deps.storage, &subject)?;
    let number = revoked.number;
    Ok(respond(&[
        ConsentEvent::AllRevoked {
            subject: number,
            epoch: revoked.epoch,
            delegates_ended: end_delegates,
        },
        ConsentEvent::KeyRotationDue {
            subject: number,
            consent: None,
        },
    ]))
}

fn change_policies(subject: &mut Subject, change: &PolicyChange) {
    subject.default_policy = change.default_policy.unwrap_or(subject.default_policy);
    subject.emergencies_allowed = change
        .emergencies_allowed
        .unwrap_or(subject.emergencies_allowed);
    subject.secondary_use_opt_out = change
        .secondary_use_opt_out
        .unwrap_or(subject.secondary_use_opt_out);
    subject.restricted = change.restricted.unwrap_or(subject.restricted);
}

/// Whether the change permits anything that the present policies do not.
fn widens(subject: &Subject, change: &PolicyChange) -> bool {
    let wider_default = change
        .default_policy
        .is_some_and(|policy| width(policy) > width(subject.default_policy));
    wider_default
        || (change.emergencies_allowed == Some(true) && !subject.emergencies_allowed)
        || (change.secondary_use_opt_out == Some(false) && subject.secondary_use_opt_out)
        || (change.restricted == Some(false) && subject.restricted)
}

fn width(policy: DefaultPolicy) -> u8 {
    match policy {
        DefaultPolicy::Deny => 0,
        DefaultPolicy::BreakGlassOnly => 1,
        DefaultPolicy::PermitTreatment => 2,
        DefaultPolicy::PermitAuthorized => 3,
    }
}
