//! The rules once more, the slow way: one concrete item at a time, every rule's filters written out, children
//! replacing their parents. It shares no code with the implementation, not even the hierarchies.

use health_types::codes::{Confidentiality, PurposeOfUse, Sensitivity};
use health_types::consent::{
    Actor, Decision, DefaultPolicy, Effect, Filter, Item, Labels, NewConsent, Obligation,
    ObligationKind, Provision, Purpose, Question, Reason, RootStrength,
};

/// A consent with what storage knows of it.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: u32,
    pub epoch: u32,
    pub excluded: Vec<Sensitivity>,
    pub consent: NewConsent,
}

/// Who asks.
#[derive(Clone, Debug)]
pub struct Asker {
    pub permits: Vec<Actor>,
    pub denies: Vec<Actor>,
    pub anyone: bool,
}

/// What the subject chose.
#[derive(Clone, Copy, Debug)]
pub struct Choices {
    pub epoch: u32,
    pub default_policy: DefaultPolicy,
    pub opted_out: bool,
}

pub const ATTRIBUTES: [&str; 8] = [
    "actors",
    "purposes",
    "actions",
    "period",
    "labels",
    "classes",
    "data_period",
    "authors",
];

fn is_data(attribute: usize) -> bool {
    attribute >= 4
}

fn states(rule: &Provision, attribute: usize) -> bool {
    match ATTRIBUTES[attribute] {
        "actors" => rule.actors.is_some(),
        "purposes" => rule.purposes.is_some(),
        "actions" => rule.actions.is_some(),
        "period" => rule.period.is_some(),
        "labels" => rule.labels.is_some(),
        "classes" => rule.classes.is_some(),
        "data_period" => rule.data_period.is_some(),
        _ => rule.authors.is_some(),
    }
}

/// The rules whose filter on each attribute must hold, the innermost last.
type Filters<'a> = Vec<Vec<&'a Provision>>;

struct Line<'a> {
    effect: Effect,
    effective: Filters<'a>,
    limits: Filters<'a>,
}

fn line<'a>(rule: &'a Provision, parent: Option<&Line<'a>>) -> Line<'a> {
    let mut effective: Filters = Vec::new();
    let mut limits: Filters = Vec::new();
    for attribute in 0..ATTRIBUTES.len() {
        let stated: Vec<&Provision> = if states(rule, attribute) {
            vec![rule]
        } else {
            vec![]
        };
        let Some(parent) = parent else {
            effective.push(stated);
            limits.push(vec![]);
            continue;
        };
        let deny_of_data = rule.effect == Effect::Deny && is_data(attribute);
        let (inherited, limit) = (&parent.effective[attribute], &parent.limits[attribute]);
        let exception = rule.effect != parent.effect;
        effective.push(match (exception, stated.is_empty()) {
            (_, false) if deny_of_data => stated,
            (false, true) => inherited.clone(),
            (false, false) => [limit.clone(), stated].concat(),
            (true, _) if rule.effect == Effect::Permit => {
                [limit.clone(), inherited.clone(), stated].concat()
            }
            (true, _) => [inherited.clone(), stated].concat(),
        });
        limits.push(if exception {
            [limit.clone(), inherited.clone()].concat()
        } else {
            limit.clone()
        });
    }
    Line {
        effect: rule.effect,
        effective,
        limits,
    }
}

fn ancestors(code: PurposeOfUse) -> Vec<PurposeOfUse> {
    use PurposeOfUse::*;
    match code {
        BTG => vec![ETREAT, TREAT],
        ETREAT | COC => vec![TREAT],
        MLTRAINING => vec![HOPERAT],
        CLINTRCH => vec![HRESCH],
        _ => vec![],
    }
}

fn beneath(stated: Purpose, asked: Purpose) -> bool {
    match (stated, asked) {
        (Purpose::Code { code: stated }, Purpose::Code { code }) => {
            ancestors(code).contains(&stated)
        }
        (Purpose::Code { code }, Purpose::Project { .. }) => code == PurposeOfUse::HRESCH,
        _ => false,
    }
}

fn demands_naming(purpose: Purpose) -> bool {
    use PurposeOfUse::*;
    [BTG, HMARKT, MLTRAINING]
        .iter()
        .any(|code| purpose == Purpose::Code { code: *code })
}

fn purpose_matches(rule: &Provision, asked: Purpose) -> bool {
    use PurposeOfUse::{BTG, ETREAT, TREAT};
    rule.purposes.iter().flatten().any(|stated| {
        let code = |code| Purpose::Code { code };
        let spared = (*stated == code(TREAT) && (asked == code(ETREAT) || asked == code(BTG)))
            || (*stated == code(ETREAT) && asked == code(BTG));
        match rule.effect {
            _ if *stated == asked => true,
            Effect::Permit => beneath(*stated, asked) && !demands_naming(asked),
            Effect::Deny => beneath(*stated, asked) && !spared,
        }
    })
}

