//! Lists: bounded, paged, complete.

use crate::harness::*;
use health_types::admin::AdminResponse;
use health_types::codes::Code;
use health_types::identity::*;

const HOSPITAL: Kind = Kind::ProviderOrganisation;

#[test]
fn pages_are_bounded_and_zero_is_refused() {
    let mut registry = Registry::new();
    for first in [0, 40] {
        let credentials = (first..first + 40)
            .map(|n| registry.new_credential(&format!("doctor {n}"), Kind::Practitioner))
            .collect();
        registry.ok("board", ExecuteMsg::Issue { credentials });
    }
    let page = |start_after, limit| -> CredentialsByResponse {
        registry.ask(QueryMsg::CredentialsBy {
            issuer: 1,
            start_after,
            limit,
        })
    };
    assert_eq!(page(None, None).items.len(), 30);
    assert_eq!(page(None, Some(1_000)).items.len(), 50);
    let mut seen = Vec::new();
    let mut next = None;
    loop {
        let found = page(next, Some(7));
        seen.extend(found.items.iter().map(|info| info.holder));
        next = found.next;
        if next.is_none() {
            break;
        }
    }
    let first = registry.number("doctor 0");
    assert_eq!(seen, (first..first + 80).collect::<Vec<_>>());
    let limit = Some(0);
    for query in [
        QueryMsg::CredentialsBy {
            issuer: 1,
            start_after: None,
            limit,
        },
        QueryMsg::CredentialsOf {
            holder: 1,
            start_after: None,
            limit,
        },
        QueryMsg::MembersOf {
            organisation: 1,
            start_after: None,
            limit,
        },
        QueryMsg::Issuers {
            start_after: None,
            limit,
        },
        QueryMsg::IssuerChanges {
            start_after: None,
            limit,
        },
        QueryMsg::BarredIssuers {
            holder: 1,
            start_after: None,
            limit,
        },
        QueryMsg::MoveVotes {
            holder: 1,
            start_after: None,
            limit,
        },
    ] {
        let error = registry.try_ask::<serde_json::Value>(query).unwrap_err();
        assert!(error.contains("limit_zero: "), "{error}");
    }
}

