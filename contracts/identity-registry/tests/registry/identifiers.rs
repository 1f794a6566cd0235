//! Identifiers: checked, unique, freed; and the published cases that concern this contract.

use crate::harness::*;
use health_rules::identifiers::{account_did, npi};
use health_types::identity::*;
use serde_json::Value;

const DOCTOR: Kind = Kind::Practitioner;
const NPI: &str = "1234567893";

fn with(registry: &Registry, name: &str, kind: Kind, identifier: Option<Identifier>) -> ExecuteMsg {
    let mut new = registry.new_credential(name, kind);
    new.identifier = identifier;
    ExecuteMsg::Issue {
        credentials: vec![new],
    }
}

fn id(scheme: IdentifierScheme, value: &str) -> Identifier {
    Identifier {
        scheme,
        value: value.into(),
    }
}

fn with_npi(registry: &Registry, name: &str, kind: Kind) -> ExecuteMsg {
    with(registry, name, kind, Some(id(IdentifierScheme::Npi, NPI)))
}

fn by_npi(registry: &Registry) -> ByIdentifierResponse {
    registry.ask(QueryMsg::ByIdentifier {
        identifier: id(IdentifierScheme::Npi, NPI),
    })
}

#[test]
fn values_are_checked_on_entry() {
    use IdentifierScheme::*;
    let mut registry = Registry::new();
    for (scheme, value, problem) in [
        (Npi, "1234567890", "npi: wrong check digit"),
        (Npi, "3234567899", "npi: wrong first digit"),
        (Npi, "123", "npi: wrong length"),
        (Gln, "4006381333932", "gln: wrong check digit"),
        (Gtin, "00000000", "gtin: all zeros"),
        (Lei, "529900T8BM49AURSDO56", "lei: wrong check digit"),
        (Lei, "529900t8bm49aursdo55", "lei: wrong character"),
        (Opaque, "", "opaque: wrong length"),
        (Opaque, "a b", "opaque: wrong character"),
    ] {
        let msg = with(&registry, "doctor", DOCTOR, Some(id(scheme, value)));
        registry.refused("board", msg, &format!("invalid_identifier: {problem}"));
    }
    for (n, (scheme, value)) in [
        (Npi, NPI),
        (Gln, "4006381333931"),
        (Gtin, "4006381333931"),
        (Lei, "529900T8BM49AURSDO55"),
        (Opaque, "urn:x:1"),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("holder {n}");
        let msg = with(&registry, &name, DOCTOR, Some(id(scheme, value)));
        registry.ok("board", msg);
    }
}

#[test]
fn a_gtin_is_one_in_every_length() {
    let mut registry = Registry::new();
    let short = id(IdentifierScheme::Gtin, "036000291452");
    let msg = with(&registry, "maker", Kind::Manufacturer, Some(short.clone()));
    registry.ok("board", msg);
    let holder = registry.number("maker");
    let info = registry.credential(1, Kind::Manufacturer, holder);
    assert_eq!(info.identifier.unwrap().value, "00036000291452");
    for length in ["036000291452", "0036000291452", "00036000291452"] {
        let identifier = id(IdentifierScheme::Gtin, length);
        let msg = with(
            &registry,
            "copier",
            Kind::Manufacturer,
            Some(identifier.clone()),
        );
        registry.refused(
            "ministry",
            msg,
            &format!("identifier_taken: by holder {holder}"),
        );
        let found: ByIdentifierResponse = registry.ask(QueryMsg::ByIdentifier { identifier });
        assert_eq!(found.holder, Some(holder), "{length}");
    }
}

