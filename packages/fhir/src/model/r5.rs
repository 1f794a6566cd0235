//! Consent as of FHIR R5: <https://hl7.org/fhir/R5/consent.html>. `provision.expression` is refused beforehand.
//! One element is not of R5: `provision.class`, R4's name for what R5 calls `resourceType` and `documentType`, which
//! R5's drafts kept and documents written after them still use. It can mean nothing else.

use super::r4::{Actor, Data};
use super::*;

elements! {
    Consent {
        resourceType / _resourceType: String,
        language / _language: String,
        status / _status: String,
        date / _date: String,
        decision / _decision: String,
        ;
        meta: Meta,
        text: Narrative,
        contained: List<Contained>,
        identifier: List<Identifier>,
        category: List<CodeableConcept>,
        subject: Reference,
        period: Period,
        grantor: List<Reference>,
        grantee: List<Reference>,
        manager: List<Reference>,
        controller: List<Reference>,
        sourceAttachment: List<Attachment>,
        sourceReference: List<Reference>,
        regulatoryBasis: List<CodeableConcept>,
        policyBasis: PolicyBasis,
        policyText: List<Reference>,
        verification: List<Verification>,
        provision: List<Provision>,
    }
    PolicyBasis {
        url / _url: String,
        ;
        reference: Reference,
    }
    Verification {
        verified / _verified: bool,
        verificationDate / _verificationDate: List<String>,
        ;
        verificationType: CodeableConcept,
        verifiedBy: Reference,
        verifiedWith: Reference,
    }
    Provision {
        ;
        period: Period,
        actor: List<Actor>,
        action: List<CodeableConcept>,
        securityLabel: List<Coding>,
        purpose: List<Coding>,
        documentType: List<Coding>,
        resourceType: List<Coding>,
        class: List<Coding>,
        code: List<CodeableConcept>,
        dataPeriod: Period,
        data: List<Data>,
        provision: List<Provision>,
    }
}
