//! `throughline check FILE`: what is wrong, and what is known before any run.

use std::sync::atomic::Ordering;

use throughline::experiment::{
    self, Control, Outcome, Plan, VariantOutcome, foresee, short_trials, unsettled,
};
use throughline::scenario::model::{Demand, Kind, Scenario};
use throughline::scenario::{Diagnostics, Document, Echo, Severity, Uncertain, Variant};

use crate::args::CheckArguments;
use crate::failure::{Exit, Failure};
use crate::{control, gates, output, prediction, source, terminal};

/// Services a short run may simulate, all variants together: about a second's work.
const SHORT_RUN: f64 = 4e6;

/// Shows all findings, then of every variant what its edits mean, the regime, the first dates of its
/// gates, and what theory predicts beside a short run. What holds of all variants is said once.
pub(crate) fn check(asked: &CheckArguments) -> Result<Exit, Failure> {
    let document = source::open(&asked.file, &asked.edits)?;
    let mut findings = document.findings().clone();
    findings.add(foresee(&document));
    let outcome = short_run(&document);
    if let Some(outcome) = &outcome {
        findings.add(unsettled(&document, outcome, &findings));
    }
    if !findings.list.is_empty() {
        terminal::page(&findings);
    }
    let page = page(&asked.file, &document, &findings, outcome.as_ref());
    output::print(&terminal::harmless(&page))?;
    match control::stop_flag().load(Ordering::SeqCst) {
        true => Ok(Exit::Interrupted),
        false => Ok(Exit::Done),
    }
}

/// A run of few trials; `None` if even that would take long.
fn short_run(document: &Document) -> Option<Outcome> {
    let variants = document.variants();
    let run = &variants.first()?.scenario.run;
    let plan = Plan {
        trials: short_trials(variants, SHORT_RUN)?,
        seed: run.seed,
        confidence: run.confidence,
        threads: None,
        precision: None,
    };
    let control = Control {
        stop: control::stop_flag(),
        progress: &|_| {},
    };
    let outcome = experiment::run(document.provenance(), variants, &plan, &control);
    (!outcome.partial).then_some(outcome)
}

fn page(
    file: &str,
    document: &Document,
    findings: &Diagnostics,
    outcome: Option<&Outcome>,
) -> String {
    let about = document.provenance();
    let mut text = format!("{file}: {}\n{}\n", about.title, found(findings));
    for echo in document.echoes() {
        text.push_str(&format!("  {}\n", echoed(echo)));
    }
    let told: Vec<Told> = document
        .variants()
        .iter()
        .enumerate()
        .map(|(at, variant)| {
            let found = outcome.and_then(|outcome| outcome.variants.get(at));
            told(variant, found)
        })
        .collect();
    let alike = alike(&told);
    if !alike.is_empty() {
        section(&mut text, "in all variants", &alike);
    }
    for (variant, told) in document.variants().iter().zip(&told) {
        let own = told.facts.iter().filter(|line| !alike.contains(line));
        let own: Vec<&String> = own.collect();
        let heading = format!("variant {}{}", variant.name, titled(variant));
        section(&mut text, &heading, &own);
        for line in &told.table {
            text.push_str(&format!("  {line}\n"));
        }
    }
    if outcome.is_none() {
        text.push_str("\na short run would take long here, so it was left out\n");
    }
    text
}

/// What is said of a variant: facts, each a line that may hold of all variants, and a table.
struct Told {
    facts: Vec<String>,
    table: Vec<String>,
}

fn told(variant: &Variant, found: Option<&VariantOutcome>) -> Told {
    let (theory, table) = prediction::beside(variant, found);
    let facts = [
        variant.echoes.iter().map(echoed).collect(),
        variant.uncertain.iter().map(unsure).collect(),
        regimes(variant),
        gates::first_dates(variant),
        vec![theory],
    ];
    Told {
        facts: facts.concat(),
        table,
    }
}

