//! Putting key envelopes, and removing dead ones.

use crate::authority;
use crate::check;
use crate::ctx::{respond, Ctx};
use crate::decision::Scene;
use crate::error::{ConsentError, ContractError};
use crate::execute::record::batch_size;
use crate::grantee::{self, Grantee};
use crate::requester::Asker;
use crate::state::config::Config;
use crate::state::consent;
use crate::state::envelope::{self, Envelope, MAX_CIPHERTEXT};
use crate::state::known::Known;
use crate::state::record;
use cosmwasm_std::Response;
use health_kit::KitError;
use health_rules::consent::Actor;
use health_types::consent::{
    self as message, ConsentEvent, EnvelopeEntry, EnvelopeKey, EnvelopeRef, RecordRef,
};
use health_types::Bytes32;

/// The most envelopes that one message puts.
const MAX_PUT: usize = 30;

/// The most envelopes that one message prunes.
const MAX_PRUNED: usize = 50;

/// Puts envelopes of the sender's records for grantees whom the consents that they rest on permit now.
///
/// # Errors
/// `invalid_count`, `grantee_is_role`, `zero`, `invalid_address`; `unauthorized`; `paused`; `wrong_envelope_form`,
/// `duplicate`, `record_not_found`, `consent_not_found`, `grantee_not_permitted`.
pub fn put_envelopes(
    ctx: &mut Ctx,
    subject: Bytes32,
    envelopes: Vec<EnvelopeEntry>,
) -> Result<Response, ContractError> {
    check::count("envelopes", envelopes.len(), 1, MAX_PUT)?;
    for entry in &envelopes {
        grantee::check(ctx.deps.api, &entry.grantee)?;
        check::holder("consent", entry.consent)?;
        check_key(&entry.key)?;
    }
    let custodian = authority::custodian(ctx)?;
    let known = Known::may_load(ctx.storage(), &subject)?
        .filter(|known| known.living().is_some())
        .ok_or(KitError::Unauthorized)?;
    ctx.not_paused()?;
    ensure_form(ctx, &envelopes)?;

    let count = batch_size(envelopes.len());
    let identity = ctx.identity()?;
    let mut put: Vec<(RecordRef, Actor)> = Vec::new();
    for (grantee, entries) in by_grantee(envelopes) {
        let grantee = Grantee::resolve(ctx.deps.api, &ctx.deps.querier, &identity, &grantee)?;
        let ready = permitted(ctx, &known, custodian, &grantee, entries)?;
        for (record, envelope) in ready {
            let place = (record, grantee.actor.clone());
            if put.contains(&place) {
                return Err(ConsentError::Duplicate { field: "envelopes" }.into());
            }
            envelope::save(
                ctx.deps.storage,
                known.number(),
                record,
                &grantee.actor,
                &envelope,
            )?;
            put.push(place);
        }
    }
    Ok(respond(&[ConsentEvent::EnvelopesPut {
        subject: known.number(),
        custodian,
        count,
    }]))
}

fn check_key(key: &EnvelopeKey) -> Result<(), ConsentError> {
    match key {
        EnvelopeKey::Digest { digest } => check::hash("digest", digest),
        EnvelopeKey::Ciphertext { bytes } => check::count("bytes", bytes.len(), 1, MAX_CIPHERTEXT),
    }
}

fn ensure_form(ctx: &Ctx, envelopes: &[EnvelopeEntry]) -> Result<(), ContractError> {
    let ciphertext = Config::load(ctx.storage())?.ciphertext_envelopes;
    let fits =
        |entry: &EnvelopeEntry| matches!(entry.key, EnvelopeKey::Ciphertext { .. }) == ciphertext;
    if envelopes.iter().all(fits) {
        return Ok(());
    }
    let expected = if ciphertext { "ciphertext" } else { "digest" };
    Err(ConsentError::WrongEnvelopeForm { expected }.into())
}

/// The entries of each grantee together, in their order, so that each is looked up once.
fn by_grantee(envelopes: Vec<EnvelopeEntry>) -> Vec<(message::Actor, Vec<EnvelopeEntry>)> {
    let mut groups: Vec<(message::Actor, Vec<EnvelopeEntry>)> = Vec::new();
    for entry in envelopes {
        match groups
            .iter_mut()
            .find(|(grantee, _)| *grantee == entry.grantee)
        {
            Some((_, entries)) => entries.push(entry),
            None => groups.push((entry.grantee.clone(), vec![entry])),
        }
    }
    groups
}

/// The envelopes to store for one grantee.
#[inline(never)] // inlined, it gives `execute` more locals than the VM takes (100)
fn permitted(
    ctx: &mut Ctx,
    known: &Known,
    custodian: u32,
    grantee: &Grantee,
    entries: Vec<EnvelopeEntry>,
) -> Result<Vec<(RecordRef, Envelope)>, ContractError> {
    let (now, hot) = (ctx.now, ctx.hot()?.clone());
    let deps = ctx.deps.as_ref();
    let mut asker = grantee.asker(deps, &hot, now)?;
    let scene = Scene {
        storage: deps.storage,
        env: ctx.env,
        now,
    };
    let mut ready = Vec::with_capacity(entries.len());
    for entry in entries {
        let name = RecordRef {
            custodian,
            id: entry.record,
        };
        let record = record::may_load(deps.storage, known.number(), name)?
            .ok_or(ConsentError::RecordNotFound { id: entry.record })?;
        let consent = consent::load(deps.storage, known.number(), entry.consent)?;
        let mut permits = |asker: &mut Asker| {
            let item = record.item(custodian);
            grantee::is_permitted(scene, known, asker, (entry.consent, &consent), &item)
        };
        if !asker.as_mut().map_or(Ok(false), &mut permits)? {
            return Err(ConsentError::GranteeNotPermitted {
                consent: entry.consent,
                record: entry.record,
            }
            .into());
        }
        let envelope = Envelope {
            consent: entry.consent,
            key_version: record.key_version,
            key: entry.key,
        };
        ready.push((name, envelope));
    }
    Ok(ready)
}

/// Removes those of the envelopes that are dead.
///
/// # Errors
/// `invalid_count`, `grantee_is_role`, `zero`, `invalid_address`; `subject_not_found`.
pub fn prune(
    ctx: &mut Ctx,
    subject: Bytes32,
    envelopes: Vec<EnvelopeRef>,
) -> Result<Response, ContractError> {
    check::count("envelopes", envelopes.len(), 1, MAX_PRUNED)?;
    for name in &envelopes {
        check::holder("custodian", name.record.custodian)?;
        grantee::check(ctx.deps.api, &name.grantee)?;
    }
    let known = Known::load(ctx.storage(), &subject)?;
    let identity = ctx.identity()?;
    let mut count: u8 = 0;
    for name in envelopes {
        let grantee = Grantee::resolve(ctx.deps.api, &ctx.deps.querier, &identity, &name.grantee)?;
        for actor in grantee.names() {
            let Some(found) =
                envelope::may_load(ctx.storage(), known.number(), name.record, &actor)?
            else {
                continue;
            };
            let lives = match known.living() {
                Some(subject) => found.lives(ctx.storage(), subject, name.record, ctx.now)?,
                None => false,
            };
            if !lives {
                envelope::remove(ctx.deps.storage, known.number(), name.record, &actor)?;
                count = count.saturating_add(1);
            }
        }
    }
    Ok(respond(&[ConsentEvent::EnvelopesPruned {
        subject: known.number(),
        count,
    }]))
}
