//! Who owns a subject: recovery and handover.

use health_testing::Suite;
use health_types::consent::{
    ExecuteMsg, PendingHandoverResponse, PendingRecoveryResponse, QueryMsg,
};
use health_types::Bytes32;

const DAY: u32 = 86_400;
const FRIENDS: [&str; 3] = ["friend_1", "friend_2", "friend_3"];

/// A subject with three contacts of whom two must agree.
fn guarded(suite: &mut Suite) -> Bytes32 {
    let subject = suite.register("owner");
    let contacts = FRIENDS.map(|name| suite.contact(subject, name)).to_vec();
    let name = ExecuteMsg::NameRecoveryContacts {
        subject,
        contacts,
        threshold: 2,
    };
    suite.must("owner", &name);
    subject
}

fn propose(suite: &Suite, subject: Bytes32, contact: &str, to: &str) -> ExecuteMsg {
    ExecuteMsg::ProposeRecovery {
        subject,
        new_owner: suite.account(to).to_string(),
        salt: Suite::salt(contact),
    }
}

fn all_propose(suite: &mut Suite, subject: Bytes32, contacts: &[&str], to: &str) {
    for contact in contacts {
        let msg = propose(suite, subject, contact, to);
        suite.must(contact, &msg);
    }
}

fn owner(suite: &Suite, subject: Bytes32) -> String {
    suite.subject_info(subject).owner.unwrap()
}

#[test]
fn enough_contacts_recover_a_subject_after_48_hours() {
    let mut suite = Suite::new();
    let subject = guarded(&mut suite);
    let wrong_salt = ExecuteMsg::ProposeRecovery {
        subject,
        new_owner: suite.account("new").to_string(),
        salt: Suite::salt("friend_2"),
    };
    assert_eq!(suite.refused("friend_1", &wrong_salt), "unauthorized");
    all_propose(&mut suite, subject, &["friend_1"], "new");
    let again = propose(&suite, subject, "friend_1", "new");
    assert_eq!(suite.refused("friend_1", &again), "already_agreed");
    let execute = ExecuteMsg::ExecuteRecovery { subject };
    suite.advance(3 * DAY);
    assert_eq!(suite.refused("anyone", &execute), "nothing_pending");
    all_propose(&mut suite, subject, &["friend_3"], "new");
    suite.advance(2 * DAY - 1);
    assert_eq!(suite.refused("anyone", &execute), "too_early");
    suite.advance(1);
    suite.must("anyone", &execute);
    assert_eq!(owner(&suite, subject), suite.account("new").to_string());
    assert_eq!(
        suite.refused(
            "owner",
            &ExecuteMsg::RevokeAll {
                subject,
                end_delegates: false
            }
        ),
        "unauthorized"
    );
    suite.must(
        "new",
        &ExecuteMsg::RevokeAll {
            subject,
            end_delegates: false,
        },
    );
}

#[test]
fn the_owner_vetoes_once_and_a_unanimous_second_proposal_stands() {
    let mut suite = Suite::new();
    let subject = guarded(&mut suite);
    all_propose(&mut suite, subject, &FRIENDS[..2], "thief");
    let veto = ExecuteMsg::VetoRecovery { subject };
    assert_eq!(suite.refused("friend_3", &veto), "unauthorized");
    suite.must("owner", &veto);
    suite.advance(2 * DAY);
    assert_eq!(
        suite.refused("anyone", &ExecuteMsg::ExecuteRecovery { subject }),
        "nothing_pending"
    );
    // Two agree again, and are vetoed again: that is not all of them.
    all_propose(&mut suite, subject, &FRIENDS[..2], "new");
    suite.must("owner", &veto);
    all_propose(&mut suite, subject, &FRIENDS, "new");
    assert_eq!(suite.refused("owner", &veto), "not_vetoable");
    let pending: PendingRecoveryResponse = suite
        .ask_consent(&QueryMsg::PendingRecovery { subject })
        .unwrap();
    assert!(!pending.recovery.unwrap().vetoable);
    suite.advance(2 * DAY);
    suite.must("anyone", &ExecuteMsg::ExecuteRecovery { subject });
    assert_eq!(owner(&suite, subject), suite.account("new").to_string());
}

#[test]
fn a_recovery_lapses_after_14_days() {
    let mut suite = Suite::new();
    let subject = guarded(&mut suite);
    all_propose(&mut suite, subject, &FRIENDS[..2], "new");
    suite.advance(14 * DAY);
    assert_eq!(
        suite.refused("anyone", &ExecuteMsg::ExecuteRecovery { subject }),
        "proposal_lapsed"
    );
    assert_eq!(owner(&suite, subject), suite.account("owner").to_string());
}

#[test]
fn a_handover_waits_48_hours_and_may_be_taken_back() {
    let mut suite = Suite::new();
    let subject = guarded(&mut suite);
    let propose = ExecuteMsg::ProposeHandover {
        subject,
        new_owner: suite.account("heir").to_string(),
    };
    assert_eq!(suite.refused("friend_1", &propose), "unauthorized");
    suite.must("owner", &propose);
    assert_eq!(suite.refused("owner", &propose), "proposal_pending");
    suite.must("owner", &ExecuteMsg::CancelHandover { subject });
    suite.must("owner", &propose);
    let execute = ExecuteMsg::ExecuteHandover { subject };
    suite.advance(2 * DAY - 1);
    assert_eq!(suite.refused("anyone", &execute), "too_early");
    suite.advance(1);
    suite.must("anyone", &execute);
    assert_eq!(owner(&suite, subject), suite.account("heir").to_string());
    assert_eq!(suite.refused("anyone", &execute), "nothing_pending");
}

#[test]
fn contacts_veto_a_thiefs_handover() {
    let mut suite = Suite::new();
    let subject = guarded(&mut suite);
    let propose = ExecuteMsg::ProposeHandover {
        subject,
        new_owner: suite.account("thief").to_string(),
    };
    suite.must("owner", &propose);
    // The thief of a key cannot dismiss the contacts meanwhile.
    let dismiss = ExecuteMsg::NameRecoveryContacts {
        subject,
        contacts: vec![],
        threshold: 0,
    };
    assert_eq!(suite.refused("owner", &dismiss), "handover_pending");
    for (contact, left) in [("friend_1", Some(1)), ("friend_2", None)] {
        let salt = Suite::salt(contact);
        suite.must(contact, &ExecuteMsg::VetoHandover { subject, salt });
        let pending: PendingHandoverResponse = suite
            .ask_consent(&QueryMsg::PendingHandover { subject })
            .unwrap();
        assert_eq!(pending.handover.map(|handover| handover.vetoes), left);
    }
    suite.advance(2 * DAY);
    assert_eq!(
        suite.refused("anyone", &ExecuteMsg::ExecuteHandover { subject }),
        "nothing_pending"
    );
}
