//! The disclosure log: how often each recipient's requests were permitted and refused.

use crate::error::{ConsentError, ContractError};
use cosmwasm_std::{CanonicalAddr, Storage};
use health_kit::key::Key;
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};

/// Subject, recipient, purpose, class.
pub(super) const ROLLUPS: PackedMap<(u32, Recipient, u8, u8), Rollup> =
    PackedMap::new(0x14, "disclosures");

/// Who received: the first organisation acted for, else the requester by number, else by account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// An organisation.
    Organisation(u32),
    /// An accredited holder.
    Holder(u32),
    /// An account without a number.
    Account(CanonicalAddr),
}

/// Its key: length u8, then kind u8 and number u32 or account.
impl Key for Recipient {
    fn encode(&self, last: bool, writer: &mut Writer) {
        let numbered = |kind: u8, number: &u32| [&[kind][..], &number.to_be_bytes()].concat();
        let bytes = match self {
            Recipient::Organisation(number) => numbered(1, number),
            Recipient::Holder(number) => numbered(2, number),
            Recipient::Account(account) => [&[3], account.as_slice()].concat(),
        };
        bytes.encode(last, writer);
    }

    fn decode(last: bool, reader: &mut Reader) -> Result<Self, CorruptState> {
        let unknown = reader.corrupt();
        let bytes = Vec::<u8>::decode(last, reader)?;
        let mut inner = Reader::new(&bytes);
        let recipient = match inner.u8()? {
            1 => Recipient::Organisation(inner.u32()?),
            2 => Recipient::Holder(inner.u32()?),
            3 if !inner.is_empty() => Recipient::Account(inner.remaining().to_vec().into()),
            _ => return Err(unknown),
        };
        inner.finish().map_err(|_| unknown)?;
        Ok(recipient)
    }
}

/// What one line is about, within a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Who received.
    pub recipient: Recipient,
    /// The number of the purpose; 0: a project or a code of another system.
    pub purpose: u8,
    /// The number of the class of data; 0: unknown, or none.
    pub class: u8,
}

/// Permits, refusals, first, last u32, discloser u32 (0: unknown); then, if there is a consent or the next, consent u32
/// (0: none); then, if any, those let through by default u32.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rollup {
    /// How often it was permitted.
    pub permits: u32,
    /// How often it was refused.
    pub refusals: u32,
    /// How many of the refusals the subject's default policy let through.
    pub by_default: u32,
    /// When first.
    pub first: u32,
    /// When last.
    pub last: u32,
    /// Whose data were asked for last, by identity-registry number.
    pub discloser: Option<u32>,
    /// The first consent that decided last.
    pub consent: Option<u32>,
}

impl Packed for Rollup {
    fn pack(&self, writer: &mut Writer) {
        for number in [self.permits, self.refusals, self.first, self.last] {
            writer.u32(number);
        }
        writer.u32(self.discloser.unwrap_or(0));
        if self.consent.is_some() || self.by_default != 0 {
            writer.u32(self.consent.unwrap_or(0));
        }
        if self.by_default != 0 {
            writer.u32(self.by_default);
        }
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let mut rollup = Rollup {
            permits: reader.u32()?,
            refusals: reader.u32()?,
            by_default: 0,
            first: reader.u32()?,
            last: reader.u32()?,
            discloser: Some(reader.u32()?).filter(|discloser| *discloser != 0),
            consent: None,
        };
        if !reader.is_empty() {
            rollup.consent = Some(reader.u32()?).filter(|consent| *consent != 0);
        }
        if !reader.is_empty() {
            rollup.by_default = reader.u32()?;
        }
        Ok(rollup)
    }
}

/// What one message adds to a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Addition {
    /// Permits.
    pub permits: u32,
    /// Refusals.
    pub refusals: u32,
    /// Those of them that the subject's default policy let through.
    pub by_default: u32,
    /// Who disclosed.
    pub discloser: Option<u32>,
    /// The first consent that decided.
    pub consent: Option<u32>,
}

/// Adds to a line. Counts stay at the largest number that they can hold.
pub fn add(
    storage: &mut dyn Storage,
    subject: u32,
    line: Line,
    addition: Addition,
    now: u32,
) -> Result<(), ContractError> {
    let key = (subject, line.recipient, line.purpose, line.class);
    let before = ROLLUPS.may_load(storage, &key)?;
    let (permits, refusals, by_default, first) = before
        .map(|before| {
            let Rollup {
                permits,
                refusals,
                by_default,
                first,
                ..
            } = before;
            (permits, refusals, by_default, first)
        })
        .unwrap_or((0, 0, 0, now));
    let rollup = Rollup {
        permits: permits.saturating_add(addition.permits),
        refusals: refusals.saturating_add(addition.refusals),
        by_default: by_default.saturating_add(addition.by_default),
        first,
        last: now,
        discloser: addition.discloser,
        consent: addition.consent,
    };
    Ok(ROLLUPS.save(storage, &key, &rollup)?)
}

/// The lines of a subject in the order of storage, from the first after the line of `start_after`.
pub fn page(
    storage: &dyn Storage,
    subject: u32,
    start_after: Option<Line>,
    limit: usize,
) -> Result<Vec<(Line, Rollup)>, ContractError> {
    let after = start_after.map(|line| (subject, line.recipient, line.purpose, line.class));
    let entries = ROLLUPS.range(storage, &subject, after.as_ref(), limit)?;
    Ok(entries
        .into_iter()
        .map(|((_, recipient, purpose, class), rollup)| {
            let line = Line {
                recipient,
                purpose,
                class,
            };
            (line, rollup)
        })
        .collect())
}

