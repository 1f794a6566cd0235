//! May this requester, for this purpose, do this with this person's data? The semantics follow HL7 FHIR
//! Consent (R4.0.1, R5.0.0) and IHE Privacy Consent on FHIR.

mod build;
mod candidate;
mod combine;
mod evaluate;
pub mod fit;
pub mod hierarchy;
mod hit;
mod item;
mod obligation;
mod tree;
mod weighed;

pub use candidate::{Candidate, Circumstances, Emergency, Outcome, Subject};
pub use combine::{conflicts, decide, explain};
pub use evaluate::Requester;
pub use item::{check_item, ItemError, MAX_ITEM_VALUES};
pub use tree::{
    Actor, Cells, Node, Tree, TreeError, MAX_ACTIONS, MAX_ACTORS, MAX_CELLS, MAX_CLASSES,
    MAX_DEPTH, MAX_LABELS, MAX_NODES, MAX_PURPOSES, MAX_SELECTORS, MAX_WIDTH,
};
