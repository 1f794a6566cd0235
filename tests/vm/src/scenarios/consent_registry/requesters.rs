//! What requesters do: asking, breaking the glass, overriding an opt-out.

use health_types::codes::{Code, DataClass};
use health_types::consent::{
    Effect, EmergencyReason, ExecuteMsg, OverrideReason, PolicyChange, RequestAnswer, ReviewOutcome,
};
use health_types::Bytes32;

use super::words::{benchmark, treatment};
use super::World;
use crate::address::account;
use crate::chain::START_TIME;
use crate::scenario::Case;
use crate::town::LATER;
use crate::Call;

/// Twenty days, in seconds: before a request lapses.
const SOON: u64 = 20 * 86_400;

impl World {
    /// The nurse asks the patient for access.
    pub(super) fn request(&self) -> Call {
        let until = u32::try_from(START_TIME.saturating_add(SOON)).unwrap_or(u32::MAX);
        let msg = ExecuteMsg::RequestAccess {
            subject: self.patient,
            purposes: vec![treatment()],
            classes: Some(DataClass::ALL.iter().take(1).copied().collect()),
            until,
        };
        self.send("nurse", &msg)
    }

    /// The medic breaks the patient's glass.
    pub(super) fn break_glass(&self) -> Call {
        let msg = ExecuteMsg::BreakGlass {
            subject: self.patient,
            organisation: self.ambulance,
            reason: EmergencyReason::Incapacitated,
            justification: Bytes32([6; 32]),
            duration: 3_600,
        };
        self.send("medic", &msg)
    }
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    [requests(world), emergencies(world), overrides(world)]
        .into_iter()
        .flatten()
        .collect()
}

fn requests(world: &World) -> Vec<Case> {
    let subject = world.patient;
    let answer = |answer| {
        let msg = ExecuteMsg::AnswerRequest {
            subject,
            requester: account("nurse"),
            answer,
        };
        world.send("patient", &msg)
    };
    let grant = answer(RequestAnswer::Grant {
        id: 2,
        consent: Box::new(benchmark(world.clinic, Effect::Permit)),
    });
    let asked = |case: Case| case.after(world.request());
    let cancel = world.send("nurse", &ExecuteMsg::CancelRequest { subject });
    vec![
        Case::new("request access", world.request()),
        asked(Case::new("grant the request", grant)),
        asked(Case::new("refuse the request", answer(RequestAnswer::Refuse {}))),
        asked(Case::new("cancel the request", cancel)),
    ]
}

fn emergencies(world: &World) -> Vec<Case> {
    let (subject, actor) = (world.patient, world.medic);
    let by_patient = |msg| world.send("patient", &msg);
    let end = by_patient(ExecuteMsg::EndEmergency { subject, actor });
    let review = by_patient(ExecuteMsg::ReviewEmergency {
        subject,
        actor,
        outcome: ReviewOutcome::Justified,
    });
    let forbid = by_patient(ExecuteMsg::SetPolicies {
        subject,
        change: PolicyChange {
            emergencies_allowed: Some(false),
            ..PolicyChange::default()
        },
    });
    vec![
        Case::new("break the glass", world.break_glass()),
        Case::new("break the glass where the subject forbids it", world.break_glass()).after(forbid),
        Case::new("end the emergency", end).after(world.break_glass()),
        Case::new("review the emergency", review).after(world.break_glass()),
    ]
}

fn overrides(world: &World) -> Vec<Case> {
    let subject = world.patient;
    let opt_out = world.send(
        "patient",
        &ExecuteMsg::SetPolicies {
            subject,
            change: PolicyChange {
                secondary_use_opt_out: Some(true),
                ..PolicyChange::default()
            },
        },
    );
    let msg = ExecuteMsg::OverrideOptOut {
        subject,
        organisation: world.institute,
        reason: OverrideReason::Statistics,
        until: LATER,
    };
    vec![Case::new("override an opt-out", world.send("body", &msg)).after(opt_out)]
}
