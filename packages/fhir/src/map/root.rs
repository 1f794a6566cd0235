//! The base decision and the tree beneath it.

use super::header::codings;
use super::Mapper;
use crate::document::{effect, At, Document, Rule};
use crate::model::{CodeableConcept, Coding};
use crate::refusal::{clip, Refusal};
use crate::tree::{normalise, provision, Filters, Node};
use crate::version::Version;
use health_types::codes::Sensitivity;
use health_types::consent::{Effect, Provision, RootStrength};
use health_types::Period;
use std::collections::BTreeSet;

/// The base decision that a coding of `policyRule` states: OPTIN or OPTOUT of v3 ActCode.
pub(super) fn base_decision(coding: &Coding) -> Option<Effect> {
    let of_act_code = coding
        .system
        .as_deref()
        .is_none_or(|system| crate::codes::canonical(system) == Sensitivity::SYSTEM);
    match coding.code.as_deref() {
        Some("OPTIN") if of_act_code => Some(Effect::Permit),
        Some("OPTOUT") if of_act_code => Some(Effect::Deny),
        _ => None,
    }
}

fn undecided(path: &str) -> Refusal {
    Refusal::new(path, "missing_decision", "says neither permit nor deny")
}

impl Mapper<'_> {
    /// The period of the whole consent and the normalised tree.
    pub(super) fn tree(
        &mut self,
        version: Version,
        document: &Document,
    ) -> Result<(Period, Provision), Refusal> {
        let mut root = match (version, &document.decision) {
            (Version::R4, _) => self.typed(document)?,
            (Version::R5, Some(decision)) => self.alternating(document, decision)?,
            (Version::R5, None) => return Err(undecided("Consent")),
        };
        let path = match version {
            Version::R4 => "Consent.provision",
            Version::R5 => "Consent",
        };
        refuse_period_alone(path, &root)?;
        let organisations = self.organisations(&document.custodians)?;
        if !organisations.is_empty() {
            let stated = &mut root.filters.custodians;
            match stated {
                Some(_) => self.notes.warn(
                    path,
                    "custodian_in_rule",
                    "the rule names its custodians, so the organisation stands in the source document alone",
                ),
                None => *stated = Some(organisations.into_iter().collect::<BTreeSet<_>>()),
            }
        }
        let mut root = normalise(root, self.options.strength == RootStrength::Baseline);
        let period = match &document.period {
            Some(At { path, value }) => self.period(path, value)?,
            None => hoist(&mut root),
        };
        Ok((period, provision(path, root)?))
    }

    /// R5: `decision` is the root, and effects alternate with depth.
    fn alternating(&mut self, document: &Document, decision: &At<String>) -> Result<Node, Refusal> {
        let effect = effect(&decision.path, &decision.value)?;
        let children = self.children(&document.rules, effect, Stated::default(), true)?;
        Ok(Node {
            effect,
            filters: Filters::default(),
            children,
        })
    }

    /// R4: the root rule's type, or the policy that an untyped root is an exception to.
    fn typed(&mut self, document: &Document) -> Result<Node, Refusal> {
        let policy = document
            .policy_rule
            .as_ref()
            .map_or(Ok(None), policy_decision)?;
        let [rule] = document.rules.as_slice() else {
            let effect = policy.ok_or_else(|| undecided("Consent"))?;
            return Ok(Node {
                effect,
                filters: Filters::default(),
                children: Vec::new(),
            });
        };
        let stated = match &rule.kind {
            Some(kind) => Some(effect(&format!("{}.type", rule.path), kind)?),
            None => None,
        };
        match (stated, policy) {
            (Some(stated), Some(policy)) if stated != policy => Err(Refusal::new(
                "Consent.policyRule",
                "two_decisions",
                "the policy and the type of the provision disagree",
            )),
            (Some(effect), _) => self.node(rule, effect, Stated::default(), false),
            (None, Some(policy)) => self.exception(rule, policy),
            (None, None) => Err(undecided(&rule.path)),
        }
    }

    /// An untyped root beside a policy: what it filters is an exception, unless it only holds typed rules.
    fn exception(&mut self, rule: &Rule, policy: Effect) -> Result<Node, Refusal> {
        if !rule.is_filtered() {
            return self.node(rule, policy, Stated::default(), false);
        }
        if !rule.children.is_empty() {
            return Err(Refusal::new(
                &rule.path,
                "untyped_rule",
                "filters beside nested rules, and no type to say what they mean",
            ));
        }
        let effect = policy.opposite();
        self.notes.warn(
            &rule.path,
            "exception",
            "an untyped rule is read as the exception to its policy",
        );
        let mut filters = self.filters(rule, effect)?;
        let period = filters.period.take();
        Ok(Node {
            effect: policy,
            filters: Filters {
                period,
                ..Filters::default()
            },
            children: vec![Node {
                effect,
                filters,
                children: Vec::new(),
            }],
        })
    }

    fn node(
        &mut self,
        rule: &Rule,
        effect: Effect,
        above: Stated,
        alternate: bool,
    ) -> Result<Node, Refusal> {
        let filters = self.filters(rule, effect)?;
        let stated = above.with(rule)?;
        let children = self.children(&rule.children, effect, stated, alternate)?;
        Ok(Node {
            effect,
            filters,
            children,
        })
    }

    fn children(
        &mut self,
        rules: &[Rule],
        parent: Effect,
        stated: Stated,
        alternate: bool,
    ) -> Result<Vec<Node>, Refusal> {
        let mut children = Vec::new();
        for rule in rules {
            let effect = match (&rule.kind, alternate) {
                (_, true) => parent.opposite(),
                (Some(kind), false) => effect(&format!("{}.type", rule.path), kind)?,
                (None, false) => {
                    return Err(Refusal::new(
                        &rule.path,
                        "missing_type",
                        "a nested rule says permit or deny",
                    ))
                }
            };
            children.push(self.node(rule, effect, stated, alternate)?);
        }
        Ok(children)
    }
}

