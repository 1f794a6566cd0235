//! The built Wasm on the real VM: gas, sizes, same answers.
//!
//! [`Chain`] runs the artifacts of `scripts/build-wasm` on `cosmwasm-vm` and bills every call as a
//! chain does ([`gas`]). What it leaves out: replies, IBC, staking, gas of bank and of the ante
//! handler.

pub mod address;
pub mod administration;
pub mod bench;
pub mod call;
pub mod chain;
pub mod driver;
pub mod gas;
pub mod print;
mod run;
pub mod scenario;
mod store;
pub mod town;

pub mod scenarios {
    //! Every contract's scenarios, one file each; see [`crate::scenario`].

    use crate::scenario::Deploy;

    include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));
}

pub use call::{Answer, Call, Refusal};
pub use chain::{Chain, Mark, Outcome};
pub use gas::Gas;
pub use run::RESULT_LIMIT;
