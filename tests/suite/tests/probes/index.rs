//! Which test runs which published probe.

use serde_json::Value;

const PUBLISHED: &str = include_str!("../../../vectors/abuse-probes.json");

/// What becomes of a probe on this layer.
enum Probe {
    /// Tests run it, each a module and a function.
    Run(&'static [(&'static str, &'static str)]),
    /// It does not apply, for this reason.
    Inapplicable(&'static str),
}
use Probe::{Inapplicable, Run};

/// Every probe of the published selection.
const PROBES: [(&str, Probe); 21] = [
    (
        "J01",
        Run(&[("shapes", "misshapen_messages_are_refused_at_every_depth")]),
    ),
    (
        "J03",
        Run(&[("shapes", "misshapen_messages_are_refused_at_every_depth")]),
    ),
    (
        "J08",
        Run(&[("shapes", "misshapen_messages_are_refused_at_every_depth")]),
    ),
    (
        "N03",
        Inapplicable("no message of these contracts carries an amount or any number as text"),
    ),
    ("N07", Run(&[("values", "numbers_keep_to_their_type")])),
    (
        "N10",
        Inapplicable("no message of these contracts divides money"),
    ),
    (
        "N11",
        Inapplicable("no message of these contracts is payable, and F01 has every coin refused"),
    ),
    ("T05", Run(&[("times", "nothing_outlasts_its_end")])),
    ("A04", Run(&[("values", "garbage_is_no_address")])),
    ("S04", Run(&[("values", "bytes_are_compared_as_bytes")])),
    ("S05", Run(&[("values", "no_list_is_endless")])),
    (
        "F01",
        Run(&[("shapes", "coins_are_refused_by_every_message")]),
    ),
    (
        "U02",
        Run(&[
            ("roles", "nobody_does_what_is_anothers"),
            ("roles", "nobody_accredits_but_whom_governance_accredited"),
        ]),
    ),
    (
        "P02",
        Run(&[(
            "identity-registry's devices",
            "a_rotation_cannot_be_replayed_or_carried_elsewhere",
        )]),
    ),
    (
        "P04",
        Run(&[("shapes", "contracts_cannot_be_set_up_twice")]),
    ),
    (
        "P12",
        Run(&[("roles", "nobody_registers_anothers_pseudonym")]),
    ),
    (
        "Q03",
        Run(&[
            ("queries", "every_query_answers_or_refuses"),
            ("queries", "cursors_lead_nowhere_else"),
        ]),
    ),
    ("Q05", Run(&[("queries", "nothing_lists_subjects")])),
    ("X03", Inapplicable("no contract takes replies")),
    (
        "X09",
        Run(&[(
            "erasure",
            "no_entry_bears_the_pseudonym_or_the_owner_afterwards",
        )]),
    ),
    // Of gas, the tests on the VM tell.
    ("X10", Run(&[("roles", "events_tell_of_kinds_and_numbers")])),
];

/// The modules that hold these tests.
const MODULES: [(&str, &str); 7] = [
    ("queries", include_str!("queries.rs")),
    ("roles", include_str!("roles.rs")),
    ("shapes", include_str!("shapes.rs")),
    ("times", include_str!("times.rs")),
    ("values", include_str!("values.rs")),
    ("erasure", include_str!("../journeys/erasure.rs")),
    (
        "identity-registry's devices",
        include_str!("../../../../contracts/identity-registry/tests/registry/devices.rs"),
    ),
];

#[test]
fn every_published_probe_is_run_or_inapplicable() {
    let published = published();
    let ids: Vec<&str> = published
        .iter()
        .map(|probe| probe["id"].as_str().unwrap())
        .collect();
    let listed: Vec<&str> = PROBES.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, listed);
    for (id, probe) in &PROBES {
        match probe {
            Run(tests) => {
                assert!(!tests.is_empty(), "{id}");
                for (module, test) in *tests {
                    let source = MODULES.iter().find(|(name, _)| name == module);
                    let (_, source) = source.unwrap_or_else(|| panic!("{id}: no {module}"));
                    let declared = format!("#[test]\nfn {test}() {{");
                    assert!(source.contains(&declared), "{id}: no {test} in {module}");
                }
            }
            Inapplicable(reason) => assert!(!reason.is_empty(), "{id}"),
        }
    }
}

fn published() -> Vec<Value> {
    let published: Value = serde_json::from_str(PUBLISHED).unwrap();
    published["probes"].as_array().unwrap().clone()
}

/// The mutation of a published probe.
pub fn mutation_of(id: &str) -> Value {
    let published = published();
    let probe = published.iter().find(|probe| probe["id"] == id).unwrap();
    probe["mutation"].clone()
}

/// The values of the mutation of a published probe.
pub fn values_of(id: &str) -> Vec<Value> {
    mutation_of(id)["values"].as_array().unwrap().clone()
}
