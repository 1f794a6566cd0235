//! The provision tree: decisions, effects, periods, organisations, and lists that become few rules.

use health_fhir::{import, Interning, Options};
use health_types::consent::Effect;
use health_types::{Bytes32, Period};
use serde_json::{json, Value};

use super::{carried, concept, permit, r4, r5, refused, warned, with, TERMINOLOGY};

#[test]
fn decisions_of_r4() {
    let policy =
        |rule: Value, code: &str| with(r4(rule), "policyRule", concept("v3-ActCode", code));
    let effect = |document: &Value| carried(document).message.provision.effect;
    assert_eq!(effect(&policy(permit(), "OPTIN")), Effect::Permit);
    assert_eq!(
        refused(&policy(permit(), "OPTOUT")),
        "Consent.policyRule two_decisions"
    );
    assert_eq!(effect(&policy(Value::Null, "OPTOUT")), Effect::Deny);
    let typed_rules =
        json!({ "provision": [{ "type": "permit", "action": [concept("consentaction", "use")] }] });
    let root = carried(&policy(typed_rules, "OPTOUT")).message.provision;
    assert_eq!(
        (root.effect, root.provision.unwrap()[0].effect),
        (Effect::Deny, Effect::Permit)
    );
    // A period alone bounds the policy; it is no exception.
    let timed = carried(&policy(json!({ "period": { "end": "2030" } }), "OPTIN")).message;
    assert_eq!(
        timed.period,
        Period {
            from: None,
            until: Some(1_924_992_000)
        }
    );
    assert_eq!(timed.provision.provision, None);
    assert_eq!(
        refused(&policy(
            json!({ "action": [concept("consentaction", "use")] }),
            "hipaa"
        )),
        "Consent.provision missing_decision"
    );
}

#[test]
fn effects_of_r5_alternate() {
    let rules = json!([{ "purpose": [{ "system": format!("{TERMINOLOGY}/v3-ActReason"), "code": "HRESCH" }],
        "provision": [{ "actor": [{ "reference": { "reference": "Organization/1" } }] }] }]);
    let root = carried(&r5(rules)).message.provision;
    let deny = &root.provision.unwrap()[0];
    let permit = &deny.provision.as_ref().unwrap()[0];
    assert_eq!(
        (root.effect, deny.effect, permit.effect),
        (Effect::Permit, Effect::Deny, Effect::Permit)
    );
    assert_eq!(
        refused(&with(r5(json!([])), "decision", Value::Null)),
        "Consent.provision empty_element"
    );
    let undecided = with(
        with(
            r5(Value::Null),
            "provision",
            json!([{ "action": [{ "coding": [{ "code": "use" }] }] }]),
        ),
        "decision",
        Value::Null,
    );
    assert_eq!(refused(&undecided), "Consent missing_decision");
}

#[test]
fn full_policy_lists_become_few_rules() {
    let policy = "urn:oid:2.16.840.1.113883.3.1937.777.24.5.3";
    let rules: Vec<Value> = (1..=34)
        .map(|n| json!({
            "type": "permit",
            "period": { "start": "2024-02-23", "end": "2054-01-31" },
            "code": [
                { "coding": [{ "system": "https://ths-greifswald.de/fhir/CodeSystem/gics/Policy", "code": format!("P{n}") }] },
                { "coding": [{ "system": policy, "code": format!("2.16.840.1.113883.3.1937.777.24.5.3.{n}") }] },
            ],
        }))
        .collect();
    let root = json!({ "type": "deny", "period": { "start": "2024-02-23", "end": "2054-01-31" }, "provision": rules });
    let tree = carried(&with(
        r4(root),
        "scope",
        concept("consentscope", "research"),
    ))
    .message
    .provision;
    let rules = tree.provision.unwrap();
    assert_eq!(rules.len(), 5, "68 codes, at most 16 in a rule");
    assert_eq!(
        rules
            .iter()
            .map(|rule| rule.purposes.as_ref().unwrap().len())
            .sum::<usize>(),
        68
    );
}

#[test]
fn organisations_keep_the_data_and_managers_do_not() {
    let hospital = json!([{ "reference": "Organization/1" }]);
    let document = with(r4(permit()), "organization", hospital.clone());
    assert_eq!(
        carried(&document).message.provision.custodians,
        Some(vec![Bytes32::of_holder(1)])
    );
    let options = Options {
        organisations_keep: false,
        ..Options::default()
    };
    let imported = import(
        document.to_string().as_bytes(),
        &options,
        &mut Interning::new(),
    )
    .unwrap();
    assert_eq!(imported.message.provision.custodians, None);
    let rules = json!([{ "action": [concept("consentaction", "use")] }]);
    let document = with(
        with(r5(rules), "controller", hospital.clone()),
        "manager",
        hospital,
    );
    assert_eq!(
        carried(&document).message.provision.custodians,
        Some(vec![Bytes32::of_holder(1)])
    );
    assert!(warned(&document).contains(&"Consent.manager[0] in_source_only".to_string()));
    let displayed = with(
        r4(permit()),
        "organization",
        json!([{ "display": "The network" }]),
    );
    assert_eq!(carried(&displayed).message.provision.custodians, None);
    assert!(warned(&displayed).contains(&"Consent.organization[0] in_source_only".to_string()));
}

#[test]
fn periods_of_rules_that_widen_stay_with_their_rules() {
    let year = |start: &str| json!({ "start": start, "end": start });
    let narrow = json!({ "type": "permit", "period": year("2024"), "provision": [{ "type": "deny", "period": year("2024-02") }] });
    let message = carried(&r4(narrow)).message;
    assert_eq!(
        (message.period.from, message.provision.period),
        (Some(1_704_067_200), None)
    );
    let wide = json!({ "type": "permit", "period": year("2024"), "provision": [{ "type": "permit", "period": year("2025") }] });
    let message = carried(&r4(wide)).message;
    assert_eq!(message.period, Period::OPEN);
    assert_eq!(message.provision.period.unwrap().from, Some(1_704_067_200));
}
