//! Rollups of disclosures.
