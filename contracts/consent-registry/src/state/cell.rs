//! Cells: under whom a subject's live consents are found. What an entry says spares decisions the consents that
//! cannot concern them.

use super::actor;
use super::consent::{self, Consent};
use super::subject::Subject;
use crate::error::{ConsentError, ContractError};
use cosmwasm_std::Storage;
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_rules::consent::hierarchy::broader_purpose;
use health_rules::consent::Actor;
use health_types::codes::{Action, PurposeOfUse};
use health_types::consent::{Category, ConsentStatus, Effect, Purpose};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CELLS: PackedMap<(u32, Vec<u8>), Cell> = PackedMap::new(0x13, "cell");

/// The most consents of a cell.
pub const MAX_ENTRIES: usize = 8;
/// The most of them that are not root denies of the owner's: there is always room to refuse.
pub const MAX_OTHERS: usize = 6;

const PERMITS: u8 = 1;
const DENIES: u8 = 1 << 1;
const OWNERS_DENY: u8 = 1 << 2;
const RESEARCH: u8 = 1 << 3;
const FLAGS: u8 = 0b1111;

/// The purposes that stand beneath none, by their bit of [`Entry::interest`].
const TOPS: [PurposeOfUse; 7] = [
    PurposeOfUse::HMARKT,
    PurposeOfUse::HOPERAT,
    PurposeOfUse::HPAYMT,
    PurposeOfUse::HRESCH,
    PurposeOfUse::PATRQT,
    PurposeOfUse::PUBHLTH,
    PurposeOfUse::TREAT,
];
const PROJECTS: u16 = 1 << 7;
const OTHERS: u16 = 1 << 8;
const PURPOSES: u16 = (1 << 9) - 1;
const ACTIONS: u16 = 0b1_1111 << 9;

/// What a cell says of a consent: id, epoch, until u32 each; flags u8 (permits, denies, owner's root deny,
/// research); interest u16: top purposes in 7 bits, projects, others, and actions in 5 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The consent.
    pub id: u32,
    /// The epoch from which its permits count.
    pub epoch: u32,
    /// When it ends.
    pub until: Option<u32>,
    /// Whether any of its rules permits.
    pub permits: bool,
    /// Whether any of its rules denies.
    pub denies: bool,
    /// Whether it is the owner's and its root denies.
    pub owners_deny: bool,
    /// What it is about.
    pub category: Category,
    /// The purposes and actions that some rule of it may reach.
    interest: u16,
}

/// The entries of one cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell(Vec<Entry>);

impl Entry {
    /// What a cell says of this consent.
    pub fn of(id: u32, consent: &Consent) -> Self {
        Entry {
            id,
            epoch: consent.epoch,
            until: consent.period.until,
            permits: consent.has(Effect::Permit),
            denies: consent.has(Effect::Deny),
            owners_deny: consent.delegate.is_none() && consent.tree.root_effect() == Effect::Deny,
            category: consent.category,
            interest: interest(consent),
        }
    }

    /// Whether it can never decide again, as far as the entry tells: it is over, or all that it holds are permits of
    /// an older epoch.
    pub fn is_dead(&self, epoch: u32, now: u32) -> bool {
        self.until.is_some_and(|until| until <= now) || (!self.denies && self.epoch < epoch)
    }

    /// Whether some rule may reach a request for this purpose and action.
    pub fn may_concern(&self, purpose: Purpose, action: Action) -> bool {
        self.interest & asked(purpose) != 0 && self.interest & action_bit(action) != 0
    }
}

/// A rule inherits what it does not state from one that states it, so that the union of what the rules state is all
/// that a tree can reach, unless the root leaves it open.
fn interest(consent: &Consent) -> u16 {
    let nodes = consent.tree.nodes();
    let root = nodes.first();
    let purposes = match root.map(|root| &root.purposes) {
        Some(Some(_)) => nodes
            .iter()
            .flat_map(|node| node.purposes.iter().flatten())
            .fold(0, |mask, purpose| mask | stated(*purpose)),
        _ => PURPOSES,
    };
    let actions = match root.map(|root| &root.actions) {
        Some(Some(_)) => nodes
            .iter()
            .flat_map(|node| node.actions.iter().flatten())
            .fold(0, |mask, action| mask | action_bit(*action)),
        _ => ACTIONS,
    };
    purposes | actions
}

