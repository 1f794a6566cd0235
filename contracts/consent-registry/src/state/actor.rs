//! Actors in keys and values: a tag, then a number or an account.

use health_kit::pack::{CorruptState, Reader, Writer};
use health_rules::consent::Actor;

const ACCOUNT: u8 = 1;
const PERSON: u8 = 2;
const ORGANISATION: u8 = 3;
const DEVICE: u8 = 4;
const FUNCTION: u8 = 5;
const CREDENTIAL: u8 = 6;

/// The actor as the last part of a key: tag u8, then the address, the number u32 or the code u8.
pub fn key(actor: &Actor) -> Vec<u8> {
    let (tag, rest) = match actor {
        Actor::Account(address) => (ACCOUNT, address.clone()),
        Actor::Person(holder) => (PERSON, holder.to_be_bytes().to_vec()),
        Actor::Organisation(holder) => (ORGANISATION, holder.to_be_bytes().to_vec()),
        Actor::Device(holder) => (DEVICE, holder.to_be_bytes().to_vec()),
        Actor::Function(function) => (FUNCTION, vec![function.number()]),
        Actor::Credential(kind) => (CREDENTIAL, vec![kind.number()]),
    };
    [vec![tag], rest].concat()
}

/// Appends an actor: like a key, with the length of an address before it.
pub fn pack(actor: &Actor, writer: &mut Writer) {
    match actor {
        Actor::Account(address) => {
            writer.u8(ACCOUNT);
            writer.bytes8(address);
        }
        Actor::Person(_)
        | Actor::Organisation(_)
        | Actor::Device(_)
        | Actor::Function(_)
        | Actor::Credential(_) => writer.fixed(&key(actor)),
    }
}

/// Reads an actor back.
///
/// # Errors
/// [`CorruptState`] if the bytes are no actor.
pub fn unpack(reader: &mut Reader) -> Result<Actor, CorruptState> {
    let unknown = reader.corrupt();
    match reader.u8()? {
        ACCOUNT => Ok(Actor::Account(reader.bytes8()?.to_vec())),
        PERSON => Ok(Actor::Person(reader.u32()?)),
        ORGANISATION => Ok(Actor::Organisation(reader.u32()?)),
        DEVICE => Ok(Actor::Device(reader.u32()?)),
        FUNCTION => Ok(Actor::Function(reader.code()?)),
        CREDENTIAL => Ok(Actor::Credential(reader.code()?)),
        _ => Err(unknown),
    }
}
