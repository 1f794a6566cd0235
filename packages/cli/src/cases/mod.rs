//! Decision cases in the vectors' format: the one adapter from published cases to consent-registry's rules, used
//! by `cw-health conformance` and by the tests.
//!
//! A document is JSON, `{"format": "consent-decision-cases/1", "cases": […]}`, or lines with one case each. A case
//! states consents, a request and, if it is to be judged, the outcomes that pass.

mod document;
mod judge;
mod names;
mod render;
mod translate;

pub use document::{
    lines, read, without_mark, Consent, Data, DocumentError, Provision, Request, Scope, Span,
};
pub use judge::{Report, UNSUPPORTED};
pub use names::{Names, Numbered, Thing};
pub use render::obligations;
pub(crate) use translate::of_system;
pub use translate::{request, Malformed};

use document::Head;
use health_rules::consent::{
    check_item, explain, Actor, Candidate, Circumstances, Emergency, Outcome, Requester, Subject,
    Tree, TreeError,
};
use health_types::codes::PurposeOfUse;
use health_types::consent::{
    self as message, ConsentStatus, DefaultPolicy, Effect, Explained, InitialStatus, NewConsent,
    Purpose, Question, RootStrength,
};
use serde_json::value::RawValue;

/// One case in consent-registry's own words.
#[derive(Clone, Debug)]
pub struct Translated {
    /// The consents with their names; each one's number is its place in the case, from 1.
    pub consents: Vec<CaseConsent>,
    /// What is asked.
    pub question: Question,
    /// When, in seconds since 1970.
    pub now: u32,
    /// Whom the requester has proven to be; permits and denies look at the same list.
    pub actors: Vec<message::Actor>,
    /// The subject's epoch; 0 unless stated.
    pub epoch: u32,
    /// The subject's default policy, if stated.
    pub default_policy: Option<DefaultPolicy>,
}

/// One consent of a case.
#[derive(Clone, Debug)]
pub struct CaseConsent {
    /// Its number, from 1.
    pub number: u32,
    /// Its name in the case.
    pub name: String,
    /// The epoch in which it was recorded.
    pub epoch: u32,
    /// What records it.
    pub message: NewConsent,
}

/// Translates a case.
///
/// # Errors
/// Why the request, or a consent, is to be refused.
pub fn translate(case: &RawValue, names: &mut dyn Names) -> Result<Translated, Malformed> {
    let head: Head = serde_json::from_str(case.get())
        .map_err(|error| Malformed::shape("invalid_case", &error))?;
    translate_head(&head, names)
}

/// Runs a case on the rules and judges the answer. `position` names a case without id.
pub fn run(case: &RawValue, position: usize) -> Report {
    let head: Head = match serde_json::from_str(case.get()) {
        Ok(head) => head,
        Err(error) => {
            return Report::unreadable(position, Malformed::shape("invalid_case", &error));
        }
    };
    let mut names = Numbered::default();
    let answered = translate_head(&head, &mut names).and_then(|case| {
        let outcome = case.decide()?;
        Ok((case, outcome))
    });
    let id = head.id.clone().unwrap_or_else(|| format!("#{position}"));
    Report::new(id, &head, answered, &names)
}

fn translate_head(head: &Head, names: &mut dyn Names) -> Result<Translated, Malformed> {
    let stated: Vec<Consent> =
        field(head.consents.as_deref(), "invalid_consents")?.unwrap_or_default();
    let asked: Option<Request> = field(head.request.as_deref(), "invalid_request")?;
    let asked = asked.ok_or_else(|| Malformed::new("invalid_request", "there is none"))?;
    let epoch = field(head.subject_epoch.as_deref(), "invalid_subject_epoch")?.unwrap_or(0);
    let default_policy = field(head.subject_default.as_deref(), "invalid_subject_default")?;
    let ids: Vec<String> = stated.iter().map(|consent| consent.id.clone()).collect();
    let number = |name: &String| {
        let index = ids.iter().position(|id| id == name);
        let number = index.and_then(|index| u32::try_from(index).ok()?.checked_add(1));
        number.ok_or_else(|| Malformed::new("consent_not_found", name))
    };
    let (question, now, actors) = request(asked, names)?;
    let mut consents: Vec<CaseConsent> = Vec::new();
    for consent in stated {
        if consents.iter().any(|earlier| earlier.name == consent.id) {
            return Err(Malformed::new("consent_exists", &consent.id));
        }
        let (name, own, at) = (consent.id.clone(), number(&consent.id)?, consent.epoch);
        let supersedes = consent.supersedes.as_ref();
        let supersedes: Option<Vec<u32>> = supersedes
            .map(|list| list.iter().map(number).collect::<Result<_, _>>())
            .transpose()?;
        if supersedes.as_ref().is_some_and(|list| list.contains(&own)) {
            return Err(Malformed::new("supersedes_itself", &name));
        }
        // A consent of a category that the registry does not keep says nothing about any other.
        let Some(category) = translate::category(&consent.category)? else {
            continue;
        };
        consents.push(CaseConsent {
            number: own,
            name,
            epoch: at.unwrap_or(epoch),
            message: translate::consent(consent, category, supersedes, names)?,
        });
    }
    Ok(Translated {
        consents,
        question,
        now,
        actors,
        epoch,
        default_policy,
    })
}

