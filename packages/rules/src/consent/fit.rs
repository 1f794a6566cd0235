//! Which accreditation fits which purpose.
//!
//! A permit that does not name the requester's own account, and a permitting default, reach it only through a
//! credential of its own or an affiliation that is made for the purpose: a researcher treats nobody, a payer does
//! no research, and an account without accreditation is reached by name or not at all. The table is this suite's
//! own; what a purpose means is HL7's (v3 ActReason beneath PurposeOfUse), what a covered entity's part in it is
//! follows 45 CFR 164.501 and 164.506 (treatment, payment, operations), 164.512 (oversight, public health,
//! research) and Regulation (EU) 2025/327 Article 53 (secondary use).
//!
//! Kinds of the supply chain and of incentives (repackager, wholesaler, carrier, destruction site, attester,
//! redeemer) and ethics boards fit no purpose of HL7's: who needs a patient's data as such is named.

use health_types::codes::PurposeOfUse;
use health_types::consent::Purpose;
use health_types::identity::{CredentialKind, Function};

/// What fits one purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Credential kinds, the likeliest first: of the requester itself, or, where it acts as an organisation
    /// ([`Fit::affiliation`]), of that organisation.
    pub kinds: &'static [CredentialKind],
    /// Functions in an organisation.
    pub functions: &'static [Function],
}

