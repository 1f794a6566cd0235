//! The parts that identity-registry's messages are made of.

use super::{Assurance, CredentialKind, Curve, Function, IdentifierScheme, OrganisationType};
use crate::{strict, Bytes32, Period};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::Binary;
use std::{fmt, str::FromStr};

/// A country or territory by its ISO 3166-1 alpha-2 code: two capital letters. Whether the code is assigned is
/// not checked, for assignments change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// The text is not two capital letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid_country: two capital letters of ISO 3166-1 are needed")]
pub struct InvalidCountry;

impl Country {
    /// The country of these letters, if they are capital ones.
    pub fn from_letters(letters: [u8; 2]) -> Option<Self> {
        letters
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Country(letters))
    }

    /// The letters.
    pub fn letters(self) -> [u8; 2] {
        self.0
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let [first, second] = self.0;
        write!(f, "{}{}", char::from(first), char::from(second))
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Country {
    type Err = InvalidCountry;

    fn from_str(text: &str) -> Result<Self, InvalidCountry> {
        let letters = text.as_bytes().try_into().map_err(|_| InvalidCountry)?;
        Country::from_letters(letters).ok_or(InvalidCountry)
    }
}

impl serde::Serialize for Country {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

struct CountryVisitor;

impl serde::de::Visitor<'_> for CountryVisitor {
    type Value = Country;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("two capital letters of ISO 3166-1")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Country, E> {
        text.parse().map_err(E::custom)
    }
}

impl<'de> serde::Deserialize<'de> for Country {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(CountryVisitor)
    }
}

impl schemars::JsonSchema for Country {
    fn schema_name() -> String {
        "Country".to_string()
    }

    fn json_schema(generator: &mut schemars::gen::SchemaGenerator) -> schemars::schema::Schema {
        let mut schema = generator.subschema_for::<String>().into_object();
        schema.string().pattern = Some("^[A-Z]{2}$".to_string());
        schema.metadata().description =
            Some("A country or territory by its ISO 3166-1 alpha-2 code.".to_string());
        schema.into()
    }
}

impl cw_schema::Schemaifier for Country {
    fn visit_schema(visitor: &mut cw_schema::SchemaVisitor) -> cw_schema::DefinitionReference {
        String::visit_schema(visitor)
    }
}

/// An identifier of a holder, public for ever: an organisation's, an article's or a professional's own public number,
/// never a patient's, nor anything derived from one. Answers give its canonical form: a GTIN has 14 digits.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct Identifier {
    /// What the value is checked against.
    pub scheme: IdentifierScheme,
    /// The value, without spaces or hyphens; `invalid_identifier` if its check digits or length do not fit.
    pub value: String,
}

/// A credential to issue.
#[cw_serde]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct NewCredential {
    /// The holder's account, not the registry's own (`self_reference`); it gets a number if it has none.
    pub account: String,
    /// What the holder is.
    pub kind: CredentialKind,
    /// How thoroughly the holder was proved.
    pub assurance: Assurance,
    /// When the credential is valid; an end at or before now is `period_over`.
    pub period: Period,
    /// The hash of the evidence that the issuer keeps, keyed or salted; zero is refused.
    pub evidence: Bytes32,
    /// An identifier of the holder, in a scheme the issuer is accredited for.
    pub identifier: Option<Identifier>,
    /// The form of the organisation, vouched for by the issuer.
    pub organisation_type: OrganisationType,
    /// The country, vouched for by the issuer; absent: unstated.
    pub country: Option<Country>,
}

/// An affiliation to propose.
#[cw_serde]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct NewAffiliation {
    /// The member's account, which must accept.
    pub member: String,
    /// The credential kind of the organisation on which it rests; the credential must be valid now.
    pub kind: CredentialKind,
    /// What the member does for the organisation; 1 to 8, none twice, each of which may rest on that kind.
    pub functions: Vec<Function>,
    /// When it counts; an end at or before now is `period_over`.
    pub period: Period,
}

/// Names an affiliation of the sending organisation.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct AffiliationRef {
    /// The member's account.
    pub member: String,
    /// The credential kind on which it rests.
    pub kind: CredentialKind,
}

/// A public key of a device.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct DeviceKey {
    /// The curve.
    pub curve: Curve,
    /// 33 bytes (secp256k1, compressed) or 32 bytes (ed25519).
    pub public_key: Binary,
}

/// A public profile, replacing the former one whole.
#[cw_serde]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct NewProfile {
    /// The display name: 1 to 128 bytes, without control, bidirectional, zero-width or combining characters.
    pub name: String,
    /// A decentralised identifier that the holder claims: `did:` and at most 256 printable ASCII characters in
    /// all (DID 1.0). It is not resolved.
    pub did: Option<String>,
    /// Service endpoints: at most 8, none twice, each at most 256 printable ASCII characters.
    pub endpoints: Vec<String>,
    /// A device's first key, refused (`key_exists`) if another is stored: that one is rotated. Devices only.
    pub key: Option<DeviceKey>,
    /// Until when the device is calibrated, in seconds since 1970. Devices only.
    pub calibrated_until: Option<u32>,
}

/// What an issuer may issue.
#[cw_serde]
#[derive(Eq)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub struct Accreditation {
    /// The issuer's account, which is no issuer's yet.
    pub account: String,
    /// The kinds of credentials; at least one, none twice.
    pub kinds: Vec<CredentialKind>,
    /// The schemes of identifiers; none twice.
    pub schemes: Vec<IdentifierScheme>,
}

strict!(
    Identifier,
    NewCredential,
    NewAffiliation,
    AffiliationRef,
    DeviceKey,
    NewProfile,
    Accreditation,
);

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::{from_json, to_json_string};

    #[test]
    fn countries_are_two_capital_letters() {
        let country: Country = "DE".parse().unwrap();
        assert_eq!(to_json_string(&country).unwrap(), "\"DE\"");
        assert_eq!(from_json::<Country>(b"\"DE\"").unwrap(), country);
        for refused in ["", "D", "de", "De", "DEU", "D1", "Ä"] {
            assert_eq!(refused.parse::<Country>(), Err(InvalidCountry), "{refused}");
        }
    }

    #[test]
    fn parts_are_strict() {
        let text = r#"{"scheme":"npi","value":"1234567893"}"#;
        assert!(from_json::<Identifier>(text).is_ok());
        for refused in [
            r#"{"scheme":"npi","value":"1","x":1}"#,
            r#"["npi","1"]"#,
            r#"{"scheme":"NPI","value":"1"}"#,
        ] {
            assert!(from_json::<Identifier>(refused).is_err(), "{refused}");
        }
    }
}
