//! What a pause stops, and what it never does.

use health_testing::{Rule, Suite};
use health_types::admin::AdminMsg;
use health_types::codes::PurposeOfUse::{BTG, TREAT};
use health_types::consent::{
    ConsentStatus, Decision, DefaultPolicy, EmergencyReason, ExecuteMsg, InitialStatus,
    PolicyChange, ReviewOutcome,
};
use health_types::identity::{self, CredentialKind, Reason};
use health_types::Bytes32;

const HOUR: u32 = 3_600;

fn pause(suite: &mut Suite) {
    suite.must("pauser", &ExecuteMsg::Admin(AdminMsg::Pause {}));
    suite.must_identity("pauser", &identity::ExecuteMsg::Admin(AdminMsg::Pause {}));
}

fn policies(subject: Bytes32, change: PolicyChange) -> ExecuteMsg {
    ExecuteMsg::SetPolicies { subject, change }
}

#[test]
fn nothing_that_protects_a_person_is_stopped() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let permit = || Suite::permit().to_organisation(town.hospital).consent();
    suite.grant("patient", subject, 1, permit()).unwrap();
    let mut draft = permit();
    draft.status = Some(InitialStatus::Proposed);
    suite.grant("patient", subject, 2, draft).unwrap();
    suite.accept_custodian("patient", subject, "clinic");
    pause(&mut suite);

    let deny = Suite::deny().to_organisation(town.clinic).consent();
    suite.grant("patient", subject, 3, deny).unwrap();
    suite.must("patient", &ExecuteMsg::Revoke { subject, id: 1 });
    assert_eq!(
        suite.outcome(subject, "nurse", &[town.hospital], TREAT).0,
        Decision::NoConsent
    );
    suite.must("patient", &ExecuteMsg::Refuse { subject, id: 2 });
    let break_glass = ExecuteMsg::BreakGlass {
        subject,
        organisation: town.hospital,
        reason: EmergencyReason::Incapacitated,
        justification: Bytes32([3; 32]),
        duration: HOUR,
    };
    suite.must("responder", &break_glass);
    assert_eq!(
        suite.outcome(subject, "responder", &[town.hospital], BTG).0,
        Decision::Permit
    );
    let actor = town.responder;
    suite.must("patient", &ExecuteMsg::EndEmergency { subject, actor });
    let outcome = ReviewOutcome::Unjustified;
    suite.must(
        "patient",
        &ExecuteMsg::ReviewEmergency {
            subject,
            actor,
            outcome,
        },
    );
    let restrict = PolicyChange {
        restricted: Some(true),
        emergencies_allowed: Some(false),
        secondary_use_opt_out: Some(true),
        ..PolicyChange::default()
    };
    suite.must("patient", &policies(subject, restrict));
    suite.must(
        "patient",
        &ExecuteMsg::DropCustodian {
            subject,
            custodian: town.clinic,
        },
    );
    suite.must(
        "patient",
        &ExecuteMsg::RevokeAll {
            subject,
            end_delegates: true,
        },
    );
    suite.must(
        "patient",
        &ExecuteMsg::Erase {
            subject,
            limit: None,
        },
    );

    let (holder, kind) = (town.hospital, CredentialKind::ProviderOrganisation);
    let reason = Reason::UnderInvestigation;
    suite.must_identity(
        "authority",
        &identity::ExecuteMsg::Suspend {
            holder,
            kind,
            reason,
        },
    );
    suite.must_identity(
        "authority",
        &identity::ExecuteMsg::Revoke {
            holder,
            kind,
            reason,
        },
    );
    let leave = identity::ExecuteMsg::LeaveAffiliation {
        organisation: holder,
        kind,
    };
    suite.must_identity("nurse", &leave);
}

#[test]
fn what_widens_waits_until_the_pause_lapses() {
    let (mut suite, town) = Suite::town();
    let subject = suite.register("patient");
    let mut draft = Suite::permit().to_organisation(town.hospital).consent();
    draft.status = Some(InitialStatus::Proposed);
    suite.grant("patient", subject, 1, draft).unwrap();
    pause(&mut suite);
    let paused = suite.now();

    let permit = Suite::permit().to_organisation(town.hospital).consent();
    let wider = PolicyChange {
        default_policy: Some(DefaultPolicy::PermitTreatment),
        ..PolicyChange::default()
    };
    let grant = ExecuteMsg::Grant {
        subject,
        id: 2,
        consent: permit,
    };
    let activate = ExecuteMsg::Activate { subject, id: 1 };
    let register = ExecuteMsg::Register {
        nonce: Bytes32([8; 32]),
        policies: PolicyChange::default(),
        consents: None,
    };
    for msg in [&grant, &activate, &register, &policies(subject, wider)] {
        assert_eq!(suite.refused("patient", msg), "paused", "{msg:?}");
    }
    suite.set_time(paused + 72 * HOUR - 1);
    assert_eq!(suite.refused("patient", &grant), "paused");
    suite.set_time(paused + 72 * HOUR);
    suite.must("patient", &grant);
    suite.must("patient", &activate);
    assert_eq!(suite.consent_status(subject, 1), ConsentStatus::Active);
    let again = ExecuteMsg::Admin(AdminMsg::Pause {});
    assert_eq!(suite.refused("pauser", &again), "pause_too_soon");
    suite.set_time(paused + 144 * HOUR);
    suite.must("pauser", &again);
}
