//! Stateless checks: what can be refused by looking at the message alone.

use crate::error::{ContractError, IdentityError};
use cosmwasm_std::{Api, Env, MessageInfo};
use health_kit::{address, text, KitError};
use health_rules::identifiers;
use health_types::identity::{
    Accreditation, AffiliationRef, CredentialKind, Curve, DeviceKey, ExecuteMsg, Identifier,
    IssuerChange, NewAffiliation, NewCredential, NewProfile, Reason, MAX_BATCH, MAX_DID,
    MAX_ENDPOINT, MAX_ENDPOINTS, MAX_GUARDIANS, MAX_NAME,
};
use health_types::Period;

/// What the checks need beside the message.
pub struct Bounds<'a> {
    /// The chain's address codec.
    pub api: &'a dyn Api,
    /// The contract and the block.
    pub env: &'a Env,
    /// The sender.
    pub info: &'a MessageInfo,
    /// Block time.
    pub now: u32,
}

impl Bounds<'_> {
    /// Checks a message.
    pub fn check(&self, msg: &ExecuteMsg) -> Result<(), ContractError> {
        match msg {
            ExecuteMsg::ProposeIssuerChange { change } => self.change(change),
            ExecuteMsg::WithdrawKinds { kinds, .. } => distinct("kinds", kinds, 1),
            ExecuteMsg::WithdrawSchemes { schemes, .. } => distinct("schemes", schemes, 1),
            ExecuteMsg::DistrustIssuer { after, .. } => {
                refuse_if(*after > self.now, IdentityError::NotNarrower)
            }
            ExecuteMsg::ReleaseIdentifier { identifier } => canonical(identifier).map(|_| ()),
            ExecuteMsg::AppointSubIssuer { account, kinds } => {
                self.another(account)?;
                distinct("kinds", kinds, 1)
            }
            ExecuteMsg::Issue { credentials } => {
                count("credentials", credentials.len(), 1, MAX_BATCH)?;
                credentials.iter().try_for_each(|new| self.credential(new))
            }
            ExecuteMsg::Renew { until, .. } => self.not_over(*until),
            ExecuteMsg::Suspend { reason, .. } | ExecuteMsg::Revoke { reason, .. } => refuse_if(
                matches!(reason, Reason::Renounced | Reason::Deactivated),
                IdentityError::ReasonRefused,
            ),
            ExecuteMsg::UpdateProfile { kind, profile } => self.profile(*kind, profile),
            ExecuteMsg::RotateKey {
                key,
                old_signature,
                new_signature,
            } => {
                check_key(key)?;
                check_signature("old", old_signature)?;
                check_signature("new", new_signature)
            }
            ExecuteMsg::ProposeAffiliations { affiliations } => {
                count("affiliations", affiliations.len(), 1, MAX_BATCH)?;
                affiliations
                    .iter()
                    .try_for_each(|new| self.affiliation(new))?;
                let named: Vec<_> = affiliations
                    .iter()
                    .map(|new| (&new.member, new.kind))
                    .collect();
                no_duplicates("affiliations", &named)
            }
            ExecuteMsg::EndAffiliations { affiliations } => self.ended(affiliations),
            ExecuteMsg::NameGuardians {
                guardians,
                threshold,
            } => self.guardians(guardians, *threshold),
            ExecuteMsg::ProposeMove { account, .. } => self.another(account),
            ExecuteMsg::ApplyIssuerChange { .. }
            | ExecuteMsg::CancelIssuerChange { .. }
            | ExecuteMsg::SuspendIssuer { .. }
            | ExecuteMsg::ReinstateIssuer { .. }
            | ExecuteMsg::RemoveIssuer { .. }
            | ExecuteMsg::SuspendSubIssuer { .. }
            | ExecuteMsg::ReinstateSubIssuer { .. }
            | ExecuteMsg::RemoveSubIssuer { .. }
            | ExecuteMsg::Reinstate { .. }
            | ExecuteMsg::Renounce { .. }
            | ExecuteMsg::BarIssuer { .. }
            | ExecuteMsg::UnbarIssuer { .. }
            | ExecuteMsg::DeactivateDevice {}
            | ExecuteMsg::AcceptAffiliation { .. }
            | ExecuteMsg::LeaveAffiliation { .. }
            | ExecuteMsg::AcceptMove { .. }
            | ExecuteMsg::ExecuteMove { .. }
            | ExecuteMsg::VetoMove {}
            | ExecuteMsg::Admin(_) => Ok(()),
        }
    }

    fn another(&self, account: &str) -> Result<(), ContractError> {
        address::another(self.api, self.env, self.info, account)?;
        Ok(())
    }

    fn not_over(&self, until: Option<u32>) -> Result<(), ContractError> {
        match until {
            Some(until) if until <= self.now => Err(IdentityError::PeriodOver { until }.into()),
            Some(u32::MAX) => Err(KitError::TimeOutOfRange {
                seconds: u32::MAX.into(),
            }
            .into()),
            _ => Ok(()),
        }
    }

    fn period(&self, period: &Period) -> Result<(), ContractError> {
        self.not_over(period.until)?;
        refuse_if(
            period.is_empty() || period.from == Some(u32::MAX),
            IdentityError::PeriodEmpty,
        )
    }

    fn change(&self, change: &IssuerChange) -> Result<(), ContractError> {
        match change {
            IssuerChange::Accredit { accreditation } => {
                self.another(&accreditation.account)?;
                check_accreditation(accreditation)
            }
            IssuerChange::Extend { kinds, schemes, .. } => {
                distinct("schemes", schemes, 0)?;
                distinct("kinds", kinds, usize::from(schemes.is_empty()))
            }
            IssuerChange::ReplaceAccount { account, .. } => self.another(account),
            IssuerChange::Trust { .. } => Ok(()),
            IssuerChange::AppointSubIssuer { account, kinds, .. } => {
                self.another(account)?;
                distinct("kinds", kinds, 1)
            }
        }
    }

    fn credential(&self, new: &NewCredential) -> Result<(), ContractError> {
        // That the sender itself is named is for the state to refuse, which knows its relations too.
        address::outside(self.api, self.env, &new.account)?;
        refuse_if(
            new.evidence.is_zero(),
            IdentityError::ZeroHash { field: "evidence" },
        )?;
        self.period(&new.period)?;
        match &new.identifier {
            Some(identifier) => canonical(identifier).map(|_| ()),
            None => Ok(()),
        }
    }

    fn affiliation(&self, new: &NewAffiliation) -> Result<(), ContractError> {
        self.another(&new.member)?;
        self.period(&new.period)?;
        distinct("functions", &new.functions, 1)?;
        for function in &new.functions {
            let (function, kind) = (*function, new.kind);
            refuse_if(
                !function.rests_on(kind),
                IdentityError::FunctionNotSupported { function, kind },
            )?;
        }
        Ok(())
    }

    fn ended(&self, affiliations: &[AffiliationRef]) -> Result<(), ContractError> {
        count("affiliations", affiliations.len(), 1, MAX_BATCH)?;
        for one in affiliations {
            address::canonical(self.api, &one.member)?;
        }
        no_duplicates("affiliations", affiliations)
    }

    fn profile(&self, kind: CredentialKind, profile: &NewProfile) -> Result<(), ContractError> {
        refuse_if(
            kind.is_personal(),
            IdentityError::KindWithoutProfile { kind },
        )?;
        text::name("name", &profile.name, MAX_NAME)?;
        if let Some(did) = &profile.did {
            let named = did
                .strip_prefix("did:")
                .is_some_and(|rest| !rest.is_empty());
            refuse_if(
                !named || !is_uri(did, MAX_DID),
                IdentityError::InvalidUri { field: "did" },
            )?;
        }
        distinct_within("endpoints", &profile.endpoints, 0, MAX_ENDPOINTS)?;
        for endpoint in &profile.endpoints {
            refuse_if(
                !is_uri(endpoint, MAX_ENDPOINT),
                IdentityError::InvalidUri { field: "endpoints" },
            )?;
        }
        let of_device = profile.key.is_some() || profile.calibrated_until.is_some();
        refuse_if(
            of_device && kind != CredentialKind::Device,
            IdentityError::NotADevice,
        )?;
        if profile.calibrated_until == Some(u32::MAX) {
            let seconds = u32::MAX.into();
            return Err(KitError::TimeOutOfRange { seconds }.into());
        }
        profile.key.as_ref().map_or(Ok(()), check_key)
    }

    fn guardians(&self, guardians: &[String], threshold: u8) -> Result<(), ContractError> {
        distinct_within("guardians", guardians, 0, MAX_GUARDIANS)?;
        for guardian in guardians {
            self.another(guardian)?;
        }
        let fits = match guardians.len() {
            0 => threshold == 0,
            guardians => (1..=guardians).contains(&usize::from(threshold)),
        };
        refuse_if(
            !fits,
            IdentityError::InvalidThreshold {
                threshold,
                guardians: guardians.len(),
            },
        )
    }
}

