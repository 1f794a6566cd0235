//! The command line as a user calls it.

use serde_json::{json, Value};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The documents that `packages/fhir` publishes.
pub fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fhir/examples")
        .join(name)
}

/// A folder of this test's own, empty.
pub fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A folder with copies of examples.
pub fn folder_of(test: &str, names: &[&str]) -> PathBuf {
    let folder = folder(test);
    for name in names {
        let file = Path::new(name).file_name().unwrap();
        std::fs::copy(example(name), folder.join(file)).unwrap();
    }
    folder
}

/// What a run printed, and its exit code.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs the binary at the repository's root.
pub fn run<T: AsRef<std::ffi::OsStr>>(arguments: &[T]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_cw-health"))
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .output()
        .unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs `cw-health consent`.
pub fn consent<T: AsRef<str>>(arguments: &[T]) -> Ran {
    let mut all = vec!["consent"];
    all.extend(arguments.iter().map(AsRef::as_ref));
    run(&all)
}

impl Ran {
    /// The objects printed, one a line.
    pub fn json(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The one object printed.
    pub fn object(&self) -> Value {
        let [object] = self.json().try_into().unwrap();
        object
    }
}

pub fn import(options: &[&str], files: &[PathBuf]) -> Ran {
    let mut arguments = vec!["import".to_string(), "--json".to_string()];
    arguments.extend(options.iter().map(ToString::to_string));
    arguments.extend(files.iter().map(|file| file.display().to_string()));
    consent(&arguments)
}

pub fn outcomes(ran: &Ran) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    ran.json()
        .iter()
        .map(|report| {
            let code = text(&report["reason"]);
            let code = code.split(':').next().unwrap_or_default().to_string();
            (text(&report["outcome"]), code)
        })
        .collect()
}

pub fn outcome(outcome: &str, code: &str) -> (String, String) {
    (outcome.to_string(), code.to_string())
}

pub fn decide(consents: &Path, request: &Path, options: &[&str]) -> Ran {
    let mut arguments = vec![
        "decide".to_string(),
        "--consents".to_string(),
        consents.display().to_string(),
        "--request".to_string(),
        request.display().to_string(),
    ];
    arguments.extend(options.iter().map(ToString::to_string));
    consent(&arguments)
}

/// Asks for access for treatment within the categories of privacy.
pub fn asked(test: &str, actor: &str, change: impl FnOnce(&mut Value)) -> PathBuf {
    let mut request = json!({
        "at": "2026-01-15T12:00:00Z",
        "actors": [actor],
        "action": "access",
        "category": "patient-privacy",
        "purpose": "TREAT",
        "data": null,
    });
    change(&mut request);
    let file = folder(test).join("request.json");
    std::fs::write(&file, request.to_string()).unwrap();
    file
}
