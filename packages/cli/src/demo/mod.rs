//! The main job: a care journey on a chain, from accreditation to erasure.

mod journal;
mod journey;

pub use journal::{Journal, Outcome, Step};
pub use journey::run;
