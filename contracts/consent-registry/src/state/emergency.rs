//! Emergency accesses.
