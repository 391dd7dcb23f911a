//! `throughline explain FILE`: what a scenario means, in plain words.

use throughline::report;

use crate::args::ExplainArguments;
use crate::failure::{Exit, Failure};
use crate::{output, source, terminal};

/// Shows findings, then the explanation.
pub(crate) fn explain(asked: &ExplainArguments) -> Result<Exit, Failure> {
    let document = source::open(&asked.file, &asked.edits)?;
    source::warn(document.findings());
    if let Some(name) = &asked.variant {
        source::variant(&document, name)?;
    }
    let options = terminal::text_options();
    output::print(&report::explain(
        &document,
        asked.variant.as_deref(),
        &options,
    ))?;
    Ok(Exit::Done)
}
