//! Decisions: which consents are read for a request, and what goes to the rules with them.
//!
//! A request looks into the cell of its account, that of its number, those of the organisations whose denies bind it,
//! and anyone's; what an entry tells cannot concern any question is not read, and nothing is read twice, however many
//! questions there are.

mod read;

use self::read::{Reach, Read};
use crate::error::ContractError;
use crate::requester::{Asker, Named};
use crate::state::known::Known;
use crate::state::subject::Subject;
use crate::state::{custodian, emergency, opt_out};
use cosmwasm_std::{Env, Storage};
use health_rules::consent::hierarchy::{
    is_emergency, is_secondary_use, is_within, must_be_named, PART2_LABELS,
};
use health_rules::consent::{self as rules, Candidate, Circumstances, Emergency, Outcome};
use health_types::codes::PurposeOfUse;
use health_types::consent::{
    DecisionResponse, DefaultPolicy, Explained, Item, Purpose, Question, Reason,
};

/// What a decision reads from.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// Storage.
    pub storage: &'a dyn Storage,
    /// The block and this contract.
    pub env: &'a Env,
    /// Block time in seconds since 1970.
    pub now: u32,
}

/// How a question stands before consents are read.
enum Stage {
    /// Refused, whatever consents say.
    Refused(Reason),
    /// The owner asks for its own data: no consent is needed.
    Own,
    /// Consents decide.
    Open,
}

/// Answers one question.
pub fn answer_one(
    scene: Scene,
    known: &Known,
    asker: &mut Asker,
    question: &Question,
) -> Result<DecisionResponse, ContractError> {
    let Known::Living(subject) = known else {
        return Ok(scene.erased());
    };
    let stage = stage(subject, asker, question)?;
    let asked = [question];
    let open = if matches!(stage, Stage::Open) {
        &asked[..]
    } else {
        &[]
    };
    let read = scene.read(subject, asker, Reach::Concerned(open))?;
    let candidates: Vec<Candidate> = read.iter().map(Read::candidate).collect();
    let asked = scene.ask(subject, asker, question, &stage, &named(&candidates))?;
    Ok(scene.response(asked.decide(question, &candidates)))
}

/// Answers questions of one requester about one subject, in order.
pub fn answer(
    scene: Scene,
    known: &Known,
    asker: &mut Asker,
    questions: &[Question],
) -> Result<Vec<DecisionResponse>, ContractError> {
    let Known::Living(subject) = known else {
        return Ok(questions.iter().map(|_| scene.erased()).collect());
    };
    let stages = questions
        .iter()
        .map(|question| stage(subject, asker, question))
        .collect::<Result<Vec<Stage>, ContractError>>()?;
    let open: Vec<&Question> = stages
        .iter()
        .zip(questions)
        .filter_map(|(stage, question)| matches!(stage, Stage::Open).then_some(question))
        .collect();
    let read = scene.read(subject, asker, Reach::Concerned(&open))?;
    let candidates: Vec<Candidate> = read.iter().map(Read::candidate).collect();
    let named = named(&candidates);
    stages
        .iter()
        .zip(questions)
        .map(|(stage, question)| {
            let asked = scene.ask(subject, asker, question, stage, &named)?;
            Ok(scene.response(asked.decide(question, &candidates)))
        })
        .collect()
}

/// Answers one question, and tells of every consent in the requester's cells why it did or did not apply.
pub fn explain(
    scene: Scene,
    known: &Known,
    asker: &mut Asker,
    question: &Question,
) -> Result<(DecisionResponse, Vec<Explained>), ContractError> {
    let Known::Living(subject) = known else {
        return Ok((scene.erased(), Vec::new()));
    };
    let stage = stage(subject, asker, question)?;
    let read = scene.read(subject, asker, Reach::Everything)?;
    let candidates: Vec<Candidate> = read.iter().map(Read::candidate).collect();
    let named = named(&candidates);
    let asked = scene.ask(subject, asker, question, &stage, &named)?;
    let answer = scene.response(asked.decide(question, &candidates));
    // Of a request that is refused, or is the owner's own, too, the consents are explained as they are.
    let asked = scene.ask(subject, asker, question, &Stage::Open, &named)?;
    Ok((answer, asked.explain(question, &candidates)))
}

fn stage(
    subject: &Subject,
    asker: &mut Asker,
    question: &Question,
) -> Result<Stage, ContractError> {
    let owner = asker.account == subject.owner;
    if owner && question.purpose == code(PurposeOfUse::PATRQT) {
        return Ok(Stage::Own);
    }
    if !asker.claims_hold() {
        return Ok(Stage::Refused(Reason::NotAffiliated));
    }
    if is_emergency(question.purpose) && !asker.is_responder()? {
        return Ok(Stage::Refused(Reason::NotResponder));
    }
    Ok(Stage::Open)
}

/// Whom the consents read name.
fn named(candidates: &[Candidate]) -> Named {
    let mut named = Named::default();
    for candidate in candidates {
        named.add(candidate.tree);
    }
    named
}

/// What the rules ask beside the consents; or the refusal.
enum Asked {
    Refused(Reason),
    Rules {
        subject: rules::Subject,
        requester: rules::Requester,
        circumstances: Circumstances,
    },
}

