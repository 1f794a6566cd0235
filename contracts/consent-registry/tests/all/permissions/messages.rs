//! Every message once, and its name.

use super::town::SALT;
use crate::support::*;
use health_testing::Suite;
use health_types::admin::AdminMsg;
use health_types::codes::PurposeOfUse;
use health_types::consent::*;
use health_types::identity::CredentialKind;
use health_types::{Bytes32, Period};

/// Every message about the town's subject. What they name exists in a town that is [`lived in`](super::town::lived_in).
pub fn messages(town: &Town) -> Vec<ExecuteMsg> {
    let subject = town.subject;
    let (custodian, actor) = (town.suite.holder("hospital"), town.suite.holder("nurse"));
    let stranger = town.account("somebody else");
    let hash = Bytes32([1; 32]);
    let until = START + DAY;
    let purpose = Purpose::Code {
        code: PurposeOfUse::TREAT,
    };
    let record = NewRecord {
        id: 1,
        commitment: hash,
        locator: hash,
        classes: vec![],
        labels: None,
        author: None,
        contexts: vec![],
        day: 0,
        key_version: 1,
    };
    let grantee = Actor::Organisation { holder: custodian };
    let envelope = EnvelopeEntry {
        record: 1,
        grantee: grantee.clone(),
        consent: 1,
        key: EnvelopeKey::Digest { digest: hash },
    };
    let question = Suite::question(PurposeOfUse::TREAT);
    let requirement = KindRequirement {
        kind: CredentialKind::Payer,
        assurance: health_types::identity::Assurance::High,
        issuers: 1,
    };
    let named = || stranger.clone();
    let mut all = vec![
        ExecuteMsg::Register {
            nonce: hash,
            policies: PolicyChange::default(),
            consents: None,
        },
        ExecuteMsg::SetPolicies {
            subject,
            change: PolicyChange {
                restricted: Some(true),
                ..PolicyChange::default()
            },
        },
        ExecuteMsg::RevokeAll {
            subject,
            end_delegates: false,
        },
        ExecuteMsg::NameRecoveryContacts {
            subject,
            contacts: vec![],
            threshold: 0,
        },
        ExecuteMsg::ProposeRecovery {
            subject,
            new_owner: named(),
            salt: SALT,
        },
        ExecuteMsg::VetoRecovery { subject },
        ExecuteMsg::ExecuteRecovery { subject },
        ExecuteMsg::ProposeHandover {
            subject,
            new_owner: named(),
        },
        ExecuteMsg::CancelHandover { subject },
        ExecuteMsg::VetoHandover {
            subject,
            salt: SALT,
        },
        ExecuteMsg::ExecuteHandover { subject },
        ExecuteMsg::Erase {
            subject,
            limit: None,
        },
        ExecuteMsg::AcceptCustodian {
            subject,
            custodian: town.suite.holder("clinic"),
        },
        ExecuteMsg::DropCustodian { subject, custodian },
        town.grant_msg(2, permit(4)),
        town.activate_msg(3),
        town.refuse_msg(3),
        town.revoke_msg(1),
        town.mistake_msg(1),
        ExecuteMsg::AddDelegate {
            subject,
            delegate: NewDelegate {
                account: named(),
                kind: DelegateKind::Carer,
                powers: GRANTS,
                excluded_labels: None,
                period: Period::OPEN,
                evidence: None,
            },
        },
        ExecuteMsg::EndDelegate {
            subject,
            account: town.account("granting delegate"),
            end_grants: false,
        },
        ExecuteMsg::AnswerRequest {
            subject,
            requester: town.account("access body"),
            answer: RequestAnswer::Close {},
        },
        ExecuteMsg::EndEmergency { subject, actor },
        ExecuteMsg::ReviewEmergency {
            subject,
            actor,
            outcome: ReviewOutcome::Justified,
        },
        ExecuteMsg::RegisterRecords {
            subject,
            records: vec![record.clone()],
        },
        ExecuteMsg::UpdateRecords {
            subject,
            records: vec![record],
        },
        ExecuteMsg::PutEnvelopes {
            subject,
            envelopes: vec![envelope],
        },
        ExecuteMsg::Prune {
            subject,
            envelopes: vec![EnvelopeRef {
                record: RecordRef { custodian, id: 1 },
                grantee,
            }],
        },
        ExecuteMsg::AnchorAuditRoot {
            day: 0,
            root: hash,
            count: 1,
        },
        ExecuteMsg::DeclarePart2 { part2: true },
        ExecuteMsg::PlaceHold {
            subject,
            reason: HoldReason::Litigation,
            until,
        },
        ExecuteMsg::LiftHold { subject },
        ExecuteMsg::RecordAccess {
            attempt: AccessAttempt {
                subject,
                requester: town.account("nurse"),
                organisations: Some(vec![custodian]),
                purpose: question.purpose,
                action: question.action,
                category: question.category,
            },
            items: vec![AccessItem::Record {
                record: RecordRef { custodian, id: 1 },
            }],
        },
        ExecuteMsg::RequestAccess {
            subject,
            purposes: vec![purpose],
            classes: None,
            until,
        },
        ExecuteMsg::CancelRequest { subject },
        ExecuteMsg::BreakGlass {
            subject,
            organisation: custodian,
            reason: EmergencyReason::Disaster,
            justification: hash,
            duration: 60,
        },
        ExecuteMsg::OverrideOptOut {
            subject,
            organisation: custodian,
            reason: OverrideReason::Statistics,
            until,
        },
        ExecuteMsg::SetRequirement { requirement },
        ExecuteMsg::ApplyRequirement {},
        ExecuteMsg::CancelRequirement {},
    ];
    let admin = [
        AdminMsg::ProposeAdmin { admin: named() },
        AdminMsg::AcceptAdmin {},
        AdminMsg::CancelAdmin {},
        AdminMsg::ProposePauser { pauser: named() },
        AdminMsg::ApplyPauser {},
        AdminMsg::CancelPauser {},
        AdminMsg::RemovePauser {},
        AdminMsg::Pause {},
        AdminMsg::Unpause {},
    ];
    all.extend(admin.map(ExecuteMsg::Admin));
    all
}

/// The message's name as JSON has it.
pub fn name(msg: &ExecuteMsg) -> String {
    let key = |value: &serde_json::Value| value.as_object().unwrap().keys().next().unwrap().clone();
    let json = serde_json::to_value(msg).unwrap();
    match msg {
        ExecuteMsg::Admin(_) => format!("admin: {}", key(&json["admin"])),
        _ => key(&json),
    }
}
