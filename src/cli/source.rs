//! From what the command line names to scenarios and variants.

use std::path::Path;

use throughline::scenario::{Diagnostics, Document, OpenError, Variant, shipped};

use crate::failure::Failure;
use crate::terminal;

/// Opens a file, or a scenario that ships with the program.
pub(crate) fn open(name: &str, edits: &[String]) -> Result<Document, Failure> {
    if !name.ends_with(".toml") && !shipped().iter().any(|known| known.name == name) {
        return Err(unknown(name));
    }
    Document::open(name, edits).map_err(|error| match error {
        OpenError::Unreadable { .. } if ships_without_ending(name) => {
            let message = format!("could not read {name}: there is no such file");
            let hint = "a scenario of this name ships with the program: leave out \".toml\"";
            Failure::instead(message, hint)
        }
        other => other.into(),
    })
}

/// Whether a file that is not there is a shipped scenario with an ending it does not have.
fn ships_without_ending(name: &str) -> bool {
    let stem = name.strip_suffix(".toml");
    !Path::new(name).exists()
        && stem.is_some_and(|stem| shipped().iter().any(|known| known.name == stem))
}

/// Opens one file of several: an edit that does not fit is told with the file it does not fit.
pub(crate) fn open_one_of(name: &str, edits: &[String]) -> Result<Document, Failure> {
    open(name, edits).map_err(|failure| match failure {
        Failure::Findings(findings) => Failure::Findings(in_file(findings, name)),
        other => other,
    })
}

/// The findings, with edits named after the file they were made in.
pub(crate) fn in_file(mut findings: Diagnostics, file: &str) -> Diagnostics {
    for source in &mut findings.sources {
        if source.name.starts_with("--set") {
            source.name = format!("{} in {file}", source.name);
        }
    }
    findings
}

/// A name that is neither a file nor a scenario.
pub(crate) fn unknown(name: &str) -> Failure {
    let file = format!("{name}.toml");
    if Path::new(&file).is_file() {
        let message = format!("no scenario \"{name}\" ships with the program");
        return Failure::asked(message, Some(format!("did you mean the file {file}?")));
    }
    let hint = nearest(name, shipped().iter().map(|known| known.name)).map_or_else(
        || "\"throughline list\" shows what ships; a file ends in .toml".to_owned(),
        |near| format!("did you mean \"{near}\"? (a file ends in .toml)"),
    );
    let message = format!("no scenario \"{name}\" ships with the program");
    Failure::asked(message, Some(hint))
}

/// The variant of this name.
pub(crate) fn variant<'a>(document: &'a Document, name: &str) -> Result<&'a Variant, Failure> {
    let variants = document.variants();
    let found = variants.iter().find(|variant| variant.name == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = variants
            .iter()
            .map(|variant| variant.name.as_str())
            .collect();
        let hint = nearest(name, names.iter().copied()).map_or_else(
            || format!("there are: {}", names.join(", ")),
            |near| format!("did you mean \"{near}\"?"),
        );
        Failure::asked(format!("there is no variant \"{name}\""), Some(hint))
    })
}

/// Shows the warnings and notes of a scenario that can run.
pub(crate) fn warn(findings: &Diagnostics) {
    if !findings.list.is_empty() {
        terminal::page(findings);
    }
}

/// The name most like the one given, if any is like it.
pub(crate) fn nearest<'a>(given: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = names.map(|name| (strsim::jaro_winkler(given, name), name));
    let best = scored.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(score, _)| *score > 0.75)
        .map(|(_, name)| name)
}
