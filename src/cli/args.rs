//! The command line: flags as typed.

use std::path::PathBuf;

use clap::builder::styling::Styles;
use clap::{Args, Parser, Subcommand, ValueEnum};
use throughline::scenario::model::Goal;

/// Shows why a faster team does not make a faster company.
///
/// Simulates an organisation as a line of stations, each a queue with people, calendars, gates and
/// rework; compares variants on the same luck; answers with intervals.
#[derive(Debug, Parser)]
#[command(name = "throughline", version, arg_required_else_help = true, styles = Styles::plain())]
#[command(after_help = "\
Start here:
  throughline new my-line.toml          a file to make your own
  throughline list                      the scenarios that ship with the program
  throughline compare loyal-factory     what a faster team does to the whole
  throughline check my-scenario.toml    errors and warnings at their place

Exit codes: 0 done, 1 done but something asked for was not reached, 2 bad input,
3 could not read or write, 130 interrupted (what is finished is shown).

NO_COLOR switches colour off, CLICOLOR_FORCE=1 keeps it in a pipe.")]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// No colour, no progress bar, and signs of ASCII only (names stay as they are)
    #[arg(long, global = true)]
    pub(crate) plain: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run one variant: regime, throughput, flow time, stations, where the time went
    Run(RunArguments),
    /// Compare variants (or files) on the same luck: differences, pass-through, where the gain went
    Compare(CompareArguments),
    /// Say what is wrong with a scenario, and what is known before any run
    Check(CheckArguments),
    /// List the scenarios that ship with the program
    List(ListArguments),
    /// Say in plain words what a scenario means, with every default
    Explain(ExplainArguments),
    /// Write a commented scenario to begin with, and the schema that an editor completes from
    New(NewArguments),
    /// Print the JSON Schema of scenarios or of results, for editors and programs
    Schema(SchemaArguments),
    /// Print what a shell needs to complete commands and flags
    Completions(CompletionsArguments),
    /// Print the manual page of the program or of a command
    #[command(hide = true)]
    Man(ManArguments),
}

/// `run`.
#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// A scenario: a file ending in .toml, or the name of one that ships with the program
    pub(crate) file: String,
    /// The variant to run [default: the first, which is the baseline]
    #[arg(long, value_name = "NAME")]
    pub(crate) variant: Option<String>,
    /// What run and compare share.
    #[command(flatten)]
    pub(crate) common: Common,
}

/// `compare`.
#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    /// Scenarios; of several, each one's baseline is compared with that of the first
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// A variant to compare, may be repeated; the first named is the baseline, one alone is
    /// compared with the baseline of the file [default: all]
    #[arg(long = "variant", value_name = "NAME")]
    pub(crate) variants: Vec<String>,
    /// What run and compare share.
    #[command(flatten)]
    pub(crate) common: Common,
}

/// `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// A scenario: a file ending in .toml, or the name of one that ships with the program
    pub(crate) file: String,
    /// An edit, applied before variants; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) edits: Vec<String>,
}

/// `list`.
#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// Print the text of this one
    #[arg(long, value_name = "NAME")]
    pub(crate) show: Option<String>,
}

/// `explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// A scenario: a file ending in .toml, or the name of one that ships with the program
    pub(crate) file: String,
    /// An edit, such as code.staff=+2; applied before variants, may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) edits: Vec<String>,
    /// Only this variant, in full [default: the baseline in full, then what the others change]
    #[arg(long, value_name = "NAME")]
    pub(crate) variant: Option<String>,
}

/// `new`.
#[derive(Debug, Args)]
pub(crate) struct NewArguments {
    /// The file to write; ".toml" is added to a name without it
    #[arg(value_name = "FILE", default_value = "my-line.toml")]
    pub(crate) file: String,
}

/// `completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// `man`.
#[derive(Debug, Args)]
pub(crate) struct ManArguments {
    /// A command [default: the program as a whole]
    pub(crate) command: Option<String>,
}

/// `schema`.
#[derive(Debug, Args)]
pub(crate) struct SchemaArguments {
    /// Of what
    #[arg(value_enum, default_value_t = SchemaOf::Scenario)]
    pub(crate) of: SchemaOf,
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// A scenario file
    Scenario,
    /// What --format json prints
    Result,
}

/// What run and compare share.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// An edit, such as code.staff=+2; applied before variants, may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) edits: Vec<String>,
    /// Trials of every variant; with a precision, the fewest [default: what the scenario says]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = trials)]
    pub(crate) trials: Option<u64>,
    /// How precisely something is to be known.
    #[arg(long, value_name = "[MEASURE=]WIDTH", help = PRECISION)]
    pub(crate) precision: Vec<Goal>,
    /// Give up a precision after so many trials [default: what the scenario says, or 20,000]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = trials)]
    pub(crate) max_trials: Option<u64>,
    /// Draw the inputs nobody is sure of so many times, each run with so many trials as are asked
    /// for: first the band of what the answer might be, then what Monte Carlo alone says
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = draws)]
    pub(crate) uncertain: Option<u64>,
    /// Seed of every draw [default: what the scenario says]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = seed)]
    pub(crate) seed: Option<u64>,
    /// Threads; they change how long it takes, never a number [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
    /// How to write the result
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub(crate) format: Format,
    /// Say how long the trials took
    #[arg(long)]
    pub(crate) timing: bool,
    /// No progress, no warnings
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Keep the result in this folder: result.json, result.csv, report.txt, the scenario as read,
    /// and a manifest of what made them; what an earlier run left there is replaced
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Write every event of the first trial (of the first variant) to this file, as CSV
    #[arg(long, value_name = "FILE")]
    pub(crate) trace: Option<PathBuf>,
}

/// What `--precision` does.
const PRECISION: &str = "\
Go on until the half-width of an interval is within this: 1% (of the throughput), flow_time=2h, \
flow_time.p85=2%, also lead_time and wip; may be repeated. Of a comparison it is that of the \
difference: 1% is one percentage point of the baseline. It is looked at after blocks of 64 trials \
and has to last a little, so at least 128 are run";

/// How to write a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One object, for programs
    Json,
    /// The same as a table with a line for every value, for spreadsheets: variant, organisation,
    /// scope, name, measure, cause, mean, low, high, unit. Scope is run, variant, work, station,
    /// pool, organisation, series, distribution, bottleneck, comparison (with the baseline as its
    /// name), uncertainty or input;
    /// what does not exist is an empty cell, and a word stands under cause
    Csv,
}

/// Trials, within the bounds of `run.trials` in a file.
fn trials(text: &str) -> Result<u64, String> {
    let trials = text.parse().ok();
    let trials = trials.filter(|trials| (2..=10_000_000).contains(trials));
    trials.ok_or_else(|| "it must be a whole number from 2 to 10,000,000".to_owned())
}

/// Draws of the uncertain inputs: two have a variance.
fn draws(text: &str) -> Result<u64, String> {
    let draws = text.parse().ok();
    let draws = draws.filter(|draws| (2..=10_000).contains(draws));
    draws.ok_or_else(|| "it must be a whole number from 2 to 10,000".to_owned())
}

/// A seed, within the bounds of `run.seed` in a file.
fn seed(text: &str) -> Result<u64, String> {
    let seed = text.parse().ok();
    let seed = seed.filter(|seed| i64::try_from(*seed).is_ok());
    seed.ok_or_else(|| {
        format!(
            "it must be a whole number from 0 to {}, which is 2^63 - 1",
            i64::MAX
        )
    })
}
