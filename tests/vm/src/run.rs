//! One frame: a contract's entry point on the VM, and the queries that it makes meanwhile.

use cosmwasm_std::{
    from_json, to_json_binary, Addr, Binary, ContractInfoResponse, ContractResult, Empty, Env,
    MessageInfo, QueryRequest, SystemError, SystemResult, WasmQuery,
};
use cosmwasm_std::{BalanceResponse, BankQuery, Coin, ContractInfo, TransactionInfo};
use cosmwasm_vm::internals::instance_from_module;
use cosmwasm_vm::{
    call_execute_raw, call_instantiate_raw, call_migrate_raw, call_query_raw, Backend,
    BackendResult, GasInfo, Instance, Querier, VmResult,
};
use wasmer::Store;

use crate::address::Bech32Api;
use crate::call::Refusal;
use crate::gas::{self, Usage, POINTS_PER_GAS};
use crate::store::{ContractStore, Shared};

/// How deep contracts may ask each other (wasmd's `DefaultMaxQueryStackSize`).
const QUERY_DEPTH: usize = 10;
/// The longest answer that the VM's typed calls take (`deserialization_limits`), in bytes.
pub const RESULT_LIMIT: usize = 256 * 1024;

/// An entry point with its arguments.
pub(crate) enum Entry<'a> {
    Instantiate(&'a MessageInfo, &'a [u8]),
    Execute(&'a MessageInfo, &'a [u8]),
    Migrate(&'a [u8]),
    Query(&'a [u8]),
}

type VmInstance = Instance<Bech32Api, ContractStore, ChainQuerier>;

/// Runs an entry point of the contract in a frame of its own. The answer is the raw JSON of a
/// `ContractResult`.
pub(crate) fn run(
    world: &Shared,
    contract: usize,
    entry: &Entry<'_>,
    points: u64,
) -> (Result<Vec<u8>, Refusal>, Usage) {
    world.borrow_mut().enter();
    let result = instance(world, contract, points).and_then(|mut instance| {
        let answer = call(&mut instance, &env(world, contract), entry);
        let used = instance.create_gas_report().used_internally;
        let mut world = world.borrow_mut();
        world.current.points = used;
        if let Ok(bytes) = &answer {
            world.current.response_bytes = gas::len(bytes);
        }
        answer.map_err(|error| Refusal::Vm(error.to_string()))
    });
    let result = result.and_then(|bytes| {
        if bytes.len() > RESULT_LIMIT {
            return Err(Refusal::Vm(format!(
                "the answer has {} bytes, more than {RESULT_LIMIT}",
                bytes.len()
            )));
        }
        Ok(bytes)
    });
    (result, world.borrow_mut().leave())
}

fn instance(world: &Shared, contract: usize, points: u64) -> Result<VmInstance, Refusal> {
    let code = {
        let mut world = world.borrow_mut();
        let code_id = world
            .contracts
            .get(contract)
            .map(|c| c.code_id)
            .unwrap_or_default();
        world.current.codes.insert(code_id);
        code_id
            .checked_sub(1)
            .and_then(|index| usize::try_from(index).ok())
            .and_then(|index| world.codes.get(index))
            .cloned()
            .ok_or_else(|| Refusal::Chain(format!("no such code: {code_id}")))?
    };
    let backend = Backend {
        api: Bech32Api,
        storage: ContractStore::new(world.clone(), contract),
        querier: ChainQuerier {
            world: world.clone(),
        },
    };
    // A fresh instance for every call, as on a chain: memory left over would change the gas.
    instance_from_module(Store::new(code.engine), &code.module, backend, points, None)
        .map_err(|error| Refusal::Vm(error.to_string()))
}

fn call(instance: &mut VmInstance, env: &Env, entry: &Entry<'_>) -> VmResult<Vec<u8>> {
    let env = cosmwasm_vm::to_vec(env)?;
    match entry {
        Entry::Instantiate(info, msg) => {
            call_instantiate_raw(instance, &env, &cosmwasm_vm::to_vec(info)?, msg)
        }
        Entry::Execute(info, msg) => {
            call_execute_raw(instance, &env, &cosmwasm_vm::to_vec(info)?, msg)
        }
        Entry::Migrate(msg) => call_migrate_raw(instance, &env, msg),
        Entry::Query(msg) => call_query_raw(instance, &env, msg),
    }
}

fn env(world: &Shared, contract: usize) -> Env {
    let world = world.borrow();
    let address = world.contracts.get(contract).map(|c| c.address.clone());
    Env {
        block: world.block.clone(),
        transaction: Some(TransactionInfo::new(0, Binary::default())),
        contract: ContractInfo {
            address: Addr::unchecked(address.unwrap_or_default()),
        },
    }
}

/// What contracts may ask the chain: other contracts, and balances.
pub struct ChainQuerier {
    pub(crate) world: Shared,
}

type Asked = SystemResult<ContractResult<Binary>>;

fn answered(answer: &impl serde::Serialize) -> Asked {
    SystemResult::Ok(match to_json_binary(answer) {
        Ok(binary) => ContractResult::Ok(binary),
        Err(error) => ContractResult::Err(error.to_string()),
    })
}

impl ChainQuerier {
    fn find(&self, address: &str) -> Result<usize, SystemError> {
        self.world
            .borrow()
            .by_address
            .get(address)
            .copied()
            .ok_or_else(|| SystemError::NoSuchContract {
                addr: address.to_string(),
            })
    }

    fn ask(&self, request: QueryRequest<Empty>, points: u64) -> (Result<Asked, SystemError>, u64) {
        match request {
            QueryRequest::Wasm(WasmQuery::Smart { contract_addr, msg }) => {
                match self.find(&contract_addr) {
                    Ok(contract) => self.smart(contract, &msg, points),
                    Err(error) => (Err(error), 0),
                }
            }
            QueryRequest::Wasm(WasmQuery::Raw { contract_addr, key }) => {
                match self.find(&contract_addr) {
                    Ok(contract) => {
                        let (value, gas) = self.world.borrow_mut().read(contract, &key);
                        let value = Binary::from(value.unwrap_or_default());
                        (Ok(SystemResult::Ok(ContractResult::Ok(value))), gas)
                    }
                    Err(error) => (Err(error), 0),
                }
            }
            QueryRequest::Wasm(WasmQuery::ContractInfo { contract_addr }) => {
                match self.find(&contract_addr) {
                    Ok(contract) => {
                        let mut world = self.world.borrow_mut();
                        let gas = gas::CONTRACT_INFO_READ;
                        world.current.storage = world.current.storage.saturating_add(gas);
                        world.current.reads = world.current.reads.saturating_add(1);
                        let info = world.contracts.get(contract).map(|c| {
                            ContractInfoResponse::new(
                                c.code_id,
                                Addr::unchecked(&c.creator),
                                c.admin.as_ref().map(Addr::unchecked),
                                false,
                                None,
                                None,
                            )
                        });
                        (Ok(answered(&info)), gas)
                    }
                    Err(error) => (Err(error), 0),
                }
            }
            QueryRequest::Bank(BankQuery::Balance { address, denom }) => {
                let amount = self.world.borrow().balance(&address, &denom);
                (
                    Ok(answered(&BalanceResponse::new(Coin::new(amount, denom)))),
                    0,
                )
            }
            other => {
                let kind = format!("{other:?}");
                (Err(SystemError::UnsupportedRequest { kind }), 0)
            }
        }
    }

    fn smart(&self, contract: usize, msg: &[u8], points: u64) -> (Result<Asked, SystemError>, u64) {
        if self.world.borrow().outer.len() > QUERY_DEPTH {
            let error = "max query stack size exceeded".to_string();
            return (Ok(SystemResult::Ok(ContractResult::Err(error))), 0);
        }
        let (result, usage) = run(&self.world, contract, &Entry::Query(msg), points);
        let mut world = self.world.borrow_mut();
        world.current.absorb(&usage);
        let answer = match result {
            Ok(bytes) => from_json(&bytes).unwrap_or_else(|error: cosmwasm_std::StdError| {
                ContractResult::Err(error.to_string())
            }),
            Err(refusal) => ContractResult::Err(refusal.to_string()),
        };
        (Ok(SystemResult::Ok(answer)), usage.pinned())
    }
}

impl Querier for ChainQuerier {
    fn query_raw(&self, request: &[u8], gas_limit: u64) -> BackendResult<Asked> {
        let parsed: Result<QueryRequest<Empty>, _> = from_json(request);
        let (answer, gas) = match parsed {
            Ok(request) => self.ask(request, gas_limit),
            Err(error) => (
                Err(SystemError::InvalidRequest {
                    error: error.to_string(),
                    request: request.into(),
                }),
                0,
            ),
        };
        let answer = answer.unwrap_or_else(SystemResult::Err);
        let points = gas.saturating_mul(POINTS_PER_GAS);
        (Ok(answer), GasInfo::with_externally_used(points))
    }
}
