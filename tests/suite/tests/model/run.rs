//! Plays sequences on the chain and on the model side by side.

use super::consents::{Consents, Scene};
use super::focus::Focus;
use super::generate::{Generator, Step};
use super::random::Random;
use super::registry::{Issuer, Registry, Verdict, DAY};
use super::world::*;
use health_testing::{error_code, State, Suite};
use health_types::consent::{ExecuteMsg, PolicyChange, RegisteredData};
use health_types::identity::{self, CredentialKind, Function};
use health_types::{Bytes32, Period};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// The chain, the model, and what led to where they are.
pub struct Run {
    pub suite: Suite,
    pub registry: Registry,
    pub consents: Consents,
    pub random: Random,
    pub subjects: [Bytes32; 3],
    /// When each consent was recorded, by subject and id.
    pub recorded: BTreeMap<(Bytes32, u32), u32>,
    pub state: State,
    seed: u64,
    trace: Vec<String>,
    /// How many messages were accepted.
    accepted: u64,
}

fn setting(name: &str, default: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.map_or(default, |text| text.parse().expect("a number"))
}

#[test]
fn the_contracts_do_what_the_model_does() {
    let sequences = setting("MODEL_SEQUENCES", 250);
    let steps = setting("MODEL_STEPS", 60);
    let first = setting("MODEL_SEED", 1);
    let next = AtomicU64::new(first);
    let accepted = AtomicU64::new(0);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= first + sequences {
                    break;
                }
                let mut run = Run::new(seed);
                for _ in 0..steps {
                    run.random_step();
                }
                accepted.fetch_add(run.accepted, Ordering::Relaxed);
            });
        }
    });
    // A sequence of refusals would prove little.
    let share = accepted.into_inner() * 100 / (sequences * steps);
    assert!(share >= 30, "only {share} of 100 messages were accepted");
}

impl Run {
    fn new(seed: u64) -> Run {
        let mut suite = Suite::new();
        suite.accredit_issuer("college", &COLLEGE_KINDS);
        let governance = suite.account("governance").to_string();
        let nonce = Bytes32([7; 32]);
        let subjects = OWNERS.map(|owner| suite.pseudonym(owner, nonce));
        let mut registry = Registry {
            governance: governance.clone(),
            ..Registry::default()
        };
        for (number, name, kinds) in [(1, ISSUERS[0], &KINDS[..]), (2, ISSUERS[1], &COLLEGE_KINDS)]
        {
            let issuer = Issuer {
                number,
                kinds: kinds.to_vec(),
                suspended: false,
            };
            registry
                .issuers
                .insert(suite.account(name).to_string(), issuer);
            // An issuer is a holder, too.
            registry
                .holders
                .insert(suite.account(name).to_string(), number);
        }
        let pseudonyms = ACCOUNTS.map(|name| {
            let account = suite.account(name).to_string();
            ((account, nonce), suite.pseudonym(name, nonce))
        });
        let consents = Consents {
            governance,
            pauser: suite.account("pauser").to_string(),
            pseudonyms: pseudonyms.into(),
            ..Consents::default()
        };
        let state = suite.state();
        let mut run = Run {
            suite,
            registry,
            consents,
            random: Random(seed),
            subjects,
            recorded: BTreeMap::new(),
            state,
            seed,
            trace: vec![],
            accepted: 0,
        };
        run.settle();
        run.accepted = 0;
        run
    }

    /// Peoples the chain, by messages that are compared like all others.
    fn settle(&mut self) {
        use identity::ExecuteMsg as Msg;
        for (name, kind) in [
            ("hospital", CredentialKind::ProviderOrganisation),
            ("hospital", CredentialKind::DataCustodian),
            ("hospital", CredentialKind::EmergencyResponder),
            ("institute", CredentialKind::ResearchOrganisation),
            ("responder", CredentialKind::EmergencyResponder),
        ] {
            let credentials = vec![self.suite.credential(name, kind)];
            self.step(Step::Identity("authority", Msg::Issue { credentials }));
        }
        for (organisation, number, member, kind, function) in [
            (
                "hospital",
                HOSPITAL,
                "nurse",
                CredentialKind::ProviderOrganisation,
                Function::Clinician,
            ),
            (
                "hospital",
                HOSPITAL,
                "responder",
                CredentialKind::EmergencyResponder,
                Function::Emergency,
            ),
            (
                "institute",
                INSTITUTE,
                "scholar",
                CredentialKind::ResearchOrganisation,
                Function::Researcher,
            ),
        ] {
            let affiliation = identity::NewAffiliation {
                member: self.suite.account(member).to_string(),
                kind,
                functions: vec![function],
                period: Period::OPEN,
            };
            let affiliations = vec![affiliation];
            self.step(Step::Identity(
                organisation,
                Msg::ProposeAffiliations { affiliations },
            ));
            self.step(Step::Identity(
                member,
                Msg::AcceptAffiliation {
                    organisation: number,
                    kind,
                },
            ));
        }
        for owner in OWNERS {
            let register = ExecuteMsg::Register {
                nonce: Bytes32([7; 32]),
                policies: PolicyChange::default(),
                consents: None,
            };
            self.step(Step::Consent(owner, register));
        }
    }

