//! Rules at their edges: what lies a second, a byte or a name beside what is allowed.

use crate::cast::Cast;
use crate::people::{consent_for, new_delegate, new_record, world, World, DAY, HOUR};
use crate::recovery::{propose, vote, with_contacts};
use crate::support::{with_status, Town};
use health_testing::Suite;
use health_types::codes::{Code, DataClass, PurposeOfUse};
use health_types::consent::{
    Actor, Decision, DelegatePowers, Effect, EmergencyReason, EnvelopeEntry, EnvelopeKey,
    ExecuteMsg, InitialStatus, NewConsent, PendingRecoveryResponse, Provision, QueryMsg,
};
use health_types::{Bytes32, Period};

#[test]
fn a_consent_decides_to_its_last_second() {
    let mut cast = Cast::new();
    let from = cast.suite.now() + HOUR;
    let until = from + HOUR;
    let permit = consent_for(
        Effect::Permit,
        vec![Actor::Person {
            holder: cast.doctor,
        }],
    );
    cast.grant(
        1,
        NewConsent {
            period: Period {
                from: Some(from),
                until: Some(until),
            },
            ..permit
        },
    );
    for (now, expected) in [
        (from - 1, Decision::NoConsent),
        (from, Decision::Permit),
        (until - 1, Decision::Permit),
        (until, Decision::NoConsent),
    ] {
        cast.suite.set_time(now);
        let (decision, _) = cast.outcome("doctor", &[], PurposeOfUse::TREAT);
        assert_eq!(decision, expected, "{now}");
    }
}

/// Only a power at a time is lacking, so that each is asked for on its own.
#[test]
fn a_delegate_passes_on_no_power_that_it_lacks() {
    for lacking in 0..2 {
        let mut world = world();
        let subject = world.subject;
        let powers = |manage_delegates, grant, revoke| DelegatePowers {
            grant,
            revoke,
            manage_delegates,
        };
        let own = powers(true, lacking != 0, lacking != 1);
        let carer = new_delegate(&world.suite, "carer", own);
        let appoint = |delegate| ExecuteMsg::AddDelegate { subject, delegate };
        world.send("patient", &appoint(carer)).unwrap();
        let beyond = new_delegate(&world.suite, "friend", powers(false, true, true));
        world.refused("carer", &appoint(beyond), "exceeds_own_powers");
        let within = new_delegate(
            &world.suite,
            "friend",
            powers(false, lacking != 0, lacking != 1),
        );
        world.send("carer", &appoint(within)).unwrap();
    }
}

#[test]
fn the_glass_is_broken_for_the_organisation_that_the_responder_serves() {
    let mut cast = Cast::new();
    for organisation in [cast.clinic, cast.medic, 9_999] {
        let break_glass = ExecuteMsg::BreakGlass {
            subject: cast.subject,
            organisation,
            reason: EmergencyReason::LifeThreatening,
            justification: Bytes32([1; 32]),
            duration: HOUR,
        };
        assert_eq!(cast.refused("medic", &break_glass), "unauthorized");
    }
}

/// Vetoed votes count towards a proposal by all contacts alone.
#[test]
fn a_vetoed_vote_makes_no_threshold() {
    let mut world = with_contacts(2);
    let subject = world.subject;
    for _ in 0..2 {
        vote(&mut world, "friend", "new");
        vote(&mut world, "sister", "new");
        world
            .send("patient", &ExecuteMsg::VetoRecovery { subject })
            .unwrap();
    }
    world.suite.advance(HOUR);
    vote(&mut world, "friend", "new");
    let query = QueryMsg::PendingRecovery { subject };
    let answer: PendingRecoveryResponse = world.suite.ask_consent(&query).unwrap();
    let proposal = answer.recovery.unwrap();
    assert_eq!((proposal.agreed, proposal.due), (2, None));
    world.suite.advance(2 * DAY);
    let execute = ExecuteMsg::ExecuteRecovery { subject };
    world.refused("anyone", &execute, "nothing_pending");
    // A vote that the contact gave already is told from one that was vetoed.
    let again = propose(&world, "friend", "new");
    world.refused("friend", &again, "already_agreed");
}

