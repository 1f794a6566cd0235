//! Measures every case of every suite at every size, and judges the figures.

use std::collections::BTreeMap;

use anyhow::{anyhow, bail, Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::gas::{self, Gas, Usage};
use crate::scenario::{contract_of, must, Budget, Case, Deploy, Probe, Step};
use crate::Chain;

/// Records that a contract holds when it is measured.
pub const SIZES: [u32; 3] = [10, 1_000, 100_000];
/// By how much a case may cost more at the largest size than at the smallest, in per cent.
pub const GROWTH_PERCENT: u64 = 105;
/// By how much a figure may differ from the committed one, in per cent.
pub const DRIFT_PERCENT: u64 = 2;
/// The VM's share of a raw query, beside the read: encoding the request and decoding the answer,
/// measured as the difference of two calls of one contract.
pub const RAW_QUERY_VM: u64 = 60;

/// One case at one size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Records in the contract.
    pub records: u32,
    /// The bill.
    pub gas: Gas,
}

/// One case at every size.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    /// The suite: the contract's crate, and what grows in it if it is not the contract's first.
    pub contract: String,
    /// What was measured.
    pub case: String,
    /// Bytes of the message; a raw query has none.
    pub message_bytes: u64,
    /// The most contract gas that it may cost.
    pub budget: Option<u64>,
    /// Where the budget comes from.
    pub source: Option<String>,
    /// Why the budget cannot be met.
    pub excuse: Option<String>,
    /// The most that it may cost instead.
    pub ceiling: Option<u64>,
    /// The figures, the smallest size first.
    pub figures: Vec<Figure>,
}

/// What the contract's state is made of and weighs at the largest size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The contract's crate.
    pub contract: String,
    /// What was counted.
    pub records: String,
    /// How many there were.
    pub count: u32,
    /// Entries of the store.
    pub entries: u64,
    /// Bytes of keys and values, without prefixes.
    pub bytes: u64,
}

/// All that was measured.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// The cases.
    pub rows: Vec<Row>,
    /// The states.
    pub states: Vec<State>,
}

/// Measures the suites at the sizes, which must grow. With `only`, that contract's alone.
pub fn measure(suites: &[(&str, Deploy)], sizes: &[u32], only: Option<&str>) -> Result<Report> {
    let mut report = Report::default();
    for (contract, deploy) in suites {
        if only.is_some_and(|only| only != contract_of(contract)) {
            continue;
        }
        let mut chain = Chain::new();
        let mut suite = deploy(&mut chain).with_context(|| format!("deploying {contract}"))?;
        let mut rows: Vec<Row> = suite
            .cases()
            .iter()
            .map(|case| row(contract, case))
            .collect();
        let mut grown = 0;
        for size in sizes {
            let bar = progress(contract, suite.records(), *size);
            // In steps, so that the bar moves.
            while grown < *size {
                let next = grown.saturating_add(500).min(*size);
                suite.grow(&mut chain, grown, next).with_context(|| {
                    format!("{contract}: growing to {next} {}", suite.records())
                })?;
                grown = next;
                bar.set_position(grown.into());
            }
            bar.finish_and_clear();
            let mut failed = Vec::new();
            for (case, row) in suite.cases().iter().zip(&mut rows) {
                match measure_case(&mut chain, suite.address(), case) {
                    Ok(gas) => row.figures.push(Figure {
                        records: *size,
                        gas,
                    }),
                    Err(error) => failed.push(format!("{}: {error:#}", case.name)),
                }
            }
            if !failed.is_empty() {
                bail!("{contract} at {size}:\n{}", failed.join("\n"));
            }
        }
        let (entries, bytes) = chain.state_size(suite.address());
        report.rows.append(&mut rows);
        report.states.push(State {
            contract: contract.to_string(),
            records: suite.records().into(),
            count: grown,
            entries: u64::try_from(entries)?,
            bytes,
        });
    }
    Ok(report)
}

fn row(contract: &str, case: &Case) -> Row {
    let budget = case.budget.as_ref();
    let excuse = budget.and_then(|budget| budget.excuse.as_ref());
    Row {
        contract: contract.into(),
        case: case.name.into(),
        message_bytes: match &case.probe {
            Probe::Call(call) => gas::len(call.msg()),
            Probe::Raw(_) => 0,
        },
        budget: budget.map(|budget| budget.gas),
        source: budget.map(|budget: &Budget| budget.source.into()),
        excuse: excuse.map(|excuse| excuse.reason.into()),
        ceiling: excuse.map(|excuse| excuse.ceiling),
        figures: Vec::new(),
    }
}

fn progress(contract: &str, records: &str, size: u32) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
    ProgressBar::new(size.into())
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_message(format!("{contract}: {records}"))
}

fn measure_case(chain: &mut Chain, contract: &str, case: &Case) -> Result<Gas> {
    let mark = chain.mark();
    let gas = (|| {
        for step in &case.before {
            match step {
                Step::Run(call) => {
                    must(chain, call)?;
                }
                Step::Wait(seconds) => chain.advance(*seconds),
            }
        }
        match &case.probe {
            Probe::Call(call) => measure_call(chain, call),
            Probe::Raw(keys) => measure_raw(chain, contract, keys),
        }
    })();
    chain.rewind(mark);
    gas
}

fn measure_call(chain: &mut Chain, call: &Call) -> Result<Gas> {
    let outcome = chain.measure(call).map_err(|differ| anyhow!(differ))?;
    outcome.result.map_err(|refusal| {
        let msg = String::from_utf8_lossy(call.msg()).into_owned();
        anyhow!("{refusal}\n  {msg}")
    })?;
    Ok(outcome.gas)
}

