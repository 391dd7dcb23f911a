//! From what the command line names to scenarios and variants.

use throughline::scenario::{Diagnostics, Document, Severity, Variant, shipped};

use crate::failure::Failure;
use crate::terminal;

/// Opens a file, or a scenario that ships with the program.
pub(crate) fn open(name: &str, edits: &[String]) -> Result<Document, Failure> {
    if !name.ends_with(".toml") && !shipped().iter().any(|known| known.name == name) {
        return Err(unknown(name));
    }
    Ok(Document::open(name, edits)?)
}

/// A name that is neither a file nor a scenario.
pub(crate) fn unknown(name: &str) -> Failure {
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

/// Shows the warnings of a scenario that can run.
pub(crate) fn warn(document: &Document) {
    let findings = document.findings();
    let warnings = Diagnostics {
        sources: findings.sources.clone(),
        list: findings
            .list
            .iter()
            .filter(|finding| finding.severity < Severity::Note)
            .cloned()
            .collect(),
    };
    if !warnings.list.is_empty() {
        terminal::page(&warnings);
    }
}

/// The name most like the one given, if any is like it.
fn nearest<'a>(given: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = names.map(|name| (strsim::jaro_winkler(given, name), name));
    let best = scored.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(score, _)| *score > 0.75)
        .map(|(_, name)| name)
}
