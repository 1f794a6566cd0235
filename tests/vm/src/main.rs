//! The gas report: `cargo run -p cw-health-bench --release`.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use cw_health_bench::bench::{drift, judge, measure, Report, SIZES};
use cw_health_bench::chain::repository;
use cw_health_bench::scenario::contract_of;
use cw_health_bench::{print, scenarios};

/// Measures what every message costs on the real VM. Needs the Wasm of scripts/build-wasm.
///
/// Prints the figures and writes them to GAS.md and gas.json. Fails when a budget is exceeded or a
/// message grows dearer with the records in its contract.
#[derive(Parser)]
#[command(name = "cw-health-bench", version)]
struct Arguments {
    /// Write nothing; fail also when a figure is more than 2 % off gas.json.
    #[arg(long)]
    check: bool,
    /// Measure one contract only, and write nothing.
    #[arg(long, value_name = "CRATE")]
    contract: Option<String>,
    /// Measure with few records only, and write nothing.
    #[arg(long)]
    quick: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(wrong) if wrong.is_empty() => ExitCode::SUCCESS,
        Ok(wrong) => {
            for line in wrong {
                eprintln!("wrong: {line}");
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<Vec<String>> {
    let sizes = if arguments.quick {
        &SIZES[..1]
    } else {
        &SIZES[..]
    };
    let report = measure(scenarios::ALL, sizes, arguments.contract.as_deref())?;
    println!("{}", print::terminal(&report));
    let mut wrong = judge(&report);
    let (markdown, json) = (repository().join("GAS.md"), repository().join("gas.json"));
    if arguments.check {
        let text = fs::read_to_string(&json).context("gas.json")?;
        let mut committed: Report = serde_json::from_str(&text).context("gas.json")?;
        if let Some(contract) = &arguments.contract {
            committed
                .rows
                .retain(|row| contract_of(&row.contract) == contract);
        }
        if arguments.quick {
            for row in &mut committed.rows {
                row.figures.truncate(sizes.len());
            }
        }
        wrong.extend(drift(&report, &committed));
    } else if arguments.contract.is_none() && !arguments.quick {
        fs::write(&markdown, print::markdown(&report)?).context("GAS.md")?;
        let mut text = serde_json::to_string_pretty(&report)?;
        text.push('\n');
        fs::write(&json, text).context("gas.json")?;
        println!("written: GAS.md, gas.json");
    }
    Ok(wrong)
}