impl Line {
    /// The line as the bytes of a cursor.
    ///
    /// # Errors
    /// `does_not_fit` for an account that no key can hold.
    pub fn to_cursor(&self) -> Result<Vec<u8>, ContractError> {
        let mut writer = Writer::new();
        let key = (self.recipient.clone(), self.purpose, self.class);
        key.encode(true, &mut writer);
        let unfit = |_| health_kit::KitError::DoesNotFit {
            entry: ROLLUPS.prefix().1,
        };
        Ok(writer.finish().map_err(unfit)?)
    }

    /// The line of a cursor.
    ///
    /// # Errors
    /// `invalid_cursor` unless [`Line::to_cursor`] made the bytes.
    pub fn from_cursor(bytes: &[u8]) -> Result<Line, ConsentError> {
        let mut reader = Reader::new(bytes);
        let (recipient, purpose, class) =
            Key::decode(true, &mut reader).map_err(|_| ConsentError::InvalidCursor)?;
        reader.finish().map_err(|_| ConsentError::InvalidCursor)?;
        Ok(Line {
            recipient,
            purpose,
            class,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::testing::MockStorage;

    fn line(recipient: Recipient, class: u8) -> Line {
        Line {
            recipient,
            purpose: 55,
            class,
        }
    }

    #[test]
    fn the_layout_is_exact() {
        let key = (4, Recipient::Organisation(7), 55, 0);
        assert_eq!(
            ROLLUPS.key(&key).unwrap(),
            [0x14, 0, 0, 0, 4, 5, 1, 0, 0, 0, 7, 55, 0]
        );
        let account = Recipient::Account(CanonicalAddr::from(vec![9, 8]));
        assert_eq!(
            ROLLUPS.key(&(4, account, 0, 2)).unwrap(),
            [0x14, 0, 0, 0, 4, 3, 3, 9, 8, 0, 2]
        );
        let one = Rollup {
            permits: 1,
            refusals: 2,
            by_default: 0,
            first: 3,
            last: 4,
            discloser: Some(5),
            consent: None,
        };
        let bytes = [
            0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0, 7,
        ];
        let exact = |rollup: &Rollup, bytes: &[u8]| {
            assert_eq!(rollup.to_packed().unwrap(), bytes);
            assert_eq!(Rollup::from_packed(bytes).as_ref(), Ok(rollup));
        };
        exact(&one, &bytes[..20]);
        let mut decided = Rollup {
            consent: Some(6),
            ..one.clone()
        };
        exact(&decided, &bytes[..24]);
        decided.by_default = 7;
        exact(&decided, &bytes);
        let by_default = Rollup {
            by_default: 7,
            ..one
        };
        exact(&by_default, &[&bytes[..20], &[0; 4], &bytes[24..]].concat());
    }

    #[test]
    fn lines_add_up_and_page_in_order() {
        let mut storage = MockStorage::new();
        let mut add = |line: &Line, permits, refusals, now| {
            let addition = Addition {
                permits,
                refusals,
                by_default: permits,
                discloser: Some(now),
                consent: Some(1),
            };
            super::add(&mut storage, 4, line.clone(), addition, now).unwrap();
        };
        let organisation = line(Recipient::Organisation(7), 3);
        let holder = line(Recipient::Holder(2), 0);
        let account = line(Recipient::Account(CanonicalAddr::from(vec![9; 20])), 0);
        add(&account, 0, 1, 10);
        add(&organisation, 2, 1, 10);
        add(&organisation, 1, u32::MAX, 20);
        add(&holder, 1, 0, 10);
        let all = page(&storage, 4, None, 9).unwrap();
        let lines: Vec<Line> = all.iter().map(|(line, _)| line.clone()).collect();
        assert_eq!(
            lines,
            [organisation.clone(), holder.clone(), account.clone()]
        );
        let expected = Rollup {
            permits: 3,
            refusals: u32::MAX,
            by_default: 3,
            first: 10,
            last: 20,
            discloser: Some(20),
            consent: Some(1),
        };
        assert_eq!(all[0].1, expected);
        for (at, one) in lines.iter().enumerate() {
            let cursor = Line::from_cursor(&one.to_cursor().unwrap()).unwrap();
            assert_eq!(&cursor, one);
            let rest = page(&storage, 4, Some(cursor), 9).unwrap();
            assert_eq!(rest, all[at + 1..]);
        }
        assert!(page(&storage, 5, None, 9).unwrap().is_empty());
    }

    #[test]
    fn foreign_cursors_are_refused() {
        for bytes in [
            &[][..],
            &[5, 1, 0, 0, 0, 7, 55],
            &[5, 1, 0, 0, 0, 7, 55, 0, 0],
            &[5, 4, 0, 0, 0, 7, 55, 0],
            &[6, 1, 0, 0, 0, 7, 7, 55, 0],
            &[1, 3, 55, 0],
            &[9, 1, 1],
        ] {
            assert_eq!(Line::from_cursor(bytes), Err(ConsentError::InvalidCursor));
        }
    }
}
