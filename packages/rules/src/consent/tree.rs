//! The rule tree of a consent, checked and flat: what storage packs and evaluation walks.

use super::build::{flatten, list};
use health_types::codes::{Action, DataClass};
use health_types::consent::{self as message, DataPeriod, Effect, Labels, Provision, Purpose};
use health_types::identity::{CredentialKind, Function};
use health_types::{Bytes32, Period};

/// The most rules of a tree.
pub const MAX_NODES: usize = 16;
/// The most levels of a tree, the root counted.
pub const MAX_DEPTH: u8 = 3;
/// The most rules directly beneath one.
pub const MAX_WIDTH: usize = 8;
/// The most actors of a rule.
pub const MAX_ACTORS: usize = 8;
/// The most purposes of a rule.
pub const MAX_PURPOSES: usize = 16;
/// The most actions of a rule: all there are.
pub const MAX_ACTIONS: usize = 5;
/// The most classes of a rule.
pub const MAX_CLASSES: usize = 32;
/// The most sensitivity labels of a rule or an item.
pub const MAX_LABELS: usize = 16;
/// The most selectors of a rule in sum: records, contexts, authors, custodians and private labels.
pub const MAX_SELECTORS: usize = 8;
/// The most cells that one consent stands in.
pub const MAX_CELLS: usize = 16;

/// Whom a rule is about, comparable: accounts in canonical bytes, accredited holders by number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    /// An account without an identity-registry number, by its canonical address.
    Account(Vec<u8>),
    /// An accredited person.
    Person(u32),
    /// An organisation, and whoever acts for it.
    Organisation(u32),
    /// A device.
    Device(u32),
    /// Whoever has this function in an organisation that it acts for.
    Function(Function),
    /// Whoever holds a valid credential of this kind.
    Credential(CredentialKind),
}

impl Actor {
    /// Whether this names a role, which many share, and no one in particular.
    pub fn is_role(&self) -> bool {
        matches!(self, Actor::Function(_) | Actor::Credential(_))
    }
}

/// One rule, with the filters that it states itself; an absent one is inherited. Lists are sorted, without
/// doubles, and never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// How far beneath the root; the root has 0, at most 2.
    pub depth: u8,
    /// What the rule does.
    pub effect: Effect,
    /// Whom it is about; at most 8.
    pub actors: Option<Vec<Actor>>,
    /// What for; at most 16.
    pub purposes: Option<Vec<Purpose>>,
    /// What is done with the data; at most 5.
    pub actions: Option<Vec<Action>>,
    /// Classes of data; at most 32.
    pub classes: Option<Vec<DataClass>>,
    /// Security labels; at most 16, and private ones among the selectors.
    pub labels: Option<Labels>,
    /// When the rule holds.
    pub period: Option<Period>,
    /// When the data were authored.
    pub data_period: Option<DataPeriod>,
    /// Records; all selectors together at most 8.
    pub records: Option<Vec<Bytes32>>,
    /// Contexts that data are related to.
    pub contexts: Option<Vec<Bytes32>>,
    /// Authors of the data.
    pub authors: Option<Vec<Bytes32>>,
    /// Custodians of the data.
    pub custodians: Option<Vec<Bytes32>>,
}

impl Node {
    /// A rule that states no filter.
    pub fn new(depth: u8, effect: Effect) -> Node {
        Node {
            depth,
            effect,
            actors: None,
            purposes: None,
            actions: None,
            classes: None,
            labels: None,
            period: None,
            data_period: None,
            records: None,
            contexts: None,
            authors: None,
            custodians: None,
        }
    }
}

/// A checked tree: its rules in pre-order, the root first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    nodes: Vec<Node>,
}

/// The cells that a consent stands in: each requester to whom its tree may yield anything looks into one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cells {
    /// It stands in the cell that every requester looks into; then it needs no other.
    pub anyone: bool,
    /// Else the actors in whose cells it stands, sorted; 1 to 16, no roles among them.
    pub actors: Vec<Actor>,
}

