//! The workload in terms of each peer.

pub(crate) mod desru;
pub(crate) mod nexosim;
pub(crate) mod odem;
