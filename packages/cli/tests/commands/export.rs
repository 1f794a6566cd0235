//! `consent export`.

use super::support::{consent, example, folder, folder_of, import, Ran};

#[test]
fn an_export_is_imported_as_the_same_consent() {
    let consents = folder_of("export", &["opt-out.r4.json", "treatment.r4.json"]);
    for release in ["r4", "r5"] {
        let mut arguments = vec!["export", "1", "--fhir", release, "--consents"];
        let path = consents.display().to_string();
        arguments.push(&path);
        let ran = consent(&arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let file = folder(&format!("exported-{release}")).join("1.json");
        std::fs::write(&file, &ran.out).unwrap();
        let provision = |ran: &Ran| {
            assert_eq!(ran.code, 0, "{}", ran.out);
            let grant = ran.json()[0]["message"]["grant"].clone();
            let consent = &grant["consent"];
            (
                grant["subject"].clone(),
                consent["provision"].clone(),
                consent["period"].clone(),
                consent["policy"].clone(),
            )
        };
        let again = import(&["--dry-run", "--fhir", release], &[file]);
        let before = import(&["--dry-run"], &[example("opt-out.r4.json")]);
        assert_eq!(provision(&again), provision(&before), "{release}");
    }
    let path = consents.display().to_string();
    let beyond = consent(&["export", "3", "--consents", &path]);
    assert_eq!(beyond.code, 2);
    assert_eq!(
        beyond.err,
        "cw-health: consent_not_found: 3; documents in the folder: 2\n"
    );
    // R5 has no filters at the root.
    let inexpressible = consent(&["export", "2", "--fhir", "r5", "--consents", &path]);
    assert_eq!((inexpressible.code, inexpressible.out.as_str()), (1, ""));
    let refused = folder_of("export-refused", &["refused/no-subject.json"]);
    let refused = consent(&["export", "1", "--consents", &refused.display().to_string()]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("refused at Consent: missing_subject"));
}
