//! Long sequences of messages by everybody: nothing panics, a refused message changes no byte, and what must always
//! hold does.

use crate::harness::*;
use crate::invariants::{holds, Revoked};
use health_types::identity::*;

/// A small generator (SplitMix64), so that a failure repeats.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = self.below(all.len() as u64) as usize;
        &all[at]
    }
}

const ISSUERS: [&str; 6] = ["board", "ministry", "i3", "i4", "i5", "i6"];
const HOLDERS: [&str; 8] = ["h0", "h1", "h2", "h3", "h4", "h5", "h6", "h7"];
const KINDS: [Kind; 3] = [Kind::Practitioner, Kind::ProviderOrganisation, Kind::Device];

fn message(registry: &Registry, dice: &mut Dice) -> (String, ExecuteMsg) {
    let holder = *dice.of(&HOLDERS);
    let mut sender = dice.of(&ISSUERS).to_string();
    let kind = *dice.of(&KINDS);
    let account = registry.account(holder);
    let answer: AccountResponse = registry.ask(QueryMsg::Account { account });
    let number = answer.holder.unwrap_or(999);
    let other = *dice.of(&HOLDERS);
    let account = registry.account(other);
    let answer: AccountResponse = registry.ask(QueryMsg::Account { account });
    let organisation = answer.holder.unwrap_or(999);
    let issuer = dice.below(6) as u32 + 1;
    let sub = dice.below(2) as u8 + 1;
    let msg = match dice.below(30) {
        0..=8 => {
            let mut new = registry.new_credential(holder, kind);
            if dice.below(2) == 0 {
                new.period.until = Some(registry.now() + dice.below(20_000) as u32);
            }
            if dice.below(2) == 0 {
                new.identifier = Some(Identifier {
                    scheme: IdentifierScheme::Opaque,
                    value: format!("id{}", dice.below(4)),
                });
            }
            if dice.below(5) == 0 {
                sender = format!("office {}", dice.below(2));
            }
            let credentials = vec![new];
            ExecuteMsg::Issue { credentials }
        }
        9 | 10 => {
            let until = (dice.below(3) != 0).then(|| registry.now() + dice.below(40_000) as u32);
            renew(number, kind, until)
        }
        11 => suspend(number, kind),
        12 => reinstate(number, kind),
        13 | 14 => revoke(number, kind),
        15 => {
            sender = holder.into();
            ExecuteMsg::Renounce { kind, issuer }
        }
        16 => {
            sender = holder.into();
            match dice.below(2) {
                0 => ExecuteMsg::BarIssuer { issuer },
                _ => ExecuteMsg::UnbarIssuer { issuer },
            }
        }
        17 => {
            sender = "governance".into();
            match dice.below(8) {
                0 | 1 => suspend_issuer(issuer),
                2 if dice.below(8) == 0 => remove_issuer(issuer),
                3 => ExecuteMsg::WithdrawKinds {
                    issuer,
                    kinds: vec![kind],
                },
                4 if dice.below(4) == 0 => ExecuteMsg::DistrustIssuer {
                    issuer,
                    after: registry.now() - dice.below(20_000) as u32,
                },
                4 | 5 => ExecuteMsg::ProposeIssuerChange {
                    change: change(registry, dice, issuer, kind),
                },
                6 => ExecuteMsg::ApplyIssuerChange {
                    change: 4 + dice.below(12) as u32,
                },
                _ => reinstate_issuer(issuer),
            }
        }
        18 => match dice.below(4) {
            0 => ExecuteMsg::SuspendSubIssuer { issuer: 1, sub },
            1 if dice.below(10) == 0 => ExecuteMsg::RemoveSubIssuer { issuer: 1, sub },
            _ => ExecuteMsg::ReinstateSubIssuer { issuer: 1, sub },
        },
        19..=21 => {
            sender = other.into();
            let mut new = registry.new_affiliation(
                holder,
                Kind::ProviderOrganisation,
                &[Function::Clinician],
            );
            if dice.below(2) == 0 {
                new.period.until = Some(registry.now() + dice.below(20_000) as u32);
            }
            let affiliations = vec![new];
            ExecuteMsg::ProposeAffiliations { affiliations }
        }
        22..=24 => {
            sender = holder.into();
            accept_affiliation(organisation)
        }
        25 => {
            sender = holder.into();
            leave_affiliation(organisation)
        }
        26 => {
            sender = other.into();
            ExecuteMsg::EndAffiliations {
                affiliations: vec![AffiliationRef {
                    member: registry.account(holder),
                    kind: Kind::ProviderOrganisation,
                }],
            }
        }
        27 => {
            sender = holder.into();
            ExecuteMsg::NameGuardians {
                guardians: vec![registry.account("g0"), registry.account("g1")],
                threshold: 1 + dice.below(2) as u8,
            }
        }
        28 => {
            sender = format!("g{}", dice.below(2));
            let to = *dice.of(&HOLDERS);
            registry.move_msg(number, to)
        }
        _ => {
            sender = holder.into();
            match dice.below(8) {
                0 => ExecuteMsg::VetoMove {},
                1 | 2 => ExecuteMsg::AcceptMove {
                    holder: organisation,
                },
                3 | 4 => ExecuteMsg::ExecuteMove {
                    holder: organisation,
                },
                5 if dice.below(10) == 0 => ExecuteMsg::DeactivateDevice {},
                _ => {
                    sender = "governance".into();
                    ExecuteMsg::ReleaseIdentifier {
                        identifier: Identifier {
                            scheme: IdentifierScheme::Opaque,
                            value: format!("id{}", dice.below(4)),
                        },
                    }
                }
            }
        }
    };
    (sender, msg)
}