fn stated(purpose: Purpose) -> u16 {
    match purpose {
        Purpose::Code { code } => top_bit(code),
        Purpose::Project { .. } => PROJECTS,
        Purpose::Other { .. } => OTHERS,
    }
}

/// A project is reached by its own name and by research as a whole.
fn asked(purpose: Purpose) -> u16 {
    match purpose {
        Purpose::Project { .. } => PROJECTS | top_bit(PurposeOfUse::HRESCH),
        Purpose::Code { .. } | Purpose::Other { .. } => stated(purpose),
    }
}

fn top_bit(code: PurposeOfUse) -> u16 {
    let mut top = code;
    while let Some(broader) = broader_purpose(top) {
        top = broader;
    }
    (0u32..)
        .zip(TOPS)
        .find(|(_, other)| *other == top)
        .map_or(PURPOSES, |(bit, _)| 1u16.wrapping_shl(bit))
}

fn action_bit(action: Action) -> u16 {
    1u16.wrapping_shl(u32::from(action.number()).saturating_add(8))
}

/// The consents in the cell of an actor, or in that of anyone. A cell of which the subject tells that it was never
/// filled is not read.
pub fn load(
    storage: &dyn Storage,
    subject: &Subject,
    actor: Option<&Actor>,
) -> Result<Vec<Entry>, ContractError> {
    let filled = match actor {
        None => subject.names_anyone,
        Some(Actor::Account(_)) => subject.names_accounts,
        Some(_) => true,
    };
    if !filled {
        return Ok(Vec::new());
    }
    let cell = CELLS.may_load(storage, &(subject.number, key(actor)))?;
    Ok(cell.unwrap_or_default().0)
}

/// Removes at most `limit` cells of an erased subject, and tells how many that were.
pub fn erase(
    storage: &mut dyn Storage,
    subject: u32,
    limit: usize,
) -> Result<usize, ContractError> {
    let keys = CELLS.keys(storage, &subject, None, limit)?;
    for key in &keys {
        CELLS.remove(storage, key)?;
    }
    Ok(keys.len())
}

/// The key of anyone's cell is empty. What is said of a holder as a person, organisation or device stands in one cell,
/// so that a decision looks into one for its number.
fn key(actor: Option<&Actor>) -> Vec<u8> {
    match actor {
        None => Vec::new(),
        Some(Actor::Person(holder) | Actor::Organisation(holder) | Actor::Device(holder)) => {
            actor::key(&Actor::Person(*holder))
        }
        Some(actor) => actor::key(actor),
    }
}

/// The cells that one message fills, so that each is read and written once however many consents it gets.
#[derive(Debug, Default)]
pub struct Filling {
    cells: BTreeMap<Vec<u8>, Cell>,
    names_accounts: bool,
    names_anyone: bool,
}

impl Filling {
    /// Enters a live consent, which is stored by now, in each of its cells.
    ///
    /// # Errors
    /// `cell_full` if eight consents live in one of them, or six that are not root denies of the owner's where this
    /// one is none either.
    pub fn enter(
        &mut self,
        storage: &dyn Storage,
        subject: &Subject,
        id: u32,
        consent: &Consent,
        now: u32,
    ) -> Result<(), ContractError> {
        let cells = consent.tree.cells();
        let is_account = |actor: &Actor| matches!(actor, Actor::Account(_));
        self.names_accounts |= cells.actors.iter().any(is_account);
        self.names_anyone |= cells.anyone;
        let anyone = cells.anyone.then(|| key(None));
        let keys: BTreeSet<Vec<u8>> = anyone
            .into_iter()
            .chain(cells.actors.iter().map(|actor| key(Some(actor))))
            .collect();
        for key in keys {
            let cell = match self.cells.remove(&key) {
                Some(cell) => cell,
                None => CELLS
                    .may_load(storage, &(subject.number, key.clone()))?
                    .unwrap_or_default(),
            };
            let cell = cell.with(storage, subject, Entry::of(id, consent), now)?;
            self.cells.insert(key, cell);
        }
        Ok(())
    }

