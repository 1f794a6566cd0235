//! Random messages and questions over a few names, so that they meet each other's records.

use cw_health_bench::address::account;
use cw_health_bench::Call;
use health_types::codes::{Action, Code, DataClass, PurposeOfUse};
use health_types::consent::{self, *};
use health_types::identity::{
    self, AffiliationRef, Assurance, CredentialKind, Function, NewAffiliation, NewCredential,
    OrganisationType, Reason,
};
use health_types::{Bytes32, Period};

use crate::pair::Pair;

const PEOPLE: [&str; 4] = ["ada", "ben", "cleo", "authority"];
const OWNERS: [&str; 3] = ["ada", "ben", "cleo"];
const KINDS: [CredentialKind; 4] = [
    CredentialKind::ProviderOrganisation,
    CredentialKind::DataCustodian,
    CredentialKind::EmergencyResponder,
    CredentialKind::Practitioner,
];
const PURPOSES: [PurposeOfUse; 4] = [
    PurposeOfUse::TREAT,
    PurposeOfUse::ETREAT,
    PurposeOfUse::HRESCH,
    PurposeOfUse::PATRQT,
];
const DAY: u64 = 86_400;

/// A source of numbers that a seed settles (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// The dice of a seed.
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, sides: u64) -> u64 {
        self.roll() % sides
    }

    /// Whether one of `sides` came up.
    pub fn one_in(&mut self, sides: u64) -> bool {
        self.below(sides) == 0
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    /// Seconds, minutes or weeks.
    pub fn time(&mut self) -> u64 {
        self.pick(&[1, 60, DAY, 3 * DAY, 31 * DAY])
    }

    fn number(&mut self) -> u32 {
        self.below(4) as u32 + u32::from(!self.one_in(12))
    }

    /// One of four hashes, seldom zero, which is refused.
    fn hash(&mut self) -> Bytes32 {
        let byte = if self.one_in(16) {
            0
        } else {
            self.below(4) as u8 + 1
        };
        Bytes32([byte; 32])
    }

    fn period(&mut self, now: u32) -> Period {
        let day = DAY as u32;
        Period {
            from: self.pick(&[None, None, None, Some(now), Some(now + day / 2)]),
            until: match self.below(16) {
                0 => Some(now),
                1..=5 => Some(now + day),
                6..=10 => Some(now + 60 * day),
                _ => None,
            },
        }
    }
}

/// A random message, with the owner if it would register a subject.
pub fn message(dice: &mut Dice, pair: &Pair) -> (Option<&'static str>, Call) {
    if dice.one_in(3) {
        let (sender, msg) = identity_message(dice, pair);
        return (None, Call::execute(&account(sender), &pair.identity, &msg));
    }
    let owner = dice.pick(&OWNERS);
    if !pair.subjects.contains_key(owner) || dice.one_in(12) {
        let consents = dice.one_in(2).then(|| vec![grant(dice, pair)]);
        let msg = consent::ExecuteMsg::Register {
            nonce: dice.hash(),
            policies: policies(dice),
            consents,
        };
        return (
            Some(owner),
            Call::execute(&account(owner), &pair.consent, &msg),
        );
    }
    let (sender, msg) = consent_message(dice, pair, owner);
    (None, Call::execute(&account(sender), &pair.consent, &msg))
}

