//! Registering, policies, revoking everything.

use crate::support::*;
use health_testing::Suite;
use health_types::consent::*;
use health_types::Bytes32;

fn register_msg(nonce: u8, consents: Option<Vec<NewConsent>>) -> ExecuteMsg {
    ExecuteMsg::Register {
        nonce: Bytes32([nonce; 32]),
        policies: PolicyChange::default(),
        consents,
    }
}

#[test]
fn a_new_subject_has_everything_closed() {
    let town = Town::new();
    let subject = town.subject();
    assert_eq!(subject.number, 1);
    assert_eq!(subject.owner, Some(town.account("patient")));
    assert_eq!(subject.default_policy, DefaultPolicy::Deny);
    assert!(subject.emergencies_allowed && !subject.restricted && !subject.secondary_use_opt_out);
    assert_eq!(
        (subject.epoch, subject.delegates, subject.requests),
        (0, 0, 0)
    );
    assert!(!subject.erased);
}

#[test]
fn the_pseudonym_depends_on_sender_nonce_contract_and_chain() {
    let mut suite = Suite::new();
    let mut pseudonyms = Vec::new();
    for (owner, nonce) in [("one", 1), ("one", 2), ("two", 1)] {
        let data: RegisteredData = suite
            .consent(owner, &register_msg(nonce, None))
            .unwrap()
            .data();
        pseudonyms.push(data.subject);
        assert_eq!(data.number as usize, pseudonyms.len());
    }
    suite
        .app
        .update_block(|block| block.chain_id = "another".into());
    let there: RegisteredData = suite.consent("two", &register_msg(2, None)).unwrap().data();
    pseudonyms.push(there.subject);
    let api = suite.app.api();
    use cosmwasm_std::Api;
    let canonical = |address: &str| api.addr_canonicalize(address).unwrap();
    let recipe = health_kit::hash::tagged_hash(
        "cw-health/consent/pseudonym/1",
        &[
            b"another",
            &canonical(suite.consent.as_str()),
            &canonical(suite.account("two").as_str()),
            &[2; 32],
        ],
    );
    assert_eq!(there.subject, recipe);
    pseudonyms.sort();
    pseudonyms.dedup();
    assert_eq!(pseudonyms.len(), 4);
}

#[test]
fn a_nonce_serves_once_and_is_not_zero() {
    let mut town = Town::new();
    town.refused(
        "patient",
        register_msg(7, None),
        "subject_exists: the nonce was used before",
    );
    town.ok("patient", register_msg(8, None));
    town.refused("patient", register_msg(0, None), "zero: nonce");
}

#[test]
fn an_erased_subject_is_not_registered_again() {
    let mut town = Town::new();
    let subject = town.subject;
    town.ok(
        "patient",
        ExecuteMsg::Erase {
            subject,
            limit: None,
        },
    );
    town.refused(
        "patient",
        register_msg(7, None),
        "subject_exists: the nonce was used before",
    );
    assert!(town.subject().erased);
    assert_eq!(town.subject().owner, None);
}

#[test]
fn first_consents_come_with_the_subject() {
    let mut town = Town::new();
    let consents = vec![deny(4), superseding(&[1], permit(4)), permit(5)];
    let tx = town.ok("patient", register_msg(8, Some(consents)));
    assert_eq!(
        told(&tx),
        [
            "subject_registered subject=2",
            "consent_recorded subject=2 consent=1 status=active by_delegate=false",
            "consent_recorded subject=2 consent=2 status=active by_delegate=false",
            "consent_changed subject=2 consent=1 status=superseded",
            "consent_recorded subject=2 consent=3 status=active by_delegate=false",
        ]
    );
    town.subject = tx.data::<RegisteredData>().subject;
    assert_eq!(town.status(1), ConsentStatus::Superseded);
    assert_eq!(town.status(2), ConsentStatus::Active);
    let count = |consents: usize| {
        format!("invalid_count: consents has {consents}, from 1 to 8 are allowed")
    };
    for consents in [0, 9] {
        let msg = register_msg(9, Some(vec![deny(4); consents]));
        town.refused("patient", msg, &count(consents));
    }
    let eight: Vec<_> = (1..=8).map(deny).collect();
    town.ok("patient", register_msg(9, Some(eight)));
}

#[test]
fn policies_change_one_by_one() {
    let mut town = Town::new();
    let subject = town.subject;
    let set = |change| ExecuteMsg::SetPolicies { subject, change };
    let none = PolicyChange::default();
    town.refused(
        "patient",
        set(none),
        "nothing_to_change: the message changes nothing",
    );
    town.refused(
        "stranger",
        set(none),
        "nothing_to_change: the message changes nothing",
    );
    let tx = town.ok(
        "patient",
        set(PolicyChange {
            default_policy: Some(DefaultPolicy::PermitTreatment),
            ..none
        }),
    );
    assert_eq!(told(&tx), ["policies_set subject=1"]);
    town.ok(
        "patient",
        set(PolicyChange {
            emergencies_allowed: Some(false),
            ..none
        }),
    );
    town.ok(
        "patient",
        set(PolicyChange {
            secondary_use_opt_out: Some(true),
            ..none
        }),
    );
    town.ok(
        "patient",
        set(PolicyChange {
            restricted: Some(true),
            ..none
        }),
    );
    let now = town.subject();
    assert_eq!(now.default_policy, DefaultPolicy::PermitTreatment);
    assert!(!now.emergencies_allowed && now.secondary_use_opt_out && now.restricted);
}

