//! What the numbers rest on: self-checks, notes, and where the result came from.

use crate::experiment::{Checks, Outcome, Regime, StopReason, VariantOutcome};
use crate::report::number::{self, Scale};

use super::page::Page;
use super::words;

/// Largest relative gap in Little's law that rounding explains.
const LITTLE: f64 = 1e-6;

/// What must be known before any number: interrupted, stopped early.
pub(super) fn alarms(page: &mut Page, outcome: &Outcome) {
    if outcome.partial {
        page.alarm("PARTIAL RESULT: interrupted. Only the trials finished so far are in it.");
        for variant in outcome.variants.iter().filter(|one| !words::enough(one)) {
            let trials = match variant.trials {
                0 => "before the first trial ended".to_owned(),
                1 => "after 1 trial".to_owned(),
                several => format!("after {several} trials"),
            };
            page.alarm(&format!(
                "{}: stopped {trials}: too few for an interval.",
                variant.name
            ));
        }
    }
    for variant in outcome
        .variants
        .iter()
        .filter(|one| one.checks.deadlocks > 0)
    {
        page.alarm(&format!(
            "DEADLOCK in {} of {} trials of {}: see the notes.",
            number::count(variant.checks.deadlocks),
            number::count(variant.trials),
            variant.name
        ));
    }
    for variant in &outcome.variants {
        let why = match variant.stopped {
            StopReason::TooManyItems => "a trial reached the bound on items inside",
            StopReason::TooManyPeople => {
                "deliveries brought a crew more people than there is room for"
            }
            StopReason::Stuck => "a trial did not advance in time",
            _ => continue,
        };
        page.alarm(&format!(
            "STOPPED EARLY: {}, after {}: {why}.",
            variant.name,
            match variant.trials {
                1 => "1 trial".to_owned(),
                trials => format!("{} trials", number::count(trials)),
            }
        ));
    }
}

/// The self-checks.
pub(super) fn write(page: &mut Page, outcome: &Outcome) {
    page.heading("Checks");
    let failed: Vec<&VariantOutcome> = outcome
        .variants
        .iter()
        .filter(|variant| !holds(&variant.checks))
        .collect();
    for variant in &failed {
        page.alarm(&format!(
            "FAILED in {}: {}. Do not use these numbers.",
            variant.name,
            gaps(&variant.checks)
        ));
    }
    if failed.is_empty()
        && let Some(worst) = outcome
            .variants
            .iter()
            .map(|variant| &variant.checks)
            .max_by(|one, other| one.little.total_cmp(&other.little))
    {
        page.paragraph(&format!("All hold: {}.", gaps(worst)));
    }
    settled(page, outcome);
}

fn holds(checks: &Checks) -> bool {
    checks.mass_balance == 0 && checks.ledger == 0 && checks.little.abs() <= LITTLE
}

fn gaps(checks: &Checks) -> String {
    let little = if checks.little.abs() < 1e-12 {
        "0".to_owned()
    } else {
        format!("{:.0e}", checks.little)
    };
    format!(
        "mass balance {}, ledger {}, Little's law {little}",
        checks.mass_balance, checks.ledger
    )
}

fn settled(page: &mut Page, outcome: &Outcome) {
    let named = |wanted: Option<bool>| -> Vec<String> {
        // An overloaded organisation never settles, and that has been said.
        let like = |variant: &&VariantOutcome| {
            variant.checks.settled == wanted
                && variant.regime != Regime::Overloaded
                && words::enough(variant)
        };
        outcome
            .variants
            .iter()
            .filter(like)
            .map(|variant| variant.name.clone())
            .collect()
    };
    let unsettled = named(Some(false));
    if !unsettled.is_empty() {
        page.alarm(&format!(
            "NOT SETTLED when the window began: {}. The burn-in is too short.",
            words::listed(&unsettled)
        ));
    }
    if !named(None).is_empty() {
        page.paragraph("No burn-in: the window begins with an organisation that starts up.");
    }
    if named(Some(true)).len() == outcome.variants.len() {
        page.paragraph("Settled when the window began.");
    }
}

/// What the reader must know, each note once.
pub(super) fn notes(page: &mut Page, outcome: &Outcome) {
    let mut notes: Vec<(&String, Vec<&str>)> = Vec::new();
    let of_variants = outcome.variants.iter().flat_map(|variant| {
        variant
            .notes
            .iter()
            .map(|note| (note, variant.name.as_str()))
    });
    let of_comparisons = outcome.comparisons.iter().flat_map(|compared| {
        compared
            .notes
            .iter()
            .map(|note| (note, compared.variant.as_str()))
    });
    for (note, name) in of_variants.chain(of_comparisons) {
        match notes.iter_mut().find(|(known, _)| *known == note) {
            Some((_, names)) => names.push(name),
            None => notes.push((note, vec![name])),
        }
    }
    if notes.is_empty() {
        return;
    }
    page.heading("Notes");
    for (note, names) in notes {
        if names.len() >= outcome.variants.len() {
            page.entry(note);
        } else {
            page.entry(&format!("{}: {note}", names.join(", ")));
        }
    }
}

/// Trials, seed, confidence and what identifies the scenario.
pub(super) fn footer(page: &mut Page, outcome: &Outcome) {
    page.gap();
    let confidence = number::exact(outcome.confidence, Scale::PERCENT);
    let digits = outcome.sha256.get(..12).unwrap_or(&outcome.sha256);
    page.aside(&format!(
        "{} · seed\u{a0}{} · each interval at {confidence}, not jointly · \
         window {}\u{a0}weeks · d, w, mo are elapsed time · \
         scenario\u{a0}{digits} · throughline\u{a0}{}",
        words::trials(outcome),
        outcome.seed,
        number::exact(outcome.window_weeks, Scale::PLAIN),
        env!("CARGO_PKG_VERSION")
    ));
}
