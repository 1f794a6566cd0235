//! `conformance`: published decision cases, run on the rules.

use crate::cases::{self, Report};
use anyhow::Context;
use std::path::{Path, PathBuf};

/// Runs the cases of files and prints a line each and the totals; whether none disagrees.
pub fn run(files: &[PathBuf], json: bool) -> anyhow::Result<bool> {
    let (mut passed, mut failed, mut unjudged) = (0usize, 0usize, 0usize);
    for file in files {
        for report in reports(file)? {
            let count = match report.passed {
                Some(true) => &mut passed,
                Some(false) => &mut failed,
                None => &mut unjudged,
            };
            *count = count.saturating_add(1);
            print(&report, json)?;
        }
    }
    let totals = format!("{passed} passed, {failed} disagreed, {unjudged} not judged");
    if json {
        eprintln!("{totals}");
    } else {
        println!("{totals}");
    }
    Ok(failed == 0)
}

/// Runs the cases of one file.
pub fn reports(file: &Path) -> anyhow::Result<Vec<Report>> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let lines = file
        .extension()
        .is_some_and(|extension| extension == "jsonl");
    let cases = cases::read(&text, lines).with_context(|| file.display().to_string())?;
    Ok((1..)
        .zip(&cases)
        .map(|(position, case)| cases::run(case, position))
        .collect())
}

fn print(report: &Report, json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string(report)?);
        return Ok(());
    }
    let mark = match report.passed {
        Some(true) => "ok  ",
        Some(false) => "FAIL",
        None => "-   ",
    };
    let note = report
        .note
        .as_ref()
        .map(|note| format!("  {note}"))
        .unwrap_or_default();
    println!(
        "{mark} {}  {} ({}){note}",
        report.id, report.decision, report.reason
    );
    Ok(())
}