fn narrower(stated: Sensitivity) -> Vec<Sensitivity> {
    use Sensitivity::*;
    match stated {
        SPI => vec![
            SPI, BH, COGN, DVD, EMOTDIS, MH, PSY, PSYTHPN, SUD, ETHUD, OPIOIDUD,
        ],
        ETH => vec![ETH, SUD, ETHUD, OPIOIDUD],
        SUD => vec![SUD, ETHUD, OPIOIDUD],
        BH => vec![BH, COGN, DVD, EMOTDIS],
        other => vec![other],
    }
}

fn labels_match(stated: &Labels, effect: Effect, item: &Labels) -> bool {
    let level = item.confidentiality.unwrap_or(Confidentiality::N);
    let has = |label: &Sensitivity| item.sensitivity.iter().flatten().any(|own| own == label);
    stated.confidentiality.is_some_and(|stated| match effect {
        Effect::Permit => level <= stated,
        Effect::Deny => level >= stated,
    }) || stated
        .sensitivity
        .iter()
        .flatten()
        .any(|label| match effect {
            Effect::Permit => has(label),
            Effect::Deny => narrower(*label).iter().any(has),
        })
}

fn names_notes(rule: &Provision) -> bool {
    let labels = rule
        .labels
        .iter()
        .flat_map(|labels| labels.sensitivity.iter().flatten());
    labels
        .into_iter()
        .any(|label| *label == Sensitivity::PSYTHPN)
}

fn bears_notes(item: &Item) -> bool {
    let labels = item
        .labels
        .iter()
        .flat_map(|labels| labels.sensitivity.iter().flatten());
    labels
        .into_iter()
        .any(|label| *label == Sensitivity::PSYTHPN)
}

struct Asked<'a> {
    asker: &'a Asker,
    question: &'a Question,
    item: &'a Item,
    now: u32,
}

impl Asked<'_> {
    fn holds(&self, rule: &Provision, attribute: usize, outcome: Effect) -> bool {
        let item = self.item;
        match ATTRIBUTES[attribute] {
            "actors" => {
                let proven = match outcome {
                    Effect::Permit => &self.asker.permits,
                    Effect::Deny => &self.asker.denies,
                };
                rule.actors
                    .iter()
                    .flatten()
                    .any(|actor| proven.contains(actor))
            }
            "purposes" => purpose_matches(rule, self.question.purpose),
            "actions" => rule
                .actions
                .iter()
                .flatten()
                .any(|action| *action == self.question.action),
            "period" => rule.period.is_some_and(|period| period.contains(self.now)),
            "labels" => labels_match(
                rule.labels.as_ref().unwrap(),
                rule.effect,
                item.labels.as_ref().unwrap(),
            ),
            "classes" => {
                let own = item.classes.as_ref().unwrap();
                rule.classes
                    .iter()
                    .flatten()
                    .any(|class| own.contains(class))
            }
            "data_period" => rule
                .data_period
                .is_some_and(|days| days.contains(item.authored.unwrap())),
            _ => rule
                .authors
                .iter()
                .flatten()
                .any(|author| Some(*author) == item.author),
        }
    }

    /// Whether a rule's filters on the requester and the question hold, and those on the item.
    fn matches(&self, line: &Line) -> (bool, bool) {
        let mut asked = true;
        let mut data = true;
        for (attribute, filters) in line.effective.iter().enumerate() {
            let all = filters
                .iter()
                .all(|rule| self.holds(rule, attribute, line.effect));
            if is_data(attribute) {
                data &= all;
            } else {
                asked &= all;
            }
        }
        if line.effect == Effect::Permit {
            asked &= !line.effective[0].is_empty() || self.asker.anyone;
            if demands_naming(self.question.purpose) {
                let innermost = line.effective[1].last();
                let stated = innermost.and_then(|rule| rule.purposes.as_ref());
                asked &= stated.is_some_and(|stated| stated.contains(&self.question.purpose));
            }
            if bears_notes(self.item) {
                data &= line.effective[4]
                    .last()
                    .is_some_and(|rule| names_notes(rule));
            }
        }
        (asked, data)
    }

    /// What a rule yields, and whether it is this rule's own effect.
    fn outcome<'a>(
        &self,
        rule: &'a Provision,
        parent: Option<&Line<'a>>,
    ) -> Option<(Effect, bool)> {
        let line = line(rule, parent);
        let children = rule.provision.iter().flatten();
        let yielded: Vec<Effect> = children
            .filter_map(|child| self.outcome(child, Some(&line)))
            .map(|(effect, _)| effect)
            .collect();
        if yielded.contains(&Effect::Deny) {
            Some((Effect::Deny, false))
        } else if yielded.contains(&Effect::Permit) {
            Some((Effect::Permit, false))
        } else {
            (self.matches(&line) == (true, true)).then_some((rule.effect, true))
        }
    }
}

