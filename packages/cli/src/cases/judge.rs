//! What is said about a case, and whether it passes.

use super::document::Head;
use super::names::Numbered;
use super::render::{obligations, sorted};
use super::translate::Malformed;
use super::Translated;
use health_rules::consent::Outcome;
use health_types::consent::{Decision, Effect};
use serde::Serialize;
use serde_json::{json, Value};

/// Features that cases may rely on and that consent-registry leaves out on purpose: a request states its purpose.
pub const UNSUPPORTED: [&str; 1] = ["purpose_optional"];

/// The answer to one case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The case.
    pub id: String,
    /// Whether the answer is one that passes; null if the case expects nothing, or relies on a feature that is left
    /// out on purpose.
    pub passed: Option<bool>,
    /// `permit`, `deny`, `no_consent` or `refuse`.
    pub decision: String,
    /// Why: a reason code, or the error that refuses the case.
    pub reason: String,
    /// The consents that decided, by their names.
    pub deciding: Vec<String>,
    /// What a permit, or a permitting default, obliges to.
    pub obligations: Vec<Value>,
    /// `permit` or `deny`; null where no consent decides and no default is stated, or the case is refused.
    pub effect: Option<String>,
    /// What is to be said of a case that does not pass or is not judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Report {
    /// The report of what is no case at all, at that place of its file.
    pub(crate) fn unreadable(position: usize, malformed: Malformed) -> Report {
        Report {
            passed: Some(false),
            note: Some("not a case".to_string()),
            ..Report::refused(format!("#{position}"), malformed)
        }
    }

    fn refused(id: String, malformed: Malformed) -> Report {
        Report {
            id,
            passed: None,
            decision: "refuse".to_string(),
            reason: malformed.0,
            deciding: Vec::new(),
            obligations: Vec::new(),
            effect: None,
            note: None,
        }
    }

    pub(super) fn new(
        id: String,
        head: &Head,
        answered: Result<(Translated, Outcome), Malformed>,
        names: &Numbered,
    ) -> Report {
        let mut report = match answered {
            Err(malformed) => Report::refused(id, malformed),
            Ok((case, outcome)) => {
                let deciding = outcome.consents.iter().filter_map(|decider| {
                    let found = case.consents.iter().find(|one| one.number == decider.id);
                    found.map(|consent| consent.name.clone())
                });
                let known =
                    outcome.decision != Decision::NoConsent || case.knows_effect(outcome.effect);
                Report {
                    id,
                    passed: None,
                    decision: text(&outcome.decision),
                    reason: text(&outcome.reason),
                    deciding: deciding.collect(),
                    obligations: obligations(&outcome.obligations, names),
                    effect: known.then(|| effect(outcome.effect).to_string()),
                    note: None,
                }
            }
        };
        report.judge(head);
        report
    }

    fn judge(&mut self, head: &Head) {
        let accepted: Vec<&String> = match (&head.accept, &head.expect) {
            (Some(accept), _) if !accept.is_empty() => accept.iter().collect(),
            (_, Some(expect)) => vec![expect],
            (_, None) if head.expect_effective.is_none() && head.redact.is_none() => return,
            // The effect or what is withheld is all that is expected.
            (_, None) => Vec::new(),
        };
        let failure = if !accepted.is_empty() && !accepted.contains(&&self.decision) {
            let left_out = head
                .needs
                .iter()
                .find(|need| UNSUPPORTED.contains(&need.as_str()));
            if let Some(need) = left_out {
                self.note = Some(format!("relies on {need}, which is left out on purpose"));
                return;
            }
            Some(format!("expected {}", listed(&accepted)))
        } else if head.expect_effective.is_some() && head.expect_effective != self.effect {
            Some(format!(
                "expected the effect {:?}",
                head.expect_effective.as_deref().unwrap_or("")
            ))
        } else {
            head.redact
                .as_ref()
                .and_then(|expected| self.redactions_differ(expected))
        };
        self.passed = Some(failure.is_none());
        self.note = failure;
    }

    /// A case lists what its consents withhold where data may flow: filters, each of which withholds whatever else
    /// an item is; an answer that obliges to anything else is another. What every answer about unknown labels
    /// withholds, labels that demand naming, is no one's rule and need not be listed.
    fn redactions_differ(&self, expected: &[Value]) -> Option<String> {
        if self.effect.as_deref() != Some("permit") {
            return None;
        }
        let redact = |filter: &Value| json!({"kind": "redact", "where": normal(filter)});
        let standing = redact(&json!({"labels": ["sens:PSYTHPN"]}));
        let listed = sorted(expected.iter().map(redact).collect());
        let found = self.obligations.iter();
        let same = found
            .filter(|one| **one != standing || listed.contains(one))
            .eq(&listed);
        (!same).then(|| format!("expected to redact {}", Value::from(expected)))
    }
}

/// A value with every list in it sorted.
fn normal(value: &Value) -> Value {
    match value {
        Value::Array(list) => Value::from(sorted(list.iter().map(normal).collect())),
        Value::Object(object) => {
            let entries = object
                .iter()
                .map(|(key, value)| (key.clone(), normal(value)));
            Value::from(entries.collect::<serde_json::Map<_, _>>())
        }
        other => other.clone(),
    }
}

fn listed(names: &[&String]) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    names.join(" or ")
}

/// A code as messages write it.
fn text(code: &impl Serialize) -> String {
    match serde_json::to_value(code) {
        Ok(Value::String(text)) => text,
        _ => String::new(),
    }
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Permit => "permit",
        Effect::Deny => "deny",
    }
}
