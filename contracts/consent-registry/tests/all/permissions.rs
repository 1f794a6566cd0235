//! Who may send what, found out by sending every message as everybody, whether or not what it names exists.

mod messages;
mod town;

use self::messages::{messages, name};
use self::town::{bare, erased, lived_in, unknown, ACCOUNTS};
use crate::support::*;
use consent_registry::authority::Power;
use consent_registry::permissions::{required_role, Role};
use cosmwasm_std::{to_json_binary, BankMsg, CosmosMsg, WasmMsg};
use health_kit::admin::AdminRole;
use health_kit::auth::matrix;
use health_types::consent::ExecuteMsg;
use std::collections::BTreeSet;

/// What there is of what a message names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum World {
    /// All of it.
    LivedIn,
    /// The subject alone.
    Bare,
    /// The subject, erased.
    Erased,
    /// Not even the subject.
    Unknown,
}

/// A world, how to make it, and what it is called.
type Made = (World, fn() -> Town, &'static str);

const WORLDS: [Made; 4] = [
    (World::LivedIn, lived_in, "Everything that is named exists"),
    (World::Bare, bare, "Of the subject nothing is recorded"),
    (World::Erased, erased, "The subject is erased"),
    (World::Unknown, unknown, "There is no such subject"),
];

/// Which accounts hold a role; everybody else is `unauthorized`. Where the subject is not, nobody is anything to it.
fn holders(msg: &ExecuteMsg, world: World) -> Vec<&'static str> {
    let lives = matches!(world, World::LivedIn | World::Bare);
    let of_subject = |names: &[&'static str]| if lives { names.to_vec() } else { vec![] };
    let custodians = vec!["hospital", "former custodian", "clinic"];
    match required_role(msg) {
        Role::Anyone | Role::Admin(AdminRole::Anyone) => ACCOUNTS.to_vec(),
        // Erasing goes on until all is gone.
        Role::Owner if matches!(msg, ExecuteMsg::Erase { .. }) && world == World::Erased => {
            vec!["patient"]
        }
        Role::Owner => of_subject(&["patient"]),
        Role::OwnerOr(Power::Grant) => of_subject(&["patient", "granting delegate"]),
        Role::OwnerOr(Power::Revoke) => of_subject(&["patient", "revoking delegate"]),
        Role::OwnerOr(Power::ManageDelegates) => of_subject(&["patient", "managing delegate"]),
        // The managing delegate appointed nobody; the granting one is concerned.
        Role::OwnerOrConcerned => of_subject(&["patient", "granting delegate"]),
        Role::Reviewer => of_subject(&["patient", "revoking delegate", "hospital"]),
        Role::RecoveryContact => of_subject(&["contact"]),
        Role::Custodian => custodians,
        Role::CustodianOfSubject => of_subject(&custodians),
        // A hold can be lifted of a subject that is erased, and none be placed any more, which a custodian is told.
        Role::Holding if world == World::Erased => custodians,
        Role::Holding if matches!(msg, ExecuteMsg::LiftHold { .. }) => of_subject(&custodians),
        Role::Holding if world == World::Bare => vec!["hospital"],
        Role::Holding => of_subject(&["hospital", "former custodian"]),
        Role::AcceptedCustodian => of_subject(&["hospital"]),
        Role::Discloser => [custodians, vec!["nurse"]].concat(),
        Role::Requester => [custodians, vec!["nurse", "access body"]].concat(),
        Role::OpenRequester if world == World::LivedIn => vec!["access body"],
        Role::OpenRequester => vec![],
        Role::Responder => vec!["nurse"],
        Role::DataAccessBody => vec!["access body"],
        Role::Admin(AdminRole::Admin) => vec!["governance"],
        Role::Admin(AdminRole::Nominee) => vec!["nominee"],
        Role::Admin(AdminRole::Pauser) => vec!["governance", "pauser"],
    }
}

/// Whether authority lets the message pass, whatever else is said of it. It is sent together with what always fails, so
/// that it changes nothing and everybody meets the same town.
fn passes(town: &mut Town, sender: &str, msg: &ExecuteMsg) -> bool {
    let msg = WasmMsg::Execute {
        contract_addr: town.suite.consent.to_string(),
        msg: to_json_binary(msg).unwrap(),
        funds: vec![],
    };
    let fails = BankMsg::Send {
        to_address: town.account("stranger"),
        amount: cosmwasm_std::coins(1, "none"),
    };
    let both: [CosmosMsg; 2] = [msg.into(), fails.into()];
    let sender = town.suite.account(sender);
    let error = town.suite.app.execute_multi(sender, both.to_vec());
    root(&format!("{:#}", error.unwrap_err())) != UNAUTHORIZED
}

#[test]
fn the_matrix_of_permissions() {
    let mut tables = String::new();
    for (world, town, title) in WORLDS {
        let mut town = town();
        let before = town.dump();
        let messages = messages(&town);
        let mut cells = BTreeSet::new();
        for (row, msg) in messages.iter().enumerate() {
            let holders = holders(msg, world);
            for (column, account) in ACCOUNTS.iter().enumerate() {
                let may = passes(&mut town, account, msg);
                let holds = holders.contains(account);
                assert_eq!(may, holds, "{title}: {account} sends {}", name(msg));
                if may {
                    cells.insert((column, row));
                }
            }
        }
        assert!(town.dump() == before, "a failed transaction left a trace");
        let accounts: Vec<_> = ACCOUNTS.iter().copied().zip(0..).collect();
        let names: Vec<_> = messages.iter().map(name).collect();
        let rows: Vec<_> = names.iter().map(String::as_str).zip(0..).collect();
        let table = matrix(&accounts, &rows, |column, row| {
            cells.contains(&(*column, *row))
        });
        tables.push_str(&format!("## {title}\n\n{table}\n"));
    }
    golden(
        "tests/golden/permissions.md",
        &format!("{}\n", tables.trim_end()),
    );
}

#[test]
fn every_message_is_in_the_matrix() {
    let sent: BTreeSet<_> = messages(&lived_in())
        .iter()
        .map(|msg| name(msg).split(':').next().unwrap().to_string())
        .collect();
    let schema = serde_json::to_value(cosmwasm_schema::schema_for!(ExecuteMsg)).unwrap();
    let all: BTreeSet<_> = schema["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["required"][0].as_str().unwrap().to_string())
        .collect();
    assert_eq!(sent, all);
}

#[test]
fn strangers_learn_nothing_of_which_consents_exist() {
    let mut town = lived_in();
    for id in [1, 99] {
        for msg in [
            town.revoke_msg(id),
            town.activate_msg(id),
            town.refuse_msg(id),
            town.mistake_msg(id),
            town.grant_msg(id, permit(4)),
        ] {
            town.refused("stranger", msg, UNAUTHORIZED);
        }
    }
}
