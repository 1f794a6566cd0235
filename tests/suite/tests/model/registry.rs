//! The model of identity-registry.

use health_types::identity::{
    AffiliationRef, Assurance, CredentialKind, CredentialState, ExecuteMsg, Function,
    NewCredential, Reason, Status,
};
use health_types::Period;
use std::collections::{BTreeMap, BTreeSet};

pub const DAY: u32 = 86_400;

/// What a message comes to: nothing to complain of, or the code of the error. Where two bounds are broken that need no
/// state, either may be told of, and both stand behind a bar.
pub type Verdict = Result<(), &'static str>;

#[derive(Clone, Debug)]
pub struct Issuer {
    pub number: u32,
    pub kinds: Vec<CredentialKind>,
    pub suspended: bool,
}

#[derive(Clone, Debug)]
pub struct Credential {
    pub state: CredentialState,
    pub assurance: Assurance,
    pub period: Period,
    pub changed: u32,
    pub version: u16,
}

#[derive(Clone, Debug)]
pub struct Affiliation {
    pub organisation: u32,
    pub kind: CredentialKind,
    pub functions: BTreeSet<Function>,
    pub period: Period,
}

#[derive(Clone, Debug, Default)]
pub struct Membership {
    pub accepted: bool,
    pub proposal: Option<(BTreeSet<Function>, Period, u32)>,
}

/// Accounts are keys by their address.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    pub governance: String,
    pub issuers: BTreeMap<String, Issuer>,
    pub holders: BTreeMap<String, u32>,
    /// By holder, kind, and issuer.
    pub credentials: BTreeMap<(u32, CredentialKind, u32), Credential>,
    pub affiliations: BTreeMap<String, Vec<Affiliation>>,
    /// By organisation, kind, and member.
    pub members: BTreeMap<(u32, CredentialKind, String), Membership>,
    pub bars: BTreeSet<(u32, u32)>,
}

pub fn check_period(period: &Period, now: u32) -> Verdict {
    let from = period.from.unwrap_or(0);
    match period.until {
        Some(until) if until <= from && until <= now => Err("period_empty|period_over"),
        Some(until) if until <= from => Err("period_empty"),
        Some(until) if until <= now => Err("period_over"),
        _ => Ok(()),
    }
}

pub fn holds_at(period: &Period, now: u32) -> bool {
    period.from.is_none_or(|from| from <= now) && period.until.is_none_or(|until| now < until)
}

impl Affiliation {
    pub fn binds(&self, now: u32) -> bool {
        self.period.until.is_none_or(|until| now < until + 30 * DAY)
    }
}

impl Registry {
    pub fn number(&mut self, account: &str) -> u32 {
        let next = self.holders.len() as u32 + 1;
        *self.holders.entry(account.to_string()).or_insert(next)
    }

    pub fn issuer_by_number(&self, number: u32) -> Option<&Issuer> {
        self.issuers.values().find(|issuer| issuer.number == number)
    }

    /// The status of one issuer's credential.
    pub fn status_of(&self, key: &(u32, CredentialKind, u32), now: u32) -> Status {
        let Some(credential) = self.credentials.get(key) else {
            return Status::Unknown;
        };
        let suspended = self.issuer_by_number(key.2).unwrap().suspended;
        let until_over = credential.period.until.is_some_and(|until| until <= now);
        let not_begun = credential.period.from.is_some_and(|from| now < from);
        match credential.state {
            CredentialState::Revoked => Status::Revoked,
            _ if suspended => Status::IssuerSuspended,
            CredentialState::Suspended => Status::Suspended,
            CredentialState::Active if not_begun => Status::NotYetValid,
            CredentialState::Active if until_over => Status::Expired,
            CredentialState::Active => Status::Valid,
        }
    }

