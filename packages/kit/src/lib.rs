//! What every cw-health contract needs on the chain: authorisation, paging, events, packed storage.
//!
//! Every function here fails with [`KitError`], so that a contract wraps one type.

pub mod address;
pub mod admin;
pub mod auth;
pub mod error;
pub mod event;
pub mod funds;
pub mod hash;
pub mod key;
pub mod map;
pub mod memo;
pub mod migrate;
pub mod page;
pub mod pause;
pub mod prefix;
pub mod schedule;
pub mod text;
pub mod time;

pub use error::KitError;
pub use health_types::pack;