    fn random_step(&mut self) {
        let pause = match self.random.below(10) {
            0..=5 => 1 + self.random.below(3_600),
            6..=8 => self.random.below(2 * DAY as usize),
            _ => self.random.below(40 * DAY as usize),
        };
        let soon = self.suite.now() + pause as u32;
        // Now and then just before, or at, the moment at which something ends or begins.
        let moments = self.moments();
        let at = match moments.is_empty() || self.random.chance(75) {
            true => soon,
            false => self.random.pick(&moments) - self.random.below(2) as u32,
        };
        self.suite.set_time(at.max(self.suite.now()));
        let step = self.generator().step();
        self.step(step);
    }

    /// The moments ahead, within two months, at which the model's answers may change by themselves.
    fn moments(&self) -> Vec<u32> {
        let affiliations = self.registry.affiliations.values().flatten();
        let ends = affiliations.filter_map(|one| one.period.until);
        let binding = ends.map(|until| until + 30 * DAY);
        let credentials = self.registry.credentials.values();
        let periods = credentials.map(|one| one.period);
        let consents = || {
            let subjects = self.consents.subjects.values();
            subjects.flat_map(|subject| subject.consents.values())
        };
        let periods = periods.chain(consents().map(|one| one.new.period));
        let bounds = periods.flat_map(|period| period.from.into_iter().chain(period.until));
        let drafts = consents().map(|one| one.granted + 30 * DAY);
        let subjects = self.consents.subjects.values();
        let emergencies = subjects.flat_map(|subject| subject.emergencies.values());
        let cares = emergencies
            .flat_map(|one| [one.until, one.until + 7 * DAY].into_iter().chain(one.owed));
        let pause = [
            self.consents.paused_until,
            self.consents.paused_until + 3 * DAY,
        ];
        let now = self.suite.now();
        let all = binding
            .chain(bounds)
            .chain(drafts)
            .chain(cares)
            .chain(pause);
        all.filter(|moment| (now + 2..now + 60 * DAY).contains(moment))
            .collect()
    }

    pub fn generator(&mut self) -> Generator<'_> {
        Generator {
            focus: Focus::of(self.seed),
            now: self.suite.now(),
            random: &mut self.random,
            suite: &self.suite,
            holders: self.registry.holders.len() as u32,
            hospital: HOSPITAL,
            institute: INSTITUTE,
            subjects: self.subjects,
        }
    }

    fn step(&mut self, step: Step) {
        let now = self.suite.now();
        self.trace.push(format!("at {now} {step:?}"));
        let (verdict, outcome) = match &step {
            Step::Identity(sender, msg) => {
                let mut after = self.registry.clone();
                let verdict = after.apply(self.suite.account(sender).as_str(), msg, now);
                if verdict.is_ok() {
                    self.registry = after;
                }
                (verdict, self.suite.identity(sender, msg))
            }
            Step::Consent(sender, msg) => {
                let mut after = self.consents.clone();
                let account = self.suite.account(sender).to_string();
                let scene = Scene {
                    registry: &self.registry,
                    sender: &account,
                    now,
                };
                let verdict = after.apply(&scene, msg);
                if verdict.is_ok() {
                    self.consents = after;
                }
                (verdict, self.suite.consent(sender, msg))
            }
        };
        if let (Ok(tx), Step::Consent(sender, ExecuteMsg::Register { nonce, .. })) =
            (&outcome, &step)
        {
            let data: RegisteredData = tx.data();
            let known = self.suite.pseudonym(sender, *nonce);
            self.check(data.subject == known, "the pseudonym");
        }
        let code = outcome
            .as_ref()
            .map(|_| ())
            .map_err(|error| error_code(error).to_string());
        self.compare_outcome(verdict, code);
        let state = self.suite.state();
        if outcome.is_err() {
            self.check(state == self.state, "a refused message changed state");
        } else {
            self.accepted += 1;
        }
        self.state = state;
        let subject = self.subjects[self.random.below(3)];
        self.compare_answers(subject);
        self.check_invariants();
    }

    fn compare_outcome(&self, model: Verdict, chain: Result<(), String>) {
        let same = match (model, &chain) {
            (Ok(()), Ok(())) => true,
            (Err(codes), Err(code)) => codes.split('|').any(|one| one == code),
            _ => false,
        };
        self.check(
            same,
            format!("the model says {model:?}, the chain {chain:?}"),
        );
    }

    /// Stops with the whole history unless `holds`.
    pub fn check(&self, holds: bool, what: impl std::fmt::Display) {
        if !holds {
            self.fail(what);
        }
    }

    /// Stops with the whole history.
    pub fn fail(&self, what: impl std::fmt::Display) -> ! {
        let history = self.trace.join("\n");
        panic!(
            "{history}\nMODEL_SEED={} step {}: {what}",
            self.seed,
            self.trace.len()
        );
    }
}