fn identity_message(dice: &mut Dice, pair: &Pair) -> (&'static str, identity::ExecuteMsg) {
    use identity::ExecuteMsg as Msg;
    let (kind, holder, person) = (dice.pick(&KINDS), dice.number(), dice.pick(&PEOPLE));
    let reason = dice.pick(Reason::ALL);
    match dice.below(12) {
        0..=3 => {
            let credential = NewCredential {
                account: account(dice.pick(&PEOPLE)),
                kind,
                assurance: dice.pick(Assurance::ALL),
                period: dice.period(pair.now()),
                evidence: dice.hash(),
                identifier: None,
                organisation_type: OrganisationType::Unstated,
                country: None,
            };
            let sender = if dice.one_in(8) { person } else { "authority" };
            (
                sender,
                Msg::Issue {
                    credentials: vec![credential],
                },
            )
        }
        4 => {
            let until = dice.period(pair.now()).until;
            (
                "authority",
                Msg::Renew {
                    holder,
                    kind,
                    until,
                },
            )
        }
        5 => (
            "authority",
            Msg::Suspend {
                holder,
                kind,
                reason,
            },
        ),
        6 => ("authority", Msg::Reinstate { holder, kind }),
        7 => (
            "authority",
            Msg::Revoke {
                holder,
                kind,
                reason,
            },
        ),
        8 | 9 => {
            let affiliation = NewAffiliation {
                member: account(dice.pick(&PEOPLE)),
                kind,
                functions: vec![dice.pick(Function::ALL)],
                period: dice.period(pair.now()),
            };
            (
                person,
                Msg::ProposeAffiliations {
                    affiliations: vec![affiliation],
                },
            )
        }
        10 => (
            person,
            Msg::AcceptAffiliation {
                organisation: holder,
                kind,
            },
        ),
        _ => {
            let member = account(dice.pick(&PEOPLE));
            let affiliations = vec![AffiliationRef { member, kind }];
            (person, Msg::EndAffiliations { affiliations })
        }
    }
}

fn consent_message(
    dice: &mut Dice,
    pair: &Pair,
    owner: &'static str,
) -> (&'static str, consent::ExecuteMsg) {
    use consent::ExecuteMsg as Msg;
    let subject = pair.subjects[owner];
    let (id, actor) = (dice.number(), dice.number());
    let stranger = dice.pick(&PEOPLE);
    let sender = if dice.one_in(6) { stranger } else { owner };
    let end_delegates = dice.one_in(2);
    match dice.below(16) {
        0..=4 => {
            let consent = grant(dice, pair);
            (
                sender,
                Msg::Grant {
                    subject,
                    id,
                    consent,
                },
            )
        }
        5 => (sender, Msg::Revoke { subject, id }),
        6 => (sender, Msg::MarkEnteredInError { subject, id }),
        7 => (
            sender,
            Msg::SetPolicies {
                subject,
                change: policies(dice),
            },
        ),
        8 => (
            sender,
            Msg::RevokeAll {
                subject,
                end_delegates,
            },
        ),
        9 => (
            sender,
            Msg::AcceptCustodian {
                subject,
                custodian: actor,
            },
        ),
        10 | 11 => {
            let attempt = AccessAttempt {
                subject,
                requester: account(dice.pick(&PEOPLE)),
                organisations: dice.one_in(2).then(|| vec![actor]),
                purpose: Purpose::Code {
                    code: dice.pick(&PURPOSES),
                },
                action: dice.pick(Action::ALL),
                category: Category::PatientPrivacy,
            };
            (
                stranger,
                Msg::RecordAccess {
                    attempt,
                    items: vec![AccessItem::Bulk {}],
                },
            )
        }
        12 => {
            let msg = Msg::BreakGlass {
                subject,
                organisation: actor,
                reason: EmergencyReason::Incapacitated,
                justification: dice.hash(),
                duration: dice.below(90_000) as u32,
            };
            (stranger, msg)
        }
        13 => {
            let delegate = NewDelegate {
                account: account(dice.pick(&PEOPLE)),
                kind: DelegateKind::Carer,
                powers: DelegatePowers {
                    grant: dice.one_in(2),
                    revoke: dice.one_in(2),
                    manage_delegates: dice.one_in(4),
                },
                excluded_labels: None,
                period: dice.period(pair.now()),
                evidence: None,
            };
            (sender, Msg::AddDelegate { subject, delegate })
        }
        14 => {
            let msg = Msg::RequestAccess {
                subject,
                purposes: vec![Purpose::Code {
                    code: dice.pick(&PURPOSES),
                }],
                classes: None,
                until: pair.now() + dice.pick(&[0, 60, DAY as u32]),
            };
            (stranger, msg)
        }
        _ if dice.one_in(8) => (
            sender,
            Msg::Erase {
                subject,
                limit: Some(id),
            },
        ),
        _ => (sender, Msg::EndEmergency { subject, actor }),
    }
}

