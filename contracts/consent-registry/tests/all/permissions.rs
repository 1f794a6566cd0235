//! Who may send what, found out by sending every message as everybody.

use crate::support::*;
use consent_registry::permissions::{required_role, Role};
use health_kit::admin::AdminRole;
use health_kit::auth::matrix;
use health_kit::hash::tagged_hash;
use health_testing::Suite;
use health_types::admin::AdminMsg;
use health_types::codes::PurposeOfUse;
use health_types::consent::*;
use health_types::identity::{CredentialKind, Function};
use health_types::{Bytes32, Period};
use std::collections::BTreeSet;

const ROLES: [&str; 13] = [
    "governance",
    "pauser",
    "nominee",
    "patient",
    "granting delegate",
    "revoking delegate",
    "managing delegate",
    "contact",
    "hospital",
    "clinic",
    "nurse",
    "access body",
    "anyone",
];

const SALT: Bytes32 = Bytes32([5; 32]);

/// A registry in which somebody has each role, and every message names what exists.
///
/// The hospital is a custodian that the patient accepted, the clinic one that it did not; the nurse responds to
/// emergencies for the hospital. The access body asks for access.
fn town() -> Town {
    let mut town = Town::new();
    let subject = town.subject;
    for (name, kind) in [
        ("hospital", CredentialKind::DataCustodian),
        ("hospital", CredentialKind::EmergencyResponder),
        ("clinic", CredentialKind::DataCustodian),
        ("nurse", CredentialKind::EmergencyResponder),
        ("access body", CredentialKind::DataAccessBody),
    ] {
        town.suite.accredit(name, kind);
    }
    let emergency = CredentialKind::EmergencyResponder;
    town.suite
        .affiliate("hospital", "nurse", emergency, &[Function::Emergency]);
    let nominate = AdminMsg::ProposeAdmin {
        admin: town.account("nominee"),
    };
    town.ok("governance", ExecuteMsg::Admin(nominate));
    town.delegate("granting delegate", GRANTS);
    town.delegate("revoking delegate", REVOKES);
    let manages = DelegatePowers {
        manage_delegates: true,
        ..DelegatePowers::default()
    };
    town.delegate("managing delegate", manages);
    let custodian = town.suite.holder("hospital");
    town.ok(
        "patient",
        ExecuteMsg::AcceptCustodian { subject, custodian },
    );
    let contacts = vec![commitment(&town, "contact")];
    town.ok(
        "patient",
        ExecuteMsg::NameRecoveryContacts {
            subject,
            contacts,
            threshold: 1,
        },
    );
    town.grant(1, permit(4));
    let purposes = vec![Purpose::Code {
        code: PurposeOfUse::HRESCH,
    }];
    let until = START + DAY;
    town.ok(
        "access body",
        ExecuteMsg::RequestAccess {
            subject,
            purposes,
            classes: None,
            until,
        },
    );
    town
}

/// What a recovery contact is named by.
fn commitment(town: &Town, name: &str) -> Bytes32 {
    use cosmwasm_std::Api;
    let api = town.suite.app.api();
    let canonical = |address: &str| api.addr_canonicalize(address).unwrap();
    tagged_hash(
        "cw-health/consent/recovery-contact/1",
        &[
            town.suite.app.block_info().chain_id.as_bytes(),
            &canonical(town.suite.consent.as_str()),
            &town.subject.0,
            &canonical(&town.account(name)),
            &SALT.0,
        ],
    )
}

fn messages(town: &Town) -> Vec<ExecuteMsg> {
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
            custodian: 99,
        },
        ExecuteMsg::DropCustodian { subject, custodian },
        town.grant_msg(2, permit(4)),
        town.activate_msg(1),
        town.refuse_msg(1),
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
            requester: named(),
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
fn name(msg: &ExecuteMsg) -> String {
    let key = |value: &serde_json::Value| value.as_object().unwrap().keys().next().unwrap().clone();
    let json = serde_json::to_value(msg).unwrap();
    match msg {
        ExecuteMsg::Admin(_) => format!("admin: {}", key(&json["admin"])),
        _ => key(&json),
    }
}

