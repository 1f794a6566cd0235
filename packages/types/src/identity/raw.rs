//! The packed entries that other contracts read directly: keys, layouts and what they mean.
//!
//! Numbers are big-endian, times u32 seconds with 0xFFFFFFFF for "open". The registry itself stores through
//! these functions, so that there is one codec. Bytes that do not fit a layout exactly are [`Malformed`],
//! never an absence: an affiliation that is not seen is a deny that is lost.

use super::{
    Actor, Assurance, Country, CredentialKind, CredentialState, Function, Identifier, IssuerState,
    OrganisationType, Reason, Status,
};
use crate::codes::Code;
use crate::pack::{CorruptState, Packed, Reader, Writer};
use crate::{Bytes32, Period};

/// Prefix of issuers: number u32 → [`IssuerEntry`].
pub const ISSUER: u8 = 0x01;
/// Prefix of the credentials of one kind: holder u32, kind u8 → 1–4 [`CredentialEntry`].
pub const CREDENTIALS: u8 = 0x02;
/// Prefix of accounts: canonical address → [`AccountEntry`].
pub const ACCOUNT: u8 = 0x03;
/// Prefix of the cold part of credentials: issuer u32, kind u8, holder u32 → [`ColdEntry`].
pub const COLD: u8 = 0x04;

/// The most issuers whose credentials of one kind a holder has.
pub const MAX_ISSUERS_PER_KIND: usize = 4;
/// The most affiliations of an account, ended ones that still bind denies included.
pub const MAX_AFFILIATIONS: usize = 6;
/// For how long an ended affiliation binds denies: 30 days, in seconds.
pub const DENY_BINDING: u32 = 30 * 86_400;

/// An entry of identity-registry does not have its layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed_identity_entry: {entry} at byte {at}")]
pub struct Malformed {
    /// Which entry it is: `issuer`, `credentials` or `account`.
    pub entry: &'static str,
    /// The offset at which reading failed; 0 also if the entry is missing.
    pub at: usize,
}

/// Reads an entry that was fetched raw.
pub(super) fn read<T: Packed>(bytes: &[u8], entry: &'static str) -> Result<T, Malformed> {
    T::from_packed(bytes).map_err(|CorruptState { at }| Malformed { entry, at })
}

fn code<C: Code>(reader: &mut Reader) -> Result<C, CorruptState> {
    let corrupt = reader.corrupt();
    C::from_number(reader.u8()?).ok_or(corrupt)
}

/// The key of an issuer.
pub fn issuer_key(number: u32) -> Vec<u8> {
    [&[ISSUER][..], &number.to_be_bytes()].concat()
}

/// The key of a holder's credentials of one kind.
pub fn credentials_key(holder: u32, kind: CredentialKind) -> Vec<u8> {
    [&[CREDENTIALS][..], &holder.to_be_bytes(), &[kind.number()]].concat()
}

/// The key of an account, by its canonical address.
pub fn account_key(canonical: &[u8]) -> Vec<u8> {
    [&[ACCOUNT][..], canonical].concat()
}

/// The key of the cold part of a credential.
pub fn cold_key(issuer: u32, kind: CredentialKind, holder: u32) -> Vec<u8> {
    [
        &[COLD][..],
        &issuer.to_be_bytes(),
        &[kind.number()],
        &holder.to_be_bytes(),
    ]
    .concat()
}

/// An issuer, as far as a check needs it: state u8, kinds u64, subs down u32, distrust after u32; 17 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssuerEntry {
    /// Whether it may issue, or all it issued fails.
    pub state: IssuerState,
    /// The kinds it is accredited for, a bit each ([`CredentialKind::bit`]).
    pub kinds: u64,
    /// The sub-issuers that are suspended or removed: bit n − 1 for sub-issuer n.
    pub down: u32,
    /// What it issued or renewed after this second fails; absent: nothing.
    pub distrust_after: Option<u32>,
}

impl IssuerEntry {
    /// Whether sub-issuer `sub` is suspended or removed; 0 is the issuer itself.
    pub fn is_down(&self, sub: u8) -> bool {
        sub != 0 && self.down & sub_bit(sub) != 0
    }

