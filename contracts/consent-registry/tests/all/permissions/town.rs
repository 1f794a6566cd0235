//! A registry in which somebody is everything that a message may require.

use crate::support::*;
use health_types::admin::AdminMsg;
use health_types::codes::PurposeOfUse;
use health_types::consent::*;
use health_types::identity::{self, CredentialKind, Function, Reason};
use health_types::Bytes32;

/// Who sends. The hospital and the suspended custodian are accepted by the patient, the former custodian was, the
/// clinic never; the nurse responds to emergencies for the hospital; the access body asks for access where something
/// exists. The authority accredits all of them.
pub const ACCOUNTS: [&str; 18] = [
    "governance",
    "pauser",
    "nominee",
    "patient",
    "granting delegate",
    "revoking delegate",
    "managing delegate",
    "former delegate",
    "contact",
    "hospital",
    "former custodian",
    "suspended custodian",
    "clinic",
    "nurse",
    "access body",
    "authority",
    "other patient",
    "stranger",
];

/// The contact's salt.
pub const SALT: Bytes32 = Bytes32([5; 32]);

/// The people, and a subject of which nothing is recorded.
pub fn bare() -> Town {
    let mut town = Town::new();
    town.suite.register("other patient");
    for (name, kind) in [
        ("hospital", CredentialKind::DataCustodian),
        ("hospital", CredentialKind::EmergencyResponder),
        ("former custodian", CredentialKind::DataCustodian),
        ("suspended custodian", CredentialKind::DataCustodian),
        ("clinic", CredentialKind::DataCustodian),
        ("nurse", CredentialKind::EmergencyResponder),
        ("access body", CredentialKind::DataAccessBody),
    ] {
        town.suite.accredit(name, kind);
    }
    let kind = CredentialKind::EmergencyResponder;
    let functions = &[Function::Emergency];
    town.suite.affiliate("hospital", "nurse", kind, functions);
    let admin = town.account("nominee");
    let nominate = AdminMsg::ProposeAdmin { admin };
    town.ok("governance", ExecuteMsg::Admin(nominate));
    appoint(&mut town);
    for name in ["hospital", "former custodian", "suspended custodian"] {
        town.suite.accept_custodian("patient", town.subject, name);
    }
    let subject = town.subject;
    let name_contacts = ExecuteMsg::NameRecoveryContacts {
        subject,
        contacts: vec![commitment(&town)],
        threshold: 1,
    };
    town.ok("patient", name_contacts);
    let suspend = identity::ExecuteMsg::Suspend {
        holder: town.suite.holder("suspended custodian"),
        kind: CredentialKind::DataCustodian,
        reason: Reason::UnderInvestigation,
    };
    town.suite.must_identity("authority", &suspend);
    drop_former(&mut town);
    town
}

fn appoint(town: &mut Town) {
    let subject = town.subject;
    town.delegate("granting delegate", GRANTS);
    town.delegate("revoking delegate", REVOKES);
    let manages = DelegatePowers {
        manage_delegates: true,
        ..DelegatePowers::default()
    };
    town.delegate("managing delegate", manages);
    let everything = DelegatePowers {
        manage_delegates: true,
        ..BOTH
    };
    town.delegate("former delegate", everything);
    let end = ExecuteMsg::EndDelegate {
        subject,
        account: town.account("former delegate"),
        end_grants: false,
    };
    town.ok("patient", end);
}

fn drop_former(town: &mut Town) {
    let custodian = town.suite.holder("former custodian");
    let subject = town.subject;
    town.ok("patient", ExecuteMsg::DropCustodian { subject, custodian });
}

/// The same with all that messages name: a consent, a draft, records of the hospital's and the former custodian's, a
/// request, an emergency access and a hold.
pub fn lived_in() -> Town {
    let mut town = bare();
    let subject = town.subject;
    town.grant(1, permit(4));
    town.grant(3, with_status(InitialStatus::Proposed, permit(4)));
    let former = "former custodian";
    town.suite.accept_custodian("patient", subject, former);
    for name in ["hospital", former] {
        town.suite.register_record(name, subject, 1, &[], &[]);
    }
    drop_former(&mut town);
    let request = ExecuteMsg::RequestAccess {
        subject,
        purposes: vec![Purpose::Code {
            code: PurposeOfUse::HRESCH,
        }],
        classes: None,
        until: START + DAY,
    };
    town.ok("access body", request);
    let break_glass = ExecuteMsg::BreakGlass {
        subject,
        organisation: town.suite.holder("hospital"),
        reason: EmergencyReason::Disaster,
        justification: Bytes32([1; 32]),
        duration: 60,
    };
    town.ok("nurse", break_glass);
    let hold = ExecuteMsg::PlaceHold {
        subject,
        reason: HoldReason::Litigation,
        until: START + DAY,
    };
    town.ok("hospital", hold);
    town
}

/// The same after the patient erased the subject.
pub fn erased() -> Town {
    let mut town = lived_in();
    let subject = town.subject;
    let erase = ExecuteMsg::Erase {
        subject,
        limit: None,
    };
    town.ok("patient", erase);
    town
}

/// The same, and messages name another subject, which does not exist.
pub fn unknown() -> Town {
    let mut town = lived_in();
    town.subject = Bytes32([9; 32]);
    town
}

/// What the recovery contact is named by.
fn commitment(town: &Town) -> Bytes32 {
    use cosmwasm_std::Api;
    let api = town.suite.app.api();
    let canonical = |address: &str| api.addr_canonicalize(address).unwrap();
    health_kit::hash::tagged_hash(
        "cw-health/consent/recovery-contact/1",
        &[
            town.suite.app.block_info().chain_id.as_bytes(),
            &canonical(town.suite.consent.as_str()),
            &town.subject.0,
            &canonical(&town.account("contact")),
            &SALT.0,
        ],
    )
}
