//! Key envelopes.
