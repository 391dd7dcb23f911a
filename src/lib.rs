//! Throughline simulates how work flows through an organisation.
//!
//! # Who may import whom
//!
//! A row may import the columns marked. A test reads this table and holds the source to it. The
//! program in `src/cli` is a crate of its own and sees only public names.
//!
//! | | units | random | statistics | scenario | network | engine | observe | experiment | theory | calibrate | report | chart |
//! |---|---|---|---|---|---|---|---|---|---|---|---|---|
//! | units | | | | | | | | | | | | |
//! | random | | | | | | | | | | | | |
//! | statistics | | | | | | | | | | | | |
//! | scenario | x | x | | | | | | | | | | |
//! | network | x | x | | x | | | | | | | | |
//! | engine | x | x | | | x | | | | | | | |
//! | observe | x | | x | | x | x | | | | | | |
//! | experiment | x | x | x | x | x | x | x | | | | | |
//! | theory | x | x (`oracle` only) | | | x (`oracle` only) | | | | | | | |
//! | calibrate | x | x | x | x | | | | | | | | |
//! | report | x | | x | x | | | x | x | x | x | | |
//! | chart | x | | x | | | | x | x | x | | | |
//! | teach | x | | | x | | | | x | x | | x | x |

pub mod engine;
pub mod experiment;
pub mod network;
pub mod observe;
pub mod random;
pub mod report;
pub mod scenario;
pub mod statistics;
pub mod units;
