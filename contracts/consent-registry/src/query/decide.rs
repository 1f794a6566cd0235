//! Decisions.

use crate::check;
use crate::decision::{self, Scene};
use crate::error::{ConsentError, ContractError};
use crate::requester::Asker;
use crate::state::config::HotConfig;
use crate::state::known::Known;
use cosmwasm_std::{Deps, Env};
use health_kit::{address, time};
use health_rules::consent::check_item;
use health_types::consent::{DecisionResponse, ExplainResponse, Question};
use health_types::Bytes32;

/// The most questions of a batch.
const MAX_QUESTIONS: usize = 30;

/// `decide`.
pub fn decide(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    requester: String,
    organisations: Option<Vec<u32>>,
    question: Question,
) -> Result<DecisionResponse, ContractError> {
    check_question(&question)?;
    let (scene, known, mut asker) = begin(deps, env, subject, &requester, organisations)?;
    decision::answer_one(scene, &known, &mut asker, &question)
}

/// `decide_batch`.
pub fn decide_batch(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    requester: String,
    organisations: Option<Vec<u32>>,
    questions: Vec<Question>,
) -> Result<Vec<DecisionResponse>, ContractError> {
    check::count("questions", questions.len(), 1, MAX_QUESTIONS)?;
    questions.iter().try_for_each(check_question)?;
    let (scene, known, mut asker) = begin(deps, env, subject, &requester, organisations)?;
    decision::answer(scene, &known, &mut asker, &questions)
}

/// `explain`.
pub fn explain(
    deps: Deps,
    env: &Env,
    subject: Bytes32,
    requester: String,
    organisations: Option<Vec<u32>>,
    question: Question,
) -> Result<ExplainResponse, ContractError> {
    check_question(&question)?;
    let (scene, known, mut asker) = begin(deps, env, subject, &requester, organisations)?;
    let (answer, consents) = decision::explain(scene, &known, &mut asker, &question)?;
    Ok(ExplainResponse { answer, consents })
}

fn check_question(question: &Question) -> Result<(), ConsentError> {
    check::purpose("purpose", &question.purpose)?;
    Ok(question.data.as_ref().map_or(Ok(()), check_item)?)
}

/// What stands before every decision: subject and requester.
fn begin<'a>(
    deps: Deps<'a>,
    env: &'a Env,
    subject: Bytes32,
    requester: &str,
    organisations: Option<Vec<u32>>,
) -> Result<(Scene<'a>, Known, Asker<'a>), ContractError> {
    let claimed = organisations.unwrap_or_default();
    check::organisations(&claimed)?;
    let account = address::canonical(deps.api, requester)?;
    let now = time::now(env)?;
    let known = Known::load(deps.storage, &subject)?;
    let hot = HotConfig::load(deps.storage)?;
    let identity = hot.identity(deps.api)?;
    let asker = Asker::new(deps.querier, identity, hot, now, account, claimed)?;
    let scene = Scene {
        storage: deps.storage,
        env,
        now,
    };
    Ok((scene, known, asker))
}
