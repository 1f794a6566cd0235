//! The bounds of consent-registry, judged after normalising.

use super::{Filters, Node};
use crate::refusal::Refusal;
use health_rules::consent::{
    Actor, Tree, TreeError, MAX_ACTIONS, MAX_ACTORS, MAX_CLASSES, MAX_DEPTH, MAX_LABELS, MAX_NODES,
    MAX_PURPOSES, MAX_SELECTORS, MAX_WIDTH,
};
use health_types::consent::Provision;

fn count<T>(values: &Option<std::collections::BTreeSet<T>>) -> usize {
    values.as_ref().map_or(0, |values| values.len())
}

impl Filters {
    /// Each bounded attribute: its name, how many values are stated, and how many may be.
    fn sizes(&self) -> [(&'static str, usize, usize); 6] {
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
            ("actions", count(&self.actions), MAX_ACTIONS),
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
    pub(crate) fn sizes_exceeded(&self) -> [usize; 6] {
        self.sizes()
            .map(|(_, stated, most)| stated.saturating_sub(most))
    }
}

/// Makes the provision of a tree; refuses one that is too large, naming the count.
pub(crate) fn provision(path: &str, root: Node) -> Result<Provision, Refusal> {
    count_out(path, &root)?;
    let provision = Provision::from(root);
    let own_spelling = |address: &str| Ok(Actor::Account(address.as_bytes().to_vec()));
    match Tree::build::<TreeError>(&provision, own_spelling) {
        Ok(_) => Ok(provision),
        Err(error) => {
            let text = error.to_string();
            let (code, text) = text.split_once(": ").unwrap_or(("invalid_tree", &text));
            Err(Refusal::new(path, code, text))
        }
    }
}

/// Refuses with the count what the contract's own check would refuse without.
fn count_out(path: &str, root: &Node) -> Result<(), Refusal> {
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
    if depth > usize::from(MAX_DEPTH) {
        return refuse(
            "too_deep",
            format!("{depth} levels of rules, {MAX_DEPTH} are carried"),
        );
    }
    if rules > MAX_NODES {
        return refuse(
            "too_many_rules",
            format!("{rules} rules, {MAX_NODES} are carried"),
        );
    }
    Ok(())
}
