//! The cw-multi-test suite of all cw-health contracts, with named actors.
