//! The commands as a user calls them: what is printed, and exit codes.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod conformance;
mod decide;
mod demo;
mod edges;
mod export;
mod import;
mod readme;
mod subjects;
mod support;
