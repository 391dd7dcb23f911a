//! The program: reads the command line, asks the library, shows the answer.
//!
//! It sees only the library's public names. Printing, colours, exit codes, files and the clock of
//! the machine live here and nowhere else.

mod args;
mod check;
mod compare;
mod control;
mod failure;
mod gates;
mod list;
mod output;
mod progress;
mod question;
mod run;
mod source;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Run(asked) => run::run(&asked),
        Command::Compare(asked) => compare::compare(&asked),
        Command::Check(asked) => check::check(&asked),
        Command::List(asked) => list::list(&asked),
    };
    let exit = done.unwrap_or_else(|failure| failure.show());
    ExitCode::from(exit as u8)
}
