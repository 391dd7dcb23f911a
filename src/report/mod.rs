//! Finished results as text or bytes.
//!
//! A renderer computes nothing but formatting: it picks, orders and words what an `Outcome` holds,
//! so two renderers can never disagree about a number. `record` is the versioned contract with
//! whoever reads results outside; `json` writes it, and `csv` the same as a long table; `text` is for people and needs the feature
//! `cli`, which brings the table layout.

mod csv;
mod json;
pub mod number;
pub mod record;
#[cfg(feature = "cli")]
mod text;

pub use self::csv::{COLUMNS, csv};
pub use json::json;
pub use record::{Timing, schema};
#[cfg(feature = "cli")]
pub use text::{TextOptions, explain, text};
