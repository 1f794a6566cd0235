//! What every contract event says of itself.

/// A typed event. Each contract lists its events in one enum that implements this trait.
///
/// A chain emits the event as `wasm-<kind>` and adds the contract's address. Events carry ids, kinds and the
/// resulting state; never a pseudonym, purpose, class, label or text, for what an event says is never erased.
pub trait EventData {
    /// The event's type in snake case, such as `consent_granted`. Unique among all cw-health contracts.
    fn kind(&self) -> &'static str;

    /// Keys and values in a fixed order: at most 12, values of 1 to 128 bytes. An absent value is left out.
    fn attributes(&self) -> Vec<(&'static str, String)>;
}