/// Why a tree is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// The tree has more than 16 rules.
    #[error("too_many_rules: a tree has at most 16 rules")]
    TooManyRules,
    /// The tree is deeper than 3 levels.
    #[error("tree_too_deep: a tree has at most 3 levels, the root counted")]
    TooDeep,
    /// A rule has more than 8 rules beneath it.
    #[error("tree_too_wide: a rule has at most 8 rules directly beneath it")]
    TooWide,
    /// A rule names more than 8 actors.
    #[error("too_many_actors: a rule names at most 8 actors")]
    TooManyActors,
    /// A rule names more than 16 purposes.
    #[error("too_many_purposes: a rule names at most 16 purposes")]
    TooManyPurposes,
    /// A rule names more than 5 actions.
    #[error("too_many_actions: a rule names at most 5 actions")]
    TooManyActions,
    /// A rule names more than 32 classes.
    #[error("too_many_classes: a rule names at most 32 classes")]
    TooManyClasses,
    /// A rule names more than 16 sensitivity labels.
    #[error("too_many_labels: a rule names at most 16 sensitivity labels")]
    TooManyLabels,
    /// A rule has more than 8 selectors.
    #[error("too_many_selectors: a rule has at most 8 records, contexts, authors, custodians and private labels in sum")]
    TooManySelectors,
    /// A list is stated but empty, which is not "any".
    #[error("empty_list: {0} is stated but empty")]
    EmptyList(&'static str),
    /// A list holds an entry twice.
    #[error("duplicate_entry: {0} has an entry twice")]
    Duplicate(&'static str),
    /// A selector, project or purpose of another system is all zero.
    #[error("zero_hash: {0} has an entry that is all zero")]
    ZeroHash(&'static str),
    /// A holder's number is 0.
    #[error("zero_holder: identity-registry numbers begin at 1")]
    ZeroHolder,
    /// No second, or no day, lies in a period.
    #[error("empty_period: nothing lies in {0}")]
    EmptyPeriod(&'static str),
    /// The consent would stand in more than 16 cells.
    #[error("too_many_cells: the root and the rules that widen it name at most 16 actors")]
    TooManyCells,
    /// Rules do not form a tree in pre-order.
    #[error("invalid_tree: rules are not in pre-order")]
    Shape,
}

impl Tree {
    /// Checks a provision and flattens it. `resolve` turns an account's spelling into an actor: its number if
    /// it has one, else canonical bytes.
    ///
    /// # Errors
    /// The first bound that is broken; what `resolve` refuses.
    pub fn build<E: From<TreeError>>(
        provision: &Provision,
        mut resolve: impl FnMut(&str) -> Result<Actor, E>,
    ) -> Result<Tree, E> {
        let mut nodes = Vec::new();
        flatten(provision, 0, &mut nodes, &mut resolve)?;
        let tree = Tree { nodes };
        if tree.cells().actors.len() > MAX_CELLS {
            return Err(TreeError::TooManyCells.into());
        }
        Ok(tree)
    }

    /// The tree of rules that were checked before, as storage keeps them.
    ///
    /// # Errors
    /// `invalid_tree` unless they are a root and what follows it in pre-order; `too_many_rules`.
    pub fn from_nodes(nodes: Vec<Node>) -> Result<Tree, TreeError> {
        if nodes.len() > MAX_NODES {
            return Err(TreeError::TooManyRules);
        }
        // The depth that the next rule may have at most: the root's first, then one beneath the last.
        let mut deepest = 0;
        for (index, node) in nodes.iter().enumerate() {
            if node.depth > deepest || node.depth >= MAX_DEPTH || (node.depth == 0) != (index == 0)
            {
                return Err(TreeError::Shape);
            }
            deepest = node.depth.saturating_add(1);
        }
        if nodes.is_empty() {
            return Err(TreeError::Shape);
        }
        Ok(Tree { nodes })
    }

    /// The rules in pre-order.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// What the root does.
    pub fn root_effect(&self) -> Effect {
        self.nodes.first().map_or(Effect::Deny, |root| root.effect)
    }

    /// The provision that the tree was built from, lists sorted. `humanize` gives an account's spelling.
    ///
    /// # Errors
    /// What `humanize` refuses.
    pub fn to_provision<E: From<TreeError>>(
        &self,
        mut humanize: impl FnMut(&[u8]) -> Result<String, E>,
    ) -> Result<Provision, E> {
        // From the last rule to the first, a rule takes the finished ones that wait one level beneath it.
        let mut waiting: Vec<(u8, Provision)> = Vec::new();
        for node in self.nodes.iter().rev() {
            let mut beneath = Vec::new();
            while let Some((depth, provision)) = waiting.pop() {
                if depth <= node.depth {
                    waiting.push((depth, provision));
                    break;
                }
                beneath.push(provision);
            }
            waiting.push((node.depth, node.to_provision(beneath, &mut humanize)?));
        }
        waiting
            .pop()
            .map(|(_, root)| root)
            .ok_or_else(|| TreeError::Shape.into())
    }

    /// Puts numbers in place of accounts, once `number` may ask who is accredited.
    ///
    /// # Errors
    /// What `number` refuses; `duplicate_entry` if an account's number is named beside it.
    pub fn number_accounts<E: From<TreeError>>(
        &mut self,
        mut number: impl FnMut(&[u8]) -> Result<Option<u32>, E>,
    ) -> Result<(), E> {
        for node in &mut self.nodes {
            let Some(actors) = node.actors.take() else {
                continue;
            };
            let numbered = actors
                .into_iter()
                .map(|actor| {
                    Ok(match &actor {
                        Actor::Account(bytes) => number(bytes)?.map_or(actor, Actor::Person),
                        _ => actor,
                    })
                })
                .collect::<Result<_, E>>()?;
            node.actors = list("actors", numbered, MAX_ACTORS, TreeError::TooManyActors)?;
        }
        Ok(())
    }

    /// The cells under which the consent is found. A rule that widens the root reaches whom it names, so it
    /// has cells of its own; an exception, and all beneath it, stays within the actors of the rule that it is
    /// an exception to, and needs none. Without actors, or with a role among them, anyone may be reached.
    pub fn cells(&self) -> Cells {
        let mut cells = Cells {
            anyone: false,
            actors: Vec::new(),
        };
        let root = self.root_effect();
        // How deep the chain of the root's effect reaches from the root to the rule before.
        let mut chain = 0;
        for node in &self.nodes {
            if node.depth > chain || node.effect != root {
                chain = chain.min(node.depth);
                continue;
            }
            chain = node.depth.saturating_add(1);
            match &node.actors {
                None if node.depth == 0 => cells.anyone = true,
                None => {}
                Some(actors) if actors.iter().any(Actor::is_role) => cells.anyone = true,
                Some(actors) => cells.actors.extend(actors.iter().cloned()),
            }
        }
        if cells.anyone {
            cells.actors.clear();
        }
        cells.actors.sort_unstable();
        cells.actors.dedup();
        cells
    }
}

impl Node {
    fn to_provision<E>(
        &self,
        beneath: Vec<Provision>,
        humanize: &mut impl FnMut(&[u8]) -> Result<String, E>,
    ) -> Result<Provision, E> {
        let mut name = |actor: &Actor| {
            Ok(match actor {
                Actor::Account(bytes) => message::Actor::Account {
                    address: humanize(bytes)?,
                },
                Actor::Person(holder) => message::Actor::Person { holder: *holder },
                Actor::Organisation(holder) => message::Actor::Organisation { holder: *holder },
                Actor::Device(holder) => message::Actor::Device { holder: *holder },
                Actor::Function(function) => message::Actor::Function {
                    function: *function,
                },
                Actor::Credential(kind) => message::Actor::Credential { kind: *kind },
            })
        };
        let actors = self.actors.as_ref();
        Ok(Provision {
            effect: self.effect,
            actors: actors
                .map(|actors| actors.iter().map(&mut name).collect::<Result<_, E>>())
                .transpose()?,
            purposes: self.purposes.clone(),
            actions: self.actions.clone(),
            classes: self.classes.clone(),
            labels: self.labels.clone(),
            period: self.period,
            data_period: self.data_period,
            records: self.records.clone(),
            contexts: self.contexts.clone(),
            authors: self.authors.clone(),
            custodians: self.custodians.clone(),
            provision: (!beneath.is_empty()).then_some(beneath),
        })
    }
}