fn field<T: serde::de::DeserializeOwned>(
    stated: Option<&RawValue>,
    code: &str,
) -> Result<Option<T>, Malformed> {
    let Some(stated) = stated else {
        return Ok(None);
    };
    serde_json::from_str(stated.get()).map_err(|error| Malformed::shape(code, &error))
}

impl Translated {
    /// Whether this is the effect where no consent decides. Without a stated default the rules were asked with the
    /// most that one permits; what that denies, every default denies, save the one that permits breaking the glass.
    fn knows_effect(&self, effect: Effect) -> bool {
        let breaks_glass = Purpose::Code {
            code: PurposeOfUse::BTG,
        };
        self.default_policy.is_some()
            || (effect == Effect::Deny && self.question.purpose != breaks_glass)
    }

    /// The answer of the rules. What a case cannot say is as plain as can be: the requester is accredited for what
    /// it asks, no one broke the glass, the subject neither opted out nor restricted processing.
    ///
    /// # Errors
    /// A consent or the item breaks a bound of consent-registry.
    pub fn decide(&self) -> Result<Outcome, Malformed> {
        Ok(self.explain()?.0)
    }

    /// The answer of the rules, and why each consent did or did not apply.
    ///
    /// # Errors
    /// A consent or the item breaks a bound of consent-registry.
    pub fn explain(&self) -> Result<(Outcome, Vec<Explained>), Malformed> {
        if let Some(item) = &self.question.data {
            check_item(item).map_err(|error| Malformed(error.to_string()))?;
        }
        let proven: Vec<Actor> = self.actors.iter().map(domain).collect::<Result<_, _>>()?;
        let requester = Requester {
            permits: proven.clone(),
            denies: proven,
            anyone: true,
        };
        let trees: Vec<Tree> = self
            .consents
            .iter()
            .map(|consent| Tree::build(&consent.message.provision, account))
            .collect::<Result<_, Malformed>>()?;
        let candidates: Vec<Candidate> = self
            .consents
            .iter()
            .zip(&trees)
            .map(|(consent, tree)| candidate(consent, tree))
            .collect();
        let subject = Subject {
            epoch: self.epoch,
            default_policy: self
                .default_policy
                .unwrap_or(DefaultPolicy::PermitAuthorized),
            emergencies_allowed: true,
            opted_out: false,
            restricted: false,
        };
        let circumstances = Circumstances {
            now: self.now,
            owner: false,
            emergency: Emergency::Assumed,
            part2_custodian: false,
        };
        Ok(explain(
            &subject,
            &requester,
            &circumstances,
            &self.question,
            &candidates,
        ))
    }
}

fn candidate<'a>(consent: &'a CaseConsent, tree: &'a Tree) -> Candidate<'a> {
    Candidate {
        id: consent.number,
        status: match consent.message.status {
            None | Some(InitialStatus::Active) => ConsentStatus::Active,
            Some(InitialStatus::Proposed) => ConsentStatus::Proposed,
            Some(InitialStatus::Refused) => ConsentStatus::Refused,
            Some(InitialStatus::Revoked) => ConsentStatus::Revoked,
            Some(InitialStatus::EnteredInError) => ConsentStatus::EnteredInError,
        },
        epoch: consent.epoch,
        category: consent.message.category,
        strength: consent.message.strength.unwrap_or(RootStrength::Explicit),
        period: consent.message.period,
        supersedes: consent.message.supersedes.as_deref().unwrap_or_default(),
        excluded: &[],
        delegate_ended: false,
        policy: consent.message.policy,
        tree,
    }
}

/// An actor in the comparable form; an account by its spelling, since a case has no chain.
fn domain(actor: &message::Actor) -> Result<Actor, Malformed> {
    Ok(match actor {
        message::Actor::Account { address } => account(address)?,
        message::Actor::Person { holder } => Actor::Person(*holder),
        message::Actor::Organisation { holder } => Actor::Organisation(*holder),
        message::Actor::Device { holder } => Actor::Device(*holder),
        message::Actor::Function { function } => Actor::Function(*function),
        message::Actor::Credential { kind } => Actor::Credential(*kind),
    })
}

fn account(address: &str) -> Result<Actor, Malformed> {
    Ok(Actor::Account(address.as_bytes().to_vec()))
}

impl From<TreeError> for Malformed {
    fn from(error: TreeError) -> Malformed {
        Malformed(error.to_string())
    }
}