impl Asked {
    fn decide(&self, question: &Question, candidates: &[Candidate]) -> Outcome {
        match self {
            Asked::Refused(reason) => Outcome::refused(*reason),
            Asked::Rules {
                subject,
                requester,
                circumstances,
            } => rules::decide(subject, requester, circumstances, question, candidates),
        }
    }

    fn explain(&self, question: &Question, candidates: &[Candidate]) -> Vec<Explained> {
        match self {
            Asked::Refused(_) => Vec::new(),
            Asked::Rules {
                subject,
                requester,
                circumstances,
            } => rules::explain(subject, requester, circumstances, question, candidates).1,
        }
    }
}

impl Scene<'_> {
    fn ask(
        &self,
        subject: &Subject,
        asker: &mut Asker,
        question: &Question,
        stage: &Stage,
        named: &Named,
    ) -> Result<Asked, ContractError> {
        let purpose = question.purpose;
        let part2_custodian = self.is_part2(question.data.as_ref())?;
        let (opted_out, requester, emergency) = match stage {
            Stage::Refused(reason) => return Ok(Asked::Refused(*reason)),
            Stage::Own => (false, rules::Requester::default(), Emergency::Absent),
            Stage::Open => {
                let mut named = named.clone();
                if default_permits(subject.default_policy, purpose) {
                    named.add_anyone();
                }
                (
                    self.is_opted_out(subject, asker, purpose)?,
                    asker.proven(&purpose, &named)?,
                    self.emergency(subject, asker, purpose)?,
                )
            }
        };
        Ok(Asked::Rules {
            subject: rules::Subject {
                epoch: subject.epoch,
                default_policy: subject.default_policy,
                emergencies_allowed: subject.emergencies_allowed,
                opted_out,
                restricted: subject.restricted,
            },
            requester,
            circumstances: Circumstances {
                now: self.now,
                owner: asker.account == subject.owner,
                emergency,
                part2_custodian,
            },
        })
    }

    /// Whether the subject's opt-out stands against the purpose, and no body overrode it for an organisation that the
    /// requester acts for.
    fn is_opted_out(
        &self,
        subject: &Subject,
        asker: &Asker,
        purpose: Purpose,
    ) -> Result<bool, ContractError> {
        if !subject.secondary_use_opt_out || !is_secondary_use(purpose) {
            return Ok(false);
        }
        let overrides = opt_out::live(self.storage, subject.number, self.now)?;
        let passes =
            |organisation: u32| overrides.iter().any(|one| one.organisation == organisation);
        let overridden = asker.acting_for().chain(asker.holder()).any(passes);
        Ok(!overridden)
    }

    /// Whether the requester broke the glass, and is still who may.
    fn emergency(
        &self,
        subject: &Subject,
        asker: &mut Asker,
        purpose: Purpose,
    ) -> Result<Emergency, ContractError> {
        let Some(actor) = asker.holder() else {
            return Ok(Emergency::Absent);
        };
        if purpose != code(PurposeOfUse::BTG) {
            return Ok(Emergency::Absent);
        }
        let live = emergency::may_load(self.storage, subject.number, actor)?
            .filter(|one| one.is_live(subject, self.now));
        match live {
            Some(one) if asker.may_break_glass(one.organisation)? => Ok(Emergency::Live),
            _ => Ok(Emergency::Absent),
        }
    }

    /// Whether the item's custodian declared itself a Part 2 programme; not read where the item's labels, known or
    /// not, call for the notice anyway.
    fn is_part2(&self, item: Option<&Item>) -> Result<bool, ContractError> {
        let Some(item) = item else {
            return Ok(false);
        };
        let labelled = item.labels.as_ref().is_none_or(|labels| {
            let mut labels = labels.sensitivity.iter().flatten();
            labels.any(|label| PART2_LABELS.contains(label))
        });
        match item.custodian.and_then(|custodian| custodian.holder()) {
            Some(number) if !labelled => Ok(custodian::is_part2(self.storage, number)?),
            _ => Ok(false),
        }
    }

    fn erased(&self) -> DecisionResponse {
        self.response(Outcome::refused(Reason::SubjectErased))
    }

    fn response(&self, outcome: Outcome) -> DecisionResponse {
        DecisionResponse {
            decision: outcome.decision,
            reason: outcome.reason,
            effect: outcome.effect,
            consents: outcome.consents,
            obligations: outcome.obligations,
            part2_notice: outcome.part2_notice,
            chain_id: self.env.block.chain_id.clone(),
            contract: self.env.contract.address.to_string(),
            height: self.env.block.height,
        }
    }
}

/// Whether the default policy may permit the purpose, so that it matters who asks.
fn default_permits(policy: DefaultPolicy, purpose: Purpose) -> bool {
    match policy {
        DefaultPolicy::PermitTreatment => {
            matches!(purpose, Purpose::Code { code } if is_within(code, PurposeOfUse::TREAT))
        }
        DefaultPolicy::PermitAuthorized => !must_be_named(purpose),
        DefaultPolicy::BreakGlassOnly | DefaultPolicy::Deny => false,
    }
}

fn code(code: PurposeOfUse) -> Purpose {
    Purpose::Code { code }
}
