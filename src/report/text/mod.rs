//! The result as a page of text.
//!
//! The finding in one sentence comes first, then the regime and what it means for the reader, then
//! tables with units, then what the numbers rest on. Nothing is said by colour alone.

mod bottleneck;
mod checks;
mod done;
mod explain;
mod finding;
mod flaws;
mod flow;
mod headline;
mod judgment;
mod kinds;
mod meters;
mod orgs;
mod page;
mod people;
mod precision;
mod regime;
mod stations;
mod table;
mod uncertain;
mod words;
mod write;

pub use explain::explain;
pub use page::TextOptions;
pub use write::text;
