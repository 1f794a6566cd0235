//! What sequences are about.

/// What a sequence is about, since what is rare in all sequences is to be frequent in some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// A bit of everything.
    Everything,
    /// Accreditation of few holders.
    Registry,
    /// Many consents for one organisation.
    Crowd,
    /// Powerful delegates of one subject.
    Delegates,
    /// Emergencies of one responder.
    Emergencies,
}

/// The number of the responder of the emergencies.
pub const RESPONDER: u32 = 5;

impl Focus {
    /// The focus of the sequence with this seed.
    pub fn of(seed: u64) -> Focus {
        match seed % 5 {
            0 => Focus::Registry,
            1 => Focus::Everything,
            2 => Focus::Crowd,
            3 => Focus::Delegates,
            _ => Focus::Emergencies,
        }
    }
}
