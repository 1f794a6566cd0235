//! The bounds of a tree, checked as a provision is flattened.

use super::tree::{
    Actor, Node, TreeError, MAX_ACTIONS, MAX_ACTORS, MAX_CLASSES, MAX_DEPTH, MAX_LABELS, MAX_NODES,
    MAX_PURPOSES, MAX_SELECTORS, MAX_WIDTH,
};
use health_types::consent::{self as message, DataPeriod, Labels, Provision, Purpose};
use health_types::Bytes32;

/// Appends a provision and what is beneath it.
pub(super) fn flatten<E: From<TreeError>>(
    provision: &Provision,
    depth: u8,
    nodes: &mut Vec<Node>,
    resolve: &mut impl FnMut(&str) -> Result<Actor, E>,
) -> Result<(), E> {
    if depth >= MAX_DEPTH {
        return Err(TreeError::TooDeep.into());
    }
    if nodes.len() >= MAX_NODES {
        return Err(TreeError::TooManyRules.into());
    }
    nodes.push(node(provision, depth, resolve)?);
    if let Some(beneath) = &provision.provision {
        if beneath.is_empty() {
            return Err(TreeError::EmptyList("provision").into());
        }
        if beneath.len() > MAX_WIDTH {
            return Err(TreeError::TooWide.into());
        }
        for child in beneath {
            flatten(child, depth.saturating_add(1), nodes, resolve)?;
        }
    }
    Ok(())
}

/// Checks the filters of one rule.
fn node<E: From<TreeError>>(
    provision: &Provision,
    depth: u8,
    resolve: &mut impl FnMut(&str) -> Result<Actor, E>,
) -> Result<Node, E> {
    let labels = provision.labels.as_ref();
    let lists = [
        &provision.records,
        &provision.contexts,
        &provision.authors,
        &provision.custodians,
    ];
    let private = labels.and_then(|labels| labels.private.as_ref());
    let selectors = lists.into_iter().flatten().chain(private).map(Vec::len);
    if selectors.fold(0, usize::saturating_add) > MAX_SELECTORS {
        return Err(TreeError::TooManySelectors.into());
    }
    if provision.period.is_some_and(|period| period.is_empty()) {
        return Err(TreeError::EmptyPeriod("period").into());
    }
    let empty = |days: DataPeriod| matches!((days.from, days.until), (Some(from), Some(until)) if from >= until);
    if provision.data_period.is_some_and(empty) {
        return Err(TreeError::EmptyPeriod("data_period").into());
    }
    let actors = match &provision.actors {
        None => None,
        Some(actors) if actors.len() > MAX_ACTORS => return Err(TreeError::TooManyActors.into()),
        Some(actors) => {
            let resolved: Vec<Actor> = actors
                .iter()
                .map(|actor| domain(actor, resolve))
                .collect::<Result<_, E>>()?;
            list("actors", resolved, MAX_ACTORS, TreeError::TooManyActors)?
        }
    };
    let listed = |name, entries: &Option<Vec<Bytes32>>| hashes(name, entries.clone());
    Ok(Node {
        depth,
        effect: provision.effect,
        actors,
        purposes: purposes(provision.purposes.clone())?,
        actions: optional(
            "actions",
            provision.actions.clone(),
            MAX_ACTIONS,
            TreeError::TooManyActions,
        )?,
        classes: optional(
            "classes",
            provision.classes.clone(),
            MAX_CLASSES,
            TreeError::TooManyClasses,
        )?,
        labels: labels.map(checked_labels).transpose()?,
        period: provision.period,
        data_period: provision.data_period,
        records: listed("records", &provision.records)?,
        contexts: listed("contexts", &provision.contexts)?,
        authors: listed("authors", &provision.authors)?,
        custodians: listed("custodians", &provision.custodians)?,
    })
}

/// The comparable form of an actor.
fn domain<E: From<TreeError>>(
    actor: &message::Actor,
    resolve: &mut impl FnMut(&str) -> Result<Actor, E>,
) -> Result<Actor, E> {
    let numbered = |holder: u32, of: fn(u32) -> Actor| match holder {
        0 => Err(TreeError::ZeroHolder.into()),
        _ => Ok(of(holder)),
    };
    match actor {
        message::Actor::Account { address } => resolve(address),
        message::Actor::Person { holder } => numbered(*holder, Actor::Person),
        message::Actor::Organisation { holder } => numbered(*holder, Actor::Organisation),
        message::Actor::Device { holder } => numbered(*holder, Actor::Device),
        message::Actor::Function { function } => Ok(Actor::Function(*function)),
        message::Actor::Credential { kind } => Ok(Actor::Credential(*kind)),
    }
}

fn purposes(entries: Option<Vec<Purpose>>) -> Result<Option<Vec<Purpose>>, TreeError> {
    let zero = |purpose: &Purpose| match purpose {
        Purpose::Code { .. } => false,
        Purpose::Project { id } | Purpose::Other { id } => id.is_zero(),
    };
    if entries.iter().flatten().any(zero) {
        return Err(TreeError::ZeroHash("purposes"));
    }
    optional(
        "purposes",
        entries,
        MAX_PURPOSES,
        TreeError::TooManyPurposes,
    )
}

fn checked_labels(labels: &Labels) -> Result<Labels, TreeError> {
    let checked = Labels {
        confidentiality: labels.confidentiality,
        private: hashes("labels.private", labels.private.clone())?,
        sensitivity: optional(
            "labels.sensitivity",
            labels.sensitivity.clone(),
            MAX_LABELS,
            TreeError::TooManyLabels,
        )?,
    };
    if checked.confidentiality.is_none()
        && checked.private.is_none()
        && checked.sensitivity.is_none()
    {
        return Err(TreeError::EmptyList("labels"));
    }
    Ok(checked)
}

fn hashes(
    name: &'static str,
    entries: Option<Vec<Bytes32>>,
) -> Result<Option<Vec<Bytes32>>, TreeError> {
    if entries.iter().flatten().any(Bytes32::is_zero) {
        return Err(TreeError::ZeroHash(name));
    }
    optional(name, entries, MAX_SELECTORS, TreeError::TooManySelectors)
}

fn optional<T: Ord>(
    name: &'static str,
    entries: Option<Vec<T>>,
    max: usize,
    too_many: TreeError,
) -> Result<Option<Vec<T>>, TreeError> {
    match entries {
        None => Ok(None),
        Some(entries) => list(name, entries, max, too_many),
    }
}

/// Sorts a stated list and checks its bounds.
pub(super) fn list<T: Ord>(
    name: &'static str,
    mut entries: Vec<T>,
    max: usize,
    too_many: TreeError,
) -> Result<Option<Vec<T>>, TreeError> {
    if entries.is_empty() {
        return Err(TreeError::EmptyList(name));
    }
    if entries.len() > max {
        return Err(too_many);
    }
    entries.sort_unstable();
    let doubled = entries
        .iter()
        .zip(entries.iter().skip(1))
        .any(|(a, b)| a == b);
    if doubled {
        return Err(TreeError::Duplicate(name));
    }
    Ok(Some(entries))
}
