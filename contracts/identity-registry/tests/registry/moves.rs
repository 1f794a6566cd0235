//! Guardians and moves.

use crate::harness::*;
use health_types::identity::*;

const DOCTOR: Kind = Kind::Practitioner;
const UNAUTHORIZED: &str = "unauthorized: the sender may not do this";

/// A doctor with a hospital and the guardians a, b and c, of whom two must agree.
pub fn guarded() -> (Registry, u32) {
    let mut registry = Registry::new();
    let doctor = registry.issue("board", "doctor", DOCTOR);
    registry.hospital("hospital");
    registry.join("hospital", "doctor");
    registry.name_guardians("doctor", &["a", "b", "c"], 2);
    (registry, doctor)
}

pub fn vote(registry: &mut Registry, voter: &str, holder: u32, to: &str) {
    let msg = registry.move_msg(holder, to);
    registry.ok(voter, msg);
}

fn accept(holder: u32) -> ExecuteMsg {
    ExecuteMsg::AcceptMove { holder }
}

fn execute(holder: u32) -> ExecuteMsg {
    ExecuteMsg::ExecuteMove { holder }
}

#[test]
fn guardians_move_a_holder_with_all_it_has() {
    let (mut registry, doctor) = guarded();
    let hospital = registry.number("hospital");
    vote(&mut registry, "a", doctor, "new");
    assert_eq!(registry.pending_move(doctor), None);
    registry.refused("new", accept(doctor), UNAUTHORIZED);
    vote(&mut registry, "b", doctor, "new");
    let lapses_at = START + 14 * DAY;
    assert_eq!(
        registry.pending_move(doctor),
        Some(PendingMove {
            account: registry.account("new"),
            by_guardians: true,
            accepted: false,
            vetoable: true,
            ready_at: None,
            lapses_at,
        })
    );
    let unaccepted = "move_not_accepted: the new account must accept first";
    registry.refused("anyone", execute(doctor), unaccepted);
    registry.wait(HOUR);
    registry.ok("new", accept(doctor));
    registry.refused("new", accept(doctor), "wrong_state: accepted");
    let ready = START + 49 * HOUR;
    registry.set_time(ready - 1);
    registry.refused(
        "anyone",
        execute(doctor),
        &format!("too_early: not before {ready}"),
    );
    registry.set_time(ready);
    registry.ok("anyone", execute(doctor));

    assert_eq!(registry.number("new"), doctor);
    assert_eq!(registry.status(doctor, DOCTOR), Status::Valid);
    let stands = |member: &str| -> CheckAffiliationResponse {
        registry.ask(QueryMsg::CheckAffiliation {
            organisation: hospital,
            member: registry.account(member),
            function: None,
            at: None,
        })
    };
    assert!(stands("new").acts_for && stands("new").binds_denies);
    assert!(!stands("doctor").acts_for);
    let account = registry.account("doctor");
    let old: AccountResponse = registry.ask(QueryMsg::Account { account });
    assert_eq!((old.holder, old.retired), (None, true));
    let page: MembersOfResponse = registry.ask(QueryMsg::MembersOf {
        organisation: hospital,
        start_after: None,
        limit: None,
    });
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].account, registry.account("new"));
    // The old account can never be anybody again.
    let retired = "account_retired: its holder moved to another account";
    let issue = registry.issue_msg("doctor", DOCTOR);
    registry.refused("board", issue, retired);
    let propose = registry.propose_msg("doctor");
    registry.ok("hospital", propose);
    registry.refused("doctor", accept_affiliation(hospital), retired);
    registry.refused("doctor", ExecuteMsg::VetoMove {}, UNAUTHORIZED);
    let missing = format!("move_not_found: of holder {doctor}");
    registry.refused("anyone", execute(doctor), &missing);
    registry.ok("new", leave_affiliation(hospital));
}

