//! Every message about a small town, what a pause stops of them, and in which order they are refused.

use crate::harness::*;
use cw_multi_test::Executor;
use health_types::admin::AdminMsg;
use health_types::identity::*;
use std::collections::BTreeSet;

/// A registry in which somebody has each role, and every message names what exists.
pub fn town() -> (Registry, u32) {
    let mut registry = Registry::new();
    let accreditation = registry.everything("other issuer");
    registry.widen(IssuerChange::Accredit { accreditation });
    let account = registry.account("nominee");
    let nominate = AdminMsg::ProposeAdmin { admin: account };
    registry.ok("governance", ExecuteMsg::Admin(nominate));
    let issuer = registry.account("issuer");
    registry.widen(IssuerChange::ReplaceAccount {
        issuer: 1,
        account: issuer,
    });
    registry.appoint("issuer", "sub-issuer", &[Kind::Practitioner]);
    let holder = registry.issue("issuer", "holder", Kind::Practitioner);
    registry.issue("issuer", "organisation", Kind::ProviderOrganisation);
    registry.join("organisation", "holder");
    registry.name_guardians("holder", &["guardian"], 1);
    let msg = registry.move_msg(holder, "move target");
    registry.ok("guardian", msg);
    (registry, holder)
}

/// Every message about the town, with its name.
pub fn messages(registry: &Registry, holder: u32) -> Vec<(&'static str, ExecuteMsg)> {
    let kind = Kind::Practitioner;
    let account = registry.account("somebody else");
    let organisation = registry.number("organisation");
    let key = DeviceKey {
        curve: Curve::Ed25519,
        public_key: vec![1; 32].into(),
    };
    let profile = NewProfile {
        name: "x".into(),
        did: None,
        endpoints: vec![],
        key: None,
        calibrated_until: None,
    };
    let identifier = Identifier {
        scheme: IdentifierScheme::Opaque,
        value: "x".into(),
    };
    let admin = |msg| ExecuteMsg::Admin(msg);
    let named = account.clone();
    vec![
        (
            "propose_issuer_change",
            ExecuteMsg::ProposeIssuerChange {
                change: IssuerChange::Trust { issuer: 1 },
            },
        ),
        (
            "apply_issuer_change",
            ExecuteMsg::ApplyIssuerChange { change: 9 },
        ),
        (
            "cancel_issuer_change",
            ExecuteMsg::CancelIssuerChange { change: 9 },
        ),
        ("suspend_issuer", suspend_issuer(1)),
        ("reinstate_issuer", reinstate_issuer(1)),
        ("remove_issuer", remove_issuer(1)),
        (
            "withdraw_kinds",
            ExecuteMsg::WithdrawKinds {
                issuer: 1,
                kinds: vec![kind],
            },
        ),
        (
            "withdraw_schemes",
            ExecuteMsg::WithdrawSchemes {
                issuer: 1,
                schemes: vec![IdentifierScheme::Npi],
            },
        ),
        (
            "distrust_issuer",
            ExecuteMsg::DistrustIssuer {
                issuer: 1,
                after: 1,
            },
        ),
        (
            "release_identifier",
            ExecuteMsg::ReleaseIdentifier { identifier },
        ),
        (
            "appoint_sub_issuer",
            ExecuteMsg::AppointSubIssuer {
                account: account.clone(),
                kinds: vec![kind],
            },
        ),
        (
            "suspend_sub_issuer",
            ExecuteMsg::SuspendSubIssuer { issuer: 1, sub: 1 },
        ),
        (
            "reinstate_sub_issuer",
            ExecuteMsg::ReinstateSubIssuer { issuer: 1, sub: 1 },
        ),
        (
            "remove_sub_issuer",
            ExecuteMsg::RemoveSubIssuer { issuer: 1, sub: 1 },
        ),
        ("issue", registry.issue_msg("somebody else", kind)),
        ("renew", renew(holder, kind, None)),
        ("suspend", suspend(holder, kind)),
        ("reinstate", reinstate(holder, kind)),
        ("revoke", revoke(holder, kind)),
        ("renounce", ExecuteMsg::Renounce { kind, issuer: 1 }),
        ("bar_issuer", ExecuteMsg::BarIssuer { issuer: 1 }),
        ("unbar_issuer", ExecuteMsg::UnbarIssuer { issuer: 1 }),
        (
            "update_profile",
            ExecuteMsg::UpdateProfile {
                kind: Kind::ProviderOrganisation,
                profile,
            },
        ),
        (
            "rotate_key",
            ExecuteMsg::RotateKey {
                key,
                old_signature: vec![0; 64].into(),
                new_signature: vec![0; 64].into(),
            },
        ),
        ("deactivate_device", ExecuteMsg::DeactivateDevice {}),
        (
            "propose_affiliations",
            registry.propose_msg("somebody else"),
        ),
        (
            "end_affiliations",
            ExecuteMsg::EndAffiliations {
                affiliations: vec![AffiliationRef {
                    member: registry.account("holder"),
                    kind: Kind::ProviderOrganisation,
                }],
            },
        ),
        ("accept_affiliation", accept_affiliation(organisation)),
        ("leave_affiliation", leave_affiliation(organisation)),
        (
            "name_guardians",
            ExecuteMsg::NameGuardians {
                guardians: vec![account.clone()],
                threshold: 1,
            },
        ),
        ("propose_move", ExecuteMsg::ProposeMove { holder, account }),
        ("accept_move", ExecuteMsg::AcceptMove { holder }),
        ("execute_move", ExecuteMsg::ExecuteMove { holder }),
        ("veto_move", ExecuteMsg::VetoMove {}),
        (
            "admin: propose_admin",
            admin(AdminMsg::ProposeAdmin {
                admin: named.clone(),
            }),
        ),
        ("admin: accept_admin", admin(AdminMsg::AcceptAdmin {})),
        ("admin: cancel_admin", admin(AdminMsg::CancelAdmin {})),
        (
            "admin: propose_pauser",
            admin(AdminMsg::ProposePauser { pauser: named }),
        ),
        ("admin: apply_pauser", admin(AdminMsg::ApplyPauser {})),
        ("admin: cancel_pauser", admin(AdminMsg::CancelPauser {})),
        ("admin: remove_pauser", admin(AdminMsg::RemovePauser {})),
        ("admin: pause", admin(AdminMsg::Pause {})),
        ("admin: unpause", admin(AdminMsg::Unpause {})),
    ]
}

