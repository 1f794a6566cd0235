//! Writes the JSON schema of the contract to `schema/identity-registry.json` in the workspace.

use cosmwasm_schema::generate_api;
use health_types::identity::{ExecuteMsg, InstantiateMsg, MigrateMsg, QueryMsg};
use std::path::Path;
use std::{error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let api = generate_api! {
        name: "identity-registry",
        instantiate: InstantiateMsg,
        execute: ExecuteMsg,
        query: QueryMsg,
        migrate: MigrateMsg,
    }
    .render();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/identity-registry.json");
    let mut text = api.to_string()?;
    text.push('\n');
    fs::write(path, text)?;
    Ok(())
}