    /// Whether a credential of `kind` issued or renewed by `sub` at `issued` counts as far as the issuer goes.
    pub fn stands_behind(&self, sub: u8, kind: CredentialKind, issued: u32) -> bool {
        self.state == IssuerState::Active
            && self.kinds & kind.bit() != 0
            && !self.is_down(sub)
            && self.distrust_after.is_none_or(|after| issued <= after)
    }
}

impl Packed for IssuerEntry {
    fn pack(&self, writer: &mut Writer) {
        writer.u8(self.state.number());
        writer.u64(self.kinds);
        writer.u32(self.down);
        writer.opt_time(self.distrust_after);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(IssuerEntry {
            state: code(reader)?,
            kinds: reader.u64()?,
            down: reader.u32()?,
            distrust_after: reader.opt_time()?,
        })
    }
}

/// The bit of a sub-issuer, from 1 to 32, in [`IssuerEntry::down`].
pub const fn sub_bit(sub: u8) -> u32 {
    1u32.wrapping_shl((sub as u32).wrapping_sub(1))
}

/// One credential, as far as a check needs it: issuer u32, sub u8, flags u8 (state 2 bits, assurance 2,
/// actor 2), organisation type u8, country u16, reason u8 (0: none), from, until, issued, changed u32; 26 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CredentialEntry {
    /// The issuer's number.
    pub issuer: u32,
    /// The sub-issuer that issued it; 0: the issuer itself.
    pub sub: u8,
    /// Its own state.
    pub state: CredentialState,
    /// How thoroughly the holder was proved.
    pub assurance: Assurance,
    /// Who made the last change of state.
    pub actor: Actor,
    /// The form of the organisation.
    pub organisation_type: OrganisationType,
    /// The country, if stated.
    pub country: Option<Country>,
    /// Why it is suspended or revoked; absent while active.
    pub reason: Option<Reason>,
    /// When it is valid.
    pub period: Period,
    /// When it was issued or last renewed: what [`IssuerEntry::distrust_after`] is compared with.
    pub issued: u32,
    /// When its state last changed.
    pub changed: u32,
}

impl CredentialEntry {
    /// What a check of this one credential answers at `at`: the first that holds of revoked,
    /// issuer_suspended, suspended, not_yet_valid, expired; else valid.
    pub fn status(&self, kind: CredentialKind, issuer: &IssuerEntry, at: u32) -> Status {
        if self.state == CredentialState::Revoked {
            Status::Revoked
        } else if !issuer.stands_behind(self.sub, kind, self.issued) {
            Status::IssuerSuspended
        } else if self.state == CredentialState::Suspended {
            Status::Suspended
        } else if !self.period.has_begun(at) {
            Status::NotYetValid
        } else if self.period.has_ended(at) {
            Status::Expired
        } else {
            Status::Valid
        }
    }
}

impl Packed for CredentialEntry {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.issuer);
        writer.u8(self.sub);
        writer.u8(self.state.number() | self.assurance.number() << 2 | self.actor.number() << 4);
        writer.u8(self.organisation_type.number());
        writer.fixed(&self.country.map_or([0, 0], |country| country.letters()));
        writer.u8(self.reason.map_or(0, Reason::number));
        self.period.pack(writer);
        writer.u32(self.issued);
        writer.u32(self.changed);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let issuer = reader.u32()?;
        let sub = reader.u8()?;
        let corrupt = reader.corrupt();
        let flags = reader.u8()?;
        if flags >> 6 != 0 {
            return Err(corrupt);
        }
        let state = CredentialState::from_number(flags & 3).ok_or(corrupt)?;
        let assurance = Assurance::from_number(flags >> 2 & 3).ok_or(corrupt)?;
        let actor = Actor::from_number(flags >> 4 & 3).ok_or(corrupt)?;
        let organisation_type = code(reader)?;
        let corrupt = reader.corrupt();
        let country = match reader.array()? {
            [0, 0] => None,
            letters => Some(Country::from_letters(letters).ok_or(corrupt)?),
        };
        let corrupt = reader.corrupt();
        let reason = match reader.u8()? {
            0 => None,
            number => Some(Reason::from_number(number).ok_or(corrupt)?),
        };
        Ok(CredentialEntry {
            issuer,
            sub,
            state,
            assurance,
            actor,
            organisation_type,
            country,
            reason,
            period: Period::unpack(reader)?,
            issued: reader.u32()?,
            changed: reader.u32()?,
        })
    }
}

