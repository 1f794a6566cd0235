//! The map file: who a custodian's patients, staff and organisations are on the chain.

use crate::directory::{seal, ActorKind, Ambiguous, Directory, Sealed};
use crate::name::Name;
use crate::refusal::clip;
use health_types::consent::Actor;
use health_types::Bytes32;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One subject of the map file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubjectEntry {
    /// The references and identifiers by which documents name the subject; at least one.
    pub names: Vec<String>,
    /// The subject's pseudonym, as registered on the chain.
    pub pseudonym: Bytes32,
    /// The key of every hash about the subject: 32 random bytes that never leave the map file.
    pub key: Bytes32,
}

impl SubjectEntry {
    /// An entry with a new random key, of the system's own source of randomness.
    pub fn new(names: Vec<String>, pseudonym: Bytes32) -> Result<SubjectEntry, MapError> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|_| MapError::NoRandomness)?;
        Ok(SubjectEntry {
            names,
            pseudonym,
            key: Bytes32(key),
        })
    }
}

impl std::fmt::Debug for SubjectEntry {
    /// Leaves the key out.
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("SubjectEntry")
            .field("names", &self.names)
            .field("pseudonym", &self.pseudonym)
            .finish_non_exhaustive()
    }
}

/// What an actor of the map file is on the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// An accredited person.
    Person,
    /// An accredited organisation.
    Organisation,
    /// An accredited device.
    Device,
    /// Someone without accreditation, by account.
    Account,
}

/// One actor of the map file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorEntry {
    /// The references and identifiers by which documents name the actor; at least one.
    pub names: Vec<String>,
    /// What the actor is.
    pub kind: EntryKind,
    /// The identity-registry number, from 1; of all kinds but `account`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<u32>,
    /// The account, of kind `account`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// One registered record of the map file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordEntry {
    /// The references and identifiers by which documents name the record; at least one.
    pub names: Vec<String>,
    /// The locator under which it is registered.
    pub locator: Bytes32,
}

/// The map file: who a custodian's patients, staff and organisations are on the chain.
///
/// A TOML file that stays with whoever imports; it holds keys and must be kept like a password. Example:
///
/// ```toml
/// [[subjects]]
/// names = ["Patient/52", "urn:oid:1.2.276.0.76.4.8|A123456780"]
/// pseudonym = "1f…"    # 64 hexadecimal digits, as registered on the chain
/// key = "9a…"          # 64 hexadecimal digits: the key of every hash about this subject
///
/// [[actors]]
/// names = ["Organization/53"]
/// kind = "organisation" # or person, device; with the identity-registry number
/// holder = 12
///
/// [[actors]]
/// names = ["RelatedPerson/7"]
/// kind = "account"
/// address = "cosmos1…"
///
/// [[records]]
/// names = ["Observation/9"]
/// locator = "07…"      # the locator under which the record is registered
/// ```
///
/// A name is a reference (`Patient/52`, an absolute URL) or an identifier (`system|value`). No name may stand
/// in two entries of one table. Unknown fields are refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapFile {
    /// The subjects; absent: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<SubjectEntry>,
    /// The actors; absent: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<ActorEntry>,
    /// The registered records; absent: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<RecordEntry>,
}

/// A map file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// Not TOML of the map file's form.
    #[error("invalid_map: line {line}: {text}")]
    Invalid {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        text: String,
    },
    /// An entry lacks what its kind needs, or has what it must not have.
    #[error("invalid_entry: {name}: {text}")]
    Entry {
        /// The entry's first name, at most 64 characters of it.
        name: String,
        /// What is wrong.
        text: &'static str,
    },
    /// A name stands in two entries of one table.
    #[error("duplicate_name: {name}")]
    Duplicate {
        /// The name, at most 64 characters of it.
        name: String,
    },
    /// The system gives no random bytes.
    #[error("no_randomness: the system gives no random bytes")]
    NoRandomness,
}

