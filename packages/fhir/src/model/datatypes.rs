//! The datatypes that Consent uses, of FHIR R4 and R5 alike (R5's additions to Attachment included).

use super::{elements, List};
use serde::de::{Deserialize, Deserializer, Error};
use serde_json::{Map, Value};

elements! {
    /// <https://hl7.org/fhir/R4/datatypes.html#Coding>
    Coding {
        system / _system: String,
        version / _version: String,
        code / _code: String,
        display / _display: String,
        userSelected / _userSelected: bool,
    }
    /// <https://hl7.org/fhir/R4/datatypes.html#CodeableConcept>
    CodeableConcept {
        text / _text: String,
        ;
        coding: List<Coding>,
    }
    /// <https://hl7.org/fhir/R4/datatypes.html#Identifier>
    Identifier {
        r#use / _use: String,
        system / _system: String,
        value / _value: String,
        ;
        r#type: CodeableConcept,
        period: Period,
        assigner: Box<Reference>,
    }
    /// <https://hl7.org/fhir/R4/references.html#Reference>
    Reference {
        reference / _reference: String,
        r#type / _type: String,
        display / _display: String,
        ;
        identifier: Identifier,
    }
    /// <https://hl7.org/fhir/R4/datatypes.html#Period>
    Period {
        start / _start: String,
        end / _end: String,
    }
    /// <https://hl7.org/fhir/R5/datatypes.html#Attachment>
    Attachment {
        contentType / _contentType: String,
        language / _language: String,
        data / _data: String,
        url / _url: String,
        size / _size: Scalar,
        hash / _hash: String,
        title / _title: String,
        creation / _creation: String,
        height / _height: u64,
        width / _width: u64,
        frames / _frames: u64,
        duration / _duration: f64,
        pages / _pages: u64,
    }
    /// <https://hl7.org/fhir/R4/resource.html#Meta>
    Meta {
        versionId / _versionId: String,
        lastUpdated / _lastUpdated: String,
        source / _source: String,
        profile / _profile: List<String>,
        ;
        security: List<Coding>,
        tag: List<Coding>,
    }
    /// <https://hl7.org/fhir/R4/narrative.html>
    Narrative {
        status / _status: String,
        div / _div: String,
    }
}

/// An unsigned number: a JSON number in R4, a decimal string where R5 needs 64 bits.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
#[serde(untagged)]
pub(crate) enum Scalar {
    Number(u64),
    Text(String),
}

/// The id and extensions of a primitive.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub(crate) struct Element {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extension: Option<List<Extension>>,
}

health_types::strict!(Element);

/// Elements of one primitive, or of each of several, null where an entry has none.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
#[serde(untagged)]
pub(crate) enum Companion {
    One(Element),
    Several(Vec<Option<Element>>),
}

/// An object of which the name, but not the content is judged: extensions and contained resources.
macro_rules! opaque {
    ($($name:ident: $check:expr, $wanted:literal;)+) => {$(
        #[derive(Clone, Debug, serde::Serialize)]
        #[serde(transparent)]
        pub(crate) struct $name(pub(crate) Map<String, Value>);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let members = Map::deserialize(deserializer)?;
                let check: fn(&Map<String, Value>) -> bool = $check;
                match check(&members) {
                    true => Ok($name(members)),
                    false => Err(D::Error::custom(concat!("invalid value, expected ", $wanted))),
                }
            }
        }
    )+};
}

opaque! {
    Extension: is_extension, "an extension: a url, and one value[x] or extensions";
    Contained: |members| members.get("resourceType").is_some_and(Value::is_string), "a resource with its resourceType";
}

fn is_extension(members: &Map<String, Value>) -> bool {
    let is_value = |name: &str| {
        let name = name.strip_prefix('_').unwrap_or(name);
        name.strip_prefix("value")
            .is_some_and(|kind| kind.starts_with(|first: char| first.is_ascii_uppercase()))
    };
    let values = members
        .keys()
        .filter(|name| is_value(name) && !name.starts_with('_'))
        .count();
    members.get("url").is_some_and(Value::is_string)
        && values <= 1
        && members.keys().all(|name| {
            matches!(name.as_str(), "id" | "_id" | "url" | "_url" | "extension") || is_value(name)
        })
}
