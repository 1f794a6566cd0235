//! Filters as bits, and the rules that match.
//!
//! The attributes of a rule are bits. A rule's effective filter is a conjunction of filters that rules on its
//! path from the root state, at most one a level, so twelve bits a level and three levels hold it in one u64.

use super::tree::MAX_DEPTH;
use health_types::consent::Effect;

/// A set of attributes at levels of a path: bit `12 * level + attribute`.
pub(super) type Bits = u64;

pub(super) const PERMIT_ACTORS: Bits = 1;
pub(super) const DENY_ACTORS: Bits = 1 << 1;
pub(super) const PURPOSES: Bits = 1 << 2;
pub(super) const ACTIONS: Bits = 1 << 3;
pub(super) const PERIOD: Bits = 1 << 4;
pub(super) const CLASSES: Bits = 1 << 5;
pub(super) const LABELS: Bits = 1 << 6;
pub(super) const DATA_PERIOD: Bits = 1 << 7;
pub(super) const RECORDS: Bits = 1 << 8;
pub(super) const CONTEXTS: Bits = 1 << 9;
pub(super) const AUTHORS: Bits = 1 << 10;
pub(super) const CUSTODIANS: Bits = 1 << 11;
/// The attributes of the item, all that may be unknown.
pub(super) const DATA: Bits =
    everywhere(CLASSES | LABELS | DATA_PERIOD | RECORDS | CONTEXTS | AUTHORS | CUSTODIANS);

/// These attributes at one level.
pub(super) const fn at(attributes: Bits, level: usize) -> Bits {
    match level {
        0 => attributes,
        1 => attributes << 12,
        _ => attributes << 24,
    }
}

/// These attributes at every level.
pub(super) const fn everywhere(attributes: Bits) -> Bits {
    attributes | attributes << 12 | attributes << 24
}

/// The attributes of every level above this one.
pub(super) const fn above(level: usize) -> Bits {
    match level {
        0 => 0,
        1 => 0xFFF,
        _ => 0xFF_FFFF,
    }
}

/// A path through a tree: the index of the rule at each level, as far as it goes.
pub(super) type Path = [u8; MAX_DEPTH as usize];

/// A rule that matches, surely or on unknown attributes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    /// The rules from the root to this one.
    pub path: Path,
    /// The rule's level.
    pub level: usize,
    /// What the rule does.
    pub effect: Effect,
    /// The filters that must hold of what is unknown; none: it matches surely.
    pub unknown: Bits,
    /// Whether its purposes name the purpose asked for.
    pub names_purpose: bool,
    /// Whether its labels name one that must be named.
    pub names_label: bool,
}

impl Hit {
    /// Whether the rule matches whatever the unknown attributes are.
    pub fn is_sure(&self) -> bool {
        self.unknown == 0
    }

    /// Whether the rule is the root.
    pub fn is_root(&self) -> bool {
        self.level == 0
    }

    /// Whether the rule lies beneath `other`.
    pub fn is_beneath(&self, other: &Hit) -> bool {
        self.level > other.level && self.path.get(other.level) == other.path.get(other.level)
    }

    /// Whether this rule matches wherever `other` does, since each of its filters is one of the other's.
    pub fn covers(&self, other: &Hit) -> bool {
        let same = self.path.iter().zip(&other.path);
        let shared = same.take_while(|(a, b)| a == b).count();
        self.unknown & !(other.unknown & above_or_all(shared)) == 0
    }
}

/// The attributes of the first `levels` levels.
const fn above_or_all(levels: usize) -> Bits {
    if levels > 2 {
        Bits::MAX
    } else {
        above(levels)
    }
}
