//! Profiles of organisations and devices, and the keys of devices.

use super::status::revoke_by_holder;
use super::{all_done, Ctx};
use crate::error::{ContractError, IdentityError};
use crate::state::credentials;
use crate::state::devices::{self, Device, StoredProfile};
use cosmwasm_std::{Api, Env, Response};
use health_kit::hash::tagged_hash;
use health_kit::KitError;
use health_types::identity::{
    Actor, CredentialKind, CredentialState, Curve, DeviceKey, IdentityEvent, NewProfile, Reason,
    ROTATE_KEY_TAG,
};
use health_types::Bytes32;

/// Replaces the sender's profile.
pub fn update(
    ctx: Ctx,
    kind: CredentialKind,
    profile: NewProfile,
) -> Result<Response, ContractError> {
    let holder = ctx.caller.holder()?;
    let storage = ctx.deps.storage;
    credentials::ensure_valid(storage, holder, kind, ctx.now)?;
    let mut facts = vec![IdentityEvent::ProfileUpdated { holder }];
    if kind == CredentialKind::Device {
        let mut device = devices::device(storage, holder)?.unwrap_or_default();
        ensure_in_use(&device)?;
        device.calibrated_until = profile.calibrated_until;
        if let Some(key) = profile.key {
            if device.key.as_ref().is_some_and(|old| *old != key) {
                return Err(IdentityError::KeyExists.into());
            }
            if device.key.is_none() {
                let sequence = device.sequence;
                facts.push(IdentityEvent::KeyChanged { holder, sequence });
            }
            device.key = Some(key);
        }
        devices::save_device(storage, holder, &device)?;
    }
    let stored = StoredProfile {
        name: profile.name,
        did: profile.did,
        endpoints: profile.endpoints,
    };
    devices::save_profile(storage, holder, &stored)?;
    Ok(all_done(&facts))
}

/// Replaces the key of the sending device, both keys having signed.
pub fn rotate_key(
    ctx: Ctx,
    env: &Env,
    new: DeviceKey,
    old_signature: &[u8],
    new_signature: &[u8],
) -> Result<Response, ContractError> {
    let holder = ctx.caller.holder()?;
    let mut device = devices::device(ctx.deps.storage, holder)?.unwrap_or_default();
    ensure_in_use(&device)?;
    let old = device.key.as_ref().ok_or(IdentityError::KeyNotFound)?;
    if *old == new {
        return Err(IdentityError::KeyUnchanged.into());
    }
    let signed = tagged_hash(
        ROTATE_KEY_TAG,
        &[
            env.block.chain_id.as_bytes(),
            env.contract.address.as_bytes(),
            &holder.to_be_bytes(),
            &device.sequence.to_be_bytes(),
            &[old.curve.number()],
            &old.public_key,
            &[new.curve.number()],
            &new.public_key,
        ],
    );
    for (key, whose, signature) in [(old, "old", old_signature), (&new, "new", new_signature)] {
        if !verifies(ctx.deps.api, key, &signed, signature) {
            return Err(IdentityError::InvalidSignature { key: whose }.into());
        }
    }
    device.sequence = device
        .sequence
        .checked_add(1)
        .ok_or(KitError::DoesNotFit { entry: "device" })?;
    device.key = Some(new);
    devices::save_device(ctx.deps.storage, holder, &device)?;
    let sequence = device.sequence;
    Ok(super::done(IdentityEvent::KeyChanged { holder, sequence }))
}

/// Whether the signature is the key's; what the chain cannot read is no signature.
fn verifies(api: &dyn Api, key: &DeviceKey, hash: &Bytes32, signature: &[u8]) -> bool {
    let verified = match key.curve {
        Curve::Secp256k1 => api.secp256k1_verify(&hash.0, signature, &key.public_key),
        Curve::Ed25519 => api.ed25519_verify(&hash.0, signature, &key.public_key),
    };
    matches!(verified, Ok(true))
}

/// Puts the sending device out of use for ever.
pub fn deactivate(ctx: Ctx) -> Result<Response, ContractError> {
    let holder = ctx.caller.holder()?;
    let storage = ctx.deps.storage;
    let kind = CredentialKind::Device;
    let device = devices::device(storage, holder)?;
    let mut all = credentials::load(storage, holder, kind)?;
    if device.is_none() && all.0.is_empty() {
        return Err(IdentityError::DeviceNotFound.into());
    }
    let mut device = device.unwrap_or_default();
    ensure_in_use(&device)?;
    device.deactivated = true;
    devices::save_device(storage, holder, &device)?;
    let mut facts = vec![IdentityEvent::DeviceDeactivated { holder }];
    for credential in &mut all.0 {
        if credential.state == CredentialState::Revoked {
            continue;
        }
        revoke_by_holder(credential, Reason::Deactivated, ctx.now);
        facts.push(IdentityEvent::CredentialChanged {
            issuer: credential.issuer,
            kind,
            holder,
            state: credential.state,
            reason: credential.reason,
            actor: Actor::Holder,
        });
    }
    if !all.0.is_empty() {
        credentials::save(storage, holder, kind, &all)?;
    }
    Ok(all_done(&facts))
}

fn ensure_in_use(device: &Device) -> Result<(), IdentityError> {
    if device.deactivated {
        Err(IdentityError::DeviceDeactivated)
    } else {
        Ok(())
    }
}
