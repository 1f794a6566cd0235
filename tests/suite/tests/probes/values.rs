//! Values out of bounds, in every field of their type.

use super::index::values_of;
use super::sampler::Sampler;
use cosmwasm_std::{from_json, Addr};
use health_testing::{error_code, Suite};
use health_types::{consent, identity, Bytes32};
use serde_json::{json, Value};

/// Fields of text or Base64 that are no addresses.
const TEXTS: [&str; 9] = [
    "value",
    "name",
    "did",
    "endpoints",
    "country",
    "bytes",
    "public_key",
    "old_signature",
    "new_signature",
];

/// A message of one of the contracts.
struct Sample {
    contract: Addr,
    msg: Value,
}

/// A sample of every variant of both contracts' messages.
fn samples(suite: &Suite) -> Vec<Sample> {
    let of = |contract: &Addr, all: Vec<Value>| {
        let contract = contract.clone();
        all.into_iter().map(move |msg| Sample {
            contract: contract.clone(),
            msg,
        })
    };
    let mut samples = Vec::new();
    for pick in 0..2 {
        let consent = Sampler::of::<consent::ExecuteMsg>(pick).all();
        let identity = Sampler::of::<identity::ExecuteMsg>(pick).all();
        samples.extend(of(&suite.consent, consent));
        samples.extend(of(&suite.identity, identity));
    }
    samples
}

/// Every value in a message with its path and the name of its field.
fn leaves(value: &Value, at: &str, field: &str, found: &mut Vec<(String, String, Value)>) {
    found.push((at.to_string(), field.to_string(), value.clone()));
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                leaves(inner, &format!("{at}/{key}"), key, found);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                leaves(inner, &format!("{at}/{index}"), field, found);
            }
        }
        _ => {}
    }
}

/// The message with another value wherever one `is` so; each place gives one message.
fn mutated(
    msg: &Value,
    is: impl Fn(&str, &Value) -> bool,
    change: impl Fn(&Value) -> Value,
) -> Vec<Value> {
    let mut found = Vec::new();
    leaves(msg, "", "", &mut found);
    let places = found
        .into_iter()
        .filter(|(_, field, value)| is(field, value));
    let put = |(path, _, value): (String, String, Value)| {
        let mut form = msg.clone();
        *form.pointer_mut(&path).unwrap() = change(&value);
        form
    };
    places.map(put).collect()
}

/// What the contract says to a message of governance's, which must change nothing if it is refused, and must not repeat
/// what it was sent.
fn send(suite: &mut Suite, contract: &Addr, msg: &Value, echo: &str) -> Result<(), String> {
    let before = suite.state();
    let sender = suite.account("governance");
    let outcome = suite.send(&sender, contract, msg, &[]);
    if let Err(error) = &outcome {
        assert!(
            suite.state() == before,
            "refused, but changed state: {}",
            shown(msg)
        );
        // Before the contract's own words, cw-multi-test shows the message.
        let own = error.rsplit('\n').next().unwrap();
        assert!(
            echo.is_empty() || !own.contains(echo),
            "repeats too much: {own}"
        );
    }
    outcome.map(|_| ())
}

fn shown(msg: &Value) -> String {
    msg.to_string().chars().take(300).collect()
}

/// Whether a text field is an address: neither a code, nor bytes, nor one of the texts.
fn is_address(field: &str, value: &Value) -> bool {
    value == "aaaa" && !TEXTS.contains(&field)
}

#[test]
fn garbage_is_no_address() {
    let (mut suite, _) = Suite::town();
    let valid = suite.account("somebody").to_string();
    let mut garbage: Vec<String> = values_of("A04")
        .iter()
        .map(|value| match value.as_str().unwrap() {
            "x*257" => "x".repeat(257),
            "x*10000" => "x".repeat(10_000),
            other => other.to_string(),
        })
        .collect();
    garbage.extend([
        valid.to_uppercase(),
        format!("{valid} "),
        valid.replace("cosmwasm", "juno"),
    ]);
    let mut probed = 0;
    for Sample { contract, msg } in samples(&suite) {
        for value in &garbage {
            for form in mutated(&msg, is_address, |_| json!(value)) {
                let error = send(&mut suite, &contract, &form, &"x".repeat(65)).unwrap_err();
                let refused = error_code(&error);
                // Other bounds of the sample may be broken first; never is it only a matter of who sends it.
                assert!(refused != "unauthorized", "{}: {error}", shown(&form));
                probed += 1;
            }
        }
    }
    assert!(probed > 300, "{probed}");
}

#[test]
fn numbers_keep_to_their_type() {
    let (mut suite, _) = Suite::town();
    let mut probed = 0;
    for Sample { contract, msg } in samples(&suite) {
        for value in values_of("N07") {
            for form in mutated(&msg, |_, value| value.is_number(), |_| value.clone()) {
                let outcome = send(&mut suite, &contract, &form, "");
                let fits = value == json!(0);
                assert!(fits || outcome.is_err(), "{}: taken", shown(&form));
                probed += 1;
            }
        }
        // The end of what fits: taken or refused, without a trap.
        for edge in [u64::from(u8::MAX), u64::from(u16::MAX), u64::from(u32::MAX)] {
            for form in mutated(&msg, |_, value| value.is_number(), |_| json!(edge)) {
                let _ = send(&mut suite, &contract, &form, "");
                probed += 1;
            }
        }
    }
    assert!(probed > 500, "{probed}");
}

#[test]
fn no_list_is_endless() {
    let (mut suite, _) = Suite::town();
    let mut probed = 0;
    for Sample { contract, msg } in samples(&suite) {
        for length in [100, 10_000] {
            // Of what is large itself, fewer are endless enough.
            let endless = |list: &Value| {
                let large = list[0].to_string().len() > 200;
                json!(vec![list[0].clone(); if large { 100 } else { length }])
            };
            for form in mutated(&msg, |_, value| value.is_array(), endless) {
                let error = send(&mut suite, &contract, &form, "").unwrap_err();
                assert!(
                    error_code(&error) != "unauthorized",
                    "{}: {error}",
                    shown(&form)
                );
                probed += 1;
            }
        }
        for form in mutated(&msg, |_, value| value.is_array(), |_| json!([])) {
            // Where an empty list is allowed, the sample is refused for who sends it or for what it names.
            let _ = send(&mut suite, &contract, &form, "");
            probed += 1;
        }
    }
    assert!(probed > 150, "{probed}");
}

#[test]
fn bytes_are_compared_as_bytes() {
    let bytes = Bytes32([0xAB; 32]);
    let read = |text: String| from_json::<Bytes32>(json!(text).to_string());
    assert_eq!(read("ab".repeat(32)).unwrap(), bytes);
    assert_eq!(read("AB".repeat(32)).unwrap(), bytes);
    for refused in [
        "0x".to_string() + &"ab".repeat(31),
        "ab".repeat(31),
        "ab".repeat(33),
        "q".repeat(64),
    ] {
        assert!(read(refused).is_err());
    }
    let cursor = |text: &str| from_json::<consent::Cursor>(json!({ "key": text }).to_string());
    assert_eq!(cursor("AB").unwrap(), cursor("ab").unwrap());
    assert!(cursor("0xab").is_err() && cursor("abc").is_err());
    let key = |text: &str| {
        from_json::<identity::DeviceKey>(
            json!({ "curve": "ed25519", "public_key": text }).to_string(),
        )
    };
    assert_eq!(key("AA==").unwrap(), key("AA").unwrap());
    assert!(key("AB==").is_err() && key("_w==").is_err());
}
