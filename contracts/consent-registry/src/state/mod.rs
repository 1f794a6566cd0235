//! Everything the registry stores. Keys are private to this module's children; functions are the only way in.

pub mod audit;
pub mod config;
pub mod custodian;
pub mod delegate;
pub mod emergency;
pub mod envelope;
pub mod handover;
pub mod hold;
pub mod opt_out;
pub mod record;
pub mod recovery;
pub mod request;
pub mod rollup;
pub mod subject;
pub mod tombstone;

use health_kit::prefix::{distinct, Prefix};

/// The prefix of every entry.
pub const PREFIXES: &[Prefix] = &[
    config::HOT.prefix(),
    config::CONFIG.prefix(),
    subject::LAST.prefix(),
    subject::SUBJECTS.prefix(),
];
const _: () = assert!(distinct(PREFIXES));
