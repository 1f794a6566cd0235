//! Registering and changing records.

use crate::authority;
use crate::check;
use crate::ctx::{respond, Ctx};
use crate::error::{ConsentError, ContractError};
use crate::state::custodian::is_accepted;
use crate::state::record::{self, Record, MAX_CLASSES, MAX_CONTEXTS, MAX_PRIVATE, MAX_SENSITIVITY};
use crate::state::subject::Subject;
use cosmwasm_std::Response;
use health_kit::{auth, KitError};
use health_types::consent::{ConsentEvent, Labels, NewRecord, RecordRef};
use health_types::Bytes32;

/// The most records of a message.
const MAX_BATCH: usize = 30;

/// Registers records.
///
/// # Errors
/// `invalid_count`, `duplicate`, `zero`; `unauthorized`, also if the subject does not accept the sender; `paused`;
/// `record_exists`.
pub fn register_records(
    ctx: &mut Ctx,
    subject: Bytes32,
    records: Vec<NewRecord>,
) -> Result<Response, ContractError> {
    check_all(&records)?;
    let (owned, custodian) = custodian_and_subject(ctx, &subject)?;
    auth::ensure(is_accepted(ctx.storage(), owned.number, custodian)?)?;
    ctx.not_paused()?;
    store_all(ctx, owned.number, custodian, records, |ctx, name, new| {
        if record::may_load(ctx.storage(), owned.number, name)?.is_some() {
            return Err(ConsentError::RecordExists { id: name.id }.into());
        }
        Ok(Record::of(new, 1))
    })
}

/// Changes records. A custodian that is no longer accepted still may: it has to raise key versions after a revocation.
///
/// # Errors
/// `invalid_count`, `duplicate`, `zero`; `unauthorized`; `paused` if rules may reach a record that did not before;
/// `record_not_found`, `locator_changed`, `key_version_fell`.
pub fn update_records(
    ctx: &mut Ctx,
    subject: Bytes32,
    records: Vec<NewRecord>,
) -> Result<Response, ContractError> {
    check_all(&records)?;
    let (owned, custodian) = custodian_and_subject(ctx, &subject)?;
    let subject = owned.number;
    store_all(ctx, subject, custodian, records, |ctx, name, new| {
        let id = name.id;
        let before = record::may_load(ctx.storage(), subject, name)?
            .ok_or(ConsentError::RecordNotFound { id })?;
        if new.locator != before.locator {
            return Err(ConsentError::LocatorChanged { id }.into());
        }
        if new.key_version < before.key_version {
            return Err(ConsentError::KeyVersionFell {
                id,
                from: before.key_version,
            }
            .into());
        }
        let mut after = Record::of(new, before.version);
        if after.may_be_reached_further(&before) {
            ctx.not_paused()?;
        }
        if after.drops_a_label_of(&before) {
            record::keep_version(ctx.deps.storage, subject, name, &before)?;
            after.version = before
                .version
                .checked_add(1)
                .ok_or(KitError::DoesNotFit { entry: "record" })?;
        }
        Ok(after)
    })
}

fn custodian_and_subject(
    ctx: &mut Ctx,
    subject: &Bytes32,
) -> Result<(Subject, u32), ContractError> {
    let custodian = authority::custodian(ctx)?;
    let subject = Subject::may_load(ctx.storage(), subject)?.ok_or(KitError::Unauthorized)?;
    Ok((subject, custodian))
}

fn store_all(
    ctx: &mut Ctx,
    subject: u32,
    custodian: u32,
    records: Vec<NewRecord>,
    next: impl Fn(&mut Ctx, RecordRef, NewRecord) -> Result<Record, ContractError>,
) -> Result<Response, ContractError> {
    let count = batch_size(records.len());
    for new in records {
        let name = RecordRef {
            custodian,
            id: new.id,
        };
        let record = next(ctx, name, new)?;
        record::save(ctx.deps.storage, subject, name, &record)?;
    }
    Ok(respond(&[ConsentEvent::RecordsSet {
        subject,
        custodian,
        count,
    }]))
}

/// Lossless: a batch has at most 50 entries.
pub fn batch_size(len: usize) -> u8 {
    u8::try_from(len).unwrap_or(u8::MAX)
}

fn check_all(records: &[NewRecord]) -> Result<(), ConsentError> {
    check::count("records", records.len(), 1, MAX_BATCH)?;
    let ids: Vec<u32> = records.iter().map(|record| record.id).collect();
    check::distinct("records", &ids)?;
    records.iter().try_for_each(check_one)
}

fn check_one(record: &NewRecord) -> Result<(), ConsentError> {
    check::hash("commitment", &record.commitment)?;
    check::hash("locator", &record.locator)?;
    if let Some(author) = &record.author {
        check::hash("author", author)?;
    }
    if record.key_version == 0 {
        return Err(ConsentError::Zero {
            field: "key_version",
        });
    }
    check::count("classes", record.classes.len(), 0, MAX_CLASSES.into())?;
    check::distinct("classes", &record.classes)?;
    check::hashes("contexts", &record.contexts, 0, MAX_CONTEXTS.into())?;
    record.labels.as_ref().map_or(Ok(()), check_labels)
}

/// What is stated must say something: no labels at all are an absent field.
fn check_labels(labels: &Labels) -> Result<(), ConsentError> {
    if let Some(sensitivity) = &labels.sensitivity {
        check::count("sensitivity", sensitivity.len(), 1, MAX_SENSITIVITY.into())?;
        check::distinct("sensitivity", sensitivity)?;
    }
    if let Some(private) = &labels.private {
        check::hashes("private", private, 1, MAX_PRIVATE.into())?;
    }
    let stated = labels.confidentiality.is_some()
        || labels.sensitivity.is_some()
        || labels.private.is_some();
    check::count("labels", stated.into(), 1, 3)
}
