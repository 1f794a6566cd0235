//! `consent subjects`.

use super::support::{consent, example, folder, import, outcome, outcomes};
use serde_json::json;

#[test]
fn a_new_subject_has_a_key_of_its_own_and_is_found() {
    let pseudonym = "1f".repeat(32);
    let new = || {
        let ran = consent(&[
            "subjects",
            "new",
            "Patient/p-001",
            "--pseudonym",
            &pseudonym,
        ]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    let (map, other) = (new(), new());
    assert_ne!(map, other, "the key is random");
    let actors = r#"
[[actors]]
names = ["Organization/hospital"]
kind = "organisation"
holder = 12
"#;
    let file = folder("subjects").join("map.toml");
    std::fs::write(&file, format!("{map}{actors}")).unwrap();
    let options = ["--dry-run", "--subjects", &file.display().to_string()];
    let ran = import(&options, &[example("treatment.r4.json")]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let grant = &ran.json()[0]["message"]["grant"];
    assert_eq!(grant["subject"], pseudonym);
    assert_eq!(
        grant["consent"]["provision"]["actors"],
        json!([{ "organisation": { "holder": 12 } }])
    );
    let unknown = import(&options, &[example("except-clinician.r4.json")]);
    assert_eq!(outcomes(&unknown), [outcome("refused", "unknown_name")]);
    let short = consent(&["subjects", "new", "Patient/1", "--pseudonym", "1f"]);
    assert_eq!((short.code, short.out.as_str()), (2, ""));
}
