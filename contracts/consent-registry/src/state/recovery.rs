//! Recovery contacts and what they vote for.

use cosmwasm_std::{CanonicalAddr, Storage};
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::schedule::{LAPSES_AFTER, WIDENING_WAITS};
use health_kit::time::after;
use health_kit::KitError;
use health_types::Bytes32;

/// The most recovery contacts of a subject.
pub const MAX_CONTACTS: u8 = 8;

pub(super) const CONTACTS: PackedMap<u32, Named> = PackedMap::new(0x1a, "recovery contacts");
pub(super) const RECOVERIES: PackedMap<u32, Recovery> = PackedMap::new(0x1b, "recovery");

/// Who may recover the subject: from u32, threshold u8, commitments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contacts {
    /// Since or from when on.
    pub from: u32,
    /// How many must agree.
    pub threshold: u8,
    /// A salted commitment each.
    pub commitments: Vec<Bytes32>,
}

impl Contacts {
    /// The place of a contact in the list.
    pub fn position(&self, commitment: &Bytes32) -> Option<u8> {
        let at = self.commitments.iter().position(|one| one == commitment)?;
        u8::try_from(at).ok()
    }

    /// Whether both are the same contacts, of whom as many must agree.
    pub fn is_as(&self, other: &Contacts) -> bool {
        self.threshold == other.threshold && self.commitments == other.commitments
    }

    /// How many there are.
    pub fn count(&self) -> u8 {
        u8::try_from(self.commitments.len()).unwrap_or(u8::MAX)
    }
}

impl Packed for Contacts {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.from);
        writer.u8(self.threshold);
        writer.list(&self.commitments);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Self {
            from: reader.u32()?,
            threshold: reader.u8()?,
            commitments: reader.list(MAX_CONTACTS)?,
        })
    }
}

/// The present contacts, none at all where they were removed, then those to come, if any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The present ones.
    pub present: Contacts,
    /// Those to come.
    pub next: Option<Contacts>,
}

impl Packed for Named {
    fn pack(&self, writer: &mut Writer) {
        self.present.pack(writer);
        self.next.iter().for_each(|next| next.pack(writer));
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Self {
            present: Contacts::unpack(reader)?,
            next: (!reader.is_empty())
                .then(|| Contacts::unpack(reader))
                .transpose()?,
        })
    }
}

/// What one contact wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// The contact's place in the list.
    pub contact: u8,
    /// When it said so; it holds for 14 days.
    pub at: u32,
    /// Whether the owner vetoed it; it then counts towards a proposal by all contacts only.
    pub vetoed: bool,
    /// The new owner.
    pub owner: CanonicalAddr,
}

impl Vote {
    fn holds(&self, now: u32) -> bool {
        now.saturating_sub(self.at) < LAPSES_AFTER
    }
}

impl Packed for Vote {
    fn pack(&self, writer: &mut Writer) {
        writer.u8(self.contact);
        writer.u32(self.at);
        writer.u8(self.vetoed.into());
        self.owner.pack(writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Self {
            contact: reader.u8()?,
            at: reader.u32()?,
            vetoed: flag(reader)?,
            owner: CanonicalAddr::unpack(reader)?,
        })
    }
}

/// A proposal that enough contacts agree to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// The new owner.
    pub owner: CanonicalAddr,
    /// When it may be executed.
    pub due: u32,
    /// When it lapses.
    pub lapses: u32,
    /// Whether the owner may veto it.
    pub vetoable: bool,
}

impl Packed for Agreed {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.due);
        writer.u32(self.lapses);
        writer.u8(self.vetoable.into());
        self.owner.pack(writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Self {
            due: reader.u32()?,
            lapses: reader.u32()?,
            vetoable: flag(reader)?,
            owner: CanonicalAddr::unpack(reader)?,
        })
    }
}

/// A proposal as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The new owner.
    pub owner: CanonicalAddr,
    /// How many contacts agree.
    pub agreed: u8,
    /// When it is due, if enough agree.
    pub due: Option<u32>,
    /// When it lapses.
    pub lapses: u32,
    /// Whether the owner may veto it.
    pub vetoable: bool,
}

/// The contacts' votes for a new owner. Each contact has one vote, so that none can crowd out what the others propose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// When the owner last vetoed. Until 14 days later the contacts cannot be replaced, for else whoever stole the
    /// owner's key would replace them before they could propose again.
    pub vetoed_at: Option<u32>,
    /// The proposal that enough contacts agree to.
    pub agreed: Option<Agreed>,
    /// At most one for each contact.
    pub votes: Vec<Vote>,
}

impl Recovery {
    /// The proposal that enough contacts agree to, unless it lapsed.
    pub fn agreed(&self, now: u32) -> Option<&Agreed> {
        self.agreed.as_ref().filter(|agreed| now < agreed.lapses)
    }

    /// The proposal to show: the one agreed to, else the one with the most votes, the earlier one of equals.
    pub fn leading(&self, now: u32) -> Option<Proposal> {
        if let Some(agreed) = self.agreed(now) {
            return Some(Proposal {
                owner: agreed.owner.clone(),
                agreed: self.votes_for(&agreed.owner, now),
                due: Some(agreed.due),
                lapses: agreed.lapses,
                vetoable: agreed.vetoable,
            });
        }
        let mut held: Vec<&Vote> = self.votes.iter().filter(|vote| vote.holds(now)).collect();
        held.sort_by_key(|vote| {
            let votes = self.votes_for(&vote.owner, now);
            (u8::MAX.saturating_sub(votes), vote.at)
        });
        held.first().map(|vote| Proposal {
            owner: vote.owner.clone(),
            agreed: self.votes_for(&vote.owner, now),
            due: None,
            lapses: vote.at.saturating_add(LAPSES_AFTER),
            vetoable: self
                .votes
                .iter()
                .any(|other| other.holds(now) && !other.vetoed),
        })
    }

