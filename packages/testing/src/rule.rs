//! Rules in few words.

use health_types::codes::{DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::{Actor, Effect, Item, Labels, NewConsent, Provision, Purpose};

use crate::Suite;

/// Builds a rule filter by filter.
pub trait Rule: Sized {
    /// Names an actor beside those named before.
    fn to(self, actor: Actor) -> Self;

    /// Names an organisation beside the actors named before.
    fn to_organisation(self, holder: u32) -> Self {
        self.to(Actor::Organisation { holder })
    }

    /// States the purposes.
    fn purposes(self, purposes: &[PurposeOfUse]) -> Self;

    /// States the sensitivity labels.
    fn labels(self, labels: &[Sensitivity]) -> Self;

    /// States the classes of data.
    fn classes(self, classes: &[DataClass]) -> Self;

    /// Nests a rule.
    fn with(self, rule: Provision) -> Self;

    /// The rule as the root of an active privacy consent without end.
    fn consent(self) -> NewConsent;
}

impl Rule for Provision {
    fn to(mut self, actor: Actor) -> Self {
        self.actors.get_or_insert_default().push(actor);
        self
    }

    fn purposes(self, purposes: &[PurposeOfUse]) -> Self {
        let purposes = purposes.iter().map(|code| Purpose::Code { code: *code });
        Provision {
            purposes: Some(purposes.collect()),
            ..self
        }
    }

    fn labels(self, labels: &[Sensitivity]) -> Self {
        Provision {
            labels: Some(Suite::labels(labels)),
            ..self
        }
    }

    fn classes(self, classes: &[DataClass]) -> Self {
        Provision {
            classes: Some(classes.to_vec()),
            ..self
        }
    }

    fn with(mut self, rule: Provision) -> Self {
        self.provision.get_or_insert_default().push(rule);
        self
    }

    fn consent(self) -> NewConsent {
        Suite::consent_of(self)
    }
}

impl Suite {
    /// A root permit without filters.
    pub fn permit() -> Provision {
        Self::rule(Effect::Permit)
    }

    /// A root deny without filters.
    pub fn deny() -> Provision {
        Self::rule(Effect::Deny)
    }

    /// Labels of these sensitivities and no level.
    pub fn labels(sensitivity: &[Sensitivity]) -> Labels {
        Labels {
            confidentiality: None,
            private: None,
            sensitivity: Some(sensitivity.to_vec()).filter(|list| !list.is_empty()),
        }
    }

    /// An item of which all but record and context is known: its classes and its labels, none if the list is empty.
    pub fn item(classes: &[DataClass], sensitivity: &[Sensitivity]) -> Item {
        Item {
            classes: Some(classes.to_vec()),
            labels: Some(Self::labels(sensitivity)),
            ..Item::default()
        }
    }
}