/// What the rules answer about one concrete item: decision, reason, effect and the consents that decided.
pub fn decide(
    choices: &Choices,
    asker: &Asker,
    question: &Question,
    item: &Item,
    now: u32,
    stored: &[Stored],
) -> (Decision, Reason, Effect, Vec<u32>) {
    let asked = Asked {
        asker,
        question,
        item,
        now,
    };
    let (mut explicit, mut permits, mut baseline, mut missed) = (vec![], vec![], vec![], false);
    for one in stored.iter().filter(|one| one.consent.period.contains(now)) {
        let root = &one.consent.provision;
        let vetoed = item
            .labels
            .iter()
            .flat_map(|labels| labels.sensitivity.iter().flatten())
            .any(|own| {
                one.excluded
                    .iter()
                    .any(|excluded| narrower(*excluded).contains(own))
            });
        let old = one.epoch < choices.epoch;
        let (meant, held) = asked.matches(&line(root, None));
        missed |= root.effect == Effect::Permit && !old && meant && (!held || vetoed);
        match asked.outcome(root, None) {
            Some((Effect::Permit, _)) if !old && !vetoed => permits.push(one.id),
            Some((Effect::Deny, true)) if one.consent.strength == Some(RootStrength::Baseline) => {
                baseline.push(one.id);
            }
            Some((Effect::Deny, _)) => explicit.push(one.id),
            _ => {}
        }
    }
    let secondary = match question.purpose {
        Purpose::Code { code } => {
            use PurposeOfUse::*;
            matches!(code, HRESCH | CLINTRCH | HMARKT | MLTRAINING)
        }
        Purpose::Project { .. } => true,
        Purpose::Other { .. } => false,
    };
    if !explicit.is_empty() {
        (Decision::Deny, Reason::ExplicitDeny, Effect::Deny, explicit)
    } else if !permits.is_empty() {
        (Decision::Permit, Reason::Permit, Effect::Permit, permits)
    } else if !baseline.is_empty() || (choices.opted_out && secondary) {
        (Decision::Deny, Reason::BaselineDeny, Effect::Deny, baseline)
    } else {
        let code = |code| Purpose::Code { code };
        let permitted = !missed
            && asker.anyone
            && !bears_notes(item)
            && match choices.default_policy {
                DefaultPolicy::PermitTreatment => {
                    let care = [PurposeOfUse::TREAT, PurposeOfUse::ETREAT, PurposeOfUse::COC];
                    care.iter()
                        .any(|purpose| question.purpose == code(*purpose))
                }
                DefaultPolicy::PermitAuthorized => !demands_naming(question.purpose),
                DefaultPolicy::BreakGlassOnly | DefaultPolicy::Deny => false,
            };
        let effect = if permitted {
            Effect::Permit
        } else {
            Effect::Deny
        };
        (Decision::NoConsent, Reason::NoConsent, effect, vec![])
    }
}

/// Whether obligations let an item be shown.
pub fn shows(obligations: &[Obligation], item: &Item) -> bool {
    obligations.iter().all(|obligation| match obligation.kind {
        ObligationKind::Only => obligation
            .any
            .iter()
            .flatten()
            .any(|filter| filter_holds(filter, Effect::Permit, item)),
        ObligationKind::Redact => {
            !filter_holds(obligation.where_.as_ref().unwrap(), Effect::Deny, item)
                || obligation
                    .unless
                    .iter()
                    .flatten()
                    .any(|filter| filter_holds(filter, Effect::Permit, item))
        }
    })
}

fn filter_holds(filter: &Filter, direction: Effect, item: &Item) -> bool {
    let labels = filter.labels.as_ref();
    let classes = filter.classes.as_ref();
    labels.is_none_or(|labels| labels_match(labels, direction, item.labels.as_ref().unwrap()))
        && classes.is_none_or(|list| {
            item.classes
                .iter()
                .flatten()
                .any(|class| list.contains(class))
        })
        && filter
            .data_period
            .is_none_or(|days| days.contains(item.authored.unwrap()))
        && filter
            .authors
            .as_ref()
            .is_none_or(|list| list.contains(&item.author.unwrap()))
}
