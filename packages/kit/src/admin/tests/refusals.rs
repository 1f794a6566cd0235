use super::*;

#[test]
fn each_message_takes_its_role() {
    let messages = |suite: &Suite| {
        [
            suite.propose_admin("other"),
            AdminMsg::AcceptAdmin {},
            AdminMsg::CancelAdmin {},
            suite.propose_pauser("other"),
            AdminMsg::ApplyPauser {},
            AdminMsg::CancelPauser {},
            AdminMsg::RemovePauser {},
            AdminMsg::Pause {},
            AdminMsg::Unpause {},
        ]
    };
    for (sender, role) in [
        ("admin", AdminRole::Admin),
        ("nominee", AdminRole::Nominee),
        ("pauser", AdminRole::Pauser),
        ("anyone", AdminRole::Anyone),
    ] {
        for msg in messages(&Suite::new(None)) {
            let mut suite = Suite::new(Some("pauser"));
            let nomination = suite.propose_admin("nominee");
            suite.send("admin", nomination).unwrap();
            let required = required_role(&msg);
            let held = required == role
                || required == AdminRole::Anyone
                || (required, role) == (AdminRole::Pauser, AdminRole::Admin);
            let answer = suite.send(sender, msg.clone());
            assert_eq!(
                answer == Err(KitError::Unauthorized),
                !held,
                "{sender}: {msg:?}: {answer:?}"
            );
        }
    }
}

#[test]
fn a_contract_asks_for_the_admin() {
    let suite = Suite::new(Some("pauser"));
    let ask = |role, name| {
        authorise(
            &suite.deps.storage,
            role,
            &Addr::unchecked(suite.account(name)),
        )
    };
    assert_eq!(ask(AdminRole::Admin, "admin"), Ok(()));
    assert_eq!(ask(AdminRole::Admin, "pauser"), Err(KitError::Unauthorized));
    assert_eq!(ask(AdminRole::Pauser, "pauser"), Ok(()));
    assert_eq!(
        ask(AdminRole::Nominee, "admin"),
        Err(KitError::Unauthorized)
    );
    assert_eq!(ask(AdminRole::Anyone, "other"), Ok(()));
}

#[test]
fn bad_addresses_are_refused_before_authority() {
    let mut suite = Suite::new(None);
    for (sender, named) in [
        ("admin", "admin"),
        ("admin", "contract"),
        ("anyone", "anyone"),
    ] {
        let address = clip(&suite.account(named));
        for msg in [suite.propose_admin(named), suite.propose_pauser(named)] {
            assert_eq!(
                suite.send(sender, msg),
                Err(KitError::SelfReference {
                    address: address.clone()
                })
            );
        }
    }
    let upper = suite.account("next").to_uppercase();
    for address in [upper, "x".repeat(300), String::new()] {
        let invalid = KitError::InvalidAddress {
            address: clip(&address),
        };
        assert_eq!(
            suite.send("anyone", AdminMsg::ProposeAdmin { admin: address }),
            Err(invalid)
        );
    }
}

#[test]
fn a_refusal_changes_nothing() {
    let mut suite = Suite::new(Some("pauser"));
    let state = suite.deps.storage.get(&[0xF0]);
    let proposal = suite.propose_admin("other");
    assert!(suite.send("anyone", proposal).is_err());
    assert!(suite.send("pauser", AdminMsg::Unpause {}).is_err());
    assert!(suite.send("anyone", AdminMsg::ApplyPauser {}).is_err());
    assert_eq!(suite.deps.storage.get(&[0xF0]), state);
    assert_eq!(UNTIL.load(&suite.deps.storage), Ok(0));
}

#[test]
fn the_first_admin_is_an_account_of_others() {
    let suite = Suite::new(None);
    let mut storage = MockStorage::new();
    let (api, env) = (&suite.deps.api, &suite.env);
    let (admin, contract) = (suite.account("admin"), suite.account("contract"));
    let own = Err(KitError::SelfReference {
        address: clip(&contract),
    });
    assert_eq!(init(&mut storage, api, env, &contract, None), own);
    assert_eq!(init(&mut storage, api, env, &admin, Some(&contract)), own);
    assert!(init(&mut storage, api, env, "nobody", None).is_err());
    let corrupt = KitError::CorruptState {
        entry: "admin",
        at: 0,
    };
    assert_eq!(
        authorise(&storage, AdminRole::Admin, &Addr::unchecked(admin)),
        Err(corrupt)
    );
}
