mod refusals;

use super::*;
use crate::schedule::LAPSES_AFTER;
use cosmwasm_std::testing::{message_info, mock_dependencies, mock_env, MockApi, MockStorage};
use cosmwasm_std::{OwnedDeps, Timestamp};
use health_types::Period;

const START: u32 = 1_700_000_000;
const UNTIL: crate::map::PackedItem<u32> = crate::map::PackedItem::new(0x01, "paused until");

struct Contract;

impl PauseStore for Contract {
    fn paused_until(storage: &dyn Storage) -> Result<u32, KitError> {
        UNTIL.load(storage)
    }

    fn set_paused_until(storage: &mut dyn Storage, until: u32) -> Result<(), KitError> {
        UNTIL.save(storage, &until)
    }
}

/// A contract with an admin named `admin`, and accounts by name.
struct Suite {
    deps: OwnedDeps<MockStorage, MockApi, cosmwasm_std::testing::MockQuerier>,
    env: Env,
}

impl Suite {
    fn new(pauser: Option<&str>) -> Self {
        let mut deps = mock_dependencies();
        let mut env = mock_env();
        env.contract.address = deps.api.addr_make("contract");
        env.block.time = Timestamp::from_seconds(START.into());
        UNTIL.save(&mut deps.storage, &0).unwrap();
        let mut suite = Self { deps, env };
        let (admin, pauser) = (
            suite.account("admin"),
            pauser.map(|name| suite.account(name)),
        );
        init(
            &mut suite.deps.storage,
            &suite.deps.api,
            &suite.env,
            &admin,
            pauser.as_deref(),
        )
        .unwrap();
        suite
    }

    fn account(&self, name: &str) -> String {
        self.deps.api.addr_make(name).into_string()
    }

    fn pass(&mut self, seconds: u32) {
        self.env.block.time = self.env.block.time.plus_seconds(seconds.into());
    }

    fn send(&mut self, sender: &str, msg: AdminMsg) -> Result<Response, KitError> {
        let info = message_info(&Addr::unchecked(self.account(sender)), &[]);
        execute::<Contract>(self.deps.as_mut(), &self.env, &info, msg)
    }

    /// Sends a message that is carried out with this event alone.
    fn done(&mut self, sender: &str, msg: AdminMsg, expected: AdminEvent) {
        let response = self.send(sender, msg).unwrap();
        assert_eq!(response, Response::new().add_event(event::event(&expected)));
        assert_eq!(event::flaw(&expected), None);
    }

    fn propose_admin(&self, name: &str) -> AdminMsg {
        AdminMsg::ProposeAdmin {
            admin: self.account(name),
        }
    }

    fn propose_pauser(&self, name: &str) -> AdminMsg {
        AdminMsg::ProposePauser {
            pauser: self.account(name),
        }
    }

    fn query(&self) -> AdminResponse {
        query::<Contract>(&self.deps.storage, &self.env).unwrap()
    }
}

#[test]
fn only_the_nominee_becomes_admin() {
    let mut suite = Suite::new(None);
    let next = suite.account("next");
    let lapses_at = START + LAPSES_AFTER;
    assert_eq!(
        suite.send("next", AdminMsg::AcceptAdmin {}),
        Err(KitError::Unauthorized)
    );
    let proposal = suite.propose_admin("next");
    suite.done(
        "admin",
        proposal,
        AdminEvent::AdminProposed {
            admin: next.clone(),
            lapses_at,
        },
    );
    let period = Period {
        from: Some(START),
        until: Some(lapses_at),
    };
    assert_eq!(
        suite.query().next_admin,
        Some(Nomination {
            address: next.clone(),
            period
        })
    );
    assert_eq!(
        suite.send("admin", AdminMsg::AcceptAdmin {}),
        Err(KitError::Unauthorized)
    );

    suite.pass(LAPSES_AFTER - 1);
    suite.done(
        "next",
        AdminMsg::AcceptAdmin {},
        AdminEvent::AdminAccepted {
            admin: next.clone(),
        },
    );
    let answer = suite.query();
    assert_eq!((answer.admin, answer.next_admin), (next, None));
    let proposal = suite.propose_admin("other");
    assert_eq!(suite.send("admin", proposal), Err(KitError::Unauthorized));
    assert_eq!(
        suite.send("next", AdminMsg::AcceptAdmin {}),
        Err(KitError::Unauthorized)
    );
}

#[test]
fn a_nomination_lapses_and_gives_way() {
    let mut suite = Suite::new(None);
    let (first, second) = (suite.propose_admin("first"), suite.propose_admin("second"));
    suite.send("admin", first).unwrap();
    let lapses_at = START + LAPSES_AFTER;
    assert_eq!(
        suite.send("admin", second.clone()),
        Err(KitError::ProposalPending { lapses_at })
    );
    suite.pass(LAPSES_AFTER);
    assert_eq!(
        suite.send("first", AdminMsg::AcceptAdmin {}),
        Err(KitError::ProposalLapsed {
            lapsed_at: lapses_at
        })
    );
    assert_eq!(suite.query().next_admin, None);
    assert_eq!(
        suite.send("admin", AdminMsg::CancelAdmin {}),
        Err(KitError::NothingPending)
    );
    suite.send("admin", second).unwrap();
    assert_eq!(
        suite.send("first", AdminMsg::AcceptAdmin {}),
        Err(KitError::Unauthorized)
    );
    assert!(suite.send("second", AdminMsg::AcceptAdmin {}).is_ok());
}

#[test]
fn a_nomination_can_be_cancelled() {
    let mut suite = Suite::new(None);
    let next = suite.account("next");
    let proposal = suite.propose_admin("next");
    suite.send("admin", proposal).unwrap();
    suite.done(
        "admin",
        AdminMsg::CancelAdmin {},
        AdminEvent::AdminCancelled { admin: next },
    );
    assert_eq!(
        suite.send("next", AdminMsg::AcceptAdmin {}),
        Err(KitError::Unauthorized)
    );
}

