//! The ends of what is counted: number 0 is nobody's, and the last number is followed by none.

use crate::harness::*;
use health_types::identity::raw::{self, ColdEntry};
use health_types::identity::*;
use health_types::pack::Packed;

const DOCTOR: Kind = Kind::Practitioner;
/// Where the registry counts: paused until and holders; issuers and scheduled changes.
const HOT: [u8; 1] = [0x05];
const COUNTERS: [u8; 1] = [0x06];

#[test]
fn number_0_is_nobody() {
    let mut registry = Registry::new();
    registry.hospital("hospital");
    assert_eq!(registry.status(0, DOCTOR), Status::Unknown);
    let none: HolderResponse = registry.ask(QueryMsg::Holder { holder: 0 });
    assert_eq!(none.account, None);
    let none: IssuerResponse = registry.ask(QueryMsg::Issuer { issuer: 0 });
    assert_eq!(none.issuer, None);
    let none: SubIssuersResponse = registry.ask(QueryMsg::SubIssuers { issuer: 0 });
    assert!(none.items.is_empty());
    let missing = "credential_not_found: practitioner of holder 0";
    registry.refused("board", revoke(0, DOCTOR), missing);
    let unauthorized = "unauthorized: the sender may not do this";
    let msg = registry.move_msg(0, "new");
    registry.refused("board", msg, unauthorized);
    registry.refused("new", ExecuteMsg::AcceptMove { holder: 0 }, unauthorized);
    registry.refused("governance", suspend_issuer(0), "issuer_not_found: 0");
    let sub = 0;
    registry.refused(
        "board",
        ExecuteMsg::SuspendSubIssuer { issuer: 1, sub },
        "sub_issuer_not_found: 0 of 1",
    );
    let missing = "affiliation_not_found: on provider_organisation of organisation 0";
    registry.refused("nurse", accept_affiliation(0), missing);
    // An account that was left has number 0 on disk, and gives nobody its rights.
    registry.name_guardians("hospital", &["a"], 1);
    let hospital = registry.number("hospital");
    let msg = registry.move_msg(hospital, "new");
    registry.ok("a", msg);
    registry.ok("new", ExecuteMsg::AcceptMove { holder: hospital });
    registry.wait(48 * HOUR);
    registry.ok("a", ExecuteMsg::ExecuteMove { holder: hospital });
    let propose = registry.propose_msg("nurse");
    registry.refused("hospital", propose, unauthorized);
}

#[test]
fn the_last_numbers_are_followed_by_none() {
    let mut registry = Registry::new();
    registry.set_raw(&HOT, &[0, 0, 0, 0, 0xff, 0xff, 0xff, 0xfe]);
    let last = registry.issue("board", "last", DOCTOR);
    assert_eq!(last, u32::MAX);
    assert_eq!(registry.status(last, DOCTOR), Status::Valid);
    let page: CredentialsByResponse = registry.ask(QueryMsg::CredentialsBy {
        issuer: 1,
        start_after: None,
        limit: None,
    });
    assert_eq!(page.items[0].holder, last);
    let page: CredentialsByResponse = registry.ask(QueryMsg::CredentialsBy {
        issuer: 1,
        start_after: Some(IssuedCursor {
            kind: DOCTOR,
            holder: last,
        }),
        limit: None,
    });
    assert!(page.items.is_empty());
    let issue = registry.issue_msg("one more", DOCTOR);
    registry.refused("board", issue, "does_not_fit: holder");

    let mut registry = Registry::new();
    registry.set_raw(&COUNTERS, &[0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
    let accreditation = registry.everything("college");
    let change = IssuerChange::Accredit { accreditation };
    registry.ok("governance", ExecuteMsg::ProposeIssuerChange { change });
    registry.wait(48 * HOUR);
    let apply = ExecuteMsg::ApplyIssuerChange { change: 1 };
    registry.refused("anyone", apply, "does_not_fit: issuer");
    registry.set_raw(&COUNTERS, &[0, 0, 0, 2, 0xff, 0xff, 0xff, 0xff]);
    let change = IssuerChange::Trust { issuer: 1 };
    let propose = ExecuteMsg::ProposeIssuerChange { change };
    registry.refused("governance", propose, "does_not_fit: issuer change");
}

#[test]
fn the_last_version_is_followed_by_none() {
    let mut registry = Registry::new();
    let holder = registry.issue("board", "doctor", DOCTOR);
    let key = raw::cold_key(1, DOCTOR, holder);
    let mut cold = ColdEntry::from_packed(&registry.raw(&key).unwrap()).unwrap();
    cold.version = u16::MAX - 1;
    registry.set_raw(&key, &cold.to_packed().unwrap());
    registry.ok("board", revoke(holder, DOCTOR));
    registry.issue("board", "doctor", DOCTOR);
    assert_eq!(registry.credential(1, DOCTOR, holder).version, u16::MAX);
    registry.ok("board", revoke(holder, DOCTOR));
    let issue = registry.issue_msg("doctor", DOCTOR);
    registry.refused("board", issue, "does_not_fit: credential");
    assert_eq!(registry.status(holder, DOCTOR), Status::Revoked);
}

/// The clock ends one second before the number that stands for "open".
#[test]
fn the_last_second() {
    let mut registry = Registry::new();
    let last = u32::MAX - 1;
    let holder = registry.issue_until("board", "doctor", DOCTOR, last);
    registry.hospital("hospital");
    let mut new =
        registry.new_affiliation("nurse", Kind::ProviderOrganisation, &[Function::Clinician]);
    new.period.until = Some(last);
    let affiliations = vec![new];
    registry.ok("hospital", ExecuteMsg::ProposeAffiliations { affiliations });
    let hospital = registry.number("hospital");
    registry.ok("nurse", accept_affiliation(hospital));
    registry.set_time(last - 1);
    assert_eq!(registry.status(holder, DOCTOR), Status::Valid);
    registry.set_time(last);
    assert_eq!(registry.status(holder, DOCTOR), Status::Expired);
    let found: CheckAffiliationResponse = registry.ask(QueryMsg::CheckAffiliation {
        organisation: hospital,
        member: registry.account("nurse"),
        function: None,
        at: None,
    });
    assert!(!found.acts_for && found.binds_denies);
    // What waits or lapses can no longer be proposed; what ends can be ended.
    let propose = registry.propose_msg("doctor");
    registry.refused(
        "hospital",
        propose,
        &format!("time_out_of_range: {}", u64::from(last) + 1_209_600),
    );
    registry.ok("board", revoke(holder, DOCTOR));
    registry.set_time(u32::MAX);
    registry.refused(
        "hospital",
        ExecuteMsg::VetoMove {},
        &format!("time_out_of_range: {}", u32::MAX),
    );
}