    /// The status over all issuers: the nearest to valid.
    pub fn status(&self, holder: u32, kind: CredentialKind, now: u32) -> Status {
        let nearest = [
            Status::Valid,
            Status::NotYetValid,
            Status::Suspended,
            Status::IssuerSuspended,
            Status::Expired,
            Status::Revoked,
        ];
        let all: Vec<Status> = [1, 2]
            .map(|issuer| self.status_of(&(holder, kind, issuer), now))
            .to_vec();
        let found = nearest.into_iter().find(|status| all.contains(status));
        found.unwrap_or(Status::Unknown)
    }

    /// Whether a valid credential of the kind reaches the assurance that is relied on.
    pub fn relied_on(&self, holder: u32, kind: CredentialKind, now: u32) -> bool {
        let least = match kind {
            CredentialKind::EmergencyResponder => Assurance::Substantial,
            _ => Assurance::Low,
        };
        [1, 2].into_iter().any(|issuer| {
            let key = (holder, kind, issuer);
            self.status_of(&key, now) == Status::Valid && self.credentials[&key].assurance >= least
        })
    }

    pub fn apply(&mut self, sender: &str, msg: &ExecuteMsg, now: u32) -> Verdict {
        match msg {
            ExecuteMsg::Issue { credentials } => self.issue(sender, &credentials[0], now),
            ExecuteMsg::Renew {
                holder,
                kind,
                until,
            } => self.renew(sender, (*holder, *kind), *until, now),
            ExecuteMsg::Suspend {
                holder,
                kind,
                reason,
            } => self.change(
                sender,
                (*holder, *kind),
                Some(*reason),
                now,
                |state| match state {
                    CredentialState::Active => Some(CredentialState::Suspended),
                    _ => None,
                },
            ),
            ExecuteMsg::Reinstate { holder, kind } => {
                self.change(sender, (*holder, *kind), None, now, |state| match state {
                    CredentialState::Suspended => Some(CredentialState::Active),
                    _ => None,
                })
            }
            ExecuteMsg::Revoke {
                holder,
                kind,
                reason,
            } => self.change(
                sender,
                (*holder, *kind),
                Some(*reason),
                now,
                |state| match state {
                    CredentialState::Revoked => None,
                    _ => Some(CredentialState::Revoked),
                },
            ),
            ExecuteMsg::Renounce { kind, issuer } => self.renounce(sender, *kind, *issuer, now),
            ExecuteMsg::SuspendIssuer { issuer } => self.suspend_issuer(sender, *issuer, true),
            ExecuteMsg::ReinstateIssuer { issuer } => self.suspend_issuer(sender, *issuer, false),
            ExecuteMsg::BarIssuer { issuer } => {
                let holder = *self.holders.get(sender).ok_or("unauthorized")?;
                self.issuer_by_number(*issuer).ok_or("issuer_not_found")?;
                let new = self.bars.insert((holder, *issuer));
                new.then_some(()).ok_or("already_barred")
            }
            ExecuteMsg::UnbarIssuer { issuer } => {
                let holder = *self.holders.get(sender).ok_or("unauthorized")?;
                let found = self.bars.remove(&(holder, *issuer));
                found.then_some(()).ok_or("not_barred")
            }
            ExecuteMsg::ProposeAffiliations { affiliations } => {
                self.propose(sender, &affiliations[0], now)
            }
            ExecuteMsg::AcceptAffiliation { organisation, kind } => {
                self.accept(sender, (*organisation, *kind), now)
            }
            ExecuteMsg::EndAffiliations { affiliations } => {
                let AffiliationRef { member, kind } = &affiliations[0];
                let organisation = *self.holders.get(sender).ok_or("unauthorized")?;
                self.end((organisation, *kind, member.clone()), now)
            }
            ExecuteMsg::LeaveAffiliation { organisation, kind } => {
                self.end((*organisation, *kind, sender.to_string()), now)
            }
            other => panic!("the model does not play {other:?}"),
        }
    }

