//! `consent import` where a document, a map file or the chain is not as it should be.

use super::*;

#[test]
fn a_document_without_a_map_is_the_first_of_its_own_subject() {
    let folder = folder("own-subject");
    let files = [1, 1, 2].map(|patient| document(patient, json!({})));
    let files: Vec<String> = (0..)
        .zip(&files)
        .map(|(place, text)| write(&folder, &format!("{place}.json"), text))
        .collect();
    for options in [&["--dry-run"][..], &[]] {
        let mut arguments = vec!["consent", "import", "--json"];
        arguments.extend(options);
        arguments.extend(files.iter().map(String::as_str));
        let grants: Vec<Value> = run(&arguments)
            .json()
            .iter()
            .map(|report| report["message"]["grant"].clone())
            .collect();
        let mut subjects: Vec<String> = grants
            .iter()
            .map(|grant| grant["subject"].to_string())
            .collect();
        subjects.sort();
        subjects.dedup();
        assert_eq!(subjects.len(), 3);
        assert!(grants.iter().all(|grant| grant["id"] == 1), "{grants:?}");
    }
}

#[test]
fn consents_of_a_known_subject_are_numbered() {
    let folder = folder("numbered");
    let map = map(&folder);
    let first = write(&folder, "1.json", document(1, json!({})));
    let other = write(&folder, "2.json", document(2, json!({})));
    let again = write(
        &folder,
        "3.json",
        document(1, json!({"period": {"end": "2030"}})),
    );
    let ran = run(&[
        "consent",
        "import",
        "--json",
        "--subjects",
        &map,
        &first,
        &other,
        &again,
    ]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let ids: Vec<Value> = ran
        .json()
        .iter()
        .map(|report| report["message"]["grant"]["id"].clone())
        .collect();
    assert_eq!(ids, [1, 1, 2]);
}

#[test]
fn what_the_chain_refuses_refuses_the_whole_batch_unless_told_to_go_on() {
    let folder = folder("chain-refuses");
    let map = map(&folder);
    // A cell has eight places, of which two are kept for denies: the seventh permit of anyone has none.
    let files: Vec<String> = (1..9)
        .map(|place| {
            let rule = json!({"period": {"end": format!("203{place}")}});
            write(&folder, &format!("{place}.json"), document(1, rule))
        })
        .collect();
    let import = |options: &[&str]| {
        let mut arguments = vec!["consent", "import", "--json", "--subjects", &map];
        arguments.extend(options);
        arguments.extend(files.iter().map(String::as_str));
        let ran = run(&arguments);
        assert_eq!(ran.code, 1, "{}", ran.err);
        ran.json()
    };
    let code = |report: &Value| {
        let reason = report["reason"].as_str().unwrap_or_default();
        reason.split(':').next().unwrap().to_string()
    };
    let whole = import(&[]);
    assert!(whole.iter().all(|report| report["outcome"] == "refused"));
    assert!(whole.iter().all(|report| report["message"].is_null()));
    let codes: Vec<String> = whole.iter().map(code).collect();
    let batch = "batch_refused".to_string();
    assert_eq!(codes.iter().filter(|code| **code == batch).count(), 7);
    assert_eq!(codes[6], "cell_full");
    assert_eq!(whole[6]["element"], "Consent");
    let going: Vec<String> = import(&["--keep-going"]).iter().map(code).collect();
    assert_eq!(going, ["", "", "", "", "", "", "cell_full", "cell_full"]);
}

#[cfg(unix)]
#[test]
fn a_document_without_end_is_refused_for_its_size() {
    let ran = run(&["consent", "import", "--json", "--dry-run", "/dev/zero"]);
    assert_eq!(ran.code, 1);
    let report = ran.object();
    assert_eq!(report["element"], "Consent");
    assert_eq!(report["reason"], "too_large: more than 1048576 bytes");
}

#[test]
fn a_map_that_cannot_be_used_is_told_for_each_document() {
    let folder = folder("bad-map");
    let file = write(&folder, "1.json", document(1, json!({})));
    let broken = write(&folder, "map.toml", "[[subjects]]\nnames = 1\n");
    let absent = folder.join("absent.toml").display().to_string();
    for (map, said) in [
        (broken, "invalid_map: line 2"),
        (absent, "No such file"),
        (folder.display().to_string(), "directory"),
    ] {
        let ran = run(&["consent", "import", "--json", "--subjects", &map, &file]);
        assert_eq!(ran.code, 2);
        let report = ran.object();
        assert_eq!(report["outcome"], "refused");
        let reason = report["reason"].as_str().unwrap();
        assert!(
            reason.starts_with("unusable_map: ") && reason.contains(said),
            "{reason}"
        );
        assert!(ran.err.contains(said));
    }
}
