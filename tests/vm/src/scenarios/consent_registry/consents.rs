//! Consents: granting, renewing, refusing, ending.

use health_types::consent::{Actor, Effect, ExecuteMsg, InitialStatus, NewConsent, PolicyChange};
use health_types::Bytes32;

use super::words::{benchmark, cell_effect, grant, to_one};
use super::{World, CELL, SPEC};
use crate::address::account;
use crate::scenario::Case;
use crate::Call;

fn draft(clinic: u32) -> NewConsent {
    NewConsent {
        status: Some(InitialStatus::Proposed),
        ..benchmark(clinic, Effect::Permit)
    }
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    let (patient, newborn, clinic) = (world.patient, world.newborn, world.clinic);
    let by_patient = |msg| world.send("patient", &msg);
    let grant_to = |owner: &str, subject, id, consent| grant(&world.consent, owner, subject, id, consent);
    let stranger = Actor::Account {
        address: account("stranger"),
    };
    let renewal = |supersedes: Vec<u32>| NewConsent {
        supersedes: Some(supersedes),
        ..benchmark(clinic, Effect::Permit)
    };
    let renew = |old: u32| grant_to("patient", patient, 9, renewal(vec![old]));
    let drafted: Call = grant_to("patient", patient, 2, draft(clinic));
    let register = |consents| {
        let msg = ExecuteMsg::Register {
            nonce: Bytes32([8; 32]),
            policies: PolicyChange::default(),
            consents,
        };
        world.send("stranger", &msg)
    };
    vec![
        Case::new("register", register(None)),
        Case::new(
            "register with the benchmark consent",
            register(Some(vec![benchmark(clinic, Effect::Permit)])),
        ),
        Case::new(
            "grant, first of its cell",
            grant_to("newborn", newborn, 1, benchmark(clinic, Effect::Permit)),
        )
        .budget(18_000, SPEC),
        Case::new(
            "grant a deny, eighth of its cell",
            grant_to("regular", world.regular, CELL, benchmark(clinic, cell_effect(CELL))),
        )
        .budget(21_500, SPEC),
        Case::new(
            "grant to an account, the subject's first to any",
            grant_to("newborn", newborn, 1, to_one(stranger.clone(), Effect::Permit)),
        ),
        Case::new(
            "grant to an account, a later one",
            grant_to("newborn", newborn, 2, to_one(stranger.clone(), Effect::Permit)),
        )
        .after(grant_to("newborn", newborn, 1, to_one(stranger, Effect::Permit))),
        Case::new("renew: grant what supersedes another", renew(1)),
        Case::new("propose a consent", drafted.clone()),
        Case::new(
            "activate it",
            by_patient(ExecuteMsg::Activate {
                subject: patient,
                id: 2,
            }),
        )
        .after(drafted.clone()),
        Case::new(
            "refuse it",
            by_patient(ExecuteMsg::Refuse {
                subject: patient,
                id: 2,
            }),
        )
        .after(drafted),
        Case::new(
            "revoke",
            by_patient(ExecuteMsg::Revoke {
                subject: patient,
                id: 1,
            }),
        )
        .budget(10_500, SPEC),
        Case::new(
            "revoke a full tree",
            world.send(
                "veteran",
                &ExecuteMsg::Revoke {
                    subject: world.veteran,
                    id: 1,
                },
            ),
        ),
        Case::new(
            "mark as entered in error",
            by_patient(ExecuteMsg::MarkEnteredInError {
                subject: patient,
                id: 1,
            }),
        ),
        Case::new(
            "revoke all",
            world.send(
                "regular",
                &ExecuteMsg::RevokeAll {
                    subject: world.regular,
                    end_delegates: true,
                },
            ),
        )
        .budget(8_000, SPEC),
    ]
}