fn measure_raw(chain: &Chain, contract: &str, keys: &[Vec<u8>]) -> Result<Gas> {
    let mut usage = Usage::default();
    for key in keys {
        let value = chain.read(contract, key);
        let value = value.with_context(|| format!("there is no entry {key:02x?}"))?;
        usage.charge_read(key, Some(&value));
        usage.points = usage
            .points
            .saturating_add(RAW_QUERY_VM.saturating_mul(gas::POINTS_PER_GAS));
    }
    Ok(Gas::from(&usage))
}

impl Row {
    /// Contract gas at the smallest and at the largest size.
    pub fn ends(&self) -> Option<(u64, u64)> {
        Some((
            self.figures.first()?.gas.contract,
            self.figures.last()?.gas.contract,
        ))
    }
}

/// What is wrong with the figures by themselves: budgets and growth.
pub fn judge(report: &Report) -> Vec<String> {
    let mut wrong = Vec::new();
    for row in &report.rows {
        let Some((small, large)) = row.ends() else {
            continue;
        };
        let name = format!("{}: {}", row.contract, row.case);
        if let Some(budget) = row.budget {
            let limit = row.ceiling.unwrap_or(budget);
            if large > limit {
                wrong.push(format!("{name} costs {large}, at most {limit} are allowed"));
            }
            if row.ceiling.is_some() && large <= budget {
                wrong.push(format!("{name} costs {large} and needs no excuse"));
            }
        }
        if large.saturating_mul(100) > small.saturating_mul(GROWTH_PERCENT) {
            wrong.push(format!("{name} grows from {small} to {large}"));
        }
    }
    wrong
}

/// What is wrong with the figures beside the committed ones.
pub fn drift(report: &Report, committed: &Report) -> Vec<String> {
    let figures = |report: &Report| -> BTreeMap<(String, String, u32), u64> {
        let rows = report.rows.iter();
        rows.flat_map(|row| {
            let name = (row.contract.clone(), row.case.clone());
            row.figures.iter().map(move |figure| {
                (
                    (name.0.clone(), name.1.clone(), figure.records),
                    figure.gas.contract,
                )
            })
        })
        .collect()
    };
    let (new, old) = (figures(report), figures(committed));
    let mut wrong = Vec::new();
    for ((contract, case, records), gas) in &new {
        let name = format!("{contract}: {case} at {records}");
        match old.get(&(contract.clone(), case.clone(), *records)) {
            None => wrong.push(format!("{name} is not in the committed report")),
            Some(before) => {
                let off = gas.abs_diff(*before).saturating_mul(100);
                if off > before.saturating_mul(DRIFT_PERCENT) {
                    wrong.push(format!(
                        "{name} costs {gas}, the committed report says {before}"
                    ));
                }
            }
        }
    }
    for (contract, case, records) in old.keys().filter(|key| !new.contains_key(*key)) {
        wrong.push(format!(
            "{contract}: {case} at {records} is measured no more"
        ));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(figures: &[(u32, u64)], budget: Option<u64>) -> Report {
        let figures = figures.iter().map(|(records, contract)| Figure {
            records: *records,
            gas: Gas {
                contract: *contract,
                ..Gas::default()
            },
        });
        Report {
            rows: vec![Row {
                contract: "c".into(),
                case: "m".into(),
                message_bytes: 1,
                budget,
                source: None,
                excuse: None,
                ceiling: None,
                figures: figures.collect(),
            }],
            states: Vec::new(),
        }
    }

    #[test]
    fn a_budget_is_met_to_the_last_gas() {
        assert!(judge(&report(&[(10, 100), (100, 100)], Some(100))).is_empty());
        assert_eq!(judge(&report(&[(10, 100), (100, 101)], Some(100))).len(), 1);
    }

    #[test]
    fn an_excuse_holds_up_to_its_own_figure_and_as_long_as_it_is_needed() {
        let excused = |gas, ceiling| {
            let mut report = report(&[(10, gas), (100, gas)], Some(100));
            report.rows[0].ceiling = Some(ceiling);
            judge(&report)
        };
        assert!(excused(101, 101).is_empty());
        assert!(excused(105, 105).is_empty());
        assert_eq!(
            excused(106, 105),
            ["c: m costs 106, at most 105 are allowed"]
        );
        assert_eq!(excused(100, 105), ["c: m costs 100 and needs no excuse"]);
    }

    #[test]
    fn growth_is_judged_from_the_smallest_to_the_largest() {
        assert!(judge(&report(&[(10, 100), (50, 200), (100, 105)], None)).is_empty());
        assert_eq!(judge(&report(&[(10, 100), (100, 106)], None)).len(), 1);
    }

    #[test]
    fn drift_counts_both_ways_and_cases_may_neither_come_nor_go_unseen() {
        let old = report(&[(10, 10_000)], None);
        assert!(drift(&report(&[(10, 10_200)], None), &old).is_empty());
        assert!(drift(&report(&[(10, 9_800)], None), &old).is_empty());
        assert_eq!(drift(&report(&[(10, 10_201)], None), &old).len(), 1);
        assert_eq!(drift(&report(&[(10, 9_799)], None), &old).len(), 1);
        let (new, gone) = (report(&[(10, 10_000), (11, 1)], None), Report::default());
        assert_eq!(
            drift(&new, &old),
            ["c: m at 11 is not in the committed report"]
        );
        assert_eq!(drift(&gone, &old), ["c: m at 10 is measured no more"]);
        let mut renamed = report(&[(10, 10_000)], None);
        renamed.rows[0].case = "n".into();
        assert_eq!(drift(&renamed, &old).len(), 2);
    }
}
