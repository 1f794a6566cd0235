//! Bounds.

use crate::fixture::*;

#[test]
fn each_bound_has_its_error() {
    let codes = |count: usize| {
        let codes = PurposeOfUse::ALL.iter().take(count);
        Some(
            codes
                .map(|code| Purpose::Code { code: *code })
                .collect::<Vec<_>>(),
        )
    };
    let classes = |count| {
        Some(
            DataClass::ALL
                .iter()
                .take(count)
                .copied()
                .collect::<Vec<_>>(),
        )
    };
    let sensitivity = |count| {
        Some(
            Sensitivity::ALL
                .iter()
                .take(count)
                .copied()
                .collect::<Vec<_>>(),
        )
    };
    let account = |address: &str| message::Actor::Account {
        address: address.to_string(),
    };
    let day = |from, until| {
        Some(DataPeriod {
            from: Some(from),
            until: Some(until),
        })
    };
    let actors = |actors: Vec<message::Actor>| Provision {
        actors: Some(actors),
        ..permit()
    };
    let seven = beneath(permit(), vec![permit(); 7]);
    let refused: Vec<(Provision, &str)> = vec![
        (
            beneath(permit(), vec![seven.clone(), seven.clone()]),
            "too_many_rules",
        ),
        (
            beneath(permit(), vec![beneath(permit(), vec![seven])]),
            "tree_too_deep",
        ),
        (beneath(permit(), vec![permit(); 9]), "tree_too_wide"),
        (beneath(permit(), vec![]), "empty_list"),
        (by(Effect::Permit, 1..=9), "too_many_actors"),
        (actors(vec![]), "empty_list"),
        (
            actors(vec![message::Actor::Device { holder: 0 }]),
            "zero_holder",
        ),
        (
            actors(vec![account("#5"), message::Actor::Person { holder: 5 }]),
            "duplicate_entry",
        ),
        (
            Provision {
                purposes: codes(17),
                ..permit()
            },
            "too_many_purposes",
        ),
        (
            Provision {
                purposes: Some(vec![]),
                ..permit()
            },
            "empty_list",
        ),
        (
            Provision {
                purposes: Some(vec![Purpose::Other { id: Bytes32::ZERO }]),
                ..permit()
            },
            "zero_hash",
        ),
        (
            Provision {
                actions: Some(vec![Action::Access; 6]),
                ..permit()
            },
            "too_many_actions",
        ),
        (
            Provision {
                actions: Some(vec![Action::Access; 2]),
                ..permit()
            },
            "duplicate_entry",
        ),
        (
            Provision {
                classes: classes(33),
                ..permit()
            },
            "too_many_classes",
        ),
        (
            labels(Labels {
                sensitivity: sensitivity(17),
                ..NO_LABELS
            }),
            "too_many_labels",
        ),
        (
            labels(Labels {
                sensitivity: Some(vec![]),
                ..NO_LABELS
            }),
            "empty_list",
        ),
        (labels(NO_LABELS), "empty_list"),
        (
            labels(Labels {
                private: Some(vec![Bytes32::ZERO]),
                ..NO_LABELS
            }),
            "zero_hash",
        ),
        (
            Provision {
                records: hashes(9),
                ..permit()
            },
            "too_many_selectors",
        ),
        (
            Provision {
                records: hashes(4),
                authors: hashes(4),
                ..labels(Labels {
                    private: hashes(1),
                    ..NO_LABELS
                })
            },
            "too_many_selectors",
        ),
        (
            Provision {
                custodians: Some(vec![Bytes32::ZERO]),
                ..permit()
            },
            "zero_hash",
        ),
        (
            Provision {
                contexts: Some(vec![]),
                ..permit()
            },
            "empty_list",
        ),
        (
            Provision {
                period: Some(Period {
                    from: Some(5),
                    until: Some(5),
                }),
                ..permit()
            },
            "empty_period",
        ),
        (
            Provision {
                data_period: day(5, 5),
                ..permit()
            },
            "empty_period",
        ),
        (
            beneath(
                by(Effect::Permit, 1..=8),
                vec![by(Effect::Permit, 9..=16), by(Effect::Permit, 17..=17)],
            ),
            "too_many_cells",
        ),
    ];
    for (provision, code) in refused {
        let error = build(&provision).unwrap_err().to_string();
        assert!(
            error.starts_with(&format!("{code}: ")),
            "{error} instead of {code}"
        );
    }
    let widest = [
        beneath(
            permit(),
            vec![
                beneath(permit(), vec![permit(); 7]),
                beneath(permit(), vec![permit(); 6]),
            ],
        ),
        beneath(
            by(Effect::Permit, 1..=8),
            vec![by(Effect::Permit, 9..=16), by(Effect::Deny, 1..=8)],
        ),
        Provision {
            purposes: codes(16),
            classes: classes(32),
            ..labels(Labels {
                sensitivity: sensitivity(16),
                ..NO_LABELS
            })
        },
        Provision {
            records: hashes(4),
            authors: hashes(3),
            ..labels(Labels {
                private: hashes(1),
                ..NO_LABELS
            })
        },
        Provision {
            period: Some(Period::OPEN),
            data_period: day(-5, -4),
            ..permit()
        },
    ];
    for provision in widest {
        build(&provision).unwrap();
    }
}

#[test]
fn rules_out_of_order_are_no_tree() {
    let node = |depth| Node::new(depth, Effect::Permit);
    let tree = |depths: &[u8]| Tree::from_nodes(depths.iter().copied().map(node).collect());
    for depths in [&[][..], &[1], &[0, 0], &[0, 2], &[0, 1, 2, 3], &[0, 1, 0]] {
        assert_eq!(tree(depths), Err(TreeError::Shape), "{depths:?}");
    }
    assert_eq!(tree(&[0; 17]), Err(TreeError::TooManyRules));
    assert_eq!(tree(&[0, 1, 2, 2, 1, 2]).unwrap().nodes().len(), 6);
}

#[test]
fn items_are_bounded() {
    let labels = |labels: Labels| Item {
        labels: Some(labels),
        ..Item::default()
    };
    let classes = |classes: Vec<DataClass>| Item {
        classes: Some(classes),
        ..Item::default()
    };
    let nine: Vec<DataClass> = DataClass::ALL.iter().take(9).copied().collect();
    let refused = [
        (classes(nine), "item_too_large"),
        (classes(vec![DataClass::Observation; 2]), "duplicate_entry"),
        (
            Item {
                contexts: hashes(9),
                ..Item::default()
            },
            "item_too_large",
        ),
        (
            labels(Labels {
                private: hashes(9),
                ..NO_LABELS
            }),
            "item_too_large",
        ),
        (
            labels(Labels {
                sensitivity: Some(Sensitivity::ALL.to_vec()),
                ..NO_LABELS
            }),
            "item_too_large",
        ),
        (
            labels(Labels {
                sensitivity: Some(vec![Sensitivity::HIV; 2]),
                ..NO_LABELS
            }),
            "duplicate_entry",
        ),
    ];
    for (item, code) in refused {
        let error = check_item(&item).unwrap_err().to_string();
        assert!(
            error.starts_with(&format!("{code}: ")),
            "{error} instead of {code}"
        );
    }
    let whole = Labels {
        confidentiality: Some(Confidentiality::R),
        private: hashes(8),
        sensitivity: None,
    };
    assert_eq!(
        check_item(&Item {
            contexts: hashes(8),
            ..labels(whole)
        }),
        Ok(())
    );
}
