//! What a careless or hostile client makes of a good message. None of it may be taken.

use cw_health_bench::Call;
use serde_json::{json, Value};

fn with(call: &Call, value: &Value) -> Call {
    raw(call, serde_json::to_vec(value).unwrap())
}

fn raw(call: &Call, bytes: Vec<u8>) -> Call {
    let mut call = call.clone();
    if let Call::Execute { msg, .. } = &mut call {
        *msg = bytes;
    }
    call
}

/// The one variant of a message and its body.
fn parts(call: &Call) -> (String, Value) {
    let value: Value = serde_json::from_slice(call.msg()).unwrap();
    let (name, body) = value.as_object().unwrap().iter().next().unwrap();
    (name.clone(), body.clone())
}

/// Every mutation that fits the message, with a name.
pub fn all(good: &Call) -> Vec<(&'static str, Call)> {
    let (name, body) = parts(good);
    let fields = body.as_object().unwrap().clone();
    let rebuilt = |body: Value| with(good, &json!({ name.clone(): body }));
    let mut cases = vec![
        ("unknown variant", with(good, &json!({ "zz": body }))),
        (
            "two variants",
            with(good, &json!({ name.clone(): body, "zz": {} })),
        ),
        ("no variant", with(good, &json!({}))),
        ("variant as text", with(good, &json!(name))),
        ("empty message", raw(good, vec![])),
        ("not JSON", raw(good, b"grant".to_vec())),
        ("not UTF-8", raw(good, vec![b'"', 0xff, b'"'])),
        ("trailing text", raw(good, [good.msg(), b"{}"].concat())),
        (
            "deep nesting",
            raw(good, [vec![b'['; 5_000], vec![b']'; 5_000]].concat()),
        ),
        (
            "deep nesting in the body",
            raw(
                good,
                format!(
                    r#"{{"{name}":{}1{}}}"#,
                    r#"{"provision":["#.repeat(200),
                    "]}".repeat(200)
                )
                .into_bytes(),
            ),
        ),
        ("body as null", rebuilt(Value::Null)),
        (
            "body as array",
            rebuilt(json!(fields.values().collect::<Vec<_>>())),
        ),
        ("body as empty array", rebuilt(json!([]))),
    ];
    let mut more = fields.clone();
    more.insert("zz_unknown".into(), json!(1));
    cases.push(("unknown field", rebuilt(Value::Object(more))));
    let mut long = fields.clone();
    long.insert("z".repeat(3_000), json!("y".repeat(3_000)));
    cases.push(("long unknown field", rebuilt(Value::Object(long))));
    if let Some((key, value)) = fields.iter().next() {
        let twice = format!(
            r#"{{"{name}":{{"{key}":{value},{}}}}}"#,
            body.to_string()
                .trim_start_matches('{')
                .trim_end_matches('}')
        );
        cases.push(("field twice", raw(good, twice.into_bytes())));
        let mut renamed = fields.clone();
        renamed.remove(key);
        renamed.insert(format!("{key}_x"), value.clone());
        cases.push(("misspelt field", rebuilt(Value::Object(renamed))));
    }
    for (key, value) in &fields {
        let mut set = |name, value| {
            let mut changed = fields.clone();
            changed.insert(key.clone(), value);
            cases.push((name, rebuilt(Value::Object(changed))));
        };
        match value {
            Value::Number(_) => {
                for bad in [
                    json!(-1),
                    json!(1.5),
                    json!("1"),
                    json!(u64::MAX),
                    json!(1e30),
                ] {
                    set("bad number", bad);
                }
            }
            Value::String(_) => {
                for bad in [
                    json!(1),
                    json!(""),
                    json!("\u{0}"),
                    json!("x".repeat(10_000)),
                ] {
                    set("bad text", bad);
                }
            }
            Value::Array(_) => set("text for a list", json!("x")),
            Value::Object(_) => {
                set("list for an object", json!([]));
                set("text for an object", json!("x"));
            }
            Value::Bool(_) => set("number for a truth value", json!(1)),
            Value::Null => set("object for nothing", json!({ "zz": 1 })),
        }
    }
    cases
}
