//! The contracts of cw-health together on cw-multi-test.
