//! What the author wrote and what it means: from a TOML file to validated scenarios.
//!
//! A text becomes a tree with places (`syntax`, `node`); what it extends is merged in (`extends`),
//! edits are applied (`path`, `edit`), and every variant is read into a `Scenario` by typed readers
//! (`read`) over the one table of keys (`language`). All that is wrong is reported at once, at its
//! place (`log`, `diagnostic`, `render`). Past this module nothing is unset, unknown or out of range.

mod blame;
mod diagnostic;
mod document;
mod echo;
mod edit;
mod extends;
mod files;
mod goal;
mod language;
mod law;
mod log;
pub mod model;
mod nearest;
mod node;
mod orgs;
mod path;
mod provenance;
mod quantity;
mod read;
mod relative;
mod renaming;
mod render;
mod schema;
mod shipped;
mod syntax;
mod target;
#[cfg(test)]
mod tests;
mod toml11;
mod toml_errors;
mod uncertain;
mod variant;
mod via;
mod written;

pub use diagnostic::{Diagnostic, Diagnostics, Place, Severity, Source};
pub use document::{Document, OpenError, Provenance, Variant};
pub use echo::Echo;
pub use model::Scenario;
pub use schema::schema;
pub use shipped::{Shipped, shipped};
pub use uncertain::Uncertain;
