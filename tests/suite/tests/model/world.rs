//! The modest universe in which the model plays.

use health_testing::Suite;
use health_types::codes::{Confidentiality, DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::{Item, Labels};
use health_types::identity::{CredentialKind, Function};

pub const OWNERS: [&str; 3] = ["patient_1", "patient_2", "patient_3"];
/// The numbers of the organisations, which come after the issuers.
pub const HOSPITAL: u32 = 3;
pub const INSTITUTE: u32 = 4;
pub const ORGANISATIONS: [&str; 2] = ["hospital", "institute"];
pub const STAFF: [&str; 3] = ["nurse", "responder", "scholar"];
pub const DELEGATES: [&str; 3] = ["guardian", "patient_2", "nurse"];
pub const ISSUERS: [&str; 2] = ["authority", "college"];
/// Every account that asks or sends.
pub const ACCOUNTS: [&str; 13] = [
    "patient_1",
    "patient_2",
    "patient_3",
    "hospital",
    "institute",
    "nurse",
    "responder",
    "scholar",
    "guardian",
    "stranger",
    "authority",
    "college",
    "governance",
];

pub const KINDS: [CredentialKind; 5] = [
    CredentialKind::ProviderOrganisation,
    CredentialKind::DataCustodian,
    CredentialKind::EmergencyResponder,
    CredentialKind::ResearchOrganisation,
    CredentialKind::Practitioner,
];
/// What the second issuer is accredited for.
pub const COLLEGE_KINDS: [CredentialKind; 2] = [
    CredentialKind::ProviderOrganisation,
    CredentialKind::EmergencyResponder,
];
pub const FUNCTIONS: [Function; 4] = [
    Function::Clinician,
    Function::Researcher,
    Function::Emergency,
    Function::Administrator,
];
// Lists stand in the order of the codes' numbers, in which the registry gives them back.
pub const PURPOSES: [PurposeOfUse; 7] = [
    PurposeOfUse::HMARKT,
    PurposeOfUse::HPAYMT,
    PurposeOfUse::HRESCH,
    PurposeOfUse::PATRQT,
    PurposeOfUse::TREAT,
    PurposeOfUse::ETREAT,
    PurposeOfUse::BTG,
];
pub const CLASSES: [DataClass; 2] = [DataClass::Condition, DataClass::Observation];
pub const LABELS: [Sensitivity; 4] = [
    Sensitivity::HIV,
    Sensitivity::PSYTHPN,
    Sensitivity::SUD,
    Sensitivity::ETHUD,
];
pub const LEVELS: [Confidentiality; 2] = [Confidentiality::N, Confidentiality::R];

/// Every item of the universe; of each, classes and labels are known.
pub fn items() -> Vec<Item> {
    let classes: [&[DataClass]; 3] = [&[], &CLASSES[..1], &CLASSES];
    let labels: [&[Sensitivity]; 6] = [
        &[],
        &LABELS[..1],
        &LABELS[1..2],
        &LABELS[2..3],
        &LABELS[3..],
        &[Sensitivity::HIV, Sensitivity::PSYTHPN],
    ];
    let mut items = Vec::new();
    for classes in classes {
        for labels in labels {
            for level in LEVELS {
                items.push(Item {
                    classes: Some(classes.to_vec()),
                    labels: Some(Labels {
                        confidentiality: Some(level),
                        ..Suite::labels(labels)
                    }),
                    ..Item::default()
                });
            }
        }
    }
    items
}