pub const UNAUTHORIZED: &str = "unauthorized: the sender may not do this";

#[test]
fn every_message_is_in_the_matrix() {
    let (registry, holder) = town();
    let sent: BTreeSet<_> = messages(&registry, holder)
        .iter()
        .map(|(_, msg)| {
            let json = serde_json::to_value(msg).unwrap();
            json.as_object().unwrap().keys().next().unwrap().clone()
        })
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

/// Who may send a message, for whom a pause stops it if it does.
fn somebody(name: &str) -> &'static str {
    match name {
        "accept_affiliation" | "leave_affiliation" | "apply_issuer_change" | "execute_move" => {
            "anyone"
        }
        "admin: accept_admin" => "nominee",
        "accept_move" => "move target",
        "propose_move" => "guardian",
        "appoint_sub_issuer"
        | "suspend_sub_issuer"
        | "reinstate_sub_issuer"
        | "remove_sub_issuer"
        | "issue"
        | "renew"
        | "suspend"
        | "reinstate"
        | "revoke" => "issuer",
        "renounce" | "bar_issuer" | "unbar_issuer" | "rotate_key" | "deactivate_device"
        | "name_guardians" | "veto_move" => "holder",
        "update_profile" | "propose_affiliations" | "end_affiliations" => "organisation",
        _ => "governance",
    }
}

#[test]
fn a_pause_stops_what_gives_and_nothing_else() {
    let (mut registry, holder) = town();
    registry.pause();
    let mut stopped = Vec::new();
    for (name, msg) in messages(&registry, holder) {
        let (mut fresh, _) = town();
        fresh.pause();
        let answer = fresh.send(somebody(name), msg);
        assert_ne!(answer, Err(UNAUTHORIZED.to_string()), "{name}");
        if answer.is_err_and(|error| error.starts_with("paused: ")) {
            stopped.push(name);
        }
    }
    assert_eq!(
        stopped,
        [
            "apply_issuer_change",
            "appoint_sub_issuer",
            "reinstate_sub_issuer",
            "issue",
            "renew",
            "reinstate",
            "unbar_issuer",
            "update_profile",
            "propose_affiliations",
            "accept_affiliation",
            "name_guardians",
            "propose_move",
            "accept_move",
            "execute_move",
        ]
    );
}

/// Funds, then what the message alone shows, then authority, then the pause, then the state.
#[test]
fn what_is_wrong_is_told_in_one_order() {
    let (mut registry, _) = town();
    registry.pause();
    let until = registry.now() + 72 * HOUR;
    let over = registry.now();
    let stranger = registry.addr("stranger");
    let coins = cosmwasm_std::coins(1, "utoken");
    let (rich, given) = (stranger.clone(), coins.clone());
    registry.app.init_modules(|router, _, storage| {
        router.bank.init_balance(storage, &rich, given).unwrap();
    });
    let address = registry.address.clone();
    let msg = renew(9_999, Kind::Practitioner, over);
    let error = registry
        .app
        .execute_contract(stranger, address, &msg, &coins)
        .unwrap_err();
    assert_eq!(root(&error), "funds_refused: this message takes no utoken");
    registry.refused("stranger", msg, &format!("period_over: at {over}"));
    let msg = renew(9_999, Kind::Practitioner, None);
    registry.refused("stranger", msg.clone(), UNAUTHORIZED);
    // An account without a number is no holder's, paused or not.
    let unbar = ExecuteMsg::UnbarIssuer { issuer: 1 };
    registry.refused("stranger", unbar, UNAUTHORIZED);
    registry.refused("issuer", msg.clone(), &format!("paused: until {until}"));
    registry.set_time(until);
    let missing = "credential_not_found: practitioner of holder 9999";
    registry.refused("issuer", msg, missing);
}
