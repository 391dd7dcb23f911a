//! What is promised and not built yet: told apart from what was mistyped.

use clap::error::ErrorKind;

use crate::failure::Failure;

/// Commands that do not exist yet.
const COMMANDS: [&str; 10] = [
    "absorb",
    "calibrate",
    "cascade",
    "claims",
    "optimise",
    "plot",
    "report",
    "sensitivity",
    "sweep",
    "teach",
];
/// Flags of `run` and `compare` that do not exist yet.
const FLAGS: [&str; 2] = ["--joint", "--plot"];

/// The failure to tell of instead of the one found in the command line.
pub(crate) fn instead_of(error: &clap::Error, arguments: &[String]) -> Option<Failure> {
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => command(arguments)?,
        ErrorKind::UnknownArgument => flag(arguments)?,
        _ => return None,
    };
    Some(Failure::asked(format!("{what} is not supported yet"), None))
}

fn command(arguments: &[String]) -> Option<String> {
    let named = arguments.iter().find(|word| !word.starts_with('-'))?;
    let known = COMMANDS.contains(&named.as_str());
    known.then(|| format!("\"throughline {named}\""))
}

fn flag(arguments: &[String]) -> Option<String> {
    let flags = arguments
        .iter()
        .map(|word| word.split('=').next().unwrap_or(word));
    let planned = flags.into_iter().find(|flag| FLAGS.contains(flag))?;
    Some(planned.to_owned())
}
