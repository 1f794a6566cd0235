//! From a document to the message.

mod header;
mod role;
mod root;
mod rule;
mod source;

pub(crate) use root::hoist;
pub use rule::purpose_id;

use crate::codes::PurposeSystems;
use crate::directory::{Directory, Sealed};
use crate::document::{At, Document};
use crate::model::{self, Contained};
use crate::name::{named, Name, Named};
use crate::ours;
use crate::refusal::{clip, Notes, Refusal, Warning};
use crate::version::Version;
use health_types::consent::{ActMeaning, Actor, NewConsent, Purpose, RootStrength};
use health_types::identity::Assurance;
use health_types::{Bytes32, Period};

/// What the document itself cannot say.
#[derive(Clone, Debug)]
pub struct Options {
    /// The FHIR release; `None`: told by the document's elements.
    pub version: Option<Version>,
    /// The code systems of projects and policies.
    pub purpose_systems: PurposeSystems,
    /// How a root deny stands against permits of other consents, which FHIR does not say; the default is explicit.
    pub strength: RootStrength,
    /// The meaning of the act that is recorded; the default is `recorder`: taken from what was given elsewhere.
    pub meaning: ActMeaning,
    /// How surely the act is the grantor's; the default is low.
    pub assurance: Assurance,
    /// Whether `organization` (R4) and `controller` (R5) limit the consent to the data that they keep; the
    /// default is yes. If not, they stand in the source document alone, and a warning says so.
    pub organisations_keep: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            version: None,
            purpose_systems: PurposeSystems::default(),
            strength: RootStrength::Explicit,
            meaning: ActMeaning::Recorder,
            assurance: Assurance::Low,
            organisations_keep: true,
        }
    }
}

/// Who gave the consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grantor {
    /// The subject; also where the document names nobody.
    Subject,
    /// Someone for the subject, who sends the message as the subject's delegate.
    Delegate {
        /// Who, if the directory knows.
        actor: Option<Actor>,
        /// The names that the document gives.
        names: Vec<Name>,
    },
}

/// A purpose of another system than HL7's, as a document names it and as the message does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherPurpose {
    /// The URI of the code system.
    pub system: String,
    /// The code.
    pub code: String,
    /// What the message states for it: a project or a purpose of its own.
    pub purpose: Purpose,
}

/// A document that is carried whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The release it was read as.
    pub version: Version,
    /// The subject's pseudonym.
    pub subject: Bytes32,
    /// The names that the document gives the subject.
    pub subject_names: Vec<Name>,
    /// Who gave the consent.
    pub grantor: Grantor,
    /// The consent to record, with a normalised rule tree within the contract's bounds.
    pub message: NewConsent,
    /// The purposes of other systems that the rules state, of which the message has hashes alone; in order, none twice.
    pub purposes: Vec<OtherPurpose>,
    /// What was carried without effect, or read in one of several ways.
    pub warnings: Vec<Warning>,
}

/// What the mapping of one document has at hand.
struct Mapper<'a> {
    version: Version,
    contained: &'a [Contained],
    options: &'a Options,
    directory: &'a mut dyn Directory,
    notes: Notes,
    subject: Bytes32,
    purposes: Vec<OtherPurpose>,
}

/// Maps a document that was read.
pub(crate) fn map(
    version: Version,
    document: &Document,
    options: &Options,
    directory: &mut dyn Directory,
    notes: Notes,
) -> Result<Imported, Refusal> {
    let mut mapper = Mapper {
        version,
        contained: &document.contained,
        options,
        directory,
        notes,
        subject: Bytes32::ZERO,
        purposes: Vec::new(),
    };
    let status = mapper.status(document)?;
    let category = mapper.category(document)?;
    if let Some(At { path, value }) = &document.dated {
        if let Err(refusal) = crate::dates::check(path, value) {
            mapper.notes.warn(path, "ignored_date", refusal.reason);
        }
    }
    let subject = mapper.subject(document)?;
    let (period, root) = mapper.tree(version, document)?;
    let strength = match root.effect {
        health_types::consent::Effect::Permit => RootStrength::Explicit,
        health_types::consent::Effect::Deny => options.strength,
    };
    let policy = mapper.policy(document)?;
    let source_document = mapper.source(document)?;
    let signature_evidence = mapper.evidence(document)?;
    let grantor = mapper.grantor(document, &subject)?;
    for path in &document.unused {
        mapper.notes.warn(
            path,
            "in_source_only",
            "stands in the source document alone",
        );
    }
    Ok(Imported {
        version,
        subject: mapper.subject,
        subject_names: subject.names,
        grantor,
        message: NewConsent {
            status: Some(status),
            category,
            strength: (strength == RootStrength::Baseline).then_some(strength),
            period,
            meaning: options.meaning,
            assurance: options.assurance,
            policy,
            source_document,
            signature_evidence,
            supersedes: None,
            provision: root,
        },
        purposes: mapper.purposes,
        warnings: mapper.notes.into_warnings(),
    })
}

