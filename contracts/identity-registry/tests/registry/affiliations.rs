//! Affiliations.

use crate::harness::*;
use health_types::identity::*;
use health_types::Period;

const HOSPITAL: Kind = Kind::ProviderOrganisation;

fn stands(registry: &Registry, organisation: u32, member: &str) -> CheckAffiliationResponse {
    registry.ask(QueryMsg::CheckAffiliation {
        organisation,
        member: registry.account(member),
        function: None,
        at: None,
    })
}

fn end(registry: &Registry, member: &str) -> ExecuteMsg {
    ExecuteMsg::EndAffiliations {
        affiliations: vec![AffiliationRef {
            member: registry.account(member),
            kind: HOSPITAL,
        }],
    }
}

fn members(registry: &Registry, organisation: u32) -> Vec<Member> {
    let page: MembersOfResponse = registry.ask(QueryMsg::MembersOf {
        organisation,
        start_after: None,
        limit: None,
    });
    page.items
}

#[test]
fn it_counts_and_binds_from_acceptance() {
    let mut registry = Registry::new();
    let hospital = registry.hospital("hospital");
    let msg = registry.propose_msg("nurse");
    registry.ok("hospital", msg);
    let before = stands(&registry, hospital, "nurse");
    assert!(!before.acts_for && !before.binds_denies);
    let listed = members(&registry, hospital);
    assert_eq!(listed[0].accepted, None);
    assert_eq!(
        listed[0].proposed,
        Some(ProposedTerms {
            functions: vec![Function::Clinician],
            period: Period::OPEN,
            lapses_at: START + 14 * DAY,
        })
    );
    registry.ok("nurse", accept_affiliation(hospital));
    let after = stands(&registry, hospital, "nurse");
    assert!(after.acts_for && after.binds_denies);
    let listed = members(&registry, hospital);
    assert_eq!(listed[0].proposed, None);
    assert_eq!(
        listed[0].accepted,
        Some(MemberTerms {
            functions: vec![Function::Clinician],
            period: Period::OPEN,
        })
    );
    // The member got a number, and nothing else.
    let nurse = registry.number("nurse");
    assert_eq!(registry.status(nurse, Kind::Practitioner), Status::Unknown);
    let in_function = |function| -> bool {
        let answer: CheckAffiliationResponse = registry.ask(QueryMsg::CheckAffiliation {
            organisation: hospital,
            member: registry.account("nurse"),
            function: Some(function),
            at: None,
        });
        answer.acts_for
    };
    assert!(in_function(Function::Clinician) && !in_function(Function::Emergency));
    let missing =
        format!("affiliation_not_found: on provider_organisation of organisation {hospital}");
    registry.refused("nurse", accept_affiliation(hospital), &missing);
    registry.refused("stranger", accept_affiliation(hospital), &missing);
}

#[test]
fn it_rests_on_a_valid_credential_of_a_fitting_kind() {
    let mut registry = Registry::new();
    let hospital = registry.hospital("hospital");
    let propose = |kind, functions: &[Function]| ExecuteMsg::ProposeAffiliations {
        affiliations: vec![registry.new_affiliation("nurse", kind, functions)],
    };
    let wrong = propose(HOSPITAL, &[Function::Clinician, Function::Emergency]);
    let none = propose(Kind::Dispenser, &[Function::Pharmacist]);
    let good = propose(HOSPITAL, &[Function::Clinician, Function::Pharmacist]);
    registry.refused(
        "hospital",
        wrong,
        "function_not_supported: emergency does not rest on provider_organisation",
    );
    registry.refused(
        "hospital",
        none,
        "credential_not_valid: dispenser is unknown",
    );
    registry.ok("board", suspend(hospital, HOSPITAL));
    registry.refused(
        "hospital",
        good.clone(),
        "credential_not_valid: provider_organisation is suspended",
    );
    registry.ok("board", reinstate(hospital, HOSPITAL));
    registry.ok("hospital", good);
    registry.ok("nurse", accept_affiliation(hospital));

    // While the organisation is suspended, denies bind and permits do not reach.
    registry.ok("governance", suspend_issuer(1));
    let suspended = stands(&registry, hospital, "nurse");
    assert!(!suspended.acts_for && suspended.binds_denies);
    assert_eq!(
        suspended.affiliations[0].credential,
        Status::IssuerSuspended
    );
    assert!(suspended.affiliations[0].counts);
    registry.ok("governance", reinstate_issuer(1));
    assert!(stands(&registry, hospital, "nurse").acts_for);
}

