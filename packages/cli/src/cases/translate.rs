//! From the strings of a case to consent-registry's messages.

use super::document::{clip, Consent, Data, Provision, Request, Scope, Span};
use super::names::{Names, Thing};
use health_fhir::{read_date, When};
use health_types::codes::{Action, Code, Confidentiality, DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::{
    self as message, ActMeaning, Category, DataPeriod, Effect, InitialStatus, Item, Labels,
    NewConsent, Purpose, Question, RootStrength,
};
use health_types::identity::Assurance;
use health_types::{Bytes32, Period};

/// Why a case is refused: a stable code, a colon and text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Malformed(pub String);

impl Malformed {
    /// A refusal that repeats at most 64 characters of the case.
    pub(crate) fn new(code: &str, stated: &str) -> Malformed {
        let shown: String = stated.chars().take(64).collect();
        Malformed(format!("{code}: {shown}"))
    }

    /// A refusal of JSON that has not the shape it must have.
    pub(crate) fn shape(code: &str, error: &serde_json::Error) -> Malformed {
        Malformed(format!("{code}: {}", clip(&error.to_string())))
    }
}

/// A day has 86,400 seconds.
const DAY: i64 = 86_400;

/// The category of a consent or request, if it is one that consent-registry knows. FHIR's other consent scopes are
/// none: a consent of such a scope never decides.
pub(super) fn category(stated: &str) -> Result<Option<Category>, Malformed> {
    match stated {
        "patient-privacy" => Ok(Some(Category::PatientPrivacy)),
        "research" => Ok(Some(Category::Research)),
        "adr" | "treatment" => Ok(None),
        other => Err(Malformed::new("unknown_category", other)),
    }
}

/// The message that records a consent of a case, numbers given to the consents that it supersedes.
pub(super) fn consent(
    stated: Consent,
    category: Category,
    supersedes: Option<Vec<u32>>,
    names: &mut dyn Names,
) -> Result<NewConsent, Malformed> {
    let status = match stated.status.as_str() {
        "active" => InitialStatus::Active,
        "draft" | "proposed" => InitialStatus::Proposed,
        "rejected" | "not-done" | "refused" | "lapsed" => InitialStatus::Refused,
        "inactive" | "revoked" | "superseded" => InitialStatus::Revoked,
        "entered-in-error" | "entered_in_error" => InitialStatus::EnteredInError,
        other => return Err(Malformed::new("unknown_status", other)),
    };
    let effect = effect(stated.decision.as_deref())?;
    let strength = match stated.root_strength.as_deref() {
        None | Some("explicit") => RootStrength::Explicit,
        Some("baseline") if effect == Effect::Deny => RootStrength::Baseline,
        Some("baseline") => {
            return Err(Malformed::new(
                "invalid_strength",
                "a permit is no baseline",
            ))
        }
        Some(other) => return Err(Malformed::new("unknown_strength", other)),
    };
    let alternate = match stated.provision_effects.as_deref() {
        None | Some("explicit") => false,
        Some("alternate") => true,
        Some(other) => return Err(Malformed::new("unknown_provision_effects", other)),
    };
    let scope = stated.scope.unwrap_or_default();
    let policy = stated.policy.as_deref();
    Ok(NewConsent {
        status: Some(status),
        category,
        strength: Some(strength),
        period: period(stated.period.as_ref())?.unwrap_or(Period::OPEN),
        meaning: ActMeaning::Recorder,
        assurance: Assurance::Low,
        policy: policy
            .map(|name| names.bytes(Thing::Policy, name))
            .transpose()?,
        source_document: None,
        signature_evidence: None,
        supersedes,
        provision: rule(effect, scope, stated.provisions, alternate, 0, names)?,
    })
}

/// How deep rules are followed; consent-registry refuses sooner.
const MAX_LEVELS: u8 = 8;

fn rule(
    effect: Effect,
    scope: Scope,
    beneath: Option<Vec<Provision>>,
    alternate: bool,
    level: u8,
    names: &mut dyn Names,
) -> Result<message::Provision, Malformed> {
    if level > MAX_LEVELS {
        return Err(Malformed::new("tree_too_deep", "rules beneath rules"));
    }
    let mut children = Vec::new();
    for child in beneath.unwrap_or_default() {
        let (stated, scope, beneath) = child.parts();
        let child_effect = match (alternate, stated) {
            (false, stated) => self::effect(stated.as_deref())?,
            (true, None) => effect.opposite(),
            (true, Some(stated)) if self::effect(Some(&stated))? == effect.opposite() => {
                effect.opposite()
            }
            (true, Some(stated)) => {
                return Err(Malformed::new("effect_does_not_alternate", &stated))
            }
        };
        let level = level.saturating_add(1);
        children.push(rule(child_effect, scope, beneath, alternate, level, names)?);
    }
    let mut selectors = |thing, list: Option<Vec<String>>| -> Result<_, Malformed> {
        list.map(|list| list.iter().map(|name| names.bytes(thing, name)).collect())
            .transpose()
    };
    let records = selectors(Thing::Record, scope.records)?;
    let contexts = selectors(Thing::Context, scope.related)?;
    let authors = selectors(Thing::Author, scope.authors)?;
    let custodians = selectors(Thing::Custodian, scope.custodians)?;
    let actors = scope
        .actors
        .map(|list| list.iter().map(|name| names.actor(name)).collect());
    let actors = actors.transpose()?;
    let purposes = scope
        .purposes
        .map(|list| list.iter().map(|text| purpose(text, names)).collect());
    let widest = |levels: Vec<Confidentiality>| match effect {
        Effect::Permit => levels.into_iter().max(),
        Effect::Deny => levels.into_iter().min(),
    };
    Ok(message::Provision {
        effect,
        actors,
        purposes: purposes.transpose()?,
        actions: codes::<Action>("unknown_action", scope.actions)?,
        classes: codes::<DataClass>("unknown_class", scope.classes)?,
        labels: scope
            .labels
            .map(|list| labels(&list, widest, names))
            .transpose()?,
        period: period(scope.period.as_ref())?,
        data_period: scope.data_period.as_ref().map(days).transpose()?,
        records,
        contexts,
        authors,
        custodians,
        provision: (!children.is_empty()).then_some(children),
    })
}

/// A request of a case as consent-registry's question, with the time it is asked at and who asks.
pub fn request(
    stated: Request,
    names: &mut dyn Names,
) -> Result<(Question, u32, Vec<message::Actor>), Malformed> {
    let question = Question {
        purpose: purpose(&stated.purpose, names)?,
        action: code("unknown_action", &stated.action)?,
        category: category(&stated.category)?
            .ok_or_else(|| Malformed::new("unknown_category", &stated.category))?,
        data: stated.data.map(|data| item(data, names)).transpose()?,
    };
    let actors = stated
        .actors
        .iter()
        .map(|name| names.actor(name))
        .collect::<Result<_, _>>()?;
    let at = match date("request.at", &stated.at)? {
        When::Second(second) => second,
        When::Days { first, .. } => i64::from(first).saturating_mul(DAY),
    };
    let now = u32::try_from(at).map_err(|_| Malformed::new("date_out_of_range", &stated.at))?;
    Ok((question, now, actors))
}

fn item(stated: Data, names: &mut dyn Names) -> Result<Item, Malformed> {
    let highest = |levels: Vec<Confidentiality>| levels.into_iter().max();
    let mut one =
        |thing, name: Option<String>| name.map(|name| names.bytes(thing, &name)).transpose();
    let record = one(Thing::Record, stated.id)?;
    let author = one(Thing::Author, stated.author)?;
    let custodian = one(Thing::Custodian, stated.custodian)?;
    let contexts = stated
        .related
        .map(|list| {
            list.iter()
                .map(|name| names.bytes(Thing::Context, name))
                .collect()
        })
        .transpose()?;
    let authored = match stated.authored {
        None => None,
        Some(text) => Some(match date("request.data.authored", &text)? {
            When::Days { first, last } if first == last => first,
            When::Days { .. } => return Err(Malformed::new("day_missing", &text)),
            When::Second(second) => day_of(second)?,
        }),
    };
    Ok(Item {
        record,
        classes: codes::<DataClass>("unknown_class", stated.classes)?,
        labels: stated
            .labels
            .map(|list| labels(&list, highest, names))
            .transpose()?,
        authored,
        author,
        contexts,
        custodian,
    })
}

pub(super) fn effect(stated: Option<&str>) -> Result<Effect, Malformed> {
    match stated {
        Some("permit") => Ok(Effect::Permit),
        Some("deny") => Ok(Effect::Deny),
        Some(other) => Err(Malformed::new("unknown_effect", other)),
        None => Err(Malformed::new("effect_missing", "permit or deny")),
    }
}

/// An HL7 code; `project:…`, a research project; or `system:code`, a code of another system.
fn purpose(stated: &str, names: &mut dyn Names) -> Result<Purpose, Malformed> {
    let text = match of_system(stated) {
        (PurposeOfUse::SYSTEM, code) => code,
        _ => stated,
    };
    match PurposeOfUse::from_code(text) {
        Some(code) => Ok(Purpose::Code { code }),
        None if text != stated => Err(Malformed::new("unknown_purpose", stated)),
        None => names.purpose(stated),
    }
}

/// The system and the code of `system|code`, or of `system:code`; without either the system is empty.
pub(crate) fn of_system(name: &str) -> (&str, &str) {
    name.rsplit_once('|')
        .or_else(|| name.rsplit_once(':'))
        .unwrap_or(("", name))
}

/// Labels, with the one level that several of them come to.
fn labels(
    stated: &[String],
    level: impl Fn(Vec<Confidentiality>) -> Option<Confidentiality>,
    names: &mut dyn Names,
) -> Result<Labels, Malformed> {
    let mut levels: Vec<Confidentiality> = Vec::new();
    let mut sensitivity: Vec<Sensitivity> = Vec::new();
    let mut private: Vec<Bytes32> = Vec::new();
    for label in stated {
        match of_system(label) {
            ("conf" | Confidentiality::SYSTEM, text) => levels.push(code("unknown_label", text)?),
            ("sens" | Sensitivity::SYSTEM, text) => sensitivity.push(code("unknown_label", text)?),
            ("", _) => return Err(Malformed::new("unknown_label", label)),
            _ => private.push(names.bytes(Thing::Label, label)?),
        }
    }
    Ok(Labels {
        confidentiality: level(levels),
        private: (!private.is_empty()).then_some(private),
        sensitivity: (!sensitivity.is_empty()).then_some(sensitivity),
    })
}

fn codes<C: Code>(unknown: &str, stated: Option<Vec<String>>) -> Result<Option<Vec<C>>, Malformed> {
    stated
        .map(|list| list.iter().map(|text| code(unknown, text)).collect())
        .transpose()
}

fn code<C: Code>(unknown: &str, stated: &str) -> Result<C, Malformed> {
    C::from_code(stated).ok_or_else(|| Malformed::new(unknown, stated))
}

fn date(path: &str, text: &str) -> Result<When, Malformed> {
    read_date(path, text).map_err(|refusal| Malformed(refusal.reason))
}

fn day_of(second: i64) -> Result<i32, Malformed> {
    i32::try_from(second.div_euclid(DAY)).map_err(|_| Malformed::new("date_out_of_range", "a day"))
}

/// Both ends included: an end date ends with its last day, an end time with its second. Before 1970 is since
/// ever, after 2106 without end.
fn period(stated: Option<&Span>) -> Result<Option<Period>, Malformed> {
    let Some(stated) = stated else {
        return Ok(None);
    };
    let from = match &stated.start {
        None => None,
        Some(text) => {
            let second = match date("period.start", text)? {
                When::Days { first, .. } => i64::from(first).saturating_mul(DAY),
                When::Second(second) => second,
            };
            let second = u32::try_from(second.max(0));
            let second = second.map_err(|_| Malformed::new("date_out_of_range", text))?;
            Some(second).filter(|second| *second > 0)
        }
    };
    let until = match &stated.end {
        None => None,
        Some(text) => {
            let second = match date("period.end", text)? {
                When::Days { last, .. } => i64::from(last).saturating_add(1).saturating_mul(DAY),
                When::Second(second) => second.saturating_add(1),
            };
            u32::try_from(second.max(0))
                .ok()
                .filter(|second| *second < u32::MAX)
        }
    };
    let period = Period { from, until };
    if period.is_empty() {
        return Err(Malformed::new("empty_period", "nothing lies in a period"));
    }
    Ok(Some(period))
}

/// Whole UTC days, both ends included; a time stands for its day.
fn days(stated: &Span) -> Result<DataPeriod, Malformed> {
    let bound = |path, text: &Option<String>, last_day: bool| -> Result<_, Malformed> {
        let Some(text) = text else {
            return Ok(None);
        };
        Ok(Some(match date(path, text)? {
            When::Days { last, .. } if last_day => last,
            When::Days { first, .. } => first,
            When::Second(second) => day_of(second)?,
        }))
    };
    Ok(DataPeriod {
        from: bound("data_period.start", &stated.start, false)?,
        until: bound("data_period.end", &stated.end, true)?.map(|day| day.saturating_add(1)),
    })
}
