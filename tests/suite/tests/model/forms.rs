//! Random consents, rules, delegates and policies.

use super::focus::Focus;
use super::generate::Generator;
use super::random::Random;
use super::registry::DAY;
use super::world::*;
use health_testing::Suite;
use health_types::codes::Action;
use health_types::consent::{
    Actor, DefaultPolicy, DelegateKind, DelegatePowers, Effect, InitialStatus, Labels, NewConsent,
    NewDelegate, PolicyChange, Provision, Purpose, RootStrength,
};
use health_types::Period;

impl Generator<'_> {
    pub fn policies(&mut self) -> PolicyChange {
        let policies = [
            DefaultPolicy::Deny,
            DefaultPolicy::BreakGlassOnly,
            DefaultPolicy::PermitTreatment,
            DefaultPolicy::PermitAuthorized,
        ];
        let flag = |random: &mut Random, percent| random.chance(25).then(|| random.chance(percent));
        PolicyChange {
            default_policy: self.random.chance(60).then(|| self.random.pick(&policies)),
            emergencies_allowed: flag(self.random, 80),
            secondary_use_opt_out: flag(self.random, 50),
            restricted: flag(self.random, 20),
        }
    }

    pub fn delegate(&mut self) -> NewDelegate {
        let account = self.random.pick(&DELEGATES);
        NewDelegate {
            account: self.address(account),
            kind: DelegateKind::Guardian,
            powers: DelegatePowers {
                grant: self.random.chance(85),
                revoke: self.random.chance(75),
                manage_delegates: self.random.chance(40),
            },
            excluded_labels: self.random.chance(40).then(|| self.random.some(&LABELS, 2)),
            period: self.period(),
            evidence: None,
        }
    }

    pub fn new_consent(&mut self) -> NewConsent {
        let provision = self.rule(0);
        let baseline = match provision.effect {
            Effect::Deny => self.random.chance(40),
            Effect::Permit => self.random.chance(2),
        };
        let drafts = if self.focus == Focus::Delegates {
            40
        } else {
            15
        };
        let status = match self.random.below(20) {
            _ if self.random.chance(drafts) => Some(InitialStatus::Proposed),
            3 => Some(InitialStatus::Revoked),
            4 => Some(InitialStatus::Active),
            _ => None,
        };
        let decides = !matches!(status, Some(InitialStatus::Revoked));
        let supersedes = decides && self.random.chance(15);
        NewConsent {
            status,
            strength: baseline.then_some(RootStrength::Baseline),
            period: self.period(),
            supersedes: supersedes.then(|| {
                let ids: Vec<u32> = (1..=14).collect();
                self.random.some(&ids, 2)
            }),
            ..Suite::consent_of(provision)
        }
    }

    fn rule(&mut self, depth: usize) -> Provision {
        let deny = self.random.chance(40);
        let mut rule = Suite::rule(if deny { Effect::Deny } else { Effect::Permit });
        if self.random.chance(if depth == 0 { 85 } else { 25 }) {
            rule.actors = Some(self.actors());
        }
        if self.random.chance(45) {
            let codes = self.random.some(&PURPOSES, 3);
            rule.purposes = Some(
                codes
                    .into_iter()
                    .map(|code| Purpose::Code { code })
                    .collect(),
            );
        }
        if self.random.chance(15) {
            rule.actions = Some(self.random.some(&[Action::Access, Action::Disclose], 2));
        }
        if self.random.chance(25) {
            rule.classes = Some(self.random.some(&CLASSES, 2));
        }
        if self.random.chance(30) {
            rule.labels = Some(self.labels());
        }
        if self.random.chance(10) {
            let until = Some(self.now + 1 + self.random.below(20 * DAY as usize) as u32);
            rule.period = Some(Period { from: None, until });
        }
        if depth < 2 && self.random.chance(40) {
            let children = 1 + self.random.below(2);
            rule.provision = Some((0..children).map(|_| self.rule(depth + 1)).collect());
        }
        rule
    }

    fn labels(&mut self) -> Labels {
        let level = self.random.chance(30).then(|| self.random.pick(&LEVELS));
        let sensitivity =
            (level.is_none() || self.random.chance(50)).then(|| self.random.some(&LABELS, 2));
        Labels {
            confidentiality: level,
            private: None,
            sensitivity,
        }
    }

    fn actors(&mut self) -> Vec<Actor> {
        if self.focus == Focus::Crowd && self.random.chance(80) {
            return vec![Actor::Organisation {
                holder: self.hospital,
            }];
        }
        if self.focus == Focus::Delegates && self.random.chance(20) {
            let account = self.random.pick(&DELEGATES);
            return vec![Actor::Account {
                address: self.address(account),
            }];
        }
        let person = match self.random.chance(50) {
            true => Actor::Person {
                holder: self.holder(),
            },
            false => {
                let account =
                    self.random
                        .pick(&["nurse", "responder", "scholar", "stranger", "guardian"]);
                Actor::Account {
                    address: self.address(account),
                }
            }
        };
        let candidates = [
            person,
            Actor::Organisation {
                holder: self.hospital,
            },
            Actor::Organisation {
                holder: self.institute,
            },
            Actor::Function {
                function: self.random.pick(&FUNCTIONS),
            },
            Actor::Credential {
                kind: self.random.pick(&KINDS),
            },
        ];
        self.random.some(&candidates, 2)
    }
}
