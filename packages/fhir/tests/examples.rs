//! The documents in `examples/` are carried, those in `examples/refused/` are refused for the reason stated here.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use health_fhir::{export, import, Exportable, Grantor, Imported, Interning, Options, Version};
use health_types::codes::{Confidentiality, PurposeOfUse, Sensitivity};
use health_types::consent::{
    Actor, Category, ConsentStatus, DataPeriod, Effect, InitialStatus, NewConsent, Provision,
    Purpose,
};
use health_types::{Bytes32, Period};
use std::{collections::BTreeSet, fs, path::PathBuf};

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(name: &str) -> Vec<u8> {
    fs::read(folder("examples").join(name)).unwrap()
}

fn carried(name: &str, directory: &mut Interning) -> Imported {
    import(&read(name), &Options::default(), directory)
        .unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

fn codes(rule: &Provision) -> Vec<PurposeOfUse> {
    let purposes = rule.purposes.iter().flatten();
    purposes
        .filter_map(|purpose| match purpose {
            Purpose::Code { code } => Some(*code),
            _ => None,
        })
        .collect()
}

fn names(folder: PathBuf) -> BTreeSet<String> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".json"))
        .collect()
}

const REFUSED: [(&str, &str, &str); 35] = [
    (
        "advance-directive",
        "not_about_data",
        "Consent.scope.coding[0]",
    ),
    (
        "clinical-code",
        "clinical_code",
        "Consent.provision.code[0]",
    ),
    (
        "dependents",
        "dependents",
        "Consent.provision.data[0].meaning",
    ),
    (
        "display-only-actor",
        "nameless_reference",
        "Consent.provision.actor[0].reference",
    ),
    ("doubled-element", "duplicate_element", "Consent.provision"),
    (
        "empty-actor-list",
        "empty_element",
        "Consent.provision.actor",
    ),
    (
        "expression",
        "expression",
        "Consent.provision[0].expression",
    ),
    (
        "extension-in-rule",
        "extension_in_rule",
        "Consent.provision.extension",
    ),
    ("group-subject", "not_a_patient", "Consent.subject"),
    ("implicit-rules", "modifier", "Consent.implicitRules"),
    (
        "misspelt-actor",
        "unknown_element",
        "Consent.provision.actors",
    ),
    ("misspelt-provision", "unknown_element", "Consent.provison"),
    (
        "modifier-extension",
        "modifier",
        "Consent.modifierExtension",
    ),
    ("no-decision", "missing_decision", "Consent.provision"),
    ("no-rule-at-all", "missing_decision", "Consent"),
    ("no-subject", "missing_subject", "Consent"),
    ("not-a-consent", "not_a_consent", "Consent.resourceType"),
    ("null-purpose", "empty_element", "Consent.provision.purpose"),
    (
        "period-alone",
        "ambiguous_period",
        "Consent.provision[0].period",
    ),
    (
        "purpose-and-policy-code",
        "purpose_and_code",
        "Consent.provision.code",
    ),
    ("status-unknown", "unknown_status", "Consent.status"),
    (
        "time-of-day-in-data-period",
        "time_of_day_in_data_period",
        "Consent.provision.dataPeriod.start",
    ),
    (
        "time-without-zone",
        "zone_missing",
        "Consent.provision.period.end",
    ),
    ("too-deep", "too_deep", "Consent.provision"),
    ("too-many-rules", "too_wide", "Consent.provision"),
    (
        "treatment-category",
        "not_about_data",
        "Consent.category[0].coding[0]",
    ),
    ("two-decisions", "two_decisions", "Consent.policyRule"),
    ("type-text", "unknown_effect", "Consent.provision.type"),
    (
        "unknown-action",
        "unknown_action",
        "Consent.provision.action[0]",
    ),
    (
        "unknown-class",
        "unknown_class",
        "Consent.provision.class[0]",
    ),
    (
        "unknown-label",
        "unknown_label",
        "Consent.provision.securityLabel[0]",
    ),
    (
        "unknown-purpose",
        "unknown_purpose",
        "Consent.provision.purpose[0]",
    ),
    (
        "unknown-role",
        "unknown_role",
        "Consent.provision.actor[0].role",
    ),
    (
        "untyped-filters-and-rules",
        "untyped_rule",
        "Consent.provision",
    ),
    (
        "untyped-nested",
        "missing_type",
        "Consent.provision.provision[0]",
    ),
];

