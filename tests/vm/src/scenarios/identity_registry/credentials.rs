//! Credentials: issuing, renewing, suspending, revoking, giving up.

use health_types::identity::{CredentialKind, ExecuteMsg, NewCredential, Reason};

use super::{npi, World, BATCH, SPEC};
use crate::scenario::Case;
use crate::town::Town;

const KIND: CredentialKind = CredentialKind::Practitioner;

pub(super) fn cases(world: &World) -> Vec<Case> {
    let holder = world.doctor;
    // A second credential of the doctor is what the budgets are for: who gets a first one gets a number and an account
    // entry too.
    let second = || Town::credential("doctor", CredentialKind::Researcher);
    let numbered = NewCredential {
        identifier: Some(npi("1234567893")),
        ..second()
    };
    let recruits = (0..BATCH).map(|n| Town::credential(&format!("recruit {n}"), KIND));
    let revoke = |holder| {
        world.by_issuer(ExecuteMsg::Revoke {
            holder,
            kind: KIND,
            reason: Reason::PrivilegeWithdrawn,
        })
    };
    let suspend = world.by_issuer(ExecuteMsg::Suspend {
        holder,
        kind: KIND,
        reason: Reason::UnderInvestigation,
    });
    let again = vec![Town::credential("doctor", KIND)];
    vec![
        Case::new("issue one credential", world.issue(vec![second()])).budget(18_000, SPEC),
        Case::new("issue one to a newcomer", world.issue(vec![Town::credential("newcomer", KIND)])),
        Case::new("issue one with an NPI", world.issue(vec![numbered])).budget(22_500, SPEC),
        Case::new("issue one again after its revocation", world.issue(again)).after(revoke(holder)),
        Case::new("issue fifty", world.issue(recruits.collect())),
        Case::new(
            "renew",
            world.by_issuer(ExecuteMsg::Renew {
                holder,
                kind: KIND,
                until: None,
            }),
        ),
        Case::new("suspend", suspend.clone()),
        Case::new("reinstate", world.by_issuer(ExecuteMsg::Reinstate { holder, kind: KIND })).after(suspend),
        Case::new("revoke", revoke(holder)).budget(9_500, SPEC),
        Case::new("revoke one with an NPI", revoke(world.surgeon)).budget(10_500, SPEC),
        Case::new(
            "renounce",
            world.send(
                "doctor",
                &ExecuteMsg::Renounce {
                    kind: KIND,
                    issuer: 1,
                },
            ),
        ),
        Case::new(
            "release an identifier",
            world.by_governance(ExecuteMsg::ReleaseIdentifier {
                identifier: npi("1245319599"),
            }),
        ),
    ]
}
