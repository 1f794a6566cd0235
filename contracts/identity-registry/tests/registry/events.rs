//! Events: what each says, and that EVENTS.md lists them all.

use crate::harness::*;
use cw_multi_test::Executor;
use health_kit::event::{flaw, table};
use health_types::admin::AdminEvent;
use health_types::event::EventData;
use health_types::identity::*;

/// One of each event, all optional parts given; then those that have any, without them.
fn samples() -> Vec<IdentityEvent> {
    use IdentityEvent::*;
    let account = || "wasm1account".to_string();
    let kind = Kind::Practitioner;
    vec![
        IssuerChangeProposed {
            change: 1,
            what: "extend",
            issuer: Some(1),
            ready_at: 2,
            lapses_at: 3,
        },
        IssuerChangeProposed {
            change: 1,
            what: "accredit",
            issuer: None,
            ready_at: 2,
            lapses_at: 3,
        },
        IssuerChangeCancelled { change: 1 },
        IssuerChanged {
            issuer: 1,
            account: account(),
            state: IssuerState::Active,
            kinds: 1,
            schemes: 3,
            distrust_after: Some(2),
            change: Some(3),
        },
        IssuerChanged {
            issuer: 1,
            account: account(),
            state: IssuerState::Removed,
            kinds: 1,
            schemes: 3,
            distrust_after: None,
            change: None,
        },
        SubIssuerChanged {
            issuer: 1,
            sub: 2,
            account: account(),
            state: IssuerState::Suspended,
            kinds: 1,
            by_governance: true,
            change: Some(3),
        },
        SubIssuerChanged {
            issuer: 1,
            sub: 2,
            account: account(),
            state: IssuerState::Active,
            kinds: 1,
            by_governance: false,
            change: None,
        },
        HolderRegistered {
            holder: 1,
            account: account(),
        },
        CredentialIssued {
            issuer: 1,
            sub: 2,
            kind,
            holder: 3,
            version: 1,
            until: Some(4),
        },
        CredentialIssued {
            issuer: 1,
            sub: 0,
            kind,
            holder: 3,
            version: 2,
            until: None,
        },
        CredentialRenewed {
            issuer: 1,
            kind,
            holder: 3,
            until: Some(4),
        },
        CredentialRenewed {
            issuer: 1,
            kind,
            holder: 3,
            until: None,
        },
        CredentialChanged {
            issuer: 1,
            kind,
            holder: 3,
            state: CredentialState::Revoked,
            reason: Some(Reason::KeyCompromise),
            actor: Actor::Parent,
        },
        CredentialChanged {
            issuer: 1,
            kind,
            holder: 3,
            state: CredentialState::Active,
            reason: None,
            actor: Actor::Issuer,
        },
        IdentifierReleased {
            scheme: IdentifierScheme::Npi,
            holder: 3,
        },
        IssuerBarred {
            holder: 3,
            issuer: 1,
            barred: true,
        },
        ProfileUpdated { holder: 3 },
        KeyChanged {
            holder: 3,
            sequence: 1,
        },
        DeviceDeactivated { holder: 3 },
        AffiliationProposed {
            organisation: 1,
            member: account(),
            kind: Kind::ProviderOrganisation,
            lapses_at: 2,
        },
        AffiliationAccepted {
            organisation: 1,
            holder: 3,
            kind: Kind::ProviderOrganisation,
            functions: 17,
            until: Some(4),
        },
        AffiliationAccepted {
            organisation: 1,
            holder: 3,
            kind: Kind::ProviderOrganisation,
            functions: 17,
            until: None,
        },
        AffiliationEnded {
            organisation: 1,
            member: account(),
            kind: Kind::ProviderOrganisation,
            by_member: true,
        },
        GuardiansNamed {
            holder: 3,
            guardians: 3,
            threshold: 2,
            from: 4,
        },
        MoveVoted {
            holder: 3,
            proposed: true,
            vetoable: Some(true),
        },
        MoveVoted {
            holder: 3,
            proposed: false,
            vetoable: None,
        },
        MoveAccepted {
            holder: 3,
            ready_at: 4,
        },
        MoveVetoed { holder: 3 },
        HolderMoved {
            holder: 3,
            account: account(),
        },
    ]
}

#[test]
fn events_are_as_they_were() {
    let mut text = String::new();
    for sample in samples() {
        assert_eq!(flaw(&sample), None);
        let attributes: Vec<_> = sample
            .attributes()
            .into_iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        text.push_str(&format!("{} {}\n", sample.kind(), attributes.join(" ")));
    }
    golden("tests/golden/events.txt", &text);
}

#[test]
fn events_md_lists_them_all() {
    let samples = samples();
    let admin = [
        AdminEvent::AdminProposed {
            admin: "a".into(),
            lapses_at: 1,
        },
        AdminEvent::AdminAccepted { admin: "a".into() },
        AdminEvent::AdminCancelled { admin: "a".into() },
        AdminEvent::PauserProposed {
            pauser: "a".into(),
            ready_at: 1,
            lapses_at: 1,
        },
        AdminEvent::PauserApplied { pauser: "a".into() },
        AdminEvent::PauserCancelled { pauser: "a".into() },
        AdminEvent::PauserRemoved { pauser: "a".into() },
        AdminEvent::Paused {
            by: "a".into(),
            until: 1,
        },
        AdminEvent::Unpaused {
            by: "a".into(),
            may_pause_from: 1,
        },
    ];
    let all: Vec<&dyn EventData> = samples
        .iter()
        .map(|sample| sample as &dyn EventData)
        .chain(admin.iter().map(|sample| sample as &dyn EventData))
        .collect();
    let text = format!(
        "# Events of identity-registry\n\nGenerated by the contract's tests. `?` marks an attribute that may be absent; \
         the chain adds `_contract_address` to each.\nTimes are seconds since 1970, kinds, schemes and functions of \
         issuers and affiliations hexadecimal masks.\n\n{}",
        table(&all)
    );
    golden("EVENTS.md", &text);
}

