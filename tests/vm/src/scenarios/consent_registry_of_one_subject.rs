//! consent-registry: what messages cost a subject, and a custodian, with a long history.

use anyhow::Result;
use health_types::codes::{Action, PurposeOfUse};
use health_types::consent::{
    AccessAttempt, AccessItem, Actor, Category, DelegateKind, DelegatePowers, Effect, ExecuteMsg,
    NewDelegate, Purpose, QueryMsg,
};
use health_types::identity::{self, CredentialKind};
use health_types::{Bytes32, Period};

use super::consent_registry::words::{benchmark, grant, new_record, question, register, treatment};
use super::consent_registry::World;
use crate::address::account;
use crate::scenario::{must, Case, Suite};
use crate::town::{Town, AUTHORITY, LATER};
use crate::{Call, Chain};

/// Delegates are numbered in two bytes; beyond these none is appointed and ended.
const DELEGATES: u32 = 60_000;
/// Organisations that the history's consents name.
const ORGANISATIONS: u32 = 1_000_000;
/// Ids of records, consents and the like that only cases use.
const NEW: u32 = 2_000_000_000;
/// The day of the audit roots.
const DAY: i32 = 20_000;

struct History {
    world: World,
    identity: String,
    /// Its owner is `elder`.
    subject: Bytes32,
}

/// The town of consent-registry's first suite, and one subject more, who grows old.
pub fn suite(chain: &mut Chain) -> Result<Box<dyn Suite>> {
    let world = World::new(chain)?;
    let first = vec![benchmark(world.clinic, Effect::Permit)];
    let subject = register(chain, &world.consent, "elder", Some(first))?;
    let accept = ExecuteMsg::AcceptCustodian {
        subject,
        custodian: world.clinic,
    };
    must(chain, &world.send("elder", &accept))?;
    Ok(Box::new(History {
        identity: world.identity.clone(),
        world,
        subject,
    }))
}

impl History {
    fn grant(&self, id: u32) -> Call {
        let organisation = ORGANISATIONS.saturating_add(id);
        let consent = benchmark(organisation, Effect::Permit);
        grant(&self.world.consent, "elder", self.subject, id, consent)
    }

    fn add_delegate(&self, name: &str) -> Call {
        let msg = ExecuteMsg::AddDelegate {
            subject: self.subject,
            delegate: NewDelegate {
                account: account(name),
                kind: DelegateKind::Carer,
                powers: DelegatePowers {
                    grant: true,
                    revoke: true,
                    manage_delegates: false,
                },
                excluded_labels: None,
                period: Period {
                    from: None,
                    until: Some(LATER),
                },
                evidence: None,
            },
        };
        self.world.send("elder", &msg)
    }

    fn end_delegate(&self, name: &str) -> Call {
        let msg = ExecuteMsg::EndDelegate {
            subject: self.subject,
            account: account(name),
            end_grants: false,
        };
        self.world.send("elder", &msg)
    }

    fn record_access(&self, requester: &str, purpose: Purpose) -> Call {
        let msg = ExecuteMsg::RecordAccess {
            attempt: AccessAttempt {
                subject: self.subject,
                requester: account(requester),
                organisations: None,
                purpose,
                action: Action::Access,
                category: Category::PatientPrivacy,
            },
            items: vec![AccessItem::Bulk {}],
        };
        self.world.send("clinic", &msg)
    }

    fn register_record(&self, id: u32) -> Call {
        let msg = ExecuteMsg::RegisterRecords {
            subject: self.subject,
            records: vec![new_record(id)],
        };
        self.world.send("clinic", &msg)
    }

    fn anchor(&self) -> Call {
        let msg = ExecuteMsg::AnchorAuditRoot {
            day: DAY,
            root: Bytes32([5; 32]),
            count: 1_000,
        };
        self.world.send("clinic", &msg)
    }
}

impl Suite for History {
    fn address(&self) -> &str {
        &self.world.consent
    }