#[test]
fn one_live_holder_across_kinds_and_issuers() {
    let mut registry = Registry::new();
    let msg = with_npi(&registry, "doctor", DOCTOR);
    registry.ok("board", msg);
    let holder = registry.number("doctor");
    let taken = format!("identifier_taken: by holder {holder}");
    let msg = with_npi(&registry, "impostor", Kind::Researcher);
    registry.refused("ministry", msg.clone(), &taken);
    // The holder itself may have it on several credentials.
    let own = with_npi(&registry, "doctor", Kind::Investigator);
    registry.ok("ministry", own);
    assert_eq!(by_npi(&registry).credentials.len(), 2);
    // Suspension does not free it, nor does that of the issuer.
    registry.ok("board", suspend(holder, DOCTOR));
    registry.ok("governance", suspend_issuer(2));
    registry.refused("board", msg.clone(), &taken);
    registry.ok("governance", reinstate_issuer(2));
    registry.refused("ministry", msg.clone(), &taken);
    // Nor do distrust and withdrawn kinds, which may be given back.
    let after = START - 1;
    registry.ok(
        "governance",
        ExecuteMsg::DistrustIssuer { issuer: 1, after },
    );
    let kinds = vec![Kind::Investigator];
    registry.ok("governance", ExecuteMsg::WithdrawKinds { issuer: 2, kinds });
    registry.refused("ministry", msg.clone(), &taken);
    registry.ok("board", revoke(holder, DOCTOR));
    registry.refused("ministry", msg.clone(), &taken);
    registry.ok("ministry", revoke(holder, Kind::Investigator));
    assert_eq!(by_npi(&registry).holder, None);
    registry.ok("ministry", msg);
    assert_eq!(by_npi(&registry).holder, Some(registry.number("impostor")));
}

#[test]
fn expiry_frees_and_a_late_renewal_must_acquire_again() {
    let mut registry = Registry::new();
    let mut new = registry.new_credential("doctor", DOCTOR);
    new.identifier = Some(id(IdentifierScheme::Npi, NPI));
    new.period.until = Some(START + 100);
    let credentials = vec![new];
    registry.ok("board", ExecuteMsg::Issue { credentials });
    let holder = registry.number("doctor");
    registry.set_time(START + 99);
    let msg = with_npi(&registry, "other", DOCTOR);
    registry.refused(
        "ministry",
        msg.clone(),
        &format!("identifier_taken: by holder {holder}"),
    );
    registry.set_time(START + 100);
    assert_eq!(by_npi(&registry).holder, None);
    registry.ok("ministry", msg);
    let other = registry.number("other");
    let taken = format!("identifier_taken: by holder {other}");
    registry.refused("board", renew(holder, DOCTOR, None), &taken);
    registry.ok("ministry", revoke(other, DOCTOR));
    registry.ok("board", renew(holder, DOCTOR, None));
    assert_eq!(by_npi(&registry).holder, Some(holder));
}

#[test]
fn removal_of_the_issuer_frees() {
    let mut registry = Registry::new();
    registry.appoint("board", "office", &[DOCTOR]);
    let msg = with_npi(&registry, "doctor", DOCTOR);
    registry.ok("office", msg);
    registry.ok("board", ExecuteMsg::SuspendSubIssuer { issuer: 1, sub: 1 });
    let other = with_npi(&registry, "other", DOCTOR);
    let taken = format!("identifier_taken: by holder {}", registry.number("doctor"));
    registry.refused("ministry", other.clone(), &taken);
    registry.ok("board", ExecuteMsg::RemoveSubIssuer { issuer: 1, sub: 1 });
    registry.ok("ministry", other);
    registry.ok("governance", remove_issuer(2));
    let third = with_npi(&registry, "third", DOCTOR);
    registry.ok("board", third);
}

#[test]
fn a_new_version_gives_the_old_identifier_up() {
    let mut registry = Registry::new();
    let msg = with_npi(&registry, "doctor", DOCTOR);
    registry.ok("board", msg.clone());
    let holder = registry.number("doctor");
    registry.ok("board", revoke(holder, DOCTOR));
    registry.issue("board", "doctor", DOCTOR);
    assert_eq!(by_npi(&registry).holder, None);
    assert!(registry.entries(0x0D).is_empty());
    registry.ok("board", revoke(holder, DOCTOR));
    registry.ok("board", msg.clone());
    registry.ok("board", revoke(holder, DOCTOR));
    registry.ok("board", msg);
    let info = registry.credential(1, DOCTOR, holder);
    assert_eq!(info.version, 4);
    assert_eq!(
        by_npi(&registry).credentials,
        [IdentifierUse {
            issuer: 1,
            kind: DOCTOR
        }]
    );
}

