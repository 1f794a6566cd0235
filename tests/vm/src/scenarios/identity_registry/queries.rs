//! What is asked, and what other contracts read.

use health_types::identity::{raw, CheckRequest, CredentialKind, QueryMsg};

use super::{npi, World, BATCH, SPEC};
use crate::address::{account, decode};
use crate::scenario::Case;

const KIND: CredentialKind = CredentialKind::Practitioner;

pub(super) fn cases(world: &World) -> Vec<Case> {
    [checks(world), entries(world), lists(world), reads(world)]
        .into_iter()
        .flatten()
        .collect()
}

fn checks(world: &World) -> Vec<Case> {
    let check = CheckRequest {
        holder: world.doctor,
        kind: KIND,
        at: None,
    };
    let checks = (0..BATCH).map(|_| check.clone()).collect();
    vec![
        Case::new(
            "ask: check",
            world.ask(&QueryMsg::Check {
                holder: world.doctor,
                kind: KIND,
                at: None,
            }),
        ),
        Case::new("ask: fifty checks", world.ask(&QueryMsg::CheckBatch { checks })),
        Case::new(
            "ask: check an affiliation",
            world.ask(&QueryMsg::CheckAffiliation {
                organisation: world.clinic,
                member: account("consultant"),
                function: None,
                at: None,
            }),
        ),
    ]
}

fn entries(world: &World) -> Vec<Case> {
    let holder = world.doctor;
    let ask = |msg: QueryMsg| world.ask(&msg);
    let doctor = || account("doctor");
    vec![
        Case::new(
            "ask: a credential",
            ask(QueryMsg::Credential {
                issuer: 1,
                kind: KIND,
                holder,
            }),
        ),
        Case::new("ask: who holds an NPI", ask(QueryMsg::ByIdentifier { identifier: npi("1245319599") })),
        Case::new("ask: the holder of an account", ask(QueryMsg::Account { account: doctor() })),
        Case::new("ask: a holder", ask(QueryMsg::Holder { holder })),
        Case::new("ask: an issuer", ask(QueryMsg::Issuer { issuer: 1 })),
        Case::new("ask: a profile", ask(QueryMsg::Profile { holder: world.clinic })).after(world.clinic_profile()),
        Case::new("ask: a pending move", ask(QueryMsg::PendingMove { holder }))
            .after(world.name_guardians())
            .after(world.vote("mother"))
            .after(world.vote("father")),
        Case::new("ask: the configuration", ask(QueryMsg::Config {})),
        Case::new("ask: the administration", ask(QueryMsg::Admin {})),
    ]
}

fn lists(world: &World) -> Vec<Case> {
    let holder = world.doctor;
    let ask = |msg: QueryMsg| world.ask(&msg);
    vec![
        Case::new(
            "ask: a holder's credentials",
            ask(QueryMsg::CredentialsOf {
                holder,
                start_after: None,
                limit: None,
            }),
        ),
        Case::new(
            "ask: ten of an issuer's credentials",
            ask(QueryMsg::CredentialsBy {
                issuer: 1,
                start_after: None,
                limit: Some(10),
            }),
        ),
        Case::new(
            "ask: an organisation's members",
            ask(QueryMsg::MembersOf {
                organisation: world.clinic,
                start_after: None,
                limit: None,
            }),
        )
        .after(world.propose(&["nurse".into()])),
        Case::new(
            "ask: six affiliations",
            ask(QueryMsg::AffiliationsOf {
                account: account("consultant"),
            }),
        ),
        Case::new(
            "ask: issuers",
            ask(QueryMsg::Issuers {
                start_after: None,
                limit: None,
            }),
        ),
        Case::new("ask: sub-issuers", ask(QueryMsg::SubIssuers { issuer: 1 })),
        Case::new(
            "ask: changes of issuers",
            ask(QueryMsg::IssuerChanges {
                start_after: None,
                limit: None,
            }),
        ),
        Case::new(
            "ask: barred issuers",
            ask(QueryMsg::BarredIssuers {
                holder,
                start_after: None,
                limit: None,
            }),
        ),
        Case::new(
            "ask: votes for moves",
            ask(QueryMsg::MoveVotes {
                holder,
                start_after: None,
                limit: None,
            }),
        )
        .after(world.name_guardians())
        .after(world.vote("mother")),
    ]
}

fn reads(world: &World) -> Vec<Case> {
    let canonical = |name: &str| decode(&account(name)).unwrap_or_default();
    let credentials = || raw::credentials_key(world.doctor, KIND);
    vec![
        Case::raw(
            "read: a credential and its issuer, by number",
            vec![credentials(), raw::issuer_key(1)],
        )
        .budget(2_800, SPEC),
        Case::raw(
            "read: the same from an account",
            vec![raw::account_key(&canonical("doctor")), credentials(), raw::issuer_key(1)],
        )
        .budget(4_000, SPEC),
        Case::raw("read: six affiliations", vec![raw::account_key(&canonical("consultant"))]).budget(2_000, SPEC),
    ]
}
