//! What erasing a subject removes, and what it keeps.
//!
//! Everything of a subject lies under a prefix and its number. Each call looks at every prefix again and removes from
//! the first that has anything, so that it needs no memory of the calls before.

use super::rollup::Recipient;
use super::tombstone::{Reviews, Tombstone};
use super::{
    cell, consent, custodian, delegate, emergency, envelope, handover, hold, opt_out, record,
    recovery, request, rollup,
};
use crate::error::ContractError;
use cosmwasm_std::{Order, Storage};
use health_kit::prefix::Prefix;
use health_kit::KitError;

/// What is removed at once.
const AT_ONCE: &[Prefix] = &[
    consent::CONSENTS.prefix(),
    cell::CELLS.prefix(),
    envelope::ENVELOPES.prefix(),
    request::REQUESTS.prefix(),
    delegate::DELEGATES.prefix(),
    delegate::ROSTERS.prefix(),
    custodian::ACCEPTED.prefix(),
    recovery::CONTACTS.prefix(),
    recovery::RECOVERIES.prefix(),
    handover::HANDOVERS.prefix(),
    opt_out::OVERRIDES.prefix(),
];

/// What is kept while its custodian, the next part of its key, holds it; and the holds themselves.
const UNLESS_HELD: &[Prefix] = &[
    record::RECORDS.prefix(),
    record::VERSIONS.prefix(),
    hold::HOLDS.prefix(),
];

/// What is kept until the log is kept no longer.
const LOG: &[Prefix] = &[rollup::ROLLUPS.prefix(), emergency::EMERGENCIES.prefix()];

/// How much of a subject one call removes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sweep {
    left: usize,
    /// How many entries it removed.
    pub removed: u32,
    /// Whether it left nothing that may be removed now.
    pub done: bool,
}

impl Sweep {
    /// Removes up to `limit` entries of an erased subject; of its log, once `log_over`, and before that the lines
    /// whose recipient is one of `own`, which are no disclosures to others and would name the owner. Notes in the
    /// tombstone, which is not stored yet, how far it came.
    pub fn run(
        storage: &mut dyn Storage,
        tombstone: &mut Tombstone,
        own: &[Recipient],
        log_over: bool,
        now: u32,
        limit: usize,
    ) -> Result<Self, ContractError> {
        let subject = tombstone.number;
        let mut sweep = Sweep {
            left: limit,
            removed: 0,
            done: true,
        };
        for prefix in AT_ONCE {
            let keys = keys(storage, *prefix, subject, 0, sweep.fetch());
            sweep.remove(storage, &keys);
        }
        for prefix in UNLESS_HELD {
            sweep.remove_unheld(storage, *prefix, subject, now)?;
        }
        for recipient in own {
            sweep.remove_lines(storage, subject, recipient)?;
        }
        sweep.drop_reviews(storage, tombstone)?;
        if log_over {
            for prefix in LOG {
                let keys = keys(storage, *prefix, subject, 0, sweep.fetch());
                sweep.remove(storage, &keys);
            }
        }
        Ok(sweep)
    }

    /// One more than may be removed, to see whether any is left.
    fn fetch(&self) -> usize {
        self.left.saturating_add(1)
    }

    fn remove(&mut self, storage: &mut dyn Storage, keys: &[Vec<u8>]) {
        for key in keys.iter().take(self.left) {
            storage.remove(key);
        }
        self.count(keys.len());
    }

    /// Counts as many entries as were found; what is above the limit was left.
    fn count(&mut self, found: usize) {
        self.done &= found <= self.left;
        let removed = found.min(self.left);
        self.left = self.left.saturating_sub(removed);
        self.removed = self
            .removed
            .saturating_add(u32::try_from(removed).unwrap_or(u32::MAX));
    }

