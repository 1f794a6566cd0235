//! The coded values of identity-registry. Numbers are append-only: they stand in storage and in masks.

use crate::codes::{codes, Code};

codes! {
    /// What a credential says its holder is.
    pub enum CredentialKind {
        ProviderOrganisation = 1, "provider_organisation", "organisation that provides care";
        Practitioner = 2, "practitioner", "licensed health professional";
        EmergencyResponder = 3, "emergency_responder", "person or service that may break the glass";
        DataCustodian = 4, "data_custodian", "organisation that keeps records";
        Researcher = 5, "researcher", "qualified researcher";
        ResearchOrganisation = 6, "research_organisation", "organisation that does research";
        DataAccessBody = 7, "data_access_body", "body that decides on secondary use";
        Sponsor = 8, "sponsor", "sponsor of trials or programmes";
        EthicsBoard = 9, "ethics_board", "ethics committee or institutional review board";
        Investigator = 10, "investigator", "investigator of clinical trials";
        Manufacturer = 11, "manufacturer", "manufacturer of medicines or devices";
        Repackager = 12, "repackager", "repackager or relabeller";
        Wholesaler = 13, "wholesaler", "wholesale distributor";
        Dispenser = 14, "dispenser", "pharmacy or other dispenser";
        Carrier = 15, "carrier", "third-party logistics provider";
        DestructionSite = 16, "destruction_site", "site that destroys medicines";
        Regulator = 17, "regulator", "competent authority";
        Auditor = 18, "auditor", "auditor or inspector";
        Payer = 19, "payer", "payer of care";
        Attester = 20, "attester", "attester of milestones";
        Redeemer = 21, "redeemer", "redeemer of rewards";
        Device = 22, "device", "device with a key of its own";
    }
}

codes! {
    /// What an account does for the organisation it is affiliated with.
    pub enum Function {
        Clinician = 1, "clinician", "cares for patients";
        Pharmacist = 2, "pharmacist", "dispenses medicines";
        Researcher = 3, "researcher", "does research";
        Investigator = 4, "investigator", "conducts a clinical trial";
        Emergency = 5, "emergency", "responds to emergencies";
        Administrator = 6, "administrator", "acts for the organisation itself";
        Auditor = 7, "auditor", "audits and inspects";
        DeviceOperator = 8, "device_operator", "operates devices and systems";
    }
}

codes! {
    /// How thoroughly the issuer proved who the holder is (the levels of eIDAS, Regulation (EU) 910/2014 art. 8).
    pub enum Assurance {
        Low = 1, "low", "limited confidence";
        Substantial = 2, "substantial", "substantial confidence";
        High = 3, "high", "high confidence";
    }
}

codes! {
    /// The state of one credential, apart from its period and its issuer.
    pub enum CredentialState {
        Active = 1, "active", "in force";
        Suspended = 2, "suspended", "out of force until reinstated";
        Revoked = 3, "revoked", "out of force for ever";
    }
}

codes! {
    /// The state of an issuer or sub-issuer.
    pub enum IssuerState {
        Active = 1, "active", "may issue";
        Suspended = 2, "suspended", "may suspend, nothing else; its credentials fail";
        Removed = 3, "removed", "suspended for ever";
    }
}

codes! {
    /// What a check answers.
    pub enum Status {
        Valid = 1, "valid", "a credential is in force";
        Unknown = 2, "unknown", "there is no such credential";
        NotYetValid = 3, "not_yet_valid", "its period has not begun";
        Expired = 4, "expired", "its period is over";
        Suspended = 5, "suspended", "suspended by its issuer";
        Revoked = 6, "revoked", "revoked for ever";
        IssuerSuspended = 7, "issuer_suspended", "its issuer is suspended, removed or distrusted, or no longer accredited for the kind";
    }
}

codes! {
    /// Who made the last change of a credential's state.
    pub enum Actor {
        Issuer = 1, "issuer", "the issuer or sub-issuer that issued it";
        Parent = 2, "parent", "the issuer above the sub-issuer that issued it";
        Holder = 3, "holder", "the holder";
    }
}

codes! {
    /// Why a credential was suspended or revoked; the first seven after RFC 5280 section 5.3.1.
    pub enum Reason {
        Unspecified = 1, "unspecified", "no reason given";
        KeyCompromise = 2, "key_compromise", "the holder's key is lost or stolen";
        AffiliationChanged = 3, "affiliation_changed", "the holder's circumstances changed";
        Superseded = 4, "superseded", "replaced by another credential";
        CessationOfOperation = 5, "cessation_of_operation", "the holder ceased to operate";
        Hold = 6, "hold", "held for the time being";
        PrivilegeWithdrawn = 7, "privilege_withdrawn", "the licence or privilege was withdrawn";
        IssuedInError = 8, "issued_in_error", "should not have been issued";
        UnderInvestigation = 9, "under_investigation", "an inquiry is under way";
        Renounced = 10, "renounced", "given up by the holder";
        Deactivated = 11, "deactivated", "the device was deactivated by its holder";
    }
}

codes! {
    /// The form of an organisation, vouched for by the issuer.
    pub enum OrganisationType {
        Unstated = 1, "unstated", "not stated, or not an organisation";
        NonProfit = 2, "non_profit", "non-profit";
        ForProfit = 3, "for_profit", "for profit";
        Government = 4, "government", "governmental";
    }
}

