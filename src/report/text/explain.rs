//! A scenario in plain words: what is written, what holds by default, what variants change.
//!
//! A scenario is told as parts with facts. What a change or a variant does is found by telling both
//! scenarios and putting the facts that differ side by side, so nothing can be told and then be
//! forgotten when it changes.

mod changes;
mod defaults;
mod effects;
mod facts;
mod flaws;
mod kinds;
mod load;
mod orgs;
mod people;
mod stations;
mod theory;
mod when;
pub(super) mod words;

use std::collections::BTreeMap;

use super::page::{Page, TextOptions};
use super::words::{self as page_words, listed};
use crate::experiment;
use crate::scenario::model::{Change, Scenario};
use crate::scenario::{Document, Uncertain, Variant};
use facts::{Fact, Part, Teller};

/// How many sessions of a gate are shown.
const SESSIONS: usize = 3;

/// Explains a scenario: `variant` alone and in full, or the baseline in full and then what the other
/// variants change. A variant that does not exist is explained by nothing.
///
/// ```
/// use throughline::report::{TextOptions, explain};
/// use throughline::scenario::Document;
///
/// let document = Document::open("one-station", &[]).expect("it ships with the crate");
/// let options = TextOptions { width: 80, color: false, ascii: true };
/// let text = explain(&document, None, &options);
/// let (written, by_default) = text.split_once("By default").expect("it has both");
/// assert!(written.contains("- people: 1") && by_default.contains("pace: 1"));
/// ```
pub fn explain(document: &Document, variant: Option<&str>, options: &TextOptions) -> String {
    let mut page = Page::new(options);
    let mut variants = document.variants().iter();
    let first = match variant {
        Some(name) => variants.find(|known| known.name == name),
        None => variants.next(),
    };
    let Some(first) = first else {
        return page.finish();
    };
    head(&mut page, first, document.variants().len());
    whole(&mut page, document, first);
    if variant.is_none() {
        for other in variants {
            against(&mut page, document, first, other);
        }
    }
    theory::write(&mut page, first);
    page.finish()
}

fn head(page: &mut Page, variant: &Variant, variants: usize) {
    page.strong(&variant.scenario.title);
    if let Some(about) = &variant.scenario.about {
        page.paragraph(about);
    }
    page.gap();
    let name = called(variant);
    let told = "what the file says, and then what holds by default where it says nothing.";
    page.paragraph(&match variants {
        1 => page_words::capital(told),
        _ => format!("Variant {name}: {told}"),
    });
}

/// "today (Today)", or the name alone.
fn called(variant: &Variant) -> String {
    match variant.title.is_empty() || variant.title == variant.name {
        true => variant.name.clone(),
        false => format!("{} ({})", variant.name, variant.title),
    }
}

/// A variant in full.
fn whole(page: &mut Page, document: &Document, variant: &Variant) {
    let sessions: BTreeMap<_, _> = experiment::first_sessions(variant, SESSIONS)
        .into_iter()
        .collect();
    let written = |path: &str| document.is_written(&variant.name, path);
    let teller = Teller {
        scenario: &variant.scenario,
        written: &written,
        sessions: &sessions,
        loads: &experiment::loads_before(variant),
    };
    let parts = teller.parts();
    for part in &parts {
        let given: Vec<&Fact> = part.facts.iter().filter(|fact| !fact.default).collect();
        if given.is_empty() {
            continue;
        }
        page.heading(&part.heading);
        for fact in given {
            page.entry(&format!("{}: {}", fact.label, fact.text));
        }
    }
    if !variant.uncertain.is_empty() {
        page.heading("Uncertain inputs");
    }
    for input in &variant.uncertain {
        page.entry(&unsure(input));
    }
    if !variant.scenario.changes.is_empty() {
        page.heading("Changes");
        changes::write(page, document, variant);
    }
    defaults::write(page, &parts);
}

/// "station.code.staff: from 3 to 6; here its median, 5".
fn unsure(input: &Uncertain) -> String {
    let Uncertain {
        path, range, text, ..
    } = input;
    format!("{path}: {range}; here its median, {text}")
}

/// What another variant changes from the first instant on, and while the run goes on.
fn against(page: &mut Page, document: &Document, first: &Variant, other: &Variant) {
    page.heading(&format!(
        "Variant {}, against {}",
        called(other),
        first.name
    ));
    let lines = difference(&first.scenario, &other.scenario);
    if lines.is_empty() && other.scenario.changes == first.scenario.changes {
        page.entry("nothing differs");
    }
    for input in &other.uncertain {
        if !first.uncertain.contains(input) {
            page.entry(&format!("uncertain: {}", unsure(input)));
        }
    }
    if !lines.is_empty() {
        page.entry("for the whole run:");
        lines.iter().for_each(|line| page.inner_entry(line));
    }
    let made = |change: &&Change| {
        other
            .scenario
            .changes
            .iter()
            .any(|own| own.name == change.name)
    };
    let missing = first.scenario.changes.iter().filter(|change| !made(change));
    let missing: Vec<String> = missing.map(|change| change.name.clone()).collect();
    if !missing.is_empty() {
        page.entry(&format!("without the change {}", listed(&missing)));
    }
    changes::write(page, document, other);
}

/// The facts that differ, old and new.
fn difference(old: &Scenario, new: &Scenario) -> Vec<String> {
    let parts = |scenario: &Scenario| {
        let teller = Teller {
            scenario,
            written: &|_| true,
            sessions: &BTreeMap::new(),
            loads: &[],
        };
        teller.parts()
    };
    let (old, new) = (parts(old), parts(new));
    let mut lines = Vec::new();
    for part in &new {
        match old.iter().find(|known| known.heading == part.heading) {
            Some(before) => lines.extend(differing(before, part)),
            None => lines.push(format!("{} is added", part.short)),
        }
    }
    let gone = old
        .iter()
        .filter(|part| !new.iter().any(|known| known.heading == part.heading));
    let gone: Vec<String> = gone.map(|part| part.short.clone()).collect();
    if !gone.is_empty() {
        lines.push(format!("without {}", listed(&gone)));
    }
    lines
}

fn differing(old: &Part, new: &Part) -> Vec<String> {
    let mut lines = Vec::new();
    for fact in &new.facts {
        let label = format!("{}, {}", new.short, fact.label);
        match old.facts.iter().find(|known| known.label == fact.label) {
            Some(before) if before.text == fact.text => {}
            Some(before) => {
                let reading = words::reading(before.reading, fact.reading);
                lines.push(format!("{label}: {} → {}{reading}", before.text, fact.text));
            }
            None => lines.push(format!("{label}: now {}", fact.text)),
        }
    }
    let gone = old
        .facts
        .iter()
        .filter(|fact| !new.facts.iter().any(|known| known.label == fact.label));
    lines
        .extend(gone.map(|fact| format!("{}, {}: no longer {}", new.short, fact.label, fact.text)));
    lines
}
