//! `throughline list`: the scenarios that ship with the program.

use throughline::scenario::{Document, shipped};

use crate::args::ListArguments;
use crate::failure::{Exit, Failure};
use crate::{output, source, terminal};

/// Lists them, or prints the text of one.
pub(crate) fn list(asked: &ListArguments) -> Result<Exit, Failure> {
    match &asked.show {
        Some(name) => {
            let found = shipped().iter().find(|known| known.name == name);
            output::print(found.ok_or_else(|| source::unknown(name))?.text)?;
        }
        None => output::print(&terminal::harmless(&names()))?,
    }
    Ok(Exit::Done)
}

fn names() -> String {
    let widest = shipped().iter().map(|known| known.name.len()).max();
    let width = widest.unwrap_or(0);
    shipped()
        .iter()
        .map(|known| format!("{:width$}  {}\n", known.name, title(known.name)))
        .collect()
}

fn title(name: &str) -> String {
    let document = Document::open(name, &[]);
    document.map_or_else(
        |_| String::new(),
        |document| document.provenance().title.clone(),
    )
}