codes! {
    /// What an identifier's value is checked against.
    pub enum IdentifierScheme {
        Npi = 1, "npi", "US National Provider Identifier, 10 digits (45 CFR 162.406)";
        Gln = 2, "gln", "GS1 Global Location Number, 13 digits";
        Gtin = 3, "gtin", "GS1 Global Trade Item Number, 8, 12, 13 or 14 digits";
        Lei = 4, "lei", "Legal Entity Identifier, 20 characters (ISO 17442)";
        Opaque = 5, "opaque", "any other, at most 64 printable ASCII characters, unchecked";
    }
}

codes! {
    /// The curve of a device's public key.
    pub enum Curve {
        Secp256k1 = 1, "secp256k1", "SEC 2 secp256k1, compressed 33-byte point";
        Ed25519 = 2, "ed25519", "RFC 8032 Ed25519, 32 bytes";
    }
}

/// The bit of a code in a mask: 0 for number 1.
const fn bit(number: u8) -> u64 {
    1u64.wrapping_shl(number.wrapping_sub(1) as u32)
}

impl CredentialKind {
    /// The kind's bit in the mask of what an issuer is accredited for.
    pub const fn bit(self) -> u64 {
        bit(self as u8)
    }

    /// Whether persons alone hold it, who have no public profile.
    pub const fn is_personal(self) -> bool {
        matches!(
            self,
            Self::Practitioner | Self::Researcher | Self::Investigator
        )
    }
}

impl IdentifierScheme {
    /// The scheme's bit in the mask of what an issuer is accredited for.
    pub const fn bit(self) -> u8 {
        1u8.wrapping_shl((self as u32).wrapping_sub(1))
    }
}

impl Function {
    /// The function's bit in the mask of an affiliation.
    pub const fn bit(self) -> u32 {
        1u32.wrapping_shl((self as u32).wrapping_sub(1))
    }

    /// Every function in a mask, by number.
    pub fn of_mask(mask: u32) -> impl Iterator<Item = Function> {
        Self::ALL
            .iter()
            .copied()
            .filter(move |function| mask & function.bit() != 0)
    }

    /// The mask of some functions.
    pub fn to_mask(functions: &[Function]) -> u32 {
        functions
            .iter()
            .fold(0, |mask, function| mask | function.bit())
    }

    /// The credential kinds of an organisation on which an affiliation in this function may rest.
    pub const fn kinds(self) -> &'static [CredentialKind] {
        use CredentialKind::*;
        match self {
            Self::Clinician => &[ProviderOrganisation],
            Self::Pharmacist => &[ProviderOrganisation, Dispenser],
            Self::Researcher => &[ProviderOrganisation, ResearchOrganisation, Sponsor],
            Self::Investigator => &[ProviderOrganisation, ResearchOrganisation, Sponsor],
            Self::Emergency => &[EmergencyResponder],
            Self::Administrator => &[
                ProviderOrganisation,
                EmergencyResponder,
                DataCustodian,
                ResearchOrganisation,
                DataAccessBody,
                Sponsor,
                EthicsBoard,
                Manufacturer,
                Repackager,
                Wholesaler,
                Dispenser,
                Carrier,
                DestructionSite,
                Regulator,
                Auditor,
                Payer,
                Attester,
                Redeemer,
            ],
            Self::Auditor => &[
                ProviderOrganisation,
                DataCustodian,
                DataAccessBody,
                Sponsor,
                EthicsBoard,
                Regulator,
                Auditor,
                Payer,
            ],
            Self::DeviceOperator => &[
                ProviderOrganisation,
                EmergencyResponder,
                DataCustodian,
                ResearchOrganisation,
                Manufacturer,
                Dispenser,
                Carrier,
            ],
        }
    }

    /// Whether an affiliation in this function may rest on a credential of `kind`.
    pub fn rests_on(self, kind: CredentialKind) -> bool {
        self.kinds().contains(&kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Debug;

    fn sound<C: Code + Debug>() {
        for (index, code) in (1u8..).zip(C::ALL) {
            assert_eq!(code.number(), index, "{code:?}");
            assert_eq!(C::from_code(code.code()), Some(*code));
            let snake = code
                .code()
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            assert!(snake, "{code:?}");
        }
    }

    #[test]
    fn tables_are_sound() {
        sound::<CredentialKind>();
        sound::<Function>();
        sound::<Assurance>();
        sound::<CredentialState>();
        sound::<IssuerState>();
        sound::<Status>();
        sound::<Actor>();
        sound::<Reason>();
        sound::<OrganisationType>();
        sound::<IdentifierScheme>();
        sound::<Curve>();
    }

    #[test]
    fn masks_have_one_bit_a_code() {
        assert_eq!(CredentialKind::ProviderOrganisation.bit(), 1);
        assert_eq!(CredentialKind::Device.bit(), 1 << 21);
        assert_eq!(Function::DeviceOperator.bit(), 128);
        assert_eq!(IdentifierScheme::Npi.bit(), 1);
        assert_eq!(IdentifierScheme::Opaque.bit(), 16);
        let all = Function::to_mask(Function::ALL);
        assert_eq!(all, 255);
        assert!(Function::of_mask(all).eq(Function::ALL.iter().copied()));
        assert_eq!(Function::of_mask(0).count(), 0);
    }

    #[test]
    fn no_function_rests_on_a_person_or_device() {
        for function in Function::ALL {
            assert!(!function.kinds().is_empty());
            for kind in function.kinds() {
                assert!(!kind.is_personal() && *kind != CredentialKind::Device);
                assert!(function.rests_on(*kind));
            }
        }
        assert!(!Function::Clinician.rests_on(CredentialKind::Dispenser));
        assert!(!Function::Emergency.rests_on(CredentialKind::ProviderOrganisation));
    }
}
