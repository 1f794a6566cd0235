//! Cursors that were never given, and what no query tells.

use super::index::values_of;
use super::sampler::{Sampler, PICKS};
use health_testing::{Rule, Suite};
use health_types::{consent, identity, Bytes32};
use serde_json::{json, Value};

fn ask(suite: &Suite, contract: &cosmwasm_std::Addr, msg: &Value) -> Result<Value, String> {
    let answer: Result<Value, _> = suite.app.wrap().query_wasm_smart(contract, msg);
    answer.map_err(|error| error.to_string())
}

/// The query's body.
fn body(msg: &mut Value) -> &mut serde_json::Map<String, Value> {
    let variants = msg.as_object_mut().unwrap();
    variants
        .values_mut()
        .next()
        .unwrap()
        .as_object_mut()
        .unwrap()
}

#[test]
fn every_query_answers_or_refuses() {
    let (suite, _) = Suite::town();
    let garbage: Vec<Value> = values_of("Q03")
        .iter()
        .map(|value| match value.as_str().unwrap() {
            "10 kB" => json!("x".repeat(10_000)),
            "u64::MAX" => json!(u64::MAX),
            "last id" => json!(u32::MAX),
            "valid id of another subject" => json!(1),
            other => json!(other),
        })
        .collect();
    for pick in 0..PICKS {
        for (contract, samples) in [
            (&suite.consent, Sampler::of::<consent::QueryMsg>(pick).all()),
            (
                &suite.identity,
                Sampler::of::<identity::QueryMsg>(pick).all(),
            ),
        ] {
            for mut sample in samples {
                let _ = ask(&suite, contract, &sample);
                if body(&mut sample).contains_key("limit") {
                    body(&mut sample).insert("limit".into(), json!(0));
                    let error = ask(&suite, contract, &sample).unwrap_err();
                    assert!(error.len() < 600, "{error}");
                }
                for cursor in &garbage {
                    let mut sample = sample.clone();
                    if body(&mut sample).contains_key("start_after") {
                        body(&mut sample).insert("start_after".into(), cursor.clone());
                        if let Err(error) = ask(&suite, contract, &sample) {
                            assert!(error.len() < 600, "{error}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn cursors_lead_nowhere_else() {
    let (mut suite, town) = Suite::town();
    let mine = suite.register("patient");
    let other = suite.register_with("patient", 9);
    for subject in [mine, other] {
        for id in 1..4 {
            let permit = Suite::permit().to_organisation(town.hospital).consent();
            suite.grant("patient", subject, id, permit).unwrap();
        }
        let item = consent::AccessItem::Bulk {};
        suite.record_access(
            "hospital",
            subject,
            "nurse",
            &[town.hospital],
            health_types::codes::PurposeOfUse::TREAT,
            vec![item],
        );
    }
    let own = suite.disclosures(mine);
    for key in [
        vec![],
        vec![0],
        vec![255; 64],
        vec![7; 65],
        vec![1; 10_000],
        mine.0.to_vec(),
        other.0.to_vec(),
    ] {
        let query = json!({"disclosures": {
            "subject": mine, "start_after": {"key": hex(&key)}, "limit": 50,
        }});
        if let Ok(page) = ask(&suite, &suite.consent, &query) {
            let items: Vec<consent::DisclosureResponse> =
                serde_json::from_value(page["items"].clone()).unwrap();
            assert!(items.iter().all(|item| own.contains(item)));
        }
    }
    for start_after in [0, 2, 3, u32::MAX] {
        let page: consent::ConsentsResponse = suite
            .ask_consent(&consent::QueryMsg::ConsentsOf {
                subject: mine,
                start_after: Some(start_after),
                limit: None,
            })
            .unwrap();
        let ids: Vec<u32> = page.items.iter().map(|one| one.id).collect();
        let expected: Vec<u32> = (1..4).filter(|id| *id > start_after).collect();
        assert_eq!(ids, expected);
    }
    let unknown = consent::QueryMsg::ConsentsOf {
        subject: Bytes32([1; 32]),
        start_after: None,
        limit: None,
    };
    let error = suite
        .ask_consent::<consent::ConsentsResponse>(&unknown)
        .unwrap_err();
    assert!(error.contains("subject_not_found"), "{error}");
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn nothing_lists_subjects() {
    // Whatever tells of a subject names it; the rest is administration, and what custodians anchor of their own.
    let public = ["config", "admin", "audit_roots"];
    for mut sample in Sampler::of::<consent::QueryMsg>(0).all() {
        let name = sample.as_object().unwrap().keys().next().unwrap().clone();
        let names_subject = body(&mut sample).contains_key("subject");
        assert!(names_subject || public.contains(&name.as_str()), "{name}");
    }
}
