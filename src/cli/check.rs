//! `throughline check FILE`: what is wrong, and what is known before any run.

use throughline::experiment;
use throughline::scenario::model::{Demand, Kind};
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
    output::print(&terminal::harmless(&page(&asked.file, &document)))?;
    Ok(Exit::Done)
}

fn page(file: &str, document: &Document) -> String {
    let about = document.provenance();
    let mut text = format!("{file}: {}\n", about.title);
    text.push_str(&format!("{}\n", found(document.findings())));
    for variant in document.variants() {
        text.push_str(&format!("\nvariant {}{}\n", variant.name, titled(variant)));
        for found in experiment::regime_before(variant) {
            let kinds = &variant.scenario.kinds;
            let kind = kinds.iter().find(|kind| kind.name == found.kind);
            let line = match kind.and_then(without_demand) {
                Some(line) => line,
                None => format!("is {}: {}", found.regime.name(), found.reason),
            };
            text.push_str(&format!("  {} {line}\n", found.kind));
        }
        for line in gates::first_dates(variant) {
            text.push_str(&format!("  {line}\n"));
        }
    }
    text
}

/// What is said of a kind that nothing brings.
fn without_demand(kind: &Kind) -> Option<String> {
    if kind.demand != Demand::None {
        return None;
    }
    let waiting: u64 = kind.initial.iter().map(|initial| initial.count).sum();
    Some(match waiting {
        0 => "has no demand: none of it ever comes".to_owned(),
        1 => "has no demand: only the 1 item there at the start is done".to_owned(),
        some => format!("has no demand: only the {some} items there at the start are done"),
    })
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