#[test]
fn a_pause_stops_wider_policies_alone() {
    let mut town = Town::new();
    let subject = town.subject;
    let none = PolicyChange::default();
    let set = |change| ExecuteMsg::SetPolicies { subject, change };
    let narrow = [
        PolicyChange {
            default_policy: Some(DefaultPolicy::BreakGlassOnly),
            ..none
        },
        PolicyChange {
            emergencies_allowed: Some(false),
            ..none
        },
        PolicyChange {
            secondary_use_opt_out: Some(true),
            ..none
        },
        PolicyChange {
            restricted: Some(true),
            ..none
        },
    ];
    let wide = [
        PolicyChange {
            default_policy: Some(DefaultPolicy::PermitAuthorized),
            ..none
        },
        PolicyChange {
            emergencies_allowed: Some(true),
            ..none
        },
        PolicyChange {
            secondary_use_opt_out: Some(false),
            ..none
        },
        PolicyChange {
            restricted: Some(false),
            ..none
        },
    ];
    let treatment = PolicyChange {
        default_policy: Some(DefaultPolicy::PermitTreatment),
        ..none
    };
    town.ok("patient", set(treatment));
    town.pause();
    let paused = format!("paused: until {}", START + 3 * DAY);
    for change in narrow {
        town.ok("patient", set(change));
    }
    for change in wide {
        town.refused("stranger", set(change), UNAUTHORIZED);
        town.refused("patient", set(change), &paused);
    }
    town.refused("patient", register_msg(9, None), &paused);
    town.suite.advance(3 * DAY);
    for change in wide {
        town.ok("patient", set(change));
    }
    assert_eq!(
        town.subject().default_policy,
        DefaultPolicy::PermitAuthorized
    );
}

#[test]
fn revoking_everything_ends_permits_in_one_write() {
    let mut town = Town::new();
    let subject = town.subject;
    town.grant(1, permit(4));
    town.grant(2, deny(4));
    town.delegate("carer", BOTH);
    let policy = DefaultPolicy::PermitAuthorized;
    let change = PolicyChange {
        default_policy: Some(policy),
        ..PolicyChange::default()
    };
    town.ok("patient", ExecuteMsg::SetPolicies { subject, change });
    town.pause();
    let before = town.dump();
    let tx = town.ok(
        "patient",
        ExecuteMsg::RevokeAll {
            subject,
            end_delegates: false,
        },
    );
    assert_eq!(
        told(&tx),
        [
            "all_revoked subject=1 epoch=1 delegates_ended=false",
            "key_rotation_due subject=1"
        ]
    );
    let after = town.dump();
    let written = before
        .iter()
        .zip(&after)
        .filter(|(old, new)| old != new)
        .count();
    assert_eq!((before.len(), written), (after.len(), 1));
    let now = town.subject();
    assert_eq!(
        (now.epoch, now.default_policy, now.delegates),
        (1, DefaultPolicy::Deny, 1)
    );
    assert_eq!(town.consent(1).epoch, 0);
    town.refused(
        "carer",
        ExecuteMsg::RevokeAll {
            subject,
            end_delegates: true,
        },
        UNAUTHORIZED,
    );
    town.ok(
        "patient",
        ExecuteMsg::RevokeAll {
            subject,
            end_delegates: true,
        },
    );
    assert_eq!((town.subject().epoch, town.subject().delegates), (2, 0));
    let revoke = town.revoke_msg(1);
    town.refused("carer", revoke, UNAUTHORIZED);
}

#[test]
fn numbers_end_before_they_are_reused() {
    let mut town = Town::new();
    let subject = town.subject;
    let key = [&[0x10][..], &subject.0].concat();
    let mut entry = town.entry(&key).unwrap();
    entry[4..8].copy_from_slice(&u32::MAX.to_be_bytes());
    town.set_entry(&key, &entry);
    let all = ExecuteMsg::RevokeAll {
        subject,
        end_delegates: false,
    };
    let reason = "epochs_exhausted: everything was revoked 2^32 - 1 times";
    town.refused("patient", all, reason);
    town.set_entry(&[0x03], &u32::MAX.to_be_bytes());
    town.refused(
        "patient",
        register_msg(9, None),
        "does_not_fit: last subject",
    );
}

#[test]
fn what_is_granted_after_everything_was_revoked_counts() {
    use health_types::codes::PurposeOfUse::TREAT;
    use health_types::identity::CredentialKind;
    let mut town = Town::new();
    let subject = town.subject;
    let hospital = town
        .suite
        .accredit("hospital", CredentialKind::ProviderOrganisation);
    let decision = |town: &Town| {
        let answer = town.suite.decide(subject, "hospital", &[hospital], TREAT);
        answer.unwrap().decision
    };
    town.grant(1, permit(hospital));
    let end_delegates = false;
    town.ok(
        "patient",
        ExecuteMsg::RevokeAll {
            subject,
            end_delegates,
        },
    );
    assert_eq!(decision(&town), Decision::NoConsent);
    town.grant(2, permit(hospital));
    assert_eq!(town.consent(2).epoch, 1);
    assert_eq!(decision(&town), Decision::Permit);
}
