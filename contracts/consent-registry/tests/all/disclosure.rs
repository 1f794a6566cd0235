//! The accounting of disclosures, page by page.

use crate::access::described;
use crate::cast::*;
use health_testing::error_code;
use health_types::codes::PurposeOfUse::{HPAYMT, TREAT};
use health_types::codes::{Code, DataClass};
use health_types::consent::{Cursor, DisclosureResponse, DisclosuresResponse, QueryMsg};
use health_types::Bytes32;

fn page(
    cast: &Cast,
    subject: Bytes32,
    start_after: Option<Cursor>,
    limit: Option<u32>,
) -> Result<DisclosuresResponse, String> {
    cast.suite.ask_consent(&QueryMsg::Disclosures {
        subject,
        start_after,
        limit,
    })
}

#[test]
fn pages_join_without_gap_or_double() {
    let mut cast = Cast::new();
    let hospital = cast.hospital;
    for (requester, organisations) in [("doctor", &[][..]), ("nurse", &[hospital])] {
        for purpose in [TREAT, HPAYMT] {
            for class in &DataClass::ALL[..7] {
                let attempt = cast.attempt(requester, organisations, purpose);
                cast.record("hospital", attempt, vec![described(&[*class], &[])]);
            }
        }
    }
    let subject = cast.subject;
    let all = page(&cast, subject, None, None).unwrap();
    assert_eq!((all.items.len(), all.next.clone()), (28, None));
    let mut walked: Vec<DisclosureResponse> = Vec::new();
    let mut after = None;
    loop {
        let one = page(&cast, subject, after, Some(9)).unwrap();
        assert!(one.items.len() <= 9);
        walked.extend(one.items);
        let Some(next) = one.next else {
            break;
        };
        assert!(next.key.len() <= 64);
        after = Some(next);
    }
    assert_eq!(walked, all.items);
}

#[test]
fn limits_cursors_and_subjects_are_checked() {
    let mut cast = Cast::new();
    let code =
        |result: Result<DisclosuresResponse, String>| error_code(&result.unwrap_err()).to_string();
    let subject = cast.subject;
    assert_eq!(code(page(&cast, subject, None, Some(0))), "limit_zero");
    for key in [vec![], vec![1; 7], vec![255; 64]] {
        let cursor = Some(Cursor { key: key.into() });
        assert_eq!(code(page(&cast, subject, cursor, None)), "invalid_cursor");
    }
    let unknown = Bytes32([8; 32]);
    assert_eq!(code(page(&cast, unknown, None, None)), "subject_not_found");
    // Nobody's lines among another's.
    let attempt = cast.attempt("doctor", &[], TREAT);
    cast.record("hospital", attempt, vec![described(&[], &[])]);
    let other = cast.suite.register("neighbour");
    assert!(page(&cast, other, None, Some(51)).unwrap().items.is_empty());
    assert_eq!(page(&cast, subject, None, Some(51)).unwrap().items.len(), 1);
}
