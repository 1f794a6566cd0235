//! The README says what is so: its commands print what stands beneath them, its messages and files are accepted.

use super::support::run;
use health_types::{consent, identity};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The text of a document of the repository's root.
fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

/// The fenced blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let readme = read("README.md");
    let fence = format!("\n```{language}\n");
    let after = readme.split(fence.as_str()).skip(1);
    let found: Vec<String> = after
        .map(|block| block.split("\n```").next().unwrap().to_string() + "\n")
        .collect();
    assert!(!found.is_empty(), "{language}");
    found
}

fn printed(arguments: &str) -> String {
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    run(&arguments).out
}

#[test]
fn commands_print_what_stands_beneath_them() {
    for block in blocks("console") {
        let (command, expected) = block.split_once('\n').unwrap();
        let arguments = command.strip_prefix("$ cw-health ").unwrap();
        assert_eq!(printed(arguments), expected, "{command}");
    }
}

#[test]
fn the_demo_says_what_is_quoted() {
    let all = printed("demo");
    for block in blocks("demo") {
        for answer in block.split("  ? ").skip(1) {
            assert!(all.contains(answer), "{answer}");
        }
    }
}

#[test]
fn messages_are_accepted() {
    fn fits<T: DeserializeOwned>(json: &str) -> bool {
        serde_json::from_str::<T>(json).is_ok()
    }
    let request: String = read("packages/cli/examples/request.json");
    let known = [
        fits::<consent::QueryMsg>,
        fits::<consent::InstantiateMsg>,
        fits::<identity::InstantiateMsg>,
    ];
    for block in blocks("json") {
        let times = known.iter().filter(|fits| fits(&block)).count();
        assert!(times == 1 || block == request, "{block}");
    }
}

#[test]
fn the_map_file_is_read() {
    for block in blocks("toml") {
        let map = health_fhir::MapFile::parse(&block).unwrap();
        assert_eq!((map.subjects.len(), map.actors.len()), (1, 1));
    }
}

#[test]
fn links_lead_somewhere() {
    for document in [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
    ] {
        for link in read(document).split("](").skip(1) {
            let link = link.split(')').next().unwrap();
            let elsewhere = link.starts_with("https://");
            assert!(
                elsewhere || root().join(link).exists(),
                "{document}: {link}"
            );
        }
    }
}

#[test]
fn every_command_and_option_is_listed() {
    let readme = read("README.md");
    for command in [
        "demo",
        "consent import",
        "consent decide",
        "consent export",
        "consent subjects new",
        "conformance",
    ] {
        let usage = readme
            .lines()
            .find(|line| line.starts_with(&format!("    cw-health {command}")))
            .unwrap_or_else(|| panic!("{command}"));
        let help = printed(&format!("{command} --help"));
        for option in help
            .split_whitespace()
            .filter(|word| word.starts_with("--"))
        {
            assert!(
                option == "--help" || usage.contains(option),
                "{command} {option}"
            );
        }
    }
}
