//! The harness by itself: a contract written by hand in WebAssembly text, of which every cost is
//! known, and the limits of chain and VM.

#![allow(clippy::arithmetic_side_effects, clippy::panic, clippy::unwrap_used)]

use cosmwasm_std::Event;
use cw_health_bench::address::account;
use cw_health_bench::chain::{CODE_LIMIT, LABEL_LIMIT};
use cw_health_bench::{Call, Chain, Refusal};

/// A contract whose `execute` writes 32 bytes of key and `value` bytes of value, and whose `query`
/// answers `answer` bytes, quotes of base64 included.
fn wat(value: usize, answer: usize) -> String {
    let response =
        r#"{\22ok\22:{\22messages\22:[],\22attributes\22:[],\22events\22:[],\22data\22:null}}"#;
    let quoted = answer - r#"{"ok":""}"#.len();
    format!(
        r#"(module
  (import "env" "db_write" (func $db_write (param i32 i32)))
  (memory (export "memory") 16)
  (global $free (mut i32) (i32.const 524288))
  ;; regions: offset, capacity, length
  (data (i32.const 0) "\00\01\00\00\20\00\00\00\20\00\00\00")
  (data (i32.const 128) "{response}")
  (func (export "interface_version_8"))
  (func $allocate (export "allocate") (param $size i32) (result i32)
    (local $region i32)
    (local.set $region (global.get $free))
    (i32.store (local.get $region) (i32.add (local.get $region) (i32.const 12)))
    (i32.store offset=4 (local.get $region) (local.get $size))
    (global.set $free (i32.add (i32.add (local.get $region) (i32.const 12)) (local.get $size)))
    (local.get $region))
  (func (export "deallocate") (param i32))
  (func $region (param $offset i32) (param $length i32) (result i32)
    (local $region i32)
    (local.set $region (call $allocate (i32.const 0)))
    (i32.store (local.get $region) (local.get $offset))
    (i32.store offset=4 (local.get $region) (local.get $length))
    (i32.store offset=8 (local.get $region) (local.get $length))
    (local.get $region))
  (func $respond (result i32) (call $region (i32.const 128) (i32.const 62)))
  (func (export "instantiate") (param i32 i32 i32) (result i32) (call $respond))
  (func (export "execute") (param i32 i32 i32) (result i32)
    (call $db_write (i32.const 0) (call $region (i32.const 1024) (i32.const {value})))
    (call $respond))
  (func (export "query") (param i32 i32) (result i32)
    (local $at i32)
    (i64.store (i32.const 1024) (i64.const 0x3a226b6f227b))
    (i32.store8 (i32.const 1030) (i32.const 0x22))
    (local.set $at (i32.const 1031))
    (loop $fill
      (i32.store8 (local.get $at) (i32.const 0x41))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $fill (i32.lt_u (local.get $at) (i32.const {end}))))
    (i32.store16 (local.get $at) (i32.const 0x7d22))
    (call $region (i32.const 1024) (i32.const {answer}))))"#,
        end = 1031 + quoted,
    )
}

fn instantiate(code_id: u64, label: &str) -> Call {
    Call::Instantiate {
        code_id,
        sender: account("alice"),
        msg: b"{}".to_vec(),
        funds: vec![],
        label: label.into(),
        admin: None,
    }
}

fn deploy(value: usize, answer: usize) -> (Chain, String) {
    let mut chain = Chain::new();
    let code_id = chain
        .store_code(&wat::parse_str(wat(value, answer)).unwrap())
        .unwrap();
    let made = chain.run(&instantiate(code_id, "floor")).result.unwrap();
    (chain, made.contract.unwrap())
}

fn execute(contract: &str) -> Call {
    Call::execute(&account("alice"), contract, &())
}

