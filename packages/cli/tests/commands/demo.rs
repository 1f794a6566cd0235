//! `demo`.

use super::support::{run, Ran};
use serde_json::Value;

#[test]
fn the_demo_tells_every_step() {
    let Ran { code, out, .. } = run(&["demo", "--json"]);
    assert_eq!(code, 0);
    let steps: Vec<Value> = serde_json::from_str(&out).unwrap();
    assert!(steps.len() > 30);
    for (number, step) in (1u64..).zip(&steps) {
        assert_eq!(step["step"], number);
        let outcome = step["outcome"].as_str().unwrap();
        assert!(["accepted", "refused", "answered"].contains(&outcome));
    }
}
