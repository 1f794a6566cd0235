//! Holders: accounts, guardians, profiles and moves.

use super::super::{DeviceKey, VoteCursor};
use cosmwasm_schema::cw_serde;

/// The holder behind an account.
#[cw_serde]
pub struct AccountResponse {
    /// The holder's number; absent if it has none, or moved away.
    pub holder: Option<u32>,
    /// Whether a holder moved away from the account, so that it can never be one again.
    pub retired: bool,
    /// The issuer whose account, or whose sub-issuer's account, it is.
    pub issuer: Option<u32>,
    /// The sub-issuer whose account it is.
    pub sub_issuer: Option<u8>,
}

/// The account behind a holder.
#[cw_serde]
pub struct HolderResponse {
    /// The account; absent if there is no such holder.
    pub account: Option<String>,
    /// Who may propose a move; absent: nobody but issuers.
    pub guardians: Option<GuardianSet>,
    /// Who may propose a move from a time on, in place of the present ones.
    pub next_guardians: Option<NextGuardians>,
    /// When the holder last vetoed a move; left out after 14 days.
    pub vetoed: Option<u32>,
}

/// Guardians of a holder.
#[cw_serde]
pub struct GuardianSet {
    /// Their accounts.
    pub guardians: Vec<String>,
    /// How many of them must agree.
    pub threshold: u8,
}

/// Guardians who are not so yet.
#[cw_serde]
pub struct NextGuardians {
    /// Who; absent: none.
    pub set: Option<GuardianSet>,
    /// From when on.
    pub from: u32,
}

/// A page of barred issuers.
#[cw_serde]
pub struct BarredIssuersResponse {
    /// The issuers' numbers.
    pub items: Vec<u32>,
    /// Where to go on; absent on the last page.
    pub next: Option<u32>,
}

/// A profile and what goes with it.
#[cw_serde]
pub struct ProfileResponse {
    /// The account's own DID (`did:pkh`); absent if there is no such holder, or the chain's id is no CAIP-2 reference.
    pub account_did: Option<String>,
    /// What the holder says of itself; absent if it never did.
    pub profile: Option<Profile>,
    /// The device's key; absent if there is none.
    pub device: Option<DeviceInfo>,
}

/// What an organisation or device says of itself.
#[cw_serde]
pub struct Profile {
    /// The display name.
    pub name: String,
    /// The decentralised identifier it claims.
    pub did: Option<String>,
    /// Its service endpoints.
    pub endpoints: Vec<String>,
}

/// The key of a device.
#[cw_serde]
pub struct DeviceInfo {
    /// The key; absent before the first.
    pub key: Option<DeviceKey>,
    /// How often it was rotated: what the next rotation signs.
    pub sequence: u64,
    /// Until when the device is calibrated.
    pub calibrated_until: Option<u32>,
    /// Whether it was deactivated, for ever.
    pub deactivated: bool,
}

/// The pending move of a holder.
#[cw_serde]
pub struct PendingMoveResponse {
    /// The move; absent if none is pending.
    pub pending: Option<PendingMove>,
}

/// A move.
#[cw_serde]
pub struct PendingMove {
    /// The new account.
    pub account: String,
    /// Whether the guardians proposed it; else the issuers did.
    pub by_guardians: bool,
    /// Whether the new account accepted.
    pub accepted: bool,
    /// Whether the holder may veto it.
    pub vetoable: bool,
    /// When it may be executed; absent until it is accepted.
    pub ready_at: Option<u32>,
    /// When it lapses.
    pub lapses_at: u32,
}

/// A vote for a move.
#[cw_serde]
pub struct MoveVote {
    /// Whose.
    pub voter: VoteCursor,
    /// For which account.
    pub account: String,
    /// When it was cast; it counts for 14 days.
    pub cast: u32,
}

/// A page of votes.
#[cw_serde]
pub struct MoveVotesResponse {
    /// The votes.
    pub items: Vec<MoveVote>,
    /// Where to go on; absent on the last page.
    pub next: Option<VoteCursor>,
}
