//! Everything the registry stores. Keys are private to this module's children; functions are the only way in.

pub mod affiliations;
pub mod changes;
pub mod credentials;
pub mod devices;
pub mod holders;
pub mod hot;
pub mod identifiers;
pub mod issuers;
pub mod moves;
mod parts;

use health_kit::prefix::{distinct, Prefix};

/// The prefix of every entry.
pub const PREFIXES: &[Prefix] = &[
    issuers::ISSUERS.prefix(),
    credentials::CREDENTIALS.prefix(),
    holders::ACCOUNTS.prefix(),
    credentials::COLD.prefix(),
    hot::HOT.prefix(),
    hot::COUNTERS.prefix(),
    issuers::ISSUER_ACCOUNTS.prefix(),
    issuers::DETAILS.prefix(),
    issuers::SUB_ISSUERS.prefix(),
    changes::CHANGES.prefix(),
    holders::HOLDERS.prefix(),
    holders::BARS.prefix(),
    identifiers::IDENTIFIERS.prefix(),
    affiliations::MEMBERS.prefix(),
    devices::PROFILES.prefix(),
    devices::DEVICES.prefix(),
    moves::GUARDIANS.prefix(),
    moves::GUARDIAN_VOTES.prefix(),
    moves::ISSUER_VOTES.prefix(),
    moves::MOVES.prefix(),
];
const _: () = assert!(distinct(PREFIXES));
