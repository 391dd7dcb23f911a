//! `throughline run FILE`: one variant.

use crate::args::RunArguments;
use crate::failure::{Exit, Failure};
use crate::question::{self, Question};
use crate::{source, uncertain};

/// Runs the baseline, or the variant asked for.
pub(crate) fn run(asked: &RunArguments) -> Result<Exit, Failure> {
    let document = source::open(&asked.file, &asked.common.edits)?;
    if !asked.common.quiet {
        source::warn(document.findings());
    }
    let variants = match &asked.variant {
        Some(name) => vec![source::variant(&document, name)?.clone()],
        None => document.variants().iter().take(1).cloned().collect(),
    };
    let names: Vec<String> = variants.iter().map(|of| of.name.clone()).collect();
    let question = Question {
        command: "run",
        about: document.provenance().clone(),
        sources: document.sources().to_vec(),
        variants,
        drawing: &|seed, draw| uncertain::of_one(&document, &names, (seed, draw)),
    };
    question::answer(&question, &asked.common)
}
