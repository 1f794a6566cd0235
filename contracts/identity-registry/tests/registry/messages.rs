//! Messages that several tests send.

use crate::harness::Kind;
use health_types::identity::{ExecuteMsg, Reason};

pub fn accept_affiliation(organisation: u32) -> ExecuteMsg {
    ExecuteMsg::AcceptAffiliation {
        organisation,
        kind: Kind::ProviderOrganisation,
    }
}

pub fn leave_affiliation(organisation: u32) -> ExecuteMsg {
    ExecuteMsg::LeaveAffiliation {
        organisation,
        kind: Kind::ProviderOrganisation,
    }
}

pub fn suspend(holder: u32, kind: Kind) -> ExecuteMsg {
    ExecuteMsg::Suspend {
        holder,
        kind,
        reason: Reason::UnderInvestigation,
    }
}

pub fn reinstate(holder: u32, kind: Kind) -> ExecuteMsg {
    ExecuteMsg::Reinstate { holder, kind }
}

pub fn revoke(holder: u32, kind: Kind) -> ExecuteMsg {
    ExecuteMsg::Revoke {
        holder,
        kind,
        reason: Reason::PrivilegeWithdrawn,
    }
}

pub fn renew(holder: u32, kind: Kind, until: impl Into<Option<u32>>) -> ExecuteMsg {
    ExecuteMsg::Renew {
        holder,
        kind,
        until: until.into(),
    }
}

pub fn suspend_issuer(issuer: u32) -> ExecuteMsg {
    ExecuteMsg::SuspendIssuer { issuer }
}

pub fn reinstate_issuer(issuer: u32) -> ExecuteMsg {
    ExecuteMsg::ReinstateIssuer { issuer }
}

pub fn remove_issuer(issuer: u32) -> ExecuteMsg {
    ExecuteMsg::RemoveIssuer { issuer }
}