/// Checks what is accredited; the account is checked where it is known whose it must not be.
pub fn check_accreditation(accreditation: &Accreditation) -> Result<(), ContractError> {
    distinct("kinds", &accreditation.kinds, 1)?;
    distinct("schemes", &accreditation.schemes, 0)
}

/// The canonical form of an identifier.
pub fn canonical(identifier: &Identifier) -> Result<Identifier, ContractError> {
    identifiers::canonical(identifier).map_err(|problem| {
        IdentityError::InvalidIdentifier {
            scheme: identifier.scheme,
            problem,
        }
        .into()
    })
}

/// Refuses lists that are too short or too long.
pub fn count(
    field: &'static str,
    count: usize,
    min: usize,
    max: usize,
) -> Result<(), ContractError> {
    refuse_if(
        count < min || count > max,
        IdentityError::InvalidCount {
            field,
            count,
            min,
            max,
        },
    )
}

fn distinct<T: PartialEq>(
    field: &'static str,
    list: &[T],
    min: usize,
) -> Result<(), ContractError> {
    // Codes are fewer than this; a longer list has one twice.
    distinct_within(field, list, min, 64)
}

fn distinct_within<T: PartialEq>(
    field: &'static str,
    list: &[T],
    min: usize,
    max: usize,
) -> Result<(), ContractError> {
    count(field, list.len(), min, max)?;
    no_duplicates(field, list)
}

