//! Our own identifiers, under which an export names what only the chain knows, and an import finds it again.

use crate::name::Name;
use crate::refusal::{clip, Refusal};
use health_types::codes::Code;
use health_types::consent::Actor;
use health_types::identity::{CredentialKind, Function};
use health_types::Bytes32;

/// A subject's pseudonym, 64 hexadecimal digits.
pub const SUBJECT: &str = "urn:cw-health:subject";
/// A consent: the pseudonym, `/` and its number.
pub const CONSENT: &str = "urn:cw-health:consent";
/// The hash of a consent's policy.
pub const POLICY: &str = "urn:cw-health:policy";
/// The keyed hash of a consent's source document.
pub const DOCUMENT: &str = "urn:cw-health:source-document";
/// The hash of the evidence of a signature.
pub const EVIDENCE: &str = "urn:cw-health:signature-evidence";
/// An accredited person, by identity-registry number.
pub const PERSON: &str = "urn:cw-health:person";
/// An accredited organisation, by identity-registry number.
pub const ORGANISATION: &str = "urn:cw-health:organisation";
/// A device, by identity-registry number.
pub const DEVICE: &str = "urn:cw-health:device";
/// Someone by account.
pub const ACCOUNT: &str = "urn:cw-health:account";
/// Whoever has a function.
pub const FUNCTION: &str = "urn:cw-health:function";
/// Whoever holds a kind of credential.
pub const CREDENTIAL: &str = "urn:cw-health:credential";
/// A record's locator.
pub const RECORD: &str = "urn:cw-health:record";
/// A context's keyed hash.
pub const CONTEXT: &str = "urn:cw-health:context";
/// An author's selector.
pub const AUTHOR: &str = "urn:cw-health:author";
/// A custodian's selector.
pub const CUSTODIAN: &str = "urn:cw-health:custodian";
/// A private label's keyed hash.
pub const LABEL: &str = "urn:cw-health:label";
/// A research project.
pub const PROJECT: &str = "urn:cw-health:project";
/// A purpose of another system.
pub const PURPOSE: &str = "urn:cw-health:purpose";

/// The value of the first name of `system`.
pub(crate) fn value<'a>(names: &'a [Name], system: &str) -> Option<&'a str> {
    names.iter().find_map(|name| match name {
        Name::Identifier {
            system: stated,
            value,
        } if stated == system => Some(value.as_str()),
        _ => None,
    })
}

/// The 32 bytes of the first name of `system`.
pub(crate) fn bytes(path: &str, names: &[Name], system: &str) -> Result<Option<Bytes32>, Refusal> {
    value(names, system).map(|text| hex(path, text)).transpose()
}

/// Thirty-two bytes, not all zero.
pub(crate) fn hex(path: &str, text: &str) -> Result<Bytes32, Refusal> {
    match text.parse::<Bytes32>() {
        Ok(bytes) if !bytes.is_zero() => Ok(bytes),
        _ => Err(Refusal::new(
            path,
            "invalid_identifier",
            format!("64 hexadecimal digits, not {}", clip(text)),
        )),
    }
}

/// The actor that one of our identifiers names.
pub(crate) fn actor(path: &str, names: &[Name]) -> Result<Option<Actor>, Refusal> {
    let invalid = |text: &str| {
        Refusal::new(
            path,
            "invalid_identifier",
            format!("no actor is {}", clip(text)),
        )
    };
    let holder = |text: &str| {
        text.parse::<u32>()
            .ok()
            .filter(|n| *n > 0)
            .ok_or_else(|| invalid(text))
    };
    if let Some(text) = value(names, PERSON) {
        return Ok(Some(Actor::Person {
            holder: holder(text)?,
        }));
    }
    if let Some(text) = value(names, ORGANISATION) {
        return Ok(Some(Actor::Organisation {
            holder: holder(text)?,
        }));
    }
    if let Some(text) = value(names, DEVICE) {
        return Ok(Some(Actor::Device {
            holder: holder(text)?,
        }));
    }
    if let Some(text) = value(names, ACCOUNT) {
        return Ok(Some(Actor::Account {
            address: text.to_string(),
        }));
    }
    if let Some(text) = value(names, FUNCTION) {
        let function = Function::from_code(text).ok_or_else(|| invalid(text))?;
        return Ok(Some(Actor::Function { function }));
    }
    if let Some(text) = value(names, CREDENTIAL) {
        let kind = CredentialKind::from_code(text).ok_or_else(|| invalid(text))?;
        return Ok(Some(Actor::Credential { kind }));
    }
    Ok(None)
}

/// How an export names an actor: the resource type, the system and the value.
pub(crate) fn write_actor(actor: &Actor) -> (&'static str, &'static str, String) {
    match actor {
        Actor::Account { address } => ("Practitioner", ACCOUNT, address.clone()),
        Actor::Person { holder } => ("Practitioner", PERSON, holder.to_string()),
        Actor::Organisation { holder } => ("Organization", ORGANISATION, holder.to_string()),
        Actor::Device { holder } => ("Device", DEVICE, holder.to_string()),
        Actor::Function { function } => ("PractitionerRole", FUNCTION, function.code().to_string()),
        Actor::Credential { kind } => ("PractitionerRole", CREDENTIAL, kind.code().to_string()),
    }
}
