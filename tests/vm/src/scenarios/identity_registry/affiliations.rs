//! Affiliations: proposing, accepting, ending.

use health_types::identity::{AffiliationRef, CredentialKind, ExecuteMsg, Function};

use super::{World, BATCH};
use crate::address::account;
use crate::scenario::Case;
use crate::town::Town;
use crate::Call;

const KIND: CredentialKind = CredentialKind::ProviderOrganisation;

impl World {
    /// The clinic proposes that these act for it.
    pub(in super::super) fn propose(&self, members: &[String]) -> Call {
        let new = |member: &String| Town::affiliation(member, KIND, &[Function::Clinician]);
        let affiliations = members.iter().map(new).collect();
        self.send("clinic", &ExecuteMsg::ProposeAffiliations { affiliations })
    }

    /// The member accepts.
    pub(in super::super) fn accept(&self, member: &str) -> Call {
        let msg = ExecuteMsg::AcceptAffiliation {
            organisation: self.clinic,
            kind: KIND,
        };
        self.send(member, &msg)
    }

    /// The clinic ends the affiliations of these.
    pub(in super::super) fn end(&self, members: &[String]) -> Call {
        let name = |member: &String| AffiliationRef {
            member: account(member),
            kind: KIND,
        };
        let affiliations = members.iter().map(name).collect();
        self.send("clinic", &ExecuteMsg::EndAffiliations { affiliations })
    }
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    let nurse = ["nurse".to_string()];
    let staff: Vec<String> = (0..BATCH).map(|n| format!("carer {n}")).collect();
    let leave = ExecuteMsg::LeaveAffiliation {
        organisation: world.clinic,
        kind: KIND,
    };
    let member = |case: Case| case.after(world.propose(&nurse)).after(world.accept("nurse"));
    vec![
        Case::new("propose an affiliation", world.propose(&nurse)),
        Case::new("propose fifty affiliations", world.propose(&staff)),
        Case::new("accept an affiliation", world.accept("nurse")).after(world.propose(&nurse)),
        member(Case::new("end an affiliation", world.end(&nurse))),
        member(Case::new("leave", world.send("nurse", &leave))),
    ]
}
