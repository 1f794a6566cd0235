use super::*;
use crate::codes::PurposeOfUse;

#[test]
fn fields_are_big_endian_and_read_back() {
    let mut writer = Writer::new();
    writer.u8(0x01);
    writer.u16(0x0203);
    writer.u24(0x04_0506);
    writer.u32(0x0708_090A);
    writer.u64(0x0B0C_0D0E_0F10_1112);
    writer.i32(-2);
    writer.opt_time(None);
    writer.opt_time(Some(7));
    writer.fixed(&[0xAA; 2]);
    writer.bytes8(b"id");
    writer.list(&[3u16, 4]);
    let bytes = writer.finish().unwrap();
    assert_eq!(
        bytes,
        [
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, // unsigned
            0xFF, 0xFF, 0xFF, 0xFE, // signed
            0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 7, // times
            0xAA, 0xAA, 2, b'i', b'd', 2, 0, 3, 0, 4,
        ]
    );

    let mut reader = Reader::new(&bytes);
    assert_eq!(reader.u8(), Ok(0x01));
    assert_eq!(reader.u16(), Ok(0x0203));
    assert_eq!(reader.u24(), Ok(0x04_0506));
    assert_eq!(reader.u32(), Ok(0x0708_090A));
    assert_eq!(reader.u64(), Ok(0x0B0C_0D0E_0F10_1112));
    assert_eq!(reader.i32(), Ok(-2));
    assert_eq!(reader.opt_time(), Ok(None));
    assert_eq!(reader.opt_time(), Ok(Some(7)));
    assert_eq!(reader.fixed(2), Ok(&[0xAA; 2][..]));
    assert_eq!(reader.bytes8(), Ok(&b"id"[..]));
    assert_eq!(reader.list::<u16>(2), Ok(vec![3, 4]));
    assert!(reader.is_empty());
    assert_eq!(reader.finish(), Ok(()));
}

#[test]
fn what_does_not_fit_is_never_cut_short() {
    let unfit = |write: fn(&mut Writer)| {
        let mut writer = Writer::new();
        write(&mut writer);
        writer.finish()
    };
    assert_eq!(unfit(|w| w.u24(0x0100_0000)), Err(DoesNotFit));
    assert_eq!(unfit(|w| w.opt_time(Some(OPEN))), Err(DoesNotFit));
    assert_eq!(unfit(|w| w.bytes8(&[0; 256])), Err(DoesNotFit));
    assert_eq!(unfit(|w| w.list(&[0u8; 256])), Err(DoesNotFit));
    assert_eq!(
        unfit(|w| w.bytes8(&[0; 255])).map(|bytes| bytes.len()),
        Ok(256)
    );
    assert_eq!(unfit(|w| w.u24(0x00FF_FFFF)), Ok(vec![0xFF; 3]));
}

#[test]
fn every_truncation_is_corrupt() {
    let period = Period {
        from: Some(1),
        until: None,
    };
    let bytes = period.to_packed().unwrap();
    assert_eq!(Period::from_packed(&bytes), Ok(period));
    for len in 0..bytes.len() {
        let at = if len < 4 { 0 } else { 4 };
        assert_eq!(Period::from_packed(&bytes[..len]), Err(CorruptState { at }));
    }
}

#[test]
fn trailing_bytes_are_corrupt() {
    assert_eq!(
        u32::from_packed(&[0, 0, 0, 1, 9]),
        Err(CorruptState { at: 4 })
    );
}

#[test]
fn lengths_beyond_the_bytes_or_the_bound_are_corrupt() {
    assert_eq!(
        Reader::new(&[3, 1, 2]).bytes8(),
        Err(CorruptState { at: 1 })
    );
    assert_eq!(
        Reader::new(&[3, 1, 2]).list::<u8>(3),
        Err(CorruptState { at: 3 })
    );
    assert_eq!(
        Reader::new(&[3, 1, 2, 3]).list::<u8>(2),
        Err(CorruptState { at: 0 })
    );
    assert_eq!(
        Reader::new(&[1]).fixed(usize::MAX),
        Err(CorruptState { at: 0 })
    );
}

#[test]
fn errors_start_with_their_code() {
    assert_eq!(
        CorruptState { at: 9 }.to_string(),
        "corrupt_state: at byte 9"
    );
    assert_eq!(
        DoesNotFit.to_string(),
        "does_not_fit: a value exceeds its packed field"
    );
}

#[test]
fn codes_are_their_numbers() {
    let (first, last) = (PurposeOfUse::ALL[0], *PurposeOfUse::ALL.last().unwrap());
    let mut writer = Writer::new();
    writer.code(first);
    writer.opt_code(Some(last));
    writer.opt_code(None::<PurposeOfUse>);
    writer.codes(&[last, first]);
    let bytes = writer.finish().unwrap();
    let number = last.number();
    assert_eq!(bytes, [1, number, 0, 2, number, 1]);

    let mut reader = Reader::new(&bytes);
    assert_eq!(reader.code(), Ok(first));
    assert_eq!(reader.opt_code(), Ok(Some(last)));
    assert_eq!(reader.opt_code::<PurposeOfUse>(), Ok(None));
    assert_eq!(reader.codes(2), Ok(vec![last, first]));
    assert_eq!(reader.finish(), Ok(()));
}

#[test]
fn unknown_codes_are_corrupt() {
    let unknown = PurposeOfUse::ALL.last().unwrap().number() + 1;
    let corrupt = |at| CorruptState { at };
    assert_eq!(Reader::new(&[0]).code::<PurposeOfUse>(), Err(corrupt(0)));
    assert_eq!(
        Reader::new(&[unknown]).code::<PurposeOfUse>(),
        Err(corrupt(0))
    );
    assert_eq!(
        Reader::new(&[unknown]).opt_code::<PurposeOfUse>(),
        Err(corrupt(0))
    );
    assert_eq!(
        Reader::new(&[2, 1, unknown]).codes::<PurposeOfUse>(2),
        Err(corrupt(2))
    );
    assert_eq!(
        Reader::new(&[2, 1, 1]).codes::<PurposeOfUse>(1),
        Err(corrupt(0))
    );
}