    /// Stores the cells, and has the subject tell of those that are the first of their sort. Whether it changed, and
    /// is to be stored.
    pub fn save(
        self,
        storage: &mut dyn Storage,
        subject: &mut Subject,
    ) -> Result<bool, ContractError> {
        for (key, cell) in self.cells {
            CELLS.save(storage, &(subject.number, key), &cell)?;
        }
        let before = (subject.names_accounts, subject.names_anyone);
        subject.names_accounts |= self.names_accounts;
        subject.names_anyone |= self.names_anyone;
        Ok((subject.names_accounts, subject.names_anyone) != before)
    }
}

impl Cell {
    /// The cell with one more entry. The dead give way: those that tell so at once, the others only when there is no
    /// room, since that takes reading them.
    fn with(
        mut self,
        storage: &dyn Storage,
        subject: &Subject,
        entry: Entry,
        now: u32,
    ) -> Result<Self, ContractError> {
        self.0.retain(|other| !other.is_dead(subject.epoch, now));
        if !self.has_room(&entry) {
            let mut live = Vec::new();
            for other in &self.0 {
                let consent = consent::load(storage, subject.number, other.id)?;
                let standing = consent::standing(storage, subject, &consent, now)?;
                let permits_ended = standing.permits_ended.is_some() && !other.denies;
                if standing.status == ConsentStatus::Active && !permits_ended {
                    live.push(*other);
                }
            }
            self.0 = live;
        }
        if !self.has_room(&entry) {
            return Err(ConsentError::CellFull.into());
        }
        self.0.push(entry);
        Ok(self)
    }

    fn has_room(&self, entry: &Entry) -> bool {
        let others = self.0.iter().filter(|other| !other.owners_deny).count();
        self.0.len() < MAX_ENTRIES && (entry.owners_deny || others < MAX_OTHERS)
    }
}

impl Packed for Entry {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.id);
        writer.u32(self.epoch);
        writer.opt_time(self.until);
        let mut flags = 0;
        for (set, bit) in [
            (self.permits, PERMITS),
            (self.denies, DENIES),
            (self.owners_deny, OWNERS_DENY),
            (self.category == Category::Research, RESEARCH),
        ] {
            if set {
                flags |= bit;
            }
        }
        writer.u8(flags);
        writer.u16(self.interest);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let id = reader.u32()?;
        let epoch = reader.u32()?;
        let until = reader.opt_time()?;
        let unknown = reader.corrupt();
        let flags = reader.u8()?;
        let interest = reader.u16()?;
        if flags & !FLAGS != 0 || interest & !(PURPOSES | ACTIONS) != 0 {
            return Err(unknown);
        }
        Ok(Entry {
            id,
            epoch,
            until,
            permits: flags & PERMITS != 0,
            denies: flags & DENIES != 0,
            owners_deny: flags & OWNERS_DENY != 0,
            category: if flags & RESEARCH == 0 {
                Category::PatientPrivacy
            } else {
                Category::Research
            },
            interest,
        })
    }
}

impl Packed for Cell {
    fn pack(&self, writer: &mut Writer) {
        self.0.iter().for_each(|entry| entry.pack(writer));
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let mut entries = vec![Entry::unpack(reader)?];
        while !reader.is_empty() {
            let too_many = reader.corrupt();
            if entries.len() >= MAX_ENTRIES {
                return Err(too_many);
            }
            entries.push(Entry::unpack(reader)?);
        }
        Ok(Cell(entries))
    }
}
