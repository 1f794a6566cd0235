//! What ends: an act that rests on it, in the second before its end, at it, and after it.

use super::index::mutation_of;
use health_testing::{Rule, Suite};
use health_types::admin::AdminMsg;
use health_types::codes::PurposeOfUse::{self, BTG, HRESCH, TREAT};
use health_types::consent::{
    Decision, DefaultPolicy, DelegateKind, DelegatePowers, Effect, EmergencyReason, ExecuteMsg,
    HoldReason, InitialStatus, NewDelegate, OverrideReason, PolicyChange, Provision, Purpose,
    RequestAnswer,
};
use health_types::identity::{self, CredentialKind, Function, NewAffiliation};
use health_types::{Bytes32, Period};

const HOUR: u32 = 3_600;
const DAY: u32 = 24 * HOUR;

/// Something that ends, when it does, and what rests on it.
struct Bounded {
    suite: Suite,
    subject: Bytes32,
    end: u32,
    act: fn(&mut Suite, Bytes32) -> bool,
}

/// A town in which something of the patient's ends after `lasts` seconds.
fn bounded(
    lasts: u32,
    set_up: fn(&mut Suite, Bytes32, u32),
    act: fn(&mut Suite, Bytes32) -> bool,
) -> Bounded {
    let (mut suite, _) = Suite::town();
    let subject = suite.register("patient");
    let end = suite.now() + lasts;
    set_up(&mut suite, subject, end);
    Bounded {
        suite,
        subject,
        end,
        act,
    }
}

const fn until(end: u32) -> Period {
    Period {
        from: None,
        until: Some(end),
    }
}

fn permits(suite: &Suite, subject: Bytes32, who: &str, of: &str, purpose: PurposeOfUse) -> bool {
    let organisation = suite.holder(of);
    let answer = suite.answer(subject, who, &[organisation], Suite::question(purpose));
    answer.decision == Decision::Permit
}

fn permit_of(suite: &Suite, organisation: &str) -> Provision {
    Suite::permit().to_organisation(suite.holder(organisation))
}

fn consent() -> Bounded {
    bounded(
        HOUR,
        |suite, subject, end| {
            let mut permit = permit_of(suite, "hospital").consent();
            permit.period = until(end);
            suite.grant("patient", subject, 1, permit).unwrap();
        },
        |suite, subject| permits(suite, subject, "nurse", "hospital", TREAT),
    )
}

fn rule() -> Bounded {
    bounded(
        HOUR,
        |suite, subject, end| {
            let mut permit = permit_of(suite, "hospital");
            permit.period = Some(until(end));
            let permit = permit.consent();
            suite.grant("patient", subject, 1, permit).unwrap();
        },
        |suite, subject| permits(suite, subject, "nurse", "hospital", TREAT),
    )
}

fn draft() -> Bounded {
    bounded(
        30 * DAY,
        |suite, subject, _| {
            let mut draft = permit_of(suite, "hospital").consent();
            draft.status = Some(InitialStatus::Proposed);
            suite.grant("patient", subject, 1, draft).unwrap();
        },
        |suite, subject| {
            let activate = ExecuteMsg::Activate { subject, id: 1 };
            suite.consent("patient", &activate).is_ok()
        },
    )
}

fn delegate() -> Bounded {
    bounded(
        HOUR,
        |suite, subject, end| {
            let delegate = NewDelegate {
                account: suite.account("carer").to_string(),
                kind: DelegateKind::Carer,
                powers: DelegatePowers {
                    grant: true,
                    revoke: false,
                    manage_delegates: false,
                },
                excluded_labels: None,
                period: until(end),
                evidence: None,
            };
            suite.must("patient", &ExecuteMsg::AddDelegate { subject, delegate });
        },
        |suite, subject| {
            let permit = permit_of(suite, "hospital").consent();
            suite.grant("carer", subject, 1, permit).is_ok()
        },
    )
}

fn emergency() -> Bounded {
    bounded(
        HOUR,
        |suite, subject, end| {
            let break_glass = ExecuteMsg::BreakGlass {
                subject,
                organisation: suite.holder("hospital"),
                reason: EmergencyReason::LifeThreatening,
                justification: Bytes32([6; 32]),
                duration: end - suite.now(),
            };
            suite.must("responder", &break_glass);
        },
        |suite, subject| permits(suite, subject, "responder", "hospital", BTG),
    )
}

fn request() -> Bounded {
    bounded(
        HOUR,
        |suite, subject, end| {
            let request = ExecuteMsg::RequestAccess {
                subject,
                purposes: vec![Purpose::Code { code: TREAT }],
                classes: None,
                until: end,
            };
            suite.must("nurse", &request);
        },
        |suite, subject| {
            let refuse = ExecuteMsg::AnswerRequest {
                subject,
                requester: suite.account("nurse").to_string(),
                answer: RequestAnswer::Refuse {},
            };
            suite.consent("patient", &refuse).is_ok()
        },
    )
}

fn hold() -> Bounded {
    bounded(
        HOUR,
        |suite, subject, end| {
            suite.accept_custodian("patient", subject, "hospital");
            let hold = ExecuteMsg::PlaceHold {
                subject,
                reason: HoldReason::Retention,
                until: end,
            };
            suite.must("hospital", &hold);
        },
        |suite, subject| {
            let lift = ExecuteMsg::LiftHold { subject };
            suite.consent("hospital", &lift).is_ok()
        },
    )
}

