//! Guardians, votes for moves, and the pending move of a holder.

use super::parts::{flag, pack_option, unpack_option};
use cosmwasm_std::{CanonicalAddr, Storage};
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::schedule::LAPSES_AFTER;
use health_kit::KitError;
use health_types::identity::MAX_GUARDIANS;

pub(super) const GUARDIANS: PackedMap<u32, Guardians> = PackedMap::new(0x11, "guardians");
pub(super) const GUARDIAN_VOTES: PackedMap<(u32, CanonicalAddr), Vote> =
    PackedMap::new(0x12, "guardian vote");
pub(super) const ISSUER_VOTES: PackedMap<(u32, u32), Vote> = PackedMap::new(0x13, "issuer vote");
pub(super) const MOVES: PackedMap<u32, Move> = PackedMap::new(0x14, "move");

/// Who may propose a move, and how many must agree: threshold u8, accounts. Without accounts: nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Set {
    /// How many must agree.
    pub threshold: u8,
    /// Who.
    pub accounts: Vec<CanonicalAddr>,
}

impl Packed for Set {
    fn pack(&self, writer: &mut Writer) {
        writer.u8(self.threshold);
        writer.list(&self.accounts);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        // Lossless: eight.
        let max = u8::try_from(MAX_GUARDIANS).unwrap_or(u8::MAX);
        Ok(Set {
            threshold: reader.u8()?,
            accounts: reader.list(max)?,
        })
    }
}

/// The guardians of a holder: the present ones, those to come behind a flag with their time, and the first and last
/// veto u32 each (0: none).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guardians {
    /// The present ones, unless `next` is due.
    pub current: Set,
    /// Those to come.
    pub next: Option<Next>,
    /// The first veto of the dispute.
    pub first_veto: u32,
    /// The last veto. The dispute is over when it is as old as a proposal lives.
    pub last_veto: u32,
}

/// Guardians to come: from u32, and who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// From when on.
    pub from: u32,
    /// Who.
    pub set: Set,
}

impl Packed for Next {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.from);
        self.set.pack(writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Next {
            from: reader.u32()?,
            set: Set::unpack(reader)?,
        })
    }
}

impl Packed for Guardians {
    fn pack(&self, writer: &mut Writer) {
        self.current.pack(writer);
        pack_option(self.next.as_ref(), writer);
        writer.u32(self.first_veto);
        writer.u32(self.last_veto);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Guardians {
            current: Set::unpack(reader)?,
            next: unpack_option(reader)?,
            first_veto: reader.u32()?,
            last_veto: reader.u32()?,
        })
    }
}

impl Guardians {
    /// The guardians of a holder as they stand at `now`: those that came due are the present ones, and a dispute that
    /// is over is forgotten.
    pub fn load(storage: &dyn Storage, holder: u32, now: u32) -> Result<Self, KitError> {
        let mut all = GUARDIANS.may_load(storage, &holder)?.unwrap_or_default();
        if let Some(next) = all.next.take_if(|next| next.from <= now) {
            all.current = next.set;
        }
        if all.disputed_until().is_none_or(|until| until <= now) {
            (all.first_veto, all.last_veto) = (0, 0);
        }
        Ok(all)
    }

    /// Stores the guardians of a holder.
    pub fn save(&self, storage: &mut dyn Storage, holder: u32) -> Result<(), KitError> {
        GUARDIANS.save(storage, &holder, self)
    }

    /// When the dispute is over; none if there is none.
    pub fn disputed_until(&self) -> Option<u32> {
        (self.last_veto != 0).then(|| self.last_veto.saturating_add(LAPSES_AFTER))
    }
}

/// A vote for a move: cast u32, new account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// When it was cast.
    pub cast: u32,
    /// The new account.
    pub account: CanonicalAddr,
}

impl Packed for Vote {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.cast);
        self.account.pack(writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Vote {
            cast: reader.u32()?,
            account: CanonicalAddr::unpack(reader)?,
        })
    }
}

impl Vote {
    /// Whether it counts for `account` at `now`, if only votes after `since` do.
    pub fn counts(&self, account: &CanonicalAddr, since: u32, now: u32) -> bool {
        self.account == *account
            && self.cast > since
            && now < self.cast.saturating_add(LAPSES_AFTER)
    }
}

