//! v3 Confidentiality, lowest first.

use super::codes;

codes! {
    /// A level of HL7 v3 Confidentiality. Levels are ordered: U < L < M < N < R < V.
    pub enum Confidentiality: "http://terminology.hl7.org/CodeSystem/v3-Confidentiality" {
        U = 1, "U", "unrestricted";
        L = 2, "L", "low";
        M = 3, "M", "moderate";
        N = 4, "N", "normal";
        R = 5, "R", "restricted";
        V = 6, "V", "very restricted";
    }
}