fn change(registry: &Registry, dice: &mut Dice, issuer: u32, kind: Kind) -> IssuerChange {
    let account = match dice.below(3) {
        0 => {
            let name = *dice.of(&HOLDERS);
            registry.account(name)
        }
        1 => {
            let name = *dice.of(&ISSUERS);
            registry.account(name)
        }
        _ => registry.account(&format!("spare {}", dice.below(4))),
    };
    match dice.below(5) {
        0 => IssuerChange::ReplaceAccount { issuer, account },
        1 => IssuerChange::AppointSubIssuer {
            issuer,
            account,
            kinds: vec![kind],
        },
        2 => IssuerChange::Trust { issuer },
        _ => IssuerChange::Extend {
            issuer,
            kinds: vec![kind],
            schemes: vec![],
        },
    }
}

fn run(seed: u64, messages: usize) -> usize {
    let mut registry = Registry::new();
    for name in &ISSUERS[2..] {
        let accreditation = registry.everything(name);
        registry.widen(IssuerChange::Accredit { accreditation });
    }
    for n in 0..2 {
        registry.appoint("board", &format!("office {n}"), &KINDS);
    }
    let mut dice = Dice(seed);
    let mut revoked = Revoked::new();
    let mut carried_out = 0;
    for n in 0..messages {
        let (sender, msg) = message(&registry, &mut dice);
        let before = registry.dump();
        match registry.send(&sender, msg.clone()) {
            Ok(_) => carried_out += 1,
            Err(error) => {
                assert_eq!(registry.dump(), before, "{sender}: {msg:?}");
                let code = error.split(':').next().unwrap();
                assert!(!code.contains(' ') && code != "corrupt_state", "{error}");
            }
        }
        let wait = match dice.below(40) {
            0 => 30 * DAY,
            1 | 2 => 48 * HOUR,
            _ => dice.below(3_000) as u32,
        };
        registry.wait(wait);
        if n % 10 == 0 {
            holds(&registry, &mut revoked);
        }
    }
    carried_out
}

#[test]
fn what_must_always_hold_holds() {
    for seed in 0..6 {
        let carried_out = run(seed, 500);
        assert!(carried_out > 100, "{carried_out}");
    }
}
