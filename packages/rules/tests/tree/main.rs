//! Every bound of a tree and an item, each with the error that names it; and the cells of a tree.
#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, missing_docs)]

mod bounds;
mod cells;
mod fixture;
