//! Administration, the same in every contract: who is admin and pauser, and the pause.
//!
//! A contract embeds [`AdminMsg`] as one variant `Admin` of its `ExecuteMsg` and answers [`AdminResponse`]
//! to its query of the same name.

use crate::event::EventData;
use crate::period::Period;
use crate::strict;
use cosmwasm_schema::cw_serde;

/// What administers a contract. Funds are refused on every message (`funds_refused`).
///
/// Whatever widens a right waits 48 hours before it takes effect; whatever narrows one is immediate. Proposals
/// lapse 14 days after they were made, and one that lives must be cancelled before another is made
/// (`proposal_pending`). An address is refused as `invalid_address` unless it is valid on this chain and written
/// in its normal form, and as `self_reference` if it is the sender's or the contract's own.
#[cw_serde]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemaifier(mute_warnings)]
pub enum AdminMsg {
    /// Nominates a new admin, who may accept at once. Admin only.
    ProposeAdmin {
        /// The nominee's account.
        admin: String,
    },
    /// Makes the nominee, who must be the sender, the admin. Anyone else is `unauthorized`, also when nobody is
    /// nominated; too late is `proposal_lapsed`.
    AcceptAdmin {},
    /// Ends the nomination of a new admin; `nothing_pending` if there is none. Admin only.
    CancelAdmin {},
    /// Schedules a pauser, who will replace the present one, if any. Admin only. The present one is refused as
    /// `unchanged`.
    ProposePauser {
        /// The future pauser's account.
        pauser: String,
    },
    /// Gives a scheduled pauser the role. Anyone, from 48 hours (before: `too_early`) until 14 days
    /// (`proposal_lapsed`) after it was proposed; `nothing_pending` if none was.
    ApplyPauser {},
    /// Ends the scheduling of a pauser; `nothing_pending` if there is none. Admin only.
    CancelPauser {},
    /// Takes the role from the pauser at once; `no_pauser` if there is none. A pause lasts on. Admin only.
    RemovePauser {},
    /// Stops for 72 hours what a pause stops in this contract, and nothing that protects a person. Pauser or
    /// admin. Refused as `already_paused` during a pause, and as `pause_too_soon` for 72 hours after the last one
    /// lapsed or was lifted, so that no contract can be kept paused.
    Pause {},
    /// Lifts a pause; `not_paused` if there is none. Admin only: a pauser can pause and nothing else.
    Unpause {},
}

strict!(AdminMsg);

/// A role that somebody is about to receive.
#[cw_serde]
pub struct Nomination {
    /// The account that will hold the role.
    pub address: String,
    /// When the nomination may take effect: not before `from`, no longer at `until`. Both are always given.
    pub period: Period,
}

/// Who administers the contract, and whether it is paused. Lapsed nominations are left out.
#[cw_serde]
pub struct AdminResponse {
    /// The admin's account.
    pub admin: String,
    /// The pauser's account; absent if there is none, and then the admin alone may pause.
    pub pauser: Option<String>,
    /// The nominated admin, if any.
    pub next_admin: Option<Nomination>,
    /// The scheduled pauser, if any.
    pub next_pauser: Option<Nomination>,
    /// The first second, in seconds since 1970, at which the present pause no longer holds; absent if the contract
    /// is not paused.
    pub paused_until: Option<u32>,
    /// The first second, in seconds since 1970, from which the contract may be paused again; absent if it may be
    /// paused now.
    pub may_pause_from: Option<u32>,
}

/// What has been administered. Times are seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdminEvent {
    /// An admin was nominated.
    AdminProposed {
        /// The nominee.
        admin: String,
        /// When the nomination lapses.
        lapses_at: u32,
    },
    /// The nominee became the admin.
    AdminAccepted {
        /// The new admin.
        admin: String,
    },
    /// The nomination of an admin was cancelled.
    AdminCancelled {
        /// The former nominee.
        admin: String,
    },
    /// A pauser was scheduled.
    PauserProposed {
        /// The future pauser.
        pauser: String,
        /// From when on it may receive the role.
        ready_at: u32,
        /// When the schedule lapses.
        lapses_at: u32,
    },
    /// A scheduled pauser received the role.
    PauserApplied {
        /// The new pauser.
        pauser: String,
    },
    /// The scheduling of a pauser was cancelled.
    PauserCancelled {
        /// Who had been scheduled.
        pauser: String,
    },
    /// The pauser lost the role.
    PauserRemoved {
        /// The former pauser.
        pauser: String,
    },
    /// The contract was paused.
    Paused {
        /// The pauser or admin who did it.
        by: String,
        /// When the pause lapses.
        until: u32,
    },
    /// A pause was lifted.
    Unpaused {
        /// The admin who did it.
        by: String,
        /// From when on the contract may be paused again.
        may_pause_from: u32,
    },
}

impl EventData for AdminEvent {
    fn kind(&self) -> &'static str {
        match self {
            Self::AdminProposed { .. } => "admin_proposed",
            Self::AdminAccepted { .. } => "admin_accepted",
            Self::AdminCancelled { .. } => "admin_cancelled",
            Self::PauserProposed { .. } => "pauser_proposed",
            Self::PauserApplied { .. } => "pauser_applied",
            Self::PauserCancelled { .. } => "pauser_cancelled",
            Self::PauserRemoved { .. } => "pauser_removed",
            Self::Paused { .. } => "paused",
            Self::Unpaused { .. } => "unpaused",
        }
    }

    fn attributes(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::AdminProposed { admin, lapses_at } => {
                vec![
                    ("admin", admin.clone()),
                    ("lapses_at", lapses_at.to_string()),
                ]
            }
            Self::AdminAccepted { admin } | Self::AdminCancelled { admin } => {
                vec![("admin", admin.clone())]
            }
            Self::PauserProposed {
                pauser,
                ready_at,
                lapses_at,
            } => vec![
                ("pauser", pauser.clone()),
                ("ready_at", ready_at.to_string()),
                ("lapses_at", lapses_at.to_string()),
            ],
            Self::PauserApplied { pauser }
            | Self::PauserCancelled { pauser }
            | Self::PauserRemoved { pauser } => {
                vec![("pauser", pauser.clone())]
            }
            Self::Paused { by, until } => vec![("by", by.clone()), ("until", until.to_string())],
            Self::Unpaused { by, may_pause_from } => {
                vec![
                    ("by", by.clone()),
                    ("may_pause_from", may_pause_from.to_string()),
                ]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::{from_json, to_json_string};

    #[test]
    fn messages_read_back_and_are_strict() {
        let nominate = AdminMsg::ProposeAdmin { admin: "a".into() };
        let text = to_json_string(&nominate).unwrap();
        assert_eq!(text, r#"{"propose_admin":{"admin":"a"}}"#);
        assert_eq!(from_json::<AdminMsg>(&text).unwrap(), nominate);
        assert_eq!(
            from_json::<AdminMsg>(r#"{"pause":{}}"#).unwrap(),
            AdminMsg::Pause {}
        );
        for refused in [
            r#"{"propose_admin":{"admin":"a","extra":1}}"#,
            r#"{"propose_admin":["a"]}"#,
            r#"{"propose_admin":{}}"#,
            r#"{"pause":{"for":9}}"#,
            r#"{"pause":[]}"#,
            r#""pause""#,
        ] {
            assert!(from_json::<AdminMsg>(refused).is_err(), "{refused}");
        }
    }
}
