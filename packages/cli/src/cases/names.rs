//! The names of a case, and what stands for them on a chain.

use super::translate::Malformed;
use health_types::consent::{Actor, Purpose};
use health_types::Bytes32;

/// What kind of thing thirty-two bytes stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A record.
    Record,
    /// What a record is related to.
    Context,
    /// An author.
    Author,
    /// A custodian.
    Custodian,
    /// A label of a private system.
    Label,
    /// A research project.
    Project,
    /// A purpose of another system.
    Purpose,
    /// A policy.
    Policy,
}

/// Gives the names of a case their form on a chain.
pub trait Names {
    /// The actor of this name (`org:54`, `practitioner:001`, `group:…`).
    ///
    /// # Errors
    /// The name stands for no one.
    fn actor(&mut self, name: &str) -> Result<Actor, Malformed>;

    /// The bytes that stand for a thing of this name; never zero.
    ///
    /// # Errors
    /// The name stands for nothing.
    fn bytes(&mut self, thing: Thing, name: &str) -> Result<Bytes32, Malformed>;

    /// The purpose of this name, which is no code of HL7: `project:…`, a research project, or `system:code`.
    ///
    /// # Errors
    /// The name stands for no purpose.
    fn purpose(&mut self, name: &str) -> Result<Purpose, Malformed> {
        match name.split_once(':') {
            Some(("project", _)) => Ok(Purpose::Project {
                id: self.bytes(Thing::Project, name)?,
            }),
            Some(_) => Ok(Purpose::Other {
                id: self.bytes(Thing::Purpose, name)?,
            }),
            None => Err(Malformed::new("unknown_purpose", name)),
        }
    }

    /// The name that these bytes were given for.
    fn name(&self, bytes: &Bytes32) -> Option<&str>;
}

/// Numbers each name as it comes.
#[derive(Clone, Debug, Default)]
pub struct Numbered(Vec<String>);

impl Numbered {
    /// The number of a name, from 1.
    fn number(&mut self, name: &str) -> Result<u32, Malformed> {
        let known = self.0.iter().position(|known| known == name);
        let index = known.unwrap_or(self.0.len());
        if known.is_none() {
            self.0.push(name.to_string());
        }
        u32::try_from(index)
            .ok()
            .and_then(|index| index.checked_add(1))
            .ok_or_else(|| Malformed::new("too_many_names", name))
    }
}

impl Names for Numbered {
    fn actor(&mut self, name: &str) -> Result<Actor, Malformed> {
        Ok(Actor::Organisation {
            holder: self.number(name)?,
        })
    }

    fn bytes(&mut self, _: Thing, name: &str) -> Result<Bytes32, Malformed> {
        Ok(Bytes32::of_holder(self.number(name)?))
    }

    fn name(&self, bytes: &Bytes32) -> Option<&str> {
        let index = usize::try_from(bytes.holder()?).ok()?.checked_sub(1)?;
        self.0.get(index).map(String::as_str)
    }
}
