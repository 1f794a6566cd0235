//! v3 ActCode beneath _InformationSensitivityPolicy: why an item is sensitive.

use super::codes;

codes! {
    /// A sensitivity label, of HL7 v3 ActCode beneath _InformationSensitivityPolicy. Codes that only group are left out.
    pub enum Sensitivity: "http://terminology.hl7.org/CodeSystem/v3-ActCode" {
        ADOL = 1, "ADOL", "adolescent information sensitivity";
        CEL = 2, "CEL", "celebrity information sensitivity";
        DIA = 3, "DIA", "diagnosis information sensitivity";
        DRGIS = 4, "DRGIS", "drug information sensitivity";
        EMP = 5, "EMP", "employee information sensitivity";
        PDS = 6, "PDS", "patient default information sensitivity";
        PHY = 7, "PHY", "physician requested information sensitivity";
        PRS = 8, "PRS", "patient requested information sensitivity";
        VIP = 9, "VIP", "celebrity information sensitivity";
        ETH = 10, "ETH", "substance abuse information sensitivity";
        GDIS = 11, "GDIS", "genetic disease information sensitivity";
        HIV = 12, "HIV", "HIV/AIDS information sensitivity";
        IDS = 13, "IDS", "Identifier Sensitivity";
        MST = 14, "MST", "military sexual trauma information sensitivity";
        PREGNANT = 15, "PREGNANT", "pregnancy information sensitivity";
        SCA = 16, "SCA", "sickle cell anemia information sensitivity";
        SDV = 17, "SDV", "sexual assault, abuse, or domestic violence information sensitivity";
        SEX = 18, "SEX", "sexuality and reproductive health information sensitivity";
        SICKLE = 19, "SICKLE", "sickle cell";
        SPI = 20, "SPI", "specially protected information sensitivity";
        BH = 21, "BH", "behavioral health information sensitivity";
        COGN = 22, "COGN", "cognitive disability information sensitivity";
        DVD = 23, "DVD", "developmental disability information sensitivity";
        EMOTDIS = 24, "EMOTDIS", "emotional disturbance information sensitivity";
        MH = 25, "MH", "mental health information sensitivity";
        PSY = 26, "PSY", "psychiatry disorder information sensitivity";
        PSYTHPN = 27, "PSYTHPN", "psychotherapy note information sensitivity";
        SUD = 28, "SUD", "substance use disorder information sensitivity";
        ETHUD = 29, "ETHUD", "alcohol use disorder information sensitivity";
        OPIOIDUD = 30, "OPIOIDUD", "opioid use disorder information sensitivity";
        STD = 31, "STD", "sexually transmitted disease information sensitivity";
        TBOO = 32, "TBOO", "taboo";
        VIO = 33, "VIO", "violence information sensitivity";
        DEMO = 34, "DEMO", "all demographic information sensitivity";
        DOB = 35, "DOB", "date of birth information sensitivity";
        GENDER = 36, "GENDER", "gender and sexual orientation information sensitivity";
        LIVARG = 37, "LIVARG", "living arrangement information sensitivity";
        MARST = 38, "MARST", "marital status information sensitivity";
        PATLOC = 39, "PATLOC", "patient location";
        RACE = 40, "RACE", "race information sensitivity";
        REL = 41, "REL", "religion information sensitivity";
        B = 42, "B", "business information sensitivity";
        EMPL = 43, "EMPL", "employer information sensitivity";
        LOCIS = 44, "LOCIS", "location information sensitivity";
        SSP = 45, "SSP", "sensitive service provider information sensitivity";
    }
}