#[test]
fn governance_releases_a_disputed_one() {
    let mut registry = Registry::new();
    let msg = with_npi(&registry, "doctor", DOCTOR);
    registry.ok("board", msg);
    let holder = registry.number("doctor");
    let release = || ExecuteMsg::ReleaseIdentifier {
        identifier: id(IdentifierScheme::Npi, NPI),
    };
    registry.ok("governance", release());
    registry.refused(
        "governance",
        release(),
        "identifier_not_found: nobody has it",
    );
    let info = registry.credential(1, DOCTOR, holder);
    assert_eq!((info.status, info.identifier), (Status::Valid, None));
    let msg = with_npi(&registry, "rightful", DOCTOR);
    registry.ok("ministry", msg);
}

#[test]
fn at_most_eight_credentials_carry_one() {
    let mut registry = Registry::new();
    let kinds = [
        DOCTOR,
        Kind::EmergencyResponder,
        Kind::Researcher,
        Kind::Investigator,
    ];
    for issuer in ["board", "ministry"] {
        for kind in kinds {
            let msg = with_npi(&registry, "doctor", kind);
            registry.ok(issuer, msg);
        }
    }
    let msg = with_npi(&registry, "doctor", Kind::Auditor);
    let refused = "too_many_uses: the identifier stands on eight credentials";
    registry.refused("board", msg.clone(), refused);
    let holder = registry.number("doctor");
    registry.ok("ministry", revoke(holder, Kind::Researcher));
    registry.ok("board", msg);
}

/// The cases of the identity area that name what this contract does. The others concern what it leaves to wallets and
/// other contracts: ADR-036 and passkey signatures (IDN-04 to 10), data-integrity proofs (IDN-14) and status lists
/// (IDN-15, IDN-16).
#[test]
fn published_cases() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/vectors/incentives-cases.json"
    );
    let cases: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let case = |name: &str| {
        let all = cases["cases"].as_array().unwrap();
        all.iter().find(|case| case["id"] == name).unwrap().clone()
    };

    let digits = case("IDN-02");
    let values = digits["input"]["npis"].as_array().unwrap();
    let expected = digits["expect"]["valid"].as_array().unwrap();
    assert_eq!(values.len(), 9);
    for (value, valid) in values.iter().zip(expected) {
        let found = npi(value.as_str().unwrap()).is_ok();
        assert_eq!(found, valid.as_bool().unwrap(), "{value}");
    }

    let dids = case("IDN-22");
    let accounts = dids["input"]["accounts"].as_array().unwrap();
    let prefixes = dids["expect"]["did_prefixes"].as_array().unwrap();
    assert_eq!(dids["input"]["payload"], "20 bytes of 0x42");
    let mut tails = Vec::new();
    for (account, prefix) in accounts.iter().zip(prefixes) {
        let did = account_did(account[1].as_str().unwrap(), &[0x42; 20]).unwrap();
        tails.push(
            did.strip_prefix(prefix.as_str().unwrap())
                .unwrap()
                .to_string(),
        );
    }
    assert_eq!(tails.len(), 2);
    assert_eq!(tails[0], tails[1]);
}

#[test]
fn a_late_renewal_acquires_in_an_accredited_scheme_alone() {
    let mut registry = Registry::new();
    let mut new = registry.new_credential("doctor", DOCTOR);
    new.identifier = Some(id(IdentifierScheme::Npi, NPI));
    new.period.until = Some(START + 100);
    let credentials = vec![new];
    registry.ok("board", ExecuteMsg::Issue { credentials });
    let holder = registry.number("doctor");
    let schemes = vec![IdentifierScheme::Npi];
    registry.ok(
        "governance",
        ExecuteMsg::WithdrawSchemes { issuer: 1, schemes },
    );
    // In time it keeps what it has.
    registry.ok("board", renew(holder, DOCTOR, START + 200));
    registry.set_time(START + 200);
    registry.refused(
        "board",
        renew(holder, DOCTOR, None),
        "scheme_not_accredited: npi",
    );
    registry.widen(IssuerChange::Extend {
        issuer: 1,
        kinds: vec![],
        schemes: vec![IdentifierScheme::Npi],
    });
    registry.ok("board", renew(holder, DOCTOR, None));
    assert_eq!(by_npi(&registry).holder, Some(holder));
}
