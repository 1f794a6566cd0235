//! The bounds of consent-registry, judged after normalising.

use super::{Filters, Node};
use crate::refusal::Refusal;

/// The most rules of a tree, the root counted.
const MAX_RULES: usize = 16;
/// The deepest nesting, the root counted.
const MAX_DEPTH: usize = 3;
/// The most rules beneath one.
const MAX_WIDTH: usize = 8;

const MAX_ACTORS: usize = 8;
const MAX_PURPOSES: usize = 16;
const MAX_CLASSES: usize = 32;
const MAX_LABELS: usize = 16;
const MAX_SELECTORS: usize = 8;

fn count<T>(values: &Option<std::collections::BTreeSet<T>>) -> usize {
    values.as_ref().map_or(0, |values| values.len())
}

impl Filters {
    /// Each bounded attribute: its name, how many values are stated, and how many may be.
    fn sizes(&self) -> [(&'static str, usize, usize); 5] {
        let labels = self.labels.as_ref();
        let selectors = [
            &self.records,
            &self.contexts,
            &self.authors,
            &self.custodians,
        ]
        .into_iter()
        .map(count)
        .chain(labels.map(|labels| labels.private.len()))
        .fold(0, usize::saturating_add);
        [
            ("actors", count(&self.actors), MAX_ACTORS),
            ("purposes", count(&self.purposes), MAX_PURPOSES),
            ("classes", count(&self.classes), MAX_CLASSES),
            (
                "labels",
                labels.map_or(0, |labels| labels.sensitivity.len()),
                MAX_LABELS,
            ),
            (
                "data, custodians and private labels",
                selectors,
                MAX_SELECTORS,
            ),
        ]
    }

    /// Whether every attribute has at most as many values as a rule may have.
    pub(crate) fn fits(&self) -> bool {
        self.sizes()
            .into_iter()
            .all(|(_, stated, most)| stated <= most)
    }

    /// By how many values each bounded attribute is too large.
    pub(crate) fn sizes_exceeded(&self) -> [usize; 5] {
        self.sizes()
            .map(|(_, stated, most)| stated.saturating_sub(most))
    }
}

/// Refuses a tree that is too large, naming the count.
pub(crate) fn check(path: &str, root: &Node) -> Result<(), Refusal> {
    let refuse = |code, text: String| Err(Refusal::new(path, code, text));
    let (mut level, mut rules, mut depth) = (vec![root], 0usize, 0usize);
    while !level.is_empty() {
        depth = depth.saturating_add(1);
        rules = rules.saturating_add(level.len());
        for node in &level {
            let width = node.children.len();
            if width > MAX_WIDTH {
                return refuse(
                    "too_wide",
                    format!("{width} rules beneath one, {MAX_WIDTH} are carried"),
                );
            }
            for (name, stated, most) in node.filters.sizes() {
                if stated > most {
                    return refuse(
                        "too_many_values",
                        format!("{stated} {name} in one rule, {most} are carried"),
                    );
                }
            }
        }
        level = level.into_iter().flat_map(|node| &node.children).collect();
    }
    if depth > MAX_DEPTH {
        return refuse(
            "too_deep",
            format!("{depth} levels of rules, {MAX_DEPTH} are carried"),
        );
    }
    if rules > MAX_RULES {
        return refuse(
            "too_many_rules",
            format!("{rules} rules, {MAX_RULES} are carried"),
        );
    }
    Ok(())
}