#[test]
fn refused_documents_name_element_and_reason() {
    for (name, code, element) in REFUSED {
        let text = read(&format!("refused/{name}.json"));
        let refusal = import(&text, &Options::default(), &mut Interning::new()).unwrap_err();
        assert_eq!(
            (refusal.code(), refusal.element.as_str()),
            (code, element),
            "{name}: {refusal}"
        );
    }
    let listed: BTreeSet<String> = REFUSED
        .iter()
        .map(|(name, ..)| format!("{name}.json"))
        .collect();
    assert_eq!(names(folder("examples/refused")), listed);
}

#[test]
fn treatment_reads_alike_in_both_releases() {
    let mut directory = Interning::new();
    let r4 = carried("treatment.r4.json", &mut directory);
    let r5 = carried("treatment.r5.json", &mut directory);
    assert_eq!((r4.version, r5.version), (Version::R4, Version::R5));
    assert_eq!((r4.subject, &r4.grantor), (r5.subject, &Grantor::Subject));
    let until_2035 = Period {
        from: Some(1_735_689_600),
        until: Some(2_051_222_400),
    };
    assert_eq!(
        (r4.message.period, r5.message.period),
        (until_2035, until_2035)
    );
    assert_eq!(r4.message.policy, r5.message.policy);
    assert_eq!(r4.message.source_document, r5.message.source_document);
    assert!(r4.message.policy.is_some() && r4.message.source_document.is_some());
    // R5 has a permit within a base decision that denies; R4 states the permit as its root.
    let root = r5.message.provision;
    assert_eq!(
        (root.effect, root.actors, root.period),
        (Effect::Deny, None, None)
    );
    let permit = &root.provision.unwrap()[0];
    assert_eq!(permit, &r4.message.provision);
    let hospital = directory.find("org:hospital").unwrap().unwrap();
    assert!(matches!(hospital, Actor::Organisation { .. }));
    assert_eq!(permit.actors.as_deref(), Some(&[hospital.clone()][..]));
    assert_eq!(codes(permit), [PurposeOfUse::HPAYMT, PurposeOfUse::TREAT]);
}

#[test]
fn exceptions_name_whom_they_exclude() {
    for name in ["except-clinician.r4.json", "except-clinician.r5.json"] {
        let mut directory = Interning::new();
        let root = carried(name, &mut directory).message.provision;
        let clinician = directory.find("Practitioner/clinician-b").unwrap().unwrap();
        let exception = &root.provision.unwrap()[0];
        assert_eq!(
            (root.effect, exception.effect),
            (Effect::Permit, Effect::Deny)
        );
        assert_eq!(exception.actors.as_deref(), Some(&[clinician.clone()][..]));
    }
}

#[test]
fn labels_are_levels_and_sensitivities() {
    let root = carried("restricted-labels.r4.json", &mut Interning::new())
        .message
        .provision;
    assert_eq!(
        root.labels.unwrap().confidentiality,
        Some(Confidentiality::N)
    );
    let rules = root.provision.unwrap();
    let denied = rules
        .iter()
        .find(|rule| rule.effect == Effect::Deny)
        .unwrap();
    assert_eq!(
        denied.labels.as_ref().unwrap().sensitivity.as_deref(),
        Some(&[Sensitivity::HIV, Sensitivity::SUD][..])
    );
    let rules = carried("restricted-labels.r5.json", &mut Interning::new())
        .message
        .provision
        .provision
        .unwrap();
    assert_eq!(rules.len(), 2);
}

