//! The people and organisations of most tests.

use crate::Suite;
use health_types::identity::{CredentialKind, Function};

/// The identity-registry numbers of a small town's organisations and people. The accounts have the fields' names.
#[derive(Clone, Copy, Debug)]
pub struct Town {
    /// Provides care, keeps records and responds to emergencies.
    pub hospital: u32,
    /// Provides care and keeps records.
    pub clinic: u32,
    /// Does research.
    pub institute: u32,
    /// Decides on secondary use.
    pub body: u32,
    /// Clinician of the hospital, without a credential of its own.
    pub nurse: u32,
    /// Clinician of the clinic.
    pub doctor: u32,
    /// Responds to emergencies for the hospital, with a credential of its own.
    pub responder: u32,
    /// Researcher of the institute.
    pub scholar: u32,
    /// Operates the hospital's systems.
    pub operator: u32,
}

impl Suite {
    /// A chain with a small town on it.
    pub fn town() -> (Suite, Town) {
        let mut suite = Suite::new();
        let town = suite.people();
        (suite, town)
    }

    /// Peoples the chain with a small town.
    pub fn people(&mut self) -> Town {
        use CredentialKind::*;
        for (name, kinds) in [
            (
                "hospital",
                &[ProviderOrganisation, DataCustodian, EmergencyResponder][..],
            ),
            ("clinic", &[ProviderOrganisation, DataCustodian]),
            ("institute", &[ResearchOrganisation]),
            ("body", &[DataAccessBody]),
            ("responder", &[EmergencyResponder]),
        ] {
            for kind in kinds {
                self.accredit(name, *kind);
            }
        }
        for (organisation, member, kind, function) in [
            (
                "hospital",
                "nurse",
                ProviderOrganisation,
                Function::Clinician,
            ),
            (
                "clinic",
                "doctor",
                ProviderOrganisation,
                Function::Clinician,
            ),
            (
                "hospital",
                "responder",
                EmergencyResponder,
                Function::Emergency,
            ),
            (
                "institute",
                "scholar",
                ResearchOrganisation,
                Function::Researcher,
            ),
            (
                "hospital",
                "operator",
                DataCustodian,
                Function::DeviceOperator,
            ),
        ] {
            self.affiliate(organisation, member, kind, &[function]);
        }
        Town {
            hospital: self.holder("hospital"),
            clinic: self.holder("clinic"),
            institute: self.holder("institute"),
            body: self.holder("body"),
            nurse: self.holder("nurse"),
            doctor: self.holder("doctor"),
            responder: self.holder("responder"),
            scholar: self.holder("scholar"),
            operator: self.holder("operator"),
        }
    }
}