/// Which of the town's people hold a role, whatever they do with it.
fn holders(role: Role) -> Vec<&'static str> {
    use consent_registry::authority::Power;
    match role {
        Role::Anyone | Role::Admin(AdminRole::Anyone) => ROLES.to_vec(),
        Role::Owner => vec!["patient"],
        Role::OwnerOr(Power::Grant) => vec!["patient", "granting delegate"],
        Role::OwnerOr(Power::Revoke) => vec!["patient", "revoking delegate"],
        Role::OwnerOr(Power::ManageDelegates) => vec!["patient", "managing delegate"],
        // The managing delegate appointed nobody; the granting one is concerned.
        Role::OwnerOrConcerned => vec!["patient", "granting delegate"],
        Role::Reviewer => vec!["patient", "revoking delegate", "hospital"],
        Role::RecoveryContact => vec!["contact"],
        Role::Custodian => vec!["hospital", "clinic"],
        Role::Discloser => vec!["hospital", "clinic", "nurse"],
        Role::Requester => vec!["hospital", "clinic", "nurse", "access body"],
        Role::OpenRequester => vec!["access body"],
        Role::Responder => vec!["nurse"],
        Role::DataAccessBody => vec!["access body"],
        Role::Admin(AdminRole::Admin) => vec!["governance"],
        Role::Admin(AdminRole::Nominee) => vec!["nominee"],
        Role::Admin(AdminRole::Pauser) => vec!["governance", "pauser"],
    }
}

/// Each message on a fresh registry, for what the last one did must not matter.
fn allowed(msg: &ExecuteMsg, role: &str) -> bool {
    let sent = town().suite.consent(role, msg);
    sent.map_or_else(|error| root(&error) != UNAUTHORIZED, |_| true)
}

#[test]
fn the_matrix_of_permissions() {
    let messages = messages(&town());
    let mut cells = BTreeSet::new();
    for (row, msg) in messages.iter().enumerate() {
        for (column, role) in ROLES.iter().enumerate() {
            let may = allowed(msg, role);
            let holds = holders(required_role(msg)).contains(role);
            // A role may be needed and not enough: more is asked of some, but nothing is open to others.
            assert!(holds || !may, "{role} may {} without the role", name(msg));
            if may {
                cells.insert((column, row));
            }
        }
    }
    let roles: Vec<_> = ROLES.iter().copied().zip(0..).collect();
    let names: Vec<_> = messages.iter().map(name).collect();
    let rows: Vec<_> = names.iter().map(String::as_str).zip(0..).collect();
    let table = matrix(&roles, &rows, |column, row| {
        cells.contains(&(*column, *row))
    });
    golden("tests/golden/permissions.md", &table);
}

#[test]
fn every_message_is_in_the_matrix() {
    let sent: BTreeSet<_> = messages(&town())
        .iter()
        .map(|msg| name(msg).split(':').next().unwrap().to_string())
        .collect();
    let schema = serde_json::to_value(cosmwasm_schema::schema_for!(ExecuteMsg)).unwrap();
    let all: BTreeSet<_> = schema["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["required"][0].as_str().unwrap().to_string())
        .collect();
    assert_eq!(sent, all);
}

#[test]
fn strangers_learn_nothing_of_what_exists() {
    let mut town = town();
    let known = town.subject;
    for subject in [known, Bytes32([9; 32])] {
        town.subject = subject;
        for msg in messages(&town) {
            let role = required_role(&msg);
            let told = |role| matches!(role, Role::Anyone | Role::Admin(AdminRole::Anyone));
            if !told(role) {
                town.refused("anyone", msg, UNAUTHORIZED);
            }
        }
        // Nor of consents.
        for id in [1, 99] {
            for msg in [town.revoke_msg(id), town.activate_msg(id)] {
                town.refused("anyone", msg, UNAUTHORIZED);
            }
        }
    }
}
