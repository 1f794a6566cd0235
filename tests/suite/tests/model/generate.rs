//! Random messages, most of them sensible.

use super::focus::{Focus, RESPONDER};
use super::random::Random;
use super::registry::DAY;
use super::world::*;
use health_testing::Suite;
use health_types::admin::AdminMsg;
use health_types::codes::Action;
use health_types::consent::{
    AccessAttempt, AccessItem, Category, EmergencyReason, ExecuteMsg, Item, PolicyChange, Purpose,
    ReviewOutcome,
};
use health_types::identity::{self, AffiliationRef, Assurance, NewAffiliation, Reason};
use health_types::{Bytes32, Period};

/// A message and who sends it.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // one at a time
pub enum Step {
    Identity(&'static str, identity::ExecuteMsg),
    Consent(&'static str, ExecuteMsg),
}

/// Where messages come from.
pub struct Generator<'a> {
    pub focus: Focus,
    pub random: &'a mut Random,
    pub suite: &'a Suite,
    pub now: u32,
    pub holders: u32,
    pub hospital: u32,
    pub institute: u32,
    /// Each owner's pseudonym.
    pub subjects: [Bytes32; 3],
}

impl Generator<'_> {
    pub fn step(&mut self) -> Step {
        let registry = match self.focus {
            Focus::Registry => 75,
            Focus::Everything => 25,
            Focus::Crowd | Focus::Delegates | Focus::Emergencies => 10,
        };
        if self.random.chance(registry) {
            self.identity()
        } else {
            self.consent()
        }
    }

    pub fn address(&self, name: &str) -> String {
        self.suite.account(name).to_string()
    }

    pub fn holder(&mut self) -> u32 {
        1 + self.random.below(self.holders as usize) as u32
    }

    pub fn period(&mut self) -> Period {
        let ahead = |random: &mut Random, most: usize| 1 + random.below(most * DAY as usize) as u32;
        let far = self.now + ahead(self.random, 60);
        match self.random.below(20) {
            0 => Period {
                from: None,
                until: Some(self.now - ahead(self.random, 9)),
            },
            1 => Period {
                from: Some(far),
                until: Some(self.now),
            },
            2 | 3 => Period {
                from: Some(self.now + ahead(self.random, 5)),
                until: None,
            },
            4..=8 => Period {
                from: None,
                until: Some(far),
            },
            _ => Period::OPEN,
        }
    }

    fn identity(&mut self) -> Step {
        use identity::ExecuteMsg as Msg;
        let issuer = match self.random.below(20) {
            0 => "hospital",
            1..=7 => ISSUERS[1],
            _ => ISSUERS[0],
        };
        let governance = if self.random.chance(90) {
            "governance"
        } else {
            "authority"
        };
        let number = 1 + self.random.below(2) as u32;
        let (holder, kind) = match self.focus {
            Focus::Registry => (HOSPITAL, self.random.pick(&COLLEGE_KINDS)),
            _ => (self.holder(), self.random.pick(&KINDS)),
        };
        let reason = self.random.pick(&[
            Reason::Unspecified,
            Reason::KeyCompromise,
            Reason::Renounced,
        ]);
        let organisation = self.random.pick(&ORGANISATIONS);
        let member = self
            .random
            .pick(&["nurse", "responder", "scholar", "guardian"]);
        let org = self.random.pick(&[self.hospital, self.institute]);
        match self.random.below(24) {
            0..=3 => {
                let name =
                    self.random
                        .pick(&["hospital", "institute", "nurse", "responder", "scholar"]);
                let assurance =
                    self.random
                        .pick(&[Assurance::Low, Assurance::Substantial, Assurance::High]);
                let mut credential = self.suite.credential(name, kind);
                credential.assurance = assurance;
                credential.period = self.period();
                Step::Identity(
                    issuer,
                    Msg::Issue {
                        credentials: vec![credential],
                    },
                )
            }
            4 => {
                let until = self.period().until;
                Step::Identity(
                    issuer,
                    Msg::Renew {
                        holder,
                        kind,
                        until,
                    },
                )
            }
            5 | 6 => Step::Identity(
                issuer,
                Msg::Suspend {
                    holder,
                    kind,
                    reason,
                },
            ),
            7 | 8 => Step::Identity(issuer, Msg::Reinstate { holder, kind }),
            9 => Step::Identity(
                issuer,
                Msg::Revoke {
                    holder,
                    kind,
                    reason,
                },
            ),
            10 => {
                let sender = self.random.pick(&ACCOUNTS);
                Step::Identity(
                    sender,
                    Msg::Renounce {
                        kind,
                        issuer: number,
                    },
                )
            }
            11 => Step::Identity(governance, Msg::SuspendIssuer { issuer: number }),
            12 | 13 => Step::Identity(governance, Msg::ReinstateIssuer { issuer: number }),
            14 => Step::Identity(self.random.pick(&STAFF), Msg::BarIssuer { issuer: number }),
            15 => Step::Identity(
                self.random.pick(&STAFF),
                Msg::UnbarIssuer { issuer: number },
            ),
            16..=18 => {
                let affiliation = NewAffiliation {
                    member: self.address(member),
                    kind,
                    functions: self.random.some(&FUNCTIONS, 2),
                    period: self.period(),
                };
                Step::Identity(
                    organisation,
                    Msg::ProposeAffiliations {
                        affiliations: vec![affiliation],
                    },
                )
            }
            19..=21 => Step::Identity(
                member,
                Msg::AcceptAffiliation {
                    organisation: org,
                    kind,
                },
            ),
            22 => {
                let affiliations = vec![AffiliationRef {
                    member: self.address(member),
                    kind,
                }];
                Step::Identity(organisation, Msg::EndAffiliations { affiliations })
            }
            _ => Step::Identity(
                member,
                Msg::LeaveAffiliation {
                    organisation: org,
                    kind,
                },
            ),
        }
    }