#[test]
fn either_side_ends_it_and_denies_bind_thirty_days_more() {
    for by_member in [true, false] {
        let mut registry = Registry::new();
        let hospital = registry.hospital("hospital");
        registry.join("hospital", "nurse");
        registry.wait(DAY);
        let ended = registry.now();
        if by_member {
            registry.ok("nurse", leave_affiliation(hospital));
        } else {
            let msg = end(&registry, "nurse");
            registry.ok("hospital", msg);
        }
        let after = stands(&registry, hospital, "nurse");
        assert!(!after.acts_for && after.binds_denies);
        assert_eq!(after.affiliations[0].period.until, Some(ended));
        assert!(members(&registry, hospital).is_empty());
        registry.set_time(ended + 30 * DAY - 1);
        assert!(stands(&registry, hospital, "nurse").binds_denies);
        registry.set_time(ended + 30 * DAY);
        assert!(!stands(&registry, hospital, "nurse").binds_denies);
        let missing =
            format!("affiliation_not_found: on provider_organisation of organisation {hospital}");
        registry.refused("nurse", leave_affiliation(hospital), &missing);
        let msg = end(&registry, "nurse");
        registry.refused("hospital", msg, &missing);
    }
}

#[test]
fn a_period_that_ends_by_itself_binds_as_long() {
    let mut registry = Registry::new();
    let hospital = registry.hospital("hospital");
    let mut new = registry.new_affiliation("nurse", HOSPITAL, &[Function::Clinician]);
    new.period = Period {
        from: Some(START + 10),
        until: Some(START + 20),
    };
    let affiliations = vec![new];
    registry.ok("hospital", ExecuteMsg::ProposeAffiliations { affiliations });
    registry.ok("nurse", accept_affiliation(hospital));
    for (at, acts, binds) in [
        (9, false, true),
        (10, true, true),
        (19, true, true),
        (20, false, true),
        (20 + 30 * DAY, false, false),
    ] {
        registry.set_time(START + at);
        let found = stands(&registry, hospital, "nurse");
        assert_eq!((found.acts_for, found.binds_denies), (acts, binds), "{at}");
    }
    // Ending it after the fact does not prolong it.
    let msg = end(&registry, "nurse");
    registry.ok("hospital", msg);
    assert!(!stands(&registry, hospital, "nurse").binds_denies);
}

#[test]
fn a_proposal_can_be_declined_dropped_and_lapses() {
    let mut registry = Registry::new();
    let hospital = registry.hospital("hospital");
    let propose = registry.propose_msg("nurse");
    let missing =
        format!("affiliation_not_found: on provider_organisation of organisation {hospital}");
    registry.ok("hospital", propose.clone());
    registry.ok("nurse", leave_affiliation(hospital));
    registry.refused("nurse", accept_affiliation(hospital), &missing);
    registry.ok("hospital", propose.clone());
    let msg = end(&registry, "nurse");
    registry.ok("hospital", msg);
    registry.refused("nurse", accept_affiliation(hospital), &missing);
    registry.ok("hospital", propose.clone());
    let lapses = registry.now() + 14 * DAY;
    registry.set_time(lapses);
    let lapsed = format!("proposal_lapsed: at {lapses}");
    registry.refused("nurse", accept_affiliation(hospital), &lapsed);
    assert_eq!(members(&registry, hospital)[0].proposed, None);
    registry.ok("hospital", propose);
    registry.ok("nurse", accept_affiliation(hospital));
    // One whose period ended before it was accepted.
    let mut new = registry.new_affiliation("late", HOSPITAL, &[Function::Clinician]);
    let until = registry.now() + 5;
    new.period.until = Some(until);
    let affiliations = vec![new];
    registry.ok("hospital", ExecuteMsg::ProposeAffiliations { affiliations });
    registry.wait(5);
    let over = format!("period_over: at {until}");
    registry.refused("late", accept_affiliation(hospital), &over);
}

#[test]
fn a_new_proposal_replaces_the_terms_once_accepted() {
    let mut registry = Registry::new();
    let hospital = registry.hospital("hospital");
    registry.join("hospital", "nurse");
    let new = registry.new_affiliation("nurse", HOSPITAL, &[Function::Administrator]);
    let affiliations = vec![new];
    registry.ok("hospital", ExecuteMsg::ProposeAffiliations { affiliations });
    let functions = |registry: &Registry| {
        let found = stands(registry, hospital, "nurse");
        assert_eq!(found.affiliations.len(), 1);
        found.affiliations[0].functions.clone()
    };
    assert_eq!(functions(&registry), [Function::Clinician]);
    let listed = members(&registry, hospital);
    assert!(listed[0].accepted.is_some() && listed[0].proposed.is_some());
    registry.ok("nurse", accept_affiliation(hospital));
    assert_eq!(functions(&registry), [Function::Administrator]);
}

