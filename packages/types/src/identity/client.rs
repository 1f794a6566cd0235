//! How other contracts ask identity-registry.

use super::raw::{self, AccountEntry, AffiliationEntry, CredentialEntry, Credentials, IssuerEntry};
use super::{
    Assurance, CheckAffiliationResponse, CheckResponse, CredentialKind, Function, HolderResponse,
    QueryMsg, Status, CONTRACT_NAME,
};
use crate::contract;
use cosmwasm_std::{Addr, CanonicalAddr, CustomQuery, QuerierWrapper, StdResult};

/// What a caller asks of a holder's credentials of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The kind.
    pub kind: CredentialKind,
    /// Only credentials of at least this assurance count.
    pub assurance: Assurance,
    /// That many issuers' must be valid, from 1 to 4; 0 is read as 1.
    pub issuers: u8,
}

impl Requirement {
    /// One valid credential of whatever assurance.
    pub const fn any(kind: CredentialKind) -> Self {
        Requirement {
            kind,
            assurance: Assurance::Low,
            issuers: 1,
        }
    }
}

/// The identity-registry at an address that was verified once, with [`Client::verify_contract`].
///
/// Raw queries read the packed entries ([`raw`]); each answers as the smart query does.
///
/// # Errors
/// Every method fails as the chain's query does, and with [`raw::Malformed`] at an entry that has not its layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The contract.
    pub address: Addr,
}

impl Client {
    /// A client for the contract at `address`.
    pub fn new(address: Addr) -> Self {
        Client { address }
    }

    /// Refuses an address at which no identity-registry stands: there, every answer would read as "unknown",
    /// and denies of organisations would be lost. To be called at instantiation and on every change of address.
    pub fn verify_contract<C: CustomQuery>(&self, querier: &QuerierWrapper<C>) -> StdResult<()> {
        contract::verify(
            querier,
            &self.address,
            CONTRACT_NAME,
            "not_identity_registry",
        )
    }

    fn read<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        key: Vec<u8>,
    ) -> StdResult<Option<Vec<u8>>> {
        contract::read(querier, &self.address, key)
    }

    /// The account's entry: holder and affiliations, those that ended within 30 days included. `None` if the
    /// account has no number, or its holder moved away. One raw query.
    pub fn account<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        account: &CanonicalAddr,
    ) -> StdResult<Option<AccountEntry>> {
        let entry = self
            .read(querier, raw::account_key(account.as_slice()))?
            .map(|bytes| raw::read::<AccountEntry>(&bytes, "account"))
            .transpose()?;
        Ok(entry.filter(|entry| !entry.is_retired()))
    }

    /// The holder's credentials of one kind, at most one of each issuer; none: empty. One raw query.
    pub fn credentials<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        holder: u32,
        kind: CredentialKind,
    ) -> StdResult<Vec<CredentialEntry>> {
        match self.read(querier, raw::credentials_key(holder, kind))? {
            Some(bytes) => Ok(raw::read::<Credentials>(&bytes, "credentials")?.0),
            None => Ok(Vec::new()),
        }
    }

    /// An issuer. One raw query; an error if there is none, since only a broken registry names it then.
    pub fn issuer<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        number: u32,
    ) -> StdResult<IssuerEntry> {
        let bytes = self
            .read(querier, raw::issuer_key(number))?
            .ok_or(raw::Malformed {
                entry: "issuer",
                at: 0,
            })?;
        Ok(raw::read(&bytes, "issuer")?)
    }

    /// The holder's credentials of one kind, each with its status at `now`. One raw query and one an issuer.
    pub fn statuses<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        holder: u32,
        kind: CredentialKind,
        now: u32,
    ) -> StdResult<Vec<(CredentialEntry, Status)>> {
        self.credentials(querier, holder, kind)?
            .into_iter()
            .map(|credential| {
                let issuer = self.issuer(querier, credential.issuer)?;
                let status = credential.status(kind, &issuer, now);
                Ok((credential, status))
            })
            .collect()
    }

    /// What [`QueryMsg::Check`] answers at `now`, without its details.
    pub fn status<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        holder: u32,
        kind: CredentialKind,
        now: u32,
    ) -> StdResult<Status> {
        Ok(self
            .statuses(querier, holder, kind, now)?
            .into_iter()
            .map(|(_, status)| status)
            .max_by_key(|status| raw::nearness(*status))
            .unwrap_or(Status::Unknown))
    }

    /// Whether the holder meets the requirement at `now`. It stops reading as soon as enough issuers' are valid.
    pub fn meets<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        holder: u32,
        requirement: &Requirement,
        now: u32,
    ) -> StdResult<bool> {
        let mut missing = requirement.issuers.max(1);
        for credential in self.credentials(querier, holder, requirement.kind)? {
            if credential.assurance < requirement.assurance || !credential.period.contains(now) {
                continue;
            }
            let issuer = self.issuer(querier, credential.issuer)?;
            if credential.status(requirement.kind, &issuer, now) == Status::Valid {
                missing = missing.saturating_sub(1);
                if missing == 0 {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Whether the affiliation counts at `now` and the credential of the organisation that it rests on is valid,
    /// to at least `assurance` and of at least `issuers` issuers: what a permit needs. A deny needs only
    /// [`AffiliationEntry::binds_denies`].
    pub fn supports<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        affiliation: &AffiliationEntry,
        assurance: Assurance,
        issuers: u8,
        now: u32,
    ) -> StdResult<bool> {
        let requirement = Requirement {
            kind: affiliation.kind,
            assurance,
            issuers,
        };
        Ok(affiliation.counts(now)
            && self.meets(querier, affiliation.organisation, &requirement, now)?)
    }

    /// The smart query `Holder`: the account behind a number, among others.
    pub fn holder<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        holder: u32,
    ) -> StdResult<HolderResponse> {
        querier.query_wasm_smart(self.address.as_str(), &QueryMsg::Holder { holder })
    }

    /// The smart query `Check`, at block time.
    pub fn check<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        holder: u32,
        kind: CredentialKind,
    ) -> StdResult<CheckResponse> {
        querier.query_wasm_smart(
            self.address.as_str(),
            &QueryMsg::Check {
                holder,
                kind,
                at: None,
            },
        )
    }

    /// The smart query `CheckAffiliation`, at block time.
    pub fn check_affiliation<C: CustomQuery>(
        &self,
        querier: &QuerierWrapper<C>,
        organisation: u32,
        member: &Addr,
        function: Option<Function>,
    ) -> StdResult<CheckAffiliationResponse> {
        querier.query_wasm_smart(
            self.address.as_str(),
            &QueryMsg::CheckAffiliation {
                organisation,
                member: member.to_string(),
                function,
                at: None,
            },
        )
    }
}
