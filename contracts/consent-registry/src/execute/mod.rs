//! What messages do, a file for each family.

pub mod access;
pub mod audit;
pub mod custodian;
pub mod delegate;
pub mod emergency;
pub mod envelope;
pub mod erase;
pub mod grant;
pub mod handover;
pub mod hold;
pub mod opt_out;
pub mod record;
pub mod recovery;
pub mod request;
pub mod requirement;
pub mod revoke;
pub mod subject;
