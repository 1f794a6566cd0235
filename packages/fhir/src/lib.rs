//! FHIR R4 and R5 Consent documents to and from consent-registry messages.