/// A holder's credentials of one kind: 1–4, by ascending issuer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials(pub Vec<CredentialEntry>);

impl Credentials {
    /// The credential of this issuer.
    pub fn of(&self, issuer: u32) -> Option<&CredentialEntry> {
        self.0.iter().find(|one| one.issuer == issuer)
    }
}

impl Packed for Credentials {
    fn pack(&self, writer: &mut Writer) {
        self.0.iter().for_each(|one| one.pack(writer));
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let mut all = vec![CredentialEntry::unpack(reader)?];
        while !reader.is_empty() {
            let corrupt = reader.corrupt();
            let one = CredentialEntry::unpack(reader)?;
            if all.len() >= MAX_ISSUERS_PER_KIND
                || all.last().is_some_and(|last| last.issuer >= one.issuer)
            {
                return Err(corrupt);
            }
            all.push(one);
        }
        Ok(Credentials(all))
    }
}

/// How near a status is to valid: what a check over several issuers answers is the nearest.
pub fn nearness(status: Status) -> u8 {
    match status {
        Status::Valid => 6,
        Status::NotYetValid => 5,
        Status::Suspended => 4,
        Status::IssuerSuspended => 3,
        Status::Expired => 2,
        Status::Revoked => 1,
        Status::Unknown => 0,
    }
}

/// One affiliation: organisation u32, kind u8, functions u32, from, until u32; 17 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AffiliationEntry {
    /// The organisation's holder number.
    pub organisation: u32,
    /// The organisation's credential kind on which it rests: a permit needs that credential valid.
    pub kind: CredentialKind,
    /// The functions, a bit each ([`Function::bit`]).
    pub functions: u32,
    /// When it counts. Ending it early sets `until` to that second.
    pub period: Period,
}

impl AffiliationEntry {
    /// Whether the account acts for the organisation at `now`, as far as the affiliation goes.
    pub fn counts(&self, now: u32) -> bool {
        self.period.contains(now)
    }

    /// Whether a deny of the organisation binds the account at `now`: from acceptance until 30 days after the end.
    pub fn binds_denies(&self, now: u32) -> bool {
        self.period
            .until
            .is_none_or(|until| now < until.saturating_add(DENY_BINDING))
    }

    /// Whether it is in this function.
    pub fn has(&self, function: Function) -> bool {
        self.functions & function.bit() != 0
    }
}

impl Packed for AffiliationEntry {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.organisation);
        writer.u8(self.kind.number());
        writer.u32(self.functions);
        self.period.pack(writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(AffiliationEntry {
            organisation: reader.u32()?,
            kind: code(reader)?,
            functions: reader.u32()?,
            period: Period::unpack(reader)?,
        })
    }
}

/// An account: holder u32 (0: the holder moved away), then 0–6 [`AffiliationEntry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountEntry {
    /// The number of the holder whose account it is.
    pub holder: u32,
    /// Its affiliations, ended ones that still bind denies included.
    pub affiliations: Vec<AffiliationEntry>,
}

impl AccountEntry {
    /// What stands at an account whose holder moved to another: it is nobody, and cannot become anybody again.
    pub const RETIRED: AccountEntry = AccountEntry {
        holder: 0,
        affiliations: Vec::new(),
    };

    /// Whether the holder moved away.
    pub fn is_retired(&self) -> bool {
        self.holder == 0
    }
}

impl Packed for AccountEntry {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.holder);
        self.affiliations.iter().for_each(|one| one.pack(writer));
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let holder = reader.u32()?;
        let mut affiliations = Vec::new();
        while !reader.is_empty() {
            let corrupt = reader.corrupt();
            if holder == 0 || affiliations.len() >= MAX_AFFILIATIONS {
                return Err(corrupt);
            }
            affiliations.push(AffiliationEntry::unpack(reader)?);
        }
        Ok(AccountEntry {
            holder,
            affiliations,
        })
    }
}