    fn consent(&mut self) -> Step {
        let (owner, by_delegates) = match self.focus {
            Focus::Delegates => (0, 50),
            Focus::Crowd => (0, 20),
            _ => (self.random.below(3), 20),
        };
        let subject = self.subjects[owner];
        let sender = match self.random.below(100) {
            chance if chance < by_delegates => self.random.pick(&DELEGATES),
            chance if chance < 90 => OWNERS[owner],
            _ => self.random.pick(&ACCOUNTS),
        };
        let ids = match self.focus {
            Focus::Crowd => 60,
            Focus::Delegates => 6,
            _ => 14,
        };
        let id = 1 + self.random.below(ids) as u32;
        let kind = match self.focus {
            Focus::Crowd => self.random.below(20),
            Focus::Delegates if self.random.chance(70) => self.random.below(28),
            Focus::Emergencies if self.random.chance(60) => 28 + self.random.below(5),
            _ => self.random.below(40),
        };
        let actor = match self.focus {
            Focus::Emergencies => RESPONDER,
            _ => self.holder(),
        };
        let msg = match kind {
            0..=14 => ExecuteMsg::Grant {
                subject,
                id,
                consent: self.new_consent(),
            },
            15 => ExecuteMsg::Register {
                nonce: Bytes32([7; 32]),
                policies: PolicyChange::default(),
                consents: None,
            },
            16..=17 => ExecuteMsg::SetPolicies {
                subject,
                change: self.policies(),
            },
            18 => ExecuteMsg::RevokeAll {
                subject,
                end_delegates: self.random.chance(30),
            },
            19 | 20 => ExecuteMsg::Activate { subject, id },
            21 => ExecuteMsg::Refuse { subject, id },
            22 | 23 => ExecuteMsg::Revoke { subject, id },
            24 => ExecuteMsg::MarkEnteredInError { subject, id },
            25 | 26 => ExecuteMsg::AddDelegate {
                subject,
                delegate: self.delegate(),
            },
            27 => {
                let account = self.random.pick(&DELEGATES);
                let end_grants = self.random.chance(50);
                ExecuteMsg::EndDelegate {
                    subject,
                    account: self.address(account),
                    end_grants,
                }
            }
            28..=30 => return Step::Consent(self.responder(), self.break_glass(subject)),
            31 => ExecuteMsg::EndEmergency { subject, actor },
            32 => {
                let outcome = self
                    .random
                    .pick(&[ReviewOutcome::Justified, ReviewOutcome::Unjustified]);
                ExecuteMsg::ReviewEmergency {
                    subject,
                    actor,
                    outcome,
                }
            }
            33..=37 => {
                let sender = if self.random.chance(90) {
                    "hospital"
                } else {
                    "nurse"
                };
                return Step::Consent(sender, self.access(subject, sender));
            }
            38 if self.random.chance(20) => ExecuteMsg::Erase {
                subject,
                limit: None,
            },
            38 => ExecuteMsg::SetPolicies {
                subject,
                change: PolicyChange::default(),
            },
            _ => {
                let sender = self.random.pick(&["pauser", "governance", "patient_1"]);
                let pause = self.random.chance(60);
                let msg = if pause {
                    AdminMsg::Pause {}
                } else {
                    AdminMsg::Unpause {}
                };
                return Step::Consent(sender, ExecuteMsg::Admin(msg));
            }
        };
        Step::Consent(sender, msg)
    }

    fn responder(&mut self) -> &'static str {
        if self.random.chance(85) {
            "responder"
        } else {
            "nurse"
        }
    }

    fn break_glass(&mut self, subject: Bytes32) -> ExecuteMsg {
        ExecuteMsg::BreakGlass {
            subject,
            organisation: if self.random.chance(90) {
                self.hospital
            } else {
                self.institute
            },
            reason: EmergencyReason::LifeThreatening,
            justification: Bytes32([9; 32]),
            duration: 1 + self.random.below(DAY as usize) as u32,
        }
    }

    /// An access recorded by another than the requester, whose own words about an item would count for nothing.
    fn access(&mut self, subject: Bytes32, sender: &str) -> ExecuteMsg {
        let (requester, organisations) = loop {
            let (requester, organisations) = self.requester();
            if requester != sender {
                break (requester, organisations);
            }
        };
        let (items, purpose) = (items(), self.purpose());
        let described = (0..1 + self.random.below(3)).map(|_| AccessItem::Described {
            item: Box::new(self.random.pick::<Item>(&items)),
        });
        let items = described.collect();
        let attempt = AccessAttempt {
            subject,
            requester: self.address(requester),
            organisations,
            purpose,
            action: Action::Access,
            category: Category::PatientPrivacy,
        };
        ExecuteMsg::RecordAccess { attempt, items }
    }

    pub fn purpose(&mut self) -> Purpose {
        Purpose::Code {
            code: self.random.pick(&PURPOSES),
        }
    }

    /// Somebody who asks, and for whom.
    pub fn requester(&mut self) -> (&'static str, Option<Vec<u32>>) {
        let account = self.random.pick(&[
            "nurse",
            "nurse",
            "responder",
            "responder",
            "scholar",
            "guardian",
            "stranger",
            "institute",
            "patient_1",
            "patient_2",
        ]);
        let likely = if matches!(account, "scholar" | "institute") {
            self.institute
        } else {
            self.hospital
        };
        let organisations = match self.random.below(10) {
            0..=1 => None,
            2 => Some(vec![self.institute, self.hospital]),
            _ => Some(vec![likely]),
        };
        (account, organisations)
    }
}