#[test]
fn a_holder_vetoes_once_against_all_guardians() {
    let (mut registry, doctor) = guarded();
    let veto = || ExecuteMsg::VetoMove {};
    let missing = format!("move_not_found: of holder {doctor}");
    registry.refused("doctor", veto(), &missing);
    vote(&mut registry, "a", doctor, "new");
    vote(&mut registry, "b", doctor, "new");
    registry.wait(10);
    registry.ok("doctor", veto());
    assert_eq!(registry.pending_move(doctor), None);
    // Votes of before do not count again, but those of after do, vetoed or not.
    registry.wait(10);
    vote(&mut registry, "a", doctor, "new");
    assert_eq!(registry.pending_move(doctor), None);
    vote(&mut registry, "b", doctor, "new");
    assert!(registry.pending_move(doctor).unwrap().vetoable);
    registry.wait(10);
    registry.ok("doctor", veto());
    registry.wait(10);
    vote(&mut registry, "c", doctor, "new");
    assert!(!registry.pending_move(doctor).unwrap().vetoable);
    let refused = "not_vetoable: all guardians proposed it after a veto";
    registry.refused("doctor", veto(), refused);
    registry.ok("new", accept(doctor));
    registry.wait(48 * HOUR);
    registry.ok("anyone", execute(doctor));
    assert_eq!(registry.number("new"), doctor);
}

#[test]
fn a_pending_move_becomes_unvetoable_with_the_last_vote() {
    let (mut registry, doctor) = guarded();
    for guardian in ["a", "b"] {
        vote(&mut registry, guardian, doctor, "new");
    }
    registry.wait(1);
    registry.ok("doctor", ExecuteMsg::VetoMove {});
    registry.wait(1);
    for guardian in ["a", "b"] {
        vote(&mut registry, guardian, doctor, "new");
    }
    assert!(registry.pending_move(doctor).unwrap().vetoable);
    vote(&mut registry, "c", doctor, "new");
    assert!(!registry.pending_move(doctor).unwrap().vetoable);
    // It stays so when one of them turns to another account.
    vote(&mut registry, "a", doctor, "other");
    vote(&mut registry, "b", doctor, "new");
    assert!(!registry.pending_move(doctor).unwrap().vetoable);
}

#[test]
fn all_guardians_can_be_vetoed_the_first_time_and_again_after_the_dispute() {
    let (mut registry, doctor) = guarded();
    for _ in 0..2 {
        for guardian in ["a", "b", "c"] {
            vote(&mut registry, guardian, doctor, "new");
        }
        assert!(registry.pending_move(doctor).unwrap().vetoable);
        registry.wait(1);
        registry.ok("doctor", ExecuteMsg::VetoMove {});
        registry.wait(1);
        // What they said before it does not count again.
        vote(&mut registry, "a", doctor, "new");
        assert_eq!(registry.pending_move(doctor), None);
        registry.wait(14 * DAY);
    }
}

#[test]
fn one_move_at_a_time_and_it_lapses() {
    let (mut registry, doctor) = guarded();
    vote(&mut registry, "a", doctor, "new");
    vote(&mut registry, "b", doctor, "new");
    vote(&mut registry, "b", doctor, "other");
    vote(&mut registry, "c", doctor, "other");
    let pending = registry.pending_move(doctor).unwrap();
    assert_eq!(pending.account, registry.account("new"));
    registry.ok("new", accept(doctor));
    registry.wait(14 * DAY);
    let lapsed = format!("proposal_lapsed: at {}", registry.now());
    registry.refused("anyone", execute(doctor), &lapsed);
    registry.refused("new", accept(doctor), &lapsed);
    assert_eq!(registry.pending_move(doctor), None);
    // Votes lapse as well.
    vote(&mut registry, "a", doctor, "other");
    assert_eq!(registry.pending_move(doctor), None);
    vote(&mut registry, "b", doctor, "other");
    assert!(registry.pending_move(doctor).is_some());
}

