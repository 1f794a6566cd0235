//! What a pseudonym stands for.

use super::subject::Subject;
use super::tombstone::{self, Tombstone};
use crate::error::{ConsentError, ContractError};
use cosmwasm_std::Storage;
use health_types::Bytes32;

/// A pseudonym that was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// A subject.
    Living(Subject),
    /// An erased one.
    Erased(Tombstone),
}

impl Known {
    /// What the pseudonym stands for, if it was ever registered: one read, and another if it is no living subject's.
    pub fn may_load(
        storage: &dyn Storage,
        pseudonym: &Bytes32,
    ) -> Result<Option<Self>, ContractError> {
        if let Some(subject) = Subject::may_load(storage, pseudonym)? {
            return Ok(Some(Known::Living(subject)));
        }
        Ok(tombstone::may_load(storage, pseudonym)?.map(Known::Erased))
    }

    /// What the pseudonym stands for.
    ///
    /// # Errors
    /// `subject_not_found` if it was never registered.
    pub fn load(storage: &dyn Storage, pseudonym: &Bytes32) -> Result<Self, ContractError> {
        Self::may_load(storage, pseudonym)?.ok_or_else(|| ConsentError::SubjectNotFound.into())
    }

    /// The internal number, which erasure leaves to the log.
    pub fn number(&self) -> u32 {
        match self {
            Known::Living(subject) => subject.number,
            Known::Erased(tombstone) => tombstone.number,
        }
    }

    /// The subject, unless it is erased.
    pub fn living(&self) -> Option<&Subject> {
        match self {
            Known::Living(subject) => Some(subject),
            Known::Erased(_) => None,
        }
    }
}
