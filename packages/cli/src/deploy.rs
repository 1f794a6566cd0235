//! How the commands deploy the contracts.

use health_types::codes::Code;
use health_types::consent;
use health_types::identity::{self, Accreditation, CredentialKind, IdentifierScheme};

/// An identity-registry with one issuer, accredited for everything.
pub fn identity_registry(admin: &str, issuer: &str) -> identity::InstantiateMsg {
    identity::InstantiateMsg {
        admin: admin.to_string(),
        pauser: None,
        issuers: vec![Accreditation {
            account: issuer.to_string(),
            kinds: CredentialKind::ALL.to_vec(),
            schemes: IdentifierScheme::ALL.to_vec(),
        }],
    }
}

/// A consent-registry that asks this identity-registry.
pub fn consent_registry(admin: &str, identity: &str) -> consent::InstantiateMsg {
    consent::InstantiateMsg {
        admin: admin.to_string(),
        pauser: None,
        identity: identity.to_string(),
        ciphertext_envelopes: false,
        log_retention: None,
        requirements: vec![],
    }
}
