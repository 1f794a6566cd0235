//! HL7's hierarchies, and how far permits and denies reach in them.
#![allow(clippy::unwrap_used, missing_docs)]

use health_rules::consent::hierarchy::*;
use health_types::codes::{Code, PurposeOfUse, Sensitivity};
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

#[test]
fn denies_reach_narrower_labels() {
    let reached = |stated: &str| -> Vec<&str> {
        let stated = Sensitivity::from_code(stated).unwrap();
        let all = Sensitivity::ALL
            .iter()
            .filter(|label| deny_reaches_label(stated, **label));
        all.map(|label| label.code()).collect()
    };
    assert_eq!(reached("SUD"), ["SUD", "ETHUD", "OPIOIDUD"]);
    assert_eq!(reached("ETH"), ["ETH", "SUD", "ETHUD", "OPIOIDUD"]);
    assert_eq!(reached("BH"), ["BH", "COGN", "DVD", "EMOTDIS"]);
    assert_eq!(
        reached("SPI"),
        [
            "SPI", "BH", "COGN", "DVD", "EMOTDIS", "MH", "PSY", "PSYTHPN", "SUD", "ETHUD",
            "OPIOIDUD"
        ]
    );
    assert_eq!(reached("HIV"), ["HIV"]);
}