    fn records(&self) -> &'static str {
        "consents, records, lines of the log and delegates who ended (of these 60,000 at most), all of one subject, \
         and audit roots of one custodian's day"
    }

    fn grow(&mut self, chain: &mut Chain, from: u32, to: u32) -> Result<()> {
        for number in from..to {
            // Consent 1 is the benchmark.
            must(chain, &self.grant(number.saturating_add(2)))?;
            must(chain, &self.register_record(number))?;
            must(chain, &self.anchor())?;
            let reader = format!("reader {number}");
            let issue = identity::ExecuteMsg::Issue {
                credentials: vec![Town::credential(&reader, CredentialKind::Practitioner)],
            };
            must(chain, &Call::execute(&account(AUTHORITY), &self.identity, &issue))?;
            must(chain, &self.record_access(&reader, treatment()))?;
            if number < DELEGATES {
                let carer = format!("carer {number}");
                must(chain, &self.add_delegate(&carer))?;
                must(chain, &self.end_delegate(&carer))?;
            }
        }
        Ok(())
    }

    fn cases(&self) -> Vec<Case> {
        let subject = self.subject;
        let world = &self.world;
        let by_elder = |msg| world.send("elder", &msg);
        let again = Purpose::Code {
            code: PurposeOfUse::HPAYMT,
        };
        // One less than the fewest records, so that there is always a page more.
        let limit = Some(9);
        let mut cases = vec![
            Case::new("grant", self.grant(NEW)),
            Case::new("revoke the first consent", by_elder(ExecuteMsg::Revoke { subject, id: 1 })),
            Case::new(
                "revoke all",
                by_elder(ExecuteMsg::RevokeAll {
                    subject,
                    end_delegates: true,
                }),
            ),
            Case::new("add a delegate", self.add_delegate("mother")),
            Case::new("end a delegate", self.end_delegate("mother")).after(self.add_delegate("mother")),
            Case::new("decide and record, a new line", self.record_access("reader 1", again)),
            Case::new("decide and record, a line more", self.record_access("reader 1", treatment())),
            Case::new("register a record", self.register_record(NEW)),
            Case::new("anchor an audit root", self.anchor()),
            Case::new("erase, five items", by_elder(ExecuteMsg::Erase { subject, limit: Some(5) })),
            Case::new(
                "ask: decide",
                world.ask(&QueryMsg::Decide {
                    subject,
                    requester: account("nurse"),
                    organisations: Some(vec![world.clinic]),
                    question: question(),
                }),
            ),
            Case::new(
                "ask: conflicts",
                world.ask(&QueryMsg::Conflicts {
                    subject,
                    category: Category::PatientPrivacy,
                    provision: Box::new(benchmark(world.clinic, Effect::Permit).provision),
                }),
            ),
        ];
        let pages = [
            (
                "ask: nine consents",
                QueryMsg::ConsentsOf {
                    subject,
                    start_after: None,
                    limit,
                },
            ),
            (
                "ask: nine records",
                QueryMsg::RecordsOf {
                    subject,
                    start_after: None,
                    limit,
                },
            ),
            (
                "ask: nine delegates",
                QueryMsg::Delegates {
                    subject,
                    start_after: None,
                    limit,
                },
            ),
            (
                "ask: nine disclosures",
                QueryMsg::Disclosures {
                    subject,
                    start_after: None,
                    limit,
                },
            ),
            (
                "ask: nine audit roots",
                QueryMsg::AuditRoots {
                    custodian: world.clinic,
                    day: DAY,
                    start_after: None,
                    limit,
                },
            ),
        ];
        cases.extend(pages.map(|(name, msg)| Case::new(name, world.ask(&msg))));
        let grantee = Actor::Organisation {
            holder: world.clinic,
        };
        cases.push(Case::new(
            "prune one that is not there",
            world.send(
                "anyone",
                &ExecuteMsg::Prune {
                    subject,
                    envelopes: vec![health_types::consent::EnvelopeRef {
                        record: world.record(1),
                        grantee,
                    }],
                },
            ),
        ));
        cases
    }
}
