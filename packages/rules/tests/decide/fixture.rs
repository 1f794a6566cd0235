//! Trees, consents and questions in few words.

pub use health_rules::consent::{
    conflicts, decide, explain, Actor, Candidate, Circumstances, Emergency, Outcome, Requester,
    Subject, Tree, TreeError,
};
pub use health_types::codes::{Action, Confidentiality, DataClass, PurposeOfUse, Sensitivity};
pub use health_types::consent::{
    self as message, Category, ConsentStatus, Decision, DefaultPolicy, Effect, Filter, Item,
    Labels, Miss, Obligation, ObligationKind, Provision, Purpose, Question, Reason, RootStrength,
};
pub use health_types::{Bytes32, Period};

pub const NOW: u32 = 1_000;
pub const SUBJECT: Subject = Subject {
    epoch: 1,
    default_policy: DefaultPolicy::Deny,
    emergencies_allowed: true,
    opted_out: false,
    restricted: false,
};
pub const QUIET: Circumstances = Circumstances {
    now: NOW,
    owner: false,
    emergency: Emergency::Absent,
    part2_custodian: false,
};
pub const BREAKING: Circumstances = Circumstances {
    emergency: Emergency::Live,
    ..QUIET
};

pub fn rule(effect: Effect) -> Provision {
    Provision::new(effect)
}

pub fn permit() -> Provision {
    rule(Effect::Permit)
}

pub fn deny() -> Provision {
    rule(Effect::Deny)
}

pub fn code(code: PurposeOfUse) -> Purpose {
    Purpose::Code { code }
}

pub fn towards(purpose: PurposeOfUse, provision: Provision) -> Provision {
    Provision {
        purposes: Some(vec![code(purpose)]),
        ..provision
    }
}

pub fn sensitive(label: Sensitivity) -> Labels {
    Labels {
        confidentiality: None,
        private: None,
        sensitivity: Some(vec![label]),
    }
}

pub fn labelled(label: Sensitivity, provision: Provision) -> Provision {
    Provision {
        labels: Some(sensitive(label)),
        ..provision
    }
}

pub fn level(level: Confidentiality, provision: Provision) -> Provision {
    Provision {
        labels: Some(Labels {
            confidentiality: Some(level),
            private: None,
            sensitivity: None,
        }),
        ..provision
    }
}

pub fn classed(class: DataClass, provision: Provision) -> Provision {
    Provision {
        classes: Some(vec![class]),
        ..provision
    }
}

pub fn beneath(parent: Provision, children: Vec<Provision>) -> Provision {
    Provision {
        provision: Some(children),
        ..parent
    }
}

pub fn tree(provision: &Provision) -> Tree {
    Tree::build(provision, |address: &str| {
        Ok::<_, TreeError>(Actor::Account(address.as_bytes().to_vec()))
    })
    .unwrap()
}

/// An active consent of the owner's with this tree.
pub fn candidate(id: u32, tree: &Tree) -> Candidate<'_> {
    Candidate {
        id,
        status: ConsentStatus::Active,
        epoch: 1,
        category: Category::PatientPrivacy,
        strength: RootStrength::Explicit,
        period: Period::OPEN,
        supersedes: &[],
        excluded: &[],
        delegate_ended: false,
        policy: None,
        tree,
    }
}

pub fn question(purpose: PurposeOfUse, data: Option<Item>) -> Question {
    Question {
        purpose: code(purpose),
        action: Action::Access,
        category: Category::PatientPrivacy,
        data,
    }
}

pub fn anyone() -> Requester {
    Requester {
        anyone: true,
        ..Requester::default()
    }
}

pub fn bearing(labels: &[Sensitivity]) -> Option<Item> {
    Some(Item {
        labels: Some(Labels {
            confidentiality: None,
            private: None,
            sensitivity: Some(labels.to_vec()),
        }),
        ..Item::default()
    })
}

pub fn ask(
    subject: Subject,
    circumstances: Circumstances,
    purpose: PurposeOfUse,
    data: Option<Item>,
    candidates: &[Candidate],
) -> Outcome {
    let question = question(purpose, data);
    decide(&subject, &anyone(), &circumstances, &question, candidates)
}

pub fn plain(data: Option<Item>, candidates: &[Candidate]) -> Outcome {
    ask(SUBJECT, QUIET, PurposeOfUse::TREAT, data, candidates)
}

pub fn short(outcome: &Outcome) -> (Decision, Reason, Vec<u32>) {
    let ids = outcome.consents.iter().map(|consent| consent.id).collect();
    (outcome.decision, outcome.reason, ids)
}

pub fn redact(held: Filter, unless: Option<Vec<Filter>>) -> Obligation {
    Obligation {
        any: None,
        kind: ObligationKind::Redact,
        unless,
        where_: Some(held),
    }
}

pub fn only(any: Vec<Filter>) -> Obligation {
    Obligation {
        any: Some(any),
        kind: ObligationKind::Only,
        unless: None,
        where_: None,
    }
}

pub fn of_label(label: Sensitivity) -> Filter {
    Filter {
        labels: Some(sensitive(label)),
        ..Filter::default()
    }
}

pub fn of_class(class: DataClass) -> Filter {
    Filter {
        classes: Some(vec![class]),
        ..Filter::default()
    }
}

pub fn notes() -> Obligation {
    redact(of_label(Sensitivity::PSYTHPN), None)
}
