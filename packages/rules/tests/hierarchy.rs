//! HL7's hierarchies, and how far permits and denies reach in them.
#![allow(clippy::unwrap_used, missing_docs)]

use health_rules::consent::hierarchy::*;
use health_types::codes::{Code, Confidentiality, PurposeOfUse, Sensitivity};
use health_types::consent::Purpose;
use health_types::Bytes32;

fn purpose(code: &str) -> Purpose {
    Purpose::Code {
        code: PurposeOfUse::from_code(code).unwrap(),
    }
}

const PROJECT: Purpose = Purpose::Project {
    id: Bytes32([1; 32]),
};
const OTHER: Purpose = Purpose::Other {
    id: Bytes32([1; 32]),
};

/// v3 ActReason beneath PurposeOfUse, HL7 Terminology 7.0.1: each parent with its children.
const PURPOSES: [(&str, &str); 12] = [
    ("", "HMARKT HOPERAT HPAYMT HRESCH PATRQT PUBHLTH TREAT"),
    (
        "HOPERAT",
        "CAREMGT DONAT FRAUD GOV HACCRED HCOMPL HDECD HDIRECT HDM HLEGAL HOUTCOMS HPRGRP HQUALIMP HSYSADMIN \
         MEMADMIN MILCDM MLTRAINING PATADMIN PATSFTY PERFMSR RECORDMGT SYSDEV TRAIN",
    ),
    ("HSYSADMIN", "LABELING METAMGT"),
    ("SYSDEV", "HTEST"),
    ("HPAYMT", "CLMATTCH COVAUTH COVERAGE PMTDS REMITADV"),
    ("COVERAGE", "ELIGDTRM ELIGVER ENROLLM MILDCRG"),
    ("HRESCH", "BIORCH CLINTRCH DSRCH POARCH TRANSRCH"),
    ("CLINTRCH", "CLINTRCHNPC CLINTRCHPC PRECLINTRCH"),
    ("PATRQT", "FAMRQT PWATRNY SUPNWK"),
    ("PUBHLTH", "DISASTER THREAT"),
    ("TREAT", "CLINTRL COC ETREAT POPHLTH TREATDS"),
    ("ETREAT", "BTG ERTREAT"),
];

#[test]
fn purposes_stand_where_hl7_puts_them() {
    let mut seen = 0usize;
    for (parent, children) in PURPOSES {
        for child in children.split_whitespace() {
            let code = PurposeOfUse::from_code(child).unwrap();
            assert_eq!(
                broader_purpose(code),
                PurposeOfUse::from_code(parent),
                "{child}"
            );
            seen = seen.saturating_add(1);
        }
    }
    assert_eq!(seen, PurposeOfUse::ALL.len());
}

#[test]
fn permits_reach_narrower_purposes_save_those_that_must_be_named() {
    for (stated, asked, reached) in [
        ("TREAT", "TREAT", true),
        ("TREAT", "ETREAT", true),
        ("TREAT", "ERTREAT", true),
        ("TREAT", "BTG", false),
        ("ETREAT", "BTG", false),
        ("BTG", "BTG", true),
        ("ETREAT", "TREAT", false),
        ("HOPERAT", "METAMGT", true),
        ("HOPERAT", "MLTRAINING", false),
        ("MLTRAINING", "MLTRAINING", true),
        ("HMARKT", "HMARKT", true),
        ("HRESCH", "CLINTRCHPC", true),
    ] {
        assert_eq!(
            permit_reaches(purpose(stated), purpose(asked)),
            reached,
            "{stated} {asked}"
        );
    }
    assert!(permit_reaches(purpose("HRESCH"), PROJECT) && permit_reaches(PROJECT, PROJECT));
    assert!(
        !permit_reaches(purpose("CLINTRCH"), PROJECT)
            && !permit_reaches(PROJECT, purpose("HRESCH"))
    );
    assert!(!permit_reaches(purpose("HRESCH"), OTHER) && permit_reaches(OTHER, OTHER));
}

