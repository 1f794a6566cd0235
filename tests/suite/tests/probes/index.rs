//! Which test runs which published probe.

use serde_json::Value;
use std::collections::BTreeMap;

const PUBLISHED: &str = include_str!("../../../vectors/abuse-probes.json");

/// Where each probe of the published selection is run on this layer, or why it does not apply.
const RUN_IN: [(&str, &str); 21] = [
    (
        "J01",
        "shapes: misshapen_messages_are_refused_at_every_depth",
    ),
    (
        "J03",
        "shapes: misshapen_messages_are_refused_at_every_depth",
    ),
    (
        "J08",
        "shapes: misshapen_messages_are_refused_at_every_depth; refused",
    ),
    ("N03", "no message of these contracts carries an amount"),
    ("N07", "values: numbers_keep_to_their_type"),
    ("N10", "no message of these contracts divides money"),
    (
        "N11",
        "no message is payable; shapes: coins_are_refused_by_every_message",
    ),
    (
        "T05",
        "journeys: affiliation, delegates, emergency, erasure, pause, renewal, requests",
    ),
    ("A04", "values: garbage_is_no_address"),
    ("S04", "values: bytes_are_compared_as_bytes"),
    ("S05", "values: no_list_is_endless"),
    ("F01", "shapes: coins_are_refused_by_every_message"),
    ("U02", "roles: nobody_does_what_is_anothers"),
    (
        "P02",
        "identity-registry's devices: signatures hold for one contract, holder and sequence",
    ),
    ("P04", "shapes: contracts_cannot_be_set_up_twice"),
    ("P12", "roles: nobody_registers_anothers_pseudonym"),
    ("Q03", "queries: cursors_lead_nowhere_else"),
    ("Q05", "queries: nothing_lists_subjects"),
    ("X03", "no contract takes replies"),
    (
        "X09",
        "journeys: erasure::no_entry_bears_the_pseudonym_or_the_owner_afterwards",
    ),
    (
        "X10",
        "roles: events_tell_of_kinds_and_numbers; gas and size are for the VM",
    ),
];

#[test]
fn every_published_probe_is_accounted_for() {
    let published: Value = serde_json::from_str(PUBLISHED).unwrap();
    let probes = published["probes"].as_array().unwrap();
    let table: BTreeMap<&str, &str> = RUN_IN.into();
    let ids: Vec<&str> = probes
        .iter()
        .map(|probe| probe["id"].as_str().unwrap())
        .collect();
    for id in &ids {
        assert!(table.contains_key(id), "{id} is not accounted for");
    }
    assert_eq!(ids.len(), table.len());
}

/// The values of the mutation of a published probe.
pub fn values_of(id: &str) -> Vec<Value> {
    let published: Value = serde_json::from_str(PUBLISHED).unwrap();
    let probes = published["probes"].as_array().unwrap();
    let probe = probes.iter().find(|probe| probe["id"] == id).unwrap();
    probe["mutation"]["values"].as_array().unwrap().clone()
}