/// A map file, checked and ready to look up in.
#[derive(Clone, Debug, Default)]
pub struct SubjectMap {
    subjects: BTreeMap<Name, Bytes32>,
    keys: BTreeMap<Bytes32, Bytes32>,
    actors: BTreeMap<Name, Actor>,
    records: BTreeMap<Name, Bytes32>,
}

impl MapFile {
    /// Reads TOML.
    pub fn parse(text: &str) -> Result<MapFile, MapError> {
        toml::from_str(text).map_err(|error| MapError::Invalid {
            line: error.span().map_or(1, |span| {
                let before = text.get(..span.start).unwrap_or_default();
                before.matches('\n').count().saturating_add(1)
            }),
            text: clip(error.message()),
        })
    }

    /// Writes TOML.
    pub fn write(&self) -> Result<String, MapError> {
        toml::to_string_pretty(self).map_err(|error| MapError::Invalid {
            line: 1,
            text: clip(&error.to_string()),
        })
    }
}

fn insert<T>(table: &mut BTreeMap<Name, T>, names: &[String], value: T) -> Result<(), MapError>
where
    T: Clone,
{
    if names.is_empty() {
        return Err(MapError::Entry {
            name: String::new(),
            text: "an entry needs a name",
        });
    }
    for text in names {
        if table.insert(Name::new(text), value.clone()).is_some() {
            return Err(MapError::Duplicate { name: clip(text) });
        }
    }
    Ok(())
}

impl SubjectMap {
    /// Checks a map file.
    pub fn new(file: &MapFile) -> Result<SubjectMap, MapError> {
        let mut map = SubjectMap::default();
        for entry in &file.subjects {
            let fault = |text| {
                let name = clip(entry.names.first().map_or("", String::as_str));
                Err(MapError::Entry { name, text })
            };
            if entry.pseudonym.is_zero() || entry.key.is_zero() {
                return fault("a pseudonym or key of zeros");
            }
            if map.keys.insert(entry.pseudonym, entry.key).is_some() {
                return fault("another entry has this pseudonym");
            }
            insert(&mut map.subjects, &entry.names, entry.pseudonym)?;
        }
        for entry in &file.actors {
            insert(&mut map.actors, &entry.names, actor(entry)?)?;
        }
        for entry in &file.records {
            if entry.locator.is_zero() {
                return Err(MapError::Entry {
                    name: clip(entry.names.first().map_or("", String::as_str)),
                    text: "a locator of zeros",
                });
            }
            insert(&mut map.records, &entry.names, entry.locator)?;
        }
        Ok(map)
    }
}

fn actor(entry: &ActorEntry) -> Result<Actor, MapError> {
    let fault = |text| {
        Err(MapError::Entry {
            name: clip(entry.names.first().map_or("", String::as_str)),
            text,
        })
    };
    match (entry.kind, entry.holder, &entry.address) {
        (EntryKind::Account, None, Some(address)) => Ok(Actor::Account {
            address: address.clone(),
        }),
        (EntryKind::Account, ..) => fault("an account has an address and no holder"),
        (_, None | Some(0), _) | (_, _, Some(_)) => {
            fault("an accredited actor has a holder from 1 and no address")
        }
        (EntryKind::Person, Some(holder), None) => Ok(Actor::Person { holder }),
        (EntryKind::Organisation, Some(holder), None) => Ok(Actor::Organisation { holder }),
        (EntryKind::Device, Some(holder), None) => Ok(Actor::Device { holder }),
    }
}

fn find<T: Clone + PartialEq>(
    table: &BTreeMap<Name, T>,
    names: &[Name],
) -> Result<Option<T>, Ambiguous> {
    let mut found = names.iter().filter_map(|name| table.get(name));
    let first = found.next();
    match first {
        Some(first) if found.any(|other| other != first) => Err(Ambiguous),
        first => Ok(first.cloned()),
    }
}

