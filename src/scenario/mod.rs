//! What the author wrote and what it means.

mod diagnostic;
mod document;
pub mod model;

pub use diagnostic::{Diagnostic, Diagnostics, Place, Severity, Source};
pub use document::{Document, OpenError, Provenance, Variant};
pub use model::Scenario;
