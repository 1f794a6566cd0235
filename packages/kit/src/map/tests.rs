use super::*;
use cosmwasm_std::testing::MockStorage;
use cosmwasm_std::{CanonicalAddr, Record};
use std::cell::Cell;

const CONSENTS: PackedMap<(u32, u32), u16> = PackedMap::new(0x12, "consent");
const CELLS: PackedMap<(u32, CanonicalAddr), Present> = PackedMap::new(0x13, "cell");
const ROLLUPS: PackedMap<(u32, CanonicalAddr, u8, u8), u32> = PackedMap::new(0x14, "rollup");
const HOT: PackedItem<u32> = PackedItem::new(0x01, "hot configuration");
const CONFIG: JsonItem<Vec<u8>> = JsonItem::new(0x02, "configuration");

/// A storage that counts the entries that ranges visit.
#[derive(Default)]
struct Counting {
    inner: MockStorage,
    visited: Cell<usize>,
}

impl Storage for Counting {
    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.inner.get(key)
    }

    fn range<'a>(
        &'a self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: Order,
    ) -> Box<dyn Iterator<Item = Record> + 'a> {
        Box::new(
            self.inner
                .range(start, end, order)
                .inspect(|_| self.visited.set(self.visited.get().saturating_add(1))),
        )
    }

    fn set(&mut self, key: &[u8], value: &[u8]) {
        self.inner.set(key, value);
    }

    fn remove(&mut self, key: &[u8]) {
        self.inner.remove(key);
    }
}

/// Three subjects of three consents each, between entries of the neighbouring maps.
fn filled() -> Counting {
    let mut storage = Counting::default();
    storage.set(&[0x11, 0xFF], &[1]);
    storage.set(&[0x13], &[1]);
    for subject in [0, 1, u32::MAX] {
        for id in [0, 7, u32::MAX] {
            CONSENTS.save(&mut storage, &(subject, id), &9).unwrap();
        }
    }
    storage
}

fn all_of(subject: u32) -> Vec<(u32, u32)> {
    vec![(subject, 0), (subject, 7), (subject, u32::MAX)]
}

#[test]
fn entries_are_a_prefix_a_key_and_packed_bytes() {
    let mut storage = MockStorage::new();
    CONSENTS.save(&mut storage, &(1, 2), &0x0304).unwrap();
    assert_eq!(
        storage.get(&[0x12, 0, 0, 0, 1, 0, 0, 0, 2]),
        Some(vec![3, 4])
    );
    ROLLUPS
        .save(&mut storage, &(1, vec![8, 9].into(), 2, 3), &4)
        .unwrap();
    assert_eq!(
        storage.get(&[0x14, 0, 0, 0, 1, 2, 8, 9, 2, 3]),
        Some(vec![0, 0, 0, 4])
    );
    assert_eq!(
        CELLS.key(&(1, vec![8, 9].into())),
        Ok(vec![0x13, 0, 0, 0, 1, 8, 9])
    );
}

#[test]
fn values_are_loaded_and_removed() {
    let mut storage = MockStorage::new();
    let missing = || KitError::Unauthorized;
    assert_eq!(CONSENTS.may_load(&storage, &(1, 2)), Ok(None));
    assert_eq!(
        CONSENTS.load(&storage, &(1, 2), missing),
        Err(KitError::Unauthorized)
    );
    assert_eq!(CONSENTS.has(&storage, &(1, 2)), Ok(false));
    CONSENTS.save(&mut storage, &(1, 2), &5).unwrap();
    assert_eq!(CONSENTS.load(&storage, &(1, 2), missing), Ok(5));
    assert_eq!(CONSENTS.has(&storage, &(1, 2)), Ok(true));
    CONSENTS.remove(&mut storage, &(1, 2)).unwrap();
    assert_eq!(CONSENTS.may_load(&storage, &(1, 2)), Ok(None));
}

#[test]
fn malformed_values_are_corrupt_and_never_absent() {
    for (bytes, at) in [(&[1][..], 0), (&[1, 2, 3], 2)] {
        let mut storage = MockStorage::new();
        storage.set(&CONSENTS.key(&(1, 2)).unwrap(), bytes);
        let corrupt = KitError::CorruptState {
            entry: "consent",
            at,
        };
        assert_eq!(CONSENTS.may_load(&storage, &(1, 2)), Err(corrupt.clone()));
        assert_eq!(
            CONSENTS.load(&storage, &(1, 2), || KitError::Unauthorized),
            Err(corrupt.clone())
        );
        assert_eq!(CONSENTS.range(&storage, &(), None, 1), Err(corrupt));
    }
}

#[test]
fn malformed_keys_are_corrupt() {
    for (key, at) in [
        (&[0x12][..], 1),
        (&[0x12, 0, 0, 0, 1, 0], 5),
        (&[0x12, 0, 0, 0, 1, 0, 0, 0, 2, 3], 9),
    ] {
        let mut storage = MockStorage::new();
        storage.set(key, &[0, 1]);
        let corrupt = KitError::CorruptState {
            entry: "consent",
            at,
        };
        assert_eq!(CONSENTS.keys(&storage, &(), None, 1), Err(corrupt.clone()));
        assert_eq!(CONSENTS.range(&storage, &(), None, 1), Err(corrupt));
    }
}

#[test]
fn what_does_not_fit_is_not_stored() {
    struct Nothing;
    impl Packed for Nothing {
        fn pack(&self, _: &mut Writer) {}

        fn unpack(_: &mut Reader) -> Result<Self, CorruptState> {
            Ok(Self)
        }
    }
    let map: PackedMap<(CanonicalAddr, u8), Nothing> = PackedMap::new(0x15, "nothing");
    let mut storage = MockStorage::new();
    let unfit = KitError::DoesNotFit { entry: "nothing" };
    assert_eq!(
        map.save(&mut storage, &(vec![1].into(), 1), &Nothing),
        Err(unfit.clone())
    );
    assert_eq!(map.has(&storage, &(vec![0; 256].into(), 1)), Err(unfit));
    assert_eq!(storage.range(None, None, Order::Ascending).count(), 0);
}

