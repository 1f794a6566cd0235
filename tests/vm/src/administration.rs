//! What administering costs, which every contract does alike.

use health_types::admin::AdminMsg;
use serde::Serialize;

use crate::address::account;
use crate::scenario::Case;
use crate::town::GOVERNANCE;
use crate::Call;

/// How long what widens a right waits, in seconds: 48 hours.
pub const WIDENING_WAITS: u64 = 172_800;

/// A case for each message of administration, of a contract whose pauser is `pauser`.
pub fn cases<M: Serialize>(contract: &str, wrap: fn(AdminMsg) -> M) -> Vec<Case> {
    let send = |sender: &str, msg| Call::execute(&account(sender), contract, &wrap(msg));
    let governance = |msg| send(GOVERNANCE, msg);
    let propose_admin = governance(AdminMsg::ProposeAdmin {
        admin: account("successor"),
    });
    let propose_pauser = governance(AdminMsg::ProposePauser {
        pauser: account("watch"),
    });
    let pause = send("pauser", AdminMsg::Pause {});
    vec![
        Case::new("administer: propose an admin", propose_admin.clone()),
        Case::new(
            "administer: accept it",
            send("successor", AdminMsg::AcceptAdmin {}),
        )
        .after(propose_admin.clone()),
        Case::new(
            "administer: cancel it",
            governance(AdminMsg::CancelAdmin {}),
        )
        .after(propose_admin),
        Case::new("administer: propose a pauser", propose_pauser.clone()),
        Case::new(
            "administer: apply it",
            send("anyone", AdminMsg::ApplyPauser {}),
        )
        .after(propose_pauser.clone())
        .after_seconds(WIDENING_WAITS),
        Case::new(
            "administer: cancel the pauser's proposal",
            governance(AdminMsg::CancelPauser {}),
        )
        .after(propose_pauser),
        Case::new(
            "administer: remove the pauser",
            governance(AdminMsg::RemovePauser {}),
        ),
        Case::new("administer: pause", pause.clone()),
        Case::new(
            "administer: lift the pause",
            governance(AdminMsg::Unpause {}),
        )
        .after(pause),
    ]
}
