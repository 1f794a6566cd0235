//! HL7's hierarchies of purposes and sensitivity labels (HL7 Terminology 7.0.1), and how far a permit or a
//! deny reaches in them.

use health_types::codes::{PurposeOfUse, Sensitivity};
use health_types::consent::Purpose;

/// Sensitivity labels that a permit reaches only if it names them: psychotherapy notes (45 CFR
/// 164.508(a)(2)).
pub const NAMED_LABELS: [Sensitivity; 1] = [Sensitivity::PSYTHPN];

/// Sensitivity labels of records under 42 CFR Part 2.
pub const PART2_LABELS: [Sensitivity; 4] = [
    Sensitivity::ETH,
    Sensitivity::SUD,
    Sensitivity::ETHUD,
    Sensitivity::OPIOIDUD,
];

/// The purpose right above, in HL7's v3 ActReason.
pub fn broader_purpose(code: PurposeOfUse) -> Option<PurposeOfUse> {
    use PurposeOfUse::*;
    match code {
        HMARKT | HOPERAT | HPAYMT | HRESCH | PATRQT | PUBHLTH | TREAT => None,
        CAREMGT | DONAT | FRAUD | GOV | HACCRED | HCOMPL | HDECD | HDIRECT | HDM | HLEGAL
        | HOUTCOMS | HPRGRP | HQUALIMP | HSYSADMIN | MEMADMIN | MILCDM | MLTRAINING | PATADMIN
        | PATSFTY | PERFMSR | RECORDMGT | SYSDEV | TRAIN => Some(HOPERAT),
        LABELING | METAMGT => Some(HSYSADMIN),
        HTEST => Some(SYSDEV),
        CLMATTCH | COVAUTH | COVERAGE | PMTDS | REMITADV => Some(HPAYMT),
        ELIGDTRM | ELIGVER | ENROLLM | MILDCRG => Some(COVERAGE),
        BIORCH | CLINTRCH | DSRCH | POARCH | TRANSRCH => Some(HRESCH),
        CLINTRCHNPC | CLINTRCHPC | PRECLINTRCH => Some(CLINTRCH),
        FAMRQT | PWATRNY | SUPNWK => Some(PATRQT),
        DISASTER | THREAT => Some(PUBHLTH),
        CLINTRL | COC | ETREAT | POPHLTH | TREATDS => Some(TREAT),
        BTG | ERTREAT => Some(ETREAT),
    }
}

/// Whether `code` is `above` or beneath it.
pub fn is_within(code: PurposeOfUse, above: PurposeOfUse) -> bool {
    code == above || broader_purpose(code).is_some_and(|broader| is_within(broader, above))
}

/// Whether a permit reaches the purpose only if it names it: breaking the glass, marketing, training models.
pub fn must_be_named(purpose: Purpose) -> bool {
    use PurposeOfUse::{BTG, HMARKT, MLTRAINING};
    matches!(purpose, Purpose::Code { code } if matches!(code, BTG | HMARKT | MLTRAINING))
}

/// Whether a permit that names `stated` reaches a request for `asked`.
pub fn permit_reaches(stated: Purpose, asked: Purpose) -> bool {
    stated == asked || (!must_be_named(asked) && is_beneath(stated, asked))
}

/// Whether a deny that names `stated` reaches a request for `asked`: narrower purposes too, save that denying
/// treatment leaves emergencies alone, and denying emergency treatment leaves breaking the glass alone.
pub fn deny_reaches(stated: Purpose, asked: Purpose) -> bool {
    use PurposeOfUse::{BTG, ETREAT, TREAT};
    let spared = match (stated, asked) {
        (Purpose::Code { code: TREAT }, Purpose::Code { code }) => is_within(code, ETREAT),
        (Purpose::Code { code: ETREAT }, Purpose::Code { code }) => code == BTG,
        _ => false,
    };
    stated == asked || (!spared && is_beneath(stated, asked))
}

/// Whether `asked` stands beneath `stated`; research projects stand beneath HRESCH.
fn is_beneath(stated: Purpose, asked: Purpose) -> bool {
    match (stated, asked) {
        (Purpose::Code { code: above }, Purpose::Code { code }) => is_within(code, above),
        (Purpose::Code { code }, Purpose::Project { .. }) => code == PurposeOfUse::HRESCH,
        _ => false,
    }
}

/// Whether a secondary-use opt-out (EHDS Regulation (EU) 2025/327, Article 71) is about the purpose.
pub fn is_secondary_use(purpose: Purpose) -> bool {
    use PurposeOfUse::*;
    match purpose {
        Purpose::Code { code } => {
            [HRESCH, HMARKT, MLTRAINING, HOUTCOMS, SYSDEV, TRAIN]
                .iter()
                .any(|above| is_within(code, *above))
                || code == PUBHLTH
        }
        Purpose::Project { .. } => true,
        Purpose::Other { .. } => false,
    }
}

/// Whether a purpose is emergency treatment, for which the requester must be a responder.
pub fn is_emergency(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Code { code } if is_within(code, PurposeOfUse::ETREAT))
}

/// The sensitivity label right above, in HL7's v3 ActCode; ETH, the older word for substance abuse, stands
/// above SUD here, so that denying it denies what is now coded SUD.
fn broader_labels(label: Sensitivity) -> &'static [Sensitivity] {
    use Sensitivity::*;
    match label {
        BH | MH | PSY | PSYTHPN => &[SPI],
        SUD => &[SPI, ETH],
        COGN | DVD | EMOTDIS => &[BH],
        ETHUD | OPIOIDUD => &[SUD],
        _ => &[],
    }
}

/// Whether a deny that names `stated` reaches an item labelled `label`: narrower labels too.
pub fn deny_reaches_label(stated: Sensitivity, label: Sensitivity) -> bool {
    stated == label
        || broader_labels(label)
            .iter()
            .any(|broader| deny_reaches_label(stated, *broader))
}