fn policies(dice: &mut Dice) -> PolicyChange {
    PolicyChange {
        default_policy: dice.one_in(2).then_some(DefaultPolicy::PermitTreatment),
        emergencies_allowed: dice.one_in(3).then(|| dice.one_in(2)),
        secondary_use_opt_out: dice.one_in(3).then(|| dice.one_in(2)),
        restricted: dice.one_in(9).then(|| dice.one_in(2)),
    }
}

fn rule(dice: &mut Dice, floor: u32) -> Provision {
    let actors = dice.one_in(2).then(|| match dice.below(4) {
        0 => vec![Actor::Account {
            address: account(dice.pick(&PEOPLE)),
        }],
        1 => vec![Actor::Person {
            holder: dice.number(),
        }],
        2 => vec![Actor::Function {
            function: dice.pick(Function::ALL),
        }],
        _ => vec![Actor::Organisation {
            holder: dice.number(),
        }],
    });
    let children = if floor > 2 { 0 } else { dice.below(3) };
    let provision: Vec<Provision> = (0..children).map(|_| rule(dice, floor + 1)).collect();
    Provision {
        effect: dice.pick(&[Effect::Permit, Effect::Permit, Effect::Deny]),
        actors,
        purposes: dice.one_in(2).then(|| {
            vec![Purpose::Code {
                code: dice.pick(&PURPOSES),
            }]
        }),
        actions: dice.one_in(4).then(|| vec![dice.pick(Action::ALL)]),
        classes: dice.one_in(4).then(|| vec![dice.pick(DataClass::ALL)]),
        labels: None,
        period: None,
        data_period: None,
        records: None,
        contexts: None,
        authors: None,
        custodians: None,
        provision: (!provision.is_empty()).then_some(provision),
    }
}

fn grant(dice: &mut Dice, pair: &Pair) -> NewConsent {
    NewConsent {
        status: None,
        category: Category::PatientPrivacy,
        strength: dice.one_in(6).then_some(RootStrength::Baseline),
        period: dice.period(pair.now()),
        meaning: ActMeaning::Consent,
        assurance: dice.pick(Assurance::ALL),
        policy: dice.one_in(2).then_some(Bytes32([2; 32])),
        source_document: None,
        signature_evidence: None,
        supersedes: dice.one_in(6).then(|| vec![dice.number()]),
        provision: rule(dice, 1),
    }
}

/// A random question to either contract.
pub fn query(dice: &mut Dice, pair: &Pair) -> Call {
    use consent::QueryMsg as Ask;
    let (id, kind) = (dice.number(), dice.pick(&KINDS));
    let subject = pair
        .subjects
        .get(dice.pick(&OWNERS))
        .copied()
        .unwrap_or(Bytes32([5; 32]));
    let limit = dice.pick(&[None, Some(0), Some(1), Some(50), Some(u32::MAX)]);
    let ask = match dice.below(9) {
        0 => {
            let check = identity::QueryMsg::Check {
                holder: id,
                kind,
                at: None,
            };
            return Call::query(&pair.identity, &check);
        }
        1 => {
            let page = identity::QueryMsg::CredentialsOf {
                holder: id,
                start_after: None,
                limit,
            };
            return Call::query(&pair.identity, &page);
        }
        2 => Ask::Consent { subject, id },
        3 => Ask::ConsentsOf {
            subject,
            start_after: None,
            limit,
        },
        4 => Ask::Subject { subject },
        5 => Ask::Disclosures {
            subject,
            start_after: None,
            limit,
        },
        6 => Ask::Emergencies {
            subject,
            start_after: None,
            limit,
        },
        other => {
            let question = Question {
                purpose: Purpose::Code {
                    code: dice.pick(&PURPOSES),
                },
                action: dice.pick(Action::ALL),
                category: Category::PatientPrivacy,
                data: None,
            };
            let requester = account(dice.pick(&PEOPLE));
            let organisations = dice.one_in(2).then(|| vec![id]);
            if other == 7 {
                Ask::Decide {
                    subject,
                    requester,
                    organisations,
                    question,
                }
            } else {
                Ask::Explain {
                    subject,
                    requester,
                    organisations,
                    question,
                }
            }
        }
    };
    Call::query(&pair.consent, &ask)
}