    /// How many contacts vote for an owner.
    pub fn votes_for(&self, owner: &CanonicalAddr, now: u32) -> u8 {
        self.count(now, |vote| vote.owner == *owner)
    }

    fn count(&self, now: u32, which: impl Fn(&Vote) -> bool) -> u8 {
        let count = self
            .votes
            .iter()
            .filter(|vote| vote.holds(now) && which(vote))
            .count();
        u8::try_from(count).unwrap_or(u8::MAX)
    }

    /// Whether the contact already votes for this owner.
    pub fn has_voted(&self, contact: u8, owner: &CanonicalAddr, now: u32) -> bool {
        self.votes.iter().any(|vote| {
            vote.contact == contact && vote.owner == *owner && vote.holds(now) && !vote.vetoed
        })
    }

    /// Takes a contact's vote, and what follows from it.
    ///
    /// # Errors
    /// `time_out_of_range` at the end of u32 seconds.
    pub fn vote(
        &mut self,
        contact: u8,
        owner: &CanonicalAddr,
        contacts: &Contacts,
        now: u32,
    ) -> Result<(), KitError> {
        self.votes
            .retain(|vote| vote.holds(now) && vote.contact != contact);
        self.votes.push(Vote {
            contact,
            at: now,
            vetoed: false,
            owner: owner.clone(),
        });
        let by_all = |owner: &CanonicalAddr| self.votes_for(owner, now) == contacts.count();
        let enough = |owner: &CanonicalAddr| {
            self.count(now, |vote| vote.owner == *owner && !vote.vetoed) >= contacts.threshold
        };
        let final_word = self.vetoed_at.is_some() && by_all(owner);
        let standing = self.agreed(now).filter(|agreed| {
            if agreed.vetoable {
                enough(&agreed.owner)
            } else {
                by_all(&agreed.owner)
            }
        });
        self.agreed = match standing {
            Some(agreed) if agreed.owner == *owner => Some(Agreed {
                vetoable: agreed.vetoable && !final_word,
                ..agreed.clone()
            }),
            Some(agreed) if !final_word => Some(agreed.clone()),
            _ if final_word || enough(owner) => {
                let first = self
                    .votes
                    .iter()
                    .filter(|vote| vote.owner == *owner)
                    .map(|vote| vote.at)
                    .min();
                Some(Agreed {
                    owner: owner.clone(),
                    due: after(now, WIDENING_WAITS)?,
                    lapses: after(first.unwrap_or(now), LAPSES_AFTER)?,
                    vetoable: !final_word,
                })
            }
            _ => None,
        };
        Ok(())
    }

    /// The owner's veto. The first makes the contacts begin anew; later ones stop what is proposed, but each contact's
    /// vote still counts towards a proposal by all of them, or vetoes between the votes would keep them from ever
    /// agreeing.
    pub fn veto(&mut self, now: u32) {
        if self.vetoed_at.is_none() {
            self.votes.clear();
        }
        self.votes.iter_mut().for_each(|vote| vote.vetoed = true);
        self.vetoed_at = Some(now);
        self.agreed = None;
    }
}

impl Packed for Recovery {
    fn pack(&self, writer: &mut Writer) {
        writer.opt_time(self.vetoed_at);
        writer.list(self.agreed.as_slice());
        writer.list(&self.votes);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Self {
            vetoed_at: reader.opt_time()?,
            agreed: reader.list(1)?.pop(),
            votes: reader.list(MAX_CONTACTS)?,
        })
    }
}

fn flag(reader: &mut Reader) -> Result<bool, CorruptState> {
    let unknown = reader.corrupt();
    match reader.u8()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(unknown),
    }
}

/// The subject's contacts as they stand at `now`, if it ever named any.
pub fn contacts(storage: &dyn Storage, subject: u32, now: u32) -> Result<Option<Named>, KitError> {
    let mut named = CONTACTS.may_load(storage, &subject)?;
    if let Some(named) = &mut named {
        if let Some(next) = named.next.take_if(|next| next.from <= now) {
            named.present = next;
        }
    }
    Ok(named)
}

/// Stores the contacts.
pub fn set_contacts(
    storage: &mut dyn Storage,
    subject: u32,
    named: &Named,
) -> Result<(), KitError> {
    CONTACTS.save(storage, &subject, named)
}

/// The present contacts' votes for a new owner; none if there never was one, or the owner changed since.
pub fn recovery(
    storage: &dyn Storage,
    subject: u32,
    now: u32,
) -> Result<Option<Recovery>, KitError> {
    let Some(mut recovery) = RECOVERIES.may_load(storage, &subject)? else {
        return Ok(None);
    };
    let since = contacts(storage, subject, now)?.map_or(0, |named| named.present.from);
    // What earlier contacts said, and what the owner said to them, counts no longer. They did not agree, or would
    // have stayed.
    recovery.votes.retain(|vote| since <= vote.at);
    recovery.vetoed_at = recovery.vetoed_at.filter(|at| since <= *at);
    Ok(Some(recovery))
}

/// Stores the votes; none removes them.
pub fn set_recovery(
    storage: &mut dyn Storage,
    subject: u32,
    recovery: Option<&Recovery>,
) -> Result<(), KitError> {
    match recovery {
        Some(recovery) => RECOVERIES.save(storage, &subject, recovery),
        None => RECOVERIES.remove(storage, &subject),
    }
}
