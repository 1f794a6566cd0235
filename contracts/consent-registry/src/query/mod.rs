//! What queries answer, a file for each family.

pub mod audit;
pub mod config;
pub mod consent;
pub mod decide;
pub mod delegate;
pub mod disclosure;
pub mod emergency;
pub mod envelope;
pub mod handover;
pub mod hold;
pub mod record;
pub mod recovery;
pub mod request;
pub mod subject;
