//! A valid message of each kind, and who may send it.

use health_testing::{Rule, Suite, Town};
use health_types::admin::AdminMsg;
use health_types::codes::PurposeOfUse::TREAT;
use health_types::consent::{
    AccessItem, Actor, DelegateKind, DelegatePowers, EmergencyReason, EnvelopeEntry, EnvelopeKey,
    ExecuteMsg, HoldReason, InitialStatus, KindRequirement, NewDelegate, OverrideReason,
    PolicyChange, Purpose, RecordRef, RequestAnswer, ReviewOutcome,
};
use health_types::identity::{Assurance, CredentialKind};
use health_types::{Bytes32, Period};

/// Everybody who sends.
pub const EVERYBODY: [&str; 13] = [
    "patient",
    "carer",
    "hospital",
    "clinic",
    "institute",
    "body",
    "nurse",
    "responder",
    "operator",
    "authority",
    "governance",
    "pauser",
    "stranger",
];
const CARER: &[&str] = &["patient", "carer"];

/// A town with a patient who has a carer, a consent, a draft, a record and an open request.
pub fn lived() -> (Suite, Town, Bytes32) {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let delegate = NewDelegate {
        account: suite.account("carer").to_string(),
        kind: DelegateKind::Carer,
        powers: DelegatePowers {
            grant: true,
            revoke: true,
            manage_delegates: true,
        },
        excluded_labels: None,
        period: Period::OPEN,
        evidence: None,
    };
    suite.must("patient", &ExecuteMsg::AddDelegate { subject, delegate });
    let permit = || Suite::permit().to_organisation(town.hospital).consent();
    suite.grant("patient", subject, 1, permit()).unwrap();
    let mut draft = permit();
    draft.status = Some(InitialStatus::Proposed);
    suite.grant("patient", subject, 2, draft).unwrap();
    suite.accept_custodian("patient", subject, "hospital");
    suite.register_record("hospital", subject, 1, &[], &[]);
    let request = ExecuteMsg::RequestAccess {
        subject,
        purposes: vec![Purpose::Code { code: TREAT }],
        classes: None,
        until: suite.now() + 86_400,
    };
    suite.must("nurse", &request);
    (suite, town, subject)
}

