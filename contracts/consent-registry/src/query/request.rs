//! Who asks for access.

use crate::error::ContractError;
use crate::state::request::Requests;
use crate::state::subject::Subject;
use cosmwasm_std::{Deps, Env};
use health_kit::{address, time};
use health_types::consent::{RequestResponse, RequestsResponse};
use health_types::Bytes32;

/// `requests`.
pub fn requests(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
) -> Result<RequestsResponse, ContractError> {
    let now = time::now(env)?;
    let subject = Subject::load(deps.storage, &subject)?;
    let requests = Requests::load(deps.storage, &subject, now)?;
    let items = requests
        .items
        .into_iter()
        .map(|request| {
            Ok(RequestResponse {
                requester: address::human(deps.api, &request.requester, "requests")?.into_string(),
                purposes: request.purposes,
                classes: request.classes,
                until: request.until,
            })
        })
        .collect::<Result<_, ContractError>>()?;
    Ok(RequestsResponse { items })
}