#[test]
fn a_holders_credentials_go_by_kind_and_issuer() {
    let mut registry = Registry::new();
    for kind in [Kind::Researcher, Kind::Practitioner] {
        for issuer in ["ministry", "board"] {
            registry.issue(issuer, "doctor", kind);
        }
    }
    let holder = registry.number("doctor");
    let mut seen = Vec::new();
    let mut start_after = None;
    loop {
        let page: CredentialsOfResponse = registry.ask(QueryMsg::CredentialsOf {
            holder,
            start_after,
            limit: Some(1),
        });
        seen.extend(page.items.iter().map(|info| (info.kind, info.issuer)));
        start_after = page.next;
        if start_after.is_none() {
            break;
        }
    }
    let expected = [
        (Kind::Practitioner, 1),
        (Kind::Practitioner, 2),
        (Kind::Researcher, 1),
        (Kind::Researcher, 2),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn members_are_paged() {
    let mut registry = Registry::new();
    let organisation = registry.hospital("hospital");
    for n in 0..5 {
        registry.join("hospital", &format!("nurse {n}"));
    }
    let mut seen = 0;
    let mut start_after = None;
    loop {
        let page: MembersOfResponse = registry.ask(QueryMsg::MembersOf {
            organisation,
            start_after,
            limit: Some(2),
        });
        seen += page.items.len();
        assert!(page.items.iter().all(|member| member.kind == HOSPITAL));
        start_after = page.next;
        if start_after.is_none() {
            break;
        }
    }
    assert_eq!(seen, 5);
}

#[test]
fn issuers_and_what_is_none() {
    let mut registry = Registry::new();
    let page: IssuersResponse = registry.ask(QueryMsg::Issuers {
        start_after: None,
        limit: Some(1),
    });
    assert_eq!(page.items[0].issuer, 1);
    assert_eq!(page.items[0].kinds.len(), Kind::ALL.len());
    assert_eq!(page.next, Some(1));
    let page: IssuersResponse = registry.ask(QueryMsg::Issuers {
        start_after: page.next,
        limit: None,
    });
    assert_eq!((page.items.len(), page.next), (1, None));
    let none: IssuerResponse = registry.ask(QueryMsg::Issuer { issuer: 9 });
    assert_eq!(none.issuer, None);
    let none: CredentialResponse = registry.ask(QueryMsg::Credential {
        issuer: 1,
        kind: HOSPITAL,
        holder: 1,
    });
    assert_eq!(none.credential, None);
    let account = registry.account("stranger");
    let none: AccountResponse = registry.ask(QueryMsg::Account { account });
    assert_eq!(
        (none.holder, none.retired, none.issuer),
        (None, false, None)
    );
    let none: HolderResponse = registry.ask(QueryMsg::Holder { holder: 999 });
    assert_eq!((none.account, none.guardians), (None, None));
    let holder = registry.hospital("hospital");
    let config: ConfigResponse = registry.ask(QueryMsg::Config {});
    assert_eq!(config.contract, CONTRACT_NAME);
    assert_eq!(config.version, env!("CARGO_PKG_VERSION"));
    assert_eq!((config.holders, config.issuers), (holder, 2));
    let admin: AdminResponse = registry.ask(QueryMsg::Admin {});
    assert_eq!(admin.admin, registry.account("governance"));
    assert_eq!(admin.pauser, Some(registry.account("pauser")));
}

#[test]
fn a_batch_answers_in_order() {
    let mut registry = Registry::new();
    let hospital = registry.hospital("hospital");
    let ask = |holder, kind, at| CheckRequest { holder, kind, at };
    let checks = vec![
        ask(999, HOSPITAL, None),
        ask(hospital, HOSPITAL, Some(1)),
        ask(hospital, Kind::Payer, None),
    ];
    let answer: CheckBatchResponse = registry.ask(QueryMsg::CheckBatch { checks });
    let statuses: Vec<_> = answer.items.iter().map(|check| check.status).collect();
    assert_eq!(statuses, [Status::Unknown, Status::Valid, Status::Unknown]);
}

/// Cursors need not name what exists, and lead nowhere else.
#[test]
fn cursors_stay_within_their_list() {
    let mut registry = Registry::new();
    let holder = registry.issue("board", "doctor", Kind::Practitioner);
    registry.issue("ministry", "doctor", Kind::Device);
    let of = |kind, issuer| -> Vec<Kind> {
        let page: CredentialsOfResponse = registry.ask(QueryMsg::CredentialsOf {
            holder,
            start_after: Some(CredentialCursor { kind, issuer }),
            limit: None,
        });
        page.items.iter().map(|info| info.kind).collect()
    };
    assert_eq!(of(Kind::ProviderOrganisation, 0).len(), 2);
    assert_eq!(of(Kind::Practitioner, 0).len(), 2);
    assert_eq!(of(Kind::Practitioner, 1), [Kind::Device]);
    assert_eq!(of(Kind::Practitioner, u32::MAX), [Kind::Device]);
    assert_eq!(of(Kind::Device, 2), []);
    assert_eq!(of(Kind::Device, u32::MAX), []);
    let by = |kind, holder| -> usize {
        let page: CredentialsByResponse = registry.ask(QueryMsg::CredentialsBy {
            issuer: 1,
            start_after: Some(IssuedCursor { kind, holder }),
            limit: None,
        });
        page.items.len()
    };
    assert_eq!(by(Kind::ProviderOrganisation, u32::MAX), 1);
    assert_eq!(by(Kind::Practitioner, holder - 1), 1);
    assert_eq!(by(Kind::Practitioner, holder), 0);
    assert_eq!(by(Kind::Device, u32::MAX), 0);
    for start_after in [2, 3, u32::MAX] {
        let page: IssuersResponse = registry.ask(QueryMsg::Issuers {
            start_after: Some(start_after),
            limit: None,
        });
        assert_eq!((page.items.len(), page.next), (0, None));
        let page: IssuerChangesResponse = registry.ask(QueryMsg::IssuerChanges {
            start_after: Some(start_after),
            limit: None,
        });
        assert_eq!((page.items.len(), page.next), (0, None));
    }
    let error = registry
        .try_ask::<MembersOfResponse>(QueryMsg::MembersOf {
            organisation: holder,
            start_after: Some(MemberCursor {
                kind: HOSPITAL,
                member: "nobody".into(),
            }),
            limit: None,
        })
        .unwrap_err();
    assert!(error.contains("invalid_address: nobody"), "{error}");
}

#[test]
fn a_page_has_as_many_as_asked_for_and_fifty_at_most() {
    let mut registry = Registry::new();
    for first in [0, 26] {
        let credentials = (first..first + 26)
            .map(|n| registry.new_credential(&format!("doctor {n}"), Kind::Practitioner))
            .collect();
        registry.ok("board", ExecuteMsg::Issue { credentials });
    }
    for (limit, served) in [(1, 1), (49, 49), (50, 50), (51, 50), (u32::MAX, 50)] {
        let page: CredentialsByResponse = registry.ask(QueryMsg::CredentialsBy {
            issuer: 1,
            start_after: None,
            limit: Some(limit),
        });
        assert_eq!(page.items.len(), served, "{limit}");
        assert!(page.next.is_some());
        let rest: CredentialsByResponse = registry.ask(QueryMsg::CredentialsBy {
            issuer: 1,
            start_after: page.next,
            limit: None,
        });
        assert_eq!(rest.items.len(), (52 - served).min(30));
    }
}

/// What forbids issuing to oneself stands in the same place, and is no bar.
#[test]
fn barred_issuers_are_those_that_the_holder_barred() {
    let mut registry = Registry::new();
    let board = registry.number("board");
    registry.ok("board", ExecuteMsg::BarIssuer { issuer: 2 });
    let page = |start_after, limit| -> BarredIssuersResponse {
        registry.ask(QueryMsg::BarredIssuers {
            holder: board,
            start_after,
            limit,
        })
    };
    assert_eq!(page(None, None).items, [2]);
    let first = page(None, Some(1));
    assert_eq!((first.items.len(), first.next), (0, Some(1)));
    let second = page(first.next, Some(1));
    assert_eq!((second.items, second.next), (vec![2], None));
}
