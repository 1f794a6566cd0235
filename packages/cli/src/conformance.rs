//! `conformance`: published decision cases, run on the rules.

use crate::cases::{self, Malformed, Report};
use anyhow::{bail, Context};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Runs the cases of files and prints a line each and the totals; whether none disagrees. A file that cannot be read
/// is reported, keeps no other from being run, and then is an error.
pub fn run(files: &[PathBuf], json: bool) -> anyhow::Result<bool> {
    let (mut passed, mut failed, mut unjudged) = (0usize, 0usize, 0usize);
    let mut unreadable = 0usize;
    for file in files {
        let reports = reports(file).unwrap_or_else(|error| {
            unreadable = unreadable.saturating_add(1);
            eprintln!("cw-health: {error:#}");
            Vec::new()
        });
        for report in reports {
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
    match unreadable {
        0 => Ok(failed == 0),
        _ => bail!("unreadable: {unreadable} of {} files", files.len()),
    }
}

/// Runs the cases of one file: of a document or, if it is named so, of lines.
pub fn reports(file: &Path) -> anyhow::Result<Vec<Report>> {
    let named = || file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(named)?;
    let is_lines = |extension: &OsStr| extension == "jsonl" || extension == "ndjson";
    if !file.extension().is_some_and(is_lines) {
        let cases = cases::read(&text, false).with_context(named)?;
        let cases = (1..).zip(&cases);
        return Ok(cases.map(|(place, case)| cases::run(case, place)).collect());
    }
    let lines = (1..).zip(cases::lines(&text));
    Ok(lines
        .map(|(place, line)| match line {
            Ok(case) => cases::run(&case, place),
            Err(error) => Report::unreadable(place, Malformed::shape("invalid_case", &error)),
        })
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
