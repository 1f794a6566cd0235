//! What owners do beside consenting: policies, delegates, recovery, handover, erasure.

use health_kit::hash::tagged_hash;
use health_types::consent::{DelegateKind, DelegatePowers, ExecuteMsg, NewDelegate, PolicyChange};
use health_types::{Bytes32, Period};

use super::words::{benchmark, grant};
use super::World;
use crate::address::{account, decode};
use crate::administration::WIDENING_WAITS;
use crate::chain::CHAIN_ID;
use crate::scenario::Case;
use crate::town::LATER;
use crate::Call;
use health_types::consent::Effect;

const CONTACTS: [&str; 3] = ["friend", "sister", "lawyer"];

fn salt(name: &str) -> Bytes32 {
    tagged_hash("salt", &[name.as_bytes()])
}

/// The commitment of the patient to a recovery contact.
fn commitment(world: &World, name: &str) -> Bytes32 {
    let canonical = |address: &str| decode(address).unwrap_or_default();
    tagged_hash(
        "cw-health/consent/recovery-contact/1",
        &[
            CHAIN_ID.as_bytes(),
            &canonical(&world.consent),
            &world.patient.0,
            &canonical(&account(name)),
            &salt(name).0,
        ],
    )
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    let subject = world.patient;
    let by_patient = |msg| world.send("patient", &msg);
    let set = by_patient(ExecuteMsg::SetPolicies {
        subject,
        change: PolicyChange {
            restricted: Some(true),
            ..PolicyChange::default()
        },
    });
    let accept = by_patient(ExecuteMsg::AcceptCustodian {
        subject,
        custodian: world.clinic,
    });
    let drop = by_patient(ExecuteMsg::DropCustodian {
        subject,
        custodian: world.clinic,
    });
    let cases = vec![
        Case::new("set policies", set),
        Case::new("accept a custodian", accept.clone()),
        Case::new("drop it", drop).after(accept),
    ];
    [cases, delegates(world), recovery(world), handover(world), erasure(world)]
        .into_iter()
        .flatten()
        .collect()
}

fn delegates(world: &World) -> Vec<Case> {
    let subject = world.patient;
    let by_patient = |msg| world.send("patient", &msg);
    let add = |name: &str| {
        by_patient(ExecuteMsg::AddDelegate {
            subject,
            delegate: NewDelegate {
                account: account(name),
                kind: DelegateKind::Guardian,
                powers: DelegatePowers {
                    grant: true,
                    revoke: true,
                    manage_delegates: false,
                },
                excluded_labels: None,
                period: Period {
                    from: None,
                    until: Some(LATER),
                },
                evidence: None,
            },
        })
    };
    let end = by_patient(ExecuteMsg::EndDelegate {
        subject,
        account: account("mother"),
        end_grants: true,
    });
    let permit = benchmark(world.clinic, Effect::Permit);
    let grant = grant(&world.consent, "mother", subject, 2, permit);
    let eighth = (1..8).fold(Case::new("add a delegate, the eighth", add("mother")), |case, number| {
        case.after(add(&format!("aunt {number}")))
    });
    vec![
        Case::new("add a delegate, a guardian", add("mother")),
        eighth,
        Case::new("grant as a delegate", grant.clone()).after(add("mother")),
        Case::new("end a delegate and what it granted", end)
            .after(add("mother"))
            .after(grant),
    ]
}

fn recovery(world: &World) -> Vec<Case> {
    let subject = world.patient;
    let name = world.send(
        "patient",
        &ExecuteMsg::NameRecoveryContacts {
            subject,
            contacts: CONTACTS.map(|name| commitment(world, name)).to_vec(),
            threshold: 2,
        },
    );
    let propose = |contact: &str| {
        let msg = ExecuteMsg::ProposeRecovery {
            subject,
            new_owner: account("new owner"),
            salt: salt(contact),
        };
        world.send(contact, &msg)
    };
    let veto = world.send("patient", &ExecuteMsg::VetoRecovery { subject });
    let execute = world.send("anyone", &ExecuteMsg::ExecuteRecovery { subject });
    let begun = |case: Case| {
        case.after(name.clone())
            .after(propose("friend"))
            .after(propose("sister"))
    };
    vec![
        Case::new("name three recovery contacts", name.clone()),
        Case::new("propose a recovery", propose("friend")).after(name.clone()),
        Case::new("agree to it, so that it begins", propose("sister"))
            .after(name.clone())
            .after(propose("friend")),
        begun(Case::new("veto it", veto)),
        begun(Case::new("complete it", execute)).after_seconds(WIDENING_WAITS),
    ]
}

fn handover(world: &World) -> Vec<Case> {
    let subject = world.patient;
    let by_patient = |msg| world.send("patient", &msg);
    let propose = by_patient(ExecuteMsg::ProposeHandover {
        subject,
        new_owner: account("new owner"),
    });
    let contacts = by_patient(ExecuteMsg::NameRecoveryContacts {
        subject,
        contacts: CONTACTS.map(|name| commitment(world, name)).to_vec(),
        threshold: 2,
    });
    let veto = ExecuteMsg::VetoHandover {
        subject,
        salt: salt("friend"),
    };
    let cancel = by_patient(ExecuteMsg::CancelHandover { subject });
    let execute: Call = world.send("anyone", &ExecuteMsg::ExecuteHandover { subject });
    vec![
        Case::new("propose a handover", propose.clone()),
        Case::new("cancel it", cancel).after(propose.clone()),
        Case::new("veto a handover", world.send("friend", &veto))
            .after(contacts)
            .after(propose.clone()),
        Case::new("complete a handover", execute)
            .after(propose)
            .after_seconds(WIDENING_WAITS),
    ]
}

fn erasure(world: &World) -> Vec<Case> {
    let erase = |owner: &str, subject, limit| {
        let msg = ExecuteMsg::Erase { subject, limit };
        world.send(owner, &msg)
    };
    vec![
        Case::new("erase a subject with one consent", erase("patient", world.patient, None)),
        Case::new("erase, the first item", erase("veteran", world.veteran, Some(1))),
        Case::new("erase, fifty items more", erase("veteran", world.veteran, Some(50)))
            .after(erase("veteran", world.veteran, Some(1))),
    ]
}
