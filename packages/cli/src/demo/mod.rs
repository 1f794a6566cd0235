//! The main job: a care journey on a chain, from accreditation to erasure.

mod access;
mod accreditation;
mod emergency;
mod journal;
mod patient;
mod question;

pub use journal::{Journal, Outcome, Step};

use crate::chain::{self, Chain, ChainError, Receipt};
use accreditation::Accredited;
use health_types::Bytes32;
use serde::de::DeserializeOwned;

/// What the scenes share: the registry that is asked, and who takes part, by what the chain knows of them.
struct Cast {
    consent: String,
    accredited: Accredited,
    subject: Bytes32,
}

/// Plays the journey on a chain; every step must come out as the story says.
pub fn run(chain: &mut dyn Chain, quiet: bool) -> Result<Vec<Step>, ChainError> {
    let mut journal = Journal::new(chain, quiet);
    let registries = accreditation::deploy(&mut journal)?;
    let accredited = accreditation::accredit(&mut journal, &registries.identity)?;
    let subject = patient::register(&mut journal, &registries.consent, accredited.hospital)?;
    let cast = Cast {
        consent: registries.consent,
        accredited,
        subject,
    };
    let consents = patient::import_documents(&mut journal, &cast)?;
    question::decide(&mut journal, &cast)?;
    access::record(&mut journal, &cast)?;
    emergency::break_glass(&mut journal, &cast)?;
    patient::revoke(&mut journal, &cast, &consents)?;
    access::look_back(&mut journal, &cast)?;
    patient::erase(&mut journal, &cast)?;
    Ok(journal.close())
}

/// What a message returned.
fn data<T: DeserializeOwned>(receipt: &Receipt) -> Result<T, ChainError> {
    chain::decode(receipt.data.clone().unwrap_or_default())
}
