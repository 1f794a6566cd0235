//! The command line of cw-health, as a library: what the binary's commands do.

pub mod cases;
pub mod chain;
pub mod conformance;
pub mod decide;
pub mod demo;
pub mod deploy;
pub mod embedded;
pub mod export;
pub mod import;
pub mod subjects;
