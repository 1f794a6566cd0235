//! Long sequences of messages by everybody: nothing panics, a refused message changes no byte, and what must always
//! hold does.

use crate::harness::*;
use health_types::codes::Code;
use health_types::identity::raw::{
    self, AccountEntry, ColdEntry, Credentials, IssuerEntry, MAX_ISSUERS_PER_KIND,
};
use health_types::identity::*;
use health_types::pack::Packed;
use std::collections::{BTreeMap, BTreeSet};

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
            match dice.below(4) {
                0 | 1 => suspend_issuer(issuer),
                2 => reinstate_issuer(issuer),
                _ if dice.below(20) == 0 => remove_issuer(issuer),
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

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap())
}

/// The revoked versions seen so far, which must stay so until they are issued anew.
type Revoked = BTreeSet<(u32, u8, u32, u16)>;

fn holds(registry: &Registry, revoked: &mut Revoked) {
    let now = registry.now();
    let issuers: BTreeMap<u32, IssuerEntry> = registry
        .entries(raw::ISSUER)
        .iter()
        .map(|(key, value)| (u32_at(key, 1), IssuerEntry::from_packed(value).unwrap()))
        .collect();
    let cold: BTreeMap<(u32, u8, u32), ColdEntry> = registry
        .entries(raw::COLD)
        .iter()
        .map(|(key, value)| {
            let entry = ColdEntry::from_packed(value).unwrap();
            ((u32_at(key, 1), key[5], u32_at(key, 6)), entry)
        })
        .collect();

    // Credentials: at most one of each issuer, each with its cold part; none of a suspended issuer passes; what was
    // revoked stays so.
    let mut live_identifiers = BTreeMap::new();
    for (key, value) in registry.entries(raw::CREDENTIALS) {
        let (holder, number) = (u32_at(&key, 1), key[5]);
        let kind = Kind::from_number(number).unwrap();
        let all = Credentials::from_packed(&value).unwrap().0;
        assert!(all.len() <= MAX_ISSUERS_PER_KIND);
        for one in &all {
            let place = (one.issuer, number, holder);
            let version = cold[&place].version;
            let seen = (one.issuer, number, holder, version);
            let issuer = &issuers[&one.issuer];
            let status = one.status(kind, issuer, now);
            if one.state == CredentialState::Revoked {
                revoked.insert(seen);
                assert!(one.reason.is_some());
            } else {
                assert!(!revoked.contains(&seen), "{seen:?} came back");
            }
            if issuer.state != IssuerState::Active {
                assert_ne!(status, Status::Valid);
            }
            let sub_removed = one.sub != 0 && {
                let subs: SubIssuersResponse =
                    registry.ask(QueryMsg::SubIssuers { issuer: one.issuer });
                subs.items[usize::from(one.sub) - 1].state == IssuerState::Removed
            };
            let live = one.state != CredentialState::Revoked
                && !one.period.has_ended(now)
                && issuer.state != IssuerState::Removed
                && !sub_removed;
            if let Some(identifier) = cold[&place].identifier.clone().filter(|_| live) {
                let had = live_identifiers.insert(identifier.value.clone(), holder);
                assert!(
                    had.is_none_or(|had| had == holder),
                    "two have {identifier:?}"
                );
                let found: ByIdentifierResponse =
                    registry.ask(QueryMsg::ByIdentifier { identifier });
                assert_eq!(found.holder, Some(holder));
                let listed = IdentifierUse {
                    issuer: one.issuer,
                    kind,
                };
                assert!(found.credentials.contains(&listed));
            }
        }
        assert_eq!(
            registry
                .client()
                .status(&registry.app.wrap(), holder, kind, now)
                .unwrap(),
            registry.status(holder, kind)
        );
    }

    // Accounts and numbers name each other.
    let accounts: BTreeMap<Vec<u8>, AccountEntry> = registry
        .entries(raw::ACCOUNT)
        .iter()
        .map(|(key, value)| (key[1..].to_vec(), AccountEntry::from_packed(value).unwrap()))
        .collect();
    let mut numbers = BTreeSet::new();
    for (key, value) in registry.entries(0x0B) {
        let holder = u32_at(&key, 1);
        assert_eq!(accounts[&value].holder, holder);
        numbers.insert(holder);
    }
    let held: Vec<_> = accounts
        .values()
        .map(|entry| entry.holder)
        .filter(|n| *n != 0)
        .collect();
    assert_eq!(held.len(), numbers.len());
    let config: ConfigResponse = registry.ask(QueryMsg::Config {});
    assert!(numbers.iter().all(|number| *number <= config.holders));

    // Every accepted record has its affiliation, and every affiliation that was not ended its record.
    let mut accepted = BTreeSet::new();
    for (key, value) in registry.entries(0x0E) {
        if value[0] == 1 {
            accepted.insert((u32_at(&key, 1), key[5], key[6..].to_vec()));
        }
    }
    for (account, entry) in &accounts {
        let mut seen = BTreeSet::new();
        for one in &entry.affiliations {
            assert!(seen.insert((one.organisation, one.kind)));
            let record = (one.organisation, one.kind.number(), account.clone());
            let unended = one.period.until.is_none_or(|until| now < until);
            assert!(accepted.remove(&record) || !unended, "{record:?}");
        }
    }
    assert!(accepted.is_empty(), "{accepted:?}");
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