#[test]
fn one_write_costs_what_the_sdk_says_and_little_more() {
    let (mut chain, contract) = deploy(100, 13);
    let done = chain.measure(&execute(&contract)).unwrap();
    assert_eq!(done.gas.storage, 2_000 + 30 * (33 + 32 + 100));
    // 62 bytes of answer, and the VM's own work, which the research anchors put at 11.
    assert_eq!(done.gas.response_bytes, 62);
    assert!((62..=80).contains(&done.gas.vm), "{:?}", done.gas);
    assert_eq!(done.gas.contract, done.gas.storage + done.gas.vm);
    assert_eq!(done.gas.pinned, done.gas.contract + 2_000 + 3_939);
    assert_eq!(done.gas.unpinned, done.gas.contract + 60_000 + 3_939);
    assert_eq!(
        (done.gas.reads, done.gas.writes, done.gas.bytes_written),
        (0, 1, 165)
    );
    let event = Event::new("execute").add_attribute("_contract_address", &contract);
    assert_eq!(done.result.unwrap().events, [event]);
    assert_eq!(chain.state(&contract).len(), 1);
}

#[test]
fn a_value_has_at_most_128_kib() {
    let (mut chain, contract) = deploy(128 * 1024, 13);
    assert!(chain.run(&execute(&contract)).result.is_ok());
    let (mut chain, contract) = deploy(128 * 1024 + 1, 13);
    let Err(Refusal::Vm(text)) = chain.run(&execute(&contract)).result else {
        panic!("taken");
    };
    assert!(text.contains("Value too big"), "{text}");
    assert!(chain.state(&contract).is_empty());
}

#[test]
fn an_answer_has_at_most_256_kib() {
    // Four base64 digits are three bytes, so the lengths differ by four.
    for (length, fits) in [(262_141, true), (262_145, false)] {
        let (mut chain, contract) = deploy(1, length);
        let asked = chain.run(&Call::query(&contract, &())).result;
        assert_eq!(asked.is_ok(), fits, "{length}: {:?}", asked.map(|_| ()));
    }
}

#[test]
fn gas_has_an_end() {
    let (mut chain, contract) = deploy(100, 13);
    chain.set_gas_limit(6_000);
    let Err(Refusal::Vm(text)) = chain.run(&execute(&contract)).result else {
        panic!("ran on 6,000");
    };
    assert!(text.to_lowercase().contains("gas"), "{text}");
    assert!(chain.state(&contract).is_empty());
}

#[test]
fn a_label_has_at_most_128_bytes() {
    let (mut chain, _) = deploy(1, 13);
    assert!(chain
        .run(&instantiate(1, &"x".repeat(LABEL_LIMIT)))
        .result
        .is_ok());
    for label in [String::new(), "x".repeat(LABEL_LIMIT + 1), "x".repeat(500)] {
        let refused = chain.run(&instantiate(1, &label)).result;
        assert!(matches!(refused, Err(Refusal::Chain(_))), "{label}");
    }
}

#[test]
fn codes_that_a_chain_refuses_are_refused() {
    let mut chain = Chain::new();
    let huge = vec![0; CODE_LIMIT + 1];
    let bulk = wat(1, 13).replace(
        r#"(func (export "deallocate") (param i32))"#,
        r#"(func (export "deallocate") (param i32)
             (memory.fill (i32.const 0) (i32.const 0) (i32.const 0)))"#,
    );
    let bulk = wat::parse_str(bulk).unwrap();
    let foreign = wat(1, 13).replace("db_write\"", "db_shred\"");
    let foreign = wat::parse_str(foreign).unwrap();
    for code in [&huge, &bulk, &foreign, &b"\0asm".to_vec()] {
        assert!(matches!(chain.store_code(code), Err(Refusal::Chain(_))));
    }
}

#[test]
fn marks_bring_everything_back() {
    let (mut chain, contract) = deploy(100, 13);
    chain.fund(&account("alice"), "uatom", 5);
    let before = (
        chain.block(),
        chain.state(&contract),
        chain.balance(&account("alice"), "uatom"),
    );
    let mark = chain.mark();
    chain.run(&execute(&contract)).result.unwrap();
    chain.advance(1_000);
    chain.fund(&account("alice"), "uatom", 7);
    let made = chain.run(&instantiate(1, "second")).result.unwrap();
    chain.rewind(mark);
    let after = (
        chain.block(),
        chain.state(&contract),
        chain.balance(&account("alice"), "uatom"),
    );
    assert_eq!(before, after);
    // The address is free again.
    assert_eq!(chain.run(&instantiate(1, "second")).result.unwrap(), made);
}
