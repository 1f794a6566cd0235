//! Provisions in few words.

pub use health_rules::consent::{check_item, Actor, Cells, Node, Tree, TreeError};
pub use health_types::codes::{
    Action, Code, Confidentiality, DataClass, PurposeOfUse, Sensitivity,
};
pub use health_types::consent::{
    self as message, DataPeriod, Effect, Item, Labels, Provision, Purpose,
};
pub use health_types::identity::Function;
pub use health_types::{Bytes32, Period};

pub fn rule(effect: Effect) -> Provision {
    Provision::new(effect)
}

pub fn permit() -> Provision {
    rule(Effect::Permit)
}

pub fn beneath(parent: Provision, children: Vec<Provision>) -> Provision {
    Provision {
        provision: Some(children),
        ..parent
    }
}

pub fn by(effect: Effect, holders: std::ops::RangeInclusive<u32>) -> Provision {
    let actors = holders
        .map(|holder| message::Actor::Organisation { holder })
        .collect();
    Provision {
        actors: Some(actors),
        ..rule(effect)
    }
}

/// Accounts that are named `#n` are holder n's.
pub fn build(provision: &Provision) -> Result<Tree, TreeError> {
    Tree::build(provision, |address: &str| {
        let holder = address
            .strip_prefix('#')
            .and_then(|number| number.parse().ok());
        Ok(holder.map_or_else(
            || Actor::Account(address.as_bytes().to_vec()),
            Actor::Person,
        ))
    })
}

pub fn hashes(count: u8) -> Option<Vec<Bytes32>> {
    Some((1..=count).map(|byte| Bytes32([byte; 32])).collect())
}

pub fn labels(labels: Labels) -> Provision {
    Provision {
        labels: Some(labels),
        ..permit()
    }
}

pub const NO_LABELS: Labels = Labels {
    confidentiality: None,
    private: None,
    sensitivity: None,
};
