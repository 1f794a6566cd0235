//! Who the people, organisations and things are that a document names.
//!
//! A document names them by references and identifiers of its own system; the chain knows pseudonyms,
//! identity-registry numbers and keyed hashes. A [`Directory`] leads from one to the other.

use crate::name::Name;
use health_types::consent::Actor;
use health_types::Bytes32;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What kind of actor a document says that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActorKind {
    /// A person: Practitioner, PractitionerRole, Patient, RelatedPerson.
    Person,
    /// A group of people that acts as one: Organization, CareTeam, Group, HealthcareService, Location.
    Organisation,
    /// A Device.
    Device,
}

/// What is hashed for a subject; one name in two places gives two hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sealed {
    /// The locator of a record (`data` of meaning `instance`).
    Record,
    /// A context that data are related to (`data` of meaning `related`).
    Context,
    /// An author of data whom the directory does not know.
    Author,
    /// A label of a private system, as `system|code`.
    Label,
    /// The document from which a consent was taken.
    Document,
    /// The evidence of a signature.
    Evidence,
}

impl Sealed {
    /// What precedes the text in the hash.
    fn tag(self) -> &'static [u8] {
        match self {
            Sealed::Record => b"record\0",
            Sealed::Context => b"context\0",
            Sealed::Author => b"author\0",
            Sealed::Label => b"label\0",
            Sealed::Document => b"document\0",
            Sealed::Evidence => b"evidence\0",
        }
    }
}

/// The names that one element gives fit several entries of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ambiguous_name: several entries of the directory fit")]
pub struct Ambiguous;

/// Leads from a document's names to the chain's.
pub trait Directory {
    /// The pseudonym of the subject with any of these names; `None` if it is unknown.
    fn subject(&mut self, names: &[Name]) -> Result<Option<Bytes32>, Ambiguous>;

    /// The actor with any of these names; `None` if it is unknown. `kind` is what the document says it is.
    fn actor(
        &mut self,
        names: &[Name],
        kind: Option<ActorKind>,
    ) -> Result<Option<Actor>, Ambiguous>;

    /// The locator under which a record with any of these names is registered, if that is known.
    fn record(&mut self, names: &[Name]) -> Result<Option<Bytes32>, Ambiguous>;

    /// HMAC-SHA-256 of a text of the subject's, with its key; `None` if there is no key. The text of a record,
    /// context or author is its first name as [`Name`] displays it.
    fn seal(&self, subject: &Bytes32, what: Sealed, text: &[u8]) -> Option<Bytes32>;

    /// What is to be known of a subject that this directory found, as a warning; `None`: nothing.
    fn reservation(&self) -> Option<&'static str> {
        None
    }
}

/// HMAC-SHA-256 of a tagged text.
pub(crate) fn seal(key: &[u8; 32], what: Sealed, text: &[u8]) -> Option<Bytes32> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(what.tag());
    mac.update(text);
    Some(Bytes32(mac.finalize().into_bytes().into()))
}

/// SHA-256 of what is public.
pub(crate) fn public_hash(text: &str) -> Bytes32 {
    Bytes32(Sha256::digest(text.as_bytes()).into())
}

/// A directory that knows nobody and gives each name it meets the next number: for looking at documents, and
/// for deciding on them, without a map file. Its pseudonyms and hashes are derived from the names alone and
/// guessable, hence not for a chain.
#[derive(Clone, Debug, Default)]
pub struct Interning {
    met: BTreeMap<Name, Actor>,
    last: u32,
}

impl Interning {
    /// A directory that has met nobody.
    pub fn new() -> Interning {
        Interning::default()
    }

    /// Everyone met, by name, with the actor that stands for them; its number is in place of one of
    /// identity-registry.
    pub fn met(&self) -> impl Iterator<Item = (&Name, &Actor)> {
        self.met.iter()
    }

    /// Whoever was met under `text`: a reference, an identifier `system|value`, a short form (see
    /// [`Name::from_short`]) or, failing these, whoever alone has an identifier of this bare value, or an absolute
    /// reference that ends in what the short form stands for.
    pub fn find(&self, text: &str) -> Result<Option<&Actor>, Ambiguous> {
        let long = Name::from_short(text);
        if let Some(actor) = self.met.get(&long) {
            return Ok(Some(actor));
        }
        let bare = text.split_once(':').map_or(text, |(_, value)| value);
        let ending = (long != Name::new(text)).then(|| format!("/{long}"));
        let fits = |name: &Name| match name {
            Name::Identifier { value, .. } => value == bare,
            Name::Reference(absolute) => ending
                .as_ref()
                .is_some_and(|ending| absolute.ends_with(ending)),
        };
        let met = self.met.iter().filter(|(name, _)| fits(name));
        let mut found = met.map(|(_, actor)| actor);
        let first = found.next();
        match found.any(|other| Some(other) != first) {
            true => Err(Ambiguous),
            false => Ok(first),
        }
    }

    /// The pseudonym that stands for a subject of this name.
    pub fn pseudonym(name: &Name) -> Bytes32 {
        public_hash(&format!("cw-health placeholder subject\0{name}"))
    }
}

impl Directory for Interning {
    fn subject(&mut self, names: &[Name]) -> Result<Option<Bytes32>, Ambiguous> {
        Ok(names.first().map(Interning::pseudonym))
    }

    fn actor(
        &mut self,
        names: &[Name],
        kind: Option<ActorKind>,
    ) -> Result<Option<Actor>, Ambiguous> {
        let known = names.iter().find_map(|name| self.met.get(name)).cloned();
        let actor = match (known, kind) {
            (Some(actor), _) => actor,
            (None, kind) => {
                self.last = self.last.saturating_add(1);
                let holder = self.last;
                // A placeholder needs no type: who is named by an identifier alone counts as an organisation.
                match kind.unwrap_or(ActorKind::Organisation) {
                    ActorKind::Person => Actor::Person { holder },
                    ActorKind::Organisation => Actor::Organisation { holder },
                    ActorKind::Device => Actor::Device { holder },
                }
            }
        };
        // Every name given stands for the same actor from now on.
        for name in names {
            self.met
                .entry(name.clone())
                .or_insert_with(|| actor.clone());
        }
        Ok(Some(actor))
    }

    fn record(&mut self, _: &[Name]) -> Result<Option<Bytes32>, Ambiguous> {
        Ok(None)
    }

    fn seal(&self, _: &Bytes32, what: Sealed, text: &[u8]) -> Option<Bytes32> {
        seal(&[0; 32], what, text)
    }

    fn reservation(&self) -> Option<&'static str> {
        Some("without a map file, pseudonym, numbers and hashes are placeholders, not for a chain")
    }
}