/// What holds of all variants, if there are several; said once.
fn alike(told: &[Told]) -> Vec<&String> {
    let [first, others @ ..] = told else {
        return Vec::new();
    };
    let everywhere = |line: &&String| others.iter().all(|other| other.facts.contains(line));
    let lines = first.facts.iter().filter(everywhere);
    if others.is_empty() {
        Vec::new()
    } else {
        lines.collect()
    }
}

/// Facts under a heading, each on a line of its own or broken over several.
fn section(text: &mut String, heading: &str, lines: &[&String]) {
    text.push_str(&format!("\n{heading}\n"));
    for line in lines {
        let mut columns = 0;
        for word in line.split(' ') {
            let wide = word.chars().count();
            if columns > 0 && columns + 1 + wide > terminal::WIDTH {
                text.push_str("\n    ");
                columns = 4;
            } else if columns > 0 {
                text.push(' ');
                columns += 1;
            } else {
                text.push_str("  ");
                columns = 2;
            }
            text.push_str(word);
            columns += wide;
        }
        text.push('\n');
    }
}

/// "change assistants: code.pace from 1 to 1.3: 30% more per hour, 23.1% less time".
fn echoed(echo: &Echo) -> String {
    let role = echo
        .role
        .map_or_else(String::new, |role| format!(", {role}"));
    let change = echo
        .change
        .as_ref()
        .map_or_else(String::new, |name| format!("change {name}{role}: "));
    let reading = echo
        .reading
        .as_ref()
        .map_or_else(String::new, |text| format!(": {text}"));
    format!(
        "{change}{} from {} to {}{reading}",
        echo.path, echo.old, echo.new
    )
}

/// "station.code.staff is uncertain, from 3 to 6: its median 5 is used".
fn unsure(input: &Uncertain) -> String {
    let Uncertain {
        path, range, text, ..
    } = input;
    format!("{path} is uncertain, {range}: its median {text} is used (--uncertain N draws it)")
}

fn regimes(variant: &Variant) -> Vec<String> {
    let mut lines = Vec::new();
    for found in experiment::regime_before(variant) {
        let kinds = &variant.scenario.kinds;
        let kind = kinds.iter().position(|kind| kind.name == found.kind);
        let line = match kind.and_then(|kind| without_demand(&variant.scenario, kind)) {
            Some(line) => line,
            None => {
                let (regime, meaning) = (found.regime.in_words(), found.regime.meaning());
                format!("is {regime} ({meaning}): {}", found.reason)
            }
        };
        let growth = match found.growth {
            Some(growth) if growth >= 0.005 => {
                format!("; about {growth:.2} more are left undone every week")
            }
            Some(_) => "; no room for luck, so what waits has no limit".to_owned(),
            None => String::new(),
        };
        lines.push(format!("{} {line}{growth}", found.kind));
        let narrowest = found.narrowest.iter();
        lines.extend(narrowest.map(|text| format!("{}: {text}", found.kind)));
    }
    lines
}

/// What is said of a kind that does not come by itself.
fn without_demand(scenario: &Scenario, at: usize) -> Option<String> {
    let kind = &scenario.kinds[at];
    if kind.demand != Demand::None {
        return None;
    }
    let brings = |of: &&Kind| of.leads_to.iter().any(|lead| lead.work == at);
    let bringing = scenario.kinds.iter().filter(brings);
    let mut when: Vec<_> = bringing
        .map(|of| format!("{} is delivered", of.name))
        .collect();
    let given = scenario.handovers.iter().filter(|of| of.to == at);
    when.extend(given.map(|of| format!("{} is handed over", scenario.kinds[of.from].name)));
    let opening = scenario.teams.iter().filter(|of| of.opens == Some(at));
    when.extend(opening.map(|of| format!("somebody leaves {}", of.name)));
    let sending = scenario.changes.iter().filter(|of| of.via == Some(at));
    when.extend(sending.map(|of| format!("the change {} happens", of.name)));
    if kind.sent && when.is_empty() {
        return Some("belongs to a change that is not made: none of it ever comes".to_owned());
    }
    if !when.is_empty() {
        return Some(format!("comes only when {}", when.join(" or ")));
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
