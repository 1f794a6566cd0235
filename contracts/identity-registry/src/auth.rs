//! Who may send what.

use crate::error::{ContractError, IdentityError};
use crate::state::moves::Guardians;
use crate::state::{credentials, holders, issuers};
use cosmwasm_std::{CanonicalAddr, Deps, MessageInfo};
use health_kit::admin::{self, AdminRole};
use health_kit::{address, auth, KitError};
use health_types::identity::raw::{AccountEntry, IssuerEntry};
use health_types::identity::{ExecuteMsg, IssuerState, Status};

/// Whoever a message requires its sender to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Anyone; what the message names must concern the sender, as the state says.
    Anyone,
    /// The admin of the registry.
    Governance,
    /// An issuer or a sub-issuer.
    Issuer,
    /// An issuer itself, no sub-issuer.
    IssuerItself,
    /// The issuer of this number itself, or governance.
    Overseer(u32),
    /// An account with a number.
    Holder,
    /// A guardian of this holder, or an issuer itself with a live credential of the holder.
    Mover(u32),
    /// The account to which this holder is to move.
    MoveTarget(u32),
    /// As the kit's administration demands.
    Admin(AdminRole),
}

/// The role that a message requires.
pub fn required_role(msg: &ExecuteMsg) -> Role {
    match msg {
        ExecuteMsg::ProposeIssuerChange { .. }
        | ExecuteMsg::CancelIssuerChange { .. }
        | ExecuteMsg::SuspendIssuer { .. }
        | ExecuteMsg::ReinstateIssuer { .. }
        | ExecuteMsg::RemoveIssuer { .. }
        | ExecuteMsg::WithdrawKinds { .. }
        | ExecuteMsg::WithdrawSchemes { .. }
        | ExecuteMsg::DistrustIssuer { .. }
        | ExecuteMsg::ReleaseIdentifier { .. } => Role::Governance,
        ExecuteMsg::AppointSubIssuer { .. } => Role::IssuerItself,
        ExecuteMsg::SuspendSubIssuer { issuer, .. }
        | ExecuteMsg::ReinstateSubIssuer { issuer, .. }
        | ExecuteMsg::RemoveSubIssuer { issuer, .. } => Role::Overseer(*issuer),
        ExecuteMsg::Issue { .. }
        | ExecuteMsg::Renew { .. }
        | ExecuteMsg::Suspend { .. }
        | ExecuteMsg::Reinstate { .. }
        | ExecuteMsg::Revoke { .. } => Role::Issuer,
        ExecuteMsg::Renounce { .. }
        | ExecuteMsg::BarIssuer { .. }
        | ExecuteMsg::UnbarIssuer { .. }
        | ExecuteMsg::UpdateProfile { .. }
        | ExecuteMsg::RotateKey { .. }
        | ExecuteMsg::DeactivateDevice {}
        | ExecuteMsg::ProposeAffiliations { .. }
        | ExecuteMsg::EndAffiliations { .. }
        | ExecuteMsg::NameGuardians { .. }
        | ExecuteMsg::VetoMove {} => Role::Holder,
        ExecuteMsg::ProposeMove { holder, .. } => Role::Mover(*holder),
        ExecuteMsg::AcceptMove { holder } => Role::MoveTarget(*holder),
        ExecuteMsg::ApplyIssuerChange { .. }
        | ExecuteMsg::AcceptAffiliation { .. }
        | ExecuteMsg::LeaveAffiliation { .. }
        | ExecuteMsg::ExecuteMove { .. } => Role::Anyone,
        ExecuteMsg::Admin(msg) => Role::Admin(admin::required_role(msg)),
    }
}

/// Whether a pause stops the message. It never stops what narrows, ends or protects.
pub fn stopped_by_pause(msg: &ExecuteMsg) -> bool {
    match msg {
        ExecuteMsg::ApplyIssuerChange { .. }
        | ExecuteMsg::AppointSubIssuer { .. }
        | ExecuteMsg::ReinstateSubIssuer { .. }
        | ExecuteMsg::Issue { .. }
        | ExecuteMsg::Renew { .. }
        | ExecuteMsg::Reinstate { .. }
        | ExecuteMsg::UnbarIssuer { .. }
        | ExecuteMsg::UpdateProfile { .. }
        | ExecuteMsg::ProposeAffiliations { .. }
        | ExecuteMsg::AcceptAffiliation { .. }
        | ExecuteMsg::NameGuardians { .. }
        | ExecuteMsg::ProposeMove { .. }
        | ExecuteMsg::AcceptMove { .. }
        | ExecuteMsg::ExecuteMove { .. } => true,
        ExecuteMsg::ProposeIssuerChange { .. }
        | ExecuteMsg::CancelIssuerChange { .. }
        | ExecuteMsg::SuspendIssuer { .. }
        | ExecuteMsg::ReinstateIssuer { .. }
        | ExecuteMsg::RemoveIssuer { .. }
        | ExecuteMsg::WithdrawKinds { .. }
        | ExecuteMsg::WithdrawSchemes { .. }
        | ExecuteMsg::DistrustIssuer { .. }
        | ExecuteMsg::ReleaseIdentifier { .. }
        | ExecuteMsg::SuspendSubIssuer { .. }
        | ExecuteMsg::RemoveSubIssuer { .. }
        | ExecuteMsg::Suspend { .. }
        | ExecuteMsg::Revoke { .. }
        | ExecuteMsg::Renounce { .. }
        | ExecuteMsg::BarIssuer { .. }
        | ExecuteMsg::RotateKey { .. }
        | ExecuteMsg::DeactivateDevice {}
        | ExecuteMsg::EndAffiliations { .. }
        | ExecuteMsg::LeaveAffiliation { .. }
        | ExecuteMsg::VetoMove {}
        | ExecuteMsg::Admin(_) => false,
    }
}

