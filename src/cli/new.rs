//! `throughline new [FILE]`: a commented scenario to begin with, and the schema beside it.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use throughline::scenario;

use crate::args::NewArguments;
use crate::failure::{Exit, Failure};
use crate::{output, terminal};

/// The scenario to begin with; `FILE` stands for its name.
const STARTER: &str = include_str!("starter.toml");
/// What the first line of the starter calls the schema.
const SCHEMA: &str = "scenario.schema.json";

/// Writes both files; what is there already is never touched.
pub(crate) fn new(asked: &NewArguments) -> Result<Exit, Failure> {
    let file = match asked.file.ends_with(".toml") {
        true => asked.file.clone(),
        false => format!("{}.toml", asked.file),
    };
    let path = Path::new(&file);
    if path.file_stem().is_none_or(|stem| stem == ".toml") {
        return Err(Failure::asked("the file needs a name", None));
    }
    write(path, &STARTER.replace("FILE", &shown(&file)))
        .map_err(|error| not_written(&file, &error))?;
    let schema = path.with_file_name(SCHEMA);
    let told = match write(&schema, &scenario::schema()) {
        Ok(()) => format!("wrote {file}, and {SCHEMA} beside it, from which editors complete keys"),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => old_schema(&file, &schema),
        Err(error) => return Err(not_written(&schema.display().to_string(), &error)),
    };
    let file = shown(&file);
    output::print(&terminal::harmless(&format!(
        "{told}\n\nnext:\n\
        \x20 throughline check {file}      what is wrong, and what limits the work\n\
        \x20 throughline explain {file}    all of it in plain words\n\
        \x20 throughline compare {file}    what its variants change\n"
    )))?;
    Ok(Exit::Done)
}

/// Writes a file that must not exist, whole or not at all.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
        .inspect_err(|_| std::mem::drop(std::fs::remove_file(path)))
}

fn not_written(path: &str, error: &std::io::Error) -> Failure {
    match error.kind() {
        ErrorKind::AlreadyExists => Failure::instead(
            format!("{path} exists, and nothing is ever overwritten"),
            "give another name: throughline new my-line-2.toml",
        ),
        _ => Failure::file("write", path, error),
    }
}

/// A schema that was there stays; one of another version is mentioned.
fn old_schema(file: &str, schema: &Path) -> String {
    let same = std::fs::read_to_string(schema).is_ok_and(|text| text == scenario::schema());
    let told = format!("wrote {file}; {} was there", schema.display());
    match same {
        true => format!("{told} already"),
        false => format!(
            "{told} and differs from this program's: \"throughline schema\" prints the new one"
        ),
    }
}

/// A file as one would type it.
fn shown(file: &str) -> String {
    match file.contains(' ') {
        true => format!("\"{file}\""),
        false => file.to_owned(),
    }
}
