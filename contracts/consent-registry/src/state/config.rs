//! The configuration: what messages read (hot), and the rest.

use crate::error::{ConsentError, ContractError};
use cosmwasm_std::{Api, CanonicalAddr, DepsMut, Env, Storage};
use health_kit::map::{JsonItem, PackedItem};
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::pause::PauseStore;
use health_kit::schedule::Slot;
use health_kit::text::clip;
use health_kit::{address, time, KitError};
use health_types::codes::Code;
use health_types::consent::{InstantiateMsg, KindRequirement};
use health_types::identity::{Assurance, Client, CredentialKind, Requirement};
use serde::{Deserialize, Serialize};

pub(super) const HOT: PackedItem<HotConfig> = PackedItem::new(0x01, "hot configuration");
pub(super) const CONFIG: JsonItem<Config> = JsonItem::new(0x02, "configuration");

/// The most issuers that a requirement may ask for: a holder has no more of one kind.
const MAX_ISSUERS: u8 = 4;
/// The least log retention.
const MIN_LOG_RETENTION: u32 = 365 * time::DAY;
/// The log retention unless stated: six years, one of them a leap year at the least (45 CFR 164.528(a)(1)).
const LOG_RETENTION: u32 = (6 * 365 + 2) * time::DAY;

/// What most messages and decisions read: paused until u32, identity-registry (length u8, address), then, for each
/// kind whose requirement is not the least, kind u8, assurance and issuers u8 (4 bits each).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HotConfig {
    /// When the last pause ended or will end; 0: there was none.
    pub paused_until: u32,
    identity: CanonicalAddr,
    requirements: Vec<KindRequirement>,
}

/// The rest of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// Whether envelopes carry ciphertext instead of a digest.
    pub ciphertext_envelopes: bool,
    /// How long disclosures and emergency accesses are kept after erasure, in seconds.
    pub log_retention: u32,
    /// The lowering of a requirement that waits.
    pub pending_requirement: Slot<KindRequirement>,
}

/// Checks and stores the configuration of a new contract.
///
/// # Errors
/// `invalid_count`, `duplicate`, `out_of_range`, `invalid_address`, `self_reference`, or that no identity-registry
/// stands at the address.
pub fn init(deps: DepsMut, env: &Env, msg: InstantiateMsg) -> Result<(), ContractError> {
    let max = CredentialKind::ALL.len();
    if msg.requirements.len() > max {
        return Err(ConsentError::InvalidCount {
            field: "requirements",
            count: msg.requirements.len(),
            min: 0,
            max,
        }
        .into());
    }
    let log_retention = msg.log_retention.unwrap_or(LOG_RETENTION);
    if log_retention < MIN_LOG_RETENTION {
        return Err(ConsentError::OutOfRange {
            field: "log_retention",
            value: log_retention,
            min: MIN_LOG_RETENTION,
            max: u32::MAX,
        }
        .into());
    }
    let mut hot = HotConfig {
        paused_until: 0,
        identity: CanonicalAddr::from(vec![]),
        requirements: vec![HotConfig::RESPONDERS],
    };
    let mut stated: Vec<CredentialKind> = Vec::new();
    for requirement in msg.requirements {
        check_requirement(&requirement)?;
        if stated.contains(&requirement.kind) {
            return Err(ConsentError::Duplicate {
                field: "requirements",
            }
            .into());
        }
        stated.push(requirement.kind);
        hot.require(requirement);
    }
    hot.identity = identity_at(&deps, env, &msg.identity)?;
    hot.save(deps.storage)?;
    Config {
        ciphertext_envelopes: msg.ciphertext_envelopes,
        log_retention,
        pending_requirement: Slot::default(),
    }
    .save(deps.storage)
}

/// Has another identity-registry asked from now on.
///
/// # Errors
/// `invalid_address`, `self_reference`, or that no identity-registry stands at the address.
pub fn set_identity(deps: DepsMut, env: &Env, human: &str) -> Result<(), ContractError> {
    let identity = identity_at(&deps, env, human)?;
    let mut hot = HotConfig::load(deps.storage)?;
    hot.identity = identity;
    hot.save(deps.storage)
}

fn identity_at(deps: &DepsMut, env: &Env, human: &str) -> Result<CanonicalAddr, ContractError> {
    let canonical = address::canonical(deps.api, human)?;
    if human == env.contract.address.as_str() {
        return Err(KitError::SelfReference {
            address: clip(human),
        }
        .into());
    }
    let address = address::human(deps.api, &canonical, "identity")?;
    Client::new(address).verify_contract(&deps.querier)?;
    Ok(canonical)
}

