//! A nurse opens the record in an emergency; it is recorded, ended and reviewed.

use super::access::{attempt, described};
use super::journal::Journal;
use super::question::{ask, psychiatric_note, Asked, NO_CONSENT};
use super::Cast;
use crate::chain::ChainError;
use health_types::codes::PurposeOfUse;
use health_types::consent::{Decision, EmergencyReason, ExecuteMsg, Reason, ReviewOutcome};
use health_types::Bytes32;

pub(super) fn break_glass(journal: &mut Journal, cast: &Cast) -> Result<(), ChainError> {
    journal.chapter("The glass is broken and reviewed");
    let (hospital, nurse) = (cast.accredited.hospital, cast.accredited.nurse);
    let emergency = || Asked::record("nurse", hospital, PurposeOfUse::BTG);
    ask(journal, cast, emergency(), NO_CONSENT)?;
    let break_glass = ExecuteMsg::BreakGlass {
        subject: cast.subject,
        organisation: hospital,
        reason: EmergencyReason::Incapacitated,
        justification: Bytes32([0x3c; 32]),
        duration: 4 * 3_600,
    };
    let title = "breaks the glass for four hours";
    journal.send("nurse", &cast.consent, title, &break_glass)?;
    let permit = (Decision::Permit, Reason::Emergency);
    ask(journal, cast, emergency(), permit)?;
    let seen = ExecuteMsg::RecordAccess {
        attempt: attempt(journal, cast, PurposeOfUse::BTG)?,
        items: vec![described(psychiatric_note())],
    };
    let title = "discloses the note in the emergency";
    journal.send("hospital", &cast.consent, title, &seen)?;
    let end = ExecuteMsg::EndEmergency {
        subject: cast.subject,
        actor: nurse,
    };
    journal.send("patient", &cast.consent, "is awake again and ends it", &end)?;
    let review = ExecuteMsg::ReviewEmergency {
        subject: cast.subject,
        actor: nurse,
        outcome: ReviewOutcome::Justified,
    };
    journal.send("hospital", &cast.consent, "reviews it: justified", &review)?;
    Ok(())
}
