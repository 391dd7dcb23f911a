//! The program: reads the command line, asks the library, shows the answer.
//!
//! It sees only the library's public names. Printing, colours, exit codes, files and the clock of
//! the machine live here and nowhere else.

mod args;
mod check;
mod compare;
mod completions;
mod control;
mod explain;
mod failure;
mod files;
mod folder;
mod gates;
mod list;
mod manifest;
mod new;
mod output;
mod planned;
mod prediction;
mod progress;
mod question;
mod run;
mod schema;
mod source;
mod terminal;
mod uncertain;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};

fn main() -> ExitCode {
    let done = match Arguments::try_parse() {
        Ok(arguments) => {
            terminal::set_plain(arguments.plain);
            answer(&arguments.command)
        }
        Err(error) => {
            let words = std::env::args_os().skip(1);
            let words: Vec<String> = words.map(|word| word.to_string_lossy().into()).collect();
            match planned::instead_of(&error, &words) {
                Some(failure) => Err(failure),
                None => return grammar(&error),
            }
        }
    };
    let exit = done.unwrap_or_else(|failure| failure.show());
    ExitCode::from(exit as u8)
}

/// Shows help, the version, or what the grammar of the command line does not allow.
fn grammar(error: &clap::Error) -> ExitCode {
    let exit = match error.print() {
        Ok(()) if error.use_stderr() => failure::Exit::BadInput,
        Ok(()) => failure::Exit::Done,
        Err(problem) => failure::Failure::file("write", "standard output", &problem).show(),
    };
    ExitCode::from(exit as u8)
}

fn answer(command: &Command) -> Result<failure::Exit, failure::Failure> {
    match command {
        Command::Run(asked) => run::run(asked),
        Command::Compare(asked) => compare::compare(asked),
        Command::Check(asked) => check::check(asked),
        Command::List(asked) => list::list(asked),
        Command::Explain(asked) => explain::explain(asked),
        Command::New(asked) => new::new(asked),
        Command::Schema(asked) => schema::schema(asked),
        Command::Completions(asked) => completions::completions(asked),
        Command::Man(asked) => completions::man(asked),
    }
}