/// What a check does not need of a credential: version u16, evidence 32 bytes, then, if any, the identifier's
/// scheme u8 and value. The prefix lists what one issuer issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColdEntry {
    /// 1 for the first; one more each time it is issued again after a revocation.
    pub version: u16,
    /// The hash of the evidence the issuer keeps.
    pub evidence: Bytes32,
    /// The identifier, in its canonical form.
    pub identifier: Option<Identifier>,
}

impl Packed for ColdEntry {
    fn pack(&self, writer: &mut Writer) {
        writer.u16(self.version);
        writer.fixed(&self.evidence.0);
        if let Some(identifier) = &self.identifier {
            writer.u8(identifier.scheme.number());
            writer.fixed(identifier.value.as_bytes());
        }
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let version = reader.u16()?;
        let evidence = Bytes32(reader.array()?);
        let identifier = if reader.is_empty() {
            None
        } else {
            let scheme = code(reader)?;
            let corrupt = reader.corrupt();
            let value = std::str::from_utf8(reader.remaining()).map_err(|_| corrupt)?;
            if value.is_empty() {
                return Err(corrupt);
            }
            let value = value.to_string();
            Some(Identifier { scheme, value })
        };
        Ok(ColdEntry {
            version,
            evidence,
            identifier,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::IdentifierScheme;
    use super::*;

    fn credential(issuer: u32) -> CredentialEntry {
        CredentialEntry {
            issuer,
            sub: 2,
            state: CredentialState::Suspended,
            assurance: Assurance::High,
            actor: Actor::Parent,
            organisation_type: OrganisationType::Government,
            country: Country::from_letters(*b"CH"),
            reason: Some(Reason::Hold),
            period: Period {
                from: Some(5),
                until: None,
            },
            issued: 6,
            changed: 7,
        }
    }

    fn issuer() -> IssuerEntry {
        IssuerEntry {
            state: IssuerState::Active,
            kinds: CredentialKind::Practitioner.bit(),
            down: 0,
            distrust_after: None,
        }
    }

    /// The value reads back; no shorter and no longer bytes do.
    fn exact<T: Packed + PartialEq + std::fmt::Debug>(value: T, bytes: &[u8], parts: &[usize]) {
        assert_eq!(value.to_packed().unwrap(), bytes);
        assert_eq!(T::from_packed(bytes).unwrap(), value);
        for len in 0..bytes.len() {
            if !parts.contains(&len) {
                assert!(T::from_packed(&bytes[..len]).is_err(), "{len}");
            }
        }
        let longer = [bytes, &[0xfe]].concat();
        assert!(T::from_packed(&longer).is_err());
    }

    #[test]
    fn keys_are_prefix_and_fixed_parts() {
        assert_eq!(issuer_key(7), [1, 0, 0, 0, 7]);
        assert_eq!(
            credentials_key(7, CredentialKind::Device),
            [2, 0, 0, 0, 7, 22]
        );
        assert_eq!(account_key(&[9, 8]), [3, 9, 8]);
        assert_eq!(
            cold_key(1, CredentialKind::Researcher, 2),
            [4, 0, 0, 0, 1, 5, 0, 0, 0, 2]
        );
    }

    #[test]
    fn layouts_are_exact() {
        exact(
            IssuerEntry {
                state: IssuerState::Suspended,
                kinds: 3,
                down: 4,
                distrust_after: Some(9),
            },
            &[2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 9],
            &[],
        );
        let one = [
            0, 0, 0, 1, 2, 0b10_11_10, 4, b'C', b'H', 6, 0, 0, 0, 5, 255, 255, 255, 255, 0, 0, 0,
            6, 0, 0, 0, 7,
        ];
        let mut two = one;
        two[3] = 2;
        exact(
            Credentials(vec![credential(1), credential(2)]),
            &[one, two].concat(),
            &[26],
        );
        let affiliation = AffiliationEntry {
            organisation: 3,
            kind: CredentialKind::ProviderOrganisation,
            functions: Function::Emergency.bit(),
            period: Period::OPEN,
        };
        exact(
            AccountEntry {
                holder: 8,
                affiliations: vec![affiliation],
            },
            &[
                0, 0, 0, 8, 0, 0, 0, 3, 1, 0, 0, 0, 16, 255, 255, 255, 255, 255, 255, 255, 255,
            ],
            &[4],
        );
        let cold = ColdEntry {
            version: 2,
            evidence: Bytes32([7; 32]),
            identifier: None,
        };
        exact(cold, &[&[0, 2][..], &[7; 32]].concat(), &[]);
        let cold = ColdEntry {
            version: 2,
            evidence: Bytes32([7; 32]),
            identifier: Some(Identifier {
                scheme: IdentifierScheme::Npi,
                value: "1".into(),
            }),
        };
        exact(cold, &[&[0, 2][..], &[7; 32], b"\x011"].concat(), &[34]);
    }

    #[test]
    fn what_is_never_written_is_malformed() {
        let mut bytes = Credentials(vec![credential(1)]).to_packed().unwrap();
        for (at, byte) in [(5, 0b11_11_00), (5, 0xff), (6, 0), (6, 9), (7, 0), (9, 99)] {
            let kept = std::mem::replace(&mut bytes[at], byte);
            assert!(Credentials::from_packed(&bytes).is_err(), "{at}");
            bytes[at] = kept;
        }
        let unsorted = Credentials(vec![credential(2), credential(1)]);
        let doubled = Credentials(vec![credential(1), credential(1)]);
        let many = Credentials((1..=5).map(credential).collect());
        for refused in [unsorted, doubled, many] {
            assert!(Credentials::from_packed(&refused.to_packed().unwrap()).is_err());
        }
        let affiliation = AffiliationEntry {
            organisation: 3,
            kind: CredentialKind::ProviderOrganisation,
            functions: 1,
            period: Period::OPEN,
        };
        for refused in [
            AccountEntry {
                holder: 1,
                affiliations: vec![affiliation; 7],
            },
            AccountEntry {
                holder: 0,
                affiliations: vec![affiliation],
            },
        ] {
            assert!(AccountEntry::from_packed(&refused.to_packed().unwrap()).is_err());
        }
        assert!(AccountEntry::from_packed(&[0; 4]).unwrap().is_retired());
    }

    #[test]
    fn the_first_reason_against_a_credential_is_its_status() {
        let kind = CredentialKind::Practitioner;
        let mut one = credential(1);
        one.state = CredentialState::Active;
        one.period = Period {
            from: Some(10),
            until: Some(20),
        };
        for (at, status) in [
            (9, Status::NotYetValid),
            (10, Status::Valid),
            (19, Status::Valid),
            (20, Status::Expired),
        ] {
            assert_eq!(one.status(kind, &issuer(), at), status);
        }
        one.state = CredentialState::Suspended;
        assert_eq!(one.status(kind, &issuer(), 20), Status::Suspended);
        let failing = [
            IssuerEntry {
                state: IssuerState::Suspended,
                ..issuer()
            },
            IssuerEntry {
                state: IssuerState::Removed,
                ..issuer()
            },
            IssuerEntry {
                kinds: 0,
                ..issuer()
            },
            IssuerEntry {
                down: sub_bit(2),
                ..issuer()
            },
            IssuerEntry {
                distrust_after: Some(5),
                ..issuer()
            },
        ];
        for issuer in failing {
            assert_eq!(one.status(kind, &issuer, 15), Status::IssuerSuspended);
        }
        let trusted = IssuerEntry {
            down: sub_bit(1) | sub_bit(3),
            distrust_after: Some(6),
            ..issuer()
        };
        assert_eq!(one.status(kind, &trusted, 15), Status::Suspended);
        one.state = CredentialState::Revoked;
        assert_eq!(one.status(kind, &failing[0], 15), Status::Revoked);
    }

    #[test]
    fn an_ended_affiliation_binds_denies_for_thirty_days() {
        let one = AffiliationEntry {
            organisation: 3,
            kind: CredentialKind::ProviderOrganisation,
            functions: Function::Clinician.bit(),
            period: Period {
                from: Some(100),
                until: Some(200),
            },
        };
        assert!(!one.counts(99) && one.binds_denies(99));
        assert!(one.counts(100) && one.counts(199) && !one.counts(200));
        assert!(one.binds_denies(199 + DENY_BINDING) && !one.binds_denies(200 + DENY_BINDING));
        assert!(one.has(Function::Clinician) && !one.has(Function::Auditor));
    }
}