#[test]
fn denies_reach_narrower_purposes_save_emergencies() {
    for (stated, asked, reached) in [
        ("TREAT", "COC", true),
        ("TREAT", "ETREAT", false),
        ("TREAT", "ERTREAT", false),
        ("TREAT", "BTG", false),
        ("ETREAT", "ERTREAT", true),
        ("ETREAT", "BTG", false),
        ("BTG", "BTG", true),
        ("HOPERAT", "MLTRAINING", true),
        ("HOPERAT", "LABELING", true),
        ("CLINTRCH", "PRECLINTRCH", true),
        ("COC", "TREAT", false),
    ] {
        assert_eq!(
            deny_reaches(purpose(stated), purpose(asked)),
            reached,
            "{stated} {asked}"
        );
    }
    assert!(deny_reaches(purpose("HRESCH"), PROJECT) && !deny_reaches(purpose("HRESCH"), OTHER));
}

#[test]
fn an_opt_out_is_about_secondary_use() {
    let secondary =
        "HRESCH BIORCH CLINTRCH CLINTRCHNPC CLINTRCHPC PRECLINTRCH DSRCH POARCH TRANSRCH HMARKT \
                     MLTRAINING HOUTCOMS SYSDEV HTEST TRAIN PUBHLTH";
    let secondary: Vec<Purpose> = secondary.split_whitespace().map(purpose).collect();
    for code in PurposeOfUse::ALL {
        let asked = Purpose::Code { code: *code };
        assert_eq!(
            is_secondary_use(asked),
            secondary.contains(&asked),
            "{code}"
        );
    }
    assert!(is_secondary_use(PROJECT) && !is_secondary_use(OTHER));
}

#[test]
fn emergencies_are_etreat_and_beneath() {
    let emergencies = PurposeOfUse::ALL
        .iter()
        .filter(|code| is_emergency(Purpose::Code { code: **code }));
    let codes: Vec<&str> = emergencies.map(|code| code.code()).collect();
    assert_eq!(codes, ["ETREAT", "BTG", "ERTREAT"]);
    assert!(!is_emergency(PROJECT) && !is_emergency(OTHER));
}

/// v3 ActCode beneath _InformationSensitivityPolicy, HL7 Terminology 7.0.1, without the codes that only group: each
/// parent with its children. That SUD stands beneath ETH, too, the older word for it, is this suite's own.
const LABELS: [(&str, &str); 5] = [
    (
        "",
        "ADOL CEL DIA DRGIS EMP PDS PHY PRS VIP ETH GDIS HIV IDS MST PREGNANT SCA SDV SEX SICKLE SPI STD TBOO VIO \
         DEMO DOB GENDER LIVARG MARST PATLOC RACE REL B EMPL LOCIS SSP",
    ),
    ("SPI", "BH MH PSY PSYTHPN SUD"),
    ("BH", "COGN DVD EMOTDIS"),
    ("SUD", "ETHUD OPIOIDUD"),
    ("ETH", "SUD"),
];

#[test]
fn denies_reach_narrower_labels() {
    fn within(label: &str, above: &str) -> bool {
        let parents = LABELS.iter().filter(|(parent, children)| {
            !parent.is_empty() && children.split_whitespace().any(|child| child == label)
        });
        label == above || parents.into_iter().any(|(parent, _)| within(parent, above))
    }
    let placed = |label: &Sensitivity| {
        let children = |(_, children): &(_, &str)| {
            let mut children = children.split_whitespace();
            children.any(|child| child == label.code())
        };
        LABELS.iter().any(children)
    };
    assert!(Sensitivity::ALL.iter().all(placed));
    let names = LABELS
        .iter()
        .flat_map(|(_, children)| children.split_whitespace());
    assert!(names
        .into_iter()
        .all(|name| Sensitivity::from_code(name).is_some()));
    for stated in Sensitivity::ALL {
        for label in Sensitivity::ALL {
            assert_eq!(
                deny_reaches_label(*stated, *label),
                within(label.code(), stated.code()),
                "{stated} {label}"
            );
        }
    }
}

#[test]
fn levels_go_from_unrestricted_to_very_restricted() {
    let ranked: Vec<&str> = Confidentiality::ALL
        .iter()
        .map(|level| level.code())
        .collect();
    assert_eq!(ranked, ["U", "L", "M", "N", "R", "V"]);
    assert!(Confidentiality::ALL.is_sorted());
}