    fn issue(&mut self, sender: &str, new: &NewCredential, now: u32) -> Verdict {
        check_period(&new.period, now)?;
        let issuer = self.issuers.get(sender).cloned().ok_or("unauthorized")?;
        if issuer.suspended {
            return Err("issuer_suspended");
        }
        if !issuer.kinds.contains(&new.kind) {
            return Err("kind_not_accredited");
        }
        let known = self.holders.get(&new.account).copied();
        if known.is_some_and(|holder| self.bars.contains(&(holder, issuer.number))) {
            return Err("issuer_barred");
        }
        let old = known.and_then(|holder| self.credentials.get(&(holder, new.kind, issuer.number)));
        if old.is_some_and(|old| old.state != CredentialState::Revoked) {
            return Err("credential_exists");
        }
        let version = old.map_or(0, |old| old.version) + 1;
        let holder = self.number(&new.account);
        let credential = Credential {
            state: CredentialState::Active,
            assurance: new.assurance,
            period: new.period,
            changed: now,
            version,
        };
        self.credentials
            .insert((holder, new.kind, issuer.number), credential);
        Ok(())
    }

    fn renew(
        &mut self,
        sender: &str,
        (holder, kind): (u32, CredentialKind),
        until: Option<u32>,
        now: u32,
    ) -> Verdict {
        if until.is_some_and(|until| until <= now) {
            return Err("period_over");
        }
        let issuer = self.issuers.get(sender).cloned().ok_or("unauthorized")?;
        let key = (holder, kind, issuer.number);
        let credential = self
            .credentials
            .get_mut(&key)
            .ok_or("credential_not_found")?;
        if issuer.suspended {
            return Err("issuer_suspended");
        }
        if credential.state == CredentialState::Revoked {
            return Err("wrong_state");
        }
        if self.bars.contains(&(holder, issuer.number)) {
            return Err("issuer_barred");
        }
        let later = match (credential.period.until, until) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(old), Some(new)) => old < new,
        };
        if !later {
            return Err("not_later");
        }
        credential.period.until = until;
        Ok(())
    }

    fn change(
        &mut self,
        sender: &str,
        (holder, kind): (u32, CredentialKind),
        reason: Option<Reason>,
        now: u32,
        next: impl Fn(CredentialState) -> Option<CredentialState>,
    ) -> Verdict {
        if matches!(reason, Some(Reason::Renounced | Reason::Deactivated)) {
            return Err("reason_refused");
        }
        let issuer = self.issuers.get(sender).cloned().ok_or("unauthorized")?;
        let key = (holder, kind, issuer.number);
        let credential = self
            .credentials
            .get_mut(&key)
            .ok_or("credential_not_found")?;
        let after = next(credential.state);
        // A suspended issuer may suspend and nothing else.
        let suspends = next(CredentialState::Active) == Some(CredentialState::Suspended);
        if issuer.suspended && !suspends {
            return Err("issuer_suspended");
        }
        credential.state = after.ok_or("wrong_state")?;
        credential.changed = now;
        Ok(())
    }

    fn renounce(&mut self, sender: &str, kind: CredentialKind, issuer: u32, now: u32) -> Verdict {
        let holder = *self.holders.get(sender).ok_or("unauthorized")?;
        let key = (holder, kind, issuer);
        let credential = self
            .credentials
            .get_mut(&key)
            .ok_or("credential_not_found")?;
        if credential.state == CredentialState::Revoked {
            return Err("wrong_state");
        }
        credential.state = CredentialState::Revoked;
        credential.changed = now;
        Ok(())
    }

    fn suspend_issuer(&mut self, sender: &str, number: u32, suspended: bool) -> Verdict {
        if sender != self.governance {
            return Err("unauthorized");
        }
        let mut issuers = self.issuers.values_mut();
        let issuer = issuers
            .find(|issuer| issuer.number == number)
            .ok_or("issuer_not_found")?;
        if issuer.suspended == suspended {
            return Err("wrong_state");
        }
        issuer.suspended = suspended;
        Ok(())
    }
}
