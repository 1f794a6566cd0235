//! Writes the JSON schema of the contract to `schema/consent-registry.json` in the workspace.

use cosmwasm_schema::generate_api;
use health_types::consent::{ExecuteMsg, InstantiateMsg, MigrateMsg, QueryMsg};
use std::path::Path;
use std::{error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let api = generate_api! {
        name: "consent-registry",
        instantiate: InstantiateMsg,
        execute: ExecuteMsg,
        query: QueryMsg,
        migrate: MigrateMsg,
    }
    .render();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/consent-registry.json");
    let mut text = api.to_string()?;
    text.push('\n');
    fs::write(path, text)?;
    Ok(())
}
