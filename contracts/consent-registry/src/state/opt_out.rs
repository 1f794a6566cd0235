//! Overrides of opt-outs.
