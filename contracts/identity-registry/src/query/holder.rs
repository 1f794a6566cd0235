//! Holders: accounts, guardians, profiles and moves.

use crate::error::ContractError;
use crate::state::moves::{self, Guardians, Set};
use crate::state::{devices, holders, issuers};
use cosmwasm_std::{CanonicalAddr, Deps, Env};
use health_kit::{address, page};
use health_rules::identifiers::account_did;
use health_types::identity::{
    AccountResponse, BarredIssuersResponse, DeviceInfo, GuardianSet, HolderResponse, MoveVote,
    MoveVotesResponse, NextGuardians, PendingMove, PendingMoveResponse, ProfileResponse,
    VoteCursor,
};

/// The holder behind an account.
pub fn account(deps: Deps, account: &str) -> Result<AccountResponse, ContractError> {
    let account = address::canonical(deps.api, account)?;
    let entry = holders::may_load(deps.storage, &account)?;
    let issuer = issuers::by_account(deps.storage, &account)?;
    Ok(AccountResponse {
        retired: entry.as_ref().is_some_and(|entry| entry.is_retired()),
        holder: entry
            .filter(|entry| !entry.is_retired())
            .map(|entry| entry.holder),
        issuer: issuer.map(|own| own.issuer),
        sub_issuer: issuer.map(|own| own.sub).filter(|sub| *sub != 0),
    })
}

/// The account behind a holder, and its guardians.
pub fn holder(deps: Deps, holder: u32, now: u32) -> Result<HolderResponse, ContractError> {
    let account = holders::account(deps.storage, holder)?
        .map(|account| address::human(deps.api, &account, "holder"))
        .transpose()?;
    let guardians = Guardians::load(deps.storage, holder, now)?;
    let set = |set: &Set| -> Result<Option<GuardianSet>, ContractError> {
        if set.accounts.is_empty() {
            return Ok(None);
        }
        let guardians = set
            .accounts
            .iter()
            .map(|account| Ok(address::human(deps.api, account, "guardians")?.into_string()))
            .collect::<Result<_, ContractError>>()?;
        Ok(Some(GuardianSet {
            guardians,
            threshold: set.threshold,
        }))
    };
    Ok(HolderResponse {
        account: account.map(String::from),
        guardians: set(&guardians.current)?,
        next_guardians: guardians
            .next
            .as_ref()
            .map(|next| {
                Ok::<_, ContractError>(NextGuardians {
                    set: set(&next.set)?,
                    from: next.from,
                })
            })
            .transpose()?,
        vetoed: (guardians.last_veto != 0).then_some(guardians.last_veto),
    })
}

/// A page of the issuers that a holder barred.
pub fn barred(
    deps: Deps,
    holder: u32,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<BarredIssuersResponse, ContractError> {
    let limit = page::limit(limit)?;
    let relations = holders::relations(deps.storage, holder, start_after, limit.fetch())?;
    let (relations, next) = limit.page(relations, |(issuer, _)| *issuer);
    let items = relations
        .into_iter()
        .filter(|(_, relation)| relation.barred)
        .map(|(issuer, _)| issuer)
        .collect();
    Ok(BarredIssuersResponse { items, next })
}

/// The profile of a holder.
pub fn profile(deps: Deps, env: &Env, holder: u32) -> Result<ProfileResponse, ContractError> {
    let account = holders::account(deps.storage, holder)?;
    Ok(ProfileResponse {
        account_did: account.and_then(|account| account_did(&env.block.chain_id, &account)),
        profile: devices::profile(deps.storage, holder)?.map(Into::into),
        device: devices::device(deps.storage, holder)?.map(|device| DeviceInfo {
            key: device.key,
            sequence: device.sequence,
            calibrated_until: device.calibrated_until,
            deactivated: device.deactivated,
        }),
    })
}

/// The pending move of a holder.
pub fn pending_move(
    deps: Deps,
    holder: u32,
    now: u32,
) -> Result<PendingMoveResponse, ContractError> {
    let pending = moves::pending(deps.storage, holder, now)?
        .map(|pending| {
            Ok::<_, ContractError>(PendingMove {
                account: address::human(deps.api, &pending.account, "move")?.into_string(),
                by_guardians: pending.by_guardians,
                accepted: pending.ready_at.is_some(),
                vetoable: pending.vetoable,
                ready_at: pending.ready_at,
                lapses_at: pending.lapses_at,
            })
        })
        .transpose()?;
    Ok(PendingMoveResponse { pending })
}

/// A page of the votes for moves of a holder.
pub fn votes(
    deps: Deps,
    holder: u32,
    start_after: Option<VoteCursor>,
    limit: Option<u32>,
) -> Result<MoveVotesResponse, ContractError> {
    let limit = page::limit(limit)?;
    let (guardian, issuer) = match &start_after {
        None => (Some(None), None),
        Some(VoteCursor::Guardian { account }) => {
            (Some(Some(address::canonical(deps.api, account)?)), None)
        }
        Some(VoteCursor::Issuer { issuer }) => (None, Some(*issuer)),
    };
    let human = |account: &CanonicalAddr| -> Result<String, ContractError> {
        Ok(address::human(deps.api, account, "vote")?.into_string())
    };
    let mut items = Vec::new();
    if let Some(after) = guardian {
        for (account, vote) in moves::guardian_votes(deps.storage, holder, after, limit.fetch())? {
            items.push(MoveVote {
                voter: VoteCursor::Guardian {
                    account: human(&account)?,
                },
                account: human(&vote.account)?,
                cast: vote.cast,
            });
        }
    }
    let rest = limit.fetch().saturating_sub(items.len());
    for (issuer, vote) in moves::issuer_votes(deps.storage, holder, issuer, rest)? {
        items.push(MoveVote {
            voter: VoteCursor::Issuer { issuer },
            account: human(&vote.account)?,
            cast: vote.cast,
        });
    }
    let (items, next) = limit.page(items, |last| last.voter.clone());
    Ok(MoveVotesResponse { items, next })
}