fn override_of_an_opt_out() -> Bounded {
    bounded(
        HOUR,
        |suite, subject, end| {
            let change = PolicyChange {
                default_policy: Some(DefaultPolicy::PermitAuthorized),
                secondary_use_opt_out: Some(true),
                ..PolicyChange::default()
            };
            suite.must("patient", &ExecuteMsg::SetPolicies { subject, change });
            let lift = ExecuteMsg::OverrideOptOut {
                subject,
                organisation: suite.holder("institute"),
                reason: OverrideReason::Statistics,
                until: end,
            };
            suite.must("body", &lift);
        },
        |suite, subject| {
            let institute = suite.holder("institute");
            let question = Suite::question(HRESCH);
            let answer = suite.answer(subject, "scholar", &[institute], question);
            answer.effect == Effect::Permit
        },
    )
}

fn handover() -> Bounded {
    bounded(
        14 * DAY,
        |suite, subject, _| {
            let propose = ExecuteMsg::ProposeHandover {
                subject,
                new_owner: suite.account("heir").to_string(),
            };
            suite.must("patient", &propose);
        },
        |suite, subject| {
            let execute = ExecuteMsg::ExecuteHandover { subject };
            suite.consent("stranger", &execute).is_ok()
        },
    )
}

fn recovery() -> Bounded {
    bounded(
        14 * DAY,
        |suite, subject, _| {
            let contacts = ExecuteMsg::NameRecoveryContacts {
                subject,
                contacts: vec![suite.contact(subject, "friend")],
                threshold: 1,
            };
            suite.must("patient", &contacts);
            let propose = ExecuteMsg::ProposeRecovery {
                subject,
                new_owner: suite.account("heir").to_string(),
                salt: Suite::salt("friend"),
            };
            suite.must("friend", &propose);
        },
        |suite, subject| {
            let execute = ExecuteMsg::ExecuteRecovery { subject };
            suite.consent("stranger", &execute).is_ok()
        },
    )
}

fn nomination() -> Bounded {
    bounded(
        14 * DAY,
        |suite, _, _| {
            let admin = suite.account("heir").to_string();
            let nominate = ExecuteMsg::Admin(AdminMsg::ProposeAdmin { admin });
            suite.must("governance", &nominate);
        },
        |suite, _| {
            let accept = ExecuteMsg::Admin(AdminMsg::AcceptAdmin {});
            suite.consent("heir", &accept).is_ok()
        },
    )
}

fn credential() -> Bounded {
    bounded(
        HOUR,
        |suite, _, end| {
            let mut credential = suite.credential("archive", CredentialKind::DataCustodian);
            credential.period = until(end);
            let credentials = vec![credential];
            suite.must_identity("authority", &identity::ExecuteMsg::Issue { credentials });
        },
        |suite, _| {
            let anchor = ExecuteMsg::AnchorAuditRoot {
                day: 0,
                root: Bytes32([4; 32]),
                count: 1,
            };
            suite.consent("archive", &anchor).is_ok()
        },
    )
}

fn affiliation() -> Bounded {
    bounded(
        HOUR,
        |suite, subject, end| {
            let kind = CredentialKind::ProviderOrganisation;
            let functions = &[Function::Clinician];
            suite.affiliate_for("hospital", "locum", kind, functions, until(end));
            let permit = permit_of(suite, "hospital").consent();
            suite.grant("patient", subject, 1, permit).unwrap();
        },
        |suite, subject| permits(suite, subject, "locum", "hospital", TREAT),
    )
}

fn proposed_affiliation() -> Bounded {
    bounded(
        14 * DAY,
        |suite, _, _| {
            let affiliation = NewAffiliation {
                member: suite.account("locum").to_string(),
                kind: CredentialKind::ProviderOrganisation,
                functions: vec![Function::Clinician],
                period: Period::OPEN,
            };
            let affiliations = vec![affiliation];
            let propose = identity::ExecuteMsg::ProposeAffiliations { affiliations };
            suite.must_identity("hospital", &propose);
        },
        |suite, _| {
            let accept = identity::ExecuteMsg::AcceptAffiliation {
                organisation: suite.holder("hospital"),
                kind: CredentialKind::ProviderOrganisation,
            };
            suite.identity("locum", &accept).is_ok()
        },
    )
}

/// How far from the end a step of the probe is, in seconds.
fn offset(step: &str) -> i64 {
    match step.strip_prefix("act at expiry").unwrap() {
        "" => 0,
        seconds => seconds.strip_suffix('s').unwrap().parse().unwrap(),
    }
}

/// What ends, and how to make it.
type Case = (&'static str, fn() -> Bounded);

#[test]
fn nothing_outlasts_its_end() {
    let cases: [Case; 14] = [
        ("consent", consent),
        ("rule", rule),
        ("draft", draft),
        ("delegate", delegate),
        ("emergency", emergency),
        ("request", request),
        ("hold", hold),
        ("override", override_of_an_opt_out),
        ("handover", handover),
        ("recovery", recovery),
        ("nomination", nomination),
        ("credential", credential),
        ("affiliation", affiliation),
        ("proposed affiliation", proposed_affiliation),
    ];
    let steps = mutation_of("T05")["steps"].clone();
    for (name, case) in cases {
        for step in steps.as_array().unwrap() {
            let offset = offset(step.as_str().unwrap());
            let mut bounded = case();
            let at = u32::try_from(i64::from(bounded.end) + offset).unwrap();
            bounded.suite.set_time(at);
            let acts = (bounded.act)(&mut bounded.suite, bounded.subject);
            assert_eq!(acts, offset < 0, "{name}: {step}");
        }
    }
}
