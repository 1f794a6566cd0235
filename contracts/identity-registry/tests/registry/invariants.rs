//! What must always hold.

use crate::harness::*;
use health_types::codes::Code;
use health_types::identity::raw::{
    self, AccountEntry, ColdEntry, Credentials, IssuerEntry, MAX_ISSUERS_PER_KIND,
};
use health_types::identity::*;
use health_types::pack::Packed;
use std::collections::{BTreeMap, BTreeSet};

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap())
}

/// The revoked versions seen so far, which must stay so until they are issued anew.
pub type Revoked = BTreeSet<(u32, u8, u32, u16)>;

/// What must always hold, read from the bytes on disk.
pub fn holds(registry: &Registry, revoked: &mut Revoked) {
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
            let distrusted = issuer
                .distrust_after
                .is_some_and(|after| one.issued > after);
            let accredited = issuer.kinds & kind.bit() != 0;
            if issuer.state != IssuerState::Active || !accredited || distrusted {
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

    // What the index says of an identifier, its credentials do.
    for (key, value) in registry.entries(0x0D) {
        let holder = u32_at(&value, 0);
        for one in value[4..].chunks(5) {
            let carried = cold[&(u32_at(one, 0), one[4], holder)].identifier.clone();
            let carried = carried.unwrap();
            assert_eq!(carried.scheme.number(), key[1]);
            assert_eq!(carried.value.as_bytes(), &key[2..]);
        }
    }

    // Issuers' accounts and issuers name each other, and each issuer knows which of its sub-issuers are down.
    let mut own: BTreeMap<Vec<u8>, (u32, u8)> = registry
        .entries(0x07)
        .iter()
        .map(|(key, value)| (key[1..].to_vec(), (u32_at(value, 0), value[4])))
        .collect();
    let removed = |state: u8| state == IssuerState::Removed.number();
    for (key, value) in registry.entries(0x09) {
        let (issuer, sub) = (u32_at(&key, 1), key[5]);
        let active = value[0] == IssuerState::Active.number();
        assert_eq!(issuers[&issuer].is_down(sub), !active);
        let found = own.get(&value[11..]) == Some(&(issuer, sub));
        if found {
            own.remove(&value[11..]);
        }
        let gone = removed(value[0]) || issuers[&issuer].state == IssuerState::Removed;
        assert!(found || gone, "sub-issuer {sub} of {issuer}");
    }
    for (key, value) in registry.entries(0x08) {
        let issuer = u32_at(&key, 1);
        let found = own.get(&value[3..]) == Some(&(issuer, 0));
        if found {
            own.remove(&value[3..]);
        }
        let gone = issuers[&issuer].state == IssuerState::Removed;
        assert!(found || gone, "issuer {issuer}");
    }
    assert!(own.is_empty(), "{own:?}");

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
