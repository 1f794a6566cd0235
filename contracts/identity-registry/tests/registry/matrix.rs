//! Who may send what, found out by sending every message as everybody, whether or not what it names exists.

use crate::harness::*;
use crate::permissions::{messages, town, UNAUTHORIZED};
use cosmwasm_std::{coins, to_json_binary, BankMsg, CosmosMsg, WasmMsg};
use health_kit::admin::AdminRole;
use health_kit::auth::matrix;
use health_types::identity::*;
use identity_registry::auth::{required_role, Role};
use serde_json::{json, Value};
use std::collections::BTreeSet;

/// Who sends: the board's place was taken by the issuer, the retired account's by a fresh one, and the guardian
/// proposed to move the holder to the move target.
const ACCOUNTS: [&str; 17] = [
    "governance",
    "pauser",
    "nominee",
    "issuer",
    "sub-issuer",
    "removed sub-issuer",
    "other issuer",
    "suspended issuer",
    "removed issuer",
    "board",
    "holder",
    "organisation",
    "retired account",
    "guardian",
    "move target",
    "member to be",
    "anyone",
];

/// Whoever has a number.
const NUMBERED: [&str; 9] = [
    "issuer",
    "sub-issuer",
    "removed sub-issuer",
    "other issuer",
    "suspended issuer",
    "removed issuer",
    "board",
    "holder",
    "organisation",
];

/// The town, with those who were something once.
fn inhabited() -> (Registry, u32) {
    let (mut registry, holder) = town();
    for (issuer, name) in [(4, "suspended issuer"), (5, "removed issuer")] {
        let accreditation = registry.everything(name);
        registry.widen(IssuerChange::Accredit { accreditation });
        let answer: IssuerResponse = registry.ask(QueryMsg::Issuer { issuer });
        assert_eq!(answer.issuer.unwrap().account, registry.account(name));
    }
    registry.ok("governance", suspend_issuer(4));
    registry.ok("governance", remove_issuer(5));
    let sub = registry.appoint("issuer", "removed sub-issuer", &[Kind::Practitioner]);
    registry.ok("issuer", ExecuteMsg::RemoveSubIssuer { issuer: 1, sub });
    let kind = Kind::Practitioner;
    let moving = registry.issue("issuer", "retired account", kind);
    registry.name_guardians("retired account", &["guardian"], 1);
    let proposal = registry.move_msg(moving, "fresh account");
    registry.ok("guardian", proposal);
    registry.ok("fresh account", ExecuteMsg::AcceptMove { holder: moving });
    registry.wait(48 * HOUR);
    registry.ok("anyone", ExecuteMsg::ExecuteMove { holder: moving });
    let invite = registry.propose_msg("member to be");
    registry.ok("organisation", invite);
    (registry, holder)
}

/// The message with every number in it that names a record replaced by one that names none.
fn about_nothing(msg: &ExecuteMsg) -> ExecuteMsg {
    fn replace(value: &mut Value) {
        for (key, inner) in value.as_object_mut().into_iter().flatten() {
            let names = ["holder", "issuer", "organisation", "change"].contains(&key.as_str());
            if names && inner.is_number() {
                *inner = json!(9_999);
            }
            replace(inner);
        }
    }
    let mut form = serde_json::to_value(msg).unwrap();
    replace(&mut form);
    serde_json::from_value(form).unwrap()
}

/// Which accounts hold a role; everybody else is `unauthorized`.
fn holders(msg: &ExecuteMsg, exists: bool) -> Vec<&'static str> {
    let existing = |names: &[&'static str]| if exists { names.to_vec() } else { vec![] };
    let issuers = [
        "issuer",
        "other issuer",
        "suspended issuer",
        "removed issuer",
    ];
    let subs = ["sub-issuer", "removed sub-issuer"];
    match required_role(msg) {
        Role::Anyone | Role::Admin(AdminRole::Anyone) => ACCOUNTS.to_vec(),
        Role::Governance | Role::Admin(AdminRole::Admin) => vec!["governance"],
        Role::Admin(AdminRole::Nominee) => vec!["nominee"],
        Role::Admin(AdminRole::Pauser) => vec!["governance", "pauser"],
        Role::IssuerItself => issuers.to_vec(),
        // What the issuer itself issued is no matter of its sub-issuers'.
        Role::Issuer if exists && !matches!(msg, ExecuteMsg::Issue { .. }) => issuers.to_vec(),
        Role::Issuer => [&issuers[..], &subs[..]].concat(),
        Role::Overseer(_) => [vec!["governance"], existing(&["issuer"])].concat(),
        Role::Holder => NUMBERED.to_vec(),
        Role::Mover(_) => existing(&["guardian", "issuer"]),
        Role::MoveTarget(_) => existing(&["move target"]),
    }
}

/// Whether authority lets the message pass, whatever else is said of it. It is sent together with what always fails, so
/// that it changes nothing and everybody meets the same town.
fn passes(registry: &mut Registry, sender: &str, msg: &ExecuteMsg) -> bool {
    let msg = WasmMsg::Execute {
        contract_addr: registry.address.to_string(),
        msg: to_json_binary(msg).unwrap(),
        funds: vec![],
    };
    let fails = BankMsg::Send {
        to_address: registry.account("anyone"),
        amount: coins(1, "none"),
    };
    let both: [CosmosMsg; 2] = [msg.into(), fails.into()];
    let sender = registry.addr(sender);
    let error = registry.app.execute_multi(sender, both.to_vec());
    root(&error.unwrap_err()) != UNAUTHORIZED
}

#[test]
fn the_matrix_of_permissions() {
    let (mut registry, holder) = inhabited();
    let before = registry.dump();
    let mut tables = String::new();
    for (exists, title) in [
        (true, "Everything that is named exists"),
        (false, "Nothing that is named exists"),
    ] {
        let mut messages = messages(&registry, holder);
        if !exists {
            for (_, msg) in &mut messages {
                *msg = about_nothing(msg);
            }
        }
        let mut cells = BTreeSet::new();
        for (row, (name, msg)) in messages.iter().enumerate() {
            let holders = holders(msg, exists);
            for (column, account) in ACCOUNTS.iter().enumerate() {
                let may = passes(&mut registry, account, msg);
                let holds = holders.contains(account);
                assert_eq!(may, holds, "{title}: {account} sends {name}");
                if may {
                    cells.insert((column, row));
                }
            }
        }
        let accounts: Vec<_> = ACCOUNTS.iter().copied().zip(0..).collect();
        let rows: Vec<_> = messages.iter().map(|(name, _)| *name).zip(0..).collect();
        let table = matrix(&accounts, &rows, |column, row| {
            cells.contains(&(*column, *row))
        });
        tables.push_str(&format!("## {title}\n\n{table}\n"));
    }
    assert!(
        registry.dump() == before,
        "a failed transaction left a trace"
    );
    golden(
        "tests/golden/permissions.md",
        &format!("{}\n", tables.trim_end()),
    );
}