/// Messages to consent-registry, and who may send them; to all others they are forbidden.
pub fn consent_messages(
    suite: &Suite,
    town: &Town,
    subject: Bytes32,
) -> Vec<(ExecuteMsg, &'static [&'static str])> {
    let account = |name: &str| suite.account(name).to_string();
    let until = suite.now() + 86_400;
    let permit = || Suite::permit().to_organisation(town.hospital).consent();
    let records = || vec![Suite::new_record(1, &[], &[])];
    let delegate = NewDelegate {
        account: account("relative"),
        kind: DelegateKind::Carer,
        powers: DelegatePowers {
            grant: true,
            revoke: false,
            manage_delegates: false,
        },
        excluded_labels: None,
        period: Period::OPEN,
        evidence: None,
    };
    let envelope = EnvelopeEntry {
        record: 1,
        grantee: Actor::Organisation {
            holder: town.hospital,
        },
        consent: 1,
        key: EnvelopeKey::Digest {
            digest: Bytes32([5; 32]),
        },
    };
    let requirement = KindRequirement {
        kind: CredentialKind::Payer,
        assurance: Assurance::High,
        issuers: 2,
    };
    let record = RecordRef {
        custodian: town.hospital,
        id: 1,
    };
    let access = suite.access(
        subject,
        "nurse",
        &[town.hospital],
        TREAT,
        vec![AccessItem::Record { record }],
    );
    let owner: &[&str] = &["patient"];
    let custodian: &[&str] = &["hospital", "clinic"];
    let accepted: &[&str] = &["hospital"];
    vec![
        (
            ExecuteMsg::SetPolicies {
                subject,
                change: PolicyChange {
                    restricted: Some(true),
                    ..PolicyChange::default()
                },
            },
            owner,
        ),
        (
            ExecuteMsg::RevokeAll {
                subject,
                end_delegates: false,
            },
            owner,
        ),
        (
            ExecuteMsg::NameRecoveryContacts {
                subject,
                contacts: vec![Bytes32([3; 32])],
                threshold: 1,
            },
            owner,
        ),
        (
            ExecuteMsg::ProposeRecovery {
                subject,
                new_owner: account("heir"),
                salt: Bytes32([3; 32]),
            },
            &[],
        ),
        (ExecuteMsg::VetoRecovery { subject }, owner),
        (
            ExecuteMsg::ProposeHandover {
                subject,
                new_owner: account("heir"),
            },
            owner,
        ),
        (ExecuteMsg::CancelHandover { subject }, owner),
        (
            ExecuteMsg::VetoHandover {
                subject,
                salt: Bytes32([3; 32]),
            },
            &[],
        ),
        (
            ExecuteMsg::Erase {
                subject,
                limit: None,
            },
            owner,
        ),
        (
            ExecuteMsg::AcceptCustodian {
                subject,
                custodian: town.clinic,
            },
            owner,
        ),
        (
            ExecuteMsg::DropCustodian {
                subject,
                custodian: town.hospital,
            },
            owner,
        ),
        (
            ExecuteMsg::Grant {
                subject,
                id: 9,
                consent: permit(),
            },
            CARER,
        ),
        (ExecuteMsg::Activate { subject, id: 2 }, CARER),
        (ExecuteMsg::Refuse { subject, id: 2 }, CARER),
        (ExecuteMsg::Revoke { subject, id: 1 }, CARER),
        (ExecuteMsg::MarkEnteredInError { subject, id: 1 }, CARER),
        (ExecuteMsg::AddDelegate { subject, delegate }, CARER),
        (
            ExecuteMsg::EndDelegate {
                subject,
                account: account("carer"),
                end_grants: false,
            },
            CARER,
        ),
        (
            ExecuteMsg::AnswerRequest {
                subject,
                requester: account("nurse"),
                answer: RequestAnswer::Refuse {},
            },
            CARER,
        ),
        (
            ExecuteMsg::EndEmergency {
                subject,
                actor: town.responder,
            },
            CARER,
        ),
        (
            ExecuteMsg::ReviewEmergency {
                subject,
                actor: town.responder,
                outcome: ReviewOutcome::Justified,
            },
            &["patient", "carer", "hospital"],
        ),
        (
            ExecuteMsg::RegisterRecords {
                subject,
                records: records(),
            },
            accepted,
        ),
        (
            ExecuteMsg::UpdateRecords {
                subject,
                records: records(),
            },
            custodian,
        ),
        (
            ExecuteMsg::PutEnvelopes {
                subject,
                envelopes: vec![envelope],
            },
            custodian,
        ),
        (
            ExecuteMsg::AnchorAuditRoot {
                day: 20_000,
                root: Bytes32([4; 32]),
                count: 1,
            },
            custodian,
        ),
        (ExecuteMsg::DeclarePart2 { part2: true }, custodian),
        (
            ExecuteMsg::PlaceHold {
                subject,
                reason: HoldReason::Retention,
                until,
            },
            accepted,
        ),
        (ExecuteMsg::LiftHold { subject }, custodian),
        (access, &["nurse", "operator", "hospital", "clinic"]),
        (ExecuteMsg::CancelRequest { subject }, &["nurse"]),
        (
            ExecuteMsg::RequestAccess {
                subject,
                purposes: vec![Purpose::Code { code: TREAT }],
                classes: None,
                until,
            },
            &[
                "hospital",
                "clinic",
                "institute",
                "body",
                "nurse",
                "responder",
                "operator",
            ],
        ),
        (
            ExecuteMsg::BreakGlass {
                subject,
                organisation: town.hospital,
                reason: EmergencyReason::Disaster,
                justification: Bytes32([6; 32]),
                duration: 60,
            },
            &["responder"],
        ),
        (
            ExecuteMsg::OverrideOptOut {
                subject,
                organisation: town.institute,
                reason: OverrideReason::Statistics,
                until,
            },
            &["body"],
        ),
        (ExecuteMsg::SetRequirement { requirement }, &["governance"]),
        (ExecuteMsg::CancelRequirement {}, &["governance"]),
        (
            ExecuteMsg::Admin(AdminMsg::Pause {}),
            &["pauser", "governance"],
        ),
        (ExecuteMsg::Admin(AdminMsg::Unpause {}), &["governance"]),
        (
            ExecuteMsg::Admin(AdminMsg::ProposeAdmin {
                admin: account("heir"),
            }),
            &["governance"],
        ),
        (
            ExecuteMsg::Admin(AdminMsg::RemovePauser {}),
            &["governance"],
        ),
        (ExecuteMsg::Admin(AdminMsg::AcceptAdmin {}), &[]),
    ]
}
