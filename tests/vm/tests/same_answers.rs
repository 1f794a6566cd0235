//! Every acceptance, refusal, answer and event, and every byte of state, is the same on the built
//! Wasm and on cw-multi-test, for random sequences of messages, good and bad.
//! Needs the Wasm of scripts/build-wasm.

#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

#[path = "same_answers/messages.rs"]
mod messages;
#[path = "same_answers/mutations.rs"]
mod mutations;
#[path = "same_answers/pair.rs"]
mod pair;

use messages::{query, Dice};
use pair::Pair;

/// Sequences, and messages in each.
const SEQUENCES: u64 = 300;
const LENGTH: usize = 25;

/// Sends a random message. The first ones people the chain, so that later ones find something.
fn send(pair: &mut Pair, dice: &mut Dice, context: &str) -> Result<(), String> {
    let (owner, call) = messages::message(dice, pair);
    let answer = pair.run(&call, context)?;
    if let Some(owner) = owner {
        pair.learn(owner, &answer);
    }
    Ok(())
}

fn play(pair: &mut Pair, seed: u64, accepted: &mut usize, refused: &mut usize) {
    let mut dice = Dice::new(seed);
    pair.reset();
    for step in 0..LENGTH {
        let done = send(pair, &mut dice, &format!("sequence {seed}, message {step}"));
        *if done.is_ok() {
            &mut *accepted
        } else {
            &mut *refused
        } += 1;
        if dice.one_in(3) {
            let question = query(&mut dice, pair);
            let _ = pair.run(&question, &format!("sequence {seed}, question {step}"));
        }
        if dice.one_in(4) {
            pair.advance(dice.time());
        }
    }
    pair.same_state(&format!("sequence {seed}"));
}

#[test]
fn three_hundred_random_sequences() {
    let (mut accepted, mut refused) = (0, 0);
    let mut pair = Pair::new();
    for seed in 0..SEQUENCES {
        play(&mut pair, seed, &mut accepted, &mut refused);
    }
    // A generator whose messages all fail, or never, would compare nothing.
    let all = SEQUENCES as usize * LENGTH;
    assert_eq!(accepted + refused, all);
    assert!(accepted > all / 4, "{accepted} of {all} accepted");
    assert!(refused > all / 10, "{refused} of {all} refused");
}

#[test]
fn malformed_messages_are_refused_alike_and_leave_no_trace() {
    let mut cases = 0;
    let mut pair = Pair::new();
    for seed in 1_000..1_060 {
        let mut dice = Dice::new(seed);
        pair.reset();
        for _ in 0..8 {
            let _ = send(&mut pair, &mut dice, "setting up");
        }
        let (_, good) = messages::message(&mut dice, &pair);
        for (name, bad) in mutations::all(&good) {
            let before = pair.state();
            let refusal = pair.run(&bad, name).expect_err(name);
            assert_eq!(pair.state(), before, "{name} left a trace");
            assert!(
                refusal.len() <= 400,
                "{name}: a refusal of {} bytes",
                refusal.len()
            );
            cases += 1;
        }
    }
    assert!(cases > 500, "{cases}");
}
