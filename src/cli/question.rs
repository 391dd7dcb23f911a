//! What `run` and `compare` have in common: variants in, an answer out.

use std::fs::{File, OpenOptions};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use throughline::experiment::{self, Control, Outcome, Plan, StopReason};
use throughline::report::{self, Timing};
use throughline::scenario::{Provenance, Variant};

use crate::args::{Common, Format};
use crate::failure::{Exit, Failure};
use crate::progress::Display;
use crate::{control, output, terminal};

/// Runs the variants, shows the result, and says how it ended.
pub(crate) fn answer(
    about: &Provenance,
    variants: &[Variant],
    common: &Common,
) -> Result<Exit, Failure> {
    let Some(first) = variants.first() else {
        return Err(Failure::asked("the scenario has no variant", None));
    };
    let plan = plan(first, common);
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
fn plan(baseline: &Variant, common: &Common) -> Plan {
    let defaults = &baseline.scenario.run;
    Plan {
        trials: common.trials.unwrap_or(defaults.trials),
        seed: common.seed.unwrap_or(defaults.seed),
        confidence: defaults.confidence,
        threads: common.threads.map(usize::from),
    }
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
    let complete = |stopped| stopped == StopReason::Trials;
    if outcome.partial {
        Exit::Interrupted
    } else if outcome
        .variants
        .iter()
        .all(|variant| complete(variant.stopped))
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
