//! Events: what each says, and that EVENTS.md lists them all.

use crate::support::*;
use health_kit::event::{flaw, table};
use health_types::admin::AdminEvent;
use health_types::consent::*;
use health_types::event::EventData;

/// One of each event, all optional parts given; then those that have any, without them.
fn samples() -> Vec<ConsentEvent> {
    use ConsentEvent::*;
    let (subject, custodian, actor) = (1, 2, 3);
    vec![
        SubjectRegistered { subject },
        PoliciesSet { subject },
        AllRevoked {
            subject,
            epoch: 4,
            delegates_ended: true,
        },
        ConsentRecorded {
            subject,
            consent: 5,
            status: ConsentStatus::Active,
            by_delegate: false,
        },
        ConsentChanged {
            subject,
            consent: 5,
            status: ConsentStatus::EnteredInError,
        },
        KeyRotationDue {
            subject,
            consent: Some(5),
        },
        KeyRotationDue {
            subject,
            consent: None,
        },
        DelegateAdded {
            subject,
            delegate: 6,
        },
        DelegateEnded {
            subject,
            delegate: 6,
            grants_ended: true,
        },
        RecoveryContactsNamed {
            subject,
            contacts: 3,
            threshold: 2,
            from: 7,
        },
        RecoveryProposed {
            subject,
            agreed: 2,
            due: Some(7),
        },
        RecoveryProposed {
            subject,
            agreed: 1,
            due: None,
        },
        RecoveryVetoed { subject },
        HandoverProposed { subject, due: 7 },
        HandoverEnded {
            subject,
            vetoed: true,
        },
        HandoverVetoed { subject, vetoes: 1 },
        OwnerChanged {
            subject,
            recovered: true,
        },
        CustodianSet {
            subject,
            custodian,
            accepted: true,
        },
        RecordsSet {
            subject,
            custodian,
            count: 1,
        },
        EnvelopesPut {
            subject,
            custodian,
            count: 1,
        },
        EnvelopesPruned { subject, count: 1 },
        AuditRootAnchored {
            custodian,
            day: -1,
            number: 1,
        },
        Part2Declared {
            custodian,
            part2: true,
        },
        HoldPlaced {
            subject,
            custodian,
            until: 7,
        },
        HoldLifted { subject, custodian },
        AccessRecorded {
            subject,
            permits: 1,
            refusals: 2,
        },
        AccessRequested { subject, until: 7 },
        RequestEnded {
            subject,
            outcome: RequestOutcome::Granted,
        },
        RequestEnded {
            subject,
            outcome: RequestOutcome::Refused,
        },
        RequestEnded {
            subject,
            outcome: RequestOutcome::Closed,
        },
        RequestEnded {
            subject,
            outcome: RequestOutcome::Cancelled,
        },
        GlassBroken {
            subject,
            actor,
            until: Some(7),
        },
        GlassBroken {
            subject,
            actor,
            until: None,
        },
        EmergencyEnded { subject, actor },
        EmergencyReviewed {
            subject,
            actor,
            outcome: ReviewOutcome::Justified,
        },
        EmergencyReviewed {
            subject,
            actor,
            outcome: ReviewOutcome::Unjustified,
        },
        OptOutOverridden {
            subject,
            body: 8,
            organisation: 9,
            until: 7,
        },
        SubjectErased {
            subject,
            removed: 50,
            done: false,
        },
        RequirementChanged {
            kind: 3,
            outcome: RequirementOutcome::Set,
        },
        RequirementChanged {
            kind: 3,
            outcome: RequirementOutcome::Scheduled,
        },
        RequirementChanged {
            kind: 3,
            outcome: RequirementOutcome::Cancelled,
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

/// The compiler has a new event named here, and the test a sample of it.
#[test]
fn every_event_has_a_sample() {
    use ConsentEvent::*;
    let place = |event: &ConsentEvent| match event {
        SubjectRegistered { .. } => 0,
        PoliciesSet { .. } => 1,
        AllRevoked { .. } => 2,
        ConsentRecorded { .. } => 3,
        ConsentChanged { .. } => 4,
        KeyRotationDue { .. } => 5,
        DelegateAdded { .. } => 6,
        DelegateEnded { .. } => 7,
        RecoveryContactsNamed { .. } => 8,
        RecoveryProposed { .. } => 9,
        RecoveryVetoed { .. } => 10,
        HandoverProposed { .. } => 11,
        HandoverEnded { .. } => 12,
        HandoverVetoed { .. } => 13,
        OwnerChanged { .. } => 14,
        CustodianSet { .. } => 15,
        RecordsSet { .. } => 16,
        EnvelopesPut { .. } => 17,
        EnvelopesPruned { .. } => 18,
        AuditRootAnchored { .. } => 19,
        Part2Declared { .. } => 20,
        HoldPlaced { .. } => 21,
        HoldLifted { .. } => 22,
        AccessRecorded { .. } => 23,
        AccessRequested { .. } => 24,
        RequestEnded { .. } => 25,
        GlassBroken { .. } => 26,
        EmergencyEnded { .. } => 27,
        EmergencyReviewed { .. } => 28,
        OptOutOverridden { .. } => 29,
        SubjectErased { .. } => 30,
        RequirementChanged { .. } => 31,
    };
    let mut places: Vec<_> = samples().iter().map(place).collect();
    places.dedup();
    assert_eq!(places, (0..32).collect::<Vec<_>>());
}

#[test]
fn events_md_lists_them_all() {
    let samples = samples();
    let name = || "a".to_string();
    let admin = [
        AdminEvent::AdminProposed {
            admin: name(),
            lapses_at: 1,
        },
        AdminEvent::AdminAccepted { admin: name() },
        AdminEvent::AdminCancelled { admin: name() },
        AdminEvent::PauserProposed {
            pauser: name(),
            ready_at: 1,
            lapses_at: 1,
        },
        AdminEvent::PauserApplied { pauser: name() },
        AdminEvent::PauserCancelled { pauser: name() },
        AdminEvent::PauserRemoved { pauser: name() },
        AdminEvent::Paused {
            by: name(),
            until: 1,
        },
        AdminEvent::Unpaused {
            by: name(),
            may_pause_from: 1,
        },
    ];
    let all: Vec<&dyn EventData> = samples
        .iter()
        .map(|sample| sample as &dyn EventData)
        .chain(admin.iter().map(|sample| sample as &dyn EventData))
        .collect();
    let text = format!(
        "# Events of consent-registry\n\nGenerated by the contract's tests. `?` marks an attribute that may be absent; \
         the chain adds `_contract_address` to each.\nSubjects, delegates and consents are numbers, custodians, actors, \
         bodies and organisations numbers of identity-registry, times seconds since 1970.\nNo event says a pseudonym, \
         purpose, class or label.\n\n{}",
        table(&all)
    );
    golden("EVENTS.md", &text);
}
