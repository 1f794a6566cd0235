//! Consent as of FHIR R4: <https://hl7.org/fhir/R4/consent.html>.

use super::*;

elements! {
    Consent {
        resourceType / _resourceType: String,
        language / _language: String,
        status / _status: String,
        dateTime / _dateTime: String,
        ;
        meta: Meta,
        text: Narrative,
        contained: List<Contained>,
        identifier: List<Identifier>,
        scope: CodeableConcept,
        category: List<CodeableConcept>,
        patient: Reference,
        performer: List<Reference>,
        organization: List<Reference>,
        sourceAttachment: Attachment,
        sourceReference: Reference,
        policy: List<Policy>,
        policyRule: CodeableConcept,
        verification: List<Verification>,
        provision: Provision,
    }
    Policy {
        authority / _authority: String,
        uri / _uri: String,
    }
    Verification {
        verified / _verified: bool,
        verificationDate / _verificationDate: String,
        ;
        verifiedWith: Reference,
    }
    Provision {
        r#type / _type: String,
        ;
        period: Period,
        actor: List<Actor>,
        action: List<CodeableConcept>,
        securityLabel: List<Coding>,
        purpose: List<Coding>,
        class: List<Coding>,
        code: List<CodeableConcept>,
        dataPeriod: Period,
        data: List<Data>,
        provision: List<Provision>,
    }
    Actor {
        ;
        role: CodeableConcept,
        reference: Reference,
    }
    Data {
        meaning / _meaning: String,
        ;
        reference: Reference,
    }
}