fn ambiguous(path: &str) -> Refusal {
    Refusal::new(
        path,
        "ambiguous_name",
        "its names fit several entries of the map file",
    )
}

fn unknown(path: &str, named: &Named) -> Refusal {
    let name = named.names.first().map(Name::to_string).unwrap_or_default();
    Refusal::new(
        path,
        "unknown_name",
        format!("not in the map file: {}", clip(&name)),
    )
}

impl Mapper<'_> {
    fn subject(&mut self, document: &Document) -> Result<Named, Refusal> {
        let subject = document.subject.as_ref().ok_or_else(|| {
            Refusal::new(
                "Consent",
                "missing_subject",
                "says whose data are meant: patient in R4, subject in R5",
            )
        })?;
        let path = subject.path.as_str();
        let named = named(path, &subject.value, self.contained)?;
        if let Some(kind) = named.kind.as_deref().filter(|kind| *kind != "Patient") {
            return Err(Refusal::new(
                path,
                "not_a_patient",
                format!("the subject is one patient, not {}", clip(kind)),
            ));
        }
        self.subject = match ours::bytes(path, &named.names, ours::SUBJECT)? {
            Some(pseudonym) => pseudonym,
            None => self
                .directory
                .subject(&named.names)
                .map_err(|_| ambiguous(path))?
                .ok_or_else(|| unknown(path, &named))?,
        };
        if let Some(reservation) = self.directory.reservation() {
            self.notes.warn(path, "placeholder", reservation);
        }
        Ok(named)
    }

    fn grantor(&mut self, document: &Document, subject: &Named) -> Result<Grantor, Refusal> {
        let mut delegate = None;
        for grantor in &document.grantors {
            let Ok(named) = named(&grantor.path, &grantor.value, self.contained) else {
                self.notes.warn(
                    &grantor.path,
                    "in_source_only",
                    "a grantor without a reference is not carried",
                );
                continue;
            };
            if named.names.iter().any(|name| subject.names.contains(name)) {
                return Ok(Grantor::Subject);
            }
            delegate.get_or_insert((grantor, named));
        }
        let Some((grantor, named)) = delegate else {
            return Ok(Grantor::Subject);
        };
        let path = grantor.path.as_str();
        let actor = match ours::actor(path, &named.names)? {
            Some(actor) => Some(actor),
            None => self
                .directory
                .actor(&named.names, named.actor_kind().unwrap_or_default())
                .map_err(|_| ambiguous(path))?,
        };
        self.notes.warn(
            path,
            "delegate",
            "given for the subject: to be sent by a delegate",
        );
        Ok(Grantor::Delegate {
            actor,
            names: named.names,
        })
    }

    /// The actor that a reference names; unknown ones refuse the document.
    fn resolve(&mut self, path: &str, named: &Named) -> Result<Actor, Refusal> {
        if let Some(actor) = ours::actor(path, &named.names)? {
            return Ok(actor);
        }
        let kind = named.actor_kind().map_err(|kind| {
            Refusal::new(path, "not_an_actor", format!("cannot act: {}", clip(&kind)))
        })?;
        if let Some(actor) = self
            .directory
            .actor(&named.names, kind)
            .map_err(|_| ambiguous(path))?
        {
            return Ok(actor);
        }
        match kind {
            Some(_) => Err(unknown(path, named)),
            None => Err(Refusal::new(
                path,
                "unknown_actor_type",
                "says neither in the map file nor here what it is",
            )),
        }
    }

    fn custodian(&mut self, path: &str, named: &Named) -> Result<Bytes32, Refusal> {
        if let Some(selector) = ours::bytes(path, &named.names, ours::CUSTODIAN)? {
            return Ok(selector);
        }
        holder(&self.resolve(path, named)?).ok_or_else(|| {
            Refusal::new(
                path,
                "custodian_without_number",
                "a custodian has an identity-registry number",
            )
        })
    }

    /// An author's selector; one whom the directory does not know is named by a keyed hash.
    fn author(&mut self, path: &str, named: &Named) -> Result<Bytes32, Refusal> {
        if let Some(selector) = ours::bytes(path, &named.names, ours::AUTHOR)? {
            return Ok(selector);
        }
        let known = match ours::actor(path, &named.names)? {
            Some(actor) => Some(actor),
            None => self
                .directory
                .actor(&named.names, named.actor_kind().unwrap_or_default())
                .map_err(|_| ambiguous(path))?,
        };
        match known.as_ref().and_then(holder) {
            Some(selector) => Ok(selector),
            None => {
                self.notes.warn(
                    path,
                    "author_declared",
                    "matches data whose custodian declared this author only",
                );
                self.sealed_name(path, Sealed::Author, named)
            }
        }
    }

    fn record(&mut self, path: &str, named: &Named) -> Result<Bytes32, Refusal> {
        if let Some(locator) = ours::bytes(path, &named.names, ours::RECORD)? {
            return Ok(locator);
        }
        match self
            .directory
            .record(&named.names)
            .map_err(|_| ambiguous(path))?
        {
            Some(locator) => Ok(locator),
            None => {
                self.notes.warn(
                    path,
                    "record_declared",
                    "matches a record that is registered by this keyed locator only",
                );
                self.sealed_name(path, Sealed::Record, named)
            }
        }
    }

    fn sealed_name(&self, path: &str, what: Sealed, named: &Named) -> Result<Bytes32, Refusal> {
        let name = named.names.first().map(Name::to_string).unwrap_or_default();
        self.sealed(path, what, &name)
    }

    fn sealed(&self, path: &str, what: Sealed, text: &str) -> Result<Bytes32, Refusal> {
        self.sealed_bytes(path, what, text.as_bytes())
    }

    fn sealed_bytes(&self, path: &str, what: Sealed, text: &[u8]) -> Result<Bytes32, Refusal> {
        self.directory
            .seal(&self.subject, what, text)
            .ok_or_else(|| {
                Refusal::new(
                    path,
                    "missing_key",
                    "the map file has no key for this subject, and a bare hash could be guessed",
                )
            })
    }

    fn period(&mut self, path: &str, period: &model::Period) -> Result<Period, Refusal> {
        crate::dates::period(
            path,
            period.start.as_deref(),
            period.end.as_deref(),
            &mut self.notes,
        )
    }

    /// The custodians that `organization` or `controller` states. One that is only displayed names nobody whom
    /// data could be asked after.
    fn organisations(
        &mut self,
        organisations: &[At<model::Reference>],
    ) -> Result<Vec<Bytes32>, Refusal> {
        let mut selectors = Vec::new();
        for At { path, value } in organisations {
            let named = value.reference.is_some() || value.identifier.is_some();
            if named && self.options.organisations_keep {
                let named = crate::name::named(path, value, self.contained)?;
                selectors.push(self.custodian(path, &named)?);
            } else {
                self.notes.warn(
                    path,
                    "in_source_only",
                    "stands in the source document alone",
                );
            }
        }
        Ok(selectors)
    }
}

/// The selector of an accredited actor.
fn holder(actor: &Actor) -> Option<Bytes32> {
    match actor {
        Actor::Person { holder } | Actor::Organisation { holder } | Actor::Device { holder } => {
            Some(Bytes32::of_holder(*holder))
        }
        Actor::Account { .. } | Actor::Function { .. } | Actor::Credential { .. } => None,
    }
}
