//! What governance does with issuers, and issuers with sub-issuers.

use health_types::codes::Code;
use health_types::identity::{
    Accreditation, CredentialKind, ExecuteMsg, IdentifierScheme, IssuerChange,
};

use super::World;
use crate::address::account;
use crate::administration::WIDENING_WAITS;
use crate::chain::START_TIME;
use crate::scenario::Case;

pub(super) fn cases(world: &World) -> Vec<Case> {
    [changes(world), narrowings(world), sub_issuers(world)]
        .into_iter()
        .flatten()
        .collect()
}

fn changes(world: &World) -> Vec<Case> {
    let propose = |change| world.by_governance(ExecuteMsg::ProposeIssuerChange { change });
    let accredit = propose(IssuerChange::Accredit {
        accreditation: Accreditation {
            account: account("second authority"),
            kinds: CredentialKind::ALL.to_vec(),
            schemes: IdentifierScheme::ALL.to_vec(),
        },
    });
    let replace = propose(IssuerChange::ReplaceAccount {
        issuer: 1,
        account: account("new authority"),
    });
    let apply = world.send("anyone", &ExecuteMsg::ApplyIssuerChange { change: 1 });
    let cancel = world.by_governance(ExecuteMsg::CancelIssuerChange { change: 1 });
    vec![
        Case::new("propose an issuer", accredit.clone()),
        Case::new("accredit it", apply.clone())
            .after(accredit.clone())
            .after_seconds(WIDENING_WAITS),
        Case::new("cancel its proposal", cancel).after(accredit),
        Case::new("replace an issuer's account", apply)
            .after(replace)
            .after_seconds(WIDENING_WAITS),
    ]
}

fn narrowings(world: &World) -> Vec<Case> {
    let issuer = 1;
    let suspend = world.by_governance(ExecuteMsg::SuspendIssuer { issuer });
    let after = u32::try_from(START_TIME).unwrap_or(u32::MAX);
    vec![
        Case::new("suspend an issuer", suspend.clone()),
        Case::new(
            "reinstate an issuer",
            world.by_governance(ExecuteMsg::ReinstateIssuer { issuer }),
        )
        .after(suspend),
        Case::new("remove an issuer", world.by_governance(ExecuteMsg::RemoveIssuer { issuer })),
        Case::new(
            "withdraw a kind",
            world.by_governance(ExecuteMsg::WithdrawKinds {
                issuer,
                kinds: vec![CredentialKind::Payer],
            }),
        ),
        Case::new(
            "withdraw a scheme",
            world.by_governance(ExecuteMsg::WithdrawSchemes {
                issuer,
                schemes: vec![IdentifierScheme::Npi],
            }),
        ),
        Case::new(
            "distrust an issuer",
            world.by_governance(ExecuteMsg::DistrustIssuer { issuer, after }),
        ),
    ]
}

fn sub_issuers(world: &World) -> Vec<Case> {
    let (issuer, sub) = (1, 1);
    let appoint = world.by_issuer(ExecuteMsg::AppointSubIssuer {
        account: account("branch"),
        kinds: vec![CredentialKind::Practitioner],
    });
    let suspend = world.by_issuer(ExecuteMsg::SuspendSubIssuer { issuer, sub });
    let reinstate = world.by_issuer(ExecuteMsg::ReinstateSubIssuer { issuer, sub });
    let remove = world.by_issuer(ExecuteMsg::RemoveSubIssuer { issuer, sub });
    let appointed = |case: Case| case.after(appoint.clone());
    vec![
        Case::new("appoint a sub-issuer", appoint.clone()),
        appointed(Case::new("suspend a sub-issuer", suspend.clone())),
        appointed(Case::new("reinstate a sub-issuer", reinstate)).after(suspend),
        appointed(Case::new("remove a sub-issuer", remove)),
    ]
}