/// Who the sender turned out to be.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The sender's account.
    pub account: CanonicalAddr,
    issuer: Option<IssuerCaller>,
    holder: Option<AccountEntry>,
    /// Whether the sender votes as a guardian.
    pub guardian: bool,
}

/// The issuer that the sender is.
#[derive(Clone, Copy, Debug)]
pub struct IssuerCaller {
    /// The issuer's number.
    pub issuer: u32,
    /// The sub-issuer's number; 0: the issuer itself.
    pub sub: u8,
    /// The issuer's entry.
    pub entry: IssuerEntry,
}

impl IssuerCaller {
    /// Refuses an issuer that is suspended or removed, itself or by the one above.
    pub fn ensure_active(&self) -> Result<(), IdentityError> {
        if self.entry.state == IssuerState::Active && !self.entry.is_down(self.sub) {
            Ok(())
        } else {
            Err(IdentityError::IssuerSuspended)
        }
    }
}

impl Caller {
    /// The issuer that the sender is.
    pub fn issuer(&self) -> Result<&IssuerCaller, KitError> {
        self.issuer.as_ref().ok_or(KitError::Unauthorized)
    }

    /// The issuer that the sender is, if any.
    pub fn may_be_issuer(&self) -> Option<&IssuerCaller> {
        self.issuer.as_ref()
    }

    /// The sender's number.
    pub fn holder(&self) -> Result<u32, KitError> {
        self.holder
            .as_ref()
            .map(|entry| entry.holder)
            .ok_or(KitError::Unauthorized)
    }
}

/// Finds out who the sender is, as far as the role needs it, and refuses all others.
pub fn authorise(
    deps: Deps,
    info: &MessageInfo,
    role: Role,
    now: u32,
) -> Result<Caller, ContractError> {
    let mut caller = Caller {
        account: address::given(deps.api, &info.sender)?,
        issuer: None,
        holder: None,
        guardian: false,
    };
    match role {
        // The kit itself checks what is its own.
        Role::Anyone | Role::Admin(_) => {}
        Role::Governance => admin::authorise(deps.storage, AdminRole::Admin, &info.sender)?,
        Role::Issuer => caller.issuer = Some(issuer(deps, &caller.account)?),
        Role::IssuerItself => {
            let found = issuer(deps, &caller.account)?;
            auth::ensure(found.sub == 0)?;
            caller.issuer = Some(found);
        }
        Role::Overseer(number) => {
            let own = issuers::by_account(deps.storage, &caller.account)?
                .is_some_and(|own| own.issuer == number && own.sub == 0);
            if own {
                caller.issuer = Some(issuer(deps, &caller.account)?);
            } else {
                admin::authorise(deps.storage, AdminRole::Admin, &info.sender)?;
            }
        }
        Role::Holder => {
            let entry = holders::may_load(deps.storage, &caller.account)?;
            caller.holder = entry.filter(|entry| !entry.is_retired());
            auth::ensure(caller.holder.is_some())?;
        }
        Role::Mover(holder) => {
            let guardians = Guardians::load(deps.storage, holder, now)?;
            caller.guardian = guardians.current.accounts.contains(&caller.account);
            if let Some(own) = issuers::by_account(deps.storage, &caller.account)? {
                if own.sub == 0 && vouching_issuers(deps, holder, now)?.contains(&own.issuer) {
                    caller.issuer = Some(issuer(deps, &caller.account)?);
                }
            }
            auth::ensure(caller.guardian || caller.issuer.is_some())?;
        }
        Role::MoveTarget(holder) => {
            let target = crate::state::moves::may_load(deps.storage, holder)?;
            auth::ensure(target.is_some_and(|target| target.account == caller.account))?;
        }
    }
    Ok(caller)
}

fn issuer(deps: Deps, account: &CanonicalAddr) -> Result<IssuerCaller, ContractError> {
    let own = issuers::by_account(deps.storage, account)?.ok_or(KitError::Unauthorized)?;
    Ok(IssuerCaller {
        issuer: own.issuer,
        sub: own.sub,
        entry: issuers::load(deps.storage, own.issuer)?,
    })
}

/// The issuers with a live credential of a holder: neither revoked nor expired, and not failing through its issuer.
/// A suspended one is live, for its issuer may have suspended it because the holder's key was stolen. The kinds bound
/// their number.
pub fn vouching_issuers(deps: Deps, holder: u32, now: u32) -> Result<Vec<u32>, ContractError> {
    let mut issuers = Vec::new();
    for (kind, credentials) in credentials::of_holder(deps.storage, holder, None)? {
        for credential in &credentials.0 {
            let status = credentials::status(deps.storage, kind, credential, now)?;
            let live = matches!(
                status,
                Status::Valid | Status::Suspended | Status::NotYetValid
            );
            if live && !issuers.contains(&credential.issuer) {
                issuers.push(credential.issuer);
            }
        }
    }
    Ok(issuers)
}