#[test]
fn at_most_six_bind_at_a_time() {
    let mut registry = Registry::new();
    let numbers: Vec<_> = (1..=7)
        .map(|n| registry.hospital(&format!("hospital {n}")))
        .collect();
    for n in 1..=6 {
        registry.join(&format!("hospital {n}"), "nurse");
    }
    let msg = registry.propose_msg("nurse");
    registry.ok("hospital 7", msg.clone());
    let full = "too_many_affiliations: at most six bind at a time";
    registry.refused("nurse", accept_affiliation(numbers[6]), full);
    registry.ok("nurse", leave_affiliation(numbers[0]));
    registry.refused("nurse", accept_affiliation(numbers[6]), full);
    registry.wait(30 * DAY);
    registry.ok("hospital 7", msg);
    registry.ok("nurse", accept_affiliation(numbers[6]));
    let account = registry.account("nurse");
    let all: AffiliationsOfResponse = registry.ask(QueryMsg::AffiliationsOf { account });
    let organisations: Vec<_> = all.items.iter().map(|one| one.organisation).collect();
    assert_eq!(organisations, numbers[1..]);
}

#[test]
fn one_that_died_of_age_leaves_no_record() {
    let mut registry = Registry::new();
    let old = registry.hospital("old");
    let new = registry.hospital("new");
    let mut short = registry.new_affiliation("nurse", HOSPITAL, &[Function::Clinician]);
    short.period.until = Some(START + 10);
    let affiliations = vec![short];
    registry.ok("old", ExecuteMsg::ProposeAffiliations { affiliations });
    registry.ok("nurse", accept_affiliation(old));
    registry.set_time(START + 10 + 30 * DAY);
    registry.join("new", "nurse");
    assert!(members(&registry, old).is_empty());
    assert_eq!(members(&registry, new).len(), 1);
    assert_eq!(registry.entries(0x0E).len(), 1);
}

#[test]
fn neither_oneself_nor_the_contract() {
    let mut registry = Registry::new();
    registry.hospital("hospital");
    for own in [registry.account("hospital"), registry.address.to_string()] {
        let mut new = registry.new_affiliation("nurse", HOSPITAL, &[Function::Clinician]);
        new.member = own.clone();
        let affiliations = vec![new];
        registry.refused(
            "hospital",
            ExecuteMsg::ProposeAffiliations { affiliations },
            &format!(
                "self_reference: {} is the sender or the contract",
                &own.chars().take(64).collect::<String>()
            ),
        );
    }
}

#[test]
fn a_pause_stops_joining_and_never_leaving() {
    let mut registry = Registry::new();
    let hospital = registry.hospital("hospital");
    registry.join("hospital", "nurse");
    registry.join("hospital", "doctor");
    let propose = registry.propose_msg("new");
    registry.ok("hospital", propose.clone());
    registry.pause();
    let paused = format!("paused: until {}", START + 72 * HOUR);
    registry.refused("hospital", propose, &paused);
    registry.refused("new", accept_affiliation(hospital), &paused);
    registry.ok("nurse", leave_affiliation(hospital));
    let msg = end(&registry, "doctor");
    registry.ok("hospital", msg);
}

#[test]
fn a_batch_names_nobody_twice_for_a_kind() {
    let mut registry = Registry::new();
    let hospital = registry.hospital("hospital");
    registry.issue("board", "hospital", Kind::Dispenser);
    let new = |kind, function| registry.new_affiliation("nurse", kind, &[function]);
    let affiliations = vec![
        new(HOSPITAL, Function::Clinician),
        new(HOSPITAL, Function::Administrator),
    ];
    let good = vec![
        new(HOSPITAL, Function::Clinician),
        new(Kind::Dispenser, Function::Pharmacist),
    ];
    registry.refused(
        "hospital",
        ExecuteMsg::ProposeAffiliations { affiliations },
        "duplicate: in affiliations",
    );
    let affiliations = good;
    registry.ok("hospital", ExecuteMsg::ProposeAffiliations { affiliations });
    assert_eq!(members(&registry, hospital).len(), 2);
}

#[test]
fn a_proposal_has_an_end_to_come() {
    let mut registry = Registry::new();
    registry.hospital("hospital");
    let empty = "period_empty: it ends before it begins".to_string();
    for (from, until, refused) in [
        (None, Some(START), format!("period_over: at {START}")),
        (Some(START + 9), Some(START + 9), empty.clone()),
        (Some(u32::MAX), None, empty),
        (
            None,
            Some(u32::MAX),
            format!("time_out_of_range: {}", u32::MAX),
        ),
    ] {
        let mut new = registry.new_affiliation("nurse", HOSPITAL, &[Function::Clinician]);
        new.period = Period { from, until };
        let affiliations = vec![new];
        let msg = ExecuteMsg::ProposeAffiliations { affiliations };
        registry.refused("hospital", msg, &refused);
    }
}
