//! Name and version of a contract's state, and which code may take it over.

use crate::text::clip;
use crate::KitError;
use cosmwasm_std::Storage;
use std::fmt;

/// A version of three numbers, as in Semantic Versioning 2.0.0; pre-releases are never deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// Reads `major.minor.patch`: digits alone, without leading zeros.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(number);
        let version = Self(numbers.next()??, numbers.next()??, numbers.next()??);
        numbers.next().is_none().then_some(version)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// What a migration has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Migration {
    /// Bring state of this older version forward.
    From(Version),
    /// Nothing: the state is of the code's version.
    Current,
}

/// The cw2 name of a contract: `cw-health:<contract>`.
pub fn cw2_name(contract: &str) -> String {
    format!("cw-health:{contract}")
}

/// Stores name and version, at instantiation. `version` is the crate's.
///
/// # Errors
/// `version_unreadable` if `version` is not three numbers.
pub fn init(storage: &mut dyn Storage, contract: &str, version: &str) -> Result<(), KitError> {
    parse(version)?;
    store(storage, &cw2_name(contract), version)
}

/// Checks that the state is this contract's and not newer than the code, and stores the code's version. The
/// contract then does what the answer says; if that fails, nothing is stored.
///
/// # Errors
/// `version_missing`, `wrong_contract`, `version_unreadable` or `version_newer`.
pub fn begin(
    storage: &mut dyn Storage,
    contract: &str,
    version: &str,
) -> Result<Migration, KitError> {
    let code = parse(version)?;
    let name = cw2_name(contract);
    let found = cw2::CONTRACT
        .may_load(storage)
        .map_err(|_| corrupt())?
        .ok_or(KitError::VersionMissing)?;
    if found.contract != name {
        return Err(KitError::WrongContract {
            found: clip(&found.contract),
        });
    }
    let state = parse(&found.version)?;
    if state > code {
        return Err(KitError::VersionNewer { found: state });
    }
    if state == code {
        return Ok(Migration::Current);
    }
    store(storage, &name, version)?;
    Ok(Migration::From(state))
}

fn parse(version: &str) -> Result<Version, KitError> {
    Version::parse(version).ok_or_else(|| KitError::VersionUnreadable {
        found: clip(version),
    })
}

fn store(storage: &mut dyn Storage, name: &str, version: &str) -> Result<(), KitError> {
    cw2::set_contract_version(storage, name, version).map_err(|_| corrupt())
}

fn corrupt() -> KitError {
    KitError::CorruptState {
        entry: "contract_info",
        at: 0,
    }
}

fn number(text: &str) -> Option<u32> {
    let canonical = text == "0" || !text.starts_with('0');
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| canonical && digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::testing::MockStorage;

    const CONTRACT: &str = "some-registry";

    fn state(name: &str, version: &str) -> MockStorage {
        let mut storage = MockStorage::new();
        cw2::set_contract_version(&mut storage, name, version).unwrap();
        storage
    }

    #[test]
    fn versions_are_three_numbers() {
        assert_eq!(Version::parse("0.10.2"), Some(Version(0, 10, 2)));
        for text in [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "1.2.03",
            "+1.2.3",
            "1.2.3-rc.1",
            "v1.2.3",
            "1.2.4294967296",
            "1..3",
            "1.2.x",
        ] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
        assert!(Version(0, 9, 9) < Version(0, 10, 0));
    }

    #[test]
    fn older_state_comes_forward_once() {
        let mut storage = MockStorage::new();
        init(&mut storage, CONTRACT, "0.9.0").unwrap();
        assert_eq!(
            begin(&mut storage, CONTRACT, "0.10.0"),
            Ok(Migration::From(Version(0, 9, 0)))
        );
        assert_eq!(
            begin(&mut storage, CONTRACT, "0.10.0"),
            Ok(Migration::Current)
        );
        let info = cw2::get_contract_version(&storage).unwrap();
        assert_eq!(
            (info.contract.as_str(), info.version.as_str()),
            ("cw-health:some-registry", "0.10.0")
        );
    }

    #[test]
    fn anything_else_is_refused_and_stays() {
        for (name, version, error) in [
            ("cw-health:some-registry", "1.0.1", "version_newer: 1.0.1"),
            ("cw-health:some-registry", "1.0", "version_unreadable: 1.0"),
            (
                "cw-health:other",
                "0.1.0",
                "wrong_contract: cw-health:other",
            ),
            ("some-registry", "0.1.0", "wrong_contract: some-registry"),
        ] {
            let mut storage = state(name, version);
            assert_eq!(
                begin(&mut storage, CONTRACT, "1.0.0")
                    .unwrap_err()
                    .to_string(),
                error
            );
            assert_eq!(
                cw2::get_contract_version(&storage).unwrap().version,
                version
            );
        }
        assert_eq!(
            begin(&mut MockStorage::new(), CONTRACT, "1.0.0"),
            Err(KitError::VersionMissing)
        );
    }

    #[test]
    fn unreadable_state_is_corrupt() {
        let mut storage = MockStorage::new();
        storage.set(b"contract_info", b"{}");
        assert_eq!(begin(&mut storage, CONTRACT, "1.0.0"), Err(corrupt()));
    }

    #[test]
    fn the_code_has_a_readable_version() {
        let mut storage = MockStorage::new();
        assert!(init(&mut storage, CONTRACT, "1.0.0-rc.1").is_err());
        assert!(begin(
            &mut state("cw-health:some-registry", "1.0.0"),
            CONTRACT,
            "1"
        )
        .is_err());
        assert_eq!(
            init(&mut storage, CONTRACT, env!("CARGO_PKG_VERSION")),
            Ok(())
        );
    }
}