/// Whether a purpose, and whether a policy code, was stated on the way down. Both are purposes of a request,
/// which has exactly one, so rules that ask for both at once cannot be carried.
#[derive(Clone, Copy, Default)]
struct Stated {
    purpose: bool,
    code: bool,
}

impl Stated {
    fn with(self, rule: &Rule) -> Result<Stated, Refusal> {
        let stated = Stated {
            purpose: self.purpose || !rule.purposes.is_empty(),
            code: self.code || !rule.codes.is_empty(),
        };
        match stated.purpose && stated.code {
            true => Err(Refusal::new(
                &format!("{}.code", rule.path),
                "purpose_and_code",
                "a purpose and a policy code must both hold, and a request has one purpose",
            )),
            false => Ok(stated),
        }
    }
}

/// The decision that `policyRule` states, if it does.
fn policy_decision(rule: &At<CodeableConcept>) -> Result<Option<Effect>, Refusal> {
    let mut decided = None;
    for (path, coding) in codings(rule) {
        match (decided, base_decision(coding)) {
            (_, None) => {}
            (Some(other), Some(effect)) if other != effect => {
                let code = coding.code.as_deref().unwrap_or_default();
                return Err(Refusal::new(
                    &path,
                    "two_decisions",
                    format!("disagrees with another: {}", clip(code)),
                ));
            }
            (_, Some(effect)) => decided = Some(effect),
        }
    }
    Ok(decided)
}

/// A permit of everything whose only exception is a span of time: to some readers all but that time, to others
/// that time alone.
fn refuse_period_alone(path: &str, root: &Node) -> Result<(), Refusal> {
    let only_a_period = |node: &Node| {
        let rest = Filters {
            period: None,
            ..node.filters.clone()
        };
        node.filters.period.is_some() && rest.is_empty() && node.children.is_empty()
    };
    match (root.effect, root.filters.is_empty(), root.children.as_slice()) {
        (Effect::Permit, true, [child]) if only_a_period(child) => Err(Refusal::new(
            &format!("{path}.provision[0].period"),
            "ambiguous_period",
            "the only rule beneath a permit of everything states a period alone: readers disagree what it means",
        )),
        _ => Ok(()),
    }
}

/// Makes the root's period that of the whole consent, unless a rule that widens the root reaches beyond it.
pub(crate) fn hoist(root: &mut Node) -> Period {
    let widened = widens(root, root.effect);
    match root.filters.period {
        Some((from, until)) if !widened => {
            root.filters.period = None;
            Period { from, until }
        }
        _ => Period::OPEN,
    }
}

/// Whether a chain of rules of the root's effect states a period of its own.
fn widens(node: &Node, effect: Effect) -> bool {
    node.children
        .iter()
        .filter(|child| child.effect == effect)
        .any(|child| child.filters.period.is_some() || widens(child, effect))
}