    /// Skips a custodian's entries as a whole if it holds them.
    fn remove_unheld(
        &mut self,
        storage: &mut dyn Storage,
        prefix: Prefix,
        subject: u32,
        now: u32,
    ) -> Result<(), ContractError> {
        let mut next = Some(0);
        while let (Some(from), true) = (next, self.done) {
            let found = keys(storage, prefix, subject, from, self.fetch());
            let Some(first) = found.first() else {
                break;
            };
            let custodian = custodian_of(first, prefix)?;
            if hold::living(storage, subject, custodian, now)?.is_none() {
                let is_own = |key: &&Vec<u8>| custodian_of(key, prefix) == Ok(custodian);
                let own: Vec<Vec<u8>> = found.iter().take_while(is_own).cloned().collect();
                self.remove(storage, &own);
            }
            next = custodian.checked_add(1);
        }
        Ok(())
    }

    fn remove_lines(
        &mut self,
        storage: &mut dyn Storage,
        subject: u32,
        recipient: &Recipient,
    ) -> Result<(), ContractError> {
        let lines =
            rollup::ROLLUPS.keys(storage, &(subject, recipient.clone()), None, self.fetch())?;
        for line in lines.iter().take(self.left) {
            rollup::ROLLUPS.remove(storage, line)?;
        }
        self.count(lines.len());
        Ok(())
    }

    fn drop_reviews(
        &mut self,
        storage: &mut dyn Storage,
        tombstone: &mut Tombstone,
    ) -> Result<(), ContractError> {
        let Reviews::UpTo(actor) = tombstone.reviews else {
            return Ok(());
        };
        if self.left == 0 {
            let rest = emergency::page(storage, tombstone.number, Some(actor), 1)?;
            self.done &= rest.is_empty();
            return Ok(());
        }
        let (dropped, last) =
            emergency::drop_reviews(storage, tombstone.number, Some(actor), self.left)?;
        tombstone.reviews = last.map_or(Reviews::Done, Reviews::UpTo);
        self.done &= last.is_none();
        // At most as many as were left.
        self.count(usize::try_from(dropped).unwrap_or(self.left));
        Ok(())
    }
}

/// At most `limit` keys of a subject, from the first whose next part is `from`.
fn keys(
    storage: &dyn Storage,
    (byte, _): Prefix,
    subject: u32,
    from: u32,
    limit: usize,
) -> Vec<Vec<u8>> {
    let of = |subject: u32| [&[byte][..], &subject.to_be_bytes()].concat();
    let mut start = of(subject);
    if from > 0 {
        start.extend(from.to_be_bytes());
    }
    let end = subject
        .checked_add(1)
        .map_or(vec![byte.saturating_add(1)], of);
    storage
        .range_keys(Some(&start), Some(&end), Order::Ascending)
        .take(limit)
        .collect()
}

/// The second part of a key, behind prefix and subject.
fn custodian_of(key: &[u8], (_, entry): Prefix) -> Result<u32, KitError> {
    let part = key.get(5..).and_then(|rest| rest.first_chunk::<4>());
    let corrupt = KitError::CorruptState {
        entry,
        at: key.len(),
    };
    part.map(|bytes| u32::from_be_bytes(*bytes)).ok_or(corrupt)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{audit, config, subject, tombstone, PREFIXES};

    #[test]
    fn every_prefix_is_erased_or_known_to_stay() {
        let stay = [
            // Of the contract.
            config::HOT.prefix(),
            config::CONFIG.prefix(),
            subject::LAST.prefix(),
            // Of custodians.
            custodian::PART2.prefix(),
            audit::ROOTS.prefix(),
            // Replaced by the tombstone.
            subject::SUBJECTS.prefix(),
            tombstone::TOMBSTONES.prefix(),
            // Let go of one by one.
            emergency::REVIEWS.prefix(),
        ];
        let mut known: Vec<Prefix> = [AT_ONCE, UNLESS_HELD, LOG, &stay].concat();
        let mut all = PREFIXES.to_vec();
        known.sort_unstable();
        all.sort_unstable();
        assert_eq!(known, all);
    }

    #[test]
    fn the_last_subject_number_has_an_end_too() {
        let mut storage = cosmwasm_std::testing::MockStorage::new();
        let prefix = (0x12, "consent");
        for key in [[0x12, 255, 255, 255, 255, 1], [0x13, 0, 0, 0, 0, 1]] {
            storage.set(&key, &[1]);
        }
        assert_eq!(keys(&storage, prefix, u32::MAX, 0, 9).len(), 1);
    }
}
