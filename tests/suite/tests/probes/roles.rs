//! Who may send what: every message by everybody.

use super::senders::{consent_messages, lived, EVERYBODY};
use health_testing::{error_code, Rule, Suite};
use health_types::codes::PurposeOfUse::TREAT;
use health_types::identity::{self, AffiliationRef, CredentialKind, Function, Reason};
use health_types::{Bytes32, Period};

#[test]
fn nobody_does_what_is_anothers() {
    let (mut suite, town, subject) = lived();
    let messages = consent_messages(&suite, &town, subject);
    for (msg, allowed) in &messages {
        for sender in EVERYBODY.iter().filter(|sender| !allowed.contains(sender)) {
            assert_eq!(
                suite.refused(sender, msg),
                "unauthorized",
                "{sender} sends {msg:?}"
            );
        }
    }
    // Nor does it help, or tell anything, to name a subject that does not exist.
    let nobody = Bytes32([0xEE; 32]);
    for (msg, allowed) in consent_messages(&suite, &town, nobody) {
        for sender in EVERYBODY.iter().filter(|sender| !allowed.contains(sender)) {
            assert_eq!(
                suite.refused(sender, &msg),
                "unauthorized",
                "{sender} sends {msg:?}"
            );
        }
    }
    // Each time anew, since what is allowed changes the world.
    for (place, (_, allowed)) in messages.iter().enumerate() {
        for sender in *allowed {
            let (mut suite, town, subject) = lived();
            let (msg, _) = consent_messages(&suite, &town, subject).swap_remove(place);
            if let Err(error) = suite.consent(sender, &msg) {
                assert_ne!(
                    error_code(&error),
                    "unauthorized",
                    "{sender} sends {msg:?}: {error}"
                );
            }
        }
    }
}

#[test]
fn nobody_accredits_but_whom_governance_accredited() {
    use identity::ExecuteMsg as Msg;
    let (mut suite, town) = Suite::town();
    let (holder, kind) = (town.hospital, CredentialKind::ProviderOrganisation);
    let reason = Reason::UnderInvestigation;
    let governance: &[&str] = &["governance"];
    let issuer: &[&str] = &["authority"];
    let affiliation = identity::NewAffiliation {
        member: suite.account("locum").to_string(),
        kind,
        functions: vec![Function::Clinician],
        period: Period::OPEN,
    };
    let ended = AffiliationRef {
        member: suite.account("nurse").to_string(),
        kind,
    };
    let holders: &[&str] = &[
        "hospital",
        "clinic",
        "institute",
        "body",
        "nurse",
        "responder",
        "operator",
        "authority",
    ];
    let credentials = vec![suite.credential("newcomer", kind)];
    for (msg, allowed) in [
        (Msg::SuspendIssuer { issuer: 1 }, governance),
        (Msg::ReinstateIssuer { issuer: 1 }, governance),
        (Msg::RemoveIssuer { issuer: 1 }, governance),
        (
            Msg::WithdrawKinds {
                issuer: 1,
                kinds: vec![kind],
            },
            governance,
        ),
        (
            Msg::DistrustIssuer {
                issuer: 1,
                after: 1,
            },
            governance,
        ),
        (Msg::CancelIssuerChange { change: 1 }, governance),
        (Msg::Issue { credentials }, issuer),
        (
            Msg::Renew {
                holder,
                kind,
                until: None,
            },
            issuer,
        ),
        (
            Msg::Suspend {
                holder,
                kind,
                reason,
            },
            issuer,
        ),
        (Msg::Reinstate { holder, kind }, issuer),
        (
            Msg::Revoke {
                holder,
                kind,
                reason,
            },
            issuer,
        ),
        (
            Msg::SuspendSubIssuer { issuer: 1, sub: 1 },
            &["authority", "governance"],
        ),
        (Msg::Renounce { kind, issuer: 1 }, holders),
        (Msg::BarIssuer { issuer: 1 }, holders),
        (
            Msg::ProposeAffiliations {
                affiliations: vec![affiliation],
            },
            holders,
        ),
        (
            Msg::EndAffiliations {
                affiliations: vec![ended],
            },
            holders,
        ),
        (Msg::VetoMove {}, holders),
        (Msg::DeactivateDevice {}, holders),
        (Msg::AcceptMove { holder }, &[]),
        (
            Msg::ProposeMove {
                holder,
                account: suite.account("empty").to_string(),
            },
            issuer,
        ),
    ] {
        for sender in EVERYBODY.iter().filter(|sender| !allowed.contains(sender)) {
            assert_eq!(
                suite.refused_identity(sender, &msg),
                "unauthorized",
                "{sender} sends {msg:?}"
            );
        }
    }
}

#[test]
fn nobody_registers_anothers_pseudonym() {
    let mut suite = Suite::new();
    let nonce = Bytes32([7; 32]);
    let taken = suite.register("attacker");
    let own = suite.register("patient");
    assert_eq!(own, suite.pseudonym("patient", nonce));
    assert_ne!(own, taken);
    assert_eq!(
        suite.subject_info(own).owner.unwrap(),
        suite.account("patient").to_string()
    );
}

#[test]
fn events_tell_of_kinds_and_numbers() {
    let (mut suite, town, subject) = lived();
    let shape = |suite: &mut Suite, id: u32, rule: health_types::consent::Provision| {
        let tx = suite.grant("patient", subject, id, rule.consent()).unwrap();
        let event = tx.events_of("consent_recorded")[0].clone();
        let sizes = event
            .attributes
            .into_iter()
            .map(|one| (one.key, one.value.len()));
        sizes.collect::<Vec<_>>()
    };
    use health_types::codes::PurposeOfUse::HPAYMT;
    use health_types::codes::Sensitivity::{HIV, SUD};
    let rule = || Suite::permit().to_organisation(town.hospital);
    let one = shape(&mut suite, 11, rule().purposes(&[TREAT]).labels(&[HIV]));
    let other = shape(&mut suite, 12, rule().purposes(&[HPAYMT]).labels(&[SUD]));
    assert_eq!(one, other);
    for (msg, allowed) in consent_messages(&suite, &town, subject)
        .into_iter()
        .take(12)
    {
        let Some(Ok(tx)) = allowed.first().map(|sender| suite.consent(sender, &msg)) else {
            continue;
        };
        let pseudonym = subject.to_string();
        for event in tx.events {
            let leaks = |text: &str| text.contains(&pseudonym) || text.contains("TREAT");
            assert!(
                event.attributes.iter().all(|one| !leaks(&one.value)),
                "{event:?}"
            );
        }
    }
}
