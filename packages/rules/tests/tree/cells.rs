//! Actors: their numbers, and the cells they make.

use crate::fixture::*;

#[test]
fn accounts_get_their_numbers_later() {
    let account = |address: &str| message::Actor::Account {
        address: address.to_string(),
    };
    let named = |actors| Provision {
        actors: Some(actors),
        ..permit()
    };
    let mut tree = build(&named(vec![account("b"), account("a")])).unwrap();
    let number = |bytes: &[u8]| Ok::<_, TreeError>((bytes == b"a").then_some(7));
    tree.number_accounts(number).unwrap();
    let back =
        tree.to_provision(|bytes| Ok::<_, TreeError>(String::from_utf8_lossy(bytes).into_owned()));
    let expected = vec![account("b"), message::Actor::Person { holder: 7 }];
    assert_eq!(back.unwrap().actors, Some(expected));
    let mut doubled = build(&named(vec![
        account("a"),
        message::Actor::Person { holder: 7 },
    ]))
    .unwrap();
    assert_eq!(
        doubled.number_accounts(number),
        Err(TreeError::Duplicate("actors"))
    );
}

#[test]
fn cells_are_those_of_the_root_and_what_widens_it() {
    let cells = |provision: &Provision| build(provision).unwrap().cells();
    let of = |holders: &[u32]| Cells {
        anyone: false,
        actors: holders.iter().copied().map(Actor::Organisation).collect(),
    };
    let anyone = Cells {
        anyone: true,
        actors: vec![],
    };
    assert_eq!(cells(&permit()), anyone);
    assert_eq!(
        cells(&beneath(permit(), vec![by(Effect::Permit, 1..=1)])),
        anyone
    );
    assert_eq!(cells(&by(Effect::Deny, 1..=2)), of(&[1, 2]));
    let widened = beneath(
        by(Effect::Permit, 1..=1),
        vec![beneath(
            by(Effect::Permit, 2..=2),
            vec![by(Effect::Permit, 3..=3)],
        )],
    );
    assert_eq!(cells(&widened), of(&[1, 2, 3]));
    let excepted = beneath(
        by(Effect::Permit, 1..=1),
        vec![beneath(
            by(Effect::Deny, 2..=2),
            vec![by(Effect::Permit, 3..=3)],
        )],
    );
    assert_eq!(cells(&excepted), of(&[1]));
    let role = message::Actor::Function {
        function: Function::Clinician,
    };
    let role = Provision {
        actors: Some(vec![role, message::Actor::Organisation { holder: 1 }]),
        ..permit()
    };
    assert_eq!(cells(&role), anyone);
    assert_eq!(
        cells(&beneath(by(Effect::Permit, 1..=1), vec![role])),
        anyone
    );
}