/// The vote of a guardian.
pub fn guardian_vote(
    storage: &dyn Storage,
    holder: u32,
    guardian: &CanonicalAddr,
) -> Result<Option<Vote>, KitError> {
    GUARDIAN_VOTES.may_load(storage, &(holder, guardian.clone()))
}

/// Records the vote of a guardian.
pub fn save_guardian_vote(
    storage: &mut dyn Storage,
    holder: u32,
    guardian: &CanonicalAddr,
    vote: &Vote,
) -> Result<(), KitError> {
    GUARDIAN_VOTES.save(storage, &(holder, guardian.clone()), vote)
}

/// At most `limit` votes of guardians, by account, after one.
pub fn guardian_votes(
    storage: &dyn Storage,
    holder: u32,
    after: Option<CanonicalAddr>,
    limit: usize,
) -> Result<Vec<(CanonicalAddr, Vote)>, KitError> {
    let after = after.map(|account| (holder, account));
    let all = GUARDIAN_VOTES.range(storage, &holder, after.as_ref(), limit)?;
    Ok(all
        .into_iter()
        .map(|((_, account), vote)| (account, vote))
        .collect())
}

/// The vote of an issuer.
pub fn issuer_vote(
    storage: &dyn Storage,
    holder: u32,
    issuer: u32,
) -> Result<Option<Vote>, KitError> {
    ISSUER_VOTES.may_load(storage, &(holder, issuer))
}

/// Records the vote of an issuer.
pub fn save_issuer_vote(
    storage: &mut dyn Storage,
    holder: u32,
    issuer: u32,
    vote: &Vote,
) -> Result<(), KitError> {
    ISSUER_VOTES.save(storage, &(holder, issuer), vote)
}

/// At most `limit` votes of issuers, by number, after one.
pub fn issuer_votes(
    storage: &dyn Storage,
    holder: u32,
    after: Option<u32>,
    limit: usize,
) -> Result<Vec<(u32, Vote)>, KitError> {
    let after = after.map(|issuer| (holder, issuer));
    let all = ISSUER_VOTES.range(storage, &holder, after.as_ref(), limit)?;
    Ok(all
        .into_iter()
        .map(|((_, issuer), vote)| (issuer, vote))
        .collect())
}

/// A proposed move: by guardians u8, vetoable u8, lapses u32, ready u32 (open: not accepted), new account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Whether the guardians proposed it; else the issuers did.
    pub by_guardians: bool,
    /// Whether the holder may veto it.
    pub vetoable: bool,
    /// When it lapses.
    pub lapses_at: u32,
    /// When it may be executed; none until it is accepted.
    pub ready_at: Option<u32>,
    /// The new account.
    pub account: CanonicalAddr,
}

impl Packed for Move {
    fn pack(&self, writer: &mut Writer) {
        writer.u8(u8::from(self.by_guardians));
        writer.u8(u8::from(self.vetoable));
        writer.u32(self.lapses_at);
        writer.opt_time(self.ready_at);
        self.account.pack(writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Move {
            by_guardians: flag(reader)?,
            vetoable: flag(reader)?,
            lapses_at: reader.u32()?,
            ready_at: reader.opt_time()?,
            account: CanonicalAddr::unpack(reader)?,
        })
    }
}

/// The last proposed move of a holder, though it may have lapsed.
pub fn may_load(storage: &dyn Storage, holder: u32) -> Result<Option<Move>, KitError> {
    MOVES.may_load(storage, &holder)
}

/// The pending move of a holder.
pub fn pending(storage: &dyn Storage, holder: u32, now: u32) -> Result<Option<Move>, KitError> {
    Ok(may_load(storage, holder)?.filter(|pending| now < pending.lapses_at))
}

/// Stores the move of a holder.
pub fn save(storage: &mut dyn Storage, holder: u32, pending: &Move) -> Result<(), KitError> {
    MOVES.save(storage, &holder, pending)
}

/// Removes the move of a holder.
pub fn remove(storage: &mut dyn Storage, holder: u32) -> Result<(), KitError> {
    MOVES.remove(storage, &holder)
}