#[test]
fn research_merges_policies_and_keeps_projects_beneath_research() {
    let imported = carried("research.r4.json", &mut Interning::new());
    assert_eq!(imported.message.category, Category::Research);
    let root = imported.message.provision;
    assert_eq!(root.custodians.map(|custodians| custodians.len()), Some(1));
    let rules = root.provision.unwrap();
    assert_eq!(
        rules.len(),
        2,
        "two policy rules that differ in the code alone are one"
    );
    let policies = rules.iter().find(|rule| rule.actors.is_none()).unwrap();
    assert!(policies
        .purposes
        .as_ref()
        .unwrap()
        .iter()
        .all(|purpose| matches!(purpose, Purpose::Other { .. })));
    assert_eq!(policies.purposes.as_ref().unwrap().len(), 2);
    let institute = rules.iter().find(|rule| rule.actors.is_some()).unwrap();
    assert_eq!(
        institute.data_period,
        Some(DataPeriod {
            from: Some(18_262),
            until: Some(20_454)
        })
    );

    let mut directory = Interning::new();
    let rules = carried("research.r5.json", &mut directory)
        .message
        .provision
        .provision
        .unwrap();
    let id = health_fhir::purpose_id("http://example.org/policies/purposeOfUse", "FooBar");
    assert_eq!(
        rules[0].purposes.as_deref(),
        Some(&[Purpose::Project { id }][..])
    );
    let Ok(Some(Actor::Organisation { holder })) = directory.find("org:practice") else {
        panic!("the practice was not met");
    };
    let practice = Bytes32::of_holder(*holder);
    assert_eq!(rules[0].authors.as_deref(), Some(&[practice][..]));
}

#[test]
fn opting_in_with_an_untyped_rule_states_an_exception() {
    let imported = carried("opt-out.r4.json", &mut Interning::new());
    assert_eq!(
        imported.message.period,
        Period {
            from: Some(1_735_689_600),
            until: None
        }
    );
    let root = imported.message.provision;
    assert_eq!((root.effect, codes(&root).len()), (Effect::Permit, 0));
    let exception = &root.provision.unwrap()[0];
    assert_eq!(exception.effect, Effect::Deny);
    assert_eq!(
        codes(exception),
        [
            PurposeOfUse::HMARKT,
            PurposeOfUse::MLTRAINING,
            PurposeOfUse::HRESCH
        ]
    );
    assert!(imported
        .warnings
        .iter()
        .any(|warning| warning.text.starts_with("exception")));
}

#[test]
fn refusals_of_care_and_of_offers() {
    let refused = carried("advance-refusal.r4.json", &mut Interning::new()).message;
    assert_eq!(
        (refused.provision.effect, refused.status),
        (Effect::Deny, Some(InitialStatus::Active))
    );
    assert_eq!(
        codes(&refused.provision),
        [PurposeOfUse::ETREAT, PurposeOfUse::BTG]
    );
    let declined = carried("declined.r5.json", &mut Interning::new()).message;
    assert_eq!(declined.status, Some(InitialStatus::Refused));
}

#[test]
fn a_parent_consents_as_a_delegate() {
    let imported = carried("guardian.r4.json", &mut Interning::new());
    assert!(matches!(
        imported.grantor,
        Grantor::Delegate {
            actor: Some(Actor::Person { .. }),
            ..
        }
    ));
    assert!(imported.message.signature_evidence.is_some());
    assert_eq!(
        imported
            .message
            .provision
            .contexts
            .map(|contexts| contexts.len()),
        Some(1)
    );
}

/// Whether what was exported in a release reads back as the same consent, but for what FHIR has no place for.
fn returns(imported: &Imported, version: Version) -> bool {
    let status = match imported.message.status.unwrap() {
        InitialStatus::Active => ConsentStatus::Active,
        InitialStatus::Refused => ConsentStatus::Refused,
        other => panic!("{other:?}"),
    };
    let stored = Exportable {
        subject: imported.subject,
        id: Some(7),
        status,
        recorded: Some(1_735_689_600),
        consent: &imported.message,
    };
    let Ok(document) = export(&stored, version) else {
        return false;
    };
    let text = document.to_string();
    let again = import(text.as_bytes(), &Options::default(), &mut Interning::new()).unwrap();
    assert_eq!(again.version, version, "{text}");
    assert_eq!(
        (again.subject, &again.message),
        (imported.subject, &imported.message),
        "{text}"
    );
    true
}

#[test]
fn every_example_returns_from_an_export() {
    for name in names(folder("examples")) {
        let imported = carried(&name, &mut Interning::new());
        assert!(returns(&imported, Version::R4), "{name}");
        let root: &NewConsent = &imported.message;
        let plain = root.provision.purposes.is_none()
            && root.provision.contexts.is_none()
            && root.provision.actors.is_none();
        assert_eq!(
            returns(&imported, Version::R5),
            plain,
            "{name}: R5 has no filters at the root"
        );
    }
}
