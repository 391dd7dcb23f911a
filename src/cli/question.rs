//! What `run` and `compare` have in common: variants in, an answer out.

use throughline::experiment::{self, Control, Outcome, Plan, StopReason};
use throughline::report::{self, TextOptions, Timing};
use throughline::scenario::{Provenance, Source, Variant};

use crate::args::{Common, Format};
use crate::failure::{Exit, Failure};
use crate::folder::{self, Folder, Named};
use crate::progress::Display;
use crate::{control, files, manifest, output, terminal};

/// What is to be answered.
pub(crate) struct Question {
    /// The command.
    pub(crate) command: &'static str,
    /// What identifies the scenario.
    pub(crate) about: Provenance,
    /// The texts it was read from.
    pub(crate) sources: Vec<Source>,
    /// Variants; the first is the baseline.
    pub(crate) variants: Vec<Variant>,
}

/// Runs the variants, shows the result, and says how it ended.
pub(crate) fn answer(question: &Question, common: &Common) -> Result<Exit, Failure> {
    let variants = &question.variants;
    let Some(first) = variants.first() else {
        return Err(Failure::asked("the scenario has no variant", None));
    };
    let plan = plan(first, common);
    let stop = control::stop_flag();
    let folder = common.out.as_deref().map(Folder::open).transpose()?;
    if let Some(path) = &common.trace {
        files::write(path, |out| experiment::trace(first, plan.seed, 0, out))
            .map_err(|error| Failure::unwritten(path, &error))?;
    }
    let display = Display::new(common.quiet);
    let control = Control {
        stop,
        progress: &|progress| display.tell(progress),
    };
    let outcome = experiment::run(&question.about, variants, &plan, &control);
    let timing = timing(&outcome, &display, plan.threads);
    display.finish();
    let shown = show(&outcome, common, &timing);
    if let Some(folder) = folder {
        // Also if nobody reads standard output any more.
        let files = kept(question, &outcome);
        let edits = common.edits.as_slice();
        let asked = (question.command, edits);
        let manifest = manifest::manifest(asked, (variants, &plan), &outcome, &files);
        folder.write(&files, &manifest)?;
    }
    shown.map(|()| exit(&outcome))
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
    let asked = common.timing.then_some(timing);
    output::print(&match common.format {
        Format::Json => report::json(outcome, asked),
        Format::Csv => report::csv(outcome, asked),
        Format::Text => report::text(outcome, &terminal::text_options()),
    })?;
    if common.timing && common.format == Format::Text {
        // Not part of the result, which is the same on every machine.
        terminal::say(&format!(
            "timing: {} service completions in {:.3} s on {} threads",
            timing.completions, timing.trial_seconds, timing.threads
        ));
    }
    Ok(())
}

/// The files of a result; none of them depends on the machine or on how it is shown.
fn kept(question: &Question, outcome: &Outcome) -> Vec<Named> {
    let page = TextOptions {
        width: terminal::WIDTH,
        color: false,
        ascii: false,
    };
    let mut files = vec![
        ("result.json".to_owned(), report::json(outcome, None)),
        ("result.csv".to_owned(), report::csv(outcome, None)),
        ("report.txt".to_owned(), report::text(outcome, &page)),
    ];
    files.extend(folder::scenario(&question.sources));
    files
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
