//! How events are written.

use super::{ConsentEvent, RequestOutcome, RequirementOutcome};
use crate::consent::parts::ReviewOutcome;
use crate::event::EventData;

impl EventData for ConsentEvent {
    fn kind(&self) -> &'static str {
        use ConsentEvent::*;
        match self {
            SubjectRegistered { .. } => "subject_registered",
            PoliciesSet { .. } => "policies_set",
            AllRevoked { .. } => "all_revoked",
            ConsentRecorded { .. } => "consent_recorded",
            ConsentChanged { .. } => "consent_changed",
            KeyRotationDue { .. } => "key_rotation_due",
            DelegateAdded { .. } => "delegate_added",
            DelegateEnded { .. } => "delegate_ended",
            RecoveryContactsNamed { .. } => "recovery_contacts_named",
            RecoveryProposed { .. } => "recovery_proposed",
            RecoveryVetoed { .. } => "recovery_vetoed",
            HandoverProposed { .. } => "handover_proposed",
            HandoverEnded { .. } => "handover_ended",
            HandoverVetoed { .. } => "handover_vetoed",
            OwnerChanged { .. } => "owner_changed",
            CustodianSet { .. } => "custodian_set",
            RecordsSet { .. } => "records_set",
            EnvelopesPut { .. } => "envelopes_put",
            EnvelopesPruned { .. } => "envelopes_pruned",
            AuditRootAnchored { .. } => "audit_root_anchored",
            Part2Declared { .. } => "part2_declared",
            HoldPlaced { .. } => "hold_placed",
            HoldLifted { .. } => "hold_lifted",
            AccessRecorded { .. } => "access_recorded",
            AccessRequested { .. } => "access_requested",
            RequestEnded { .. } => "request_ended",
            GlassBroken { .. } => "glass_broken",
            EmergencyEnded { .. } => "emergency_ended",
            EmergencyReviewed { .. } => "emergency_reviewed",
            OptOutOverridden { .. } => "opt_out_overridden",
            SubjectErased { .. } => "subject_erased",
            RequirementChanged { .. } => "requirement_changed",
        }
    }

    fn attributes(&self) -> Vec<(&'static str, String)> {
        use ConsentEvent::*;
        let mut out: Vec<(&'static str, String)> = Vec::new();
        let mut put = |key: &'static str, value: &dyn ToString| out.push((key, value.to_string()));
        match self {
            SubjectRegistered { subject }
            | PoliciesSet { subject }
            | RecoveryVetoed { subject } => put("subject", subject),
            AllRevoked {
                subject,
                epoch,
                delegates_ended,
            } => {
                put("subject", subject);
                put("epoch", epoch);
                put("delegates_ended", delegates_ended);
            }
            ConsentRecorded {
                subject,
                consent,
                status: now,
                by_delegate,
            } => {
                put("subject", subject);
                put("consent", consent);
                put("status", &now.code());
                put("by_delegate", by_delegate);
            }
            ConsentChanged {
                subject,
                consent,
                status: now,
            } => {
                put("subject", subject);
                put("consent", consent);
                put("status", &now.code());
            }
            KeyRotationDue { subject, consent } => {
                put("subject", subject);
                consent.iter().for_each(|consent| put("consent", consent));
            }
            DelegateAdded { subject, delegate } => {
                put("subject", subject);
                put("delegate", delegate);
            }
            DelegateEnded {
                subject,
                delegate,
                grants_ended,
            } => {
                put("subject", subject);
                put("delegate", delegate);
                put("grants_ended", grants_ended);
            }
            RecoveryContactsNamed {
                subject,
                contacts,
                threshold,
                from,
            } => {
                put("subject", subject);
                put("contacts", contacts);
                put("threshold", threshold);
                put("from", from);
            }
            RecoveryProposed {
                subject,
                agreed,
                due,
            } => {
                put("subject", subject);
                put("agreed", agreed);
                due.iter().for_each(|due| put("due", due));
            }
            HandoverProposed { subject, due } => {
                put("subject", subject);
                put("due", due);
            }
            HandoverEnded { subject, vetoed } => {
                put("subject", subject);
                put("vetoed", vetoed);
            }
            HandoverVetoed { subject, vetoes } => {
                put("subject", subject);
                put("vetoes", vetoes);
            }
            OwnerChanged { subject, recovered } => {
                put("subject", subject);
                put("recovered", recovered);
            }
            CustodianSet {
                subject,
                custodian,
                accepted,
            } => {
                put("subject", subject);
                put("custodian", custodian);
                put("accepted", accepted);
            }
            RecordsSet {
                subject,
                custodian,
                count,
            }
            | EnvelopesPut {
                subject,
                custodian,
                count,
            } => {
                put("subject", subject);
                put("custodian", custodian);
                put("count", count);
            }
            EnvelopesPruned { subject, count } => {
                put("subject", subject);
                put("count", count);
            }
            AuditRootAnchored {
                custodian,
                day,
                number,
            } => {
                put("custodian", custodian);
                put("day", day);
                put("number", number);
            }
            Part2Declared { custodian, part2 } => {
                put("custodian", custodian);
                put("part2", part2);
            }
            HoldPlaced {
                subject,
                custodian,
                until,
            } => {
                put("subject", subject);
                put("custodian", custodian);
                put("until", until);
            }
            HoldLifted { subject, custodian } => {
                put("subject", subject);
                put("custodian", custodian);
            }
            AccessRecorded {
                subject,
                permits,
                refusals,
            } => {
                put("subject", subject);
                put("permits", permits);
                put("refusals", refusals);
            }
            AccessRequested { subject, until } => {
                put("subject", subject);
                put("until", until);
            }
            RequestEnded { subject, outcome } => {
                put("subject", subject);
                put(
                    "outcome",
                    &match outcome {
                        RequestOutcome::Granted => "granted",
                        RequestOutcome::Refused => "refused",
                        RequestOutcome::Closed => "closed",
                        RequestOutcome::Cancelled => "cancelled",
                    },
                );
            }
            GlassBroken {
                subject,
                actor,
                until,
            } => {
                put("subject", subject);
                put("actor", actor);
                put("granted", &until.is_some());
                until.iter().for_each(|until| put("until", until));
            }
            EmergencyEnded { subject, actor } => {
                put("subject", subject);
                put("actor", actor);
            }
            EmergencyReviewed {
                subject,
                actor,
                outcome,
            } => {
                put("subject", subject);
                put("actor", actor);
                put(
                    "outcome",
                    &match outcome {
                        ReviewOutcome::Justified => "justified",
                        ReviewOutcome::Unjustified => "unjustified",
                    },
                );
            }
            OptOutOverridden {
                subject,
                body,
                organisation,
                until,
            } => {
                put("subject", subject);
                put("body", body);
                put("organisation", organisation);
                put("until", until);
            }
            SubjectErased {
                subject,
                removed,
                done,
            } => {
                put("subject", subject);
                put("removed", removed);
                put("done", done);
                put("remains", &"messages,events,earlier_states");
            }
            RequirementChanged { kind, outcome } => {
                put("kind", kind);
                put(
                    "outcome",
                    &match outcome {
                        RequirementOutcome::Set => "set",
                        RequirementOutcome::Scheduled => "scheduled",
                        RequirementOutcome::Cancelled => "cancelled",
                    },
                );
            }
        }
        out
    }
}