impl Directory for SubjectMap {
    fn subject(&mut self, names: &[Name]) -> Result<Option<Bytes32>, Ambiguous> {
        find(&self.subjects, names)
    }

    fn actor(&mut self, names: &[Name], _: Option<ActorKind>) -> Result<Option<Actor>, Ambiguous> {
        find(&self.actors, names)
    }

    fn record(&mut self, names: &[Name]) -> Result<Option<Bytes32>, Ambiguous> {
        find(&self.records, names)
    }

    fn seal(&self, subject: &Bytes32, what: Sealed, text: &[u8]) -> Option<Bytes32> {
        seal(&self.keys.get(subject)?.0, what, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> MapFile {
        MapFile {
            subjects: vec![SubjectEntry::new(
                vec!["Patient/1".into(), "urn:oid:1|7".into()],
                Bytes32([1; 32]),
            )
            .unwrap()],
            actors: vec![
                ActorEntry {
                    names: vec!["Organization/53".into()],
                    kind: EntryKind::Organisation,
                    holder: Some(12),
                    address: None,
                },
                ActorEntry {
                    names: vec!["RelatedPerson/7".into()],
                    kind: EntryKind::Account,
                    holder: None,
                    address: Some("cosmos1x".into()),
                },
            ],
            records: vec![RecordEntry {
                names: vec!["Observation/9".into()],
                locator: Bytes32([9; 32]),
            }],
        }
    }

    #[test]
    fn a_map_survives_writing_and_keys_are_random_and_never_shown() {
        let file = file();
        assert_eq!(MapFile::parse(&file.write().unwrap()).unwrap(), file);
        let other = SubjectEntry::new(vec!["Patient/2".into()], Bytes32([2; 32])).unwrap();
        assert_ne!(other.key, file.subjects[0].key);
        assert!(!format!("{file:?}").contains(&file.subjects[0].key.to_string()));
    }

    #[test]
    fn names_lead_to_the_chain() {
        let mut map = SubjectMap::new(&file()).unwrap();
        let pseudonym = Bytes32([1; 32]);
        assert_eq!(
            map.subject(&[Name::new("urn:oid:1|7")]),
            Ok(Some(pseudonym))
        );
        assert_eq!(map.subject(&[Name::new("Patient/2")]), Ok(None));
        assert_eq!(
            map.actor(&[Name::new("Organization/53")], None),
            Ok(Some(Actor::Organisation { holder: 12 }))
        );
        let both = [Name::new("Organization/53"), Name::new("RelatedPerson/7")];
        assert_eq!(map.actor(&both, None), Err(Ambiguous));
        let record = map.seal(&pseudonym, Sealed::Record, b"x").unwrap();
        assert_ne!(map.seal(&pseudonym, Sealed::Context, b"x"), Some(record));
        assert_eq!(map.seal(&Bytes32([2; 32]), Sealed::Record, b"x"), None);
    }

    #[test]
    fn faulty_maps_are_refused() {
        let mut doubled = file();
        doubled.actors[1].names = vec!["Organization/53".into()];
        assert_eq!(
            SubjectMap::new(&doubled).unwrap_err().to_string(),
            "duplicate_name: Organization/53"
        );
        let mut numberless = file();
        numberless.actors[0].holder = None;
        assert!(SubjectMap::new(&numberless)
            .unwrap_err()
            .to_string()
            .starts_with("invalid_entry: Organization/53"));
        let mut nowhere = file();
        nowhere.records[0].locator = Bytes32::ZERO;
        assert_eq!(
            SubjectMap::new(&nowhere).unwrap_err().to_string(),
            "invalid_entry: Observation/9: a locator of zeros"
        );
        let text = "[[subjects]]\nnames = [\"a\"]\nsecret = 1\n";
        assert!(MapFile::parse(text)
            .unwrap_err()
            .to_string()
            .starts_with("invalid_map: line "));
    }
}