/// Refuses a requirement that no holder can meet, or that asks for nothing.
///
/// # Errors
/// `out_of_range`.
pub fn check_requirement(requirement: &KindRequirement) -> Result<(), ConsentError> {
    if (1..=MAX_ISSUERS).contains(&requirement.issuers) {
        return Ok(());
    }
    Err(ConsentError::OutOfRange {
        field: "issuers",
        value: requirement.issuers.into(),
        min: 1,
        max: MAX_ISSUERS.into(),
    })
}

impl HotConfig {
    /// What responders need unless the deployment says otherwise.
    const RESPONDERS: KindRequirement = KindRequirement {
        kind: CredentialKind::EmergencyResponder,
        assurance: Assurance::Substantial,
        issuers: 1,
    };

    /// Loads the entry.
    pub fn load(storage: &dyn Storage) -> Result<Self, ContractError> {
        Ok(HOT.load(storage)?)
    }

    /// Stores the entry.
    pub fn save(&self, storage: &mut dyn Storage) -> Result<(), ContractError> {
        Ok(HOT.save(storage, self)?)
    }

    /// The identity-registry to ask.
    pub fn identity(&self, api: &dyn Api) -> Result<Client, ContractError> {
        let address = address::human(api, &self.identity, HOT.prefix().1)?;
        Ok(Client::new(address))
    }

    /// What a credential of the kind must have to be relied on.
    pub fn requirement(&self, kind: CredentialKind) -> Requirement {
        self.requirements
            .iter()
            .find(|one| one.kind == kind)
            .map_or(Requirement::any(kind), |one| Requirement {
                kind,
                assurance: one.assurance,
                issuers: one.issuers,
            })
    }

    /// Every requirement that is not the least, by kind.
    pub fn requirements(&self) -> &[KindRequirement] {
        &self.requirements
    }

    /// Sets what a kind needs.
    pub fn require(&mut self, requirement: KindRequirement) {
        self.requirements
            .retain(|other| other.kind != requirement.kind);
        let least = Requirement::any(requirement.kind);
        if requirement.assurance > least.assurance || requirement.issuers > least.issuers {
            self.requirements.push(requirement);
            self.requirements.sort_by_key(|one| one.kind);
        }
    }
}

impl PauseStore for HotConfig {
    fn paused_until(storage: &dyn Storage) -> Result<u32, KitError> {
        Ok(HOT.load(storage)?.paused_until)
    }

    fn set_paused_until(storage: &mut dyn Storage, until: u32) -> Result<(), KitError> {
        let mut hot = HOT.load(storage)?;
        hot.paused_until = until;
        HOT.save(storage, &hot)
    }
}

impl Config {
    /// Loads the entry.
    pub fn load(storage: &dyn Storage) -> Result<Self, ContractError> {
        Ok(CONFIG.load(storage)?)
    }

    /// Stores the entry.
    pub fn save(&self, storage: &mut dyn Storage) -> Result<(), ContractError> {
        Ok(CONFIG.save(storage, self)?)
    }
}

impl Packed for HotConfig {
    fn pack(&self, writer: &mut Writer) {
        writer.u32(self.paused_until);
        self.identity.pack(writer);
        for one in &self.requirements {
            writer.code(one.kind);
            writer.u8(one.assurance.number() << 4 | one.issuers);
        }
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        let paused_until = reader.u32()?;
        let identity = CanonicalAddr::unpack(reader)?;
        let mut requirements: Vec<KindRequirement> = Vec::new();
        while !reader.is_empty() {
            let unordered = reader.corrupt();
            let kind = reader.code()?;
            if requirements.last().is_some_and(|last| last.kind >= kind) {
                return Err(unordered);
            }
            let unknown = reader.corrupt();
            let needed = reader.u8()?;
            let issuers = needed & 0xF;
            if !(1..=MAX_ISSUERS).contains(&issuers) {
                return Err(unknown);
            }
            requirements.push(KindRequirement {
                kind,
                assurance: Assurance::from_number(needed >> 4).ok_or(unknown)?,
                issuers,
            });
        }
        Ok(HotConfig {
            paused_until,
            identity,
            requirements,
        })
    }
}
