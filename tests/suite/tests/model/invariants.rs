//! What must always hold of the raw entries, read here without the contracts' help.

use super::consents::Consents;
use super::run::Run;
use super::subject::{cells, Subject};
use super::world::KINDS;
use cosmwasm_std::{Api, CanonicalAddr, Record};
use health_types::codes::Code;
use health_types::consent::Actor;
use health_types::identity::{self, CheckResponse, Client, CredentialKind};
use std::collections::{BTreeMap, BTreeSet};

/// The length of a cell's entry: id, epoch, until, flags, interest.
const CELL_ENTRY: usize = 15;
/// The length of a credential as checks read it, and of an affiliation in its member's entry.
const CREDENTIAL: usize = 26;
const AFFILIATION: usize = 17;

fn number(bytes: &[u8]) -> u32 {
    u32::from_be_bytes(bytes[..4].try_into().unwrap())
}

/// The entries under a prefix, without it.
fn under(records: &[Record], prefix: u8) -> BTreeMap<&[u8], &[u8]> {
    records
        .iter()
        .filter(|(key, _)| key[0] == prefix)
        .map(|(key, value)| (&key[1..], value.as_slice()))
        .collect()
}

impl Run {
    pub fn check_invariants(&mut self) {
        self.check_cells();
        self.check_credentials();
        self.check_members();
        self.check_client();
    }

    /// Every live consent stands in each of its cells, and every entry of a cell has its consent.
    fn check_cells(&self) {
        let consents = under(&self.state.consent, 0x12);
        let mut entered: BTreeSet<(&[u8], u32)> = BTreeSet::new();
        for (key, value) in under(&self.state.consent, 0x13) {
            self.check(value.len() % CELL_ENTRY == 0, "a cell of whole entries");
            let entries = value.chunks_exact(CELL_ENTRY);
            self.check(
                (1..=8).contains(&entries.len()),
                "a cell of one to eight entries",
            );
            for entry in entries {
                let consent = [&key[..4], &entry[..4]].concat();
                self.check(
                    consents.contains_key(consent.as_slice()),
                    "a cell's entry has its consent",
                );
                self.check(
                    entered.insert((key, number(entry))),
                    "a cell has a consent once",
                );
            }
        }
        let Consents { subjects, .. } = &self.consents;
        for subject in subjects.values().filter(|subject| !subject.erased) {
            self.check_entered(subject, &entered);
        }
    }

    fn check_entered(&self, subject: &Subject, entered: &BTreeSet<(&[u8], u32)>) {
        let now = self.suite.now();
        for (id, consent) in &subject.consents {
            if !subject.lives(consent, now) {
                continue;
            }
            for actor in cells(&consent.new.provision) {
                let actor = actor.map_or_else(Vec::new, |actor| self.cell_key(&actor));
                let key = [&subject.number.to_be_bytes()[..], &actor].concat();
                let found = entered.contains(&(key.as_slice(), *id));
                self.check(found, format!("consent {id} is missing in a cell"));
            }
        }
    }

    fn cell_key(&self, actor: &Actor) -> Vec<u8> {
        match actor {
            Actor::Account { address } => [&[1][..], &self.canonical(address)].concat(),
            Actor::Person { holder } => [&[2][..], &holder.to_be_bytes()].concat(),
            other => panic!("{other:?} has no cell in this universe"),
        }
    }

    fn canonical(&self, address: &str) -> CanonicalAddr {
        self.suite.app.api().addr_canonicalize(address).unwrap()
    }

    /// At most one credential for each kind, holder and issuer; each has its cold part, and conversely.
    fn check_credentials(&self) {
        let cold = under(&self.state.identity, 0x04);
        let mut found = 0;
        for (key, value) in under(&self.state.identity, 0x02) {
            self.check(
                value.len() % CREDENTIAL == 0,
                "credentials of whole entries",
            );
            let issuers: Vec<u32> = value.chunks_exact(CREDENTIAL).map(number).collect();
            self.check(
                issuers.windows(2).all(|pair| pair[0] < pair[1]),
                "one credential an issuer",
            );
            for issuer in issuers {
                let cold_key = [&issuer.to_be_bytes()[..], &key[4..5], &key[..4]].concat();
                self.check(
                    cold.contains_key(cold_key.as_slice()),
                    "a credential has its cold part",
                );
                found += 1;
            }
        }
        self.check(found == cold.len(), "a cold part has its credential");
        self.check(
            found == self.registry.credentials.len(),
            "as many credentials as in the model",
        );
    }

    /// An accepted affiliation stands on both sides, and an account's holder number leads back to the account.
    fn check_members(&self) {
        let now = self.suite.now();
        let members = under(&self.state.identity, 0x0E);
        let mut lasting = BTreeSet::new();
        let mut all = BTreeSet::new();
        for (account, value) in under(&self.state.identity, 0x03) {
            let affiliations = &value[4..];
            self.check(
                affiliations.len() % AFFILIATION == 0,
                "affiliations of whole entries",
            );
            for one in affiliations.chunks_exact(AFFILIATION) {
                let key = [&one[..5], account].concat();
                if now < number(&one[13..]) {
                    lasting.insert(key.clone());
                }
                self.check(all.insert(key), "one affiliation a kind and organisation");
            }
        }
        for key in &lasting {
            let member = members.get(key.as_slice());
            self.check(
                member.is_some_and(|member| member[0] == 1),
                "an affiliation has its member",
            );
        }
        for (key, member) in &members {
            let known = member[0] == 0 || all.contains(*key);
            self.check(known, "an accepted member has its affiliation");
        }
        let holders = under(&self.state.identity, 0x03);
        let numbers: BTreeSet<u32> = holders.values().map(|value| number(value)).collect();
        self.check(
            numbers.len() == self.registry.holders.len(),
            "one account a holder",
        );
    }

    /// The raw entries, read as other contracts do, say what the smart query says.
    fn check_client(&mut self) {
        let holder = self.random.below(self.registry.holders.len()) as u32 + 1;
        let kind: CredentialKind = self.random.pick(&KINDS);
        let now = self.suite.now();
        let client = Client::new(self.suite.identity.clone());
        let querier = self.suite.app.wrap();
        let raw = client.status(&querier, holder, kind, now).unwrap();
        let check = identity::QueryMsg::Check {
            holder,
            kind,
            at: None,
        };
        let smart: CheckResponse = self.suite.ask_identity(&check).unwrap();
        self.check(
            raw == smart.status,
            format!("{} of {holder}, raw and smart", kind.code()),
        );
        let (account, known) = self.registry.holders.iter().next().unwrap();
        let entry = client
            .account(&querier, &self.canonical(account))
            .unwrap()
            .unwrap();
        self.check(entry.holder == *known, "an account's number, raw");
    }
}