#[test]
fn a_pauser_waits_48_hours() {
    let mut suite = Suite::new(None);
    let pauser = suite.account("pauser");
    let (ready_at, lapses_at) = (START + 172_800, START + LAPSES_AFTER);
    assert_eq!(
        suite.send("anyone", AdminMsg::ApplyPauser {}),
        Err(KitError::NothingPending)
    );
    let proposal = suite.propose_pauser("pauser");
    let scheduled = AdminEvent::PauserProposed {
        pauser: pauser.clone(),
        ready_at,
        lapses_at,
    };
    suite.done("admin", proposal, scheduled);
    let period = Period {
        from: Some(ready_at),
        until: Some(lapses_at),
    };
    assert_eq!(
        suite.query().next_pauser,
        Some(Nomination {
            address: pauser.clone(),
            period
        })
    );

    suite.pass(WIDENING_WAITS - 1);
    assert_eq!(
        suite.send("anyone", AdminMsg::ApplyPauser {}),
        Err(KitError::TooEarly { ready_at })
    );
    assert_eq!(
        suite.send("pauser", AdminMsg::Pause {}),
        Err(KitError::Unauthorized)
    );
    suite.pass(1);
    suite.done(
        "anyone",
        AdminMsg::ApplyPauser {},
        AdminEvent::PauserApplied {
            pauser: pauser.clone(),
        },
    );
    assert_eq!(suite.query().pauser, Some(pauser.clone()));
    assert_eq!(suite.query().next_pauser, None);
    let again = suite.propose_pauser("pauser");
    let unchanged = KitError::Unchanged {
        address: clip(&pauser),
    };
    assert_eq!(suite.send("admin", again), Err(unchanged));
    assert!(suite.send("pauser", AdminMsg::Pause {}).is_ok());
}

#[test]
fn a_pauser_is_removed_at_once_and_a_schedule_cancelled() {
    let mut suite = Suite::new(Some("pauser"));
    let (pauser, next) = (suite.account("pauser"), suite.account("next"));
    let proposal = suite.propose_pauser("next");
    suite.send("admin", proposal).unwrap();
    suite.done(
        "admin",
        AdminMsg::RemovePauser {},
        AdminEvent::PauserRemoved { pauser },
    );
    assert_eq!(
        suite.send("pauser", AdminMsg::Pause {}),
        Err(KitError::Unauthorized)
    );
    assert_eq!(
        suite.send("admin", AdminMsg::RemovePauser {}),
        Err(KitError::NoPauser)
    );
    suite.done(
        "admin",
        AdminMsg::CancelPauser {},
        AdminEvent::PauserCancelled { pauser: next },
    );
    suite.pass(WIDENING_WAITS);
    assert_eq!(
        suite.send("anyone", AdminMsg::ApplyPauser {}),
        Err(KitError::NothingPending)
    );
    assert_eq!(
        suite.send("admin", AdminMsg::CancelPauser {}),
        Err(KitError::NothingPending)
    );
}

#[test]
fn a_pause_is_begun_and_lifted() {
    let mut suite = Suite::new(Some("pauser"));
    let (admin, by) = (suite.account("admin"), suite.account("pauser"));
    assert_eq!(
        suite.send("admin", AdminMsg::Unpause {}),
        Err(KitError::NotPaused)
    );
    let until = START + pause::LASTS;
    suite.done(
        "pauser",
        AdminMsg::Pause {},
        AdminEvent::Paused { by, until },
    );
    assert_eq!(UNTIL.load(&suite.deps.storage), Ok(until));
    let answer = suite.query();
    assert_eq!(
        (answer.paused_until, answer.may_pause_from),
        (Some(until), Some(until + pause::RESTS))
    );
    assert_eq!(
        suite.send("admin", AdminMsg::Pause {}),
        Err(KitError::AlreadyPaused { until })
    );

    suite.pass(60);
    let lifted = START + 60;
    let may_pause_from = lifted + pause::RESTS;
    suite.done(
        "admin",
        AdminMsg::Unpause {},
        AdminEvent::Unpaused {
            by: admin.clone(),
            may_pause_from,
        },
    );
    assert_eq!(UNTIL.load(&suite.deps.storage), Ok(lifted));
    let answer = suite.query();
    assert_eq!(
        (answer.paused_until, answer.may_pause_from),
        (None, Some(may_pause_from))
    );
    assert_eq!(
        suite.send("pauser", AdminMsg::Pause {}),
        Err(KitError::PauseTooSoon {
            from: may_pause_from
        })
    );
    suite.pass(pause::RESTS);
    assert_eq!(suite.query().may_pause_from, None);
    suite.done(
        "admin",
        AdminMsg::Pause {},
        AdminEvent::Paused {
            by: admin,
            until: may_pause_from + pause::LASTS,
        },
    );
}

#[test]
fn the_stored_form_does_not_change() {
    let mut suite = Suite::new(Some("pauser"));
    let proposal = suite.propose_admin("next");
    suite.send("admin", proposal).unwrap();
    let stored = String::from_utf8(suite.deps.storage.get(&[0xF0]).unwrap()).unwrap();
    let named = ["admin", "pauser", "next"]
        .iter()
        .fold(stored, |text, name| {
            text.replace(&suite.account(name), name)
        });
    assert_eq!(
        named,
        concat!(
            r#"{"admin":"admin","pauser":"pauser","#,
            r#""next_admin":{"value":"next","ready_at":1700000000,"lapses_at":1701209600},"#,
            r#""next_pauser":null}"#
        )
    );
}
