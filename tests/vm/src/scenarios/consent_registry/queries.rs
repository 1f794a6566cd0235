//! What is asked.

use health_types::consent::{Category, ExecuteMsg, QueryMsg, Question};
use health_types::Bytes32;

use super::words::{benchmark, item, question};
use super::{World, SPEC};
use crate::address::account;
use crate::scenario::Case;
use crate::Call;
use health_types::consent::{AccessItem, Effect};

/// Why the worst decisions cost more than their budget.
const WORST_ITEM: &str = "the floor of storage is 487,121, of which 465,280 are 64 reads of 2,090 bytes each (prefix, \
    key and 2,048 of value); the rest is the VM's, which unpacks 131,072 bytes and compares 1,024 rules with an item of \
    every attribute. That share, 112,513, is no proven floor.";
const WORST_BULK: &str = "the floor of storage is 487,121, as of the worst item; the answer has 256,601 bytes, near the \
    262,144 that the VM takes, for each distinct rule obliges to something; the rest is the VM's, which makes that JSON, \
    and is no proven floor.";

impl World {
    fn decide(&self, subject: Bytes32, requester: &str, organisations: &[u32], question: Question) -> Call {
        self.ask(&QueryMsg::Decide {
            subject,
            requester: account(requester),
            organisations: Some(organisations.to_vec()),
            question,
        })
    }
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    [decisions(world), reads(world), lists(world)]
        .into_iter()
        .flatten()
        .collect()
}

fn decisions(world: &World) -> Vec<Case> {
    let (patient, veteran, clinic) = (world.patient, world.veteran, world.clinic);
    let worrier = world.worrier;
    let claimed: Vec<u32> = world.hospitals.iter().take(4).copied().collect();
    let known = Question {
        data: Some(item()),
        ..question()
    };
    let explain = |subject, requester: &str, organisations: &[u32], question| {
        world.ask(&QueryMsg::Explain {
            subject,
            requester: account(requester),
            organisations: Some(organisations.to_vec()),
            question,
        })
    };
    let batch = |subject, requester: &str, organisations: &[u32]| {
        world.ask(&QueryMsg::DecideBatch {
            subject,
            requester: account(requester),
            organisations: Some(organisations.to_vec()),
            questions: vec![question(); 30],
        })
    };
    vec![
        Case::new("ask: decide, typical", world.decide(patient, "nurse", &[clinic], question()))
            .budget(14_000, SPEC),
        Case::new(
            "ask: decide about an item, worst: 64 full trees",
            world.decide(veteran, "consultant", &claimed, known.clone()),
        )
        .budget(530_000, SPEC)
        .excuse(612_000, WORST_ITEM),
        Case::new(
            "ask: decide in bulk, worst: 64 full trees",
            world.decide(worrier, "consultant", &claimed, question()),
        )
        .budget(530_000, SPEC)
        .excuse(1_542_000, WORST_BULK),
        Case::new("ask: thirty decisions, typical", batch(patient, "nurse", &[clinic])),
        Case::new("ask: explain, typical", explain(patient, "nurse", &[clinic], question())),
        Case::new("ask: explain the worst", explain(veteran, "consultant", &claimed, known)),
    ]
}

fn reads(world: &World) -> Vec<Case> {
    let subject = world.patient;
    let registered = |case: Case| {
        case.after(world.accept_custodian())
            .after(world.register_records(1..=30))
    };
    let ask = |msg: QueryMsg| world.ask(&msg);
    vec![
        Case::new("ask: a consent", ask(QueryMsg::Consent { subject, id: 1 })),
        Case::new("ask: a subject", ask(QueryMsg::Subject { subject })),
        Case::new(
            "ask: conflicts",
            ask(QueryMsg::Conflicts {
                subject: world.regular,
                category: Category::PatientPrivacy,
                provision: Box::new(benchmark(world.clinic, Effect::Permit).provision),
            }),
        ),
        registered(Case::new(
            "ask: a record",
            ask(QueryMsg::Record {
                subject,
                record: world.record(1),
                version: None,
            }),
        )),
        registered(Case::new(
            "ask: an envelope",
            ask(QueryMsg::Envelope {
                subject,
                record: world.record(1),
                grantee: world.grantee(),
            }),
        ))
        .after(world.put_envelopes(1..=1)),
        Case::new(
            "ask: an emergency",
            ask(QueryMsg::Emergency {
                subject,
                actor: world.medic,
            }),
        )
        .after(world.break_glass()),
        Case::new("ask: requests", ask(QueryMsg::Requests { subject })).after(world.request()),
        Case::new("ask: the pending recovery", ask(QueryMsg::PendingRecovery { subject })),
        Case::new("ask: the pending handover", ask(QueryMsg::PendingHandover { subject })).after(
            world.send(
                "patient",
                &ExecuteMsg::ProposeHandover {
                    subject,
                    new_owner: account("new owner"),
                },
            ),
        ),
        Case::new("ask: the configuration", ask(QueryMsg::Config {})),
        Case::new("ask: the administration", ask(QueryMsg::Admin {})),
    ]
}

fn lists(world: &World) -> Vec<Case> {
    let subject = world.patient;
    let ask = |msg: QueryMsg| world.ask(&msg);
    let accepted = |case: Case| case.after(world.accept_custodian());
    vec![
        Case::new(
            "ask: a page of 30 full trees",
            ask(QueryMsg::ConsentsOf {
                subject: world.veteran,
                start_after: None,
                limit: None,
            }),
        ),
        accepted(Case::new(
            "ask: a page of 30 records",
            ask(QueryMsg::RecordsOf {
                subject,
                start_after: None,
                limit: None,
            }),
        ))
        .after(world.register_records(1..=30)),
        Case::new(
            "ask: delegates",
            ask(QueryMsg::Delegates {
                subject,
                start_after: None,
                limit: None,
            }),
        ),
        Case::new(
            "ask: emergencies",
            ask(QueryMsg::Emergencies {
                subject,
                start_after: None,
                limit: None,
            }),
        )
        .after(world.break_glass()),
        Case::new(
            "ask: disclosures",
            ask(QueryMsg::Disclosures {
                subject,
                start_after: None,
                limit: None,
            }),
        )
        .after(world.record_access("clinic", vec![AccessItem::Bulk {}])),
        Case::new(
            "ask: legal holds",
            ask(QueryMsg::LegalHolds {
                subject,
                start_after: None,
                limit: None,
            }),
        ),
        Case::new(
            "ask: audit roots",
            ask(QueryMsg::AuditRoots {
                custodian: world.clinic,
                day: 20_000,
                start_after: None,
                limit: None,
            }),
        ),
    ]
}
