//! `throughline check FILE`: what is wrong, and what is known before any run.

use throughline::experiment;
use throughline::scenario::{Diagnostics, Document, Severity, Variant};

use crate::args::CheckArguments;
use crate::failure::{Exit, Failure};
use crate::{gates, output, source, terminal};

/// Shows all findings, then the regime of every variant and the first dates of its gates.
pub(crate) fn check(asked: &CheckArguments) -> Result<Exit, Failure> {
    let document = source::open(&asked.file, &asked.edits)?;
    if !document.findings().list.is_empty() {
        terminal::page(document.findings());
    }
    output::print(&page(&asked.file, &document))?;
    Ok(Exit::Done)
}

fn page(file: &str, document: &Document) -> String {
    let about = document.provenance();
    let mut text = format!("{file}: {}\n", about.title);
    text.push_str(&format!("{}\n", found(document.findings())));
    for variant in document.variants() {
        text.push_str(&format!("\nvariant {}{}\n", variant.name, titled(variant)));
        for found in experiment::regime_before(variant) {
            text.push_str(&format!(
                "  {} is {}: {}\n",
                found.kind,
                found.regime.name(),
                found.reason
            ));
        }
        for line in gates::first_dates(&variant.scenario) {
            text.push_str(&format!("  {line}\n"));
        }
    }
    text
}

fn titled(variant: &Variant) -> String {
    if variant.title.is_empty() || variant.title == variant.name {
        String::new()
    } else {
        format!(" ({})", variant.title)
    }
}

fn found(findings: &Diagnostics) -> String {
    let of = |severity| {
        findings
            .list
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let mut text = "no errors".to_owned();
    for (severity, word) in [(Severity::Warning, "warning"), (Severity::Note, "note")] {
        match of(severity) {
            0 => {}
            1 => text.push_str(&format!(", 1 {word}")),
            several => text.push_str(&format!(", {several} {word}s")),
        }
    }
    text
}
