//! Everything the registry stores. Keys are private to this module's children; functions are the only way in.

pub mod actor;
pub mod audit;
pub mod cell;
pub mod config;
pub mod consent;
pub mod custodian;
pub mod delegate;
pub mod emergency;
pub mod envelope;
pub mod erasure;
pub mod handover;
pub mod hold;
pub mod known;
#[cfg(test)]
mod layouts;
pub mod opt_out;
pub mod record;
pub mod recovery;
pub mod request;
pub mod rollup;
pub mod subject;
pub mod tombstone;
mod tree;

use health_kit::prefix::{distinct, Prefix};

/// The prefix of every entry.
pub const PREFIXES: &[Prefix] = &[
    config::HOT.prefix(),
    config::CONFIG.prefix(),
    subject::LAST.prefix(),
    subject::SUBJECTS.prefix(),
    consent::CONSENTS.prefix(),
    cell::CELLS.prefix(),
    delegate::DELEGATES.prefix(),
    delegate::ROSTERS.prefix(),
    custodian::ACCEPTED.prefix(),
    custodian::PART2.prefix(),
    record::RECORDS.prefix(),
    record::VERSIONS.prefix(),
    recovery::CONTACTS.prefix(),
    recovery::RECOVERIES.prefix(),
    handover::HANDOVERS.prefix(),
    request::REQUESTS.prefix(),
    hold::HOLDS.prefix(),
    audit::ROOTS.prefix(),
    envelope::ENVELOPES.prefix(),
    tombstone::TOMBSTONES.prefix(),
    rollup::ROLLUPS.prefix(),
    opt_out::OVERRIDES.prefix(),
    emergency::REVIEWS.prefix(),
    emergency::EMERGENCIES.prefix(),
];
const _: () = assert!(distinct(PREFIXES));
