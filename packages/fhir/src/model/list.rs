//! FHIR's repeating elements.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::{fmt, marker::PhantomData};

/// A repeating element. One object in place of the list is taken as a list of one, as many systems write it;
/// an empty list is refused, for FHIR has none and it might be meant as "any" or as "nothing".
#[derive(Clone, Debug, serde::Serialize)]
#[serde(transparent)]
pub(crate) struct List<T>(Vec<T>);

impl<T> List<T> {
    /// The entries in their order.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// The entries, of which there is at least one.
    pub(crate) fn into_iter(self) -> std::vec::IntoIter<T> {
        self.0.into_iter()
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<List<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_element()? {
            entries.push(entry);
        }
        match entries.is_empty() {
            true => Err(A::Error::custom(
                "invalid length 0, expected at least one entry",
            )),
            false => Ok(List(entries)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<List<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(access)).map(|entry| List(vec![entry]))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}
