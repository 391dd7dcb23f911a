//! What `run` and `compare` have in common: variants in, an answer out.

use std::fs::{File, OpenOptions};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use throughline::experiment::{self, Control, Outcome, Plan, StopReason};
use throughline::report::{self, Timing};
use throughline::scenario::model::Precision;
use throughline::scenario::{Provenance, Variant};

use crate::args::{Common, Format};
use crate::failure::{Exit, Failure};
use crate::progress::Display;
use crate::{control, output, terminal};

/// Trials after which a precision is given up where nobody says so.
const MAX_TRIALS: u64 = 20_000;

/// Runs the variants, shows the result, and says how it ended.
pub(crate) fn answer(
    about: &Provenance,
    variants: &[Variant],
    common: &Common,
) -> Result<Exit, Failure> {
    let Some(first) = variants.first() else {
        return Err(Failure::asked("the scenario has no variant", None));
    };
    let plan = plan(first, common)?;
    if let Some(precision) = &plan.precision {
        measurable(precision, variants)?;
    }
    if let Some(path) = &common.trace {
        trace(path, first, plan.seed)?;
    }
    let display = Display::new(common.quiet, common.plain);
    let control = Control {
        stop: control::stop_flag(),
        progress: &|progress| display.tell(progress),
    };
    let outcome = experiment::run(about, variants, &plan, &control);
    let timing = timing(&outcome, &display, plan.threads);
    display.finish();
    show(&outcome, common, &timing)?;
    Ok(exit(&outcome))
}

/// What the scenario says, unless the command line says otherwise.
fn plan(baseline: &Variant, common: &Common) -> Result<Plan, Failure> {
    let defaults = &baseline.scenario.run;
    let precision = precision(defaults.precision.as_ref(), common)?;
    let trials = match precision {
        Some(_) => defaults.fewest,
        None => defaults.trials,
    };
    Ok(Plan {
        trials: common.trials.unwrap_or(trials),
        seed: common.seed.unwrap_or(defaults.seed),
        confidence: defaults.confidence,
        threads: common.threads.map(usize::from),
        precision,
    })
}

/// The goals of the scenario, each replaced by one of the command line for the same measure.
fn precision(defaults: Option<&Precision>, common: &Common) -> Result<Option<Precision>, Failure> {
    let mut precision = defaults.cloned().unwrap_or(Precision {
        goals: Vec::new(),
        max_trials: MAX_TRIALS,
    });
    for goal in &common.precision {
        precision.goals.retain(|known| known.of != goal.of);
        precision.goals.push(*goal);
    }
    if precision.goals.is_empty() && common.max_trials.is_some() {
        return Err(Failure::asked(
            "--max-trials gives up a precision, and none is asked for",
            Some("add --precision 1%, or use --trials".to_owned()),
        ));
    }
    if let (Some(most), Some(fewest)) = (common.max_trials, common.trials)
        && most < fewest
    {
        return Err(Failure::asked(
            "--max-trials is below --trials, which is the fewest",
            None,
        ));
    }
    precision.max_trials = common.max_trials.unwrap_or(precision.max_trials);
    Ok((!precision.goals.is_empty()).then_some(precision))
}

/// Whether every variant has what is to be known precisely.
fn measurable(precision: &Precision, variants: &[Variant]) -> Result<(), Failure> {
    for goal in &precision.goals {
        let missing = |variant: &Variant| goal.of.missing_in(&variant.scenario);
        if let Some(reason) = variants.iter().find_map(missing) {
            let name = goal.of.name();
            let message = format!("there is no {name} to be known precisely: {reason}");
            return Err(Failure::asked(message, None));
        }
    }
    Ok(())
}

fn timing(outcome: &Outcome, display: &Display, threads: Option<usize>) -> Timing {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Timing {
        completions: outcome.completions,
        trial_seconds: display.seconds(),
        threads: threads.unwrap_or(cores),
    }
}

fn show(outcome: &Outcome, common: &Common, timing: &Timing) -> Result<(), Failure> {
    match common.format {
        Format::Json => output::print(&report::json(outcome, common.timing.then_some(timing))),
        Format::Text => {
            output::print(&report::text(
                outcome,
                &terminal::text_options(common.plain),
            ))?;
            if common.timing {
                // Not part of the result, which is the same on every machine.
                terminal::say(&format!(
                    "timing: {} service completions in {:.3} s on {} threads",
                    timing.completions, timing.trial_seconds, timing.threads
                ));
            }
            Ok(())
        }
    }
}

fn exit(outcome: &Outcome) -> Exit {
    let is_bound = |stopped| matches!(stopped, StopReason::TooManyItems | StopReason::Stuck);
    let mut variants = outcome.variants.iter();
    if outcome.partial {
        Exit::Interrupted
    } else if !variants.any(|variant| is_bound(variant.stopped))
        && outcome
            .precision
            .iter()
            .all(|found| found.standing.is_met())
    {
        Exit::Done
    } else {
        Exit::NotReached
    }
}

/// Writes the events of the first trial; a file of that name is whole or not there.
fn trace(path: &Path, variant: &Variant, seed: u64) -> Result<(), Failure> {
    let is_device = std::fs::metadata(path).is_ok_and(|about| !about.is_file());
    let written = if is_device {
        // A pipe or a device must stay what it is: nothing is put in its place.
        OpenOptions::new()
            .write(true)
            .open(path)
            .and_then(|file| events(file, variant, seed))
    } else {
        let unfinished = unfinished(path);
        let whole = File::create(&unfinished)
            .and_then(|file| events(file, variant, seed))
            .and_then(|()| std::fs::rename(&unfinished, path));
        whole.inspect_err(|_| {
            // Nothing to be done if even that fails: the error itself is being told.
            let _ = std::fs::remove_file(&unfinished);
        })
    };
    written.map_err(|error| Failure::io(format!("could not write {}: {error}", path.display())))
}

/// Writes the events, and makes sure that they arrived.
fn events(file: File, variant: &Variant, seed: u64) -> std::io::Result<()> {
    let is_file = file.metadata()?.is_file();
    let mut file = BufWriter::new(file);
    experiment::trace(variant, seed, 0, &mut file)?;
    let file = file.into_inner().map_err(|error| error.into_error())?;
    // Some systems tell of a full disk only here; a pipe has no disk.
    if is_file { file.sync_all() } else { Ok(()) }
}

/// A name beside the file, so that renaming stays within one file system.
fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    PathBuf::from(name)
}
