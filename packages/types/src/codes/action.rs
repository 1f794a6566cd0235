//! FHIR consent actions.

use super::codes;

codes! {
    /// What is done with the data, of the FHIR code system consentaction. Actions have no hierarchy.
    pub enum Action: "http://terminology.hl7.org/CodeSystem/consentaction" {
        Collect = 1, "collect", "gather or acquire";
        Access = 2, "access", "retrieve";
        Use = 3, "use", "employ or apply";
        Disclose = 4, "disclose", "transfer or reveal to another";
        Correct = 5, "correct", "amend";
    }
}
