//! `throughline completions SHELL` and `throughline man`: what is made from the command line's own
//! description for shells and for `man`.

use clap::CommandFactory;

use crate::args::{Arguments, CompletionsArguments, ManArguments};
use crate::failure::{Exit, Failure};
use crate::{output, source};

/// Prints the script that teaches a shell the commands and flags.
pub(crate) fn completions(asked: &CompletionsArguments) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        asked.shell,
        &mut Arguments::command(),
        "throughline",
        &mut script,
    );
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// Prints a manual page.
pub(crate) fn man(asked: &ManArguments) -> Result<Exit, Failure> {
    let mut program = Arguments::command();
    // Gives every command its full name.
    program.build();
    let page = match &asked.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(found) => found.clone(),
            None => return Err(unknown(name, &program)),
        },
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page)
        .render(&mut text)
        .map_err(|error| Failure::io(format!("could not write the page: {error}")))?;
    output::print(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Done)
}

fn unknown(name: &str, program: &clap::Command) -> Failure {
    let names = program.get_subcommands().map(clap::Command::get_name);
    let hint = source::nearest(name, names).map(|near| format!("did you mean \"{near}\"?"));
    Failure::asked(format!("there is no command \"{name}\""), hint)
}
