//! The questions themselves: run some variants and compare them, trace one trial, look ahead.

use std::io::Write;

use super::compare::compare;
use super::estimates;
use super::fold::Folds;
use super::outcome::{Comparison, Outcome, PrecisionOutcome, StopReason, VariantOutcome};
use super::plan::{Control, Plan};
use super::regime::{self, KindRegime};
use super::replicate::{Ending, replicate};
use super::settle::sufficient_burn_in;
use super::stopping;
use crate::engine::{Engine, TrialEnd};
use crate::network::{NEVER, Network, compile};
use crate::observe::Trace;
use crate::scenario::{Provenance, Variant};
use crate::statistics::Level;
use crate::units::Instant;

/// Runs every variant on the same luck and compares each further one with the first.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use throughline::experiment::{self, Control, Plan};
/// use throughline::scenario::Document;
///
/// let edits = ["clock.horizon=26w".to_owned(), "clock.burn_in=26w".to_owned()];
/// let document = Document::open("loyal-factory", &edits).expect("it ships with the crate");
/// let plan = Plan { trials: 20, seed: 1, confidence: 0.95, threads: Some(1), precision: None };
/// let control = Control { stop: &AtomicBool::new(false), progress: &|_| {} };
/// let outcome = experiment::run(document.provenance(), document.variants(), &plan, &control);
/// let gain = outcome.comparisons[0].throughput.relative.as_ref().expect("20 trials have one");
/// assert!(gain.low < gain.mean && gain.mean < gain.high);
/// ```
pub fn run(
    about: &Provenance,
    variants: &[Variant],
    plan: &Plan,
    control: &Control<'_>,
) -> Outcome {
    let level = || Level::new(plan.confidence).unwrap_or_else(Level::customary);
    let networks: Vec<Network> = variants
        .iter()
        .map(|variant| compile(&variant.scenario))
        .collect();
    let mut folds = Folds::new(&networks, level());
    let ending = replicate(&networks, plan, control, &mut folds);
    let level = level();
    let stopped = stop_reason(ending);
    let mut outcomes: Vec<VariantOutcome> = variants
        .iter()
        .zip(networks.iter().zip(&folds.variants))
        .map(|(variant, (net, fold))| estimates::variant(variant, net, fold, &level, stopped))
        .collect();
    let goals = plan.precision.as_ref();
    let goals = goals.map_or(&[][..], |precision| &precision.goals);
    let precision = stopping::outcomes(goals, &folds, &outcomes);
    let is_missing = |found: &PrecisionOutcome| found.standing.reached.is_none();
    for (variant, outcome) in variants.iter().zip(&mut outcomes) {
        if ending == Ending::Precise && precision.iter().any(is_missing) {
            outcome.stopped = StopReason::NoValue;
        }
        note_settling(variant, outcome, plan, control);
    }
    Outcome {
        title: about.title.clone(),
        sha256: about.sha256.clone(),
        seed: plan.seed,
        confidence: level.confidence(),
        window_weeks: variants
            .first()
            .map_or(0.0, |first| first.scenario.clock.horizon.weeks()),
        partial: ending == Ending::Interrupted,
        precision,
        comparisons: comparisons(variants, &networks, &outcomes, &folds, &level),
        uncertainty: None,
        completions: folds.variants.iter().map(|fold| fold.completions).sum(),
        variants: outcomes,
    }
}

fn stop_reason(ending: Ending) -> StopReason {
    match ending {
        Ending::Complete => StopReason::Trials,
        Ending::Precise => StopReason::Precision,
        Ending::Exhausted => StopReason::MaxTrials,
        Ending::Interrupted => StopReason::Interrupted,
        Ending::Bound(TrialEnd::Stuck) => StopReason::Stuck,
        Ending::Bound(TrialEnd::TooManyPeople) => StopReason::TooManyPeople,
        Ending::Bound(_) => StopReason::TooManyItems,
    }
}

fn comparisons(
    variants: &[Variant],
    networks: &[Network],
    outcomes: &[VariantOutcome],
    folds: &Folds,
    level: &Level,
) -> Vec<Comparison> {
    let others = (1..variants.len()).zip(&folds.pairs);
    others
        .map(|(other, pair)| {
            compare(
                (&variants[0], &variants[other]),
                (&networks[0], &networks[other]),
                (&outcomes[0], &outcomes[other]),
                pair,
                level,
            )
        })
        .collect()
}