#[test]
fn all_issuers_with_a_live_credential_move_a_holder() {
    let mut registry = Registry::new();
    let doctor = registry.issue("board", "doctor", DOCTOR);
    registry.issue("ministry", "doctor", Kind::Researcher);
    registry.appoint("board", "office", &[DOCTOR]);
    let msg = registry.move_msg(doctor, "new");
    registry.refused("office", msg.clone(), UNAUTHORIZED);
    registry.refused("stranger", msg.clone(), UNAUTHORIZED);
    registry.ok("ministry", msg.clone());
    assert_eq!(registry.pending_move(doctor), None);
    registry.ok("board", msg);
    let pending = registry.pending_move(doctor).unwrap();
    assert!(!pending.by_guardians && pending.vetoable);
    registry.ok("new", accept(doctor));
    registry.wait(48 * HOUR);
    // An issuer that was suspended since has no say; without the others' it does not move.
    registry.ok("governance", suspend_issuer(1));
    registry.ok("governance", suspend_issuer(2));
    let refused = "move_not_supported: not all issuers with a live credential agree";
    registry.refused("anyone", execute(doctor), refused);
    registry.ok("governance", reinstate_issuer(2));
    registry.ok("anyone", execute(doctor));
    assert_eq!(registry.number("new"), doctor);
}

#[test]
fn every_issuer_with_a_live_credential_has_a_say() {
    let mut registry = Registry::new();
    let doctor = registry.issue_until("board", "doctor", DOCTOR, START + DAY);
    let mut later = registry.new_credential("doctor", Kind::Researcher);
    later.period.from = Some(START + 90 * DAY);
    let credentials = vec![later];
    registry.ok("ministry", ExecuteMsg::Issue { credentials });
    // The key was stolen: that the credential is suspended must not keep its issuer from moving the holder.
    registry.ok("board", suspend(doctor, DOCTOR));
    let msg = registry.move_msg(doctor, "new");
    registry.ok("board", msg.clone());
    assert_eq!(registry.pending_move(doctor), None);
    registry.ok("ministry", msg);
    assert!(registry.pending_move(doctor).is_some());
    registry.ok("new", accept(doctor));
    registry.wait(48 * HOUR);
    registry.ok("anyone", execute(doctor));
    assert_eq!(registry.number("new"), doctor);
}

#[test]
fn an_issuer_without_a_live_credential_has_no_say() {
    let mut registry = Registry::new();
    let doctor = registry.issue("ministry", "doctor", DOCTOR);
    registry.issue_until("board", "doctor", DOCTOR, START + 1);
    registry.issue("board", "doctor", Kind::Researcher);
    registry.ok("board", revoke(doctor, Kind::Researcher));
    registry.wait(1);
    let msg = registry.move_msg(doctor, "new");
    registry.refused("board", msg.clone(), UNAUTHORIZED);
    registry.ok("ministry", msg);
    assert!(registry.pending_move(doctor).is_some());
    registry.ok("new", accept(doctor));
    registry.wait(48 * HOUR);
    // By now the other vouches again, and did not agree.
    registry.ok("board", renew(doctor, DOCTOR, None));
    let refused = "move_not_supported: not all issuers with a live credential agree";
    registry.refused("anyone", execute(doctor), refused);
    let msg = registry.move_msg(doctor, "new");
    registry.ok("board", msg);
    registry.ok("anyone", execute(doctor));
}

#[test]
fn guardians_who_agree_to_the_issuers_move_carry_it() {
    let (mut registry, doctor) = guarded();
    vote(&mut registry, "board", doctor, "new");
    assert!(!registry.pending_move(doctor).unwrap().by_guardians);
    registry.ok("new", accept(doctor));
    vote(&mut registry, "a", doctor, "new");
    assert!(!registry.pending_move(doctor).unwrap().by_guardians);
    vote(&mut registry, "b", doctor, "new");
    let pending = registry.pending_move(doctor).unwrap();
    assert!(pending.by_guardians && pending.vetoable && pending.accepted);
    // It stays theirs when one of them turns to another account.
    vote(&mut registry, "a", doctor, "other");
    vote(&mut registry, "board", doctor, "new");
    assert!(registry.pending_move(doctor).unwrap().by_guardians);
    registry.ok("governance", suspend_issuer(1));
    registry.wait(48 * HOUR);
    registry.ok("anyone", execute(doctor));
    assert_eq!(registry.number("new"), doctor);
}

