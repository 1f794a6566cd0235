//! Coded values of HL7, each with the number that storage uses. Numbers are append-only.

mod action;
mod class;
mod confidentiality;
mod purpose;
mod sensitivity;

pub use action::Action;
pub use class::{DataClass, LOINC, OBSERVATION_CATEGORY, RESOURCE_TYPES};
pub use confidentiality::Confidentiality;
pub use purpose::PurposeOfUse;
pub use sensitivity::Sensitivity;

/// A closed table of codes: a JSON string in messages, a number from 1 in storage (0 is never a code).
pub trait Code: Copy + Ord + Sized + 'static {
    /// Every code, by number.
    const ALL: &'static [Self];

    /// The number in storage, from 1.
    fn number(self) -> u8;

    /// The code as its system writes it.
    fn code(self) -> &'static str;

    /// The code with this number, if there is one.
    fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// The code that is written so, in the system's own case.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|entry| entry.code() == code)
    }
}

/// Reads a code from a JSON string; an unknown one is refused with at most 64 characters of it.
struct CodeVisitor<C>(std::marker::PhantomData<C>);

impl<C: Code> serde::de::Visitor<'_> for CodeVisitor<C> {
    type Value = C;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a code")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<C, E> {
        C::from_code(text).ok_or_else(|| {
            let shown: String = text.chars().take(64).collect();
            E::custom(format_args!("unknown_code: {shown}"))
        })
    }
}

/// Deserialises one code; what [`codes!`] wires into each table.
pub(crate) fn deserialize<'de, C: Code, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<C, D::Error> {
    deserializer.deserialize_str(CodeVisitor(std::marker::PhantomData))
}

/// The JSON schema of a table: one string constant a code, described by its display.
pub(crate) fn json_schema<C: Code>(
    description: &str,
    display: impl Fn(C) -> &'static str,
) -> schemars::schema::Schema {
    use schemars::schema::{InstanceType, Metadata, SchemaObject, SubschemaValidation};
    let described = |text: &str| {
        Some(Box::new(Metadata {
            description: Some(text.to_string()),
            ..Default::default()
        }))
    };
    let one = |code: C| {
        SchemaObject {
            metadata: described(display(code)),
            instance_type: Some(InstanceType::String.into()),
            enum_values: Some(vec![code.code().into()]),
            ..Default::default()
        }
        .into()
    };
    SchemaObject {
        metadata: described(description),
        subschemas: Some(Box::new(SubschemaValidation {
            one_of: Some(C::ALL.iter().copied().map(one).collect()),
            ..Default::default()
        })),
        ..Default::default()
    }
    .into()
}

/// Declares a table of codes as an enum whose discriminants are the storage numbers.
macro_rules! codes {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident $(: $system:literal)? {
            $($variant:ident = $number:literal, $code:literal, $display:literal;)+
        }
    ) => {
        $(#[doc = $doc])+
        #[allow(clippy::upper_case_acronyms)]
        #[repr(u8)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $code, "`: ", $display, ".")] $variant = $number,)+
        }

        impl $name {
            $(
                /// The URI of the code system.
                pub const SYSTEM: &'static str = $system;
            )?

            /// The human-readable name that the code system gives.
            pub fn display(self) -> &'static str {
                match self {
                    $($name::$variant => $display,)+
                }
            }

            /// The number in storage, from 1.
            pub const fn number(self) -> u8 {
                self as u8
            }
        }

        impl $crate::codes::Code for $name {
            const ALL: &'static [Self] = &[$($name::$variant,)+];

            fn number(self) -> u8 {
                self as u8
            }

            fn code(self) -> &'static str {
                match self {
                    $($name::$variant => $code,)+
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::codes::Code::code(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::codes::deserialize(deserializer)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str($crate::codes::Code::code(*self))
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> String {
                stringify!($name).to_string()
            }

            fn json_schema(_: &mut schemars::gen::SchemaGenerator) -> schemars::schema::Schema {
                $crate::codes::json_schema::<Self>(concat!($($doc),+).trim(), Self::display)
            }
        }

        impl cw_schema::Schemaifier for $name {
            fn visit_schema(visitor: &mut cw_schema::SchemaVisitor) -> cw_schema::DefinitionReference {
                $crate::codes::cw_schema::<Self>(visitor, stringify!($name))
            }
        }
    };
}
pub(crate) use codes;

/// The cw-schema node of a table: a string, since its cases would not be Rust names.
pub(crate) fn cw_schema<C: Code + cw_schema::Schemaifier>(
    visitor: &mut cw_schema::SchemaVisitor,
    name: &'static str,
) -> cw_schema::DefinitionReference {
    visitor.insert(
        C::id(),
        cw_schema::Node {
            name: std::borrow::Cow::Borrowed(name),
            description: None,
            value: cw_schema::NodeType::String,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::{from_json, to_json_string};

    fn table_is_sound<C: Code + std::fmt::Debug>() {
        for (index, code) in C::ALL.iter().enumerate() {
            assert_eq!(
                usize::from(code.number()).checked_sub(1),
                Some(index),
                "{code:?}"
            );
            assert_eq!(C::from_number(code.number()), Some(*code));
            assert_eq!(C::from_code(code.code()), Some(*code));
        }
        assert_eq!(C::from_number(0), None);
        assert_eq!(C::from_code(""), None);
    }

    #[test]
    fn tables_number_from_one_without_gaps_or_doubles() {
        table_is_sound::<Action>();
        table_is_sound::<Confidentiality>();
        table_is_sound::<DataClass>();
        table_is_sound::<PurposeOfUse>();
        table_is_sound::<Sensitivity>();
    }

    #[test]
    fn codes_are_json_strings_in_their_own_case() {
        assert_eq!(to_json_string(&PurposeOfUse::TREAT).unwrap(), "\"TREAT\"");
        assert_eq!(
            from_json::<DataClass>(b"\"vital-signs\"").unwrap(),
            DataClass::VitalSigns
        );
        for refused in [
            "\"treat\"",
            "\"_ActInformationSensitivityPolicy\"",
            "1",
            "null",
        ] {
            assert!(from_json::<PurposeOfUse>(refused).is_err(), "{refused}");
        }
        let long = format!("\"{}\"", "x".repeat(10_000));
        assert!(
            from_json::<PurposeOfUse>(&long)
                .unwrap_err()
                .to_string()
                .len()
                < 200
        );
    }

    #[test]
    fn classes_know_their_system() {
        assert_eq!(DataClass::Observation.system(), RESOURCE_TYPES);
        assert_eq!(DataClass::Laboratory.system(), OBSERVATION_CATEGORY);
        assert_eq!(DataClass::DischargeSummary.system(), LOINC);
    }
}