fn no_duplicates<T: PartialEq>(field: &'static str, list: &[T]) -> Result<(), ContractError> {
    let mut rest = list;
    while let [first, tail @ ..] = rest {
        refuse_if(tail.contains(first), IdentityError::Duplicate { field })?;
        rest = tail;
    }
    Ok(())
}

fn is_uri(text: &str, max: usize) -> bool {
    !text.is_empty() && text.len() <= max && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn check_key(key: &DeviceKey) -> Result<(), ContractError> {
    let fits = match (key.curve, key.public_key.as_slice()) {
        (Curve::Secp256k1, [2 | 3, rest @ ..]) => rest.len() == 32,
        (Curve::Secp256k1, _) => false,
        (Curve::Ed25519, bytes) => bytes.len() == 32,
    };
    refuse_if(!fits, IdentityError::InvalidKey)
}

/// Of either curve a signature is two numbers of 32 bytes; the chain aborts on a longer one.
fn check_signature(key: &'static str, signature: &[u8]) -> Result<(), ContractError> {
    refuse_if(
        signature.len() != 64,
        IdentityError::InvalidSignature { key },
    )
}

fn refuse_if(refused: bool, error: IdentityError) -> Result<(), ContractError> {
    if refused {
        Err(error.into())
    } else {
        Ok(())
    }
}