#[test]
fn only_to_an_empty_account() {
    let (mut registry, doctor) = guarded();
    registry.issue("board", "somebody", DOCTOR);
    let in_use = "account_in_use: a move needs an empty account";
    for taken in ["somebody", "hospital", "doctor", "board", "c"] {
        let msg = registry.move_msg(doctor, taken);
        registry.refused("a", msg, in_use);
    }
    vote(&mut registry, "a", doctor, "new");
    vote(&mut registry, "b", doctor, "new");
    registry.issue("board", "new", DOCTOR);
    registry.refused("new", accept(doctor), in_use);
}

#[test]
fn an_account_taken_after_it_accepted_is_refused() {
    let (mut registry, doctor) = guarded();
    vote(&mut registry, "a", doctor, "new");
    vote(&mut registry, "b", doctor, "new");
    registry.ok("new", accept(doctor));
    registry.issue("board", "new", DOCTOR);
    registry.wait(48 * HOUR);
    let in_use = "account_in_use: a move needs an empty account";
    registry.refused("anyone", execute(doctor), in_use);
}

#[test]
fn a_pause_stops_moves_and_never_a_veto() {
    let (mut registry, doctor) = guarded();
    vote(&mut registry, "a", doctor, "new");
    vote(&mut registry, "b", doctor, "new");
    registry.pause();
    let paused = format!("paused: until {}", START + 72 * HOUR);
    registry.refused("new", accept(doctor), &paused);
    let msg = registry.move_msg(doctor, "new");
    registry.refused("c", msg, &paused);
    registry.refused("anyone", execute(doctor), &paused);
    registry.ok("doctor", ExecuteMsg::VetoMove {});
}

#[test]
fn a_move_escapes_neither_denies_nor_bars_nor_the_ban_on_self_issue() {
    let (mut registry, doctor) = guarded();
    let hospital = registry.number("hospital");
    registry.ok("doctor", leave_affiliation(hospital));
    registry.ok("doctor", ExecuteMsg::BarIssuer { issuer: 2 });
    registry.appoint("board", "doctor", &[DOCTOR]);
    vote(&mut registry, "a", doctor, "new");
    vote(&mut registry, "b", doctor, "new");
    registry.ok("new", accept(doctor));
    registry.wait(48 * HOUR);
    registry.ok("anyone", execute(doctor));
    let found: CheckAffiliationResponse = registry.ask(QueryMsg::CheckAffiliation {
        organisation: hospital,
        member: registry.account("new"),
        function: None,
        at: None,
    });
    assert!(found.binds_denies && !found.acts_for);
    let issue = registry.issue_msg("new", Kind::Researcher);
    let barred = format!("issuer_barred: by holder {doctor}");
    registry.refused("ministry", issue.clone(), &barred);
    let own = "self_issue: nobody issues to itself, its issuer or its sub-issuers";
    registry.refused("board", issue, own);
    // The account that was left is still the sub-issuer's, and issues neither to its former holder nor to itself.
    let issue = registry.issue_msg("new", DOCTOR);
    registry.refused("doctor", issue, own);
    let issue = registry.issue_msg("doctor", DOCTOR);
    let retired = "account_retired: its holder moved to another account";
    registry.refused("doctor", issue, retired);
}

#[test]
fn a_proposal_moves_with_the_member() {
    let (mut registry, doctor) = guarded();
    let hospital = registry.number("hospital");
    let msg = registry.propose_msg("doctor");
    registry.ok("hospital", msg);
    vote(&mut registry, "a", doctor, "new");
    vote(&mut registry, "b", doctor, "new");
    registry.ok("new", accept(doctor));
    registry.wait(48 * HOUR);
    registry.ok("anyone", execute(doctor));
    let missing =
        format!("affiliation_not_found: on provider_organisation of organisation {hospital}");
    registry.refused("doctor", accept_affiliation(hospital), &missing);
    registry.ok("new", accept_affiliation(hospital));
    let ended = ExecuteMsg::EndAffiliations {
        affiliations: vec![AffiliationRef {
            member: registry.account("new"),
            kind: Kind::ProviderOrganisation,
        }],
    };
    registry.ok("hospital", ended);
}