#[test]
fn messages_emit_one_event_for_each_fact() {
    let mut registry = Registry::new();
    let mut credentials = vec![registry.new_credential("doctor", Kind::Practitioner)];
    credentials[0].period.until = Some(START + DAY);
    let events = registry.ok("board", ExecuteMsg::Issue { credentials });
    let doctor = registry.number("doctor");
    let account = registry.account("doctor");
    assert_eq!(
        shown(&events),
        [
            format!("wasm-holder_registered holder={doctor} account={account}"),
            format!(
                "wasm-credential_issued issuer=1 sub=0 kind=practitioner holder={doctor} version=1 until={}",
                START + DAY
            ),
        ]
    );
    let events = registry.ok("board", revoke(doctor, Kind::Practitioner));
    assert_eq!(
        shown(&events),
        [format!(
            "wasm-credential_changed issuer=1 kind=practitioner holder={doctor} state=revoked \
             reason=privilege_withdrawn actor=issuer"
        )]
    );
    let events = registry.ok("governance", suspend_issuer(1));
    assert_eq!(
        shown(&events),
        [format!(
            "wasm-issuer_changed issuer=1 account={} state=suspended kinds=3fffff schemes=1f",
            registry.account("board")
        )]
    );
}

#[test]
fn every_number_given_is_told_of() {
    let mut registry = Registry::new();
    let account = registry.account("office");
    let kinds = vec![Kind::Practitioner];
    let events = registry.ok("board", ExecuteMsg::AppointSubIssuer { account, kinds });
    let account = registry.account("office");
    assert_eq!(
        shown(&events),
        [
            format!(
                "wasm-holder_registered holder={} account={account}",
                registry.number("office")
            ),
            format!(
                "wasm-sub_issuer_changed issuer=1 sub=1 account={account} state=active kinds=2 by_governance=false"
            ),
        ]
    );
    for (change, name) in [
        (
            IssuerChange::Accredit {
                accreditation: registry.everything("college"),
            },
            "college",
        ),
        (
            IssuerChange::ReplaceAccount {
                issuer: 1,
                account: registry.account("new board"),
            },
            "new board",
        ),
        (
            IssuerChange::AppointSubIssuer {
                issuer: 2,
                account: registry.account("branch"),
                kinds: vec![Kind::Practitioner],
            },
            "branch",
        ),
    ] {
        let events = registry.widen(change);
        let account = registry.account(name);
        let told = format!(
            "wasm-holder_registered holder={} account={account}",
            registry.number(name)
        );
        assert_eq!(shown(&events)[0], told);
        assert_eq!(shown(&events).len(), 2);
    }
    // Who has a number already gets no other.
    registry.issue("ministry", "doctor", Kind::Practitioner);
    let account = registry.account("doctor");
    let kinds = vec![Kind::Researcher];
    let events = registry.ok("new board", ExecuteMsg::AppointSubIssuer { account, kinds });
    assert_eq!(shown(&events).len(), 1);
}

#[test]
fn the_first_issuers_are_told_of() {
    let mut registry = Registry::new();
    let issuers = ["one", "two"].map(|name| registry.everything(name));
    let msg = registry.init(issuers.to_vec());
    let (creator, code) = (registry.addr("creator"), registry.code);
    let msg = cosmwasm_std::to_json_binary(&msg).unwrap();
    let response = registry
        .app
        .execute(
            creator,
            cosmwasm_std::WasmMsg::Instantiate {
                admin: None,
                code_id: code,
                msg,
                funds: vec![],
                label: "registry".into(),
            }
            .into(),
        )
        .unwrap();
    let expected: Vec<_> = [(1, "one"), (2, "two")]
        .into_iter()
        .flat_map(|(number, name)| {
            let account = registry.account(name);
            [
                format!("wasm-holder_registered holder={number} account={account}"),
                format!(
                    "wasm-issuer_changed issuer={number} account={account} state=active kinds=3fffff schemes=1f"
                ),
            ]
        })
        .collect();
    assert_eq!(shown(&response.events), expected);
}

#[test]
fn a_member_is_told_of_with_its_number() {
    let mut registry = Registry::new();
    let hospital = registry.hospital("hospital");
    for name in ["nurse", "other"] {
        let msg = registry.propose_msg(name);
        registry.ok("hospital", msg);
        let events = registry.ok(name, accept_affiliation(hospital));
        let (holder, account) = (registry.number(name), registry.account(name));
        assert_eq!(
            shown(&events),
            [
                format!("wasm-holder_registered holder={holder} account={account}"),
                format!(
                    "wasm-affiliation_accepted organisation={hospital} holder={holder} \
                     kind=provider_organisation functions=1"
                ),
            ]
        );
    }
    assert_ne!(registry.number("nurse"), registry.number("other"));
}
