//! Who may send what.

use crate::authority::Power;
use health_kit::admin::{self, AdminRole};
use health_types::consent::ExecuteMsg;

/// What a sender must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Anyone.
    Anyone,
    /// The subject's owner alone.
    Owner,
    /// The subject's owner, or a delegate with this power.
    OwnerOr(Power),
    /// The subject's owner, a delegate who manages those it appointed, or the delegate itself.
    OwnerOrConcerned,
    /// The subject's owner, a delegate with `revoke`, or a custodian that the subject accepted; never the actor.
    Reviewer,
    /// A recovery contact of the subject, opening its commitment.
    RecoveryContact,
    /// An organisation with a valid `data_custodian` credential.
    Custodian,
    /// A custodian, of a subject that exists.
    CustodianOfSubject,
    /// A custodian that the subject accepted.
    AcceptedCustodian,
    /// To place a hold, a custodian that the subject accepted or that has records of it; to lift one, a custodian.
    Holding,
    /// A custodian; or the requester, if it has an identity-registry number, or an administrator or device operator of
    /// an organisation both act for.
    Discloser,
    /// An account with any valid credential, or an affiliation that rests on one.
    Requester,
    /// The account whose request is open, accredited still or not.
    OpenRequester,
    /// A holder of a valid `emergency_responder` credential with the function `emergency`.
    Responder,
    /// A holder of a valid `data_access_body` credential.
    DataAccessBody,
    /// One of the roles of administration.
    Admin(AdminRole),
}

/// The role that a message requires.
pub fn required_role(msg: &ExecuteMsg) -> Role {
    match msg {
        ExecuteMsg::Register { .. }
        | ExecuteMsg::ExecuteRecovery { .. }
        | ExecuteMsg::ExecuteHandover { .. }
        | ExecuteMsg::Prune { .. }
        | ExecuteMsg::ApplyRequirement {} => Role::Anyone,
        ExecuteMsg::SetPolicies { .. }
        | ExecuteMsg::RevokeAll { .. }
        | ExecuteMsg::NameRecoveryContacts { .. }
        | ExecuteMsg::VetoRecovery { .. }
        | ExecuteMsg::ProposeHandover { .. }
        | ExecuteMsg::CancelHandover { .. }
        | ExecuteMsg::Erase { .. }
        | ExecuteMsg::AcceptCustodian { .. }
        | ExecuteMsg::DropCustodian { .. } => Role::Owner,
        ExecuteMsg::Grant { .. }
        | ExecuteMsg::Activate { .. }
        | ExecuteMsg::Refuse { .. }
        | ExecuteMsg::AnswerRequest { .. } => Role::OwnerOr(Power::Grant),
        ExecuteMsg::Revoke { .. }
        | ExecuteMsg::MarkEnteredInError { .. }
        | ExecuteMsg::EndEmergency { .. } => Role::OwnerOr(Power::Revoke),
        ExecuteMsg::AddDelegate { .. } => Role::OwnerOr(Power::ManageDelegates),
        ExecuteMsg::EndDelegate { .. } => Role::OwnerOrConcerned,
        ExecuteMsg::ReviewEmergency { .. } => Role::Reviewer,
        ExecuteMsg::ProposeRecovery { .. } | ExecuteMsg::VetoHandover { .. } => {
            Role::RecoveryContact
        }
        ExecuteMsg::RegisterRecords { .. } => Role::AcceptedCustodian,
        ExecuteMsg::UpdateRecords { .. } | ExecuteMsg::PutEnvelopes { .. } => {
            Role::CustodianOfSubject
        }
        ExecuteMsg::PlaceHold { .. } | ExecuteMsg::LiftHold { .. } => Role::Holding,
        ExecuteMsg::AnchorAuditRoot { .. } | ExecuteMsg::DeclarePart2 { .. } => Role::Custodian,
        ExecuteMsg::RecordAccess { .. } => Role::Discloser,
        ExecuteMsg::RequestAccess { .. } => Role::Requester,
        ExecuteMsg::CancelRequest { .. } => Role::OpenRequester,
        ExecuteMsg::BreakGlass { .. } => Role::Responder,
        ExecuteMsg::OverrideOptOut { .. } => Role::DataAccessBody,
        ExecuteMsg::SetRequirement { .. } | ExecuteMsg::CancelRequirement {} => {
            Role::Admin(AdminRole::Admin)
        }
        ExecuteMsg::Admin(msg) => Role::Admin(admin::required_role(msg)),
    }
}
