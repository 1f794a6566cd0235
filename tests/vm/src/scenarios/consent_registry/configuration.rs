//! What the admin does.

use health_types::consent::{ExecuteMsg, KindRequirement};
use health_types::identity::{Assurance, CredentialKind};

use super::World;
use crate::administration::{self, WIDENING_WAITS};
use crate::scenario::Case;
use crate::town::GOVERNANCE;

pub(super) fn cases(world: &World) -> Vec<Case> {
    let require = |assurance| {
        let requirement = KindRequirement {
            kind: CredentialKind::DataCustodian,
            assurance,
            issuers: 1,
        };
        world.send(GOVERNANCE, &ExecuteMsg::SetRequirement { requirement })
    };
    let (raise, lower) = (require(Assurance::High), require(Assurance::Low));
    let apply = world.send("anyone", &ExecuteMsg::ApplyRequirement {});
    let cancel = world.send(GOVERNANCE, &ExecuteMsg::CancelRequirement {});
    let own = vec![
        Case::new("raise a requirement", raise.clone()),
        Case::new("lower a requirement", lower.clone()).after(raise.clone()),
        Case::new("apply the lowering", apply)
            .after(raise.clone())
            .after(lower.clone())
            .after_seconds(WIDENING_WAITS),
        Case::new("cancel the lowering", cancel)
            .after(raise)
            .after(lower),
    ];
    let administration = administration::cases(&world.consent, ExecuteMsg::Admin);
    own.into_iter().chain(administration).collect()
}
