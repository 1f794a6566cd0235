//! v3 ActReason beneath PurposeOfUse: what data are asked for.

use super::codes;

codes! {
    /// A purpose of use, of HL7 v3 ActReason beneath PurposeOfUse.
    pub enum PurposeOfUse: "http://terminology.hl7.org/CodeSystem/v3-ActReason" {
        HMARKT = 1, "HMARKT", "healthcare marketing";
        HOPERAT = 2, "HOPERAT", "healthcare operations";
        CAREMGT = 3, "CAREMGT", "care management";
        DONAT = 4, "DONAT", "donation";
        FRAUD = 5, "FRAUD", "fraud";
        GOV = 6, "GOV", "government";
        HACCRED = 7, "HACCRED", "health accreditation";
        HCOMPL = 8, "HCOMPL", "health compliance";
        HDECD = 9, "HDECD", "decedent";
        HDIRECT = 10, "HDIRECT", "directory";
        HDM = 11, "HDM", "healthcare delivery management";
        HLEGAL = 12, "HLEGAL", "legal";
        HOUTCOMS = 13, "HOUTCOMS", "health outcome measure";
        HPRGRP = 14, "HPRGRP", "health program reporting";
        HQUALIMP = 15, "HQUALIMP", "health quality improvement";
        HSYSADMIN = 16, "HSYSADMIN", "health system administration";
        LABELING = 17, "LABELING", "labeling";
        METAMGT = 18, "METAMGT", "metadata management";
        MEMADMIN = 19, "MEMADMIN", "member administration";
        MILCDM = 20, "MILCDM", "military command";
        MLTRAINING = 21, "MLTRAINING", "machine learning training";
        PATADMIN = 22, "PATADMIN", "patient administration";
        PATSFTY = 23, "PATSFTY", "patient safety";
        PERFMSR = 24, "PERFMSR", "performance measure";
        RECORDMGT = 25, "RECORDMGT", "records management";
        SYSDEV = 26, "SYSDEV", "system development";
        HTEST = 27, "HTEST", "test health data";
        TRAIN = 28, "TRAIN", "training";
        HPAYMT = 29, "HPAYMT", "healthcare payment";
        CLMATTCH = 30, "CLMATTCH", "claim attachment";
        COVAUTH = 31, "COVAUTH", "coverage authorization";
        COVERAGE = 32, "COVERAGE", "coverage under policy or program";
        ELIGDTRM = 33, "ELIGDTRM", "eligibility determination";
        ELIGVER = 34, "ELIGVER", "eligibility verification";
        ENROLLM = 35, "ENROLLM", "enrollment";
        MILDCRG = 36, "MILDCRG", "military discharge";
        PMTDS = 37, "PMTDS", "decision support assisted payment decision";
        REMITADV = 38, "REMITADV", "remittance advice";
        HRESCH = 39, "HRESCH", "healthcare research";
        BIORCH = 40, "BIORCH", "biomedical research";
        CLINTRCH = 41, "CLINTRCH", "clinical trial research";
        CLINTRCHNPC = 42, "CLINTRCHNPC", "clinical trial research without patient care";
        CLINTRCHPC = 43, "CLINTRCHPC", "clinical trial research with patient care";
        PRECLINTRCH = 44, "PRECLINTRCH", "preclinical trial research";
        DSRCH = 45, "DSRCH", "disease specific healthcare research";
        POARCH = 46, "POARCH", "population origins or ancestry healthcare research";
        TRANSRCH = 47, "TRANSRCH", "translational healthcare research";
        PATRQT = 48, "PATRQT", "patient requested";
        FAMRQT = 49, "FAMRQT", "family requested";
        PWATRNY = 50, "PWATRNY", "power of attorney";
        SUPNWK = 51, "SUPNWK", "support network";
        PUBHLTH = 52, "PUBHLTH", "public health";
        DISASTER = 53, "DISASTER", "disaster";
        THREAT = 54, "THREAT", "threat";
        TREAT = 55, "TREAT", "treatment";
        CLINTRL = 56, "CLINTRL", "clinical trial";
        COC = 57, "COC", "coordination of care";
        ETREAT = 58, "ETREAT", "Emergency Treatment";
        BTG = 59, "BTG", "break the glass";
        ERTREAT = 60, "ERTREAT", "emergency room treatment";
        POPHLTH = 61, "POPHLTH", "population health";
        TREATDS = 62, "TREATDS", "decision support assisted treatment decision";
    }
}