#[test]
fn ranges_stay_within_their_prefix() {
    let storage = filled();
    for subject in [0, 1, u32::MAX] {
        assert_eq!(
            CONSENTS.keys(&storage, &subject, None, 10),
            Ok(all_of(subject))
        );
        let mut entries = CONSENTS
            .range_descending(&storage, &subject, None, 10)
            .unwrap();
        entries.reverse();
        assert_eq!(
            entries.into_iter().map(|(key, _)| key).collect::<Vec<_>>(),
            all_of(subject)
        );
    }
    assert_eq!(CONSENTS.keys(&storage, &(), None, 10).unwrap().len(), 9);
    assert_eq!(CONSENTS.range(&storage, &2, None, 10), Ok(vec![]));
}

#[test]
fn no_cursor_leads_out_of_the_prefix() {
    let storage = filled();
    let after = |cursor| CONSENTS.keys(&storage, &1, Some(&cursor), 10).unwrap();
    assert_eq!(after((1, 0)), [(1, 7), (1, u32::MAX)]);
    assert_eq!(after((1, 3)), [(1, 7), (1, u32::MAX)]);
    assert_eq!(after((1, u32::MAX)), []);
    assert_eq!(after((0, 0)), all_of(1));
    assert_eq!(after((u32::MAX, 0)), []);

    let before = |cursor| {
        let entries = CONSENTS
            .range_descending(&storage, &1, Some(&cursor), 10)
            .unwrap();
        entries.into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    assert_eq!(before((1, 7)), [(1, 0)]);
    assert_eq!(before((1, 8)), [(1, 7), (1, 0)]);
    assert_eq!(before((1, 0)), []);
    assert_eq!(before((0, 9)), []);
    assert_eq!(before((u32::MAX, 0)), [(1, u32::MAX), (1, 7), (1, 0)]);
}

#[test]
fn ranges_visit_no_more_than_their_limit() {
    for limit in [0, 1, 2, 3] {
        let storage = filled();
        assert_eq!(
            CONSENTS.range(&storage, &1, None, limit).unwrap().len(),
            limit
        );
        assert_eq!(storage.visited.replace(0), limit);
        assert_eq!(
            CONSENTS
                .range_descending(&storage, &1, None, limit)
                .unwrap()
                .len(),
            limit
        );
        assert_eq!(storage.visited.replace(0), limit);
        assert_eq!(
            CONSENTS.keys(&storage, &1, None, limit).unwrap().len(),
            limit
        );
        assert_eq!(storage.visited.get(), limit);
    }
}

#[test]
fn prefixes_take_several_parts() {
    let mut storage = MockStorage::new();
    let (one, two) = (
        CanonicalAddr::from(vec![1]),
        CanonicalAddr::from(vec![1, 2]),
    );
    for (account, purpose) in [(&one, 2), (&one, 3), (&two, 2)] {
        ROLLUPS
            .save(&mut storage, &(5, account.clone(), purpose, 0), &1)
            .unwrap();
    }
    let keys = |prefix| ROLLUPS.keys(&storage, &prefix, None, 10).unwrap();
    assert_eq!(
        keys((5, one.clone())),
        [(5, one.clone(), 2, 0), (5, one.clone(), 3, 0)]
    );
    assert_eq!(keys((5, two.clone())), [(5, two.clone(), 2, 0)]);
    assert_eq!(
        ROLLUPS.keys(&storage, &(5, one.clone(), 3), None, 10),
        Ok(vec![(5, one, 3, 0)])
    );
    assert_eq!(ROLLUPS.keys(&storage, &5, None, 10).unwrap().len(), 3);
}

#[test]
fn successors_carry() {
    assert_eq!(successor(&[1, 2]), Some(vec![1, 3]));
    assert_eq!(successor(&[1, 0xFF, 0xFF]), Some(vec![2]));
    assert_eq!(successor(&[0xFF]), None);
}

#[test]
fn items_are_stored_under_their_byte() {
    let mut storage = MockStorage::new();
    assert_eq!(HOT.may_load(&storage), Ok(None));
    let absent = KitError::CorruptState {
        entry: "hot configuration",
        at: 0,
    };
    assert_eq!(HOT.load(&storage), Err(absent));
    HOT.save(&mut storage, &7).unwrap();
    assert_eq!(storage.get(&[0x01]), Some(vec![0, 0, 0, 7]));
    assert_eq!(HOT.load(&storage), Ok(7));
}

#[test]
fn json_items_are_json() {
    let mut storage = MockStorage::new();
    let corrupt = KitError::CorruptState {
        entry: "configuration",
        at: 0,
    };
    assert_eq!(CONFIG.load(&storage), Err(corrupt.clone()));
    CONFIG.save(&mut storage, &vec![1, 2]).unwrap();
    assert_eq!(storage.get(&[0x02]), Some(b"[1,2]".to_vec()));
    assert_eq!(CONFIG.load(&storage), Ok(vec![1, 2]));
    storage.set(&[0x02], b"{");
    assert_eq!(CONFIG.load(&storage), Err(corrupt));
}

#[test]
fn presence_is_one_byte() {
    assert_eq!(Present.to_packed(), Ok(vec![1]));
    assert_eq!(Present::from_packed(&[1]), Ok(Present));
    assert_eq!(Present::from_packed(&[0]), Err(CorruptState { at: 0 }));
}