fn envelope(world: &World, grantee: &Actor, consent: u32) -> ExecuteMsg {
    ExecuteMsg::PutEnvelopes {
        subject: world.subject,
        envelopes: vec![EnvelopeEntry {
            record: 1,
            grantee: grantee.clone(),
            consent,
            key: EnvelopeKey::Digest {
                digest: Bytes32([0xD1; 32]),
            },
        }],
    }
}

/// A patient's record at the hospital, and two clinicians.
fn with_record() -> (World, Actor, Actor) {
    let mut world = world();
    let register = ExecuteMsg::RegisterRecords {
        subject: world.subject,
        records: vec![new_record(1)],
    };
    world.send("hospital", &register).unwrap();
    let [doctor, nurse] = ["doctor", "nurse"].map(|name| Actor::Person {
        holder: world.clinician(name),
    });
    (world, doctor, nurse)
}

#[test]
fn an_envelope_rests_on_the_consent_that_permits_its_grantee() {
    let (mut world, doctor, nurse) = with_record();
    let permit = |actor: &Actor| consent_for(Effect::Permit, vec![actor.clone()]);
    world.grant("patient", 1, permit(&doctor)).unwrap();
    world.grant("patient", 2, permit(&nurse)).unwrap();
    for (grantee, own, other) in [(&doctor, 1, 2), (&nurse, 2, 1)] {
        let msg = envelope(&world, grantee, other);
        world.refused("hospital", &msg, "grantee_not_permitted");
        let msg = envelope(&world, grantee, own);
        world.send("hospital", &msg).unwrap();
    }
}

#[test]
fn no_envelope_rests_on_a_permit_that_may_not_reach_the_record() {
    let (mut world, doctor, _) = with_record();
    // The record states no author, so that it may be this one's or not.
    let author = Bytes32([0xA7; 32]);
    let permit = Suite::consent_of(Provision {
        actors: Some(vec![doctor.clone()]),
        authors: Some(vec![author]),
        ..Suite::rule(Effect::Permit)
    });
    world.grant("patient", 1, permit).unwrap();
    let msg = envelope(&world, &doctor, 1);
    world.refused("hospital", &msg, "grantee_not_permitted");
    let mut stated = new_record(1);
    stated.author = Some(author);
    let update = ExecuteMsg::UpdateRecords {
        subject: world.subject,
        records: vec![stated],
    };
    world.send("hospital", &update).unwrap();
    world.send("hospital", &msg).unwrap();
}

/// One class more is one byte more.
#[test]
fn a_consent_has_2048_bytes_and_not_one_more() {
    let mut town = Town::new();
    let hashes = |seed: u8, count: u8| {
        let hash = |place| Bytes32([seed * 8 + place + 1; 32]);
        Some((0..count).map(hash).collect::<Vec<_>>())
    };
    let of = |last: u8, classes: usize| {
        let children = (0..8).map(|seed| Provision {
            records: hashes(seed, if seed == 7 { last } else { 8 }),
            ..Suite::rule(Effect::Deny)
        });
        let consent = Suite::consent_of(Provision {
            classes: Some(DataClass::ALL[..classes].to_vec()),
            provision: Some(children.collect()),
            ..Suite::rule(Effect::Permit)
        });
        // Refused, it takes no place in a cell.
        with_status(InitialStatus::Refused, consent)
    };
    let fits = |town: &mut Town, id: u32, last, classes| {
        let msg = town.grant_msg(id, of(last, classes));
        town.suite.consent("patient", &msg)
    };
    let last = (1..8)
        .take_while(|last| fits(&mut town, u32::from(*last), *last, 1).is_ok())
        .last()
        .unwrap();
    let (classes, error) = (2..=DataClass::ALL.len())
        .find_map(|classes| {
            let sent = fits(&mut town, 100 + classes as u32, last, classes);
            Some((classes, sent.err()?))
        })
        .unwrap();
    let expected = "consent_too_large: 2049 bytes, at most 2048 are allowed";
    assert!(error.contains(expected), "{error}");
    let subject = 1u32.to_be_bytes();
    let id = (99 + classes as u32).to_be_bytes();
    let key = [&[0x12][..], &subject, &id].concat();
    assert_eq!(town.entry(&key).unwrap().len(), 2_048);
}