impl Fit {
    /// Whether a credential of this kind fits.
    pub fn credential(&self, kind: CredentialKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// Whether an affiliation fits, in the functions of this mask ([`Function::to_mask`]) and resting on the
    /// organisation's credential of this kind: by a function that fits, or, for administrators and device
    /// operators, who act for the organisation itself, by the kind.
    pub fn affiliation(&self, functions: u32, kind: CredentialKind) -> bool {
        functions & Function::to_mask(self.functions) != 0
            || (functions & AS_ORGANISATION != 0 && self.credential(kind))
    }
}

/// Functions in which an account acts as the organisation itself.
pub const AS_ORGANISATION: u32 = Function::Administrator.bit() | Function::DeviceOperator.bit();

use CredentialKind as Kind;

/// Giving care.
const CARE: Fit = Fit {
    kinds: &[
        Kind::Practitioner,
        Kind::ProviderOrganisation,
        Kind::EmergencyResponder,
        Kind::Dispenser,
        Kind::Device,
    ],
    functions: &[
        Function::Clinician,
        Function::Pharmacist,
        Function::Emergency,
    ],
};

/// Giving care as a trial's protocol says.
const TRIAL_CARE: Fit = Fit {
    kinds: &[
        Kind::Practitioner,
        Kind::Investigator,
        Kind::ProviderOrganisation,
        Kind::EmergencyResponder,
        Kind::Dispenser,
        Kind::Device,
    ],
    functions: &[
        Function::Clinician,
        Function::Pharmacist,
        Function::Emergency,
        Function::Investigator,
    ],
};

/// Paying for care: payers and whoever bills them.
const PAYMENT: Fit = Fit {
    kinds: &[
        Kind::Payer,
        Kind::ProviderOrganisation,
        Kind::Practitioner,
        Kind::Dispenser,
        Kind::EmergencyResponder,
    ],
    functions: &[Function::Clinician, Function::Pharmacist],
};

/// Running an organisation that gives, pays for or keeps the records of care.
const OPERATIONS: Fit = Fit {
    kinds: &[
        Kind::ProviderOrganisation,
        Kind::DataCustodian,
        Kind::Payer,
        Kind::Practitioner,
        Kind::Dispenser,
        Kind::EmergencyResponder,
        Kind::Auditor,
    ],
    functions: &[Function::Clinician, Function::Pharmacist, Function::Auditor],
};

/// Operations that authorities oversee or order.
const OVERSIGHT: Fit = Fit {
    kinds: &[
        Kind::ProviderOrganisation,
        Kind::DataCustodian,
        Kind::Payer,
        Kind::Practitioner,
        Kind::Dispenser,
        Kind::EmergencyResponder,
        Kind::Auditor,
        Kind::Regulator,
    ],
    functions: OPERATIONS.functions,
};

/// Safety of patients: whoever gives care, and makers and authorities, who answer for their products.
const SAFETY: Fit = Fit {
    kinds: &[
        Kind::ProviderOrganisation,
        Kind::DataCustodian,
        Kind::Manufacturer,
        Kind::Regulator,
        Kind::Practitioner,
        Kind::Dispenser,
        Kind::EmergencyResponder,
        Kind::Auditor,
    ],
    functions: OPERATIONS.functions,
};

/// Measuring, developing and training, which researchers do, too.
const ANALYSIS: Fit = Fit {
    kinds: &[
        Kind::ProviderOrganisation,
        Kind::DataCustodian,
        Kind::ResearchOrganisation,
        Kind::Researcher,
        Kind::Payer,
        Kind::Practitioner,
        Kind::Manufacturer,
        Kind::Regulator,
    ],
    functions: &[
        Function::Clinician,
        Function::Pharmacist,
        Function::Auditor,
        Function::Researcher,
    ],
};

/// Research.
const RESEARCH: Fit = Fit {
    kinds: &[
        Kind::Researcher,
        Kind::ResearchOrganisation,
        Kind::Investigator,
        Kind::Sponsor,
        Kind::DataAccessBody,
    ],
    functions: &[Function::Researcher, Function::Investigator],
};

/// Marketing, by an organisation and never by those who care for its patients.
const MARKETING: Fit = Fit {
    kinds: &[
        Kind::ProviderOrganisation,
        Kind::Dispenser,
        Kind::Payer,
        Kind::Manufacturer,
    ],
    functions: &[],
};

/// Doing what the patient, or somebody on the patient's side, asked for. Those persons themselves are named.
const REQUESTED: Fit = Fit {
    kinds: &[
        Kind::Practitioner,
        Kind::ProviderOrganisation,
        Kind::DataCustodian,
        Kind::Dispenser,
        Kind::Payer,
        Kind::EmergencyResponder,
    ],
    functions: &[Function::Clinician, Function::Pharmacist],
};

/// Public health: authorities, and whoever reports to them.
const PUBLIC_HEALTH: Fit = Fit {
    kinds: &[
        Kind::Regulator,
        Kind::ProviderOrganisation,
        Kind::Practitioner,
        Kind::EmergencyResponder,
        Kind::DataAccessBody,
        Kind::Dispenser,
    ],
    functions: &[
        Function::Clinician,
        Function::Pharmacist,
        Function::Emergency,
    ],
};

/// A purpose of another system, of which nothing is known but that a permit names it exactly: any accreditation.
const ANY: Fit = Fit {
    kinds: <Kind as health_types::codes::Code>::ALL,
    functions: <Function as health_types::codes::Code>::ALL,
};

/// What fits this purpose.
pub fn fit(purpose: &Purpose) -> Fit {
    match purpose {
        Purpose::Code { code } => fit_code(*code),
        Purpose::Project { .. } => RESEARCH,
        Purpose::Other { .. } => ANY,
    }
}

/// What fits a purpose of HL7's. Codes beneath another fit as that one does unless they say otherwise.
pub fn fit_code(code: PurposeOfUse) -> Fit {
    use PurposeOfUse::*;
    match code {
        TREAT | COC | ETREAT | BTG | ERTREAT | POPHLTH | TREATDS => CARE,
        CLINTRL => TRIAL_CARE,
        HPAYMT | CLMATTCH | COVAUTH | COVERAGE | ELIGDTRM | ELIGVER | ENROLLM | MILDCRG | PMTDS
        | REMITADV => PAYMENT,
        HOPERAT | CAREMGT | DONAT | HDECD | HDIRECT | HDM | HSYSADMIN | LABELING | METAMGT
        | MEMADMIN | PATADMIN | RECORDMGT => OPERATIONS,
        FRAUD | GOV | HACCRED | HCOMPL | HLEGAL | HPRGRP | HQUALIMP | MILCDM => OVERSIGHT,
        PATSFTY => SAFETY,
        HOUTCOMS | MLTRAINING | PERFMSR | SYSDEV | HTEST | TRAIN => ANALYSIS,
        HRESCH | BIORCH | CLINTRCH | CLINTRCHNPC | CLINTRCHPC | PRECLINTRCH | DSRCH | POARCH
        | TRANSRCH => RESEARCH,
        HMARKT => MARKETING,
        PATRQT | FAMRQT | PWATRNY | SUPNWK => REQUESTED,
        PUBHLTH | DISASTER | THREAT => PUBLIC_HEALTH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use health_types::codes::Code;
    use health_types::Bytes32;

    fn of(code: PurposeOfUse) -> Fit {
        fit(&Purpose::Code { code })
    }

    #[test]
    fn every_purpose_has_somebody_who_fits_and_nobody_twice() {
        for code in PurposeOfUse::ALL {
            let fit = of(*code);
            assert!(!fit.kinds.is_empty(), "{code}");
            // The kinds a decision may have to ask for, one after another.
            assert!(fit.kinds.len() <= 8, "{code}");
            for (at, kind) in fit.kinds.iter().enumerate() {
                assert!(!fit.kinds[at + 1..].contains(kind), "{code}: {kind}");
            }
            for function in fit.functions {
                assert!(function.bit() & AS_ORGANISATION == 0, "{code}: {function}");
            }
        }
    }

    #[test]
    fn a_researcher_treats_nobody_and_a_clinician_does_no_research() {
        let researcher = Function::Researcher.bit();
        let clinician = Function::Clinician.bit();
        let hospital = Kind::ProviderOrganisation;
        assert!(of(PurposeOfUse::HRESCH).affiliation(researcher, hospital));
        assert!(!of(PurposeOfUse::HRESCH).affiliation(clinician, hospital));
        assert!(of(PurposeOfUse::TREAT).affiliation(clinician, hospital));
        assert!(!of(PurposeOfUse::TREAT).affiliation(researcher, hospital));
        assert!(!of(PurposeOfUse::TREAT).credential(Kind::Payer));
        assert!(of(PurposeOfUse::HPAYMT).credential(Kind::Payer));
    }

    #[test]
    fn whoever_acts_for_the_organisation_itself_fits_by_its_kind() {
        for function in [Function::Administrator, Function::DeviceOperator] {
            let mask = function.bit();
            assert!(of(PurposeOfUse::HMARKT).affiliation(mask, Kind::Manufacturer));
            assert!(!of(PurposeOfUse::HMARKT).affiliation(mask, Kind::Sponsor));
        }
        // Those who give care do not market by that.
        assert!(!of(PurposeOfUse::HMARKT)
            .affiliation(Function::Clinician.bit(), Kind::ProviderOrganisation));
    }

    #[test]
    fn exceptions_beneath_a_code() {
        assert!(of(PurposeOfUse::CLINTRL).credential(Kind::Investigator));
        assert!(!of(PurposeOfUse::TREAT).credential(Kind::Investigator));
        assert!(of(PurposeOfUse::HCOMPL).credential(Kind::Regulator));
        assert!(!of(PurposeOfUse::HOPERAT).credential(Kind::Regulator));
        assert!(of(PurposeOfUse::PATSFTY).credential(Kind::Manufacturer));
        assert!(of(PurposeOfUse::MLTRAINING).credential(Kind::Researcher));
    }

    #[test]
    fn projects_are_research_and_other_systems_purposes_take_any_accreditation() {
        let id = Bytes32([7; 32]);
        assert_eq!(fit(&Purpose::Project { id }), of(PurposeOfUse::HRESCH));
        let other = fit(&Purpose::Other { id });
        for kind in Kind::ALL {
            assert!(other.credential(*kind));
        }
        for function in Function::ALL {
            assert!(other.affiliation(function.bit(), Kind::Carrier));
        }
        assert!(!other.affiliation(0, Kind::Carrier));
    }
}
