//! Who may send what: every message by everybody.

use health_testing::{error_code, Rule, Suite, Town};
use health_types::admin::AdminMsg;
use health_types::codes::PurposeOfUse::TREAT;
use health_types::consent::{
    AccessItem, DelegateKind, DelegatePowers, EmergencyReason, EnvelopeEntry, EnvelopeKey,
    ExecuteMsg, HoldReason, KindRequirement, NewDelegate, OverrideReason, PolicyChange, Purpose,
    RecordRef, RequestAnswer, ReviewOutcome,
};
use health_types::consent::{Actor, InitialStatus};
use health_types::identity::{self, AffiliationRef, Assurance, CredentialKind, Function, Reason};
use health_types::{Bytes32, Period};

const EVERYBODY: [&str; 13] = [
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
fn lived() -> (Suite, Town, Bytes32) {
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
fn consent_messages(
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

#[test]
fn nobody_does_what_is_anothers() {
    let (mut suite, town, subject) = lived();
    let messages = consent_messages(&suite, &town, subject);
    for (msg, allowed) in &messages {
        for sender in EVERYBODY.iter().filter(|sender| !allowed.contains(sender)) {
            assert_eq!(
                suite.refused(sender, msg),
                "unauthorized",
                "{sender} sends {msg:?}"
            );
        }
    }
    // Nor does it help, or tell anything, to name a subject that does not exist.
    let nobody = Bytes32([0xEE; 32]);
    for (msg, allowed) in consent_messages(&suite, &town, nobody) {
        for sender in EVERYBODY.iter().filter(|sender| !allowed.contains(sender)) {
            assert_eq!(
                suite.refused(sender, &msg),
                "unauthorized",
                "{sender} sends {msg:?}"
            );
        }
    }
    // Each time anew, since what is allowed changes the world.
    for (place, (_, allowed)) in messages.iter().enumerate() {
        for sender in *allowed {
            let (mut suite, town, subject) = lived();
            let (msg, _) = consent_messages(&suite, &town, subject).swap_remove(place);
            if let Err(error) = suite.consent(sender, &msg) {
                assert_ne!(
                    error_code(&error),
                    "unauthorized",
                    "{sender} sends {msg:?}: {error}"
                );
            }
        }
    }
}

#[test]
fn nobody_accredits_but_whom_governance_accredited() {
    use identity::ExecuteMsg as Msg;
    let (mut suite, town) = Suite::town();
    let (holder, kind) = (town.hospital, CredentialKind::ProviderOrganisation);
    let reason = Reason::UnderInvestigation;
    let governance: &[&str] = &["governance"];
    let issuer: &[&str] = &["authority"];
    let affiliation = identity::NewAffiliation {
        member: suite.account("locum").to_string(),
        kind,
        functions: vec![Function::Clinician],
        period: Period::OPEN,
    };
    let ended = AffiliationRef {
        member: suite.account("nurse").to_string(),
        kind,
    };
    let holders: &[&str] = &[
        "hospital",
        "clinic",
        "institute",
        "body",
        "nurse",
        "responder",
        "operator",
        "authority",
    ];
    let credentials = vec![suite.credential("newcomer", kind)];
    for (msg, allowed) in [
        (Msg::SuspendIssuer { issuer: 1 }, governance),
        (Msg::ReinstateIssuer { issuer: 1 }, governance),
        (Msg::RemoveIssuer { issuer: 1 }, governance),
        (
            Msg::WithdrawKinds {
                issuer: 1,
                kinds: vec![kind],
            },
            governance,
        ),
        (
            Msg::DistrustIssuer {
                issuer: 1,
                after: 1,
            },
            governance,
        ),
        (Msg::CancelIssuerChange { change: 1 }, governance),
        (Msg::Issue { credentials }, issuer),
        (
            Msg::Renew {
                holder,
                kind,
                until: None,
            },
            issuer,
        ),
        (
            Msg::Suspend {
                holder,
                kind,
                reason,
            },
            issuer,
        ),
        (Msg::Reinstate { holder, kind }, issuer),
        (
            Msg::Revoke {
                holder,
                kind,
                reason,
            },
            issuer,
        ),
        (
            Msg::SuspendSubIssuer { issuer: 1, sub: 1 },
            &["authority", "governance"],
        ),
        (Msg::Renounce { kind, issuer: 1 }, holders),
        (Msg::BarIssuer { issuer: 1 }, holders),
        (
            Msg::ProposeAffiliations {
                affiliations: vec![affiliation],
            },
            holders,
        ),
        (
            Msg::EndAffiliations {
                affiliations: vec![ended],
            },
            holders,
        ),
        (Msg::VetoMove {}, holders),
        (Msg::DeactivateDevice {}, holders),
        (Msg::AcceptMove { holder }, &[]),
        (
            Msg::ProposeMove {
                holder,
                account: suite.account("empty").to_string(),
            },
            issuer,
        ),
    ] {
        for sender in EVERYBODY.iter().filter(|sender| !allowed.contains(sender)) {
            assert_eq!(
                suite.refused_identity(sender, &msg),
                "unauthorized",
                "{sender} sends {msg:?}"
            );
        }
    }
}

#[test]
fn nobody_registers_anothers_pseudonym() {
    let mut suite = Suite::new();
    let nonce = Bytes32([7; 32]);
    let taken = suite.register("attacker");
    let own = suite.register("patient");
    assert_eq!(own, suite.pseudonym("patient", nonce));
    assert_ne!(own, taken);
    assert_eq!(
        suite.subject_info(own).owner.unwrap(),
        suite.account("patient").to_string()
    );
}

#[test]
fn events_tell_of_kinds_and_numbers() {
    let (mut suite, town, subject) = lived();
    let shape = |suite: &mut Suite, id: u32, rule: health_types::consent::Provision| {
        let tx = suite.grant("patient", subject, id, rule.consent()).unwrap();
        let event = tx.events_of("consent_recorded")[0].clone();
        let sizes = event
            .attributes
            .into_iter()
            .map(|one| (one.key, one.value.len()));
        sizes.collect::<Vec<_>>()
    };
    use health_types::codes::PurposeOfUse::HPAYMT;
    use health_types::codes::Sensitivity::{HIV, SUD};
    let rule = || Suite::permit().to_organisation(town.hospital);
    let one = shape(&mut suite, 11, rule().purposes(&[TREAT]).labels(&[HIV]));
    let other = shape(&mut suite, 12, rule().purposes(&[HPAYMT]).labels(&[SUD]));
    assert_eq!(one, other);
    for (msg, allowed) in consent_messages(&suite, &town, subject)
        .into_iter()
        .take(12)
    {
        let Some(Ok(tx)) = allowed.first().map(|sender| suite.consent(sender, &msg)) else {
            continue;
        };
        let pseudonym = subject.to_string();
        for event in tx.events {
            let leaks = |text: &str| text.contains(&pseudonym) || text.contains("TREAT");
            assert!(
                event.attributes.iter().all(|one| !leaks(&one.value)),
                "{event:?}"
            );
        }
    }
}
