//! What `run` and `compare` have in common: variants in, an answer out.

use throughline::experiment::{self, Control, Outcome, Plan, StopReason};
use throughline::report::{self, TextOptions, Timing};
use throughline::scenario::model::Precision;
use throughline::scenario::{Provenance, Source, Variant};

use crate::args::{Common, Format};
use crate::failure::{Exit, Failure};
use crate::folder::{self, Folder, Named};
use crate::progress::Display;
use crate::uncertain::{self, Drawing};
use crate::{control, files, manifest, output, terminal};

/// What is to be answered.
pub(crate) struct Question<'d> {
    /// The command.
    pub(crate) command: &'static str,
    /// What identifies the scenario.
    pub(crate) about: Provenance,
    /// The texts it was read from.
    pub(crate) sources: Vec<Source>,
    /// Variants; the first is the baseline.
    pub(crate) variants: Vec<Variant>,
    /// The same with the uncertain inputs drawn.
    pub(crate) drawing: &'d Drawing<'d>,
}

/// Trials after which a precision is given up where nobody says so.
const MAX_TRIALS: u64 = 20_000;

/// Runs the variants, shows the result, and says how it ended.
pub(crate) fn answer(question: &Question<'_>, common: &Common) -> Result<Exit, Failure> {
    let variants = &question.variants;
    let Some(first) = variants.first() else {
        return Err(Failure::asked("the scenario has no variant", None));
    };
    let plan = plan(first, common)?;
    if let Some(precision) = &plan.precision {
        measurable(precision, variants)?;
    }
    let drawn = uncertain::all(variants, question.drawing, plan.seed, common)?;
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
    let about = &question.about;
    let outcome = match &drawn {
        Some(drawn) => experiment::run_draws(about, variants, drawn, &plan, &control),
        None => experiment::run(about, variants, &plan, &control),
    };
    let timing = timing(&outcome, &display, plan.threads);
    display.finish();
    let shown = show(&outcome, common, &timing);
    if let Some(folder) = folder {
        // Also if nobody reads standard output any more.
        let files = kept(question, &outcome);
        let edits = common.edits.as_slice();
        let asked = (question.command, edits, common.uncertain);
        let manifest = manifest::manifest(asked, (variants, &plan), &outcome, &files);
        folder.write(&files, &manifest)?;
    }
    shown.map(|()| exit(&outcome))
}

/// What the scenario says, unless the command line says otherwise.
fn plan(baseline: &Variant, common: &Common) -> Result<Plan, Failure> {
    let defaults = &baseline.scenario.run;
    let precision = match common.uncertain {
        // Every draw has the same number of trials.
        Some(_) => None,
        None => precision(defaults.precision.as_ref(), common)?,
    };
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
fn kept(question: &Question<'_>, outcome: &Outcome) -> Vec<Named> {
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
    let is_bound = |stopped| {
        use StopReason::{Stuck, TooManyItems, TooManyPeople};
        matches!(stopped, TooManyItems | TooManyPeople | Stuck)
    };
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