/// If the organisation had not settled when the window began, says which burn-in would do.
fn note_settling(
    variant: &Variant,
    outcome: &mut VariantOutcome,
    plan: &Plan,
    control: &Control<'_>,
) {
    let stopped = control.stop.load(std::sync::atomic::Ordering::Relaxed);
    if stopped || outcome.checks.settled != Some(false) {
        return;
    }
    let given = variant.scenario.clock.burn_in.weeks();
    let tried = Plan {
        trials: outcome.trials,
        precision: None,
        ..plan.clone()
    };
    outcome.enough_burn_in = sufficient_burn_in(variant, &tried, control);
    let advice = match outcome.enough_burn_in {
        Some(enough) => format!("a burn-in of {:.0} weeks would do", enough.weeks()),
        None => "eight times that would not do either".to_string(),
    };
    outcome.notes.push(format!(
        "The organisation had not settled after the burn-in of {given:.0} weeks; {advice}."
    ));
}

/// Writes one trial of a variant as CSV, occurrence by occurrence.
///
/// # Errors
/// What the writer reports.
///
/// ```
/// use throughline::experiment;
/// use throughline::scenario::Document;
///
/// let document = Document::open("one-station", &[]).expect("it ships with the crate");
/// let mut events = Vec::new();
/// experiment::trace(&document.variants()[0], 1984, 0, &mut events)?;
/// assert!(events.iter().filter(|byte| **byte == b'\n').count() > 1000);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn trace(variant: &Variant, seed: u64, trial: u64, out: &mut dyn Write) -> std::io::Result<()> {
    let net = compile(&variant.scenario);
    let first = jiff::civil::date(1970, 1, 1);
    let day = variant.scenario.clock.start;
    let day = day.map(|day| i64::from((day - first).get_days()));
    let mut trace = Trace::new(&net, day, out);
    Engine::new(&net).run(seed, trial, &mut trace);
    trace.finish()
}

/// The first sessions each gate holds from time 0 on, at most so many, by name of the station.
///
/// ```
/// use throughline::experiment;
/// use throughline::scenario::Document;
/// use throughline::units::{DAY, HOUR};
///
/// let document = Document::open("loyal-factory", &[]).expect("it ships with the crate");
/// let gates = experiment::first_sessions(&document.variants()[0], 2);
/// let finance = gates.iter().find(|(name, _)| name == "finance").expect("it has a gate");
/// let tuesday_at_ten = (DAY + 10 * HOUR) as i64;
/// assert_eq!(finance.1[0].0, tuesday_at_ten);
/// assert_eq!(finance.1[1].0, tuesday_at_ten + 14 * DAY as i64);
/// ```
pub fn first_sessions(variant: &Variant, count: usize) -> Vec<(String, Vec<Instant>)> {
    let net = compile(&variant.scenario);
    let settings = net.settings_at(net.zero);
    let gated = net.stations.iter().enumerate().filter_map(|(at, station)| {
        let gate = station.gate.as_ref()?;
        let calendar = &net.calendars[station.calendar as usize];
        let next = |from: u64| {
            let held = gate.sessions.next(settings.cadence[at], calendar, from);
            (held != NEVER && held < net.end).then_some(held)
        };
        let held = std::iter::successors(next(net.zero), |held| next(held + 1));
        let since_zero = held.map(|held| Instant((held - net.zero) as i64));
        Some((station.name.clone(), since_zero.take(count).collect()))
    });
    gated.collect()
}

/// What limits each kind of work of a variant, as far as it can be said before any run.
///
/// ```
/// use throughline::experiment::{self, Regime};
/// use throughline::scenario::Document;
///
/// let edits = ["work.request.demand.poisson=x2".to_owned()];
/// let document = Document::open("one-station", &edits).expect("it ships with the crate");
/// let found = experiment::regime_before(&document.variants()[0]);
/// assert_eq!(found[0].regime, Regime::Overloaded);
/// ```
pub fn regime_before(variant: &Variant) -> Vec<KindRegime> {
    regime::before(&compile(&variant.scenario))
}

/// How many people each station keeps busy as the window begins, and how many it has, by name of the
/// station; only where that is known before a run.
///
/// ```
/// use throughline::experiment;
/// use throughline::scenario::Document;
///
/// let document = Document::open("one-station", &[]).expect("it ships with the crate");
/// let loads = experiment::loads_before(&document.variants()[0]);
/// let (name, load, people) = &loads[0];
/// assert_eq!((name.as_str(), *people), ("desk", 1.0));
/// assert!((load - 0.9).abs() < 1e-9);
/// ```
pub fn loads_before(variant: &Variant) -> Vec<(String, f64, f64)> {
    regime::loads(&compile(&variant.scenario))
}
