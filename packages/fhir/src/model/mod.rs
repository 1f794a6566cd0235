//! The resource Consent of FHIR R4 (4.0.1, and 4.3.0, which is the same) and R5 (5.0.0) as the specifications
//! define it: every element, and none besides.
//!
//! Fields are named as FHIR names its elements, so that the model reads like the specification. Each primitive
//! has its companion `_name`, in which FHIR JSON keeps the id and extensions of a primitive. `modifierExtension`
//! and `implicitRules` are missing on purpose: they are refused before the model is reached (see [`crate::tidy`]).

mod datatypes;
mod list;
pub(crate) mod r4;
pub(crate) mod r5;

pub(crate) use datatypes::*;
pub(crate) use list::List;

/// Declares FHIR elements: a primitive with its companion, then what is not primitive.
macro_rules! elements {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident {
            $($primitive:ident / $companion:ident : $kind:ty,)*
            $(; $($field:ident : $type:ty,)*)?
        }
    )+) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
            #[allow(non_snake_case)]
            #[serde(deny_unknown_fields, remote = "Self")]
            pub(crate) struct $name {
                #[serde(skip_serializing_if = "Option::is_none")]
                pub(crate) id: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub(crate) _id: Option<$crate::model::Element>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub(crate) extension: Option<$crate::model::List<$crate::model::Extension>>,
                $(
                    #[serde(skip_serializing_if = "Option::is_none")]
                    pub(crate) $primitive: Option<$kind>,
                    #[serde(skip_serializing_if = "Option::is_none")]
                    pub(crate) $companion: Option<$crate::model::Companion>,
                )*
                $($(
                    #[serde(skip_serializing_if = "Option::is_none")]
                    pub(crate) $field: Option<$type>,
                )*)?
            }
        )+
        health_types::strict!($($name),+);
    };
}
use elements;
