//! The model of affiliations: an organisation proposes, the member accepts, either ends.

use super::registry::{check_period, Affiliation, Membership, Registry, Verdict, DAY};
use health_types::identity::{CredentialKind, Function, NewAffiliation, Status};

impl Registry {
    pub fn propose(&mut self, sender: &str, new: &NewAffiliation, now: u32) -> Verdict {
        if new
            .functions
            .iter()
            .any(|function| !rests_on(*function, new.kind))
        {
            let over = check_period(&new.period, now).is_err();
            return Err(match over {
                true => "function_not_supported|period_empty|period_over",
                false => "function_not_supported",
            });
        }
        check_period(&new.period, now)?;
        let organisation = *self.holders.get(sender).ok_or("unauthorized")?;
        if self.status(organisation, new.kind, now) != Status::Valid {
            return Err("credential_not_valid");
        }
        let key = (organisation, new.kind, new.member.clone());
        let functions = new.functions.iter().copied().collect();
        let lapses = now + 14 * DAY;
        self.members.entry(key).or_default().proposal = Some((functions, new.period, lapses));
        Ok(())
    }

    pub fn accept(
        &mut self,
        member: &str,
        (organisation, kind): (u32, CredentialKind),
        now: u32,
    ) -> Verdict {
        let key = (organisation, kind, member.to_string());
        let membership = self.members.get(&key).ok_or("affiliation_not_found")?;
        let proposal = membership.proposal.clone().ok_or("affiliation_not_found")?;
        let (functions, period, lapses) = proposal;
        if lapses <= now {
            return Err("proposal_lapsed");
        }
        if period.until.is_some_and(|until| until <= now) {
            return Err("period_over");
        }
        let own = self.affiliations.entry(member.to_string()).or_default();
        own.retain(|one| one.organisation != organisation || one.kind != kind);
        let (binding, dead): (Vec<_>, Vec<_>) = std::mem::take(own)
            .into_iter()
            .partition(|one| one.binds(now));
        if binding.len() >= 6 {
            panic!("the universe is too small for six affiliations");
        }
        *own = binding;
        own.push(Affiliation {
            organisation,
            kind,
            functions,
            period,
        });
        // What binds nothing any more gives way.
        for dead in dead {
            let key = (dead.organisation, dead.kind, member.to_string());
            if let Some(membership) = self.members.get_mut(&key) {
                membership.accepted = false;
            }
        }
        let accepted = Membership {
            accepted: true,
            proposal: None,
        };
        self.members.insert(key, accepted);
        self.members
            .retain(|_, one| one.accepted || one.proposal.is_some());
        self.number(member);
        Ok(())
    }

    pub fn end(&mut self, key: (u32, CredentialKind, String), now: u32) -> Verdict {
        let membership = self.members.remove(&key).ok_or("affiliation_not_found")?;
        let (organisation, kind, member) = key;
        if membership.accepted {
            let own = self.affiliations.entry(member).or_default();
            for one in own.iter_mut() {
                if one.organisation == organisation && one.kind == kind {
                    let until = one.period.until.map_or(now, |until| until.min(now));
                    one.period.until = Some(until);
                }
            }
        }
        Ok(())
    }
}

/// On which kinds a function may rest, in this universe.
fn rests_on(function: Function, kind: CredentialKind) -> bool {
    use CredentialKind::*;
    match function {
        Function::Clinician => kind == ProviderOrganisation,
        Function::Researcher => matches!(kind, ProviderOrganisation | ResearchOrganisation),
        Function::Emergency => kind == EmergencyResponder,
        Function::Administrator => kind != Practitioner,
        other => panic!("the model does not play {other}"),
    }
}
